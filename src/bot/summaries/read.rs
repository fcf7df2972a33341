//! Catching up: a summary is read point by point, in pieces that can be finished on a bus, and goes on where it was left.
//!
//! What somebody has read only grows, whatever they press and in whatever language. Check questions come at the end; a wrong
//! answer shows why and where it was said, and may be tried again; nothing is graded. Finished is whoever has opened every
//! point and answered every question.

use super::glossary::terms_in;
use super::text::{self, Check, Published, SummaryText};
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::forms::{RequiredAnswer, RequiredDialog, RequiredQuestion};
use crate::bot::outcome::Outcome;
use crate::bot::session::Session;
use crate::bot::ui::buttons::{LISTED, paged, to, turning};
use crate::bot::ui::files;
use crate::chat::{Button, Placement, Press, Reply, Route, Screen};
use crate::store::people::Person;
use crate::store::readings;
use crate::store::readings::Reading;
use crate::store::runs;
use crate::store::summaries;
use crate::text::{Arg, arabic, escape};
use crate::types::{CheckNumber, PointNumber, SummaryId};

/// Letters of a title on a button.
const LABEL: usize = 30;

/// The form in which a search is typed.
pub struct SearchForm;

impl SearchForm {
    /// The dialog's name.
    pub const NAME: &'static str = "search";
    const WORDS: &'static str = "words";
    /// What `takafou check` holds the file against.
    pub const REQUIRED: RequiredDialog = RequiredDialog {
        name: SearchForm::NAME,
        questions: &[RequiredQuestion::new(SearchForm::WORDS, RequiredAnswer::Text)],
    };
}

/// The first point.
const FIRST: PointNumber = PointNumber(1);

/// The point after this one.
fn next(point: PointNumber) -> PointNumber {
    PointNumber(point.0 + 1)
}

/// Opens a point, or the one where the person left off. Points are opened in order: the next one at most.
pub async fn read(
    ctx: &mut Ctx<'_>,
    person: &Person,
    id: SummaryId,
    asked: Option<PointNumber>,
    below: bool,
) -> Result<Outcome> {
    let Some(summary) = text::load(ctx, id).await? else {
        return Ok(Route::Training { page: 0 }.into());
    };
    let text = summary.text(&ctx.locale.language);
    let reading = readings::find(ctx.db, id, person.id).await?.unwrap_or_default();
    let furthest = reading.point.min(text.count());
    let point = match asked {
        Some(asked) if asked >= FIRST => asked.min(next(furthest)),
        _ if reading.finished_at.is_some() => FIRST,
        _ => furthest.max(FIRST),
    };
    let screen = if point > text.count() {
        after_points(ctx, person, &summary).await?
    } else {
        readings::set_point(ctx.db, id, person.id, point, summary.row.edition).await?;
        let reading = Reading { point: reading.point.max(point), ..reading };
        finish_if_done(ctx, person, &summary, reading).await?;
        point_screen(ctx, &summary, text, point)
    };
    let placement = if below { Placement::NewMessageBelow } else { Placement::ReplaceScreen };
    Ok(Reply { placement, ..screen.into() }.into())
}

fn point_screen(locale: &Locale<'_>, summary: &Published, told: &SummaryText, point: PointNumber) -> Screen {
    let id = summary.row.id;
    let to_point = |point| Route::ReadSummary { summary: id, point: Some(point), below: false };
    let mut text = told.point_in_words(locale, point);
    if told.language != locale.language {
        let language = locale.bot.texts.language(&told.language).name.clone();
        text = format!("{}\n\n{text}", locale.say("summary-other-language", &[("language", Arg::text(language))]));
    }
    let mut screen = Screen::new(text);
    if let Some(found) = told.point(point) {
        if let Some(file) = &found.file {
            let label = locale.say("summary-piece", &[("file", Arg::text(files::plainly(locale, file)))]);
            screen.rows.push(vec![Button::new(label, Press::Go(Route::SummaryFile { summary: id, point }))]);
        }
        screen.rows.extend(terms_in(locale, &told.language, &found.text, Some((id, point))));
    }
    let mut ways = Vec::new();
    if point > FIRST {
        ways.push(to(locale, "previous", to_point(PointNumber(point.0 - 1))));
    }
    let more = point < told.count() || !told.checks().is_empty();
    let onward = to_point(next(point));
    ways.push(if more { to(locale, "next", onward) } else { to(locale, "summary-end", onward) });
    screen.rows.push(ways);
    screen.rows.push(vec![to(locale, "later", Route::Training { page: 0 })]);
    screen
}

/// The file of a point, and the point again below it, so that nobody has to scroll back to go on.
pub async fn hand_out_file(ctx: &mut Ctx<'_>, person: &Person, id: SummaryId, point: PointNumber) -> Result<Outcome> {
    let Some(summary) = text::load(ctx, id).await? else {
        return Ok(Route::Training { page: 0 }.into());
    };
    let reading = readings::find(ctx.db, id, person.id).await?.unwrap_or_default();
    let text = summary.text(&ctx.locale.language);
    let point = point.clamp(FIRST, reading.point.clamp(FIRST, text.count().max(FIRST)));
    let file = text.point(point).and_then(|point| point.file.clone());
    let screen = point_screen(ctx, &summary, text, point);
    Ok(Reply { files: files::sent(ctx, file.as_slice()), ..screen.into() }.into())
}

/// Notes that somebody has finished, if they have.
async fn finish_if_done(ctx: &mut Ctx<'_>, person: &Person, summary: &Published, reading: Reading) -> Result<()> {
    let (id, text) = (summary.row.id, summary.text(&ctx.locale.language));
    let answered = readings::list_answered_checks(ctx.db, id, person.id).await?;
    let all = text.checks().iter().all(|check| answered.contains(&check.number));
    if reading.point >= text.count() && all && reading.finished_at.is_none() {
        readings::set_finished(ctx.db, id, person.id, ctx.now).await?;
    }
    Ok(())
}

/// Every point is open: the next question that has no answer, or the end.
async fn after_points(ctx: &mut Ctx<'_>, person: &Person, summary: &Published) -> Result<Screen> {
    let (id, text) = (summary.row.id, summary.text(&ctx.locale.language));
    let answered = readings::list_answered_checks(ctx.db, id, person.id).await?;
    let checks = text.checks();
    if let Some(check) = checks.iter().find(|check| !answered.contains(&check.number)) {
        return Ok(question(ctx, id, check, checks.len()));
    }
    let mut screen = Screen::new(ctx.say("summary-finished", &[("title", Arg::words(text.title()))]));
    let again = Route::ReadSummary { summary: id, point: Some(FIRST), below: false };
    screen.rows.push(vec![to(ctx, "summary-again", again)]);
    screen.rows.push(vec![to(ctx, "go-training", Route::Training { page: 0 }), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen)
}

fn question(locale: &Locale<'_>, id: SummaryId, check: &Check, total: usize) -> Screen {
    let args =
        [("n", Arg::Number(check.number.0)), ("total", Arg::count(total)), ("ask", Arg::text(escape(&check.ask)))];
    let mut screen = Screen::new(locale.say("check", &args));
    for (at, option) in check.options.iter().enumerate() {
        let route = Route::AnswerCheck { summary: id, check: check.number, option: at };
        screen = screen.row(option.clone(), Press::Go(route));
    }
    screen.rows.push(vec![to(locale, "later", Route::Training { page: 0 })]);
    screen
}

/// A question at the end, again.
pub async fn ask(ctx: &mut Ctx<'_>, person: &Person, id: SummaryId, number: CheckNumber) -> Result<Outcome> {
    let Some(summary) = text::load(ctx, id).await? else {
        return Ok(Route::Training { page: 0 }.into());
    };
    let text = summary.text(&ctx.locale.language);
    let reading = readings::find(ctx.db, id, person.id).await?;
    let open = reading.is_some_and(|reading| reading.point >= text.count());
    let checks = text.checks();
    match checks.iter().find(|check| check.number == number).filter(|_| open) {
        Some(check) => Ok(question(ctx, id, check, checks.len()).into()),
        None => read(ctx, person, id, None, false).await,
    }
}

/// An answer to it: whether it is right, and why.
pub async fn answer(
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
        return read(ctx, person, id, None, false).await;
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
    let onward = Route::ReadSummary { summary: id, point: Some(next(text.count())), below: false };
    screen.rows.push(vec![to(ctx, "next", onward)]);
    Ok(screen.into())
}

/// What to read first: what was missed, then what is begun, then the rest.
fn urgency(reading: Option<Reading>) -> u8 {
    match reading {
        Some(reading) if reading.missed && reading.finished_at.is_none() => 0,
        Some(reading) if reading.point.0 > 0 && reading.finished_at.is_none() => 1,
        _ => 2,
    }
}

fn label(locale: &Locale<'_>, summary: &Published, reading: Option<Reading>) -> String {
    let text = summary.text(&locale.language);
    let title: String = text.title().chars().take(LABEL).collect();
    let mark = match reading {
        Some(reading) if reading.finished_at.is_some() => "✅".to_owned(),
        Some(reading) if reading.point.0 > 0 => format!("⏳ {}/{}", reading.point.min(text.count()), text.count()),
        Some(reading) if reading.missed => "📕".to_owned(),
        _ => "📘".to_owned(),
    };
    format!("{mark} {title}")
}

/// /training: everything that a member can read, newest first of each urgency; a page of it.
pub async fn list(ctx: &mut Ctx<'_>, person: &Person, page: usize) -> Result<Outcome> {
    let readings = readings::list_of_person(ctx.db, person.id).await?;
    let reading = |id: SummaryId| readings.iter().find(|(of, _)| *of == id).map(|(_, reading)| *reading);
    let mut all = readings::list_readable(ctx.db, person.id).await?;
    all.sort_by_key(|id| urgency(reading(*id)));
    let missed = all.iter().filter(|id| urgency(reading(**id)) == 0).count();
    let args = [("n", Arg::count(all.len())), ("missed", Arg::count(missed))];
    let mut screen = Screen::new(ctx.say("training", &args));
    let (page, pages) = paged(page, all.len(), LISTED);
    let shown: Vec<SummaryId> = all.iter().copied().skip(page * LISTED).take(LISTED).collect();
    for summary in text::load_all(ctx, &shown).await? {
        let id = summary.row.id;
        let route = Route::ReadSummary { summary: id, point: None, below: false };
        screen = screen.row(label(ctx, &summary, reading(id)), Press::Go(route));
    }
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Route::Training { page: to })));
    if !all.is_empty() {
        screen.rows.push(vec![to(ctx, "go-search", Route::SearchTraining)]);
    }
    screen
        .rows
        .push(vec![to(ctx, "go-glossary", Route::Glossary { page: 0 }), to(ctx, "go-law", Route::Law { page: 0 })]);
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// The words to search for were typed in the form.
pub async fn search(ctx: &mut Ctx<'_>, person: &Person, session: &Session) -> Result<Outcome> {
    let words = session.text(SearchForm::WORDS).unwrap_or_default().to_owned();
    runs::end(ctx.db, session.run.id).await?;
    find(ctx, person, &words).await
}

/// What a search finds, of what this member may read; the glossary's terms as well.
pub async fn find(ctx: &mut Ctx<'_>, person: &Person, words: &str) -> Result<Outcome> {
    let keys = arabic::search_keys(words).into_iter();
    let keys: Vec<Vec<String>> = keys.map(|key| vec![arabic::bare(&key).to_owned(), key]).collect();
    let mut screen = Screen::new(String::new());
    if !keys.is_empty() {
        let readable = readings::list_readable(ctx.db, person.id).await?;
        let mut found = summaries::search(ctx.db, &keys).await?;
        found.retain(|id| readable.contains(id));
        found.truncate(LISTED);
        let readings = readings::list_of_person(ctx.db, person.id).await?;
        for summary in text::load_all(ctx, &found).await? {
            let id = summary.row.id;
            let reading = readings.iter().find(|(of, _)| *of == id).map(|(_, reading)| *reading);
            let route = Route::ReadSummary { summary: id, point: None, below: false };
            screen = screen.row(label(ctx, &summary, reading), Press::Go(route));
        }
    }
    screen.rows.extend(terms_in(ctx, &ctx.locale.language, words, None));
    screen.text = ctx.say("search-found", &[("words", Arg::words(words.trim())), ("n", Arg::count(screen.rows.len()))]);
    screen
        .rows
        .push(vec![to(ctx, "go-search", Route::SearchTraining), to(ctx, "go-training", Route::Training { page: 0 })]);
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}
