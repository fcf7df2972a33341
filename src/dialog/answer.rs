//! Turns what a person did at a question into an answer, or into a refusal that helps.
//!
//! Pressing and typing come to the same [`Input`]; each kind takes what is natural for it. An answer is finished
//! (`done`) or a draft: ticks, picks of a rank, and the first of several numbers stay drafts until they are complete.

use chrono::{NaiveDate, NaiveTime};

use super::points::{Move, Points};
use super::walk::{State, Stop};
use super::{Attached, Entry, Kind, Value};

/// What a person did at the current question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Pressed an option, a point of a scale (its number in words), or the next of a rank.
    Pick(String),
    /// Ticked or unticked an option. It says what is wanted, so that pressing twice changes nothing.
    Tick(String, bool),
    /// Finished ticking.
    Done,
    /// Passed over the question.
    Skip,
    /// Keeps what was said before.
    Keep,
    /// Typed.
    Words(String),
    /// Spoke: Telegram's file id and seconds.
    Voice(String, u32),
    /// Picked a day.
    Day(NaiveDate),
    /// Picked an hour of the day.
    Hour(NaiveTime),
    /// Sent a file, with a caption.
    File(Attached, String),
}

/// Largest file that is taken, in megabytes: what a bot can fetch from Telegram.
pub const LARGEST_FILE: u64 = 20;

/// Why an input is not taken; the person is told in their language (`refused-…` in `bot.ftl`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A button is expected.
    Press,
    /// Longer than the limit, both in characters.
    TooLong {
        /// Most characters.
        limit: usize,
        /// Characters sent.
        length: usize,
    },
    /// Shorter than the limit, in characters.
    TooShort {
        /// Fewest characters.
        limit: usize,
    },
    /// Not a whole number, one with too many digits after the point, or not as many as asked for.
    Number {
        /// How many numbers are expected.
        expected: usize,
        /// Digits after the point that are taken.
        places: u32,
    },
    /// A number outside the limits.
    Range {
        /// Least.
        min: i64,
        /// Greatest.
        max: i64,
        /// Of these, digits after the point.
        places: u32,
    },
    /// More ticks than allowed.
    TooMany {
        /// Most ticks.
        limit: usize,
    },
    /// Fewer ticks than needed.
    TooFew {
        /// Fewest ticks.
        limit: usize,
    },
    /// No day could be read.
    Date,
    /// No hour could be read.
    Time,
    /// No address of a web page.
    Link,
    /// A file is expected.
    File,
    /// A point is expected.
    Point,
    /// There would be more points than may be.
    Points {
        /// Most points.
        limit: usize,
    },
    /// The file is too large.
    TooLarge,
    /// There are as many files as may be.
    Files {
        /// Most files.
        limit: usize,
    },
    /// Words are expected, no voice.
    NoVoice,
    /// This question cannot be skipped.
    NoSkip,
}

impl Refusal {
    /// Whether the answer was understood and is not within what the question takes.
    pub fn is_of_limits(&self) -> bool {
        use Refusal::*;
        matches!(self, TooLong { .. } | TooShort { .. } | Range { .. } | TooMany { .. } | TooFew { .. })
    }
}

/// The Latin digit for an Arabic-Indic (٣) or extended (۳) one; other characters as they are.
pub fn latin_digit(c: char) -> char {
    let digit = match c {
        '\u{660}'..='\u{669}' => c as u32 - 0x660,
        '\u{6f0}'..='\u{6f9}' => c as u32 - 0x6f0,
        _ => return c,
    };
    char::from_digit(digit, 10).unwrap_or(c)
}

/// The answer that `input` makes at `stop`. `seed` is the person's own, for the order in which options were shown.
///
/// # Errors
/// A [`Refusal`] when the input cannot be an answer here; nothing changes then.
pub fn take(stop: &Stop<'_>, seed: u64, input: &Input) -> Result<Entry, Refusal> {
    let question = stop.question;
    match input {
        Input::Skip if question.skip => return Ok(done(Value::Skipped)),
        Input::Skip => return Err(Refusal::NoSkip),
        Input::Keep => return keep(stop),
        _ => {}
    }
    if let Input::Pick(option) = input
        && question.choice(option).is_some()
        && !matches!(question.kind, Kind::Many { .. } | Kind::Rank { .. })
    {
        return Ok(done(Value::Picks(vec![option.clone()])));
    }
    match (&question.kind, input) {
        (Kind::One, Input::Words(words)) => pick_by_number(stop, seed, words).map(|id| done(Value::Picks(vec![id]))),
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
                _ => Ok(done(Value::Picks(picks))),
            }
        }
        (Kind::Rank { top, .. }, Input::Pick(id) | Input::Tick(id, true)) => rank(stop, *top, id),
        (Kind::Rank { .. }, Input::Tick(id, false)) => {
            let kept = picks(stop).into_iter().filter(|pick| pick != id).collect();
            Ok(draft(Value::Picks(kept)))
        }
        (Kind::Rank { top, .. }, Input::Words(words)) => rank(stop, *top, &pick_by_number(stop, seed, words)?),
        (Kind::Scale { from, to }, Input::Pick(words) | Input::Words(words)) => match digits(words) {
            Some(n) if (*from..=*to).contains(&n) => Ok(done(Value::Numbers(vec![n]))),
            _ => Err(Refusal::Range { min: *from, max: *to, places: 0 }),
        },
        (Kind::Number { .. }, Input::Words(words)) => number(stop, words),
        (Kind::Text { link: true, .. }, Input::Words(words)) if !is_link(words) => Err(Refusal::Link),
        (Kind::Text { min, max, .. }, Input::Words(words)) => text(words, *min, *max),
        (Kind::Text { voice: true, .. }, Input::Voice(file, seconds)) => {
            Ok(done(Value::Voice { file: file.clone(), seconds: *seconds }))
        }
        (Kind::Text { .. }, Input::Voice(..)) => Err(Refusal::NoVoice),
        (Kind::Date { .. }, Input::Day(day)) => Ok(done(Value::Date(*day))),
        (Kind::Date { .. }, _) => Err(Refusal::Date),
        (Kind::Time, Input::Hour(hour)) => Ok(done(Value::Time(*hour))),
        (Kind::Time, _) => Err(Refusal::Time),
        (Kind::Files { max }, Input::File(file, _)) => attach(stop, *max, file),
        (Kind::Files { .. }, Input::Tick(id, false)) => Ok(detach(stop, id)),
        (Kind::Files { .. }, Input::Done) => match attached(stop) {
            files if files.is_empty() => Err(Refusal::File),
            files => Ok(done(Value::Files(files))),
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
            return Ok(done(Value::Points(points)));
        }
        _ => return Err(Refusal::Point),
    }
    Ok(draft(Value::Points(points)))
}

fn attached(stop: &Stop<'_>) -> Vec<Attached> {
    match stop.value() {
        Some(Value::Files(files)) => files.clone(),
        _ => Vec::new(),
    }
}

fn attach(stop: &Stop<'_>, max: usize, file: &Attached) -> Result<Entry, Refusal> {
    let mut files = attached(stop);
    if file.bytes > LARGEST_FILE * 1024 * 1024 {
        return Err(Refusal::TooLarge);
    }
    if files.len() >= max {
        return Err(Refusal::Files { limit: max });
    }
    if files.iter().all(|known| known.file != file.file) {
        files.push(file.clone()); // or it came again
    }
    Ok(draft(Value::Files(files)))
}

/// Takes away the file that the button of this id stands for: `f0`, `f1` …
fn detach(stop: &Stop<'_>, id: &str) -> Entry {
    let mut files = attached(stop);
    let at = id.strip_prefix('f').and_then(|n| n.parse::<usize>().ok()).filter(|at| *at < files.len());
    if let Some(at) = at {
        files.remove(at);
    }
    draft(Value::Files(files))
}

/// How many numbers or picks are still to come before the draft is complete; 0 when it can be kept as it is.
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

fn done(value: Value) -> Entry {
    Entry { value, done: true }
}

fn draft(value: Value) -> Entry {
    Entry { value, done: false }
}

fn keep(stop: &Stop<'_>) -> Result<Entry, Refusal> {
    match (&stop.state, &stop.question.kind) {
        (State::Draft(_), Kind::Many { .. }) => take(stop, 0, &Input::Done),
        (State::Draft(value), _) if missing(stop) == 0 => Ok(done(value.clone().into_owned())),
        _ => Err(Refusal::Press),
    }
}

fn picks(stop: &Stop<'_>) -> Vec<String> {
    match stop.value() {
        Some(Value::Picks(picks)) => picks.clone(),
        _ => Vec::new(),
    }
}

/// The option whose place in the order shown was typed.
fn pick_by_number(stop: &Stop<'_>, seed: u64, words: &str) -> Result<String, Refusal> {
    let n = digits(words).ok_or(Refusal::Press)?;
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
    Ok(draft(Value::Picks(picks)))
}

fn rank(stop: &Stop<'_>, top: usize, id: &str) -> Result<Entry, Refusal> {
    if !stop.available.iter().any(|option| option == id) {
        return Err(Refusal::Press);
    }
    let wanted = stop.available.len().min(top);
    let mut picks = picks(stop);
    if picks.len() >= wanted {
        picks.clear(); // taken back to be changed: begin anew
    }
    if !picks.iter().any(|pick| pick == id) {
        picks.push(id.to_owned());
    }
    // The last one left, when all are ranked, needs no press.
    if picks.len() + 1 == stop.available.len() && stop.available.len() <= top {
        picks.extend(stop.available.iter().find(|option| !picks.contains(option)).cloned());
    }
    Ok(Entry { done: picks.len() >= wanted, value: Value::Picks(picks) })
}

fn number(stop: &Stop<'_>, words: &str) -> Result<Entry, Refusal> {
    let Kind::Number { min, max, places, ref fields } = stop.question.kind else { return Err(Refusal::Press) };
    let wanted = fields.len().max(1);
    let typed = numbers(words, places).ok_or(Refusal::Number { expected: wanted, places })?;
    if typed.iter().any(|n| !(min..=max).contains(n)) {
        return Err(Refusal::Range { min, max, places });
    }
    let mut all = match stop.value() {
        Some(Value::Numbers(before)) if before.len() < wanted => before.clone(),
        _ => Vec::new(), // a complete draft is replaced
    };
    all.extend(typed);
    match all.len() {
        n if n > wanted => Err(Refusal::Number { expected: wanted, places }),
        n => Ok(Entry { done: n == wanted, value: Value::Numbers(all) }),
    }
}

/// `https://…` in one word: what a phone can open.
fn is_link(words: &str) -> bool {
    let host = words.trim().strip_prefix("https://").and_then(|rest| rest.split('/').next());
    host.is_some_and(|host| host.contains('.')) && !words.trim().contains(char::is_whitespace)
}

/// The words without marks that turn the direction of what follows: in a table they would turn other people's (UAX 9).
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
        _ => Ok(done(Value::Text(clean))),
    }
}

/// The number, if nothing else was typed: "2 meetings" is no option's number.
fn digits(words: &str) -> Option<i64> {
    let words = words.trim();
    let only = !words.is_empty() && words.chars().all(|c| latin_digit(c).is_ascii_digit());
    numbers(words, 0).filter(|found| only && found.len() == 1).map(|found| found[0])
}

/// The numbers in what was typed, `12 نساء و 8 رجال` or `12-8` too, as they are kept with so many digits after the point;
/// none when there is no number, or one with more of them.
fn numbers(words: &str, places: u32) -> Option<Vec<i64>> {
    let latin: Vec<char> = words.chars().map(latin_digit).collect();
    let digit = |at: usize| latin.get(at).is_some_and(char::is_ascii_digit);
    let run = |from: usize| (from..).take_while(|at| digit(*at)).last().map_or(from, |last| last + 1);
    let mut found = Vec::new();
    let mut at = 0;
    while at < latin.len() {
        if !digit(at) {
            at += 1;
            continue;
        }
        let end = run(at);
        let point = matches!(latin.get(end), Some('.' | ',' | '٫')) && digit(end + 1);
        let after = if point { end + 1..run(end + 1) } else { end..end };
        let missing = usize::try_from(places).ok()?.checked_sub(after.len())?;
        let digits = latin[at..end].iter().chain(&latin[after.clone()]).copied();
        let value: i64 = digits.chain(std::iter::repeat_n('0', missing)).collect::<String>().parse().ok()?;
        let dash = at.checked_sub(1).is_some_and(|before| latin[before] == '-');
        let after_digit = at.checked_sub(2).is_some_and(digit);
        found.push(if dash && !after_digit { -value } else { value });
        at = after.end;
    }
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (typed, read) in [
            ("12 نساء و ٨ رجال", Some(vec![12, 8])),
            ("12-8", Some(vec![12, 8])),
            ("-5", Some(vec![-5])),
            ("12٫5", None),
            ("12,5", None),
            ("12، 8", Some(vec![12, 8])),
            ("كثير", None),
        ] {
            assert_eq!(numbers(typed, 0), read, "{typed}");
        }
        for (typed, read) in [("12٫5", Some(vec![1250])), ("12,5 3", Some(vec![1250, 300])), ("1.234", None)] {
            assert_eq!(numbers(typed, 2), read, "{typed}");
        }
    }
}
