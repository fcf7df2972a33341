//! Messages that follow something and are edited as it changes: the one way in which all of them are brought up to date.

use sqlx::SqliteConnection;

use super::broadcasts;
use super::context::Ctx;
use super::error::Result;
use super::meetings;
use super::prefetch::Prefetch;
use super::state::Bot;
use crate::chat::{Letter, LetterRef, SendOutcome};
use crate::store::live::{self, LiveSubject};
use crate::store::{outbox, people};
use crate::types::{LiveId, Timestamp};

/// What has to be done so that every live message says what is so.
#[derive(Debug, Default)]
pub struct Updates {
    /// Messages that say something else now, and whether that is the last that they say.
    letters: Vec<(Letter, bool)>,
    /// Messages that are followed no longer.
    over: Vec<LiveId>,
}

impl Updates {
    /// Whether nothing has to be done.
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty() && self.over.is_empty()
    }
}

/// The messages that are not up to date, and those that will not change any more. Reads only: with thousands invited it
/// takes a while, and nobody shall wait for it.
pub async fn outdated(bot: &Bot, db: &mut SqliteConnection, now: Timestamp) -> Result<Updates> {
    let mut updates = Updates::default();
    for message in live::list(db).await? {
        if (message.message.is_none() && message.shown.is_some()) || message.wait_until > now {
            continue; // its first sending is under way, or Telegram has asked to wait
        }
        let Some(person) = people::find_by_id(db, message.person).await?.filter(|person| !person.unreachable) else {
            updates.over.push(message.id);
            continue;
        };
        let mut prefetch = Prefetch::default();
        let ctx = &mut Ctx::outside(bot, db, &mut prefetch, now, person.address, &person.language);
        let composed = match message.subject {
            LiveSubject::Replies(meeting) => meetings::live::replies(ctx, meeting).await?,
            LiveSubject::CheckIn(meeting, day) => meetings::live::check_in(ctx, meeting, day).await?,
            LiveSubject::Broadcast(broadcast) => broadcasts::progress(ctx, broadcast).await?,
        };
        let Some(composed) = composed else {
            updates.over.push(message.id);
            continue;
        };
        let screen = ctx.mirrored_for_rtl(composed.screen);
        if message.shown.as_deref() != Some(screen.text.as_str()) {
            let of = LetterRef::Live(message.id);
            let letter = Letter { of, to: person.address, screen, file: composed.file, edits: message.message };
            updates.letters.push((letter, composed.last));
        } else if composed.last && !message.last {
            updates.over.push(message.id); // it says its last already
        }
    }
    Ok(updates)
}

/// Notes what [`outdated`] found, before the letters go out, and returns these.
pub async fn note(db: &mut SqliteConnection, updates: Updates, now: Timestamp) -> Result<Vec<Letter>> {
    for (letter, last) in &updates.letters {
        if let LetterRef::Live(id) = letter.of {
            live::set_shown(db, id, &letter.screen.text, *last).await?;
        }
    }
    for id in updates.over {
        live::delete(db, id).await?;
    }
    outbox::end_finished_broadcasts(db, now).await?;
    Ok(updates.letters.into_iter().map(|(letter, _)| letter).collect())
}

/// What became of such a message: a new one is remembered, so that the next is an edit. One that passing faults kept back is
/// shown again; one that cannot be changed any more (deleted, say) is followed no longer.
pub async fn report(db: &mut SqliteConnection, id: LiveId, outcome: &SendOutcome, now: Timestamp) -> Result<()> {
    match outcome {
        SendOutcome::Sent(message) => live::set_message(db, id, *message).await?,
        SendOutcome::Wait(wait) => live::retry(db, id, now + *wait).await?,
        SendOutcome::Failed(_) => live::retry(db, id, now).await?,
        SendOutcome::Unreachable | SendOutcome::Refused(_) => live::delete(db, id).await?,
    }
    Ok(())
}
