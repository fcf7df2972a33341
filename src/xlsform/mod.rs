//! Forms from elsewhere and for elsewhere: XLSForm, the workbook of ODK and KoboToolbox (<https://xlsform.org>).
//!
//! [`read`] takes the cells out of a workbook that may be anything at all, [`import`] makes a dialog of them, [`export`]
//! writes a dialog down so that these programs can ask it, and [`logic`] understands the expressions of both. Pure: bytes in,
//! a dialog's files out, or every mistake with its sheet, row and column.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub mod export;
mod expr;
pub mod import;
mod limits;
pub mod logic;
mod names;
mod questions;
pub mod read;
pub mod words;

/// A mistake, or something that was left out, at a cell of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The sheet, `survey`.
    pub sheet: Cow<'static, str>,
    /// The row as the spreadsheet numbers it; 0: the sheet as a whole.
    pub row: u32,
    /// The column's heading.
    pub column: String,
    /// What is wrong: a variant of the text `form-remark`.
    pub what: Cow<'static, str>,
    /// What it is about, as the form has it.
    pub about: String,
}

impl Remark {
    /// A remark about a cell.
    pub fn new(sheet: &'static str, row: u32, column: &str, what: &'static str, about: impl Into<String>) -> Remark {
        Remark { sheet: sheet.into(), row, column: column.to_owned(), what: what.into(), about: about.into() }
    }
}

/// Why a file is no form at all: a variant of the text `form-refused`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Larger than [`read::LARGEST`], packed or unpacked.
    TooLarge,
    /// Protected by a password, or of the format before 2007.
    Protected,
    /// It holds macros.
    Macros,
    /// No workbook, or a broken one.
    Broken,
    /// No sheet `survey`.
    NoSurvey,
}

impl Refusal {
    /// All of them.
    pub const ALL: [Refusal; 5] =
        [Refusal::TooLarge, Refusal::Protected, Refusal::Macros, Refusal::Broken, Refusal::NoSurvey];

    /// The variant of the text.
    pub fn id(self) -> &'static str {
        match self {
            Refusal::TooLarge => "too-large",
            Refusal::Protected => "protected",
            Refusal::Macros => "macros",
            Refusal::Broken => "broken",
            Refusal::NoSurvey => "no-survey",
        }
    }
}

/// The cells of a form, by sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Book {
    /// What is asked.
    pub survey: Vec<Row>,
    /// The lists of options.
    pub choices: Vec<Row>,
    /// Title, name and language.
    pub settings: Vec<Row>,
}

/// A row of a sheet: its cells that are not empty, by heading.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Its number, as the spreadsheet shows it.
    pub n: u32,
    /// The cells.
    pub cells: BTreeMap<String, String>,
}

impl Row {
    /// A cell; empty where there is nothing.
    pub fn get(&self, heading: &str) -> &str {
        self.cells.get(heading).map_or("", String::as_str)
    }
}

/// A dialog's files: structure, and words by language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// `market`: the name of both kinds of file.
    pub name: String,
    /// The TOML.
    pub structure: String,
    /// Fluent by language.
    pub words: BTreeMap<String, String>,
}
