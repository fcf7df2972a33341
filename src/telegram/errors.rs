//! What Telegram's refusals mean, and which faults pass by themselves.
//!
//! Telegram documents no list of its refusals: they are told apart by their words, as all clients do. Words that are not
//! known here are a refusal for good, and are logged.

use std::time::Duration;

/// Why a call did not succeed. No variant holds the token (it is in the address) or what a person said (it is in the
/// call), so all may be logged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// Too many calls: Telegram asks to wait this long.
    #[error("too many requests, retry after {} s", .0.as_secs())]
    RetryAfter(Duration),
    /// Telegram refuses the call.
    #[error("{description} ({code})")]
    Refused {
        /// Its code, as of HTTP.
        code: u16,
        /// Its words.
        description: String,
    },
    /// Telegram's servers have a fault: this HTTP status, 500 or more.
    #[error("a server error ({0})")]
    Server(u16),
    /// There is no connection, or it broke. Perhaps the call was carried out.
    #[error("{0}")]
    Connection(&'static str),
    /// The answer is not one of Telegram's: from a network that wants a login, say.
    #[error("the answer could not be read")]
    Unreadable,
    /// Telegram has carried the call out, but its result cannot be read.
    #[error("done, but the result could not be read")]
    DoneButUnreadable,
    /// The call could not be put into words. A programming error.
    #[error("the call could not be written")]
    Unwritable,
    /// The file that was to be sent could not be made.
    #[error("{0}")]
    NoFile(String),
}

impl From<reqwest::Error> for CallError {
    fn from(error: reqwest::Error) -> CallError {
        CallError::Connection(match error {
            error if error.is_timeout() => "timed out",
            error if error.is_connect() => "no connection",
            _ => "the connection broke",
        })
    }
}

impl CallError {
    /// A refusal with this code and these words.
    pub(super) fn refused(code: u16, description: String) -> CallError {
        match code {
            429 => CallError::RetryAfter(Duration::from_secs(seconds_in(&description).unwrap_or(1))),
            500.. => CallError::Server(code),
            _ => CallError::Refused { code, description },
        }
    }

    /// Whether the fault passes by itself, so that the same call may succeed later.
    pub fn passes(&self) -> bool {
        match self {
            CallError::Server(_) | CallError::Connection(_) | CallError::Unreadable => true,
            CallError::Refused { .. } => self.is_about_token(),
            CallError::RetryAfter(_) | CallError::DoneButUnreadable | CallError::Unwritable | CallError::NoFile(_) => {
                false
            }
        }
    }

    /// Whether Telegram does not know the token, or not any more. While the program runs this passes when the operator
    /// has put it right, or Telegram has (it says so, wrongly, in some of its faults).
    pub fn is_about_token(&self) -> bool {
        match self {
            CallError::Refused { code: 401, .. } => true,
            CallError::Refused { code: 404, description } => {
                matches!(description.as_str(), "" | "Not Found" | "Unauthorized")
            }
            _ => false,
        }
    }

    /// Whether another program polls, or a webhook is set.
    pub(super) fn is_webhook_active(&self) -> bool {
        matches!(self, CallError::Refused { code: 409, description } if description.contains("webhook"))
    }

    /// The person has blocked the bot, has deleted the account, or never wrote to the bot.
    pub(super) fn is_unreachable(&self) -> bool {
        self.says(&[
            "bot was blocked",
            "user is deactivated",
            "chat not found",
            "initiate conversation",
            "bots can't send messages to bots",
            "PEER_ID_INVALID",
            "USER_IS_BLOCKED",
            "INPUT_USER_DEACTIVATED",
            "USER_DEACTIVATED",
            "user not found",
        ])
    }

    /// The message is gone, or it holds a file where a text was to change.
    pub(super) fn is_uneditable(&self) -> bool {
        self.says(&[
            "message to edit not found",
            "MESSAGE_ID_INVALID",
            "message can't be edited",
            "in the message to edit",
            "message identifier is not specified",
        ])
    }

    /// The edit changed nothing (a button was pressed twice).
    pub(super) fn is_unmodified(&self) -> bool {
        self.says(&["message is not modified"])
    }

    /// Telegram no longer has the file, or another bot was sent it.
    pub(super) fn has_no_file(&self) -> bool {
        self.says(&["file identifier", "file_id", "file reference", "FILE_REFERENCE", "FILE_ID_INVALID"])
    }

    fn says(&self, words: &[&str]) -> bool {
        let CallError::Refused { description, .. } = self else { return false };
        words.iter().any(|words| description.contains(words))
    }
}

/// The number after "retry": `Too Many Requests: retry after 12`.
fn seconds_in(description: &str) -> Option<u64> {
    let after = description.to_lowercase().split_once("retry")?.1.to_owned();
    let digits = after.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_who_cannot_be_reached_are_known_by_all_of_telegrams_words() {
        for words in [
            "Forbidden: bot was blocked by the user",
            "Forbidden: user is deactivated",
            "Bad Request: chat not found",
            "Forbidden: bot can't initiate conversation with a user",
            "Bad Request: PEER_ID_INVALID",
            "Bad Request: USER_IS_BLOCKED",
            "Bad Request: INPUT_USER_DEACTIVATED",
        ] {
            let code = if words.starts_with("Bad") { 400 } else { 403 };
            let refused = CallError::refused(code, words.into());
            assert!(refused.is_unreachable() && !refused.passes(), "{words}");
        }
        let other = CallError::refused(400, "Bad Request: message is too long".into());
        assert!(!other.is_unreachable() && !other.is_uneditable() && !other.has_no_file());
    }
}
