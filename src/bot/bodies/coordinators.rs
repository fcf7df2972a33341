//! The coordinators of a body, or of all, and how one is withdrawn.

use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::notify::{Notification, enqueue};
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::to;
use crate::chat::{Press, Route, Screen};
use crate::store;
use crate::store::audit::AuditAction;
use crate::store::coordinators::{self, ListedCoordinator};
use crate::store::letter_kind::LetterKind;
use crate::store::people::Person;
use crate::text::Arg;
use crate::types::{BodyId, PersonId};

/// The name of a body, or "all bodies"; none if there is no such body.
async fn name_of(ctx: &mut Ctx<'_>, body: Option<BodyId>) -> Result<Option<String>> {
    match body {
        Some(body) => Ok(store::bodies::find_name(ctx.db, body, &ctx.locale.language).await?),
        None => Ok(Some(ctx.say("all-bodies", &[]))),
    }
}

/// Back to the screen from which the list was opened.
fn back(body: Option<BodyId>) -> Route {
    body.map_or(Route::Bodies { page: 0 }, |body| Route::Body { body })
}

/// The list, each with a button that withdraws.
pub async fn list(ctx: &mut Ctx<'_>, body: Option<BodyId>) -> Result<Outcome> {
    let Some(name) = name_of(ctx, body).await? else { return Ok(Route::Bodies { page: 0 }.into()) };
    let listed = coordinators::list(ctx.db, body).await?;
    let args = [("body", Arg::words(name)), ("n", Arg::count(listed.len()))];
    let mut text = ctx.say("coordinators", &args);
    if body.is_some() {
        text.push_str(&format!("\n{}", ctx.say("coordinators-of-all-too", &[])));
    }
    let mut screen = Screen::new(text);
    for coordinator in &listed {
        let label = ctx.say("withdraw-button", &[("name", Arg::text(coordinator.name.clone()))]);
        let route = Route::AskToWithdrawCoordinator { member: coordinator.person, body };
        screen = screen.row(label, Press::Go(route));
    }
    screen.rows.push(vec![
        to(ctx, "go-appoint", Route::InviteCoordinator { body }),
        to(ctx, "go-links", Route::InvitationLinks { body, page: 0 }),
    ]);
    screen.rows.push(vec![to(ctx, "back", back(body)), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

async fn find(ctx: &mut Ctx<'_>, member: PersonId, body: Option<BodyId>) -> Result<Option<ListedCoordinator>> {
    Ok(coordinators::list(ctx.db, body).await?.into_iter().find(|listed| listed.person == member))
}

/// First step: says what ends. The last coordinator of all bodies cannot be withdrawn.
pub async fn ask_to_withdraw(
    ctx: &mut Ctx<'_>,
    person: &Person,
    member: PersonId,
    body: Option<BodyId>,
) -> Result<Outcome> {
    let (Some(found), Some(name)) = (find(ctx, member, body).await?, name_of(ctx, body).await?) else {
        return Ok(Route::Coordinators { body }.into());
    };
    if body.is_none() && coordinators::list(ctx.db, None).await?.len() < 2 {
        return Ok(Outcome::goto(Route::Coordinators { body }, ctx.say("withdraw-last", &[])));
    }
    let args = [("name", Arg::words(found.name)), ("body", Arg::words(name))];
    let id = if member == person.id { "withdraw-ask-oneself" } else { "withdraw-ask" };
    let mut screen = Screen::new(ctx.say(id, &args));
    screen.rows.push(vec![to(ctx, "withdraw-yes", Route::WithdrawCoordinator { member, body })]);
    screen.rows.push(vec![to(ctx, "back", Route::Coordinators { body })]);
    Ok(screen.into())
}

/// Second step. The person is told, unless they did it themselves.
pub async fn withdraw(ctx: &mut Ctx<'_>, person: &Person, member: PersonId, body: Option<BodyId>) -> Result<Outcome> {
    if !coordinators::withdraw(ctx.db, member, body).await? {
        let line =
            if body.is_none() && find(ctx, member, body).await?.is_some() { "withdraw-last" } else { "withdrawn" };
        return Ok(Outcome::goto(Route::Coordinators { body }, ctx.say(line, &[])));
    }
    ctx.audit_of_member(person, AuditAction::WithdrewCoordinator(body), member).await?;
    if member == person.id {
        return Ok(Outcome::goto(Route::Menu, ctx.say("withdrawn", &[])));
    }
    let whom = [member];
    let told = Notification::new(LetterKind::CoordinatorWithdrawn(body.unwrap_or(BodyId(0))), &whom);
    enqueue(ctx, &Notification { occasion: Some(ctx.now.0), ..told }).await?;
    Ok(Outcome::goto(Route::Coordinators { body }, ctx.say("withdrawn", &[])))
}
