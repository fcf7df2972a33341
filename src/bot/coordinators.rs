//! Coordinators: bodies, invitation links with their QR, members by body. Surveys are in [`super::rounds`].
//!
//! A coordinator is one of all bodies or of some; every place asks [`Scope`] first.

use std::sync::Arc;

use super::library::Played;
use super::questions::{LISTED, number, paged, to, turning};
use super::runs::{self, Open};
use super::{
    Ctx, Fault, Result, attendance, audit, broadcasts, convening, imports, managing, meetings, members, publishing,
    records, results, rounds, sharing, surveys,
};
use crate::chat::{File, Place, Press, Reply, Screen};
use crate::dialog::{Key, Usage, Value};
use crate::report::render::qr;
use crate::store::bodies::{self, Body};
use crate::store::links::{self, Link, Purpose};
use crate::store::people::{self, Person};
use crate::store::runs as kept;
use crate::text::{Arg, dates};

/// Days that a members' link works.
const MEMBER_LINK_DAYS: i64 = 30;
/// Days that a coordinator's link works, once.
pub const COORDINATOR_LINK_DAYS: i64 = 7;
/// A day in milliseconds.
pub const DAY: i64 = 86_400_000;
/// Members on one page.
const MEMBERS_A_PAGE: usize = 20;

/// The bodies a coordinator may see and act for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    All,
    /// These.
    Some(Vec<i64>),
}

impl Scope {
    /// Whether this body is among them; 0 stands for all.
    pub fn covers(&self, body: i64) -> bool {
        match self {
            Scope::All => true,
            Scope::Some(bodies) => bodies.contains(&body),
        }
    }
}

/// What this person coordinates; none if nothing.
///
/// # Errors
/// When the database refuses.
pub async fn scope(ctx: &mut Ctx<'_>, person: &Person) -> Result<Option<Scope>> {
    let bodies = people::coordinates(ctx.db, person.id).await?;
    Ok(match bodies.as_slice() {
        [] => None,
        some if some.contains(&0) => Some(Scope::All),
        some => Some(Scope::Some(some.to_vec())),
    })
}

/// The bodies within a scope.
///
/// # Errors
/// When the database refuses.
pub async fn bodies_of(ctx: &mut Ctx<'_>, scope: &Scope) -> Result<Vec<Body>> {
    let mut all = bodies::all(ctx.db).await?;
    all.retain(|body| scope.covers(body.id));
    Ok(all)
}

/// A coordinator's place. Whoever is none gets the menu.
///
/// # Errors
/// When the database refuses.
pub async fn go(ctx: &mut Ctx<'_>, person: &Person, place: Place, a: i64, b: i64) -> Result<Reply> {
    let Some(scope) = scope(ctx, person).await? else {
        tracing::warn!("a coordinator's button was pressed by somebody who is none");
        return members::menu(ctx, person).await;
    };
    let of_body = matches!(place, Place::Body | Place::Members | Place::Invite | Place::Appoint | Place::Record);
    if of_body && !scope.covers(a) {
        tracing::warn!("a coordinator's button for another body was pressed");
        return members::menu(ctx, person).await;
    }
    match place {
        Place::Bodies => list(ctx, &scope, a).await,
        Place::Body => body(ctx, a).await,
        Place::Members => {
            ctx.audit_look(person, "looked at members", a).await?;
            page_of_members(ctx, a, b).await
        }
        Place::Invite => invite(ctx, person, a).await,
        Place::Appoint => appoint(ctx, person, a).await,
        Place::NewBody if scope == Scope::All => runs::form(ctx, person, "body").await,
        Place::Open => runs::form(ctx, person, "opening").await,
        Place::Broadcast
        | Place::Hold
        | Place::Release
        | Place::Cancel
        | Place::CancelNow
        | Place::Urgent
        | Place::UrgentNow
        | Place::Missed => broadcasts::go(ctx, person, &scope, place, a, b).await,
        Place::Convened
        | Place::Convene
        | Place::Preview
        | Place::Announce
        | Place::Manage
        | Place::Change
        | Place::CallOff
        | Place::CallOffNow => managing::go(ctx, person, &scope, place, a, b).await,
        Place::Attendance
        | Place::CheckIn
        | Place::Roll
        | Place::Mark
        | Place::CloseDay
        | Place::CloseDayNow
        | Place::Roster
        | Place::Sheet => attendance::go(ctx, person, &scope, place, a, b).await,
        Place::Summaries
        | Place::Summarise
        | Place::Draft
        | Place::Proof
        | Place::Publish
        | Place::Summary
        | Place::Correct
        | Place::Translate
        | Place::Readers
        | Place::Nudge
        | Place::Caught => publishing::go(ctx, person, &scope, place, a, b).await,
        Place::Record | Place::MemberRecord | Place::RecordAway => records::go(ctx, person, &scope, place, a, b).await,
        Place::Results
        | Place::Overview
        | Place::Topic
        | Place::Said
        | Place::Hear
        | Place::Mask
        | Place::Workbook
        | Place::Paper => results::go(ctx, person, &scope, place, a, b).await,
        Place::FormTry | Place::FormTake => imports::go(ctx, person, &scope, place, a).await,
        Place::Forms => imports::list(ctx, person, &scope, a).await,
        Place::FormOut => imports::withdraw(ctx, person, &scope, a, b).await,
        Place::Share | Place::ShareProof | Place::ShareNow => sharing::go(ctx, person, &scope, place, a, b).await,
        Place::Shares | Place::ShareBack => sharing::look_back(ctx, person, &scope, place, a, b).await,
        Place::Audit => audit::show(ctx, person, &scope, a).await,
        _ => rounds::go(ctx, person, &scope, place, a, b).await,
    }
}

/// The bodies within a scope, a page of them.
///
/// # Errors
/// When the database refuses.
pub async fn list(ctx: &mut Ctx<'_>, scope: &Scope, page: i64) -> Result<Reply> {
    let bodies = bodies_of(ctx, scope).await?;
    let mut screen = Screen::new(ctx.say("bodies", &[("n", Arg::count(bodies.len()))]));
    let (page, pages) = paged(page, bodies.len(), LISTED);
    for body in bodies.iter().skip(page * LISTED).take(LISTED) {
        let args = [("body", Arg::text(body.name(&ctx.language))), ("n", Arg::Number(body.members))];
        screen = screen.row(ctx.say("body-button", &args), Press::Go(Place::Body, body.id, 0));
    }
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Place::Bodies, number(to), 0)));
    if *scope == Scope::All {
        screen.rows.push(vec![to(ctx, "go-new-body", Place::NewBody, 0, 0)]);
        screen.rows.push(vec![to(ctx, "go-appoint-all", Place::Appoint, 0, 0)]);
    }
    if bodies.len() > 1 {
        screen.rows.push(vec![to(ctx, "go-record-all", Place::RecordAway, 0, 0)]);
    }
    screen.rows.push(vec![to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

async fn body(ctx: &mut Ctx<'_>, id: i64) -> Result<Reply> {
    let Some(body) = bodies::find(ctx.db, id).await? else {
        return Err(Fault::Lost("body"));
    };
    let args = [("body", Arg::words(body.name(&ctx.language))), ("n", Arg::Number(body.members))];
    let mut screen = Screen::new(ctx.say("body", &args));
    screen.rows.push(vec![to(ctx, "go-invite", Place::Invite, id, 0)]);
    screen.rows.push(vec![to(ctx, "go-members", Place::Members, id, 0), to(ctx, "go-record", Place::Record, id, 0)]);
    screen.rows.push(vec![to(ctx, "go-appoint", Place::Appoint, id, 0)]);
    screen.rows.push(vec![to(ctx, "go-bodies", Place::Bodies, 0, 0), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

async fn page_of_members(ctx: &mut Ctx<'_>, id: i64, page: i64) -> Result<Reply> {
    let Some(body) = bodies::find(ctx.db, id).await? else {
        return Err(Fault::Lost("body"));
    };
    let (page, pages) = paged(page, usize::try_from(body.members).unwrap_or(0), MEMBERS_A_PAGE);
    let listed = people::members(ctx.db, id, number(MEMBERS_A_PAGE), number(page * MEMBERS_A_PAGE)).await?;
    let args = [("body", Arg::words(body.name(&ctx.language))), ("n", Arg::Number(body.members))];
    let mut text = ctx.say("members", &args);
    let signup = ctx.bot.library.latest("signup");
    for member in listed {
        let role = match (&signup, &member.role) {
            (Some((_, played)), Some(role)) => played
                .dialog
                .question("role")
                .map_or_else(String::new, |asked| played.label(&ctx.bot.texts, &ctx.language, asked, role)),
            _ => String::new(),
        };
        text.push('\n');
        text.push_str(&ctx.say("member-line", &[("name", Arg::words(member.name)), ("role", Arg::text(role))]));
    }
    let mut screen = Screen::new(text);
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Place::Members, id, number(to))));
    screen.rows.push(vec![to(ctx, "back", Place::Body, id, 0), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

/// A link for the members of a body, with its QR picture to print or show.
async fn invite(ctx: &mut Ctx<'_>, person: &Person, id: i64) -> Result<Reply> {
    let Some(body) = bodies::find(ctx.db, id).await? else {
        return Err(Fault::Lost("body"));
    };
    let link = Link {
        purpose: Purpose::Member,
        body: id,
        once: false,
        expires_at: dates::end_of(dates::day_of(ctx.now + MEMBER_LINK_DAYS * DAY)),
        used_at: None,
    };
    let caption = new_link(ctx, &link, "link-member", body.name(&ctx.language)).await?;
    ctx.audit(person, "invited", id).await?;
    let mut screen = Screen::new(ctx.say("link-ready", &[]));
    screen.rows.push(vec![to(ctx, "back", Place::Body, id, 0), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(Reply { screen: Some(screen), files: vec![caption], ..Reply::default() })
}

/// A one-time link that makes its opener coordinator of a body, or of all.
async fn appoint(ctx: &mut Ctx<'_>, person: &Person, id: i64) -> Result<Reply> {
    let name = match bodies::find(ctx.db, id).await? {
        Some(body) => body.name(&ctx.language).to_owned(),
        None => ctx.say("all-bodies", &[]),
    };
    let expires_at = dates::end_of(dates::day_of(ctx.now + COORDINATOR_LINK_DAYS * DAY));
    let link = Link { purpose: Purpose::Coordinator, body: id, once: true, expires_at, used_at: None };
    let caption = new_link(ctx, &link, "link-coordinator", &name).await?;
    ctx.audit(person, "invited a coordinator", id).await?;
    let mut screen = Screen::new(ctx.say("link-ready", &[]));
    screen.rows.push(vec![to(ctx, "go-bodies", Place::Bodies, 0, 0), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(Reply { screen: Some(screen), files: vec![caption], ..Reply::default() })
}

async fn new_link(ctx: &mut Ctx<'_>, link: &Link, id: &str, body: &str) -> Result<(File, String)> {
    let code = ctx.bot.code();
    links::add(ctx.db, &code, link).await?;
    let address = ctx.bot.link(&code);
    let until = dates::day_in_words(dates::day_of(link.expires_at - 1), &ctx.language);
    let args = [
        ("body", Arg::words(body.to_owned())),
        ("link", Arg::text(address.clone())),
        ("code", Arg::text(code)),
        ("day", Arg::text(until)),
    ];
    let caption = ctx.say(id, &args);
    let picture = qr::picture(&address).map_err(|error| Fault::Picture(error.to_string()))?;
    Ok((File::Picture(picture), caption))
}

/// Fills in the options that come from the database, some of them from what the form is about.
///
/// # Errors
/// When the database refuses.
pub async fn with_sources(
    ctx: &mut Ctx<'_>,
    person: &Person,
    played: Arc<Played>,
    run: &kept::Run,
) -> Result<Arc<Played>> {
    let sources: Vec<&str> = played.dialog.questions.iter().filter_map(|question| question.source.as_deref()).collect();
    if sources.is_empty() {
        return Ok(played);
    }
    let wanted = |source: &str| sources.contains(&source);
    let (bodies, lists) = match scope(ctx, person).await? {
        Some(scope) if wanted("lists") => (bodies_of(ctx, &scope).await?, convening::lists(ctx, &scope).await?),
        Some(scope) => (bodies_of(ctx, &scope).await?, Vec::new()),
        None => (Vec::new(), Vec::new()),
    };
    let bodies: Vec<_> =
        bodies.iter().map(|body| (format!("b{}", body.id), body.name(&ctx.language).to_owned())).collect();
    let names = ctx.bot.library.surveys();
    let surveys: Vec<_> = names.into_iter().map(|name| (name.clone(), surveys::heading(ctx, &name))).collect();
    let charts = match run.results {
        Some(survey) if wanted("charts") => sharing::charts(ctx, survey).await?,
        _ => Vec::new(),
    };
    let meeting = match run.meeting {
        Some(id) if wanted("days") => meetings::load(ctx, id).await?,
        _ => None,
    };
    let day = |day: &crate::store::meetings::Day| {
        let date = meetings::wall(&day.begins).date();
        (format!("d{}", day.n), dates::day_in_words(date, &ctx.language))
    };
    let days: Vec<_> = meeting.iter().flat_map(|meeting| meeting.days.iter().map(day)).collect();
    let lists: Vec<_> = lists.into_iter().map(|(id, label, _)| (id, label)).collect();
    let filled = played.with("bodies", &bodies).with("surveys", &surveys).with("lists", &lists);
    Ok(Arc::new(filled.with("days", &days).with("charts", &charts)))
}

/// A coordinator's form was confirmed.
///
/// # Errors
/// When the database refuses.
pub async fn form_done(ctx: &mut Ctx<'_>, person: &Person, open: Open) -> Result<Reply> {
    let Some(scope) = scope(ctx, person).await? else {
        return members::menu(ctx, person).await;
    };
    if open.played.dialog.name == publishing::FORM {
        return publishing::preview(ctx, &scope, &open, 0).await;
    }
    if open.played.dialog.usage != Usage::Form {
        kept::end(ctx.db, open.run.id).await?;
        return imports::tried(ctx, person, &open).await; // a form from elsewhere, tried before it is taken
    }
    if open.played.dialog.name == sharing::FORM {
        return sharing::preview(ctx, &scope, &open, 0).await;
    }
    if open.played.dialog.name == convening::FORM {
        return convening::preview(ctx, &scope, &open, None).await; // kept until the preview is confirmed
    }
    kept::end(ctx.db, open.run.id).await?;
    match open.played.dialog.name.as_str() {
        "opening" => rounds::open(ctx, person, &scope, &open).await,
        "body" => {
            let words = |id: &str| match open.answers.get(&Key::once(id)).map(|entry| &entry.value) {
                Some(Value::Text(words)) => words.clone(),
                _ => String::new(),
            };
            let id = bodies::add(ctx.db, &words("name-ar"), &words("name-fr"), ctx.now).await?;
            ctx.audit(person, "added a body", id).await?;
            body(ctx, id).await
        }
        _ => members::menu(ctx, person).await,
    }
}
