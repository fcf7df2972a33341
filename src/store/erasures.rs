//! Who has erased themselves: a list beside the database, not in it, so that a restored backup erases them again.
//!
//! Each line is an instant and a keyed hash of the address (HMAC with SHA-256). The key is in a file of its own. Lines are
//! kept for as long as a backup may be brought back, 90 days.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::lock::beside;
use super::respondents::keyed_hash;
use super::{Error, Result};
use crate::types::{Address, DAY, Millis, Timestamp};

/// How long an erasure is remembered. A backup that is older must not be brought back.
pub const REMEMBERED: Millis = 90 * DAY;

/// The list of a database.
#[derive(Debug, Clone)]
pub struct Erasures {
    list: PathBuf,
    key: PathBuf,
}

impl Erasures {
    /// The list beside this database. Its files are created when they are needed.
    pub fn beside(database: &Path) -> Erasures {
        Erasures { list: beside(database, ".erased"), key: beside(database, ".erased-key") }
    }

    /// Adds addresses. They are on disk when this returns. `new_key` becomes the key if there is none yet; it must be
    /// random.
    ///
    /// # Errors
    /// When the disk refuses: then nobody may be told that they are erased.
    pub fn add(&self, at: Timestamp, addresses: &[Address], new_key: &[u8]) -> Result<()> {
        let key = match self.read(&self.key)? {
            Some(key) => key,
            None => {
                let key = hex(new_key);
                self.append(&self.key, &key)?;
                key
            }
        };
        let lines: Vec<String> = addresses
            .iter()
            .map(|address| format!("{at} {}\n", hex(&keyed_hash(key.as_bytes(), &address.text()))))
            .collect();
        self.append(&self.list, &lines.concat())
    }

    /// Drops lines from before `now` minus 90 days.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn forget_old(&self, now: Timestamp) -> Result<()> {
        let Some(text) = self.read(&self.list)? else { return Ok(()) };
        let is_kept = |line: &&str| instant_of(line).is_some_and(|at| at >= now - REMEMBERED);
        let kept: String = text.lines().filter(is_kept).flat_map(|line| [line, "\n"]).collect();
        if kept == text {
            return Ok(());
        }
        let part = self.list.with_extension("part");
        let _ = std::fs::remove_file(&part); // of an attempt that was cut off
        self.append(&part, &kept)?;
        std::fs::rename(&part, &self.list).map_err(|error| Error::File(self.list.clone(), error))
    }

    /// Of these addresses, those that were erased after `since`.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn find_erased_since(&self, since: Timestamp, addresses: &[Address]) -> Result<Vec<Address>> {
        let (Some(key), Some(text)) = (self.read(&self.key)?, self.read(&self.list)?) else { return Ok(Vec::new()) };
        let erased: std::collections::HashSet<&str> = text
            .lines()
            .filter(|line| instant_of(line).is_some_and(|at| at >= since))
            .filter_map(|line| line.split_once(' ').map(|(_, hash)| hash))
            .collect();
        let is_erased =
            |address: &&Address| erased.contains(hex(&keyed_hash(key.as_bytes(), &address.text())).as_str());
        Ok(addresses.iter().filter(is_erased).copied().collect())
    }

    fn read(&self, path: &Path) -> Result<Option<String>> {
        match std::fs::read_to_string(path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::File(path.to_owned(), error)),
        }
    }

    fn append(&self, path: &Path, text: &str) -> Result<()> {
        let written = || {
            let mut file = std::fs::OpenOptions::new().append(true).create(true).mode(0o600).open(path)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()
        };
        written().map_err(|error| Error::File(path.to_owned(), error))
    }
}

fn instant_of(line: &str) -> Option<Timestamp> {
    line.split_once(' ')?.0.parse().ok().map(Timestamp)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn erasures_are_found_until_they_are_too_old() {
        let folder = tempfile::tempdir().unwrap();
        let list = Erasures::beside(&folder.path().join("t.db"));
        let [a, b, c] = [1, 2, 3].map(Address::telegram);
        assert!(list.find_erased_since(Timestamp(0), &[a, b, c]).unwrap().is_empty());
        list.add(Timestamp(100), &[a], &[7; 32]).unwrap();
        list.add(Timestamp(200), &[b], &[8; 32]).unwrap();
        assert_eq!(list.find_erased_since(Timestamp(0), &[a, b, c]).unwrap(), [a, b]);
        assert_eq!(list.find_erased_since(Timestamp(150), &[a, b, c]).unwrap(), [b]);
        list.forget_old(Timestamp(150) + REMEMBERED).unwrap();
        assert_eq!(list.find_erased_since(Timestamp(0), &[a, b, c]).unwrap(), [b]);
        let text = std::fs::read_to_string(folder.path().join("t.db.erased")).unwrap();
        assert_eq!(text.lines().count(), 1);
    }
}
