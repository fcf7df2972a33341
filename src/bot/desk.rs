//! The desk: one loop that takes in everything that has arrived and hands out the replies, batch by batch.

use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::batch::{self, CommittedBatch, OutgoingReply, SentReply};
use super::state::Bot;
use super::upkeep;
use crate::chat::{Event, UserInput};
use crate::store::Store;
use crate::types::{HOUR, Millis, Timestamp};

/// Most updates in one transaction.
const LARGEST_BATCH: usize = 128;
/// How often sent replies are recorded, unless they must be at once. A kill in between shows them again.
const NOTE_INTERVAL: Duration = Duration::from_millis(200);
/// How often [`upkeep::tidy`] runs.
const TIDY_INTERVAL: Millis = HOUR;

/// Events, and the channel on which the desk says that they are on disk.
pub(crate) type Job = (Vec<Event>, oneshot::Sender<()>);

pub(crate) struct Inbox {
    pub jobs: mpsc::Receiver<Job>,
    pub sent: mpsc::UnboundedReceiver<SentReply>,
}

/// The desk's loop. Everything that arrived while the last batch was handled is the next batch. It ends when the
/// channel of jobs is closed.
pub(crate) async fn run(
    bot: &Bot,
    store: &Store,
    now: impl Fn() -> Timestamp,
    push: impl Fn(Vec<OutgoingReply>),
    mut inbox: Inbox,
) {
    let mut ticks = tokio::time::interval(NOTE_INTERVAL);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let (mut sent, mut noted_at) = (Vec::new(), Instant::now());
    let mut tidied = now();
    loop {
        let first = tokio::select! {
            job = inbox.jobs.recv() => match job {
                Some(job) => Some(job),
                None => break,
            },
            _ = ticks.tick() => {
                if store.is_wal_dirty() {
                    batch::truncate_wal(store).await;
                }
                if now() - tidied >= TIDY_INTERVAL {
                    tidied = now();
                    if let Err(error) = upkeep::tidy(bot, store, tidied).await {
                        tracing::error!(%error, "what is due could not be done; the next hour will");
                    }
                }
                None
            }
        };
        let (mut events, mut waiting) = (Vec::new(), Vec::new());
        let mut next = first;
        while let Some((more, done)) = next.take() {
            events.extend(more);
            waiting.push(done);
            next = if events.len() < LARGEST_BATCH { inbox.jobs.try_recv().ok() } else { None };
        }
        sent.extend(std::iter::from_fn(|| inbox.sent.try_recv().ok()));
        let notes = noted_at.elapsed() >= NOTE_INTERVAL || must_be_noted_first(&sent, &events);
        if events.is_empty() && (sent.is_empty() || !notes) {
            continue;
        }
        let (at, mut noted) = (now(), Vec::new());
        if notes {
            noted_at = Instant::now();
            std::mem::swap(&mut noted, &mut sent);
        }
        let CommittedBatch { replies, views } = batch::write_batch(bot, store, at, &events, &noted).await;
        for done in waiting {
            let _ = done.send(()); // `telegram` has ended: it will get the updates again
        }
        push(replies);
        push(batch::show_views(bot, store, at, views).await);
    }
    drop(push);
    while let Some(last) = inbox.sent.recv().await {
        sent.push(last);
    }
    batch::handle_batch(bot, store, now(), &[], &sent).await;
}

/// Whether something of these events depends on what was sent. Most do not: that a button's screen was edited in place is
/// noted for many batches together, because each note is a trip to the database's thread.
fn must_be_noted_first(sent: &[SentReply], events: &[Event]) -> bool {
    // Typed words answer the question that the person has seen; a new screen takes the place of the one noted before.
    events.iter().any(|event| !matches!(event.input, UserInput::Press { .. }))
        || sent.iter().any(|sent| sent.screen.is_some() || sent.unreachable)
}
