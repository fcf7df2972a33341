//! The buttons under a message: what Telegram accepts, and what a person then sees.

use serde::Serialize;
use serde_json::Value;

/// A button under a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeenButton {
    /// The label.
    pub text: String,
    /// The callback data. None: the button does something else.
    pub data: Option<String>,
    /// The address of a link.
    pub url: Option<String>,
    /// The text that the button copies.
    pub copy: Option<String>,
    /// Its colour: `primary` (blue), `success` (green) or `danger` (red).
    pub style: Option<String>,
}

/// Checks an inline keyboard. An error is Telegram's message.
pub fn check(markup: &Value) -> Result<(), String> {
    let rows = markup["inline_keyboard"].as_array().ok_or("object expected as reply markup")?;
    if markup.as_object().is_none_or(|markup| markup.len() != 1) {
        return Err("unknown field in reply markup".into());
    }
    let buttons: Vec<&Value> = rows.iter().flat_map(|row| row.as_array().into_iter().flatten()).collect();
    buttons.iter().try_for_each(|button| check_one(button))?;
    if buttons.len() > 100 { Err("REPLY_MARKUP_TOO_LONG".into()) } else { Ok(()) }
}

fn check_one(button: &Value) -> Result<(), String> {
    let does_nothing =
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard".to_owned();
    if button["text"].as_str().unwrap_or_default().trim().is_empty() {
        return Err(does_nothing);
    }
    let fields = button.as_object().into_iter().flatten();
    let (mut acts, mut sound) = (0, true);
    for (name, value) in fields {
        let text = value.as_str();
        sound &= match name.as_str() {
            "text" => true,
            "style" => matches!(text, Some("primary" | "success" | "danger")),
            "callback_data" => text.is_some_and(|data| (1..=64).contains(&data.len())),
            "url" => text.is_some_and(|url| url.starts_with("http")),
            "copy_text" => copies(value),
            _ => false,
        };
        acts += u8::from(matches!(name.as_str(), "callback_data" | "url" | "copy_text"));
    }
    match acts {
        0 => Err(does_nothing),
        1 if sound => Ok(()),
        _ => Err("BUTTON_DATA_INVALID".into()),
    }
}

/// `CopyTextButton`: a text of 1 to 256 characters and nothing else.
fn copies(value: &Value) -> bool {
    let length = value["text"].as_str().map_or(0, |text| text.chars().count());
    value.as_object().is_some_and(|fields| fields.len() == 1) && (1..=256).contains(&length)
}

/// The buttons of an inline keyboard, row by row.
pub fn read(markup: &Value) -> Vec<Vec<SeenButton>> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let button = |b: &Value| SeenButton {
        text: text(&b["text"]).unwrap_or_default(),
        data: text(&b["callback_data"]),
        url: text(&b["url"]),
        copy: text(&b["copy_text"]["text"]),
        style: text(&b["style"]),
    };
    let row = |row: &Value| row.as_array().into_iter().flatten().map(button).collect();
    markup["inline_keyboard"].as_array().into_iter().flatten().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check_button(button: &Value) -> Result<(), String> {
        check(&json!({ "inline_keyboard": [[button]] }))
    }

    #[test]
    fn a_button_does_one_thing_and_may_have_a_colour() {
        for button in [
            json!({ "text": "a", "callback_data": "g:m" }),
            json!({ "text": "a", "callback_data": "g:m", "style": "danger" }),
            json!({ "text": "a", "url": "https://example.org", "style": "primary" }),
            json!({ "text": "a", "copy_text": { "text": "ا".repeat(256) }, "style": "success" }),
        ] {
            assert_eq!(check_button(&button), Ok(()), "{button}");
        }
        for button in [
            json!({ "text": "a" }),
            json!({ "text": " ", "callback_data": "g:m" }),
            json!({ "text": "a", "style": "danger" }),
            json!({ "text": "a", "callback_data": "g:m", "style": "red" }),
            json!({ "text": "a", "callback_data": "g:m", "style": null }),
            json!({ "text": "a", "callback_data": "x".repeat(65) }),
            json!({ "text": "a", "callback_data": "g:m", "url": "https://example.org" }),
            json!({ "text": "a", "callback_data": "g:m", "copy_text": { "text": "a" } }),
            json!({ "text": "a", "copy_text": "a" }),
            json!({ "text": "a", "copy_text": { "text": "" } }),
            json!({ "text": "a", "copy_text": { "text": "ا".repeat(257) } }),
            json!({ "text": "a", "copy_text": { "text": "a", "more": 1 } }),
            json!({ "text": "a", "callback_data": "g:m", "colour": "red" }),
        ] {
            assert!(check_button(&button).is_err(), "{button}");
        }
    }

    #[test]
    fn what_is_read_is_what_was_sent() {
        let markup =
            json!({ "inline_keyboard": [[{ "text": "a", "copy_text": { "text": "K7" }, "style": "success" }]] });
        let seen = SeenButton {
            text: "a".into(),
            data: None,
            url: None,
            copy: Some("K7".into()),
            style: Some("success".into()),
        };
        assert_eq!(read(&markup), [[seen]]);
    }
}
