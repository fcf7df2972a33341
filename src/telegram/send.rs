//! Shows replies: edits the screen in place where a button was pressed, otherwise sends a new one and takes the old away.
//!
//! Replies to one chat go out in order, those to different chats side by side; of several that wait for one chat only the
//! newest screen is shown. 429 is obeyed and costs no try; broken connections and 5xx are tried again with growing pauses
//! as [`backoff::REPLY`] says; what could not be shown by then stays noted as unanswered, and is shown at the next start. A person
//! who blocked the bot is reported; "not modified" is no error.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use teloxide::payloads::AnswerCallbackQuerySetters;
use teloxide::prelude::Requester;
use teloxide::types::{CallbackQueryId, ChatAction, ChatId};
use teloxide::{ApiError, Bot, RequestError};
use tokio::sync::mpsc::UnboundedSender;

use super::call::number;
use super::pace::Pace;
use crate::backoff::{self, Backoff};
use crate::bot::desk::{Out, Sent};
use crate::chat::{Drawing, File, Letter, Placement, Screen, SendOutcome};
use crate::store::files::Copies;

/// How long somebody waits for a picture before they are told that it is being drawn.
const A_MOMENT: Duration = Duration::from_secs(1);

/// Sends replies, each chat's in order.
#[derive(Clone)]
pub struct Sender {
    line: Line,
    lanes: Arc<Mutex<HashMap<i64, VecDeque<Out>>>>,
    sent: UnboundedSender<Sent>,
}

/// The way to Telegram: its client, and how fast new messages may go out.
#[derive(Clone)]
pub struct Line {
    pub(super) bot: Bot,
    pub(super) copies: Copies,
    pace: Arc<Pace>,
}

impl Sender {
    /// A sender that reports to `sent`.
    pub fn new(line: Line, sent: UnboundedSender<Sent>) -> Sender {
        Sender { line, lanes: Arc::default(), sent }
    }

    fn lanes(&self) -> std::sync::MutexGuard<'_, HashMap<i64, VecDeque<Out>>> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner) // the queues are whole between calls
    }

    /// Queues replies; returns at once.
    pub fn push(&self, outs: Vec<Out>) {
        for out in outs {
            let chat = out.chat;
            let waiting = {
                let mut lanes = self.lanes();
                let lane = lanes.get_mut(&chat);
                match lane {
                    Some(lane) => {
                        lane.push_back(out);
                        continue;
                    }
                    None => lanes.insert(chat, VecDeque::from([out])),
                }
            };
            debug_assert!(waiting.is_none());
            tokio::spawn(self.clone().work(chat));
        }
    }

    /// Whether every queued reply has gone out.
    pub fn is_idle(&self) -> bool {
        self.lanes().is_empty()
    }

    /// Sends what one chat's lane holds, until it is empty.
    async fn work(self, chat: i64) {
        let mut screen = None;
        loop {
            let out = {
                let mut lanes = self.lanes();
                let Some(lane) = lanes.get_mut(&chat) else { return };
                let Some(mut out) = lane.pop_front() else {
                    lanes.remove(&chat);
                    return;
                };
                let newer =
                    |next: &Out| next.reply.screen.is_some() && next.reply.placement == Placement::ReplaceScreen;
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

/// Whether showing `next` leaves nothing of where `out` would have been shown.
fn covers(next: &Out, out: &Out) -> bool {
    out.pressed.is_none() || out.pressed == next.pressed
}

impl Line {
    /// A line through `bot`, at most `per_second` new messages over all chats.
    pub fn new(bot: Bot, per_second: u32, copies: Copies) -> Line {
        Line { bot, copies, pace: Arc::new(Pace::new(per_second)) }
    }

    /// How fast it goes.
    pub fn pace(&self) -> &Pace {
        &self.pace
    }

    /// Sends a letter, or changes its message, once: the outbox decides whether it is tried again.
    pub async fn letter(&self, letter: &Letter) -> SendOutcome {
        let (chat, screen) = (letter.chat, &letter.screen);
        let sent = match (&letter.file, letter.edits) {
            (None, None) => match self.drawn(chat, screen).await {
                Some(picture) => self.post_file(chat, &picture, &screen.text, Some(screen)).await,
                None => self.post(chat, screen).await,
            },
            (None, Some(message)) => self.change(chat, message, screen).await.map(|()| message),
            (Some(file), None) => self.post_file(chat, file, &screen.text, Some(screen)).await,
            (Some(file), Some(message)) => self.change_file(chat, message, file, screen).await.map(|()| message),
        };
        match sent {
            Ok(message) => SendOutcome::Sent(message),
            Err(RequestError::RetryAfter(seconds)) => {
                self.pace.refused(letter.chat, seconds.duration());
                SendOutcome::Wait(i64::from(seconds.seconds()) * 1000)
            }
            Err(error) if blocked(&error) => SendOutcome::Unreachable,
            Err(error) if passing(&error) => SendOutcome::Failed(cause(&error)),
            Err(error) => {
                tracing::error!(cause = %cause(&error), "Telegram refuses a letter");
                SendOutcome::Refused(cause(&error))
            }
        }
    }

    /// Does all that one reply asks for.
    async fn show(&self, out: &Out, former: Option<i64>) -> Sent {
        let answered = async {
            if let Some(query) = &out.query {
                self.answer(query, out.reply.notice.as_deref()).await;
            }
        };
        let shown = async {
            for (file, caption) in &out.reply.files {
                match self.send_file(out.chat, file, caption).await {
                    Err(error) if blocked(&error) || passing(&error) => return Err(error),
                    Err(error) => {
                        tracing::error!(cause = %cause(&error), "a file could not be sent"); // the screen still can
                        if let File::Held(_, lost) = file {
                            self.send(out.chat, &Screen::new(lost.clone()), None).await?;
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
        let mut sent = Sent { update: out.update, chat: out.chat, screen: None, unreachable: false };
        match shown {
            Ok(screen) => sent.screen = screen.filter(|_| !elsewhere(out.reply.placement)),
            Err(error) if blocked(&error) => sent.unreachable = true,
            Err(error) => {
                tracing::error!(cause = %cause(&error), "a reply could not be sent");
                if passing(&error) {
                    sent.update = 0; // still unanswered: the next start shows it
                }
            }
        }
        sent
    }

    /// Shows the screen and returns the message that holds it.
    async fn place(&self, out: &Out, screen: &Screen, former: Option<i64>) -> Result<i64, RequestError> {
        let picture = self.drawn(out.chat, screen).await;
        let picture = picture.as_ref();
        let there = elsewhere(out.reply.placement);
        let in_place = out
            .pressed
            .filter(|_| there || out.reply.files.is_empty() && out.reply.placement == Placement::ReplaceScreen);
        if let Some(message) = in_place {
            let edited = match out.reply.placement {
                Placement::EditCaption => self.edit_caption(out.chat, message, screen).await,
                Placement::EditButtons => self.edit_keys(out.chat, message, screen).await,
                _ => self.edit(out.chat, message, screen, picture).await,
            };
            match edited {
                Err(RequestError::Api(error)) if cannot_be_edited(&error) => {} // deleted, say: a new one takes its place
                Err(error) => return Err(error),
                Ok(()) => {
                    if let Some(former) = former.filter(|former| *former != message && !there) {
                        self.remove(out.chat, former).await;
                    }
                    return Ok(message);
                }
            }
        }
        let message = self.send(out.chat, screen, picture).await?;
        if out.reply.placement == Placement::ReplaceScreen {
            let old = [former, out.pressed].into_iter().flatten();
            // A screen with a picture cannot become one of words: it goes. A letter that could not be edited stays.
            let stays = |old: i64| old == message || (in_place == Some(old) && former != Some(old));
            for old in old.filter(|old| !stays(*old)) {
                self.remove(out.chat, old).await;
            }
        }
        Ok(message)
    }

    async fn send(&self, chat: i64, screen: &Screen, picture: Option<&File>) -> Result<i64, RequestError> {
        let message = self.persist(chat, backoff::REPLY, || async {
            self.pace.reply(chat).await;
            match picture {
                Some(picture) => self.post_file(chat, picture, &screen.text, Some(screen)).await,
                None => self.post(chat, screen).await,
            }
        });
        message.await
    }

    async fn edit(&self, chat: i64, message: i64, screen: &Screen, picture: Option<&File>) -> Result<(), RequestError> {
        let edited = self.persist(chat, backoff::REPLY, || async {
            match picture {
                Some(picture) => self.change_file(chat, message, picture, screen).await,
                None => self.change(chat, message, screen).await,
            }
        });
        edited.await
    }

    /// The picture of a screen, if it has one. One that cannot be drawn is left out: the text says what there is to say.
    async fn drawn(&self, chat: i64, screen: &Screen) -> Option<File> {
        match self.made(chat, screen.picture.as_ref()?, ChatAction::UploadPhoto).await {
            Ok(bytes) => Some(File::Picture(bytes)),
            Err(error) => {
                tracing::error!(%error, "a picture could not be drawn");
                None
            }
        }
    }

    /// Makes a file or picture; whoever waits for it longer than a moment sees that it is on its way.
    ///
    /// # Errors
    /// What went wrong in making it: a mistake in the program.
    pub(super) async fn made(&self, chat: i64, what: &Drawing, action: ChatAction) -> std::io::Result<Vec<u8>> {
        let draw = what.draw.clone();
        let mut making = tokio::task::spawn_blocking(move || draw());
        let made = match tokio::time::timeout(A_MOMENT, &mut making).await {
            Ok(made) => made,
            Err(_) => {
                let _ = self.bot.send_chat_action(ChatId(chat), action).await; // only a courtesy
                making.await
            }
        };
        made.map_err(|error| error.to_string()).flatten().map_err(std::io::Error::other)
    }

    async fn answer(&self, query: &str, notice: Option<&str>) {
        let answered = self.persist(0, backoff::BUTTON, || async {
            let request = self.bot.answer_callback_query(CallbackQueryId(query.to_owned()));
            if let Some(notice) = notice { request.text(notice).await } else { request.await }
        });
        if let Err(error) = answered.await {
            tracing::debug!(cause = %cause(&error), "a button's query could not be answered"); // too old: it stopped waiting itself
        }
    }

    async fn send_file(&self, chat: i64, file: &File, caption: &str) -> Result<(), RequestError> {
        let sent = self.persist(chat, backoff::REPLY, || async {
            self.pace.reply(chat).await;
            self.post_file(chat, file, caption, None).await
        });
        sent.await.map(|_| ())
    }

    async fn remove(&self, chat: i64, message: i64) {
        if let Err(error) = self.bot.delete_message(ChatId(chat), number(message)).await {
            tracing::debug!(cause = %cause(&error), "an old screen could not be taken away"); // older than 48 h, or gone
        }
    }

    /// Tries until it works, is refused for good, or `backoff` gives up. Waiting as Telegram asks is not counted.
    pub(super) async fn persist<T, F: Future<Output = Result<T, RequestError>>>(
        &self,
        chat: i64,
        backoff: Backoff,
        request: impl Fn() -> F,
    ) -> Result<T, RequestError> {
        let (mut failures, mut waited) = (0, Duration::ZERO);
        loop {
            match request().await {
                Err(RequestError::RetryAfter(seconds)) => {
                    self.pace.refused(chat, seconds.duration());
                    tokio::time::sleep(seconds.duration()).await;
                }
                Err(error) if passing(&error) && !backoff.gives_up(waited) => {
                    failures += 1;
                    let pause = backoff.pause(failures);
                    tokio::time::sleep(pause).await;
                    waited += pause;
                }
                result => return result,
            }
        }
    }
}

/// Shown in a message that is no screen of the person's.
fn elsewhere(placement: Placement) -> bool {
    matches!(placement, Placement::EditPressedMessage | Placement::EditCaption | Placement::EditButtons)
}

/// A message that is gone, or that holds a file where a text was to change.
fn cannot_be_edited(error: &ApiError) -> bool {
    let gone = [ApiError::MessageToEditNotFound, ApiError::MessageIdInvalid, ApiError::MessageCantBeEdited];
    gone.contains(error) || matches!(error, ApiError::Unknown(text) if text.contains("in the message to edit"))
}

/// A fault that passes: broken connections and 5xx, which teloxide reports as unreadable or unknown. An answer that says
/// "ok" and cannot be read is none: the message has gone out, and would again.
pub fn passing(error: &RequestError) -> bool {
    match error {
        RequestError::Network(_) | RequestError::Io(_) => true,
        RequestError::InvalidJson { raw, .. } => !raw.contains("\"ok\":true"),
        RequestError::Api(ApiError::Unknown(text)) => {
            ["Internal Server Error", "Bad Gateway", "Gateway Timeout"].iter().any(|fault| text.contains(fault))
        }
        _ => false,
    }
}

/// What Telegram says of a file that it no longer has, or that another bot was sent.
pub(super) fn has_no_file(error: &RequestError) -> bool {
    const WORDS: [&str; 4] = ["file identifier", "file_id", "file reference", "FILE_REFERENCE"];
    match error {
        RequestError::Api(ApiError::WrongFileId | ApiError::WrongFileIdOrUrl | ApiError::FileIdInvalid) => true,
        RequestError::Api(ApiError::Unknown(text)) => WORDS.iter().any(|words| text.contains(words)),
        _ => false,
    }
}

fn blocked(error: &RequestError) -> bool {
    let gone = [ApiError::BotBlocked, ApiError::UserDeactivated, ApiError::ChatNotFound];
    matches!(error, RequestError::Api(api) if gone.contains(api))
}

/// The kind of an error without its details: they may hold the token (a URL) or what a person said (a response).
pub fn cause(error: &RequestError) -> String {
    match error {
        RequestError::Api(api) => api.to_string(),
        RequestError::RetryAfter(seconds) => {
            format!("too many requests, retry after {} s", seconds.seconds())
        }
        RequestError::Network(error) if error.is_timeout() => "timed out".to_owned(),
        RequestError::Network(error) if error.is_connect() => "no connection".to_owned(),
        RequestError::Network(_) => "the connection broke".to_owned(),
        RequestError::InvalidJson { .. } => "the answer could not be read (a server error?)".to_owned(),
        RequestError::Io(_) => "input or output failed".to_owned(),
        RequestError::MigrateToChatId(_) => "the group has moved".to_owned(),
    }
}
