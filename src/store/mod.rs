//! The SQLite database. No other module holds SQL.
//!
//! There is one writer connection and there are a few read-only ones, because two writers under load only ever give
//! "database is locked". Every function takes a connection and never opens or ends a transaction: the caller decides
//! what belongs together. Rows are plain structs. Deleted rows are overwritten (`secure_delete`), and the write-ahead
//! log can be emptied. Every function returns [`Error`] when the database refuses: full disk, lock, read-only file,
//! broken constraint.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Sqlite, Transaction};

pub mod announcements;
pub mod attendance;
pub(crate) mod audit;
pub mod backup;
pub mod bodies;
pub mod conversations;
pub mod coordinators;
pub mod erasures;
pub mod files;
pub(crate) mod imports;
pub(crate) mod inbox;
pub mod invitations;
pub mod letter_kind;
pub mod letters;
pub(crate) mod links;
pub mod live;
pub mod lock;
pub(crate) mod masked;
pub mod meetings;
pub mod members;
pub mod outbox;
pub mod people;
pub mod readings;
pub(crate) mod records;
pub(crate) mod respondents;
pub mod responses;
pub(crate) mod retention;
pub mod runs;
pub(crate) mod shares;
pub mod summaries;
pub mod surveys;
pub mod versions;

/// Why the database could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// SQLite refused a statement.
    #[error("the database refused: {0}")]
    Database(#[from] sqlx::Error),
    /// No transaction could begin within two seconds: another program holds the database, or the disk is read-only.
    #[error("the database cannot be written: {0}")]
    Busy(sqlx::Error),
    /// The file is damaged.
    #[error("{} is damaged ({}): stop the bot and bring back a backup with `takafou restore`", .0.display(), .1)]
    Damaged(PathBuf, String),
    /// The file at the path is another one than was opened, or none.
    #[error("{} is gone or was replaced while the program ran; nothing more is taken in", .0.display())]
    Replaced(PathBuf),
    /// Another program runs on this database.
    #[error("{} is in use by another `takafou run`, `demo` or `restore`: stop it first", .0.display())]
    InUse(PathBuf),
    /// The file is newer than this program, or a migration failed.
    #[error("the schema could not be applied: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A copy of a handed-out file could not be written or read.
    #[error("{}: {}", .0.display(), .1)]
    File(PathBuf, std::io::Error),
    /// A row holds a value that no version of the program wrote.
    #[error("a row of {table} cannot be read: {cause}")]
    Row {
        /// The table's name in the schema.
        table: &'static str,
        /// The parser's message.
        cause: String,
    },
}

/// An error of SQLite, with the mend if the file is damaged or no database.
fn read_error(path: &Path, error: sqlx::Error) -> Error {
    const CORRUPT: [&str; 2] = ["11", "26"]; // SQLITE_CORRUPT, SQLITE_NOTADB
    match error.as_database_error().and_then(sqlx::error::DatabaseError::code) {
        Some(code) if CORRUPT.contains(&code.as_ref()) => Error::Damaged(path.to_owned(), error.to_string()),
        _ => Error::Database(error),
    }
}

/// After a full disk or another failure of the disk SQLite rolls back by itself (<https://sqlite.org/lang_transaction.html>,
/// "Response To Errors Within A Transaction"). The connection does not know and refuses to begin another transaction.
fn knows_no_rollback(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::InvalidSavePointStatement | sqlx::Error::BeginFailed)
}

/// How long a writer waits while another program holds the database.
const BUSY: Duration = Duration::from_secs(2);

/// What every function of the store returns.
pub type Result<T> = std::result::Result<T, Error>;

/// The database file: its writer and its readers.
#[derive(Debug, Clone)]
pub struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
    path: PathBuf,
    /// True while the write-ahead log may hold rows that were erased from the database.
    wal_dirty: Arc<AtomicBool>,
}

impl Store {
    /// Opens the database, or creates it, and brings its schema up to date.
    ///
    /// # Errors
    /// When the file cannot be opened, is not a database, or was written by a newer version.
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
        let writer = writer.connect_with(options.clone()).await.map_err(|error| read_error(path, error))?;
        sqlx::migrate!().run(&writer).await.map_err(|error| match error {
            sqlx::migrate::MigrateError::Execute(error) => read_error(path, error),
            error => Error::Migration(error),
        })?;
        let readers = SqlitePoolOptions::new().max_connections(2).idle_timeout(Duration::from_secs(60));
        let readers = readers.connect_lazy_with(options.read_only(true).create_if_missing(false));
        let store = Store { writer, readers, path: path.to_owned(), wal_dirty: Arc::default() };
        store.mark_wal_dirty(); // a kill may have left an anonymous submission's traces there
        store.truncate_wal().await?;
        Ok(store)
    }

    /// Begins a writing transaction. It waits until the one under way has ended.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn write(&self) -> Result<Transaction<'static, Sqlite>> {
        match self.writer.begin_with("BEGIN IMMEDIATE").await {
            Err(error) if knows_no_rollback(&error) => {
                self.writer.acquire().await?.close().await?;
                tracing::info!("the writer's connection was opened anew after a failure of the disk");
                self.writer.begin_with("BEGIN IMMEDIATE").await.map_err(Error::Busy)
            }
            begun => begun.map_err(Error::Busy),
        }
    }

    /// Reads every page of the file. It takes a second for some 200 MB.
    ///
    /// # Errors
    /// [`Error::Damaged`] with what SQLite found first.
    pub async fn check_pages(&self) -> Result<()> {
        let found = sqlx::query_scalar::<_, String>("PRAGMA quick_check(1)").fetch_one(&self.writer).await;
        match found {
            Ok(found) if found == "ok" => Ok(()),
            Ok(found) => Err(Error::Damaged(self.path.clone(), found)),
            Err(error) => Err(Error::Damaged(self.path.clone(), error.to_string())),
        }
    }

    /// Begins a reading transaction: all its queries see the same state of the database.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn read(&self) -> Result<Transaction<'static, Sqlite>> {
        Ok(self.readers.begin().await?)
    }

    /// Notes that erased rows may still be in the write-ahead log.
    pub fn mark_wal_dirty(&self) {
        self.wal_dirty.store(true, Ordering::Relaxed);
    }

    /// Whether the write-ahead log must still be emptied.
    pub fn is_wal_dirty(&self) -> bool {
        self.wal_dirty.load(Ordering::Relaxed)
    }

    /// Copies the write-ahead log into the database and truncates it, so that erased rows are gone from it too. It does
    /// not wait for readers: it returns false when one is active, and must then be called again.
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

    /// The path of the database file. The copies of files lie in a folder beside it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Empties the write-ahead log and closes all connections.
    pub async fn close(&self) {
        let _ = self.truncate_wal().await; // closing anyway: the next start empties it
        self.readers.close().await;
        self.writer.close().await;
    }
}
