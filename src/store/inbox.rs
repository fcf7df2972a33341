//! Updates that Telegram has handed over: handled once, and known to be unanswered until the reply has gone out.

use std::collections::HashSet;

use sqlx::SqliteConnection;

use super::Result;

/// How many handled updates are remembered; Telegram repeats unconfirmed ones for a day at most.
const REMEMBERED: i64 = 100_000;

/// An update whose reply has not gone out.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Update {
    /// Telegram's number of it.
    pub id: i64,
    /// The chat.
    pub chat: i64,
    /// The message whose button was pressed, and the button's code, if it only asks to see something.
    pub look: Option<(i64, String)>,
}

/// Notes updates; returns those that were not handled before. Where they came from is kept until [`answered`].
///
/// # Errors
/// When the database refuses.
pub async fn take(db: &mut SqliteConnection, updates: &[Update]) -> Result<HashSet<i64>> {
    let list = serde_json::json!(updates).to_string();
    let fresh = sqlx::query_scalar!(
        r#"INSERT INTO inbox (id, chat, message, look)
           SELECT value ->> 'id', value ->> 'chat', value ->> '$.look[0]', value ->> '$.look[1]' FROM json_each(?) WHERE true
           ON CONFLICT (id) DO NOTHING RETURNING id"#,
        list
    );
    Ok(fresh.fetch_all(db).await?.into_iter().collect())
}

/// The replies to these updates (with their chats) have gone out; earlier ones of the same chat are answered with them.
///
/// # Errors
/// When the database refuses.
pub async fn answered(db: &mut SqliteConnection, updates: &[(i64, i64)]) -> Result<()> {
    let list = serde_json::json!(updates).to_string();
    let update = sqlx::query!(
        "UPDATE inbox SET chat = NULL, message = NULL, look = NULL WHERE id IN (
           SELECT i.id FROM json_each(?) sent JOIN inbox i ON i.chat = sent.value ->> 1 AND i.id <= sent.value ->> 0)",
        list
    );
    update.execute(db).await?;
    Ok(())
}

/// Whether the reply to an earlier update of this chat has not gone out yet.
///
/// # Errors
/// When the database refuses.
pub async fn is_waiting(db: &mut SqliteConnection, chat: i64, update: i64) -> Result<bool> {
    let row = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM inbox WHERE chat = ? AND id < ?) AS "waiting!: bool""#,
        chat,
        update
    );
    Ok(row.fetch_one(db).await?)
}

/// Updates whose reply did not go out before the process ended; oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn unanswered(db: &mut SqliteConnection) -> Result<Vec<Update>> {
    let rows =
        sqlx::query!(r#"SELECT id, chat AS "chat!", message, look FROM inbox WHERE chat IS NOT NULL ORDER BY id"#);
    Ok(rows
        .fetch_all(db)
        .await?
        .into_iter()
        .map(|row| Update { id: row.id, chat: row.chat, look: row.message.zip(row.look) })
        .collect())
}

/// Forgets updates too old to be repeated.
///
/// # Errors
/// When the database refuses.
pub async fn prune(db: &mut SqliteConnection) -> Result<()> {
    let delete = sqlx::query!(
        "DELETE FROM inbox WHERE chat IS NULL AND id < (SELECT COALESCE(MAX(id), 0) FROM inbox) - ?",
        REMEMBERED
    );
    delete.execute(db).await?;
    Ok(())
}
