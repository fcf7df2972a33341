//! The rules for calls: the parameters of each method with their types, from the Bot API 10.1, and the limits.
//!
//! Only the methods and parameters that the bot uses are listed. A call with any other is refused. This is stricter
//! than Telegram, and the tests want it.

use serde_json::{Map, Value};

use super::buttons;

/// The type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Type {
    Int,
    Bool,
    Text,
    Chat,
    List,
    Object,
    Keyboard,
    File,
}
use Type::{Bool, Chat, File, Int, Keyboard, List, Object, Text};

type Parameter = (&'static str, Type, bool);

const CAPTION: [Parameter; 3] =
    [("caption", Text, false), ("parse_mode", Text, false), ("reply_markup", Keyboard, false)];

/// Each method with its parameters. True: the parameters of a file with a caption are added.
const METHODS: [(&str, &[Parameter], bool); 20] = [
    ("getMe", &[], false),
    (
        "getUpdates",
        &[("offset", Int, false), ("limit", Int, false), ("timeout", Int, false), ("allowed_updates", List, false)],
        false,
    ),
    (
        "setWebhook",
        &[
            ("url", Text, true),
            ("secret_token", Text, false),
            ("max_connections", Int, false),
            ("allowed_updates", List, false),
            ("drop_pending_updates", Bool, false),
        ],
        false,
    ),
    ("deleteWebhook", &[("drop_pending_updates", Bool, false)], false),
    ("getWebhookInfo", &[], false),
    (
        "sendMessage",
        &[
            ("chat_id", Chat, true),
            ("text", Text, true),
            ("parse_mode", Text, false),
            ("link_preview_options", Object, false),
            ("disable_notification", Bool, false),
            ("protect_content", Bool, false),
            ("reply_markup", Keyboard, false),
        ],
        false,
    ),
    (
        "editMessageText",
        &[
            ("chat_id", Chat, true),
            ("message_id", Int, true),
            ("text", Text, true),
            ("parse_mode", Text, false),
            ("link_preview_options", Object, false),
            ("reply_markup", Keyboard, false),
        ],
        false,
    ),
    (
        "editMessageReplyMarkup",
        &[("chat_id", Chat, true), ("message_id", Int, true), ("reply_markup", Keyboard, false)],
        false,
    ),
    ("editMessageCaption", &[("chat_id", Chat, true), ("message_id", Int, true)], true),
    (
        "editMessageMedia",
        &[
            ("chat_id", Chat, true),
            ("message_id", Int, true),
            ("media", Object, true),
            ("reply_markup", Keyboard, false),
        ],
        false,
    ),
    (
        "answerCallbackQuery",
        &[
            ("callback_query_id", Text, true),
            ("text", Text, false),
            ("show_alert", Bool, false),
            ("cache_time", Int, false),
        ],
        false,
    ),
    ("deleteMessage", &[("chat_id", Chat, true), ("message_id", Int, true)], false),
    ("sendDocument", &[("chat_id", Chat, true), ("document", File, true)], true),
    ("sendPhoto", &[("chat_id", Chat, true), ("photo", File, true)], true),
    ("sendVideo", &[("chat_id", Chat, true), ("video", File, true)], true),
    ("sendVoice", &[("chat_id", Chat, true), ("voice", File, true), ("duration", Int, false)], true),
    ("getFile", &[("file_id", Text, true)], false),
    ("setMyCommands", &[("commands", List, true), ("language_code", Text, false)], false),
    (
        "setMessageReaction",
        &[("chat_id", Chat, true), ("message_id", Int, true), ("reaction", List, false), ("is_big", Bool, false)],
        false,
    ),
    ("sendChatAction", &[("chat_id", Chat, true), ("action", Text, true)], false),
];

/// The method's name in its usual spelling. Capitals do not count in `name`.
pub fn method(name: &str) -> Option<&'static str> {
    METHODS.iter().map(|(method, ..)| *method).find(|method| method.eq_ignore_ascii_case(name))
}

/// Checks the parameters of a call. `uploaded` are the names of the files that came with it.
pub fn check(method: &str, call: &Map<String, Value>, uploaded: &[String]) -> Result<(), String> {
    let Some((_, own, captioned)) = METHODS.iter().find(|(name, ..)| *name == method) else {
        return Err("method not found".into());
    };
    let allowed = || own.iter().chain(if *captioned { CAPTION.iter() } else { [].iter() });
    for (name, kind, required) in allowed() {
        match call.get(*name) {
            None if *required && !(*kind == File && uploaded.iter().any(|file| file == name)) => {
                return Err(match *name {
                    "text" => "message text is empty".into(),
                    "chat_id" => "chat_id is empty".into(),
                    "message_id" => "message identifier is not specified".into(),
                    name => format!("parameter \"{name}\" is required"),
                });
            }
            Some(value) if !fits(*kind, value) => {
                return Err(format!("invalid value of parameter \"{name}\""));
            }
            _ => {}
        }
    }
    if let Some(stray) = call.keys().find(|key| !allowed().any(|(name, ..)| name == key) && !uploaded.contains(key)) {
        return Err(format!("unknown parameter \"{stray}\""));
    }
    if let Some(mode) = call.get("parse_mode").and_then(Value::as_str).filter(|mode| *mode != "HTML") {
        return Err(format!("unsupported parse_mode \"{mode}\""));
    }
    nested(call)?;
    match call.get("reply_markup") {
        Some(markup) => buttons::check(markup),
        None => Ok(()),
    }
}

/// The emoji that Telegram takes as a reaction.
const REACTIONS: &str = "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡";

/// The emoji of a reaction. None: the reaction is taken away. A bot may give one.
pub fn reaction(call: &Map<String, Value>) -> Result<Option<String>, String> {
    let given = call.get("reaction").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let one = match given {
        [] => return Ok(None),
        [one] => one,
        _ => return Err("REACTIONS_TOO_MANY".into()),
    };
    let alone = one["type"] == "emoji" && one.as_object().is_some_and(|fields| fields.len() == 2);
    let emoji = one["emoji"].as_str().filter(|emoji| alone && REACTIONS.split(' ').any(|known| known == *emoji));
    emoji.map(|emoji| Some(emoji.to_owned())).ok_or_else(|| "REACTION_INVALID".into())
}

/// Checks the objects within parameters: `LinkPreviewOptions`, `BotCommand`, the kinds of updates.
fn nested(call: &Map<String, Value>) -> Result<(), String> {
    if let Some(preview) = call.get("link_preview_options").and_then(Value::as_object) {
        let known = |(name, value): (&String, &Value)| match name.as_str() {
            "url" => value.is_string() || value.is_null(),
            "is_disabled" | "prefer_small_media" | "prefer_large_media" | "show_above_text" => value.is_boolean(),
            _ => false,
        };
        if !preview.iter().all(known) {
            return Err("can't parse link preview options".into());
        }
    }
    if let Some(media) = call.get("media").and_then(Value::as_object) {
        let known = |(name, value): (&String, &Value)| match name.as_str() {
            "type" => matches!(value.as_str(), Some("photo" | "document")),
            "media" | "caption" => value.is_string(),
            "parse_mode" => value == "HTML",
            _ => false,
        };
        if !media.iter().all(known) || !media.contains_key("type") || !media.contains_key("media") {
            return Err("can't parse InputMedia".into());
        }
    }
    for command in call.get("commands").and_then(Value::as_array).into_iter().flatten() {
        let name = command["command"].as_str().unwrap_or_default();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let described = command["description"].as_str().map_or(0, |text| text.encode_utf16().count());
        let alone = command.as_object().is_some_and(|fields| fields.len() == 2);
        if !(alone && (1..=32).contains(&name.len()) && name.chars().all(plain) && (1..=256).contains(&described)) {
            return Err("BOT_COMMAND_INVALID".into());
        }
    }
    let updates = call.get("allowed_updates").and_then(Value::as_array).into_iter().flatten();
    let known = ["message", "edited_message", "callback_query", "my_chat_member"];
    if updates.into_iter().any(|kind| !kind.as_str().is_some_and(|kind| known.contains(&kind))) {
        return Err("can't parse allowed_updates".into());
    }
    Ok(())
}

fn fits(kind: Type, value: &Value) -> bool {
    match kind {
        // Multipart and urlencoded calls carry numbers and booleans as text.
        Int | Chat => value.is_i64() || value.as_str().is_some_and(|text| text.parse::<i64>().is_ok()),
        Bool => value.is_boolean() || matches!(value.as_str(), Some("true" | "false")),
        Text | File => value.is_string(),
        List => value.is_array(),
        Object | Keyboard => value.is_object(),
    }
}

/// Checks the length of a text or caption without its markup, in UTF-16 units.
pub fn length(plain: &str, caption: bool) -> Result<(), String> {
    let length = plain.encode_utf16().count();
    match (caption, length) {
        (true, 1025..) => Err("message caption is too long".into()),
        (false, 0) => Err("message text is empty".into()),
        (false, 4097..) => Err("message is too long".into()),
        (false, _) if plain.trim().is_empty() => Err("message text is empty".into()),
        _ => Ok(()),
    }
}
