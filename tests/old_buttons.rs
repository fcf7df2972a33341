//! Buttons that stand under old messages go on working: `old_buttons.txt` holds every code that the program of before
//! November 2026 could write, with what that program did when it was pressed.
//!
//! A line that fails is never mended in the file: the code stands in people's chats, and `chat::legacy` has to read it.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use takafou::chat::{Press, Route};

const OLD: &str = include_str!("old_buttons.txt");

/// The codes that said in one or two numbers what several fields say now, and what is written instead. Of `csv` only
/// one number is read so: the one that asked for another layout.
const PACKED: [(&str, &str); 20] = [
    ("rs", "rsv"),
    ("mg", "mgm"),
    ("mat", "at"),
    ("mci", "atc"),
    ("mro", "atr"),
    ("mma", "atm"),
    ("mcl", "atq"),
    ("mcy", "atx"),
    ("mcs", "ate"),
    ("msh", "ats"),
    ("rd", "rds"),
    ("ra", "rca"),
    ("gt", "glt"),
    ("ret", "rto"),
    ("res2", "rtc"),
    ("rev", "rtv"),
    ("rem", "rtm"),
    ("shf", "shn"),
    ("shd", "shr"),
    ("csv", "csvl"),
];

/// How many codes of places the old program had.
const OLD_PLACES: usize = 103;

/// A code, and what it means.
type Line = (&'static str, &'static str);

/// The lines of a part of the file.
fn lines(part: &'static str) -> Vec<Line> {
    let lines = part.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', '=']));
    lines.map(|line| line.split_once(' ').map(|(code, means)| (code, means.trim())).unwrap()).collect()
}

/// The lines of codes that are written to this day, and of those that are only read.
fn parts() -> (Vec<Line>, Vec<Line>) {
    let (written, read) = OLD.split_once("\n== Read only").unwrap();
    (lines(written), lines(read.split_once('\n').unwrap().1))
}

/// The code of a place within the code of a button: `sv` of `g:sv:1`.
fn place(code: &str) -> Option<&str> {
    code.strip_prefix("g:").map(|rest| rest.split_once(':').map_or(rest, |(place, _)| place))
}

#[test]
fn every_old_code_means_what_it_meant() {
    let (written, read) = parts();
    let mut wrong = String::new();
    for (code, means) in written.iter().chain(&read) {
        match Press::parse(code) {
            Some(press) if format!("{press:?}") == **means => {}
            Some(press) => wrong.push_str(&format!("{code}\n  meant {means}\n  means {press:?}\n")),
            None => wrong.push_str(&format!("{code}\n  meant {means}\n  and is not read\n")),
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(written.len() > 200 && read.len() > 100, "the file was cut short");
    let places: BTreeSet<&str> = written.iter().chain(&read).filter_map(|(code, _)| place(code)).collect();
    assert_eq!(places.len(), OLD_PLACES, "a place of the old program has no line any more");
}

#[test]
fn what_was_written_so_is_written_so_or_is_read_only() {
    let (written, read) = parts();
    for (code, _) in written {
        assert_eq!(Press::parse(code).unwrap().code(), code);
    }
    for (code, _) in read {
        let press = Press::parse(code).unwrap();
        let now = press.code();
        let instead = PACKED.iter().find(|(old, _)| Some(*old) == place(code)).map(|(_, new)| *new);
        assert_eq!(place(&now), Some(instead.unwrap()), "{code} is written {now} now");
        assert_eq!(Press::parse(&now), Some(press), "{code} and {now} are the same button");
    }
}

/// A new route that took a packed code would be pressed by whoever finds the old button.
#[test]
fn no_route_has_the_code_of_an_old_button_that_meant_something_else() {
    for (code, fields) in Route::SHAPES {
        if *code == "csv" {
            assert_eq!(*fields, ["survey", "language"], "and its number 100 is no language");
        } else {
            assert!(PACKED.iter().all(|(old, _)| old != code), "{code} stands under old messages");
        }
    }
    for (old, new) in PACKED {
        assert!(Route::SHAPES.iter().any(|(code, _)| *code == new), "{new}, written instead of {old}, is gone");
    }
}

/// What is written today is read as it is written, and never as an old code: every route, with every field at each of
/// some telling values.
#[test]
fn no_new_code_is_read_as_an_old_one() {
    let values = ["0", "1", "2", "9", "10", "99", "101", "1000", "120034"];
    for (code, fields) in Route::SHAPES {
        let mut codes = vec![format!("g:{code}")];
        for field in *fields {
            let of_field: &[&str] = match *field {
                "below" | "letter" | "on" => &["0", "1"],
                "spot" => &["0", "1", "2", "3"],
                "rsvp" => &["0", "yes", "no", "maybe"],
                "reason" => &["0", "work", "family", "transport", "notice", "other"],
                "why" => &["left", "stranger", "twice", "not-confirmed"],
                "office" => &["0", "chair", "vice-chair", "rapporteur", "vice-rapporteur"],
                "cause" => &["0", "postponed", "quorum", "place", "unforeseen"],
                "mark" => &["0", "present", "excused", "absent"],
                _ => &values,
            };
            let with = |code: &String| of_field.iter().map(|value| format!("{code}:{value}")).collect::<Vec<_>>();
            codes = codes.iter().flat_map(with).collect();
        }
        for code in codes {
            let press = Press::parse(&code).unwrap_or_else(|| panic!("{code} is not read"));
            let mut short = code.as_str(); // zeros at the end are left out
            while let Some(cut) = short.strip_suffix(":0") {
                short = cut;
            }
            assert_eq!(press.code(), short);
        }
    }
}
