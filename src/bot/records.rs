//! What each member took part in over the term, for coordinators: attended, caught up, missed; and all of it as CSV.
//!
//! A session is a day whose attendance was closed. Whoever was absent and has finished its summary has caught up.

use std::collections::BTreeMap;

use super::coordinators::{self, Scope};
use super::managing::LINES_A_PAGE;
use super::questions::{LISTED, number, paged, to, turning};
use super::{Ctx, Result, meetings};
use crate::chat::{File, Place, Press, Reply, Screen};
use crate::report::render::csv_table;
use crate::store::people::Person;
use crate::store::records::{self, Session};
use crate::store::{self, bodies};
use crate::text::{Arg, dates};

/// A coordinator's place about records: of a body, of one member, or as CSV (body 0: of all in scope).
///
/// # Errors
/// When the database refuses.
pub async fn go(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope, place: Place, a: i64, b: i64) -> Result<Reply> {
    match place {
        Place::RecordAway => take_away(ctx, person, scope, a).await,
        Place::MemberRecord => member(ctx, person, scope, a, b).await,
        _ => body(ctx, a, b).await,
    }
}

/// The sessions of each member, in the order of names.
async fn by_member(ctx: &mut Ctx<'_>, body: i64) -> Result<Vec<Vec<Session>>> {
    let mut members: Vec<Vec<Session>> = Vec::new();
    for session in records::sessions(ctx.db, body).await? {
        match members.last_mut().filter(|of| of[0].person == session.person) {
            Some(of) => of.push(session),
            None => members.push(vec![session]),
        }
    }
    Ok(members)
}

/// How many sessions were attended, caught up on, and missed.
fn counted(sessions: &[Session]) -> [usize; 3] {
    let of = |kept: &dyn Fn(&Session) -> bool| sessions.iter().filter(|one| one.meeting != 0 && kept(one)).count();
    [
        of(&|one| one.status == "present"),
        of(&|one| one.status != "present" && one.read),
        of(&|one| one.status != "present" && !one.read),
    ]
}

/// The same, as arguments of a text.
fn counts(sessions: &[Session]) -> [(&'static str, Arg<'static>); 3] {
    let [attended, caught, missed] = counted(sessions);
    [("attended", Arg::count(attended)), ("caught", Arg::count(caught)), ("missed", Arg::count(missed))]
}

/// What became of one session, in words.
fn said(ctx: &Ctx<'_>, session: &Session) -> String {
    let status = ctx.say("attended", &[("status", Arg::text(session.status.clone()))]);
    if session.status == "present" || !session.read {
        return status;
    }
    let finished = ctx.say("standing", &[("standing", Arg::text("finished"))]);
    format!("{status}{}{finished}", ctx.say("comma", &[]))
}

/// The members of a body, a button each.
async fn body(ctx: &mut Ctx<'_>, id: i64, page: i64) -> Result<Reply> {
    let name = bodies::name(ctx.db, id, &ctx.language).await?.unwrap_or_default();
    let members = by_member(ctx, id).await?;
    let mut screen = Screen::new(ctx.say("record", &[("body", Arg::words(name))]));
    let (page, pages) = paged(page, members.len(), LISTED);
    for sessions in members.iter().skip(page * LISTED).take(LISTED) {
        let mut args = counts(sessions).to_vec();
        args.push(("name", Arg::words(sessions[0].name.clone())));
        screen = screen.row(ctx.say("record-button", &args), Press::Go(Place::MemberRecord, sessions[0].person, 0));
    }
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Place::Record, id, number(to))));
    screen.rows.push(vec![to(ctx, "go-record-csv", Place::RecordAway, id, 0)]);
    screen.rows.push(vec![to(ctx, "back", Place::Body, id, 0), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

/// One member, session by session, newest first; only for whoever coordinates their body.
async fn member(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope, id: i64, page: i64) -> Result<Reply> {
    let of = store::people::with_id(ctx.db, id).await?.and_then(|member| member.body);
    let Some(body_of) = of.filter(|body| scope.covers(*body)) else {
        tracing::warn!("the record of a member of another body was asked for");
        return coordinators::list(ctx, scope, 0).await;
    };
    let Some(mut sessions) = by_member(ctx, body_of).await?.into_iter().find(|of| of[0].person == id) else {
        return body(ctx, body_of, 0).await;
    };
    store::audit(ctx.db, ctx.now, Some(person.id), "looked at a record", body_of, Some(id)).await?;
    let mut args = counts(&sessions).to_vec();
    args.push(("name", Arg::words(sessions[0].name.clone())));
    let mut text = ctx.say("member-record", &args);
    sessions.retain(|session| session.meeting != 0);
    sessions.reverse();
    let (page, pages) = paged(page, sessions.len(), LINES_A_PAGE);
    for session in sessions.iter().skip(page * LINES_A_PAGE).take(LINES_A_PAGE) {
        let Some(meeting) = meetings::load(ctx, session.meeting).await? else { continue };
        let mark = match (session.status.as_str(), session.read) {
            ("present", _) => "✅",
            (_, true) => "📗",
            _ => "✖️",
        };
        let args = [
            ("mark", Arg::text(mark)),
            ("day", Arg::text(dates::day_in_words(dates::day_of(session.starts_at), &ctx.language))),
            ("what", Arg::text(meeting.about.heading(ctx))),
            ("status", Arg::text(said(ctx, session))),
        ];
        text.push_str(&format!("\n\n{}", ctx.say("member-session", &args)));
    }
    let mut screen = Screen::new(text);
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Place::MemberRecord, id, number(to))));
    screen.rows.push(vec![to(ctx, "back", Place::Record, body_of, 0), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

/// A line for each member, a column for each session.
async fn take_away(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope, id: i64) -> Result<Reply> {
    let mut members = by_member(ctx, id).await?;
    members.retain(|of| scope.covers(of[0].body));
    let sessions = members.iter().flatten().filter(|one| one.meeting != 0);
    let columns: BTreeMap<(i64, i64, i64), ()> =
        sessions.map(|one| ((one.starts_at, one.meeting, one.n), ())).collect();
    let heads = ["body", "name", "sex", "attended", "caught", "missed"];
    let mut head = heads.map(|column| ctx.say("record-column", &[("column", Arg::text(column))])).to_vec();
    for (starts_at, meeting, _) in columns.keys() {
        let title = meetings::load(ctx, *meeting).await?.map_or_else(String::new, |meeting| meeting.about.title(ctx));
        head.push(format!("{} {title}", dates::day_of(*starts_at)));
    }
    let names = bodies::all(ctx.db).await?;
    let mut rows = vec![head];
    for of in &members {
        let first = &of[0];
        let body = names.iter().find(|known| known.id == first.body).map_or("", |body| body.name(&ctx.language));
        let sex = first.sex.as_deref().map_or_else(String::new, |sex| ctx.say("sex", &[("sex", Arg::text(sex))]));
        let mut row = vec![body.to_owned(), first.name.clone(), sex];
        row.extend(counted(of).map(|n| n.to_string()));
        for (_, meeting, n) in columns.keys() {
            let session = of.iter().find(|one| (one.meeting, one.n) == (*meeting, *n));
            row.push(session.map_or_else(String::new, |session| said(ctx, session)));
        }
        rows.push(row);
    }
    let file = File::Document(format!("record-{}.csv", dates::day_of(ctx.now)), csv_table::csv(rows)?);
    ctx.audit(person, "took a record away", id).await?;
    let reply = if id == 0 { coordinators::list(ctx, scope, 0).await? } else { body(ctx, id, 0).await? };
    Ok(Reply { files: vec![(file, ctx.say("caught-ready", &[]))], ..reply })
}
