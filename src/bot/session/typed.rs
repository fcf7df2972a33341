//! Typed words, voice messages and files as answers to the current question.

use std::collections::BTreeSet;

use super::press::{leave_if_closed, screen, show_with_remark, take_answer};
use super::refusals::refusal_in_words;
use super::session::Session;
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::outcome::Outcome;
use crate::chat::{Route, UserInput};
use crate::dialog::answer::{self, Refusal};
use crate::dialog::walk::{self, Step, Stop};
use crate::dialog::{Attached, Kind, Media, Usage, Value};
use crate::store::people::Person;
use crate::text::{arabic, dates};
use crate::types::RunId;

/// Shortest beginning of a label that is accepted instead of the whole label.
const SHORTEST_BEGINNING: usize = 3;

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

fn takes_files(kind: &Kind) -> bool {
    matches!(kind, Kind::Files { .. } | Kind::Points { .. })
}

pub async fn answer(ctx: &mut Ctx<'_>, person: &Person, run: RunId, input: &UserInput) -> Result<Outcome> {
    let Some(mut session) = Session::load(ctx, person, run).await? else {
        return Ok(Route::Menu.into());
    };
    if let Some(closed) = leave_if_closed(ctx, person, &session).await? {
        return Ok(closed);
    }
    let (answered, hour) = match walk::step(&session.localized.dialog, &session.answers) {
        Step::Ask(stop) => {
            let (meant, hour) = interpret(ctx, &session, &stop, input);
            let answered = match meant {
                Some(input) => take_answer(ctx, &session, &stop, &input),
                None => Err(explain_input(ctx, &stop)),
            };
            (answered, hour)
        }
        Step::Review => (Err(refusal_in_words(ctx, &Refusal::Press)), None),
    };
    let remark = match answered {
        Ok((key, entry)) => {
            session.set_answer(ctx, key, entry);
            None
        }
        Err(remark) => Some(remark),
    };
    if let (Some(hour), None) = (hour, &remark) {
        answer_hour(ctx, &mut session, hour);
    }
    if has_one_question(&session) && session.is_at_review() {
        ctx.prefetch.write_answers(ctx.db).await?; // before the run is erased
        return Ok(Outcome::Submit(Box::new(session))); // nothing to confirm
    }
    Ok(screen(ctx, &session, remark, 0).into())
}

/// An hour that was typed together with the day answers the next question, if that asks for an hour.
fn answer_hour(ctx: &mut Ctx<'_>, session: &mut Session, hour: chrono::NaiveTime) {
    let taken = match walk::step(&session.localized.dialog, &session.answers) {
        Step::Ask(next) if next.question.kind == Kind::Time => {
            take_answer(ctx, session, &next, &answer::Input::Hour(hour)).ok()
        }
        _ => None,
    };
    if let Some((key, entry)) = taken {
        session.set_answer(ctx, key, entry);
    }
}

/// What an input means at a question, and the hour if one was typed with a day: "Tuesday 3 March at 10".
fn interpret(
    locale: &Locale<'_>,
    session: &Session,
    stop: &Stop<'_>,
    input: &UserInput,
) -> (Option<answer::Input>, Option<chrono::NaiveTime>) {
    let meant = match input {
        UserInput::Words(words) if matches!(stop.question.kind, Kind::Date { .. }) => {
            let (day, hour) = dates::parse_day_and_hour(words, dates::day_of(locale.now));
            let day = day.map(answer::Input::Day);
            return (day.or_else(|| interpret_words(locale, session, stop, words)), hour);
        }
        UserInput::Words(words) => interpret_words(locale, session, stop, words),
        UserInput::Voice(file, seconds) if takes_files(&stop.question.kind) => {
            let (media, file, name) = (Media::Voice, file.clone(), String::new());
            let voice = Attached { media, file, name, bytes: 0, seconds: *seconds };
            Some(answer::Input::File(voice, String::new()))
        }
        UserInput::Voice(file, seconds) => Some(answer::Input::Voice(file.clone(), *seconds)),
        UserInput::File(file, caption) if takes_files(&stop.question.kind) => {
            Some(answer::Input::File(file.clone(), caption.clone()))
        }
        _ => None,
    };
    (meant, None)
}

/// What to send instead of, for example, a sticker.
fn explain_input(locale: &Locale<'_>, stop: &Stop<'_>) -> String {
    match &stop.question.kind {
        Kind::Text { .. } => locale.say("refused-words", &[]),
        Kind::Number { fields, places, .. } => {
            refusal_in_words(locale, &Refusal::Number { expected: fields.len().max(1), places: *places })
        }
        Kind::Date { .. } => refusal_in_words(locale, &Refusal::Date),
        Kind::Time => refusal_in_words(locale, &Refusal::Time),
        Kind::Files { .. } => refusal_in_words(locale, &Refusal::File),
        Kind::Points { .. } => refusal_in_words(locale, &Refusal::Point),
        _ => refusal_in_words(locale, &Refusal::Press),
    }
}

/// Typed words as an answer: the label of an option means the option, the name of a day means the day.
fn interpret_words(locale: &Locale<'_>, session: &Session, stop: &Stop<'_>, words: &str) -> Option<answer::Input> {
    let ids: Vec<&String> = match stop.question.kind {
        Kind::Rank { .. } => stop.available.iter().collect(),
        Kind::Text { .. } | Kind::Points { .. } => Vec::new(), // any words are an answer there
        _ => stop.question.options.iter().map(|choice| &choice.id).collect(),
    };
    let texts = &locale.bot.texts;
    let labels: Vec<(&String, String)> = ids
        .into_iter()
        .flat_map(|id| {
            let label = |code: &str| label_key(&session.localized.label(texts, code, stop.question, id));
            texts.languages().iter().map(move |language| (id, label(&language.code)))
        })
        .collect();
    let key = label_key(words);
    let exact = labels.iter().find(|(_, label)| *label == key).map(|(id, _)| *id);
    let begun: BTreeSet<&String> =
        labels.iter().filter(|(_, label)| label.starts_with(&key)).map(|(id, _)| *id).collect();
    let only =
        (key.chars().count() >= SHORTEST_BEGINNING && begun.len() == 1).then(|| begun.first().copied()).flatten();
    let meant = exact.or(only);
    // "1" may mean the option "1 or 2 meetings" as well as the first option. If labels contain numbers, only a button
    // is clear.
    let numbered = labels.iter().any(|(_, label)| label.chars().any(|c| c.is_ascii_digit()));
    if meant.is_none() && numbered && matches!(stop.question.kind, Kind::One | Kind::Many { .. } | Kind::Rank { .. }) {
        return None;
    }
    Some(match (&stop.question.kind, meant) {
        (Kind::Many { .. }, Some(id)) => {
            let ticked = matches!(stop.value(), Some(Value::Picks(picks)) if picks.contains(id));
            answer::Input::Tick(id.clone(), !ticked)
        }
        (_, Some(id)) => answer::Input::Pick(id.clone()),
        (Kind::Date { .. }, None) => return None, // no day was read
        (Kind::Time, None) => answer::Input::Hour(dates::parse_hour(words)?),
        _ => answer::Input::Words(words.to_owned()),
    })
}

/// A label without its brackets, (ة) above all, and in the spelling of searches.
fn label_key(label: &str) -> String {
    let outside = label.split('(').map(|part| part.rsplit(')').next().unwrap_or_default());
    arabic::search_key(&outside.collect::<String>())
}
