//! One program for one database, and one file under it for as long as it runs.

use std::fs::{File, TryLockError};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::{Error, Result};

/// Held while a program works on a database: a lock on a file beside it. The system releases it when the program ends,
/// however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Locks a database, which need not exist yet.
    ///
    /// # Errors
    /// [`Error::InUse`] when another program holds it, or when the folder cannot be written.
    pub fn acquire(database: &Path) -> Result<Lock> {
        let path = beside(database, ".lock");
        let failed = |error| Error::File(path.clone(), error);
        let file = File::options().write(true).create(true).truncate(false).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Error::InUse(database.to_owned())),
            Err(TryLockError::Error(error)) => Err(Error::File(path, error)),
        }
    }
}

/// The file that was opened, to notice when its path leads to another one, or to none.
#[derive(Debug)]
pub struct OpenedFile {
    path: PathBuf,
    device_and_inode: (u64, u64),
}

impl OpenedFile {
    /// The file at this path now.
    ///
    /// # Errors
    /// When there is none.
    pub fn at(path: &Path) -> Result<OpenedFile> {
        let device_and_inode = identify(path).map_err(|error| Error::File(path.to_owned(), error))?;
        Ok(OpenedFile { path: path.to_owned(), device_and_inode })
    }

    /// Whether the path still leads to this file. SQLite does not look: it goes on writing into a file that no longer has
    /// a name, and all of it is lost at the end.
    ///
    /// # Errors
    /// [`Error::Replaced`] if it does not.
    pub fn check(&self) -> Result<()> {
        match identify(&self.path) {
            Ok(now) if now == self.device_and_inode => Ok(()),
            _ => Err(Error::Replaced(self.path.clone())),
        }
    }
}

fn identify(path: &Path) -> std::io::Result<(u64, u64)> {
    let metadata = std::fs::metadata(path)?;
    Ok((metadata.dev(), metadata.ino()))
}

/// The file beside a database whose name has this ending.
pub(super) fn beside(database: &Path, ending: &str) -> PathBuf {
    let mut name = database.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    database.with_file_name(name)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_locked_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.db");
        let lock = Lock::acquire(&path).unwrap();
        assert!(matches!(Lock::acquire(&path), Err(Error::InUse(_))));
        drop(lock);
        Lock::acquire(&path).unwrap();
    }

    #[test]
    fn a_file_that_is_gone_or_replaced_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.db");
        std::fs::write(&path, "a").unwrap();
        let opened = OpenedFile::at(&path).unwrap();
        opened.check().unwrap();
        let other = folder.path().join("other.db");
        std::fs::write(&other, "a").unwrap();
        std::fs::rename(&other, &path).unwrap();
        assert!(matches!(opened.check(), Err(Error::Replaced(_))));
        std::fs::remove_file(&path).unwrap();
        assert!(matches!(opened.check(), Err(Error::Replaced(_))));
    }
}
