//! A table as CSV that spreadsheets open rightly: UTF-8 with a byte order mark, no cell that could run as a formula, and no
//! text that a spreadsheet would make another value of.
//!
//! Such a cell gets an apostrophe before it. It stays visible: CSV has no other way to say "this is text" that every
//! spreadsheet understands. In workbooks cells have types, so nothing is added there (`workbook`).

use std::borrow::Cow;
use std::io::Write;

/// Signs that make a spreadsheet take a cell for a formula (OWASP, "CSV injection"), with their full-width forms, which some
/// spreadsheets take for the same.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

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

/// The cell with an apostrophe before it if a spreadsheet would calculate it or read it as another value.
fn harmless(cell: &str) -> Cow<'_, str> {
    if is_number(cell) || !(is_formula(cell) || is_rewritten(cell)) { cell.into() } else { format!("'{cell}").into() }
}

/// Whether the cell is a plain number, as the program writes them: `-5`, `0.5`. What else Rust can read as a number (`-inf`,
/// `+5`, `1e5`) is text that somebody wrote.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let (whole, places) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all(whole) && all(places) && (whole == "0" || !whole.starts_with('0')) && whole.len() <= EXACT
}

/// Most digits that a spreadsheet keeps of a number; of longer ones it makes the rest zeros.
const EXACT: usize = 15;

/// Whether a spreadsheet would calculate the cell. What it may pass over at the beginning does not count: spaces of every
/// width, line ends, other control characters, and characters that show nothing.
fn is_formula(cell: &str) -> bool {
    let passed_over = |c: char| c.is_whitespace() || c.is_control() || is_invisible(c);
    let rest = cell.trim_start_matches(passed_over);
    // A tab or line end before anything else separates cells in some programs, so that what follows may begin one.
    rest.starts_with(FORMULA) || cell.starts_with(['\t', '\r', '\n'])
}

/// Characters of no width: marks of direction, joiners, the byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Whether a spreadsheet would show another value than what was written: a telephone number loses its zeros, a long number
/// its last digits, `12e3` becomes 12000, and `3/5` a day in May. Days as the program writes them (`2026-11-27`) are meant.
fn is_rewritten(cell: &str) -> bool {
    let cell = cell.trim();
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let only = |others: &str| cell.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || others.contains(c));
    // Two digits at once: `0 6` are two numbers, as the program writes them.
    let zero_first = cell.starts_with('0') && cell[1..].starts_with(|c: char| c.is_ascii_digit());
    let telephone = digits >= 2 && zero_first && only(".-/()") && !is_number(cell);
    let long = digits > EXACT && only(".,-");
    let power = cell.split_once(['e', 'E']).is_some_and(|(number, power)| {
        let power = power.strip_prefix(['+', '-']).unwrap_or(power);
        is_number(number) && !power.is_empty() && power.bytes().all(|byte| byte.is_ascii_digit())
    });
    telephone || long || power || is_like_a_day(cell)
}

/// `3/5`, `1-2`, `12.03.2026`, but not `2026-11-27` and not the number `1.5`.
fn is_like_a_day(cell: &str) -> bool {
    let is_day = |parts: &[&str], most: usize| {
        let of_digits = |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        (2..=most).contains(&parts.len()) && parts.iter().all(of_digits)
    };
    let written_by_us = cell.len() == 10 && cell.as_bytes()[4] == b'-' && cell.as_bytes()[7] == b'-';
    let by = |sign: char| cell.split(sign).map(str::trim).collect::<Vec<_>>();
    !written_by_us && (is_day(&by('/'), 3) || is_day(&by('-'), 3) || (by('.').len() == 3 && is_day(&by('.'), 3)))
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

    fn is_marked(cell: &str) -> bool {
        let marked = harmless(cell);
        assert!(marked == cell || *marked == format!("'{cell}"), "{cell}: nothing else changes");
        marked != cell
    }

    #[test]
    fn nothing_runs_as_a_formula() {
        let before = [
            "",
            " ",
            "\u{a0}",
            "\u{202f}",
            "\u{2007}",
            "\u{3000}",
            "\u{feff}",
            "\u{200b}",
            "\u{200f}",
            "\u{202b}",
            "\u{2067}",
            "\u{ad}",
            "\n",
            "\r\n",
            "\t",
            "\u{b}",
            "\u{0}",
            "\u{85}",
            "\u{2028}",
            " \n\u{a0}\t",
        ];
        for before in before {
            for formula in
                ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠SUM(A1)", "=cmd|' /C calc'!A0"]
            {
                assert!(is_marked(&format!("{before}{formula}")), "{before:?} {formula}");
            }
        }
        for text in ["-inf", "-Infinity", "+inf", "-nan", "+NaN", "-1e5", "+5", "-", "--5", "-5-3", "-.5", "\tx", "\nx"]
        {
            assert!(is_marked(text), "{text}");
        }
    }

    #[test]
    fn numbers_days_and_words_stay_as_they_are() {
        let plain = [
            "",
            "0",
            "7",
            "12",
            "-5",
            "0.5",
            "-0.25",
            "1200",
            "999999999999999",
            "2026-11-27",
            "10:30",
            "09:05",
            "1 3 7",
            "نعم",
            "a=b",
            "5 = 5",
            "inf",
            "e5",
            "10%",
            "1.5",
            "00:30",
            "1, 2",
            "v1-2",
            "ا-ب",
            "r1f",
            "x@y.org",
            "2026",
        ];
        for text in plain {
            assert!(!is_marked(text), "{text}");
        }
    }

    #[test]
    fn telephone_numbers_keep_plus_and_zeros_and_nothing_becomes_another_value() {
        let kept = [
            "+212612345678",
            "+212 6 12 34 56 78",
            "0612345678",
            "06 12 34 56 78",
            "06-12-34-56-78",
            "06.12.34.56.78",
            "00212612345678",
            "(+212) 612",
            "007",
            "01",
            "00",
            "06\u{a0}12\u{202f}34",
            "1234567890123456",
            "12e3",
            "1E5",
            "2e-4",
            "3/5",
            "1-2",
            "12/03/2026",
            "12.03.2026",
            "3 / 5",
            "2026/11/27",
            "05/06",
        ];
        for text in kept {
            assert!(is_marked(text) || text.starts_with('('), "{text}");
        }
    }
}
