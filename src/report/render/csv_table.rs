//! A table as CSV that spreadsheets open rightly: UTF-8 with a byte order mark, and no cell that could run as a formula.

use std::borrow::Cow;
use std::io::Write;

/// Signs that make a spreadsheet take a cell for a formula (OWASP, "CSV injection").
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The table as CSV.
///
/// # Errors
/// When a row has another number of cells than the first.
pub fn csv(rows: Vec<Vec<String>>) -> Result<Vec<u8>, csv::Error> {
    let mut bytes = Vec::new();
    write(rows.into_iter(), &mut bytes)?;
    Ok(bytes)
}

/// The same for a table that is too long to be held at once.
///
/// # Errors
/// When a row has another number of cells than the first, or cannot be written.
pub fn write(rows: impl Iterator<Item = Vec<String>>, mut to: impl Write) -> Result<(), csv::Error> {
    to.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(to);
    for row in rows {
        for cell in &row {
            writer.write_field(harmless(cell).as_bytes())?;
        }
        writer.write_record(None::<&[u8]>)?; // ends the row
    }
    Ok(writer.flush()?)
}

/// The cell with an apostrophe before it if a spreadsheet would calculate it; plain negative numbers stay numbers.
fn harmless(cell: &str) -> Cow<'_, str> {
    let formula = cell.trim_start_matches(' ').starts_with(FORMULA) && cell.parse::<f64>().is_err();
    if formula { format!("'{cell}").into() } else { cell.into() }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn arabic_quotes_and_formulas_survive() {
        let cells = ["نعم، \"لا\"", "=1+1", "@SUM(A1)", "-5", "- نقطة", "line\nbreak"];
        let bytes = csv(vec![cells.map(str::to_owned).to_vec()]).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let wanted = "\u{feff}\"نعم، \"\"لا\"\"\",'=1+1,'@SUM(A1),-5,'- نقطة,\"line\nbreak\"\r\n";
        assert_eq!(text, wanted);
    }
}
