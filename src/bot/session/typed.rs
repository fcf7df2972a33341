//! Typed words, voice messages and files as answers to the current question.

use chrono::NaiveDate;

use super::meaning::{Meaning, interpret, takes_files};
use super::press::{day_id, explain, leave_if_closed, screen_of, show_with_remark, take_answers};
use super::refusals::refusal_in_words;
use super::session::Session;
use super::view::View;
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::outcome::Outcome;
use crate::chat::{Act, Route, UserInput};
use crate::dialog::answer::Refusal;
use crate::dialog::walk::{self, Step, Stop};
use crate::dialog::{Kind, Usage, Value};
use crate::store::people::Person;
use crate::text::{Arg, dates};
use crate::typed::Hours;
use crate::types::RunId;

/// Whether the person's current question asks for files.
pub async fn takes_a_file(ctx: &mut Ctx<'_>, person: &Person) -> Result<bool> {
    let Some(run) = person.run else { return Ok(false) };
    let Some(session) = Session::load(ctx, person, run).await? else { return Ok(false) };
    let step = walk::step(&session.localized.dialog, &session.answers);
    Ok(matches!(step, Step::Ask(stop) if takes_files(&stop.question.kind)))
}

/// UserInput sent before the current question was shown. Text is not taken as its answer; files are, because several arrive at
/// once.
pub async fn answer_unseen(ctx: &mut Ctx<'_>, person: &Person, run: RunId, input: &UserInput) -> Result<Outcome> {
    if matches!(input, UserInput::File(..) | UserInput::Voice(..)) && takes_a_file(ctx, person).await? {
        return answer(ctx, person, run, input).await;
    }
    let remark = ctx.say("unseen", &[]);
    show_with_remark(ctx, person, run, Some(remark)).await
}

/// A form of one question, such as a search, needs no review.
fn has_one_question(session: &Session) -> bool {
    let dialog = &session.localized.dialog;
    dialog.usage == Usage::Form && dialog.questions.len() == 1
}

pub async fn answer(ctx: &mut Ctx<'_>, person: &Person, run: RunId, input: &UserInput) -> Result<Outcome> {
    let Some(mut session) = Session::load(ctx, person, run).await? else {
        return Ok(Route::Menu.into());
    };
    if let Some(closed) = leave_if_closed(ctx, person, &session).await? {
        return Ok(closed);
    }
    let mut candidates = Vec::new();
    let answered = match walk::step(&session.localized.dialog, &session.answers) {
        Step::Ask(stop) => match interpret(ctx, &session, &stop, input) {
            Meaning::Answers(inputs) => take_answers(ctx, &session, &stop, &inputs),
            Meaning::WhichDay(days, hours) => {
                candidates = days.iter().map(|day| day_candidate(ctx, *day, hours, days.len())).collect();
                Err(ctx.say("which-day", &[("n", Arg::count(days.len()))]))
            }
            Meaning::WhichOption(ids) => {
                candidates = ids.iter().map(|id| option_candidate(ctx, &session, &stop, id)).collect();
                Err(ctx.say("which-answer", &[]))
            }
            Meaning::Unclear => Err(explain(ctx, &stop)),
        },
        Step::Review => Err(refusal_in_words(ctx, &Refusal::Press)),
    };
    let remark = match answered {
        Ok(answers) => {
            for (key, entry) in answers {
                session.set_answer(ctx, key, entry);
            }
            None
        }
        Err(remark) => Some(remark),
    };
    if has_one_question(&session) && session.is_at_review() {
        ctx.prefetch.write_answers(ctx.db).await?; // before the run is erased
        return Ok(Outcome::Submit(Box::new(session))); // nothing to confirm
    }
    Ok(screen_of(ctx, &View { session: &session, remark, page: 0, candidates }).into())
}

/// A day that may be meant, written out, as one of `n`. Its button carries the hours that were typed with it.
fn day_candidate(locale: &Locale<'_>, day: NaiveDate, hours: Option<Hours>, n: usize) -> (String, Act) {
    let day_text = Arg::text(dates::day_in_words(day, &locale.language));
    let label = locale.say("this-day", &[("day", day_text), ("n", Arg::count(n))]);
    (label, Act::Pick(day_id(day, hours)))
}

/// An option that may be meant, with its whole label.
fn option_candidate(locale: &Locale<'_>, session: &Session, stop: &Stop<'_>, id: &str) -> (String, Act) {
    let label = session.localized.label(&locale.bot.texts, &locale.language, stop.question, id);
    let picked = matches!(stop.value(), Some(Value::Picks(picks)) if picks.iter().any(|pick| pick == id));
    let act = match stop.question.kind {
        Kind::Many { .. } | Kind::Rank { .. } => Act::Tick(id.to_owned(), !picked, 0),
        _ => Act::Pick(id.to_owned()),
    };
    (label, act)
}
