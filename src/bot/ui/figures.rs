//! Numbers and words as charts, sheets and reports show them.

use crate::bot::context::Locale;
use crate::report::disclosure::WORDS_BELOW;
use crate::report::disclosure::words::band_of;
use crate::report::render::typesetting;
use crate::text::Arg;

/// Longest label; a longer one is cut.
const LABEL: usize = 90;
/// A longer word may break across lines.
const WORD: usize = 24;

/// A number with one decimal place, in the language's notation.
pub fn decimal(locale: &Locale<'_>, number: f64) -> String {
    let rounded = format!("{:.1}", (number * 10.0).round() / 10.0); // a half is rounded up, as people do
    let (sign, digits) = match rounded.strip_prefix('-') {
        Some("0.0") => ("", "0.0"),
        Some(digits) => ("−", digits),
        None => ("", rounded.as_str()),
    };
    let (whole, tenth) = digits.split_once('.').unwrap_or((digits, "0"));
    sign.to_owned() + &locale.say("decimal", &[("whole", Arg::text(whole)), ("tenth", Arg::text(tenth))])
}

/// A percentage without decimals.
pub fn percent(locale: &Locale<'_>, share: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 100")]
    locale.say("percent", &[("n", Arg::Number(share.round() as i64))])
}

/// A percentage within a sentence. After Arabic letters "85%" would be shown as "%85".
pub fn percent_in_text(locale: &Locale<'_>, share: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 100")]
    locale.say("percent-in-text", &[("n", Arg::Number(share.round() as i64))])
}

/// A percentage that is rounded together with others, so that all come to 100.
pub fn whole_percent(locale: &Locale<'_>, percent: usize) -> String {
    locale.say("percent", &[("n", Arg::count(percent))])
}

/// How many percent of `all` this is.
#[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^52")]
pub fn share(n: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { n as f64 * 100.0 / all as f64 }
}

/// "About" before a number that was moved by chance.
pub fn about(locale: &Locale<'_>, number: &str) -> String {
    locale.say("about", &[("number", Arg::text(number.to_owned()))])
}

/// A mean of a group, whose numbers are moved by chance: in halves where the group is small.
pub fn group_mean(mean: f64, n: usize) -> f64 {
    if n < WORDS_BELOW { (mean * 2.0).round() / 2.0 } else { mean }
}

/// A share of a group in percent, rounded to five, because its numbers are moved by chance.
pub fn group_percent(locale: &Locale<'_>, n: usize, all: usize) -> String {
    about(locale, &percent(locale, (share(n, all) / 5.0).round() * 5.0))
}

/// A share of a small group in words, and the middle of what the words mean, in percent.
pub fn share_in_words(locale: &Locale<'_>, n: usize, all: usize) -> (f64, String) {
    let band = band_of(share(n, all), all);
    (band.middle, in_words(locale, band.word))
}

/// The words for a share: `hardly`, `some`, `half`, `most` or `nearly-all`.
pub fn in_words(locale: &Locale<'_>, word: &str) -> String {
    locale.say("share-in-words", &[("share", Arg::text(word.to_owned()))])
}

/// Letters of a cell in a printed list.
pub const LONGEST_CELL: usize = 120;

/// A text for a chart, cut if it is long.
pub fn chart_label(text: &str) -> String {
    drawable(text, LABEL)
}

/// One of our own lines without characters that our fonts do not have.
pub fn strip_undrawable(line: &str) -> String {
    let mark = |c: char| matches!(c, '\u{2066}'..='\u{2069}');
    line.chars().filter(|c| mark(*c) || typesetting::can_draw(*c)).collect::<String>().trim().to_owned()
}

/// A text of at most `most` letters that can be drawn. It is isolated, so that it does not change the direction of the
/// text around it. Control characters and characters that our fonts do not have are removed, and long words may break.
/// Empty if nothing is left.
pub fn drawable(text: &str, most: usize) -> String {
    let is_kept = |c: &char| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    let bare = text.chars().filter(is_kept).map(|c| if c.is_control() { ' ' } else { c });
    let bare = bare.filter(|c| typesetting::can_draw(*c));
    let mut cut: String = bare.take(most + 1).collect();
    if cut.chars().count() > most {
        cut = cut.chars().take(most).chain(['…']).collect();
    }
    if cut.trim().is_empty() {
        return String::new();
    }
    let (mut broken, mut run) = (String::new(), 0);
    for c in cut.chars() {
        run = if c.is_whitespace() { 0 } else { run + 1 };
        if run > WORD {
            broken.push('\u{200b}');
            run = 1;
        }
        broken.push(c);
    }
    format!("\u{2068}{broken}\u{2069}")
}
