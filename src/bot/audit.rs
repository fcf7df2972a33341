//! /audit: what coordinators did, newest first. Whoever coordinates all bodies sees all; whoever coordinates some sees what
//! concerned these alone, whoever did it, and what they did themselves.

use super::coordinators::Scope;
use super::questions::{number, paged, to, turning};
use super::{Ctx, Result, managing, meetings, surveys};
use crate::chat::{Place, Press, Reply, Screen};
use crate::store::meetings as meetings_kept;
use crate::store::people::Person;
use crate::store::surveys as rounds;
use crate::store::{self, Deed, bodies};
use crate::text::{Arg, dates, escape};

/// Lines on one page.
const LINES_A_PAGE: usize = 12;
/// Deeds that are looked at, newest first; older ones are in the database.
const LOOKED_AT: i64 = 1000;

/// A page of it.
///
/// # Errors
/// When the database refuses.
pub async fn show(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope, page: i64) -> Result<Reply> {
    let mut deeds = store::deeds(ctx.db, LOOKED_AT).await?;
    if *scope != Scope::All {
        let mut own = Vec::new();
        for deed in deeds {
            if deed.person == Some(person.id) || within(ctx, scope, &deed).await? {
                own.push(deed);
            }
        }
        deeds = own;
    }
    let mut text = ctx.say("audit", &[("n", Arg::count(deeds.len()))]);
    let (page, pages) = paged(page, deeds.len(), LINES_A_PAGE);
    for deed in deeds.iter().skip(page * LINES_A_PAGE).take(LINES_A_PAGE) {
        text.push_str("\n\n");
        text.push_str(&line(ctx, deed).await?);
    }
    let mut screen = Screen::new(text);
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Place::Audit, number(to), 0)));
    screen.rows.push(vec![to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

/// Whether what was done concerns the bodies of a scope alone.
async fn within(ctx: &mut Ctx<'_>, scope: &Scope, deed: &Deed) -> Result<bool> {
    Ok(match about(&deed.action) {
        About::Meeting => managing::may(scope, &meetings_kept::bodies(ctx.db, deed.subject).await?),
        About::Survey => managing::may(scope, &rounds::bodies(ctx.db, deed.subject).await?),
        About::Body => deed.subject != 0 && scope.covers(deed.subject),
        About::Nothing => false,
    })
}

/// What the subject of a deed is.
enum About {
    Meeting,
    Survey,
    Body,
    Nothing,
}

fn about(action: &str) -> About {
    let any = |words: &[&str]| words.iter().any(|word| action.contains(word));
    match action {
        "invited"
        | "invited a coordinator"
        | "added a body"
        | "appointed"
        | "looked at a record"
        | "looked at members"
        | "took a record away" => About::Body,
        _ if any(&["survey", "answers"]) => About::Survey,
        _ if any(&["meeting", "attendance", "check-in", "summary", "readers"]) => About::Meeting,
        _ => About::Nothing,
    }
}

async fn line(ctx: &mut Ctx<'_>, deed: &Deed) -> Result<String> {
    let action = deed.action.replace(' ', "-"); // the names of the texts
    let subject = match about(&deed.action) {
        About::Meeting => meetings::load(ctx, deed.subject).await?.map(|meeting| meeting.about.heading(ctx)),
        About::Survey => rounds::find(ctx.db, deed.subject).await?.map(|survey| surveys::heading(ctx, &survey.name)),
        About::Body if deed.subject == 0 => Some(ctx.say("all-bodies", &[])),
        About::Body => bodies::name(ctx.db, deed.subject, &ctx.language).await?.map(|name| escape(&name)),
        About::Nothing => None,
    };
    let mut line = ctx.say(
        "audit-line",
        &[
            ("at", Arg::text(dates::moment_in_words(deed.at, &ctx.language))),
            ("name", Arg::words(deed.name.as_deref().unwrap_or("—"))),
            ("action", Arg::text(ctx.say("audit-action", &[("action", Arg::text(action))]))),
        ],
    );
    let member = deed.member.as_deref().map(|name| format!("\u{2068}{}\u{2069}", escape(name)));
    for about in subject.into_iter().chain(member) {
        line.push_str(&ctx.say("audit-about", &[("about", Arg::text(about))]));
    }
    Ok(line)
}
