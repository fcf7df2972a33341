//! A form as a dialog. What cannot be asked in a chat is told row by row, all of it at once, and then nothing is imported.

use std::collections::{BTreeMap, HashMap};

use super::logic::{self, Asked, Expr, Operand, Sign};
use super::names::Names;
use super::words::{ITEM, Language, Words, texts};
use super::{Book, Files, Remark, Row};
use crate::dialog::condition::{Condition, Order};
use crate::dialog::write::{self, keys};
use crate::dialog::{Choice, Dialog, Kind, Question, Usage, lint, parse};
use crate::text::lint::{LONGEST_LABEL, LONGEST_QUESTION};

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
/// Characters of a free text unless the form limits them.
const TEXT: usize = 1000;
/// Numbers reach so far unless the form limits them.
const NUMBER: i64 = 999_999;
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
/// Columns that change what is asked or how, and that a dialog has nothing for.
const FOREIGN: [&str; 10] = [
    "calculation",
    "default",
    "choice_filter",
    "repeat_count",
    "trigger",
    "image",
    "audio",
    "video",
    "media",
    "guidance_hint",
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
struct Group {
    when: Option<Condition>,
    of: Option<Asked>,
    repeat: bool,
}

struct Form<'a> {
    book: &'a Book,
    given: &'a Given<'a>,
    /// The language of headings that name none.
    only: String,
    /// Languages that the form has labels in.
    spoken: Vec<String>,
    settings: toml::Table,
    mistakes: Vec<Remark>,
    remarks: Vec<Remark>,
    names: Names,
    asked: HashMap<String, Asked>,
    groups: Vec<Group>,
    /// Notes that wait for the question below them, by language, and their condition.
    lead: Option<(Option<Condition>, BTreeMap<String, String>, u32)>,
    questions: Vec<Vec<(String, String)>>,
    words: BTreeMap<String, Words>,
    title: BTreeMap<String, String>,
    thanks: BTreeMap<String, String>,
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

    fn wrong(&mut self, row: &Row, column: &str, what: &'static str, about: impl Into<String>) {
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
    fn said(&mut self, row: &Row, what: &str, needed: bool) -> BTreeMap<String, String> {
        let said = texts(row, what, self.given.languages, &self.only);
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
        if needed || !said.is_empty() {
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
    fn when(&mut self, row: &Row) -> Option<Condition> {
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
        let found = logic::parse(text)
            .map_err(|about| ("logic", about))
            .and_then(|expr| logic::condition(&expr, &|name| asked.get(name).cloned()));
        found.map_err(|(what, about)| self.wrong(row, "relevant", what, about)).ok()
    }

    /// The options of a list, with their labels by language.
    fn options(&mut self, row: &Row, list: &str) -> (Vec<Choice>, Vec<(String, BTreeMap<String, String>)>) {
        let (mut choices, mut labels, mut names) = (Vec::new(), Vec::new(), Names::default());
        let rows: Vec<&Row> = self.book.choices.iter().filter(|choice| choice.get("list_name") == list).collect();
        if rows.is_empty() {
            self.wrong(row, "type", "no-list", list);
        }
        for choice in rows {
            let name = choice.get("name");
            let own = choice.get("takafou");
            let id = if !own.is_empty() && names.take(own) { own.to_owned() } else { names.give(name) };
            let said = texts(choice, "label", self.given.languages, &self.only);
            for language in self.spoken.clone() {
                let (column, n) = (format!("label::{language}"), choice.n);
                let mut tell = |what, about: String| {
                    let remark = Remark::new("choices", n, &column, what, about);
                    if !self.mistakes.contains(&remark) {
                        self.mistakes.push(remark);
                    }
                };
                match said.get(&language) {
                    None => tell("no-label", name.to_owned()),
                    Some(label) if logic::backwards(label).is_some() => tell("backwards", label.clone()),
                    Some(label) if label.chars().count() > LONGEST_LABEL => tell("long-label", label.clone()),
                    Some(_) => {}
                }
            }
            choices.push(Choice { id: id.clone(), code: name.to_owned() });
            labels.push((id, said));
        }
        (choices, labels)
    }

    fn question(&mut self, row: &Row, kind: &str) {
        for column in FOREIGN {
            let filled = row.cells.iter().find(|(heading, _)| heading.split("::").next() == Some(column));
            if let Some((heading, text)) = filled {
                self.mistakes.push(Remark::new("survey", row.n, heading, "column", text.clone()));
            }
        }
        let (when, skip) = (self.when(row), self.may_skip(row));
        let (word, list) = kind.split_once(' ').unwrap_or((kind, ""));
        let id = self.names.give(row.get("name"));
        if id != row.get("name") {
            self.remarks.push(Remark::new("survey", row.n, "name", "renamed", format!("{} → {id}", row.get("name"))));
        }
        let (mut options, mut labels) = (Vec::new(), Vec::new());
        if matches!(word, "select_one" | "select_multiple" | "rank") {
            let (list, more) = list.split_once(' ').unwrap_or((list, ""));
            if !more.is_empty() {
                self.wrong(row, "type", "or-other", more);
            }
            (options, labels) = self.options(row, list);
            if options.len() == 1 {
                self.wrong(row, "type", "few-options", list);
            }
        }
        let extra = self.extra(row);
        let extra_is = |key: &str, values: &[&str]| {
            extra.iter().any(|(known, value)| known == key && values.contains(&value.as_str()))
        };
        let places = extra.iter().find(|(key, _)| key == "places").and_then(|(_, n)| n.parse().ok()).unwrap_or(2);
        let parameters = parameters(row.get("parameters"));
        let of = |key: &str| parameters.get(key).and_then(|value| value.parse::<f64>().ok());
        let kind = match word {
            "select_one" => Kind::One,
            "select_multiple" => Kind::Many { min: 1, max: usize::MAX, exclusive: Vec::new() },
            "rank" => Kind::Rank { from: None, top: options.len().max(2) },
            "integer" => Kind::Number { min: i64::MIN, max: i64::MAX, places: 0, fields: Vec::new() },
            "decimal" => Kind::Number { min: i64::MIN, max: i64::MAX, places, fields: Vec::new() },
            "text" => Kind::Text { min: 1, max: usize::MAX, voice: false, link: false },
            "date" => Kind::Date { future: false },
            "time" => Kind::Time,
            "range" => match (of("start").unwrap_or(0.0), of("end").unwrap_or(10.0), of("step").unwrap_or(1.0)) {
                #[expect(clippy::cast_possible_truncation, reason = "whole and small")]
                (from, to, 1.0) if from.fract() == 0.0 && to.fract() == 0.0 && from < to && to - from < 1e6 => {
                    match (from as i64, to as i64) {
                        (from, to) if to - from <= 10 => Kind::Scale { from, to },
                        (min, max) => Kind::Number { min, max, places: 0, fields: Vec::new() },
                    }
                }
                _ => {
                    self.wrong(row, "parameters", "step", row.get("parameters"));
                    Kind::Scale { from: 1, to: 5 }
                }
            },
            _ => {
                self.wrong(row, "type", "not-asked", word);
                return;
            }
        };
        let shuffle = parameters.get("randomize").is_some_and(|value| value == "true");
        let number =
            matches!(kind, Kind::Number { .. } | Kind::Scale { .. }) || extra_is("kind", &["\"scale\"", "\"number\""]);
        let mut question = Question {
            id: id.clone(),
            kind,
            options,
            when,
            skip,
            each: None,
            part_of: None,
            labels: None,
            shuffle,
            last: Vec::new(),
            apart: Vec::new(),
            profile: false,
            source: None,
            at: 0,
        };
        if !row.get("constraint").is_empty() && !self.limits(row, &mut question) {
            self.wrong(row, "constraint", "constraint", row.get("constraint"));
        }
        unlimited(&mut question.kind);
        let known = question.options.iter().map(|choice| (choice.code.clone(), choice.id.clone())).collect();
        self.asked.insert(row.get("name").to_owned(), Asked { id: id.clone(), options: known, number });
        let mut written: Vec<(String, String)> =
            keys(&question).into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        for (key, value) in extra {
            written.retain(|(known, _)| *known != key);
            written.push((key, value));
        }
        self.say(row, &id, &question.when, &labels, false);
        self.questions.push(written);
    }

    /// What only Takafou knows of a question: keys of its file.
    fn extra(&mut self, row: &Row) -> Vec<(String, String)> {
        match row.get("takafou").parse::<toml::Table>() {
            Ok(table) => table.into_iter().map(|(key, value)| (key, value.to_string())).collect(),
            Err(_) => {
                self.wrong(row, "takafou", "takafou", row.get("takafou"));
                Vec::new()
            }
        }
    }

    /// A question that other programs ask in several rows: all of it is in the group's own cell but its words and condition.
    fn own(&mut self, row: &Row) {
        let (when, id) = (self.when(row), row.get("name").to_owned());
        let mut written = vec![("id".to_owned(), toml::Value::String(id.clone()).to_string())];
        written.extend(self.extra(row));
        if let Some(when) = &when {
            written.push(("when".to_owned(), toml::Value::String(when.to_string()).to_string()));
        }
        let (options, labels) = if self.book.choices.iter().any(|choice| choice.get("list_name") == id) {
            self.options(row, &id)
        } else {
            Default::default()
        };
        if !self.names.take(&id) {
            self.wrong(row, "name", "takafou", id.clone());
        }
        let kind = written.iter().find(|(key, _)| key == "kind").map(|(_, kind)| kind.trim_matches('"').to_owned());
        let number = matches!(kind.as_deref(), Some("number" | "scale"));
        let from = written.iter().find(|(key, _)| key == "from").map(|(_, from)| from.trim_matches('"').to_owned());
        let mut known: Vec<_> = options.into_iter().map(|choice| (choice.code, choice.id)).collect();
        if let Some(ranked) = from.and_then(|from| self.asked.get(&from)) {
            known.extend(ranked.options.clone());
        }
        let asked = Asked { id: id.clone(), options: known, number };
        self.asked.insert(id.clone(), asked.clone());
        self.say(row, &id, &when, &labels, true);
        self.questions.push(written);
        self.groups.push(Group { when: None, of: Some(asked), repeat: false });
    }

    /// Keeps the words of a question: what is asked, what stands above it, its hint, its limits and its options.
    fn say(
        &mut self,
        row: &Row,
        id: &str,
        when: &Option<Condition>,
        labels: &[(String, BTreeMap<String, String>)],
        own: bool,
    ) {
        let asked =
            if own { texts(row, "label", self.given.languages, &self.only) } else { self.said(row, "label", true) };
        let mut parts = vec![("", asked)];
        if let Some((of, lead, n)) = self.lead.take() {
            if of.is_some() && of != *when {
                self.mistakes.push(Remark::new("survey", n, "relevant", "note", row.get("name")));
            }
            parts.push(("lead", lead));
        }
        parts.push(("hint", self.said(row, "hint", false)));
        parts.push(("limit", self.said(row, "constraint_message", false)));
        for (language, words) in &mut self.words {
            for (attribute, said) in &parts {
                if let Some(text) = said.get(language) {
                    words.say(id, attribute, if own { text.clone() } else { text.replace(ITEM, "…") });
                }
            }
            for (option, said) in labels {
                if let Some(text) = said.get(language) {
                    words.say(id, option, text);
                }
            }
            let length = |attribute: &str| {
                let of = parts.iter().find(|(known, _)| *known == attribute).and_then(|(_, said)| said.get(language));
                of.map_or(0, |text| text.chars().count())
            };
            if length("") + length("hint") + length("lead") > LONGEST_QUESTION {
                self.mistakes.push(Remark::new(
                    "survey",
                    row.n,
                    &format!("label::{language}"),
                    "long-question",
                    row.get("name"),
                ));
            }
        }
    }

    fn may_skip(&mut self, row: &Row) -> bool {
        match row.get("required").to_lowercase().as_str() {
            "" | "no" | "false" | "false()" => true,
            "yes" | "true" | "true()" => false,
            _ => {
                self.wrong(row, "required", "column", row.get("required"));
                true
            }
        }
    }

    /// Takes a constraint into the limits of a question; false where it says more than they can.
    fn limits(&self, row: &Row, question: &mut Question) -> bool {
        logic::parse(row.get("constraint")).is_ok_and(|expr| limit(&expr, question))
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
        let structure = self.structure(&settings);
        let words = self.words_of(&settings, &name);
        if !self.mistakes.is_empty() {
            return Err(self.mistakes);
        }
        let files = Files { name, structure, words };
        match checked(&files) {
            Ok(()) => Ok(Imported { files, remarks: self.remarks }),
            Err(problems) => {
                Err(problems.into_iter().map(|problem| Remark::new("survey", 0, "", "unsound", problem)).collect())
            }
        }
    }

    fn structure(&self, settings: &Row) -> String {
        let usage = match (self.settings.get("answers").and_then(toml::Value::as_str), settings.get("answers")) {
            (Some("anonymous"), _) | (_, "anonymous") => Usage::Anonymous,
            _ => Usage::Confidential,
        };
        let minutes =
            self.settings.get("minutes").and_then(toml::Value::as_integer).and_then(|n| u32::try_from(n).ok());
        let guess = u32::try_from((self.questions.len() * SECONDS).div_ceil(60)).unwrap_or(1).max(1);
        let minutes = minutes.unwrap_or(guess);
        let empty = Dialog { name: String::new(), usage, minutes, questions: Vec::new(), offers: Vec::new() };
        let mut text = write::toml(&empty);
        for question in &self.questions {
            text.push_str("\n[[question]]\n");
            question.iter().for_each(|(key, value)| text.push_str(&format!("{key} = {value}\n")));
        }
        for offer in self.settings.get("offer").and_then(toml::Value::as_array).into_iter().flatten() {
            text.push_str("\n[[offer]]\n");
            for (key, value) in offer.as_table().into_iter().flatten() {
                text.push_str(&format!("{key} = {value}\n"));
            }
        }
        text
    }

    fn words_of(&self, settings: &Row, name: &str) -> BTreeMap<String, String> {
        let title = [settings.get("form_title"), name].into_iter().find(|title| !title.is_empty()).unwrap_or(name);
        let spoken = self.given.languages.iter().filter(|language| self.spoken.contains(&language.code));
        let file = |language: &Language| {
            let code = &language.code;
            let mut words = Words::default();
            words.say("title", "", self.title.get(code).map_or(title, String::as_str));
            let thanks = self.thanks.get(code).or_else(|| self.given.thanks.get(code));
            words.say("thanks", "", thanks.map_or("…", String::as_str));
            let own = self.words.get(code).map_or_else(String::new, |words| words.fluent(language.rtl));
            (code.clone(), words.fluent(language.rtl) + &own)
        };
        spoken.map(file).collect()
    }
}

/// Gives limits to what the form does not limit.
fn unlimited(kind: &mut Kind) {
    match kind {
        Kind::Number { min, max, places, .. } => {
            let most = NUMBER.saturating_mul(10_i64.saturating_pow(*places));
            *min = if *min == i64::MIN { -most } else { *min };
            *max = if *max == i64::MAX { most } else { *max };
        }
        Kind::Text { max, .. } if *max == usize::MAX => *max = TEXT,
        _ => {}
    }
}

/// Reads the limits of an answer out of a constraint.
fn limit(expr: &Expr, question: &mut Question) -> bool {
    if let Expr::And(left, right) = expr {
        return limit(left, question) && limit(right, question);
    }
    if let Expr::Compare(left @ (Operand::Number(_) | Operand::Today), Sign::Is(order), right) = expr {
        let turned = match order {
            Order::Less => Order::More,
            Order::AtMost => Order::AtLeast,
            Order::Equal => Order::Equal,
            Order::AtLeast => Order::AtMost,
            Order::More => Order::Less,
        };
        return limit(&Expr::Compare(right.clone(), Sign::Is(turned), left.clone()), question);
    }
    let choice =
        |name: &str| question.options.iter().find(|choice| choice.code == name).map(|choice| choice.id.clone());
    match (expr, &mut question.kind) {
        (Expr::Compare(Operand::Here, Sign::Is(order), Operand::Number(n)), Kind::Number { min, max, places, .. }) => {
            let n = n * 10_f64.powi(i32::try_from(*places).unwrap_or(0));
            #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
            let n = if n.fract() == 0.0 && n.abs() < 1e12 { n as i64 } else { return false };
            between(*order, n, min, max);
            true
        }
        (Expr::Compare(Operand::Count(of), Sign::Is(order), Operand::Number(n)), Kind::Many { min, max, .. })
        | (Expr::Compare(Operand::Length(of), Sign::Is(order), Operand::Number(n)), Kind::Text { min, max, .. })
            if **of == Operand::Here && n.fract() == 0.0 && (0.0..=3000.0).contains(n) =>
        {
            #[expect(clippy::cast_possible_truncation, reason = "between 0 and 3000")]
            let n = *n as i64;
            let (mut low, mut high) = (i64::try_from(*min).unwrap_or(0), i64::try_from(*max).unwrap_or(i64::MAX));
            between(*order, n, &mut low, &mut high);
            *min = usize::try_from(low).unwrap_or(0);
            *max = usize::try_from(high).unwrap_or(usize::MAX);
            true
        }
        (Expr::Compare(Operand::Here, Sign::Is(Order::AtLeast), Operand::Today), Kind::Date { future }) => {
            *future = true;
            true
        }
        (Expr::Not(inner), Kind::Many { exclusive, .. }) => {
            let Expr::And(left, right) = &**inner else { return false };
            let alone = |side: &Expr| matches!(side, Expr::Compare(Operand::Count(of), Sign::Is(Order::More), Operand::Number(1.0)) if **of == Operand::Here);
            let named = |side: &Expr| match side {
                Expr::Selected(Operand::Here, name) => choice(name),
                _ => None,
            };
            let found = named(left).filter(|_| alone(right)).or_else(|| named(right).filter(|_| alone(left)));
            found.map(|id| exclusive.push(id)).is_some()
        }
        _ => false,
    }
}

fn between(order: Order, n: i64, min: &mut i64, max: &mut i64) {
    match order {
        Order::AtLeast => *min = (*min).max(n),
        Order::More => *min = (*min).max(n + 1),
        Order::AtMost => *max = (*max).min(n),
        Order::Less => *max = (*max).min(n - 1),
        Order::Equal => (*min, *max) = (n, n),
    }
}

/// `start=1 end=5 step=1`, with spaces, commas or semicolons between.
fn parameters(text: &str) -> BTreeMap<String, String> {
    let parts = text.split([' ', ';', ',']).filter_map(|part| part.split_once('='));
    parts.map(|(key, value)| (key.trim().to_lowercase(), value.trim().to_lowercase())).collect()
}

/// Whether files are such as `check` would accept.
///
/// # Errors
/// What is wrong, in the words of `check`.
pub fn checked(files: &Files) -> Result<(), Vec<String>> {
    let told = |findings: Vec<crate::dialog::Finding>| findings.into_iter().map(|finding| finding.problem).collect();
    let dialog = parse::parse(&files.name, &files.structure).map_err(told)?;
    let found = lint::structure(&dialog, &files.structure);
    if !found.is_empty() {
        return Err(told(found));
    }
    debug_assert!(!files.words.values().any(|words| words.contains(ITEM)), "an item is a variable");
    Ok(())
}
