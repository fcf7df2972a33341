//! Numbers as they are stored: with two digits after the point, 12.5 is stored as 1250.

use crate::typed::read_numbers;

/// A stored number, written out: 1250 with two places is `12.5`.
pub fn written(number: i64, places: u32) -> String {
    let one = 10_u64.saturating_pow(places);
    let (whole, rest) = (number.unsigned_abs() / one, number.unsigned_abs() % one);
    let sign = if number < 0 { "-" } else { "" };
    if rest == 0 {
        return format!("{sign}{whole}");
    }
    let digits = format!("{rest:0>width$}", width = places as usize);
    format!("{sign}{whole}.{}", digits.trim_end_matches('0'))
}

/// The number, if nothing else was typed: "2 meetings" does not choose option 2.
pub(crate) fn single_number(words: &str) -> Option<i64> {
    match read_numbers(words, 0, &[])?.as_slice() {
        [number] => Some(number.value),
        _ => None,
    }
}
