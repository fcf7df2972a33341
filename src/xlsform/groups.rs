//! Questions that a form asks in several rows. They become a group, and the cell `takafou` of the group has their keys.

use super::columns::{has_options_beside, kind_and_constraint, lines, rows};
use super::sheets::{Cells, Sheets, TextRef, begun, cell};
use super::words::{self, ITEM};
use crate::dialog::write::keys;
use crate::dialog::{Each, Kind, Question};
use crate::text::Language;

impl Sheets<'_> {
    pub(super) fn group(&mut self, question: &Question, relevant: String) {
        let id = &question.id;
        let mut row = begun("begin_group", id);
        row.extend(self.text_cells("label", question, TextRef::Question(ITEM)));
        row.extend(self.text_cells("hint", question, TextRef::Attribute("hint")));
        row.extend(self.text_cells("constraint_message", question, TextRef::Attribute("limit")));
        row.push(cell("relevant", relevant));
        let mut own = keys(question);
        own.retain(|key, _| !matches!(key, "id" | "when" | "labels"));
        row.push(cell("takafou", lines(&own)));
        self.survey.push(row);
        self.options(question);
        let fields: &[String] = if let Kind::Number { fields, .. } = &question.kind { fields } else { &[] };
        let fixed: &[String] = if let Some(Each::Fixed(items)) = &question.each { items } else { &[] };
        for part in fields.iter().chain(fixed) {
            self.option(id, question, part, part);
        }
        let texts = self.texts;
        match &question.each {
            None => self.parts(question, id, "", &|_, text| text),
            Some(Each::Fixed(items)) => {
                for item in items {
                    self.parts(question, &format!("{id}_{item}"), "", &|language, text| {
                        text.replace(ITEM, &texts.label(language, question, item))
                    });
                }
            }
            Some(Each::Picked { question: from, first }) => self.for_each(question, from, *first),
        }
        self.survey.push(vec![cell("type", "end_group")]);
    }

    /// The rows of a question that is asked for what was picked: by its place in a ranking, or one for each option.
    fn for_each(&mut self, question: &Question, from: &str, first: usize) {
        let (dialog, texts) = (self.dialog, self.texts);
        let Some(source) = dialog.question(from) else { return };
        let places = rows(source);
        if let (Kind::Rank { .. }, false) = (&source.kind, places.is_empty()) {
            for (n, place) in (1..=first).zip(places) {
                let shown = format!("{}_{n}_of", question.id);
                let mut row = begun("calculate", &shown);
                row.push(cell("calculation", format!("jr:choice-name(${{{place}}}, '${{{place}}}')")));
                self.survey.push(row);
                let name = format!("{}_{n}", question.id);
                let piped = format!("${{{shown}}}");
                self.parts(question, &name, &format!("${{{place}}} != ''"), &|_, text| text.replace(ITEM, &piped));
            }
            return;
        }
        let offering = dialog.offering(source);
        for choice in offering.options.iter().filter(|choice| !source.is_exclusive(&choice.id)) {
            let name = format!("{}_{}", question.id, choice.id);
            let relevant = format!("selected(${{{from}}}, '{}')", choice.code);
            self.parts(question, &name, &relevant, &|language, text| {
                text.replace(ITEM, &texts.label(language, offering, &choice.id))
            });
        }
    }

    /// The rows in which a question is asked once, under a name. `change` puts the item into the texts.
    fn parts(&mut self, question: &Question, name: &str, relevant: &str, change: &dyn Fn(&Language, String) -> String) {
        let (kind, constraint) = kind_and_constraint(question);
        let asked = self.text_cells_with("label", question, TextRef::Question(ITEM), change);
        let limits = vec![cell("constraint", constraint)];
        let mut add = |name: String, kind: &str, labels: Cells, relevant: &str, more: Cells| {
            let mut row = begun(kind, &name);
            row.extend(labels);
            row.push(cell("relevant", relevant));
            row.extend(more);
            self.survey.push(row);
        };
        match &question.kind {
            Kind::Rank { from: Some(from), top } => {
                for n in 1..=*top {
                    let before: Vec<String> = (1..n).map(|before| format!(". != ${{{name}_{before}}}")).collect();
                    let more = vec![
                        cell("constraint", before.join(" and ")),
                        cell("choice_filter", format!("selected(${{{from}}}, name)")),
                    ];
                    let when = format!("count-selected(${{{from}}}) >= {n}");
                    let labels =
                        asked.iter().map(|(heading, text)| (heading.clone(), format!("{text} ({n})"))).collect();
                    add(format!("{name}_{n}"), &format!("select_one {from}"), labels, &when, more);
                }
            }
            Kind::Number { fields, .. } if !fields.is_empty() => {
                for field in fields {
                    let label = |l: &Language| (words::heading("label", l), self.texts.label(l, question, field));
                    let labels = self.texts.languages.iter().map(label).collect();
                    add(format!("{name}_{field}"), &kind, labels, relevant, limits.clone());
                }
            }
            _ => add(format!("{name}_value"), &kind, asked.clone(), relevant, limits),
        }
        if has_options_beside(question) {
            add(format!("{name}_other"), &format!("select_one {}", question.id), asked, relevant, Vec::new());
        }
    }
}
