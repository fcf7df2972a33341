//! Letters about a meeting. Each is composed from the meeting's current state, so that no letter tells an outdated one.

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

/// A meeting, and the invitation of the person who gets the letter.
struct Recipient {
    meeting: Meeting,
    invitation: Invitation,
}

impl Recipient {
    async fn load(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Option<Recipient>> {
        let meeting_found = form::load(ctx, meeting).await?;
        let invitation = invitations::find(ctx.db, meeting, person.id).await?;
        Ok(meeting_found.zip(invitation).map(|(meeting, invitation)| Recipient { meeting, invitation }))
    }

    fn has_declined(&self) -> bool {
        self.invitation.rsvp == Some(Rsvp::No)
    }

    /// A letter with the current calendar file.
    fn letter(&self, ctx: &Ctx<'_>, screen: Screen) -> ComposedLetter {
        let file = Some(self.meeting.calendar(ctx, None));
        ComposedLetter { file, edition: self.meeting.row.sequence, ..screen.into() }
    }

    fn notice_letter(&self, ctx: &Ctx<'_>) -> ComposedLetter {
        self.letter(ctx, rsvp::notice(ctx, &self.meeting, &self.invitation, false))
    }

    /// Says that the day is as it was, and asks for a reply.
    fn ask_again_letter(&self, ctx: &Ctx<'_>) -> ComposedLetter {
        let mut letter = self.text_letter(ctx, "letter-ask-again");
        rsvp::add_buttons(ctx, self.meeting.row.id, &self.invitation, Spot::Change, false, &mut letter.screen);
        letter
    }

    /// A letter with one text, which names the meeting and its time.
    fn text_letter(&self, ctx: &Ctx<'_>, id: &str) -> ComposedLetter {
        let about = &self.meeting.about;
        let args = [("what", Arg::text(about.heading(ctx))), ("when", Arg::text(about.when(ctx)))];
        self.letter(ctx, Screen::new(ctx.say(id, &args)))
    }
}

pub async fn announced(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Option<ComposedLetter>> {
    let recipient = Recipient::load(ctx, person, meeting).await?;
    Ok(recipient.filter(|to| to.meeting.takes_place()).map(|to| to.notice_letter(ctx)))
}

/// Edits the notice that was sent, so that it matches the meeting's current state.
pub async fn edited(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Option<ComposedLetter>> {
    let message = notice_of(ctx, person, meeting).await?;
    let recipient = Recipient::load(ctx, person, meeting).await?;
    let edit = |(to, message): (Recipient, _)| ComposedLetter { edits: Some(message), ..to.notice_letter(ctx) };
    Ok(recipient.zip(message).map(edit))
}

async fn notice_of(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Option<crate::types::MessageId>> {
    let key = notify::key(LetterKind::MeetingNotice(meeting), None);
    Ok(letters::find_message(ctx.db, person.id, &key).await?)
}

pub async fn changed(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Option<ComposedLetter>> {
    let Some(recipient) = Recipient::load(ctx, person, meeting).await?.filter(|to| to.meeting.takes_place()) else {
        return Ok(None);
    };
    let knowledge = letters::find_knowledge(ctx.db, person.id, meeting).await?;
    if notice_of(ctx, person, meeting).await?.is_none() && !knowledge.notice_under_way {
        return Ok(Some(recipient.notice_letter(ctx))); // their first notice never arrived: send it now
    }
    let Some(answers) = meetings::find_known_answers(ctx.db, meeting, person.id).await? else {
        return Ok(None); // their notice is not sent yet, or it told the current state
    };
    let Recipient { meeting, invitation } = &recipient;
    let before = MeetingForm { localized: meeting.about.localized.clone(), answers };
    let changes = meeting.about.changes(ctx, &before);
    if changes.is_empty() {
        // The change was undone. Who had replied before is asked again, because their reply went with the change.
        let lost = invitation.rsvp.is_none() && invitations::has_replied(ctx.db, meeting.row.id, person.id).await?;
        return Ok(lost.then(|| recipient.ask_again_letter(ctx)));
    }
    let mut text = ctx.say("letter-changed", &[("what", Arg::text(meeting.about.heading(ctx)))]);
    // Only another day asks again: whoever comes at ten comes at half past.
    let question = match invitation.rsvp {
        None if meeting.about.dates() != before.dates() => ctx.say("letter-moved", &[]),
        Some(rsvp) if meeting.about.days() != before.days() => {
            ctx.say("letter-reply-kept", &[("reply", Arg::text(rsvp::reply_name(ctx, Some(rsvp))))])
        }
        _ => String::new(),
    };
    let room = CAPTION.saturating_sub(units(&question));
    let mut cut = false;
    for (what, old, new) in changes {
        let line = format!("\n\n{}", wording::change_line(ctx, &what, &old, &new));
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
    text.push_str(&question);
    let mut screen = Screen::new(text);
    let id = meeting.row.id;
    rsvp::add_buttons(ctx, id, invitation, Spot::Change, false, &mut screen);
    if cut {
        screen.rows.push(vec![to(ctx, "meeting-details", Route::Meeting { meeting: id, below: true })]);
    }
    let file = Some(meeting.calendar(ctx, Some(&before)));
    Ok(Some(ComposedLetter { file, ..recipient.letter(ctx, screen) }))
}

/// A meeting was cancelled: people who know of it are told.
pub async fn cancelled(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Option<ComposedLetter>> {
    let reached = letters::find_knowledge(ctx.db, person.id, meeting).await?.reached;
    let recipient = Recipient::load(ctx, person, meeting).await?;
    let concerned = |to: &Recipient| !to.meeting.takes_place() && (reached || to.invitation.rsvp.is_some());
    Ok(recipient.filter(concerned).map(|to| {
        let mut letter = to.text_letter(ctx, "letter-cancelled");
        if let Some(cause) = to.meeting.row.cancelled_for {
            let cause = ctx.say("cancelled-for", &[("cause", Arg::text(cause.word()))]);
            letter.screen.text.push_str(&format!("\n\n{cause}"));
        }
        letter
    }))
}

/// Legal time has changed, and the meeting stays at its hour on the clock: people who know of it and have not declined
/// are told.
pub async fn clock_changed(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Option<ComposedLetter>> {
    let reached = letters::find_knowledge(ctx.db, person.id, meeting).await?.reached;
    let recipient = Recipient::load(ctx, person, meeting).await?;
    let concerned =
        |to: &Recipient| to.meeting.takes_place() && !to.has_declined() && (reached || to.invitation.rsvp.is_some());
    Ok(recipient.filter(concerned).map(|to| to.text_letter(ctx, "letter-clock")))
}

pub async fn reminder(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Option<ComposedLetter>> {
    let recipient = Recipient::load(ctx, person, meeting).await?;
    let recipient = recipient.filter(|to| to.meeting.takes_place() && !to.has_declined());
    Ok(recipient.map(|to| rsvp::reminder(ctx, &to.meeting, &to.invitation, false).into()))
}

/// For whoever has not replied and still can: somebody who replied meanwhile gets nothing.
pub async fn rsvp_reminder(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Option<ComposedLetter>> {
    let recipient = Recipient::load(ctx, person, meeting).await?;
    let waits = |to: &Recipient| to.invitation.rsvp.is_none() && to.meeting.takes_place();
    let recipient = recipient.filter(|to| waits(to) && !to.meeting.has_begun(ctx.now));
    Ok(recipient.map(|to| rsvp::reminder(ctx, &to.meeting, &to.invitation, false).into()))
}

/// The programme of a later day, sent on the evening before.
pub async fn eve(
    ctx: &mut Ctx<'_>,
    person: &Person,
    meeting: MeetingId,
    day: DayNumber,
) -> Result<Option<ComposedLetter>> {
    let recipient = Recipient::load(ctx, person, meeting).await?;
    let recipient = recipient.filter(|to| to.meeting.takes_place() && !to.has_declined());
    let text = recipient.and_then(|to| to.meeting.about.programme(ctx, day));
    let details = to(ctx, "meeting-details", Route::Meeting { meeting, below: true });
    Ok(text.map(|text| {
        let mut screen = Screen::new(text);
        screen.rows.push(vec![details]);
        screen.into()
    }))
}
