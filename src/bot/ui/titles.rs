//! What surveys are called, from the texts of their dialogs.

use crate::bot::context::Locale;
use crate::text::escape;

/// A survey's title as it stands within a sentence; safe for HTML.
pub fn title(locale: &Locale<'_>, name: &str) -> String {
    escape(&own_title(locale, name))
}

fn own_title(locale: &Locale<'_>, name: &str) -> String {
    let latest = locale.bot.library.latest(name);
    latest.map_or_else(|| name.to_owned(), |(_, dialog)| dialog.say(&locale.language, "title"))
}

/// The title as [`heading`] has it, for what is no message: a picture, a file.
pub fn plain_heading(locale: &Locale<'_>, name: &str) -> String {
    capitalized(&own_title(locale, name))
}

/// The title as it stands by itself: with a capital where the script has them; safe for HTML.
pub fn heading(locale: &Locale<'_>, name: &str) -> String {
    capitalized(&title(locale, name))
}

/// The same text, beginning with a capital.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
