//! Bodies that have ceased to exist: archived, and brought back. What happened in them stays.

use crate::bot::context::Ctx;
use crate::bot::error::{Error, Result};
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::{BUTTONS_A_PAGE, clamp_page, page_buttons, to};
use crate::chat::{Press, Route, Screen};
use crate::store::audit::AuditAction;
use crate::store::bodies::{self, Body};
use crate::store::coordinators;
use crate::store::people::Person;
use crate::text::Arg;
use crate::types::BodyId;

/// A body that nobody belongs to any more, and that nobody coordinates.
async fn is_empty(ctx: &mut Ctx<'_>, body: &Body) -> Result<bool> {
    Ok(body.members + body.requests == 0 && coordinators::list(ctx.db, Some(body.id)).await?.is_empty())
}

/// First step of archiving. Whoever belongs to the body is moved or removed before, so that nobody is left in it.
pub async fn ask(ctx: &mut Ctx<'_>, body: BodyId) -> Result<Outcome> {
    let found = bodies::find(ctx.db, body).await?.ok_or(Error::Missing("body"))?;
    let empty = is_empty(ctx, &found).await?;
    let args =
        [("body", Arg::words(found.name(&ctx.locale.language))), ("n", Arg::Number(found.members + found.requests))];
    let mut screen = Screen::new(ctx.say(if empty { "archive-ask" } else { "archive-not-empty" }, &args));
    if empty {
        screen.rows.push(vec![to(ctx, "archive-yes", Route::ArchiveBody { body })]);
    }
    screen.rows.push(vec![to(ctx, "back", Route::Body { body }), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

pub async fn archive(ctx: &mut Ctx<'_>, person: &Person, body: BodyId) -> Result<Outcome> {
    let found = bodies::find(ctx.db, body).await?.ok_or(Error::Missing("body"))?;
    if found.archived {
        return Ok(Route::Bodies { page: 0 }.into());
    }
    if !is_empty(ctx, &found).await? {
        return Ok(Route::AskToArchiveBody { body }.into()); // somebody has joined since
    }
    bodies::set_archived(ctx.db, body, Some(ctx.now)).await?;
    ctx.audit(person, AuditAction::ArchivedBody(body)).await?;
    Ok(Outcome::goto(Route::Bodies { page: 0 }, ctx.say("body-archived", &[])))
}

pub async fn restore(ctx: &mut Ctx<'_>, person: &Person, body: BodyId) -> Result<Outcome> {
    let found = bodies::find(ctx.db, body).await?.ok_or(Error::Missing("body"))?;
    if found.archived {
        bodies::set_archived(ctx.db, body, None).await?;
        ctx.audit(person, AuditAction::RestoredBody(body)).await?;
    }
    Ok(Route::Body { body }.into())
}

/// The archived bodies; a press opens one.
pub async fn list(ctx: &mut Ctx<'_>, page: usize) -> Result<Outcome> {
    let mut archived = bodies::list(ctx.db).await?;
    archived.retain(|body| body.archived);
    let mut screen = Screen::new(ctx.say("bodies-archived", &[("n", Arg::count(archived.len()))]));
    let (page, pages) = clamp_page(page, archived.len(), BUTTONS_A_PAGE);
    for body in archived.iter().skip(page * BUTTONS_A_PAGE).take(BUTTONS_A_PAGE) {
        screen = screen.row(body.name(&ctx.locale.language).to_owned(), Press::Go(Route::Body { body: body.id }));
    }
    screen.rows.extend(page_buttons(ctx, page, pages, |page| Press::Go(Route::ArchivedBodies { page })));
    screen.rows.push(vec![to(ctx, "go-bodies", Route::Bodies { page: 0 }), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}
