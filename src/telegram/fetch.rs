//! Fetches files from Telegram, one at a time: copies of files that are handed out, and forms that coordinators send.

use std::fmt::Display;

use serde::Deserialize;
use teloxide::payloads::GetFile;
use teloxide::types::FileId;
use tokio::sync::Notify;

use super::client::Client;
use super::errors::CallError;
use crate::backoff::{self, Backoff};
use crate::bot::surveys::imports::Forms;
use crate::store::files::Copies;
use crate::types::{ImportId, Timestamp};
use crate::xlsform::read::LARGEST;

/// Files that are wanted from Telegram, and what is done with them.
trait Queue {
    /// What one of them is known by here.
    type Id;
    type Error: Display;
    /// What they are, for the log.
    const KIND: &'static str;
    const BACKOFF: Backoff;

    /// The next file: what it is known by, and Telegram's id of it.
    async fn next(&self) -> Result<Option<(Self::Id, String)>, Self::Error>;

    /// Waits until another is wanted.
    async fn more(&self);

    /// Takes the bytes of a file, or why it can never be had.
    async fn take(&self, id: Self::Id, fetched: Result<Vec<u8>, String>) -> Result<(), Self::Error>;
}

/// Keeps copies of files of at most `most` bytes; `wanted` is rung when there are more to keep. Runs until it is dropped.
pub async fn copies(client: &Client, copies: &Copies, most: u64, wanted: &Notify) {
    if let Err(error) = copies.retry_refused().await {
        tracing::error!(%error, "what was not copied is not tried again");
    }
    run(client, &CopyQueue { copies, wanted }, most).await;
}

/// Gives the forms that have been sent to the bot, by the clock `now`. Runs until it is
/// dropped.
pub async fn forms(client: &Client, forms: &Forms, now: impl Fn() -> Timestamp) {
    run(client, &FormQueue { forms, now }, LARGEST as u64).await;
}

/// Fetches what is wanted, of at most `most` bytes each, for as long as it is not dropped.
async fn run<Q: Queue>(client: &Client, queue: &Q, most: u64) {
    let kind = Q::KIND;
    loop {
        let taken = match queue.next().await {
            Ok(None) => {
                queue.more().await;
                continue;
            }
            Ok(Some((id, file))) => match fetch(client, &file, most).await {
                Ok(bytes) => queue.take(id, Ok(bytes)).await,
                Err(Fault::Never(cause)) => {
                    tracing::warn!(kind, %cause, "a file cannot be had from Telegram");
                    queue.take(id, Err(cause)).await
                }
                Err(Fault::Later(cause)) => {
                    tracing::debug!(kind, %cause, "a file could not be fetched; trying again");
                    tokio::time::sleep(Q::BACKOFF.pause(1)).await;
                    Ok(())
                }
            },
            Err(error) => Err(error),
        };
        if let Err(error) = taken {
            tracing::error!(kind, %error, "a fetched file could not be taken in; trying again");
            tokio::time::sleep(Q::BACKOFF.pause(1)).await;
        }
    }
}

struct CopyQueue<'a> {
    copies: &'a Copies,
    wanted: &'a Notify,
}

impl Queue for CopyQueue<'_> {
    type Id = String;
    type Error = crate::store::files::Error;
    const KIND: &'static str = "copy";
    const BACKOFF: Backoff = backoff::COPY;

    async fn next(&self) -> Result<Option<(String, String)>, Self::Error> {
        Ok(self.copies.find_wanted().await?.map(|file| (file.clone(), file)))
    }

    async fn more(&self) {
        self.wanted.notified().await;
    }

    async fn take(&self, file: String, fetched: Result<Vec<u8>, String>) -> Result<(), Self::Error> {
        match fetched {
            Ok(bytes) => self.copies.save(&file, bytes).await,
            Err(cause) => self.copies.set_refused(&file, &cause).await,
        }
    }
}

struct FormQueue<'a, Now> {
    forms: &'a Forms,
    now: Now,
}

impl<Now: Fn() -> Timestamp> Queue for FormQueue<'_, Now> {
    type Id = ImportId;
    type Error = crate::bot::Error;
    const KIND: &'static str = "form";
    const BACKOFF: Backoff = backoff::FORM;

    async fn next(&self) -> Result<Option<(ImportId, String)>, Self::Error> {
        self.forms.next_to_fetch().await
    }

    async fn more(&self) {
        self.forms.wait_for_more().await;
    }

    async fn take(&self, id: ImportId, fetched: Result<Vec<u8>, String>) -> Result<(), Self::Error> {
        self.forms.read_fetched((self.now)(), id, fetched.ok()).await
    }
}

/// Why a file could not be fetched.
enum Fault {
    /// Never, for this cause.
    Never(String),
    /// Not now, for this cause.
    Later(String),
}

/// What is read of the answer to `getFile`.
#[derive(Deserialize)]
struct Held {
    file_path: Option<String>,
    #[serde(default)]
    file_size: u64,
}

impl From<CallError> for Fault {
    fn from(error: CallError) -> Fault {
        match error {
            CallError::RetryAfter(_) => Fault::Later(error.to_string()),
            error if error.passes() => Fault::Later(error.to_string()),
            error => Fault::Never(error.to_string()),
        }
    }
}

/// The bytes of a file, however large Telegram says it is.
async fn fetch(client: &Client, file: &str, most: u64) -> Result<Vec<u8>, Fault> {
    let too_large = || Fault::Never(format!("larger than {} MB", most / (1024 * 1024)));
    let held: Held = client.call(&GetFile::new(FileId(file.to_owned()))).await?;
    if held.file_size > most {
        return Err(too_large());
    }
    let path = held.file_path.ok_or_else(|| Fault::Never("Telegram does not say where it is".into()))?;
    let (mut bytes, mut response) = (Vec::new(), client.fetch(&path).await?);
    while let Some(part) = response.chunk().await.map_err(CallError::from)? {
        bytes.extend_from_slice(&part);
        if bytes.len() as u64 > most {
            return Err(too_large());
        }
    }
    Ok(bytes)
}
