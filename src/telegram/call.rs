//! One call each to Telegram: a text, a file, and what changes in a message. Whether a call is made, and made again, is
//! decided by whoever calls.

use teloxide::payloads::{
    AnswerCallbackQuerySetters, EditMessageCaptionSetters, EditMessageMediaSetters, EditMessageReplyMarkupSetters,
    EditMessageText, EditMessageTextSetters, SendDocumentSetters, SendMessageSetters, SendPhotoSetters,
    SendVideoSetters, SendVoiceSetters,
};
use teloxide::prelude::Requester;
use teloxide::requests::{JsonRequest, Payload};
use teloxide::types::{
    CallbackQueryId, ChatId, FileId, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, InputMedia,
    InputMediaDocument, InputMediaPhoto, LinkPreviewOptions, Message, ParseMode,
};
use teloxide::{ApiError, RequestError};

use super::errors::has_no_file;
use super::line::Line;
use crate::chat::{Attached, File, Media, Screen};
use crate::store::files;
use crate::types::{Address, MessageId};

impl Line {
    pub(super) async fn post(&self, to: Address, screen: &Screen) -> Result<MessageId, RequestError> {
        let request = self.bot.send_message(ChatId(to.id), &screen.text).parse_mode(ParseMode::Html);
        let request = request.link_preview_options(no_preview());
        let message =
            if screen.rows.is_empty() { request.await? } else { request.reply_markup(keyboard(screen)).await? };
        Ok(number_of(&message))
    }

    pub(super) async fn edit_text(&self, to: Address, message: MessageId, screen: &Screen) -> Result<(), RequestError> {
        let edit = EditMessageText::new(ChatId(to.id), number(message), &screen.text).parse_mode(ParseMode::Html);
        let edit = edit.link_preview_options(no_preview()).reply_markup(keyboard(screen));
        changed(JsonRequest::new(self.bot.clone(), Unread(edit)).await)
    }

    pub(super) async fn edit_caption(
        &self,
        to: Address,
        message: MessageId,
        screen: &Screen,
    ) -> Result<(), RequestError> {
        let edit = self.bot.edit_message_caption(ChatId(to.id), number(message)).caption(&screen.text);
        changed(edit.parse_mode(ParseMode::Html).reply_markup(keyboard(screen)).await)
    }

    pub(super) async fn edit_buttons(
        &self,
        to: Address,
        message: MessageId,
        screen: &Screen,
    ) -> Result<(), RequestError> {
        let edit = self.bot.edit_message_reply_markup(ChatId(to.id), number(message));
        changed(edit.reply_markup(keyboard(screen)).await)
    }

    pub(super) async fn delete(&self, to: Address, message: MessageId) -> Result<(), RequestError> {
        self.bot.delete_message(ChatId(to.id), number(message)).await.map(|_| ())
    }

    /// Tells Telegram that a pressed button has been dealt with, with a line over the chat if there is one.
    pub(super) async fn answer_query(&self, query: &str, notice: Option<&str>) -> Result<(), RequestError> {
        let request = self.bot.answer_callback_query(CallbackQueryId(query.to_owned()));
        let answered = if let Some(notice) = notice { request.text(notice).await } else { request.await };
        answered.map(|_| ())
    }

    /// Replaces the file and the caption of a message.
    pub(super) async fn edit_file(
        &self,
        to: Address,
        message: MessageId,
        file: &File,
        screen: &Screen,
    ) -> Result<(), RequestError> {
        let (caption, html) = (screen.text.clone(), ParseMode::Html);
        let media = match file {
            File::Picture(bytes) => {
                let file = InputFile::memory(bytes.clone()).file_name("picture.png");
                InputMedia::Photo(InputMediaPhoto::new(file).caption(caption).parse_mode(html))
            }
            File::Document(name, bytes) => {
                let file = InputFile::memory(bytes.clone()).file_name(name.clone());
                InputMedia::Document(InputMediaDocument::new(file).caption(caption).parse_mode(html))
            }
            // What Telegram holds stays as it is, as does what takes long to make: only the caption changes.
            File::Held(..) | File::Export(_) => return self.edit_caption(to, message, screen).await,
        };
        let edit = self.bot.edit_message_media(ChatId(to.id), number(message), media);
        changed(edit.reply_markup(keyboard(screen)).await)
    }

    /// Sends a file with its caption and the buttons of `screen`, if any; returns the message.
    pub(super) async fn post_file(
        &self,
        to: Address,
        file: &File,
        caption: &str,
        screen: Option<&Screen>,
    ) -> Result<MessageId, RequestError> {
        let message = match file {
            File::Picture(bytes) => {
                let file = InputFile::memory(bytes.clone()).file_name("picture.png");
                self.post_media(to, Media::Picture, file, caption, screen).await?
            }
            File::Document(name, bytes) => {
                let file = InputFile::memory(bytes.clone()).file_name(name.clone());
                self.post_media(to, Media::Document, file, caption, screen).await?
            }
            File::Export(export) => {
                let made = self.exported(to, export).await;
                // Not to be tried again: it would go wrong again.
                let bytes = made.map_err(|error| RequestError::Api(ApiError::Unknown(error)))?;
                let file = InputFile::memory(bytes).file_name(export.name.clone());
                self.post_media(to, Media::Document, file, caption, screen).await?
            }
            File::Held(attached, _) => self.post_held(to, attached, caption, screen).await?,
        };
        Ok(number_of(&message))
    }

    /// Sends what Telegram holds; if it has dropped it, our copy, which Telegram holds from then on.
    async fn post_held(
        &self,
        to: Address,
        attached: &Attached,
        caption: &str,
        screen: Option<&Screen>,
    ) -> Result<Message, RequestError> {
        let noted = |done: files::Result<()>| {
            if let Err(error) = done {
                tracing::error!(%error, "what became of a file could not be noted");
            }
        };
        let id = self.copies.find_id(&attached.file).await.unwrap_or_else(|_| attached.file.clone());
        let held = self.post_media(to, attached.media, InputFile::file_id(FileId(id)), caption, screen).await;
        let refused = match held {
            Err(error) if has_no_file(&error) => error,
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
        let file = InputFile::memory(bytes);
        let file = if attached.name.is_empty() { file } else { file.file_name(attached.name.clone()) };
        let message = self.post_media(to, attached.media, file, caption, screen).await?;
        if let Some(id) = file_of(&message) {
            noted(self.copies.set_replacement(&attached.file, &id.0).await);
        }
        Ok(message)
    }

    async fn post_media(
        &self,
        to: Address,
        media: Media,
        file: InputFile,
        caption: &str,
        screen: Option<&Screen>,
    ) -> Result<Message, RequestError> {
        let (to, html) = (ChatId(to.id), ParseMode::Html);
        let keys = screen.filter(|screen| !screen.rows.is_empty()).map(keyboard);
        /// Sends a request with its keyboard, if there is one.
        macro_rules! sent {
            ($request:expr) => {{
                let request = $request.caption(caption).parse_mode(html);
                match keys {
                    Some(keys) => request.reply_markup(keys).await,
                    None => request.await,
                }
            }};
        }
        match media {
            Media::Picture => sent!(self.bot.send_photo(to, file)),
            Media::Document => sent!(self.bot.send_document(to, file)),
            Media::Voice => sent!(self.bot.send_voice(to, file)),
            Media::Video => sent!(self.bot.send_video(to, file)),
        }
    }
}

/// Telegram's id of the file that a message carries; of a picture, in its largest size.
fn file_of(message: &Message) -> Option<&FileId> {
    let largest = message.photo().and_then(|sizes| sizes.iter().max_by_key(|size| size.width));
    let file = largest.map(|size| &size.file).or_else(|| message.document().map(|document| &document.file));
    let file = file.or_else(|| message.voice().map(|voice| &voice.file));
    Some(&file.or_else(|| message.video().map(|video| &video.file))?.id)
}

/// An edit whose answer is not read: it repeats the whole message, and reading it takes longer than writing the edit.
#[derive(Clone, serde::Serialize)]
#[serde(transparent)]
struct Unread(EditMessageText);

impl Payload for Unread {
    type Output = serde::de::IgnoredAny;
    const NAME: &'static str = EditMessageText::NAME;
}

/// The outcome of an edit. One that changed nothing (a button pressed twice) is no error.
fn changed<T>(edited: Result<T, RequestError>) -> Result<(), RequestError> {
    match edited {
        Err(RequestError::Api(ApiError::MessageNotModified)) | Ok(_) => Ok(()),
        Err(error) => Err(error),
    }
}

fn keyboard(screen: &Screen) -> InlineKeyboardMarkup {
    InlineKeyboardMarkup::new(screen.rows.iter().filter(|row| !row.is_empty()).map(|row| {
        row.iter()
            .map(|button| InlineKeyboardButton::callback(button.label.clone(), button.press.code()))
            .collect::<Vec<_>>()
    }))
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

fn number_of(message: &Message) -> MessageId {
    MessageId(message.id.0.into())
}
