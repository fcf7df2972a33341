//! What goes out of the outbox next, and what became of what went. The other half of [`super::desk`].
//!
//! A letter is composed in the transaction that takes it from the outbox, in the language that its person has now and from
//! what the database says now; it is sent after the commit, and what became of it is noted in the transaction of a later
//! turn. Who sends, and how fast, is the business of `delivery`.

use std::time::Duration;

use sqlx::SqliteConnection;

use super::error::Result;
use super::state::Bot;
use super::surveys::evaluation;
use super::{letters, live, reminders};
use crate::backoff::LETTER;
use crate::chat::{Letter, LetterRef, SendOutcome};
use crate::store::letter_kind::EndCause;
use crate::store::outbox::{self, DueLetter};
use crate::store::{self, Store, people};
use crate::types::{LetterId, MINUTE, Millis, Timestamp};

/// How long a letter may be under way before it is taken for lost and sent again.
const LEASE: Millis = 10 * MINUTE;
/// Letters without use that one turn drops at most: it holds the database's only writer.
const DROPPED_AT_ONCE: usize = 40;

/// What the outbox hands out.
#[derive(Debug, Default)]
pub struct Turn {
    /// A letter to be sent now.
    pub letter: Option<Letter>,
    /// If there was none: when the next is due.
    pub next: Option<Timestamp>,
}

/// Letters that a former process had under way go out again: it is not known whether they arrived.
pub async fn open(store: &Store) -> Result<()> {
    let mut transaction = store.write().await?;
    let again = outbox::release(&mut transaction, None).await?;
    store::live::retry_all(&mut transaction).await?;
    transaction.commit().await.map_err(store::Error::from)?;
    if again > 0 {
        tracing::info!(letters = again, "letters that were under way when the program ended go out again");
    }
    Ok(())
}

/// Notes what became of letters and takes the next one out, if there is `room` for it. After an error nothing was noted,
/// and no letter taken.
pub async fn turn(
    bot: &Bot,
    store: &Store,
    now: Timestamp,
    outcomes: &[(LetterRef, SendOutcome)],
    room: bool,
) -> Result<Turn> {
    let mut transaction = store.write().await?;
    for (of, outcome) in outcomes {
        match of {
            LetterRef::Row(row) => note(bot, &mut transaction, now, *row, outcome).await?,
            LetterRef::Live(id) => live::report(&mut transaction, *id, outcome, now).await?,
        }
    }
    let turn = if room { next(bot, &mut transaction, now).await? } else { Turn::default() };
    transaction.commit().await.map_err(store::Error::from)?;
    Ok(turn)
}

async fn next(bot: &Bot, db: &mut SqliteConnection, now: Timestamp) -> Result<Turn> {
    let quiet = bot.rules.sending.quiet.ends(now);
    outbox::release(db, Some(now)).await?;
    let mut dropped = 0;
    while let Some(row) = outbox::claim(db, now, LEASE, quiet.is_some()).await? {
        match letter(bot, db, now, &row).await? {
            Ok((letter, edition)) => {
                outbox::set_text(db, row.id, &letter.screen.text, edition).await?;
                return Ok(Turn { letter: Some(letter), next: None });
            }
            Err(cause) => outbox::set_ended(db, row.id, &cause).await?,
        }
        dropped += 1;
        if dropped >= DROPPED_AT_ONCE {
            return Ok(Turn { letter: None, next: Some(now) }); // whoever presses a button has waited long enough
        }
    }
    let due = outbox::find_next_due(db, false).await?;
    let next = match quiet {
        Some(ends) => outbox::find_next_due(db, true).await?.into_iter().chain(due.map(|due| due.max(ends))).min(),
        None => due,
    };
    Ok(Turn { letter: None, next })
}

/// The letter of a row with the edition it tells, or why it does not go out.
async fn letter(
    bot: &Bot,
    db: &mut SqliteConnection,
    now: Timestamp,
    row: &DueLetter,
) -> Result<std::result::Result<(Letter, i64), EndCause>> {
    if row.expires_at.is_some_and(|expires_at| expires_at <= now) {
        return Ok(Err(EndCause::Expired));
    }
    let Some(person) = people::find_by_id(db, row.person).await? else {
        return Ok(Err(EndCause::Expired));
    };
    if person.stopped {
        return Ok(Err(EndCause::Stopped)); // /stop is obeyed at the last moment
    }
    if person.unreachable {
        return Ok(Err(EndCause::Unreachable)); // until they write again, Telegram would only refuse
    }
    let Some(kind) = row.kind else {
        tracing::error!(
            letter = row.id.0,
            "a newer version wrote this letter; install that version again to send such letters"
        );
        return Ok(Err(EndCause::Expired));
    };
    let composed = letters::compose(bot, db, now, &person, kind).await?;
    let (of, to) = (LetterRef::Row(row.id), person.address);
    let letter = composed.map(|letter| {
        let edition = letter.edition;
        (Letter { of, to, screen: letter.screen, file: letter.file, edits: letter.edits }, edition)
    });
    Ok(letter.ok_or(EndCause::Expired))
}

/// What became of one letter.
async fn note(
    bot: &Bot,
    db: &mut SqliteConnection,
    now: Timestamp,
    row: LetterId,
    outcome: &SendOutcome,
) -> Result<()> {
    match outcome {
        SendOutcome::Sent(message) => outbox::set_sent(db, row, *message, now).await?,
        SendOutcome::Unreachable => {
            outbox::set_ended(db, row, &EndCause::Unreachable).await?;
            people::set_unreachable_by_letter(db, row).await?;
        }
        SendOutcome::Wait(wait) => outbox::retry(db, row, now + *wait, false).await?,
        SendOutcome::Refused(cause) => outbox::set_ended(db, row, &EndCause::Refused(cause.clone())).await?,
        SendOutcome::Failed(cause) => match outbox::find_tries(db, row).await? {
            Some((_, since)) if LETTER.gives_up(duration(now - since)) => {
                outbox::set_ended(db, row, &EndCause::Refused(cause.clone())).await?;
            }
            Some((tries, _)) => outbox::retry(db, row, now + pause(tries, bot.random()), true).await?,
            None => {}
        },
    }
    Ok(())
}

/// The pause after so many tries.
fn pause(tries: i64, random: i64) -> Millis {
    let pause = LETTER.spread_pause(u32::try_from(tries).unwrap_or(1), random.unsigned_abs());
    Millis::try_from(pause.as_millis()).unwrap_or(Millis::MAX)
}

fn duration(span: Millis) -> Duration {
    Duration::from_millis(u64::try_from(span).unwrap_or(0))
}

/// A look, every few seconds, at what time alone brings: writes the reminders that are due, and returns the live messages
/// that have something new to say.
pub async fn look(bot: &Bot, store: &Store, now: Timestamp) -> Result<Vec<Letter>> {
    if reminders::write(bot, store, now).await? | evaluation::open(bot, store, now).await? {
        bot.outbox.notify_one();
    }
    let updates = {
        let mut reading = store.read().await?;
        let updates = live::outdated(bot, &mut reading, now).await?;
        if updates.is_empty() && !outbox::has_finished_broadcast(&mut reading).await? {
            return Ok(Vec::new());
        }
        updates
    };
    let mut transaction = store.write().await?;
    let letters = live::note(&mut transaction, updates, now).await?;
    transaction.commit().await.map_err(store::Error::from)?;
    Ok(letters)
}
