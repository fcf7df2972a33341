//! Forms that coordinators sent, and the dialogs that came of them.

use sqlx::SqliteConnection;

use super::{Millis, Result};

/// A form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Our own id.
    pub id: i64,
    /// Who sent it.
    pub person: i64,
    /// Telegram's id of the file.
    pub file: String,
    /// The file's name.
    pub name: String,
    /// `waiting`, `refused`, `wrong`, `lost` or `ready`.
    pub state: String,
    /// JSON: why it was refused, or remarks.
    pub report: String,
    /// The dialog, if it is ready.
    pub version: Option<i64>,
}

/// A form has been sent and is to be fetched.
///
/// # Errors
/// When the database refuses.
pub async fn add(db: &mut SqliteConnection, person: i64, file: &str, name: &str, at: Millis) -> Result<()> {
    let insert =
        sqlx::query!("INSERT INTO imports (person, file, name, at) VALUES (?, ?, ?, ?)", person, file, name, at);
    insert.execute(db).await?;
    Ok(())
}

/// The next form to be fetched.
///
/// # Errors
/// When the database refuses.
pub async fn waiting(db: &mut SqliteConnection) -> Result<Option<Import>> {
    let id = sqlx::query_scalar!(r#"SELECT id AS "id!" FROM imports WHERE state = 'waiting' ORDER BY id LIMIT 1"#);
    match id.fetch_optional(&mut *db).await? {
        Some(id) => find(db, id).await,
        None => Ok(None),
    }
}

/// A form.
///
/// # Errors
/// When the database refuses.
pub async fn find(db: &mut SqliteConnection, id: i64) -> Result<Option<Import>> {
    let row = sqlx::query_as!(
        Import,
        r#"SELECT id AS "id!", person, file, name, state, report, version FROM imports WHERE id = ?"#,
        id
    );
    Ok(row.fetch_optional(db).await?)
}

/// What became of a form.
///
/// # Errors
/// When the database refuses.
pub async fn end(db: &mut SqliteConnection, id: i64, state: &str, report: &str, version: Option<i64>) -> Result<()> {
    let update =
        sqlx::query!("UPDATE imports SET state = ?, report = ?, version = ? WHERE id = ?", state, report, version, id);
    update.execute(db).await?;
    Ok(())
}

/// Forgets forms sent before `before`; the dialogs that came of them stay.
///
/// # Errors
/// When the database refuses.
pub async fn forget(db: &mut SqliteConnection, before: Millis) -> Result<u64> {
    Ok(sqlx::query!("DELETE FROM imports WHERE at < ?", before).execute(db).await?.rows_affected())
}

/// A dialog that is offered for surveys beside those of the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: i64,
    /// Whose it is; none if they have erased themselves.
    pub person: Option<i64>,
    /// It has been taken out again; surveys that were opened from it go on.
    pub withdrawn: bool,
}

/// Those dialogs.
///
/// # Errors
/// When the database refuses.
pub async fn offered(db: &mut SqliteConnection) -> Result<Vec<Offered>> {
    let rows = sqlx::query_as!(
        Offered,
        r#"SELECT name AS "name!", version, person, withdrawn AS "withdrawn!: bool" FROM offered ORDER BY 1"#
    );
    Ok(rows.fetch_all(db).await?)
}

/// Offers a dialog from now on, in the place of any other of its name.
///
/// # Errors
/// When the database refuses.
pub async fn offer(db: &mut SqliteConnection, name: &str, version: i64, person: i64) -> Result<()> {
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
///
/// # Errors
/// When the database refuses.
pub async fn withdraw(db: &mut SqliteConnection, name: &str, withdrawn: bool) -> Result<()> {
    sqlx::query!("UPDATE offered SET withdrawn = ? WHERE name = ?", withdrawn, name).execute(db).await?;
    Ok(())
}

/// The form of which this version came, if this person sent it.
///
/// # Errors
/// When the database refuses.
pub async fn of_version(db: &mut SqliteConnection, person: i64, version: i64) -> Result<Option<i64>> {
    let id = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM imports WHERE person = ? AND version = ? ORDER BY id DESC LIMIT 1"#,
        person,
        version
    );
    Ok(id.fetch_optional(db).await?)
}
