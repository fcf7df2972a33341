//! An update of Telegram becomes an [`Event`]: what a person did, without Telegram's types.
//!
//! Only the fields that matter here are read, each by itself. So a message of a kind that Telegram invents tomorrow is
//! still known for a message, and its text is still its text. A field that cannot be read counts as missing.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use teloxide::types::AllowedUpdate;

use crate::chat::{Attached, Event, Media, Press, UserInput};
use crate::types::{Address, MessageId, UpdateId};

/// Letters of a file's name that are kept.
const LONGEST_NAME: usize = 60;

/// The kinds of updates that Telegram is asked for.
pub const KINDS: [AllowedUpdate; 4] =
    [AllowedUpdate::Message, AllowedUpdate::EditedMessage, AllowedUpdate::CallbackQuery, AllowedUpdate::MyChatMember];

/// Messages of Telegram itself that a person does not expect an answer to.
const SERVICE: [&str; 6] = [
    "pinned_message",
    "message_auto_delete_timer_changed",
    "chat_background_set",
    "write_access_allowed",
    "proximity_alert_triggered",
    "forum_topic_created",
];

/// A value that is read later, or never.
type Raw<'a> = Option<&'a RawValue>;

/// An update that was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Its number. None: it has none that can be read, and Telegram cannot be told that it was received.
    pub id: Option<UpdateId>,
    /// What a person did. None: it is not from a person in a private chat, or it cannot be read.
    pub event: Option<Event>,
}

#[derive(Deserialize)]
struct Update<'a> {
    update_id: i64,
    #[serde(borrow)]
    message: Raw<'a>,
    #[serde(borrow)]
    edited_message: Raw<'a>,
    #[serde(borrow)]
    callback_query: Raw<'a>,
    #[serde(borrow)]
    my_chat_member: Raw<'a>,
}

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow)]
    message_id: Raw<'a>,
    #[serde(borrow)]
    chat: Raw<'a>,
    #[serde(borrow)]
    from: Raw<'a>,
    #[serde(borrow)]
    text: Raw<'a>,
    #[serde(borrow)]
    caption: Raw<'a>,
    #[serde(borrow)]
    voice: Raw<'a>,
    #[serde(borrow)]
    photo: Raw<'a>,
    #[serde(borrow)]
    document: Raw<'a>,
    #[serde(borrow)]
    video: Raw<'a>,
}

#[derive(Deserialize)]
struct Chat {
    id: i64,
    r#type: String,
}

#[derive(Deserialize)]
struct CallbackQuery<'a> {
    id: String,
    #[serde(borrow)]
    from: Raw<'a>,
    #[serde(borrow)]
    message: Raw<'a>,
    #[serde(borrow)]
    data: Raw<'a>,
}

#[derive(Deserialize)]
struct User {
    id: i64,
}

#[derive(Deserialize)]
struct Language {
    language_code: String,
}

#[derive(Deserialize)]
struct Numbered {
    message_id: MessageId,
}

#[derive(Deserialize)]
struct MyChatMember<'a> {
    #[serde(borrow)]
    chat: Raw<'a>,
    #[serde(borrow)]
    new_chat_member: Raw<'a>,
}

#[derive(Deserialize)]
struct Status {
    status: String,
}

/// A file, or one size of a picture. All but its id may be missing.
#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    file_id: Raw<'a>,
    #[serde(borrow)]
    file_name: Raw<'a>,
    #[serde(borrow)]
    file_size: Raw<'a>,
    #[serde(borrow)]
    duration: Raw<'a>,
    #[serde(borrow)]
    width: Raw<'a>,
}

/// What a person did, from the update as Telegram sends it.
pub fn decode(raw: &str) -> Received {
    let Ok(update) = serde_json::from_str::<Update<'_>>(raw) else {
        tracing::warn!("an update without a number that can be read is left out");
        return Received { id: None, event: None };
    };
    let id = UpdateId(update.update_id);
    let (kind, event) = if let Some(message) = update.message {
        ("message", message_event(id, message))
    } else if let Some(message) = update.edited_message {
        ("edited_message", edit_event(id, message))
    } else if let Some(query) = update.callback_query {
        ("callback_query", press_event(id, query))
    } else if let Some(change) = update.my_chat_member {
        ("my_chat_member", member_event(id, change))
    } else {
        ("unknown", None)
    };
    if event.is_none() {
        tracing::debug!(
            update = id.0,
            kind,
            "an update that is not from a person in a private chat, or cannot be read"
        );
    }
    Received { id: Some(id), event }
}

/// A value that may be missing or of another shape.
fn read<T: DeserializeOwned>(raw: Raw<'_>) -> Option<T> {
    serde_json::from_str(raw?.get()).ok()
}

/// A private chat's address.
fn private_chat(raw: Raw<'_>) -> Option<Address> {
    let chat: Chat = read(raw)?;
    (chat.r#type == "private").then(|| Address::telegram(chat.id))
}

fn language(from: Raw<'_>) -> Option<String> {
    read(from).map(|user: Language| user.language_code)
}

fn message_event(update: UpdateId, raw: &RawValue) -> Option<Event> {
    let message: Message<'_> = serde_json::from_str(raw.get()).ok()?;
    let address = private_chat(message.chat)?;
    let caption = || read(message.caption).unwrap_or_default();
    let input = if let Some(text) = read::<String>(message.text) {
        typed(&text)
    } else if let Some(voice) = message.voice.and_then(|voice| attached(Media::Voice, voice)) {
        UserInput::Voice(voice.file, voice.seconds)
    } else if let Some(photo) = message.photo.and_then(largest) {
        UserInput::File(photo, caption())
    } else if let Some(video) = message.video.and_then(|video| attached(Media::Video, video)) {
        UserInput::File(video, caption())
    } else if let Some(document) = message.document.and_then(|document| attached(Media::Document, document)) {
        UserInput::File(document, caption())
    } else if is_service(raw) {
        return None;
    } else {
        UserInput::Other
    };
    Some(Event { update, address, language: language(message.from), message: read(message.message_id), input })
}

/// A text that was changed. Other changes, of a caption say, change no answer.
fn edit_event(update: UpdateId, raw: &RawValue) -> Option<Event> {
    let message: Message<'_> = serde_json::from_str(raw.get()).ok()?;
    let address = private_chat(message.chat)?;
    let input = UserInput::Edited(read(message.text)?);
    Some(Event { update, address, language: language(message.from), message: read(message.message_id), input })
}

/// Whether a message only reports something that happened to the chat.
fn is_service(raw: &RawValue) -> bool {
    let fields = serde_json::from_str::<std::collections::HashMap<String, &RawValue>>(raw.get());
    fields.is_ok_and(|fields| SERVICE.iter().any(|kind| fields.contains_key(*kind)))
}

/// The largest of a picture's sizes.
fn largest(sizes: &RawValue) -> Option<Attached> {
    let sizes: Vec<&RawValue> = serde_json::from_str(sizes.get()).ok()?;
    let width = |size: &RawValue| {
        let size = serde_json::from_str::<File<'_>>(size.get()).ok();
        size.and_then(|size| read::<u64>(size.width)).unwrap_or(0)
    };
    attached(Media::Picture, sizes.into_iter().max_by_key(|size| width(size))?)
}

fn attached(media: Media, raw: &RawValue) -> Option<Attached> {
    let sent: File<'_> = serde_json::from_str(raw.get()).ok()?;
    let name: String = read(sent.file_name).unwrap_or_default();
    Some(Attached {
        media,
        file: read(sent.file_id)?,
        name: name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect(),
        bytes: read(sent.file_size).unwrap_or(0),
        seconds: read(sent.duration).unwrap_or(0),
    })
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

fn press_event(update: UpdateId, raw: &RawValue) -> Option<Event> {
    let query: CallbackQuery<'_> = serde_json::from_str(raw.get()).ok()?;
    let user: User = read(query.from)?;
    let message = read(query.message).map_or(MessageId(0), |message: Numbered| message.message_id);
    let press = read::<String>(query.data).as_deref().and_then(Press::parse);
    let input = UserInput::Press { press, query: query.id, message };
    Some(Event { update, address: Address::telegram(user.id), language: language(query.from), message: None, input })
}

fn member_event(update: UpdateId, raw: &RawValue) -> Option<Event> {
    let change: MyChatMember<'_> = serde_json::from_str(raw.get()).ok()?;
    let address = private_chat(change.chat)?;
    let Status { status } = read(change.new_chat_member)?;
    Some(Event { update, address, language: None, message: None, input: UserInput::Blocked(status == "kicked") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(message: &str) -> Option<Event> {
        let chat = r#""message_id":5,"date":1,"chat":{"id":7,"type":"private"},"from":{"id":7,"is_bot":false,"first_name":"س","language_code":"ar"}"#;
        decode(&format!(r#"{{"update_id":3,"message":{{{chat},{message}}}}}"#)).event
    }

    fn input(message: &str) -> UserInput {
        let event = event(message);
        event.map_or_else(|| unreachable!("{message} is from a person"), |event| event.input)
    }

    #[test]
    fn a_text_is_a_text_whatever_else_the_message_holds() {
        let deep = format!(r#""reply_to_message":{}1{}"#, "[".repeat(5_000), "]".repeat(5_000));
        for beside in [
            r#""entities":[{"type":"tomorrows_kind","offset":0,"length":2,"more":{}}]"#,
            r#""external_reply":{"origin":{"type":"galaxy"}},"quote":{"text":"?"}"#,
            r#""forward_origin":{"type":"of a new kind","date":"yesterday"}"#,
            r#""via_bot":17,"sender_boost_count":1e400,"effect_id":[]"#,
            r#""author_signature":"\ud800""#,
            &deep,
        ] {
            let message = r#""text":"2","#.to_owned() + beside;
            assert_eq!(input(&message), UserInput::Words("2".into()), "{}", &message[..60]);
        }
    }

    #[test]
    fn files_without_what_telegram_calls_optional_are_still_files() {
        let voice = r#""voice":{"file_id":"V","file_unique_id":"v","duration":3}"#;
        assert_eq!(input(voice), UserInput::Voice("V".into(), 3));
        let UserInput::File(video, said) = input(r#""video":{"file_id":"M","duration":"long"},"caption":"هذا""#)
        else {
            unreachable!("a video is a file")
        };
        assert_eq!((video.media, video.seconds, said.as_str()), (Media::Video, 0, "هذا"));
        let sizes = r#""photo":[{"file_id":"S","width":90},{"file_id":"L","width":900},{"file_id":"M","width":320}]"#;
        assert!(matches!(input(sizes), UserInput::File(file, _) if file.file == "L"));
    }

    #[test]
    fn messages_of_kinds_that_are_not_known_are_something_else() {
        for message in [
            r#""dice":{"emoji":"🎲","value":3}"#,
            r#""gift":{"gift":{"id":"1"}}"#,
            r#""story":{}"#,
            r#""tomorrow":{"x":1e999}"#,
            r#""text":"\ud83d""#, // half of a pair: no text
            r#""voice":{}"#,
            r#""photo":[]"#,
        ] {
            assert_eq!(input(message), UserInput::Other, "{message}");
        }
        assert_eq!(event(r#""pinned_message":{}"#), None);
    }

    #[test]
    fn what_cannot_be_read_is_stepped_over_by_its_number() {
        let numbered = |raw: &str| decode(raw).id;
        assert_eq!(numbered(r#"{"update_id":9,"message":{"chat":"none"}}"#), Some(UpdateId(9)));
        assert_eq!(numbered(r#"{"message":1e400,"update_id":9}"#), Some(UpdateId(9)));
        assert_eq!(numbered(r#"{"update_id":5000000000,"tomorrow":{}}"#), Some(UpdateId(5_000_000_000)));
        for raw in [r#"{"update_id":1e400}"#, r#"{"update_id":"9"}"#, r#"{"message":{}}"#, "[]", "9", ""] {
            assert_eq!(decode(raw), Received { id: None, event: None }, "{raw}");
        }
    }

    #[test]
    fn presses_and_blocks_are_read() {
        let press = r#"{"update_id":4,"callback_query":{"id":"Q","from":{"id":7,"language_code":"fr"},"data":"m","chat_instance":"?","message":{"message_id":8,"tomorrow":1e400}}}"#;
        let event = decode(press).event;
        let Some(Event { address, language, input: UserInput::Press { query, message, .. }, .. }) = event else {
            unreachable!("a press")
        };
        assert_eq!((address, language.as_deref(), query.as_str()), (Address::telegram(7), Some("fr"), "Q"));
        assert_eq!(message, MessageId(8));
        for (status, blocked) in [("kicked", true), ("member", false)] {
            let change = format!(
                r#"{{"update_id":4,"my_chat_member":{{"chat":{{"id":7,"type":"private"}},"new_chat_member":{{"status":"{status}","until_date":0}}}}}}"#
            );
            assert_eq!(decode(&change).event.map(|event| event.input), Some(UserInput::Blocked(blocked)));
        }
        let edit = r#"{"update_id":4,"edited_message":{"message_id":5,"edit_date":2,"chat":{"id":7,"type":"private"},"text":"x"}}"#;
        assert_eq!(decode(edit).event.map(|event| event.input), Some(UserInput::Edited("x".into())));
        let group = r#"{"update_id":4,"message":{"chat":{"id":-7,"type":"group"},"text":"x"}}"#;
        assert_eq!(decode(group).event, None);
    }
}
