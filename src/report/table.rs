//! A table as CSV that spreadsheets open rightly: UTF-8 with a byte order mark, and no cell that could run as a formula.

/// Signs that make a spreadsheet take a cell for a formula (OWASP, "CSV injection").
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The table as CSV.
///
/// # Errors
/// When a row has another number of cells than the first.
pub fn csv(rows: &[Vec<String>]) -> Result<Vec<u8>, csv::Error> {
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut bytes);
    for row in rows {
        writer.write_record(row.iter().map(|cell| harmless(cell)))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

/// The cell with an apostrophe before it if a spreadsheet would calculate it; plain negative numbers stay numbers.
fn harmless(cell: &str) -> String {
    let formula = cell.trim_start_matches(' ').starts_with(FORMULA) && cell.parse::<f64>().is_err();
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn arabic_quotes_and_formulas_survive() {
        let cells = ["نعم، \"لا\"", "=1+1", "@SUM(A1)", "-5", "- نقطة", "line\nbreak"];
        let bytes = csv(&[cells.map(str::to_owned).to_vec()]).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let wanted = "\u{feff}\"نعم، \"\"لا\"\"\",'=1+1,'@SUM(A1),-5,'- نقطة,\"line\nbreak\"\r\n";
        assert_eq!(text, wanted);
    }
}
