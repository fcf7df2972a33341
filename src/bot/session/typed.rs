//! Typed words, voice messages and files as answers to the current question.

use chrono::NaiveDate;

use super::answers::{day_id, explain, take_answers};
use super::meaning::{Meaning, interpret, is_label, takes_files};
use super::press::{leave_if_closed, screen_of, show_with_remark};
use super::refusals::refusal_in_words;
use super::session::Session;
use super::view::View;
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::to;
use crate::chat::{Act, Press, Route, Screen, UserInput};
use crate::dialog::answer::{Input, Refusal};
use crate::dialog::walk::{self, Step, Stop};
use crate::dialog::{Entry, Kind, Usage, Value};
use crate::store::inbox;
use crate::store::people::Person;
use crate::store::runs;
use crate::text::{Arg, arabic, dates};
use crate::typed::Hours;
use crate::types::RunId;

/// Most options that are shown as those that may be meant. If there are more, all options are.
const MOST_CANDIDATES: usize = 8;

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
    let Some(session) = Session::load(ctx, person, run).await? else {
        return Ok(Route::Menu.into());
    };
    if let Some(closed) = leave_if_closed(ctx, person, &session).await? {
        return Ok(closed);
    }
    take_input(ctx, session, input, None).await
}

/// Takes an input as the answer to the current question, or says why it is none. `news` is said above the next question if
/// it was taken.
pub(super) async fn take_input(
    ctx: &mut Ctx<'_>,
    mut session: Session,
    input: &UserInput,
    news: Option<String>,
) -> Result<Outcome> {
    let (mut candidates, mut given, mut is_no_answer) = (Vec::new(), None, false);
    let answered = match walk::step(&session.localized.dialog, &session.answers) {
        Step::Ask(stop) => match interpret(ctx, &session, &stop, input) {
            Meaning::Answers(inputs) => take_answers(ctx, &session, &stop, &inputs),
            Meaning::WhichDay(days, hours) => {
                candidates = days.iter().map(|day| day_candidate(ctx, *day, hours, days.len())).collect();
                Err(ctx.say("which-day", &[("n", Arg::count(days.len()))]))
            }
            Meaning::WhichOption(ids) => {
                if ids.len() <= MOST_CANDIDATES {
                    candidates = ids.iter().map(|id| option_candidate(ctx, &session, &stop, id)).collect();
                }
                Err(ctx.say("which-answer", &[]))
            }
            Meaning::Unclear => {
                is_no_answer = matches!(input, UserInput::Words(_)) && session.localized.dialog.usage != Usage::Form;
                Err(explain(ctx, &stop))
            }
        },
        Step::Review => Err(refusal_in_words(ctx, &Refusal::Press)),
    };
    let (remark, news) = match answered {
        Ok(answers) => {
            given = session.set_answers(ctx, answers);
            (None, news)
        }
        Err(remark) => {
            if let Some(message) = ctx.message {
                runs::set_refused(ctx.db, &session.run, message).await?;
            }
            (Some(remark), None)
        }
    };
    if has_one_question(&session) && session.is_at_review() {
        ctx.prefetch.write_answers(ctx.db).await?; // before the run is erased
        return Ok(Outcome::Submit(Box::new(session))); // nothing to confirm
    }
    Ok(screen_of(ctx, &View { session: &session, news, remark, page: 0, given, candidates, is_no_answer }).into())
}

/// Whether typed words may ask for no more messages, in any of our languages: «وقف», "arrêter", "stop". They may as well
/// be an answer or a remark, so the person is asked.
pub fn asks_to_stop(locale: &Locale<'_>, words: &str) -> bool {
    let key = arabic::search_key(words);
    let texts = &locale.bot.texts;
    let lists = texts.languages().iter().map(|language| texts.say(&language.code, "stop-words", &[]));
    !key.is_empty() && lists.into_iter().any(|list| list.split(',').any(|word| arabic::search_key(word) == key))
}

/// Words such as "stop" were typed at a question: they may be the answer, or ask for no more messages. The person is
/// asked; as the answer to a text question they are kept as a draft meanwhile.
pub async fn ask_whether_to_stop(ctx: &mut Ctx<'_>, person: &Person, words: &str) -> Result<Outcome> {
    let Some(run) = person.run else { return Ok(Route::AskToStopMessages.into()) };
    let Some(mut session) = Session::load(ctx, person, run).await? else {
        return Ok(Route::AskToStopMessages.into());
    };
    if let Some(closed) = leave_if_closed(ctx, person, &session).await? {
        return Ok(closed);
    }
    let step = walk::step(&session.localized.dialog, &session.answers);
    let Step::Ask(stop) = step else { return Ok(Route::AskToStopMessages.into()) };
    if is_label(ctx, &session, &stop, words) {
        return answer(ctx, person, run, &UserInput::Words(words.to_owned())).await;
    }
    let unseen = match ctx.update {
        Some(update) => inbox::has_earlier_unanswered(ctx.db, ctx.address, update).await?,
        None => false,
    };
    let takes_words = matches!(stop.question.kind, Kind::Text { .. } | Kind::Points { .. }) && !unseen;
    let taken = takes_words.then(|| take_answers(ctx, &session, &stop, &[Input::Words(words.to_owned())]).ok());
    let Some(taken) = taken.flatten() else { return Ok(Route::AskToStopMessages.into()) };
    let is_draft = taken.iter().all(|(_, entry)| !entry.done); // a point, which is in the text already
    let mut screen = Screen::new(ctx.say("stop-ask-answer", &[("words", Arg::words(words.trim()))]));
    let accept = if is_draft { Press::Go(Route::Here) } else { press_on(&session, &stop, Act::Keep) };
    screen = screen.row(ctx.say("stop-answer", &[]), accept);
    screen.rows.push(vec![to(ctx, "stop-rather", Route::StopMessages)]);
    for (key, entry) in taken {
        session.set_answer(ctx, key, Entry { done: false, ..entry });
    }
    Ok(screen.into())
}

/// The person asked for no more messages: the words for that, which were kept as a draft, are no answer.
pub async fn take_back_stop_words(ctx: &mut Ctx<'_>, person: &Person) -> Result<()> {
    let Some(run) = person.run else { return Ok(()) };
    let Some(mut session) = Session::load(ctx, person, run).await? else { return Ok(()) };
    let key = match walk::step(&session.localized.dialog, &session.answers) {
        Step::Ask(stop) => match stop.value() {
            Some(Value::Text(words)) if asks_to_stop(ctx, words) => stop.key(),
            _ => return Ok(()),
        },
        Step::Review => return Ok(()),
    };
    session.set_answer(ctx, key, Entry { done: false, value: Value::Skipped });
    Ok(())
}

fn press_on(session: &Session, stop: &Stop<'_>, act: Act) -> Press {
    View { session, news: None, remark: None, page: 0, given: None, candidates: Vec::new(), is_no_answer: false }
        .press(stop, act)
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
