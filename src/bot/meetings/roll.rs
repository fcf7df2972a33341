//! The roll: attendance that is marked by hand, person by person, or all who are left at once.

use super::attendance::{day_in_words, open_day};
use super::form::Meeting;
use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::{clamp_page, page_buttons, to};
use crate::chat::{Button, Press, Route, Screen};
use crate::store;
use crate::store::attendance::Mark;
use crate::store::audit::AuditAction;
use crate::store::invitations::Invitee;
use crate::store::meetings::Day;
use crate::store::people::Person;
use crate::text::Arg;
use crate::types::{Attendance, BodyId, DayNumber, MeetingId, PersonId, Rsvp};

const PEOPLE_A_PAGE: usize = 20;

/// The people of a body, each with a button that marks them; or a list of bodies, if there are several.
pub async fn show(
    ctx: &mut Ctx<'_>,
    person: &Person,
    meeting: MeetingId,
    day: DayNumber,
    body: Option<BodyId>,
    page: usize,
) -> Result<Outcome> {
    let (meeting, day) = open_day!(ctx, meeting, day);
    ctx.audit_view(person, AuditAction::LookedAtAttendance(meeting.row.id)).await?;
    Ok(roll_screen(ctx, &meeting, &day, body, page).await?.into())
}

/// A page of a body's people. Each has a button that changes the mark: present, absent, excused, none.
async fn roll_screen(
    ctx: &mut Ctx<'_>,
    meeting: &Meeting,
    day: &Day,
    body: Option<BodyId>,
    page: usize,
) -> Result<Screen> {
    let (id, number) = (meeting.row.id, day.number);
    let route = |body, page| Route::Roll { meeting: id, day: number, body, page };
    let attendance = Route::Attendance { meeting: id, day: number, below: false };
    let invited = store::invitations::list_invitees(ctx.db, id).await?;
    let several = invited.iter().any(|invitee| invitee.body != invited[0].body);
    if several && body.is_none() {
        let names = store::bodies::list(ctx.db).await?;
        let concerned: Vec<_> =
            names.iter().filter(|body| invited.iter().any(|invitee| invitee.body == Some(body.id))).collect();
        let mut screen = Screen::new(ctx.say("roll-bodies", &[]));
        let (page, pages) = clamp_page(page, concerned.len(), PEOPLE_A_PAGE);
        for body in concerned.iter().skip(page * PEOPLE_A_PAGE).take(PEOPLE_A_PAGE) {
            let n = invited.iter().filter(|invitee| invitee.body == Some(body.id)).count();
            let args = [("body", Arg::text(body.name(&ctx.locale.language))), ("n", Arg::count(n))];
            screen = screen.row(ctx.say("body-button", &args), Press::Go(route(Some(body.id), 0)));
        }
        screen.rows.extend(page_buttons(ctx, page, pages, |to| Press::Go(route(None, to))));
        screen.rows.push(vec![to(ctx, "back", attendance)]);
        return Ok(screen);
    }
    let people: Vec<&Invitee> = invited.iter().filter(|invitee| body.is_none() || invitee.body == body).collect();
    let marks = store::attendance::list_marks(ctx.db, id, number).await?;
    let (page, pages) = clamp_page(page, people.len(), PEOPLE_A_PAGE);
    let head = format!("<b>{}</b>\n📅 {}", meeting.about.heading(ctx), day_in_words(ctx, day));
    let mut screen = Screen::new(format!("{head}\n\n{}", ctx.say("roll", &[])));
    let rest = without_mark(&people, &marks).count();
    if rest > 0 && day.closed_at.is_none() {
        let label = ctx.say("roll-rest", &[("n", Arg::count(rest))]);
        screen = screen.row(label, Press::Go(Route::MarkRest { meeting: id, day: number, body }));
    }
    for invitee in people.iter().skip(page * PEOPLE_A_PAGE).take(PEOPLE_A_PAGE) {
        let status = marks.iter().find(|mark| mark.person == invitee.person).map(|mark| mark.status);
        let (sign, next) = match status {
            Some(Attendance::Present) => ("✅", Some(Attendance::Absent)),
            Some(Attendance::Absent) => ("❌", Some(Attendance::Excused)),
            Some(Attendance::Excused) if day.closed_at.is_some() => ("🟡", Some(Attendance::Present)),
            Some(Attendance::Excused) => ("🟡", None),
            None => ("⬜", Some(Attendance::Present)),
        };
        let apologised = if invitee.rsvp == Some(Rsvp::No) { " ✉️" } else { "" };
        let press = Route::MarkAttendance { meeting: id, day: number, member: invitee.person, mark: next };
        screen.rows.push(vec![Button::new(format!("{sign} {}{apologised}", invitee.name), Press::Go(press))]);
    }
    screen.rows.extend(page_buttons(ctx, page, pages, |to| Press::Go(route(body, to))));
    screen.rows.push(vec![if several { to(ctx, "back", route(None, 0)) } else { to(ctx, "back", attendance) }]);
    Ok(screen)
}

/// Those who have no mark and sent no apologies.
fn without_mark<'a>(people: &'a [&'a Invitee], marks: &'a [Mark]) -> impl Iterator<Item = &'a Invitee> {
    let is_marked = |invitee: &Invitee| marks.iter().any(|mark| mark.person == invitee.person);
    people.iter().copied().filter(move |invitee| invitee.rsvp != Some(Rsvp::No) && !is_marked(invitee))
}

/// Marks everybody of a body present who has no mark and sent no apologies: of forty people who came but for three, only
/// these three are then marked one by one.
pub async fn mark_rest(
    ctx: &mut Ctx<'_>,
    person: &Person,
    meeting: MeetingId,
    day: DayNumber,
    body: Option<BodyId>,
) -> Result<Outcome> {
    let (found, day) = open_day!(ctx, meeting, day);
    if day.closed_at.is_some() {
        return Ok(roll_screen(ctx, &found, &day, body, 0).await?.into()); // everybody has a mark
    }
    let invited = store::invitations::list_invitees(ctx.db, meeting).await?;
    let people: Vec<&Invitee> = invited.iter().filter(|invitee| body.is_none() || invitee.body == body).collect();
    store::attendance::open_check_in(ctx.db, meeting, day.number, ctx.bot.random()).await?;
    let marks = store::attendance::list_marks(ctx.db, meeting, day.number).await?;
    let rest: Vec<PersonId> = without_mark(&people, &marks).map(|invitee| invitee.person).collect();
    for member in &rest {
        let mark = Mark { person: *member, status: Attendance::Present, at: ctx.now, person_by: Some(person.id) };
        store::attendance::mark(ctx.db, meeting, day.number, &mark).await?;
    }
    if !rest.is_empty() {
        ctx.effects.attendance_changed.push(meeting);
        ctx.audit(person, AuditAction::MarkedAttendance(meeting)).await?;
        ctx.effects.ring = true;
    }
    Ok(roll_screen(ctx, &found, &day, body, 0).await?.into())
}

/// Marks one person by hand. The mark and the audit log store who did it and when.
pub async fn mark(
    ctx: &mut Ctx<'_>,
    person: &Person,
    meeting: MeetingId,
    day: DayNumber,
    member: PersonId,
    mark: Option<Attendance>,
) -> Result<Outcome> {
    let (found, day) = open_day!(ctx, meeting, day);
    // On a closed day everybody has a mark. A button from before the closing may ask to remove one.
    let mark = if day.closed_at.is_some() { mark.or(Some(Attendance::Absent)) } else { mark };
    let invited = store::invitations::list_invitees(ctx.db, meeting).await?;
    let Some(place) = invited.iter().position(|invitee| invitee.person == member) else {
        return Ok(Route::Attendance { meeting, day: day.number, below: false }.into()); // they have erased their data
    };
    store::attendance::open_check_in(ctx.db, meeting, day.number, ctx.bot.random()).await?;
    let marks = store::attendance::list_marks(ctx.db, meeting, day.number).await?;
    let before = marks.into_iter().find(|mark| mark.person == member).map(|mark| mark.status);
    if before != mark {
        match mark {
            None => store::attendance::unmark(ctx.db, meeting, day.number, member).await?,
            Some(status) => {
                let mark = Mark { person: member, status, at: ctx.now, person_by: Some(person.id) };
                store::attendance::mark(ctx.db, meeting, day.number, &mark).await?;
            }
        }
        ctx.effects.attendance_changed.push(meeting);
        ctx.audit_of_member(person, AuditAction::MarkedAttendance(meeting), member).await?;
        ctx.effects.ring = true;
    }
    let body = invited[place].body;
    let of_body = invited.iter().take(place).filter(|invitee| invitee.body == body).count();
    let several = invited.iter().any(|invitee| invitee.body != body);
    let body = body.filter(|_| several);
    Ok(roll_screen(ctx, &found, &day, body, of_body / PEOPLE_A_PAGE).await?.into())
}
