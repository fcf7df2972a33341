//! A form as a dialog. What cannot be asked in a chat is told row by row, all of it at once, and then nothing is imported.

use std::collections::{BTreeMap, HashMap};

use toml::{Table, Value};

use super::expr;
use super::logic::{self, Asked};
use super::names::Names;
use super::words::{ITEM, Language, Words, texts};
use super::{Book, Files, Remark, Row};
use crate::dialog::condition::Condition;
use crate::dialog::write;
use crate::dialog::{Dialog, Finding, Usage, lint, parse};

/// What was made of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The dialog's files.
    pub files: Files,
    /// What was left out or called otherwise.
    pub remarks: Vec<Remark>,
}

/// What the form does not say itself.
#[derive(Debug, Clone)]
pub struct Given<'a> {
    /// The dialog's name, unless the form gives one.
    pub name: &'a str,
    /// The languages of the bot, the first one first.
    pub languages: &'a [Language],
    /// The last words of a survey that has none, by language.
    pub thanks: &'a BTreeMap<String, String>,
}

/// Most questions of a form.
const MOST: usize = 300;
/// Seconds that a question takes, for the minutes that the opening screen says.
const SECONDS: usize = 25;

/// What programs add by themselves and a chat has no use for.
const META: [&str; 14] = [
    "start",
    "end",
    "today",
    "deviceid",
    "subscriberid",
    "simserial",
    "phonenumber",
    "username",
    "email",
    "audit",
    "start-geopoint",
    "background-audio",
    "hidden",
    "instanceid",
];
/// Makes a dialog of a form.
///
/// # Errors
/// Every mistake with its sheet, row and column.
pub fn import(book: &Book, given: &Given<'_>) -> Result<Imported, Vec<Remark>> {
    let mut form = Form::new(book, given);
    for row in &book.survey {
        form.row(row);
    }
    form.finish()
}

/// Of a group: its condition, and whether its rows belong to the question that it is.
pub(super) struct Group {
    pub(super) when: Option<Condition>,
    pub(super) of: Option<Asked>,
    pub(super) repeat: bool,
}

pub(super) struct Form<'a> {
    pub(super) book: &'a Book,
    pub(super) given: &'a Given<'a>,
    /// The language of headings that name none.
    pub(super) only: String,
    /// Languages that the form has labels in.
    pub(super) spoken: Vec<String>,
    pub(super) settings: Table,
    pub(super) mistakes: Vec<Remark>,
    pub(super) remarks: Vec<Remark>,
    pub(super) names: Names,
    pub(super) asked: HashMap<String, Asked>,
    pub(super) groups: Vec<Group>,
    /// Notes that wait for the question below them, by language, and their condition.
    pub(super) lead: Option<(Option<Condition>, BTreeMap<String, String>, u32)>,
    pub(super) questions: Vec<Table>,
    pub(super) words: BTreeMap<String, Words>,
    pub(super) title: BTreeMap<String, String>,
    pub(super) thanks: BTreeMap<String, String>,
}

impl<'a> Form<'a> {
    fn new(book: &'a Book, given: &'a Given<'a>) -> Form<'a> {
        let codes = || given.languages.iter().map(|language| language.code.clone());
        let default = book.settings.first().map_or("", |row| row.get("default_language"));
        let arabic = |row: &Row| row.get("label").chars().any(|c| ('\u{600}'..='\u{6ff}').contains(&c));
        let guess = if book.survey.iter().any(arabic) { "ar" } else { "fr" };
        let only = super::words::code(default, given.languages).unwrap_or_else(|| guess.to_owned());
        let said = |code: &String| {
            book.survey.iter().any(|row| texts(row, "label", given.languages, &only).contains_key(code))
        };
        let settings = book.settings.first().and_then(|row| row.get("takafou").parse().ok()).unwrap_or_default();
        let mut form = Form {
            spoken: codes().filter(said).collect(),
            only,
            book,
            given,
            settings,
            mistakes: Vec::new(),
            remarks: Vec::new(),
            names: Names::default(),
            asked: HashMap::new(),
            groups: Vec::new(),
            lead: None,
            questions: Vec::new(),
            words: codes().map(|code| (code, Words::default())).collect(),
            title: BTreeMap::new(),
            thanks: BTreeMap::new(),
        };
        form.languages();
        form
    }

    /// Which languages there are, and which of them nobody here speaks.
    fn languages(&mut self) {
        let headings: std::collections::BTreeSet<&String> =
            self.book.survey.iter().flat_map(|row| row.cells.keys()).collect();
        for heading in headings {
            if let Some(language) = heading.strip_prefix("label::")
                && super::words::code(language, self.given.languages).is_none()
            {
                self.remarks.push(Remark::new("survey", 1, heading, "language-unknown", language));
            }
        }
        if self.spoken.is_empty() {
            self.mistakes.push(Remark::new("survey", 1, "label", "no-language", ""));
        }
        for language in self.given.languages.iter().filter(|language| !self.spoken.contains(&language.code)) {
            self.remarks.push(Remark::new("survey", 1, "label", "language-missing", language.name.clone()));
        }
    }

    pub(super) fn wrong(&mut self, row: &Row, column: &str, what: &'static str, about: impl Into<String>) {
        self.mistakes.push(Remark::new("survey", row.n, column, what, about));
    }

    fn row(&mut self, row: &Row) {
        let kind = row.get("type").split_whitespace().collect::<Vec<_>>().join(" ");
        let kind = kind.replace("begin group", "begin_group").replace("end group", "end_group");
        let kind = kind.replace("begin repeat", "begin_repeat").replace("end repeat", "end_repeat");
        let kind = kind.replace("select one ", "select_one ").replace("select multiple ", "select_multiple ");
        let word = kind.split(' ').next().unwrap_or_default().to_owned();
        match word.as_str() {
            "" => {}
            "end_group" | "end_repeat" => {
                if self.groups.pop().is_none_or(|group| group.repeat != (word == "end_repeat")) {
                    self.wrong(row, "type", "group", word);
                }
            }
            // Rows of a question that takes several of them elsewhere.
            _ if self.groups.iter().any(|group| group.of.is_some()) => {
                let of = self.groups.iter().rev().find_map(|group| group.of.clone());
                if word.starts_with("begin_") {
                    self.groups.push(Group { when: None, of, repeat: false });
                } else if let Some(of) = of {
                    self.asked.insert(row.get("name").to_owned(), of);
                }
            }
            "begin_repeat" => {
                self.wrong(row, "type", "not-asked", word);
                self.groups.push(Group { when: None, of: None, repeat: true });
            }
            "begin_group" if !row.get("takafou").is_empty() => {
                self.own(row);
            }
            "begin_group" => {
                let when = self.when(row);
                let label = self.said(row, "label", false);
                if !label.is_empty() {
                    self.lead = Some((when.clone(), label, row.n));
                }
                self.groups.push(Group { when, of: None, repeat: false });
            }
            _ if META.contains(&word.to_lowercase().as_str()) => {
                self.remarks.push(Remark::new("survey", row.n, "type", "left-out", word));
            }
            "note" => self.note(row),
            _ => self.question(row, &kind),
        }
    }

    /// A note stands above the question below it, or says the last words.
    fn note(&mut self, row: &Row) {
        let (when, said) = (self.when(row), self.said(row, "label", true));
        match row.get("name") {
            "title" => self.title = said,
            "thanks" => self.thanks = said,
            _ => match &mut self.lead {
                Some((before, lead, _)) if *before == when => {
                    for (language, text) in said {
                        lead.entry(language).and_modify(|lead| *lead = format!("{lead}\n{text}")).or_insert(text);
                    }
                }
                // A group's label and its first note: the note's condition is the narrower one.
                _ => self.lead = Some((when, said, row.n)),
            },
        }
    }

    /// The texts of a column; every language that the form speaks must have one if `needed`.
    pub(super) fn said(&mut self, row: &Row, what: &str, needed: bool) -> BTreeMap<String, String> {
        let mut said = texts(row, what, self.given.languages, &self.only);
        for (language, text) in &said {
            if let Some(name) = logic::backwards(text) {
                self.mistakes.push(Remark::new("survey", row.n, &format!("{what}::{language}"), "backwards", name));
            } else if text.contains("${") {
                self.mistakes.push(Remark::new(
                    "survey",
                    row.n,
                    &format!("{what}::{language}"),
                    "piping",
                    text.clone(),
                ));
            }
        }
        if !needed && let Some(stands) = said.get(&self.only).or_else(|| said.values().next()).cloned() {
            // A hint that is not translated is read as it is.
            for language in self.spoken.iter().filter(|language| !said.contains_key(*language)) {
                let column = format!("{what}::{language}");
                self.remarks.push(Remark::new("survey", row.n, &column, "untranslated", row.get("name")));
            }
            for language in &self.spoken {
                said.entry(language.clone()).or_insert_with(|| stands.clone());
            }
        }
        if needed {
            for language in self.spoken.iter().filter(|language| !said.contains_key(*language)) {
                self.mistakes.push(Remark::new(
                    "survey",
                    row.n,
                    &format!("{what}::{language}"),
                    "no-label",
                    row.get("name"),
                ));
            }
        }
        said
    }

    /// The condition of a row with those of the groups around it.
    pub(super) fn when(&mut self, row: &Row) -> Option<Condition> {
        let own = match row.get("relevant") {
            "" => None,
            text => self.condition(row, text),
        };
        let around: Vec<Condition> = self.groups.iter().rev().take(1).filter_map(|group| group.when.clone()).collect();
        around.into_iter().chain(own).reduce(logic::both)
    }

    fn condition(&mut self, row: &Row, text: &str) -> Option<Condition> {
        if let Some(name) = logic::backwards(text) {
            self.wrong(row, "relevant", "backwards", name);
            return None;
        }
        let asked = &self.asked;
        let found = expr::parse(text)
            .map_err(|about| ("logic", about))
            .and_then(|expr| logic::condition(&expr, &|name| asked.get(name).cloned()));
        found.map_err(|(what, about)| self.wrong(row, "relevant", what, about)).ok()
    }

    fn finish(mut self) -> Result<Imported, Vec<Remark>> {
        if !self.groups.is_empty() {
            self.mistakes.push(Remark::new("survey", 0, "type", "group", "begin_group"));
        }
        if self.questions.is_empty() && self.mistakes.is_empty() {
            self.mistakes.push(Remark::new("survey", 0, "type", "empty", ""));
        }
        if self.questions.len() > MOST {
            self.mistakes.push(Remark::new("survey", 0, "type", "many-questions", MOST.to_string()));
        }
        if let Some((_, last, _)) = self.lead.take() {
            self.thanks = last; // a note with nothing below it is the last word
        }
        let settings = self.book.settings.first().cloned().unwrap_or_default();
        let wanted =
            [settings.get("form_id"), self.given.name].into_iter().find(|name| !name.is_empty()).unwrap_or("form");
        let name = Names::default().give(&wanted.to_lowercase());
        let (keys, words) = (self.keys(&settings), self.words_of(&settings, &name));
        if !self.mistakes.is_empty() {
            return Err(self.mistakes);
        }
        debug_assert!(!words.values().any(|words| words.contains(ITEM)), "an item is a variable");
        match structure(&name, &keys) {
            Ok(structure) => Ok(Imported { files: Files { name, structure, words }, remarks: self.remarks }),
            Err(found) => {
                let unsound = |finding: Finding| Remark::new("survey", 0, "", "unsound", finding.problem);
                Err(found.into_iter().map(unsound).collect())
            }
        }
    }

    /// The keys of the dialog: what the settings say, and its questions.
    fn keys(&self, settings: &Row) -> Table {
        let usage = match (self.settings.get("answers").and_then(Value::as_str), settings.get("answers")) {
            (Some("anonymous"), _) | (_, "anonymous") => Usage::Anonymous,
            _ => Usage::Confidential,
        };
        let minutes = self.settings.get("minutes").and_then(Value::as_integer).and_then(|n| u32::try_from(n).ok());
        let guess = u32::try_from((self.questions.len() * SECONDS).div_ceil(60)).unwrap_or(1).max(1);
        let minutes = minutes.unwrap_or(guess);
        let empty = Dialog { name: String::new(), usage, minutes, questions: Vec::new(), offers: Vec::new() };
        let mut keys = write::table(&empty);
        let questions = self.questions.iter().cloned().map(Value::Table).collect();
        keys.insert("question".to_owned(), Value::Array(questions));
        keys.extend(
            self.settings.get("offer").cloned().filter(Value::is_array).map(|offers| ("offer".to_owned(), offers)),
        );
        keys
    }

    fn words_of(&self, settings: &Row, name: &str) -> BTreeMap<String, String> {
        let title = [settings.get("form_title"), name].into_iter().find(|title| !title.is_empty()).unwrap_or(name);
        let file = |language: &Language| {
            // A language that the form does not speak reads the first that it does, until somebody translates its file.
            let code = self.spoken.iter().find(|code| **code == language.code).or_else(|| self.spoken.first());
            let code = code.unwrap_or(&language.code);
            let mut words = Words::default();
            words.say("title", "", self.title.get(code).map_or(title, String::as_str));
            let thanks = self.thanks.get(code).or_else(|| self.given.thanks.get(&language.code));
            words.say("thanks", "", thanks.map_or("…", String::as_str));
            let own = self.words.get(code).map_or_else(String::new, |words| words.fluent(language.rtl));
            (language.code.clone(), words.fluent(language.rtl) + &own)
        };
        self.given.languages.iter().map(file).collect()
    }
}

/// The file of a dialog with these keys, if `check` would accept it.
///
/// # Errors
/// What `check` would say.
fn structure(name: &str, keys: &Table) -> Result<String, Vec<Finding>> {
    let text = keys.to_string();
    let dialog = parse::parse(name, &text)?;
    let found = lint::structure(&dialog, &text);
    if found.is_empty() { Ok(write::toml(&dialog)) } else { Err(found) }
}
