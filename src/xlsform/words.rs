//! The texts of a form: by language in its cells, and as the Fluent files of a dialog.

use std::collections::BTreeMap;

use super::book::SheetRow;
use crate::text::{Language, arabic};

/// Stands in a text for the item, where a question is asked once for each of several items.
pub const ITEM: &str = "‹…›";

/// English names of languages, as headings use them.
const ENGLISH: [(&str, &str); 4] = [("ar", "arabic"), ("fr", "french"), ("en", "english"), ("zgh", "tamazight")];

/// The code of the language that a heading names: `Arabic (ar)`, `ar`, `Arabic`, `العربية`.
pub fn code(heading: &str, languages: &[Language]) -> Option<String> {
    let heading = heading.trim().to_lowercase();
    let inside =
        heading.rsplit_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(code, _)| code.trim().to_owned());
    let is = |language: &&Language| {
        let english = ENGLISH.iter().find(|(code, _)| *code == language.code).map_or("", |(_, name)| name);
        inside.as_deref() == Some(language.code.as_str())
            || heading == language.code
            || heading == language.name.to_lowercase()
            || heading == english
    };
    languages.iter().find(is).map(|language| language.code.clone())
}

/// A heading for a language, as ODK writes them.
pub fn heading(what: &str, language: &Language) -> String {
    let english =
        ENGLISH.iter().find(|(code, _)| *code == language.code).map_or(language.name.as_str(), |(_, name)| name);
    let capital: String = english.chars().take(1).flat_map(char::to_uppercase).chain(english.chars().skip(1)).collect();
    format!("{what}::{capital} ({})", language.code)
}

/// The texts of a column in a row, by language. A heading that names no language is of `only`.
pub fn texts(row: &SheetRow, what: &str, languages: &[Language], only: &str) -> BTreeMap<String, String> {
    let of = |(heading, text): (&String, &String)| {
        let (column, language) = heading.split_once("::").unwrap_or((heading, ""));
        let code = if language.is_empty() { Some(only.to_owned()) } else { code(language, languages) };
        (column == what).then_some(())?;
        Some((code?, text.clone()))
    };
    row.cells.iter().filter_map(of).collect()
}

/// The words of a dialog in one language: message, attribute (empty: the message itself) and text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Messages(Vec<(String, String, String)>);

impl Messages {
    /// Adds a text; the attribute is empty for the message itself.
    pub fn add(&mut self, message: &str, attribute: &str, text: impl Into<String>) {
        self.0.push((message.to_owned(), attribute.to_owned(), text.into()));
    }

    /// The messages as a Fluent file. In a language written from right to left, every line begins from the right.
    pub fn fluent(&self, rtl: bool) -> String {
        let mut file = String::new();
        for (message, attribute, text) in &self.0 {
            let text = pattern(text, rtl);
            if attribute.is_empty() {
                file.push_str(&format!("{message} = {text}\n"));
            } else {
                file.push_str(&format!("    .{attribute} = {text}\n"));
            }
        }
        file
    }
}

/// A text as a Fluent pattern. Nothing in it is syntax, except [`ITEM`], which becomes a variable.
fn pattern(text: &str, rtl: bool) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| {
        let mut line: String = line.chars().filter(|c| !c.is_control()).collect();
        if rtl && arabic::begins_left_to_right(&line) {
            line.insert(0, '\u{200f}');
        }
        let escaped: String = line
            .chars()
            .map(|c| match c {
                '{' => "{\"{\"}".to_owned(),
                '}' => "{\"}\"}".to_owned(),
                c => c.to_string(),
            })
            .collect();
        let begun = if escaped.starts_with(['[', '*', '.']) { format!("{{\"\"}}{escaped}") } else { escaped };
        begun.replace(ITEM, "{ $item }")
    });
    lines.collect::<Vec<_>>().join("\n        ")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_text_holds_it_is_said_as_it_is() {
        for text in ["نعم { $n } لا", "[x]\n* y\n.z\n\n- { \"", "a = b", "‏OK"] {
            let mut messages = Messages::default();
            messages.add("A", "", text);
            messages.add("A", "yes", text);
            let file = BTreeMap::from([("ar".to_owned(), messages.fluent(false))]);
            let read = crate::text::Words::parse("t", &file).unwrap();
            let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
            assert_eq!(read.get("ar", "A", None, &[]).unwrap(), lines.join("\n"), "{file:?}");
            assert_eq!(read.get("ar", "A", Some("yes"), &[]).unwrap(), lines.join("\n"));
        }
    }

    #[test]
    fn headings_name_their_language_in_many_ways() {
        let languages = [("ar", "العربية"), ("fr", "Français")].map(|(code, name)| Language {
            code: code.into(),
            name: name.into(),
            rtl: code == "ar",
        });
        for (heading, known) in
            [("Arabic (ar)", "ar"), ("ar", "ar"), ("العربية", "ar"), ("FRENCH", "fr"), ("Français (fr)", "fr")]
        {
            assert_eq!(code(heading, &languages).as_deref(), Some(known), "{heading}");
        }
        assert_eq!(code("Spanish (es)", &languages), None);
        assert_eq!(heading("label", &languages[0]), "label::Arabic (ar)");
    }
}
