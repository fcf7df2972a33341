//! The outbox worker: which letter is sent next, and what became of those that were sent. The other half of
//! [`super::desk`].
//!
//! A letter is composed in the transaction that takes it from the outbox, in its person's current language and from the
//! current rows. It is sent after the commit, and the outcome is recorded in the transaction of a later turn.
//! `delivery` decides who sends it and how fast.

use std::time::Duration;

use sqlx::SqliteConnection;

use super::context::Ctx;
use super::error::Result;
use super::outcome::ComposedLetter;
use super::prefetch::Prefetch;
use super::state::Bot;
use super::surveys::evaluation;
use super::{letters, live, messages, reminders};
use crate::backoff::LETTER;
use crate::chat::{Letter, LetterRef, SendOutcome};
use crate::store::letter_kind::{EndCause, LetterKind};
use crate::store::outbox::{self, DueLetter};
use crate::store::{self, Store, people};
use crate::text;
use crate::types::{Address, LetterId, MINUTE, Millis, Timestamp};

/// A letter that was being sent for longer than this counts as lost and is sent again.
const LEASE: Millis = 10 * MINUTE;
/// The context needs an address, but nothing is shown to anybody.
const NOBODY: Address = Address::telegram(0);
/// Most useless letters that one turn drops: a turn holds the database's only writer.
const DROPPED_AT_ONCE: usize = 40;

/// The result of one turn.
#[derive(Debug, Default)]
pub struct Turn {
    /// The letter to send now, if one is due.
    pub letter: Option<Letter>,
    /// If there is no letter: when the next is due.
    pub next: Option<Timestamp>,
}

/// Called at start. Letters that the former process was sending go out again, because nobody knows whether they
/// arrived.
pub async fn release_after_restart(store: &Store) -> Result<()> {
    let mut transaction = store.write().await?;
    let again = outbox::release(&mut transaction, None).await?;
    store::live::retry_all(&mut transaction).await?;
    transaction.commit().await.map_err(store::Error::from)?;
    if again > 0 {
        tracing::info!(letters = again, "letters that were under way when the program ended go out again");
    }
    Ok(())
}

/// Records outcomes and takes the next letter, if there is `room` for it. After an error nothing was recorded and no
/// letter taken.
pub async fn take_turn(
    bot: &Bot,
    store: &Store,
    now: Timestamp,
    outcomes: &[(LetterRef, SendOutcome)],
    room: bool,
) -> Result<Turn> {
    let mut transaction = store.write().await?;
    for (letter, outcome) in outcomes {
        match letter {
            LetterRef::Row(row) => record_outcome(bot, &mut transaction, now, *row, outcome).await?,
            LetterRef::Live(id) => live::record_outcome(&mut transaction, *id, outcome, now).await?,
        }
    }
    let turn = if room { take_next(bot, &mut transaction, now).await? } else { Turn::default() };
    transaction.commit().await.map_err(store::Error::from)?;
    Ok(turn)
}

async fn take_next(bot: &Bot, db: &mut SqliteConnection, now: Timestamp) -> Result<Turn> {
    let quiet = bot.rules.sending.quiet.ends(now);
    outbox::release(db, Some(now)).await?;
    let mut dropped = 0;
    while let Some(row) = outbox::claim(db, now, LEASE, quiet.is_some()).await? {
        match compose_letter(bot, db, now, &row).await? {
            Ok((letter, edition)) => {
                let stores_text = row.kind.is_some_and(LetterKind::stores_text);
                let text = if stores_text { letter.screen.text.as_str() } else { "" };
                outbox::set_text(db, row.id, text, edition).await?;
                return Ok(Turn { letter: Some(letter), next: None });
            }
            Err(cause) => outbox::set_ended(db, row.id, &cause).await?,
        }
        dropped += 1;
        if dropped >= DROPPED_AT_ONCE {
            return Ok(Turn { letter: None, next: Some(now) }); // button presses wait for the writer too
        }
    }
    let due = outbox::find_next_due(db, false).await?;
    let next = match quiet {
        Some(ends) => outbox::find_next_due(db, true).await?.into_iter().chain(due.map(|due| due.max(ends))).min(),
        None => due,
    };
    Ok(Turn { letter: None, next })
}

/// The letter of an outbox row with the edition that it tells, or why it is not sent.
async fn compose_letter(
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
        return Ok(Err(EndCause::Stopped)); // they may have pressed /stop after the letter was written
    }
    if person.unreachable {
        return Ok(Err(EndCause::Unreachable)); // Telegram would refuse it until they write again
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
        let ComposedLetter { screen, file, edits, removes, .. } = letter;
        (Letter { of, to, screen, file, edits, removes }, edition)
    });
    Ok(letter.ok_or(EndCause::Expired))
}

async fn record_outcome(
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
            if let Some(LetterKind::MessageToCoordinators(conversation)) = outbox::find_kind(db, row).await? {
                let mut prefetch = Prefetch::default();
                let ctx = &mut Ctx::outside(bot, db, &mut prefetch, now, NOBODY, text::FIRST_LANGUAGE);
                messages::letters::pass_on(ctx, conversation).await?;
            }
        }
        SendOutcome::Wait(wait) => outbox::retry(db, row, now + *wait, false).await?,
        SendOutcome::Refused(cause) => outbox::set_ended(db, row, &EndCause::Refused(cause.clone())).await?,
        SendOutcome::Failed(cause) => match outbox::find_tries(db, row).await? {
            Some((_, since)) if LETTER.gives_up(duration(now - since)) => {
                outbox::set_ended(db, row, &EndCause::Refused(cause.clone())).await?;
            }
            Some((tries, _)) => outbox::retry(db, row, now + retry_pause(tries, bot.random()), true).await?,
            None => {}
        },
    }
    Ok(())
}

fn retry_pause(tries: i64, random: i64) -> Millis {
    let pause = LETTER.spread_pause(u32::try_from(tries).unwrap_or(1), random.unsigned_abs());
    Millis::try_from(pause.as_millis()).unwrap_or(Millis::MAX)
}

fn duration(span: Millis) -> Duration {
    Duration::from_millis(u64::try_from(span).unwrap_or(0))
}

/// Called every few seconds: writes the reminders that are due, and returns the live messages that must be edited.
pub async fn check_due(bot: &Bot, store: &Store, now: Timestamp) -> Result<Vec<Letter>> {
    let announced = reminders::send_announcements(bot, store, now).await?;
    if announced | reminders::write_due(bot, store, now).await? | evaluation::open_due(bot, store, now).await? {
        bot.outbox.notify_one();
    }
    let updates = {
        let mut reading = store.read().await?;
        let updates = live::find_outdated(bot, &mut reading, now).await?;
        if updates.is_empty() && !outbox::has_finished_broadcast(&mut reading).await? {
            return Ok(Vec::new());
        }
        updates
    };
    let mut transaction = store.write().await?;
    let letters = live::record_updates(&mut transaction, updates, now).await?;
    transaction.commit().await.map_err(store::Error::from)?;
    Ok(letters)
}
