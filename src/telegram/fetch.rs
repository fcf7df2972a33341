//! Fetches files from Telegram, one at a time: copies of files that are handed out, and forms that coordinators send.

use std::collections::HashMap;
use std::fmt::Display;
use std::hash::Hash;
use std::time::Duration;

use serde::Deserialize;
use teloxide::payloads::GetFile;
use teloxide::types::FileId;
use tokio::sync::Notify;
use tokio::time::Instant;

use super::client::Client;
use super::errors::CallError;
use crate::backoff::{self, Backoff};
use crate::bot::surveys::imports::Forms;
use crate::store::files::Copies;
use crate::types::{ImportId, Timestamp};
use crate::xlsform::read::LARGEST;

/// How often copies that nothing needs are looked for, besides whenever all wanted ones are there.
const TIDY_INTERVAL: Duration = Duration::from_secs(60 * 60);

/// Files that are wanted from Telegram, and what is done with them.
trait Queue {
    /// What one of them is known by here.
    type Id: Clone + Eq + Hash;
    type Error: Display;
    /// What they are, for the log.
    const KIND: &'static str;
    const BACKOFF: Backoff;

    /// The next file: what it is known by, and Telegram's id of it. If there are others, not one of those that failed.
    async fn next(&self, failed: &[Self::Id]) -> Result<Option<(Self::Id, String)>, Self::Error>;

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

/// Fetches what is wanted, of at most `most` bytes each, for as long as it is not dropped. One that fails holds up no
/// other: a pause is made when all that is left has failed.
async fn run<Q: Queue>(client: &Client, queue: &Q, most: u64) {
    let (mut failed, mut first_failures) = (Vec::new(), HashMap::new());
    loop {
        let (id, file) = match queue.next(&failed).await {
            Ok(Some(next)) => next,
            Ok(None) => {
                failed.clear();
                queue.more().await;
                continue;
            }
            Err(error) => {
                pause_after::<Q>(&error).await;
                continue;
            }
        };
        if failed.contains(&id) {
            tokio::time::sleep(Q::BACKOFF.pause(1)).await;
            failed.clear();
        }
        let fetched = match fetch(client, &file, most).await {
            Ok(bytes) => Ok(bytes),
            Err(Fault::Later(cause)) => {
                let since: &mut Instant = first_failures.entry(id.clone()).or_insert_with(Instant::now);
                if Q::BACKOFF.gives_up(since.elapsed()) {
                    Err(cause)
                } else {
                    tracing::debug!(kind = Q::KIND, %cause, "a file could not be fetched; trying again");
                    failed.push(id);
                    continue;
                }
            }
            Err(Fault::Never(cause)) => Err(cause),
        };
        if let Err(cause) = &fetched {
            tracing::warn!(kind = Q::KIND, %cause, "a file cannot be had from Telegram");
        }
        first_failures.remove(&id);
        if let Err(error) = queue.take(id, fetched).await {
            pause_after::<Q>(&error).await;
        }
    }
}

async fn pause_after<Q: Queue>(error: &Q::Error) {
    tracing::error!(kind = Q::KIND, %error, "a fetched file could not be taken in; trying again");
    tokio::time::sleep(Q::BACKOFF.pause(1)).await;
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

    async fn next(&self, failed: &[String]) -> Result<Option<(String, String)>, Self::Error> {
        Ok(self.copies.find_wanted(failed).await?.map(|file| (file.clone(), file)))
    }

    async fn more(&self) {
        // Nothing is being saved now, which this needs.
        match self.copies.delete_unneeded().await {
            Ok(0) => {}
            Ok(files) => tracing::info!(files, "copies that nothing hands out any more are deleted"),
            Err(error) => tracing::error!(%error, "copies that nothing needs could not be deleted"),
        }
        let _ = tokio::time::timeout(TIDY_INTERVAL, self.wanted.notified()).await; // in any case it is looked again
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

    async fn next(&self, _: &[ImportId]) -> Result<Option<(ImportId, String)>, Self::Error> {
        self.forms.next_to_fetch().await // it gives them out in turn
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
