//! Letters about a meeting. Each is composed from what the meeting is now, so that a later change overtakes none.

use super::form::{self, Meeting, MeetingForm};
use super::rsvp;
use super::wording;
use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::notify;
use crate::bot::outcome::ComposedLetter;
use crate::bot::ui::buttons::to;
use crate::bot::ui::limits::{CAPTION, units};
use crate::chat::{Route, Screen, Spot};
use crate::store::invitations;
use crate::store::invitations::Invitation;
use crate::store::letter_kind::LetterKind;
use crate::store::letters;
use crate::store::meetings;
use crate::store::people::Person;
use crate::text::Arg;
use crate::types::{DayNumber, MeetingId, Rsvp};

/// What there is to know before a letter about a meeting is written.
struct Recipient {
    meeting: Meeting,
    invitation: Invitation,
}

impl Recipient {
    async fn of(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Option<Recipient>> {
        let meeting_found = form::load(ctx, meeting).await?;
        let invitation = invitations::find(ctx.db, meeting, person.id).await?;
        Ok(meeting_found.zip(invitation).map(|(meeting, invitation)| Recipient { meeting, invitation }))
    }

    fn declined(&self) -> bool {
        self.invitation.rsvp == Some(Rsvp::No)
    }

    /// The letter with the calendar file, of what the meeting is now.
    fn letter(&self, ctx: &Ctx<'_>, screen: Screen) -> ComposedLetter {
        let file = Some(self.meeting.calendar(ctx, None));
        ComposedLetter { screen, file, edits: None, edition: self.meeting.row.sequence }
    }

    fn notice(&self, ctx: &Ctx<'_>) -> ComposedLetter {
        self.letter(ctx, rsvp::notice(ctx, &self.meeting, &self.invitation, false))
    }

    /// A letter of one text about what and when.
    fn told(&self, ctx: &Ctx<'_>, id: &str) -> ComposedLetter {
        let about = &self.meeting.about;
        let args = [("what", Arg::text(about.heading(ctx))), ("when", Arg::text(about.when(ctx)))];
        self.letter(ctx, Screen::new(ctx.say(id, &args)))
    }
}

/// A meeting was announced.
pub async fn announced(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Option<ComposedLetter>> {
    let recipient = Recipient::of(ctx, person, meeting).await?;
    Ok(recipient.filter(|to| to.meeting.stands()).map(|to| to.notice(ctx)))
}

/// The notice that went out is edited to match what the meeting has become.
pub async fn edited(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Option<ComposedLetter>> {
    let message = notice_of(ctx, person, meeting).await?;
    let recipient = Recipient::of(ctx, person, meeting).await?;
    let edit = |(to, message): (Recipient, _)| ComposedLetter { edits: Some(message), ..to.notice(ctx) };
    Ok(recipient.zip(message).map(edit))
}

/// The message of the notice that a person has had.
async fn notice_of(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Option<crate::types::MessageId>> {
    let key = notify::key(LetterKind::MeetingNotice(meeting), None);
    Ok(letters::find_message(ctx.db, person.id, &key).await?)
}

/// A meeting was changed.
pub async fn changed(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Option<ComposedLetter>> {
    let Some(recipient) = Recipient::of(ctx, person, meeting).await?.filter(|to| to.meeting.stands()) else {
        return Ok(None);
    };
    let knowledge = letters::find_knowledge(ctx.db, person.id, meeting).await?;
    if notice_of(ctx, person, meeting).await?.is_none() && !knowledge.notice_under_way {
        return Ok(Some(recipient.notice(ctx))); // their notice never arrived: this one says all
    }
    let Some(answers) = meetings::find_known_answers(ctx.db, meeting, person.id).await? else {
        return Ok(None); // has had no notice, or one that says it all
    };
    let Recipient { meeting, invitation } = &recipient;
    let before = MeetingForm { played: meeting.about.played.clone(), answers };
    let changes = meeting.about.changes(ctx, &before);
    if changes.is_empty() {
        return Ok(None); // and changed back
    }
    let moved = meeting.about.days() != before.days();
    let mut text = ctx.say("letter-changed", &[("what", Arg::text(meeting.about.heading(ctx)))]);
    let asked = if moved { ctx.say("letter-moved", &[]) } else { String::new() };
    let room = CAPTION.saturating_sub(units(&asked));
    let mut cut = false;
    for (what, old, new) in changes {
        let line = format!("\n\n{}", wording::changed(ctx, &what, &old, &new));
        if units(&text) + units(&line) <= room {
            text.push_str(&line);
        } else {
            cut = true;
            let line = format!("\n\n{}", ctx.say("changed-too", &[("what", Arg::text(what))]));
            if units(&text) + units(&line) <= room {
                text.push_str(&line);
            }
        }
    }
    text.push_str(&asked);
    let mut screen = Screen::new(text);
    let id = meeting.row.id;
    rsvp::add_buttons(ctx, id, invitation, Spot::Change, false, &mut screen);
    if cut {
        screen.rows.push(vec![to(ctx, "meeting-details", Route::Meeting { meeting: id, below: true })]);
    }
    let file = Some(meeting.calendar(ctx, Some(&before)));
    Ok(Some(ComposedLetter { file, ..recipient.letter(ctx, screen) }))
}

/// A meeting was cancelled: whoever knows of it is told.
pub async fn cancelled(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Option<ComposedLetter>> {
    let reached = letters::find_knowledge(ctx.db, person.id, meeting).await?.reached;
    let recipient = Recipient::of(ctx, person, meeting).await?;
    let concerned = |to: &Recipient| !to.meeting.stands() && (reached || to.invitation.rsvp.is_some());
    Ok(recipient.filter(concerned).map(|to| to.told(ctx, "letter-cancelled")))
}

/// Legal time has changed, and the meeting stays at its hour: whoever knows of it and comes is told.
pub async fn clock_changed(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Option<ComposedLetter>> {
    let reached = letters::find_knowledge(ctx.db, person.id, meeting).await?.reached;
    let recipient = Recipient::of(ctx, person, meeting).await?;
    let concerned = |to: &Recipient| to.meeting.stands() && !to.declined() && (reached || to.invitation.rsvp.is_some());
    Ok(recipient.filter(concerned).map(|to| to.told(ctx, "letter-clock")))
}

/// A meeting is near.
pub async fn reminder(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Option<ComposedLetter>> {
    let recipient = Recipient::of(ctx, person, meeting).await?;
    let recipient = recipient.filter(|to| to.meeting.stands() && !to.declined());
    Ok(recipient.map(|to| rsvp::reminder(ctx, &to.meeting, &to.invitation, false).into()))
}

/// The programme of a later day of a meeting.
pub async fn eve(
    ctx: &mut Ctx<'_>,
    person: &Person,
    meeting: MeetingId,
    day: DayNumber,
) -> Result<Option<ComposedLetter>> {
    let recipient = Recipient::of(ctx, person, meeting).await?;
    let recipient = recipient.filter(|to| to.meeting.stands() && !to.declined());
    let text = recipient.and_then(|to| to.meeting.about.programme(ctx, day));
    let details = to(ctx, "meeting-details", Route::Meeting { meeting, below: true });
    Ok(text.map(|text| {
        let mut screen = Screen::new(text);
        screen.rows.push(vec![details]);
        screen.into()
    }))
}
