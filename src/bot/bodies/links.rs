//! Links that invite members and coordinators, with a QR code to print or show.

use crate::bot::context::Ctx;
use crate::bot::error::{Error, Result};
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::to;
use crate::chat::{File, Reply, Route, Screen};
use crate::report::render::qr;
use crate::store;
use crate::store::audit::AuditAction;
use crate::store::links::{Link, Purpose};
use crate::store::people::Person;
use crate::text::{Arg, dates};
use crate::types::{BodyId, DAY};

const MEMBER_LINK_DAYS: i64 = 30;
/// Days that a coordinator's link works, once.
pub const COORDINATOR_LINK_DAYS: i64 = 7;

pub async fn invite_members(ctx: &mut Ctx<'_>, person: &Person, body: BodyId) -> Result<Outcome> {
    let found = store::bodies::find(ctx.db, body).await?.ok_or(Error::Missing("body"))?;
    let link = Link {
        purpose: Purpose::Member,
        body: Some(body),
        once: false,
        expires_at: dates::end_of(dates::day_of(ctx.now + MEMBER_LINK_DAYS * DAY)),
        used_at: None,
    };
    let code = new_code(ctx, &link, "link-member", found.name(&ctx.locale.language)).await?;
    ctx.audit(person, AuditAction::InvitedMembers(body)).await?;
    let mut screen = Screen::new(ctx.say("link-ready", &[]));
    screen.rows.push(vec![to(ctx, "back", Route::Body { body }), to(ctx, "to-menu", Route::Menu)]);
    Ok(Reply { screen: Some(screen), files: vec![code], ..Reply::default() }.into())
}

/// Makes a link for a coordinator of a body, or of all; it works once.
pub async fn invite_coordinator(ctx: &mut Ctx<'_>, person: &Person, body: Option<BodyId>) -> Result<Outcome> {
    let name = match body {
        Some(body) => {
            let found = store::bodies::find(ctx.db, body).await?.ok_or(Error::Missing("body"))?;
            found.name(&ctx.locale.language).to_owned()
        }
        None => ctx.say("all-bodies", &[]),
    };
    let expires_at = dates::end_of(dates::day_of(ctx.now + COORDINATOR_LINK_DAYS * DAY));
    let link = Link { purpose: Purpose::Coordinator, body, once: true, expires_at, used_at: None };
    let code = new_code(ctx, &link, "link-coordinator", &name).await?;
    ctx.audit(person, AuditAction::InvitedCoordinator(body)).await?;
    let mut screen = Screen::new(ctx.say("link-ready", &[]));
    screen.rows.push(vec![to(ctx, "go-bodies", Route::Bodies { page: 0 }), to(ctx, "to-menu", Route::Menu)]);
    Ok(Reply { screen: Some(screen), files: vec![code], ..Reply::default() }.into())
}

/// Stores a link under a new code, and returns its QR code with a caption.
async fn new_code(ctx: &mut Ctx<'_>, link: &Link, caption: &str, body: &str) -> Result<(File, String)> {
    let code = ctx.bot.code();
    store::links::add(ctx.db, &code, link).await?;
    let address = ctx.bot.link(&code);
    let until = dates::day_in_words(dates::day_of(link.expires_at - 1), &ctx.locale.language);
    let args = [
        ("body", Arg::words(body.to_owned())),
        ("link", Arg::text(address.clone())),
        ("code", Arg::text(code)),
        ("day", Arg::text(until)),
    ];
    let caption = ctx.say(caption, &args);
    let picture = qr::picture(&address).map_err(|error| Error::Picture(error.to_string()))?;
    Ok((File::Picture(picture), caption))
}
