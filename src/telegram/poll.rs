//! Long polling: a batch is confirmed (by the next offset) only when the desk has it on disk.

use serde::Serialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use teloxide::payloads::DeleteWebhook;
use teloxide::types::AllowedUpdate;
use tokio::sync::{mpsc, oneshot};

use super::client::{Client, LONG_POLL};
use super::decode::{KINDS, Received, decode};
use super::errors::CallError;
use crate::backoff;
use crate::bot::desk::Job;
use crate::chat::Event;
use crate::types::UpdateId;

/// The parameters of `getUpdates`. teloxide's offset has 32 bits; Telegram's numbers may one day have more.
#[derive(Serialize)]
struct GetUpdates {
    /// The first update that is wanted; those before it are confirmed. None: the first that is not confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<i64>,
    timeout: u32,
    allowed_updates: [AllowedUpdate; 4],
}

/// Polls until the desk is gone or the task is dropped.
pub async fn run(client: Client, jobs: mpsc::Sender<Job>) {
    let (mut offset, mut failures) = (None, 0);
    loop {
        let call = GetUpdates { offset, timeout: LONG_POLL, allowed_updates: KINDS };
        // Each update by itself: one that cannot be read must not take the others with it.
        let updates: Vec<Box<RawValue>> = match client.call_method("getUpdates", &call).await {
            Ok(updates) => updates,
            Err(error) => {
                failures += 1;
                recover(&client, &error, failures).await;
                continue;
            }
        };
        failures = 0;
        if updates.is_empty() {
            // All that was received is confirmed now. After a week without updates Telegram begins with any number,
            // perhaps a lower one, which an offset from before would pass over.
            offset = None;
            continue;
        }
        let received: Vec<Received> = updates.iter().map(|update| decode(update.get())).collect();
        let last = received.iter().filter_map(|update| update.id).max();
        let events: Vec<Event> = received.into_iter().filter_map(|update| update.event).collect();
        if !events.is_empty() {
            let (done, kept) = oneshot::channel();
            if jobs.send((events, done)).await.is_err() || kept.await.is_err() {
                return; // the desk is gone: we are stopping, and Telegram will hand these over again
            }
        }
        match last {
            Some(UpdateId(last)) => offset = Some(last.saturating_add(1)),
            None => {
                // Nothing can be confirmed, so the same will come again.
                failures += 1;
                tracing::error!(updates = updates.len(), "no update has a number that can be read; trying again");
                tokio::time::sleep(backoff::POLL.pause(failures)).await;
            }
        }
    }
}

/// Waits as long as the error asks, and removes a webhook that is in the way.
async fn recover(client: &Client, error: &CallError, failures: u32) {
    let wait = match error {
        CallError::RetryAfter(wait) => *wait,
        _ => backoff::POLL.pause(failures),
    };
    if error.is_about_token() {
        tracing::error!(%error, "Telegram refuses the token: no update is received until the token is right");
    } else {
        tracing::warn!(%error, seconds = wait.as_secs(), "updates could not be fetched; trying again");
    }
    if error.is_webhook_active() {
        remove_webhook(client).await;
    }
    tokio::time::sleep(wait).await;
}

/// Removes a webhook: while there is one, Telegram gives no updates to whoever polls.
async fn remove_webhook(client: &Client) {
    match client.call(&DeleteWebhook::new()).await {
        Ok(IgnoredAny) => {}
        Err(error) => tracing::warn!(%error, "an old webhook could not be removed"),
    }
}
