//! The post: what goes out of the outbox next, and what became of what went. The other half of [`super::desk`].
//!
//! A letter is composed in the transaction that takes it from the outbox, in the language that its person has now and from
//! what the database says now; it is sent after the commit, and what became of it is noted in the transaction of a later
//! turn. Who sends, and how fast, is the business of `delivery`.

use std::time::Duration;

use sqlx::SqliteConnection;

use super::{Bot, Result, boards, broadcasts, evaluating, letters, reminders};
use crate::backoff::LETTER;
use crate::chat::{Letter, Of, SendOutcome};
use crate::store::outbox::{self, Claimed};
use crate::store::{self, Millis, Store, attendance, people};

/// How long a letter may be under way before it is taken for lost and sent again.
const LEASE: Millis = 10 * 60_000;

/// Letters without use that one turn drops at most: it holds the database's only writer.
const DROPPED_AT_ONCE: usize = 40;

/// What the post hands out.
#[derive(Debug, Default)]
pub struct Turn {
    /// A letter to be sent now.
    pub letter: Option<Letter>,
    /// If there was none: when the next is due.
    pub next: Option<Millis>,
}

/// Letters that a former process had under way go out again: it is not known whether they arrived.
///
/// # Errors
/// When the database refuses.
pub async fn open(store: &Store) -> Result<()> {
    let mut transaction = store.write().await?;
    let again = outbox::release(&mut transaction, None).await?;
    outbox::forget_shown(&mut transaction).await?;
    attendance::forget_shown(&mut transaction).await?;
    transaction.commit().await.map_err(store::Error::from)?;
    if again > 0 {
        tracing::info!(letters = again, "letters that were under way when the program ended go out again");
    }
    Ok(())
}

/// Notes what became of letters and takes the next one out, if there is `room` for it.
///
/// # Errors
/// When the database refuses; nothing was noted then, and no letter taken.
pub async fn turn(bot: &Bot, store: &Store, now: Millis, outcomes: &[(Of, SendOutcome)], room: bool) -> Result<Turn> {
    let mut transaction = store.write().await?;
    for (of, outcome) in outcomes {
        match of {
            Of::Row(row) => note(bot, &mut transaction, now, *row, outcome).await?,
            Of::Broadcast(id) => broadcasts::reported(&mut transaction, *id, outcome).await?,
            Of::Board(id) => boards::reported(&mut transaction, *id, outcome, now).await?,
        }
    }
    let turn = if room { next(bot, &mut transaction, now).await? } else { Turn::default() };
    transaction.commit().await.map_err(store::Error::from)?;
    Ok(turn)
}

async fn next(bot: &Bot, db: &mut SqliteConnection, now: Millis) -> Result<Turn> {
    let quiet = bot.rules.sending.quiet.ends(now);
    outbox::release(db, Some(now)).await?;
    let mut dropped = 0;
    while let Some(row) = outbox::claim(db, now, quiet.is_some(), now + LEASE).await? {
        match letter(bot, db, now, &row).await? {
            Ok((letter, edition)) => {
                outbox::says(db, row.id, &letter.screen.text, edition).await?;
                return Ok(Turn { letter: Some(letter), next: None });
            }
            Err((state, cause)) => outbox::end(db, row.id, state, cause).await?,
        }
        dropped += 1;
        if dropped >= DROPPED_AT_ONCE {
            return Ok(Turn { letter: None, next: Some(now) }); // whoever presses a button has waited long enough
        }
    }
    let due = outbox::next_due(db, false).await?;
    let next = match quiet {
        Some(ends) => outbox::next_due(db, true).await?.into_iter().chain(due.map(|due| due.max(ends))).min(),
        None => due,
    };
    Ok(Turn { letter: None, next })
}

/// The letter of a row with the edition it tells, or why it does not go out: the row's state and cause.
async fn letter(
    bot: &Bot,
    db: &mut SqliteConnection,
    now: Millis,
    row: &Claimed,
) -> Result<std::result::Result<(Letter, i64), (&'static str, &'static str)>> {
    if row.expires_at.is_some_and(|expires_at| expires_at <= now) {
        return Ok(Err(("dropped", "expired")));
    }
    let Some(person) = people::with_id(db, row.person).await? else {
        return Ok(Err(("dropped", "expired")));
    };
    if person.stopped {
        return Ok(Err(("dropped", "stopped"))); // /stop is obeyed at the last moment
    }
    if person.unreachable {
        return Ok(Err(("failed", "unreachable"))); // until they write again, Telegram would only refuse
    }
    let composed = letters::compose(bot, db, now, &person, row).await?;
    let (of, chat) = (Of::Row(row.id), person.telegram);
    let letter = composed.map(|letter| {
        let edition = letter.edition;
        (Letter { of, chat, screen: letter.screen, file: letter.file, edits: letter.edits }, edition)
    });
    Ok(letter.ok_or(("dropped", "expired")))
}

/// What became of one letter.
async fn note(bot: &Bot, db: &mut SqliteConnection, now: Millis, row: i64, outcome: &SendOutcome) -> Result<()> {
    match outcome {
        SendOutcome::Sent(message) => outbox::sent(db, row, *message, now).await?,
        SendOutcome::Unreachable => {
            outbox::end(db, row, "failed", "unreachable").await?;
            people::missed(db, row).await?;
        }
        SendOutcome::Wait(wait) => outbox::again(db, row, now + wait, false).await?,
        SendOutcome::Refused(cause) => outbox::end(db, row, "failed", cause).await?,
        SendOutcome::Failed(cause) => match outbox::tries(db, row).await? {
            Some((_, since)) if LETTER.gives_up(duration(now - since)) => outbox::end(db, row, "failed", cause).await?,
            Some((tries, _)) => outbox::again(db, row, now + pause(tries, bot.random()), true).await?,
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

fn duration(milliseconds: Millis) -> Duration {
    Duration::from_millis(u64::try_from(milliseconds).unwrap_or(0))
}

/// A look, every few seconds, at what time alone brings: writes the reminders that are due, and returns the messages that
/// follow broadcasts and meetings and have something new to say.
///
/// # Errors
/// When the database refuses.
pub async fn look(bot: &Bot, store: &Store, now: Millis) -> Result<Vec<Letter>> {
    if reminders::write(bot, store, now).await? | evaluating::open(bot, store, now).await? {
        bot.outbox.notify_one();
    }
    let (mut letters, over) = {
        let mut reading = store.read().await?;
        let (letters, over) = boards::outdated(bot, &mut reading, now).await?;
        if letters.is_empty() && over.is_empty() && outbox::under_way(&mut reading).await?.is_empty() {
            return Ok(Vec::new());
        }
        (letters, over)
    };
    let mut transaction = store.write().await?;
    boards::note(&mut transaction, &letters, &over).await?;
    letters.extend(broadcasts::progress(bot, &mut transaction, now).await?);
    transaction.commit().await.map_err(store::Error::from)?;
    Ok(letters)
}
