//! What a person does ([`Event`]) and what they see ([`Screen`]), without a word of Telegram.
//!
//! A button carries all that is needed to understand it later: run, question and revision, so that a press on an old
//! message is recognised as such. [`Press`] is decoded once, at the edge, into one enum; its code fits Telegram's 64 bytes.

use std::sync::Arc;

use crate::types::{Address, LetterId, LiveId, MessageId, SurveyId, Timestamp, UpdateId};

mod field;
mod legacy;
mod press;
mod route;

pub use crate::dialog::{Attached, Media};

pub use field::{DimensionNumber, Spot, TopicNumber};
pub use press::{Act, Consent, LONGEST_CODE, Press};
pub use route::Route;

/// Something a person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Telegram's number of the update.
    pub update: UpdateId,
    /// Where it came from, and where the reply goes.
    pub address: Address,
    /// The language of their Telegram, if it says.
    pub language: Option<String>,
    /// What they did.
    pub input: UserInput,
}

/// What somebody did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserInput {
    /// `/command`, with what follows it.
    Command(String, String),
    /// Typed.
    Words(String),
    /// Pressed a button; none if its code is not one of ours.
    Press {
        /// The button.
        press: Option<Press>,
        /// What must be answered so that the button stops waiting.
        query: String,
        /// The message it stands under.
        message: MessageId,
    },
    /// Spoke: Telegram's file id and the length in seconds.
    Voice(String, u32),
    /// Sent a picture, a document or a video, with a caption.
    File(Attached, String),
    /// Sent something else: a sticker, a photo, a place.
    Other,
    /// Blocked the bot, or unblocked it.
    Blocked(bool),
}

/// What a person sees: a text in Telegram's HTML and the buttons under it, row by row, from the left.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Screen {
    /// 1 to 4096 characters.
    pub text: String,
    /// At most 100 buttons.
    pub rows: Vec<Vec<Button>>,
    /// A picture above the text, which has at most 1024 characters then.
    pub picture: Option<Drawing>,
}

/// A picture that is made when it is sent: that takes longer than a transaction may.
#[derive(Clone)]
pub struct Drawing {
    /// What it holds, for whoever cannot see it: transcripts, so far.
    pub says: String,
    /// Makes it, as PNG.
    pub draw: Arc<dyn Fn() -> Result<Vec<u8>, String> + Send + Sync>,
}

impl std::fmt::Debug for Drawing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Drawing").field(&self.says).finish()
    }
}

impl PartialEq for Drawing {
    fn eq(&self, other: &Drawing) -> bool {
        self.says == other.says
    }
}

impl Eq for Drawing {}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// What stands on it.
    pub label: String,
    /// What it does.
    pub press: Press,
}

/// A file for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum File {
    /// Shown as a picture.
    Picture(Vec<u8>),
    /// Kept under a name.
    Document(String, Vec<u8>),
    /// The same, made when it is sent.
    Export(Export),
    /// What Telegram holds, and what is said in its place if Telegram has dropped it and we have no copy.
    Held(Attached, String),
}

/// A file about a survey that is asked for and made when it is sent, by whoever has the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// What the file is called.
    pub name: String,
    /// What it holds.
    pub kind: ExportKind,
    /// The survey.
    pub survey: SurveyId,
    /// The code of the language that it is written in.
    pub language: String,
    /// When it was asked for.
    pub at: Timestamp,
}

/// What a file about a survey holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportKind {
    /// The results as a workbook.
    Workbook,
    /// The results as a report to print.
    Report,
    /// The answers as CSV.
    Table {
        /// One row an answer instead of one row a response.
        long: bool,
        /// In a ZIP file, whose name ends in `.zip`.
        packed: bool,
    },
}

/// All that goes to a person for one event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reply {
    /// Where they are now; takes the place of the former screen.
    pub screen: Option<Screen>,
    /// One line over the chat when a button was pressed.
    pub notice: Option<String>,
    /// Files with their captions (at most 1024 characters of HTML), sent before the screen.
    pub files: Vec<(File, String)>,
    /// Where the screen goes.
    pub placement: Placement,
}

/// Where a screen goes in the chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Placement {
    /// In the place of the former screen: the person is there now.
    #[default]
    ReplaceScreen,
    /// Below the former screen, which is left standing.
    NewMessageBelow,
    /// Into the message whose button was pressed, such as a letter; where the person is does not change.
    EditPressedMessage,
    /// The same where that message is a file: its caption changes.
    EditCaption,
    /// The same, but only the buttons change: what the message says stays.
    EditButtons,
}

/// Something that the bot sends on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What it is.
    pub of: LetterRef,
    /// To whom.
    pub to: Address,
    /// Text (caption, if there is a file) and buttons.
    pub screen: Screen,
    /// What it carries.
    pub file: Option<File>,
    /// The message that is changed instead of a new one sent.
    pub edits: Option<MessageId>,
}

/// Which letter something is said of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterRef {
    /// A row of the outbox.
    Row(LetterId),
    /// A message that follows something and is edited as it changes.
    Live(LiveId),
}

/// What became of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendOutcome {
    /// It is this message.
    Sent(MessageId),
    /// The person has blocked the bot, or their account is gone.
    Unreachable,
    /// Telegram asks to wait so many milliseconds.
    Wait(i64),
    /// A fault that passes: try again. With its cause.
    Failed(String),
    /// Telegram will never take it. With its words.
    Refused(String),
}

impl Screen {
    /// A screen without buttons.
    pub fn new(text: impl Into<String>) -> Screen {
        Screen { text: text.into(), ..Screen::default() }
    }

    /// Adds a row of one button.
    #[must_use]
    pub fn row(mut self, label: impl Into<String>, press: Press) -> Screen {
        self.rows.push(vec![Button::new(label, press)]);
        self
    }
}

impl Export {
    /// Asks for a file; `at` is now.
    pub fn new(
        kind: ExportKind,
        name: impl Into<String>,
        survey: SurveyId,
        language: impl Into<String>,
        at: Timestamp,
    ) -> Export {
        Export { name: name.into(), kind, survey, language: language.into(), at }
    }
}

impl Button {
    /// A button.
    pub fn new(label: impl Into<String>, press: Press) -> Button {
        Button { label: label.into(), press }
    }
}

impl From<Screen> for Reply {
    fn from(screen: Screen) -> Reply {
        Reply { screen: Some(screen), ..Reply::default() }
    }
}
