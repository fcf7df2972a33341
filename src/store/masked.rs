//! Masked texts: readers of the results see that there was a text, but not what it said.

use std::collections::BTreeSet;

use sqlx::SqliteConnection;

use super::Result;
use crate::dialog::Key;
use crate::types::{ResponseId, SurveyId};

/// Masks a text, or shows it again.
pub async fn set(db: &mut SqliteConnection, response: ResponseId, key: &Key, masked: bool) -> Result<()> {
    if masked {
        let insert = sqlx::query!(
            "INSERT INTO masked (response, question, item) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            response,
            key.question,
            key.item
        );
        insert.execute(db).await?;
    } else {
        let delete = sqlx::query!(
            "DELETE FROM masked WHERE response = ? AND question = ? AND item = ?",
            response,
            key.question,
            key.item
        );
        delete.execute(db).await?;
    }
    Ok(())
}

/// The masked texts of a survey.
pub async fn list_of_survey(db: &mut SqliteConnection, survey: SurveyId) -> Result<BTreeSet<(ResponseId, Key)>> {
    let rows = sqlx::query!(
        r#"SELECT m.response AS "response!: ResponseId", m.question AS "question!", m.item AS "item!" FROM masked m
           JOIN responses r ON r.id = m.response WHERE r.survey = ?"#,
        survey
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    Ok(rows.map(|row| (row.response, Key { question: row.question, item: row.item })).collect())
}
