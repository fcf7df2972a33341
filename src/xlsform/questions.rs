//! The rows of a form that ask something: each becomes a question of the dialog, with its texts.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::book::SheetRow;
use super::expr;
use super::form::{Form, Group};
use super::limits::{fill_in, limit, parameters};
use super::logic::{self, Asked};
use super::names::Names;
use super::remark::Remark;
use super::words::{ITEM, texts};
use crate::dialog::write::keys;
use crate::dialog::{Choice, Condition, Kind, Question};
use crate::text::lint::{LONGEST_LABEL, LONGEST_QUESTION};
use crate::typed;

/// Columns that change what is asked, and that a dialog cannot have.
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

/// Options with their labels by language.
type Labels = Vec<(String, BTreeMap<String, String>)>;

impl Form<'_> {
    /// The options of a list, with their labels by language.
    fn options(&mut self, row: &SheetRow, list: &str) -> (Vec<Choice>, Labels) {
        let (mut choices, mut labels, mut names) = (Vec::new(), Vec::new(), Names::default());
        let mut rows_of_labels: Vec<u32> = Vec::new();
        let rows: Vec<&SheetRow> = self.book.choices.iter().filter(|choice| choice.get("list_name") == list).collect();
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
            rows_of_labels.push(choice.n);
        }
        for language in self.spoken.clone() {
            let said =
                |(n, (_, said)): (&u32, &(String, BTreeMap<String, String>))| Some((*n, said.get(&language)?.clone()));
            let said: Vec<(u32, String)> = rows_of_labels.iter().zip(&labels).filter_map(said).collect();
            let texts: Vec<&str> = said.iter().map(|(_, text)| text.as_str()).collect();
            for (first, second) in typed::find_twins(&texts) {
                let about = format!("{} / {}", texts[first], texts[second]);
                let remark = Remark::new("choices", said[second].0, &format!("label::{language}"), "same-label", about);
                if !self.mistakes.contains(&remark) {
                    self.mistakes.push(remark);
                }
            }
        }
        (choices, labels)
    }

    /// A question in one row.
    pub(super) fn question(&mut self, row: &SheetRow, kind: &str) {
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
        let places = extra.get("places").and_then(Value::as_integer).and_then(|n| u32::try_from(n).ok()).unwrap_or(2);
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
        let number = matches!(kind, Kind::Number { .. } | Kind::Scale { .. }) || is_number(&extra);
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
        fill_in(&mut question.kind);
        let known = question.options.iter().map(|choice| (choice.code.clone(), choice.id.clone())).collect();
        self.asked.insert(row.get("name").to_owned(), Asked { id: id.clone(), options: known, number });
        let mut written = keys(&question);
        written.extend(extra);
        self.add_texts(row, &id, &question.when, &labels, false);
        self.questions.push(written);
    }

    /// Keys of the dialog's file, from the row's cell `takafou`.
    fn extra(&mut self, row: &SheetRow) -> Table {
        row.get("takafou").parse().unwrap_or_else(|_| {
            self.wrong(row, "takafou", "takafou", row.get("takafou"));
            Table::new()
        })
    }

    /// A question that other programs ask in a group of rows. The cell `takafou` of the group has all its keys but `id` and
    /// `when`, which the row itself has.
    pub(super) fn own(&mut self, row: &SheetRow) {
        let (when, id) = (self.when(row), row.get("name").to_owned());
        let mut written = self.extra(row);
        for (key, value) in [("id", Some(id.clone())), ("when", when.as_ref().map(Condition::to_string))] {
            if let Some(value) = value
                && written.insert(key.to_owned(), Value::String(value)).is_some()
            {
                self.wrong(row, "takafou", "takafou", key); // it would be there twice
            }
        }
        let (options, labels) = if self.book.choices.iter().any(|choice| choice.get("list_name") == id) {
            self.options(row, &id)
        } else {
            Default::default()
        };
        if !self.names.take(&id) {
            self.wrong(row, "name", "takafou", id.clone());
        }
        let mut known: Vec<_> = options.into_iter().map(|choice| (choice.code, choice.id)).collect();
        if let Some(ranked) = written.get("from").and_then(Value::as_str).and_then(|from| self.asked.get(from)) {
            known.extend(ranked.options.clone());
        }
        let asked = Asked { id: id.clone(), options: known, number: is_number(&written) };
        self.asked.insert(id.clone(), asked.clone());
        self.add_texts(row, &id, &when, &labels, true);
        self.questions.push(written);
        self.groups.push(Group { when: None, of: Some(asked), repeat: false });
    }

    /// Adds the texts of a question: the question itself, its lead, hint and limits, and the labels of its options.
    fn add_texts(&mut self, row: &SheetRow, id: &str, when: &Option<Condition>, labels: &Labels, own: bool) {
        let asked = if own {
            texts(row, "label", self.given.languages, &self.only)
        } else {
            self.column_texts(row, "label", true)
        };
        let mut parts = vec![("", asked)];
        if let Some((of, lead, n)) = self.lead.take() {
            if of.is_some() && of != *when {
                self.mistakes.push(Remark::new("survey", n, "relevant", "note", row.get("name")));
            }
            parts.push(("lead", lead));
        }
        parts.push(("hint", self.column_texts(row, "hint", false)));
        parts.push(("limit", self.column_texts(row, "constraint_message", false)));
        for (language, words) in &mut self.words {
            for (attribute, said) in &parts {
                if let Some(text) = said.get(language) {
                    words.add(id, attribute, if own { text.clone() } else { text.replace(ITEM, "…") });
                }
            }
            for (option, said) in labels {
                if let Some(text) = said.get(language) {
                    words.add(id, option, text);
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

    fn may_skip(&mut self, row: &SheetRow) -> bool {
        match row.get("required").to_lowercase().as_str() {
            "" | "no" | "false" | "false()" => true,
            "yes" | "true" | "true()" => false,
            _ => {
                self.wrong(row, "required", "column", row.get("required"));
                true
            }
        }
    }

    /// Makes limits of a constraint; false if limits cannot express it.
    fn limits(&self, row: &SheetRow, question: &mut Question) -> bool {
        expr::parse(row.get("constraint")).is_ok_and(|expr| limit(&expr, question))
    }
}

/// Whether these keys say that a question is answered by a number.
fn is_number(keys: &Table) -> bool {
    matches!(keys.get("kind").and_then(Value::as_str), Some("number" | "scale"))
}
