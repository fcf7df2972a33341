//! Takes the cells out of a workbook. It may come from anybody: its size is checked before it is opened, it is read cell by
//! cell, and memory is never reserved for a size that the file only claims.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};

use super::book::{Book, SheetRow};
use super::remark::FormRefusal;

/// Largest workbook, packed: 2 MB hold some thousand questions.
pub const LARGEST: usize = 2 * 1024 * 1024;
/// Most bytes that it may unpack to.
const UNPACKED: u64 = 40 * 1024 * 1024;
/// Most files within it.
const PARTS: usize = 500;
/// Most rows and columns of a sheet that are looked at.
const ROWS: u32 = 5000;
const COLUMNS: u32 = 200;
/// Most characters of a cell.
const CELL: usize = 5000;

/// The first bytes of the format before 2007 and of workbooks with a password (MS-CFB).
const COMPOUND: [u8; 4] = [0xd0, 0xcf, 0x11, 0xe0];

/// The cells of a form.
///
/// # Errors
/// Why the file is refused.
pub fn book(bytes: &[u8]) -> Result<Book, FormRefusal> {
    if bytes.starts_with(&COMPOUND) {
        return Err(FormRefusal::Protected);
    }
    check_size(bytes)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| FormRefusal::Broken)?;
    let mut book = Book::default();
    let mut found = false;
    for name in workbook.sheet_names() {
        let rows = match name.trim().to_lowercase().as_str() {
            "survey" => {
                found = true;
                &mut book.survey
            }
            "choices" => &mut book.choices,
            "settings" => &mut book.settings,
            _ => continue,
        };
        *rows = sheet(&mut workbook, &name)?;
    }
    if found { Ok(book) } else { Err(FormRefusal::NoSurvey) }
}

/// Unpacks everything once and discards it: the sizes that a file claims may be wrong.
fn check_size(bytes: &[u8]) -> Result<(), FormRefusal> {
    if bytes.len() > LARGEST {
        return Err(FormRefusal::TooLarge);
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| FormRefusal::Broken)?;
    if archive.len() > PARTS {
        return Err(FormRefusal::TooLarge);
    }
    let mut left = UNPACKED;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) => FormRefusal::Protected,
            _ => FormRefusal::Broken,
        })?;
        let name = part.name().map_err(|_| FormRefusal::Broken)?;
        if name.to_lowercase().ends_with("vbaproject.bin") {
            return Err(FormRefusal::Macros);
        }
        let unpacked =
            std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| FormRefusal::Broken)?;
        left = left.checked_sub(unpacked).ok_or(FormRefusal::TooLarge)?;
    }
    Ok(())
}

fn sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Vec<SheetRow>, FormRefusal> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(|_| FormRefusal::Broken)?;
    let mut rows: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
    while let Some(cell) = reader.next_cell().map_err(|_| FormRefusal::Broken)? {
        let (row, column) = cell.get_position();
        let text = cell_text(cell.get_value());
        let text = text.trim();
        if text.is_empty() || column >= COLUMNS {
            continue;
        }
        if row >= ROWS {
            return Err(FormRefusal::TooLarge);
        }
        rows.entry(row).or_default().insert(column, text.chars().take(CELL).collect());
    }
    let mut rows = rows.into_iter();
    let headings: BTreeMap<u32, String> = match rows.next() {
        Some((_, headings)) => headings.into_iter().map(|(at, text)| (at, heading(&text))).collect(),
        None => return Ok(Vec::new()),
    };
    let row = |(n, cells): (u32, BTreeMap<u32, String>)| {
        let cells = cells.into_iter().filter_map(|(at, text)| Some((headings.get(&at)?.clone(), text))).collect();
        SheetRow { n: n + 1, cells }
    };
    Ok(rows.map(row).filter(|row| !row.cells.is_empty()).collect())
}

/// A heading in one spelling: small letters, and `::` before the language.
fn heading(text: &str) -> String {
    let (what, language) = text.split_once("::").or_else(|| text.split_once(':')).unwrap_or((text, ""));
    let what = what.trim().to_lowercase().replace([' ', '-'], "_");
    let what = match what.as_str() {
        "relevance" => "relevant".to_owned(),
        "constraint_msg" => "constraint_message".to_owned(),
        "list" => "list_name".to_owned(),
        "value" => "name".to_owned(),
        _ => what,
    };
    if language.trim().is_empty() { what } else { format!("{what}::{}", language.trim()) }
}

fn cell_text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_string(),
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) => n.to_string(), // whole ones without a point
        DataRef::Bool(true) => "true".to_owned(),
        DataRef::Bool(false) => "false".to_owned(),
        _ => String::new(),
    }
}
