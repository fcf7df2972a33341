//! SQLite: the only room with SQL.
//!
//! One writer connection and a few read-only ones: two writers under load only ever give "database is locked". Every
//! function takes a connection and never opens or ends a transaction itself; the caller decides what belongs together.
//! Rows are plain structs. What was deleted is overwritten (`secure_delete`), and the write-ahead log can be emptied.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Sqlite, SqliteConnection, Transaction};

pub mod attendance;
pub mod bodies;
pub mod files;
pub mod imports;
pub mod inbox;
pub mod links;
pub mod masked;
pub mod meetings;
pub mod outbox;
pub mod people;
pub mod records;
pub mod responses;
pub mod retention;
pub mod runs;
pub mod shares;
pub mod summaries;
pub mod surveys;
pub mod versions;
pub mod written;

/// Milliseconds since 1970 in UTC.
pub type Millis = i64;

/// What can go wrong with the database.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused: full disk, lock, read-only file, broken constraint.
    #[error("the database refused: {0}")]
    Database(#[from] sqlx::Error),
    /// It could not be written at all, after waiting: another program holds it, or the disk is read-only.
    #[error("the database cannot be written: {0}")]
    Busy(sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the schema could not be applied: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A copy of a file could not be written or read.
    #[error("{}: {}", .0.display(), .1)]
    File(PathBuf, std::io::Error),
    /// A row holds what no version of the program wrote.
    #[error("a row of {table} cannot be read: {cause}")]
    Row {
        /// The table.
        table: &'static str,
        /// What is wrong with it.
        cause: String,
    },
}

/// How long a writer waits for another program to let go of the database.
const BUSY: Duration = Duration::from_secs(2);

/// Result of every function of this room.
pub type Result<T> = std::result::Result<T, Error>;

/// The database file: its writer and its readers.
#[derive(Debug, Clone)]
pub struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
    path: PathBuf,
    /// The log holds what was erased from the database.
    soiled: Arc<AtomicBool>,
}

impl Store {
    /// Opens (or makes) the database and brings its schema up to date.
    ///
    /// # Errors
    /// When the file cannot be opened, is no database, or was written by a newer version.
    pub async fn open(path: &Path) -> Result<Store> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full) // an answer survives a power cut too; commits are shared (see bot::desk)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            .pragma("secure_delete", "on")
            .pragma("temp_store", "memory");
        let writer = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
        let writer = writer.connect_with(options.clone()).await?;
        sqlx::migrate!().run(&writer).await?;
        let readers = SqlitePoolOptions::new().max_connections(2).idle_timeout(Duration::from_secs(60));
        let readers = readers.connect_lazy_with(options.read_only(true).create_if_missing(false));
        let store = Store { writer, readers, path: path.to_owned(), soiled: Arc::default() };
        store.soil(); // a kill may have left an anonymous submission's traces there
        store.empty_log().await?;
        Ok(store)
    }

    /// Begins a writing transaction; waits for the one under way.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn write(&self) -> Result<Transaction<'static, Sqlite>> {
        self.writer.begin_with("BEGIN IMMEDIATE").await.map_err(Error::Busy)
    }

    /// Begins a reading transaction: all its queries see the same moment.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn read(&self) -> Result<Transaction<'static, Sqlite>> {
        Ok(self.readers.begin().await?)
    }

    /// Something was erased that must be gone from the write-ahead log too.
    pub fn soil(&self) {
        self.soiled.store(true, Ordering::Relaxed);
    }

    /// Whether the log still has to be emptied.
    pub fn is_soiled(&self) -> bool {
        self.soiled.load(Ordering::Relaxed)
    }

    /// Copies the write-ahead log into the database and cuts it to nothing, so that overwritten rows are gone from it too.
    /// False when it has to be tried again, because somebody is reading; does not wait for them.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn empty_log(&self) -> Result<bool> {
        let mut writer = self.writer.acquire().await?;
        sqlx::query("PRAGMA busy_timeout = 0").execute(&mut *writer).await?;
        let emptied = sqlx::query_scalar::<_, i64>("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *writer).await;
        let restore = sqlx::AssertSqlSafe(format!("PRAGMA busy_timeout = {}", BUSY.as_millis()));
        sqlx::query(restore).execute(&mut *writer).await?;
        let emptied = emptied? == 0;
        self.soiled.fetch_and(!emptied, Ordering::Relaxed);
        Ok(emptied)
    }

    /// Writes a consistent copy to `target`, which must not exist, while the bot runs. The copy is compact: it holds no
    /// trace of what was deleted.
    ///
    /// # Errors
    /// When `target` exists or cannot be written.
    pub async fn backup(&self, target: &Path) -> Result<()> {
        let target = target.to_string_lossy().into_owned();
        sqlx::query("VACUUM INTO ?").bind(target).execute(&self.writer).await?;
        Ok(())
    }

    /// Where the database lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Closes all connections; the log is emptied first.
    pub async fn close(&self) {
        let _ = self.empty_log().await; // closing anyway: the next start empties it
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Notes what a coordinator did, to what, and if it was about one member, to whom.
///
/// # Errors
/// When the database refuses.
pub async fn audit(
    db: &mut SqliteConnection,
    at: Millis,
    person: Option<i64>,
    action: &str,
    subject: i64,
    member: Option<i64>,
) -> Result<()> {
    let insert = sqlx::query!(
        "INSERT INTO audit (at, person, action, subject, member) VALUES (?, ?, ?, ?, ?)",
        at,
        person,
        action,
        subject,
        member
    );
    insert.execute(db).await?;
    Ok(())
}

/// Whether this was noted of them since `since`: a list that is paged through is looked at once.
///
/// # Errors
/// When the database refuses.
pub async fn is_audited(
    db: &mut SqliteConnection,
    since: Millis,
    person: i64,
    action: &str,
    subject: i64,
) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM audit WHERE at > ? AND person = ? AND action = ? AND subject = ?) AS "found!: bool""#,
        since,
        person,
        action,
        subject
    );
    Ok(found.fetch_one(db).await?)
}

/// Something that a coordinator did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// When.
    pub at: Millis,
    /// Who, by our own id; none once they have erased themselves.
    pub person: Option<i64>,
    /// The name they chose.
    pub name: Option<String>,
    /// What, as in the code: `opened a survey`.
    pub action: String,
    /// To which: a survey, a meeting, a body …
    pub subject: i64,
    /// The name of the member it was about.
    pub member: Option<String>,
}

/// What coordinators did, newest first, so many.
///
/// # Errors
/// When the database refuses.
pub async fn deeds(db: &mut SqliteConnection, most: i64) -> Result<Vec<Deed>> {
    let rows = sqlx::query_as!(
        Deed,
        r#"SELECT a.at, a.person, p.name AS "name?", a.action, COALESCE(a.subject, 0) AS "subject!: i64", m.name AS "member?"
           FROM audit a LEFT JOIN persons p ON p.id = a.person LEFT JOIN persons m ON m.id = a.member ORDER BY a.id DESC LIMIT ?"#,
        most
    );
    Ok(rows.fetch_all(db).await?)
}

/// What a person did as coordinator: when, what, to which. For /mydata.
///
/// # Errors
/// When the database refuses.
pub async fn audited(db: &mut SqliteConnection, person: i64) -> Result<Vec<(Millis, String, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT at, action, COALESCE(subject, 0) AS "subject!: i64" FROM audit WHERE person = ? ORDER BY id"#,
        person
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(|row| (row.at, row.action, row.subject)).collect())
}
