//! Tables as a workbook: real numbers and days, right-to-left sheets for Arabic, a native chart beside the first table.
//!
//! What people wrote is text in its cell and never a formula: the format keeps strings and formulas apart.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_xlsxwriter::{Chart, ChartType, Color, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing is known, or nothing may be shown.
    Empty,
    Text(String),
    Number(f64),
    /// A share, from 0 to 100.
    Share(f64),
    Day(NaiveDate),
    /// A link to the sheet with this index.
    Link {
        sheet: usize,
        text: String,
    },
}

/// A table: its columns, and rows of as many cells.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// What the columns are.
    pub head: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Its name; made fit and told apart from others of the same name.
    pub name: String,
    pub title: String,
    /// What is to be known of it.
    pub lines: Vec<String>,
    /// Its tables, one below the other.
    pub tables: Vec<Table>,
    /// The column of the first table that is drawn beside it, the one before the first number being its labels.
    pub drawn: Option<u16>,
}

/// Most characters of a cell, as Excel has it; what is longer is cut.
const LONGEST: usize = 32_000;
/// Most characters of a sheet's name.
const NAME: usize = 31;

/// The workbook's bytes; `rtl`: its sheets are read from the right.
///
/// # Errors
/// When a sheet has more rows or columns than the format allows.
pub fn xlsx(sheets: &[Sheet], rtl: bool) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let mut taken = BTreeSet::new();
    let names: Vec<String> = sheets.iter().map(|sheet| named(&sheet.name, &mut taken)).collect();
    for (name, sheet) in names.iter().zip(sheets) {
        let page = workbook.add_worksheet();
        page.set_name(name)?;
        page.set_right_to_left(rtl);
        fill(page, name, sheet, &names)?;
    }
    workbook.save_to_buffer()
}

/// A name that a sheet may have, and that none has yet.
fn named(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let plain: String =
        wanted.chars().map(|c| if "[]:*?/\\'".contains(c) || c.is_control() { ' ' } else { c }).collect();
    let plain = if plain.trim().is_empty() { "sheet".to_owned() } else { plain };
    let cut = |ending: &str| plain.chars().take(NAME - ending.len()).collect::<String>() + ending;
    let endings = std::iter::once(String::new()).chain((2..).map(|n: usize| format!(" {n}")));
    // Some ending is free: there are more of them than sheets.
    let free =
        endings.map(|ending| cut(&ending)).find(|name| !taken.contains(&name.to_lowercase())).unwrap_or_default();
    taken.insert(free.to_lowercase());
    free
}

/// `names`: those of all sheets, for links to them.
fn fill(page: &mut Worksheet, name: &str, sheet: &Sheet, names: &[String]) -> Result<(), XlsxError> {
    let (bold, wrapped) = (Format::new().set_bold(), Format::new().set_align(FormatAlign::Top));
    let (percent, day) = (Format::new().set_num_format("0%"), Format::new().set_num_format("yyyy-mm-dd"));
    let cut = |text: &str| text.chars().take(LONGEST).collect::<String>();
    page.write_string_with_format(0, 0, cut(&sheet.title), &bold)?;
    let mut row = 1;
    for line in &sheet.lines {
        page.write_string(row, 0, cut(line))?;
        row += 1;
    }
    for (at, table) in sheet.tables.iter().enumerate() {
        row += 1;
        let first = row;
        for (column, said) in table.head.iter().enumerate() {
            page.write_string_with_format(row, index(column), cut(said), &bold)?;
        }
        for cells in &table.rows {
            row += 1;
            for (column, cell) in cells.iter().enumerate() {
                let column = index(column);
                match cell {
                    Cell::Empty => continue,
                    Cell::Text(text) => page.write_string_with_format(row, column, cut(text), &wrapped)?,
                    Cell::Number(number) => page.write_number(row, column, *number)?,
                    Cell::Link { sheet, text } => match names.get(*sheet) {
                        Some(name) => {
                            let place = format!("internal:'{name}'!A1");
                            page.write_url_with_text(row, column, place.as_str(), cut(text))?
                        }
                        None => page.write_string(row, column, cut(text))?,
                    },
                    Cell::Share(share) => page.write_number_with_format(row, column, share / 100.0, &percent)?,
                    Cell::Day(date) => {
                        use chrono::Datelike;
                        let year = u16::try_from(date.year()).unwrap_or(1900);
                        let (month, of_month) = (date.month() as u8, date.day() as u8); // at most 12 and 31
                        page.write_datetime_with_format(
                            row,
                            column,
                            ExcelDateTime::from_ymd(year, month, of_month)?,
                            &day,
                        )?
                    }
                };
            }
        }
        if let (0, Some(column), false) = (at, sheet.drawn, table.rows.is_empty()) {
            let mut chart = Chart::new(ChartType::Bar);
            let series = chart.add_series();
            series.set_categories((name, first + 1, 1, row, 1)).set_values((name, first + 1, column, row, column));
            series.set_format(
                rust_xlsxwriter::ChartFormat::new()
                    .set_solid_fill(rust_xlsxwriter::ChartSolidFill::new().set_color(Color::RGB(0x000b_6e76))),
            );
            // A title that began so would be taken for a range of cells.
            chart.title().set_name(cut(&sheet.title).trim_start_matches('='));
            chart.legend().set_hidden();
            chart.y_axis().set_min(0);
            chart.x_axis().set_reverse(); // from the top, as in the table
            page.insert_chart(first, index(table.head.len()) + 1, &chart)?;
        }
        row += 1;
    }
    page.set_column_width(0, 14)?;
    page.set_column_width(1, 44)?;
    Ok(())
}

fn index(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX) // the writer refuses it
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_written_the_workbook_is_made() {
        let text = |text: &str| Cell::Text(text.to_owned());
        let hostile = ["=cmd()", "\u{202e}اختبار", &"😀".repeat(10_000), &"x".repeat(40_000), ""];
        let table = Table {
            head: vec!["a".into(), "b".into(), "c".into()],
            rows: hostile.iter().map(|said| vec![text(said), text(said), Cell::Share(12.5)]).collect(),
        };
        let sheet = |name: &str| Sheet {
            name: name.into(),
            title: "=1+1".into(),
            lines: vec!["-1".into()],
            tables: vec![table.clone(), Table::default()],
            drawn: Some(2),
        };
        let names = ["A/B", "A/B", "", &"ب".repeat(300), "'quoted'"];
        let bytes = xlsx(&names.map(sheet), true).unwrap();
        assert!(bytes.starts_with(b"PK"));
        // A number that somebody wrote as text is text: a telephone number keeps its plus and its zeros.
        use calamine::{Data, Reader};
        let written =
            ["+212612345678", "0612345678", "007", "1234567890123456", "12e3", "3/5", "=1+1", "-inf", " =1", "10%"];
        let rows: Vec<Vec<Cell>> = written.iter().map(|said| vec![text(said)]).collect();
        let sheet = Sheet { tables: vec![Table { head: vec!["a".into()], rows }], ..Sheet::default() };
        let bytes = xlsx(&[sheet], false).unwrap();
        let mut book = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range_at(0).unwrap().unwrap();
        let cells: Vec<Data> = range.used_cells().map(|(.., cell)| cell.clone()).collect();
        for said in written {
            assert!(cells.contains(&Data::String(said.to_owned())), "{said}: {cells:?}");
        }
        // A link leads to the sheet with its index, whatever that is called; one that leads nowhere is text.
        let link = |sheet: usize| vec![Cell::Link { sheet, text: format!("to {sheet}") }];
        let index = Table { head: vec!["sheet".into()], rows: vec![link(1), link(7)] };
        let book =
            [Sheet { tables: vec![index], ..Sheet::default() }, Sheet { name: "It's 1/2".into(), ..Sheet::default() }];
        let bytes = xlsx(&book, true).unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let page = std::io::read_to_string(archive.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
        assert_eq!(page.matches("<hyperlink ").count(), 1, "{page}");
        assert!(page.contains("It s 1 2"), "{page}");
        let none = xlsx(&[Sheet { drawn: Some(2), ..Sheet::default() }], false).unwrap();
        assert!(none.starts_with(b"PK"));
    }
}
