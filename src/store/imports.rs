//! Forms (XLSForm) that coordinators sent, and the dialogs that were made from them.

use sqlx::SqliteConnection;

use super::Result;
use crate::types::{ImportId, PersonId, Timestamp, VersionId, words};

words! {
    /// What became of a form.
    ImportState {
        /// It has not been fetched yet.
        Waiting = "waiting",
        /// It has been fetched and is being read.
        Reading = "reading",
        /// It was being read when the program ended.
        Interrupted = "interrupted",
        /// It is not an XLSForm.
        Refused = "refused",
        Wrong = "wrong",
        /// Telegram no longer has the file.
        Lost = "lost",
        /// A dialog was made from it.
        Ready = "ready",
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    pub id: ImportId,
    /// The coordinator who sent it.
    pub person: PersonId,
    /// Telegram's id of the file.
    pub file: String,
    /// The file's name.
    pub name: String,
    /// What became of it.
    pub state: ImportState,
    /// JSON: why it was refused, or the remarks on it.
    pub report: String,
    /// The dialog, once the form is ready.
    pub version: Option<VersionId>,
}

/// Adds a form that is to be fetched.
pub async fn add(db: &mut SqliteConnection, person: PersonId, file: &str, name: &str, at: Timestamp) -> Result<()> {
    let insert = sqlx::query!(
        "INSERT INTO imports (id, person, file, name, at)
         VALUES ((SELECT id FROM next_ids WHERE of = 'imports'), ?, ?, ?, ?)",
        person,
        file,
        name,
        at
    );
    insert.execute(db).await?;
    Ok(())
}

/// The oldest form after this one that has not been fetched; of those before it, if there is none after it.
pub async fn find_waiting(db: &mut SqliteConnection, after: ImportId) -> Result<Option<Import>> {
    let id = sqlx::query_scalar!(
        r#"SELECT id AS "id!: ImportId" FROM imports_waiting_to_be_read ORDER BY id <= ?, id LIMIT 1"#,
        after
    );
    match id.fetch_optional(&mut *db).await? {
        Some(id) => find(db, id).await,
        None => Ok(None),
    }
}

pub async fn find(db: &mut SqliteConnection, id: ImportId) -> Result<Option<Import>> {
    let row = sqlx::query_as!(
        Import,
        r#"SELECT id AS "id!", person, file, name, state AS "state: ImportState", report, version AS "version: VersionId"
           FROM imports WHERE id = ?"#,
        id
    );
    Ok(row.fetch_optional(db).await?)
}

/// The forms that are being read: each with its sender and the moment when it was sent.
pub async fn list_being_read(db: &mut SqliteConnection) -> Result<Vec<(ImportId, PersonId, Timestamp)>> {
    let rows = sqlx::query!(
        r#"SELECT id AS "id!: ImportId", person AS "person: PersonId", at AS "at: Timestamp" FROM imports WHERE state = ?
           ORDER BY id"#,
        ImportState::Reading
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.id, row.person, row.at)).collect())
}

/// What became of a form.
pub async fn set_state(
    db: &mut SqliteConnection,
    id: ImportId,
    state: ImportState,
    report: &str,
    version: Option<VersionId>,
) -> Result<()> {
    let update =
        sqlx::query!("UPDATE imports SET state = ?, report = ?, version = ? WHERE id = ?", state, report, version, id);
    update.execute(db).await?;
    Ok(())
}

/// Deletes forms that were sent before `before`. The dialogs that were made from them stay.
pub async fn delete_before(db: &mut SqliteConnection, before: Timestamp) -> Result<u64> {
    Ok(sqlx::query!("DELETE FROM imports WHERE at < ?", before).execute(db).await?.rows_affected())
}

/// A dialog that was made from a form and can be opened as a survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedDialog {
    pub name: String,
    pub version: VersionId,
    /// The coordinator who sent it. None if they have erased their data.
    pub person: Option<PersonId>,
    /// No new survey can be opened from it. Surveys that are open go on.
    pub withdrawn: bool,
}

pub async fn list_offered(db: &mut SqliteConnection) -> Result<Vec<OfferedDialog>> {
    let rows = sqlx::query_as!(
        OfferedDialog,
        r#"SELECT name AS "name!", version, person AS "person: PersonId", withdrawn AS "withdrawn!: bool" FROM offered ORDER BY 1"#
    );
    Ok(rows.fetch_all(db).await?)
}

/// Offers a dialog, in the place of any other dialog of this name.
pub async fn offer(db: &mut SqliteConnection, name: &str, version: VersionId, person: PersonId) -> Result<()> {
    let insert = sqlx::query!(
        "INSERT INTO offered (name, version, person) VALUES (?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET version = excluded.version, person = excluded.person, withdrawn = 0",
        name,
        version,
        person
    );
    insert.execute(db).await?;
    Ok(())
}

/// Withdraws a dialog, or offers it again.
pub async fn set_withdrawn(db: &mut SqliteConnection, name: &str, withdrawn: bool) -> Result<()> {
    sqlx::query!("UPDATE offered SET withdrawn = ? WHERE name = ?", withdrawn, name).execute(db).await?;
    Ok(())
}

/// The form that this version was made from, if this person sent it.
pub async fn find_by_version(
    db: &mut SqliteConnection,
    person: PersonId,
    version: VersionId,
) -> Result<Option<ImportId>> {
    let id = sqlx::query_scalar!(
        r#"SELECT id AS "id!: ImportId" FROM imports WHERE person = ? AND version = ? ORDER BY id DESC LIMIT 1"#,
        person,
        version
    );
    Ok(id.fetch_optional(db).await?)
}
