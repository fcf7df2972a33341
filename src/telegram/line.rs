//! The way to Telegram: its client, how fast messages go out, and how a call is made again.

use std::sync::Arc;
use std::time::Duration;

use teloxide::prelude::Requester;
use teloxide::types::{ChatAction, ChatId};
use teloxide::{Bot, RequestError};

use super::errors::passing;
use super::pace::Pace;
use crate::backoff::Backoff;
use crate::bot::exports::Exporter;
use crate::chat::{Export, File, Screen};
use crate::store::files::Copies;
use crate::types::Address;

/// How long somebody waits for a picture before they are told that it is being drawn.
const A_MOMENT: Duration = Duration::from_secs(1);

/// The way to Telegram: its client, and how fast new messages may go out.
#[derive(Clone)]
pub struct Line {
    pub(super) bot: Bot,
    pub(super) copies: Copies,
    exporter: Exporter,
    pub(super) pace: Arc<Pace>,
}

impl Line {
    /// A line through `bot`, at most `per_second` new messages over all chats.
    pub fn new(bot: Bot, per_second: u32, copies: Copies, exporter: Exporter) -> Line {
        Line { bot, copies, exporter, pace: Arc::new(Pace::new(per_second)) }
    }

    /// How fast it goes.
    pub fn pace(&self) -> &Pace {
        &self.pace
    }

    /// The picture of a screen, if it has one. One that cannot be drawn is left out: the text says what there is to say.
    pub(super) async fn drawn(&self, to: Address, screen: &Screen) -> Option<File> {
        let draw = screen.picture.as_ref()?.draw.clone();
        let drawing =
            async { tokio::task::spawn_blocking(move || draw()).await.map_err(|error| error.to_string()).flatten() };
        match self.shown_as_coming(to, ChatAction::UploadPhoto, drawing).await {
            Ok(bytes) => Some(File::Picture(bytes)),
            Err(error) => {
                tracing::error!(%error, "a picture could not be drawn");
                None
            }
        }
    }

    /// The bytes of a file that is made when it is sent.
    ///
    /// # Errors
    /// What went wrong in making it.
    pub(super) async fn exported(&self, to: Address, export: &Export) -> Result<Vec<u8>, String> {
        self.shown_as_coming(to, ChatAction::UploadDocument, self.exporter.make(export)).await
    }

    /// Waits for `making`. A person who waits longer than a moment sees that something is on its way.
    async fn shown_as_coming<T>(&self, to: Address, action: ChatAction, making: impl Future<Output = T>) -> T {
        let mut making = std::pin::pin!(making);
        match tokio::time::timeout(A_MOMENT, &mut making).await {
            Ok(made) => made,
            Err(_) => {
                let _ = self.bot.send_chat_action(ChatId(to.id), action).await; // only a courtesy
                making.await
            }
        }
    }

    /// Tries until it works, is refused for good, or `backoff` gives up. Waiting as Telegram asks is not counted.
    pub(super) async fn persist<T, F: Future<Output = Result<T, RequestError>>>(
        &self,
        to: Address,
        backoff: Backoff,
        request: impl Fn() -> F,
    ) -> Result<T, RequestError> {
        let (mut failures, mut waited) = (0, Duration::ZERO);
        loop {
            match request().await {
                Err(RequestError::RetryAfter(seconds)) => {
                    self.pace.refused(to, seconds.duration());
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
