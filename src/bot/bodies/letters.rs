//! Letters about a body's people: who has joined, and to those who were confirmed, removed or withdrawn.

use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::ui::buttons::to;
use crate::bot::ui::titles::role_in_words;
use crate::chat::{Route, Screen};
use crate::store::people::Person;
use crate::store::{bodies, coordinators, members};
use crate::text::{Arg, dates};
use crate::types::{BodyId, DAY, RemovalReason};

/// Most names in a letter; the list has them all.
const MOST_NAMED: usize = 10;

/// Who has joined a body since its coordinator was last told. None: nobody who is still there.
pub async fn joined(ctx: &mut Ctx<'_>, person: &Person, body: BodyId) -> Result<Option<Screen>> {
    let scope = coordinators::find_bodies(ctx.db, person.id).await?;
    let (true, Some(found)) = (scope.is_some_and(|scope| scope.cover(body)), bodies::find(ctx.db, body).await?) else {
        return Ok(None);
    };
    let newcomers = members::list_newcomers(ctx.db, body, person.id, ctx.now - DAY).await?;
    if newcomers.is_empty() {
        return Ok(None);
    }
    let args = [("body", Arg::words(found.name(&ctx.locale.language))), ("n", Arg::count(newcomers.len()))];
    let mut text = ctx.say("letter-joined", &args);
    for newcomer in newcomers.iter().take(MOST_NAMED) {
        let role = role_in_words(ctx, newcomer.role.as_deref(), newcomer.sex.as_deref());
        let id = if newcomer.joined { "member-line" } else { "member-line-waiting" };
        text.push_str(&format!(
            "\n{}",
            ctx.say(id, &[("name", Arg::words(newcomer.name.clone())), ("role", Arg::text(role))])
        ));
    }
    if let Some(more) = newcomers.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
        text.push_str(&format!("\n{}", ctx.say("letter-joined-more", &[("n", Arg::count(more))])));
    }
    if newcomers.iter().any(|newcomer| !newcomer.joined) {
        text.push_str(&format!("\n\n{}", ctx.say("letter-joined-confirm", &[])));
    }
    let mut screen = Screen::new(text);
    screen.rows.push(vec![to(ctx, "go-members", Route::Members { body, page: 0 })]);
    Ok(Some(screen))
}

/// A coordinator has confirmed the person.
pub async fn confirmed(ctx: &mut Ctx<'_>, person: &Person, body: BodyId) -> Result<Option<Screen>> {
    if person.body != Some(body) || person.joined_at.is_none() {
        return Ok(None);
    }
    let name = bodies::find_name(ctx.db, body, &ctx.locale.language).await?.unwrap_or_default();
    Ok(Some(ctx.text_screen(ctx.say("letter-confirmed", &[("body", Arg::words(name))]))))
}

/// How the person now stands in the list of their body.
pub async fn corrected(ctx: &mut Ctx<'_>, person: &Person, body: BodyId) -> Result<Option<Screen>> {
    if person.body != Some(body) {
        return Ok(None); // they have been moved on, and another letter says so
    }
    let name = bodies::find_name(ctx.db, body, &ctx.locale.language).await?.unwrap_or_default();
    let args = [
        ("name", Arg::words(person.name.clone().unwrap_or_default())),
        ("role", Arg::text(role_in_words(ctx, person.role.as_deref(), person.sex.as_deref()))),
        ("body", Arg::words(name)),
    ];
    let mut text = ctx.say("letter-profile", &args);
    if let Some(office) = person.office {
        let office = role_in_words(ctx, Some(office.word()), person.sex.as_deref());
        text.push_str(&format!("\n{}", ctx.say("member-office", &[("office", Arg::text(office))])));
    }
    let mut screen = Screen::new(text);
    screen.rows.push(vec![to(ctx, "go-mydata", Route::MyData), to(ctx, "to-menu", Route::Menu)]);
    Ok(Some(screen))
}

/// The person no longer belongs to the body: why, what stays, and until when.
pub async fn removed(ctx: &mut Ctx<'_>, person: &Person, body: BodyId) -> Result<Option<Screen>> {
    let Some((at, why)) = members::find_removal(ctx.db, person.id).await? else { return Ok(None) };
    let name = bodies::find_name(ctx.db, body, &ctx.locale.language).await?.unwrap_or_default();
    let last = dates::day_of(at + members::KEPT_AFTER_REMOVAL);
    let args = [
        ("body", Arg::words(name)),
        ("why", Arg::text(why.word())),
        ("day", Arg::text(dates::day_in_words(last, &ctx.locale.language))),
        ("contact", Arg::words(ctx.bot.notice.contact.as_str())),
    ];
    let id = if why == RemovalReason::NotConfirmed { "letter-not-confirmed" } else { "letter-removed" };
    let mut screen = Screen::new(ctx.say(id, &args));
    screen.rows.push(vec![to(ctx, "go-mydata", Route::MyData), to(ctx, "go-delete", Route::AskToErase)]);
    Ok(Some(screen))
}

/// The person no longer coordinates the body; 0: all bodies.
pub async fn withdrawn(ctx: &mut Ctx<'_>, person: &Person, body: BodyId) -> Result<Option<Screen>> {
    let body = (body != BodyId(0)).then_some(body);
    let still = coordinators::list(ctx.db, body).await?.iter().any(|listed| listed.person == person.id);
    if still {
        return Ok(None);
    }
    let name = match body {
        Some(body) => bodies::find_name(ctx.db, body, &ctx.locale.language).await?.unwrap_or_default(),
        None => ctx.say("all-bodies", &[]),
    };
    Ok(Some(ctx.text_screen(ctx.say("letter-withdrawn", &[("body", Arg::words(name))]))))
}
