//! Decides which reminder of a meeting or summary is due, by the rules of `reminders.toml`.

use chrono::{Days, NaiveDateTime, NaiveTime, TimeDelta};
use serde::Deserialize;

use super::hour::{hour, optional_hour};
use crate::text::dates;
use crate::types::{DAY, HOUR, Millis, Timestamp};

/// The rules of `reminders.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reminders {
    /// The reminders of every meeting.
    #[serde(default)]
    meeting: Vec<Rule>,
    /// The programme of the next day.
    eve: Eve,
    /// The reminders for members who missed a meeting and have not finished reading its summary.
    summary: CatchUp,
    /// The evaluation of a training, where it opens by itself.
    evaluation: Evaluation,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Evaluation {
    #[serde(deserialize_with = "hour")]
    at: NaiveTime,
    days: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct CatchUp {
    days_after: Vec<u64>,
    #[serde(deserialize_with = "hour")]
    at: NaiveTime,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    days_before: Option<u64>,
    hours_before: Option<i64>,
    #[serde(default, deserialize_with = "optional_hour")]
    at: Option<NaiveTime>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Eve {
    #[serde(deserialize_with = "hour")]
    at: NaiveTime,
}

/// A moment at which members are reminded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    /// Its name among the occasions of one meeting: `3d`, `1d18:00`, `2h`. It does not depend on the order in the file.
    pub name: String,
    /// The moment from which it is due.
    pub at: Timestamp,
}

impl Rule {
    fn occasion(&self, begins: NaiveDateTime) -> Option<Occasion> {
        if let Some(hours) = self.hours_before {
            let at = dates::instant(begins) - hours * HOUR;
            return Some(Occasion { name: format!("{hours}h"), at });
        }
        let days = self.days_before.unwrap_or(0);
        let day = begins.date().checked_sub_days(Days::new(days))?;
        let time = self.at.unwrap_or(begins.time());
        let name = format!("{days}d{}", self.at.map_or_else(String::new, dates::hour_as_code));
        Some(Occasion { name, at: dates::instant(day.and_time(time)) })
    }
}

impl Reminders {
    /// The occasions of a meeting that begins at `begins` (wall time), earliest first. Occasions that would come after
    /// the beginning are left out.
    pub fn of(&self, begins: NaiveDateTime) -> Vec<Occasion> {
        let start = dates::instant(begins);
        let all = self.meeting.iter().filter_map(|rule| rule.occasion(begins));
        let mut all: Vec<Occasion> = all.filter(|occasion| occasion.at < start).collect();
        all.sort_by_key(|occasion| occasion.at);
        all
    }

    /// The reminder that is due at `now` for a meeting that was announced (or moved) at `since`. It is the latest one
    /// that has passed, so that after a pause of the bot one is sent and not three. None if the next one is nearer, and
    /// once the meeting has begun.
    pub fn due(&self, begins: NaiveDateTime, since: Timestamp, now: Timestamp) -> Option<Occasion> {
        if now >= dates::instant(begins) {
            return None;
        }
        let all = self.of(begins);
        let at = all.iter().rposition(|occasion| occasion.at <= now)?;
        let nearer = all.get(at + 1).is_some_and(|next| next.at - now < now - all[at].at);
        (all[at].at > since && !nearer).then(|| all[at].clone())
    }

    /// When the evaluation of a training opens and closes, if its last day ends at `ends` (wall time).
    pub fn evaluation(&self, ends: NaiveDateTime) -> (Timestamp, Timestamp) {
        let day = ends.date();
        let closes = day.checked_add_days(Days::new(self.evaluation.days)).unwrap_or(day);
        (dates::instant(ends.max(day.and_time(self.evaluation.at))), dates::end_of(closes))
    }

    /// The reminders of a summary that was published at `published_at`. The name is the number of days after.
    pub fn of_summary(&self, published_at: Timestamp) -> Vec<Occasion> {
        let day = dates::day_of(published_at);
        let days =
            self.summary.days_after.iter().filter_map(|days| Some((days, day.checked_add_days(Days::new(*days))?)));
        days.map(|(days, day)| Occasion { name: days.to_string(), at: dates::instant(day.and_time(self.summary.at)) })
            .collect()
    }

    /// The reminder of a summary that is due at `now`: the latest that has passed. None once it has passed by two days:
    /// a member who has not read the summary by then is not reminded again.
    pub fn summary_due(&self, published_at: Timestamp, now: Timestamp) -> Option<Occasion> {
        const PEACE: Millis = 2 * DAY;
        let passed = |occasion: &Occasion| (occasion.at..occasion.at + PEACE).contains(&now);
        self.of_summary(published_at).into_iter().rfind(passed)
    }

    /// When the programme of a later day of a meeting is sent: on the evening before.
    pub fn eve(&self, begins: NaiveDateTime) -> Timestamp {
        dates::instant((begins.date() - TimeDelta::days(1)).and_time(self.eve.at))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::schedule::Rules;

    fn wall(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    fn at(text: &str) -> Timestamp {
        dates::instant(wall(text))
    }

    fn due(begins: &str, since: &str, now: &str) -> Option<String> {
        let rules = Rules::load(std::path::Path::new("dialogs/rules")).unwrap().reminders;
        rules.due(wall(begins), at(since), at(now)).map(|occasion| occasion.name)
    }

    #[test]
    fn three_reminders_each_at_its_hour_and_none_after_the_beginning() {
        let begins = "2026-12-03T10:00:00";
        let due = |now| due(begins, "2026-11-23T10:00:00", now);
        assert_eq!(due("2026-11-30T09:59:59"), None);
        assert_eq!(due("2026-11-30T10:00:00").as_deref(), Some("3d"));
        assert_eq!(due("2026-12-01T13:00:00").as_deref(), Some("3d"), "late by a day, and of use");
        assert_eq!(due("2026-12-02T17:59:59"), None, "the next is nearer");
        assert_eq!(due("2026-12-02T18:00:00").as_deref(), Some("1d18:00"));
        assert_eq!(due("2026-12-03T08:00:00").as_deref(), Some("2h"));
        assert_eq!(due("2026-12-03T10:00:00"), None);
    }

    #[test]
    fn what_lay_before_the_announcement_is_not_caught_up() {
        assert_eq!(due("2026-12-03T10:00:00", "2026-12-02T19:00:00", "2026-12-02T20:00:00"), None);
        // A meeting at seven in the evening: the eve at six comes before "24 hours before", and both before "2 hours".
        assert_eq!(
            due("2026-12-03T19:00:00", "2026-11-23T10:00:00", "2026-12-03T04:59:00").as_deref(),
            Some("1d18:00")
        );
    }

    #[test]
    fn hours_are_wall_time_across_every_shift_of_2026() {
        // Ramadan from 15 February 3:00 to 22 March 2:00 at UTC+0, then UTC+1, and UTC+0 for good from 20 September.
        for (begins, eve) in [
            ("2026-02-15T10:00:00", "2026-02-14T18:00:00"),
            ("2026-03-22T10:00:00", "2026-03-21T18:00:00"),
            ("2026-09-20T10:00:00", "2026-09-19T18:00:00"),
        ] {
            let before = format!("{}T17:59:59", &eve[..10]);
            assert_eq!(due(begins, "2026-01-01T10:00:00", &before), None, "{begins}");
            assert_eq!(due(begins, "2026-01-01T10:00:00", eve).as_deref(), Some("1d18:00"), "{begins}");
            // Two hours before ten are two hours, whatever the clocks did in the night.
            let two = dates::instant(wall(begins)) - 2 * 3_600_000;
            assert_eq!(dates::wall(two).time(), NaiveTime::from_hms_opt(8, 0, 0).unwrap(), "{begins}");
        }
        let hours = |from: &str, to: &str| (at(to) - at(from)) / 3_600_000;
        assert_eq!(hours("2026-02-14T18:00:00", "2026-02-15T10:00:00"), 17);
        assert_eq!(hours("2026-03-21T18:00:00", "2026-03-22T10:00:00"), 15);
        assert_eq!(hours("2026-09-19T18:00:00", "2026-09-20T10:00:00"), 17);
    }
}
