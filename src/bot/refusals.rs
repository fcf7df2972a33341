//! Why an answer is not taken, in the person's language: what to do instead.

use super::Ctx;
use super::questions::numeral;
use crate::dialog::answer::{self, Refusal};
use crate::text::Arg;

/// A refusal in the person's language.
pub fn refused(ctx: &Ctx<'_>, refusal: &Refusal) -> String {
    match *refusal {
        Refusal::Press => ctx.say("refused-press", &[]),
        Refusal::TooLong { limit, length } => {
            ctx.say("refused-long", &[("limit", Arg::count(limit)), ("length", Arg::count(length))])
        }
        Refusal::TooShort { limit } => ctx.say("refused-short", &[("limit", Arg::count(limit))]),
        Refusal::Number { places: 1.., .. } => ctx.say("refused-decimal", &[]),
        Refusal::Number { expected, .. } => ctx.say("refused-number", &[("n", Arg::count(expected))]),
        Refusal::Range { min, max, places } => {
            let (min, max) = (numeral(ctx, min, places), numeral(ctx, max, places));
            ctx.say("refused-range", &[("min", Arg::text(min)), ("max", Arg::text(max))])
        }
        Refusal::TooMany { limit } => ctx.say("refused-many", &[("limit", Arg::count(limit))]),
        Refusal::TooFew { limit } => ctx.say("refused-few", &[("limit", Arg::count(limit))]),
        Refusal::Date => ctx.say("refused-date", &[]),
        Refusal::Time => ctx.say("refused-time", &[]),
        Refusal::Link => ctx.say("refused-link", &[]),
        Refusal::File => ctx.say("refused-file", &[]),
        Refusal::Point => ctx.say("refused-point", &[]),
        Refusal::Points { limit } => ctx.say("refused-points", &[("limit", Arg::count(limit))]),
        Refusal::TooLarge => ctx.say("refused-large", &[("limit", Arg::Number(answer::LARGEST_FILE.cast_signed()))]),
        Refusal::Files { limit } => ctx.say("refused-files", &[("limit", Arg::count(limit))]),
        Refusal::NoVoice => ctx.say("refused-voice", &[]),
        Refusal::NoSkip => ctx.say("refused-skip", &[]),
    }
}
