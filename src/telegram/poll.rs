//! Long polling: a batch is confirmed (by the next offset) only when the desk has it on disk.

use teloxide::payloads::GetUpdatesSetters;
use teloxide::prelude::Requester;
use teloxide::types::AllowedUpdate;
use teloxide::{Bot, RequestError};
use tokio::sync::{mpsc, oneshot};

use super::client::LONG_POLL;
use super::decode::decode;
use super::errors::cause;
use crate::backoff;
use crate::bot::desk::Job;
use crate::chat::Event;

/// Polls until the desk is gone or the task is dropped.
pub async fn run(bot: Bot, jobs: mpsc::Sender<Job>) {
    let (mut offset, mut failures) = (0, 0);
    loop {
        let kinds = [AllowedUpdate::Message, AllowedUpdate::CallbackQuery, AllowedUpdate::MyChatMember];
        let updates = match bot.get_updates().offset(offset).timeout(LONG_POLL).allowed_updates(kinds).await {
            Ok(updates) => updates,
            Err(error) => {
                failures += 1;
                let wait = match &error {
                    RequestError::RetryAfter(seconds) => seconds.duration(),
                    _ => backoff::POLL.pause(failures),
                };
                tracing::warn!(cause = %cause(&error), seconds = wait.as_secs(), "updates could not be fetched; trying again");
                tokio::time::sleep(wait).await;
                continue;
            }
        };
        failures = 0;
        let Some(last) = updates.last() else { continue };
        let next = i32::try_from(last.id.0).unwrap_or(i32::MAX).saturating_add(1);
        let events: Vec<Event> = updates.iter().filter_map(decode).collect();
        if !events.is_empty() {
            let (done, kept) = oneshot::channel();
            if jobs.send((events, done)).await.is_err() || kept.await.is_err() {
                return; // the desk is gone: we are stopping, and Telegram will hand these over again
            }
        }
        offset = next;
    }
}
