//! Numbers as people type them: `12`, `12,5`, `1 200`, `−3`, `12 نساء و 8 رجال`.

use super::labels::word_key;
use super::signs::plain;

/// A number of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// The field whose name was typed beside it.
    pub field: Option<usize>,
    /// As it is stored: with two digits after the point, 12.5 is 1250.
    pub value: i64,
}

/// Reads a text that holds numbers, the names of their fields, and nothing else. `places`: the digits after the point
/// that are taken. `names`: the labels of each field in all languages.
pub fn read_numbers(text: &str, places: u32, names: &[Vec<String>]) -> Option<Vec<Number>> {
    let tokens = tokens(&plain(text), places)?;
    let one = tokens.iter().filter(|token| matches!(token, Token::Number { .. })).count() == 1;
    // "12 200" may be one number or two, where several are asked for.
    let split = |token: &Token| matches!(token, Token::Number { spaced: true, .. });
    if names.len() > 1 && tokens.iter().any(split) || !one && tokens.iter().any(split) {
        return None;
    }
    let label_first = matches!(tokens.first(), Some(Token::Word(_)));
    let (mut found, mut words): (Vec<Number>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut separated = true; // a sign between two numbers stands there once
    for token in &tokens {
        match token {
            Token::Number { value, .. } => {
                if !label_first && let Some(last) = found.last_mut() {
                    last.field = field(&words, names)?;
                }
                let field = if label_first { field(&words, names)? } else { None };
                found.push(Number { field, value: *value });
                words.clear();
                separated = false;
            }
            Token::Separator if separated => return None,
            Token::Separator => separated = true,
            Token::Word(word) => words.push(word),
        }
    }
    if separated || label_first && !words.is_empty() {
        return None; // also a text without any number
    }
    if let Some(last) = found.last_mut()
        && !words.is_empty()
    {
        last.field = field(&words, names)?;
    }
    Some(found)
}

/// The field that these words name. Words that name none, or two, are not understood.
fn field(words: &[&str], names: &[Vec<String>]) -> Option<Option<usize>> {
    if words.is_empty() {
        return Some(None);
    }
    let named = |name: &String| {
        let keys: Vec<String> = name.split_whitespace().map(word_key).collect();
        words.iter().all(|word| keys.contains(&word_key(word)))
    };
    let mut fields = (0..names.len()).filter(|at| names[*at].iter().any(named));
    fields.next().filter(|_| fields.next().is_none()).map(Some)
}

enum Token {
    /// `spaced`: an ordinary space stands in it, as in "1 200".
    Number {
        value: i64,
        spaced: bool,
    },
    Word(String),
    /// A sign or "and" between two numbers.
    Separator,
}

fn tokens(text: &str, places: u32) -> Option<Vec<Token>> {
    let text = text.trim().trim_end_matches('.'); // the end of a sentence
    let signs: Vec<char> = text.chars().collect();
    let sign = |at: usize| signs.get(at).copied().unwrap_or(' ');
    let digit = |at: usize| sign(at).is_ascii_digit();
    let mut found: Vec<Token> = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        let c = sign(at);
        let after_number = matches!(found.last(), Some(Token::Number { .. }));
        let after_space = at == 0 || sign(at - 1).is_whitespace();
        let begins_number = |at: usize| digit(at) || matches!(sign(at), '.' | ',' | '٫') && digit(at + 1);
        if c.is_whitespace() && c != '\n' {
            at += 1;
        } else if c.is_alphabetic() {
            let end = (at..).find(|at| !sign(*at).is_alphabetic() && super::plain_letter(sign(*at)).is_some())?;
            let word: String = signs[at..end].iter().collect();
            at = end;
            let and = ["و", "et", "and"].contains(&word.to_lowercase().as_str());
            found.push(if and { Token::Separator } else { Token::Word(word) });
        } else if digit(at) || (!after_number && begins_number(at)) {
            let (value, spaced, end) = number(&signs, at, places)?;
            found.push(Token::Number { value, spaced });
            at = end;
        } else if matches!(c, '-' | '+') && begins_number(at + 1) && (after_space || !after_number) {
            // "12 -8" may be two numbers or a range.
            let (value, spaced, end) = number(&signs, at + 1, places).filter(|_| !after_number)?;
            found.push(Token::Number { value: if c == '-' { -value } else { value }, spaced });
            at = end;
        } else if matches!(c, ',' | ';' | '/' | '\n') || c == '-' && after_number {
            found.push(Token::Separator);
            at += 1;
        } else if matches!(c, ':' | '=') && matches!(found.last(), Some(Token::Word(_))) {
            at += 1;
        } else {
            return None;
        }
    }
    Some(found)
}

/// The number that begins here, without its sign: its value, whether a space stands in it, and where it ends.
fn number(signs: &[char], from: usize, places: u32) -> Option<(i64, bool, usize)> {
    let sign = |at: usize| signs.get(at).copied().unwrap_or(' ');
    let digits = |from: usize| signs.iter().skip(from).take_while(|c| c.is_ascii_digit()).count();
    let mut at = from + digits(from);
    let mut groups: Vec<String> = vec![signs[from..at].iter().collect()];
    let mut between: Vec<char> = Vec::new();
    loop {
        let count = digits(at + 1);
        let group_may_follow = groups.last().is_some_and(|last| (1..=3).contains(&last.len())) && groups[0] != "0";
        let joins = match sign(at) {
            '.' | ',' | '٫' | '٬' | '\'' => count > 0,
            '\u{a0}' => count > 0,
            ' ' => count == 3 && group_may_follow,
            _ => false,
        };
        if !joins {
            break;
        }
        between.push(sign(at));
        groups.push(signs[at + 1..at + 1 + count].iter().collect());
        at += 1 + count;
    }
    let (whole, rest) = split(&groups, &between, places)?;
    let rest = rest.trim_end_matches('0');
    let missing = usize::try_from(places).ok()?.checked_sub(rest.len())?;
    let digits = format!("{whole}{rest}{}", "0".repeat(missing));
    Some((digits.parse().ok()?, between.contains(&' '), at))
}

/// The digits before and after the point. A point or comma before three digits may be either sign: such a number is not
/// read, unless the question takes three digits after the point.
fn split(groups: &[String], between: &[char], places: u32) -> Option<(String, String)> {
    let is_point = |sign: char| matches!(sign, '.' | ',' | '٫');
    let thousands = |groups: &[String], between: &[char]| {
        let same = between.iter().all(|sign| *sign == between[0] && *sign != '٫');
        let first = (1..=3).contains(&groups[0].len()) && !groups[0].starts_with('0');
        let whole = between.is_empty() || same && first && groups[1..].iter().all(|group| group.len() == 3);
        whole.then(|| groups.concat())
    };
    let (last, others) = groups.split_last()?;
    match between {
        [] => Some((last.clone(), String::new())),
        [sign] if is_point(*sign) => {
            let either = *sign != '٫' && last.len() == 3 && thousands(groups, between).is_some();
            (!either || places >= 3).then(|| (others[0].clone(), last.clone()))
        }
        [before @ .., sign] if is_point(*sign) && !before.contains(sign) => {
            Some((thousands(others, before)?, last.clone()))
        }
        _ => Some((thousands(groups, between)?, String::new())),
    }
}
