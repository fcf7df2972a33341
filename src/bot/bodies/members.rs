//! Members of a body as coordinators see them: the list, one member, confirming and removing.

use super::{newcomers, records};
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::{Error, Result};
use crate::bot::notify::{Notification, enqueue};
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::{BUTTONS_A_PAGE, clamp_page, page_buttons, to};
use crate::bot::ui::titles::role_in_words;
use crate::chat::{Button, Press, Route, Screen};
use crate::store;
use crate::store::audit::AuditAction;
use crate::store::letter_kind::LetterKind;
use crate::store::members::{self, KEPT_AFTER_REMOVAL};
use crate::store::people::{self, Person};
use crate::text::{Arg, dates};
use crate::types::{BodyId, DAY, PersonId, RemovalReason};

/// A page of a body's members, each with a button. Those who wait to be confirmed come first.
pub async fn list(ctx: &mut Ctx<'_>, person: &Person, body: BodyId, page: usize) -> Result<Outcome> {
    ctx.audit_view(person, AuditAction::LookedAtMembers(body)).await?;
    let found = store::bodies::find(ctx.db, body).await?.ok_or(Error::Missing("body"))?;
    let listed = usize::try_from(found.members + found.requests).unwrap_or(0);
    let (page, pages) = clamp_page(page, listed, BUTTONS_A_PAGE);
    let first = page * BUTTONS_A_PAGE;
    let args = [("body", Arg::words(found.name(&ctx.locale.language))), ("n", Arg::Number(found.members))];
    let mut text = ctx.say("members", &args);
    if found.requests > 0 {
        text.push_str(&format!("\n{}", ctx.say("body-requests", &[("n", Arg::Number(found.requests))])));
    }
    let mut screen = Screen::new(text);
    for member in members::list(ctx.db, body, first..first + BUTTONS_A_PAGE).await? {
        let role = role_in_words(ctx, member.role.as_deref(), member.sex.as_deref());
        let id = if member.joined { "member-button" } else { "member-button-waiting" };
        let label = ctx.say(id, &[("name", Arg::text(member.name)), ("role", Arg::text(role))]);
        screen = screen.row(label, Press::Go(Route::Member { member: member.person }));
    }
    screen.rows.extend(page_buttons(ctx, page, pages, |page| Press::Go(Route::Members { body, page })));
    if found.members > 0 {
        screen.rows.push(vec![
            to(ctx, "go-members-csv", Route::ExportMembers { body }),
            to(ctx, "go-members-printed", Route::PrintMembers { body }),
        ]);
    }
    screen.rows.push(vec![to(ctx, "go-find-member", Route::FindMember), to(ctx, "back", Route::Body { body })]);
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// A member with their body; none if they have left meanwhile.
pub(super) async fn find(ctx: &mut Ctx<'_>, member: PersonId) -> Result<Option<(Person, BodyId)>> {
    let found = people::find_by_id(ctx.db, member).await?;
    let known = found.filter(|found| found.joined_at.or(found.requested_at).is_some());
    Ok(known.and_then(|found| found.body.map(|body| (found, body))))
}

/// One member: who they are, and what can be done.
pub async fn show(ctx: &mut Ctx<'_>, person: &Person, member: PersonId) -> Result<Outcome> {
    let Some((found, body)) = find(ctx, member).await? else { return Ok(Route::Bodies { page: 0 }.into()) };
    ctx.audit_view(person, AuditAction::LookedAtMembers(body)).await?;
    let coordinates = store::coordinators::find_bodies(ctx.db, member).await?.is_some();
    let name = store::bodies::find_name(ctx.db, body, &ctx.locale.language).await?.unwrap_or_default();
    let language = ctx.bot.texts.language(&found.language).name.clone();
    let args = [
        ("name", Arg::words(found.name.clone().unwrap_or_default())),
        ("body", Arg::words(name)),
        ("role", Arg::text(role_in_words(ctx, found.role.as_deref(), found.sex.as_deref()))),
        ("language", Arg::text(language)),
    ];
    let mut lines = vec![ctx.say("member-card", &args)];
    if let Some(office) = found.office {
        let office = role_in_words(ctx, Some(office.word()), found.sex.as_deref());
        lines.push(ctx.say("member-office", &[("office", Arg::text(office))]));
    }
    if let Some(sex) = &found.sex {
        lines.push(ctx.say("member-sex", &[("sex", Arg::text(ctx.say("sex", &[("sex", Arg::text(sex.clone()))])))]));
    }
    let day = |locale: &Locale<'_>, at| Arg::text(dates::day_in_words(dates::day_of(at), &locale.language));
    match (found.joined_at, found.requested_at) {
        (Some(at), _) => lines.push(ctx.say("member-joined", &[("day", day(ctx, at))])),
        (None, Some(at)) => lines.push(ctx.say("member-waits", &[("day", day(ctx, at))])),
        (None, None) => {}
    }
    for (applies, line) in [
        (found.unreachable, "member-unreachable"),
        (found.stopped && !found.unreachable, "member-stopped"),
        (coordinates, "member-coordinates"),
    ] {
        if applies {
            lines.push(ctx.say(line, &[]));
        }
    }
    if found.joined_at.is_some() {
        lines.push(records::counts_in_words(ctx, member, body).await?);
    }
    let mut screen = Screen::new(lines.join("\n"));
    if found.joined_at.is_none() {
        screen.rows.push(vec![to(ctx, "go-confirm-member", Route::ConfirmMember { member })]);
    } else {
        screen.rows.push(vec![to(ctx, "go-record", Route::MemberRecord { member, page: 0 })]);
        screen.rows.push(vec![
            to(ctx, "go-correct-member", Route::CorrectMember { member }),
            to(ctx, "go-office", Route::ChooseOffice { member }),
        ]);
        if member != person.id {
            screen.rows.push(vec![to(ctx, "go-write-member", Route::WriteToMember { member })]);
        }
    }
    if !coordinates {
        let id = if found.joined_at.is_none() { "go-refuse-member" } else { "go-remove-member" };
        screen.rows.push(vec![to(ctx, id, Route::AskToRemoveMember { member })]);
    }
    screen.rows.push(vec![to(ctx, "back", Route::Members { body, page: 0 }), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// Confirms somebody as a member. They are told, and invited as newcomers are.
pub async fn confirm(ctx: &mut Ctx<'_>, person: &Person, member: PersonId) -> Result<Outcome> {
    let Some((found, body)) = find(ctx, member).await? else { return Ok(Route::Bodies { page: 0 }.into()) };
    if found.joined_at.is_none() {
        newcomers::admit(ctx, member).await?;
        ctx.audit_of_member(person, AuditAction::ConfirmedMember(body), member).await?;
        let whom = [member];
        let told = Notification::new(LetterKind::MemberConfirmed(body), &whom);
        enqueue(ctx, &Notification { occasion: Some(ctx.now.0), ..told }).await?;
    }
    Ok(Outcome::goto(Route::Members { body, page: 0 }, ctx.say("member-confirmed", &[])))
}

/// First step of removing: says what happens, and asks why.
pub async fn ask_to_remove(ctx: &mut Ctx<'_>, member: PersonId) -> Result<Outcome> {
    let Some((found, _)) = find(ctx, member).await? else { return Ok(Route::Bodies { page: 0 }.into()) };
    if store::coordinators::find_bodies(ctx.db, member).await?.is_some() {
        return Ok(Outcome::goto(Route::Member { member }, ctx.say("member-coordinates", &[])));
    }
    let args =
        [("name", Arg::words(found.name.clone().unwrap_or_default())), ("days", Arg::Number(KEPT_AFTER_REMOVAL / DAY))];
    let (text, reasons): (_, &[RemovalReason]) = if found.joined_at.is_none() {
        ("refuse-member-ask", &[RemovalReason::NotConfirmed])
    } else {
        ("remove-member-ask", &[RemovalReason::Left, RemovalReason::Stranger, RemovalReason::Twice])
    };
    let mut screen = Screen::new(ctx.say(text, &args));
    for why in reasons {
        let label = ctx.say("removal-button", &[("why", Arg::text(why.word()))]);
        screen.rows.push(vec![Button::new(label, Press::Go(Route::RemoveMember { member, why: *why }))]);
    }
    screen.rows.push(vec![to(ctx, "back", Route::Member { member })]);
    Ok(screen.into())
}

/// Takes somebody out of their body, and tells them.
pub async fn remove(ctx: &mut Ctx<'_>, person: &Person, member: PersonId, why: RemovalReason) -> Result<Outcome> {
    let Some((found, body)) = find(ctx, member).await? else { return Ok(Route::Bodies { page: 0 }.into()) };
    let coordinates = store::coordinators::find_bodies(ctx.db, member).await?.is_some();
    // The screen may be old: they have been confirmed, or made coordinator, since.
    if coordinates || (why == RemovalReason::NotConfirmed) != found.joined_at.is_none() {
        return Ok(Route::Member { member }.into());
    }
    members::remove(ctx.db, member, why, ctx.now).await?;
    ctx.effects.truncate_wal = true; // what they had not sent was erased
    ctx.audit_of_member(person, AuditAction::RemovedMember(body), member).await?;
    let whom = [member];
    let told = Notification::new(LetterKind::MemberRemoved(body), &whom);
    enqueue(ctx, &Notification { occasion: Some(ctx.now.0), ..told }).await?;
    Ok(Outcome::goto(Route::Members { body, page: 0 }, ctx.say("member-removed", &[])))
}
