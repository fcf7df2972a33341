//! What every member can do at any moment: menu, language, their data, silence, erasure, help.

use super::questions::to;
use super::{Ctx, Result, attendance, joining, runs, surveys, where_they_are};
use crate::chat::{Input, Place, Press, Reply, Screen};
use crate::store::bodies;
use crate::store::people::{self, Person};
use crate::text::{Arg, arabic};

/// Surveys in the menu; the others are in the list.
const WAITING_SHOWN: usize = 4;

/// The menu: greeting, what is open, and the ways.
///
/// # Errors
/// When the database refuses.
pub async fn menu(ctx: &mut Ctx<'_>, person: &Person) -> Result<Reply> {
    if person.joined_at.is_none() {
        return Box::pin(runs::form(ctx, person, "signup")).await; // which may lead back here
    }
    let name = person.name.clone().unwrap_or_default();
    let mut text = ctx.say("menu", &[("name", Arg::words(name))]);
    if let Some(id) = person.body
        && let Some(body) = bodies::name(ctx.db, id, &ctx.language).await?
    {
        text.push('\n');
        text.push_str(&ctx.say("menu-body", &[("body", Arg::words(body))]));
    }
    let standings = surveys::standings(ctx, person).await?;
    let waiting: Vec<_> = standings.iter().filter(|standing| !standing.submitted).collect();
    let coordinates = people::coordinates(ctx.db, person.id).await?;
    if person.body.is_some() {
        text.push_str("\n\n");
        text.push_str(&ctx.say("menu-waiting", &[("n", Arg::count(waiting.len()))]));
    }
    let mut screen = Screen::new(text);
    screen.rows.extend(waiting.iter().take(WAITING_SHOWN).map(|standing| vec![surveys::button(ctx, standing)]));
    if person.body.is_some() {
        screen
            .rows
            .push(vec![to(ctx, "go-surveys", Place::Surveys, 0, 0), to(ctx, "go-meetings", Place::Meetings, 0, 0)]);
        screen
            .rows
            .push(vec![to(ctx, "go-training", Place::Training, 0, 0), to(ctx, "go-glossary", Place::Glossary, 0, 0)]);
    }
    if !coordinates.is_empty() {
        screen.rows.push(vec![to(ctx, "go-convened", Place::Convened, 0, 0)]);
        screen.rows.push(vec![to(ctx, "go-rounds", Place::Rounds, 0, 0), to(ctx, "go-results", Place::Results, 0, 0)]);
        screen.rows.push(vec![to(ctx, "go-bodies", Place::Bodies, 0, 0)]);
    }
    if person.stopped {
        screen.rows.push(vec![to(ctx, "go-resume", Place::Resume, 0, 0)]);
    }
    screen.rows.push(vec![to(ctx, "go-language", Place::Language, 0, 0), to(ctx, "go-mydata", Place::MyData, 0, 0)]);
    screen.rows.push(vec![to(ctx, "go-help", Place::Help, 0, 0)]);
    Ok(screen.into())
}

/// Typed or sent something while no question is open.
///
/// # Errors
/// When the database refuses.
pub async fn idle(ctx: &mut Ctx<'_>, person: &Person, input: &Input) -> Result<Reply> {
    if let Input::Words(words) = input
        && attendance::is_code(words)
    {
        return attendance::check_in(ctx, person, words).await; // a wrong one: said so
    }
    if let Input::Words(words) = input
        && joining::is_code(words)
    {
        return joining::known_with_code(ctx, person, words.trim()).await;
    }
    menu(ctx, person).await
}

/// The languages.
///
/// # Errors
/// None today; in line with the other places.
pub async fn languages(ctx: &mut Ctx<'_>, person: &Person) -> Result<Reply> {
    let mut screen = Screen::new(ctx.say("choose-language", &[]));
    for language in ctx.bot.texts.languages() {
        let mark = if language.code == ctx.language { "● " } else { "" };
        screen = screen.row(format!("{mark}{}", language.name), Press::Speak(language.code.clone()));
    }
    Ok(beside(ctx, person, screen).into())
}

/// A screen beside the question under way, with a way back to it; to the menu if there is none.
pub fn beside(ctx: &Ctx<'_>, person: &Person, mut screen: Screen) -> Screen {
    if person.run.is_some() {
        screen.rows.push(vec![to(ctx, "to-question", Place::Here, 0, 0)]);
    }
    screen.rows.push(vec![to(ctx, "to-menu", Place::Menu, 0, 0)]);
    screen
}

/// Speaks another language from now on; the person stays where they are.
///
/// # Errors
/// When the database refuses.
pub async fn speak(ctx: &mut Ctx<'_>, person: &Person, language: &str) -> Result<Reply> {
    let code = ctx.bot.texts.language(language).code.clone();
    people::set_language(ctx.db, person.id, &code).await?;
    ctx.language.clone_from(&code);
    where_they_are(ctx, &Person { language: code, ..person.clone() }).await
}

/// Help, with a way back to the question.
///
/// # Errors
/// None today; in line with the other places.
pub async fn help(ctx: &mut Ctx<'_>, person: &Person) -> Result<Reply> {
    let mut screen = Screen::new(ctx.say("help", &[("contact", Arg::words(ctx.bot.notice.contact.as_str()))]));
    if !people::coordinates(ctx.db, person.id).await?.is_empty() {
        screen.text.push_str(&format!("\n\n{}", ctx.say("help-coordinator", &[])));
    }
    screen.rows.push(vec![to(ctx, "go-privacy", Place::Privacy, 0, 0), to(ctx, "go-language", Place::Language, 0, 0)]);
    screen.rows.push(vec![to(ctx, "go-mydata", Place::MyData, 0, 0)]);
    Ok(beside(ctx, person, screen).into())
}

/// Whether typed words ask for silence in any of our languages: «وقف», "arrêter", "stop". Never stored as an answer.
pub fn wants_silence(ctx: &Ctx<'_>, words: &str) -> bool {
    let key = arabic::search_key(words);
    let texts = &ctx.bot.texts;
    let lists = texts.languages().iter().map(|language| texts.say(&language.code, "stop-words", &[]));
    !key.is_empty() && lists.into_iter().any(|list| list.split(',').any(|word| arabic::search_key(word) == key))
}

/// /stop.
///
/// # Errors
/// When the database refuses.
pub async fn stop(ctx: &mut Ctx<'_>, person: &Person) -> Result<Reply> {
    people::set_stopped(ctx.db, person.id, true).await?;
    let mut screen = Screen::new(ctx.say("stopped", &[]));
    screen.rows.push(vec![to(ctx, "go-resume", Place::Resume, 0, 0), to(ctx, "go-delete", Place::Delete, 0, 0)]);
    screen.rows.push(vec![to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

/// Messages again.
///
/// # Errors
/// When the database refuses.
pub async fn resume(ctx: &mut Ctx<'_>, person: &Person) -> Result<Reply> {
    people::set_stopped(ctx.db, person.id, false).await?;
    menu(ctx, &Person { stopped: false, ..person.clone() }).await
}

/// First step of erasure: what goes, what stays and why.
///
/// # Errors
/// None today; in line with the other places.
pub async fn ask_to_erase(ctx: &mut Ctx<'_>) -> Result<Reply> {
    let mut screen = Screen::new(ctx.say("erase-ask", &[]));
    screen.rows.push(vec![to(ctx, "erase-yes", Place::DeleteNow, 0, 0)]);
    screen.rows.push(vec![to(ctx, "erase-no", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

/// Second step: everything that names them is gone.
///
/// # Errors
/// When the database refuses.
pub async fn erase(ctx: &mut Ctx<'_>, person: &Person) -> Result<Reply> {
    people::erase(ctx.db, person.id).await?;
    crate::store::audit(ctx.db, ctx.now, None, "erased", 0, None).await?;
    ctx.scrub = true;
    let mut screen = joining::welcome(ctx); // a stranger from now on
    screen.text = ctx.say("erased", &[]);
    Ok(screen.into())
}
