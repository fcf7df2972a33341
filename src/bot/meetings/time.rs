//! Tasks that no button starts: newcomers are invited, instants follow legal time, forgotten attendance is closed.

use super::audience::invited_people;
use super::form;
use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::notify::{Notification, enqueue};
use crate::store::invitations;
use crate::store::letter_kind::LetterKind;
use crate::store::{attendance, meetings, people};
use crate::text::dates;
use crate::types::{DAY, DayNumber, MeetingId, PersonId};

/// Invites a new member to the meetings that were announced to their body and have not begun.
pub async fn invite_newcomer(ctx: &mut Ctx<'_>, person: PersonId) -> Result<()> {
    if people::find_by_id(ctx.db, person).await?.and_then(|person| person.body).is_none() {
        return Ok(());
    }
    for (id, day) in meetings::list_coming_days(ctx.db, ctx.now).await? {
        if day.number == DayNumber(1) && invitations::is_open_to(ctx.db, id, person).await? {
            let fresh = invitations::invite(ctx.db, id, &[person]).await?;
            let notice = Notification::new(LetterKind::MeetingNotice(id), &fresh);
            enqueue(ctx, &Notification { expires_at: Some(day.starts_at), ..notice }).await?;
        }
    }
    Ok(())
}

/// Computes the instants of all coming days again from wall time. If the zone data has changed, the people invited are
/// told that the hour on the clock stays, and get a new calendar file. Returns the number of these meetings.
pub async fn recompute_instants(ctx: &mut Ctx<'_>) -> Result<usize> {
    let mut moved: Vec<MeetingId> = Vec::new();
    for (id, day) in meetings::list_coming_days(ctx.db, ctx.now - DAY).await? {
        let starts_at = dates::instant(form::parse_wall(&day.begins));
        let ends_at = day.ends.as_deref().map(|ends| dates::instant(form::parse_wall(ends)));
        if (starts_at, ends_at) != (day.starts_at, day.ends_at) {
            meetings::set_instants(ctx.db, id, day.number, starts_at, ends_at).await?;
            if !moved.contains(&id) {
                moved.push(id);
            }
        }
    }
    for id in &moved {
        meetings::increase_sequence(ctx.db, *id, ctx.now).await?;
        let Some(meeting) = form::load(ctx, *id).await? else { continue };
        let invited = invited_people(ctx, *id).await?;
        let (occasion, expires_at) = (Some(meeting.row.sequence), Some(meeting.starts_at()));
        let letter = Notification::new(LetterKind::MeetingClock(*id), &invited);
        enqueue(ctx, &Notification { occasion, expires_at, ..letter }).await?;
    }
    Ok(moved.len())
}

/// Closes the attendance of past days that nobody closed.
pub async fn close_forgotten(ctx: &mut Ctx<'_>) -> Result<()> {
    let midnight = dates::end_of(dates::day_of(ctx.now)) - DAY;
    for (meeting, day) in attendance::list_unclosed_days(ctx.db, midnight).await? {
        attendance::close_day(ctx.db, meeting, day, ctx.now).await?;
        ctx.effects.attendance_changed.push(meeting);
    }
    Ok(())
}
