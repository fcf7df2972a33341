//! A list that is printed: attendance to sign, the members of a body. A4 pages with the head of the table on each.

use serde::Serialize;

use super::typesetting;

/// What `printed_list.typ` sets. All texts are plain, in the reader's language, and hold only what our fonts can draw.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PrintedList {
    /// `ar`.
    #[serde(rename = "lang")]
    pub language: String,
    pub rtl: bool,
    pub title: String,
    /// Under the title.
    pub lines: Vec<String>,
    /// The first row is the head; all have as many cells.
    pub rows: Vec<Vec<String>>,
    /// How wide each column is, as shares of the page.
    pub shares: Vec<u8>,
    /// Rows are high enough to sign in.
    pub tall: bool,
}

/// The list as PDF.
///
/// # Errors
/// What the template stumbles over: a mistake in the program.
pub fn pdf(list: &PrintedList) -> Result<Vec<u8>, String> {
    typesetting::pdf("printed_list.typ", list)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn list(rows: usize) -> PrintedList {
        let row = |n| vec!["مكناس".to_owned(), format!("#let <b> $x$ {n}"), String::new()];
        let head = ["الهيئة", "الاسم", "التوقيع"].map(str::to_owned).to_vec();
        PrintedList {
            language: "ar".into(),
            rtl: true,
            title: "لائحة الحضور".into(),
            lines: vec!["3 مارس 2027".into()],
            rows: std::iter::once(head).chain((0..rows).map(row)).collect(),
            shares: vec![2, 3, 2],
            tall: true,
        }
    }

    #[test]
    fn a_list_of_any_length_is_a_document_and_names_are_no_markup() {
        for rows in [0, 1, 200] {
            assert!(pdf(&list(rows)).unwrap().starts_with(b"%PDF"), "{rows} rows");
        }
        assert!(pdf(&list(200)).unwrap().len() > pdf(&list(1)).unwrap().len());
    }
}
