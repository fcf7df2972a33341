//! Fetches the forms that coordinators send, one at a time, and gives them to the bot.

use teloxide::Bot;

use super::copies::{Fault, fetch};
use crate::backoff;
use crate::bot::imports::Forms;
use crate::xlsform::read::LARGEST;

/// Fetches what is wanted, by the clock `now` (milliseconds since 1970, UTC). Runs until it is dropped.
pub async fn run(client: &Bot, forms: &Forms, now: impl Fn() -> i64) {
    loop {
        let done = match forms.wanted().await {
            Ok(None) => {
                forms.more().await;
                continue;
            }
            Ok(Some((id, file))) => match fetch(client, &file, LARGEST as u64).await {
                Ok(bytes) => forms.arrived(now(), id, Some(bytes)).await,
                Err(Fault::Never(cause)) => {
                    tracing::warn!(%cause, "a form cannot be had");
                    forms.arrived(now(), id, None).await
                }
                Err(Fault::Later(cause)) => {
                    tracing::debug!(%cause, "a form could not be fetched; trying again");
                    tokio::time::sleep(backoff::FORM.pause(1)).await;
                    Ok(())
                }
            },
            Err(error) => Err(error),
        };
        if let Err(error) = done {
            tracing::error!(%error, "a form could not be taken in; trying again");
            tokio::time::sleep(backoff::FORM.pause(1)).await;
        }
    }
}
