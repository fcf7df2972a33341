//! Telegram's updates. Each is handled once, and counts as unanswered until the reply has been sent.
//!
//! They are remembered by the time of their arrival, not by their numbers: after a week without updates Telegram begins
//! anew with any number, perhaps a lower one.

use std::collections::HashSet;

use sqlx::SqliteConnection;

use super::Result;
use crate::types::{Address, DAY, MessageId, Millis, Timestamp, UpdateId};

/// How long handled updates are remembered. Telegram repeats unconfirmed updates for a day at most.
const REMEMBERED: Millis = 2 * DAY;

/// An update whose reply has not been sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    pub id: UpdateId,
    pub address: Address,
    /// The message whose button was pressed, and the code of what is shown, if showing it again changes nothing.
    pub view: Option<(MessageId, String)>,
}

/// Adds updates in the order of their arrival and returns those that were not handled before. The chat of each is stored
/// until [`set_answered`].
pub async fn add(db: &mut SqliteConnection, at: Timestamp, updates: &[Update]) -> Result<HashSet<UpdateId>> {
    let row = |update: &Update| {
        let (message, code) = update.view.as_ref().map(|(message, code)| (*message, code)).unzip();
        serde_json::json!([update.id, update.address.id, message, code])
    };
    let list = serde_json::Value::from(updates.iter().map(row).collect::<Vec<_>>()).to_string();
    let fresh = sqlx::query_scalar!(
        r#"INSERT INTO inbox (id, arrived_at, chat, message, look)
           SELECT value ->> 0, ?, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?) WHERE true
           ON CONFLICT (id) DO NOTHING RETURNING id AS "id: UpdateId""#,
        at,
        list
    );
    Ok(fresh.fetch_all(db).await?.into_iter().collect())
}

/// Stores what a person sees after this update, so that they see it even if the program ends before the reply is sent.
pub async fn set_view(db: &mut SqliteConnection, update: UpdateId, message: MessageId, code: &str) -> Result<()> {
    let update =
        sqlx::query!("UPDATE inbox SET message = ?, look = ? WHERE id = ? AND chat IS NOT NULL", message, code, update);
    update.execute(db).await?;
    Ok(())
}

/// Notes that the replies to these updates have been sent. Earlier updates of the same chat are answered with them.
pub async fn set_answered(db: &mut SqliteConnection, updates: &[(UpdateId, Address)]) -> Result<()> {
    let pairs: Vec<(UpdateId, i64)> = updates.iter().map(|(id, address)| (*id, address.id)).collect();
    let list = serde_json::json!(pairs).to_string();
    let update = sqlx::query!(
        "UPDATE inbox SET chat = NULL, message = NULL, look = NULL WHERE arrival IN (
           SELECT earlier.arrival FROM json_each(?) sent JOIN inbox answered ON answered.id = sent.value ->> 0
           JOIN inbox earlier ON earlier.chat = sent.value ->> 1 AND earlier.arrival <= answered.arrival)",
        list
    );
    update.execute(db).await?;
    Ok(())
}

/// Whether the reply to an earlier update of this chat has not been sent yet.
pub async fn has_earlier_unanswered(db: &mut SqliteConnection, address: Address, update: UpdateId) -> Result<bool> {
    let row = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM inbox WHERE chat = ? AND arrival < (SELECT arrival FROM inbox WHERE id = ?))
           AS "waiting!: bool""#,
        address.id,
        update
    );
    Ok(row.fetch_one(db).await?)
}

/// Updates whose reply was not sent before the process ended, in the order of their arrival.
pub async fn list_unanswered(db: &mut SqliteConnection) -> Result<Vec<Update>> {
    let rows = sqlx::query!(
        r#"SELECT id, chat AS "chat!", message AS "message: MessageId", look FROM inbox WHERE chat IS NOT NULL ORDER BY arrival"#
    );
    Ok(rows
        .fetch_all(db)
        .await?
        .into_iter()
        .map(|row| Update { id: row.id.into(), address: row.chat.into(), view: row.message.zip(row.look) })
        .collect())
}

/// Deletes updates that are too old to be repeated.
pub async fn delete_old(db: &mut SqliteConnection, now: Timestamp) -> Result<()> {
    let before = now - REMEMBERED;
    sqlx::query!("DELETE FROM inbox WHERE chat IS NULL AND arrived_at < ?", before).execute(db).await?;
    Ok(())
}
