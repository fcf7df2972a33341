//! What Telegram's refusals mean, and which faults pass by themselves.

use teloxide::{ApiError, RequestError};

/// The message is gone, or it holds a file where a text was to change.
pub(super) fn cannot_be_edited(error: &RequestError) -> bool {
    let RequestError::Api(error) = error else { return false };
    let gone = [ApiError::MessageToEditNotFound, ApiError::MessageIdInvalid, ApiError::MessageCantBeEdited];
    gone.contains(error) || matches!(error, ApiError::Unknown(text) if text.contains("in the message to edit"))
}

/// A fault that passes by itself: a broken connection, or 5xx, which teloxide reports as an unreadable or unknown answer. An
/// unreadable answer that says "ok" is no such fault: the message has gone out, and to try again would send it twice.
pub fn passing(error: &RequestError) -> bool {
    match error {
        RequestError::Network(_) | RequestError::Io(_) => true,
        RequestError::InvalidJson { raw, .. } => !raw.contains("\"ok\":true"),
        RequestError::Api(ApiError::Unknown(text)) => {
            ["Internal Server Error", "Bad Gateway", "Gateway Timeout"].iter().any(|fault| text.contains(fault))
        }
        _ => false,
    }
}

/// What Telegram says of a file that it no longer has, or that another bot was sent.
pub(super) fn has_no_file(error: &RequestError) -> bool {
    const WORDS: [&str; 4] = ["file identifier", "file_id", "file reference", "FILE_REFERENCE"];
    match error {
        RequestError::Api(ApiError::WrongFileId | ApiError::WrongFileIdOrUrl | ApiError::FileIdInvalid) => true,
        RequestError::Api(ApiError::Unknown(text)) => WORDS.iter().any(|words| text.contains(words)),
        _ => false,
    }
}

/// Whether the person has blocked the bot, or is gone.
pub(super) fn blocked(error: &RequestError) -> bool {
    let gone = [ApiError::BotBlocked, ApiError::UserDeactivated, ApiError::ChatNotFound];
    matches!(error, RequestError::Api(api) if gone.contains(api))
}

/// An error without its details, for the log: they may hold the token (in a URL) or what a person said (in a response).
pub fn cause(error: &RequestError) -> String {
    match error {
        RequestError::Api(api) => api.to_string(),
        RequestError::RetryAfter(seconds) => {
            format!("too many requests, retry after {} s", seconds.seconds())
        }
        RequestError::Network(error) if error.is_timeout() => "timed out".to_owned(),
        RequestError::Network(error) if error.is_connect() => "no connection".to_owned(),
        RequestError::Network(_) => "the connection broke".to_owned(),
        RequestError::InvalidJson { .. } => "the answer could not be read (a server error?)".to_owned(),
        RequestError::Io(_) => "input or output failed".to_owned(),
        RequestError::MigrateToChatId(_) => "the group has moved".to_owned(),
    }
}
