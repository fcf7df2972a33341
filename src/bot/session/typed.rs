//! What somebody types, says or sends at a question.

use std::collections::BTreeSet;

use super::press::{closed, screen, show_with, taken};
use super::refusals::refused;
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

/// Fewest letters that may stand for the only label that begins with them.
const SHORTEST_BEGINNING: usize = 3;

/// Whether the question that the person is at asks for files.
pub async fn takes_a_file(ctx: &mut Ctx<'_>, person: &Person) -> Result<bool> {
    let Some(run) = person.run else { return Ok(false) };
    let Some(session) = Session::load(ctx, person, run).await? else { return Ok(false) };
    let step = walk::step(&session.played.dialog, &session.answers);
    Ok(matches!(step, Step::Ask(stop) if takes_files(&stop.question.kind)))
}

/// UserInput sent before the current question was shown. Text is not taken as its answer; files are, because several arrive at
/// once.
pub async fn unseen(ctx: &mut Ctx<'_>, person: &Person, run: RunId, input: &UserInput) -> Result<Outcome> {
    if matches!(input, UserInput::File(..) | UserInput::Voice(..)) && takes_a_file(ctx, person).await? {
        return answer(ctx, person, run, input).await;
    }
    let remark = ctx.say("unseen", &[]);
    show_with(ctx, person, run, Some(remark)).await
}

/// A form of one question needs no review: a search.
fn has_one_question(session: &Session) -> bool {
    let dialog = &session.played.dialog;
    dialog.usage == Usage::Form && dialog.questions.len() == 1
}

/// Where files are an answer.
fn takes_files(kind: &Kind) -> bool {
    matches!(kind, Kind::Files { .. } | Kind::Points { .. })
}

/// Something was typed, spoken or sent at a question.
pub async fn answer(ctx: &mut Ctx<'_>, person: &Person, run: RunId, input: &UserInput) -> Result<Outcome> {
    let Some(mut session) = Session::load(ctx, person, run).await? else {
        return Ok(Route::Menu.into());
    };
    if let Some(closed) = closed(ctx, person, &session).await? {
        return Ok(closed);
    }
    let (answered, hour) = match walk::step(&session.played.dialog, &session.answers) {
        Step::Ask(stop) => {
            let (meant, hour) = meaning(ctx, &session, &stop, input);
            let answered = match meant {
                Some(input) => taken(ctx, &session, &stop, &input),
                None => Err(helped(ctx, &stop)),
            };
            (answered, hour)
        }
        Step::Review => (Err(refused(ctx, &Refusal::Press)), None),
    };
    let remark = match answered {
        Ok((key, entry)) => {
            session.keep(ctx, key, entry);
            None
        }
        Err(remark) => Some(remark),
    };
    if let (Some(hour), None) = (hour, &remark) {
        answer_hour(ctx, &mut session, hour);
    }
    if has_one_question(&session) && session.is_at_review() {
        ctx.prefetch.write(ctx.db).await?; // before the run and its answers go
        return Ok(Outcome::Submit(Box::new(session))); // nothing to confirm
    }
    Ok(screen(ctx, &session, remark, 0).into())
}

/// An hour that was typed with the day answers the next question, if that asks for one.
fn answer_hour(ctx: &mut Ctx<'_>, session: &mut Session, hour: chrono::NaiveTime) {
    let taken = match walk::step(&session.played.dialog, &session.answers) {
        Step::Ask(next) if next.question.kind == Kind::Time => {
            taken(ctx, session, &next, &answer::Input::Hour(hour)).ok()
        }
        _ => None,
    };
    if let Some((key, entry)) = taken {
        session.keep(ctx, key, entry);
    }
}

/// What an input means at a question, and the hour that was typed with a day: "Tuesday 3 March at 10".
fn meaning(
    locale: &Locale<'_>,
    session: &Session,
    stop: &Stop<'_>,
    input: &UserInput,
) -> (Option<answer::Input>, Option<chrono::NaiveTime>) {
    let meant = match input {
        UserInput::Words(words) if matches!(stop.question.kind, Kind::Date { .. }) => {
            let (day, hour) = dates::parse_day_and_hour(words, dates::day_of(locale.now));
            let day = day.map(answer::Input::Day);
            return (day.or_else(|| understood(locale, session, stop, words)), hour);
        }
        UserInput::Words(words) => understood(locale, session, stop, words),
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

/// What to do instead of sending a sticker.
fn helped(locale: &Locale<'_>, stop: &Stop<'_>) -> String {
    match &stop.question.kind {
        Kind::Text { .. } => locale.say("refused-words", &[]),
        Kind::Number { fields, places, .. } => {
            refused(locale, &Refusal::Number { expected: fields.len().max(1), places: *places })
        }
        Kind::Date { .. } => refused(locale, &Refusal::Date),
        Kind::Time => refused(locale, &Refusal::Time),
        Kind::Files { .. } => refused(locale, &Refusal::File),
        Kind::Points { .. } => refused(locale, &Refusal::Point),
        _ => refused(locale, &Refusal::Press),
    }
}

/// Typed words as the question understands them: an option's label stands for the option, a day for a day.
fn understood(locale: &Locale<'_>, session: &Session, stop: &Stop<'_>, words: &str) -> Option<answer::Input> {
    let ids: Vec<&String> = match stop.question.kind {
        Kind::Rank { .. } => stop.available.iter().collect(),
        Kind::Text { .. } | Kind::Points { .. } => Vec::new(), // words are words there
        _ => stop.question.options.iter().map(|choice| &choice.id).collect(),
    };
    let texts = &locale.bot.texts;
    let labels: Vec<(&String, String)> = ids
        .into_iter()
        .flat_map(|id| {
            let label = |code: &str| bare(&session.played.label(texts, code, stop.question, id));
            texts.languages().iter().map(move |language| (id, label(&language.code)))
        })
        .collect();
    let key = bare(words);
    let exact = labels.iter().find(|(_, label)| *label == key).map(|(id, _)| *id);
    let begun: BTreeSet<&String> =
        labels.iter().filter(|(_, label)| label.starts_with(&key)).map(|(id, _)| *id).collect();
    let only =
        (key.chars().count() >= SHORTEST_BEGINNING && begun.len() == 1).then(|| begun.first().copied()).flatten();
    let meant = exact.or(only);
    // "1" may mean the option "1 or 2 meetings" as well as the first one: where labels hold numbers, only a press is clear.
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

/// A label as it may be typed: without what stands in brackets, (ة) above all, and in the spelling of searches.
fn bare(label: &str) -> String {
    let outside = label.split('(').map(|part| part.rsplit(')').next().unwrap_or_default());
    arabic::search_key(&outside.collect::<String>())
}
