//! Titles of surveys, from the texts of their dialogs.

use crate::bot::context::Locale;
use crate::text::escape;

/// A survey's title within a sentence; safe for HTML.
pub fn title(locale: &Locale<'_>, name: &str) -> String {
    escape(&own_title(locale, name))
}

fn own_title(locale: &Locale<'_>, name: &str) -> String {
    let latest = locale.bot.library.latest(name);
    latest.map_or_else(|| name.to_owned(), |(_, dialog)| dialog.say(&locale.language, "title"))
}

/// The title as [`heading`] writes it, but not escaped: for pictures and files.
pub fn plain_heading(locale: &Locale<'_>, name: &str) -> String {
    capitalized(&own_title(locale, name))
}

/// The title on its own, with a capital where the script has them; safe for HTML.
pub fn heading(locale: &Locale<'_>, name: &str) -> String {
    capitalized(&title(locale, name))
}

/// The same text with a capital first letter.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
