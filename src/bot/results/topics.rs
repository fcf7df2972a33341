//! The list of a survey's questions, with a button to the result of each.

use super::charts;
use super::differences;
use super::load::{self, ReleasedResults, Results, topic_number};
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::{Error, Result};
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::{clamp_page, page_buttons, to};
use crate::bot::ui::limits::shorten;
use crate::chat::{Button, Press, Route, Screen};
use crate::store;
use crate::text::{Arg, escape};
use crate::types::SurveyId;

const QUESTIONS_A_PAGE: usize = 8;
/// Buttons in one row.
const BUTTONS_A_ROW: usize = 4;
/// Letters of a question.
const QUESTION_SHOWN: usize = 140;

/// A question with the places of its topics: one, or one for each item that it was asked about.
struct Listed {
    first: usize,
    last: usize,
    text: String,
}

/// A page of the questions.
pub async fn show(ctx: &mut Ctx<'_>, survey: SurveyId, page: usize) -> Result<Outcome> {
    let current = store::surveys::find(ctx.db, survey).await?.ok_or(Error::Missing("survey"))?;
    let title = Arg::text(load::heading(ctx, &current).await?);
    let Results::Ready(results) = load::load(ctx, current).await? else {
        return Ok(Route::Overview { survey, page: 0 }.into()); // an old button
    };
    let listed = list(ctx, &results);
    let (page, pages) = clamp_page(page, listed.len(), QUESTIONS_A_PAGE);
    let mut text = ctx.say("topics", &[("title", title), ("n", Arg::count(listed.len()))]);
    let mut buttons = Vec::new();
    for question in listed.iter().skip(page * QUESTIONS_A_PAGE).take(QUESTIONS_A_PAGE) {
        let args = [
            ("first", Arg::count(question.first + 1)),
            ("last", Arg::count(question.last + 1)),
            ("question", Arg::text(escape(&shorten(&question.text, QUESTION_SHOWN)))),
        ];
        let id = if question.first == question.last { "topics-line" } else { "topics-line-many" };
        text.push_str(&format!("\n\n{}", ctx.say(id, &args)));
        let route = Route::Topic { survey, topic: topic_number(question.first), by: None };
        buttons.push(Button::new((question.first + 1).to_string(), Press::Go(route)));
    }
    let mut screen = Screen::new(text);
    screen.rows.extend(buttons.chunks(BUTTONS_A_ROW).map(<[Button]>::to_vec));
    screen.rows.extend(page_buttons(ctx, page, pages, |page| Press::Go(Route::Topics { survey, page })));
    if differences::are_offered(ctx, &results) {
        screen.rows.push(vec![to(ctx, "go-differences", Route::Differences { survey })]);
    }
    screen
        .rows
        .push(vec![to(ctx, "go-overview", Route::Overview { survey, page: 0 }), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// The page of the list that holds the topic at this place.
pub fn page_of(locale: &Locale<'_>, results: &ReleasedResults, place: usize) -> usize {
    let listed = list(locale, results);
    listed.iter().position(|question| (question.first..=question.last).contains(&place)).unwrap_or(0) / QUESTIONS_A_PAGE
}

fn list(locale: &Locale<'_>, results: &ReleasedResults) -> Vec<Listed> {
    let dialog = &results.localized.dialog;
    let mut listed: Vec<Listed> = Vec::new();
    for topics in results.topics.chunk_by(|one, next| one.question == next.question) {
        let first = listed.last().map_or(0, |before| before.last + 1);
        let last = first + topics.len() - 1; // no chunk is empty
        let Some(question) = dialog.question(&topics[0].question) else { continue };
        let text = match topics {
            [topic] => charts::title(locale, &results.localized, question, topic),
            _ => results.localized.question_of(&locale.language, question, "…"),
        };
        listed.push(Listed { first, last, text });
    }
    listed
}
