//! What nobody in the chat can help, as a value.

use crate::store;

/// What nobody in the chat can help. The person is told to try again later; the log names the cause.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// Something that must be there is not.
    #[error("a {0} is missing from the database")]
    Missing(&'static str),
    /// The export could not be written.
    #[error("the table could not be written: {0}")]
    Table(#[from] csv::Error),
    /// The picture of a code could not be made.
    #[error("the QR code could not be made: {0}")]
    Picture(String),
    /// A handler panicked.
    #[error("a handler panicked at an update")]
    Panic,
}

/// Result of every handler.
pub type Result<T> = std::result::Result<T, Error>;
