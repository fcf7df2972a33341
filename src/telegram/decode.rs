//! An update of Telegram becomes an [`Event`]: what a person did, without Telegram's types.

use teloxide::types::{CallbackQuery, ChatMemberKind, FileMeta, MediaKind, Message, MessageKind, Update, UpdateKind};

use crate::chat::{Attached, Event, Media, Press, UserInput};
use crate::types::{Address, MessageId, UpdateId};

/// Letters of a file's name that are kept.
const LONGEST_NAME: usize = 60;

/// What a person did; none for updates that are not from a person in a private chat.
pub fn decode(update: &Update) -> Option<Event> {
    let id = UpdateId(update.id.0.into());
    match &update.kind {
        UpdateKind::Message(message) => message_event(id, message),
        UpdateKind::CallbackQuery(query) => Some(press_event(id, query)),
        UpdateKind::MyChatMember(change) if change.chat.is_private() => {
            let blocked = matches!(change.new_chat_member.kind, ChatMemberKind::Banned(_));
            Some(Event {
                update: id,
                address: Address::telegram(change.chat.id.0),
                language: None,
                input: UserInput::Blocked(blocked),
            })
        }
        UpdateKind::Error(_) => {
            tracing::warn!(update = id.0, "an update could not be read; it is left out");
            None
        }
        _ => None,
    }
}

fn message_event(update: UpdateId, message: &Message) -> Option<Event> {
    if !message.chat.is_private() {
        return None;
    }
    let MessageKind::Common(common) = &message.kind else {
        return None;
    };
    let input = match &common.media_kind {
        MediaKind::Text(text) => typed(&text.text),
        MediaKind::Voice(voice) => UserInput::Voice(voice.voice.file.id.0.clone(), voice.voice.duration.seconds()),
        MediaKind::Photo(photo) => match photo.photo.iter().max_by_key(|size| size.width) {
            Some(size) => UserInput::File(attached(Media::Picture, &size.file, None, 0), said(&photo.caption)),
            None => UserInput::Other,
        },
        MediaKind::Document(sent) => {
            let name = sent.document.file_name.as_deref();
            UserInput::File(attached(Media::Document, &sent.document.file, name, 0), said(&sent.caption))
        }
        MediaKind::Video(sent) => {
            let (video, name) = (&sent.video, sent.video.file_name.as_deref());
            let video = attached(Media::Video, &video.file, name, video.duration.seconds());
            UserInput::File(video, said(&sent.caption))
        }
        _ => UserInput::Other,
    };
    let language = message.from.as_ref().and_then(|user| user.language_code.clone());
    Some(Event { update, address: Address::telegram(message.chat.id.0), language, input })
}

fn said(caption: &Option<String>) -> String {
    caption.clone().unwrap_or_default()
}

fn attached(media: Media, file: &FileMeta, name: Option<&str>, seconds: u32) -> Attached {
    let name = name.unwrap_or_default().chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    Attached { media, file: file.id.0.clone(), name, bytes: file.size.into(), seconds }
}

/// `/command@bot rest`, or words.
fn typed(text: &str) -> UserInput {
    let Some(command) = text.strip_prefix('/') else {
        return UserInput::Words(text.to_owned());
    };
    let (name, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
    let name = name.split('@').next().unwrap_or(name);
    UserInput::Command(name.to_lowercase(), rest.trim().to_owned())
}

fn press_event(update: UpdateId, query: &CallbackQuery) -> Event {
    let press = query.data.as_deref().and_then(Press::parse);
    let message = query.message.as_ref().map_or(MessageId(0), |message| MessageId(message.id().0.into()));
    let address = Address::telegram(i64::try_from(query.from.id.0).unwrap_or(0));
    let input = UserInput::Press { press, query: query.id.0.clone(), message };
    Event { update, address, language: query.from.language_code.clone(), input }
}
