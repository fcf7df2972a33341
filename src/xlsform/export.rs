//! A dialog as a form that KoboToolbox and ODK can ask.
//!
//! What XLSForm can say is in its own columns. Some questions need several rows there: a ranking of what was ticked, a
//! question for each item, several numbers, an option beside a text. They become a group. What the rows cannot say is in
//! the column `takafou`, so that an import makes the same dialog again.

use rust_xlsxwriter::Workbook;
use toml::Value;

use super::columns::{kind_and_constraint, lines, own_keys, relevant, rows};
use super::sheets::{Cells, Sheets, begun, cell};
use super::words;
use crate::dialog::write::table;
use crate::dialog::{Dialog, Kind, Question, Usage};

pub use super::sheets::{DialogTexts, Error, TextRef};

/// The form as a workbook.
///
/// # Errors
/// What XLSForm cannot say.
pub fn xlsx(dialog: &Dialog, texts: &DialogTexts<'_>) -> Result<Vec<u8>, Error> {
    if dialog.usage == Usage::Form {
        return Err(Error::Unsayable(dialog.name.clone(), "only surveys can be asked elsewhere"));
    }
    let mut sheets = Sheets { dialog, texts, survey: Vec::new(), choices: Vec::new() };
    sheets.note("title", "title");
    for question in &dialog.questions {
        sheets.question(question)?;
    }
    sheets.note("thanks", "thanks");
    let mut workbook = Workbook::new();
    for (name, rows) in
        [("survey", &sheets.survey), ("choices", &sheets.choices), ("settings", &vec![sheets.settings()])]
    {
        let page = workbook.add_worksheet();
        page.set_name(name)?;
        let mut headings: Vec<&str> = Vec::new();
        for (heading, _) in rows.iter().flatten() {
            if !headings.contains(&heading.as_str()) {
                headings.push(heading);
            }
        }
        // Extra columns last: other programs leave them alone.
        headings.sort_by_key(|heading| *heading == "takafou");
        for (column, heading) in (0..).zip(&headings) {
            page.write_string(0, column, *heading)?;
        }
        for (n, row) in (1..).zip(rows) {
            for (heading, text) in row.iter().filter(|(_, text)| !text.is_empty()) {
                let column = headings.iter().position(|known| known == heading).and_then(|at| u16::try_from(at).ok());
                page.write_string(n, column.unwrap_or(u16::MAX), text)?;
            }
        }
    }
    Ok(workbook.save_to_buffer()?)
}

impl Sheets<'_> {
    fn note(&mut self, name: &str, own: &str) {
        let mut row = begun("note", name);
        for language in self.texts.languages {
            row.push((words::heading("label", language), (self.texts.own)(&language.code, own)));
        }
        self.survey.push(row);
    }

    fn settings(&self) -> Cells {
        let mut extra = table(self.dialog);
        extra.retain(|key, _| !matches!(key, "use" | "question"));
        extra.insert("minutes".to_owned(), Value::Integer(self.dialog.minutes.into())); // said even if it is 0
        let first = &self.texts.languages[0];
        let title = (self.texts.own)(&first.code, "title");
        let default = words::heading("", first).trim_start_matches("::").to_owned();
        vec![
            cell("form_title", title),
            cell("form_id", self.dialog.name.clone()),
            cell("default_language", default),
            cell("takafou", lines(&extra)),
        ]
    }

    fn question(&mut self, question: &Question) -> Result<(), Error> {
        let relevant = match &question.when {
            Some(when) => relevant(self.dialog, when)?,
            None => String::new(),
        };
        let lead = self.text_cells("label", question, TextRef::Attribute("lead"));
        if !lead.is_empty() {
            let mut row = begun("note", &format!("{}_lead", question.id));
            row.extend(lead);
            row.push(cell("relevant", relevant.clone()));
            self.survey.push(row);
        }
        if matches!(question.kind, Kind::Files { .. } | Kind::Points { .. }) {
            return Err(Error::Unsayable(question.id.clone(), "files and points are for forms of the bot alone"));
        }
        let plain = question.each.is_none() && rows(question).is_empty();
        if plain {
            self.plain(question, relevant)
        } else {
            self.group(question, relevant)
        }
        Ok(())
    }

    /// A question in one row.
    fn plain(&mut self, question: &Question, relevant: String) {
        let (kind, constraint) = kind_and_constraint(question);
        let mut row = begun(&kind, &question.id);
        row.extend(self.text_cells("label", question, TextRef::Question("")));
        row.extend(self.text_cells("hint", question, TextRef::Attribute("hint")));
        row.push(cell("required", if question.skip { "" } else { "yes" }));
        row.push(cell("relevant", relevant));
        row.push(cell("constraint", constraint));
        row.extend(self.text_cells("constraint_message", question, TextRef::Attribute("limit")));
        row.push(cell("parameters", if question.shuffle { "randomize=true" } else { "" }));
        row.push(cell("takafou", lines(&own_keys(question))));
        self.survey.push(row);
        self.options(question);
    }
}
