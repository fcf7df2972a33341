//! How members catch up: they read a summary point by point, in pieces that can be finished on a bus, and continue
//! where they stopped.
//!
//! Progress only grows, whatever a member presses and in whatever language. Check questions come at the end. A wrong
//! answer shows why and where the right one is, and may be tried again; there are no grades. A member has finished when
//! they have opened every point and answered every question.

use super::glossary::terms_in;
use super::text::{self, Check, PublishedSummary, SummaryText};
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::{BUTTONS_A_PAGE, clamp_page, page_buttons, to};
use crate::bot::ui::files;
use crate::chat::{Button, Press, Reply, Route, Screen};
use crate::store::people::Person;
use crate::store::readings;
use crate::store::readings::Reading;
use crate::text::{Arg, escape};
use crate::types::{CheckNumber, PointNumber, SummaryId};

const LABEL_LENGTH: usize = 30;

const FIRST_POINT: PointNumber = PointNumber(1);

fn next_point(point: PointNumber) -> PointNumber {
    PointNumber(point.0 + 1)
}

/// Opens this point, or the one where the person stopped. Points are opened in order: at most the next one.
pub async fn open_point(
    ctx: &mut Ctx<'_>,
    person: &Person,
    id: SummaryId,
    wanted: Option<PointNumber>,
    below: bool,
) -> Result<Outcome> {
    let Some(summary) = text::load(ctx, id).await? else {
        return Ok(Route::Training { page: 0 }.into());
    };
    let text = summary.text(&ctx.locale.language);
    let reading = readings::find(ctx.db, id, person.id).await?.unwrap_or_default();
    let furthest = reading.point.min(text.count());
    let point = match wanted {
        Some(wanted) if wanted >= FIRST_POINT => wanted.min(next_point(furthest)),
        _ if reading.finished_at.is_some() => FIRST_POINT,
        _ => furthest.max(FIRST_POINT),
    };
    let screen = if point > text.count() {
        after_points(ctx, person, &summary).await?
    } else {
        readings::set_point(ctx.db, id, person.id, point, summary.row.edition).await?;
        let reading = Reading { point: reading.point.max(point), ..reading };
        finish_if_done(ctx, person, &summary, reading).await?;
        point_screen(ctx, &summary, text, point)
    };
    Ok(Outcome::show(screen, below))
}

fn point_screen(locale: &Locale<'_>, summary: &PublishedSummary, text: &SummaryText, point: PointNumber) -> Screen {
    let id = summary.row.id;
    let to_point = |point| Route::ReadSummary { summary: id, point: Some(point), below: false };
    let mut message = text.point_in_words(locale, point);
    if text.language != locale.language {
        let language = locale.bot.texts.language(&text.language).name.clone();
        message =
            format!("{}\n\n{message}", locale.say("summary-other-language", &[("language", Arg::text(language))]));
    }
    let mut screen = Screen::new(message);
    if let Some(found) = text.point(point) {
        if let Some(file) = &found.file {
            let label = locale.say("summary-piece", &[("file", Arg::text(files::describe_briefly(locale, file)))]);
            screen.rows.push(vec![Button::new(label, Press::Go(Route::SummaryFile { summary: id, point }))]);
        }
        screen.rows.extend(terms_in(locale, &text.language, &found.text, Some((id, point))));
    }
    let mut buttons = Vec::new();
    if point > FIRST_POINT {
        buttons.push(to(locale, "previous", to_point(PointNumber(point.0 - 1))));
    }
    let more = point < text.count() || !text.checks().is_empty();
    let onward = to_point(next_point(point));
    buttons.push(if more { to(locale, "next", onward) } else { to(locale, "summary-end", onward) });
    screen.rows.push(buttons);
    screen.rows.push(vec![to(locale, "later", Route::Training { page: 0 })]);
    screen
}

/// The file of a point, and the point again below it, so that nobody has to scroll up to continue.
pub async fn hand_out_file(ctx: &mut Ctx<'_>, person: &Person, id: SummaryId, point: PointNumber) -> Result<Outcome> {
    let Some(summary) = text::load(ctx, id).await? else {
        return Ok(Route::Training { page: 0 }.into());
    };
    let reading = readings::find(ctx.db, id, person.id).await?.unwrap_or_default();
    let text = summary.text(&ctx.locale.language);
    let point = point.clamp(FIRST_POINT, reading.point.clamp(FIRST_POINT, text.count().max(FIRST_POINT)));
    let file = text.point(point).and_then(|point| point.file.clone());
    let screen = point_screen(ctx, &summary, text, point);
    Ok(Reply { files: files::held_files(ctx, file.as_slice()), ..screen.into() }.into())
}

/// Records that a member has finished, if they have.
async fn finish_if_done(
    ctx: &mut Ctx<'_>,
    person: &Person,
    summary: &PublishedSummary,
    reading: Reading,
) -> Result<()> {
    let (id, text) = (summary.row.id, summary.text(&ctx.locale.language));
    let answered = readings::list_answered_checks(ctx.db, id, person.id).await?;
    let all = text.checks().iter().all(|check| answered.contains(&check.number));
    if reading.point >= text.count() && all && reading.finished_at.is_none() {
        readings::set_finished(ctx.db, id, person.id, ctx.now).await?;
    }
    Ok(())
}

/// Every point is open: shows the next question without an answer, or the end.
async fn after_points(ctx: &mut Ctx<'_>, person: &Person, summary: &PublishedSummary) -> Result<Screen> {
    let (id, text) = (summary.row.id, summary.text(&ctx.locale.language));
    let answered = readings::list_answered_checks(ctx.db, id, person.id).await?;
    let checks = text.checks();
    if let Some(check) = checks.iter().find(|check| !answered.contains(&check.number)) {
        return Ok(check_screen(ctx, id, check, checks.len()));
    }
    let mut screen = Screen::new(ctx.say("summary-finished", &[("title", Arg::words(text.title()))]));
    let again = Route::ReadSummary { summary: id, point: Some(FIRST_POINT), below: false };
    screen.rows.push(vec![to(ctx, "summary-again", again)]);
    screen.rows.push(vec![to(ctx, "go-training", Route::Training { page: 0 }), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen)
}

fn check_screen(locale: &Locale<'_>, id: SummaryId, check: &Check, total: usize) -> Screen {
    let args =
        [("n", Arg::Number(check.number.0)), ("total", Arg::count(total)), ("ask", Arg::text(escape(&check.ask)))];
    let mut screen = Screen::new(locale.say("check", &args));
    for (index, option) in check.options.iter().enumerate() {
        let route = Route::AnswerCheck { summary: id, check: check.number, option: index };
        screen = screen.row(option.clone(), Press::Go(route));
    }
    screen.rows.push(vec![to(locale, "later", Route::Training { page: 0 })]);
    screen
}

/// Asks a check question again.
pub async fn ask_check(ctx: &mut Ctx<'_>, person: &Person, id: SummaryId, number: CheckNumber) -> Result<Outcome> {
    let Some(summary) = text::load(ctx, id).await? else {
        return Ok(Route::Training { page: 0 }.into());
    };
    let text = summary.text(&ctx.locale.language);
    let reading = readings::find(ctx.db, id, person.id).await?;
    let open = reading.is_some_and(|reading| reading.point >= text.count());
    let checks = text.checks();
    match checks.iter().find(|check| check.number == number).filter(|_| open) {
        Some(check) => Ok(check_screen(ctx, id, check, checks.len()).into()),
        None => open_point(ctx, person, id, None, false).await,
    }
}

/// Says whether the answer to a check question is right, and why.
pub async fn answer_check(
    ctx: &mut Ctx<'_>,
    person: &Person,
    id: SummaryId,
    number: CheckNumber,
    option: usize,
) -> Result<Outcome> {
    let Some(summary) = text::load(ctx, id).await? else {
        return Ok(Route::Training { page: 0 }.into());
    };
    let text = summary.text(&ctx.locale.language);
    let reading = readings::find(ctx.db, id, person.id).await?.unwrap_or_default();
    let checks = text.checks();
    let check = checks.iter().find(|check| check.number == number).filter(|_| reading.point >= text.count());
    let Some(check) = check else {
        return open_point(ctx, person, id, None, false).await;
    };
    let right = check.right == Some(option);
    readings::add_check_answer(ctx.db, id, person.id, number, right).await?;
    finish_if_done(ctx, person, &summary, reading).await?;
    let why = Arg::text(escape(&check.why));
    let mut screen = Screen::new(if right {
        ctx.say("check-right", &[("why", why)])
    } else {
        ctx.say("check-wrong", &[("why", why)])
    });
    if !right {
        screen.rows.push(vec![to(ctx, "check-again", Route::CheckQuestion { summary: id, check: number })]);
        if let Some(point) = check.point {
            let label = ctx.say("check-point", &[("n", Arg::Number(point.0))]);
            let route = Route::ReadSummary { summary: id, point: Some(point), below: false };
            screen = screen.row(label, Press::Go(route));
        }
    }
    let onward = Route::ReadSummary { summary: id, point: Some(next_point(text.count())), below: false };
    screen.rows.push(vec![to(ctx, "next", onward)]);
    Ok(screen.into())
}

/// What to read first: summaries of missed meetings, then those that were begun, then the others.
fn urgency(reading: Option<Reading>) -> u8 {
    match reading {
        Some(reading) if reading.missed && reading.finished_at.is_none() => 0,
        Some(reading) if reading.point.0 > 0 && reading.finished_at.is_none() => 1,
        _ => 2,
    }
}

pub(super) fn summary_label(locale: &Locale<'_>, summary: &PublishedSummary, reading: Option<Reading>) -> String {
    let text = summary.text(&locale.language);
    let title: String = text.title().chars().take(LABEL_LENGTH).collect();
    let mark = match reading {
        Some(reading) if reading.finished_at.is_some() => "✅".to_owned(),
        Some(reading) if reading.point.0 > 0 => format!("⏳ {}/{}", reading.point.min(text.count()), text.count()),
        Some(reading) if reading.missed => "📕".to_owned(),
        _ => "📘".to_owned(),
    };
    format!("{mark} {title}")
}

/// /training: a page of everything that a member can read, by urgency, then newest first.
pub async fn list(ctx: &mut Ctx<'_>, person: &Person, page: usize) -> Result<Outcome> {
    let readings = readings::list_of_person(ctx.db, person.id).await?;
    let reading = |id: SummaryId| readings.iter().find(|(summary, _)| *summary == id).map(|(_, reading)| *reading);
    let mut all = readings::list_readable(ctx.db, person.id).await?;
    all.sort_by_key(|id| urgency(reading(*id)));
    let missed = all.iter().filter(|id| urgency(reading(**id)) == 0).count();
    let args = [("n", Arg::count(all.len())), ("missed", Arg::count(missed))];
    let mut screen = Screen::new(ctx.say("training", &args));
    let (page, pages) = clamp_page(page, all.len(), BUTTONS_A_PAGE);
    let on_page: Vec<SummaryId> = all.iter().copied().skip(page * BUTTONS_A_PAGE).take(BUTTONS_A_PAGE).collect();
    for summary in text::load_all(ctx, &on_page).await? {
        let id = summary.row.id;
        let route = Route::ReadSummary { summary: id, point: None, below: false };
        screen = screen.row(summary_label(ctx, &summary, reading(id)), Press::Go(route));
    }
    screen.rows.extend(page_buttons(ctx, page, pages, |to| Press::Go(Route::Training { page: to })));
    if !all.is_empty() {
        screen.rows.push(vec![to(ctx, "go-search", Route::SearchTraining)]);
    }
    screen
        .rows
        .push(vec![to(ctx, "go-glossary", Route::Glossary { page: 0 }), to(ctx, "go-law", Route::Law { page: 0 })]);
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}
