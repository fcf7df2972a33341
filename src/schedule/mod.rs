//! The rules that say when the bot sends messages on its own, in Africa/Casablanca wall time. They are files in
//! `dialogs/rules/`. Nothing here reads the clock or the database.

use std::path::Path;

use chrono::NaiveTime;
use serde::Deserialize;

mod calendar;
mod hour;
mod reminders;

pub use calendar::{Calendar, Caution};
pub use reminders::Reminders;

use hour::hour;

use crate::dialog::Finding;
use crate::text::dates;
use crate::types::Timestamp;

/// The rules of `sending.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sending {
    /// The hours in which nothing is sent.
    pub quiet: Quiet,
}

/// The quiet hours, in which nothing is sent. They may go over midnight. If both ends are equal, there are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quiet {
    /// The first moment of quiet.
    #[serde(deserialize_with = "hour")]
    pub from: NaiveTime,
    /// The first moment after it.
    #[serde(deserialize_with = "hour")]
    pub to: NaiveTime,
}

/// All rules, one field for each file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// `sending.toml`.
    pub sending: Sending,
    /// `reminders.toml`.
    pub reminders: Reminders,
    /// `calendar.toml`.
    pub calendar: Calendar,
}

impl Rules {
    /// Reads the three files in `folder`.
    ///
    /// # Errors
    /// A finding for every file that is missing or wrong, with the file's text.
    pub fn load(folder: &Path) -> Result<Rules, Vec<(Finding, String)>> {
        match (read(folder, "sending"), read(folder, "reminders"), read(folder, "calendar")) {
            (Ok(sending), Ok(reminders), Ok(calendar)) => Ok(Rules { sending, reminders, calendar }),
            (sending, reminders, calendar) => {
                Err([sending.err(), reminders.err(), calendar.err()].into_iter().flatten().collect())
            }
        }
    }
}

fn read<T: serde::de::DeserializeOwned>(folder: &Path, name: &str) -> Result<T, (Finding, String)> {
    let path = folder.join(format!("{name}.toml"));
    let file = path.display().to_string();
    let text = std::fs::read_to_string(&path).map_err(|error| {
        let mend = "Take the file from the project, or set `dialogs` in the settings.";
        (Finding::new(&file, 0..0, format!("cannot be read: {error}"), mend), String::new())
    })?;
    toml::from_str(&text).map_err(|error| {
        let at = error.span().unwrap_or(0..0);
        let problem = error.message().replace('\n', " ");
        (Finding::new(&file, at, problem, "Compare with the file that comes with the project."), text.clone())
    })
}

impl Quiet {
    /// The end of the quiet hours that `now` is in. None: it is not in quiet hours.
    pub fn ends(&self, now: Timestamp) -> Option<Timestamp> {
        let wall = dates::wall(now);
        let time = wall.time();
        let over_midnight = self.from > self.to;
        let quiet =
            if over_midnight { time >= self.from || time < self.to } else { time >= self.from && time < self.to };
        let day = if over_midnight && time >= self.from { wall.date().succ_opt()? } else { wall.date() };
        quiet.then(|| dates::instant(day.and_time(self.to)))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn at(wall: &str) -> Timestamp {
        dates::instant(wall.parse().unwrap())
    }

    #[test]
    fn nothing_is_sent_in_the_evening_and_the_night() {
        let quiet = Rules::load(Path::new("dialogs/rules")).unwrap().sending.quiet;
        assert_eq!(quiet.ends(at("2026-11-23T20:59:59")), None);
        assert_eq!(quiet.ends(at("2026-11-23T21:00:00")), Some(at("2026-11-24T08:30:00")));
        assert_eq!(quiet.ends(at("2026-11-24T03:00:00")), Some(at("2026-11-24T08:30:00")));
        assert_eq!(quiet.ends(at("2026-11-24T08:30:00")), None);
        // The night in which the clocks went back by an hour is an hour longer.
        let before = at("2026-09-19T22:00:00");
        assert_eq!(quiet.ends(before), Some(before + 11 * 3_600_000 + 1_800_000));
    }

    #[test]
    fn a_wrong_hour_is_shown_where_it_stands() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("sending.toml"), "[quiet]\nfrom = \"25:00\"\nto = \"08:30\"\n").unwrap();
        let found = Rules::load(folder.path()).unwrap_err();
        assert!(found[0].0.problem.contains("`25:00` is no hour"), "{found:?}");
    }
}
