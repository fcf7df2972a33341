//! The answers that presses and typed words give, to one question or to several that follow each other.

use chrono::{NaiveDate, NaiveTime};

use super::meaning::day_and_hours;
use super::refusals::refusal_in_words;
use super::session::Session;
use crate::bot::context::Locale;
use crate::dialog::answer::{self, Input, Refusal};
use crate::dialog::walk::{self, Step, Stop};
use crate::dialog::{Entry, Key, Kind};
use crate::text::{Arg, dates, escape};
use crate::typed::Hours;

/// What a press on the button with this id means: a day with its hours at a date, an hour at an hour, else an option.
pub fn picked_inputs(step: &Step<'_>, id: &str) -> Vec<Input> {
    let kind = match step {
        Step::Ask(stop) => Some(&stop.question.kind),
        Step::Review => None,
    };
    let meant = match kind {
        Some(Kind::Date { .. }) => read_day_id(id).map(|(day, hours)| day_and_hours(day, hours)),
        Some(Kind::Time) => read_hour_id(id).map(|hour| vec![Input::Hour(hour)]),
        _ => None,
    };
    meant.unwrap_or_else(|| vec![Input::Pick(id.to_owned())])
}

fn read_hour_id(id: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(id, "%H%M").ok()
}

/// Reads `2026-12-03`, or the day with the hours that were typed with it: `2026-12-03-1000-1200`.
fn read_day_id(id: &str) -> Option<(NaiveDate, Option<Hours>)> {
    let day = id.get(..10)?.parse().ok()?;
    let hours = match id[10..].split('-').collect::<Vec<_>>().as_slice() {
        [""] => None,
        ["", hour] => Some(Hours::At(read_hour_id(hour)?)),
        ["", begins, ends] => Some(Hours::FromTo(read_hour_id(begins)?, read_hour_id(ends)?)),
        _ => return None,
    };
    Some((day, hours))
}

/// The id of the button for a day with hours, as [`read_day_id`] reads it.
pub fn day_id(day: NaiveDate, hours: Option<Hours>) -> String {
    match hours {
        None => day.to_string(),
        Some(Hours::At(hour)) => format!("{day}-{}", hour.format("%H%M")),
        Some(Hours::FromTo(begins, ends)) => format!("{day}-{}-{}", begins.format("%H%M"), ends.format("%H%M")),
    }
}

/// The answers that inputs give to this question and to those after it, or why they give none. What follows the first
/// input is an hour, and counts only if the next question asks for one, answered before or not.
pub fn take_answers(
    locale: &Locale<'_>,
    session: &Session,
    stop: &Stop<'_>,
    inputs: &[Input],
) -> std::result::Result<Vec<(Key, Entry)>, String> {
    let dialog = &session.localized.dialog;
    let mut answers = session.answers.clone();
    let mut taken: Vec<(Key, Entry)> = Vec::with_capacity(inputs.len());
    for input in inputs {
        let trail = walk::trail(dialog, &answers);
        let after = |(key, _): &(Key, Entry)| {
            let at = trail.iter().position(|stop| stop.key() == *key)?;
            trail.get(at + 1).filter(|next| next.question.kind == Kind::Time)
        };
        let (key, entry) = match taken.last().map(after) {
            None => take_answer(locale, session, stop, input)?,
            Some(Some(next)) => take_answer(locale, session, next, input)?,
            Some(None) => return Err(explain(locale, stop)),
        };
        answers.insert(key.clone(), entry.clone());
        taken.push((key, entry));
    }
    Ok(taken)
}

/// What to send at this question instead of what was sent.
pub fn explain(locale: &Locale<'_>, stop: &Stop<'_>) -> String {
    match &stop.question.kind {
        Kind::Text { .. } => locale.say("refused-words", &[]),
        Kind::Number { fields, places, .. } => {
            refusal_in_words(locale, &Refusal::Number { expected: fields.len().max(1), places: *places })
        }
        Kind::Date { .. } => refusal_in_words(locale, &Refusal::Date),
        Kind::Time => refusal_in_words(locale, &Refusal::Time),
        Kind::Files { .. } => refusal_in_words(locale, &Refusal::File),
        Kind::Points { .. } => refusal_in_words(locale, &Refusal::Point),
        _ => refusal_in_words(locale, &Refusal::Press),
    }
}

/// The answer that an input gives to this question, or why it gives none, in the person's language.
fn take_answer(
    locale: &Locale<'_>,
    session: &Session,
    stop: &Stop<'_>,
    input: &Input,
) -> std::result::Result<(Key, Entry), String> {
    if let (Kind::Date { future: true }, Input::Day(day)) = (&stop.question.kind, input)
        && *day < dates::day_of(locale.now)
    {
        return Err(locale.say("refused-past", &[]));
    }
    match answer::take(stop, session.run.seed.unsigned_abs(), input) {
        Ok(entry) => Ok((stop.key(), entry)),
        Err(Refusal::TooFew { limit }) if !stop.question.skip => {
            Err(locale.say("refused-few-needed", &[("limit", Arg::count(limit))]))
        }
        Err(refusal) => {
            // A question may have its own text about its limits.
            let own = session.localized.limit(&locale.language, stop.question).map(|own| escape(&own));
            Err(own.filter(|_| refusal.is_of_limits()).unwrap_or_else(|| refusal_in_words(locale, &refusal)))
        }
    }
}
