//! Parses Telegram's HTML into text and entities, with offsets in UTF-16 units, and refuses what Telegram refuses.

use serde_json::{Value, json};

/// The tags that Telegram accepts, and the entity that each becomes.
const TAGS: [(&str, &str); 14] = [
    ("b", "bold"),
    ("strong", "bold"),
    ("i", "italic"),
    ("em", "italic"),
    ("u", "underline"),
    ("ins", "underline"),
    ("s", "strikethrough"),
    ("del", "strikethrough"),
    ("code", "code"),
    ("pre", "pre"),
    ("a", "text_link"),
    ("blockquote", "blockquote"),
    ("tg-spoiler", "spoiler"),
    ("span", "spoiler"),
];

/// Returns the plain text and its entities, or Telegram's error message.
pub fn parse(html: &str) -> Result<(String, Value), String> {
    let mut plain = String::with_capacity(html.len());
    let mut length = 0usize;
    let mut open: Vec<(&str, &str, usize)> = Vec::new();
    let mut entities = Vec::new();
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        let offset = html.len() - rest.len();
        match c {
            '<' => {
                let end = rest
                    .find('>')
                    .ok_or_else(|| format!("can't parse entities: Unclosed start tag at byte offset {offset}"))?;
                let tag = &rest[1..end];
                rest = &rest[end + 1..];
                if let Some(name) = tag.strip_prefix('/') {
                    let (tag, kind, start) = open
                        .pop()
                        .filter(|(tag, ..)| *tag == name)
                        .ok_or_else(|| format!("can't parse entities: Unexpected end tag at byte offset {offset}"))?;
                    let _ = tag;
                    if length > start {
                        entities.push(json!({ "type": kind, "offset": start, "length": length - start }));
                    }
                    continue;
                }
                let name = tag.split_whitespace().next().unwrap_or_default();
                let known = TAGS.iter().find(|(tag, _)| *tag == name);
                let (name, kind) = known.ok_or_else(|| {
                    format!("can't parse entities: Unsupported start tag \"{name}\" at byte offset {offset}")
                })?;
                open.push((name, kind, length));
            }
            '&' => {
                let end = rest.find(';').filter(|end| *end < 10);
                let (c, used) = match end.map(|end| (&rest[1..end], end)) {
                    Some(("lt", end)) => ('<', end + 1),
                    Some(("gt", end)) => ('>', end + 1),
                    Some(("amp", end)) => ('&', end + 1),
                    Some(("quot", end)) => ('"', end + 1),
                    _ => ('&', 1),
                };
                plain.push(c);
                length += 1;
                rest = &rest[used..];
            }
            c => {
                plain.push(c);
                length += c.len_utf16();
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    match open.last() {
        Some((tag, ..)) => {
            Err(format!("can't parse entities: Can't find end tag corresponding to start tag \"{tag}\""))
        }
        None => Ok((plain, Value::Array(entities))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_entities_counted_in_utf16() {
        let (text, entities) = parse("🗓 <b>سؤال</b> &amp; &lt;x&gt;").unwrap_or_default();
        assert_eq!(text, "🗓 سؤال & <x>");
        assert_eq!(entities, json!([{ "type": "bold", "offset": 3, "length": 4 }]));
    }

    #[test]
    fn broken_markup_is_refused() {
        for html in ["<b>a", "a</b>", "<b><i>a</b></i>", "<blink>a</blink>", "a < b"] {
            assert!(parse(html).is_err(), "{html}");
        }
    }
}
