//! A form on its way to becoming a dialog: what has been read so far, and what every row needs.

use std::collections::{BTreeMap, HashMap};

use toml::Table;

use super::book::{Book, SheetRow};
use super::expr;
use super::logic::{self, Asked};
use super::names::Names;
use super::remark::Remark;
use super::words::{self, Messages, texts};
use crate::dialog::Condition;
use crate::text::Language;

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

/// A group whose end has not been read yet.
pub(super) struct Group {
    pub(super) when: Option<Condition>,
    /// The question that it is, if its rows are one question of the dialog.
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
    /// The cell `takafou` of the settings.
    pub(super) settings: Table,
    pub(super) mistakes: Vec<Remark>,
    pub(super) remarks: Vec<Remark>,
    pub(super) names: Names,
    /// What the rows have become, by their names.
    pub(super) asked: HashMap<String, Asked>,
    pub(super) groups: Vec<Group>,
    /// Notes that wait for the question below them: their condition, their text by language, their row.
    pub(super) lead: Option<(Option<Condition>, BTreeMap<String, String>, u32)>,
    /// The keys of each question.
    pub(super) questions: Vec<Table>,
    pub(super) words: BTreeMap<String, Messages>,
    pub(super) title: BTreeMap<String, String>,
    pub(super) thanks: BTreeMap<String, String>,
}

impl<'a> Form<'a> {
    pub(super) fn new(book: &'a Book, given: &'a Given<'a>) -> Form<'a> {
        let codes = || given.languages.iter().map(|language| language.code.clone());
        let default = book.settings.first().map_or("", |row| row.get("default_language"));
        let arabic = |row: &SheetRow| row.get("label").chars().any(|c| ('\u{600}'..='\u{6ff}').contains(&c));
        let guess = if book.survey.iter().any(arabic) { "ar" } else { "fr" };
        let only = words::code(default, given.languages).unwrap_or_else(|| guess.to_owned());
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
            words: codes().map(|code| (code, Messages::default())).collect(),
            title: BTreeMap::new(),
            thanks: BTreeMap::new(),
        };
        form.check_languages();
        form
    }

    /// Remarks on languages that the bot does not speak, and on those of the bot that the form lacks.
    fn check_languages(&mut self) {
        let headings: std::collections::BTreeSet<&String> =
            self.book.survey.iter().flat_map(|row| row.cells.keys()).collect();
        for heading in headings {
            if let Some(language) = heading.strip_prefix("label::")
                && words::code(language, self.given.languages).is_none()
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

    pub(super) fn wrong(&mut self, row: &SheetRow, column: &str, what: &'static str, about: impl Into<String>) {
        self.mistakes.push(Remark::new("survey", row.n, column, what, about));
    }

    /// The texts of a column, by language. If `needed`, every language of the form must have one.
    pub(super) fn column_texts(&mut self, row: &SheetRow, column: &str, needed: bool) -> BTreeMap<String, String> {
        let mut found = texts(row, column, self.given.languages, &self.only);
        for (language, text) in &found {
            if let Some(name) = logic::backwards(text) {
                self.mistakes.push(Remark::new("survey", row.n, &format!("{column}::{language}"), "backwards", name));
            } else if text.contains("${") {
                self.mistakes.push(Remark::new(
                    "survey",
                    row.n,
                    &format!("{column}::{language}"),
                    "piping",
                    text.clone(),
                ));
            }
        }
        if !needed && let Some(text) = found.get(&self.only).or_else(|| found.values().next()).cloned() {
            // A hint that is not translated is shown in the language that it has.
            for language in self.spoken.iter().filter(|language| !found.contains_key(*language)) {
                let heading = format!("{column}::{language}");
                self.remarks.push(Remark::new("survey", row.n, &heading, "untranslated", row.get("name")));
            }
            for language in &self.spoken {
                found.entry(language.clone()).or_insert_with(|| text.clone());
            }
        }
        if needed {
            for language in self.spoken.iter().filter(|language| !found.contains_key(*language)) {
                self.mistakes.push(Remark::new(
                    "survey",
                    row.n,
                    &format!("{column}::{language}"),
                    "no-label",
                    row.get("name"),
                ));
            }
        }
        found
    }

    /// The condition of a row together with that of the groups around it.
    pub(super) fn when(&mut self, row: &SheetRow) -> Option<Condition> {
        let own = match row.get("relevant") {
            "" => None,
            text => self.condition(row, text),
        };
        let around: Vec<Condition> = self.groups.iter().rev().take(1).filter_map(|group| group.when.clone()).collect();
        around.into_iter().chain(own).reduce(logic::both)
    }

    fn condition(&mut self, row: &SheetRow, text: &str) -> Option<Condition> {
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
}
