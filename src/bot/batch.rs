//! Handles batches of events: all that arrived together share one transaction and one commit. An event that only asks to
//! see a screen is handled after the commit, on a connection that reads. So nobody who answers waits for it.
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

use super::context::Effects;
use super::dispatch::{Handled, handle, read_only_route, show_read_only};
use super::error::{Error, Result};
use super::prefetch::{self, Prefetch};
use super::state::Bot;
use crate::chat::{Event, Press, Reply, Route, UserInput};
use crate::store::erasures::Erasures;
use crate::store::inbox::{self, Update};
use crate::store::people::Person;
use crate::store::{self, Store, people};
use crate::types::{Address, MessageId, Timestamp, UpdateId};

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
    /// Whether it goes to somebody who has not given consent: strangers do not make members wait.
    pub is_stranger: bool,
}

/// What `telegram` reports once a reply was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentReply {
    /// The update that was answered, if one was.
    pub update: Option<UpdateId>,
    /// The chat that it went to.
    pub address: Address,
    /// The message that shows the screen now, if it is another than before.
    pub screen: Option<MessageId>,
    /// Whether the person has blocked the bot.
    pub unreachable: bool,
}

impl SentReply {
    /// A reply that is done with and showed no new screen.
    pub fn unshown(out: &OutgoingReply) -> SentReply {
        SentReply { update: Some(out.update), address: out.address, screen: None, unreachable: false }
    }
}

/// How long screens wait for a connection that reads, while exports hold them all. Then the writer shows them: the desk
/// must not stand still.
const LONGEST_WAIT_FOR_READER: Duration = Duration::from_millis(50);

/// What is on disk of a batch.
#[derive(Default)]
pub(crate) struct CommittedBatch<'e> {
    /// Replies that may be sent.
    pub replies: Vec<OutgoingReply>,
    /// Screens that are still to be shown.
    pub views: Vec<PendingView<'e>>,
}

/// Somebody asked to see a screen. The update is recorded, and nothing is left to be written.
pub(crate) struct PendingView<'e> {
    event: &'e Event,
    person: Person,
    route: Route,
}

/// Handles a batch in its order and commits. Never fails: where an event cannot be handled, its person gets an apology.
pub async fn handle_batch(
    bot: &Bot,
    store: &Store,
    now: Timestamp,
    events: &[Event],
    sent: &[SentReply],
) -> Vec<OutgoingReply> {
    let CommittedBatch { mut replies, views } = write_batch(bot, store, now, events, sent).await;
    replies.extend(show_views(bot, store, now, views).await);
    replies
}

/// The part of a batch that writes. Never fails.
pub(crate) async fn write_batch<'e>(
    bot: &Bot,
    store: &Store,
    now: Timestamp,
    events: &'e [Event],
    sent: &[SentReply],
) -> CommittedBatch<'e> {
    match handle_in_one_transaction(bot, store, now, events, sent).await {
        Ok(committed) => committed,
        // While the database cannot be written, trying one by one would only keep everybody waiting.
        Err(error @ Error::Store(store::Error::Busy(_))) => {
            let replies = events.iter().map(|event| apologize(bot, event, &error)).collect();
            CommittedBatch { replies, views: Vec::new() }
        }
        Err(error) => {
            tracing::warn!(%error, events = events.len(), "a batch was undone; its events are tried one by one");
            let mut committed = CommittedBatch::default();
            if let Err(error) = handle_in_one_transaction(bot, store, now, &[], sent).await {
                tracing::error!(%error, "replies that went out could not be noted");
            }
            for event in events {
                match handle_in_one_transaction(bot, store, now, std::slice::from_ref(event), &[]).await {
                    Ok(one) => {
                        committed.replies.extend(one.replies);
                        committed.views.extend(one.views);
                    }
                    Err(error) => committed.replies.push(apologize(bot, event, &error)),
                }
            }
            committed
        }
    }
}

/// The part of a batch that only shows. A screen that cannot be shown without writing gets a transaction of its own.
pub(crate) async fn show_views(
    bot: &Bot,
    store: &Store,
    now: Timestamp,
    views: Vec<PendingView<'_>>,
) -> Vec<OutgoingReply> {
    let (mut replies, mut left) = (Vec::with_capacity(views.len()), Vec::new());
    if views.is_empty() {
        return replies;
    }
    match tokio::time::timeout(LONGEST_WAIT_FOR_READER, store.read()).await {
        Ok(Ok(mut reading)) => {
            for view in views {
                let shown = show_read_only(bot, &mut reading, now, view.event, &view.person, view.route);
                match AssertUnwindSafe(shown).catch_unwind().await {
                    Ok(Ok(handled)) => replies.push(outgoing_reply(view.event, handled)),
                    Ok(Err(error)) => {
                        tracing::debug!(%error, "a screen could not be shown without writing");
                        left.push(view.event);
                    }
                    Err(_) => left.push(view.event), // a panic: the next try says so
                }
            }
        }
        Ok(Err(_)) | Err(_) => left.extend(views.iter().map(|view| view.event)),
    }
    for event in left {
        match handle_recorded(bot, store, now, event).await {
            Ok(reply) => replies.push(reply),
            Err(error) => replies.push(apologize(bot, event, &error)),
        }
    }
    replies
}

/// Handles one event whose update is recorded already.
async fn handle_recorded(bot: &Bot, store: &Store, now: Timestamp, event: &Event) -> Result<OutgoingReply> {
    let (mut transaction, mut prefetch) = (store.write().await?, Prefetch::default());
    let handled = handle_catching_panic(bot, &mut transaction, &mut prefetch, now, event, false).await?;
    prefetch.write_answers(&mut transaction).await?;
    transaction.commit().await.map_err(store::Error::from)?;
    carry_out_effects(bot, store, [&handled.effects]).await;
    Ok(outgoing_reply(event, handled))
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
        let event = Event { update: id, address, language: None, message: None, input };
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

async fn handle_in_one_transaction<'e>(
    bot: &Bot,
    store: &Store,
    now: Timestamp,
    events: &'e [Event],
    sent: &[SentReply],
) -> Result<CommittedBatch<'e>> {
    let mut transaction = store.write().await?;
    record_sent(&mut transaction, sent).await?;
    let arrived: Vec<Update> = events.iter().map(inbox_row).collect();
    let mut fresh = inbox::add(&mut transaction, now, &arrived).await?;
    let mut handled = Vec::with_capacity(events.len());
    let (asked, others) = split_views(events);
    let (answers, mut others) = prefetch::split_answers(others);
    let known: Vec<&Event> = answers.iter().copied().chain(asked.iter().map(|(event, _)| *event)).collect();
    let mut prefetch = Prefetch::read(&mut transaction, &known).await?;
    let mut views = Vec::with_capacity(asked.len());
    for (event, route) in asked {
        match prefetch.person(&mut transaction, event.address).await? {
            Some(mut person) if fresh.contains(&event.update) && !person.unreachable => {
                if person.run.is_some() && !route.keeps_question() {
                    people::set_run(&mut transaction, person.id, None).await?;
                    person.run = None;
                }
                views.push(PendingView { event, person, route });
            }
            _ => others.push(event), // a stranger, or an update that was delivered again
        }
    }
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
    let erased: Vec<Address> = handled.iter().flat_map(|(_, handled)| &handled.effects.erased).copied().collect();
    if !erased.is_empty() {
        let key: Vec<u8> = (0..4).flat_map(|_| bot.random().to_le_bytes()).collect();
        Erasures::beside(store.path()).add(now, &erased, &key)?; // before it is said to be done
    }
    transaction.commit().await.map_err(store::Error::from)?;
    carry_out_effects(bot, store, handled.iter().map(|(_, handled)| &handled.effects)).await;
    let replies = handled.into_iter().map(|(event, handled)| outgoing_reply(event, handled)).collect();
    Ok(CommittedBatch { replies, views })
}

/// The events that only ask to see a screen, each with its route, and all others. An event counts only if it is the only
/// one of its chat, so that every chat keeps its order.
fn split_views(events: &[Event]) -> (Vec<(&Event, Route)>, Vec<&Event>) {
    let mut of_chat: HashMap<Address, usize> = HashMap::new();
    for event in events {
        *of_chat.entry(event.address).or_default() += 1;
    }
    let (mut views, mut others) = (Vec::new(), Vec::new());
    for event in events {
        match read_only_route(event).filter(|_| of_chat[&event.address] == 1) {
            Some(route) => views.push((event, route)),
            None => others.push(event),
        }
    }
    (views, others)
}

/// What handlers asked for, once everything is on disk.
async fn carry_out_effects<'a>(bot: &Bot, store: &Store, effects: impl IntoIterator<Item = &'a Effects>) {
    let effects: Vec<&Effects> = effects.into_iter().collect();
    if effects.iter().any(|effects| effects.ring) {
        bot.ring();
    }
    if effects.iter().any(|effects| effects.truncate_wal) {
        bot.results.clear();
        store.mark_wal_dirty();
        truncate_wal(store).await;
    }
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
        is_stranger: handled.is_stranger,
    }
}

/// Nothing was written. The person is told to try again, and the log names the cause under the same code.
fn apologize(bot: &Bot, event: &Event, error: &Error) -> OutgoingReply {
    let code = format!("{:06x}", event.update.0 & 0xff_ffff);
    tracing::error!(%error, code, "an update could not be handled; nothing of it was written");
    let language = event.language.as_deref().unwrap_or(crate::text::FIRST_LANGUAGE);
    let text =
        bot.texts.say(&bot.texts.language(language).code, "try-later", &[("code", crate::text::Arg::text(code))]);
    let mut apology = outgoing_reply(
        event,
        Handled { reply: Reply::default(), former: None, is_stranger: false, effects: Effects::default() },
    );
    if apology.query.is_some() {
        apology.reply.notice = Some(text); // the screen stays as it is, with its buttons
    } else {
        apology.reply.screen = Some(crate::chat::Screen::new(text));
        apology.reply.placement = crate::chat::Placement::NewMessageBelow;
    }
    apology
}
