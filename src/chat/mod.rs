//! What a person does ([`Event`]) and what the person sees ([`Screen`]), independent of Telegram.
//!
//! A button carries all that is needed to understand it later: run, question and revision. So a press on an old message
//! is recognised as such. [`Press`] is decoded once, where an update comes in, and its code fits Telegram's 64 bytes.

use std::sync::Arc;

use crate::types::{Address, LetterId, LiveId, MessageId, SurveyId, Timestamp, UpdateId};

mod field;
mod legacy;
mod press;
mod route;

pub use crate::dialog::{Attached, Media};

pub use field::{DimensionNumber, Spot, TopicNumber};
pub use press::{Act, Consent, Emphasis, LONGEST_CODE, Press};
pub use route::Route;

/// One thing that a person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Telegram's number of the update. An update that is delivered again has the same number.
    pub update: UpdateId,
    /// The chat that it came from, and that the reply goes to.
    pub address: Address,
    /// The language of the person's Telegram app, if Telegram says it.
    pub language: Option<String>,
    /// Telegram's number of the message that was sent or changed. None: nothing was sent, a button was pressed.
    pub message: Option<MessageId>,
    /// What the person did.
    pub input: UserInput,
}

/// What a person can do in a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserInput {
    /// `/command`, with what follows it.
    Command(String, String),
    /// A typed text.
    Words(String),
    /// A press on a button. `press` is none if the code is not one of ours.
    Press {
        /// The meaning of the button.
        press: Option<Press>,
        /// Telegram's id of the press. The button waits until it is answered.
        query: String,
        /// The message that the button belongs to.
        message: MessageId,
    },
    /// A voice message: Telegram's file id and the length in seconds.
    Voice(String, u32),
    /// A picture, a document or a video, with its caption.
    File(Attached, String),
    /// Anything else, such as a sticker or a place.
    Other,
    /// An earlier message was changed in Telegram: the text that it has now.
    Edited(String),
    /// True: the person blocked the bot. False: the person unblocked it.
    Blocked(bool),
}

/// What a person sees: a text in Telegram's HTML, and the buttons under it, row by row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Screen {
    /// 1 to 4096 characters (Telegram's limit).
    pub text: String,
    /// At most 100 buttons (Telegram's limit).
    pub rows: Vec<Vec<Button>>,
    /// A picture above the text. The text then has at most 1024 characters, because Telegram shows it as a caption.
    pub picture: Option<Drawing>,
}

/// A picture that is drawn when it is sent, because drawing takes longer than a transaction may.
#[derive(Clone)]
pub struct Drawing {
    /// The content of the picture in words. Only transcripts show it.
    pub says: String,
    /// Draws the picture as PNG.
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

/// A button on a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// The text on the button.
    pub label: String,
    /// What a press on it means.
    pub press: Press,
}

/// A file that is sent to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum File {
    /// Telegram shows it as a picture.
    Picture(Vec<u8>),
    /// A file with its name.
    Document(String, Vec<u8>),
    /// A file that is made when it is sent.
    Export(Export),
    /// A file that Telegram stores, and the text that is sent instead if Telegram has dropped it and there is no copy.
    Held(Attached, String),
}

/// A file about a survey. It is made when it is sent, by `bot::exports`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The name of the file.
    pub name: String,
    /// The content of the file.
    pub kind: ExportKind,
    /// The row of `surveys`.
    pub survey: SurveyId,
    /// The code of the language that the file is written in.
    pub language: String,
    /// The moment at which the coordinator asked for it.
    pub at: Timestamp,
}

/// The content of a file about a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportKind {
    /// The results as a workbook.
    Workbook,
    /// The results as a report to print.
    Report,
    /// The answers as CSV.
    Table {
        /// One row for each answer instead of one row for each response.
        long: bool,
        /// As a ZIP file, whose name ends in `.zip`.
        packed: bool,
    },
}

/// Everything that is sent to a person for one event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reply {
    /// The person's new screen. None: the screen stays.
    pub screen: Option<Screen>,
    /// One line over the chat, after a press on a button.
    pub notice: Option<String>,
    /// Files with their captions (at most 1024 characters of HTML). They are sent before the screen.
    pub files: Vec<(File, String)>,
    /// Where the screen is shown.
    pub placement: Placement,
}

/// Where a screen is shown in the chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Placement {
    /// The screen replaces the former one.
    #[default]
    ReplaceScreen,
    /// The screen is a new message. The former screen stays above it.
    NewMessageBelow,
    /// The message whose button was pressed, such as a letter, is edited. The person's own screen stays as it is.
    EditPressedMessage,
    /// As before, for a message with a file: its caption is edited.
    EditCaption,
    /// As before, but only the buttons are edited. The text stays.
    EditButtons,
}

/// A message that the bot sends although the person did nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The row that the outcome is stored in.
    pub of: LetterRef,
    /// The chat that it is sent to.
    pub to: Address,
    /// Its text (the caption, if there is a file) and buttons.
    pub screen: Screen,
    /// The file that is sent with it.
    pub file: Option<File>,
    /// The message that is edited. None: a new message is sent.
    pub edits: Option<MessageId>,
    /// The message in `edits` is deleted; where Telegram no longer allows that, it is edited to the screen.
    pub removes: bool,
}

/// A reference to the row of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterRef {
    /// A letter of the outbox.
    Row(LetterId),
    /// A live message, which is edited as its subject changes.
    Live(LiveId),
}

/// The outcome of sending a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendOutcome {
    /// Telegram accepted it as this message.
    Sent(MessageId),
    /// The person has blocked the bot, or the account is gone.
    Unreachable,
    /// Telegram asks the bot to wait this many milliseconds.
    Wait(i64),
    /// An error that passes, with its cause. The letter is tried again.
    Failed(String),
    /// Telegram will never accept the letter. The text is Telegram's.
    Refused(String),
}

impl Screen {
    /// A screen with no buttons and no picture.
    pub fn new(text: impl Into<String>) -> Screen {
        Screen { text: text.into(), ..Screen::default() }
    }

    /// Adds a row with one button.
    #[must_use]
    pub fn row(mut self, label: impl Into<String>, press: Press) -> Screen {
        self.rows.push(vec![Button::new(label, press)]);
        self
    }
}

impl Export {
    /// A request for a file; `at` is the present moment.
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
    /// A button with its label.
    pub fn new(label: impl Into<String>, press: Press) -> Button {
        Button { label: label.into(), press }
    }
}

impl From<Screen> for Reply {
    fn from(screen: Screen) -> Reply {
        Reply { screen: Some(screen), ..Reply::default() }
    }
}
