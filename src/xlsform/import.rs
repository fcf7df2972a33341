//! A form as a dialog. If a form has something that a chat cannot ask, every such row is reported and nothing is imported.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::book::{Book, SheetRow};
use super::form::{Form, Group};
use super::names::Names;
use super::remark::Remark;
use super::words::{ITEM, Messages};
use crate::dialog::{Dialog, Finding, Usage, lint, parse, write};
use crate::text::Language;

pub use super::form::Given;

/// What was made of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The dialog's files.
    pub files: Files,
    /// What was left out or renamed.
    pub remarks: Vec<Remark>,
}

/// The files of a dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// The name of all of them without folder and ending, `market`.
    pub name: String,
    /// The TOML.
    pub structure: String,
    /// The texts as Fluent, by language.
    pub words: BTreeMap<String, String>,
}

/// Most questions of a form.
const MOST_QUESTIONS: usize = 300;
/// Seconds that a question takes: gives the minutes that the opening screen shows.
const SECONDS: usize = 25;

/// Types of rows that record something without asking.
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

impl Form<'_> {
    fn row(&mut self, row: &SheetRow) {
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
            // Rows of one question of the dialog.
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
                let label = self.column_texts(row, "label", false);
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

    /// A note stands above the question that follows, or is the title or the thanks.
    fn note(&mut self, row: &SheetRow) {
        let (when, texts) = (self.when(row), self.column_texts(row, "label", true));
        match row.get("name") {
            "title" => self.title = texts,
            "thanks" => self.thanks = texts,
            _ => match &mut self.lead {
                Some((before, lead, _)) if *before == when => {
                    for (language, text) in texts {
                        lead.entry(language).and_modify(|lead| *lead = format!("{lead}\n{text}")).or_insert(text);
                    }
                }
                // A group's label and its first note: the note's condition is the narrower one.
                _ => self.lead = Some((when, texts, row.n)),
            },
        }
    }

    fn finish(mut self) -> Result<Imported, Vec<Remark>> {
        if !self.groups.is_empty() {
            self.mistakes.push(Remark::new("survey", 0, "type", "group", "begin_group"));
        }
        if self.questions.is_empty() && self.mistakes.is_empty() {
            self.mistakes.push(Remark::new("survey", 0, "type", "empty", ""));
        }
        if self.questions.len() > MOST_QUESTIONS {
            self.mistakes.push(Remark::new("survey", 0, "type", "many-questions", MOST_QUESTIONS.to_string()));
        }
        if let Some((_, last, _)) = self.lead.take() {
            self.thanks = last; // no question follows this note
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

    /// The keys of the dialog's file.
    fn keys(&self, settings: &SheetRow) -> Table {
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

    /// The texts as Fluent, by language.
    fn words_of(&self, settings: &SheetRow, name: &str) -> BTreeMap<String, String> {
        let title = [settings.get("form_title"), name].into_iter().find(|title| !title.is_empty()).unwrap_or(name);
        let file = |language: &Language| {
            // A language that the form lacks gets the texts of its first one, until somebody translates them.
            let code = self.spoken.iter().find(|code| **code == language.code).or_else(|| self.spoken.first());
            let code = code.unwrap_or(&language.code);
            let mut words = Messages::default();
            words.add("title", "", self.title.get(code).map_or(title, String::as_str));
            let thanks = self.thanks.get(code).or_else(|| self.given.thanks.get(&language.code));
            words.add("thanks", "", thanks.map_or("…", String::as_str));
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
