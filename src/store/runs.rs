//! Runs: one person's way through one dialog, with the answers so far.

use sqlx::SqliteConnection;

use super::{Error, Millis, Result};
use crate::dialog::{Answers, Entry, Key};

/// A run as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Our own id.
    pub id: i64,
    /// Whose.
    pub person: i64,
    /// The dialog's version they began with.
    pub version: i64,
    /// The survey, or none for a form.
    pub survey: Option<i64>,
    /// Orders shuffled options.
    pub seed: i64,
    /// Grows whenever the person moves on or back.
    pub revision: i64,
    /// When the survey stops taking answers; none for a form.
    pub closes_at: Option<Millis>,
}

/// Begins a run.
///
/// # Errors
/// When the database refuses.
pub async fn begin(
    db: &mut SqliteConnection,
    person: i64,
    version: i64,
    survey: Option<i64>,
    seed: i64,
) -> Result<Run> {
    let insert = sqlx::query!(
        "INSERT INTO runs (person, version, survey, seed) VALUES (?, ?, ?, ?)",
        person,
        version,
        survey,
        seed
    );
    let id = insert.execute(&mut *db).await?.last_insert_rowid();
    find(db, id).await?.ok_or(Error::Row { table: "runs", cause: "a run just begun is gone".into() })
}

/// A run by its id.
///
/// # Errors
/// When the database refuses.
pub async fn find(db: &mut SqliteConnection, id: i64) -> Result<Option<Run>> {
    let row = sqlx::query_as!(
        Run,
        r#"SELECT r.id, r.person, r.version, r.survey, r.seed, r.revision, COALESCE(s.closed_at, s.closes_at) AS "closes_at?: i64"
           FROM runs r LEFT JOIN surveys s ON s.id = r.survey WHERE r.id = ?"#,
        id
    );
    Ok(row.fetch_optional(db).await?)
}

/// The person's run of a survey, if it is under way.
///
/// # Errors
/// When the database refuses.
pub async fn of_survey(db: &mut SqliteConnection, person: i64, survey: i64) -> Result<Option<Run>> {
    let id = sqlx::query_scalar!(r#"SELECT id AS "id!" FROM runs WHERE person = ? AND survey = ?"#, person, survey);
    match id.fetch_optional(&mut *db).await? {
        Some(id) => find(db, id).await,
        None => Ok(None),
    }
}

/// The person's forms under way, newest first: their ids and the names of their dialogs.
///
/// # Errors
/// When the database refuses.
pub async fn forms(db: &mut SqliteConnection, person: i64) -> Result<Vec<(i64, String)>> {
    let rows = sqlx::query!(
        r#"SELECT r.id AS "id!", v.name FROM runs r JOIN versions v ON v.id = r.version
           WHERE r.person = ? AND r.survey IS NULL ORDER BY r.id DESC"#,
        person
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.id, row.name)).collect())
}

/// All answers of a run.
///
/// # Errors
/// When the database refuses, or a value cannot be read.
pub async fn answers(db: &mut SqliteConnection, run: i64) -> Result<Answers> {
    let rows = sqlx::query!(r#"SELECT question, item, value, done AS "done: bool" FROM answers WHERE run = ?"#, run);
    let mut answers = Answers::new();
    for row in rows.fetch_all(db).await? {
        let value = serde_json::from_str(&row.value)
            .map_err(|error| Error::Row { table: "answers", cause: error.to_string() })?;
        answers.insert(Key { question: row.question, item: row.item }, Entry { value, done: row.done });
    }
    Ok(answers)
}

/// Keeps one answer, over whatever was there. A finished one, or one taken back, raises the run's revision (by trigger).
///
/// # Errors
/// When the database refuses.
pub async fn record(db: &mut SqliteConnection, run: i64, key: &Key, entry: &Entry) -> Result<()> {
    let value = serde_json::to_string(&entry.value)
        .map_err(|error| Error::Row { table: "answers", cause: error.to_string() })?;
    let upsert = sqlx::query!(
        "INSERT INTO answers (run, question, item, value, done) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (run, question, item) DO UPDATE SET value = excluded.value, done = excluded.done",
        run,
        key.question,
        key.item,
        value,
        entry.done
    );
    upsert.execute(db).await?;
    Ok(())
}

/// Ends a run: its answers go with it and are overwritten.
///
/// # Errors
/// When the database refuses.
pub async fn end(db: &mut SqliteConnection, run: i64) -> Result<()> {
    sqlx::query!("UPDATE persons SET run = NULL WHERE run = ?", run).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM runs WHERE id = ?", run).execute(db).await?;
    Ok(())
}
