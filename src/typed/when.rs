//! A day, and the hours if they were typed with it: `الثلاثاء 3 مارس على الساعة 10`.

use chrono::NaiveDate;

use super::clock::{self, Hours};
use super::days::{self, Days};
use super::vocabulary::{Word, lexemes};

/// A day with its hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// The day, or those that may be meant.
    pub days: Days,
    /// The hours, if they were typed.
    pub hours: Option<Hours>,
}

/// Reads a text that says a day, perhaps with hours before or after it, and nothing else. `future`: only days from today
/// on are meant, and a day further than six months away is doubtful.
pub fn read_when(text: &str, today: NaiveDate, future: bool) -> Option<When> {
    let words = lexemes(text)?;
    let mut readings: Vec<When> = Vec::new();
    for at in 0..=words.len() {
        let (before, after) = words.split_at(at);
        // "3 mars - 10h"
        let after_dash = match after {
            [dash, rest @ ..] if dash.is(Word::Sign('-')) => rest,
            _ => after,
        };
        for (day, hours) in [(before, after_dash), (after_dash, before)] {
            let Some(days) = days::read(day, today, future).filter(|_| !day.is_empty()) else { continue };
            let hours = match clock::hours(hours) {
                Some((hours, true)) => Some(hours),
                _ if hours.is_empty() => None,
                _ => continue,
            };
            let reading = When { days, hours };
            if !readings.contains(&reading) {
                readings.push(reading);
            }
        }
    }
    readings.pop().filter(|_| readings.is_empty())
}
