//! The surveys open to a member: list, opening screen, begin or go on, hand in.

use super::questions::{LISTED, number, paged, to, turning};
use super::runs::{self, Open};
use super::{Ctx, Result, evaluating, members, sharing};
use crate::chat::{Button, Place, Press, Reply, Screen};
use crate::dialog::walk;
use crate::dialog::{Entry, Key, Usage, Value};
use crate::store::people::{self, Person};
use crate::store::responses::{self, Submission};
use crate::store::runs as kept;
use crate::store::shares;
use crate::store::surveys::{self as rounds, Standing};
use crate::text::{Arg, dates, escape};

/// The surveys open to this person; none before they have joined.
///
/// # Errors
/// When the database refuses.
pub async fn standings(ctx: &mut Ctx<'_>, person: &Person) -> Result<Vec<Standing>> {
    match (person.body, person.joined_at) {
        (Some(body), Some(_)) => Ok(rounds::open_to(ctx.db, person.id, body, ctx.now).await?),
        _ => Ok(Vec::new()),
    }
}

/// A survey's title, in a language, as it stands within a sentence.
pub fn title(ctx: &Ctx<'_>, name: &str) -> String {
    escape(&said(ctx, name))
}

fn said(ctx: &Ctx<'_>, name: &str) -> String {
    let played = ctx.bot.library.latest(name);
    played.map_or_else(|| name.to_owned(), |(_, played)| played.say(&ctx.language, "title"))
}

/// The title as [`heading`] has it, for what is no message: a picture, a file.
pub fn plain(ctx: &Ctx<'_>, name: &str) -> String {
    capital(&said(ctx, name))
}

/// The title as it stands by itself: with a capital where the script has them.
pub fn heading(ctx: &Ctx<'_>, name: &str) -> String {
    capital(&title(ctx, name))
}

/// The same text, beginning with a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The button of one survey in a list.
pub fn button(ctx: &Ctx<'_>, standing: &Standing) -> Button {
    let title = Arg::text(heading(ctx, &standing.name));
    let id = match (standing.submitted, standing.started) {
        (true, _) => "survey-answered",
        (false, true) => "survey-begun",
        (false, false) => "survey-new",
    };
    Button::new(ctx.say(id, &[("title", title)]), Press::Go(Place::Survey, standing.survey, 0))
}

/// The list, a page of it.
///
/// # Errors
/// When the database refuses.
pub async fn list(ctx: &mut Ctx<'_>, person: &Person, page: i64) -> Result<Reply> {
    if person.joined_at.is_none() {
        return members::menu(ctx, person).await;
    }
    let standings = standings(ctx, person).await?;
    let id = if standings.is_empty() { "surveys-none" } else { "surveys" };
    let mut screen = Screen::new(ctx.say(id, &[("n", Arg::count(standings.len()))]));
    let (page, pages) = paged(page, standings.len(), LISTED);
    screen.rows.extend(standings.iter().skip(page * LISTED).take(LISTED).map(|standing| vec![button(ctx, standing)]));
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Place::Surveys, number(to), 0)));
    for (share, name) in shares::for_person(ctx.db, person.id, sharing::LISTED).await? {
        let label = ctx.say("go-shared", &[("title", Arg::text(heading(ctx, &name)))]);
        screen = screen.row(label, Press::Go(Place::Shared, share, 0));
    }
    screen.rows.push(vec![to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

/// The opening screen: what it is about, how long, what becomes of the answers; agree and begin, or go on.
///
/// # Errors
/// When the database refuses.
pub async fn opening(ctx: &mut Ctx<'_>, person: &Person, survey: i64) -> Result<Reply> {
    let Some(standing) = standings(ctx, person).await?.into_iter().find(|s| s.survey == survey) else {
        return Ok(ctx.told(ctx.say("survey-closed", &[])).into());
    };
    if standing.submitted {
        return Ok(ctx.told(ctx.say("survey-done-before", &[])).into());
    }
    if let Some(run) = kept::of_survey(ctx.db, person.id, survey).await? {
        return runs::show(ctx, person, run.id).await;
    }
    let Some((_, played)) = ctx.bot.library.latest(&standing.name) else {
        return Ok(ctx.told(ctx.say("survey-closed", &[])).into());
    };
    let (_, questions) = played.dialog.number(0);
    let privacy = privacy(ctx, played.dialog.usage);
    let text = ctx.say(
        "opening",
        &[
            ("title", Arg::text(title(ctx, &standing.name))),
            ("questions", Arg::count(questions)),
            ("minutes", Arg::Number(played.dialog.minutes.into())),
            ("privacy", Arg::text(privacy)),
        ],
    );
    let mut screen = Screen::new(text);
    screen.rows.push(vec![to(ctx, "agree-and-begin", Place::Begin, survey, 0)]);
    screen.rows.push(vec![to(ctx, "disagree", Place::Surveys, 0, 0), to(ctx, "more", Place::About, survey, 0)]);
    Ok(screen.into())
}

fn privacy(ctx: &Ctx<'_>, usage: Usage) -> String {
    if usage == Usage::Anonymous {
        return ctx.say("privacy-anonymous", &[]);
    }
    ctx.say("privacy-confidential", &[("controller", Arg::words(ctx.bot.notice.controller(&ctx.language)))])
}

/// More about a survey before beginning: until when, what is kept, for how long.
///
/// # Errors
/// When the database refuses.
pub async fn about(ctx: &mut Ctx<'_>, person: &Person, survey: i64) -> Result<Reply> {
    let Some(standing) = standings(ctx, person).await?.into_iter().find(|s| s.survey == survey) else {
        return Ok(ctx.told(ctx.say("survey-closed", &[])).into());
    };
    let anonymous = rounds::find(ctx.db, survey).await?.is_some_and(|survey| survey.anonymous);
    let day = dates::day_in_words(dates::day_of(standing.closes_at - 1), &ctx.language);
    let id = if anonymous { "about-anonymous" } else { "about-confidential" };
    let args = [
        ("title", Arg::text(heading(ctx, &standing.name))),
        ("day", Arg::text(day)),
        ("fewest", Arg::count(ctx.fewest())),
    ];
    let text = ctx.say(id, &args);
    let mut screen = Screen::new(text);
    screen.rows.push(vec![to(ctx, "back", Place::Survey, survey, 0)]);
    Ok(screen.into())
}

/// Begins, or goes on where the person stopped.
///
/// # Errors
/// When the database refuses.
pub async fn begin(ctx: &mut Ctx<'_>, person: &Person, survey: i64) -> Result<Reply> {
    let standing = standings(ctx, person).await?.into_iter().find(|s| s.survey == survey);
    let Some(standing) = standing.filter(|standing| !standing.submitted) else {
        return opening(ctx, person, survey).await;
    };
    if let Some(run) = kept::of_survey(ctx.db, person.id, survey).await? {
        return runs::show(ctx, person, run.id).await;
    }
    rounds::begun(ctx.db, survey, person.id).await?;
    let open = runs::begin(ctx, person, &standing.name, Some(survey)).await?;
    let Some((key, value)) = evaluating::known(ctx, person, survey, &open.played.dialog).await? else {
        return Ok(open.screen(ctx, None, 0)?.into());
    };
    ctx.ahead.keep(open.run.id, key, Entry { value, done: true });
    runs::show(ctx, person, open.run.id).await
}

/// Hands in: the response is kept, the run and with it every draft is erased.
///
/// # Errors
/// When the database refuses.
pub async fn submit(ctx: &mut Ctx<'_>, person: &Person, survey: i64, open: Open) -> Result<Reply> {
    if rounds::has_submitted(ctx.db, survey, person.id).await? {
        kept::end(ctx.db, open.run.id).await?;
        return Ok(ctx.told(ctx.say("survey-done-before", &[])).into());
    }
    let dialog = &open.played.dialog;
    let wishes = |key: &Key| dialog.question(&key.question).map_or(&[][..], |question| &question.apart);
    let (mut apart, answers): (Vec<_>, Vec<_>) =
        walk::submission(dialog, &open.answers).into_iter().partition(|(key, _)| !wishes(key).is_empty());
    apart
        .retain(|(key, value)| matches!(value, Value::Picks(picks) if picks.iter().any(|id| wishes(key).contains(id))));
    let anonymous = dialog.usage == Usage::Anonymous;
    let submission = Submission {
        survey,
        version: open.run.version,
        person,
        anonymous,
        id: ctx.bot.random(),
        answers,
        apart,
        at: ctx.now,
    };
    responses::submit(ctx.db, &submission).await?;
    kept::end(ctx.db, open.run.id).await?;
    people::set_run(ctx.db, person.id, None).await?;
    ctx.scrub |= anonymous;
    let mut screen =
        Screen::new(ctx.say("thanks", &[("thanks", Arg::text(escape(&open.played.say(&ctx.language, "thanks"))))]));
    let offered = walk::offers(dialog, &open.answers);
    let open_now = standings(ctx, person).await?;
    for standing in open_now.iter().filter(|s| offered.contains(&s.name.as_str()) && !s.submitted) {
        screen.rows.push(vec![button(ctx, standing)]);
    }
    screen.rows.push(vec![to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}
