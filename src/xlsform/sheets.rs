//! The sheets of a form while they are written, and the texts that their cells need.

use rust_xlsxwriter::XlsxError;

use super::words;
use crate::dialog::{Dialog, Kind, Question};
use crate::text::Language;

/// Which text of a question is asked for.
#[derive(Debug, Clone, Copy)]
pub enum TextRef<'a> {
    /// The question itself, for an item.
    Question(&'a str),
    /// One of its attributes: `hint`, `lead`, `limit`.
    Attribute(&'a str),
    /// The label of an option, point, field or item.
    Label(&'a str),
}

/// The texts of a dialog.
pub struct DialogTexts<'a> {
    /// The languages of the form, the first one its default.
    pub languages: &'a [Language],
    /// A text of a question in a language, if there is one.
    pub of: &'a dyn Fn(&str, &Question, TextRef<'_>) -> Option<String>,
    /// `title` or `thanks` in a language.
    pub own: &'a dyn Fn(&str, &str) -> String,
}

impl DialogTexts<'_> {
    /// The label of an option, point, field or item; its id if it has none.
    pub(super) fn label(&self, language: &Language, question: &Question, id: &str) -> String {
        (self.of)(&language.code, question, TextRef::Label(id)).unwrap_or_else(|| id.to_owned())
    }
}

/// Why a dialog cannot be written as a form; a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// XLSForm cannot express this.
    #[error("{0}: {1}")]
    Unsayable(String, &'static str),
    /// The workbook could not be written.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] XlsxError),
}

/// The cells of a row: heading and text.
pub(super) type Cells = Vec<(String, String)>;

pub(super) struct Sheets<'a> {
    pub(super) dialog: &'a Dialog,
    pub(super) texts: &'a DialogTexts<'a>,
    pub(super) survey: Vec<Cells>,
    pub(super) choices: Vec<Cells>,
}

pub(super) fn cell(heading: &str, text: impl Into<String>) -> (String, String) {
    (heading.to_owned(), text.into())
}

/// A row that begins with its type and name.
pub(super) fn begun(kind: &str, name: &str) -> Cells {
    vec![cell("type", kind), cell("name", name)]
}

impl Sheets<'_> {
    /// The cells of a text in every language that has it.
    pub(super) fn text_cells(&self, column: &str, question: &Question, text: TextRef<'_>) -> Cells {
        self.text_cells_with(column, question, text, &|_, text| text)
    }

    /// The same; `change` gets the language and the text, and returns what is written.
    pub(super) fn text_cells_with(
        &self,
        column: &str,
        question: &Question,
        text: TextRef<'_>,
        change: &dyn Fn(&Language, String) -> String,
    ) -> Cells {
        let one = |language: &Language| {
            let text = (self.texts.of)(&language.code, question, text)?;
            Some((words::heading(column, language), change(language, text)))
        };
        self.texts.languages.iter().filter_map(one).collect()
    }

    /// Adds a row of `choices`: an option called `name` in the form and `id` in the dialog.
    pub(super) fn option(&mut self, list: &str, question: &Question, name: &str, id: &str) {
        let mut row = vec![cell("list_name", list), cell("name", name)];
        row.extend(self.text_cells("label", question, TextRef::Label(id)));
        if row.len() == 2 {
            let languages = self.texts.languages.iter();
            row.extend(languages.map(|language| (words::heading("label", language), name.to_owned())));
        }
        row.push(cell("takafou", if name == id { "" } else { id }));
        self.choices.push(row);
    }

    /// Adds the options of a question; of a scale its points before them.
    pub(super) fn options(&mut self, question: &Question) {
        let list = &question.id;
        if let Kind::Scale { from, to } = question.kind {
            (from..=to).for_each(|n| self.option(list, question, &n.to_string(), &format!("n{n}")));
        }
        question.options.iter().for_each(|choice| self.option(list, question, &choice.code, &choice.id));
    }
}
