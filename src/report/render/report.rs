//! A report to hand to a council: what it says is data, how it looks is `report.typ`.

use serde::Serialize;

use super::chart::Chart;
use super::typesetting;

/// What `report.typ` sets. Texts are plain and in the reader's language; numbers in them are written out.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Report {
    /// `ar`.
    pub lang: String,
    pub rtl: bool,
    /// Above the title: who gives the report.
    pub from: String,
    pub title: String,
    /// Under the title: of whom, from when to when.
    pub lines: Vec<String>,
    /// What the list of contents is called.
    pub contents: String,
    /// Its parts, in order; each begins a page.
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Part {
    pub title: String,
    pub pieces: Vec<Piece>,
}

/// What stands in a part.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase", tag = "kind", content = "of")]
pub enum Piece {
    /// A paragraph.
    Words(String),
    /// Facts: what, and how much.
    Facts(Vec<(String, String)>),
    /// A chart for everyone, and the same split if it may be: kept on one page where they fit.
    Charts(Vec<Chart>),
    /// What people wrote, as it is, under what they were asked.
    Said(TextList),
    /// A question with its options, as it was asked.
    Asked(TextList),
}

/// Texts under a title.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TextList {
    /// What was asked.
    pub title: String,
    /// How many, and what is left out.
    pub note: String,
    /// The texts or options.
    pub texts: Vec<String>,
}

/// The report as PDF.
///
/// # Errors
/// What the template stumbles over: a mistake in the program.
pub fn pdf(report: &Report) -> Result<Vec<u8>, String> {
    typesetting::pdf("report.typ", report)
}
