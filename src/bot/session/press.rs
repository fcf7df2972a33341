//! Buttons of a dialog, and the screens that follow them: the current step, the next one, back, later.

use super::answers::{picked_inputs, take_answers};
use super::question;
use super::review;
use super::session::Session;
use super::view::View;
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::outcome::Outcome;
use crate::chat::{Act, Reply, Route, Screen};
use crate::dialog::answer::Input;
use crate::dialog::walk::{self, Step};
use crate::dialog::{Entry, Key, Usage, Value};
use crate::store::people::{self, Person};
use crate::store::runs;
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
    screen_of(
        locale,
        &View { session, news: None, remark, page, given: None, candidates: Vec::new(), is_no_answer: false },
    )
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
        if *act == Act::Submit && ctx.pressed.is_some_and(|message| ctx.bot.submitted.is(ctx.address, message)) {
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
        let notice = match judge_late_press(ctx, &session, revision, key, act) {
            Late::Again => None,
            Late::Stale => Some(ctx.say("stale", &[])),
            Late::Instead(answers) => {
                session.set_answers(ctx, answers);
                Some(ctx.say("pressed-instead", &[]))
            }
        };
        return Ok(Reply { notice, ..screen(ctx, &session, None, 0).into() }.into());
    };
    let mut given = None;
    let (page, remark) = match change {
        Change::Page(page) => (page, None),
        Change::Reopen(key) => {
            session.reopen(ctx, &key);
            (0, None)
        }
        Change::Answer(Ok(answers), page) => {
            given = session.set_answers(ctx, answers);
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
    let view = View { session: &session, news: None, remark, page, given, candidates: Vec::new(), is_no_answer: false };
    Ok(Reply { notice, ..screen_of(ctx, &view).into() }.into())
}

/// A button of a question that is not the current one.
enum Late {
    /// The button was pressed twice.
    Again,
    /// It stands under an old message, or something else came between.
    Stale,
    /// Another option of the question that was just answered: the last one pressed counts.
    Instead(Vec<(Key, Entry)>),
}

fn judge_late_press(locale: &Locale<'_>, session: &Session, revision: i64, key: &Key, act: &Act) -> Late {
    if revision + 1 < session.run.revision {
        return Late::Stale;
    }
    let dialog = &session.localized.dialog;
    let stored = session.answers.get(key).filter(|entry| entry.done);
    match (act, stored) {
        (Act::Pick(_) | Act::Skip, Some(stored)) if walk::back(dialog, &session.answers).as_ref() == Some(key) => {
            let mut answers = session.answers.clone();
            walk::reopen(&mut answers, key);
            let step = walk::step(dialog, &answers);
            let Step::Ask(stop) = &step else { return Late::Stale };
            let inputs = if let Act::Pick(id) = act { picked_inputs(&step, id) } else { vec![Input::Skip] };
            match take_answers(locale, session, stop, &inputs) {
                Ok(taken) if taken.iter().all(|(key, entry)| session.answers.get(key) == Some(entry)) => Late::Again,
                Ok(taken) if stored.done => Late::Instead(taken),
                _ => Late::Stale,
            }
        }
        (Act::Pick(_) | Act::Skip, _) => Late::Stale,
        (Act::Tick(id, on, _), Some(Entry { value: Value::Picks(picks), .. })) if picks.contains(id) == *on => {
            Late::Again
        }
        (Act::Tick(..), _) => Late::Stale,
        _ => Late::Again,
    }
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
    let give_all = |inputs: Vec<Input>, page: i32| match &step {
        Step::Ask(stop) => Change::Answer(take_answers(locale, session, stop, &inputs), page),
        Step::Review => Change::Page(page),
    };
    let give = |input: Input, page: i32| give_all(vec![input], page);
    Some(match act {
        Act::Page(page) => Change::Page(*page),
        Act::Back => walk::back(&session.localized.dialog, &session.answers).map_or(Change::Leave, Change::Reopen),
        Act::Edit => Change::Reopen(key.clone()),
        Act::Submit => Change::Submit,
        Act::Tick(id, on, page) => give(Input::Tick(id.clone(), *on), i32::try_from(*page).unwrap_or(0)),
        Act::Pick(id) => give_all(picked_inputs(&step, id), 0),
        Act::Done => give(Input::Done, 0),
        Act::Skip => give(Input::Skip, 0),
        Act::Keep => give(Input::Keep, 0),
        Act::Later => Change::Page(0), // handled before
    })
}
