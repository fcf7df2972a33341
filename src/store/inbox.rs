//! Updates that Telegram has handed over: handled once, and known to be unanswered until the reply has gone out.

use sqlx::SqliteConnection;

use super::Result;

/// How many handled updates are remembered; Telegram repeats unconfirmed ones for a day at most.
const REMEMBERED: i64 = 100_000;

/// Notes an update; false when it was handled before. `chat` is kept until [`answered`].
///
/// # Errors
/// When the database refuses.
pub async fn take(db: &mut SqliteConnection, update: i64, chat: i64) -> Result<bool> {
    let insert = sqlx::query!("INSERT OR IGNORE INTO inbox (id, chat) VALUES (?, ?)", update, chat);
    Ok(insert.execute(db).await?.rows_affected() == 1)
}

/// The replies to these updates have gone out (JSON array of update ids).
///
/// # Errors
/// When the database refuses.
pub async fn answered(db: &mut SqliteConnection, updates: &[i64]) -> Result<()> {
    let list = serde_json::json!(updates).to_string();
    sqlx::query!("UPDATE inbox SET chat = NULL WHERE id IN (SELECT value FROM json_each(?))", list).execute(db).await?;
    Ok(())
}

/// Updates whose reply did not go out before the process ended, with their chats; oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn unanswered(db: &mut SqliteConnection) -> Result<Vec<(i64, i64)>> {
    let rows = sqlx::query!(r#"SELECT id, chat AS "chat!" FROM inbox WHERE chat IS NOT NULL ORDER BY id"#);
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.id, row.chat)).collect())
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
