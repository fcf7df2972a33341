//! Meetings as coordinators see them: the list, one meeting with its counts, change, cancel.

use std::collections::BTreeMap;

use super::announce;
use super::audience::invited_people;
use super::form::{self, Meeting};
use super::pending;
use super::wording::cancelled_in_words;
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::{Error, Result};
use crate::bot::notify::{Notification, enqueue};
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::{BUTTONS_A_PAGE, LINES_A_PAGE, clamp_page, page_buttons, to};
use crate::bot::ui::titles::body_name;
use crate::chat::{Press, Route, Screen};
use crate::store::audit::AuditAction;
use crate::store::bodies;
use crate::store::invitations;
use crate::store::invitations::Invitee;
use crate::store::letter_kind::LetterKind;
use crate::store::meetings;
use crate::store::people::Person;
use crate::text::Arg;
use crate::types::{ApologyReason, Bodies, BodyId, CancellationReason, HOUR, MeetingId, Millis, Rsvp};

/// How long before a day begins its attendance can be taken.
pub const EARLY: Millis = 2 * HOUR;

/// The meetings that a coordinator may manage, the last to begin first.
pub async fn list(ctx: &mut Ctx<'_>, scope: &Bodies, page: usize) -> Result<Outcome> {
    let listed = meetings::list_in_scope(ctx.db, scope).await?;
    let mut screen = Screen::new(ctx.say("convened", &[("n", Arg::count(listed.len()))]));
    let (page, pages) = clamp_page(page, listed.len(), BUTTONS_A_PAGE);
    let on_page: Vec<MeetingId> = listed.into_iter().skip(page * BUTTONS_A_PAGE).take(BUTTONS_A_PAGE).collect();
    for meeting in form::load_all(ctx, &on_page).await? {
        let mark = match (meeting.takes_place(), meeting.is_over(ctx.now)) {
            (false, _) => "🚫",
            (true, true) => "⚪",
            (true, false) => "🟢",
        };
        let label = format!("{mark} {}", meeting.about.label(ctx));
        screen = screen.row(label, Press::Go(managed_route(meeting.row.id)));
    }
    screen.rows.extend(page_buttons(ctx, page, pages, |to| Press::Go(Route::ManagedMeetings { page: to })));
    screen.rows.push(vec![to(ctx, "go-convene", Route::NewMeeting)]);
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

pub fn managed_route(meeting: MeetingId) -> Route {
    Route::ManagedMeeting { meeting, page: 0, below: false }
}

/// One meeting, and who comes, by body and by sex.
pub async fn show(ctx: &mut Ctx<'_>, meeting: MeetingId, page: usize, below: bool) -> Result<Outcome> {
    let Some(meeting) = form::load(ctx, meeting).await? else {
        return Err(Error::Missing("meeting"));
    };
    let id = meeting.row.id;
    let invited = invitations::list_invitees(ctx.db, id).await?;
    let lines = body_lines(ctx, &invited).await?;
    let (page, pages) = clamp_page(page, lines.len(), LINES_A_PAGE);
    let mut text = totals_text(ctx, &meeting, &invited);
    for line in lines.iter().skip(page * LINES_A_PAGE).take(LINES_A_PAGE) {
        text.push('\n');
        text.push_str(line);
    }
    let reasons = count_reasons(&invited);
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
    screen.rows.extend(page_buttons(ctx, page, pages, turn));
    if pending::is_open(ctx, &meeting) && invited.iter().any(|invitee| invitee.rsvp.is_none()) {
        screen.rows.push(vec![to(ctx, "go-pending", Route::PendingReplies { meeting: id, page: 0 })]);
    }
    if meeting.takes_place() {
        for day in meeting.days.iter().filter(|day| ctx.now >= day.starts_at - EARLY) {
            let args = [("n", Arg::Number(day.number.0)), ("total", Arg::count(meeting.days.len()))];
            let route = Route::Attendance { meeting: id, day: day.number, below: false };
            screen = screen.row(ctx.say("go-attendance", &args), Press::Go(route));
        }
        if meeting.has_begun(ctx.now) {
            screen.rows.push(vec![to(ctx, "go-summaries", Route::Summaries { meeting: id })]);
        }
        let mut buttons = Vec::new();
        if !meeting.has_begun(ctx.now) {
            buttons.push(to(ctx, "go-change", Route::ChangeMeeting { meeting: id }));
        }
        if !meeting.is_over(ctx.now) {
            buttons.push(to(ctx, "go-call-off", Route::AskToCancelMeeting { meeting: id }));
        }
        screen.rows.push(buttons);
    }
    screen.rows.push(vec![to(ctx, "go-refresh", managed_route(id)), to(ctx, "to-menu", Route::Menu)]);
    screen.rows.push(vec![
        to(ctx, "go-convene-like", Route::NewMeetingLike { meeting: id }),
        to(ctx, "go-convened", Route::ManagedMeetings { page: 0 }),
    ]);
    Ok(Outcome::show(screen, below))
}

/// The form, filled in with the current description; not once the meeting has begun.
pub async fn change(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Outcome> {
    match form::load(ctx, meeting).await? {
        Some(meeting) if meeting.takes_place() && !meeting.has_begun(ctx.now) => {
            announce::begin_change(ctx, person, &meeting).await
        }
        _ => Ok(managed_route(meeting).into()),
    }
}

pub async fn ask_to_cancel(ctx: &mut Ctx<'_>, meeting: MeetingId) -> Result<Outcome> {
    match form::load(ctx, meeting).await? {
        Some(found) if found.takes_place() && !found.is_over(ctx.now) => {
            let what = Arg::text(found.about.heading(ctx));
            let mut screen = Screen::new(ctx.say("call-off-ask", &[("what", what)]));
            for cause in CAUSES {
                let label = ctx.say("call-off-for", &[("cause", Arg::text(cause.word()))]);
                screen = screen.row(label, Press::Go(Route::CancelMeeting { meeting, cause: Some(cause) }));
            }
            screen.rows.push(vec![
                to(ctx, "call-off-yes", Route::CancelMeeting { meeting, cause: None }),
                to(ctx, "close-no", managed_route(meeting)),
            ]);
            Ok(screen.into())
        }
        _ => Ok(managed_route(meeting).into()),
    }
}

/// The reasons that are offered when a meeting is cancelled.
const CAUSES: [CancellationReason; 4] = [
    CancellationReason::Postponed,
    CancellationReason::Quorum,
    CancellationReason::Place,
    CancellationReason::Unforeseen,
];

/// Cancels a meeting and writes to everybody who is invited.
pub async fn cancel(
    ctx: &mut Ctx<'_>,
    person: &Person,
    meeting: MeetingId,
    cause: Option<CancellationReason>,
) -> Result<Outcome> {
    let Some(found) = form::load(ctx, meeting).await? else {
        return Err(Error::Missing("meeting"));
    };
    if found.is_over(ctx.now) || !meetings::cancel(ctx.db, meeting, cause, ctx.now).await? {
        return Ok(managed_route(meeting).into()); // pressed twice
    }
    let invited = invited_people(ctx, meeting).await?;
    let edit = Notification::new(LetterKind::MeetingEdit(meeting), &invited);
    enqueue(ctx, &Notification { occasion: Some(found.row.sequence + 1), ..edit }).await?;
    let letter = Notification::new(LetterKind::MeetingCancelled(meeting), &invited);
    enqueue(ctx, &Notification { follower: Some(person.id), ..letter }).await?;
    ctx.audit(person, AuditAction::CancelledMeeting(meeting)).await?;
    Ok(managed_route(meeting).into())
}

/// How many said yes, no, maybe, and nothing.
fn count_replies(invited: &[&Invitee]) -> [usize; 4] {
    let count = |rsvp: Option<Rsvp>| invited.iter().filter(|invitee| invitee.rsvp == rsvp).count();
    [count(Some(Rsvp::Yes)), count(Some(Rsvp::No)), count(Some(Rsvp::Maybe)), count(None)]
}

/// Title, day, the counts of all replies, and how many women and men come.
pub fn totals_text(locale: &Locale<'_>, meeting: &Meeting, invited: &[Invitee]) -> String {
    let mut text = format!("<b>{}</b>\n📅 {}", meeting.about.heading(locale), meeting.about.when(locale));
    if !meeting.takes_place() {
        text = format!("{}\n\n{text}", cancelled_in_words(locale, meeting.row.cancelled_for));
    }
    let all: Vec<&Invitee> = invited.iter().collect();
    let [yes, no, maybe, none] = count_replies(&all);
    let args = [
        ("invited", Arg::count(all.len())),
        ("yes", Arg::count(yes)),
        ("no", Arg::count(no)),
        ("maybe", Arg::count(maybe)),
        ("none", Arg::count(none)),
    ];
    text.push_str("\n\n");
    text.push_str(&locale.say("count-replies", &args));
    let coming = |sex: Option<&str>| {
        all.iter().filter(|invitee| invitee.rsvp == Some(Rsvp::Yes) && invitee.sex.as_deref() == sex).count()
    };
    let args = [
        ("women", Arg::count(coming(Some("f")))),
        ("men", Arg::count(coming(Some("m")))),
        ("unsaid", Arg::count(coming(None))),
    ];
    text.push('\n');
    text.push_str(&locale.say("count-sex", &args));
    text
}

pub async fn body_lines(ctx: &mut Ctx<'_>, invited: &[Invitee]) -> Result<Vec<String>> {
    let names = bodies::list(ctx.db).await?;
    let mut by_body: BTreeMap<Option<BodyId>, Vec<&Invitee>> = BTreeMap::new();
    invited.iter().for_each(|invitee| by_body.entry(invitee.body).or_default().push(invitee));
    let lines = by_body.iter().map(|(body, people)| {
        let [yes, no, maybe, none] = count_replies(people);
        let args = [
            ("body", Arg::words(body_name(ctx, &names, *body).unwrap_or("—"))),
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

fn count_reasons(invited: &[Invitee]) -> Vec<(ApologyReason, usize)> {
    let mut counts: BTreeMap<&str, (ApologyReason, usize)> = BTreeMap::new();
    for reason in invited.iter().filter_map(|invitee| invitee.reason) {
        counts.entry(reason.word()).or_insert((reason, 0)).1 += 1;
    }
    counts.into_values().collect()
}
