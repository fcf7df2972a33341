//! /audit: what coordinators did, newest first. Whoever coordinates all bodies sees all; whoever coordinates some sees what
//! the coordinators of these did.

use super::coordinators::Scope;
use super::questions::{number, paged, to, turning};
use super::{Ctx, Result, meetings, surveys};
use crate::chat::{Place, Press, Reply, Screen};
use crate::store::people::{self, Person};
use crate::store::surveys as rounds;
use crate::store::{self, Deed, bodies};
use crate::text::{Arg, dates, escape};

/// Lines on one page.
const LINES_A_PAGE: usize = 12;

/// A page of it.
///
/// # Errors
/// When the database refuses.
pub async fn show(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope, page: i64) -> Result<Reply> {
    let mut deeds = store::deeds(ctx.db).await?;
    if let Scope::Some(own) = scope {
        let mut theirs = vec![person.id];
        theirs.extend(people::coordinators_of(ctx.db, own).await?);
        deeds.retain(|deed| deed.person.is_some_and(|who| theirs.contains(&who)));
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

async fn line(ctx: &mut Ctx<'_>, deed: &Deed) -> Result<String> {
    let action = deed.action.replace(' ', "-"); // the names of the texts
    let subject = match deed.action.as_str() {
        action if ["meeting", "attendance", "check-in", "summary", "readers"].iter().any(|of| action.contains(of)) => {
            meetings::load(ctx, deed.subject).await?.map(|meeting| meeting.about.heading(ctx))
        }
        action if action.contains("survey") || action.contains("answers") => {
            rounds::find(ctx.db, deed.subject).await?.map(|survey| surveys::heading(ctx, &survey.name))
        }
        "invited" | "invited a coordinator" | "added a body" | "appointed" => match deed.subject {
            0 => Some(ctx.say("all-bodies", &[])),
            body => bodies::name(ctx.db, body, &ctx.language).await?.map(|name| escape(&name)),
        },
        _ => None,
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
