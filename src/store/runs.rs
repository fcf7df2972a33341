//! Runs: one person's way through one dialog, with the answers so far.

use sqlx::SqliteConnection;

use super::{Error, Result};
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
}

/// Begins a run.
///
/// # Errors
/// When the database refuses.
pub async fn begin(db: &mut SqliteConnection, person: i64, version: i64, survey: Option<i64>, seed: i64) -> Result<Run> {
    let insert = sqlx::query!(
        "INSERT INTO runs (person, version, survey, seed) VALUES (?, ?, ?, ?)",
        person,
        version,
        survey,
        seed
    );
    let id = insert.execute(db).await?.last_insert_rowid();
    Ok(Run { id, person, version, survey, seed, revision: 0 })
}

/// A run by its id.
///
/// # Errors
/// When the database refuses.
pub async fn find(db: &mut SqliteConnection, id: i64) -> Result<Option<Run>> {
    let row = sqlx::query_as!(Run, "SELECT id, person, version, survey, seed, revision FROM runs WHERE id = ?", id);
    Ok(row.fetch_optional(db).await?)
}

/// The person's run of a survey, if it is under way.
///
/// # Errors
/// When the database refuses.
pub async fn of_survey(db: &mut SqliteConnection, person: i64, survey: i64) -> Result<Option<Run>> {
    let row = sqlx::query_as!(
        Run,
        r#"SELECT id AS "id!", person, version, survey, seed, revision FROM runs WHERE person = ? AND survey = ?"#,
        person,
        survey
    );
    Ok(row.fetch_optional(db).await?)
}

/// The person's forms under way, newest first, with the names of their dialogs.
///
/// # Errors
/// When the database refuses.
pub async fn forms(db: &mut SqliteConnection, person: i64) -> Result<Vec<(Run, String)>> {
    let rows = sqlx::query!(
        r#"SELECT r.id AS "id!", r.person, r.version, r.survey, r.seed, r.revision, v.name FROM runs r
           JOIN versions v ON v.id = r.version WHERE r.person = ? AND r.survey IS NULL ORDER BY r.id DESC"#,
        person
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    Ok(rows
        .map(|r| {
            let run = Run { id: r.id, person: r.person, version: r.version, survey: r.survey, seed: r.seed, revision: r.revision };
            (run, r.name)
        })
        .collect())
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

/// Keeps one answer, over whatever was there.
///
/// # Errors
/// When the database refuses.
pub async fn record(db: &mut SqliteConnection, run: i64, key: &Key, entry: &Entry) -> Result<()> {
    let value = serde_json::to_string(&entry.value).map_err(|error| Error::Row { table: "answers", cause: error.to_string() })?;
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

/// The person has moved: buttons shown before are stale from now on.
///
/// # Errors
/// When the database refuses.
pub async fn moved(db: &mut SqliteConnection, run: i64) -> Result<()> {
    sqlx::query!("UPDATE runs SET revision = revision + 1 WHERE id = ?", run).execute(db).await?;
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
