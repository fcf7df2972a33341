//! Answers that are files: sent one by one, each removable until the question is finished.

use super::media::{Attached, LARGEST_FILE};
use super::refusal::Refusal;
use super::value::{Entry, Value};
use super::walk::Stop;

/// The files sent so far.
pub(super) fn attached(stop: &Stop<'_>) -> Vec<Attached> {
    match stop.value() {
        Some(Value::Files(files)) => files.clone(),
        _ => Vec::new(),
    }
}

/// Adds a file. One that is there already is not added again: Telegram may deliver a message twice.
pub(super) fn attach(stop: &Stop<'_>, max: usize, file: &Attached) -> Result<Entry, Refusal> {
    let mut files = attached(stop);
    if file.bytes > LARGEST_FILE * 1024 * 1024 {
        return Err(Refusal::TooLarge);
    }
    if files.len() >= max {
        return Err(Refusal::Files { limit: max });
    }
    if files.iter().all(|known| known.file != file.file) {
        files.push(file.clone());
    }
    Ok(Entry::draft(Value::Files(files)))
}

/// Removes the file of this button: `f0` is the first, `f1` the second …
pub(super) fn detach(stop: &Stop<'_>, id: &str) -> Entry {
    let mut files = attached(stop);
    let at = id.strip_prefix('f').and_then(|n| n.parse::<usize>().ok()).filter(|at| *at < files.len());
    if let Some(at) = at {
        files.remove(at);
    }
    Entry::draft(Value::Files(files))
}
