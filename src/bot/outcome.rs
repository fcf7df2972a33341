//! What features return: the outcome of an event, a letter, the new content of a live message.

use super::session::Session;
use crate::chat::{File, Placement, Reply, Route, Screen};
use crate::types::MessageId;

/// What a handler returns. It never calls another feature's screen; it names the route instead.
pub enum Outcome {
    Show(Reply),
    /// Open another route, and show one line over the chat if there is one.
    Goto(Route, Option<String>),
    /// A dialog was finished; the feature that asked for it goes on.
    Submit(Box<Session>),
    /// The person's screen stays as it is.
    Stay,
}

impl Outcome {
    /// Shows a screen in place of the current one; or `below` a letter that it was opened from, which stays as it is.
    pub fn show(screen: Screen, below: bool) -> Outcome {
        let placement = if below { Placement::NewMessageBelow } else { Placement::ReplaceScreen };
        Reply { placement, ..screen.into() }.into()
    }

    /// Opens another route and says why.
    pub fn goto(route: Route, notice: impl Into<String>) -> Outcome {
        Outcome::Goto(route, Some(notice.into()))
    }
}

impl From<Screen> for Outcome {
    fn from(screen: Screen) -> Outcome {
        Outcome::Show(screen.into())
    }
}

impl From<Reply> for Outcome {
    fn from(reply: Reply) -> Outcome {
        Outcome::Show(reply)
    }
}

impl From<Route> for Outcome {
    fn from(route: Route) -> Outcome {
        Outcome::Goto(route, None)
    }
}

#[derive(Debug)]
pub struct ComposedLetter {
    pub screen: Screen,
    pub file: Option<File>,
    /// The message that it edits; none for a new message.
    pub edits: Option<MessageId>,
    /// `edits` is deleted; where Telegram no longer allows that, it is edited to the screen.
    pub removes: bool,
    /// Which state of its subject it tells: for a meeting, its sequence number.
    pub edition: i64,
}

impl From<Screen> for ComposedLetter {
    fn from(screen: Screen) -> ComposedLetter {
        ComposedLetter { screen, file: None, edits: None, removes: false, edition: 0 }
    }
}

/// The current content of a message that follows something.
#[derive(Debug)]
pub struct LiveScreen {
    pub screen: Screen,
    pub file: Option<File>,
    /// No later edit will follow.
    pub last: bool,
}
