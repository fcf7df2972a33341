//! Cautions before a meeting is announced for a day and hour, by `calendar.toml`. They are warnings and never refuse
//! anything.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use serde::{Deserialize, Deserializer};

use super::hour::hour;
use crate::types::BodyId;

/// The rules of `calendar.toml`: holidays, prayer, Ramadan and notice periods.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    notice: Notice,
    usual: Hours,
    friday: Hours,
    #[serde(default)]
    ramadan: Vec<Ramadan>,
    #[serde(default)]
    holiday: Vec<Holiday>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Notice {
    days: i64,
    #[serde(default)]
    kinds: BTreeMap<String, i64>,
    #[serde(default)]
    bodies: BTreeMap<String, i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hours {
    #[serde(deserialize_with = "hour")]
    from: NaiveTime,
    #[serde(deserialize_with = "hour")]
    to: NaiveTime,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ramadan {
    first: NaiveDate,
    last: NaiveDate,
    #[serde(deserialize_with = "hour")]
    from: NaiveTime,
    #[serde(deserialize_with = "hour")]
    to: NaiveTime,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    day: When,
    #[serde(default = "one")]
    days: u64,
    name: String,
    #[serde(default)]
    estimated: bool,
}

fn one() -> u64 {
    1
}

/// A day of every year, or one date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Yearly(u32, u32),
    Once(NaiveDate),
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<When, D::Error> {
        let written = String::deserialize(from)?;
        if let Ok(day) = written.parse() {
            return Ok(When::Once(day));
        }
        let leap = format!("2028-{written}"); // 29 February is a day
        let day: Result<NaiveDate, _> = leap.parse();
        day.map(|day| When::Yearly(day.month(), day.day())).map_err(|_| {
            serde::de::Error::custom(format!("`{written}` is no day; write it as \"11-18\" or \"2027-03-09\""))
        })
    }
}

impl Holiday {
    fn first(&self, year: i32) -> Option<NaiveDate> {
        match self.day {
            When::Yearly(month, day) => NaiveDate::from_ymd_opt(year, month, day),
            When::Once(day) => Some(day),
        }
    }

    fn falls_on(&self, day: NaiveDate) -> bool {
        let first = self.first(day.year());
        first.is_some_and(|first| (first..first + Days::new(self.days)).contains(&day))
    }
}

/// Something to consider before a meeting is announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caution {
    /// The meeting is in the hours of Friday prayer.
    Friday {
        /// The day of the meeting.
        day: NaiveDate,
    },
    /// The day is a public holiday.
    Holiday {
        /// The day of the meeting.
        day: NaiveDate,
        /// The name of the holiday in `calendar.toml`.
        name: String,
        /// The moon decides on the date, so it may be a day later.
        estimated: bool,
    },
    /// The meeting is near iftar, in a Ramadan whose dates `calendar.toml` holds.
    Iftar {
        /// The day of the meeting.
        day: NaiveDate,
    },
    /// A day begins or ends outside the usual hours.
    Hour {
        /// The beginning or end.
        hour: NaiveTime,
    },
    /// The notice period is shorter than usual.
    Notice {
        /// Days from today until the meeting.
        given: i64,
        /// The usual number of days.
        usual: i64,
    },
}

impl Calendar {
    /// The cautions about a meeting: its days with beginning and end (wall time), its kind, and the bodies that it is
    /// announced to.
    pub fn cautions(
        &self,
        days: &[(NaiveDateTime, Option<NaiveDateTime>)],
        kind: &str,
        bodies: &[BodyId],
        today: NaiveDate,
    ) -> Vec<Caution> {
        let mut found = Vec::new();
        for (begins, ends) in days {
            let day = begins.date();
            let meets = |from: NaiveTime, to: NaiveTime| {
                let reaches = ends.map_or(*begins >= day.and_time(from), |ends| ends > day.and_time(from));
                *begins < day.and_time(to) && reaches
            };
            let holidays = self.holiday.iter().filter(|holiday| holiday.falls_on(day));
            found.extend(holidays.map(|holiday| Caution::Holiday {
                day,
                name: holiday.name.clone(),
                estimated: holiday.estimated,
            }));
            if day.weekday() == Weekday::Fri && meets(self.friday.from, self.friday.to) {
                found.push(Caution::Friday { day });
            }
            let fasting = self.ramadan.iter().find(|ramadan| (ramadan.first..=ramadan.last).contains(&day));
            if fasting.is_some_and(|ramadan| meets(ramadan.from, ramadan.to)) {
                found.push(Caution::Iftar { day });
            }
        }
        // All days have the same hours.
        let first = days.first().map(|(begins, ends)| std::iter::once(*begins).chain(*ends));
        let hours = first.into_iter().flatten().map(|at| at.time());
        let unusual = hours.filter(|hour| *hour < self.usual.from || *hour > self.usual.to);
        found.extend(unusual.map(|hour| Caution::Hour { hour }));
        let usual = self.notice.kinds.get(kind).copied().unwrap_or(self.notice.days);
        let of_bodies = bodies.iter().filter_map(|body| self.notice.bodies.get(&body.to_string()).copied());
        let usual = of_bodies.max().unwrap_or(usual);
        if let Some((begins, _)) = days.first() {
            let given = (begins.date() - today).num_days();
            if given < usual {
                found.push(Caution::Notice { given, usual });
            }
        }
        found
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::schedule::Rules;

    fn cautions(begins: &str, ends: Option<&str>, kind: &str) -> Vec<Caution> {
        let calendar = Rules::load(std::path::Path::new("dialogs/rules")).unwrap().calendar;
        let ends = ends.map(|ends| ends.parse().unwrap());
        calendar.cautions(&[(begins.parse().unwrap(), ends)], kind, &[], "2026-11-23".parse().unwrap())
    }

    #[test]
    fn an_ordinary_morning_needs_no_caution() {
        assert_eq!(cautions("2026-12-03T10:00:00", None, "ordinary"), []);
        assert_eq!(cautions("2026-12-05T10:00:00", Some("2026-12-05T13:00:00"), "ordinary"), []); // a Saturday
        assert_eq!(cautions("2026-12-04T09:00:00", Some("2026-12-04T12:00:00"), "ordinary"), []); // a Friday morning
        assert_eq!(cautions("2026-12-04T15:00:00", None, "ordinary"), []);
    }

    #[test]
    fn an_unusual_hour_is_said() {
        let hour = |text: &str| Caution::Hour { hour: text.parse().unwrap() };
        for (begins, ends, said) in [
            ("07:00:00", Some("22:00:00"), vec![]),
            ("06:59:00", None, vec![hour("06:59:00")]),
            ("03:00:00", Some("05:00:00"), vec![hour("03:00:00"), hour("05:00:00")]),
            ("20:00:00", Some("22:01:00"), vec![hour("22:01:00")]),
            ("23:30:00", None, vec![hour("23:30:00")]),
        ] {
            let ends = ends.map(|ends| format!("2026-12-03T{ends}"));
            assert_eq!(cautions(&format!("2026-12-03T{begins}"), ends.as_deref(), "ordinary"), said, "{begins}");
        }
    }

    #[test]
    fn friday_prayer_holidays_iftar_and_short_notice_are_said() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let friday = vec![Caution::Friday { day: day("2026-12-04") }];
        assert_eq!(cautions("2026-12-04T12:00:00", None, "ordinary"), friday);
        assert_eq!(cautions("2026-12-04T10:00:00", Some("2026-12-04T13:00:00"), "ordinary"), friday);
        let holiday = |on: &str, name: &str, estimated| Caution::Holiday { day: day(on), name: name.into(), estimated };
        assert_eq!(
            cautions("2027-01-14T10:00:00", None, "ordinary"),
            [holiday("2027-01-14", "amazigh-new-year", false)]
        );
        assert_eq!(cautions("2027-03-10T10:00:00", None, "ordinary"), [holiday("2027-03-10", "fitr", true)]);
        assert_eq!(cautions("2027-02-16T17:30:00", None, "ordinary"), [Caution::Iftar { day: day("2027-02-16") }]);
        let late = Caution::Hour { hour: "00:30:00".parse().unwrap() };
        assert_eq!(cautions("2027-02-16T22:00:00", Some("2027-02-17T00:30:00"), "ordinary"), [late]);
        assert_eq!(cautions("2026-11-30T10:00:00", None, "ordinary"), []);
        assert_eq!(cautions("2026-11-29T10:00:00", None, "ordinary"), [Caution::Notice { given: 6, usual: 7 }]);
        assert_eq!(cautions("2026-12-02T10:00:00", None, "training"), [Caution::Notice { given: 9, usual: 10 }]);
    }
}
