//! Shows replies. Where a button was pressed the screen is edited in place; otherwise a new one is sent and the old one
//! deleted.
//!
//! Replies to one chat go out in order, those to different chats side by side. If several wait for one chat, only the
//! newest screen is shown, and no more than `LONGEST_LANE` wait. After a 429 a reply waits as long as Telegram asks; this
//! costs none of its patience. Broken connections and 5xx are tried again as `backoff::REPLY` says. A reply that is given up
//! stays noted as unanswered, and the next start shows it. A person who blocked the bot is reported.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc::UnboundedSender;

use super::errors::CallError;
use super::line::{Line, complain_of_token};
use crate::backoff;
use crate::bot::batch::{OutgoingReply, SentReply};
use crate::chat::{File, Letter, Placement, Screen, SendOutcome};
use crate::types::{Address, MessageId};

/// Most replies that wait for one chat. Nobody reads more; somebody who types faster than the bot may answer does not fill
/// the memory.
const LONGEST_LANE: usize = 32;

/// Sends replies, each chat's in order.
#[derive(Clone)]
pub struct Sender {
    line: Line,
    lanes: Arc<Mutex<HashMap<Address, VecDeque<OutgoingReply>>>>,
    sent: UnboundedSender<SentReply>,
}

impl Sender {
    /// A sender that reports to `sent`.
    pub fn new(line: Line, sent: UnboundedSender<SentReply>) -> Sender {
        Sender { line, lanes: Arc::default(), sent }
    }

    fn lanes(&self) -> std::sync::MutexGuard<'_, HashMap<Address, VecDeque<OutgoingReply>>> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner) // the queues are whole between calls
    }

    /// Queues replies; returns at once.
    pub fn push(&self, outs: Vec<OutgoingReply>) {
        for out in outs {
            let to = out.address;
            let waiting = {
                let mut lanes = self.lanes();
                let lane = lanes.get_mut(&to);
                match lane {
                    Some(lane) => {
                        lane.push_back(out);
                        let dropped = if lane.len() > LONGEST_LANE { drop_one(lane) } else { None };
                        if let Some(out) = dropped {
                            let _ = self.sent.send(SentReply::unshown(&out)); // what came later answers it too
                        }
                        continue;
                    }
                    None => lanes.insert(to, VecDeque::from([out])),
                }
            };
            debug_assert!(waiting.is_none());
            tokio::spawn(self.clone().work(to));
        }
    }

    /// Whether every queued reply has gone out.
    pub fn is_idle(&self) -> bool {
        self.lanes().is_empty()
    }

    /// Sends what one chat's lane holds, until it is empty.
    async fn work(self, to: Address) {
        let mut screen = None;
        loop {
            let posts = self.lanes().get(&to).and_then(VecDeque::front).is_some_and(posts_message);
            if posts {
                self.line.pace.wait_for_chat(to).await;
            }
            let out = {
                let mut lanes = self.lanes();
                let Some(lane) = lanes.get_mut(&to) else { return };
                let Some(mut out) = lane.pop_front() else {
                    lanes.remove(&to);
                    return;
                };
                let newer = |next: &OutgoingReply| {
                    next.reply.screen.is_some() && next.reply.placement == Placement::ReplaceScreen
                };
                if out.reply.placement == Placement::ReplaceScreen
                    && lane.front().is_some_and(|next| newer(next) && covers(next, &out))
                {
                    out.reply.screen = None; // it would be replaced at once
                }
                out
            };
            let former = screen.or(out.former);
            let sent = self.line.show(&out, former).await;
            screen = sent.screen.or(screen);
            let _ = self.sent.send(sent); // nobody listens any more: we are stopping
        }
    }
}

/// Whether a reply needs a new message, as far as can be known before it is sent.
fn posts_message(out: &OutgoingReply) -> bool {
    !out.reply.files.is_empty() || out.reply.screen.is_some() && out.pressed.is_none()
}

/// Takes the oldest reply out of a lane that is only a screen: a newer one takes its place. If there is none, the oldest.
fn drop_one(lane: &mut VecDeque<OutgoingReply>) -> Option<OutgoingReply> {
    let only_screen =
        |out: &OutgoingReply| out.reply.files.is_empty() && out.reply.placement == Placement::ReplaceScreen;
    lane.remove(lane.iter().position(only_screen).unwrap_or(0))
}

/// Whether showing `next` leaves nothing of where `out` would have been shown.
fn covers(next: &OutgoingReply, out: &OutgoingReply) -> bool {
    out.pressed.is_none() || out.pressed == next.pressed
}

impl Line {
    /// Sends a letter, or changes its message, once: the outbox decides whether it is tried again.
    pub async fn letter(&self, letter: &Letter) -> SendOutcome {
        let (to, screen) = (letter.to, &letter.screen);
        let sent = match (&letter.file, letter.edits) {
            (_, Some(message)) if letter.removes => self.take_away(to, message, screen).await.map(|()| message),
            (None, None) => match self.drawn(to, screen).await {
                Some(picture) => self.post_file(to, &picture, &screen.text, Some(screen)).await,
                None => self.post(to, screen).await,
            },
            (None, Some(message)) => self.edit_text(to, message, screen).await.map(|()| message),
            (Some(file), None) => match (self.post_file(to, file, &screen.text, Some(screen)).await, file) {
                // Telegram has dropped the file, and there is no copy: the words still go out, and say so.
                (Err(error), File::Held(_, lost)) if error.has_no_file() => {
                    let text = format!("{}\n\n{lost}", screen.text);
                    self.post(to, &Screen { text, ..screen.clone() }).await
                }
                (sent, _) => sent,
            },
            (Some(file), Some(message)) => self.edit_file(to, message, file, screen).await.map(|()| message),
        };
        match sent {
            Ok(message) => SendOutcome::Sent(message),
            Err(CallError::RetryAfter(wait)) => {
                self.pace.refused(letter.to, wait);
                SendOutcome::Wait(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX))
            }
            Err(error) if error.is_unreachable() => SendOutcome::Unreachable,
            Err(error) if error.passes() => {
                complain_of_token(&error);
                SendOutcome::Failed(error.to_string())
            }
            Err(error) => {
                tracing::error!(%error, "Telegram refuses a letter");
                SendOutcome::Refused(error.to_string())
            }
        }
    }

    /// Deletes a message; one that is too old for that says what stands on the screen instead.
    async fn take_away(&self, to: Address, message: MessageId, screen: &Screen) -> Result<(), CallError> {
        match self.delete(to, message).await {
            Ok(()) => return Ok(()),
            Err(error) if error.is_unreachable() || error.passes() => return Err(error),
            Err(_) => {} // older than Telegram allows, or deleted already
        }
        match self.edit_text(to, message, screen).await {
            Err(error) if error.is_uneditable() => {} // a picture, or deleted already
            done => return done,
        }
        match self.edit_caption(to, message, screen).await {
            Err(error) if error.is_uneditable() => Ok(()),
            done => done,
        }
    }

    /// Does all that one reply asks for.
    async fn show(&self, out: &OutgoingReply, former: Option<MessageId>) -> SentReply {
        let answered = async {
            if let Some(query) = &out.query {
                self.answer(out.address, query, out.reply.notice.as_deref()).await;
            }
        };
        let shown = async {
            for (file, caption) in &out.reply.files {
                match self.send_file(out, file, caption).await {
                    Err(error) if error.is_unreachable() || error.passes() => return Err(error),
                    Err(error) => {
                        tracing::error!(%error, "a file could not be sent"); // the screen still can
                        if let File::Held(_, lost) = file {
                            self.send(out, &Screen::new(lost.clone()), None).await?;
                        }
                    }
                    Ok(()) => {}
                }
            }
            match &out.reply.screen {
                Some(screen) => self.place(out, screen, former).await.map(Some),
                None => Ok(None),
            }
        };
        let ((), shown) = tokio::join!(answered, shown);
        let mut sent = SentReply::unshown(out);
        match shown {
            // A screen that was edited in place is where it was.
            Ok(screen) => {
                sent.screen = screen.filter(|shown| !elsewhere(out.reply.placement) && Some(*shown) != former)
            }
            Err(error) if error.is_unreachable() => sent.unreachable = true,
            Err(error) => {
                tracing::error!(%error, "a reply could not be sent");
                if error.passes() {
                    sent.update = None; // still unanswered: the next start shows it
                }
            }
        }
        sent
    }

    /// Shows the screen and returns the message that holds it.
    async fn place(
        &self,
        out: &OutgoingReply,
        screen: &Screen,
        former: Option<MessageId>,
    ) -> Result<MessageId, CallError> {
        let picture = self.drawn(out.address, screen).await;
        let picture = picture.as_ref();
        let there = elsewhere(out.reply.placement);
        let in_place = out
            .pressed
            .filter(|_| there || out.reply.files.is_empty() && out.reply.placement == Placement::ReplaceScreen);
        if let Some(message) = in_place {
            let edited = self.persist(out.address, backoff::REPLY, || async {
                self.pace.note_call(out.address);
                match (out.reply.placement, picture) {
                    (Placement::EditCaption, _) => self.edit_caption(out.address, message, screen).await,
                    (Placement::EditButtons, _) => self.edit_buttons(out.address, message, screen).await,
                    (_, Some(picture)) => self.edit_file(out.address, message, picture, screen).await,
                    (_, None) => self.edit_text(out.address, message, screen).await,
                }
            });
            match edited.await {
                Err(error) if error.is_uneditable() => {} // deleted, say: a new one takes its place
                Err(error) => return Err(error),
                Ok(()) => {
                    if let Some(former) = former.filter(|former| *former != message && !there) {
                        self.remove(out.address, former).await;
                    }
                    return Ok(message);
                }
            }
        }
        let message = self.send(out, screen, picture).await?;
        if out.reply.placement == Placement::ReplaceScreen {
            let old = [former, out.pressed].into_iter().flatten();
            // A screen with a picture cannot become one of words: it goes. A letter that could not be edited stays.
            let stays = |old: MessageId| old == message || (in_place == Some(old) && former != Some(old));
            for old in old.filter(|old| !stays(*old)) {
                self.remove(out.address, old).await;
            }
        }
        Ok(message)
    }

    async fn send(&self, out: &OutgoingReply, screen: &Screen, picture: Option<&File>) -> Result<MessageId, CallError> {
        let (to, is_stranger) = (out.address, out.is_stranger);
        let message = self.persist(to, backoff::REPLY, || async {
            self.pace.reply(to, is_stranger).await;
            match picture {
                Some(picture) => self.post_file(to, picture, &screen.text, Some(screen)).await,
                None => self.post(to, screen).await,
            }
        });
        message.await
    }

    async fn answer(&self, to: Address, query: &str, notice: Option<&str>) {
        let answered = self.persist(to, backoff::BUTTON, || self.answer_query(query, notice));
        if let Err(error) = answered.await {
            tracing::debug!(%error, "a button's query could not be answered"); // too old: it stopped waiting itself
        }
    }

    async fn send_file(&self, out: &OutgoingReply, file: &File, caption: &str) -> Result<(), CallError> {
        let (to, is_stranger) = (out.address, out.is_stranger);
        let sent = self.persist(to, backoff::REPLY, || async {
            self.pace.reply(to, is_stranger).await;
            self.post_file(to, file, caption, None).await
        });
        sent.await.map(|_| ())
    }

    async fn remove(&self, to: Address, message: MessageId) {
        if let Err(error) = self.delete(to, message).await {
            tracing::debug!(%error, "an old screen could not be taken away"); // older than 48 h, or gone
        }
    }
}

/// Whether the screen goes into a message that is not where the person is.
fn elsewhere(placement: Placement) -> bool {
    matches!(placement, Placement::EditPressedMessage | Placement::EditCaption | Placement::EditButtons)
}
