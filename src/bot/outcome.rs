//! What features make: an outcome of what a person did, a letter, what a message that follows something says.

use super::session::Session;
use crate::chat::{File, Reply, Route, Screen};
use crate::types::MessageId;

/// What a handler makes of what a person did. A handler never calls another feature's screen: it says where to go.
pub enum Outcome {
    /// This is shown.
    Show(Reply),
    /// The person is taken to another screen, with one line over the chat if there is one.
    Goto(Route, Option<String>),
    /// A dialog was finished: whoever asked for it does with it what there is to do.
    Submit(Box<Session>),
    /// Nothing is shown: what the person sees stays.
    Stay,
}

impl Outcome {
    /// Takes the person elsewhere, and says why.
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

/// A letter as it goes out.
#[derive(Debug)]
pub struct ComposedLetter {
    /// Text or caption, and buttons.
    pub screen: Screen,
    /// What it carries.
    pub file: Option<File>,
    /// The message that it changes.
    pub edits: Option<MessageId>,
    /// Which state of its subject it tells: the sequence of a meeting.
    pub edition: i64,
}

impl From<Screen> for ComposedLetter {
    fn from(screen: Screen) -> ComposedLetter {
        ComposedLetter { screen, file: None, edits: None, edition: 0 }
    }
}

/// What a message that follows something says now.
#[derive(Debug)]
pub struct LiveScreen {
    /// Text or caption, and buttons.
    pub screen: Screen,
    /// The picture it has.
    pub file: Option<File>,
    /// It will say nothing more.
    pub last: bool,
}
