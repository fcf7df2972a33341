//! The signs of a typed text in one form: what keyboards insert unseen is taken out, and signs that look alike are one.

/// The Latin digit for an Arabic-Indic (٣), extended (۳) or full-width (３) one; other characters as they are.
pub fn latin_digit(c: char) -> char {
    let digit = match c {
        '\u{660}'..='\u{669}' => c as u32 - 0x660,
        '\u{6f0}'..='\u{6f9}' => c as u32 - 0x6f0,
        '\u{ff10}'..='\u{ff19}' => c as u32 - 0xff10,
        _ => return c,
    };
    char::from_digit(digit, 10).unwrap_or(c)
}

/// A letter without accent, in the spelling of searches: carriers of hamza, ة/ه and ى/ي are one. None: the sign does not
/// count (tatweel, harakat).
pub fn plain_letter(c: char) -> Option<char> {
    Some(match c {
        'أ' | 'إ' | 'آ' | 'ٱ' | 'ء' | 'ئ' | 'ؤ' => 'ا',
        'ة' => 'ه',
        'ى' => 'ي',
        'ـ' | '\u{64b}'..='\u{65f}' | '\u{670}' => return None,
        'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        // Accents that stand apart from their letter, as some phones send them.
        '\u{300}'..='\u{36f}' => return None,
        c => c,
    })
}

/// Marks that show nothing: direction of writing (UAX 9), joiners, the byte order mark, variants of emoji.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fe0f}'
    )
}

/// A code as it was made: without invisible marks and spaces, with Latin digits.
pub fn compact(text: &str) -> String {
    plain(text).chars().filter(|c| !c.is_whitespace() && *c != '\u{a0}').collect()
}

/// A text without invisible marks, with Latin digits and one form of each sign. A space that keeps a number together is
/// U+00A0, every other space is U+0020.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).map(latin_digit).map(plain_sign).collect()
}

fn plain_sign(c: char) -> char {
    match c {
        '\u{a0}' | '\u{202f}' | '\u{2007}' => '\u{a0}',
        '\n' => '\n',
        // Hyphens, dashes and the minus sign. The long dash (U+2014) stays: it is put before the lines of a list.
        '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' => '-',
        '\u{2019}' | '\u{2018}' | '\u{2bc}' | '\u{ff07}' => '\'',
        '\u{ff0c}' | '،' => ',',
        '\u{ff0e}' => '.',
        '\u{ff1a}' => ':',
        '\u{ff0f}' => '/',
        '\u{ff0b}' => '+',
        '؛' => ';',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}
