//! A message that was changed in Telegram: its new text is the answer, as long as nothing came after it.

use super::press::{leave_if_closed, show_with_remark};
use super::session::Session;
use super::typed::{asks_to_stop, take_input};
use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::outcome::Outcome;
use crate::chat::{Route, UserInput};
use crate::dialog::walk::{self, Step};
use crate::dialog::{Entry, Key, Value};
use crate::store::people::Person;
use crate::store::runs;
use crate::types::RunId;

/// Takes the new text of a message in place of what it answered, if that is the last answer, or if the message was sent to
/// the current question and not understood. Otherwise the person is told how to change an answer.
pub async fn answer(ctx: &mut Ctx<'_>, person: &Person, run: RunId, words: &str) -> Result<Outcome> {
    let Some(mut session) = Session::load(ctx, person, run).await? else {
        return Ok(Route::Menu.into());
    };
    if let Some(closed) = leave_if_closed(ctx, person, &session).await? {
        return Ok(closed);
    }
    ctx.prefetch.write_answers(ctx.db).await?;
    let (given, refused) = match ctx.message {
        Some(message) => (
            runs::list_answered_by(ctx.db, run, message).await?,
            runs::is_refused(ctx.db, &session.run, message).await?,
        ),
        None => (Vec::new(), false),
    };
    let dialog = &session.localized.dialog;
    let is_last = walk::back(dialog, &session.answers).is_some_and(|last| given.contains(&last));
    let is_current = match walk::step(dialog, &session.answers) {
        Step::Ask(stop) => {
            let is_done = |key: &Key| session.answers.get(key).is_some_and(|entry| entry.done);
            (refused || given.contains(&stop.key())) && !given.iter().any(is_done)
        }
        Step::Review => false,
    };
    // A command, or words that may ask for no more messages, are looked at when they are sent, not when they are changed.
    let is_answer = !words.starts_with('/') && !asks_to_stop(ctx, words);
    if !is_answer || !(is_last || is_current) {
        let remark = ctx.say("edited", &[]);
        return show_with_remark(ctx, person, run, Some(remark)).await;
    }
    // One message may have answered several questions: a day and its hours. One that was the beginning of an answer, the
    // women before the men, is that no more.
    for key in given {
        if session.answers.get(&key).is_some_and(|entry| entry.done) {
            session.reopen(ctx, &key);
        } else if session.adds_to_earlier(&key) {
            session.set_answer(ctx, key, Entry { done: false, value: Value::Skipped });
        }
    }
    ctx.prefetch.write_answers(ctx.db).await?; // one call holds one answer to a question
    let news = ctx.say("edited-taken", &[]);
    take_input(ctx, session, &UserInput::Words(words.to_owned()), Some(news)).await
}
