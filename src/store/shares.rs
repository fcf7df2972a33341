//! Shared results of surveys: charts and a sentence, as they were when they were shared.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

use super::{Error, Result};
use crate::types::{PersonId, ShareId, SurveyId, Timestamp};

/// Shared results.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    pub id: ShareId,
    pub survey: SurveyId,
    /// The name of the survey's dialog.
    pub name: String,
    /// The sentence, by language.
    pub words: BTreeMap<String, String>,
    /// The charts as JSON, by language, in the order of their display.
    pub charts: BTreeMap<String, Vec<serde_json::Value>>,
}

/// Adds shared results. `share.id` is ignored: the new id is returned.
pub async fn add(db: &mut SqliteConnection, share: &Share, at: Timestamp) -> Result<ShareId> {
    let unwritable = |error: serde_json::Error| Error::Row { table: "shares", cause: error.to_string() };
    let words = serde_json::to_string(&share.words).map_err(unwritable)?;
    let charts = serde_json::to_string(&share.charts).map_err(unwritable)?;
    let insert = sqlx::query!(
        "INSERT INTO shares (id, survey, at, words, charts)
         VALUES ((SELECT id FROM next_ids WHERE of = 'shares'), ?, ?, ?, ?)",
        share.survey,
        at,
        words,
        charts
    );
    Ok(ShareId(insert.execute(db).await?.last_insert_rowid()))
}

/// The shared results with this id. None: they were taken back.
pub async fn find(db: &mut SqliteConnection, id: ShareId) -> Result<Option<Share>> {
    let row = sqlx::query!(
        r#"SELECT h.id AS "id!", h.survey, s.name, h.words, h.charts FROM shares h JOIN surveys s ON s.id = h.survey
           WHERE h.id = ?"#,
        id
    );
    let Some(row) = row.fetch_optional(db).await? else { return Ok(None) };
    let unreadable = |error: serde_json::Error| Error::Row { table: "shares", cause: error.to_string() };
    Ok(Some(Share {
        id: row.id.into(),
        survey: row.survey.into(),
        name: row.name,
        words: serde_json::from_str(&row.words).map_err(unreadable)?,
        charts: serde_json::from_str(&row.charts).map_err(unreadable)?,
    }))
}

/// The shared results of a survey, newest first: id, moment, and the sentence by language.
pub async fn list_of_survey(
    db: &mut SqliteConnection,
    survey: SurveyId,
) -> Result<Vec<(ShareId, Timestamp, BTreeMap<String, String>)>> {
    let rows = sqlx::query!(
        r#"SELECT id AS "id!: ShareId", at AS "at!: Timestamp", words FROM shares WHERE survey = ? ORDER BY id DESC"#,
        survey
    );
    let unreadable = |error: serde_json::Error| Error::Row { table: "shares", cause: error.to_string() };
    let rows = rows.fetch_all(db).await?.into_iter();
    rows.map(|row| Ok((row.id, row.at, serde_json::from_str(&row.words).map_err(unreadable)?))).collect()
}

/// Whether any results of a survey are shared.
pub async fn has_any(db: &mut SqliteConnection, survey: SurveyId) -> Result<bool> {
    let found =
        sqlx::query_scalar!(r#"SELECT EXISTS (SELECT 1 FROM shares WHERE survey = ?) AS "found!: bool""#, survey);
    Ok(found.fetch_one(db).await?)
}

/// Takes shared results back. Messages that have arrived stay, but their buttons show nothing. False: they were taken
/// back before.
pub async fn delete(db: &mut SqliteConnection, survey: SurveyId, id: ShareId) -> Result<bool> {
    let delete = sqlx::query!("DELETE FROM shares WHERE id = ? AND survey = ?", id, survey);
    Ok(delete.execute(db).await?.rows_affected() > 0)
}

/// The people who are told of the results of a survey: those who answered it. Nobody knows who answered an anonymous
/// survey, so all members of the bodies that it was open to are told.
pub async fn list_readers(db: &mut SqliteConnection, survey: SurveyId) -> Result<Vec<PersonId>> {
    let rows = sqlx::query_scalar!(
        r#"SELECT m.id AS "id!: PersonId" FROM persons m JOIN surveys s ON s.id = ?1 WHERE m.joined_at IS NOT NULL AND CASE s.anonymous
             WHEN 0 THEN m.id IN (SELECT person FROM responses WHERE survey = ?1)
             ELSE m.body IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM survey_bodies WHERE survey = ?1)
                  OR m.body IN (SELECT body FROM survey_bodies WHERE survey = ?1)) END
           ORDER BY m.id"#,
        survey
    );
    Ok(rows.fetch_all(db).await?)
}

/// The newest `most` results that were shared with a person, newest first: id and survey.
pub async fn list_for_person(
    db: &mut SqliteConnection,
    person: PersonId,
    most: i64,
) -> Result<Vec<(ShareId, SurveyId)>> {
    let rows = sqlx::query!(
        r#"SELECT h.id AS "id!: ShareId", h.survey AS "survey!: SurveyId" FROM shares h JOIN surveys s ON s.id = h.survey JOIN persons m ON m.id = ?1
           WHERE m.joined_at IS NOT NULL AND CASE s.anonymous
             WHEN 0 THEN EXISTS (SELECT 1 FROM responses WHERE survey = s.id AND person = ?1)
             ELSE m.body IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM survey_bodies WHERE survey = s.id)
                  OR m.body IN (SELECT body FROM survey_bodies WHERE survey = s.id)) END
           ORDER BY h.id DESC LIMIT ?2"#,
        person,
        most
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.id, row.survey)).collect())
}

/// Whether these results were shared with a person.
pub async fn is_for(db: &mut SqliteConnection, share: ShareId, person: PersonId) -> Result<bool> {
    Ok(list_for_person(db, person, i64::MAX).await?.iter().any(|(known, _)| *known == share))
}
