//! Sends the letters of the outbox: it takes a letter when Telegram's limits allow one more message, gives it to
//! Telegram, and stores the outcome.
//!
//! No transaction is open while a letter is being sent. The database says "sending" before Telegram is asked, and
//! "sent" after Telegram has answered. So a kill loses no letter. The letters that were being sent may arrive twice:
//! one letter if Telegram answers within a slot (34 ms), and never more than `UNDER_WAY`.

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::backoff;
use crate::bot::{Bot, outbox};
use crate::chat::{Letter, LetterRef, SendOutcome};
use crate::store::Store;
use crate::telegram::Line;
use crate::types::Timestamp;

/// The largest number of letters that are sent at once: those of half a second, in which Telegram may answer.
const UNDER_WAY: usize = 16;
/// How often reminders that are due are looked for and live messages are edited. No pause is longer, so that the end of
/// quiet hours is not missed.
const PROGRESS: Duration = Duration::from_secs(3);
/// The shortest pause, in milliseconds, when a letter is due but its person has just had another.
const BREATH: u64 = 50;

/// Sends letters until `stop` is true. Then it finishes the letters that are being sent and stores their outcomes.
pub async fn run(bot: &Bot, store: &Store, line: Line, now: impl Fn() -> Timestamp, mut stop: watch::Receiver<bool>) {
    let mut under_way: JoinSet<(LetterRef, SendOutcome)> = JoinSet::new();
    let mut outcomes = Vec::new();
    let mut report_at = Instant::now();
    while !*stop.borrow() {
        if report_at <= Instant::now() {
            report_at = Instant::now() + PROGRESS;
            match outbox::check_due(bot, store, now()).await {
                Ok(letters) => letters.into_iter().for_each(|letter| send(&line, &mut under_way, letter)),
                Err(error) => tracing::error!(%error, "it could not be looked what is due; trying again"),
            }
        }
        let slot = line.pace().next_letter();
        let room = under_way.len() < UNDER_WAY && slot <= Instant::now();
        while let Some(done) = under_way.try_join_next() {
            outcomes.extend(done); // a task that panicked leaves its letter to the lease
        }
        let mut until = report_at;
        if room || !outcomes.is_empty() {
            match outbox::take_turn(bot, store, now(), &outcomes, room).await {
                Err(error) => {
                    tracing::error!(%error, "the outbox could not be worked on; trying again");
                    tokio::time::sleep(backoff::OUTBOX.pause(1)).await; // the outcomes are noted by the next turn
                }
                Ok(turn) => {
                    outcomes.clear();
                    let taken = turn.letter.is_some();
                    if let Some(letter) = turn.letter {
                        send(&line, &mut under_way, letter);
                    }
                    if taken || !room {
                        until = until.min(line.pace().next_letter());
                    } else if let Some(next) = turn.next {
                        let wait = u64::try_from(next - now()).unwrap_or(0).max(BREATH);
                        until = until.min(Instant::now() + Duration::from_millis(wait));
                    }
                }
            }
        } else {
            until = until.min(slot);
        }
        let full = under_way.len() >= UNDER_WAY;
        tokio::select! {
            () = tokio::time::sleep_until(until), if !full => {}
            Some(done) = under_way.join_next() => outcomes.extend(done),
            () = bot.outbox.notified() => {}
            _ = stop.changed() => {}
        }
    }
    while let Some(done) = under_way.join_next().await {
        outcomes.extend(done);
    }
    if let Err(error) = outbox::take_turn(bot, store, now(), &outcomes, false).await {
        tracing::error!(%error, "what became of the last letters could not be noted: they go out again");
    }
}

fn send(line: &Line, under_way: &mut JoinSet<(LetterRef, SendOutcome)>, letter: Letter) {
    let takes_slot = letter.edits.is_none() || matches!(letter.of, LetterRef::Row(_)); // thousands of edits are a broadcast too
    let slot = if takes_slot { line.pace().letter(letter.to) } else { Instant::now() };
    let line = line.clone();
    under_way.spawn(async move {
        tokio::time::sleep_until(slot).await;
        (letter.of, line.letter(&letter).await)
    });
}
