//! The desk: one loop that takes in everything that has happened and hands out the replies, batch by batch.

use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

use super::batch::{self, Committed, Out, Sent};
use super::state::Bot;
use super::upkeep;
use crate::chat::Event;
use crate::store::Store;
use crate::types::{HOUR, Millis, Timestamp};

/// Updates that are handled in one transaction at most.
const LARGEST_BATCH: usize = 128;
/// How often replies that went out are noted while nothing comes in.
const NOTING: Duration = Duration::from_millis(200);
/// How often what is kept long enough is looked for.
const TIDYING: Millis = HOUR;

/// Events for the desk, and how it says that they are on disk.
pub type Job = (Vec<Event>, oneshot::Sender<()>);

/// Where the desk takes its work from.
pub struct Inbox {
    /// What came in.
    pub jobs: mpsc::Receiver<Job>,
    /// What was shown.
    pub sent: mpsc::UnboundedReceiver<Sent>,
}

/// The desk: everything that has come in while the last batch was handled is the next batch. Ends when nothing can come in
/// any more.
pub async fn run(bot: &Bot, store: &Store, now: impl Fn() -> Timestamp, push: impl Fn(Vec<Out>), mut inbox: Inbox) {
    let mut ticks = tokio::time::interval(NOTING);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
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
                if now() - tidied >= TIDYING {
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
        let sent: Vec<Sent> = std::iter::from_fn(|| inbox.sent.try_recv().ok()).collect();
        if events.is_empty() && sent.is_empty() {
            continue;
        }
        let at = now();
        let Committed { outs, views } = batch::write(bot, store, at, &events, &sent).await;
        for done in waiting {
            let _ = done.send(()); // the edge has gone away: it will get the updates again
        }
        push(outs);
        push(batch::show(bot, store, at, views).await);
    }
    drop(push);
    let mut rest = Vec::new();
    while let Some(sent) = inbox.sent.recv().await {
        rest.push(sent);
    }
    batch::batch(bot, store, now(), &[], &rest).await;
}
