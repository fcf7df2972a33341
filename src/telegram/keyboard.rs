//! The buttons under a message, as Telegram takes them. teloxide's own type knows no colours yet (Bot API 9.4, `style`).

use serde::Serialize;

use crate::chat::{Button, Emphasis, Screen};

/// `InlineKeyboardMarkup`.
#[derive(Serialize)]
pub(super) struct Keyboard<'a> {
    inline_keyboard: Vec<Vec<Key<'a>>>,
}

#[derive(Serialize)]
struct Key<'a> {
    text: &'a str,
    callback_data: String,
    /// Older apps draw every button in one colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    style: Option<&'static str>,
}

/// The parameters of a method, with buttons.
#[derive(Serialize)]
pub(super) struct WithKeyboard<'a, P> {
    #[serde(flatten)]
    call: P,
    reply_markup: Keyboard<'a>,
}

impl<'a, P> WithKeyboard<'a, P> {
    pub(super) fn new(call: P, screen: &'a Screen) -> WithKeyboard<'a, P> {
        WithKeyboard { call, reply_markup: Keyboard::of(screen) }
    }
}

impl<'a> Keyboard<'a> {
    pub(super) fn of(screen: &'a Screen) -> Keyboard<'a> {
        let key = |button: &'a Button| Key {
            text: &button.label,
            callback_data: button.press.code(),
            style: button.press.emphasis().map(|emphasis| match emphasis {
                Emphasis::GoesOut => "success",
                Emphasis::EndsForGood => "danger",
            }),
        };
        let rows = screen.rows.iter().filter(|row| !row.is_empty());
        Keyboard { inline_keyboard: rows.map(|row| row.iter().map(key).collect()).collect() }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use teloxide::payloads::{SendMessage, SendMessageSetters};
    use teloxide::types::{ChatId, ParseMode};

    use super::*;
    use crate::chat::{Press, Route};

    #[test]
    fn buttons_are_written_once_beside_the_parameters_and_only_telling_ones_have_a_colour() {
        let mut screen = Screen::new("text");
        let button = |label: &str, route| Button::new(label, Press::Go(route));
        screen.rows.push(vec![button("menu", Route::Menu), button("erase", Route::Erase)]);
        screen.rows.push(Vec::new());
        let call = SendMessage::new(ChatId(7), &screen.text).parse_mode(ParseMode::Html);
        let json = serde_json::to_string(&WithKeyboard::new(call, &screen)).unwrap();
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json.matches("reply_markup").count(), 1, "{json}");
        assert_eq!((&value["chat_id"], &value["parse_mode"]), (&7.into(), &"HTML".into()));
        assert_eq!(
            value["reply_markup"]["inline_keyboard"],
            serde_json::json!([[
                { "text": "menu", "callback_data": "g:menu" },
                { "text": "erase", "callback_data": "g:delx", "style": "danger" }
            ]])
        );
    }
}
