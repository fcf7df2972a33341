//! Numbers as people type them and as they are stored: with two digits after the point, 12.5 is stored as 1250.

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

/// The Latin digit for an Arabic-Indic (٣) or extended (۳) one; other characters as they are.
pub fn latin_digit(c: char) -> char {
    let digit = match c {
        '\u{660}'..='\u{669}' => c as u32 - 0x660,
        '\u{6f0}'..='\u{6f9}' => c as u32 - 0x6f0,
        _ => return c,
    };
    char::from_digit(digit, 10).unwrap_or(c)
}

/// The number, if nothing else was typed: "2 meetings" does not choose option 2.
pub(crate) fn single_number(words: &str) -> Option<i64> {
    let words = words.trim();
    let only = !words.is_empty() && words.chars().all(|c| latin_digit(c).is_ascii_digit());
    numbers(words, 0).filter(|found| only && found.len() == 1).map(|found| found[0])
}

/// The numbers in a text such as `12 نساء و 8 رجال` or `12-8`, as they are stored with so many digits after the point.
/// None when there is no number, or one with more digits after the point.
pub(crate) fn numbers(words: &str, places: u32) -> Option<Vec<i64>> {
    let latin: Vec<char> = words.chars().map(latin_digit).collect();
    let digit = |at: usize| latin.get(at).is_some_and(char::is_ascii_digit);
    let run = |from: usize| (from..).take_while(|at| digit(*at)).last().map_or(from, |last| last + 1);
    let mut found = Vec::new();
    let mut at = 0;
    while at < latin.len() {
        if !digit(at) {
            at += 1;
            continue;
        }
        let end = run(at);
        let point = matches!(latin.get(end), Some('.' | ',' | '٫')) && digit(end + 1);
        let after = if point { end + 1..run(end + 1) } else { end..end };
        let missing = usize::try_from(places).ok()?.checked_sub(after.len())?;
        let digits = latin[at..end].iter().chain(&latin[after.clone()]).copied();
        let value: i64 = digits.chain(std::iter::repeat_n('0', missing)).collect::<String>().parse().ok()?;
        let dash = at.checked_sub(1).is_some_and(|before| latin[before] == '-');
        let after_digit = at.checked_sub(2).is_some_and(digit);
        found.push(if dash && !after_digit { -value } else { value });
        at = after.end;
    }
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (typed, read) in [
            ("12 نساء و ٨ رجال", Some(vec![12, 8])),
            ("12-8", Some(vec![12, 8])),
            ("-5", Some(vec![-5])),
            ("12٫5", None),
            ("12,5", None),
            ("12، 8", Some(vec![12, 8])),
            ("كثير", None),
        ] {
            assert_eq!(numbers(typed, 0), read, "{typed}");
        }
        for (typed, read) in [("12٫5", Some(vec![1250])), ("12,5 3", Some(vec![1250, 300])), ("1.234", None)] {
            assert_eq!(numbers(typed, 2), read, "{typed}");
        }
    }
}
