//! Surveys as members see them: the list, the opening screen, begin or continue, submit.

use super::{evaluation, rounds};
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::{Error, Result};
use crate::bot::library::LocalizedDialog;
use crate::bot::outcome::Outcome;
use crate::bot::session::{self, Session, press};
use crate::bot::ui::buttons::{BUTTONS_A_PAGE, clamp_page, page_buttons, to};
use crate::bot::ui::titles::{heading, title};
use crate::chat::{Button, Press, Route, Screen};
use crate::dialog::{Key, Usage, Value, walk};
use crate::report::disclosure::MOST_MOVED;
use crate::store;
use crate::store::people::Person;
use crate::store::responses::Submission;
use crate::store::surveys::{MemberSurvey, Survey};
use crate::text::{Arg, dates, escape};
use crate::types::{ResponseId, SurveyId};

/// Most shared results under the list, newest first.
const SHARED_LISTED: i64 = 5;

/// The surveys open to this person; none before they have finished the sign-up.
pub async fn standings(ctx: &mut Ctx<'_>, person: &Person) -> Result<Vec<MemberSurvey>> {
    match (person.body, person.joined_at) {
        (Some(body), Some(_)) => Ok(store::surveys::list_open_to(ctx.db, person.id, body, ctx.now).await?),
        _ => Ok(Vec::new()),
    }
}

/// The person's progress in a survey; none if it is not open to them.
pub(super) async fn standing(ctx: &mut Ctx<'_>, person: &Person, survey: SurveyId) -> Result<Option<MemberSurvey>> {
    let Some(mut standing) = standings(ctx, person).await?.into_iter().find(|standing| standing.survey == survey)
    else {
        return Ok(None);
    };
    // Somebody may have erased their data after they answered, and joined again.
    standing.submitted |= store::respondents::has_answered(ctx.db, survey, person.address).await?;
    Ok(Some(standing))
}

pub fn survey_button(locale: &Locale<'_>, standing: &MemberSurvey) -> Button {
    let title = Arg::text(heading(locale, &standing.name));
    let id = match (standing.submitted, standing.started) {
        (true, _) => "survey-answered",
        (false, true) => "survey-begun",
        (false, false) => "survey-new",
    };
    Button::new(locale.say(id, &[("title", title)]), Press::Go(Route::Survey { survey: standing.survey }))
}

/// A page of the list, and the results that were shared with the person.
pub async fn list(ctx: &mut Ctx<'_>, person: &Person, page: usize) -> Result<Outcome> {
    let standings = standings(ctx, person).await?;
    let id = if standings.is_empty() { "surveys-none" } else { "surveys" };
    let mut screen = Screen::new(ctx.say(id, &[("n", Arg::count(standings.len()))]));
    let (page, pages) = clamp_page(page, standings.len(), BUTTONS_A_PAGE);
    screen.rows.extend(
        standings
            .iter()
            .skip(page * BUTTONS_A_PAGE)
            .take(BUTTONS_A_PAGE)
            .map(|standing| vec![survey_button(ctx, standing)]),
    );
    screen.rows.extend(page_buttons(ctx, page, pages, |page| Press::Go(Route::Surveys { page })));
    for (share, survey) in store::shares::list_for_person(ctx.db, person.id, SHARED_LISTED).await? {
        let Some(survey) = store::surveys::find(ctx.db, survey).await? else { continue };
        let title = Arg::text(rounds::heading(ctx, &survey).await?);
        let label = ctx.say("go-shared", &[("title", title)]);
        screen = screen.row(label, Press::Go(Route::SharedResults { share, chart: 0, letter: false }));
    }
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// The opening screen: title, length, and how the answers are used; with buttons to begin. If the person has begun
/// already, their current step.
pub async fn show_opening(ctx: &mut Ctx<'_>, person: &Person, survey: SurveyId) -> Result<Outcome> {
    let Some(standing) = standing(ctx, person, survey).await? else {
        return Ok(ctx.text_screen(ctx.say("survey-closed", &[])).into());
    };
    if standing.submitted {
        return Ok(ctx.text_screen(ctx.say("survey-done-before", &[])).into());
    }
    if let Some(run) = store::runs::find_of_survey(ctx.db, person.id, survey).await? {
        return session::show(ctx, person, run.id).await;
    }
    let Some((_, localized)) = ctx.bot.library.latest(&standing.name) else {
        return Ok(ctx.text_screen(ctx.say("survey-closed", &[])).into());
    };
    let opened = store::surveys::find(ctx.db, survey).await?.ok_or(Error::Missing("survey"))?;
    let (_, questions) = localized.dialog.number(0);
    let args = [
        ("title", Arg::text(title(ctx, &standing.name))),
        ("questions", Arg::count(questions)),
        ("minutes", Arg::Number(localized.dialog.minutes.into())),
        ("privacy", Arg::text(privacy(ctx, &opened))),
    ];
    let mut screen = Screen::new(ctx.say("opening", &args));
    screen.rows.push(vec![to(ctx, "agree-and-begin", Route::BeginSurvey { survey })]);
    let disagree = to(ctx, "disagree", Route::Surveys { page: 0 });
    screen.rows.push(vec![disagree, to(ctx, "more", Route::AboutSurvey { survey })]);
    Ok(screen.into())
}

/// Who sees the answers to a survey, in a sentence.
fn privacy(locale: &Locale<'_>, survey: &Survey) -> String {
    if survey.anonymous {
        return locale.say("privacy-anonymous", &[]);
    }
    if survey.withholds_rows {
        return locale.say("privacy-withheld", &[]);
    }
    let controller = locale.bot.notice.controller(&locale.language);
    locale.say("privacy-confidential", &[("controller", Arg::words(controller))])
}

/// More about a survey before it is begun: its last day, what is stored, for how long.
pub async fn show_about(ctx: &mut Ctx<'_>, person: &Person, survey: SurveyId) -> Result<Outcome> {
    let Some(standing) = standing(ctx, person, survey).await? else {
        return Ok(ctx.text_screen(ctx.say("survey-closed", &[])).into());
    };
    let opened = store::surveys::find(ctx.db, survey).await?.ok_or(Error::Missing("survey"))?;
    let day = dates::day_in_words(dates::day_of(standing.closes_at - 1), &ctx.locale.language);
    let id = match (opened.anonymous, opened.withholds_rows) {
        (true, _) => "about-anonymous",
        (false, true) => "about-withheld",
        (false, false) => "about-confidential",
    };
    let args = [
        ("title", Arg::text(heading(ctx, &standing.name))),
        ("day", Arg::text(day)),
        ("fewest", Arg::count(ctx.min_group_size())),
        ("most", Arg::count(MOST_MOVED)),
    ];
    let mut screen = Screen::new(ctx.say(id, &args));
    screen.rows.push(vec![to(ctx, "back", Route::Survey { survey })]);
    Ok(screen.into())
}

/// Begins a survey, or continues it.
pub async fn begin(ctx: &mut Ctx<'_>, person: &Person, survey: SurveyId) -> Result<Outcome> {
    let standing = standing(ctx, person, survey).await?;
    let Some(standing) = standing.filter(|standing| !standing.submitted) else {
        return show_opening(ctx, person, survey).await;
    };
    if let Some(run) = store::runs::find_of_survey(ctx.db, person.id, survey).await? {
        return session::show(ctx, person, run.id).await;
    }
    store::surveys::add_participation(ctx.db, survey, person.id).await?;
    let mut session = Session::begin(ctx, person, &standing.name, Some(survey)).await?;
    if let Some((key, value)) = evaluation::find_known_answer(ctx, person, survey, &session.localized.dialog).await? {
        session.fill_in(ctx, key, value);
    }
    Ok(press::screen(ctx, &session, None, 0).into())
}

/// Submits a survey: the response is stored, and the run with its drafts is erased.
pub async fn submit(ctx: &mut Ctx<'_>, person: &Person, survey: SurveyId, session: Session) -> Result<Outcome> {
    if store::surveys::has_submitted(ctx.db, survey, person.id).await?
        || store::respondents::has_answered(ctx.db, survey, person.address).await?
    {
        store::runs::end(ctx.db, session.run.id).await?;
        return Ok(ctx.text_screen(ctx.say("survey-done-before", &[])).into());
    }
    let dialog = &session.localized.dialog;
    let wishes = |key: &Key| dialog.question(&key.question).map_or(&[][..], |question| &question.apart);
    let (mut apart, answers): (Vec<_>, Vec<_>) =
        walk::submission(dialog, &session.answers).into_iter().partition(|(key, _)| !wishes(key).is_empty());
    apart
        .retain(|(key, value)| matches!(value, Value::Picks(picks) if picks.iter().any(|id| wishes(key).contains(id))));
    let anonymous = dialog.usage == Usage::Anonymous;
    let submission = Submission {
        survey,
        version: session.run.version,
        person,
        anonymous,
        id: ResponseId(ctx.bot.random()),
        answers,
        apart,
        at: ctx.now,
    };
    store::responses::submit(ctx.db, &submission).await?;
    if anonymous {
        let key: Vec<u8> = (0..4).flat_map(|_| ctx.bot.random().to_le_bytes()).collect();
        store::respondents::add(ctx.db, survey, person.address, &key).await?;
    }
    store::runs::end(ctx.db, session.run.id).await?;
    store::people::set_run(ctx.db, person.id, None).await?;
    ctx.effects.truncate_wal |= anonymous;
    ctx.effects.view = Some(Route::SurveyThanks { survey });
    let mut screen = thanks(ctx, &session.localized);
    // Every survey that waits is one press away; first those that the answers lead to.
    let offered = walk::offers(dialog, &session.answers);
    let mut waiting = standings(ctx, person).await?;
    waiting.retain(|one| !one.submitted);
    waiting.sort_by_key(|one| !offered.contains(&one.name.as_str()));
    for standing in waiting.iter().take(BUTTONS_A_PAGE) {
        screen.rows.push(vec![survey_button(ctx, standing)]);
    }
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

fn thanks(locale: &Locale<'_>, localized: &LocalizedDialog) -> Screen {
    let thanks = escape(&localized.say(&locale.language, "thanks"));
    Screen::new(locale.say("thanks", &[("thanks", Arg::text(thanks))]))
}

/// The thanks once more, for somebody whose reply was lost when the program ended. The answers are no longer known, so the
/// surveys that wait are offered.
pub async fn show_thanks(ctx: &mut Ctx<'_>, person: &Person, survey: SurveyId) -> Result<Outcome> {
    if !store::surveys::has_submitted(ctx.db, survey, person.id).await? {
        return Ok(Route::Menu.into());
    }
    let found = store::surveys::find(ctx.db, survey).await?;
    let Some((_, localized)) = found.and_then(|survey| ctx.bot.library.latest(&survey.name)) else {
        return Ok(Route::Menu.into());
    };
    let mut screen = thanks(ctx, &localized);
    for standing in standings(ctx, person).await?.iter().filter(|one| !one.submitted) {
        screen.rows.push(vec![survey_button(ctx, standing)]);
    }
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}
