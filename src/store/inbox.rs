//! Telegram's updates. Each is handled once, and counts as unanswered until the reply has been sent.

use std::collections::HashSet;

use sqlx::SqliteConnection;

use super::Result;
use crate::types::{Address, MessageId, UpdateId};

/// How many handled updates are remembered. Telegram repeats unconfirmed updates for a day at most.
const REMEMBERED: i64 = 100_000;

/// An update whose reply has not been sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    pub id: UpdateId,
    pub address: Address,
    /// The message whose button was pressed, and the button's code, if the button only shows something.
    pub view: Option<(MessageId, String)>,
}

/// Adds updates and returns those that were not handled before. The chat of each is stored until [`set_answered`].
pub async fn add(db: &mut SqliteConnection, updates: &[Update]) -> Result<HashSet<UpdateId>> {
    let row = |update: &Update| {
        let (message, code) = update.view.as_ref().map(|(message, code)| (*message, code)).unzip();
        serde_json::json!([update.id, update.address.id, message, code])
    };
    let list = serde_json::Value::from(updates.iter().map(row).collect::<Vec<_>>()).to_string();
    let fresh = sqlx::query_scalar!(
        r#"INSERT INTO inbox (id, chat, message, look)
           SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?) WHERE true
           ON CONFLICT (id) DO NOTHING RETURNING id AS "id: UpdateId""#,
        list
    );
    Ok(fresh.fetch_all(db).await?.into_iter().collect())
}

/// Notes that the replies to these updates have been sent. Earlier updates of the same chat are answered with them.
pub async fn set_answered(db: &mut SqliteConnection, updates: &[(UpdateId, Address)]) -> Result<()> {
    let pairs: Vec<(UpdateId, i64)> = updates.iter().map(|(id, address)| (*id, address.id)).collect();
    let list = serde_json::json!(pairs).to_string();
    let update = sqlx::query!(
        "UPDATE inbox SET chat = NULL, message = NULL, look = NULL WHERE id IN (
           SELECT i.id FROM json_each(?) sent JOIN inbox i ON i.chat = sent.value ->> 1 AND i.id <= sent.value ->> 0)",
        list
    );
    update.execute(db).await?;
    Ok(())
}

/// Whether the reply to an earlier update of this chat has not been sent yet.
pub async fn has_earlier_unanswered(db: &mut SqliteConnection, address: Address, update: UpdateId) -> Result<bool> {
    let row = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM inbox WHERE chat = ? AND id < ?) AS "waiting!: bool""#,
        address.id,
        update
    );
    Ok(row.fetch_one(db).await?)
}

/// Updates whose reply was not sent before the process ended, oldest first.
pub async fn list_unanswered(db: &mut SqliteConnection) -> Result<Vec<Update>> {
    let rows = sqlx::query!(
        r#"SELECT id, chat AS "chat!", message AS "message: MessageId", look FROM inbox WHERE chat IS NOT NULL ORDER BY id"#
    );
    Ok(rows
        .fetch_all(db)
        .await?
        .into_iter()
        .map(|row| Update { id: row.id.into(), address: row.chat.into(), view: row.message.zip(row.look) })
        .collect())
}

/// Deletes updates that are too old to be repeated.
pub async fn delete_old(db: &mut SqliteConnection) -> Result<()> {
    let delete = sqlx::query!(
        "DELETE FROM inbox WHERE chat IS NULL AND id < (SELECT COALESCE(MAX(id), 0) FROM inbox) - ?",
        REMEMBERED
    );
    delete.execute(db).await?;
    Ok(())
}
