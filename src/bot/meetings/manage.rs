//! Meetings as coordinators see them: the list, one meeting with its counts, change, cancel.

use std::collections::BTreeMap;

use super::announce;
use super::form::{self, Meeting};
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::{Error, Result};
use crate::bot::notify::{Notification, enqueue};
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::{LINES_A_PAGE, LISTED, paged, to, turning};
use crate::chat::{Placement, Press, Reply, Route, Screen};
use crate::store::audit::AuditAction;
use crate::store::bodies;
use crate::store::invitations;
use crate::store::invitations::Invitee;
use crate::store::letter_kind::LetterKind;
use crate::store::meetings;
use crate::store::people::Person;
use crate::text::Arg;
use crate::types::{ApologyReason, Bodies, BodyId, HOUR, MeetingId, Millis, PersonId, Rsvp};

/// How long before the beginning of a day its attendance is taken.
pub const EARLY: Millis = 2 * HOUR;

/// The meetings that a coordinator may manage, the last to begin first.
pub async fn list(ctx: &mut Ctx<'_>, scope: &Bodies, page: usize) -> Result<Outcome> {
    let listed = meetings::list_in_scope(ctx.db, scope).await?;
    let mut screen = Screen::new(ctx.say("convened", &[("n", Arg::count(listed.len()))]));
    let (page, pages) = paged(page, listed.len(), LISTED);
    let shown: Vec<MeetingId> = listed.into_iter().skip(page * LISTED).take(LISTED).collect();
    for meeting in form::load_all(ctx, &shown).await? {
        let mark = match (meeting.stands(), meeting.is_over(ctx.now)) {
            (false, _) => "🚫",
            (true, true) => "⚪",
            (true, false) => "🟢",
        };
        let label = format!("{mark} {}", meeting.about.label(ctx));
        screen = screen.row(label, Press::Go(managed(meeting.row.id)));
    }
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Route::ManagedMeetings { page: to })));
    screen.rows.push(vec![to(ctx, "go-convene", Route::NewMeeting)]);
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// The way to one meeting.
pub fn managed(meeting: MeetingId) -> Route {
    Route::ManagedMeeting { meeting, page: 0, below: false }
}

/// One meeting: what it is, and who comes, by body and by sex.
pub async fn show(ctx: &mut Ctx<'_>, meeting: MeetingId, page: usize, below: bool) -> Result<Outcome> {
    let Some(meeting) = form::load(ctx, meeting).await? else {
        return Err(Error::Lost("meeting"));
    };
    let id = meeting.row.id;
    let invited = invitations::list_invitees(ctx.db, id).await?;
    let lines = by_body(ctx, &invited).await?;
    let (page, pages) = paged(page, lines.len(), LINES_A_PAGE);
    let mut text = totals(ctx, &meeting, &invited);
    for line in lines.iter().skip(page * LINES_A_PAGE).take(LINES_A_PAGE) {
        text.push('\n');
        text.push_str(line);
    }
    let reasons = reasons(&invited);
    if !reasons.is_empty() {
        text.push('\n');
    }
    for (reason, n) in reasons {
        let reason = ctx.say("reason", &[("reason", Arg::text(reason.word()))]);
        text.push('\n');
        text.push_str(&ctx.say("count-reason", &[("reason", Arg::text(reason)), ("n", Arg::count(n))]));
    }
    let mut screen = Screen::new(text);
    let turn = |to| Press::Go(Route::ManagedMeeting { meeting: id, page: to, below: false });
    screen.rows.extend(turning(ctx, page, pages, turn));
    if meeting.stands() {
        for day in meeting.days.iter().filter(|day| ctx.now >= day.starts_at - EARLY) {
            let args = [("n", Arg::Number(day.number.0)), ("total", Arg::count(meeting.days.len()))];
            let route = Route::Attendance { meeting: id, day: day.number, below: false };
            screen = screen.row(ctx.say("go-attendance", &args), Press::Go(route));
        }
        if meeting.has_begun(ctx.now) {
            screen.rows.push(vec![to(ctx, "go-summaries", Route::Summaries { meeting: id })]);
        }
        let mut ways = Vec::new();
        if !meeting.has_begun(ctx.now) {
            ways.push(to(ctx, "go-change", Route::ChangeMeeting { meeting: id }));
        }
        if !meeting.is_over(ctx.now) {
            ways.push(to(ctx, "go-call-off", Route::AskToCancelMeeting { meeting: id }));
        }
        screen.rows.push(ways);
    }
    screen.rows.push(vec![to(ctx, "go-refresh", managed(id)), to(ctx, "to-menu", Route::Menu)]);
    screen.rows.push(vec![to(ctx, "go-convened", Route::ManagedMeetings { page: 0 })]);
    let placement = if below { Placement::NewMessageBelow } else { Placement::ReplaceScreen };
    Ok(Reply { placement, ..screen.into() }.into())
}

/// The form again, filled in with what the meeting is, until it begins.
pub async fn change(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Outcome> {
    match form::load(ctx, meeting).await? {
        Some(meeting) if meeting.stands() && !meeting.has_begun(ctx.now) => {
            announce::begin_change(ctx, person, &meeting).await
        }
        _ => Ok(managed(meeting).into()),
    }
}

/// Whether to cancel a meeting.
pub async fn ask_to_cancel(ctx: &mut Ctx<'_>, meeting: MeetingId) -> Result<Outcome> {
    match form::load(ctx, meeting).await? {
        Some(found) if found.stands() && !found.is_over(ctx.now) => {
            let what = Arg::text(found.about.heading(ctx));
            let mut screen = Screen::new(ctx.say("call-off-ask", &[("what", what)]));
            screen.rows.push(vec![
                to(ctx, "call-off-yes", Route::CancelMeeting { meeting }),
                to(ctx, "close-no", managed(meeting)),
            ]);
            Ok(screen.into())
        }
        _ => Ok(managed(meeting).into()),
    }
}

/// Cancels a meeting and tells everyone invited.
pub async fn cancel(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Outcome> {
    let Some(found) = form::load(ctx, meeting).await? else {
        return Err(Error::Lost("meeting"));
    };
    if found.is_over(ctx.now) || !meetings::cancel(ctx.db, meeting, ctx.now).await? {
        return Ok(managed(meeting).into()); // pressed twice
    }
    let invited = invitations::list_invitees(ctx.db, meeting).await?;
    let invited: Vec<PersonId> = invited.into_iter().map(|invitee| invitee.person).collect();
    let edit = Notification::new(LetterKind::MeetingEdit(meeting), &invited);
    enqueue(ctx, &Notification { occasion: Some(found.row.sequence + 1), ..edit }).await?;
    let told = Notification::new(LetterKind::MeetingCancelled(meeting), &invited);
    enqueue(ctx, &Notification { follower: Some(person.id), ..told }).await?;
    ctx.audit(person, AuditAction::CancelledMeeting(meeting)).await?;
    Ok(managed(meeting).into())
}

/// How many have replied what.
fn counted(invited: &[&Invitee]) -> [usize; 4] {
    let of = |rsvp: Option<Rsvp>| invited.iter().filter(|one| one.rsvp == rsvp).count();
    [of(Some(Rsvp::Yes)), of(Some(Rsvp::No)), of(Some(Rsvp::Maybe)), of(None)]
}

/// Title, day, and the counts of replies over all and of women and men.
pub fn totals(locale: &Locale<'_>, meeting: &Meeting, invited: &[Invitee]) -> String {
    let mut text = format!("<b>{}</b>\n📅 {}", meeting.about.heading(locale), meeting.about.when(locale));
    if !meeting.stands() {
        text = format!("{}\n\n{text}", locale.say("notice-cancelled", &[]));
    }
    let all: Vec<&Invitee> = invited.iter().collect();
    let [yes, no, maybe, none] = counted(&all);
    let args = [
        ("invited", Arg::count(all.len())),
        ("yes", Arg::count(yes)),
        ("no", Arg::count(no)),
        ("maybe", Arg::count(maybe)),
        ("none", Arg::count(none)),
    ];
    text.push_str("\n\n");
    text.push_str(&locale.say("count-replies", &args));
    let coming =
        |sex: Option<&str>| all.iter().filter(|one| one.rsvp == Some(Rsvp::Yes) && one.sex.as_deref() == sex).count();
    let args = [
        ("women", Arg::count(coming(Some("f")))),
        ("men", Arg::count(coming(Some("m")))),
        ("unsaid", Arg::count(coming(None))),
    ];
    text.push('\n');
    text.push_str(&locale.say("count-sex", &args));
    text
}

/// A line of counts for each body.
pub async fn by_body(ctx: &mut Ctx<'_>, invited: &[Invitee]) -> Result<Vec<String>> {
    let names = bodies::list(ctx.db).await?;
    let mut of: BTreeMap<Option<BodyId>, Vec<&Invitee>> = BTreeMap::new();
    invited.iter().for_each(|one| of.entry(one.body).or_default().push(one));
    let lines = of.iter().map(|(body, people)| {
        let known = names.iter().find(|known| Some(known.id) == *body);
        let [yes, no, maybe, none] = counted(people);
        let args = [
            ("body", Arg::words(known.map_or("—", |body| body.name(&ctx.locale.language)))),
            ("yes", Arg::count(yes)),
            ("no", Arg::count(no)),
            ("maybe", Arg::count(maybe)),
            ("none", Arg::count(none)),
            ("invited", Arg::count(people.len())),
        ];
        ctx.say("count-body", &args)
    });
    Ok(lines.collect())
}

fn reasons(invited: &[Invitee]) -> Vec<(ApologyReason, usize)> {
    let mut counts: BTreeMap<&str, (ApologyReason, usize)> = BTreeMap::new();
    for reason in invited.iter().filter_map(|one| one.reason) {
        counts.entry(reason.word()).or_insert((reason, 0)).1 += 1;
    }
    counts.into_values().collect()
}
