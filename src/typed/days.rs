//! Days as people type them: `3 décembre`, `mardi`, `03/12/2026`, `غدا`, `next week`.

use chrono::{Datelike, Days as Count, Months, NaiveDate, Weekday};

use super::vocabulary::{Lexeme, Word};

/// A day further away than this is asked about: it may be of another year than was meant.
const FAR: Months = Months::new(6);
/// A 29 February may be so many years away.
const LEAP_YEARS: i32 = 8;

/// What a text says about a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Days {
    /// This day.
    Certain(NaiveDate),
    /// One of these, or perhaps another: the person is asked.
    Doubtful(Vec<NaiveDate>),
}

/// The day that these words say. `future`: only days from today on are meant.
pub(super) fn read(words: &[Lexeme], today: NaiveDate, future: bool) -> Option<Days> {
    Said::read(words)?.meant(today, future)
}

/// A day and a month, and perhaps a year.
#[derive(Clone, Copy)]
struct Written {
    day: u32,
    month: u32,
    year: Option<i32>,
}

/// What the words say.
#[derive(Default)]
struct Said {
    weekday: Option<Weekday>,
    date: Option<Written>,
    away: Option<i64>,
    next: bool,
    next_week: bool,
    this: bool,
}

impl Said {
    /// Reads all of these words.
    fn read(words: &[Lexeme]) -> Option<Said> {
        let mut said = Said::default();
        let mut rest = words;
        let filler = |lexeme: &Lexeme| lexeme.is(Word::Filler) || lexeme.is(Word::Of);
        while let Some(first) = rest.first() {
            let read = said.date(rest).or_else(|| said.away(rest)).or_else(|| said.word(rest));
            match read {
                Some(read) => rest = &rest[read..],
                None if filler(first) && rest.len() > 1 => rest = &rest[1..],
                None => return None,
            }
        }
        Some(said)
    }

    /// A weekday, or what says which one. Returns the number of words.
    fn word(&mut self, words: &[Lexeme]) -> Option<usize> {
        let is = |at: usize, word: Word| words.get(at).is_some_and(|lexeme| lexeme.is(word));
        let once = |flag: &mut bool, words: usize| (!std::mem::replace(flag, true)).then_some(words);
        if is(0, Word::Next) && is(1, Word::Week) || is(0, Word::Week) && is(1, Word::Next) {
            return once(&mut self.next_week, 2);
        }
        if is(0, Word::Next) {
            return once(&mut self.next, 1);
        }
        if is(0, Word::This) {
            return once(&mut self.this, 1);
        }
        let found = words[0].0.iter().find_map(|word| if let Word::Weekday(day) = word { Some(*day) } else { None })?;
        self.weekday.replace(found).is_none().then_some(1)
    }

    /// "Demain", "dans 3 jours", "in two weeks".
    fn away(&mut self, words: &[Lexeme]) -> Option<usize> {
        let (days, read) = match words {
            [of, number, unit, ..] if of.is(Word::In) && number.number().is_some() => {
                let (n, _) = number.number()?;
                let days = if unit.is(Word::Week) { i64::from(n) * 7 } else { i64::from(n) };
                (unit.is(Word::Week) || unit.is(Word::Day)).then_some((days, 3))?
            }
            [day, ..] => {
                let days =
                    day.0.iter().find_map(|word| if let Word::Away(days) = word { Some(*days) } else { None })?;
                (days, 1)
            }
            [] => return None,
        };
        self.away.replace(days).is_none().then_some(read)
    }

    /// A date in digits, or a day with the name of its month.
    fn date(&mut self, words: &[Lexeme]) -> Option<usize> {
        let (date, read) = numeric(words).or_else(|| named(words))?;
        self.date.replace(date).is_none().then_some(read)
    }

    fn meant(&self, today: NaiveDate, future: bool) -> Option<Days> {
        if let Some(date) = self.date {
            // "Jeudi prochain 3 décembre": the date says which Thursday.
            let alone = !self.next_week && (self.weekday.is_some() || !self.next && !self.this);
            return alone.then(|| self.of_date(date, today, future)).flatten();
        }
        if let Some(away) = self.away {
            let alone = !self.next && !self.next_week && !self.this;
            let day = shift(today, away).filter(|_| alone)?;
            return Some(self.with_weekday(day, today, future));
        }
        let monday = shift(today, 7 - i64::from(today.weekday().num_days_from_monday()))?;
        match (self.weekday, self.next_week, self.next, self.this) {
            (None, true, false, false) => (0..6).map(|n| shift(monday, n)).collect::<Option<_>>().map(Days::Doubtful),
            (Some(day), true, false, false) => {
                Some(Days::Certain(shift(monday, i64::from(day.num_days_from_monday()))?))
            }
            (Some(day), false, next, this) if !(next && this) => {
                let ahead = i64::from((7 + day.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7);
                let coming = shift(today, ahead)?;
                Some(match (next, ahead) {
                    (true, 0) => Days::Doubtful(vec![shift(today, 7)?, shift(today, 14)?]),
                    (true, _) => Days::Doubtful(vec![coming, shift(coming, 7)?]),
                    (false, _) if !future && !this => Days::Doubtful(vec![shift(coming, -7)?, coming]),
                    (false, 0) if !this => Days::Doubtful(vec![today, shift(today, 7)?]),
                    _ => Days::Certain(coming),
                })
            }
            _ => None,
        }
    }

    fn of_date(&self, date: Written, today: NaiveDate, future: bool) -> Option<Days> {
        let said_away = match self.away {
            Some(away) => Some(shift(today, away)?),
            None => None,
        };
        let of_year = |year: i32| NaiveDate::from_ymd_opt(year, date.month, date.day);
        if let Some(year) = date.year {
            return Some(self.certain_if_near(of_year(year)?, said_away, today, future));
        }
        let year = today.year();
        let next = (year..=year + LEAP_YEARS).filter_map(of_year).find(|day| *day >= today)?;
        if future || next == today {
            return Some(self.certain_if_near(next, said_away, today, future));
        }
        // Past days are meant too, and the year was not said.
        let last = (year - LEAP_YEARS..=year).rev().filter_map(of_year).find(|day| *day < today);
        let both = last.into_iter().chain([next]);
        let fitting: Vec<NaiveDate> = both
            .clone()
            .filter(|day| self.weekday.is_none_or(|weekday| day.weekday() == weekday))
            .filter(|day| said_away.is_none_or(|said| said == *day))
            .collect();
        let said_more = self.weekday.is_some() || said_away.is_some();
        Some(match fitting.as_slice() {
            [only] if said_more => Days::Certain(*only),
            [] => Days::Doubtful(both.collect()),
            _ => Days::Doubtful(fitting),
        })
    }

    fn certain_if_near(&self, day: NaiveDate, said_away: Option<NaiveDate>, today: NaiveDate, future: bool) -> Days {
        if let Some(other) = said_away.filter(|other| *other != day && (!future || day.min(*other) >= today)) {
            return Days::Doubtful(vec![day, other]);
        }
        let far = future && today.checked_add_months(FAR).is_some_and(|limit| day > limit);
        match self.with_weekday(day, today, future) {
            Days::Certain(day) if far => Days::Doubtful(vec![day]),
            days => days,
        }
    }

    /// If the weekday that was said is another: the day, and the nearest one of that weekday.
    fn with_weekday(&self, day: NaiveDate, today: NaiveDate, future: bool) -> Days {
        let Some(weekday) = self.weekday.filter(|weekday| *weekday != day.weekday()) else {
            return Days::Certain(day);
        };
        if future && day < today {
            return Days::Certain(day); // the question refuses it
        }
        let near = [1, -1, 2, -2, 3, -3].into_iter().filter_map(|by| shift(day, by));
        let near = near.filter(|other| other.weekday() == weekday && (!future || *other >= today));
        Days::Doubtful(std::iter::once(day).chain(near).collect())
    }
}

fn shift(day: NaiveDate, by: i64) -> Option<NaiveDate> {
    let count = Count::new(by.unsigned_abs());
    if by < 0 { day.checked_sub_days(count) } else { day.checked_add_days(count) }
}

/// `3/12`, `3/12/2026`, `03-12-26`, `3.12.2026`, `2026-12-03`, `3 12 2026`. A point or dash without a year may be anything.
fn numeric(words: &[Lexeme]) -> Option<(Written, usize)> {
    let number = |at: usize| words.get(at).and_then(Lexeme::number).filter(|(_, digits)| *digits > 0);
    let sign =
        |at: usize| ['/', '-', '.'].into_iter().find(|sign| words.get(at).is_some_and(|w| w.is(Word::Sign(*sign))));
    let short = |(value, digits): (u32, usize)| (digits <= 2).then_some(value);
    let first = number(0)?;
    let Some(between) = sign(1) else {
        let (day, month, (year, digits)) = (short(first)?, short(number(1)?)?, number(2)?);
        return (digits == 4).then_some((Written { day, month, year: i32::try_from(year).ok() }, 3));
    };
    let second = short(number(2)?)?;
    let third = number(4).filter(|_| sign(3) == Some(between));
    match (first, third) {
        ((year, 4), Some(day)) => {
            Some((Written { day: short(day)?, month: second, year: i32::try_from(year).ok() }, 5))
        }
        (day, Some((year, digits @ (2 | 4)))) => {
            let year = i32::try_from(if digits == 2 { 2000 + year } else { year }).ok();
            Some((Written { day: short(day)?, month: second, year }, 5))
        }
        (day, None) if between == '/' && sign(3) != Some('/') => {
            Some((Written { day: short(day)?, month: second, year: None }, 3))
        }
        _ => None,
    }
}

/// `3 décembre 2026`, `le 1er mars`, `March 3rd`.
fn named(words: &[Lexeme]) -> Option<(Written, usize)> {
    let is = |at: usize, word: Word| words.get(at).is_some_and(|lexeme| lexeme.is(word));
    let month = |at: usize| {
        words.get(at)?.0.iter().find_map(|word| if let Word::Month(month) = word { Some(*month) } else { None })
    };
    let day = |at: usize| words.get(at)?.number().filter(|(_, digits)| *digits <= 2).map(|(day, _)| day);
    let year = |at: usize| words.get(at)?.number().filter(|(_, digits)| *digits == 4).map(|(year, _)| year);
    let (day, month, read) = match day(0) {
        Some(day) => {
            let mut at = 1 + usize::from(is(1, Word::Ordinal));
            at += usize::from(is(at, Word::Of) && month(at + 1).is_some());
            (day, month(at)?, at + 1)
        }
        None => {
            let month = month(0)?;
            let at = 1 + usize::from(is(1, Word::Filler));
            let day = day(at)?;
            (day, month, at + 1 + usize::from(is(at + 1, Word::Ordinal)))
        }
    };
    match year(read) {
        Some(year) => Some((Written { day, month, year: i32::try_from(year).ok() }, read + 1)),
        None => Some((Written { day, month, year: None }, read)),
    }
}
