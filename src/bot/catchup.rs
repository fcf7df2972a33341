//! Catching up: a summary is read point by point, in pieces that can be finished on a bus, and goes on where it was left.
//!
//! What somebody has read only grows, whatever they press and in whatever language. Check questions come at the end; a wrong
//! answer shows why and where it was said, and may be tried again; nothing is graded. Finished is whoever has opened every
//! point and answered every question.

use super::publishing;
use super::questions::{LISTED, number, paged, to, turning};
use super::summaries::{self, Check, Published, Told};
use super::{Ctx, Result, attached, glossary, members, runs};
use crate::chat::{Button, Place, Placement, Press, Reply, Screen};
use crate::store::people::Person;
use crate::store::summaries::{self as kept, Reading};
use crate::text::{Arg, arabic, escape};

/// Instead of a point: where it was left, below a letter that stays as it is.
pub const RESUME_BELOW: i64 = -1;
/// Letters of a title on a button.
const LABEL: usize = 30;
/// The form in which a search is typed.
pub const SEARCH: &str = "search";

/// A member's place about summaries.
///
/// # Errors
/// When the database refuses.
pub async fn go(ctx: &mut Ctx<'_>, person: &Person, place: Place, a: i64, b: i64) -> Result<Reply> {
    match place {
        Place::Training => return training(ctx, person, a).await,
        Place::Search => return runs::form(ctx, person, SEARCH).await,
        _ => {}
    }
    let Some(summary) = allowed(ctx, person, a).await? else {
        return training(ctx, person, 0).await;
    };
    match place {
        Place::Piece => {
            let reading = kept::reading(ctx.db, a, person.id).await?.unwrap_or_default();
            Ok(piece(ctx, &summary, b, reading))
        }
        Place::Check => check(ctx, person, &summary, b).await,
        Place::Answer => answer(ctx, person, &summary, b.div_euclid(10), b.rem_euclid(10)).await,
        _ => read(ctx, person, &summary, b).await,
    }
}

/// The summary, if this person may read it.
async fn allowed(ctx: &mut Ctx<'_>, person: &Person, id: i64) -> Result<Option<Published>> {
    let Some(summary) = summaries::load(ctx, id).await? else {
        return Ok(None);
    };
    let may = publishing::concerns(ctx, person, &summary.meeting).await?;
    Ok(may.then_some(summary))
}

/// Opens a point (0: where it was left). Points are opened in order: the next one at most.
async fn read(ctx: &mut Ctx<'_>, person: &Person, summary: &Published, asked: i64) -> Result<Reply> {
    let (id, told) = (summary.row.id, summary.text(&ctx.language));
    let reading = kept::reading(ctx.db, id, person.id).await?.unwrap_or_default();
    let furthest = reading.point.min(told.count());
    let k = match asked {
        1.. => asked.min(furthest + 1),
        _ if reading.finished_at.is_some() => 1,
        _ => furthest.max(1),
    };
    let mut reply = if k > told.count() {
        after_points(ctx, person, summary).await?
    } else {
        kept::opened(ctx.db, id, person.id, k, summary.row.edition).await?;
        settle(ctx, person, summary, Reading { point: reading.point.max(k), ..reading }).await?;
        point_screen(ctx, summary, told, k).into()
    };
    if asked == RESUME_BELOW {
        reply.placement = Placement::NewMessageBelow;
    }
    Ok(reply)
}

fn point_screen(ctx: &Ctx<'_>, summary: &Published, told: &Told, k: i64) -> Screen {
    let id = summary.row.id;
    let mut text = told.point_said(ctx, k);
    if told.language != ctx.language {
        let language = ctx.bot.texts.language(&told.language).name.clone();
        text = format!("{}\n\n{text}", ctx.say("summary-other-language", &[("language", Arg::text(language))]));
    }
    let mut screen = Screen::new(text);
    let at = usize::try_from(k - 1).unwrap_or(0);
    if let Some(point) = told.points().get(at) {
        if let Some(file) = &point.file {
            let label = ctx.say("summary-piece", &[("file", Arg::text(attached::plainly(ctx, file)))]);
            screen.rows.push(vec![Button::new(label, Press::Go(Place::Piece, id, k))]);
        }
        screen.rows.extend(glossary::keys_in(ctx, &told.language, &point.text, Some((id, k))));
    }
    let mut ways = Vec::new();
    if k > 1 {
        ways.push(to(ctx, "previous", Place::Read, id, k - 1));
    }
    let more = k < told.count() || !told.checks().is_empty();
    ways.push(if more {
        to(ctx, "next", Place::Read, id, k + 1)
    } else {
        to(ctx, "summary-end", Place::Read, id, k + 1)
    });
    screen.rows.push(ways);
    screen.rows.push(vec![to(ctx, "later", Place::Training, 0, 0)]);
    screen
}

/// The file of a point, and the point again below it, so that nobody has to scroll back to go on.
fn piece(ctx: &Ctx<'_>, summary: &Published, k: i64, reading: Reading) -> Reply {
    let told = summary.text(&ctx.language);
    let k = k.clamp(1, reading.point.clamp(1, told.count().max(1)));
    let point = usize::try_from(k - 1).ok().and_then(|at| told.points().get(at));
    let file = point.and_then(|point| point.file.clone());
    Reply { files: attached::sent(ctx, file.as_slice()), ..point_screen(ctx, summary, told, k).into() }
}

/// Notes that somebody has finished, if they have.
async fn settle(ctx: &mut Ctx<'_>, person: &Person, summary: &Published, reading: Reading) -> Result<bool> {
    let (id, told) = (summary.row.id, summary.text(&ctx.language));
    let answered = kept::checks_of(ctx.db, id, person.id).await?;
    let all = told.checks().iter().all(|check| answered.contains(&check.n));
    let finished = reading.point >= told.count() && all;
    if finished && reading.finished_at.is_none() {
        kept::finished(ctx.db, id, person.id, ctx.now).await?;
    }
    Ok(finished)
}

/// Every point is open: the next question that has no answer, or the end.
async fn after_points(ctx: &mut Ctx<'_>, person: &Person, summary: &Published) -> Result<Reply> {
    let (id, told) = (summary.row.id, summary.text(&ctx.language));
    let answered = kept::checks_of(ctx.db, id, person.id).await?;
    let checks = told.checks();
    if let Some(check) = checks.iter().find(|check| !answered.contains(&check.n)) {
        return Ok(asked(ctx, id, check, checks.len()).into());
    }
    let mut screen = Screen::new(ctx.say("summary-finished", &[("title", Arg::words(told.title()))]));
    screen.rows.push(vec![to(ctx, "summary-again", Place::Read, id, 1)]);
    screen.rows.push(vec![to(ctx, "go-training", Place::Training, 0, 0), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

fn asked(ctx: &Ctx<'_>, id: i64, check: &Check, total: usize) -> Screen {
    let args = [("n", Arg::Number(check.n)), ("total", Arg::count(total)), ("ask", Arg::text(escape(&check.ask)))];
    let mut screen = Screen::new(ctx.say("check", &args));
    for (option, n) in check.options.iter().zip(0i64..) {
        screen = screen.row(option.clone(), Press::Go(Place::Answer, id, check.n * 10 + n));
    }
    screen.rows.push(vec![to(ctx, "later", Place::Training, 0, 0)]);
    screen
}

async fn check(ctx: &mut Ctx<'_>, person: &Person, summary: &Published, n: i64) -> Result<Reply> {
    let (id, told) = (summary.row.id, summary.text(&ctx.language));
    let open = kept::reading(ctx.db, id, person.id).await?.is_some_and(|reading| reading.point >= told.count());
    let checks = told.checks();
    match checks.iter().find(|check| check.n == n).filter(|_| open) {
        Some(check) => Ok(asked(ctx, id, check, checks.len()).into()),
        None => read(ctx, person, summary, 0).await,
    }
}

async fn answer(ctx: &mut Ctx<'_>, person: &Person, summary: &Published, n: i64, option: i64) -> Result<Reply> {
    let (id, told) = (summary.row.id, summary.text(&ctx.language));
    let reading = kept::reading(ctx.db, id, person.id).await?.unwrap_or_default();
    let checks = told.checks();
    let check = checks.iter().find(|check| check.n == n).filter(|_| reading.point >= told.count());
    let (Some(check), Ok(option)) = (check, usize::try_from(option)) else {
        return read(ctx, person, summary, 0).await;
    };
    let right = check.right == Some(option);
    kept::answered(ctx.db, id, person.id, n, right).await?;
    settle(ctx, person, summary, reading).await?;
    let why = Arg::text(escape(&check.why));
    let mut screen = Screen::new(if right {
        ctx.say("check-right", &[("why", why)])
    } else {
        ctx.say("check-wrong", &[("why", why)])
    });
    if !right {
        screen.rows.push(vec![to(ctx, "check-again", Place::Check, id, n)]);
        if let Some(point) = check.point {
            let label = ctx.say("check-point", &[("n", Arg::Number(point))]);
            screen = screen.row(label, Press::Go(Place::Read, id, point));
        }
    }
    screen.rows.push(vec![to(ctx, "next", Place::Read, id, told.count() + 1)]);
    Ok(screen.into())
}

/// Everything that a member can read: missed first, then what is begun, then the rest, newest first.
async fn readable(ctx: &mut Ctx<'_>, person: &Person) -> Result<Vec<(Published, Option<Reading>)>> {
    let readings = kept::of_person(ctx.db, person.id).await?;
    let mut found = Vec::new();
    for row in kept::all(ctx.db).await? {
        if let Some(summary) = allowed(ctx, person, row.id).await? {
            let reading = readings.iter().find(|(id, _)| *id == row.id).map(|(_, reading)| *reading);
            found.push((summary, reading));
        }
    }
    found.sort_by_key(|(_, reading)| match reading {
        Some(reading) if reading.missed && reading.finished_at.is_none() => 0,
        Some(reading) if reading.point > 0 && reading.finished_at.is_none() => 1,
        _ => 2,
    });
    Ok(found)
}

fn label(ctx: &Ctx<'_>, summary: &Published, reading: Option<Reading>) -> String {
    let told = summary.text(&ctx.language);
    let title: String = told.title().chars().take(LABEL).collect();
    let mark = match reading {
        Some(reading) if reading.finished_at.is_some() => "✅".to_owned(),
        Some(reading) if reading.point > 0 => format!("⏳ {}/{}", reading.point.min(told.count()), told.count()),
        Some(reading) if reading.missed => "📕".to_owned(),
        _ => "📘".to_owned(),
    };
    format!("{mark} {title}")
}

/// /training: the list, a page of it.
///
/// # Errors
/// When the database refuses.
pub async fn training(ctx: &mut Ctx<'_>, person: &Person, page: i64) -> Result<Reply> {
    if person.joined_at.is_none() {
        return members::menu(ctx, person).await;
    }
    let all = readable(ctx, person).await?;
    let missed = all.iter().filter(|(_, r)| r.is_some_and(|r| r.missed && r.finished_at.is_none())).count();
    let args = [("n", Arg::count(all.len())), ("missed", Arg::count(missed))];
    let mut screen = Screen::new(ctx.say("training", &args));
    let (page, pages) = paged(page, all.len(), LISTED);
    for (summary, reading) in all.iter().skip(page * LISTED).take(LISTED) {
        screen = screen.row(label(ctx, summary, *reading), Press::Go(Place::Read, summary.row.id, 0));
    }
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Place::Training, number(to), 0)));
    if !all.is_empty() {
        screen.rows.push(vec![to(ctx, "go-search", Place::Search, 0, 0)]);
    }
    screen.rows.push(vec![to(ctx, "go-glossary", Place::Glossary, 0, 0), to(ctx, "go-law", Place::Law, 0, 0)]);
    screen.rows.push(vec![to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

/// What a search finds, of what this member may read; the glossary's terms as well.
///
/// # Errors
/// When the database refuses.
pub async fn found(ctx: &mut Ctx<'_>, person: &Person, words: &str) -> Result<Reply> {
    let keys = summaries::keys(words).into_iter();
    let keys: Vec<Vec<String>> = keys.map(|key| vec![arabic::bare(&key).to_owned(), key]).collect();
    let mut screen = Screen::new(String::new());
    let mut n = 0;
    if !keys.is_empty() {
        for id in kept::search(ctx.db, &keys).await? {
            if let Some(summary) = allowed(ctx, person, id).await?.filter(|_| n < LISTED) {
                let reading = kept::reading(ctx.db, id, person.id).await?;
                screen = screen.row(label(ctx, &summary, reading), Press::Go(Place::Read, id, 0));
                n += 1;
            }
        }
    }
    let language = ctx.language.clone();
    let terms = glossary::keys_in(ctx, &language, words, None);
    screen.rows.extend(terms);
    screen.text = ctx.say("search-found", &[("words", Arg::words(words.trim())), ("n", Arg::count(screen.rows.len()))]);
    screen.rows.push(vec![to(ctx, "go-search", Place::Search, 0, 0), to(ctx, "go-training", Place::Training, 0, 0)]);
    screen.rows.push(vec![to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}
