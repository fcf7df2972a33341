//! Attendance as a sheet that is printed and signed: one page of HTML that every phone and computer opens, nothing else
//! needed.

use crate::text::escape;

/// What stands on the sheet besides the table.
#[derive(Debug, Clone)]
pub struct SignatureSheet {
    /// `ar`.
    pub language: String,
    pub rtl: bool,
    /// Plain text, as all others.
    pub title: String,
    pub lines: Vec<String>,
    /// The head of the column that is signed.
    pub signature: String,
}

/// The sheet, UTF-8; the first row is the head. Every word is escaped: nothing of it is markup.
pub fn html(sheet: &SignatureSheet, rows: &[Vec<String>]) -> Vec<u8> {
    let direction = if sheet.rtl { "rtl" } else { "ltr" };
    let title = quoted(&sheet.title);
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{direction}\"><head><meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\n<style>\n\
         body {{ font: 12pt \"Noto Naskh Arabic\", \"Amiri\", \"Times New Roman\", serif; margin: 15mm }}\n\
         h1 {{ font-size: 16pt }} p {{ white-space: pre-line; margin: 2mm 0 }}\n\
         table {{ border-collapse: collapse; width: 100%; margin-top: 6mm }}\n\
         th, td {{ border: 1px solid; padding: 2mm; text-align: start }} td:last-child, th:last-child {{ width: 40mm }}\n\
         td {{ height: 9mm }} tr {{ break-inside: avoid }} thead {{ display: table-header-group }}\n\
         </style></head><body>\n<h1>{title}</h1>\n",
        quoted(&sheet.language)
    );
    for line in &sheet.lines {
        page.push_str(&format!("<p>{}</p>\n", quoted(line)));
    }
    page.push_str("<table>");
    for (i, row) in rows.iter().enumerate() {
        let (tag, last) = if i == 0 { ("th", sheet.signature.as_str()) } else { ("td", "") };
        let cells = row.iter().map(String::as_str).chain([last]);
        let cells: String = cells.map(|cell| format!("<{tag}>{}</{tag}>", quoted(cell))).collect();
        page.push_str(&if i == 0 {
            format!("<thead><tr>{cells}</tr></thead>\n<tbody>")
        } else {
            format!("<tr>{cells}</tr>\n")
        });
    }
    page.push_str("</tbody></table>\n</body></html>\n");
    page.into_bytes()
}

/// Safe between tags and in attributes.
fn quoted(text: &str) -> String {
    escape(text).replace('"', "&quot;")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn names_are_no_markup_and_the_last_column_is_empty() {
        let sheet = SignatureSheet {
            language: "ar".into(),
            rtl: true,
            title: "ورشة".into(),
            lines: vec!["<b>3</b>".into()],
            signature: "التوقيع".into(),
        };
        let rows = [vec!["الهيئة".to_owned(), "الاسم".to_owned()], vec!["مكناس".to_owned(), "<script>".to_owned()]];
        let page = String::from_utf8(html(&sheet, &rows)).unwrap();
        assert!(page.contains("dir=\"rtl\"") && page.contains("<th>التوقيع</th>"));
        assert!(page.contains("<td>&lt;script&gt;</td><td></td>") && !page.contains("<script>"));
    }
}
