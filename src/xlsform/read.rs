//! Takes the cells out of a workbook. It may come from anybody: its size and what it claims to hold are checked before it is
//! opened, it is read cell by cell, and what is taken out of it is bounded. A workbook can still cost the library that reads it
//! more than these checks foresee; so the bot reads it in a process of its own (`bot::surveys::reader`).

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
/// Most characters of all cells: a text that is stored once can stand in a million cells.
const TEXT: usize = 8_000_000;
/// Most texts that cells share. The library reserves memory for as many as the file claims.
const SHARED: usize = 200_000;
/// Where the archive's list of files ends (APPNOTE 4.3.16), and its variant for archives of more than 65,535 files.
const END: &[u8] = b"PK\x05\x06";
const END_64: &[u8] = b"PK\x06\x07";

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
    let (mut book, mut found, mut room) = (Book::default(), false, TEXT);
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
        *rows = sheet(&mut workbook, &name, &mut room)?;
    }
    if found { Ok(book) } else { Err(FormRefusal::NoSurvey) }
}

/// Unpacks everything once and discards it: the sizes that a file claims may be wrong.
fn check_size(bytes: &[u8]) -> Result<(), FormRefusal> {
    if bytes.len() > LARGEST {
        return Err(FormRefusal::TooLarge);
    }
    check_end(bytes)?;
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
        let shares = name.to_lowercase().ends_with("sharedstrings.xml");
        let mut unpacked = Vec::new();
        part.take(left + 1).read_to_end(&mut unpacked).map_err(|_| FormRefusal::Broken)?;
        left = left.checked_sub(unpacked.len() as u64).ok_or(FormRefusal::TooLarge)?;
        if shares && (claimed(&unpacked) > SHARED || count(&unpacked, b"<si") + count(&unpacked, b":si") > SHARED) {
            return Err(FormRefusal::TooLarge);
        }
    }
    Ok(())
}

/// How many files the archive says it has, before anything is reserved for them. A workbook is never of the kind for more
/// than 65,535 files. A file may have several ends, of which a library may take any, so that all are looked at.
fn check_end(bytes: &[u8]) -> Result<(), FormRefusal> {
    let field = |at: usize, length: usize| -> Option<u64> {
        let read = bytes.get(at..at + length)?.iter().rev();
        Some(read.fold(0, |number, byte| number << 8 | u64::from(*byte)))
    };
    let ends = bytes.windows(END.len()).enumerate().filter(|(_, window)| *window == END);
    for (at, _) in ends {
        let (Some(here), Some(all)) = (field(at + 8, 2), field(at + 10, 2)) else { continue };
        let (Some(size), Some(offset)) = (field(at + 12, 4), field(at + 16, 4)) else { continue };
        // Within packed data these four bytes can stand by chance. Then the list of files is not before them.
        let is_end = size + offset <= at as u64;
        if is_end && (here != all || all > PARTS as u64) {
            return Err(FormRefusal::TooLarge);
        }
    }
    let tail = &bytes[bytes.len().saturating_sub(usize::from(u16::MAX) + 64)..];
    if count(tail, END_64) > 0 { Err(FormRefusal::TooLarge) } else { Ok(()) }
}

fn count(bytes: &[u8], what: &[u8]) -> usize {
    bytes.windows(what.len()).filter(|window| *window == what).count()
}

/// The largest number that a file of shared texts claims to hold, in any spelling of the attribute.
fn claimed(xml: &[u8]) -> usize {
    const CLAIM: &[u8] = b"uniqueCount";
    let claims = xml.windows(CLAIM.len()).enumerate().filter(|(_, window)| *window == CLAIM);
    let number = |at: usize| {
        let rest = xml[at + CLAIM.len()..].iter().skip_while(|byte| !byte.is_ascii_digit() && **byte != b'>');
        let digits = rest.take_while(|byte| byte.is_ascii_digit()).map(|byte| usize::from(byte - b'0'));
        digits.fold(0_usize, |number, digit| number.saturating_mul(10).saturating_add(digit))
    };
    claims.map(|(at, _)| number(at)).max().unwrap_or(0)
}

fn sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, room: &mut usize) -> Result<Vec<SheetRow>, FormRefusal> {
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
        let text: String = text.chars().take(CELL).collect();
        *room = room.checked_sub(text.len()).ok_or(FormRefusal::TooLarge)?;
        rows.entry(row).or_default().insert(column, text);
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
