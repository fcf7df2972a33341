//! Why an answer is refused, and what to do instead, in the person's language.

use super::question::numeral;
use crate::bot::context::Locale;
use crate::dialog::answer::{self, Refusal};
use crate::text::Arg;

pub fn refusal_in_words(locale: &Locale<'_>, refusal: &Refusal) -> String {
    match *refusal {
        Refusal::Press => locale.say("refused-press", &[]),
        Refusal::TooLong { limit, length } => {
            locale.say("refused-long", &[("limit", Arg::count(limit)), ("length", Arg::count(length))])
        }
        Refusal::TooShort { limit } => locale.say("refused-short", &[("limit", Arg::count(limit))]),
        Refusal::Number { places: 1.., .. } => locale.say("refused-decimal", &[]),
        Refusal::Number { expected, .. } => locale.say("refused-number", &[("n", Arg::count(expected))]),
        Refusal::OtherField => locale.say("refused-field", &[]),
        Refusal::Range { min, max, places } => {
            let (min, max) = (numeral(locale, min, places), numeral(locale, max, places));
            locale.say("refused-range", &[("min", Arg::text(min)), ("max", Arg::text(max))])
        }
        Refusal::TooMany { limit } => locale.say("refused-many", &[("limit", Arg::count(limit))]),
        Refusal::TooFew { limit } => locale.say("refused-few", &[("limit", Arg::count(limit))]),
        Refusal::Date => locale.say("refused-date", &[]),
        Refusal::Time => locale.say("refused-time", &[]),
        Refusal::Link => locale.say("refused-link", &[]),
        Refusal::File => locale.say("refused-file", &[]),
        Refusal::Point => locale.say("refused-point", &[]),
        Refusal::Points { limit } => locale.say("refused-points", &[("limit", Arg::count(limit))]),
        Refusal::TooLarge => locale.say("refused-large", &[("limit", Arg::Number(answer::LARGEST_FILE.cast_signed()))]),
        Refusal::Files { limit } => locale.say("refused-files", &[("limit", Arg::count(limit))]),
        Refusal::NoVoice => locale.say("refused-voice", &[]),
        Refusal::NoSkip => locale.say("refused-skip", &[]),
    }
}
