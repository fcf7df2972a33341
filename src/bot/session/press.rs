//! Buttons of a dialog, and the screens that follow: where a person is, one step on, back, later.

use chrono::NaiveTime;

use super::question;
use super::refusals::refused;
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
use crate::types::RunId;

/// Where a person is: at the question, or at the menu.
pub async fn here(ctx: &mut Ctx<'_>, person: &Person) -> Result<Outcome> {
    match person.run {
        Some(run) => show(ctx, person, run).await,
        None => Ok(Route::Menu.into()),
    }
}

/// A form, from where the person stopped in it.
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

/// Shows where the person is in a run and makes it the one that typed words belong to.
pub async fn show(ctx: &mut Ctx<'_>, person: &Person, run: RunId) -> Result<Outcome> {
    show_with(ctx, person, run, None).await
}

/// The same with a line above the question.
pub(super) async fn show_with(
    ctx: &mut Ctx<'_>,
    person: &Person,
    run: RunId,
    remark: Option<String>,
) -> Result<Outcome> {
    let Some(session) = Session::load(ctx, person, run).await? else {
        return Ok(Route::Menu.into());
    };
    if let Some(closed) = closed(ctx, person, &session).await? {
        return Ok(closed);
    }
    if person.run != Some(run) {
        people::set_run(ctx.db, person.id, Some(run)).await?;
    }
    Ok(screen(ctx, &session, remark, 0).into())
}

/// The screen of the next step.
pub fn screen(locale: &Locale<'_>, session: &Session, remark: Option<String>, page: i32) -> Screen {
    let view = View { session, remark, page };
    match walk::step(&session.played.dialog, &session.answers) {
        Step::Ask(stop) => question::ask(locale, &view, &stop),
        Step::Review => review::screen(locale, &view),
    }
}

/// If the survey was closed meanwhile: says so. What was answered stays, as incomplete; of an anonymous one nothing does.
pub(super) async fn closed(ctx: &mut Ctx<'_>, person: &Person, session: &Session) -> Result<Option<Outcome>> {
    if session.run.closes_at.is_none_or(|closes_at| ctx.now < closes_at) {
        return Ok(None);
    }
    people::set_run(ctx.db, person.id, None).await?;
    if session.played.dialog.usage == Usage::Anonymous {
        runs::end(ctx.db, session.run.id).await?;
        ctx.effects.truncate_wal = true; // its day may have passed without the hourly closing
        return Ok(Some(ctx.told(ctx.say("survey-closed-anonymous", &[])).into()));
    }
    Ok(Some(ctx.told(ctx.say("survey-closed", &[])).into()))
}

/// A button of a run, as it was when it was shown.
pub struct RunButton<'a> {
    /// The run.
    pub run: RunId,
    /// Its revision.
    pub revision: i64,
    /// The question.
    pub key: &'a Key,
    /// What is done there.
    pub act: &'a Act,
}

/// What a press changes, decided while the current step is at hand.
enum Change {
    /// Nothing but the page.
    Page(i32),
    /// An answer is taken back to be changed.
    Reopen(Key),
    /// An answer was given, or was not taken for a cause; the page stays.
    Answer(std::result::Result<(Key, Entry), String>, i32),
    /// Out of the run, which stays as it is.
    Leave,
    /// The review is confirmed.
    Submit,
}

/// A button of a run was pressed.
pub async fn press(ctx: &mut Ctx<'_>, person: &Person, button: &RunButton<'_>) -> Result<Outcome> {
    let RunButton { run, revision, key, act } = *button;
    let Some(mut session) = Session::load(ctx, person, run).await? else {
        if *act == Act::Submit && ctx.pressed.is_some() && ctx.pressed == person.screen {
            return Ok(Outcome::Stay); // pressed twice: the thank-you stays
        }
        return Ok(Outcome::goto(Route::Here, ctx.say("stale", &[])));
    };
    if let Some(closed) = closed(ctx, person, &session).await? {
        return Ok(closed);
    }
    if *act == Act::Later {
        people::set_run(ctx.db, person.id, None).await?;
        let form = session.played.dialog.usage == Usage::Form;
        let text = ctx.say(if form { "later-form" } else { "later-told" }, &[]);
        return Ok(ctx.told(text).into());
    }
    if person.run != Some(run) {
        people::set_run(ctx.db, person.id, Some(run)).await?;
    }
    let Some(change) = change(ctx, &session, revision, key, act) else {
        let screen = screen(ctx, &session, None, 0);
        // One revision behind is a button pressed twice; further behind, an old message.
        let notice = (revision + 1 < session.run.revision).then(|| ctx.say("stale", &[]));
        return Ok(Reply { notice, ..screen.into() }.into());
    };
    let (page, remark) = match change {
        Change::Page(page) => (page, None),
        Change::Reopen(key) => {
            session.reopen(ctx, &key);
            (0, None)
        }
        Change::Answer(Ok((key, entry)), page) => {
            session.keep(ctx, key, entry);
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

/// What a button changes; none if it was shown at another step. The current step is computed here once.
fn change(locale: &Locale<'_>, session: &Session, revision: i64, key: &Key, act: &Act) -> Option<Change> {
    let step = walk::step(&session.played.dialog, &session.answers);
    let at = match &step {
        Step::Ask(stop) => stop.key(),
        Step::Review => Key::once("review"),
    };
    // On the review every answer has its own button, so there the key says what to change, not where the person is.
    let here = *key == at || (at.question == "review" && *act == Act::Edit);
    if session.run.revision != revision || !here {
        return None;
    }
    let given = |input: answer::Input, page: i32| match &step {
        Step::Ask(stop) => Change::Answer(taken(locale, session, stop, &input), page),
        Step::Review => Change::Page(page),
    };
    Some(match act {
        Act::Page(page) => Change::Page(*page),
        Act::Back => walk::back(&session.played.dialog, &session.answers).map_or(Change::Leave, Change::Reopen),
        Act::Edit => Change::Reopen(key.clone()),
        Act::Submit => Change::Submit,
        Act::Tick(id, on, shown) => given(answer::Input::Tick(id.clone(), *on), i32::try_from(*shown).unwrap_or(0)),
        Act::Pick(id) => given(picked(&step, id), 0),
        Act::Done => given(answer::Input::Done, 0),
        Act::Skip => given(answer::Input::Skip, 0),
        Act::Keep => given(answer::Input::Keep, 0),
        Act::Later => Change::Page(0), // handled before
    })
}

/// A date's button carries the day, an hour's the hour.
fn picked(step: &Step<'_>, id: &str) -> answer::Input {
    let kind = match step {
        Step::Ask(stop) => Some(&stop.question.kind),
        Step::Review => None,
    };
    let meant = match kind {
        Some(Kind::Date { .. }) => id.parse().ok().map(answer::Input::Day),
        Some(Kind::Time) => NaiveTime::parse_from_str(id, "%H%M").ok().map(answer::Input::Hour),
        _ => None,
    };
    meant.unwrap_or_else(|| answer::Input::Pick(id.to_owned()))
}

/// The answer that an input is at this question, or why it is none, in the person's language.
pub(super) fn taken(
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
            // A question may say in its own words what it takes.
            let own = session.played.limit(&locale.language, stop.question).map(|own| escape(&own));
            Err(own.filter(|_| refusal.is_of_limits()).unwrap_or_else(|| refused(locale, &refusal)))
        }
    }
}
