//! Handles batches of events: all that came in together share one transaction and one commit.
//!
//! What only shows something is handled after the commit, on a connection that reads: nobody who answers waits for it.
//!
//! This is where "exactly once" is kept: an update is noted in the inbox in the transaction of its effect, and Telegram
//! is told to go on only after the commit. If anything in a batch fails, the batch is undone and each event is tried by
//! itself, so that one bad event costs only itself. A reply is a promise that its answer is on disk.

use std::collections::{BTreeMap, HashMap};
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use sqlx::SqliteConnection;

use super::context::Effects;
use super::dispatch::{Handled, handle, read_only_route, show_read_only};
use super::error::{Error, Result};
use super::prefetch::{self, Prefetch};
use super::state::Bot;
use crate::chat::{Event, Input, Press, Reply, Route};
use crate::store::inbox::{self, Update};
use crate::store::people::Person;
use crate::store::{self, Store, people};
use crate::types::{Address, MessageId, Timestamp, UpdateId};

/// What the edge does for one event: a reply, and where to put it.
#[derive(Debug, Clone)]
pub struct Out {
    /// The update it answers.
    pub update: UpdateId,
    /// To whom.
    pub address: Address,
    /// The button's query, to be answered.
    pub query: Option<String>,
    /// The message whose button was pressed: the screen is shown there.
    pub pressed: Option<MessageId>,
    /// The message that showed where the person was.
    pub former: Option<MessageId>,
    /// What to show.
    pub reply: Reply,
}

/// What the edge reports back once a reply has gone out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// The update that was answered, if it was.
    pub update: Option<UpdateId>,
    /// To whom.
    pub address: Address,
    /// The message that shows the screen now.
    pub screen: Option<MessageId>,
    /// The person has blocked the bot.
    pub unreachable: bool,
}

/// What is on disk of a batch.
#[derive(Default)]
pub(super) struct Committed<'e> {
    /// Replies that may go out.
    pub outs: Vec<Out>,
    /// Screens that are still to be shown.
    pub views: Vec<PendingView<'e>>,
}

/// Somebody asked to see a screen. The update is noted, and nothing is left to be written.
pub(super) struct PendingView<'e> {
    event: &'e Event,
    person: Person,
    route: Route,
}

/// Handles a batch in the order it came and commits. Never fails: whoever cannot be helped is told so.
pub async fn batch(bot: &Bot, store: &Store, now: Timestamp, events: &[Event], sent: &[Sent]) -> Vec<Out> {
    let Committed { mut outs, views } = write(bot, store, now, events, sent).await;
    outs.extend(show(bot, store, now, views).await);
    outs
}

/// The part of a batch that writes. Never fails.
pub(super) async fn write<'e>(
    bot: &Bot,
    store: &Store,
    now: Timestamp,
    events: &'e [Event],
    sent: &[Sent],
) -> Committed<'e> {
    match together(bot, store, now, events, sent).await {
        Ok(committed) => committed,
        // Nobody can be helped while the database cannot be written: trying one by one would keep all waiting.
        Err(fault @ Error::Store(store::Error::Busy(_))) => {
            let outs = events.iter().map(|event| apology(bot, event, &fault)).collect();
            Committed { outs, views: Vec::new() }
        }
        Err(fault) => {
            tracing::warn!(%fault, events = events.len(), "a batch was undone; its events are tried one by one");
            let mut committed = Committed::default();
            if let Err(fault) = together(bot, store, now, &[], sent).await {
                tracing::error!(%fault, "replies that went out could not be noted");
            }
            for event in events {
                match together(bot, store, now, std::slice::from_ref(event), &[]).await {
                    Ok(one) => {
                        committed.outs.extend(one.outs);
                        committed.views.extend(one.views);
                    }
                    Err(fault) => committed.outs.push(apology(bot, event, &fault)),
                }
            }
            committed
        }
    }
}

/// The replies that a former process did not send: each person sees what they asked to see, or else where they are; of a
/// stranger nothing is known but that they wrote, so they are welcomed.
pub async fn unanswered(bot: &Bot, store: &Store, now: Timestamp) -> Result<Vec<Out>> {
    let mut transaction = store.write().await?;
    let (mut outs, mut done) = (Vec::new(), Vec::new());
    let mut last: BTreeMap<Address, Update> = BTreeMap::new();
    for update in inbox::unanswered(&mut transaction).await? {
        last.insert(update.address, update); // one screen a person is enough
    }
    for (address, Update { id, view, .. }) in last {
        let again = view.is_none();
        let input = match view {
            Some((message, code)) => Input::Press { query: String::new(), message, press: Press::parse(&code) },
            None => Input::Other,
        };
        let event = Event { update: id, address, language: None, input };
        match guarded(bot, &mut transaction, &mut Prefetch::default(), now, &event, again).await {
            // The query is answered when Telegram hands it over again, or has stopped waiting.
            Ok(handled) => outs.push(Out { query: None, ..out(&event, handled) }),
            Err(fault) => {
                tracing::error!(%fault, "somebody's screen could not be shown again; the others are");
                done.push((id, address));
            }
        }
    }
    inbox::answered(&mut transaction, &done).await?;
    transaction.commit().await.map_err(store::Error::from)?;
    Ok(outs)
}

/// The part of a batch that only shows. What cannot be shown without writing is handled in a transaction of its own.
pub(super) async fn show(bot: &Bot, store: &Store, now: Timestamp, views: Vec<PendingView<'_>>) -> Vec<Out> {
    let (mut outs, mut left) = (Vec::with_capacity(views.len()), Vec::new());
    if views.is_empty() {
        return outs;
    }
    match store.read().await {
        Ok(mut reading) => {
            for view in views {
                let shown = show_read_only(bot, &mut reading, now, view.event, &view.person, view.route);
                match AssertUnwindSafe(shown).catch_unwind().await {
                    Ok(Ok(handled)) => outs.push(out(view.event, handled)),
                    Ok(Err(_)) | Err(_) => left.push(view.event),
                }
            }
        }
        Err(_) => left.extend(views.iter().map(|view| view.event)),
    }
    for event in left {
        match alone(bot, store, now, event).await {
            Ok(one) => outs.push(one),
            Err(fault) => outs.push(apology(bot, event, &fault)),
        }
    }
    outs
}

/// Handles one event whose update is noted already.
async fn alone(bot: &Bot, store: &Store, now: Timestamp, event: &Event) -> Result<Out> {
    let (mut transaction, mut prefetch) = (store.write().await?, Prefetch::default());
    let handled = guarded(bot, &mut transaction, &mut prefetch, now, event, false).await?;
    prefetch.write(&mut transaction).await?;
    transaction.commit().await.map_err(store::Error::from)?;
    after_commit(bot, store, [&handled.effects]).await;
    Ok(out(event, handled))
}

async fn together<'e>(
    bot: &Bot,
    store: &Store,
    now: Timestamp,
    events: &'e [Event],
    sent: &[Sent],
) -> Result<Committed<'e>> {
    let mut transaction = store.write().await?;
    note(&mut transaction, sent).await?;
    let arrived: Vec<Update> = events.iter().map(noted).collect();
    let mut fresh = inbox::take(&mut transaction, &arrived).await?;
    let mut handled = Vec::with_capacity(events.len());
    let (asked, others) = views_and_others(events);
    let (answers, mut others) = prefetch::sorted(others);
    let known: Vec<&Event> = answers.iter().copied().chain(asked.iter().map(|(event, _)| *event)).collect();
    let mut prefetch = Prefetch::read(&mut transaction, &known).await?;
    let mut views = Vec::with_capacity(asked.len());
    for (event, route) in asked {
        let first = fresh.contains(&event.update);
        match prefetch.person(&mut transaction, event.address).await? {
            Some(mut person) if first && !person.unreachable => {
                fresh.remove(&event.update);
                if person.run.is_some() && !route.keeps_question() {
                    people::set_run(&mut transaction, person.id, None).await?;
                    person.run = None;
                }
                views.push(PendingView { event, person, route });
            }
            _ => others.push(event), // a stranger, or handed over again
        }
    }
    for event in answers {
        let first = fresh.remove(&event.update); // twice in one batch is again, too
        handled.push((event, guarded(bot, &mut transaction, &mut prefetch, now, event, !first).await?));
    }
    prefetch.write(&mut transaction).await?;
    for event in others {
        let first = fresh.remove(&event.update);
        let mut prefetch = Prefetch::default();
        handled.push((event, guarded(bot, &mut transaction, &mut prefetch, now, event, !first).await?));
        prefetch.write(&mut transaction).await?; // whatever comes next may read it
    }
    transaction.commit().await.map_err(store::Error::from)?;
    after_commit(bot, store, handled.iter().map(|(_, handled)| &handled.effects)).await;
    Ok(Committed { outs: handled.into_iter().map(|(event, handled)| out(event, handled)).collect(), views })
}

/// The events that only ask to see a screen, the only ones of their chat, each with its route; and all others.
fn views_and_others(events: &[Event]) -> (Vec<(&Event, Route)>, Vec<&Event>) {
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

/// What handlers asked to be done once everything is on disk.
async fn after_commit<'a>(bot: &Bot, store: &Store, effects: impl IntoIterator<Item = &'a Effects>) {
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

/// An event as the inbox keeps it: of what was said nothing, of what was pressed only what it asks to see.
fn noted(event: &Event) -> Update {
    let view = match &event.input {
        Input::Press { message, press: Some(press), .. } if press.is_view() => Some((*message, press.code())),
        _ => None,
    };
    Update { id: event.update, address: event.address, view }
}

/// Empties the write-ahead log if it holds something erased; while somebody reads (a backup, say) it cannot be, and the
/// next turn tries again.
pub async fn truncate_wal(store: &Store) {
    match store.truncate_wal().await {
        Ok(true) => {}
        Ok(false) => tracing::info!("the write-ahead log is being read and could not be emptied yet"),
        Err(fault) => tracing::warn!(%fault, "the write-ahead log could not be emptied yet"),
    }
}

/// Handles one event; a panic in a handler is a fault like any other.
async fn guarded(
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

/// Notes what the edge reported.
async fn note(db: &mut SqliteConnection, sent: &[Sent]) -> Result<()> {
    let updates: Vec<(UpdateId, Address)> = sent.iter().filter_map(|sent| Some((sent.update?, sent.address))).collect();
    if !updates.is_empty() {
        inbox::answered(db, &updates).await?;
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

fn out(event: &Event, handled: Handled) -> Out {
    let (query, pressed) = match &event.input {
        Input::Press { query, message, .. } => (Some(query.clone()), Some(*message)),
        _ => (None, None),
    };
    Out { update: event.update, address: event.address, query, pressed, former: handled.former, reply: handled.reply }
}

/// Nothing was written; the person is told to try again, and the log names the cause under the same code.
fn apology(bot: &Bot, event: &Event, fault: &Error) -> Out {
    let code = format!("{:06x}", event.update.0 & 0xff_ffff);
    tracing::error!(%fault, code, "an update could not be handled; nothing of it was written");
    let language = event.language.as_deref().unwrap_or(crate::text::FIRST_LANGUAGE);
    let text =
        bot.texts.say(&bot.texts.language(language).code, "try-later", &[("code", crate::text::Arg::text(code))]);
    let mut out = out(event, Handled { reply: Reply::default(), former: None, effects: Effects::default() });
    if out.query.is_some() {
        out.reply.notice = Some(text); // the screen stays as it is, with its buttons
    } else {
        out.reply.screen = Some(crate::chat::Screen::new(text));
        out.reply.placement = crate::chat::Placement::NewMessageBelow;
    }
    out
}
