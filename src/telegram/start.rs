//! What is asked of Telegram when the program starts: who the bot is, how updates come, and which commands people see.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use teloxide::payloads::{GetMe, SetMyCommands, SetWebhook, SetWebhookSetters};
use teloxide::requests::Payload;
use teloxide::types::BotCommand;

use super::client::Client;
use super::decode::KINDS;
use super::errors::CallError;
use crate::backoff;

/// What is read of the bot's account.
#[derive(Deserialize)]
struct Me {
    username: String,
}

impl Client {
    /// The bot's name on Telegram, without `@`.
    ///
    /// # Errors
    /// When Telegram refuses the token or cannot be reached.
    pub async fn find_username(&self) -> Result<String, CallError> {
        let me: Me = self.call(&GetMe::new()).await?;
        Ok(me.username)
    }

    /// The same, but waits while Telegram cannot be reached or asks to wait.
    ///
    /// # Errors
    /// When Telegram refuses the token.
    pub async fn wait_for_username(&self) -> Result<String, CallError> {
        let me: Me = self.insist(&GetMe::new()).await?;
        Ok(me.username)
    }

    /// Asks Telegram to post updates to `url` with this secret.
    ///
    /// # Errors
    /// When `url` is none, or Telegram refuses it.
    pub async fn set_webhook(&self, url: &str, secret: &str) -> Result<(), SetWebhookError> {
        let url = url.parse().map_err(|_| SetWebhookError::NoUrl)?;
        let call = SetWebhook::new(url).secret_token(secret).allowed_updates(KINDS);
        let IgnoredAny = self.insist(&call).await?;
        Ok(())
    }

    /// Sets the commands that Telegram's apps show in a language. None: to people whose language the bot does not have.
    ///
    /// # Errors
    /// When Telegram refuses them.
    pub async fn set_commands(
        &self,
        language: Option<&str>,
        commands: impl IntoIterator<Item = (&'static str, String)>,
    ) -> Result<(), CallError> {
        let commands = commands.into_iter().map(|(command, description)| BotCommand::new(command, description));
        let mut call = SetMyCommands::new(commands);
        call.language_code = language.map(str::to_owned);
        let IgnoredAny = self.insist(&call).await?;
        Ok(())
    }

    /// Calls until Telegram answers.
    async fn insist<P: Payload + Serialize, R: DeserializeOwned>(&self, call: &P) -> Result<R, CallError> {
        let mut failures = 0;
        loop {
            let (error, wait) = match self.call(call).await {
                Err(error @ CallError::RetryAfter(wait)) => (error, wait),
                Err(error) if error.passes() && !error.is_about_token() => {
                    failures += 1;
                    (error, backoff::START.pause(failures))
                }
                answered => return answered,
            };
            tracing::warn!(method = P::NAME, %error, seconds = wait.as_secs(), "Telegram does not answer; trying again");
            tokio::time::sleep(wait).await;
        }
    }
}

/// Why no webhook could be set.
#[derive(Debug, thiserror::Error)]
pub enum SetWebhookError {
    /// What should be a URL is none.
    #[error("webhook_url is not a URL")]
    NoUrl,
    /// Telegram refuses it.
    #[error(transparent)]
    Call(#[from] CallError),
}
