//! Fetches a copy of every file that is handed out, one at a time, while there is nothing better to do.

use futures_util::StreamExt;
use teloxide::net::Download;
use teloxide::prelude::Requester;
use teloxide::types::FileId;
use teloxide::{Bot, RequestError};
use tokio::sync::Notify;

use super::errors::{cause, passing};
use crate::backoff;
use crate::store::files::Copies;

/// Why a file could not be fetched.
pub(super) enum Fault {
    /// Never, for this cause.
    Never(String),
    /// Not now, for this cause.
    Later(String),
}

/// Keeps copies of files of at most `most` bytes; `wanted` is rung when there are more to keep. Runs until it is dropped.
pub async fn run(bot: &Bot, copies: &Copies, most: u64, wanted: &Notify) {
    if let Err(error) = copies.try_again().await {
        tracing::error!(%error, "what was not copied is not tried again");
    }
    loop {
        let done = match copies.wanted().await {
            Ok(None) => {
                wanted.notified().await;
                continue;
            }
            Ok(Some(file)) => match fetch(bot, &file, most).await {
                Ok(bytes) => copies.keep(&file, bytes).await,
                Err(Fault::Never(cause)) => {
                    tracing::warn!(%cause, "no copy is kept of a file");
                    copies.refuse(&file, &cause).await
                }
                Err(Fault::Later(cause)) => {
                    tracing::debug!(%cause, "a file could not be fetched; trying again");
                    tokio::time::sleep(backoff::COPY.pause(1)).await;
                    Ok(())
                }
            },
            Err(error) => Err(error),
        };
        if let Err(error) = done {
            tracing::error!(%error, "a copy of a file could not be kept; trying again");
            tokio::time::sleep(backoff::COPY.pause(1)).await;
        }
    }
}

/// The bytes of a file, however large Telegram says it is.
pub(super) async fn fetch(bot: &Bot, file: &str, most: u64) -> Result<Vec<u8>, Fault> {
    let too_large = || Fault::Never(format!("larger than {} MB", most / (1024 * 1024)));
    let held = bot.get_file(FileId(file.to_owned())).await.map_err(|error| match error {
        RequestError::RetryAfter(_) => Fault::Later(cause(&error)),
        error if passing(&error) => Fault::Later(cause(&error)),
        error => Fault::Never(cause(&error)),
    })?;
    if u64::from(held.meta.size) > most {
        return Err(too_large());
    }
    let (mut bytes, mut stream) = (Vec::new(), bot.download_file_stream(&held.path));
    while let Some(part) = stream.next().await {
        bytes.extend_from_slice(&part.map_err(|error| match error.status() {
            Some(status) if status.is_client_error() => Fault::Never(status.to_string()),
            _ => Fault::Later("the connection broke".into()),
        })?);
        if bytes.len() as u64 > most {
            return Err(too_large());
        }
    }
    Ok(bytes)
}
