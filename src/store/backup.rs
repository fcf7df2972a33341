//! Backups: what a copy of the database holds, and how it is brought back.
//!
//! A copy leaves out what would link people to their answers in an anonymous survey that is still open. Two copies around
//! one submission would differ by that person's answers; so a copy holds no responses, no drafts and no participations of
//! such a survey. Whoever brings the copy back asks these members again.

use std::path::{Path, PathBuf};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use super::erasures::Erasures;
use super::lock::beside;
use super::{Error, Result, Store, outbox, people};
use crate::types::Timestamp;

/// What stands in a copy for an anonymous survey that is open: nothing. In the order in which rows may be deleted.
const LEFT_OUT: [&str; 7] = [
    "UPDATE persons SET run = NULL WHERE run IN (SELECT r.id FROM runs r JOIN surveys s ON s.id = r.survey
       WHERE s.anonymous = 1 AND s.closed_at IS NULL)",
    "DELETE FROM runs WHERE survey IN (SELECT id FROM surveys WHERE anonymous = 1 AND closed_at IS NULL)",
    "DELETE FROM participations WHERE survey IN (SELECT id FROM surveys WHERE anonymous = 1 AND closed_at IS NULL)",
    "DELETE FROM wishes WHERE survey IN (SELECT id FROM surveys WHERE anonymous = 1 AND closed_at IS NULL)",
    "DELETE FROM tallies WHERE survey IN (SELECT id FROM surveys WHERE anonymous = 1 AND closed_at IS NULL)",
    "DELETE FROM responses WHERE survey IN (SELECT id FROM surveys WHERE anonymous = 1 AND closed_at IS NULL)",
    "DELETE FROM inbox", // when somebody wrote last; a restored bot begins with what Telegram still holds
];

impl Store {
    /// Writes a consistent copy to `target`, which must not exist, while the bot runs; and beside it, in the folder
    /// [`files_of`] the copy, the files that are handed out. The copy is compact and holds no trace of deleted rows.
    ///
    /// # Errors
    /// When `target` exists or cannot be written. Then there is no copy.
    pub async fn backup(&self, target: &Path, now: Timestamp) -> Result<()> {
        let made = self.write_backup(target, now).await;
        if made.is_err() {
            let _ = std::fs::remove_file(target); // half a copy is none; the cause is told
        }
        made
    }

    async fn write_backup(&self, target: &Path, now: Timestamp) -> Result<()> {
        let name = target.to_string_lossy().into_owned();
        sqlx::query("VACUUM INTO ?").bind(name).execute(&self.writer).await?;
        let mut copy = connect(target, false).await?;
        for statement in LEFT_OUT {
            sqlx::query(statement).execute(&mut copy).await?;
        }
        sqlx::query("DELETE FROM respondent_hashes").execute(&mut copy).await?;
        sqlx::query("DELETE FROM respondent_keys").execute(&mut copy).await?;
        sqlx::query!("UPDATE numbering SET copied_at = ?", now).execute(&mut copy).await?;
        sqlx::query("VACUUM").execute(&mut copy).await?; // what was deleted is not in free pages either
        copy.close().await?;
        copy_folder(&self.path().with_file_name("files"), &files_of(target))
    }
}

/// The folder with the copies of files that belongs to a backup: `FILE.files`.
pub fn files_of(backup: &Path) -> PathBuf {
    beside(backup, ".files")
}

pub(super) async fn connect(path: &Path, read_only: bool) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new().filename(path).read_only(read_only).foreign_keys(true);
    Ok(options.pragma("secure_delete", "on").connect().await?)
}

/// Copies the files of a folder that the other folder does not have. Their names are their checksums.
pub(super) fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    let failed = |path: &Path, error| Error::File(path.to_owned(), error);
    let found = match std::fs::read_dir(from) {
        Ok(found) => found,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(from, error)),
    };
    super::files::make_private_folder(to).map_err(|error| failed(to, error))?;
    for entry in found {
        let path = entry.map_err(|error| failed(from, error))?.path();
        let Some(name) = path.file_name().filter(|_| path.extension().is_none()) else { continue };
        let target = to.join(name);
        if !target.exists() {
            let part = to.join(name).with_extension("part");
            std::fs::copy(&path, &part).and_then(|_| std::fs::rename(&part, &target)).map_err(|e| failed(&path, e))?;
        }
    }
    Ok(())
}

/// How far numbers are raised after a restore: more than were given since the backup was made.
const NUMBERS_SKIPPED: i64 = 1_000_000;

/// What a restore changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restored {
    /// People who were erased again, because they had erased themselves since the backup was made.
    pub erased: usize,
    /// Letters that are held until a coordinator releases them.
    pub held: i64,
}

/// Checks that a file is a sound backup.
///
/// # Errors
/// When it cannot be read, is no database, or is damaged.
pub async fn check(backup: &Path) -> Result<()> {
    let mut copy = connect(backup, true).await?;
    let found = sqlx::query_scalar::<_, String>("PRAGMA quick_check(1)").fetch_one(&mut copy).await;
    copy.close().await?;
    match found {
        Ok(found) if found == "ok" => Ok(()),
        Ok(found) => Err(Error::Damaged(backup.to_owned(), found)),
        Err(error) => Err(Error::Damaged(backup.to_owned(), error.to_string())),
    }
}

/// The file that a backup is prepared in, beside the database.
pub fn prepared(database: &Path) -> PathBuf {
    beside(database, ".restoring")
}

/// Prepares a restored database for use: erases whoever has erased themselves since, holds all letters, and skips numbers.
pub async fn prepare(db: &mut SqliteConnection, erasures: &Erasures) -> Result<Restored> {
    let copied_at = sqlx::query_scalar!(r#"SELECT copied_at AS "at: Timestamp" FROM numbering"#);
    let copied_at = copied_at.fetch_one(&mut *db).await?.unwrap_or(Timestamp(0));
    let everybody = people::list_addresses(db).await?;
    let addresses: Vec<_> = everybody.iter().map(|(_, address)| *address).collect();
    let erased = erasures.find_erased_since(copied_at, &addresses)?;
    for (person, _) in everybody.iter().filter(|(_, address)| erased.contains(address)) {
        people::erase(db, *person).await?;
    }
    let held = outbox::hold_all(db).await?;
    sqlx::query!(
        "UPDATE numbering SET copied_at = NULL, first_free_id = ? + (SELECT MAX(id) FROM next_ids)",
        NUMBERS_SKIPPED
    )
    .execute(db)
    .await?;
    Ok(Restored { erased: erased.len(), held })
}

/// Puts the prepared database in the place of the one that is there, which stays beside it under the name that is
/// returned, if there was one. No program may use either.
///
/// # Errors
/// When the disk refuses.
pub fn put_in_place(database: &Path, backup: &Path) -> Result<Option<PathBuf>> {
    let failed = |path: &Path, error| Error::File(path.to_owned(), error);
    let prepared = prepared(database);
    let log = beside(&prepared, "-wal");
    if log.metadata().is_ok_and(|log| log.len() > 0) {
        let cause = "was not emptied: try again";
        return Err(failed(&log, std::io::Error::new(std::io::ErrorKind::InvalidData, cause)));
    }
    let former = beside(database, ".replaced");
    let existed = database.exists();
    for ending in ["-wal", ""] {
        // The log first: with it SQLite would silently undo what is restored.
        let (from, to) = (beside(database, ending), beside(&former, ending));
        match std::fs::rename(&from, &to) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(&from, error)),
            _ => {}
        }
    }
    let _ = std::fs::remove_file(beside(database, "-shm")); // an index of the log, made anew
    std::fs::rename(&prepared, database).map_err(|error| failed(&prepared, error))?;
    copy_folder(&files_of(backup), &database.with_file_name("files"))?;
    Ok(existed.then_some(former))
}
