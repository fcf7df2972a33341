//! Titles of surveys and roles of members, from the texts of their dialogs, and names of bodies.

use crate::bot::context::Locale;
use crate::store::bodies::Body;
use crate::text::{Arg, escape};
use crate::types::BodyId;

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

/// The name of a body in the reader's language; none if it is not among `bodies`.
pub fn body_name<'a>(locale: &Locale<'_>, bodies: &'a [Body], id: Option<BodyId>) -> Option<&'a str> {
    bodies.iter().find(|body| Some(body.id) == id).map(|body| body.name(&locale.language))
}

/// The sign-up, and its question whose options name the members' roles.
const SIGN_UP: &str = "signup";
const ROLE: &str = "role";

/// The roles that the sign-up offers, in its order.
pub fn roles(locale: &Locale<'_>) -> Vec<String> {
    let signup = locale.bot.library.latest(SIGN_UP);
    let role = signup.as_ref().and_then(|(_, localized)| localized.dialog.question(ROLE));
    role.map_or_else(Vec::new, |role| role.options.iter().map(|option| option.id.clone()).collect())
}

/// One person's role in the reader's language, in the form for the sex that they gave; empty if no role was said.
pub fn role_in_words(locale: &Locale<'_>, role: Option<&str>, sex: Option<&str>) -> String {
    let (Some((_, localized)), Some(role)) = (locale.bot.library.latest(SIGN_UP), role) else {
        return String::new();
    };
    let label = localized
        .dialog
        .question(ROLE)
        .map_or_else(String::new, |question| localized.label(&locale.bot.texts, &locale.language, question, role));
    let args = [
        ("role", Arg::text(role.to_owned())),
        ("sex", Arg::text(sex.unwrap_or_default().to_owned())),
        ("label", Arg::text(label)),
    ];
    locale.say("role-of-person", &args)
}
