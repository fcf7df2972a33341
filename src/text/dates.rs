//! Days and hours as Moroccans write them.
//!
//! Legal time is Africa/Casablanca wall time. Its rules changed on 2026-09-20 (permanent UTC+0). Older zone data of the
//! system does not know this, so the program carries its own (`jiff`).

use chrono::{DateTime, Datelike, Locale, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use crate::types::Timestamp;

/// The name of Morocco's zone in the IANA data.
pub const ZONE: &str = "Africa/Casablanca";

/// The day in Morocco at this moment.
pub fn day_of(at: Timestamp) -> NaiveDate {
    wall(at).date()
}

/// The moment at which this day ends in Morocco.
pub fn end_of(day: NaiveDate) -> Timestamp {
    instant(day.succ_opt().unwrap_or(day).and_time(NaiveTime::MIN))
}

/// What clocks in Morocco show at this moment.
pub fn wall(at: Timestamp) -> NaiveDateTime {
    DateTime::from_timestamp_millis(at.0.saturating_add(offset(at))).unwrap_or_default().naive_utc()
}

/// The moment at which clocks in Morocco show this. If they show it twice, it is the first moment. If they leap over
/// it, it is as long after the leap as `wall` is after the last time before the leap.
pub fn instant(wall: NaiveDateTime) -> Timestamp {
    let as_utc = wall.and_utc().timestamp_millis();
    let moment = || {
        let zone = jiff::tz::TimeZone::get(ZONE).ok()?;
        let civil = jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::from_millisecond(as_utc).ok()?);
        Some(zone.to_ambiguous_timestamp(civil).compatible().ok()?.as_millisecond())
    };
    Timestamp(moment().unwrap_or(as_utc)) // years that no calendar holds
}

/// Offset from UTC in milliseconds at this moment.
fn offset(at: Timestamp) -> i64 {
    let zone = jiff::tz::TimeZone::get(ZONE).ok();
    let moment = jiff::Timestamp::from_millisecond(at.0).ok();
    zone.zip(moment).map_or(0, |(zone, moment)| i64::from(zone.to_offset(moment).seconds()) * 1000)
}

/// `الثلاثاء 3 مارس 2026`, `mardi 3 mars 2026`, `dimanche 1er mars 2026`.
pub fn day_in_words(day: NaiveDate, language: &str) -> String {
    format_day(day, "%A {} %B %Y", language)
}

/// The first day of a range, without the month and the year that it shares with the last one: `jeudi 26` of
/// `du jeudi 26 au lundi 30 novembre 2026`.
pub fn first_day_in_words(first: NaiveDate, last: NaiveDate, language: &str) -> String {
    let pattern = match (first.year() == last.year(), first.month() == last.month()) {
        (true, true) => "%A {}",
        (true, false) => "%A {} %B",
        (false, _) => "%A {} %B %Y",
    };
    format_day(first, pattern, language)
}

/// `3 مارس`: for days of about the same year.
pub fn date_in_words(day: NaiveDate, language: &str) -> String {
    format_day(day, "{} %B", language)
}

/// `3 مارس 2026`, `3 mars 2026`.
pub fn full_date_in_words(day: NaiveDate, language: &str) -> String {
    format_day(day, "{} %B %Y", language)
}

/// A day after a pattern of chrono, in which `{}` is the number of the day: 1er in French.
fn format_day(day: NaiveDate, pattern: &str, language: &str) -> String {
    let number = if language == "fr" && day.day() == 1 { "1er" } else { "%-d" };
    day.format_localized(&pattern.replace("{}", number), locale(language)).to_string()
}

/// `مارس 2026`: the heading of a month grid.
pub fn month_in_words(day: NaiveDate, language: &str) -> String {
    day.format_localized("%B %Y", locale(language)).to_string()
}

/// The day and the hour of a moment: `3 مارس 2026، 10:05`, `3 mars 2026 à 10 h 05`.
pub fn moment_in_words(at: Timestamp, language: &str) -> String {
    let between = match language {
        "ar" => "،",
        "fr" => " à",
        _ => ",",
    };
    let moment = wall(at);
    let day = full_date_in_words(moment.date(), language);
    format!("{day}{between} {}", hour_in_words(moment.time(), language))
}

fn locale(language: &str) -> Locale {
    match language {
        "ar" => Locale::ar_MA, // ماي، يوليوز، غشت: plain `ar` has other months
        "fr" => Locale::fr_FR,
        _ => Locale::en_GB,
    }
}

/// A time of the day, on 24 hours, for people to read: `10:30`; in French `10 h 30`, `9 h`.
pub fn hour_in_words(hour: NaiveTime, language: &str) -> String {
    match (language, hour.minute()) {
        ("fr", 0) => format!("{}\u{a0}h", hour.hour()),
        ("fr", minute) => format!("{}\u{a0}h\u{a0}{minute:02}", hour.hour()),
        _ => hour_as_code(hour),
    }
}

/// `10:30`: a time of the day for columns of codes and for keys, the same in every language.
pub fn hour_as_code(hour: NaiveTime) -> String {
    hour.format("%H:%M").to_string()
}

/// The first day of the month `by` months away.
pub fn month_after(day: NaiveDate, by: i32) -> Option<NaiveDate> {
    let months = day.year() * 12 + day.month0().cast_signed() + by;
    NaiveDate::from_ymd_opt(months.div_euclid(12), months.rem_euclid(12).unsigned_abs() + 1, 1)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::types::HOUR;

    fn utc(at: NaiveDateTime) -> Timestamp {
        Timestamp(at.and_utc().timestamp_millis())
    }

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn months_are_moroccan() {
        assert_eq!(day_in_words(ymd(2026, 8, 4), "ar"), "الثلاثاء 4 غشت 2026");
        assert_eq!(day_in_words(ymd(2020, 3, 3), "fr"), "mardi 3 mars 2020");
        assert_eq!(day_in_words(ymd(2020, 3, 3), "en"), "Tuesday 3 March 2020");
    }

    #[test]
    fn french_writes_the_first_of_a_month_and_hours_in_its_own_way() {
        assert_eq!(day_in_words(ymd(2026, 3, 1), "fr"), "dimanche 1er mars 2026");
        assert_eq!(date_in_words(ymd(2026, 12, 1), "fr"), "1er décembre");
        assert_eq!(date_in_words(ymd(2026, 12, 11), "fr"), "11 décembre");
        assert_eq!(day_in_words(ymd(2026, 3, 1), "en"), "Sunday 1 March 2026");
        let hour = |h, m| NaiveTime::from_hms_opt(h, m, 0).unwrap();
        let written = [(0, 0), (9, 0), (9, 5), (10, 30), (23, 59)].map(|(h, m)| hour_in_words(hour(h, m), "fr"));
        assert_eq!(written, ["0\u{a0}h", "9\u{a0}h", "9\u{a0}h\u{a0}05", "10\u{a0}h\u{a0}30", "23\u{a0}h\u{a0}59"]);
        assert_eq!((hour_in_words(hour(9, 0), "ar"), hour_as_code(hour(9, 0))), ("09:00".into(), "09:00".into()));
        let moment = instant(ymd(2026, 12, 1).and_time(hour(10, 0)));
        assert_eq!(moment_in_words(moment, "fr"), "1er décembre 2026 à 10\u{a0}h");
        assert_eq!(moment_in_words(moment, "ar"), "1 دجنبر 2026، 10:00");
        assert_eq!(moment_in_words(moment, "en"), "1 December 2026, 10:00");
    }

    #[test]
    fn a_range_says_month_and_year_once() {
        let first = |first, last| first_day_in_words(first, last, "fr");
        assert_eq!(first(ymd(2026, 11, 26), ymd(2026, 11, 30)), "jeudi 26");
        assert_eq!(first(ymd(2026, 12, 1), ymd(2026, 12, 2)), "mardi 1er");
        assert_eq!(first(ymd(2026, 11, 30), ymd(2026, 12, 1)), "lundi 30 novembre");
        assert_eq!(first(ymd(2026, 12, 31), ymd(2027, 12, 31)), "jeudi 31 décembre 2026");
        assert_eq!(first_day_in_words(ymd(2026, 11, 30), ymd(2026, 12, 1), "ar"), "الاثنين 30 نونبر");
    }

    #[test]
    fn morocco_is_at_utc_since_20_september_2026() {
        assert_eq!(offset(utc(ymd(2026, 11, 23).and_time(NaiveTime::MIN))), 0);
        assert_eq!(offset(utc(ymd(2026, 7, 1).and_time(NaiveTime::MIN))), 3_600_000);
        let end = end_of(ymd(2026, 12, 3));
        assert_eq!(end, utc(ymd(2026, 12, 4).and_time(NaiveTime::MIN)));
        assert_eq!((day_of(end - 1), day_of(end)), (ymd(2026, 12, 3), ymd(2026, 12, 4)));
        // The night of the change shows 1:30 twice, and the night into summer time of that year leaps over 2:30.
        let twice = ymd(2026, 9, 20).and_hms_opt(1, 30, 0).unwrap();
        assert_eq!(instant(twice), utc(twice) - HOUR);
        let leapt = ymd(2026, 3, 22).and_hms_opt(2, 30, 0).unwrap();
        assert_eq!(wall(instant(leapt)), ymd(2026, 3, 22).and_hms_opt(3, 30, 0).unwrap());
        let summer = end_of(ymd(2026, 7, 1));
        assert_eq!((day_of(summer - 1), day_of(summer)), (ymd(2026, 7, 1), ymd(2026, 7, 2)));
    }
}
