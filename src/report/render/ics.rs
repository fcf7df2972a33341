//! A meeting as an .ics file (RFC 5545, RFC 5546) that opens in a phone's calendar.
//!
//! Instants are in UTC: phones too hold old rules of Morocco's time. The same UID with a higher SEQUENCE replaces what the
//! calendar has, and takes it away when it is cancelled.

use chrono::{DateTime, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

/// One day of a meeting.
#[derive(Debug, Clone)]
pub struct CalendarDay {
    /// Never changes: a calendar replaces the event that has it.
    pub uid: String,
    /// Its beginning; milliseconds since 1970, UTC.
    pub starts_at: i64,
    /// Its end, if that is known.
    pub ends_at: Option<i64>,
    pub title: String,
    /// What it is about; several lines.
    pub text: String,
    /// This day does not take place any more.
    pub cancelled: bool,
}

/// What holds for all days.
#[derive(Debug, Clone)]
pub struct About {
    /// Grows with every change.
    pub sequence: i64,
    /// When that was; milliseconds since 1970, UTC.
    pub changed_at: i64,
    /// It does not take place.
    pub cancelled: bool,
    pub place: String,
    /// A link to the map.
    pub map: Option<String>,
    pub organiser: String,
    /// An address that stands for them: the bot's.
    pub address: String,
}

fn moment(at: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at).unwrap_or_default()
}

/// The calendar file.
pub fn file(about: &About, days: &[CalendarDay]) -> Vec<u8> {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0")).append_property(("PRODID", "-//Takafou//Takafou//AR"));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.append_property(("METHOD", if about.cancelled { "CANCEL" } else { "PUBLISH" }));
    for day in days {
        let mut event = Event::new();
        let organiser =
            Property::new("ORGANIZER", &about.address).add_parameter("CN", &quoted(&about.organiser)).done();
        event
            .uid(&day.uid)
            .sequence(u32::try_from(about.sequence).unwrap_or(u32::MAX))
            .timestamp(moment(about.changed_at))
            .starts(moment(day.starts_at))
            .summary(&day.title)
            .description(&day.text)
            .location(&about.place)
            .append_property(organiser)
            .status(if about.cancelled || day.cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed });
        if let Some(ends_at) = day.ends_at {
            event.ends(moment(ends_at));
        }
        if let Some(map) = &about.map {
            event.url(map);
        }
        calendar.push(event.done());
    }
    calendar.to_string().into_bytes()
}

/// A parameter may hold neither quotes nor line ends (RFC 5545, 3.2).
fn quoted(text: &str) -> String {
    text.chars().map(|c| if c == '"' || c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn about(cancelled: bool) -> About {
        About {
            sequence: 2,
            changed_at: 1_795_428_000_000,
            cancelled,
            place: "قاعة الاجتماعات; الطابق 1, مكناس".into(),
            map: Some("https://example.org/map?q=1,2".into()),
            organiser: "مجلس \"العمالة\"".into(),
            address: "https://t.me/takafou_bot".into(),
        }
    }

    fn entry(n: i64) -> CalendarDay {
        CalendarDay {
            uid: format!("takafou-7-{n}@takafou_bot"),
            starts_at: 1_795_428_000_000 + n * 86_400_000,
            ends_at: (n == 1).then_some(1_795_428_000_000 + n * 86_400_000 + 7_200_000),
            title: "دورة تكوينية: «وضع وتنفيذ خطة عمل هيئات المساواة وتكافؤ الفرص ومقاربة النوع»".into(),
            text: "• حصيلة الأنشطة\n• مشروع خطة العمل; ثم نقاش, وأسئلة \\ أجوبة".into(),
            cancelled: false,
        }
    }

    /// Read with another parser than the one that wrote it.
    fn read(bytes: &[u8]) -> (HashMap<String, String>, Vec<HashMap<String, String>>) {
        let calendars: Vec<_> = ical::IcalParser::new(bytes).collect::<Result<_, _>>().unwrap();
        assert_eq!(calendars.len(), 1);
        let all = |properties: &[ical::property::Property]| {
            properties.iter().map(|p| (p.name.clone(), p.value.clone().unwrap_or_default())).collect()
        };
        (all(&calendars[0].properties), calendars[0].events.iter().map(|event| all(&event.properties)).collect())
    }

    fn unescaped(text: &str) -> String {
        let mut plain = String::new();
        let mut signs = text.chars();
        while let Some(sign) = signs.next() {
            match (sign, sign == '\\') {
                (_, true) => plain.extend(signs.next().map(|c| if c == 'n' { '\n' } else { c })),
                (c, false) => plain.push(c),
            }
        }
        plain
    }

    #[test]
    fn another_parser_reads_what_was_meant() {
        let bytes = file(&about(false), &[entry(1), entry(2)]);
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.lines().all(|line| line.len() <= 75), "RFC 5545: lines of 75 octets at most");
        assert!(text.split('\n').all(|line| line.is_empty() || line.ends_with('\r')));
        let (calendar, events) = read(&bytes);
        assert_eq!((calendar["METHOD"].as_str(), calendar["VERSION"].as_str()), ("PUBLISH", "2.0"));
        assert_eq!(events.len(), 2);
        let first = &events[0];
        assert_eq!(first["UID"], "takafou-7-1@takafou_bot");
        assert_eq!(first["SEQUENCE"], "2");
        assert_eq!(first["DTSTART"], "20261124T100000Z");
        assert_eq!(first["DTEND"], "20261124T120000Z");
        assert_eq!(first["DTSTAMP"], "20261123T100000Z");
        assert_eq!(first["STATUS"], "CONFIRMED");
        assert_eq!(unescaped(&first["SUMMARY"]), entry(1).title);
        assert_eq!(unescaped(&first["DESCRIPTION"]), entry(1).text);
        assert_eq!(unescaped(&first["LOCATION"]), about(false).place);
        assert_eq!(first["URL"], "https://example.org/map?q=1,2");
        assert!(!events[1].contains_key("DTEND"), "an end that nobody has said is not made up");
    }

    #[test]
    fn a_day_less_takes_itself_out_of_the_calendar() {
        let (calendar, events) = read(&file(&about(false), &[entry(1), CalendarDay { cancelled: true, ..entry(2) }]));
        assert_eq!(calendar["METHOD"], "PUBLISH");
        assert_eq!((events[0]["STATUS"].as_str(), events[1]["STATUS"].as_str()), ("CONFIRMED", "CANCELLED"));
    }

    #[test]
    fn a_cancelled_meeting_takes_itself_out_of_the_calendar() {
        let (calendar, events) = read(&file(&about(true), &[entry(1)]));
        assert_eq!(calendar["METHOD"], "CANCEL");
        assert_eq!((events[0]["STATUS"].as_str(), events[0]["UID"].as_str()), ("CANCELLED", "takafou-7-1@takafou_bot"));
    }
}
