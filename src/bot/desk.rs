//! Handles batches of events: all that arrived together share one transaction and one commit.
//!
//! This file guarantees "exactly once". An update is recorded in the inbox in the transaction of its effect, and
//! Telegram gets its acknowledgement only after the commit. If anything in a batch fails, the batch is rolled back and
//! each event is tried by itself, so that one bad event costs only itself. A reply is sent only when its answer is on
//! disk.

use std::collections::{BTreeMap, HashMap};
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use sqlx::SqliteConnection;
use tokio::sync::{mpsc, oneshot};

use super::context::Effects;
use super::dispatch::{Handled, handle};
use super::error::{Error, Result};
use super::prefetch::{self, Prefetch};
use super::state::Bot;
use super::upkeep;
use crate::chat::{Event, Press, Reply, UserInput};
use crate::store::inbox::{self, Update};
use crate::store::{self, Store, people};
use crate::types::{Address, HOUR, MessageId, Millis, Timestamp, UpdateId};

/// A reply, and where to put it.
#[derive(Debug, Clone)]
pub struct OutgoingReply {
    /// The update that it answers.
    pub update: UpdateId,
    /// The chat that it goes to.
    pub address: Address,
    /// The callback query that must be answered.
    pub query: Option<String>,
    /// The message whose button was pressed; the screen replaces it.
    pub pressed: Option<MessageId>,
    /// The message that showed the person's former screen.
    pub former: Option<MessageId>,
    /// The screen, files and notice.
    pub reply: Reply,
}

/// What `telegram` reports once a reply was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentReply {
    /// The update that was answered, if one was.
    pub update: Option<UpdateId>,
    /// The chat that it went to.
    pub address: Address,
    /// The message that shows the screen now, if a screen was sent.
    pub screen: Option<MessageId>,
    /// Whether the person has blocked the bot.
    pub unreachable: bool,
}

/// Handles a batch in its order and commits. Never fails: where an event cannot be handled, its person gets an apology.
pub async fn handle_batch(
    bot: &Bot,
    store: &Store,
    now: Timestamp,
    events: &[Event],
    sent: &[SentReply],
) -> Vec<OutgoingReply> {
    match handle_in_one_transaction(bot, store, now, events, sent).await {
        Ok(replies) => replies,
        // While the database cannot be written, trying one by one would only keep everybody waiting.
        Err(error @ Error::Store(store::Error::Busy(_))) => {
            events.iter().map(|event| apologize(bot, event, &error)).collect()
        }
        Err(error) => {
            tracing::warn!(%error, events = events.len(), "a batch was undone; its events are tried one by one");
            let mut replies = Vec::with_capacity(events.len());
            if let Err(error) = handle_in_one_transaction(bot, store, now, &[], sent).await {
                tracing::error!(%error, "replies that went out could not be noted");
            }
            for event in events {
                match handle_in_one_transaction(bot, store, now, std::slice::from_ref(event), &[]).await {
                    Ok(one) => replies.extend(one),
                    Err(error) => replies.push(apologize(bot, event, &error)),
                }
            }
            replies
        }
    }
}

/// The replies that a former process did not send. A member gets the screen they asked for, or else their current one.
/// Of a stranger only the chat is known, so they get the welcome screen.
pub async fn replay_unanswered(bot: &Bot, store: &Store, now: Timestamp) -> Result<Vec<OutgoingReply>> {
    let mut transaction = store.write().await?;
    let (mut replies, mut done) = (Vec::new(), Vec::new());
    let mut last: BTreeMap<Address, Update> = BTreeMap::new();
    for update in inbox::list_unanswered(&mut transaction).await? {
        last.insert(update.address, update); // one screen for each person is enough
    }
    for (address, Update { id, view, .. }) in last {
        let again = view.is_none();
        let input = match view {
            Some((message, code)) => UserInput::Press { query: String::new(), message, press: Press::parse(&code) },
            None => UserInput::Other,
        };
        let event = Event { update: id, address, language: None, input };
        match handle_catching_panic(bot, &mut transaction, &mut Prefetch::default(), now, &event, again).await {
            // The callback query is answered when Telegram delivers it again, or has expired.
            Ok(handled) => replies.push(OutgoingReply { query: None, ..outgoing_reply(&event, handled) }),
            Err(error) => {
                tracing::error!(%error, "somebody's screen could not be shown again; the others are");
                done.push((id, address));
            }
        }
    }
    inbox::set_answered(&mut transaction, &done).await?;
    transaction.commit().await.map_err(store::Error::from)?;
    Ok(replies)
}

async fn handle_in_one_transaction(
    bot: &Bot,
    store: &Store,
    now: Timestamp,
    events: &[Event],
    sent: &[SentReply],
) -> Result<Vec<OutgoingReply>> {
    let mut transaction = store.write().await?;
    record_sent(&mut transaction, sent).await?;
    let arrived: Vec<Update> = events.iter().map(inbox_row).collect();
    let mut fresh = inbox::add(&mut transaction, &arrived).await?;
    let mut handled = Vec::with_capacity(events.len());
    let (answers, others) = prefetch::split_answers(events);
    let mut prefetch = Prefetch::read(&mut transaction, &answers).await?;
    for event in answers {
        let first = fresh.remove(&event.update); // the second of two equal updates in one batch counts as repeated
        handled.push((event, handle_catching_panic(bot, &mut transaction, &mut prefetch, now, event, !first).await?));
    }
    prefetch.write_answers(&mut transaction).await?;
    for event in others {
        let first = fresh.remove(&event.update);
        let mut prefetch = Prefetch::default();
        handled.push((event, handle_catching_panic(bot, &mut transaction, &mut prefetch, now, event, !first).await?));
        prefetch.write_answers(&mut transaction).await?; // the next event may read it
    }
    transaction.commit().await.map_err(store::Error::from)?;
    if handled.iter().any(|(_, handled)| handled.effects.ring) {
        bot.ring();
    }
    if handled.iter().any(|(_, handled)| handled.effects.truncate_wal) {
        bot.results.clear();
        store.mark_wal_dirty();
        truncate_wal(store).await;
    }
    Ok(handled.into_iter().map(|(event, handled)| outgoing_reply(event, handled)).collect())
}

/// An event as the inbox stores it: no words, and of a button press only which screen it asks for.
fn inbox_row(event: &Event) -> Update {
    let view = match &event.input {
        UserInput::Press { message, press: Some(press), .. } if press.is_view() => Some((*message, press.code())),
        _ => None,
    };
    Update { id: event.update, address: event.address, view }
}

/// Empties the write-ahead log if it holds erased data. It cannot be emptied while somebody reads it (a backup, for
/// example); then the next turn tries again.
pub async fn truncate_wal(store: &Store) {
    match store.truncate_wal().await {
        Ok(true) => {}
        Ok(false) => tracing::info!("the write-ahead log is being read and could not be emptied yet"),
        Err(error) => tracing::warn!(%error, "the write-ahead log could not be emptied yet"),
    }
}

/// Handles one event. A panic in a handler becomes an error.
async fn handle_catching_panic(
    bot: &Bot,
    db: &mut SqliteConnection,
    prefetch: &mut Prefetch,
    now: Timestamp,
    event: &Event,
    again: bool,
) -> Result<Handled> {
    let handled = AssertUnwindSafe(handle(bot, db, prefetch, now, event, again)).catch_unwind().await;
    handled.map_err(|_| Error::Panic)?
}

async fn record_sent(db: &mut SqliteConnection, sent: &[SentReply]) -> Result<()> {
    let updates: Vec<(UpdateId, Address)> = sent.iter().filter_map(|sent| Some((sent.update?, sent.address))).collect();
    if !updates.is_empty() {
        inbox::set_answered(db, &updates).await?;
    }
    let screens: HashMap<Address, MessageId> =
        sent.iter().filter_map(|sent| Some((sent.address, sent.screen?))).collect();
    if !screens.is_empty() {
        people::set_screens(db, &screens).await?;
    }
    for sent in sent.iter().filter(|sent| sent.unreachable) {
        people::set_unreachable(db, sent.address, true).await?;
    }
    Ok(())
}

fn outgoing_reply(event: &Event, handled: Handled) -> OutgoingReply {
    let (query, pressed) = match &event.input {
        UserInput::Press { query, message, .. } => (Some(query.clone()), Some(*message)),
        _ => (None, None),
    };
    OutgoingReply {
        update: event.update,
        address: event.address,
        query,
        pressed,
        former: handled.former,
        reply: handled.reply,
    }
}

/// Nothing was written. The person is told to try again, and the log names the cause under the same code.
fn apologize(bot: &Bot, event: &Event, error: &Error) -> OutgoingReply {
    let code = format!("{:06x}", event.update.0 & 0xff_ffff);
    tracing::error!(%error, code, "an update could not be handled; nothing of it was written");
    let language = event.language.as_deref().unwrap_or(crate::text::FIRST_LANGUAGE);
    let text =
        bot.texts.say(&bot.texts.language(language).code, "try-later", &[("code", crate::text::Arg::text(code))]);
    let mut apology =
        outgoing_reply(event, Handled { reply: Reply::default(), former: None, effects: Effects::default() });
    if apology.query.is_some() {
        apology.reply.notice = Some(text); // the screen stays as it is, with its buttons
    } else {
        apology.reply.screen = Some(crate::chat::Screen::new(text));
        apology.reply.placement = crate::chat::Placement::NewMessageBelow;
    }
    apology
}

/// Most updates in one transaction.
const LARGEST_BATCH: usize = 128;
/// How often sent replies are recorded while nothing comes in.
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
    show: impl Fn(Vec<OutgoingReply>),
    mut inbox: Inbox,
) {
    let mut ticks = tokio::time::interval(NOTE_INTERVAL);
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
                    truncate_wal(store).await;
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
        let sent: Vec<SentReply> = std::iter::from_fn(|| inbox.sent.try_recv().ok()).collect();
        if events.is_empty() && sent.is_empty() {
            continue;
        }
        let replies = handle_batch(bot, store, now(), &events, &sent).await;
        for done in waiting {
            let _ = done.send(()); // `telegram` has ended: it will get the updates again
        }
        show(replies);
    }
    drop(show);
    let mut rest = Vec::new();
    while let Some(sent) = inbox.sent.recv().await {
        rest.push(sent);
    }
    handle_batch(bot, store, now(), &[], &rest).await;
}
