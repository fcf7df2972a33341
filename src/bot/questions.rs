//! How a question and the review look: text, buttons, pages.
//!
//! One question a screen, short enough to be read without scrolling on a small phone; long labels one a row, short ones
//! side by side; more than eight options in pages. Rows are in reading order; [`Ctx::laid_out`] turns them for Arabic.

use chrono::{Datelike, Days, NaiveDate, Timelike};

use super::library::Played;
use super::{Ctx, Result, attached};
use crate::chat::{Act, Button, Place, Press, Screen};
use crate::dialog::walk::{self, State, Stop};
use crate::dialog::{Answers, Kind, Question, Usage, Value, answer, written};
use crate::store::runs::Run;
use crate::text::{Arg, dates, escape};

/// Most option buttons on one screen.
const OPTIONS_A_PAGE: usize = 8;
/// Buttons of a list on one page.
pub const LISTED: usize = 8;
/// Answers on one page of the review.
const ANSWERS_A_PAGE: usize = 3;
/// Characters of a list of ticked options that the review shows; it is cut between options.
const LONGEST_LIST: usize = 300;
/// Months that a calendar can be turned from the present one.
const FURTHEST_MONTH: i32 = 24;
/// The first and the last full hour that have a button.
const FIRST_HOUR: u32 = 8;
const LAST_HOUR: u32 = 19;
/// Characters of a question that the review shows.
const QUESTION_SHOWN: usize = 120;
/// Characters of words as answer that the review shows.
const SHOWN: usize = 120;

/// What the screens of a run need to know.
pub struct View<'a> {
    /// The run.
    pub run: &'a Run,
    /// Its dialog.
    pub played: &'a Played,
    /// A line above the question: why the last input was not taken.
    pub remark: Option<String>,
}

impl View<'_> {
    fn press(&self, stop: &Stop<'_>, act: Act) -> Press {
        Press::Run { run: self.run.id, revision: self.run.revision, key: stop.key(), act }
    }

    fn remark(&self) -> String {
        self.remark.as_ref().map_or_else(String::new, |remark| format!("⚠️ {remark}\n\n"))
    }
}

/// The screen that asks `stop`; `page` is a page of options, or for a date how many months from now.
pub fn ask(ctx: &Ctx<'_>, view: &View<'_>, stop: &Stop<'_>, page: i32) -> Screen {
    let (played, question) = (view.played, stop.question);
    let texts = &ctx.bot.texts;
    let (n, total) = played.dialog.number(stop.index);
    let progress = ctx.say("progress", &[("n", Arg::count(n)), ("total", Arg::count(total))]);
    let asked = escape(&played.question(texts, &ctx.language, question, &stop.item));
    let lead = played.lead(&ctx.language, question).map_or_else(String::new, |lead| format!("{}\n\n", escape(&lead)));
    let mut text = format!("{progress}\n\n{}{lead}<b>{asked}</b>", view.remark());
    let mut lines = Vec::new();
    lines.extend(guidance(ctx, played, stop));
    lines.extend(played.hint(&ctx.language, question).map(|hint| format!("<i>{}</i>", escape(&hint))));
    if let (Some(said), false) = (
        said_before(ctx, played, stop),
        matches!(question.kind, Kind::Many { .. } | Kind::Rank { .. } | Kind::Files { .. } | Kind::Points { .. }),
    ) {
        lines.push(said);
    }
    for line in lines {
        text.push_str("\n\n");
        text.push_str(&line);
    }
    let mut screen = Screen::new(text);
    match &question.kind {
        Kind::Date { future } => calendar(ctx, view, stop, page, *future, &mut screen),
        Kind::Time => screen.rows.extend(hours(view, stop)),
        Kind::Points { .. } => {
            if let Some(Value::Points(points)) = stop.value() {
                screen.rows.extend(attached::moves(ctx, points, |act| view.press(stop, act)));
            }
        }
        Kind::Files { .. } => {
            if let Some(Value::Files(files)) = stop.value() {
                screen.rows.extend(attached::removals(ctx, files, |act| view.press(stop, act)));
                let done = ctx.say("done", &[("n", Arg::count(files.len()))]);
                screen.rows.push(vec![Button::new(done, view.press(stop, Act::Done))]);
            }
        }
        Kind::Scale { from, to } => {
            let points = (*from..=*to).map(|n| Button::new(point(stop, n), view.press(stop, Act::Pick(n.to_string()))));
            let points: Vec<Button> = points.collect();
            let width = if points.len() > 6 { points.len().div_ceil(2) } else { points.len() };
            screen.rows.extend(points.chunks(width).map(<[Button]>::to_vec));
        }
        _ => {}
    }
    options(ctx, view, stop, usize::try_from(page).unwrap_or(0), &mut screen);
    screen.rows.extend(ways_on(ctx, view, stop));
    screen
}

/// Full hours of the day, four a row; any other is typed.
fn hours(view: &View<'_>, stop: &Stop<'_>) -> Vec<Vec<Button>> {
    let hours = (FIRST_HOUR..=LAST_HOUR).map(|hour| {
        let chosen = matches!(stop.value(), Some(Value::Time(time)) if (time.hour(), time.minute()) == (hour, 0));
        let label = format!("{}{hour:02}:00", if chosen { "● " } else { "" });
        Button::new(label, view.press(stop, Act::Pick(format!("{hour:02}00"))))
    });
    hours.collect::<Vec<_>>().chunks(4).map(<[Button]>::to_vec).collect()
}

fn point(stop: &Stop<'_>, n: i64) -> String {
    let chosen = matches!(stop.value(), Some(Value::Numbers(numbers)) if numbers.first() == Some(&n));
    if chosen { format!("● {n}") } else { n.to_string() }
}

/// What to do, for kinds where it is not plain.
fn guidance(ctx: &Ctx<'_>, played: &Played, stop: &Stop<'_>) -> Option<String> {
    let texts = &ctx.bot.texts;
    let named = |id: &str| played.named(texts, &ctx.language, stop.question, id);
    match &stop.question.kind {
        Kind::Many { max, .. } if *max < stop.question.options.len() => {
            Some(ctx.say("tick-at-most", &[("max", Arg::count(*max))]))
        }
        Kind::Many { .. } => Some(ctx.say("tick-any", &[])),
        Kind::Scale { from, to } => {
            let names = (*from..=*to).filter_map(|n| Some(format!("{n} = {}", escape(&named(&format!("n{n}"))?))));
            let names: Vec<String> = names.map(|name| ctx.say("line", &[("text", Arg::text(name))])).collect();
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
                .map(|(n, field)| numbered(ctx, &ctx.label(played, stop, field), stop.question, *n))
                .collect();
            match fields.get(typed.len()) {
                Some(field) => {
                    lines.push(ctx.say("type-number-of", &[("field", Arg::text(ctx.label(played, stop, field)))]))
                }
                None => lines.push(ctx.say("type-number", &[])),
            }
            Some(lines.join("\n"))
        }
        Kind::Rank { .. } => {
            let picked = match stop.value() {
                Some(Value::Picks(picks)) => picks.len(),
                _ => 0,
            };
            let next = if answer::missing(stop) == 0 { 0 } else { picked + 1 };
            Some(ctx.say("rank-next", &[("n", Arg::count(next))]))
        }
        Kind::Text { voice: true, .. } => Some(ctx.say("type-or-speak", &[])),
        Kind::Text { .. } => Some(ctx.say("type", &[])),
        Kind::Time => Some(ctx.say("type-hour", &[])),
        Kind::Points { max } => {
            let Some(Value::Points(points)) = stop.value() else {
                return Some(ctx.say("send-points", &[("max", Arg::count(*max))]));
            };
            let how = match points.at {
                Some(at) => ctx.say("point-chosen", &[("n", Arg::count(at + 1))]),
                None => ctx.say("send-points", &[("max", Arg::count(*max))]),
            };
            Some([how, attached::outlined(ctx, points)].join("\n\n"))
        }
        Kind::Files { max } => {
            let mut lines = vec![ctx.say("send-files", &[("max", Arg::count(*max))])];
            if let Some(Value::Files(files)) = stop.value() {
                lines.push(attached::listed(ctx, files));
            }
            Some(lines.join("\n\n"))
        }
        Kind::One | Kind::Date { .. } => None,
    }
}

/// A number as it is kept, in the language's writing.
pub fn numeral(ctx: &Ctx<'_>, n: i64, places: u32) -> String {
    let written = written(n, places);
    match written.split_once('.') {
        Some((whole, rest)) => ctx.say("decimal", &[("whole", Arg::text(whole)), ("tenth", Arg::text(rest))]),
        None => written,
    }
}

fn numbered(ctx: &Ctx<'_>, label: &str, question: &Question, n: i64) -> String {
    format!("{}: {}", escape(label), numeral(ctx, n, question.places()))
}

impl Ctx<'_> {
    fn label(&self, played: &Played, stop: &Stop<'_>, id: &str) -> String {
        played.label(&self.bot.texts, &self.language, stop.question, id)
    }
}

/// The answer given before, when the person has come back to change it.
fn said_before(ctx: &Ctx<'_>, played: &Played, stop: &Stop<'_>) -> Option<String> {
    let State::Draft(value) = &stop.state else {
        return None;
    };
    if **value == Value::Skipped || answer::missing(stop) > 0 {
        return None;
    }
    let said = shown(ctx, played, stop, value);
    Some(ctx.say("said-before", &[("answer", Arg::text(said))]))
}

/// An answer as the person reads it; safe for HTML.
pub fn shown(ctx: &Ctx<'_>, played: &Played, stop: &Stop<'_>, value: &Value) -> String {
    let label = |id: &str| escape(&ctx.label(played, stop, id));
    match value {
        Value::Skipped => ctx.say("skipped", &[]),
        Value::Picks(picks) if matches!(stop.question.kind, Kind::Rank { .. }) => {
            let lines = picks.iter().enumerate().map(|(i, id)| format!("{}. {}", i + 1, label(id)));
            lines.collect::<Vec<_>>().join(&ctx.say("comma", &[]))
        }
        Value::Picks(picks) => {
            let mut length = 0;
            let fits = |label: &String| {
                length += label.chars().count();
                length <= LONGEST_LIST
            };
            let labels: Vec<String> = picks.iter().map(|id| label(id)).take_while(fits).collect();
            let mut list = labels.join(&ctx.say("comma", &[]));
            if labels.len() < picks.len() {
                list.push_str(&ctx.say("and-more", &[("n", Arg::count(picks.len() - labels.len()))]));
            }
            list
        }
        Value::Numbers(numbers) => match &stop.question.kind {
            Kind::Number { fields, .. } if !fields.is_empty() => {
                let each = fields
                    .iter()
                    .zip(numbers)
                    .map(|(field, n)| numbered(ctx, &ctx.label(played, stop, field), stop.question, *n));
                each.collect::<Vec<_>>().join(&ctx.say("comma", &[]))
            }
            _ => {
                let n = numbers.first().copied().unwrap_or_default();
                let name = played.named(&ctx.bot.texts, &ctx.language, stop.question, &format!("n{n}"));
                name.map_or_else(|| numeral(ctx, n, stop.question.places()), |name| format!("{n} = {}", escape(&name)))
            }
        },
        Value::Text(words) => {
            format!("\u{2068}{}\u{2069}", shortened(words, SHOWN))
        }
        Value::Voice { seconds, .. } => ctx.say("voice-of", &[("seconds", Arg::Number(i64::from(*seconds)))]),
        Value::Date(day) => dates::day_in_words(*day, &ctx.language),
        Value::Time(hour) => dates::hour_in_words(*hour),
        Value::Files(files) => format!("\n{}", attached::listed(ctx, files)),
        Value::Points(points) => format!("\n{}", attached::outlined(ctx, points)),
    }
}

/// The beginning of a long text; safe for HTML.
fn shortened(text: &str, most: usize) -> String {
    let short: String = text.chars().take(most).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    format!("{}{more}", escape(&short))
}

fn options(ctx: &Ctx<'_>, view: &View<'_>, stop: &Stop<'_>, page: usize, screen: &mut Screen) {
    let question = stop.question;
    let ids: Vec<&str> = match question.kind {
        Kind::Rank { .. } => stop.available.iter().map(String::as_str).collect(),
        _ => question.ordered(view.run.seed.unsigned_abs()).into_iter().map(|choice| choice.id.as_str()).collect(),
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
        let label = ctx.label(view.played, stop, id);
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
    screen.rows.extend(turning(ctx, page, pages, |to| view.press(stop, Act::Page(i32::try_from(to).unwrap_or(0)))));
}

/// The page that is asked for, within those there are, and their number.
pub fn paged(page: i64, entries: usize, each: usize) -> (usize, usize) {
    let pages = entries.div_ceil(each).max(1);
    (usize::try_from(page).unwrap_or(0).min(pages - 1), pages)
}

/// A page's number as buttons carry it.
pub fn number(page: usize) -> i64 {
    i64::try_from(page).unwrap_or(0)
}

/// The page before and the page after, where there are more than one.
pub fn turning(ctx: &Ctx<'_>, page: usize, pages: usize, to: impl Fn(usize) -> Press) -> Option<Vec<Button>> {
    let label = |id, page: usize| ctx.say(id, &[("page", Arg::count(page + 1)), ("pages", Arg::count(pages))]);
    let before = page.checked_sub(1).map(|before| Button::new(label("page-before", before), to(before)));
    let after = (page + 1 < pages).then(|| Button::new(label("page-after", page + 1), to(page + 1)));
    let turn: Vec<Button> = before.into_iter().chain(after).collect();
    (!turn.is_empty()).then_some(turn)
}

/// Short labels two or three a row, long ones alone.
fn side_by_side(buttons: Vec<Button>) -> Vec<Vec<Button>> {
    let widest = buttons.iter().map(|button| button.label.chars().count()).max().unwrap_or(0);
    let columns = match widest {
        0..=8 => 3,
        9..=14 => 2,
        _ => 1,
    };
    buttons.chunks(columns).map(<[Button]>::to_vec).collect()
}

/// Done or keep, then back, skip and later: what every question has under its options.
fn ways_on(ctx: &Ctx<'_>, view: &View<'_>, stop: &Stop<'_>) -> Vec<Vec<Button>> {
    let mut rows = Vec::new();
    let picks = match stop.value() {
        Some(Value::Picks(picks)) => picks.len(),
        _ => 0,
    };
    match (&stop.question.kind, &stop.state) {
        (Kind::Many { .. }, _) => {
            let label = ctx.say("done", &[("n", Arg::count(picks))]);
            rows.push(vec![Button::new(label, view.press(stop, Act::Done))]);
        }
        (Kind::One | Kind::Files { .. } | Kind::Points { .. }, _) => {}
        (_, State::Draft(value)) if **value != Value::Skipped && answer::missing(stop) == 0 => {
            rows.push(vec![Button::new(ctx.say("keep", &[]), view.press(stop, Act::Keep))]);
        }
        _ => {}
    }
    let mut ways = vec![Button::new(ctx.say("back", &[]), view.press(stop, Act::Back))];
    if stop.question.skip {
        ways.push(Button::new(ctx.say("skip", &[]), view.press(stop, Act::Skip)));
    }
    ways.push(Button::new(ctx.say("later", &[]), view.press(stop, Act::Later)));
    rows.push(ways);
    rows
}

/// A month, Monday first; `months` from the present one. Where only the `future` is asked for, days before today are not
/// offered, nor weeks wholly past.
fn calendar(ctx: &Ctx<'_>, view: &View<'_>, stop: &Stop<'_>, months: i32, future: bool, screen: &mut Screen) {
    let today = dates::day_of(ctx.now);
    let earliest = if future { 0 } else { -FURTHEST_MONTH };
    let months = months.clamp(earliest, FURTHEST_MONTH);
    let Some(first) = dates::month_after(today, months) else {
        return;
    };
    screen.text.push_str(&format!("\n\n🗓 {}", dates::month_in_words(first, &ctx.language)));
    let stay = || view.press(stop, Act::Page(months));
    let week = first - Days::new(u64::from(first.weekday().num_days_from_monday()));
    let names = (0..7u64).map(|n| Button::new(ctx.say("weekday", &[("n", Arg::Number(n.cast_signed() + 1))]), stay()));
    screen.rows.push(names.collect());
    let mut day: NaiveDate = week;
    while day < first || day.month() == first.month() {
        if future && day + Days::new(6) < today {
            day = day + Days::new(7);
            continue;
        }
        let row = (0..7).map(|n| day + Days::new(n)).map(|day| {
            if day.month() == first.month() && (day >= today || !future) {
                Button::new(day.day().to_string(), view.press(stop, Act::Pick(day.to_string())))
            } else {
                Button::new("·", stay())
            }
        });
        screen.rows.push(row.collect());
        day = day + Days::new(7);
    }
    let mut turn = Vec::new();
    if months > earliest {
        turn.push(Button::new(ctx.say("previous", &[]), view.press(stop, Act::Page(months - 1))));
    }
    turn.push(Button::new(ctx.say("next", &[]), view.press(stop, Act::Page(months + 1))));
    screen.rows.push(turn);
}

/// All answers on one screen, in pages; each can be changed, and from here they are handed in.
///
/// # Errors
/// None today; in line with the other screens.
pub fn review(ctx: &Ctx<'_>, view: &View<'_>, answers: &Answers, page: i32) -> Result<Screen> {
    let played = view.played;
    let stops: Vec<Stop<'_>> = walk::trail(&played.dialog, answers);
    let asked: Vec<&Stop<'_>> = stops.iter().filter(|stop| matches!(stop.state, State::Done(_))).collect();
    let pages = asked.len().div_ceil(ANSWERS_A_PAGE).max(1);
    let page = usize::try_from(page).unwrap_or(0).min(pages - 1);
    let mut text = format!("{}<b>{}</b>", view.remark(), ctx.say("review", &[]));
    let mut edits = Vec::new();
    for (i, stop) in asked.iter().enumerate().skip(page * ANSWERS_A_PAGE).take(ANSWERS_A_PAGE) {
        let question = played.question(&ctx.bot.texts, &ctx.language, stop.question, &stop.item);
        let question = shortened(&question, QUESTION_SHOWN);
        let said = stop.value().map_or_else(String::new, |value| shown(ctx, played, stop, value));
        text.push_str("\n\n");
        text.push_str(&ctx.say(
            "review-line",
            &[("n", Arg::count(i + 1)), ("question", Arg::text(question)), ("answer", Arg::text(said))],
        ));
        edits.push(Button::new(format!("✏️ {}", i + 1), view.press(stop, Act::Edit)));
    }
    text.push_str("\n\n");
    text.push_str(&match played.dialog.usage {
        Usage::Anonymous => ctx.say("review-anonymous", &[]),
        Usage::Confidential => ctx.say("review-confidential", &[]),
        Usage::Form => ctx.say("review-form", &[]),
    });
    let whole = |act| Press::Run {
        run: view.run.id,
        revision: view.run.revision,
        key: crate::dialog::Key { question: "review".into(), item: String::new() },
        act,
    };
    let mut screen = Screen::new(text);
    screen.rows.push(edits);
    screen.rows.extend(turning(ctx, page, pages, |to| whole(Act::Page(i32::try_from(to).unwrap_or(0)))));
    let submit = if played.dialog.usage == Usage::Form { "confirm" } else { "submit" };
    screen.rows.push(vec![Button::new(ctx.say(submit, &[]), whole(Act::Submit))]);
    screen.rows.push(vec![
        Button::new(ctx.say("back", &[]), whole(Act::Back)),
        Button::new(ctx.say("later", &[]), whole(Act::Later)),
    ]);
    Ok(screen)
}

/// A button that leads to a place.
pub fn to(ctx: &Ctx<'_>, id: &str, place: Place, a: i64, b: i64) -> Button {
    Button::new(ctx.say(id, &[]), Press::Go(place, a, b))
}
