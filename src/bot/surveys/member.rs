//! The surveys open to a member: list, opening screen, begin or go on, hand in.

use super::evaluation;
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::outcome::Outcome;
use crate::bot::session::{self, Session, press};
use crate::bot::ui::buttons::{LISTED, paged, to, turning};
use crate::bot::ui::titles::{heading, title};
use crate::chat::{Button, Press, Route, Screen};
use crate::dialog::{Key, Usage, Value, walk};
use crate::store;
use crate::store::people::Person;
use crate::store::responses::Submission;
use crate::store::surveys::MemberSurvey;
use crate::text::{Arg, dates, escape};
use crate::types::{ResponseId, SurveyId};

/// Shared results under the list, the newest.
const SHARED_LISTED: i64 = 5;

/// The surveys open to this person; none before they have joined.
pub async fn standings(ctx: &mut Ctx<'_>, person: &Person) -> Result<Vec<MemberSurvey>> {
    match (person.body, person.joined_at) {
        (Some(body), Some(_)) => Ok(store::surveys::list_open_to(ctx.db, person.id, body, ctx.now).await?),
        _ => Ok(Vec::new()),
    }
}

/// How far this person is with a survey; none if it is not open to them.
pub(super) async fn standing(ctx: &mut Ctx<'_>, person: &Person, survey: SurveyId) -> Result<Option<MemberSurvey>> {
    Ok(standings(ctx, person).await?.into_iter().find(|standing| standing.survey == survey))
}

/// The button of one survey in a list.
pub fn button(locale: &Locale<'_>, standing: &MemberSurvey) -> Button {
    let title = Arg::text(heading(locale, &standing.name));
    let id = match (standing.submitted, standing.started) {
        (true, _) => "survey-answered",
        (false, true) => "survey-begun",
        (false, false) => "survey-new",
    };
    Button::new(locale.say(id, &[("title", title)]), Press::Go(Route::Survey { survey: standing.survey }))
}

/// The list, a page of it, and what was shared of results.
pub async fn list(ctx: &mut Ctx<'_>, person: &Person, page: usize) -> Result<Outcome> {
    let standings = standings(ctx, person).await?;
    let id = if standings.is_empty() { "surveys-none" } else { "surveys" };
    let mut screen = Screen::new(ctx.say(id, &[("n", Arg::count(standings.len()))]));
    let (page, pages) = paged(page, standings.len(), LISTED);
    screen.rows.extend(standings.iter().skip(page * LISTED).take(LISTED).map(|standing| vec![button(ctx, standing)]));
    screen.rows.extend(turning(ctx, page, pages, |page| Press::Go(Route::Surveys { page })));
    for (share, name) in store::shares::list_for_person(ctx.db, person.id, SHARED_LISTED).await? {
        let label = ctx.say("go-shared", &[("title", Arg::text(heading(ctx, &name)))]);
        screen = screen.row(label, Press::Go(Route::SharedResults { share, chart: 0, letter: false }));
    }
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// The opening screen: what it is about, how long, what becomes of the answers; agree and begin, or go on.
pub async fn show_opening(ctx: &mut Ctx<'_>, person: &Person, survey: SurveyId) -> Result<Outcome> {
    let Some(standing) = standing(ctx, person, survey).await? else {
        return Ok(ctx.told(ctx.say("survey-closed", &[])).into());
    };
    if standing.submitted {
        return Ok(ctx.told(ctx.say("survey-done-before", &[])).into());
    }
    if let Some(run) = store::runs::find_of_survey(ctx.db, person.id, survey).await? {
        return session::show(ctx, person, run.id).await;
    }
    let Some((_, played)) = ctx.bot.library.latest(&standing.name) else {
        return Ok(ctx.told(ctx.say("survey-closed", &[])).into());
    };
    let (_, questions) = played.dialog.number(0);
    let args = [
        ("title", Arg::text(title(ctx, &standing.name))),
        ("questions", Arg::count(questions)),
        ("minutes", Arg::Number(played.dialog.minutes.into())),
        ("privacy", Arg::text(privacy(ctx, played.dialog.usage))),
    ];
    let mut screen = Screen::new(ctx.say("opening", &args));
    screen.rows.push(vec![to(ctx, "agree-and-begin", Route::BeginSurvey { survey })]);
    let disagree = to(ctx, "disagree", Route::Surveys { page: 0 });
    screen.rows.push(vec![disagree, to(ctx, "more", Route::AboutSurvey { survey })]);
    Ok(screen.into())
}

fn privacy(locale: &Locale<'_>, usage: Usage) -> String {
    if usage == Usage::Anonymous {
        return locale.say("privacy-anonymous", &[]);
    }
    let controller = locale.bot.notice.controller(&locale.language);
    locale.say("privacy-confidential", &[("controller", Arg::words(controller))])
}

/// More about a survey before beginning: until when, what is kept, for how long.
pub async fn show_about(ctx: &mut Ctx<'_>, person: &Person, survey: SurveyId) -> Result<Outcome> {
    let Some(standing) = standing(ctx, person, survey).await? else {
        return Ok(ctx.told(ctx.say("survey-closed", &[])).into());
    };
    let anonymous = store::surveys::find(ctx.db, survey).await?.is_some_and(|survey| survey.anonymous);
    let day = dates::day_in_words(dates::day_of(standing.closes_at - 1), &ctx.locale.language);
    let id = if anonymous { "about-anonymous" } else { "about-confidential" };
    let args = [
        ("title", Arg::text(heading(ctx, &standing.name))),
        ("day", Arg::text(day)),
        ("fewest", Arg::count(ctx.min_group_size())),
    ];
    let mut screen = Screen::new(ctx.say(id, &args));
    screen.rows.push(vec![to(ctx, "back", Route::Survey { survey })]);
    Ok(screen.into())
}

/// Begins, or goes on where the person stopped.
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
    if let Some((key, value)) = evaluation::known(ctx, person, survey, &session.played.dialog).await? {
        session.fill_in(ctx, key, value);
    }
    Ok(press::screen(ctx, &session, None, 0).into())
}

/// Hands in: the response is kept, the run and with it every draft is erased.
pub async fn submit(ctx: &mut Ctx<'_>, person: &Person, survey: SurveyId, session: Session) -> Result<Outcome> {
    if store::surveys::has_submitted(ctx.db, survey, person.id).await? {
        store::runs::end(ctx.db, session.run.id).await?;
        return Ok(ctx.told(ctx.say("survey-done-before", &[])).into());
    }
    let dialog = &session.played.dialog;
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
    store::runs::end(ctx.db, session.run.id).await?;
    store::people::set_run(ctx.db, person.id, None).await?;
    ctx.effects.truncate_wal |= anonymous;
    let thanks = escape(&session.played.say(&ctx.locale.language, "thanks"));
    let mut screen = Screen::new(ctx.say("thanks", &[("thanks", Arg::text(thanks))]));
    let offered = walk::offers(dialog, &session.answers);
    let standings = standings(ctx, person).await?;
    for standing in standings.iter().filter(|one| offered.contains(&one.name.as_str()) && !one.submitted) {
        screen.rows.push(vec![button(ctx, standing)]);
    }
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}
