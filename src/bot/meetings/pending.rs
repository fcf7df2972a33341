//! Who has not replied to an invitation, by name, and the reminder to them alone.

use super::form::{self, Meeting};
use crate::bot::context::Ctx;
use crate::bot::error::{Error, Result};
use crate::bot::notify::{self, Notification};
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::{LINES_A_PAGE, clamp_page, page_buttons, to};
use crate::bot::ui::titles::body_name;
use crate::chat::{Press, Route, Screen};
use crate::store::audit::AuditAction;
use crate::store::bodies;
use crate::store::invitations::{self, Invitee};
use crate::store::letter_kind::LetterKind;
use crate::store::people::Person;
use crate::text::Arg;
use crate::types::{HOUR, MeetingId, Millis, PersonId};

/// Within this time, one reminder by hand is sent to each person.
const REMINDERS_APART: Millis = 12 * HOUR;

/// The names of those who have not replied, by body, page by page. Whom the bot does not reach is marked: they are to be
/// called.
pub async fn show(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId, page: usize) -> Result<Outcome> {
    let Some(found) = form::load(ctx, meeting).await? else { return Err(Error::Missing("meeting")) };
    ctx.audit_view(person, AuditAction::LookedAtPendingReplies(meeting)).await?;
    let pending = list_pending(ctx, meeting).await?;
    let unreached = pending.iter().filter(|invitee| !invitee.reachable).count();
    let args = [
        ("what", Arg::text(found.about.heading(ctx))),
        ("n", Arg::count(pending.len())),
        ("unreached", Arg::count(unreached)),
    ];
    let mut text = ctx.say("pending-replies", &args);
    let names = bodies::list(ctx.db).await?;
    let (page, pages) = clamp_page(page, pending.len(), LINES_A_PAGE);
    let mut last_body = None;
    for invitee in pending.iter().skip(page * LINES_A_PAGE).take(LINES_A_PAGE) {
        if last_body != Some(invitee.body) {
            last_body = Some(invitee.body);
            let name = Arg::words(body_name(ctx, &names, invitee.body).unwrap_or("—"));
            text.push_str(&format!("\n\n{}", ctx.say("pending-body", &[("body", name)])));
        }
        let id = if invitee.reachable { "pending-name" } else { "pending-name-unreached" };
        text.push_str(&format!("\n{}", ctx.say(id, &[("name", Arg::words(invitee.name.clone()))])));
    }
    let mut screen = Screen::new(text);
    screen.rows.extend(page_buttons(ctx, page, pages, |page| Press::Go(Route::PendingReplies { meeting, page })));
    if is_open(ctx, &found) && unreached < pending.len() {
        screen.rows.push(vec![to(ctx, "go-remind-pending", Route::RemindPending { meeting })]);
    }
    screen.rows.push(vec![
        to(ctx, "back", Route::ManagedMeeting { meeting, page: 0, below: false }),
        to(ctx, "to-menu", Route::Menu),
    ]);
    Ok(screen.into())
}

/// Reminds those who have not replied, and nobody else.
pub async fn remind(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Outcome> {
    let Some(found) = form::load(ctx, meeting).await? else { return Err(Error::Missing("meeting")) };
    let Some(first) = found.days.first().filter(|_| is_open(ctx, &found)) else {
        return Ok(Route::ManagedMeeting { meeting, page: 0, below: false }.into());
    };
    let pending = list_pending(ctx, meeting).await?;
    let people: Vec<PersonId> =
        pending.iter().filter(|invitee| invitee.reachable).map(|invitee| invitee.person).collect();
    let reminder = Notification {
        occasion: Some(ctx.now.0.div_euclid(REMINDERS_APART)),
        expires_at: Some(first.starts_at),
        ..Notification::new(LetterKind::RsvpReminder(meeting), &people)
    };
    let letters = if people.is_empty() { 0 } else { notify::enqueue(ctx, &reminder).await? };
    if letters > 0 {
        ctx.audit(person, AuditAction::RemindedOfMeeting(meeting)).await?;
    }
    let notice = ctx.say("pending-reminded", &[("n", Arg::Number(letters.cast_signed()))]);
    Ok(Outcome::goto(Route::PendingReplies { meeting, page: 0 }, notice))
}

/// Whether a reply still counts.
pub fn is_open(ctx: &Ctx<'_>, meeting: &Meeting) -> bool {
    meeting.takes_place() && !meeting.has_begun(ctx.now)
}

/// Those who are invited and have not replied, by body and name.
async fn list_pending(ctx: &mut Ctx<'_>, meeting: MeetingId) -> Result<Vec<Invitee>> {
    let mut invited = invitations::list_invitees(ctx.db, meeting).await?;
    invited.retain(|invitee| invitee.rsvp.is_none());
    Ok(invited)
}
