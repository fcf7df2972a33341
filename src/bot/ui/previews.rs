//! A preview in each language: what members will get, before it is sent.

use crate::bot::context::Locale;
use crate::chat::{Button, Press, Route};

/// The place of the language that a preview is shown in: the one that was asked for, or the reader's own.
pub fn language_index(locale: &Locale<'_>, asked: Option<usize>) -> usize {
    let languages = locale.bot.texts.languages();
    let own = languages.iter().position(|language| language.code == locale.language).unwrap_or(0);
    asked.filter(|index| *index < languages.len()).unwrap_or(own)
}

/// A button to the preview in each other language.
pub fn language_buttons(locale: &Locale<'_>, shown: usize, route: impl Fn(usize) -> Route) -> Vec<Button> {
    let languages = locale.bot.texts.languages().iter().enumerate();
    let others = languages.filter(|(index, _)| *index != shown);
    others.map(|(index, language)| Button::new(language.name.clone(), Press::Go(route(index)))).collect()
}
