//! Surveys as coordinators see them: open, watch, extend, close, take the answers away.

use sqlx::SqliteConnection;

use super::coordinators::{DAY, Scope};
use super::ending;
use super::export::{self, Layout};
use super::questions::{LISTED, number, paged, to, turning};
use super::runs::Open;
use super::{
    Ctx, Result, attached, imports, letters, managing, members, reminders, results, surveys, take_away, turnout,
};
use crate::chat::{Place, Press, Reply, Screen};
use crate::dialog::{Key, Usage, Value};
use crate::store::people::Person;
use crate::store::surveys::{self as rounds, Survey};
use crate::store::{Millis, responses};
use crate::text::{Arg, dates, escape};

/// Days by which one press extends a survey.
const EXTENSION_DAYS: i64 = 7;
/// Voice answers sent at one press.
const VOICES_AT_ONCE: usize = 5;
/// Bodies or names on one page of text.
const LINES_A_PAGE: usize = 20;

/// A coordinator's place about surveys.
///
/// # Errors
/// When the database refuses.
pub async fn go(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope, place: Place, a: i64, b: i64) -> Result<Reply> {
    if place == Place::Rounds {
        return list(ctx, person, scope, a).await;
    }
    let Some(survey) = allowed(ctx, scope, a).await? else {
        return members::menu(ctx, person).await;
    };
    match place {
        Place::Extend if survey.is_open(ctx.now) => {
            let day = dates::day_of(survey.closes_at.max(ctx.now) + EXTENSION_DAYS * DAY - 1);
            rounds::extend(ctx.db, a, dates::end_of(day)).await?;
            ctx.audit(person, "extended a survey", a).await?;
        }
        Place::Close => return ask_to_close(ctx, &survey).await,
        Place::CloseNow => {
            end(ctx, &survey).await?;
            ctx.audit(person, "closed a survey", a).await?;
        }
        Place::Export => return take_away(ctx, person, &survey, b).await,
        Place::Voices => return listen(ctx, person, &survey, b).await,
        Place::Wishes => {
            ctx.audit_look(person, "looked at volunteers of a survey", a).await?;
            return wishes(ctx, &survey, b).await;
        }
        Place::Remind if survey.is_open(ctx.now) => return remind(ctx, person, &survey).await,
        _ => {}
    }
    show(ctx, a, if place == Place::Round { b } else { 0 }).await
}

/// The survey, if this coordinator may manage it; closed if its day has passed (the next hour would have).
///
/// # Errors
/// When the database refuses.
pub async fn allowed(ctx: &mut Ctx<'_>, scope: &Scope, id: i64) -> Result<Option<Survey>> {
    let Some(mut survey) = rounds::find(ctx.db, id).await? else {
        return Ok(None);
    };
    if !managing::may(scope, &rounds::bodies(ctx.db, id).await?) {
        tracing::warn!("a survey outside the coordinator's bodies was asked for");
        return Ok(None);
    }
    if survey.closed_at.is_none() && !survey.is_open(ctx.now) {
        end(ctx, &survey).await?;
        survey.closed_at = Some(ctx.now);
    }
    Ok(Some(survey))
}

/// Reminds whoever has not submitted, twice at most; nobody is told who they are.
async fn remind(ctx: &mut Ctx<'_>, person: &Person, survey: &Survey) -> Result<Reply> {
    let people = rounds::to_remind(ctx.db, survey.id, reminders::MOST).await?;
    let occasion = ctx.now.div_euclid(REMINDERS_APART);
    let n = letters::remind_of_survey(ctx, survey.id, survey.closes_at, occasion, &people).await?;
    if n > 0 {
        ctx.audit(person, "reminded of a survey", survey.id).await?;
    }
    let notice = ctx.say("survey-nudged", &[("n", Arg::Number(n.cast_signed()))]);
    Ok(Reply { notice: Some(notice), ..results::overview(ctx, survey, 0).await? })
}

/// Two presses within this time are one reminder.
const REMINDERS_APART: Millis = 3_600_000;

/// The surveys that a coordinator may manage, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn listed(ctx: &mut Ctx<'_>, scope: &Scope) -> Result<Vec<Survey>> {
    let mut listed = Vec::new();
    for survey in rounds::all(ctx.db).await? {
        if managing::may(scope, &rounds::bodies(ctx.db, survey.id).await?) {
            listed.push(survey);
        }
    }
    Ok(listed)
}

/// The button of a survey in a list: whether it is open, what it is about, since when.
pub fn label(ctx: &Ctx<'_>, survey: &Survey) -> String {
    let id = if survey.is_open(ctx.now) { "round-open" } else { "round-closed" };
    ctx.say(id, &[("title", Arg::text(surveys::heading(ctx, &survey.name)))])
}

/// Closes a survey; the drafts of an anonymous one must be gone from the log too.
async fn end(ctx: &mut Ctx<'_>, survey: &Survey) -> Result<()> {
    ending::close(ctx.bot, ctx.db, survey, ctx.now).await?;
    ctx.scrub |= survey.anonymous;
    Ok(())
}

async fn list(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope, page: i64) -> Result<Reply> {
    let listed = listed(ctx, scope).await?;
    let mut screen = Screen::new(ctx.say("rounds", &[("n", Arg::count(listed.len()))]));
    let (page, pages) = paged(page, listed.len(), LISTED);
    for survey in listed.iter().skip(page * LISTED).take(LISTED) {
        screen = screen.row(label(ctx, survey), Press::Go(Place::Round, survey.id, 0));
    }
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Place::Rounds, number(to), 0)));
    screen.rows.push(vec![to(ctx, "go-open", Place::Open, 0, 0)]);
    if !imports::taken(ctx, person, scope).await?.is_empty() {
        screen.rows.push(vec![to(ctx, "go-forms", Place::Forms, 0, 0)]);
    }
    screen.rows.push(vec![to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

/// One survey: how many have begun and submitted, by body.
async fn show(ctx: &mut Ctx<'_>, id: i64, page: i64) -> Result<Reply> {
    let Some(survey) = rounds::find(ctx.db, id).await? else {
        return Err(super::Fault::Lost("survey"));
    };
    let turnout = turnout::of(ctx, &survey).await?;
    let last = survey.closes_at - 1; // the day itself, not the midnight that ends it
    let day = dates::day_in_words(dates::day_of(survey.closed_at.map_or(last, |at| at.min(last))), &ctx.language);
    let open = survey.is_open(ctx.now);
    let mut text = ctx.say(
        if open { "round" } else { "round-ended" },
        &[
            ("title", Arg::text(surveys::heading(ctx, &survey.name))),
            ("day", Arg::text(day)),
            ("invited", Arg::Number(turnout.invited)),
            ("started", Arg::Number(turnout.started)),
            ("submitted", Arg::Number(turnout.submitted)),
        ],
    );
    let (page, pages) = paged(page, turnout.bodies.len(), LINES_A_PAGE);
    for of in turnout.bodies.iter().skip(page * LINES_A_PAGE).take(LINES_A_PAGE) {
        let args = [
            ("body", Arg::words(of.body.name(&ctx.language))),
            ("invited", Arg::Number(of.body.members)),
            ("started", Arg::Number(of.started)),
            ("submitted", Arg::Number(of.submitted)),
        ];
        text.push('\n');
        text.push_str(&ctx.say("round-body", &args));
    }
    if survey.anonymous && open {
        text.push_str("\n\n");
        text.push_str(&ctx.say("csv-after-closing", &[("fewest", Arg::count(ctx.fewest()))]));
    }
    let mut screen = Screen::new(text);
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Place::Round, id, number(to))));
    screen.rows.push(vec![to(ctx, "go-overview", Place::Overview, id, 0)]);
    if !(survey.anonymous && open) {
        for (i, language) in ctx.bot.texts.languages().iter().enumerate() {
            let label = ctx.say("go-export", &[("language", Arg::text(language.name.clone()))]);
            screen = screen.row(label, Press::Go(Place::Export, id, number(i)));
        }
        screen.rows.push(vec![to(ctx, "go-export-long", Place::Export, id, LONG)]);
    }
    if responses::has_voices(ctx.db, id).await? {
        screen.rows.push(vec![to(ctx, "go-voices", Place::Voices, id, 0)]);
    }
    if responses::has_wishes(ctx.db, id).await? {
        screen.rows.push(vec![to(ctx, "go-wishes", Place::Wishes, id, 0)]);
    }
    if open {
        screen.rows.push(vec![to(ctx, "go-extend", Place::Extend, id, 0), to(ctx, "go-close", Place::Close, id, 0)]);
    }
    screen.rows.push(vec![to(ctx, "go-refresh", Place::Round, id, 0), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    screen.rows.push(vec![to(ctx, "go-rounds", Place::Rounds, 0, 0)]);
    Ok(screen.into())
}

async fn ask_to_close(ctx: &mut Ctx<'_>, survey: &Survey) -> Result<Reply> {
    let title = Arg::text(surveys::heading(ctx, &survey.name));
    let mut screen = Screen::new(ctx.say("close-ask", &[("title", title)]));
    screen.rows.push(vec![
        to(ctx, "close-yes", Place::CloseNow, survey.id, 0),
        to(ctx, "close-no", Place::Round, survey.id, 0),
    ]);
    Ok(screen.into())
}

/// The form `opening` was confirmed.
///
/// # Errors
/// When the database refuses.
pub async fn open(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope, form: &Open) -> Result<Reply> {
    let value = |id: &str| form.answers.get(&Key::once(id)).map(|entry| &entry.value);
    let picks = |id: &str| match value(id) {
        Some(Value::Picks(picks)) => picks.clone(),
        _ => Vec::new(),
    };
    let played = picks("survey").first().and_then(|name| ctx.bot.library.latest(name));
    let (Some((_, played)), Some(Value::Date(day))) = (played, value("closes")) else {
        return members::menu(ctx, person).await;
    };
    let closes_at = dates::end_of(*day);
    if closes_at <= ctx.now {
        return Ok(ctx.told(ctx.say("refused-past", &[])).into());
    }
    let all = picks("whom").first().is_some_and(|whom| whom == "all");
    let chosen = picks("bodies")
        .iter()
        .filter_map(|id| id.strip_prefix('b')?.parse().ok())
        .filter(|id| scope.covers(*id))
        .collect();
    let bodies: Vec<i64> = match (all, scope) {
        (true, Scope::All) => Vec::new(),
        (true, Scope::Some(own)) => own.clone(),
        (false, _) => chosen,
    };
    if bodies.is_empty() && !(all && *scope == Scope::All) {
        return Ok(ctx.told(ctx.say("open-nobody", &[])).into());
    }
    if is_open_to(ctx.db, &played.dialog.name, &bodies, ctx.now).await? {
        let mut screen = Screen::new(ctx.say("open-already", &[]));
        screen.rows.push(vec![to(ctx, "go-rounds", Place::Rounds, 0, 0)]);
        screen.rows.push(vec![to(ctx, "to-menu", Place::Menu, 0, 0)]);
        return Ok(screen.into());
    }
    let anonymous = played.dialog.usage == Usage::Anonymous;
    let id = rounds::open(ctx.db, &played.dialog.name, anonymous, &bodies, ctx.now, closes_at).await?;
    ctx.audit(person, "opened a survey", id).await?;
    if picks("tell").first().is_some_and(|tell| tell == "now") {
        let people = rounds::invited(ctx.db, id).await?;
        letters::tell_of_survey(ctx, Some(person.id), id, closes_at, &people).await?;
    }
    show(ctx, id, 0).await
}

/// Whether this survey is open to any of these bodies (none: to all) already.
///
/// # Errors
/// When the database refuses.
pub async fn is_open_to(db: &mut SqliteConnection, name: &str, bodies: &[i64], now: Millis) -> Result<bool> {
    for other in rounds::all(db).await?.iter().filter(|other| other.name == name && other.is_open(now)) {
        let theirs = rounds::bodies(db, other.id).await?;
        if theirs.is_empty() || bodies.is_empty() || theirs.iter().any(|body| bodies.contains(body)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What asks for the long layout, in the coordinator's language.
const LONG: i64 = 100;

async fn take_away(ctx: &mut Ctx<'_>, person: &Person, survey: &Survey, how: i64) -> Result<Reply> {
    let layout = if how == LONG { Layout::Long } else { Layout::Wide };
    let asked = ctx.bot.texts.languages().get(usize::try_from(how).unwrap_or(usize::MAX));
    let language = asked.map_or_else(|| ctx.language.clone(), |language| language.code.clone());
    let n = responses::newest(ctx.db, survey.id).await?.map_or(0, |(_, n)| usize::try_from(n).unwrap_or(0));
    if !export::may_leave(survey, n, ctx.fewest()) {
        let mut screen = Screen::new(ctx.say("csv-after-closing", &[("fewest", Arg::count(ctx.fewest()))]));
        screen.rows.push(vec![to(ctx, "back", Place::Round, survey.id, 0)]);
        return Ok(screen.into());
    }
    ctx.audit(person, "took answers away", survey.id).await?;
    let file = take_away::table(ctx, survey, n, layout, &language);
    let caption = ctx.say("csv-ready", &[("n", Arg::count(n))]);
    let reply = show(ctx, survey.id, 0).await?;
    Ok(Reply { files: vec![(file, caption)], ..reply })
}

/// The next voice answers. Their order is that of random keys; who spoke is not said.
async fn listen(ctx: &mut Ctx<'_>, person: &Person, survey: &Survey, heard: i64) -> Result<Reply> {
    let voices = responses::voices(ctx.db, survey.id).await?;
    let heard = usize::try_from(heard).unwrap_or(0);
    let next: Vec<_> = voices.iter().skip(heard).take(VOICES_AT_ONCE).collect();
    let files = next.iter().enumerate().map(|(i, (key, file))| {
        let args = [
            ("n", Arg::count(heard + i + 1)),
            ("total", Arg::count(voices.len())),
            ("question", Arg::words(key.dotted())),
        ];
        (attached::voice(ctx, file), ctx.say("voice-caption", &args))
    });
    let files = files.collect();
    ctx.audit(person, "listened to voice answers", survey.id).await?;
    let mut screen = Screen::new(ctx.say("voices", &[("n", Arg::count(voices.len()))]));
    let after = heard + next.len();
    if after < voices.len() {
        screen.rows.push(vec![to(ctx, "next", Place::Voices, survey.id, i64::try_from(after).unwrap_or(0))]);
    }
    screen.rows.push(vec![to(ctx, "back", Place::Round, survey.id, 0)]);
    Ok(Reply { screen: Some(screen), files, ..Reply::default() })
}

/// What people asked for by name, apart from their answers.
async fn wishes(ctx: &mut Ctx<'_>, survey: &Survey, page: i64) -> Result<Reply> {
    let mut text = ctx.say("wishes", &[("title", Arg::text(surveys::heading(ctx, &survey.name)))]);
    let played = ctx.bot.library.latest(&survey.name);
    let wishes = responses::wishes(ctx.db, Some(survey.id), None).await?;
    let (page, pages) = paged(page, wishes.len(), LINES_A_PAGE);
    for wish in wishes.into_iter().skip(page * LINES_A_PAGE).take(LINES_A_PAGE) {
        let asked = played.as_ref().and_then(|(_, played)| Some((played, played.dialog.question(&wish.question)?)));
        let item = match asked {
            Some((played, question)) => played.item(&ctx.bot.texts, &ctx.language, question, &wish.item),
            None => wish.item,
        };
        let args = [("name", Arg::words(wish.name)), ("item", Arg::text(escape(&item)))];
        text.push('\n');
        text.push_str(&ctx.say("wish-line", &args));
    }
    let mut screen = Screen::new(text);
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Place::Wishes, survey.id, number(to))));
    screen.rows.push(vec![to(ctx, "back", Place::Round, survey.id, 0)]);
    Ok(screen.into())
}
