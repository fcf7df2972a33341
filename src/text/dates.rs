//! Days and hours as Moroccans write them, and the parsing of what they type.
//!
//! Legal time is Africa/Casablanca wall time. Its rules changed on 2026-09-20 (permanent UTC+0). Older zone data of the
//! system does not know this, so the program carries its own (`jiff`).

use chrono::{DateTime, Datelike, Locale, NaiveDate, NaiveDateTime, NaiveTime};

use crate::dialog::answer::latin_digit;
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

/// `الثلاثاء 3 مارس 2026`, `mardi 3 mars 2026`.
pub fn day_in_words(day: NaiveDate, language: &str) -> String {
    day.format_localized("%A %-d %B %Y", locale(language)).to_string()
}

/// `3 مارس`: for days of about the same year.
pub fn date_in_words(day: NaiveDate, language: &str) -> String {
    day.format_localized("%-d %B", locale(language)).to_string()
}

/// `مارس 2026`: the heading of a month grid.
pub fn month_in_words(day: NaiveDate, language: &str) -> String {
    day.format_localized("%B %Y", locale(language)).to_string()
}

/// The day and the hour of a moment: `3 مارس 2026 10:05`.
pub fn moment_in_words(at: Timestamp, language: &str) -> String {
    DateTime::<chrono::Utc>::from_naive_utc_and_offset(wall(at), chrono::Utc)
        .format_localized("%-d %B %Y %H:%M", locale(language))
        .to_string()
}

fn locale(language: &str) -> Locale {
    match language {
        "ar" => Locale::ar_MA, // ماي، يوليوز، غشت: plain `ar` has other months
        "fr" => Locale::fr_FR,
        _ => Locale::en_GB,
    }
}

/// Parses a day that a person typed: `3 دجنبر`, `3/12`, `03/12/2026`, `2026-12-03`, `3 décembre 2026`. Without a year,
/// it is the next such day from `today` on.
pub fn parse_day(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let latin: String = typed.chars().map(latin_digit).collect();
    let numbers: Vec<u32> = latin.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
    let (day, month, year) = match (named_month(&latin), numbers.as_slice()) {
        (Some(month), [day]) => (*day, month, None),
        (Some(month), [day, year]) => (*day, month, Some(*year)),
        (None, [day, month]) => (*day, *month, None),
        (None, [year, month, day]) if *year > 31 => (*day, *month, Some(*year)),
        (None, [day, month, year]) => (*day, *month, Some(*year)),
        _ => return None,
    };
    if let Some(year) = year {
        let year = i32::try_from(if year < 100 { 2000 + year } else { year }).ok()?;
        return NaiveDate::from_ymd_opt(year, month, day);
    }
    let next = |year| NaiveDate::from_ymd_opt(year, month, day).filter(|date| *date >= today);
    (today.year()..=today.year() + 4).find_map(next) // 29 February may be four years away
}

/// `10:30`: a time of the day, on 24 hours.
pub fn hour_in_words(hour: NaiveTime) -> String {
    hour.format("%H:%M").to_string()
}

/// Parses a time that a person typed: `10:30`, `10h30`, `10 h`, `على الساعة 10`, `3 بعد الزوال`, or a number alone.
pub fn parse_hour(typed: &str) -> Option<NaiveTime> {
    hour_in(typed, true).map(|(hour, _)| hour)
}

/// Parses a day and, if one was typed with it, a time: `الثلاثاء 3 مارس على الساعة 10`, `3/3 10h`.
pub fn parse_day_and_hour(typed: &str, today: NaiveDate) -> (Option<NaiveDate>, Option<NaiveTime>) {
    match hour_in(typed, false) {
        Some((hour, rest)) => (parse_day(&rest, today), Some(hour)),
        None => (parse_day(typed, today), None),
    }
}

/// Finds a time in a text, and returns it with the rest of the text. With `alone`, a number without any sign of a time
/// is one too.
fn hour_in(typed: &str, alone: bool) -> Option<(NaiveTime, String)> {
    const SAID: [&str; 4] = ["الساعة", "à ", " at ", "a "];
    const AFTERNOON: [&str; 5] = ["بعد الزوال", "مساء", "زوالا", "après-midi", "pm"];
    let latin: String = typed.to_lowercase().chars().map(latin_digit).collect();
    let said = SAID.iter().filter_map(|word| latin.rfind(word).map(|at| at + word.len())).max();
    // Digits, a sign, digits. The sign, or the word before, must say that this is a time.
    let mut found = None;
    let mut at = 0;
    while let Some(start) = latin[at..].find(|c: char| c.is_ascii_digit()).map(|i| at + i) {
        let digits =
            |from: usize| from + latin[from..].find(|c: char| !c.is_ascii_digit()).unwrap_or(latin.len() - from);
        let end = digits(start);
        let after = latin[end..].trim_start();
        let sign = end + (latin[end..].len() - after.len());
        let marked = after.starts_with(':') || after.starts_with('h') && !after.starts_with("ht");
        let named = said.is_some_and(|said| latin[said..start.max(said)].trim().is_empty() && said <= start);
        if marked || named || alone {
            let minutes =
                if marked { sign + 1 + (latin[sign + 1..].len() - latin[sign + 1..].trim_start().len()) } else { end };
            let until = if marked { digits(minutes) } else { end };
            let minute = if until > minutes { latin[minutes..until].parse().ok()? } else { 0 };
            found = Some((latin[start..end].parse::<u32>().ok()?, minute, start, until));
            break;
        }
        at = end;
    }
    let (hour, minute, start, until) = found?;
    let afternoon = hour < 12 && AFTERNOON.iter().any(|word| latin.contains(word));
    let time = NaiveTime::from_hms_opt(if afternoon { hour + 12 } else { hour }, minute, 0)?;
    Some((time, format!("{} {}", &latin[..start], &latin[until..])))
}

fn named_month(typed: &str) -> Option<u32> {
    let key = super::arabic::search_key(typed);
    (1..=12).find(|month| {
        let Some(first) = NaiveDate::from_ymd_opt(2026, *month, 1) else {
            return false;
        };
        ["ar", "fr", "en"].iter().any(|language| {
            let name = first.format_localized("%B", locale(language)).to_string();
            key.contains(&super::arabic::search_key(&name))
        })
    })
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

    #[test]
    fn typed_hours_are_read() {
        let at = |h, m| NaiveTime::from_hms_opt(h, m, 0);
        for (typed, hour) in [
            ("10", at(10, 0)),
            ("10:30", at(10, 30)),
            ("١٠:٣٠", at(10, 30)),
            ("10h", at(10, 0)),
            ("9 h 15", at(9, 15)),
            ("على الساعة 10", at(10, 0)),
            ("3 بعد الزوال", at(15, 0)),
            ("15h30", at(15, 30)),
            ("25:00", None),
            ("10:75", None),
            ("غدا", None),
        ] {
            assert_eq!(parse_hour(typed), hour, "{typed}");
        }
        let today = ymd(2026, 11, 23);
        for (typed, day, hour) in [
            ("الثلاثاء 3 مارس على الساعة 10", ymd(2027, 3, 3), at(10, 0)),
            ("3/3 10h", ymd(2027, 3, 3), at(10, 0)),
            ("3 mars 2027 à 9h30", ymd(2027, 3, 3), at(9, 30)),
            ("3/3/2027 14:00", ymd(2027, 3, 3), at(14, 0)),
            ("3 مارس", ymd(2027, 3, 3), None),
        ] {
            assert_eq!(parse_day_and_hour(typed, today), (Some(day), hour), "{typed}");
        }
        assert_eq!(parse_day_and_hour("31/2 10h", today).0, None);
    }

    #[test]
    fn typed_days_are_read() {
        let today = ymd(2026, 11, 23);
        for (typed, day) in [
            ("3/12", ymd(2026, 12, 3)),
            ("٣ دجنبر", ymd(2026, 12, 3)),
            ("الخميس 3 دجنبر 2026", ymd(2026, 12, 3)),
            ("3 decembre", ymd(2026, 12, 3)),
            ("2026-12-03", ymd(2026, 12, 3)),
            ("3/1", ymd(2027, 1, 3)),
            ("03/12/27", ymd(2027, 12, 3)),
        ] {
            assert_eq!(parse_day(typed, today), Some(day), "{typed}");
        }
        for typed in ["", "غدا", "31/2", "31 février 2027", "25:00 3 4 5"] {
            assert_eq!(parse_day(typed, today), None, "{typed}");
        }
    }
}
