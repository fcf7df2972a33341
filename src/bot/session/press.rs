//! Buttons of a dialog, and the screens that follow them: the current step, the next one, back, later.

use chrono::NaiveTime;

use super::meaning::day_and_hours;
use super::question;
use super::refusals::refusal_in_words;
use super::review;
use super::session::Session;
use super::view::View;
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::outcome::Outcome;
use crate::chat::{Act, Reply, Route, Screen};
use crate::dialog::answer::{self, Refusal};
use crate::dialog::walk::{self, Step, Stop};
use crate::dialog::{Entry, Key, Kind, Usage};
use crate::store::people::{self, Person};
use crate::store::runs;
use crate::text::{Arg, dates, escape};
use crate::typed::Hours;
use crate::types::RunId;

/// Shows the person's current question, or the menu.
pub async fn show_current(ctx: &mut Ctx<'_>, person: &Person) -> Result<Outcome> {
    match person.run {
        Some(run) => show(ctx, person, run).await,
        None => Ok(Route::Menu.into()),
    }
}

/// Continues a form, or begins it.
pub async fn start_form(ctx: &mut Ctx<'_>, person: &Person, name: &str) -> Result<Outcome> {
    let begun = runs::list_forms(ctx.db, person.id).await?.into_iter().find(|(_, begun)| begun == name);
    match begun {
        Some((run, _)) => show(ctx, person, run).await,
        None => {
            let session = Session::begin(ctx, person, name, None).await?;
            Ok(screen(ctx, &session, None, 0).into())
        }
    }
}

/// Shows the current step of a run. From now on typed words belong to this run.
pub async fn show(ctx: &mut Ctx<'_>, person: &Person, run: RunId) -> Result<Outcome> {
    show_with_remark(ctx, person, run, None).await
}

/// The same with a line above the question.
pub(super) async fn show_with_remark(
    ctx: &mut Ctx<'_>,
    person: &Person,
    run: RunId,
    remark: Option<String>,
) -> Result<Outcome> {
    let Some(session) = Session::load(ctx, person, run).await? else {
        return Ok(Route::Menu.into());
    };
    if let Some(closed) = leave_if_closed(ctx, person, &session).await? {
        return Ok(closed);
    }
    if person.run != Some(run) {
        people::set_run(ctx.db, person.id, Some(run)).await?;
    }
    Ok(screen(ctx, &session, remark, 0).into())
}

/// The form of this name at its review, or what to show instead: `elsewhere` if it was submitted already, or the current
/// step if an answer was reopened meanwhile.
pub async fn load_at_review(
    ctx: &mut Ctx<'_>,
    person: &Person,
    run: RunId,
    name: &str,
    elsewhere: Route,
) -> Result<std::result::Result<Session, Outcome>> {
    let is_form = |session: &Session| {
        let dialog = &session.localized.dialog;
        dialog.name == name && dialog.usage == Usage::Form
    };
    let Some(session) = Session::load(ctx, person, run).await?.filter(is_form) else {
        return Ok(Err(Outcome::goto(elsewhere, ctx.say("stale", &[])))); // the button was pressed twice
    };
    if session.is_at_review() { Ok(Ok(session)) } else { Ok(Err(show(ctx, person, run).await?)) }
}

/// The screen of the current step.
pub fn screen(locale: &Locale<'_>, session: &Session, remark: Option<String>, page: i32) -> Screen {
    screen_of(locale, &View { session, remark, page, candidates: Vec::new() })
}

pub(super) fn screen_of(locale: &Locale<'_>, view: &View<'_>) -> Screen {
    let session = view.session;
    match walk::step(&session.localized.dialog, &session.answers) {
        Step::Ask(stop) => question::ask(locale, view, &stop),
        Step::Review => review::screen(locale, view),
    }
}

/// If the survey was closed meanwhile, says so. Answers stay as an incomplete run, except in an anonymous survey: there
/// they are erased.
pub(super) async fn leave_if_closed(ctx: &mut Ctx<'_>, person: &Person, session: &Session) -> Result<Option<Outcome>> {
    if session.run.closes_at.is_none_or(|closes_at| ctx.now < closes_at) {
        return Ok(None);
    }
    people::set_run(ctx.db, person.id, None).await?;
    if session.localized.dialog.usage == Usage::Anonymous {
        runs::end(ctx.db, session.run.id).await?;
        ctx.effects.truncate_wal = true; // its last day may have passed before the hourly task closed it
        return Ok(Some(ctx.text_screen(ctx.say("survey-closed-anonymous", &[])).into()));
    }
    Ok(Some(ctx.text_screen(ctx.say("survey-closed", &[])).into()))
}

/// A button of a run, with the state that it was shown in.
pub struct RunButton<'a> {
    pub run: RunId,
    pub revision: i64,
    pub key: &'a Key,
    pub act: &'a Act,
}

/// What a button press changes.
enum Change {
    Page(i32),
    /// An answer becomes a draft again.
    Reopen(Key),
    /// Answers were given, or were refused with this remark; the page stays.
    Answer(std::result::Result<Vec<(Key, Entry)>, String>, i32),
    /// The person leaves the run, which stays as it is.
    Leave,
    Submit,
}

pub async fn press(ctx: &mut Ctx<'_>, person: &Person, button: &RunButton<'_>) -> Result<Outcome> {
    let RunButton { run, revision, key, act } = *button;
    let Some(mut session) = Session::load(ctx, person, run).await? else {
        if *act == Act::Submit && ctx.pressed.is_some() && ctx.pressed == person.screen {
            return Ok(Outcome::Stay); // pressed twice: the thank-you stays
        }
        return Ok(Outcome::goto(Route::Here, ctx.say("stale", &[])));
    };
    if let Some(closed) = leave_if_closed(ctx, person, &session).await? {
        return Ok(closed);
    }
    if *act == Act::Later {
        people::set_run(ctx.db, person.id, None).await?;
        let form = session.localized.dialog.usage == Usage::Form;
        let text = ctx.say(if form { "later-form" } else { "later-told" }, &[]);
        return Ok(ctx.text_screen(text).into());
    }
    if person.run != Some(run) {
        people::set_run(ctx.db, person.id, Some(run)).await?;
    }
    let Some(change) = decide_change(ctx, &session, revision, key, act) else {
        let screen = screen(ctx, &session, None, 0);
        // One revision behind means that the button was pressed twice; further behind means an old message.
        let notice = (revision + 1 < session.run.revision).then(|| ctx.say("stale", &[]));
        return Ok(Reply { notice, ..screen.into() }.into());
    };
    let (page, remark) = match change {
        Change::Page(page) => (page, None),
        Change::Reopen(key) => {
            session.reopen(ctx, &key);
            (0, None)
        }
        Change::Answer(Ok(answers), page) => {
            for (key, entry) in answers {
                session.set_answer(ctx, key, entry);
            }
            (page, None)
        }
        Change::Answer(Err(remark), page) => (page, Some(remark)),
        Change::Leave => {
            people::set_run(ctx.db, person.id, None).await?;
            return Ok(session.run.survey.map_or(Route::Menu, |survey| Route::Survey { survey }).into());
        }
        Change::Submit => return Ok(Outcome::Submit(Box::new(session))),
    };
    let notice = remark.clone(); // the line above the question may be out of sight
    Ok(Reply { notice, ..screen(ctx, &session, remark, page).into() }.into())
}

/// What a button changes; none if it belongs to another step. The current step is computed only once here.
fn decide_change(locale: &Locale<'_>, session: &Session, revision: i64, key: &Key, act: &Act) -> Option<Change> {
    let step = walk::step(&session.localized.dialog, &session.answers);
    let current = match &step {
        Step::Ask(stop) => stop.key(),
        Step::Review => Key::once("review"),
    };
    // On the review every answer has its own button, so its key names the answer to change, not the current step.
    let is_current = *key == current || (current.question == "review" && *act == Act::Edit);
    if session.run.revision != revision || !is_current {
        return None;
    }
    let give_all = |inputs: Vec<answer::Input>, page: i32| match &step {
        Step::Ask(stop) => Change::Answer(take_answers(locale, session, stop, &inputs), page),
        Step::Review => Change::Page(page),
    };
    let give = |input: answer::Input, page: i32| give_all(vec![input], page);
    Some(match act {
        Act::Page(page) => Change::Page(*page),
        Act::Back => walk::back(&session.localized.dialog, &session.answers).map_or(Change::Leave, Change::Reopen),
        Act::Edit => Change::Reopen(key.clone()),
        Act::Submit => Change::Submit,
        Act::Tick(id, on, page) => give(answer::Input::Tick(id.clone(), *on), i32::try_from(*page).unwrap_or(0)),
        Act::Pick(id) => give_all(picked_inputs(&step, id), 0),
        Act::Done => give(answer::Input::Done, 0),
        Act::Skip => give(answer::Input::Skip, 0),
        Act::Keep => give(answer::Input::Keep, 0),
        Act::Later => Change::Page(0), // handled before
    })
}

/// The id of a button at a date is the day, and the hours if they were typed with it (`2026-12-03-1000-1200`); at an hour
/// it is the hour.
fn picked_inputs(step: &Step<'_>, id: &str) -> Vec<answer::Input> {
    let kind = match step {
        Step::Ask(stop) => Some(&stop.question.kind),
        Step::Review => None,
    };
    let hour = |text: &str| NaiveTime::parse_from_str(text, "%H%M").ok();
    let meant = match kind {
        Some(Kind::Date { .. }) => {
            id.get(..10).and_then(|day| Some((day.parse().ok()?, &id[10..]))).and_then(|(day, rest)| {
                let mut hours = rest.split('-').skip(1).map(hour);
                let hours = match (hours.next(), hours.next(), hours.next()) {
                    (None, ..) => None,
                    (Some(hour), None, _) => Some(Hours::At(hour?)),
                    (Some(begins), Some(ends), None) => Some(Hours::FromTo(begins?, ends?)),
                    _ => return None,
                };
                Some(day_and_hours(day, hours))
            })
        }
        Some(Kind::Time) => hour(id).map(|hour| vec![answer::Input::Hour(hour)]),
        _ => None,
    };
    meant.unwrap_or_else(|| vec![answer::Input::Pick(id.to_owned())])
}

/// The id of the button for a day with hours, as [`picked_inputs`] reads it.
pub(super) fn day_id(day: chrono::NaiveDate, hours: Option<Hours>) -> String {
    match hours {
        None => day.to_string(),
        Some(Hours::At(hour)) => format!("{day}-{}", hour.format("%H%M")),
        Some(Hours::FromTo(begins, ends)) => format!("{day}-{}-{}", begins.format("%H%M"), ends.format("%H%M")),
    }
}

/// The answers that inputs give to this question and to those after it, or why they give none. What follows the first
/// input is an hour, and counts only if the next question asks for one, answered before or not.
pub(super) fn take_answers(
    locale: &Locale<'_>,
    session: &Session,
    stop: &Stop<'_>,
    inputs: &[answer::Input],
) -> std::result::Result<Vec<(Key, Entry)>, String> {
    let dialog = &session.localized.dialog;
    let mut answers = session.answers.clone();
    let mut taken: Vec<(Key, Entry)> = Vec::with_capacity(inputs.len());
    for input in inputs {
        let trail = walk::trail(dialog, &answers);
        let after = |(key, _): &(Key, Entry)| {
            let at = trail.iter().position(|stop| stop.key() == *key)?;
            trail.get(at + 1).filter(|next| next.question.kind == Kind::Time)
        };
        let (key, entry) = match taken.last().map(after) {
            None => take_answer(locale, session, stop, input)?,
            Some(Some(next)) => take_answer(locale, session, next, input)?,
            Some(None) => return Err(explain(locale, stop)),
        };
        answers.insert(key.clone(), entry.clone());
        taken.push((key, entry));
    }
    Ok(taken)
}

/// What to send at this question instead of what was sent.
pub(super) fn explain(locale: &Locale<'_>, stop: &Stop<'_>) -> String {
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

/// The answer that an input gives to this question, or why it gives none, in the person's language.
fn take_answer(
    locale: &Locale<'_>,
    session: &Session,
    stop: &Stop<'_>,
    input: &answer::Input,
) -> std::result::Result<(Key, Entry), String> {
    if let (Kind::Date { future: true }, answer::Input::Day(day)) = (&stop.question.kind, input)
        && *day < dates::day_of(locale.now)
    {
        return Err(locale.say("refused-past", &[]));
    }
    match answer::take(stop, session.run.seed.unsigned_abs(), input) {
        Ok(entry) => Ok((stop.key(), entry)),
        Err(Refusal::TooFew { limit }) if !stop.question.skip => {
            Err(locale.say("refused-few-needed", &[("limit", Arg::count(limit))]))
        }
        Err(refusal) => {
            // A question may have its own text about its limits.
            let own = session.localized.limit(&locale.language, stop.question).map(|own| escape(&own));
            Err(own.filter(|_| refusal.is_of_limits()).unwrap_or_else(|| refusal_in_words(locale, &refusal)))
        }
    }
}
