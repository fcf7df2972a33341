//! Handles batches of events: all that came in together share one transaction and one commit.
//!
//! This is where "exactly once" is kept: an update is noted in the inbox in the transaction of its effect, and Telegram
//! is told to go on only after the commit. If anything in a batch fails, the batch is undone and each event is tried by
//! itself, so that one bad event costs only itself. A reply is a promise that its answer is on disk.

use std::collections::{BTreeMap, HashMap};
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use sqlx::SqliteConnection;

use super::ahead::{self, Ahead};
use super::{Bot, Fault, Handled, Result, handle};
use crate::chat::{Event, Input, Press, Reply};
use crate::store::inbox::{self, Update};
use crate::store::{self, Millis, Store, people};

/// What the edge does for one event: a reply, and where to put it.
#[derive(Debug, Clone)]
pub struct Out {
    /// The update it answers; 0 if it answers none.
    pub update: i64,
    /// The chat.
    pub chat: i64,
    /// The button's query, to be answered.
    pub query: Option<String>,
    /// The message whose button was pressed: the screen is shown there.
    pub pressed: Option<i64>,
    /// The message that showed where the person was.
    pub former: Option<i64>,
    /// What to show.
    pub reply: Reply,
}

/// What the edge reports back once a reply has gone out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// The update that was answered; 0 if none.
    pub update: i64,
    /// The chat.
    pub chat: i64,
    /// The message that shows the screen now.
    pub screen: Option<i64>,
    /// The person has blocked the bot.
    pub unreachable: bool,
}

/// Handles a batch in the order it came and commits. Never fails: whoever cannot be helped is told so.
pub async fn batch(bot: &Bot, store: &Store, now: Millis, events: &[Event], sent: &[Sent]) -> Vec<Out> {
    match together(bot, store, now, events, sent).await {
        Ok(outs) => outs,
        // Nobody can be helped while the database cannot be written: trying one by one would keep all waiting.
        Err(fault @ Fault::Store(store::Error::Busy(_))) => {
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
///
/// # Errors
/// When the database refuses.
pub async fn unanswered(bot: &Bot, store: &Store, now: Millis) -> Result<Vec<Out>> {
    let mut transaction = store.write().await?;
    let (mut outs, mut done) = (Vec::new(), Vec::new());
    let mut last: BTreeMap<i64, Update> = BTreeMap::new();
    for update in inbox::unanswered(&mut transaction).await? {
        last.insert(update.chat, update); // one screen a person is enough
    }
    for (chat, Update { id, look, .. }) in last {
        let again = look.is_none();
        let input = match look {
            Some((message, code)) => Input::Press { query: String::new(), message, press: Press::parse(&code) },
            None => Input::Other,
        };
        let event = Event { update: id, chat, language: None, input };
        match guarded(bot, &mut transaction, &mut Ahead::default(), now, &event, again).await {
            // The query is answered when Telegram hands it over again, or has stopped waiting.
            Ok(handled) => outs.push(Out { query: None, ..out(&event, handled) }),
            Err(fault) => {
                tracing::error!(%fault, "somebody's screen could not be shown again; the others are");
                done.push((id, chat));
            }
        }
    }
    inbox::answered(&mut transaction, &done).await?;
    transaction.commit().await.map_err(store::Error::from)?;
    Ok(outs)
}

async fn together(bot: &Bot, store: &Store, now: Millis, events: &[Event], sent: &[Sent]) -> Result<Vec<Out>> {
    let mut transaction = store.write().await?;
    note(&mut transaction, sent).await?;
    let arrived: Vec<Update> = events.iter().map(noted).collect();
    let mut fresh = inbox::take(&mut transaction, &arrived).await?;
    let mut handled = Vec::with_capacity(events.len());
    let (answers, others) = ahead::sorted(events);
    let mut ahead = Ahead::read(&mut transaction, &answers).await?;
    for event in answers {
        let first = fresh.remove(&event.update); // twice in one batch is again, too
        handled.push((event, guarded(bot, &mut transaction, &mut ahead, now, event, !first).await?));
    }
    ahead.write(&mut transaction).await?;
    for event in others {
        let first = fresh.remove(&event.update);
        let mut ahead = Ahead::default();
        handled.push((event, guarded(bot, &mut transaction, &mut ahead, now, event, !first).await?));
        ahead.write(&mut transaction).await?; // whatever comes next may read it
    }
    transaction.commit().await.map_err(store::Error::from)?;
    if handled.iter().any(|(_, handled)| handled.posted) {
        bot.ring();
    }
    if handled.iter().any(|(_, handled)| handled.scrub) {
        super::shown::forget(bot);
        store.soil();
        clean(store).await;
    }
    Ok(handled.into_iter().map(|(event, handled)| out(event, handled)).collect())
}

/// An event as the inbox keeps it: of what was said nothing, of what was pressed only what it asks to see.
fn noted(event: &Event) -> Update {
    let look = match &event.input {
        Input::Press { message, press: Some(press), .. } if press.is_look() => Some((*message, press.code())),
        _ => None,
    };
    Update { id: event.update, chat: event.chat, look }
}

/// Empties the write-ahead log if it holds something erased; while somebody reads (a backup, say) it cannot be, and the
/// next turn tries again.
pub async fn clean(store: &Store) {
    match store.empty_log().await {
        Ok(true) => {}
        Ok(false) => tracing::info!("the write-ahead log is being read and could not be emptied yet"),
        Err(fault) => tracing::warn!(%fault, "the write-ahead log could not be emptied yet"),
    }
}

/// Handles one event; a panic in a handler is a fault like any other.
async fn guarded(
    bot: &Bot,
    db: &mut SqliteConnection,
    ahead: &mut Ahead,
    now: Millis,
    event: &Event,
    again: bool,
) -> Result<Handled> {
    let handled = AssertUnwindSafe(handle(bot, db, ahead, now, event, again)).catch_unwind().await;
    handled.map_err(|_| Fault::Panic)?
}

/// Notes what the edge reported.
async fn note(db: &mut SqliteConnection, sent: &[Sent]) -> Result<()> {
    let updates: Vec<(i64, i64)> =
        sent.iter().filter(|sent| sent.update != 0).map(|sent| (sent.update, sent.chat)).collect();
    if !updates.is_empty() {
        inbox::answered(db, &updates).await?;
    }
    let screens: HashMap<i64, i64> = sent.iter().filter_map(|sent| Some((sent.chat, sent.screen?))).collect();
    if !screens.is_empty() {
        people::set_screens(db, &screens).await?;
    }
    for sent in sent.iter().filter(|sent| sent.unreachable) {
        people::set_unreachable(db, sent.chat, true).await?;
    }
    Ok(())
}

fn out(event: &Event, handled: Handled) -> Out {
    let (query, pressed) = match &event.input {
        Input::Press { query, message, .. } => (Some(query.clone()), Some(*message)),
        _ => (None, None),
    };
    Out { update: event.update, chat: event.chat, query, pressed, former: handled.former, reply: handled.reply }
}

/// Nothing was written; the person is told to try again, and the log names the cause under the same code.
fn apology(bot: &Bot, event: &Event, fault: &Fault) -> Out {
    let code = format!("{:06x}", event.update & 0xff_ffff);
    tracing::error!(%fault, code, "an update could not be handled; nothing of it was written");
    let language = event.language.as_deref().unwrap_or(crate::text::FIRST_LANGUAGE);
    let text =
        bot.texts.say(&bot.texts.language(language).code, "try-later", &[("code", crate::text::Arg::text(code))]);
    let mut out = out(event, Handled { reply: Reply::default(), former: None, scrub: false, posted: false });
    if out.query.is_some() {
        out.reply.notice = Some(text); // the screen stays as it is, with its buttons
    } else {
        out.reply.screen = Some(crate::chat::Screen::new(text));
        out.reply.placement = crate::chat::Placement::NewMessageBelow;
    }
    out
}
