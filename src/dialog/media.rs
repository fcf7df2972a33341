//! Files that people send. Telegram stores the content; an answer stores which file it is.

use serde::{Deserialize, Serialize};

/// Largest file that is accepted, in megabytes: a bot can fetch no larger one from Telegram.
pub const LARGEST_FILE: u64 = 20;

/// The kind of a file, as Telegram distinguishes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Media {
    /// A picture.
    Picture,
    /// A PDF or any other file.
    Document,
    /// A voice message.
    Voice,
    /// A video.
    Video,
}

/// A file that somebody sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// What it is.
    pub media: Media,
    /// Telegram's file id.
    pub file: String,
    /// Its name; empty for pictures and voices.
    pub name: String,
    /// Its size in bytes; 0 if Telegram does not say.
    pub bytes: u64,
    /// Its length in seconds, of a voice or video.
    pub seconds: u32,
}
