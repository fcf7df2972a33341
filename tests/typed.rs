//! What people type is read as what they mean, or not at all.

#![expect(clippy::unwrap_used, reason = "tests")]

use chrono::{Datelike, NaiveDate, NaiveTime};
use proptest::prelude::*;
use takafou::dialog::written;
use takafou::text::dates;
use takafou::typed::{Days, Hours, Label, Match, When, find_options, label_key, read_hours, read_numbers, read_when};

fn at(hour: &str) -> NaiveTime {
    NaiveTime::parse_from_str(hour, "%H:%M").unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Friday 27 November 2026.
fn today() -> NaiveDate {
    day("2026-11-27")
}

#[test]
fn hours_are_read() {
    for (typed, hour) in [
        // Arabic
        ("9 ونصف", "09:30"),
        ("9 و نصف", "09:30"),
        ("9ونصف", "09:30"),
        ("10 وربع", "10:15"),
        ("10 والربع", "10:15"),
        ("9 إلا ربع", "08:45"),
        ("9 الا ربع", "08:45"),
        ("9 إلا الربع", "08:45"),
        ("9 إلا 10 دقائق", "08:50"),
        ("9 إلا خمس دقائق", "08:55"),
        ("9 و 20 دقيقة", "09:20"),
        ("9 وعشر دقائق", "09:10"),
        ("10 والثلث", "10:20"),
        ("3 عشية", "15:00"),
        ("٣ عشيّة", "15:00"),
        ("8 ليلا", "20:00"),
        ("8 ليلاً", "20:00"),
        ("12 ليلا", "00:00"),
        ("2 ليلا", "02:00"),
        ("10 صباحا", "10:00"),
        ("10:30 ص", "10:30"),
        ("3 م", "15:00"),
        ("3 بعد الزوال", "15:00"),
        ("12:30 بعد الزوال", "12:30"),
        ("12 زوالا", "12:00"),
        ("1 ظهرا", "13:00"),
        ("6 مساء", "18:00"),
        ("6 مساءً", "18:00"),
        ("العاشرة", "10:00"),
        ("العاشرة والنصف", "10:30"),
        ("الساعة العاشرة والنصف صباحا", "10:30"),
        ("على الساعة الثالثة والربع بعد الزوال", "15:15"),
        ("الثانية عشرة والنصف", "12:30"),
        ("الحادية عشرة إلا ربعا", "10:45"),
        ("على الساعة 10", "10:00"),
        ("الساعة ١٠ و٣٠ دقيقة", "10:30"),
        ("منتصف النهار", "12:00"),
        ("منتصف الليل", "00:00"),
        ("١٠:٣٠", "10:30"),
        ("۱۰:۳۰", "10:30"),
        ("\u{200f}١٠:٣٠\u{200f}", "10:30"),
        ("١٠\u{200e}:\u{200e}٣٠", "10:30"),
        ("\u{2067}١٠:٣٠\u{2069}", "10:30"),
        ("\u{61c}١٠:٣٠", "10:30"),
        // French
        ("9h et demie", "09:30"),
        ("9 heures et demie", "09:30"),
        ("9h et quart", "09:15"),
        ("11h moins le quart", "10:45"),
        ("11 heures moins le quart", "10:45"),
        ("11h moins 10", "10:50"),
        ("10 heures 30", "10:30"),
        ("10 heures et 30 minutes", "10:30"),
        ("10 h 30", "10:30"),
        ("10\u{202f}h\u{202f}30", "10:30"),
        ("10\u{a0}h", "10:00"),
        ("10h30mn", "10:30"),
        ("9h5", "09:05"),
        ("7h du soir", "19:00"),
        ("3h de l'apres-midi", "15:00"),
        ("3h de l’après‑midi", "15:00"),
        ("15h de l'après-midi", "15:00"),
        ("10h du matin", "10:00"),
        ("3 du soir", "15:00"),
        ("à 10h", "10:00"),
        ("dix heures", "10:00"),
        ("Dix heures trente", "10:30"),
        ("sept heures et demie", "07:30"),
        ("midi", "12:00"),
        ("à midi", "12:00"),
        ("midi et demi", "12:30"),
        ("midi moins le quart", "11:45"),
        ("midi 30", "12:30"),
        ("minuit", "00:00"),
        ("minuit moins le quart", "23:45"),
        // English
        ("3 p.m.", "15:00"),
        ("3 pm", "15:00"),
        ("3PM", "15:00"),
        ("3:15 p.m.", "15:15"),
        ("12 am", "00:00"),
        ("12 a.m.", "00:00"),
        ("12 pm", "12:00"),
        ("11:59 am", "11:59"),
        ("noon", "12:00"),
        ("half past nine", "09:30"),
        ("quarter to ten", "09:45"),
        ("a quarter past 9", "09:15"),
        ("10 o'clock", "10:00"),
        ("at 10:30", "10:30"),
        ("3 in the afternoon", "15:00"),
        // Any
        ("9.30", "09:30"),
        ("9.30.", "09:30"),
        ("10 30", "10:30"),
        ("10", "10:00"),
        ("0", "00:00"),
        ("10:30", "10:30"),
        ("10：30", "10:30"),
        ("１０:３０", "10:30"),
        ("15h30", "15:30"),
        ("  10:30  ", "10:30"),
    ] {
        assert_eq!(read_hours(typed), Some(Hours::At(at(hour))), "{typed}");
    }
}

#[test]
fn beginning_and_end_are_read() {
    for (typed, begins, ends) in [
        ("de 10h à 12h", "10:00", "12:00"),
        ("10h-12h", "10:00", "12:00"),
        ("10:00 – 12:30", "10:00", "12:30"),
        ("10h à midi", "10:00", "12:00"),
        ("entre 10h et 12h", "10:00", "12:00"),
        ("entre 9h et demie et midi et quart", "09:30", "12:15"),
        ("بين 10 و12", "10:00", "12:00"),
        ("de 3h à 5h de l'après-midi", "15:00", "17:00"),
        ("from 10 to 12", "10:00", "12:00"),
        ("10:00 to 12:00", "10:00", "12:00"),
        ("from 10 to 3 pm", "10:00", "15:00"),
        ("من 10 إلى 12", "10:00", "12:00"),
        ("من الساعة 10 إلى الساعة 12", "10:00", "12:00"),
        ("من العاشرة إلى الثانية عشرة والنصف", "10:00", "12:30"),
        ("من ٣ إلى ٥ عشية", "15:00", "17:00"),
        ("من 9 ونصف حتى 12 إلا ربع", "09:30", "11:45"),
    ] {
        assert_eq!(read_hours(typed), Some(Hours::FromTo(at(begins), at(ends))), "{typed}");
    }
}

#[test]
fn what_is_no_hour_or_may_be_two_is_not_read() {
    for typed in [
        "",
        " ",
        "?",
        "غدا",
        "demain",
        "25:00",
        "24h",
        "10:75",
        "10:5",
        "10h75",
        "1030",
        "9,30",
        "9.5",
        "10 5",
        "10 30 15",
        "vers 10h",
        "10h environ",
        "حوالي 10",
        "10 أو 11",
        "10h ou 11h",
        "10 bananes",
        "10h ?",
        "-10",
        "10--12",
        "12 صباحا",
        "12 مساء",
        "12 du matin",
        "15h du matin",
        "15:00 am",
        "9h de l'après-midi",
        "midi du soir",
        "10 to 12",
        "10h et 12h",
        "10h 12h",
        "10h à",
        "à",
        "de 10h",
        "10h à 12h à 14h",
        "de 10h à 10h",
        "3 mars",
        "10h 3 mars",
        "العاشرة والنصف والربع",
        "10:30:30",
        "10 heures 30 40",
        "dans une heure",
        "بعد ساعة",
        "نصف",
        "et demie",
        "moins le quart",
        "صباحا",
        "du soir",
        "pm",
        "10h30h15",
        "½",
        "5e",
        "٠x10",
    ] {
        assert_eq!(read_hours(typed), None, "{typed}");
    }
}

fn read(typed: &str) -> Option<When> {
    read_when(typed, today(), true)
}

#[test]
fn days_are_read() {
    for (typed, date) in [
        ("aujourd'hui", "2026-11-27"),
        ("aujourd’hui", "2026-11-27"),
        ("اليوم", "2026-11-27"),
        ("today", "2026-11-27"),
        ("demain", "2026-11-28"),
        ("Demain.", "2026-11-28"),
        ("غدا", "2026-11-28"),
        ("غداً", "2026-11-28"),
        ("tomorrow", "2026-11-28"),
        ("après-demain", "2026-11-29"),
        ("بعد غد", "2026-11-29"),
        ("the day after tomorrow", "2026-11-29"),
        ("demain 28 novembre", "2026-11-28"),
        ("demain samedi 28 novembre 2026", "2026-11-28"),
        ("غدا السبت 28 نونبر", "2026-11-28"),
        ("dans 3 jours", "2026-11-30"),
        ("in two weeks", "2026-12-11"),
        ("بعد 3 أيام", "2026-11-30"),
        ("بعد أسبوع", "2026-12-04"),
        ("dans une semaine", "2026-12-04"),
        ("mardi", "2026-12-01"),
        ("ce mardi", "2026-12-01"),
        ("le mardi", "2026-12-01"),
        ("Tuesday", "2026-12-01"),
        ("الثلاثاء", "2026-12-01"),
        ("يوم الثلاثاء", "2026-12-01"),
        ("هذا الثلاثاء", "2026-12-01"),
        ("الإثنين", "2026-11-30"),
        ("mardi de la semaine prochaine", "2026-12-01"),
        ("Thursday next week", "2026-12-03"),
        ("الخميس من الأسبوع المقبل", "2026-12-03"),
        ("3 déc", "2026-12-03"),
        ("3 déc.", "2026-12-03"),
        ("3 dec", "2026-12-03"),
        ("3 décembre", "2026-12-03"),
        ("le 3 décembre 2026", "2026-12-03"),
        ("jeudi 3 décembre", "2026-12-03"),
        ("Jeudi, 3 décembre", "2026-12-03"),
        ("1er décembre", "2026-12-01"),
        ("3 janv", "2027-01-03"),
        ("3 janvier", "2027-01-03"),
        ("3 January", "2027-01-03"),
        ("January 3rd", "2027-01-03"),
        ("Thursday the 3rd of December", "2026-12-03"),
        ("Dec 3, 2026", "2026-12-03"),
        ("3 ديسمبر", "2026-12-03"),
        ("3 دجنبر", "2026-12-03"),
        ("٣ دجنبر ٢٠٢٦", "2026-12-03"),
        ("الخميس 3 دجنبر 2026", "2026-12-03"),
        ("يومه الخميس 3 دجنبر", "2026-12-03"),
        ("الخميس، 3 دجنبر", "2026-12-03"),
        ("3 من شهر دجنبر", "2026-12-03"),
        ("الخميس المقبل 3 دجنبر", "2026-12-03"),
        ("jeudi prochain 3 décembre 2026", "2026-12-03"),
        ("10 فيفري", "2027-02-10"),
        ("10 مايو", "2027-05-10"),
        ("10 ماي", "2027-05-10"),
        ("3 mai", "2027-05-03"),
        ("3/12", "2026-12-03"),
        ("٣/١٢", "2026-12-03"),
        ("\u{200f}٣/١٢/٢٠٢٦\u{200f}", "2026-12-03"),
        ("03/12/2026", "2026-12-03"),
        ("03-12-2026", "2026-12-03"),
        ("03‑12‑2026", "2026-12-03"),
        ("3.12.2026", "2026-12-03"),
        ("3 12 2026", "2026-12-03"),
        ("03/12/26", "2026-12-03"),
        ("2026-12-03", "2026-12-03"),
        ("3\u{a0}décembre\u{202f}2026", "2026-12-03"),
        ("1/1", "2027-01-01"),
        // A past day is read as such; the question refuses it.
        ("26/11/2026", "2026-11-26"),
        ("hier", "2026-11-26"),
        ("lundi 26/11/2026", "2026-11-26"),
        ("hier 25/11/2026", "2026-11-25"),
    ] {
        let expected = When { days: Days::Certain(day(date)), hours: None };
        assert_eq!(read(typed), Some(expected), "{typed}");
    }
}

#[test]
fn days_with_hours_are_read() {
    for (typed, date, hours) in [
        ("mardi 1 décembre 10 heures 30", "2026-12-01", Hours::At(at("10:30"))),
        ("3/12 10h", "2026-12-03", Hours::At(at("10:00"))),
        ("10h 3/12", "2026-12-03", Hours::At(at("10:00"))),
        ("3 mars 2027 à 9h30", "2027-03-03", Hours::At(at("09:30"))),
        ("3 mars 2027 - 9h30", "2027-03-03", Hours::At(at("09:30"))),
        ("3/3/2027 14:00", "2027-03-03", Hours::At(at("14:00"))),
        ("demain à midi", "2026-11-28", Hours::At(at("12:00"))),
        ("demain à 3h de l'après-midi", "2026-11-28", Hours::At(at("15:00"))),
        ("tomorrow 3pm", "2026-11-28", Hours::At(at("15:00"))),
        ("الخميس 3 دجنبر على الساعة 10", "2026-12-03", Hours::At(at("10:00"))),
        ("غدا على الساعة العاشرة والنصف صباحا", "2026-11-28", Hours::At(at("10:30"))),
        ("غدا 3 عشية", "2026-11-28", Hours::At(at("15:00"))),
        ("الخميس 3 دجنبر 10:30", "2026-12-03", Hours::At(at("10:30"))),
        ("3 décembre de 10h à 12h", "2026-12-03", Hours::FromTo(at("10:00"), at("12:00"))),
        ("3 دجنبر من 10 إلى 12", "2026-12-03", Hours::FromTo(at("10:00"), at("12:00"))),
        ("Thursday 3 December from 10 to 12", "2026-12-03", Hours::FromTo(at("10:00"), at("12:00"))),
    ] {
        let expected = When { days: Days::Certain(day(date)), hours: Some(hours) };
        assert_eq!(read(typed), Some(expected), "{typed}");
    }
    assert_eq!(
        read("mardi 3 mars 10 heures 30"),
        Some(When {
            days: Days::Doubtful(vec![day("2027-03-03"), day("2027-03-02")]),
            hours: Some(Hours::At(at("10:30")))
        })
    );
}

#[test]
fn doubtful_days_are_asked_about() {
    for (typed, dates) in [
        ("lundi 3 décembre", &["2026-12-03", "2026-11-30"][..]), // it is a Thursday
        ("lundi 3 décembre 2026", &["2026-12-03", "2026-11-30"]),
        ("الاثنين 3 دجنبر", &["2026-12-03", "2026-11-30"]),
        ("Monday 3 December", &["2026-12-03", "2026-11-30"]),
        ("demain 29 novembre", &["2026-11-29", "2026-11-28"]),
        ("demain dimanche", &["2026-11-28", "2026-11-29"]),
        ("29 février", &["2028-02-29"]),
        ("26 novembre", &["2027-11-26"]), // yesterday's date
        ("26/11", &["2027-11-26"]),
        ("3 juin", &["2027-06-03"]), // over six months away
        ("3 juin 2027", &["2027-06-03"]),
        ("03/12/2036", &["2036-12-03"]),
        ("vendredi", &["2026-11-27", "2026-12-04"]), // today is one
        ("mardi prochain", &["2026-12-01", "2026-12-08"]),
        ("next Tuesday", &["2026-12-01", "2026-12-08"]),
        ("الثلاثاء المقبل", &["2026-12-01", "2026-12-08"]),
        ("الثلاثاء القادم", &["2026-12-01", "2026-12-08"]),
        ("la semaine prochaine", &["2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", "2026-12-05"]),
        ("next week", &["2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", "2026-12-05"]),
        ("الأسبوع المقبل", &["2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", "2026-12-05"]),
    ] {
        let expected = When { days: Days::Doubtful(dates.iter().map(|date| day(date)).collect()), hours: None };
        assert_eq!(read(typed), Some(expected), "{typed}");
    }
}

#[test]
fn a_day_of_a_survey_may_be_past() {
    for (typed, expected) in [
        ("3 mars", Days::Doubtful(vec![day("2026-03-03"), day("2027-03-03")])),
        ("mardi 3 mars", Days::Certain(day("2026-03-03"))),
        ("mercredi 3 mars", Days::Certain(day("2027-03-03"))),
        ("3 mars 2020", Days::Certain(day("2020-03-03"))),
        ("27 novembre", Days::Certain(today())),
        ("hier", Days::Certain(day("2026-11-26"))),
        ("mardi", Days::Doubtful(vec![day("2026-11-24"), day("2026-12-01")])),
        ("lundi 3 mars 2020", Days::Doubtful(vec![day("2020-03-03"), day("2020-03-02")])),
    ] {
        let expected = When { days: expected, hours: None };
        assert_eq!(read_when(typed, today(), false), Some(expected), "{typed}");
    }
}

#[test]
fn what_is_no_day_or_may_be_two_is_not_read() {
    for typed in [
        "",
        "10",
        "3",
        "le 3",
        "mars",
        "2026",
        "3-5 mars",
        "3 mars 5 mai",
        "du 3 au 5 mars",
        "3 et 5 mars",
        "3 mars 10",
        "3-12",
        "3.12",
        "31/2",
        "31 février 2027",
        "32 décembre",
        "3/13",
        "12/25/2026",
        "25:00 3 4 5",
        "3 mars 10 30",
        "demain peut-être",
        "غدا إن شاء الله",
        "3 mars ou 4 mars",
        "mardi mercredi",
        "demain matin",
        "prochain",
        "cette semaine",
        "mardi cette semaine",
        "3 mars 2026 2027",
        "3/12/126",
        "3.12 9.10",
        "dans 3",
        "demain après-demain",
        "next",
        "3 mars à",
        "3 mars prochain",
        "le",
        "mardi le",
        "3 mars 2027 10h 12h",
        "هل يمكنني إحضار زميلة؟",
        "3 mars ?",
    ] {
        assert_eq!(read(typed), None, "{typed}");
    }
}

fn values(typed: &str, places: u32) -> Option<Vec<i64>> {
    read_numbers(typed, places, &[]).map(|numbers| numbers.iter().map(|number| number.value).collect())
}

#[test]
fn numbers_are_read() {
    for (typed, places, value) in [
        (".5", 1, 5),
        (",5", 1, 5),
        ("٫٥", 1, 5),
        ("-.5", 1, -5),
        ("0,5", 1, 5),
        ("−5", 0, -5), // U+2212
        ("–5", 0, -5),
        ("‐5", 0, -5),
        ("－５", 0, -5),
        ("-5", 0, -5),
        ("+5", 0, 5),
        ("\u{200e}-5\u{200e}", 0, -5),
        ("\u{200f}٥\u{200f}", 0, 5),
        ("\u{2066}-٥\u{2069}", 0, -5),
        ("1 200", 0, 1200),
        ("1\u{a0}200", 0, 1200),
        ("1\u{202f}200", 0, 1200),
        ("100 000", 0, 100_000),
        ("100\u{202f}000", 0, 100_000),
        ("1 000 000", 0, 1_000_000),
        ("1.200.000", 0, 1_200_000),
        ("1,200,000", 0, 1_200_000),
        ("1'200", 0, 1200),
        ("1’200", 0, 1200),
        ("١٬٢٠٠", 0, 1200),
        ("1.200,50", 2, 120_050),
        ("1,200.50", 2, 120_050),
        ("1 200,50", 2, 120_050),
        ("١٬٢٠٠٫٥", 1, 12005),
        ("−1.200,50", 2, -120_050),
        ("１２", 0, 12),
        ("１２．５", 1, 125),
        ("٣٤", 0, 34),
        ("۳۴", 0, 34),
        ("12,5", 1, 125),
        ("12.50", 1, 125),
        ("12٫5", 1, 125),
        ("12,0", 0, 12),
        ("12.", 0, 12),
        (" 12 ", 0, 12),
        ("0.125", 3, 125),
        ("1.234", 3, 1234),
        ("007", 0, 7),
    ] {
        assert_eq!(values(typed, places), Some(vec![value]), "{typed}");
    }
}

#[test]
fn what_is_no_number_or_may_be_two_is_not_read() {
    for typed in [
        "",
        "-",
        ".",
        "كثير",
        "20k",
        "20K",
        "5e3",
        "20 k",
        "8 نساء",
        "12 personnes",
        "حوالي 20",
        "env. 20",
        "20 ou 21",
        "~20",
        ">20",
        "5%",
        "½",
        "²",
        "1/2/",
        "5-",
        "- 5",
        "—5",
        "--5",
        "1.200",
        "1,200",
        "12.5",
        "12٫5",
        "1 20O",
        "12 -8",
        "1.2.3",
        "1.20.300",
        "1 200.300.4",
        "12345 678,",
        "99999999999999999999",
        "1,,2",
        "12 et",
        "et 12",
        "5!",
        "5 ?",
        "0x10",
        "1 200 30",
        "10 0000",
        "1.200,50.3",
        "(5)",
        "#5",
    ] {
        assert_eq!(values(typed, 0).filter(|found| found.len() == 1), None, "{typed}");
    }
    for typed in ["1.200", "1,200", "1.234", "12,555"] {
        assert_eq!(values(typed, 2), None, "{typed}");
    }
}

#[test]
fn several_numbers_are_read_with_the_names_of_their_fields() {
    let names = [
        vec!["النساء".to_owned(), "Femmes".into(), "Women".into()],
        vec!["الرجال".into(), "Hommes".into(), "Men".into()],
    ];
    let named = |typed: &str| {
        read_numbers(typed, 0, &names).map(|found| found.iter().map(|n| (n.field, n.value)).collect::<Vec<_>>())
    };
    for (typed, expected) in [
        ("12", vec![(None, 12)]),
        ("12 8", vec![(None, 12), (None, 8)]),
        ("12-8", vec![(None, 12), (None, 8)]),
        ("12 - 8", vec![(None, 12), (None, 8)]),
        ("12، 8", vec![(None, 12), (None, 8)]),
        ("12 et 8", vec![(None, 12), (None, 8)]),
        ("12 و8", vec![(None, 12), (None, 8)]),
        ("12\n8", vec![(None, 12), (None, 8)]),
        ("12 نساء و ٨ رجال", vec![(Some(0), 12), (Some(1), 8)]),
        ("8 رجال، 12 امرأة", vec![]),
        ("8 رجال، 12 نساء", vec![(Some(1), 8), (Some(0), 12)]),
        ("النساء: 12، الرجال: 8", vec![(Some(0), 12), (Some(1), 8)]),
        ("femmes 12 hommes 8", vec![(Some(0), 12), (Some(1), 8)]),
        ("12 femmes et 8 hommes", vec![(Some(0), 12), (Some(1), 8)]),
        ("8 نساء", vec![(Some(0), 8)]),
        ("1 homme", vec![(Some(1), 1)]),
        ("12 femmes hommes", vec![]),
        ("12 chats", vec![]),
        ("12 200", vec![]), // one number or two
        ("12\u{202f}200", vec![(None, 12200)]),
        ("femmes", vec![]),
        ("12 femmes 8", vec![(Some(0), 12), (None, 8)]),
    ] {
        assert_eq!(named(typed), (!expected.is_empty()).then_some(expected), "{typed}");
    }
}

fn options(labels: &[(&str, &str)]) -> Vec<Label> {
    labels.iter().map(|(id, text)| Label { id: (*id).into(), text: (*text).into(), own: true }).collect()
}

#[test]
fn a_label_typed_exactly_is_that_option() {
    let hard = options(&[
        ("a", "مدرسة"),
        ("b", "مدرسه"),
        ("c", "مُدرِّسة"),
        ("d", "pêche"),
        ("e", "péché"),
        ("f", "أمل"),
        ("g", "امل"),
        ("h", "عضو (المكتب)"),
        ("i", "عضو (اللجنة)"),
        ("j", "<5"),
        ("k", ">5"),
        ("l", "😀"),
    ]);
    for (id, text) in hard.iter().map(|label| (&label.id, &label.text)) {
        for typed in
            [text.clone(), format!("\u{200f}{text} "), format!("● {text}"), format!("⬜ {text}"), format!("2️⃣ {text}")]
        {
            assert_eq!(find_options(&typed, &hard), Match::One(id.clone()), "{typed}");
        }
    }
    assert_eq!(find_options("PÊCHE", &hard), Match::One("d".into()));
    for (typed, several) in
        [("peche", &["d", "e"][..]), ("مدرسةٌ", &["a", "b", "c"]), ("إمل", &["f", "g"]), ("عضو", &["h", "i"])]
    {
        let several = several.iter().map(|id| (*id).to_owned()).collect();
        assert_eq!(find_options(typed, &hard), Match::Several(several), "{typed}");
    }
    for typed in ["", "  ", "5", "😡", "شيء آخر", "عض"] {
        assert_eq!(find_options(typed, &hard), Match::None, "{typed}");
    }
}

#[test]
fn the_persons_own_language_goes_first() {
    let mut labels = options(&[("yes", "نعم"), ("no", "لا")]);
    labels.push(Label { id: "no".into(), text: "Non".into(), own: false });
    labels.push(Label { id: "other".into(), text: "نعم".into(), own: false });
    assert_eq!(find_options("نعم", &labels), Match::One("yes".into()));
    assert_eq!(find_options("non", &labels), Match::One("no".into()));
    assert_eq!(label_key("عضو(ة)"), label_key("عضو"));
}

/// Words that are in no vocabulary.
fn unknown() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["banane", "زميلة", "xyz", "peut-être", "تقريبا", "k", "maybe", "🙂", "؟", "№"])
        .prop_map(str::to_owned)
}

proptest! {
    #[test]
    fn an_hour_that_the_bot_writes_is_read_as_the_same(
        minutes in 0u32..24 * 60,
        sign in "[\u{200e}\u{200f}\u{2068}]?",
        language in prop::sample::select(vec!["ar", "fr", "en"]),
    ) {
        let hour = NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).unwrap();
        for text in [dates::hour_in_words(hour, language), dates::hour_as_code(hour)] {
            let text = format!("{sign}{text}");
            prop_assert_eq!(read_hours(&text), Some(Hours::At(hour)), "{}", text);
        }
    }

    #[test]
    fn a_day_that_the_bot_writes_is_read_as_the_same(ahead in 0u64..180, language in prop::sample::select(vec!["ar", "fr", "en"])) {
        let date = today() + chrono::Days::new(ahead);
        for text in [dates::day_in_words(date, language), dates::date_in_words(date, language), date.to_string()] {
            prop_assert_eq!(read(&text), Some(When { days: Days::Certain(date), hours: None }), "{}", text);
        }
    }

    #[test]
    fn a_day_of_any_year_is_read_or_asked_about(ahead in -4000i64..4000, language in prop::sample::select(vec!["ar", "fr", "en"])) {
        let date = today() + chrono::TimeDelta::days(ahead);
        let text = dates::day_in_words(date, language);
        let days = read_when(&text, today(), false).map(|when| when.days);
        prop_assert_eq!(days, Some(Days::Certain(date)), "{}", text);
        let near = date <= today() + chrono::Months::new(6);
        let expected = if near { Days::Certain(date) } else { Days::Doubtful(vec![date]) };
        prop_assert_eq!(read(&text).map(|when| when.days), Some(expected), "{}", text);
        prop_assert!(date.year() > 2000);
    }

    #[test]
    fn a_number_that_the_bot_writes_is_read_as_the_same(n in -1_000_000_000i64..1_000_000_000, places in 0u32..6, point in "[.,٫]") {
        let text = written(n, places).replace('.', &point);
        prop_assert_eq!(values(&text, places), Some(vec![n]), "{}", text);
    }

    #[test]
    fn any_text_is_read_without_harm(text in "\\PC{0,60}", mixed in "[0-9٠-٩ .,:/hàوn-]{0,30}") {
        for text in [&text, &mixed] {
            let _ = read_hours(text);
            let _ = read(text);
            let _ = read_when(text, today(), false);
            let _ = read_numbers(text, 2, &[vec!["نساء".into()]]);
            let _ = find_options(text, &options(&[("a", "نعم"), ("b", "لا")]));
        }
    }

    #[test]
    fn a_text_with_an_unknown_word_is_no_value(
        known in prop::sample::select(vec!["10:30", "3 عشية", "demain", "3 décembre", "12", "−5", "mardi 10h", "de 10h à 12h"]),
        word in unknown(),
        first in any::<bool>(),
    ) {
        let text = if first { format!("{word} {known}") } else { format!("{known} {word}") };
        prop_assert_eq!(read_hours(&text), None);
        prop_assert_eq!(read(&text), None);
        prop_assert_eq!(values(&text, 0), None);
    }
}
