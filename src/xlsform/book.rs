//! The cells of a form.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The cells of a form, by sheet.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Book {
    /// What is asked.
    pub survey: Vec<SheetRow>,
    /// The lists of options.
    pub choices: Vec<SheetRow>,
    /// Title, name and language.
    pub settings: Vec<SheetRow>,
}

/// A row of a sheet: its cells that are not empty, by heading.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SheetRow {
    /// Its number, as the spreadsheet shows it.
    pub n: u32,
    /// The cells.
    pub cells: BTreeMap<String, String>,
}

impl SheetRow {
    /// A cell; empty where there is nothing.
    pub fn get(&self, heading: &str) -> &str {
        self.cells.get(heading).map_or("", String::as_str)
    }
}
