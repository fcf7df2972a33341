//! Handles batches of events: all that came in together share one transaction and one commit.
//!
//! This is where "exactly once" is kept: an update is noted in the inbox in the transaction of its effect, and Telegram
//! is told to go on only after the commit. If anything in a batch fails, the batch is undone and each event is tried by
//! itself, so that one bad event costs only itself. A reply is a promise that its answer is on disk.

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

/// Handles a batch in the order it came and commits. Never fails: whoever cannot be helped is told so.
pub async fn batch(bot: &Bot, store: &Store, now: Timestamp, events: &[Event], sent: &[Sent]) -> Vec<Out> {
    match together(bot, store, now, events, sent).await {
        Ok(outs) => outs,
        // Nobody can be helped while the database cannot be written: trying one by one would keep all waiting.
        Err(fault @ Error::Store(store::Error::Busy(_))) => {
            events.iter().map(|event| apology(bot, event, &fault)).collect()
        }
        Err(fault) => {
            tracing::warn!(%fault, events = events.len(), "a batch was undone; its events are tried one by one");
            let mut outs = Vec::with_capacity(events.len());
            if let Err(fault) = together(bot, store, now, &[], sent).await {
                tracing::error!(%fault, "replies that went out could not be noted");
            }
            for event in events {
                match together(bot, store, now, std::slice::from_ref(event), &[]).await {
                    Ok(one) => outs.extend(one),
                    Err(fault) => outs.push(apology(bot, event, &fault)),
                }
            }
            outs
        }
    }
}

/// The replies that a former process did not send: each person sees what they asked to see, or else where they are; of a
/// stranger nothing is known but that they wrote, so they are welcomed.
pub async fn unanswered(bot: &Bot, store: &Store, now: Timestamp) -> Result<Vec<Out>> {
    let mut transaction = store.write().await?;
    let (mut outs, mut done) = (Vec::new(), Vec::new());
    let mut last: BTreeMap<Address, Update> = BTreeMap::new();
    for update in inbox::list_unanswered(&mut transaction).await? {
        last.insert(update.address, update); // one screen a person is enough
    }
    for (address, Update { id, view, .. }) in last {
        let again = view.is_none();
        let input = match view {
            Some((message, code)) => UserInput::Press { query: String::new(), message, press: Press::parse(&code) },
            None => UserInput::Other,
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
    inbox::set_answered(&mut transaction, &done).await?;
    transaction.commit().await.map_err(store::Error::from)?;
    Ok(outs)
}

async fn together(bot: &Bot, store: &Store, now: Timestamp, events: &[Event], sent: &[Sent]) -> Result<Vec<Out>> {
    let mut transaction = store.write().await?;
    note(&mut transaction, sent).await?;
    let arrived: Vec<Update> = events.iter().map(noted).collect();
    let mut fresh = inbox::add(&mut transaction, &arrived).await?;
    let mut handled = Vec::with_capacity(events.len());
    let (answers, others) = prefetch::sorted(events);
    let mut prefetch = Prefetch::read(&mut transaction, &answers).await?;
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
    if handled.iter().any(|(_, handled)| handled.effects.ring) {
        bot.ring();
    }
    if handled.iter().any(|(_, handled)| handled.effects.truncate_wal) {
        bot.results.clear();
        store.mark_wal_dirty();
        truncate_wal(store).await;
    }
    Ok(handled.into_iter().map(|(event, handled)| out(event, handled)).collect())
}

/// An event as the inbox keeps it: of what was said nothing, of what was pressed only what it asks to see.
fn noted(event: &Event) -> Update {
    let view = match &event.input {
        UserInput::Press { message, press: Some(press), .. } if press.is_view() => Some((*message, press.code())),
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

fn out(event: &Event, handled: Handled) -> Out {
    let (query, pressed) = match &event.input {
        UserInput::Press { query, message, .. } => (Some(query.clone()), Some(*message)),
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
pub async fn run(bot: &Bot, store: &Store, now: impl Fn() -> Timestamp, show: impl Fn(Vec<Out>), mut inbox: Inbox) {
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
                    truncate_wal(store).await;
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
        let outs = batch(bot, store, now(), &events, &sent).await;
        for done in waiting {
            let _ = done.send(()); // the edge has gone away: it will get the updates again
        }
        show(outs);
    }
    drop(show);
    let mut rest = Vec::new();
    while let Some(sent) = inbox.sent.recv().await {
        rest.push(sent);
    }
    batch(bot, store, now(), &[], &rest).await;
}
