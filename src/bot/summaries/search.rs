//! The search for words in summaries and the glossary; also where words lead that no question waits for.

use super::glossary::terms_in;
use super::read::summary_label;
use super::text;
use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::forms::{RequiredAnswer, RequiredDialog, RequiredQuestion};
use crate::bot::messages::write::keep_draft;
use crate::bot::outcome::Outcome;
use crate::bot::session::Session;
use crate::bot::ui::buttons::{BUTTONS_A_PAGE, to};
use crate::bot::ui::limits::shorten;
use crate::chat::{Button, Press, Route, Screen};
use crate::store::people::Person;
use crate::store::readings;
use crate::store::runs;
use crate::store::summaries;
use crate::text::{Arg, arabic};

/// Most words that summaries are searched for. A longer text is a message to somebody.
const MOST_KEYS: usize = 12;
/// Characters of what was typed that are shown again.
const LONGEST_QUOTE: usize = 200;

pub struct SearchForm;

impl SearchForm {
    pub const NAME: &'static str = "search";
    const WORDS: &'static str = "words";
    /// `takafou check` compares the file with this.
    pub const REQUIRED: RequiredDialog = RequiredDialog {
        name: SearchForm::NAME,
        questions: &[RequiredQuestion::new(SearchForm::WORDS, RequiredAnswer::Text)],
    };
}

/// The search form was confirmed.
pub async fn search(ctx: &mut Ctx<'_>, person: &Person, session: &Session) -> Result<Outcome> {
    let words = session.text(SearchForm::WORDS).unwrap_or_default().to_owned();
    runs::end(ctx.db, session.run.id).await?;
    find(ctx, person, &words).await
}

/// Finds summaries that this member may read, and terms of the glossary.
pub async fn find(ctx: &mut Ctx<'_>, person: &Person, words: &str) -> Result<Outcome> {
    let mut screen = Screen::new(String::new());
    screen.rows = find_buttons(ctx, person, words).await?;
    screen.text = ctx.say("search-found", &[("words", Arg::words(words.trim())), ("n", Arg::count(screen.rows.len()))]);
    screen
        .rows
        .push(vec![to(ctx, "go-search", Route::SearchTraining), to(ctx, "go-training", Route::Training { page: 0 })]);
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// Words that no question waits for, such as a question to a person: says so, and offers what was found about them.
pub async fn show_unexpected(ctx: &mut Ctx<'_>, person: &Person, words: &str) -> Result<Outcome> {
    if person.joined_at.is_none() {
        return Ok(Route::Menu.into()); // the sign-up goes on
    }
    let mut screen = Screen::new(String::new());
    screen.rows = find_buttons(ctx, person, words).await?;
    let shown = shorten(words.trim(), LONGEST_QUOTE);
    screen.text = ctx.say("words-unexpected", &[("words", Arg::words(shown)), ("n", Arg::count(screen.rows.len()))]);
    screen.rows.extend(keep_draft(ctx, person, words).await?.map(|button| vec![button]));
    screen
        .rows
        .push(vec![to(ctx, "go-search", Route::SearchTraining), to(ctx, "go-glossary", Route::Glossary { page: 0 })]);
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// A button for each summary that holds all of these words, and for each term of the glossary among them.
async fn find_buttons(ctx: &mut Ctx<'_>, person: &Person, words: &str) -> Result<Vec<Vec<Button>>> {
    let keys = arabic::search_keys(words).into_iter();
    let keys: Vec<Vec<String>> = keys.map(|key| vec![arabic::bare(&key).to_owned(), key]).collect();
    let mut screen = Screen::new(String::new());
    if (1..=MOST_KEYS).contains(&keys.len()) {
        let readable = readings::list_readable(ctx.db, person.id).await?;
        let mut found = summaries::search(ctx.db, &keys).await?;
        found.retain(|id| readable.contains(id));
        found.truncate(BUTTONS_A_PAGE);
        let readings = readings::list_of_person(ctx.db, person.id).await?;
        for summary in text::load_all(ctx, &found).await? {
            let id = summary.row.id;
            let reading = readings.iter().find(|(summary, _)| *summary == id).map(|(_, reading)| *reading);
            let route = Route::ReadSummary { summary: id, point: None, below: false };
            screen = screen.row(summary_label(ctx, &summary, reading), Press::Go(route));
        }
    }
    screen.rows.extend(terms_in(ctx, &ctx.locale.language, words, None));
    Ok(screen.rows)
}
