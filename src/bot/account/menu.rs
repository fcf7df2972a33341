//! What every member can do at any time: menu, language, their data, no messages, erasure, help.

use super::joining;
use crate::bot::announcements::show::pinned_buttons;
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::outcome::Outcome;
use crate::bot::session;
use crate::bot::surveys::member;
use crate::bot::ui::buttons::{add_way_back, to};
use crate::chat::{Button, Press, Route, Screen};
use crate::store::audit::{self, AuditAction};
use crate::store::people::{self, Person};
use crate::store::{bodies, conversations, coordinators, members};
use crate::text::{Arg, dates};
use crate::types::Bodies;

/// Most surveys in the menu; all are in the list.
const MOST_WAITING: usize = 4;

pub async fn show(ctx: &mut Ctx<'_>, person: &Person) -> Result<Outcome> {
    if person.joined_at.is_none() {
        return show_to_nonmember(ctx, person).await;
    }
    let name = person.name.clone().unwrap_or_default();
    let mut text = ctx.say("menu", &[("name", Arg::words(name))]);
    if let Some(id) = person.body
        && let Some(body) = bodies::find_name(ctx.db, id, &ctx.locale.language).await?
    {
        text.push('\n');
        text.push_str(&ctx.say("menu-body", &[("body", Arg::words(body))]));
    }
    let standings = member::standings(ctx, person).await?;
    let waiting: Vec<_> = standings.iter().filter(|standing| !standing.submitted).collect();
    let scope = coordinators::find_bodies(ctx.db, person.id).await?;
    let coordinates = scope.is_some();
    if person.body.is_some() {
        text.push_str("\n\n");
        text.push_str(&ctx.say("menu-waiting", &[("n", Arg::count(waiting.len()))]));
    }
    let mut screen = Screen::new(text);
    screen.rows.extend(waiting.iter().take(MOST_WAITING).map(|standing| vec![member::survey_button(ctx, standing)]));
    if person.body.is_some() {
        screen.rows.push(vec![
            to(ctx, "go-surveys", Route::Surveys { page: 0 }),
            to(ctx, "go-meetings", Route::Meetings { page: 0 }),
        ]);
        screen.rows.push(vec![
            to(ctx, "go-training", Route::Training { page: 0 }),
            to(ctx, "go-glossary", Route::Glossary { page: 0 }),
        ]);
    }
    screen.rows.splice(..0, pinned_buttons(ctx, person).await?);
    if person.body.is_some() && !coordinates {
        screen.rows.push(vec![to(ctx, "go-write", Route::MyConversation)]);
    }
    if person.office.is_some() && !coordinates {
        screen.rows.push(vec![to(ctx, "go-body-results", Route::Results { page: 0 })]);
    }
    if let Some(scope) = scope {
        let waiting = conversations::count_waiting(ctx.db, &scope).await?;
        let label = ctx.say("go-conversations-waiting", &[("n", Arg::count(waiting))]);
        let conversations = Button::new(label, Press::Go(Route::Conversations { page: 0 }));
        screen.rows.push(vec![conversations, to(ctx, "go-announcements", Route::Announcements { page: 0 })]);
        screen.rows.push(vec![to(ctx, "go-convened", Route::ManagedMeetings { page: 0 })]);
        screen.rows.push(vec![
            to(ctx, "go-rounds", Route::ManagedSurveys { page: 0 }),
            to(ctx, "go-results", Route::Results { page: 0 }),
        ]);
        screen.rows.push(vec![to(ctx, "go-bodies", Route::Bodies { page: 0 })]);
    }
    if person.stopped {
        screen.rows.push(vec![to(ctx, "go-resume", Route::ResumeMessages)]);
    }
    screen.rows.push(vec![to(ctx, "go-language", Route::ChooseLanguage), to(ctx, "go-mydata", Route::MyData)]);
    screen.rows.push(vec![to(ctx, "go-help", Route::Help)]);
    Ok(screen.into())
}

/// Somebody who is no member: they have not finished the sign-up, wait to be confirmed, or were removed.
async fn show_to_nonmember(ctx: &mut Ctx<'_>, person: &Person) -> Result<Outcome> {
    let body = match person.body {
        Some(body) => bodies::find_name(ctx.db, body, &ctx.locale.language).await?,
        None => None,
    };
    let text = match (person.requested_at, body) {
        (Some(_), Some(body)) => ctx.say("menu-requested", &[("body", Arg::words(body))]),
        _ => match members::find_removal(ctx.db, person.id).await? {
            Some((at, _)) => {
                let last = dates::day_of(at + members::KEPT_AFTER_REMOVAL);
                ctx.say("menu-removed", &[("day", Arg::text(dates::day_in_words(last, &ctx.locale.language)))])
            }
            None => return session::start_form(ctx, person, joining::SignUpForm::NAME).await,
        },
    };
    let mut screen = Screen::new(text);
    screen.rows.push(vec![to(ctx, "go-language", Route::ChooseLanguage), to(ctx, "go-mydata", Route::MyData)]);
    screen.rows.push(vec![to(ctx, "go-help", Route::Help)]);
    Ok(screen.into())
}

pub fn show_languages(locale: &Locale<'_>, person: &Person) -> Outcome {
    let mut screen = Screen::new(locale.say("choose-language", &[]));
    for language in locale.bot.texts.languages() {
        let mark = if language.code == locale.language { "● " } else { "" };
        screen = screen.row(format!("{mark}{}", language.name), Press::Speak(language.code.clone()));
    }
    add_way_back(locale, person, screen).into()
}

/// Changes the language; the person's current step stays.
pub async fn set_language(ctx: &mut Ctx<'_>, person: &Person, language: &str) -> Result<Outcome> {
    let code = ctx.bot.texts.language(language).code.clone();
    people::set_language(ctx.db, person.id, &code).await?;
    ctx.locale = ctx.locale.in_language(&code);
    session::show_current(ctx, person).await
}

/// Help, with a button back to the current question.
pub async fn show_help(ctx: &mut Ctx<'_>, person: &Person) -> Result<Outcome> {
    let mut screen = Screen::new(ctx.say("help", &[("contact", Arg::words(ctx.bot.notice.contact.as_str()))]));
    if coordinators::find_bodies(ctx.db, person.id).await?.is_some() {
        screen.text.push_str(&format!("\n\n{}", ctx.say("help-coordinator", &[])));
    }
    screen.rows.push(vec![to(ctx, "go-privacy", Route::PrivacyNotice), to(ctx, "go-language", Route::ChooseLanguage)]);
    screen.rows.push(vec![to(ctx, "go-mydata", Route::MyData)]);
    Ok(add_way_back(ctx, person, screen).into())
}

pub fn show_privacy(locale: &Locale<'_>, person: &Person) -> Outcome {
    add_way_back(locale, person, Screen::new(joining::privacy_text(locale))).into()
}

/// Asks before it stops the messages.
pub fn ask_to_stop(locale: &Locale<'_>, person: &Person) -> Outcome {
    let mut screen = Screen::new(locale.say("stop-ask", &[]));
    screen.rows.push(vec![to(locale, "stop-yes", Route::StopMessages)]);
    add_way_back(locale, person, screen).into()
}

pub async fn stop(ctx: &mut Ctx<'_>, person: &Person) -> Result<Outcome> {
    people::set_stopped(ctx.db, person.id, true).await?;
    let mut screen = Screen::new(ctx.say("stopped", &[]));
    screen.rows.push(vec![to(ctx, "go-resume", Route::ResumeMessages), to(ctx, "go-delete", Route::AskToErase)]);
    Ok(add_way_back(ctx, person, screen).into())
}

pub async fn resume(ctx: &mut Ctx<'_>, person: &Person) -> Result<Outcome> {
    people::set_stopped(ctx.db, person.id, false).await?;
    show(ctx, &Person { stopped: false, ..person.clone() }).await
}

/// First step of erasure: says what is erased, what stays and why.
pub async fn ask_to_erase(ctx: &mut Ctx<'_>, person: &Person) -> Result<Outcome> {
    let mut text = ctx.say("erase-ask", &[]);
    let of_all = coordinators::find_bodies(ctx.db, person.id).await? == Some(Bodies::All);
    if of_all && coordinators::list(ctx.db, None).await?.len() < 2 {
        text = format!("{}\n\n{text}", ctx.say("erase-last-coordinator", &[]));
    }
    let mut screen = Screen::new(text);
    screen.rows.push(vec![to(ctx, "erase-yes", Route::Erase)]);
    let back = if person.run.is_some() { Route::Here } else { Route::Menu };
    screen.rows.push(vec![to(ctx, "erase-no", back)]);
    Ok(screen.into())
}

/// Second step: erases everything that names the person.
pub async fn erase(ctx: &mut Ctx<'_>, person: &Person) -> Result<Outcome> {
    people::erase(ctx.db, person.id).await?;
    audit::record(ctx.db, ctx.now, None, AuditAction::Erased, None).await?;
    ctx.effects.truncate_wal = true;
    ctx.effects.erased.push(person.address);
    let mut screen = joining::welcome(ctx); // a stranger from now on
    screen.text = ctx.say("erased", &[]);
    Ok(screen.into())
}
