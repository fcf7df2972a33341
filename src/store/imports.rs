//! Forms that coordinators sent, and the dialogs that came of them.

use sqlx::SqliteConnection;

use super::Result;
use crate::types::{ImportId, PersonId, Timestamp, VersionId, words};

words! {
    /// What became of a form.
    ImportState {
        /// It is to be fetched.
        Waiting = "waiting",
        /// It is no form.
        Refused = "refused",
        /// It has mistakes.
        Wrong = "wrong",
        /// It cannot be fetched.
        Lost = "lost",
        /// It has become a dialog.
        Ready = "ready",
    }
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Our own id.
    pub id: ImportId,
    /// Who sent it.
    pub person: PersonId,
    /// Telegram's id of the file.
    pub file: String,
    /// The file's name.
    pub name: String,
    /// What became of it.
    pub state: ImportState,
    /// JSON: why it was refused, or remarks.
    pub report: String,
    /// The dialog, if it is ready.
    pub version: Option<VersionId>,
}

/// A form has been sent and is to be fetched.
pub async fn add(db: &mut SqliteConnection, person: PersonId, file: &str, name: &str, at: Timestamp) -> Result<()> {
    let insert =
        sqlx::query!("INSERT INTO imports (person, file, name, at) VALUES (?, ?, ?, ?)", person, file, name, at);
    insert.execute(db).await?;
    Ok(())
}

/// The next form to be fetched.
pub async fn find_waiting(db: &mut SqliteConnection) -> Result<Option<Import>> {
    let id = sqlx::query_scalar!(r#"SELECT id AS "id!: ImportId" FROM imports_waiting_to_be_read ORDER BY id LIMIT 1"#);
    match id.fetch_optional(&mut *db).await? {
        Some(id) => find(db, id).await,
        None => Ok(None),
    }
}

/// A form.
pub async fn find(db: &mut SqliteConnection, id: ImportId) -> Result<Option<Import>> {
    let row = sqlx::query_as!(
        Import,
        r#"SELECT id AS "id!", person, file, name, state AS "state: ImportState", report, version AS "version: VersionId"
           FROM imports WHERE id = ?"#,
        id
    );
    Ok(row.fetch_optional(db).await?)
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

/// Forgets forms sent before `before`; the dialogs that came of them stay.
pub async fn delete_before(db: &mut SqliteConnection, before: Timestamp) -> Result<u64> {
    Ok(sqlx::query!("DELETE FROM imports WHERE at < ?", before).execute(db).await?.rows_affected())
}

/// A dialog that is offered for surveys beside those of the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedDialog {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: VersionId,
    /// Whose it is; none if they have erased themselves.
    pub person: Option<PersonId>,
    /// It has been taken out again; surveys that were opened from it go on.
    pub withdrawn: bool,
}

/// Those dialogs.
pub async fn list_offered(db: &mut SqliteConnection) -> Result<Vec<OfferedDialog>> {
    let rows = sqlx::query_as!(
        OfferedDialog,
        r#"SELECT name AS "name!", version, person AS "person: PersonId", withdrawn AS "withdrawn!: bool" FROM offered ORDER BY 1"#
    );
    Ok(rows.fetch_all(db).await?)
}

/// Offers a dialog from now on, in the place of any other of its name.
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

/// Takes a dialog out of those that are offered, or puts it back.
pub async fn set_withdrawn(db: &mut SqliteConnection, name: &str, withdrawn: bool) -> Result<()> {
    sqlx::query!("UPDATE offered SET withdrawn = ? WHERE name = ?", withdrawn, name).execute(db).await?;
    Ok(())
}

/// The form of which this version came, if this person sent it.
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
