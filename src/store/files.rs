//! Files that coordinators hand out. Telegram stores them, and so does a folder beside the database, each file under
//! the SHA-256 of its bytes.

use std::collections::HashSet;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;

use super::Store;
pub use super::{Error, Result};

/// The row of a file; empty if there is none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Row {
    checksum: Option<String>,
    instead: Option<String>,
}

/// Requests copies of these files (Telegram's ids), because they are handed out from now on.
pub async fn request_copies(db: &mut SqliteConnection, files: &[&str]) -> Result<()> {
    for file in files {
        sqlx::query!("INSERT INTO files (file) VALUES (?) ON CONFLICT DO NOTHING", file).execute(&mut *db).await?;
    }
    Ok(())
}

/// Whether a file can no longer be sent: Telegram has dropped it, and there is no copy.
pub async fn is_lost(db: &mut SqliteConnection, file: &str) -> Result<bool> {
    Ok(sqlx::query_scalar!("SELECT lost FROM files WHERE file = ?", file).fetch_optional(db).await? == Some(1))
}

/// The folder with the copies of files.
#[derive(Debug, Clone)]
pub struct Copies {
    store: Store,
    folder: PathBuf,
}

impl Copies {
    /// The folder `files` beside the database. It is created with the first copy.
    pub fn new(store: &Store) -> Copies {
        Copies { store: store.clone(), folder: store.path().with_file_name("files") }
    }

    /// A file whose copy was requested and is neither stored nor refused; not one of those that `failed` already, unless
    /// there is no other.
    pub async fn find_wanted(&self, failed: &[String]) -> Result<Option<String>> {
        let failed = serde_json::json!(failed).to_string();
        let row = sqlx::query_scalar!(
            "SELECT file FROM files WHERE checksum IS NULL AND refused IS NULL
             ORDER BY file IN (SELECT value FROM json_each(?)), file LIMIT 1",
            failed
        );
        Ok(row.fetch_optional(&mut *self.store.read().await?).await?)
    }

    /// Deletes the copies of files that no meeting and no summary hands out any more, and files of the folder that no row
    /// knows. Nothing may be saved meanwhile. Returns how many rows it deleted.
    ///
    /// # Errors
    /// When the disk or the database refuses.
    pub async fn delete_unneeded(&self) -> Result<usize> {
        let mut deleted = 0;
        if !list_unneeded(&mut *self.store.read().await?).await?.is_empty() {
            let mut transaction = self.store.write().await?;
            // Looked for once more: something may have been handed out in between.
            let unneeded = list_unneeded(&mut transaction).await?;
            deleted = unneeded.len();
            let list = serde_json::json!(unneeded).to_string();
            sqlx::query!("DELETE FROM files WHERE file IN (SELECT value FROM json_each(?))", list)
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
        }
        let known =
            sqlx::query_scalar!(r#"SELECT DISTINCT checksum AS "checksum!" FROM files WHERE checksum IS NOT NULL"#);
        let known: HashSet<String> = known.fetch_all(&mut *self.store.read().await?).await?.into_iter().collect();
        let folder = self.folder.clone();
        apart(move || remove_unknown(&folder, &known)).await?;
        Ok(deleted)
    }

    /// Stores a copy. It is on disk before the database says so. Equal bytes are stored once.
    ///
    /// # Errors
    /// When the disk or the database refuses.
    pub async fn save(&self, file: &str, bytes: Vec<u8>) -> Result<()> {
        let folder = self.folder.clone();
        let checksum = apart(move || {
            let checksum = checksum(&bytes);
            lay_down(&folder, &checksum, &bytes)?;
            Ok(checksum)
        })
        .await?;
        let mut transaction = self.store.write().await?;
        let update = sqlx::query!("UPDATE files SET checksum = ?, lost = 0 WHERE file = ?", checksum, file);
        update.execute(&mut *transaction).await?;
        Ok(transaction.commit().await?)
    }

    /// Notes that there will be no copy, and why.
    pub async fn set_refused(&self, file: &str, cause: &str) -> Result<()> {
        let mut transaction = self.store.write().await?;
        let update = sqlx::query!("UPDATE files SET refused = ? WHERE file = ?", cause, file);
        update.execute(&mut *transaction).await?;
        Ok(transaction.commit().await?)
    }

    /// Requests refused copies again. Called at start: the size limit may have been raised.
    pub async fn retry_refused(&self) -> Result<()> {
        let mut transaction = self.store.write().await?;
        sqlx::query!("UPDATE files SET refused = NULL WHERE refused IS NOT NULL").execute(&mut *transaction).await?;
        Ok(transaction.commit().await?)
    }

    async fn row(&self, file: &str) -> Result<Row> {
        let row = sqlx::query_as!(Row, "SELECT checksum, instead FROM files WHERE file = ?", file);
        Ok(row.fetch_optional(&mut *self.store.read().await?).await?.unwrap_or_default())
    }

    /// Telegram's id that a file is sent by: its own, or the one that replaced it.
    pub async fn find_id(&self, file: &str) -> Result<String> {
        Ok(self.row(file).await?.instead.unwrap_or_else(|| file.to_owned()))
    }

    /// The bytes of a file's copy. None: there is no copy.
    ///
    /// # Errors
    /// When the copy cannot be read, or its checksum differs.
    pub async fn read_copy(&self, file: &str) -> Result<Option<Vec<u8>>> {
        let Some(wanted) = self.row(file).await?.checksum else {
            return Ok(None);
        };
        let path = self.folder.join(&wanted);
        apart(move || {
            let bytes = std::fs::read(&path).map_err(|error| Error::File(path.clone(), error))?;
            if checksum(&bytes) != wanted {
                let cause = "is not what was kept: bring it back from a backup";
                return Err(Error::File(path, std::io::Error::new(std::io::ErrorKind::InvalidData, cause)));
            }
            Ok(Some(bytes))
        })
        .await
    }

    /// Replaces the id that a file is sent by: the copy was uploaded, and Telegram gave it a new id.
    pub async fn set_replacement(&self, file: &str, id: &str) -> Result<()> {
        let mut transaction = self.store.write().await?;
        let update = sqlx::query!("UPDATE files SET instead = ?, lost = 0 WHERE file = ?", id, file);
        update.execute(&mut *transaction).await?;
        Ok(transaction.commit().await?)
    }

    /// Notes that Telegram has dropped a file that has no copy.
    pub async fn set_lost(&self, file: &str) -> Result<()> {
        let mut transaction = self.store.write().await?;
        sqlx::query!("UPDATE files SET lost = 1 WHERE file = ?", file).execute(&mut *transaction).await?;
        Ok(transaction.commit().await?)
    }
}

/// Files that no meeting and no summary names.
async fn list_unneeded(db: &mut SqliteConnection) -> Result<Vec<String>> {
    let rows = sqlx::query_scalar!(
        r#"SELECT file FROM files WHERE file NOT IN (
             SELECT named.value FROM meetings, json_tree(meetings.answers) named WHERE named.key = 'file'
             UNION SELECT named.value FROM summary_texts, json_tree(summary_texts.answers) named WHERE named.key = 'file')"#
    );
    Ok(rows.fetch_all(db).await?)
}

/// Removes the files of the folder whose names are not known. Files that are being written end in `.part`.
fn remove_unknown(folder: &Path, known: &HashSet<String>) -> Result<()> {
    let failed = |error| Error::File(folder.to_owned(), error);
    let found = match std::fs::read_dir(folder) {
        Ok(found) => found,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
    };
    for entry in found {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.ends_with(".part") && !known.contains(&name) {
            std::fs::remove_file(entry.path()).map_err(failed)?;
        }
    }
    Ok(())
}

/// Runs work on the disk on a thread of its own, so that the caller's thread does not wait for it.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(Error::File(PathBuf::new(), std::io::Error::other(error))))
}

fn checksum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Creates a folder, if it is missing, that only its owner may read.
pub(super) fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Writes the file completely or not at all. Only its owner may read it.
fn lay_down(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let (path, part) = (folder.join(name), folder.join(format!("{name}.part")));
    let written = || {
        make_private_folder(folder)?;
        let mut file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
        std::io::Write::write_all(&mut file, bytes)?;
        file.sync_all()?;
        std::fs::rename(&part, &path)
    };
    written().map_err(|error| Error::File(path.clone(), error))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_copy_is_what_was_kept_or_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("t.db")).await.unwrap();
        let copies = Copies::new(&store);
        let mut db = store.write().await.unwrap();
        request_copies(&mut db, &["A", "B", "A"]).await.unwrap();
        db.commit().await.unwrap();
        assert_eq!(copies.find_wanted(&[]).await.unwrap().as_deref(), Some("A"));
        assert_eq!(
            copies.find_wanted(&["A".into()]).await.unwrap().as_deref(),
            Some("B"),
            "one that fails holds up no other"
        );
        let both = ["A".into(), "B".into()];
        assert_eq!(copies.find_wanted(&both).await.unwrap().as_deref(), Some("A"));
        copies.save("A", b"ab".to_vec()).await.unwrap();
        copies.set_refused("B", "too large").await.unwrap();
        assert_eq!(copies.find_wanted(&[]).await.unwrap(), None);
        assert_eq!(copies.read_copy("A").await.unwrap().as_deref(), Some(&b"ab"[..]));
        assert_eq!(copies.read_copy("B").await.unwrap(), None);
        assert_eq!(copies.read_copy("C").await.unwrap(), None, "a file nobody hands out");
        copies.set_replacement("A", "A2").await.unwrap();
        assert_eq!([copies.find_id("A").await.unwrap(), copies.find_id("C").await.unwrap()], ["A2", "C"]);
        let kept: Vec<_> = std::fs::read_dir(folder.path().join("files")).unwrap().map(|e| e.unwrap().path()).collect();
        assert_eq!(kept.len(), 1);
        std::fs::write(&kept[0], b"cd").unwrap();
        let broken = copies.read_copy("A").await.unwrap_err().to_string();
        assert!(broken.contains("is not what was kept"), "{broken}");
        copies.set_lost("B").await.unwrap();
        let mut db = store.read().await.unwrap();
        assert!(is_lost(&mut db, "B").await.unwrap() && !is_lost(&mut db, "A").await.unwrap());
        drop(db);
        // No meeting and no summary names them.
        assert_eq!(copies.delete_unneeded().await.unwrap(), 2);
        assert_eq!(std::fs::read_dir(folder.path().join("files")).unwrap().count(), 0);
    }
}
