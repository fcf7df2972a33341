//! How days are spread: how many answers name each day, month or year.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

/// What days are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Each day by itself.
    Day,
    /// By month.
    Month,
    /// By year.
    Year,
    /// By ten years, from one that ends in 0.
    Decade,
}

/// Most periods between the first and the last answer; with more, longer ones are counted.
const MOST: i32 = 31;

/// Days counted by period: its first day and how many answers name a day in it. Periods that nobody names are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days {
    /// What they are counted by: the shortest with which the chart does not get too long.
    pub period: Period,
    /// In their order.
    pub counts: Vec<(NaiveDate, usize)>,
}

impl Days {
    /// Counts these days; none without any.
    pub fn of(days: &[NaiveDate]) -> Option<Days> {
        let (first, last) = (days.iter().min()?, days.iter().max()?);
        let months = |day: &NaiveDate| day.year() * 12 + day.month0().cast_signed();
        let period = if (*last - *first).num_days() < i64::from(MOST) {
            Period::Day
        } else if months(last) - months(first) < MOST {
            Period::Month
        } else if last.year() - first.year() < MOST {
            Period::Year
        } else {
            Period::Decade
        };
        let mut counts: BTreeMap<NaiveDate, usize> = BTreeMap::new();
        days.iter().for_each(|day| *counts.entry(period.begin(*day)).or_default() += 1);
        Some(Days { period, counts: counts.into_iter().collect() })
    }
}

impl Period {
    /// The first day of the period that a day is in.
    fn begin(self, day: NaiveDate) -> NaiveDate {
        let (year, month, of_month) = match self {
            Period::Day => (day.year(), day.month(), day.day()),
            Period::Month => (day.year(), day.month(), 1),
            Period::Year => (day.year(), 1, 1),
            Period::Decade => (day.year().div_euclid(10) * 10, 1, 1),
        };
        NaiveDate::from_ymd_opt(year, month, of_month).unwrap_or(day)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn counted(days: &[&str]) -> (Period, Vec<(String, usize)>) {
        let days: Vec<NaiveDate> = days.iter().map(|day| day.parse().unwrap()).collect();
        let found = Days::of(&days).unwrap();
        (found.period, found.counts.into_iter().map(|(day, n)| (day.to_string(), n)).collect())
    }

    #[test]
    fn the_shortest_period_that_gives_few_rows_is_counted() {
        let rows = |rows: &[(&str, usize)]| rows.iter().map(|(day, n)| ((*day).to_owned(), *n)).collect::<Vec<_>>();
        let near = counted(&["2026-03-03", "2026-04-02", "2026-03-03"]);
        assert_eq!(near, (Period::Day, rows(&[("2026-03-03", 2), ("2026-04-02", 1)])));
        let months = counted(&["2026-03-03", "2026-04-03", "2026-04-30"]);
        assert_eq!(months, (Period::Month, rows(&[("2026-03-01", 1), ("2026-04-01", 2)])));
        let years = counted(&["2020-03-03", "2026-04-03"]);
        assert_eq!(years, (Period::Year, rows(&[("2020-01-01", 1), ("2026-01-01", 1)])));
        let births = counted(&["1949-12-31", "1950-01-01", "1999-05-05", "1991-05-05"]);
        assert_eq!(births, (Period::Decade, rows(&[("1940-01-01", 1), ("1950-01-01", 1), ("1990-01-01", 2)])));
        assert_eq!(Days::of(&[]), None);
    }
}
