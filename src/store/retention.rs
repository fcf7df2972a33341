//! Deletes personal data when the notice's promises end: confidential answers by name, wishes, drafts, and at last the
//! profiles.

use sqlx::SqliteConnection;

use super::{Result, people, responses};
use crate::dialog::Value;
use crate::types::{PersonId, Timestamp};

/// Removes the person from confidential responses that were submitted before `before`: profile, day, texts and voices
/// are deleted, and choices stay for the counts. Wishes and drafts of surveys that ended before then are deleted.
pub async fn delete_personal_data(db: &mut SqliteConnection, before: Timestamp) -> Result<u64> {
    let old = sqlx::query!("SELECT id, answers FROM responses WHERE submitted_at < ?", before);
    let old = old.fetch_all(&mut *db).await?;
    let parted = old.len() as u64;
    for row in old {
        let mut answers = responses::decode(&row.answers)?;
        answers.retain(|(_, value)| !matches!(value, Value::Text(_) | Value::Voice { .. }));
        let answers = responses::encode(&answers)?;
        let update = sqlx::query!(
            "UPDATE responses SET answers = ?, person = NULL, body = NULL, role = NULL, sex = NULL, area = NULL,
             age = NULL, submitted_at = NULL WHERE id = ?",
            answers,
            row.id
        );
        update.execute(&mut *db).await?;
    }
    let ended = "SELECT id FROM surveys WHERE MIN(closes_at, COALESCE(closed_at, closes_at)) < ?";
    let mut erased = 0;
    for table in ["wishes", "runs"] {
        // Safe: both table names are constants.
        let delete = sqlx::AssertSqlSafe(format!("DELETE FROM {table} WHERE survey IN ({ended})"));
        erased += sqlx::query(delete).bind(before).execute(&mut *db).await?.rows_affected();
    }
    Ok(parted + erased)
}

/// Erases everybody at the end of the councils' term. Anonymous answers and counts stay.
pub async fn erase_everyone(db: &mut SqliteConnection) -> Result<u64> {
    let all = sqlx::query_scalar!(r#"SELECT id AS "id!: PersonId" FROM persons"#).fetch_all(&mut *db).await?;
    for person in &all {
        people::erase(db, *person).await?;
    }
    Ok(all.len() as u64)
}
