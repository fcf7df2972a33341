//! Finds people by name, however it is spelt: with or without hamza, accents or article, in Arabic or in Latin letters.

use super::arabic::{bare, search_keys};

/// The consonants of a name, as it sounds in Moroccan use: «خديجة» and "Khadija" have the same. Vowels, the letters that
/// stand for them, and h are left out, because no two people write them in the same way; twice the same letter counts once.
fn consonants(word: &str) -> String {
    let mut found = String::new();
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        let with_h = letters.peek() == Some(&'h');
        let sound = match letter {
            'c' | 's' | 't' | 'd' | 'k' | 'g' | 'p' if with_h => match letter {
                'c' | 's' => 's',
                'p' => 'f',
                other => other,
            },
            'ب' | 'b' | 'p' => 'b',
            'ت' | 'ث' | 'ط' | 't' => 't',
            'ج' | 'j' => 'j',
            'خ' | 'ق' | 'ك' | 'k' | 'q' | 'c' => 'k',
            'د' | 'ذ' | 'ض' | 'ظ' | 'd' => 'd',
            'ر' | 'r' => 'r',
            'ز' | 'z' => 'z',
            'س' | 'ش' | 'ص' | 's' => 's',
            'غ' | 'g' => 'g',
            'ف' | 'f' | 'v' => 'f',
            'ل' | 'l' => 'l',
            'م' | 'm' => 'm',
            'ن' | 'n' => 'n',
            _ => continue,
        };
        if !found.ends_with(sound) {
            found.push(sound);
        }
    }
    found
}

/// A name that has fewer consonants is like too many others.
const FEWEST_CONSONANTS: usize = 2;

/// The names that hold every one of these words, or words that begin so. If there is none, the names that sound alike.
/// Returns their places, and whether they only sound alike.
pub fn find_names<'a>(words: &str, names: impl Iterator<Item = &'a str> + Clone) -> (Vec<usize>, bool) {
    let wanted = search_keys(words);
    if wanted.is_empty() {
        return (Vec::new(), false);
    }
    let places = |holds: &dyn Fn(&str, &str) -> bool| -> Vec<usize> {
        let is_found = |name: &str| {
            let parts = search_keys(name);
            wanted.iter().all(|word| parts.iter().any(|part| holds(part, word)))
        };
        names.clone().enumerate().filter(|(_, name)| is_found(name)).map(|(place, _)| place).collect()
    };
    let same = places(&|part, word| part.starts_with(word) || bare(part).starts_with(bare(word)));
    if !same.is_empty() {
        return (same, false);
    }
    let alike = places(&|part, word| {
        let (part, word) = (consonants(bare(part)), consonants(bare(word)));
        word.chars().count() >= FEWEST_CONSONANTS && part == word
    });
    (alike, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 8] = [
        "أمينة العلوي",
        "Driss El Fassi",
        "خديجة بنعلي",
        "فاطمة الزهراء",
        "Youssef Ouazzani",
        "سلمى",
        "محمد الشرقاوي",
        "Éléonore",
    ];

    fn found(words: &str) -> (Vec<&'static str>, bool) {
        let (places, alike) = find_names(words, NAMES.iter().copied());
        (places.into_iter().map(|place| NAMES[place]).collect(), alike)
    }

    #[test]
    fn a_name_is_found_however_its_letters_are_written() {
        for (words, name) in [
            ("امينه", "أمينة العلوي"),
            ("علوي", "أمينة العلوي"),
            ("fassi driss", "Driss El Fassi"),
            ("eleo", "Éléonore"),
            ("سلمي", "سلمى"),
            ("فاطمه الزهرا", "فاطمة الزهراء"),
        ] {
            assert_eq!(found(words), (vec![name], false), "{words}");
        }
    }

    #[test]
    fn a_name_is_found_in_the_other_script() {
        for (words, name) in [
            ("Khadija", "خديجة بنعلي"),
            ("Amina", "أمينة العلوي"),
            ("Mohammed Cherkaoui", "محمد الشرقاوي"),
            ("إدريس", "Driss El Fassi"),
            ("يوسف", "Youssef Ouazzani"),
            ("Salma", "سلمى"),
            ("fatima zahra", "فاطمة الزهراء"),
        ] {
            let (names, alike) = found(words);
            assert!(alike && names.contains(&name), "{words}: {names:?}");
        }
    }

    #[test]
    fn nothing_is_found_by_nothing_or_by_vowels() {
        assert_eq!(found("  ؟! "), (vec![], false));
        assert_eq!(found("aya").0, Vec::<&str>::new());
        assert_eq!(found("سلوى").0, Vec::<&str>::new(), "another name");
    }
}
