//! How a question looks: text, buttons, pages.
//!
//! One question on a screen, short enough to be read without scrolling on a small phone. Long labels stand alone in a
//! row, short ones side by side; more than eight options need pages. Rows are in reading order;
//! [`Locale::mirrored_for_rtl`] mirrors them for Arabic.

use chrono::{NaiveTime, Timelike};

use super::view::View;
use crate::bot::context::Locale;
use crate::bot::library::LocalizedDialog;
use crate::bot::ui::buttons::{page_buttons, to};
use crate::bot::ui::limits::shorten;
use crate::bot::ui::{files, month};
use crate::chat::{Act, Button, Route, Screen};
use crate::dialog::walk::{State, Stop};
use crate::dialog::{Kind, Question, Value, answer, written};
use crate::text::{Arg, dates, escape};

const OPTIONS_A_PAGE: usize = 8;
/// Characters of a list of chosen options in the review; it is cut between options.
const LONGEST_LIST: usize = 300;
/// The first and the last full hour that have a button.
const FIRST_HOUR: u32 = 8;
const LAST_HOUR: u32 = 19;
/// Characters of a text answer in the review.
const LONGEST_TEXT: usize = 120;

pub fn ask(locale: &Locale<'_>, view: &View<'_>, stop: &Stop<'_>) -> Screen {
    let (localized, question) = (&*view.session.localized, stop.question);
    let texts = &locale.bot.texts;
    let (n, total) = localized.dialog.number(stop.index);
    let progress = locale.say("progress", &[("n", Arg::count(n)), ("total", Arg::count(total))]);
    let question_text = escape(&localized.question(texts, &locale.language, question, &stop.item));
    let lead =
        localized.lead(&locale.language, question).map_or_else(String::new, |lead| format!("{}\n\n", escape(&lead)));
    let mut text = format!("{progress}\n\n{}{lead}<b>{question_text}</b>", view.remark());
    let mut lines = Vec::new();
    lines.extend(guidance(locale, localized, stop));
    lines.extend(localized.hint(&locale.language, question).map(|hint| format!("<i>{}</i>", escape(&hint))));
    if let (Some(answer_text), false) = (
        previous_answer(locale, localized, stop),
        matches!(question.kind, Kind::Many { .. } | Kind::Rank { .. } | Kind::Files { .. } | Kind::Points { .. }),
    ) {
        lines.push(answer_text);
    }
    for line in lines {
        text.push_str("\n\n");
        text.push_str(&line);
    }
    let mut screen = Screen::new(text);
    if !view.candidates.is_empty() {
        screen.rows.extend(candidate_rows(locale, view, stop));
        return screen;
    }
    match &question.kind {
        Kind::Date { future } => {
            month::add_month(locale, view.page, *future, |act| view.press(stop, act), &mut screen);
        }
        Kind::Time => screen.rows.extend(hours(locale, view, stop)),
        Kind::Points { .. } => {
            if let Some(Value::Points(points)) = stop.value() {
                screen.rows.extend(files::point_buttons(locale, points, |act| view.press(stop, act)));
            }
        }
        Kind::Files { .. } => {
            if let Some(Value::Files(files)) = stop.value() {
                screen.rows.extend(files::removal_buttons(locale, files, |act| view.press(stop, act)));
                let done = locale.say("done", &[("n", Arg::count(files.len()))]);
                screen.rows.push(vec![Button::new(done, view.press(stop, Act::Done))]);
            }
        }
        Kind::Scale { from, to } => {
            let points =
                (*from..=*to).map(|n| Button::new(point_label(stop, n), view.press(stop, Act::Pick(n.to_string()))));
            let points: Vec<Button> = points.collect();
            let width = if points.len() > 6 { points.len().div_ceil(2) } else { points.len() };
            screen.rows.extend(points.chunks(width).map(<[Button]>::to_vec));
        }
        _ => {}
    }
    options(locale, view, stop, usize::try_from(view.page).unwrap_or(0), &mut screen);
    screen.rows.extend(navigation_rows(locale, view, stop));
    if view.is_no_answer {
        screen.rows.push(vec![to(locale, "go-write", Route::WriteToCoordinators { meeting: None })]);
    }
    screen
}

/// What the person may have meant, one in a row, and a button to everything that can be chosen.
fn candidate_rows(locale: &Locale<'_>, view: &View<'_>, stop: &Stop<'_>) -> Vec<Vec<Button>> {
    let candidates = view.candidates.iter();
    let mut rows: Vec<Vec<Button>> =
        candidates.map(|(label, act)| vec![Button::new(label.clone(), view.press(stop, act.clone()))]).collect();
    let other = if matches!(stop.question.kind, Kind::Date { .. }) { "other-day" } else { "other-answer" };
    rows.push(vec![Button::new(locale.say(other, &[]), view.press(stop, Act::Page(0)))]);
    rows
}

/// Full hours of the day, four in a row; any other hour is typed.
fn hours(locale: &Locale<'_>, view: &View<'_>, stop: &Stop<'_>) -> Vec<Vec<Button>> {
    let hours = (FIRST_HOUR..=LAST_HOUR).map(|hour| {
        let chosen = matches!(stop.value(), Some(Value::Time(time)) if (time.hour(), time.minute()) == (hour, 0));
        let full = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default(); // LAST_HOUR is below 24
        let label = format!("{}{}", if chosen { "● " } else { "" }, dates::hour_in_words(full, &locale.language));
        Button::new(label, view.press(stop, Act::Pick(format!("{hour:02}00"))))
    });
    hours.collect::<Vec<_>>().chunks(4).map(<[Button]>::to_vec).collect()
}

fn point_label(stop: &Stop<'_>, n: i64) -> String {
    let chosen = matches!(stop.value(), Some(Value::Numbers(numbers)) if numbers.first() == Some(&n));
    if chosen { format!("● {n}") } else { n.to_string() }
}

/// An instruction, for kinds of questions that need one.
fn guidance(locale: &Locale<'_>, localized: &LocalizedDialog, stop: &Stop<'_>) -> Option<String> {
    let texts = &locale.bot.texts;
    let named = |id: &str| localized.find_label(texts, &locale.language, stop.question, id);
    match &stop.question.kind {
        Kind::Many { max, .. } if *max < stop.question.options.len() => {
            Some(locale.say("tick-at-most", &[("max", Arg::count(*max))]))
        }
        Kind::Many { .. } => Some(locale.say("tick-any", &[])),
        Kind::Scale { from, to } => {
            let names = (*from..=*to).filter_map(|n| Some(format!("{n} = {}", escape(&named(&format!("n{n}"))?))));
            let names: Vec<String> = names.map(|name| locale.say("line", &[("text", Arg::text(name))])).collect();
            (!names.is_empty()).then(|| names.join("\n"))
        }
        Kind::Number { fields, .. } => {
            let typed = match stop.value() {
                Some(Value::Numbers(numbers)) if answer::missing(stop) > 0 => numbers.as_slice(),
                _ => &[],
            };
            let mut lines: Vec<String> = typed
                .iter()
                .zip(fields)
                .map(|(n, field)| number_with_label(locale, &label(locale, localized, stop, field), stop.question, *n))
                .collect();
            match fields.get(typed.len()) {
                Some(field) => lines
                    .push(locale.say("type-number-of", &[("field", Arg::text(label(locale, localized, stop, field)))])),
                None => lines.push(locale.say("type-number", &[])),
            }
            Some(lines.join("\n"))
        }
        Kind::Rank { .. } => {
            let picked = match stop.value() {
                Some(Value::Picks(picks)) => picks.len(),
                _ => 0,
            };
            let next = if answer::missing(stop) == 0 { 0 } else { picked + 1 };
            Some(locale.say("rank-next", &[("n", Arg::count(next))]))
        }
        Kind::Text { voice: true, .. } => Some(locale.say("type-or-speak", &[])),
        Kind::Text { .. } => Some(locale.say("type", &[])),
        Kind::Time => Some(locale.say("type-hour", &[])),
        Kind::Points { max } => {
            let Some(Value::Points(points)) = stop.value() else {
                return Some(locale.say("send-points", &[("max", Arg::count(*max))]));
            };
            let how = match points.at {
                Some(at) => locale.say("point-chosen", &[("n", Arg::count(at + 1))]),
                None => locale.say("send-points", &[("max", Arg::count(*max))]),
            };
            Some([how, files::outline(locale, points)].join("\n\n"))
        }
        Kind::Files { max } => {
            let mut lines = vec![locale.say("send-files", &[("max", Arg::count(*max))])];
            if let Some(Value::Files(files)) = stop.value() {
                lines.push(files::describe_all(locale, files));
            }
            Some(lines.join("\n\n"))
        }
        Kind::One | Kind::Date { .. } => None,
    }
}

/// A stored number in the language's notation.
pub fn numeral(locale: &Locale<'_>, n: i64, places: u32) -> String {
    let written = written(n, places);
    match written.split_once('.') {
        Some((whole, rest)) => locale.say("decimal", &[("whole", Arg::text(whole)), ("tenth", Arg::text(rest))]),
        None => written,
    }
}

fn number_with_label(locale: &Locale<'_>, label: &str, question: &Question, n: i64) -> String {
    format!("{}: {}", escape(label), numeral(locale, n, question.places()))
}

fn label(locale: &Locale<'_>, localized: &LocalizedDialog, stop: &Stop<'_>, id: &str) -> String {
    localized.label(&locale.bot.texts, &locale.language, stop.question, id)
}

/// The earlier answer, if the person has come back to change it.
fn previous_answer(locale: &Locale<'_>, localized: &LocalizedDialog, stop: &Stop<'_>) -> Option<String> {
    let State::Draft(value) = &stop.state else {
        return None;
    };
    if **value == Value::Skipped || answer::missing(stop) > 0 {
        return None;
    }
    let answer_text = answer_in_words(locale, localized, stop, value);
    Some(locale.say("said-before", &[("answer", Arg::text(answer_text))]))
}

/// An answer as the person reads it; safe for HTML.
pub fn answer_in_words(locale: &Locale<'_>, localized: &LocalizedDialog, stop: &Stop<'_>, value: &Value) -> String {
    let escaped = |id: &str| escape(&label(locale, localized, stop, id));
    match value {
        Value::Skipped => locale.say("skipped", &[]),
        Value::Picks(picks) if matches!(stop.question.kind, Kind::Rank { .. }) => {
            let lines = picks.iter().enumerate().map(|(i, id)| format!("{}. {}", i + 1, escaped(id)));
            lines.collect::<Vec<_>>().join(&locale.say("comma", &[]))
        }
        Value::Picks(picks) => {
            let mut length = 0;
            let fits = |label: &String| {
                length += label.chars().count();
                length <= LONGEST_LIST
            };
            let labels: Vec<String> = picks.iter().map(|id| escaped(id)).take_while(fits).collect();
            let mut list = labels.join(&locale.say("comma", &[]));
            if labels.len() < picks.len() {
                list.push_str(&locale.say("and-more", &[("n", Arg::count(picks.len() - labels.len()))]));
            }
            list
        }
        Value::Numbers(numbers) => match &stop.question.kind {
            Kind::Number { fields, .. } if !fields.is_empty() => {
                let each = fields.iter().zip(numbers).map(|(field, n)| {
                    number_with_label(locale, &label(locale, localized, stop, field), stop.question, *n)
                });
                each.collect::<Vec<_>>().join(&locale.say("comma", &[]))
            }
            _ => {
                let n = numbers.first().copied().unwrap_or_default();
                let name = localized.find_label(&locale.bot.texts, &locale.language, stop.question, &format!("n{n}"));
                name.map_or_else(
                    || numeral(locale, n, stop.question.places()),
                    |name| format!("{n} = {}", escape(&name)),
                )
            }
        },
        Value::Text(words) => {
            format!("\u{2068}{}\u{2069}", shortened(words, LONGEST_TEXT))
        }
        Value::Voice { seconds, .. } => locale.say("voice-of", &[("seconds", Arg::Number(i64::from(*seconds)))]),
        Value::Date(day) => dates::day_in_words(*day, &locale.language),
        Value::Time(hour) => dates::hour_in_words(*hour, &locale.language),
        Value::Files(files) => format!("\n{}", files::describe_all(locale, files)),
        Value::Points(points) => format!("\n{}", files::outline(locale, points)),
    }
}

/// The beginning of a long text; safe for HTML.
pub(super) fn shortened(text: &str, most: usize) -> String {
    escape(&shorten(text, most))
}

fn options(locale: &Locale<'_>, view: &View<'_>, stop: &Stop<'_>, page: usize, screen: &mut Screen) {
    let question = stop.question;
    let ids: Vec<&str> = match question.kind {
        Kind::Rank { .. } => stop.available.iter().map(String::as_str).collect(),
        _ => question
            .ordered(view.session.run.seed.unsigned_abs())
            .into_iter()
            .map(|choice| choice.id.as_str())
            .collect(),
    };
    if ids.is_empty() {
        return;
    }
    let picked: &[String] = match stop.value() {
        Some(Value::Picks(picks)) => picks,
        _ => &[],
    };
    let pages = ids.len().div_ceil(OPTIONS_A_PAGE);
    let page = page.min(pages - 1);
    let each = ids.len().div_ceil(pages);
    let number = u32::try_from(page).unwrap_or(0);
    let buttons = ids.iter().skip(page * each).take(each).map(|id| {
        let place = picked.iter().position(|pick| pick == id);
        let label = label(locale, &view.session.localized, stop, id);
        let (label, act) = match (&question.kind, place) {
            (Kind::Many { .. }, None) => (format!("⬜ {label}"), Act::Tick((*id).to_owned(), true, number)),
            (Kind::Many { .. }, Some(_)) => (format!("✅ {label}"), Act::Tick((*id).to_owned(), false, number)),
            (Kind::Rank { .. }, None) => (label, Act::Tick((*id).to_owned(), true, number)),
            (Kind::Rank { .. }, Some(n)) => (format!("{}️⃣ {label}", n + 1), Act::Tick((*id).to_owned(), false, number)),
            (_, None) => (label, Act::Pick((*id).to_owned())),
            (_, Some(_)) => (format!("● {label}"), Act::Pick((*id).to_owned())),
        };
        Button::new(label, view.press(stop, act))
    });
    screen.rows.extend(side_by_side(buttons.collect()));
    screen
        .rows
        .extend(page_buttons(locale, page, pages, |to| view.press(stop, Act::Page(i32::try_from(to).unwrap_or(0)))));
}

/// Two or three short labels in a row, long ones alone.
fn side_by_side(buttons: Vec<Button>) -> Vec<Vec<Button>> {
    let widest = buttons.iter().map(|button| button.label.chars().count()).max().unwrap_or(0);
    let columns = match widest {
        0..=8 => 3,
        9..=14 => 2,
        _ => 1,
    };
    buttons.chunks(columns).map(<[Button]>::to_vec).collect()
}

/// The rows under the options of every question: done or keep, then back, skip and later.
fn navigation_rows(locale: &Locale<'_>, view: &View<'_>, stop: &Stop<'_>) -> Vec<Vec<Button>> {
    let mut rows = Vec::new();
    let picks = match stop.value() {
        Some(Value::Picks(picks)) => picks.len(),
        _ => 0,
    };
    match (&stop.question.kind, &stop.state) {
        (Kind::Many { .. }, _) => {
            let label = locale.say("done", &[("n", Arg::count(picks))]);
            rows.push(vec![Button::new(label, view.press(stop, Act::Done))]);
        }
        (Kind::One | Kind::Files { .. } | Kind::Points { .. }, _) => {}
        (_, State::Draft(value)) if **value != Value::Skipped && answer::missing(stop) == 0 => {
            rows.push(vec![Button::new(locale.say("keep", &[]), view.press(stop, Act::Keep))]);
        }
        _ => {}
    }
    let mut buttons = vec![Button::new(locale.say("back", &[]), view.press(stop, Act::Back))];
    if stop.question.skip {
        buttons.push(Button::new(locale.say("skip", &[]), view.press(stop, Act::Skip)));
    }
    buttons.push(Button::new(locale.say("later", &[]), view.press(stop, Act::Later)));
    rows.push(buttons);
    rows
}
