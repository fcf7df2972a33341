//! Links that invite members and coordinators, with a QR code to print or show; their list, and how one is revoked.

use crate::bot::context::{Ctx, Locale};
use crate::bot::error::{Error, Result};
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::{BUTTONS_A_PAGE, clamp_page, page_buttons, to};
use crate::chat::{File, Press, Reply, Route, Screen};
use crate::report::render::qr;
use crate::store;
use crate::store::audit::AuditAction;
use crate::store::links::{self, ListedLink, NewLink, Purpose};
use crate::store::people::Person;
use crate::text::{Arg, dates};
use crate::types::{BodyId, DAY, LinkId};

const MEMBER_LINK_DAYS: i64 = 30;
/// Days that a coordinator's link works, once.
pub const COORDINATOR_LINK_DAYS: i64 = 7;

pub async fn invite_members(ctx: &mut Ctx<'_>, person: &Person, body: BodyId) -> Result<Outcome> {
    let found = store::bodies::find(ctx.db, body).await?.ok_or(Error::Missing("body"))?;
    if found.archived {
        return Ok(Route::Body { body }.into()); // an old button: nobody joins a body that has ceased to exist
    }
    let link = NewLink {
        purpose: Purpose::Member,
        body: Some(body),
        once: false,
        person: Some(person.id),
        expires_at: dates::end_of(dates::day_of(ctx.now + MEMBER_LINK_DAYS * DAY)),
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
            if found.archived {
                return Ok(Route::Body { body }.into());
            }
            found.name(&ctx.locale.language).to_owned()
        }
        None => ctx.say("all-bodies", &[]),
    };
    let expires_at = dates::end_of(dates::day_of(ctx.now + COORDINATOR_LINK_DAYS * DAY));
    let link = NewLink { purpose: Purpose::Coordinator, body, once: true, person: Some(person.id), expires_at };
    let code = new_code(ctx, &link, "link-coordinator", &name).await?;
    ctx.audit(person, AuditAction::InvitedCoordinator(body)).await?;
    let mut screen = Screen::new(ctx.say("link-ready", &[]));
    screen.rows.push(vec![to(ctx, "go-bodies", Route::Bodies { page: 0 }), to(ctx, "to-menu", Route::Menu)]);
    Ok(Reply { screen: Some(screen), files: vec![code], ..Reply::default() }.into())
}

/// Stores a link under a new code, and returns its QR code with a caption.
async fn new_code(ctx: &mut Ctx<'_>, link: &NewLink, caption: &str, body: &str) -> Result<(File, String)> {
    let code = ctx.bot.code();
    links::add(ctx.db, &code, link, ctx.now).await?;
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

/// When a link was made, until when it works, and how often it was used.
fn describe(locale: &Locale<'_>, link: &ListedLink) -> String {
    let day = |at| dates::day_in_words(dates::day_of(at), &locale.language);
    let made_by = link.made_by.clone().unwrap_or_else(|| locale.say("link-made-by-nobody", &[]));
    let args = [
        ("purpose", Arg::text(link.purpose.word())),
        ("made", Arg::text(link.created_at.map_or_else(|| "—".to_owned(), day))),
        ("name", Arg::words(made_by)),
        ("day", Arg::text(day(link.expires_at - 1))),
        ("n", Arg::Number(link.uses)),
    ];
    locale.say("link-line", &args)
}

/// The links of a body that still work, each with a button that revokes it.
pub async fn list(ctx: &mut Ctx<'_>, body: Option<BodyId>, page: usize) -> Result<Outcome> {
    let name = match body {
        Some(body) => {
            store::bodies::find_name(ctx.db, body, &ctx.locale.language).await?.ok_or(Error::Missing("body"))?
        }
        None => ctx.say("all-bodies", &[]),
    };
    let listed = links::list_working(ctx.db, body, ctx.now).await?;
    let mut text = ctx.say("links", &[("body", Arg::words(name)), ("n", Arg::count(listed.len()))]);
    let mut screen = Screen::new(String::new());
    let (page, pages) = clamp_page(page, listed.len(), BUTTONS_A_PAGE);
    let numbered = listed.iter().enumerate().skip(page * BUTTONS_A_PAGE).take(BUTTONS_A_PAGE);
    for (n, link) in numbered {
        text.push_str(&format!("\n\n{}. {}", n + 1, describe(ctx, link)));
        let label = ctx.say("revoke-button", &[("n", Arg::count(n + 1))]);
        screen = screen.row(label, Press::Go(Route::AskToRevokeLink { link: link.id }));
    }
    screen.text = text;
    screen.rows.extend(page_buttons(ctx, page, pages, |page| Press::Go(Route::InvitationLinks { body, page })));
    let back = body.map_or(Route::Coordinators { body: None }, |body| Route::Body { body });
    screen.rows.push(vec![to(ctx, "back", back), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// First step of revoking.
pub async fn ask_to_revoke(ctx: &mut Ctx<'_>, link: LinkId) -> Result<Outcome> {
    let found = links::find_by_id(ctx.db, link).await?.ok_or(Error::Missing("link"))?;
    let listed = links::list_working(ctx.db, found.body, ctx.now).await?;
    let list = Route::InvitationLinks { body: found.body, page: 0 };
    let Some(listed) = listed.into_iter().find(|listed| listed.id == link) else {
        return Ok(Outcome::goto(list, ctx.say("link-revoked", &[])));
    };
    let mut screen = Screen::new(format!("{}\n\n{}", ctx.say("revoke-ask", &[]), describe(ctx, &listed)));
    screen.rows.push(vec![to(ctx, "revoke-yes", Route::RevokeLink { link })]);
    screen.rows.push(vec![to(ctx, "back", list)]);
    Ok(screen.into())
}

/// Second step: from now on nobody joins with this link. Those who joined with it stay.
pub async fn revoke(ctx: &mut Ctx<'_>, person: &Person, link: LinkId) -> Result<Outcome> {
    let found = links::find_by_id(ctx.db, link).await?.ok_or(Error::Missing("link"))?;
    if !found.revoked {
        links::revoke(ctx.db, link, ctx.now).await?;
        ctx.audit(person, AuditAction::RevokedLink(found.body)).await?;
    }
    Ok(Outcome::goto(Route::InvitationLinks { body: found.body, page: 0 }, ctx.say("link-revoked", &[])))
}
