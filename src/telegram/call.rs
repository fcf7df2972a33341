//! One call each to Telegram: a text, a file, and what changes in a message. Whether a call is made, and made again, is
//! decided by whoever calls.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use teloxide::payloads::{
    AnswerCallbackQuery, AnswerCallbackQuerySetters, DeleteMessage, EditMessageCaption, EditMessageCaptionSetters,
    EditMessageReplyMarkup, EditMessageText, EditMessageTextSetters, SendMessage, SendMessageSetters,
};
use teloxide::requests::Payload;
use teloxide::types::{CallbackQueryId, ChatId, LinkPreviewOptions, ParseMode};

use super::client::Upload;
use super::errors::CallError;
use super::keyboard::{Keyboard, WithKeyboard};
use super::line::Line;
use crate::chat::{Attached, File, Media, Screen};
use crate::store::files;
use crate::types::{Address, MessageId};

/// What is read of a message that was sent. A message of a kind that is not known here has these fields too.
#[derive(Deserialize)]
struct SentMessage {
    message_id: MessageId,
    #[serde(default)]
    photo: Vec<SentFile>,
    document: Option<SentFile>,
    voice: Option<SentFile>,
    video: Option<SentFile>,
}

#[derive(Deserialize)]
struct SentFile {
    file_id: String,
    #[serde(default)]
    width: u32,
}

impl SentMessage {
    /// Telegram's id of the file that a message carries; of a picture, in its largest size.
    fn file(&self) -> Option<&str> {
        let largest = self.photo.iter().max_by_key(|size| size.width);
        let file = largest.or(self.document.as_ref()).or(self.voice.as_ref()).or(self.video.as_ref())?;
        Some(&file.file_id)
    }
}

/// A file that is sent: one that Telegram stores, or its name and bytes.
enum Source<'a> {
    Stored(&'a str),
    Bytes(&'a str, Vec<u8>),
}

/// The parameters of `sendPhoto` and its like.
#[derive(Serialize)]
struct SendMedia<'a> {
    chat_id: i64,
    #[serde(flatten)]
    stored: Option<StoredMedia<'a>>,
    caption: &'a str,
    parse_mode: ParseMode,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_markup: Option<Keyboard<'a>>,
}

/// The file that Telegram stores, under the name of its parameter.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum StoredMedia<'a> {
    Photo(&'a str),
    Document(&'a str),
    Voice(&'a str),
    Video(&'a str),
}

/// The parameters of `editMessageMedia` with a new file.
#[derive(Serialize)]
struct EditMedia<'a> {
    chat_id: i64,
    message_id: MessageId,
    media: NewMedia<'a>,
    reply_markup: Keyboard<'a>,
}

#[derive(Serialize)]
struct NewMedia<'a> {
    r#type: &'static str,
    media: String,
    caption: &'a str,
    parse_mode: ParseMode,
}

impl Line {
    pub(super) async fn post(&self, to: Address, screen: &Screen) -> Result<MessageId, CallError> {
        let message = SendMessage::new(ChatId(to.id), &screen.text)
            .parse_mode(ParseMode::Html)
            .link_preview_options(no_preview());
        let sent: SentMessage = if screen.rows.is_empty() {
            self.client.call(&message).await?
        } else {
            self.client.call_method(SendMessage::NAME, &WithKeyboard::new(message, screen)).await?
        };
        Ok(sent.message_id)
    }

    pub(super) async fn edit_text(&self, to: Address, message: MessageId, screen: &Screen) -> Result<(), CallError> {
        let edit = EditMessageText::new(ChatId(to.id), number(message), &screen.text).parse_mode(ParseMode::Html);
        let edit = WithKeyboard::new(edit.link_preview_options(no_preview()), screen);
        changed(self.client.call_method(EditMessageText::NAME, &edit).await)
    }

    pub(super) async fn edit_caption(&self, to: Address, message: MessageId, screen: &Screen) -> Result<(), CallError> {
        let edit = EditMessageCaption::new(ChatId(to.id), number(message)).caption(&screen.text);
        let edit = WithKeyboard::new(edit.parse_mode(ParseMode::Html), screen);
        changed(self.client.call_method(EditMessageCaption::NAME, &edit).await)
    }

    pub(super) async fn edit_buttons(&self, to: Address, message: MessageId, screen: &Screen) -> Result<(), CallError> {
        let edit = WithKeyboard::new(EditMessageReplyMarkup::new(ChatId(to.id), number(message)), screen);
        changed(self.client.call_method(EditMessageReplyMarkup::NAME, &edit).await)
    }

    pub(super) async fn delete(&self, to: Address, message: MessageId) -> Result<(), CallError> {
        let IgnoredAny = self.client.call(&DeleteMessage::new(ChatId(to.id), number(message))).await?;
        Ok(())
    }

    /// Tells Telegram that a pressed button has been dealt with, with a line over the chat if there is one.
    pub(super) async fn answer_query(&self, query: &str, notice: Option<&str>) -> Result<(), CallError> {
        let mut answer = AnswerCallbackQuery::new(CallbackQueryId(query.to_owned()));
        if let Some(notice) = notice {
            answer = answer.text(notice);
        }
        let IgnoredAny = self.client.call(&answer).await?;
        Ok(())
    }

    /// Replaces the file and the caption of a message.
    pub(super) async fn edit_file(
        &self,
        to: Address,
        message: MessageId,
        file: &File,
        screen: &Screen,
    ) -> Result<(), CallError> {
        let (kind, name, bytes) = match file {
            File::Picture(bytes) => ("photo", "picture.png", bytes),
            File::Document(name, bytes) => ("document", name.as_str(), bytes),
            // What Telegram holds stays as it is, as does what takes long to make: only the caption changes.
            File::Held(..) | File::Export(_) => return self.edit_caption(to, message, screen).await,
        };
        let upload = Upload { parameter: "file", name, bytes: bytes.clone() };
        let edit = EditMedia {
            chat_id: to.id,
            message_id: message,
            media: NewMedia {
                r#type: kind,
                media: format!("attach://{}", upload.parameter),
                caption: &screen.text,
                parse_mode: ParseMode::Html,
            },
            reply_markup: Keyboard::of(screen),
        };
        changed(self.client.upload("editMessageMedia", &edit, upload).await)
    }

    /// Sends a file with its caption and the buttons of `screen`, if any; returns the message.
    pub(super) async fn post_file(
        &self,
        to: Address,
        file: &File,
        caption: &str,
        screen: Option<&Screen>,
    ) -> Result<MessageId, CallError> {
        let message = match file {
            File::Picture(bytes) => {
                let file = Source::Bytes("picture.png", bytes.clone());
                self.post_media(to, Media::Picture, file, caption, screen).await?
            }
            File::Document(name, bytes) => {
                self.post_media(to, Media::Document, Source::Bytes(name, bytes.clone()), caption, screen).await?
            }
            File::Export(export) => {
                let bytes = self.exported(to, export).await.map_err(CallError::NoFile)?;
                self.post_media(to, Media::Document, Source::Bytes(&export.name, bytes), caption, screen).await?
            }
            File::Held(attached, _) => self.post_held(to, attached, caption, screen).await?,
        };
        Ok(message.message_id)
    }

    /// Sends what Telegram holds; if it has dropped it, our copy, which Telegram holds from then on.
    async fn post_held(
        &self,
        to: Address,
        attached: &Attached,
        caption: &str,
        screen: Option<&Screen>,
    ) -> Result<SentMessage, CallError> {
        let noted = |done: files::Result<()>| {
            if let Err(error) = done {
                tracing::error!(%error, "what became of a file could not be noted");
            }
        };
        let id = self.copies.find_id(&attached.file).await.unwrap_or_else(|_| attached.file.clone());
        let held = self.post_media(to, attached.media, Source::Stored(&id), caption, screen).await;
        let refused = match held {
            Err(error) if error.has_no_file() => error,
            held => return held,
        };
        let copy = self.copies.read_copy(&attached.file).await.unwrap_or_else(|error| {
            tracing::error!(%error, "a file is gone from Telegram, and its copy is of no use");
            None
        });
        let Some(bytes) = copy else {
            noted(self.copies.set_lost(&attached.file).await);
            return Err(refused);
        };
        let name = if attached.name.is_empty() { "file" } else { &attached.name };
        let message = self.post_media(to, attached.media, Source::Bytes(name, bytes), caption, screen).await?;
        if let Some(id) = message.file() {
            noted(self.copies.set_replacement(&attached.file, id).await);
        }
        Ok(message)
    }

    async fn post_media(
        &self,
        to: Address,
        media: Media,
        file: Source<'_>,
        caption: &str,
        screen: Option<&Screen>,
    ) -> Result<SentMessage, CallError> {
        let (method, parameter) = match media {
            Media::Picture => ("sendPhoto", "photo"),
            Media::Document => ("sendDocument", "document"),
            Media::Voice => ("sendVoice", "voice"),
            Media::Video => ("sendVideo", "video"),
        };
        let call = |stored| SendMedia {
            chat_id: to.id,
            stored,
            caption,
            parse_mode: ParseMode::Html,
            reply_markup: screen.filter(|screen| !screen.rows.is_empty()).map(Keyboard::of),
        };
        match file {
            Source::Stored(id) => {
                let stored = match media {
                    Media::Picture => StoredMedia::Photo(id),
                    Media::Document => StoredMedia::Document(id),
                    Media::Voice => StoredMedia::Voice(id),
                    Media::Video => StoredMedia::Video(id),
                };
                self.client.call_method(method, &call(Some(stored))).await
            }
            Source::Bytes(name, bytes) => {
                self.client.upload(method, &call(None), Upload { parameter, name, bytes }).await
            }
        }
    }
}

/// The outcome of an edit. One that changed nothing (a button pressed twice) is no error, nor is one whose answer, the
/// whole message, cannot be read.
fn changed(edited: Result<IgnoredAny, CallError>) -> Result<(), CallError> {
    match edited {
        Err(error) if !error.is_unmodified() => Err(error),
        Err(_) | Ok(IgnoredAny) => Ok(()),
    }
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

fn number(message: MessageId) -> teloxide::types::MessageId {
    teloxide::types::MessageId(i32::try_from(message.0).unwrap_or(0)) // 0 is no message: Telegram says "not found"
}
