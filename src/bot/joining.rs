//! How a person joins: an invitation's code, consent by two ticks before anything is stored, then the sign-up dialog.
//!
//! Until both ticks are given the database knows nothing of the person: language, code and ticks travel in the buttons
//! (law 09-08, and the information that has to stand on the collecting form: controller, purposes, recipients, rights).

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::library::Played;
use super::runs::{self, Open};
use super::{Ctx, Result, convening, members};
use crate::chat::{Button, Consent, Input, Press, Reply, Screen};
use crate::dialog::{Entry, Key, Value};
use crate::store::links::{self, Link, Purpose};
use crate::store::people::{self, Person};
use crate::store::runs as kept;
use crate::store::{Millis, bodies};
use crate::text::Arg;

/// Wrong codes that cost nothing; each further one doubles the wait.
const FREE_GUESSES: u32 = 3;
/// The first wait after too many wrong codes, in milliseconds; it grows to an hour at most.
const FIRST_WAIT: Millis = 30_000;
/// After so long without a wrong code the former ones are forgotten.
const FORGIVEN: Millis = 2 * 3_600_000;
/// Signs of a code.
pub const CODE_LENGTH: usize = 10;
/// Chats whose guesses are remembered; beyond it the memory starts anew (codes have 49 bits).
const REMEMBERED: usize = 10_000;

/// Who has typed wrong codes lately. In memory only: a wrong code stores nothing.
#[derive(Debug, Default)]
pub struct Guesses {
    /// By chat: how many, until when to wait, and when the last one was.
    wrong: HashMap<i64, (u32, Millis, Millis)>,
}

impl Guesses {
    /// Milliseconds to wait before this chat may try again; 0 if it may now.
    fn wait(&self, chat: i64, now: Millis) -> Millis {
        self.wrong.get(&chat).map_or(0, |(_, until, _)| (until - now).max(0))
    }

    fn missed(&mut self, chat: i64, now: Millis) {
        if self.wrong.len() >= REMEMBERED {
            self.wrong.clear();
        }
        let (count, until, last) = self.wrong.entry(chat).or_default();
        if now - *last > FORGIVEN {
            *count = 0;
        }
        *last = now;
        *count += 1;
        if let Some(over) = count.checked_sub(FREE_GUESSES + 1) {
            *until = now + (FIRST_WAIT << over.min(7)).min(3_600_000);
        }
    }
}

/// Whoever has not agreed yet.
///
/// # Errors
/// When the database refuses.
pub async fn stranger(ctx: &mut Ctx<'_>, input: &Input) -> Result<Reply> {
    match input {
        Input::Command(command, code) if command == "start" && !code.is_empty() => invited(ctx, code).await,
        Input::Command(command, _) if command == "privacy" => {
            let mut screen = welcome(ctx);
            screen.text = notice(ctx);
            Ok(screen.into())
        }
        Input::Words(words) if is_code(words) => invited(ctx, words.trim()).await,
        Input::Press { press: Some(Press::Consent { act, language, ticks, code }), .. } => {
            ctx.language = ctx.bot.texts.language(language).code.clone();
            match act {
                Consent::Show if code.is_empty() => Ok(welcome(ctx).into()),
                Consent::Show => consent(ctx, code, *ticks).await,
                Consent::More => Ok(more(ctx, code, *ticks).into()),
                Consent::Decline => Ok(to_invitation(ctx, ctx.say("declined", &[]), code).into()),
                Consent::Agree if *ticks == 3 => agreed(ctx, code).await,
                Consent::Agree => consent(ctx, code, *ticks).await,
            }
        }
        _ => Ok(welcome(ctx).into()),
    }
}

fn ask(ctx: &Ctx<'_>, act: Consent, ticks: u8, code: &str) -> Press {
    Press::Consent { act, language: ctx.language.clone(), ticks, code: code.to_owned() }
}

/// A button for each other language; it shows the same screen again.
fn tongues(ctx: &Ctx<'_>, ticks: u8, code: &str) -> Vec<Button> {
    let others = ctx.bot.texts.languages().iter().filter(|language| language.code != ctx.language);
    let press = |language: &str| Press::Consent {
        act: Consent::Show,
        language: language.to_owned(),
        ticks,
        code: code.to_owned(),
    };
    others.map(|language| Button::new(language.name.clone(), press(&language.code))).collect()
}

/// The screen for whoever is unknown.
pub fn welcome(ctx: &Ctx<'_>) -> Screen {
    let mut screen = Screen::new(ctx.say("welcome", &[]));
    screen.rows.push(tongues(ctx, 0, ""));
    screen
}

/// A text with a way back to the invitation.
fn to_invitation(ctx: &Ctx<'_>, text: String, code: &str) -> Screen {
    Screen::new(text).row(ctx.say("to-invitation", &[]), ask(ctx, Consent::Show, 0, code))
}

/// Whether these words look like a code ([`super::Bot::code`]); a greeting is none, and no guess.
pub fn is_code(words: &str) -> bool {
    let words = words.trim();
    words.len() == CODE_LENGTH && words.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Somebody unknown gave a code.
async fn invited(ctx: &mut Ctx<'_>, code: &str) -> Result<Reply> {
    match usable(ctx, code).await? {
        Ok(_) => consent(ctx, code, 0).await,
        Err(refusal) => {
            let mut screen = Screen::new(refusal);
            screen.rows.push(tongues(ctx, 0, ""));
            Ok(screen.into())
        }
    }
}

/// How long this chat has to wait before its next code is tried, as a text.
pub fn wait(ctx: &Ctx<'_>) -> Option<String> {
    let guesses = ctx.bot.guesses.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let wait = guesses.wait(ctx.chat, ctx.now);
    let minutes = Arg::Number((wait + 59_999) / 60_000);
    (wait > 0).then(|| ctx.say("code-wait", &[("minutes", minutes)]))
}

/// A wrong code was given: further ones are slowed down.
pub fn missed(ctx: &Ctx<'_>) {
    ctx.bot.guesses.lock().unwrap_or_else(std::sync::PoisonError::into_inner).missed(ctx.chat, ctx.now);
}

/// A right code was given: the wrong ones before it were slips.
pub fn found(ctx: &Ctx<'_>) {
    ctx.bot.guesses.lock().unwrap_or_else(std::sync::PoisonError::into_inner).wrong.remove(&ctx.chat);
}

/// The link behind a code, or why it does not work, in the person's language. Wrong ones slow further tries down.
async fn usable(ctx: &mut Ctx<'_>, code: &str) -> Result<std::result::Result<Link, String>> {
    if let Some(wait) = wait(ctx) {
        return Ok(Err(wait));
    }
    let link = if is_code(code) { links::find(ctx.db, code).await? } else { None };
    let Some(link) = link else {
        missed(ctx);
        return Ok(Err(ctx.say("code-wrong", &[])));
    };
    if link.once && link.used_at.is_some() {
        return Ok(Err(ctx.say("code-used", &[])));
    }
    if link.expires_at <= ctx.now {
        return Ok(Err(ctx.say("code-expired", &[])));
    }
    if !ctx.bot.notice.is_complete() {
        return Ok(Err(ctx.say("not-ready", &[]))); // nobody answers for the data yet
    }
    Ok(Ok(link))
}

/// The consent screen: who answers for the data and why, and two ticks, both needed.
async fn consent(ctx: &mut Ctx<'_>, code: &str, ticks: u8) -> Result<Reply> {
    let link = match usable(ctx, code).await? {
        Ok(link) => link,
        Err(refusal) => return Ok(to_invitation(ctx, refusal, code).into()),
    };
    let body = bodies::name(ctx.db, link.body, &ctx.language).await?;
    let mut text = match body {
        Some(body) => ctx.say("invited-to", &[("body", Arg::words(body))]),
        None => ctx.say("invited-all", &[]),
    };
    text.push_str("\n\n");
    text.push_str(&short_notice(ctx));
    let mut screen = Screen::new(text);
    for (bit, id) in [(1u8, "tick-processing"), (2, "tick-telegram")] {
        let mark = if ticks & bit == 0 { "⬜" } else { "✅" };
        let label = format!("{mark} {}", ctx.say(id, &[]));
        screen.rows.push(vec![Button::new(label, ask(ctx, Consent::Show, ticks ^ bit, code))]);
    }
    if ticks == 3 {
        screen.rows.push(vec![Button::new(ctx.say("agree-and-join", &[]), ask(ctx, Consent::Agree, ticks, code))]);
    }
    screen.rows.push(vec![
        Button::new(ctx.say("disagree", &[]), ask(ctx, Consent::Decline, 0, code)),
        Button::new(ctx.say("more", &[]), ask(ctx, Consent::More, ticks, code)),
    ]);
    screen.rows.push(tongues(ctx, ticks, code));
    Ok(screen.into())
}

fn more(ctx: &Ctx<'_>, code: &str, ticks: u8) -> Screen {
    let mut screen = Screen::new(notice(ctx));
    screen.rows.push(vec![Button::new(ctx.say("back", &[]), ask(ctx, Consent::Show, ticks, code))]);
    screen
}

fn facts<'a>(ctx: &'a Ctx<'_>) -> [(&'static str, Arg<'a>); 3] {
    let notice = &ctx.bot.notice;
    let receipt = if notice.receipt.trim().is_empty() {
        Arg::text(ctx.say("receipt-pending", &[]))
    } else {
        Arg::words(notice.receipt.as_str())
    };
    [
        ("controller", Arg::words(notice.controller(&ctx.language))),
        ("contact", Arg::words(notice.contact.as_str())),
        ("receipt", receipt),
    ]
}

/// The short form on the consent screen: what fits a small phone; the whole is one press away.
fn short_notice(ctx: &Ctx<'_>) -> String {
    ctx.say("notice-short", &facts(ctx))
}

/// The whole data protection notice.
pub fn notice(ctx: &Ctx<'_>) -> String {
    ctx.say("notice", &facts(ctx))
}

/// Both ticks: from here on the person is known.
async fn agreed(ctx: &mut Ctx<'_>, code: &str) -> Result<Reply> {
    let link = match usable(ctx, code).await? {
        Ok(link) => link,
        Err(refusal) => return Ok(to_invitation(ctx, refusal, code).into()),
    };
    let fingerprint = hex(&Sha256::digest(notice(ctx).as_bytes())[..8]);
    let body = (link.body != 0).then_some(link.body);
    let language = ctx.language.clone();
    people::agree(ctx.db, ctx.chat, &language, &fingerprint, ctx.now, body).await?;
    let person = people::find(ctx.db, ctx.chat).await?.ok_or(super::Fault::Lost("person"))?;
    take_up(ctx, &person, &link, code).await?;
    runs::form(ctx, &person, "signup").await
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn take_up(ctx: &mut Ctx<'_>, person: &Person, link: &Link, code: &str) -> Result<()> {
    if link.purpose == Purpose::Coordinator {
        people::appoint(ctx.db, person.id, link.body).await?;
        ctx.audit(person, "appointed", link.body).await?;
    }
    Ok(links::spend(ctx.db, code, ctx.now).await?)
}

/// Somebody known opened a link.
///
/// # Errors
/// When the database refuses.
pub async fn known_with_code(ctx: &mut Ctx<'_>, person: &Person, code: &str) -> Result<Reply> {
    let link = match usable(ctx, code).await? {
        Ok(link) => link,
        Err(refusal) => return Ok(ctx.told(refusal).into()),
    };
    people::set_stopped(ctx.db, person.id, false).await?;
    match link.purpose {
        Purpose::Coordinator => {
            take_up(ctx, person, &link, code).await?;
            let body = match bodies::name(ctx.db, link.body, &ctx.language).await? {
                Some(body) => body,
                None => ctx.say("all-bodies", &[]),
            };
            Ok(ctx.told(ctx.say("appointed", &[("body", Arg::words(body))])).into())
        }
        Purpose::Member if person.body.is_none() => {
            people::set_body(ctx.db, person.id, link.body).await?;
            let person = people::find(ctx.db, ctx.chat).await?.ok_or(super::Fault::Lost("person"))?;
            members::menu(ctx, &person).await
        }
        Purpose::Member => {
            let body = bodies::name(ctx.db, person.body.unwrap_or(0), &ctx.language).await?.unwrap_or_default();
            Ok(ctx.told(ctx.say("member-already", &[("body", Arg::words(body))])).into())
        }
    }
}

/// The sign-up was confirmed: the profile is kept, its run goes.
///
/// # Errors
/// When the database refuses.
pub async fn joined(ctx: &mut Ctx<'_>, person: &Person, open: Open) -> Result<Reply> {
    let said = |question: &str| match open.answers.get(&Key::once(question)).map(|entry| &entry.value) {
        Some(Value::Text(words)) => Some(words.clone()),
        Some(Value::Picks(picks)) => picks.first().cloned(),
        _ => None,
    };
    let profile = Person {
        name: said("name"),
        role: said("role"),
        sex: said("sex"),
        area: said("area"),
        age: said("age"),
        ..person.clone()
    };
    people::set_profile(ctx.db, &profile, ctx.now).await?;
    kept::end(ctx.db, open.run.id).await?;
    if person.joined_at.is_none() {
        convening::invite_newcomer(ctx, person.id).await?;
    }
    let person = people::find(ctx.db, ctx.chat).await?.ok_or(super::Fault::Lost("person"))?;
    members::menu(ctx, &person).await
}

/// /edit: the sign-up again, filled in, at its review; or where the person stopped changing it.
///
/// # Errors
/// When the database refuses.
pub async fn edit(ctx: &mut Ctx<'_>, person: &Person) -> Result<Reply> {
    if person.joined_at.is_none() {
        return runs::form(ctx, person, "signup").await;
    }
    if let Some((run, _)) = kept::forms(ctx.db, person.id).await?.into_iter().find(|(_, name)| name == "signup") {
        return runs::show(ctx, person, run).await; // a change that was not confirmed yet
    }
    let open = runs::begin(ctx, person, "signup", None).await?;
    for (key, entry) in profile_answers(person, &open.played) {
        ctx.ahead.keep(open.run.id, key, entry);
    }
    runs::show(ctx, person, open.run.id).await
}

fn profile_answers(person: &Person, played: &Played) -> Vec<(Key, Entry)> {
    let picked = |id: &Option<String>| id.clone().map_or(Value::Skipped, |id| Value::Picks(vec![id]));
    let name = Value::Text(person.name.clone().unwrap_or_default());
    let all = [
        ("name", name),
        ("role", picked(&person.role)),
        ("sex", picked(&person.sex)),
        ("area", picked(&person.area)),
        ("age", picked(&person.age)),
    ];
    let asked = all.into_iter().filter(|(id, _)| played.dialog.question(id).is_some());
    asked.map(|(id, value)| (Key::once(id), Entry { value, done: true })).collect()
}
