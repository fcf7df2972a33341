//! A search key for text as people type it: «هيئة», «هيأة» and «هيئه» have the same key.

use crate::typed::{latin_digit, plain_letter};

/// The search key of a text. Carriers of hamza, ة/ه, ى/ي, tatweel, harakat, French accents, case and spaces do not
/// count.
pub fn search_key(text: &str) -> String {
    let letters = text.chars().flat_map(char::to_lowercase).map(latin_digit).filter_map(plain_letter);
    letters.filter(|c| c.is_alphanumeric()).collect()
}

/// The search key of each word of a text.
pub fn search_keys(text: &str) -> Vec<String> {
    text.split_whitespace().map(search_key).filter(|key| !key.is_empty()).collect()
}

/// An Arabic word (a search key) without the prefixes that are written together with it: و، ف، ب، ك، ل and the article.
pub fn bare(word: &str) -> &str {
    for prefix in ["وبال", "وال", "فال", "بال", "كال", "ولل", "لل", "ال"] {
        if let Some(rest) = word.strip_prefix(prefix).filter(|rest| rest.chars().count() > 2) {
            return rest;
        }
    }
    word
}

/// Whether Telegram's clients lay `text` out from left to right. The first letter decides, as in the Unicode
/// bidirectional algorithm.
pub fn begins_left_to_right(text: &str) -> bool {
    text.chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(|c| !matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fefc}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet() {
        assert_eq!(search_key("هيئة المساواة"), search_key("هيأه المساواه"));
        assert_eq!(search_key("مـشـروعٌ"), search_key("مشروع"));
        assert_eq!(search_key("Très élevé"), search_key("tres eleve"));
        assert_ne!(search_key("نعم"), search_key("لا"));
    }

    #[test]
    fn the_article_and_what_is_joined_to_a_word_do_not_count() {
        assert_eq!([bare("والمساواه"), bare("للنوع"), bare("بالادماج"), bare("نوع")], ["مساواه", "نوع", "ادماج", "نوع"]);
        assert_eq!(bare("الام"), "الام", "too short to be cut");
    }

    #[test]
    fn direction_follows_the_first_strong_character() {
        assert!(begins_left_to_right("1 — Oui"));
        assert!(!begins_left_to_right("✅ 3 نعم Oui"));
        assert!(!begins_left_to_right("123"));
    }
}
