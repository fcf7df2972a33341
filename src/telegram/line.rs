//! The way to Telegram: its client, how fast messages go out, and how a call is made again.

use std::sync::Arc;
use std::time::Duration;

use teloxide::prelude::Requester;
use teloxide::types::{ChatAction, ChatId};
use teloxide::{Bot, RequestError};

use super::errors::passing;
use super::pace::Pace;
use crate::backoff::Backoff;
use crate::chat::{Drawing, File, Screen};
use crate::store::files::Copies;

/// How long somebody waits for a picture before they are told that it is being drawn.
const A_MOMENT: Duration = Duration::from_secs(1);

/// The way to Telegram: its client, and how fast new messages may go out.
#[derive(Clone)]
pub struct Line {
    pub(super) bot: Bot,
    pub(super) copies: Copies,
    pub(super) pace: Arc<Pace>,
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

    /// The picture of a screen, if it has one. One that cannot be drawn is left out: the text says what there is to say.
    pub(super) async fn drawn(&self, chat: i64, screen: &Screen) -> Option<File> {
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
