//! Makes an answer of what a person did at a question, or refuses it and says why.
//!
//! Pressed and typed answers arrive as the same [`Input`]. An answer is finished (`done`) or a draft. Ticks, the picks of
//! a rank and the first of several numbers stay drafts until they are complete.

use chrono::{NaiveDate, NaiveTime};

use super::definition::Kind;
use super::media::Attached;
use super::number::single_number;
use super::points::{Move, Points};
use super::uploads::{attach, attached, detach};
use super::value::{Entry, Value};
use super::walk::{State, Stop};
use crate::typed::{Number, read_numbers};

pub use super::media::LARGEST_FILE;
pub use super::refusal::Refusal;
pub use crate::typed::latin_digit;

/// What a person did at the current question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Pressed an option, a point of a scale (its number in words), or the next of a rank.
    Pick(String),
    /// Ticked or unticked an option. It carries the wanted state, so that pressing twice changes nothing.
    Tick(String, bool),
    /// Finished ticking.
    Done,
    /// Skipped the question.
    Skip,
    /// Keeps the answer given before.
    Keep,
    /// Typed.
    Words(String),
    /// Typed numbers, with the fields that they name.
    Numbers(Vec<Number>),
    /// Spoke: Telegram's file id and seconds.
    Voice(String, u32),
    /// Picked a day.
    Day(NaiveDate),
    /// Picked an hour of the day.
    Hour(NaiveTime),
    /// Sent a file, with a caption.
    File(Attached, String),
}

/// The answer that `input` makes at `stop`. `seed` is the person's own: it gives the order in which options were shown.
///
/// # Errors
/// A [`Refusal`] when the input cannot be an answer here; nothing changes then.
pub fn take(stop: &Stop<'_>, seed: u64, input: &Input) -> Result<Entry, Refusal> {
    let question = stop.question;
    match input {
        Input::Skip if question.skip => return Ok(Entry::done(Value::Skipped)),
        Input::Skip => return Err(Refusal::NoSkip),
        Input::Keep => return keep(stop),
        _ => {}
    }
    if let Input::Pick(option) = input
        && question.choice(option).is_some()
        && !matches!(question.kind, Kind::Many { .. } | Kind::Rank { .. })
    {
        return Ok(Entry::done(Value::Picks(vec![option.clone()])));
    }
    match (&question.kind, input) {
        (Kind::One, Input::Words(words)) => {
            pick_by_number(stop, seed, words).map(|id| Entry::done(Value::Picks(vec![id])))
        }
        (Kind::Many { .. }, Input::Words(words)) => {
            let id = pick_by_number(stop, seed, words)?;
            let on = !picks(stop).contains(&id);
            tick(stop, &id, on)
        }
        (Kind::Many { .. }, Input::Tick(id, on)) => tick(stop, id, *on),
        (Kind::Many { min, max, .. }, Input::Done) => {
            let picks = picks(stop);
            match picks.len() {
                n if n < *min && !picks.iter().any(|id| question.is_exclusive(id)) => {
                    Err(Refusal::TooFew { limit: *min })
                }
                n if n > *max => Err(Refusal::TooMany { limit: *max }),
                _ => Ok(Entry::done(Value::Picks(picks))),
            }
        }
        (Kind::Rank { top, .. }, Input::Pick(id) | Input::Tick(id, true)) => rank(stop, *top, id),
        (Kind::Rank { .. }, Input::Tick(id, false)) => {
            let kept = picks(stop).into_iter().filter(|pick| pick != id).collect();
            Ok(Entry::draft(Value::Picks(kept)))
        }
        (Kind::Rank { top, .. }, Input::Words(words)) => rank(stop, *top, &pick_by_number(stop, seed, words)?),
        (Kind::Scale { from, to }, Input::Pick(words) | Input::Words(words)) => match single_number(words) {
            Some(n) if (*from..=*to).contains(&n) => Ok(Entry::done(Value::Numbers(vec![n]))),
            _ => Err(Refusal::Range { min: *from, max: *to, places: 0 }),
        },
        (Kind::Number { fields, places, .. }, Input::Words(words)) => match read_numbers(words, *places, &[]) {
            Some(typed) => numbers(stop, &typed),
            None => Err(Refusal::Number { expected: fields.len().max(1), places: *places }),
        },
        (Kind::Number { .. }, Input::Numbers(typed)) => numbers(stop, typed),
        (Kind::Text { link: true, .. }, Input::Words(words)) if !is_link(words) => Err(Refusal::Link),
        (Kind::Text { min, max, .. }, Input::Words(words)) => text(words, *min, *max),
        (Kind::Text { voice: true, .. }, Input::Voice(file, seconds)) => {
            Ok(Entry::done(Value::Voice { file: file.clone(), seconds: *seconds }))
        }
        (Kind::Text { .. }, Input::Voice(..)) => Err(Refusal::NoVoice),
        (Kind::Date { .. }, Input::Day(day)) => Ok(Entry::done(Value::Date(*day))),
        (Kind::Date { .. }, _) => Err(Refusal::Date),
        (Kind::Time, Input::Hour(hour)) => Ok(Entry::done(Value::Time(*hour))),
        (Kind::Time, _) => Err(Refusal::Time),
        (Kind::Files { max }, Input::File(file, _)) => attach(stop, *max, file),
        (Kind::Files { .. }, Input::Tick(id, false)) => Ok(detach(stop, id)),
        (Kind::Files { .. }, Input::Done) => match attached(stop) {
            files if files.is_empty() => Err(Refusal::File),
            files => Ok(Entry::done(Value::Files(files))),
        },
        (Kind::Files { .. }, _) => Err(Refusal::File),
        (Kind::Points { max }, input) => pointed(stop, *max, input),
        (Kind::Number { fields, places, .. }, _) => {
            Err(Refusal::Number { expected: fields.len().max(1), places: *places })
        }
        _ => Err(Refusal::Press),
    }
}

fn pointed(stop: &Stop<'_>, max: usize, input: &Input) -> Result<Entry, Refusal> {
    let mut points = match stop.value() {
        Some(Value::Points(points)) => points.clone(),
        _ => Points::default(),
    };
    match input {
        Input::Words(words) => points.say(&clean(words), max)?,
        Input::File(file, caption) => points.attach(file, &clean(caption), max)?,
        Input::Tick(id, _) => points.act(Move::parse(id).ok_or(Refusal::Press)?),
        Input::Done if !points.list.is_empty() => {
            points.at = None;
            return Ok(Entry::done(Value::Points(points)));
        }
        _ => return Err(Refusal::Point),
    }
    Ok(Entry::draft(Value::Points(points)))
}

/// How many numbers or picks the draft still lacks; 0 when it is complete.
pub fn missing(stop: &Stop<'_>) -> usize {
    match (&stop.question.kind, stop.value()) {
        (_, None) => 1,
        (Kind::Number { fields, .. }, Some(Value::Numbers(numbers))) => {
            fields.len().max(1).saturating_sub(numbers.len())
        }
        (Kind::Rank { top, .. }, Some(Value::Picks(picks))) => {
            stop.available.len().min(*top).saturating_sub(picks.len())
        }
        _ => 0,
    }
}

fn keep(stop: &Stop<'_>) -> Result<Entry, Refusal> {
    match (&stop.state, &stop.question.kind) {
        (State::Draft(_), Kind::Many { .. }) => take(stop, 0, &Input::Done),
        (State::Draft(value), _) if missing(stop) == 0 => Ok(Entry::done(value.clone().into_owned())),
        _ => Err(Refusal::Press),
    }
}

fn picks(stop: &Stop<'_>) -> Vec<String> {
    match stop.value() {
        Some(Value::Picks(picks)) => picks.clone(),
        _ => Vec::new(),
    }
}

/// The option whose number was typed, in the order in which the options are shown.
fn pick_by_number(stop: &Stop<'_>, seed: u64, words: &str) -> Result<String, Refusal> {
    let n = single_number(words).ok_or(Refusal::Press)?;
    let place = usize::try_from(n).ok().and_then(|n| n.checked_sub(1)).ok_or(Refusal::Press)?;
    let shown: Vec<String> = if stop.available.is_empty() {
        stop.question.ordered(seed).into_iter().map(|choice| choice.id.clone()).collect()
    } else {
        stop.available.clone()
    };
    shown.get(place).cloned().ok_or(Refusal::Press)
}

fn tick(stop: &Stop<'_>, id: &str, on: bool) -> Result<Entry, Refusal> {
    let Kind::Many { max, .. } = stop.question.kind else {
        return Err(Refusal::Press);
    };
    if stop.question.choice(id).is_none() {
        return Err(Refusal::Press);
    }
    let mut picks = picks(stop);
    picks.retain(|pick| pick != id && !(on && (stop.question.is_exclusive(pick) || stop.question.is_exclusive(id))));
    if on {
        picks.push(id.to_owned());
    }
    if picks.len() > max {
        return Err(Refusal::TooMany { limit: max });
    }
    picks.sort_by_key(|pick| stop.question.options.iter().position(|choice| choice.id == *pick));
    Ok(Entry::draft(Value::Picks(picks)))
}

fn rank(stop: &Stop<'_>, top: usize, id: &str) -> Result<Entry, Refusal> {
    if !stop.available.iter().any(|option| option == id) {
        return Err(Refusal::Press);
    }
    let wanted = stop.available.len().min(top);
    let mut picks = picks(stop);
    if picks.len() >= wanted {
        picks.clear(); // a complete answer is being changed: start again
    }
    if !picks.iter().any(|pick| pick == id) {
        picks.push(id.to_owned());
    }
    // When all options are ranked, the last one needs no press.
    if picks.len() + 1 == stop.available.len() && stop.available.len() <= top {
        picks.extend(stop.available.iter().find(|option| !picks.contains(option)).cloned());
    }
    Ok(Entry { done: picks.len() >= wanted, value: Value::Picks(picks) })
}

/// Numbers for the fields that are still open, in their order, or in the order of the names that were typed.
fn numbers(stop: &Stop<'_>, typed: &[Number]) -> Result<Entry, Refusal> {
    let Kind::Number { min, max, places, ref fields } = stop.question.kind else { return Err(Refusal::Press) };
    let wanted = fields.len().max(1);
    if typed.iter().any(|number| !(min..=max).contains(&number.value)) {
        return Err(Refusal::Range { min, max, places });
    }
    let mut all = match stop.value() {
        Some(Value::Numbers(before)) if before.len() < wanted => before.clone(),
        _ => Vec::new(), // a complete draft is replaced
    };
    if all.len() + typed.len() > wanted {
        return Err(Refusal::Number { expected: wanted, places });
    }
    let open = all.len()..all.len() + typed.len();
    let field_of = |place: usize| typed[place].field.unwrap_or(open.start + place);
    for field in open.clone() {
        let mut meant = (0..typed.len()).filter(|place| field_of(*place) == field);
        match (meant.next(), meant.next()) {
            (Some(place), None) => all.push(typed[place].value),
            _ => return Err(Refusal::OtherField),
        }
    }
    Ok(Entry { done: all.len() == wanted, value: Value::Numbers(all) })
}

/// Whether it is `https://…` in one word, which every phone can open.
fn is_link(words: &str) -> bool {
    let host = words.trim().strip_prefix("https://").and_then(|rest| rest.split('/').next());
    host.is_some_and(|host| host.contains('.')) && !words.trim().contains(char::is_whitespace)
}

/// The text without control characters and marks of direction (UAX 9). In a table such marks would also turn the texts
/// of other people.
fn clean(words: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let clean: String = words.chars().filter(|c| (!c.is_control() || *c == '\n') && !turns(*c)).collect();
    clean.trim().to_owned()
}

fn text(words: &str, min: usize, max: usize) -> Result<Entry, Refusal> {
    let clean = clean(words);
    match clean.chars().count() {
        length if length > max => Err(Refusal::TooLong { limit: max, length }),
        length if length < min => Err(Refusal::TooShort { limit: min }),
        _ => Ok(Entry::done(Value::Text(clean))),
    }
}
