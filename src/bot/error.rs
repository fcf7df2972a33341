//! Errors that nobody in the chat can fix.

use crate::store;

/// The person is told to try again later; the log names the cause.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A row or file that must exist does not.
    #[error("a {0} is missing from the database")]
    Missing(&'static str),
    #[error("the table could not be written: {0}")]
    Table(#[from] csv::Error),
    #[error("the QR code could not be made: {0}")]
    Picture(String),
    #[error("a handler panicked at an update")]
    Panic,
}

pub type Result<T> = std::result::Result<T, Error>;
