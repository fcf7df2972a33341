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
use sqlx::{Sqlite, Transaction};

pub mod attendance;
pub mod audit;
pub mod bodies;
pub mod files;
pub mod imports;
pub mod inbox;
pub mod invitations;
pub mod letter_kind;
pub mod letters;
pub mod links;
pub mod live;
pub mod masked;
pub mod meetings;
pub mod outbox;
pub mod people;
pub mod readings;
pub mod records;
pub mod responses;
pub mod retention;
pub mod runs;
pub mod shares;
pub mod summaries;
pub mod surveys;
pub mod versions;

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
    wal_dirty: Arc<AtomicBool>,
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
        let store = Store { writer, readers, path: path.to_owned(), wal_dirty: Arc::default() };
        store.mark_wal_dirty(); // a kill may have left an anonymous submission's traces there
        store.truncate_wal().await?;
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
    pub fn mark_wal_dirty(&self) {
        self.wal_dirty.store(true, Ordering::Relaxed);
    }

    /// Whether the log still has to be emptied.
    pub fn is_wal_dirty(&self) -> bool {
        self.wal_dirty.load(Ordering::Relaxed)
    }

    /// Copies the write-ahead log into the database and cuts it to nothing, so that overwritten rows are gone from it too.
    /// False when it has to be tried again, because somebody is reading; does not wait for them.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn truncate_wal(&self) -> Result<bool> {
        let mut writer = self.writer.acquire().await?;
        sqlx::query("PRAGMA busy_timeout = 0").execute(&mut *writer).await?;
        let emptied = sqlx::query_scalar::<_, i64>("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *writer).await;
        let restore = sqlx::AssertSqlSafe(format!("PRAGMA busy_timeout = {}", BUSY.as_millis()));
        sqlx::query(restore).execute(&mut *writer).await?;
        let emptied = emptied? == 0;
        self.wal_dirty.fetch_and(!emptied, Ordering::Relaxed);
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
        let _ = self.truncate_wal().await; // closing anyway: the next start empties it
        self.readers.close().await;
        self.writer.close().await;
    }
}
