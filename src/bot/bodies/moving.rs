//! Moving a member to another body. Answers, attendance and past invitations stay with the body in which they were given.

use super::correct::tell;
use super::manage::bodies_in;
use super::members::find;
use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::meetings::time::invite_newcomer;
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::{BUTTONS_A_PAGE, clamp_page, page_buttons, to};
use crate::chat::{Press, Route, Screen};
use crate::store::audit::AuditAction;
use crate::store::bodies::Body;
use crate::store::members;
use crate::store::people::Person;
use crate::text::Arg;
use crate::types::{Bodies, BodyId, PersonId};

/// The bodies that the coordinator can move a member to.
async fn targets(ctx: &mut Ctx<'_>, scope: &Bodies, from: BodyId) -> Result<Vec<Body>> {
    let mut bodies = bodies_in(ctx, scope).await?;
    bodies.retain(|body| body.id != from);
    Ok(bodies)
}

pub async fn choose_body(ctx: &mut Ctx<'_>, scope: &Bodies, member: PersonId, page: usize) -> Result<Outcome> {
    let Some((found, from)) = find(ctx, member).await? else { return Ok(Route::Bodies { page: 0 }.into()) };
    let bodies = targets(ctx, scope, from).await?;
    let args = [("name", Arg::words(found.name.unwrap_or_default())), ("n", Arg::count(bodies.len()))];
    let mut screen = Screen::new(ctx.say("member-choose-body", &args));
    let (page, pages) = clamp_page(page, bodies.len(), BUTTONS_A_PAGE);
    for body in bodies.iter().skip(page * BUTTONS_A_PAGE).take(BUTTONS_A_PAGE) {
        let route = Route::AskToMoveMember { member, body: body.id };
        screen = screen.row(body.name(&ctx.locale.language).to_owned(), Press::Go(route));
    }
    screen.rows.extend(page_buttons(ctx, page, pages, |page| Press::Go(Route::ChooseBody { member, page })));
    screen.rows.push(vec![to(ctx, "back", Route::Member { member }), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// First step of moving: says what moves and what stays.
pub async fn ask(ctx: &mut Ctx<'_>, scope: &Bodies, member: PersonId, body: BodyId) -> Result<Outcome> {
    let Some((found, from)) = find(ctx, member).await? else { return Ok(Route::Bodies { page: 0 }.into()) };
    let Some(target) = targets(ctx, scope, from).await?.into_iter().find(|target| target.id == body) else {
        return Ok(Route::Member { member }.into());
    };
    let name = crate::store::bodies::find_name(ctx.db, from, &ctx.locale.language).await?.unwrap_or_default();
    let args = [
        ("name", Arg::words(found.name.unwrap_or_default())),
        ("from", Arg::words(name)),
        ("to", Arg::words(target.name(&ctx.locale.language))),
    ];
    let mut screen = Screen::new(ctx.say("member-move-ask", &args));
    screen.rows.push(vec![
        to(ctx, "member-move-yes", Route::MoveMember { member, body }),
        to(ctx, "back", Route::Member { member }),
    ]);
    Ok(screen.into())
}

pub async fn move_member(
    ctx: &mut Ctx<'_>,
    person: &Person,
    scope: &Bodies,
    member: PersonId,
    body: BodyId,
) -> Result<Outcome> {
    let Some((found, from)) = find(ctx, member).await? else { return Ok(Route::Bodies { page: 0 }.into()) };
    if targets(ctx, scope, from).await?.iter().all(|target| target.id != body) {
        return Ok(Route::Member { member }.into()); // pressed twice, or the body was archived meanwhile
    }
    members::move_to(ctx.db, member, body, ctx.now).await?;
    ctx.effects.truncate_wal = true; // what they had not sent may have been erased
    if found.joined_at.is_some() {
        invite_newcomer(ctx, member).await?;
    }
    // Both bodies' coordinators find it in their log.
    for concerned in [from, body] {
        ctx.audit_of_member(person, AuditAction::MovedMember(concerned), member).await?;
    }
    tell(ctx, member, body).await?;
    Ok(Outcome::goto(Route::Member { member }, ctx.say("member-moved", &[])))
}
