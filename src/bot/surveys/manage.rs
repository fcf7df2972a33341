//! Surveys as coordinators see them: the list, one survey with its turnout, and how to open, extend, close and remind.

use sqlx::SqliteConnection;

use super::turnout::{self, Turnout};
use super::{ending, export, imports, rounds};
use crate::bot::access;
use crate::bot::context::{Ctx, Locale, Options};
use crate::bot::error::{Error, Result};
use crate::bot::forms::{RequiredAnswer, RequiredDialog, RequiredQuestion};
use crate::bot::notify::{self, Notification};
use crate::bot::outcome::Outcome;
use crate::bot::session::Session;
use crate::bot::ui::buttons::{BUTTONS_A_PAGE, LINES_A_PAGE, clamp_page, page_buttons, to};
use crate::bot::ui::titles::heading;
use crate::chat::{Press, Route, Screen};
use crate::dialog::{Usage, Value};
use crate::report::disclosure::rows::RowRefusal;
use crate::store;
use crate::store::audit::AuditAction;
use crate::store::letter_kind::LetterKind;
use crate::store::people::Person;
use crate::store::surveys::Survey;
use crate::text::{Arg, dates};
use crate::types::{Bodies, BodyId, DAY, HOUR, Millis, SurveyId, Timestamp};

pub struct OpeningForm;

impl OpeningForm {
    pub const NAME: &'static str = "opening";
    pub const SURVEY: &'static str = "survey";
    pub const WHOM: &'static str = "whom";
    /// Its option for all bodies of the coordinator.
    pub const ALL: &'static str = "all";
    pub const BODIES: &'static str = "bodies";
    pub const CLOSES: &'static str = "closes";
    /// The question whether members get a letter.
    pub const TELL: &'static str = "tell";
    /// Its option for a letter now.
    pub const NOW: &'static str = "now";

    /// `takafou check` compares the file with this.
    pub const REQUIRED: RequiredDialog = RequiredDialog {
        name: OpeningForm::NAME,
        questions: &[
            RequiredQuestion::new(OpeningForm::SURVEY, RequiredAnswer::Source("surveys")),
            RequiredQuestion::new(OpeningForm::WHOM, RequiredAnswer::Options(&[OpeningForm::ALL])),
            RequiredQuestion::new(OpeningForm::BODIES, RequiredAnswer::Source("bodies")),
            RequiredQuestion::new(OpeningForm::CLOSES, RequiredAnswer::Date),
            RequiredQuestion::new(OpeningForm::TELL, RequiredAnswer::Options(&[OpeningForm::NOW])),
        ],
    };
}

/// Days by which one button press extends a survey.
const EXTENSION_DAYS: i64 = 7;
/// Most reminders of one survey to one person.
const MOST_REMINDERS: i64 = 2;
/// Two button presses within this time send one reminder.
const REMINDERS_APART: Millis = HOUR;

/// The options of the source `surveys`: the surveys that can be opened.
pub fn survey_options(locale: &Locale<'_>) -> Result<Options> {
    let names = locale.bot.library.surveys().into_iter();
    Ok(names.map(|name| (name.clone(), heading(locale, &name))).collect())
}

/// Loads a survey, and closes it if its last day has passed (the hourly task would do the same).
pub async fn load_current(ctx: &mut Ctx<'_>, survey: SurveyId) -> Result<Survey> {
    let mut survey = store::surveys::find(ctx.db, survey).await?.ok_or(Error::Missing("survey"))?;
    if survey.closed_at.is_none() && !survey.is_open(ctx.now) {
        close_now(ctx, &mut survey).await?;
    }
    Ok(survey)
}

/// Closes a survey. The drafts of an anonymous one must leave the write-ahead log too.
async fn close_now(ctx: &mut Ctx<'_>, survey: &mut Survey) -> Result<()> {
    ending::close(ctx.bot, ctx.db, survey, ctx.now).await?;
    survey.closed_at.get_or_insert(ctx.now);
    ctx.effects.truncate_wal |= survey.anonymous;
    Ok(())
}

/// The label of a survey in a list: whether it is open, and which round of which survey it is.
pub async fn label(ctx: &mut Ctx<'_>, survey: &Survey) -> Result<String> {
    let id = if survey.is_open(ctx.now) { "round-open" } else { "round-closed" };
    let title = Arg::text(rounds::heading(ctx, survey).await?);
    Ok(ctx.say(id, &[("title", title)]))
}

pub async fn list(ctx: &mut Ctx<'_>, person: &Person, scope: &Bodies, page: usize) -> Result<Outcome> {
    let surveys = store::surveys::list_in_scope(ctx.db, scope).await?;
    let mut screen = Screen::new(ctx.say("rounds", &[("n", Arg::count(surveys.len()))]));
    let (page, pages) = clamp_page(page, surveys.len(), BUTTONS_A_PAGE);
    for survey in surveys.iter().skip(page * BUTTONS_A_PAGE).take(BUTTONS_A_PAGE) {
        screen = screen.row(label(ctx, survey).await?, Press::Go(Route::ManagedSurvey { survey: survey.id, page: 0 }));
    }
    screen.rows.extend(page_buttons(ctx, page, pages, |page| Press::Go(Route::ManagedSurveys { page })));
    screen.rows.push(vec![to(ctx, "go-open", Route::OpenSurvey)]);
    if !imports::list_managed(ctx, person, scope).await?.is_empty() {
        screen.rows.push(vec![to(ctx, "go-forms", Route::Forms { page: 0 })]);
    }
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// One survey: how many people have begun and submitted, by body.
pub async fn show(ctx: &mut Ctx<'_>, scope: &Bodies, survey: SurveyId, page: usize) -> Result<Outcome> {
    let survey = load_current(ctx, survey).await?;
    if access::manages_survey(ctx, scope, survey.id).await? {
        return Ok(screen(ctx, &survey, page).await?.into());
    }
    Ok(screen_of_bodies(ctx, &survey, scope, page).await?.into())
}

/// A survey that is open to other bodies too, for a coordinator of some: their turnout, and the way to the results.
async fn screen_of_bodies(ctx: &mut Ctx<'_>, survey: &Survey, scope: &Bodies, page: usize) -> Result<Screen> {
    let turnout = turnout::load(ctx, survey).await?.within(scope);
    let (page, pages) = clamp_page(page, turnout.bodies.len(), LINES_A_PAGE);
    let title = rounds::heading(ctx, survey).await?;
    let mut text = survey_text(ctx, survey, title, &turnout, page, None);
    text.push_str("\n\n");
    text.push_str(&ctx.say("round-of-others", &[]));
    let (mut screen, id) = (Screen::new(text), survey.id);
    screen.rows.extend(page_buttons(ctx, page, pages, |page| Press::Go(Route::ManagedSurvey { survey: id, page })));
    screen.rows.push(vec![to(ctx, "go-overview", Route::Overview { survey: id, page: 0 })]);
    let refresh = to(ctx, "go-refresh", Route::ManagedSurvey { survey: id, page: 0 });
    screen.rows.push(vec![refresh, to(ctx, "to-menu", Route::Menu)]);
    screen.rows.push(vec![to(ctx, "go-rounds", Route::ManagedSurveys { page: 0 })]);
    Ok(screen)
}

/// The screen of a survey for whoever manages it.
pub(super) async fn screen(ctx: &mut Ctx<'_>, survey: &Survey, page: usize) -> Result<Screen> {
    let turnout = turnout::load(ctx, survey).await?;
    let (page, pages) = clamp_page(page, turnout.bodies.len(), LINES_A_PAGE);
    let refusal = export::refuse(ctx, survey).await?;
    let title = rounds::heading(ctx, survey).await?;
    let mut screen = Screen::new(survey_text(ctx, survey, title, &turnout, page, refusal));
    let (id, open) = (survey.id, survey.is_open(ctx.now));
    screen.rows.extend(page_buttons(ctx, page, pages, |page| Press::Go(Route::ManagedSurvey { survey: id, page })));
    screen.rows.push(vec![to(ctx, "go-overview", Route::Overview { survey: id, page: 0 })]);
    if refusal.is_none() {
        screen.rows.push(vec![to(ctx, "go-rows", Route::AskForRows { survey: id })]);
    }
    if refusal.is_none() && store::responses::has_voices(ctx.db, id).await? {
        screen.rows.push(vec![to(ctx, "go-voices", Route::VoiceAnswers { survey: id, heard: 0 })]);
    }
    if store::responses::has_wishes(ctx.db, id).await? {
        screen.rows.push(vec![to(ctx, "go-wishes", Route::Volunteers { survey: id, page: 0 })]);
    }
    if open {
        let extend = to(ctx, "go-extend", Route::ExtendSurvey { survey: id });
        screen.rows.push(vec![extend, to(ctx, "go-close", Route::AskToCloseSurvey { survey: id })]);
        if may_withhold_rows(survey) {
            screen.rows.push(vec![to(ctx, "go-withhold-rows", Route::AskToWithholdRows { survey: id })]);
        }
    }
    let refresh = to(ctx, "go-refresh", Route::ManagedSurvey { survey: id, page: 0 });
    screen.rows.push(vec![refresh, to(ctx, "to-menu", Route::Menu)]);
    screen.rows.push(vec![to(ctx, "go-rounds", Route::ManagedSurveys { page: 0 })]);
    Ok(screen)
}

/// The text of one survey, with a page of its bodies.
fn survey_text(
    locale: &Locale<'_>,
    survey: &Survey,
    title: String,
    turnout: &Turnout,
    page: usize,
    refusal: Option<RowRefusal>,
) -> String {
    let open = survey.is_open(locale.now);
    let last = survey.closes_at - 1; // the day itself, not the midnight that ends it
    let day = dates::day_of(survey.closed_at.map_or(last, |at| at.min(last)));
    let args = [
        ("title", Arg::text(title)),
        ("day", Arg::text(dates::day_in_words(day, &locale.language))),
        ("invited", Arg::Number(turnout.invited)),
        ("started", Arg::Number(turnout.started)),
        ("submitted", Arg::Number(turnout.submitted)),
    ];
    let mut text = locale.say(if open { "round" } else { "round-ended" }, &args);
    for participation in turnout.bodies.iter().skip(page * LINES_A_PAGE).take(LINES_A_PAGE) {
        let args = [
            ("body", Arg::words(participation.body.name(&locale.language))),
            ("invited", Arg::Number(participation.invited)),
            ("started", Arg::Number(participation.started)),
            ("submitted", Arg::Number(participation.submitted)),
        ];
        text.push('\n');
        text.push_str(&locale.say("round-body", &args));
    }
    if let Some(refusal) = refusal {
        text.push_str("\n\n");
        text.push_str(&export::say_refusal(locale, refusal));
    }
    text
}

pub async fn extend(ctx: &mut Ctx<'_>, person: &Person, survey: SurveyId) -> Result<Outcome> {
    let mut survey = load_current(ctx, survey).await?;
    if survey.is_open(ctx.now) {
        let day = dates::day_of(survey.closes_at.max(ctx.now) + EXTENSION_DAYS * DAY - 1);
        survey.closes_at = dates::end_of(day);
        store::surveys::set_closes_at(ctx.db, survey.id, survey.closes_at).await?;
        ctx.audit(person, AuditAction::ExtendedSurvey(survey.id)).await?;
    }
    Ok(screen(ctx, &survey, 0).await?.into())
}

pub async fn ask_to_close(ctx: &mut Ctx<'_>, survey: SurveyId) -> Result<Outcome> {
    let survey = load_current(ctx, survey).await?;
    let title = Arg::text(rounds::heading(ctx, &survey).await?);
    let mut screen = Screen::new(ctx.say("close-ask", &[("title", title)]));
    screen.rows.push(vec![
        to(ctx, "close-yes", Route::CloseSurvey { survey: survey.id }),
        to(ctx, "close-no", Route::ManagedSurvey { survey: survey.id, page: 0 }),
    ]);
    Ok(screen.into())
}

/// Closes a survey before its last day.
pub async fn close(ctx: &mut Ctx<'_>, person: &Person, survey: SurveyId) -> Result<Outcome> {
    let mut survey = load_current(ctx, survey).await?;
    close_now(ctx, &mut survey).await?;
    ctx.audit(person, AuditAction::ClosedSurvey(survey.id)).await?;
    Ok(screen(ctx, &survey, 0).await?.into())
}

/// Whether it can still be decided that the answers of each person are given to nobody. Nobody gets those of an anonymous
/// survey anyway.
fn may_withhold_rows(survey: &Survey) -> bool {
    survey.closed_at.is_none() && !survey.anonymous && !survey.withholds_rows
}

/// There is no way back: members who begin afterwards are told so.
pub async fn ask_to_withhold_rows(ctx: &mut Ctx<'_>, survey: SurveyId) -> Result<Outcome> {
    let survey = load_current(ctx, survey).await?;
    if !may_withhold_rows(&survey) {
        return Ok(screen(ctx, &survey, 0).await?.into());
    }
    let title = Arg::text(rounds::heading(ctx, &survey).await?);
    let mut screen = Screen::new(ctx.say("withhold-rows-ask", &[("title", title)]));
    screen.rows.push(vec![to(ctx, "withhold-rows-yes", Route::WithholdRows { survey: survey.id })]);
    screen.rows.push(vec![to(ctx, "back", Route::ManagedSurvey { survey: survey.id, page: 0 })]);
    Ok(screen.into())
}

/// From now on the answers of each person are given to nobody.
pub async fn withhold_rows(ctx: &mut Ctx<'_>, person: &Person, survey: SurveyId) -> Result<Outcome> {
    let mut survey = load_current(ctx, survey).await?;
    if may_withhold_rows(&survey) {
        store::surveys::withhold_rows(ctx.db, survey.id).await?;
        survey.withholds_rows = true;
        ctx.audit(person, AuditAction::WithheldRows(survey.id)).await?;
    }
    Ok(screen(ctx, &survey, 0).await?.into())
}

/// Reminds people of the coordinator's bodies who have not submitted. The coordinator is not told who they are.
pub async fn remind(ctx: &mut Ctx<'_>, person: &Person, scope: &Bodies, survey: SurveyId) -> Result<Outcome> {
    let survey = load_current(ctx, survey).await?;
    if !survey.is_open(ctx.now) {
        return show(ctx, scope, survey.id, 0).await;
    }
    let people = store::surveys::list_to_remind(ctx.db, survey.id, scope, MOST_REMINDERS).await?;
    let mut letters = 0;
    if !people.is_empty() {
        let reminder = Notification {
            occasion: Some(ctx.now.0.div_euclid(REMINDERS_APART)),
            expires_at: Some(survey.closes_at),
            ..Notification::new(LetterKind::SurveyReminder(survey.id), &people)
        };
        letters = notify::enqueue(ctx, &reminder).await?;
    }
    if letters > 0 {
        ctx.audit(person, AuditAction::RemindedOfSurvey(survey.id)).await?;
    }
    let notice = ctx.say("survey-nudged", &[("n", Arg::Number(letters.cast_signed()))]);
    Ok(Outcome::goto(Route::Overview { survey: survey.id, page: 0 }, notice))
}

/// The form `opening` was confirmed.
pub async fn open(ctx: &mut Ctx<'_>, person: &Person, scope: &Bodies, form: &Session) -> Result<Outcome> {
    store::runs::end(ctx.db, form.run.id).await?;
    let picked = |question: &str, option: &str| form.picks(question).first().is_some_and(|pick| pick == option);
    let localized = form.picks(OpeningForm::SURVEY).first().and_then(|name| ctx.bot.library.latest(name));
    let (Some((_, localized)), Some(Value::Date(day))) = (localized, form.value(OpeningForm::CLOSES)) else {
        return Ok(Route::Menu.into());
    };
    let closes_at = dates::end_of(*day);
    if closes_at <= ctx.now {
        return Ok(ctx.text_screen(ctx.say("refused-past", &[])).into());
    }
    let bodies = if picked(OpeningForm::WHOM, OpeningForm::ALL) { scope.clone() } else { chosen_bodies(form, scope) };
    if bodies == Bodies::Some(Vec::new()) {
        return Ok(ctx.text_screen(ctx.say("open-nobody", &[])).into());
    }
    if is_open_to(ctx.db, &localized.dialog.name, &bodies, ctx.now).await? {
        let mut screen = Screen::new(ctx.say("open-already", &[]));
        screen.rows.push(vec![to(ctx, "go-rounds", Route::ManagedSurveys { page: 0 })]);
        screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
        return Ok(screen.into());
    }
    let anonymous = localized.dialog.usage == Usage::Anonymous;
    let id = store::surveys::open(ctx.db, &localized.dialog.name, anonymous, &bodies, ctx.now, closes_at).await?;
    ctx.audit(person, AuditAction::OpenedSurvey(id)).await?;
    if picked(OpeningForm::TELL, OpeningForm::NOW) {
        let people = store::surveys::list_invited(ctx.db, id).await?;
        let letter = Notification {
            follower: Some(person.id),
            expires_at: Some(closes_at),
            ..Notification::new(LetterKind::SurveyOpened(id), &people)
        };
        notify::enqueue(ctx, &letter).await?;
    }
    show(ctx, scope, id, 0).await
}

/// The bodies chosen in the form `opening`, without those that the coordinator no longer acts for.
fn chosen_bodies(form: &Session, scope: &Bodies) -> Bodies {
    let ids = form.picks(OpeningForm::BODIES).iter().filter_map(|id| id.strip_prefix('b')?.parse().ok().map(BodyId));
    Bodies::Some(ids.filter(|body| scope.cover(*body)).collect())
}

/// Whether a survey of this name is open to any of these bodies.
pub async fn is_open_to(db: &mut SqliteConnection, name: &str, bodies: &Bodies, now: Timestamp) -> Result<bool> {
    let all = store::surveys::list_in_scope(db, &Bodies::All).await?.into_iter();
    let open = all.filter(|survey| survey.name == name && survey.is_open(now)).map(|survey| survey.id);
    let theirs = store::surveys::find_bodies_of_each(db, open).await?;
    Ok(theirs.values().any(|theirs| theirs.overlap(bodies)))
}
