//! Buttons that lead somewhere, and the pages of a list.

use crate::bot::context::Locale;
use crate::chat::{Button, Press, Route, Screen};
use crate::store::people::Person;
use crate::text::Arg;

pub const BUTTONS_A_PAGE: usize = 8;
pub const LINES_A_PAGE: usize = 20;

/// A button that opens a route.
pub fn to(locale: &Locale<'_>, id: &str, route: Route) -> Button {
    Button::new(locale.say(id, &[]), Press::Go(route))
}

/// The requested page, within the existing ones, and the number of pages.
pub fn clamp_page(page: usize, entries: usize, each: usize) -> (usize, usize) {
    let pages = entries.div_ceil(each).max(1);
    (page.min(pages - 1), pages)
}

/// Buttons to the page before and the page after, if there is more than one.
pub fn page_buttons(
    locale: &Locale<'_>,
    page: usize,
    pages: usize,
    to: impl Fn(usize) -> Press,
) -> Option<Vec<Button>> {
    let label = |id, page: usize| locale.say(id, &[("page", Arg::count(page + 1)), ("pages", Arg::count(pages))]);
    let before = page.checked_sub(1).map(|before| Button::new(label("page-before", before), to(before)));
    let after = (page + 1 < pages).then(|| Button::new(label("page-after", page + 1), to(page + 1)));
    let turn: Vec<Button> = before.into_iter().chain(after).collect();
    (!turn.is_empty()).then_some(turn)
}

/// Buttons to the item before this index and the item after it, if there are such items.
pub fn previous_and_next(locale: &Locale<'_>, index: usize, count: usize, to: impl Fn(usize) -> Press) -> Vec<Button> {
    let previous = index.checked_sub(1).map(|index| Button::new(locale.say("previous", &[]), to(index)));
    let next = (index + 1 < count).then(|| Button::new(locale.say("next", &[]), to(index + 1)));
    previous.into_iter().chain(next).collect()
}

/// Adds a button back to the current question, if there is one, and a button to the menu.
pub fn add_way_back(locale: &Locale<'_>, person: &Person, mut screen: Screen) -> Screen {
    if person.run.is_some() {
        screen.rows.push(vec![to(locale, "to-question", Route::Here)]);
    }
    screen.rows.push(vec![to(locale, "to-menu", Route::Menu)]);
    screen
}
