//! Hours of the day as people type them: `10:30`, `9h et demie`, `8 ليلا`, `de 10h à 12h`.

use chrono::{NaiveTime, Timelike};

use super::vocabulary::{Lexeme, Part, Word, lexemes};

/// One hour, or a beginning and an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hours {
    /// `10:30`.
    At(NaiveTime),
    /// `de 10h à 12h`.
    FromTo(NaiveTime, NaiveTime),
}

/// Reads a text that says an hour, or a beginning and an end, and nothing else.
pub fn read_hours(text: &str) -> Option<Hours> {
    hours(&lexemes(text)?).map(|(hours, _)| hours)
}

/// The hours that these words say, and whether a sign or word shows that they are hours: "10" alone may be anything.
pub(super) fn hours(words: &[Lexeme]) -> Option<(Hours, bool)> {
    if let Some(said) = Clock::read(words) {
        return Some((Hours::At(said.alone()?), said.marked));
    }
    let from = usize::from(words.first()?.is(Word::From));
    let between = words.first()?.is(Word::Between);
    let mut spans = (from + 1..words.len()).filter_map(|at| {
        let dash = words[at].is(Word::Sign('-'));
        if !(dash || words[at].is(Word::To) || between && words[at].is(Word::And)) {
            return None;
        }
        let (begins, ends) = (Clock::read(&words[from..at])?, Clock::read(&words[at + 1..])?);
        let marked = from == 1 || begins.marked || ends.marked;
        let certain = from == 1 || begins.marked || !words[at].is(Word::Before);
        let (begins, ends) = begins.until(ends)?;
        certain.then_some((Hours::FromTo(begins, ends), marked))
    });
    spans.next().filter(|_| spans.next().is_none())
}

/// An hour before its part of the day is applied.
struct Clock {
    hour: u32,
    /// From -30 to 59.
    minutes: i32,
    part: Option<Part>,
    /// Noon and midnight say their part of the day.
    fixed: bool,
    marked: bool,
}

impl Clock {
    /// Reads all of these words.
    fn read(words: &[Lexeme]) -> Option<Clock> {
        let mut rest = Rest(words);
        let mut said = Clock { hour: 0, minutes: 0, part: None, fixed: false, marked: false };
        said.introduction(&mut rest);
        said.part = rest.part();
        if said.part.is_some() {
            said.marked = true;
            said.introduction(&mut rest);
        }
        if rest.take(Word::Noon) {
            (said.hour, said.fixed, said.marked) = (12, true, true);
            said.after_hour(&mut rest)?;
        } else if rest.take(Word::Midnight) {
            (said.hour, said.fixed, said.marked) = (0, true, true);
            said.after_hour(&mut rest)?;
        } else if let Some(minutes) = rest.past() {
            (said.minutes, said.marked) = (minutes, true);
            said.hour = rest.named().or_else(|| rest.number(2).map(|(hour, _)| hour))?;
            said.marked |= rest.take(Word::OClock);
        } else if let Some(hour) = rest.named() {
            (said.hour, said.marked) = (hour, true);
            said.after_hour(&mut rest)?;
        } else {
            (said.hour, _) = rest.number(2)?;
            said.after_hour(&mut rest)?;
        }
        if let Some(part) = rest.part() {
            said.marked = true;
            if said.part.replace(part).is_some() {
                return None;
            }
        }
        (rest.0.is_empty() && said.hour < 24).then_some(said)
    }

    /// "à", "at", «على الساعة».
    fn introduction(&mut self, rest: &mut Rest<'_>) {
        while rest.take(Word::At) || rest.take(Word::OClock) {
            self.marked = true;
        }
    }

    /// The minutes, with the signs and words around them. None: the words after the hour say no minutes.
    fn after_hour(&mut self, rest: &mut Rest<'_>) -> Option<()> {
        let named = rest.take(Word::OClock);
        self.marked |= named;
        if rest.take(Word::Sign(':')) || !named && rest.next_is_point() && rest.take(Word::Sign('.')) {
            self.marked = true;
            let (minutes, digits) = rest.number(2)?;
            self.minutes = i32::try_from(minutes).ok().filter(|minutes| *minutes < 60 && digits == 2)?;
            let _ = !named && rest.take(Word::OClock); // "10:30h"
        } else if let Some(minutes) = rest.plus() {
            (self.minutes, self.marked) = (minutes, true);
        } else if rest.take(Word::Less) {
            self.marked = true;
            self.minutes = -rest.minutes()?;
            rest.take(Word::Minutes);
        } else if rest.take(Word::And) {
            self.marked = true;
            self.minutes = rest.minutes()?;
            rest.take(Word::Minutes);
        } else if let Some((minutes, digits)) = rest.peek_number() {
            // "10 30", "9h5"; "10 5" is no hour.
            let enough = named || self.fixed || digits == 2 || digits == 0 && minutes >= 10;
            self.minutes = i32::try_from(minutes).ok().filter(|minutes| *minutes < 60 && digits <= 2 && enough)?;
            rest.0 = &rest.0[1..];
            self.marked |= rest.take(Word::Minutes) || !named && rest.take(Word::OClock);
        }
        Some(())
    }

    fn time(&self, part: Option<Part>) -> Option<NaiveTime> {
        let hour = match part {
            Some(_) if self.fixed => return None,
            Some(part) => in_part(self.hour, part)?,
            None => self.hour,
        };
        let minutes = i32::try_from(hour * 60).ok()? + self.minutes;
        let minutes = u32::try_from(minutes.rem_euclid(24 * 60)).ok()?;
        NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0)
    }

    fn alone(&self) -> Option<NaiveTime> {
        self.time(self.part)
    }

    /// Beginning and end. "De 3h à 5h de l'après-midi" says the part of the day once for both.
    fn until(self, end: Clock) -> Option<(NaiveTime, NaiveTime)> {
        let ends = end.alone()?;
        let begins = match (self.part, end.part) {
            (None, Some(part)) if self.hour < 13 && !self.fixed => {
                let same = self.time(Some(part)).filter(|begins| *begins < ends);
                same.or_else(|| self.alone().filter(|begins| *begins < ends && begins.hour() >= 7))?
            }
            _ => self.alone()?,
        };
        (begins != ends).then_some((begins, ends))
    }
}

/// The hour on 24 hours. None: this part of the day has no such hour, or it is not clear which one.
fn in_part(hour: u32, part: Part) -> Option<u32> {
    let later = hour + 12;
    Some(match (part, hour) {
        (Part::Morning, 0..=11) | (Part::Am, 0..=11) => hour,
        (Part::Am, 12) => 0,
        (Part::Pm, 1..=11) => later,
        (Part::Pm, 12..=23) => hour,
        (Part::Midday, 1..=4) => later,
        (Part::Midday, 12..=16) => hour,
        (Part::Afternoon, 1..=7) => later,
        (Part::Afternoon, 12..=19) => hour,
        (Part::Evening, 1..=11) => later,
        (Part::Evening, 16..=23) => hour,
        (Part::Night, 6..=11) => later,
        (Part::Night, 12) => 0,
        (Part::Night, 0..=5 | 18..=23) => hour,
        _ => return None,
    })
}

/// The words that are not read yet.
struct Rest<'a>(&'a [Lexeme]);

impl Rest<'_> {
    fn find<T>(&mut self, meaning: impl Fn(&Word) -> Option<T>) -> Option<T> {
        let found = self.0.first()?.0.iter().find_map(meaning)?;
        self.0 = &self.0[1..];
        Some(found)
    }

    fn take(&mut self, word: Word) -> bool {
        self.find(|other| (*other == word).then_some(())).is_some()
    }

    fn part(&mut self) -> Option<Part> {
        self.find(|word| if let Word::Part(part) = word { Some(*part) } else { None })
    }

    fn named(&mut self) -> Option<u32> {
        self.find(|word| if let Word::Named(hour) = word { Some(*hour) } else { None })
    }

    fn plus(&mut self) -> Option<i32> {
        self.find(|word| if let Word::Plus(minutes) = word { Some(*minutes) } else { None })
    }

    fn past(&mut self) -> Option<i32> {
        self.find(|word| if let Word::Past(minutes) = word { Some(*minutes) } else { None })
    }

    fn peek_number(&self) -> Option<(u32, usize)> {
        self.0.first()?.number()
    }

    /// A number of at most so many digits, with its count of digits.
    fn number(&mut self, most: usize) -> Option<(u32, usize)> {
        let (value, digits) = self.peek_number().filter(|(_, digits)| *digits <= most)?;
        self.0 = &self.0[1..];
        Some((value, digits))
    }

    /// Minutes after "and" or "less".
    fn minutes(&mut self) -> Option<i32> {
        let (value, _) = self.number(2)?;
        i32::try_from(value).ok().filter(|minutes| (1..60).contains(minutes))
    }

    fn next_is_point(&self) -> bool {
        matches!(self.0, [_, minutes, ..] if minutes.number().is_some_and(|(_, digits)| digits == 2))
    }
}
