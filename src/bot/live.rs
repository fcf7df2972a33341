//! Messages that follow something and are edited when it changes. All of them are updated in this way.

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

/// The edits that bring every live message up to date.
#[derive(Debug, Default)]
pub struct Updates {
    /// Letters that edit a message or send it first, and whether each is the last.
    letters: Vec<(Letter, bool)>,
    /// Messages that need no further edits.
    over: Vec<LiveId>,
}

impl Updates {
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty() && self.over.is_empty()
    }
}

/// Finds messages that are out of date and messages that will not change any more. This only reads: with thousands
/// invited it takes a while, and nobody must wait for it.
pub async fn find_outdated(bot: &Bot, db: &mut SqliteConnection, now: Timestamp) -> Result<Updates> {
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
            let letter =
                Letter { of, to: person.address, screen, file: composed.file, edits: message.message, removes: false };
            updates.letters.push((letter, composed.last));
        } else if composed.last && !message.last {
            updates.over.push(message.id); // its last edit was sent already
        }
    }
    Ok(updates)
}

/// Records what [`find_outdated`] found, before the letters are sent, and returns the letters.
pub async fn record_updates(db: &mut SqliteConnection, updates: Updates, now: Timestamp) -> Result<Vec<Letter>> {
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

/// Records the outcome of sending. A new message is remembered, so that the next update edits it. After a temporary
/// error it is sent again. A message that cannot be edited any more (deleted, for example) is dropped.
pub async fn record_outcome(
    db: &mut SqliteConnection,
    id: LiveId,
    outcome: &SendOutcome,
    now: Timestamp,
) -> Result<()> {
    match outcome {
        SendOutcome::Sent(message) => live::set_message(db, id, *message).await?,
        SendOutcome::Wait(wait) => live::retry(db, id, now + *wait).await?,
        SendOutcome::Failed(_) => live::retry(db, id, now).await?,
        SendOutcome::Unreachable | SendOutcome::Refused(_) => live::delete(db, id).await?,
    }
    Ok(())
}
