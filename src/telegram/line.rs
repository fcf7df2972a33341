//! The way to Telegram: its client, how fast messages go out, and how a call is made again.

use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use serde::de::IgnoredAny;
use teloxide::payloads::SendChatAction;
use teloxide::types::{ChatAction, ChatId};

use super::client::Client;
use super::errors::CallError;
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
    pub(super) client: Client,
    pub(super) copies: Copies,
    exporter: Exporter,
    pub(super) pace: Arc<Pace>,
}

impl Line {
    /// A line through `client`, at most `per_second` new messages over all chats.
    pub fn new(client: Client, per_second: u32, copies: Copies, exporter: Exporter) -> Line {
        Line { client, copies, exporter, pace: Arc::new(Pace::new(per_second)) }
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
                let shown = self.client.call(&SendChatAction::new(ChatId(to.id), action)).await;
                let _: Result<IgnoredAny, CallError> = shown; // only a courtesy
                making.await
            }
        }
    }

    /// Tries until it works, is refused for good, or `backoff` gives up. Waiting as Telegram asks is not counted.
    pub(super) async fn persist<T, F: Future<Output = Result<T, CallError>>>(
        &self,
        to: Address,
        backoff: Backoff,
        request: impl Fn() -> F,
    ) -> Result<T, CallError> {
        let (mut failures, mut waited) = (0, Duration::ZERO);
        loop {
            match request().await {
                Err(CallError::RetryAfter(wait)) => {
                    self.pace.refused(to, wait);
                    tokio::time::sleep(wait).await;
                }
                Err(error) if error.passes() && !backoff.gives_up(waited) => {
                    failures += 1;
                    complain_of_token(&error);
                    let pause = backoff.spread_pause(failures, spread(to, failures));
                    tokio::time::sleep(pause).await;
                    waited += pause;
                }
                result => return result,
            }
        }
    }
}

/// While the token is refused, everything waits until the operator has put it right, or Telegram has.
pub(super) fn complain_of_token(error: &CallError) {
    if error.is_about_token() {
        tracing::error!(%error, "Telegram refuses the token: messages wait until the token is right");
    }
}

/// A number that differs from chat to chat and from failure to failure: what failed together is tried again apart.
fn spread(to: Address, failures: u32) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    (to, failures).hash(&mut hasher);
    hasher.finish()
}
