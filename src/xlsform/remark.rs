//! What is wrong with a form: remarks on its cells, or why a file is no form at all.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// A mistake in a cell of the form, or something that the import left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The sheet, `survey`.
    pub sheet: Cow<'static, str>,
    /// The row as the spreadsheet numbers it; 0 for the sheet as a whole.
    pub row: u32,
    /// The column's heading.
    pub column: String,
    /// What is wrong: a variant of the text `form-remark`.
    pub what: Cow<'static, str>,
    /// What it is about, as the form has it.
    pub about: String,
}

impl Remark {
    pub(crate) fn new(
        sheet: &'static str,
        row: u32,
        column: &str,
        what: &'static str,
        about: impl Into<String>,
    ) -> Remark {
        Remark { sheet: sheet.into(), row, column: column.to_owned(), what: what.into(), about: about.into() }
    }
}

/// Why a file is no form at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormRefusal {
    /// Larger than `read` accepts, packed or unpacked.
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

impl FormRefusal {
    /// Every reason.
    pub const ALL: [FormRefusal; 5] = [
        FormRefusal::TooLarge,
        FormRefusal::Protected,
        FormRefusal::Macros,
        FormRefusal::Broken,
        FormRefusal::NoSurvey,
    ];

    /// The reason with this id.
    pub fn of_id(id: &str) -> Option<FormRefusal> {
        FormRefusal::ALL.into_iter().find(|refusal| refusal.id() == id)
    }

    /// The variant of the text `form-refused`.
    pub fn id(self) -> &'static str {
        match self {
            FormRefusal::TooLarge => "too-large",
            FormRefusal::Protected => "protected",
            FormRefusal::Macros => "macros",
            FormRefusal::Broken => "broken",
            FormRefusal::NoSurvey => "no-survey",
        }
    }
}
