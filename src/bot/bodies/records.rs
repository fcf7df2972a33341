//! What each member attended, caught up on and missed over the term, for coordinators, also as CSV.
//!
//! A session is a day whose attendance was closed. A member who was absent has caught up when they finish its summary.

use std::collections::{BTreeSet, HashMap};

use super::manage;
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::meetings::form::{self, Meeting};
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::{BUTTONS_A_PAGE, LINES_A_PAGE, clamp_page, page_buttons, to};
use crate::bot::ui::titles::body_name;
use crate::chat::{File, Press, Reply, Route, Screen};
use crate::report::render::csv_table;
use crate::store;
use crate::store::audit::AuditAction;
use crate::store::people::Person;
use crate::store::records::SessionRecord;
use crate::text::{Arg, dates};
use crate::types::{Attendance, Bodies, BodyId, DayNumber, MeetingId, PersonId, Timestamp};

struct Record {
    person: PersonId,
    name: String,
    body: BodyId,
    sex: Option<String>,
    sessions: Vec<SessionRecord>,
}

/// The records of the members of these bodies, by body and name.
async fn records(ctx: &mut Ctx<'_>, bodies: &Bodies) -> Result<Vec<Record>> {
    let mut records: Vec<Record> = Vec::new();
    for row in store::records::list_sessions(ctx.db, bodies).await? {
        match records.last_mut().filter(|record| record.person == row.person) {
            Some(record) => record.sessions.extend(row.session),
            None => records.push(Record {
                person: row.person,
                name: row.name,
                body: row.body,
                sex: row.sex,
                sessions: row.session.into_iter().collect(),
            }),
        }
    }
    Ok(records)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Participation {
    Attended,
    CaughtUp,
    Missed,
}

fn participation(session: &SessionRecord) -> Participation {
    match session.status {
        Attendance::Present => Participation::Attended,
        Attendance::Excused | Attendance::Absent if session.read => Participation::CaughtUp,
        Attendance::Excused | Attendance::Absent => Participation::Missed,
    }
}

impl Record {
    /// How many sessions the member attended, caught up on, and missed.
    fn counts(&self) -> [usize; 3] {
        let count = |wanted| self.sessions.iter().filter(|session| participation(session) == wanted).count();
        [count(Participation::Attended), count(Participation::CaughtUp), count(Participation::Missed)]
    }

    /// Name and counts, as arguments of a text.
    fn args(&self) -> [(&'static str, Arg<'static>); 4] {
        let [attended, caught, missed] = self.counts();
        [
            ("attended", Arg::count(attended)),
            ("caught", Arg::count(caught)),
            ("missed", Arg::count(missed)),
            ("name", Arg::words(self.name.clone())),
        ]
    }
}

fn participation_in_words(locale: &Locale<'_>, session: &SessionRecord) -> String {
    let status = locale.say("attended", &[("status", Arg::text(session.status.word()))]);
    match participation(session) {
        Participation::Attended | Participation::Missed => status,
        Participation::CaughtUp => {
            let finished = locale.say("standing", &[("standing", Arg::text("finished"))]);
            format!("{status}{}{finished}", locale.say("comma", &[]))
        }
    }
}

async fn meetings(ctx: &mut Ctx<'_>, ids: BTreeSet<MeetingId>) -> Result<HashMap<MeetingId, Meeting>> {
    let ids: Vec<MeetingId> = ids.into_iter().collect();
    let meetings = form::load_all(ctx, &ids).await?.into_iter();
    Ok(meetings.map(|meeting| (meeting.row.id, meeting)).collect())
}

/// The members of a body, each with a button.
pub async fn show(ctx: &mut Ctx<'_>, body: BodyId, page: usize) -> Result<Outcome> {
    Ok(screen(ctx, body, page).await?.into())
}

async fn screen(ctx: &mut Ctx<'_>, body: BodyId, page: usize) -> Result<Screen> {
    let name = store::bodies::find_name(ctx.db, body, &ctx.locale.language).await?.unwrap_or_default();
    let records = records(ctx, &Bodies::Some(vec![body])).await?;
    let mut screen = Screen::new(ctx.say("record", &[("body", Arg::words(name))]));
    let (page, pages) = clamp_page(page, records.len(), BUTTONS_A_PAGE);
    for record in records.iter().skip(page * BUTTONS_A_PAGE).take(BUTTONS_A_PAGE) {
        let route = Route::MemberRecord { member: record.person, page: 0 };
        screen = screen.row(ctx.say("record-button", &record.args()), Press::Go(route));
    }
    screen.rows.extend(page_buttons(ctx, page, pages, |page| Press::Go(Route::Record { body, page })));
    screen.rows.push(vec![to(ctx, "go-record-csv", Route::ExportRecord { body: Some(body) })]);
    screen.rows.push(vec![to(ctx, "back", Route::Body { body }), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen)
}

/// One member's sessions, newest first.
pub async fn show_member(ctx: &mut Ctx<'_>, person: &Person, member: PersonId, page: usize) -> Result<Outcome> {
    let Some(body) = store::people::find_by_id(ctx.db, member).await?.and_then(|member| member.body) else {
        return Ok(Route::Bodies { page: 0 }.into()); // they have left meanwhile
    };
    let records = records(ctx, &Bodies::Some(vec![body])).await?;
    let Some(record) = records.into_iter().find(|record| record.person == member) else {
        return show(ctx, body, 0).await;
    };
    ctx.audit_of_member(person, AuditAction::LookedAtRecord(body), member).await?;
    let mut text = ctx.say("member-record", &record.args());
    let (page, pages) = clamp_page(page, record.sessions.len(), LINES_A_PAGE);
    let on_page: Vec<&SessionRecord> =
        record.sessions.iter().rev().skip(page * LINES_A_PAGE).take(LINES_A_PAGE).collect();
    let meetings = meetings(ctx, on_page.iter().map(|session| session.meeting).collect()).await?;
    for session in on_page {
        let Some(meeting) = meetings.get(&session.meeting) else { continue };
        let mark = match participation(session) {
            Participation::Attended => "✅",
            Participation::CaughtUp => "📗",
            Participation::Missed => "✖️",
        };
        let args = [
            ("mark", Arg::text(mark)),
            ("day", Arg::text(dates::day_in_words(dates::day_of(session.starts_at), &ctx.locale.language))),
            ("what", Arg::text(meeting.about.heading(ctx))),
            ("status", Arg::text(participation_in_words(ctx, session))),
        ];
        text.push_str(&format!("\n\n{}", ctx.say("member-session", &args)));
    }
    let mut screen = Screen::new(text);
    screen.rows.extend(page_buttons(ctx, page, pages, |page| Press::Go(Route::MemberRecord { member, page })));
    screen.rows.push(vec![to(ctx, "back", Route::Record { body, page: 0 }), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// How often a member attended, caught up and missed, as a line.
pub(super) async fn counts_in_words(ctx: &mut Ctx<'_>, member: PersonId, body: BodyId) -> Result<String> {
    let records = records(ctx, &Bodies::Some(vec![body])).await?;
    let counts = records.iter().find(|record| record.person == member).map_or([0; 3], Record::counts);
    let names = ["attended", "caught", "missed"];
    let args: Vec<(&str, Arg<'_>)> = names.into_iter().zip(counts.map(Arg::count)).collect();
    Ok(ctx.say("member-counts", &args))
}

/// Sends the records of a body, or of all in scope, as CSV.
pub async fn export(ctx: &mut Ctx<'_>, person: &Person, scope: &Bodies, body: Option<BodyId>) -> Result<Outcome> {
    let bodies = body.map_or_else(|| scope.clone(), |body| Bodies::Some(vec![body]));
    let rows = rows(ctx, &bodies).await?;
    let file = File::Document(format!("record-{}.csv", dates::day_of(ctx.now)), csv_table::csv(rows)?);
    ctx.audit(person, AuditAction::TookRecordAway(body)).await?;
    let screen = match body {
        Some(body) => screen(ctx, body, 0).await?,
        None => manage::list_screen(ctx, scope, 0).await?,
    };
    Ok(Reply { files: vec![(file, ctx.say("caught-ready", &[]))], ..screen.into() }.into())
}

async fn rows(ctx: &mut Ctx<'_>, bodies: &Bodies) -> Result<Vec<Vec<String>>> {
    let records = records(ctx, bodies).await?;
    let sessions = records.iter().flat_map(|record| &record.sessions);
    let columns: BTreeSet<(Timestamp, MeetingId, DayNumber)> =
        sessions.map(|session| (session.starts_at, session.meeting, session.day)).collect();
    let meetings = meetings(ctx, columns.iter().map(|(_, meeting, _)| *meeting).collect()).await?;
    let heads = ["body", "name", "sex", "attended", "caught", "missed"];
    let mut head = heads.map(|column| ctx.say("record-column", &[("column", Arg::text(column))])).to_vec();
    for (starts_at, meeting, _) in &columns {
        let title = meetings.get(meeting).map_or_else(String::new, |meeting| meeting.about.title(ctx));
        head.push(format!("{} {title}", dates::day_of(*starts_at)));
    }
    let names = store::bodies::list(ctx.db).await?;
    let mut rows = vec![head];
    for record in &records {
        let body = body_name(ctx, &names, Some(record.body)).unwrap_or_default();
        let sex = record.sex.as_deref().map_or_else(String::new, |sex| ctx.say("sex", &[("sex", Arg::text(sex))]));
        let mut row = vec![body.to_owned(), record.name.clone(), sex];
        row.extend(record.counts().map(|n| n.to_string()));
        for (_, meeting, day) in &columns {
            let session = record.sessions.iter().find(|one| (one.meeting, one.day) == (*meeting, *day));
            row.push(session.map_or_else(String::new, |session| participation_in_words(ctx, session)));
        }
        rows.push(row);
    }
    Ok(rows)
}
