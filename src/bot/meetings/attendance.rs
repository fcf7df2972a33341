//! A day's attendance as coordinators take it: the check-in code, marks by hand, closing, and the files.

use std::collections::{HashMap, HashSet};

use super::form::{self, Meeting};
use super::manage::{EARLY, managed_route};
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::{Error, Result};
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::{LINES_A_PAGE, to};
use crate::bot::ui::figures::{LONGEST_CELL, drawable, strip_undrawable};
use crate::bot::ui::titles::body_name;
use crate::chat::{File, Reply, Route, Screen};
use crate::report::render::csv_table;
use crate::report::render::printed_list::{self, PrintedList};
use crate::store;
use crate::store::attendance::Mark;
use crate::store::audit::AuditAction;
use crate::store::invitations::Invitee;
use crate::store::live::{self, LiveSubject};
use crate::store::meetings::Day;
use crate::store::people::Person;
use crate::text::{Arg, dates};
use crate::types::{Attendance, BodyId, DayNumber, MeetingId, PersonId, Rsvp};

fn mark_word(mark: Option<Attendance>) -> &'static str {
    mark.map_or("none", Attendance::word)
}

/// A day of a meeting whose attendance can be taken, or where to go if it cannot.
pub(super) async fn find_open_day(
    ctx: &mut Ctx<'_>,
    id: MeetingId,
    number: DayNumber,
) -> Result<std::result::Result<(Meeting, Day), Outcome>> {
    let meeting = form::load(ctx, id).await?.filter(Meeting::takes_place);
    let Some((meeting, day)) = meeting.and_then(|meeting| {
        let day = meeting.day(number)?.clone();
        Some((meeting, day))
    }) else {
        return Ok(Err(Route::ManagedMeetings { page: 0 }.into()));
    };
    if ctx.now < day.starts_at - EARLY {
        return Ok(Err(managed_route(id).into()));
    }
    Ok(Ok((meeting, day)))
}

/// Continues with the meeting and its day, or returns that outcome.
macro_rules! open_day {
    ($ctx:expr, $meeting:expr, $day:expr) => {
        match $crate::bot::meetings::attendance::find_open_day($ctx, $meeting, $day).await? {
            Ok(found) => found,
            Err(outcome) => return Ok(outcome),
        }
    };
}
pub(super) use open_day;

pub async fn show(ctx: &mut Ctx<'_>, meeting: MeetingId, day: DayNumber, below: bool) -> Result<Outcome> {
    let (meeting, day) = open_day!(ctx, meeting, day);
    Ok(Outcome::show(screen(ctx, &meeting, &day).await?, below))
}

/// Opens check-in. Its code is shown in a message of its own, which is edited when the code changes.
pub async fn open_check_in(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId, day: DayNumber) -> Result<Outcome> {
    let (meeting, day) = open_day!(ctx, meeting, day);
    if !may_open(ctx, &day) {
        return Ok(screen(ctx, &meeting, &day).await?.into());
    }
    let (id, number) = (meeting.row.id, day.number);
    store::attendance::open_check_in(ctx.db, id, number, ctx.bot.random()).await?;
    live::follow(ctx.db, LiveSubject::CheckIn(id, number), person.id).await?;
    ctx.audit(person, AuditAction::OpenedCheckIn(id)).await?;
    ctx.effects.ring = true;
    let day = Day { secret: day.secret.or(Some(0)), ..day }; // open: the screen does not show the secret
    Ok(screen(ctx, &meeting, &day).await?.into())
}

pub async fn ask_to_close(ctx: &mut Ctx<'_>, meeting: MeetingId, day: DayNumber) -> Result<Outcome> {
    let (found, day) = open_day!(ctx, meeting, day);
    if day.closed_at.is_some() {
        return Ok(screen(ctx, &found, &day).await?.into());
    }
    let args = [("day", Arg::text(day_in_words(ctx, &day)))];
    let mut screen = Screen::new(ctx.say("close-day-ask", &args));
    screen.rows.push(vec![
        to(ctx, "close-day-yes", Route::CloseDay { meeting, day: day.number }),
        to(ctx, "close-no", Route::Attendance { meeting, day: day.number, below: false }),
    ]);
    Ok(screen.into())
}

/// Closes a day. People who are invited and have no mark are absent, or excused if they apologised.
pub async fn close(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId, day: DayNumber) -> Result<Outcome> {
    let (found, day) = open_day!(ctx, meeting, day);
    if day.closed_at.is_some() {
        return Ok(screen(ctx, &found, &day).await?.into());
    }
    store::attendance::close_day(ctx.db, meeting, day.number, ctx.now).await?;
    ctx.effects.attendance_changed.push(meeting);
    ctx.audit(person, AuditAction::ClosedAttendance(meeting)).await?;
    ctx.effects.ring = true;
    let day = Day { closed_at: Some(ctx.now), ..day };
    Ok(screen(ctx, &found, &day).await?.into())
}

/// The code can be shown until the day is over or closed.
fn may_open(locale: &Locale<'_>, day: &Day) -> bool {
    day.closed_at.is_none() && locale.now < form::day_end(day)
}

pub(super) fn day_in_words(locale: &Locale<'_>, day: &Day) -> String {
    dates::day_in_words(form::parse_wall(&day.begins).date(), &locale.language)
}

/// How many are present, excused, absent and without a mark, and how many women and men are present.
pub fn counts_in_words(locale: &Locale<'_>, invited: &[Invitee], marks: &[Mark]) -> String {
    let marked: HashMap<PersonId, Attendance> = marks.iter().map(|mark| (mark.person, mark.status)).collect();
    let with_mark = |wanted: Option<Attendance>| {
        let fits = |invitee: &&Invitee| marked.get(&invitee.person).copied() == wanted;
        invited.iter().filter(fits).collect::<Vec<_>>()
    };
    let present = with_mark(Some(Attendance::Present));
    let sex = |sex: Option<&str>| Arg::count(present.iter().filter(|invitee| invitee.sex.as_deref() == sex).count());
    let args = [
        ("present", Arg::count(present.len())),
        ("excused", Arg::count(with_mark(Some(Attendance::Excused)).len())),
        ("absent", Arg::count(with_mark(Some(Attendance::Absent)).len())),
        ("none", Arg::count(with_mark(None).len())),
        ("women", sex(Some("f"))),
        ("men", sex(Some("m"))),
        ("unsaid", sex(None)),
    ];
    locale.say("count-attendance", &args)
}

async fn screen(ctx: &mut Ctx<'_>, meeting: &Meeting, day: &Day) -> Result<Screen> {
    let (id, number) = (meeting.row.id, day.number);
    let invited = store::invitations::list_invitees(ctx.db, id).await?;
    let marks = store::attendance::list_marks(ctx.db, id, number).await?;
    let state = match (day.secret, day.closed_at) {
        (_, Some(_)) => ctx.say("attendance-closed", &[]),
        (Some(_), None) => ctx.say("attendance-open", &[]),
        (None, None) => ctx.say("attendance-not-yet", &[]),
    };
    let mut text = format!(
        "<b>{}</b>\n📅 {}\n{state}\n\n{}",
        meeting.about.heading(ctx),
        day_in_words(ctx, day),
        counts_in_words(ctx, &invited, &marks)
    );
    let present = marks.iter().filter(|mark| mark.status == Attendance::Present);
    let present: HashSet<PersonId> = present.map(|mark| mark.person).collect();
    let bodies = group_by_body(ctx, &invited).await?;
    let more = bodies.len().saturating_sub(LINES_A_PAGE);
    for (body, people) in bodies.into_iter().take(LINES_A_PAGE) {
        let args = [
            ("body", Arg::words(body)),
            ("present", Arg::count(people.iter().filter(|invitee| present.contains(&invitee.person)).count())),
            ("invited", Arg::count(people.len())),
        ];
        text.push('\n');
        text.push_str(&ctx.say("count-present", &args));
    }
    if more > 0 {
        let args = [("n", Arg::count(more)), ("where", Arg::text("roster"))];
        text.push_str(&format!("\n{}", ctx.say("more-bodies", &args)));
    }
    let (meeting, day_number) = (id, number);
    let mut screen = Screen::new(text);
    if may_open(ctx, day) {
        screen.rows.push(vec![to(ctx, "go-check-in", Route::OpenCheckIn { meeting, day: day_number })]);
    }
    let roll = Route::Roll { meeting, day: day_number, body: None, page: 0 };
    screen.rows.push(vec![to(ctx, "go-roll", roll)]);
    screen.rows.push(vec![
        to(ctx, "go-roster", Route::ExportAttendance { meeting, day: day_number }),
        to(ctx, "go-sheet", Route::SignatureSheet { meeting, day: day_number }),
    ]);
    if day.closed_at.is_none() {
        screen.rows.push(vec![to(ctx, "go-close-day", Route::AskToCloseDay { meeting, day: day_number })]);
    }
    screen.rows.push(vec![
        to(ctx, "go-refresh", Route::Attendance { meeting, day: day_number, below: false }),
        to(ctx, "back", managed_route(meeting)),
    ]);
    Ok(screen)
}

async fn group_by_body<'a>(ctx: &mut Ctx<'_>, invited: &'a [Invitee]) -> Result<Vec<(String, Vec<&'a Invitee>)>> {
    let names = store::bodies::list(ctx.db).await?;
    let mut found: Vec<(Option<BodyId>, Vec<&Invitee>)> = Vec::new();
    for invitee in invited {
        match found.iter_mut().find(|(body, _)| *body == invitee.body) {
            Some((_, people)) => people.push(invitee),
            None => found.push((invitee.body, vec![invitee])),
        }
    }
    let name = |body| body_name(ctx, &names, body).unwrap_or("—").to_owned();
    Ok(found.into_iter().map(|(body, people)| (name(body), people)).collect())
}

pub async fn export(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId, day: DayNumber) -> Result<Outcome> {
    let (meeting, day) = open_day!(ctx, meeting, day);
    let (rows, _) = list_rows(ctx, &meeting, &day).await?;
    let name = format!("attendance-{}.csv", form::parse_wall(&day.begins).date());
    send_list(ctx, person, &meeting, &day, File::Document(name, csv_table::csv(rows)?)).await
}

pub async fn export_sheet(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId, day: DayNumber) -> Result<Outcome> {
    let (meeting, day) = open_day!(ctx, meeting, day);
    let (rows, counts) = list_rows(ctx, &meeting, &day).await?;
    let place = drawable(meeting.about.place(), LONGEST_CELL);
    let signature = ctx.say("roster-column", &[("column", Arg::text("signature"))]);
    let last = std::iter::once(signature).chain(std::iter::repeat(String::new()));
    let cell = |text: &String| drawable(text, LONGEST_CELL);
    let title = drawable(&meeting.about.title(ctx), LONGEST_CELL);
    let list = PrintedList {
        language: ctx.locale.language.clone(),
        rtl: ctx.language().rtl,
        title: ctx.say("printed-attendance", &[("what", Arg::text(title))]),
        lines: vec![
            day_in_words(ctx, &day),
            strip_undrawable(&ctx.say("notice-place", &[("place", Arg::text(place))])),
            strip_undrawable(&counts),
        ],
        rows: rows
            .iter()
            .zip(last)
            .map(|(row, last)| vec![cell(&row[0]), cell(&row[1]), cell(&row[4]), last])
            .collect(),
        shares: vec![4, 4, 3, 4],
        tall: true,
    };
    let file = printed_list::pdf(&list).map_err(Error::Picture)?;
    let name = format!("attendance-{}.pdf", form::parse_wall(&day.begins).date());
    send_list(ctx, person, &meeting, &day, File::Document(name, file)).await
}

/// The rows of the list with their headings, and the counts as a line.
async fn list_rows(ctx: &mut Ctx<'_>, meeting: &Meeting, day: &Day) -> Result<(Vec<Vec<String>>, String)> {
    let invited = store::invitations::list_invitees(ctx.db, meeting.row.id).await?;
    let marks = store::attendance::list_marks(ctx.db, meeting.row.id, day.number).await?;
    let counts = counts_in_words(ctx, &invited, &marks);
    let head = ["body", "name", "sex", "reply", "status", "hour"];
    let mut rows = vec![head.map(|column| ctx.say("roster-column", &[("column", Arg::text(column))])).to_vec()];
    let marks: HashMap<PersonId, &Mark> = marks.iter().map(|mark| (mark.person, mark)).collect();
    for (body, people) in group_by_body(ctx, &invited).await? {
        for invitee in people {
            let mark = marks.get(&invitee.person).copied();
            let status = mark_word(mark.map(|mark| mark.status));
            let present = mark.filter(|mark| mark.status == Attendance::Present);
            rows.push(vec![
                body.clone(),
                invitee.name.clone(),
                invitee.sex.as_deref().map_or_else(String::new, |sex| ctx.say("sex", &[("sex", Arg::text(sex))])),
                ctx.say("rsvp", &[("reply", Arg::text(invitee.rsvp.map_or("none", Rsvp::word)))]),
                ctx.say("attended", &[("status", Arg::text(status))]),
                present.map_or_else(String::new, |mark| dates::hour_as_code(dates::wall(mark.at).time())),
            ]);
        }
    }
    Ok((rows, counts))
}

async fn send_list(ctx: &mut Ctx<'_>, person: &Person, meeting: &Meeting, day: &Day, file: File) -> Result<Outcome> {
    let caption = ctx.say("roster-ready", &[("day", Arg::text(day_in_words(ctx, day)))]);
    ctx.audit(person, AuditAction::TookAttendanceAway(meeting.row.id)).await?;
    let screen = screen(ctx, meeting, day).await?;
    Ok(Reply { files: vec![(file, caption)], ..screen.into() }.into())
}
