//! What a person types or sends, when it is no press: commands, words, voices and files.

use super::account::joining;
use super::context::Ctx;
use super::error::Result;
use super::meetings::check_in;
use super::outcome::Outcome;
use super::session::{self, edited, typed};
use super::summaries::search;
use super::surveys::imports;
use crate::chat::{Route, UserInput};
use crate::store::inbox;
use crate::store::people::{self, Person};

/// Handles a message of somebody who has given consent.
pub async fn handle_message(ctx: &mut Ctx<'_>, person: &Person, input: &UserInput) -> Result<Outcome> {
    match input {
        UserInput::Words(words) if typed::asks_to_stop(ctx, words) => {
            typed::ask_whether_to_stop(ctx, person, words).await
        }
        UserInput::Words(words) if check_in::is_open_code(ctx, words).await? => {
            check_in::check_in(ctx, person, words).await
        }
        UserInput::File(file, _) if imports::is_form(file) && !typed::takes_a_file(ctx, person).await? => {
            match imports::receive(ctx, person, file).await? {
                Some(outcome) => Ok(outcome),
                None => session::show_current(ctx, person).await,
            }
        }
        UserInput::Words(_) | UserInput::Voice(..) | UserInput::File(..) | UserInput::Other => {
            match (person.run, ctx.update) {
                // Sent before the question was on their screen: repeated because no reply came, or typed too fast.
                (Some(run), Some(update)) if inbox::has_earlier_unanswered(ctx.db, ctx.address, update).await? => {
                    typed::answer_unseen(ctx, person, run, input).await
                }
                (Some(run), _) => typed::answer(ctx, person, run, input).await,
                (None, _) => handle_without_question(ctx, person, input).await,
            }
        }
        UserInput::Edited(words) => match person.run {
            Some(run) => edited::answer(ctx, person, run, words).await,
            None => Ok(Outcome::Stay),
        },
        UserInput::Command(..) | UserInput::Press { .. } | UserInput::Blocked(_) => Ok(Outcome::Stay), // no messages
    }
}

/// A message while no question is open.
async fn handle_without_question(ctx: &mut Ctx<'_>, person: &Person, input: &UserInput) -> Result<Outcome> {
    match input {
        UserInput::Words(words) if check_in::is_code(words) => check_in::check_in(ctx, person, words).await, // right codes were handled above
        UserInput::Words(words) => match joining::read_code(words) {
            Some(code) => joining::open_link(ctx, person, &code).await,
            None => search::show_unexpected(ctx, person, words).await,
        },
        _ => Ok(Route::Menu.into()),
    }
}

/// Handles a command.
pub async fn handle_command(ctx: &mut Ctx<'_>, person: &Person, command: &str, rest: &str) -> Result<Outcome> {
    match command {
        "start" if check_in::is_code(rest) => check_in::check_in(ctx, person, rest).await,
        "start" if !rest.is_empty() => joining::open_link(ctx, person, rest).await,
        "start" => {
            people::set_stopped(ctx.db, person.id, false).await?;
            Ok(Route::Menu.into())
        }
        "training" if !rest.trim().is_empty() => search::find(ctx, person, rest).await,
        _ => Ok(route_of_command(command).into()),
    }
}

/// Where a command leads that stands alone. What is no command leads to the list of commands.
pub fn route_of_command(command: &str) -> Route {
    match command {
        "menu" => Route::Menu,
        "surveys" => Route::Surveys { page: 0 },
        "meetings" => Route::Meetings { page: 0 },
        "training" => Route::Training { page: 0 },
        "glossary" => Route::Glossary { page: 0 },
        "audit" => Route::Audit { page: 0 },
        "results" => Route::Results { page: 0 },
        "language" => Route::ChooseLanguage,
        "mydata" => Route::MyData,
        "edit" => Route::EditProfile,
        "delete" => Route::AskToErase,
        "stop" => Route::AskToStopMessages,
        "help" => Route::Help,
        "privacy" => Route::PrivacyNotice,
        _ => Route::Help,
    }
}
