//! Which option a person means who types its label, or the beginning of it.

use super::signs::{latin_digit, plain, plain_letter};

/// Shortest beginning of a label that is accepted instead of the whole label.
const SHORTEST_BEGINNING: usize = 3;

/// An option with its label in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The option.
    pub id: String,
    /// Its label as it is shown.
    pub text: String,
    /// In the language that the person reads.
    pub own: bool,
}

/// What a typed label means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// This option.
    One(String),
    /// One of these, in the order in which they were given.
    Several(Vec<String>),
    /// No option.
    None,
}

/// A text in a form in which some differences do not count.
type Spelling = fn(&str) -> String;
/// Whether a label is meant by what was typed.
type Comparison = fn(&str, &str) -> bool;

/// The options whose label was typed. A label typed exactly is that option; then its spelling counts less and less, and
/// last come beginnings. The language that the person reads goes before the others.
pub fn find_options(typed: &str, labels: &[Label]) -> Match {
    let whole = |label: &str, typed: &str| label == typed;
    let begins = |label: &str, typed: &str| typed.chars().count() >= SHORTEST_BEGINNING && label.starts_with(typed);
    let tiers: [(Spelling, Comparison); 4] =
        [(exact, whole), (lowercase, whole), (label_key, whole), (label_key, begins)];
    for (form, is_meant) in tiers {
        let typed = form(typed);
        if typed.is_empty() {
            continue;
        }
        for own in [true, false] {
            let mut found: Vec<String> = Vec::new();
            for label in labels.iter().filter(|label| label.own == own && is_meant(&form(&label.text), &typed)) {
                if !found.contains(&label.id) {
                    found.push(label.id.clone());
                }
            }
            match found.len() {
                0 => {}
                1 => return Match::One(found.remove(0)),
                _ => return Match::Several(found),
            }
        }
    }
    Match::None
}

/// The text without the marks that buttons show before a label, and with single spaces.
fn exact(text: &str) -> String {
    let words = plain(text);
    let words = words.trim().trim_start_matches(['●', '⬜', '✅']);
    // "1️⃣ transport": the place in a ranking.
    let words = match words.split_once('\u{20e3}') {
        Some((place, rest)) if place.chars().all(|c| c.is_ascii_digit()) => rest,
        _ => words,
    };
    words.replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn lowercase(text: &str) -> String {
    exact(text).to_lowercase()
}

/// A label without its brackets, (ة) above all, and in plain spelling.
pub fn label_key(label: &str) -> String {
    let outside = label.split('(').map(|part| part.rsplit(')').next().unwrap_or_default());
    plain_spelling(&outside.collect::<String>())
}

/// The pairs of options whose labels differ in nothing but spelling, by their places: typed, they cannot be told apart.
pub fn find_twins(labels: &[&str]) -> Vec<(usize, usize)> {
    let key = |label: &str| {
        let key = plain_spelling(label);
        if key.is_empty() { lowercase(label) } else { key } // an emoji
    };
    let keys: Vec<String> = labels.iter().map(|label| key(label)).collect();
    let earlier = |at: usize| keys[..at].iter().position(|key| *key == keys[at]);
    (0..keys.len()).filter_map(|at| Some((earlier(at)?, at))).collect()
}

/// Letters and digits, and the signs that make a number another one.
fn plain_spelling(label: &str) -> String {
    let signs: Vec<char> = lowercase(label).chars().collect();
    let next_is_digit = |at: usize| signs.get(at + 1).is_some_and(char::is_ascii_digit);
    let counts = |at: usize, c: char| {
        c.is_alphanumeric()
            || matches!(c, '<' | '>' | '≤' | '≥' | '+' | '%')
            || matches!(c, '-' | '.' | ',') && next_is_digit(at)
    };
    let kept = signs.iter().enumerate().filter(|(at, c)| counts(*at, **c)).map(|(_, c)| latin_digit(*c));
    kept.filter_map(plain_letter).collect()
}

/// A word without its article, in plain spelling; a plural "s" does not count.
pub(super) fn word_key(word: &str) -> String {
    let key = label_key(word);
    let bare = key.strip_prefix("ال").filter(|rest| rest.chars().count() > 2).unwrap_or(&key);
    bare.strip_suffix('s').filter(|rest| rest.len() > 2).unwrap_or(bare).to_owned()
}
