//! The language of a text: the bot's messages do not say it, but a browser and a screen reader need to know it.

use std::cmp::Ordering;

/// Whether a word is frequent in French and not used in English.
fn is_french(word: &str) -> bool {
    let small = matches!(
        word,
        "le" | "la"
            | "les"
            | "des"
            | "du"
            | "de"
            | "et"
            | "un"
            | "une"
            | "est"
            | "sont"
            | "vous"
            | "votre"
            | "vos"
            | "nous"
            | "pour"
            | "dans"
            | "sur"
            | "avec"
            | "par"
            | "qui"
            | "que"
            | "ce"
            | "cette"
            | "ces"
            | "au"
            | "aux"
            | "pas"
            | "ou"
            | "en"
            | "il"
            | "elle"
            | "ont"
            | "d"
            | "l"
            | "qu"
            | "n"
            | "oui"
            | "non"
    );
    small || word.contains(['é', 'è', 'ê', 'à', 'ç', 'ù', 'ô', 'î', 'û', 'œ'])
}

/// Whether a word is frequent in English and not used in French.
fn is_english(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "of"
            | "and"
            | "you"
            | "your"
            | "are"
            | "is"
            | "to"
            | "it"
            | "this"
            | "that"
            | "these"
            | "for"
            | "with"
            | "by"
            | "who"
            | "was"
            | "were"
            | "have"
            | "has"
            | "not"
            | "or"
            | "in"
            | "our"
            | "be"
            | "been"
            | "will"
            | "can"
            | "from"
            | "they"
            | "what"
            | "how"
            | "yes"
            | "no"
            | "at"
    )
}

/// `ar`, `fr` or `en`. None: the text does not show it, such as a name or a number.
pub fn of(text: &str) -> Option<&'static str> {
    let (mut arabic, mut latin, mut french, mut english) = (0, 0, 0, 0);
    // Addresses and commands are the same in every language.
    for chunk in text.split_whitespace().filter(|chunk| !chunk.contains("://") && !chunk.starts_with(['/', '@'])) {
        arabic += chunk.chars().filter(|c| ('\u{620}'..='\u{64a}').contains(c)).count();
        for word in chunk.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            let word = word.to_lowercase();
            latin += word.chars().filter(|c| matches!(c, 'a'..='z' | 'à'..='ÿ' | 'œ')).count();
            french += usize::from(is_french(&word));
            english += usize::from(is_english(&word));
        }
    }
    if arabic > 0 && arabic >= latin {
        return Some("ar");
    }
    match french.cmp(&english) {
        Ordering::Greater => Some("fr"),
        Ordering::Less => Some("en"),
        Ordering::Equal => None,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_small_words_tell_the_language() {
        assert_eq!(of("السؤال 3 من 14"), Some("ar"));
        assert_eq!(of("انضموا عبر https://t.me/takafou_demo_bot?start=ABCDEFGHJK"), Some("ar"));
        assert_eq!(of("مرحبا Driss"), Some("ar"));
        assert_eq!(of("Bonjour Driss, que voulez-vous faire ?"), Some("fr"));
        assert_eq!(of("Formation de سلمى"), Some("fr"));
        assert_eq!(of("Welcome: what do you want to do?"), Some("en"));
        for text in ["", "Driss", "14:05", "/menu", "✅", "https://example.org/le/la"] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    /// Every sentence of the bot itself is taken for what it is.
    #[test]
    fn the_sentences_of_the_bot_are_recognised() {
        for language in ["ar", "fr", "en"] {
            let texts = std::fs::read_to_string(format!("locales/{language}/bot.ftl")).unwrap();
            let said = texts.lines().filter(|line| !line.starts_with('#') && !line.contains(['{', '[']));
            let said: Vec<&str> = said.map(|line| line.split_once(" = ").map_or(line, |(_, text)| text)).collect();
            let long = said.iter().filter(|text| text.split_whitespace().count() >= 8);
            let (told, untold): (Vec<&str>, Vec<&str>) = long.partition(|text| of(text) == Some(language));
            assert!(told.len() > 80, "{language}: {}", told.len());
            assert!(untold.is_empty(), "not taken for {language}: {untold:#?}");
        }
    }
}
