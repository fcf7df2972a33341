//! How a person joins: an invitation code, consent by two ticks before anything is stored, then the sign-up form.
//!
//! Until both ticks are given the database stores nothing about the person: language, code and ticks travel in the
//! buttons, and are in memory for two hours (law 09-08). The consent screen shows what the law requires: controller,
//! purposes, recipients, rights.

use sha2::{Digest, Sha256};

use crate::bot::bodies::newcomers;
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::{Error, Result};
use crate::bot::forms::{RequiredAnswer, RequiredDialog, RequiredQuestion};
use crate::bot::library::LocalizedDialog;
use crate::bot::outcome::Outcome;
use crate::bot::session::{self, Session};
use crate::bot::state::CODE_LENGTH;
use crate::bot::strangers::Reading;
use crate::bot::ui::buttons::add_way_back;
use crate::chat::{Button, Consent, Press, Reply, Route, Screen, UserInput};
use crate::dialog::{Key, Value};
use crate::store::audit::AuditAction;
use crate::store::bodies;
use crate::store::links::{self, Link, Purpose};
use crate::store::people::{self, Person};
use crate::store::{coordinators, members, runs};
use crate::text::Arg;
use crate::typed;
use crate::types::BodyId;

/// The form in which a person says who they are.
pub struct SignUpForm;

/// The questions and options of the form that the code reads.
impl SignUpForm {
    pub const NAME: &'static str = "signup";
    const MEMBER_NAME: &'static str = "name";
    pub const ROLE: &'static str = "role";
    pub const SEX: &'static str = "sex";
    pub const AREA: &'static str = "area";
    pub const AGE: &'static str = "age";

    /// `takafou check` compares the file with this. Counts of women and men need both options of the sex.
    pub const REQUIRED: RequiredDialog = RequiredDialog {
        name: SignUpForm::NAME,
        questions: &[
            RequiredQuestion::new(SignUpForm::MEMBER_NAME, RequiredAnswer::Text),
            RequiredQuestion::new(SignUpForm::ROLE, RequiredAnswer::Options(&[])),
            RequiredQuestion::new(SignUpForm::SEX, RequiredAnswer::Options(&["f", "m"])),
            RequiredQuestion::new(SignUpForm::AREA, RequiredAnswer::Options(&[])),
            RequiredQuestion::new(SignUpForm::AGE, RequiredAnswer::Options(&[])),
        ],
    };
}

/// Handles the input of somebody who has not given consent.
pub async fn handle_stranger(ctx: &mut Ctx<'_>, input: &UserInput) -> Result<Outcome> {
    let reading = ctx.bot.strangers.find(ctx.address, ctx.now);
    if let Some(reading) = &reading {
        ctx.locale = ctx.locale.in_language(&ctx.bot.texts.language(&reading.language).code);
    }
    let pending = reading.filter(|reading| !reading.code.is_empty());
    match input {
        UserInput::Command(command, code) if command == "start" && !code.is_empty() => open_invitation(ctx, code).await,
        UserInput::Command(command, _) if command == "privacy" => match &pending {
            Some(reading) => Ok(full_notice_screen(ctx, &reading.code, reading.ticks).into()),
            None => {
                let mut screen = welcome(ctx);
                screen.text = privacy_text(ctx);
                Ok(screen.into())
            }
        },
        UserInput::Words(words) if read_code(words).is_some() => {
            open_invitation(ctx, &read_code(words).unwrap_or_default()).await
        }
        UserInput::Press { press: Some(Press::Consent { act, language, ticks, code }), .. } => {
            ctx.locale = ctx.locale.in_language(&ctx.bot.texts.language(language).code);
            match (act, &pending) {
                (Consent::Decline, _) => remember(ctx, "", 0),
                // A language was chosen on the welcome, further up in the chat.
                (Consent::Show, Some(reading)) if code.is_empty() => remember(ctx, &reading.code, reading.ticks),
                _ => remember(ctx, code, *ticks),
            }
            match act {
                Consent::Show if code.is_empty() => Ok(welcome(ctx).into()),
                Consent::Show => show_consent(ctx, code, *ticks).await,
                Consent::More => Ok(full_notice_screen(ctx, code, *ticks).into()),
                Consent::Decline => Ok(invitation_screen(ctx, ctx.say("declined", &[]), code).into()),
                Consent::Agree if *ticks == 3 => agree(ctx, code).await,
                Consent::Agree => show_consent(ctx, code, *ticks).await,
            }
        }
        _ => match pending {
            Some(reading) => remind_of_consent(ctx, &reading).await,
            None => Ok(welcome(ctx).into()),
        },
    }
}

/// What this person has before them, so that a typed word does not lead away from it.
fn remember(locale: &Ctx<'_>, code: &str, ticks: u8) {
    let reading = Reading { language: locale.language.clone(), code: code.to_owned(), ticks };
    locale.bot.strangers.remember(locale.address, locale.now, reading);
}

/// Something was typed or sent while the consent screen waits: the same screen again, with the ticks given so far.
async fn remind_of_consent(ctx: &mut Ctx<'_>, reading: &Reading) -> Result<Outcome> {
    let mut outcome = show_consent(ctx, &reading.code, reading.ticks).await?;
    if let Outcome::Show(Reply { screen: Some(screen), .. }) = &mut outcome {
        screen.text = format!("{}\n\n{}", ctx.say("consent-waits", &[]), screen.text);
    }
    Ok(outcome)
}

fn consent_press(locale: &Locale<'_>, act: Consent, ticks: u8, code: &str) -> Press {
    Press::Consent { act, language: locale.language.clone(), ticks, code: code.to_owned() }
}

/// A button for each other language, which shows the same screen in it.
fn language_buttons(locale: &Locale<'_>, ticks: u8, code: &str) -> Vec<Button> {
    let others = locale.bot.texts.languages().iter().filter(|language| language.code != locale.language);
    let press = |language: &str| Press::Consent {
        act: Consent::Show,
        language: language.to_owned(),
        ticks,
        code: code.to_owned(),
    };
    others.map(|language| Button::new(language.name.clone(), press(&language.code))).collect()
}

pub fn welcome(locale: &Locale<'_>) -> Screen {
    let mut screen = Screen::new(locale.say("welcome", &[]));
    screen.rows.push(language_buttons(locale, 0, ""));
    screen
}

/// A text with a button back to the invitation.
fn invitation_screen(locale: &Locale<'_>, text: String, code: &str) -> Screen {
    Screen::new(text).row(locale.say("to-invitation", &[]), consent_press(locale, Consent::Show, 0, code))
}

/// The code that these words look like ([`crate::bot::Bot::code`]), as it was made, or one with a slip in it. Other words,
/// such as "formations", do not count as a wrong code.
pub fn read_code(words: &str) -> Option<String> {
    let typed = typed::compact(words);
    let code = typed.to_ascii_uppercase();
    let written_as_code = code == typed || typed.contains(|c: char| c.is_ascii_digit());
    let fits = code.len() == CODE_LENGTH && code.bytes().all(|sign| sign.is_ascii_alphanumeric());
    (fits && written_as_code && words.split_whitespace().count() == 1).then_some(code)
}

async fn open_invitation(ctx: &mut Ctx<'_>, code: &str) -> Result<Outcome> {
    match find_usable_link(ctx, code).await? {
        Ok(_) => {
            remember(ctx, code, 0);
            show_consent(ctx, code, 0).await
        }
        Err(refusal) => {
            let mut screen = Screen::new(refusal);
            screen.rows.push(language_buttons(ctx, 0, ""));
            Ok(screen.into())
        }
    }
}

/// The link of a code, or why it does not work, in the person's language. A wrong code slows further tries.
async fn find_usable_link(ctx: &mut Ctx<'_>, code: &str) -> Result<std::result::Result<Link, String>> {
    if let Some(wait) = ctx.bot.guesses.wait(ctx.address, ctx.now) {
        return Ok(Err(ctx.wait_for_code(wait)));
    }
    let link = match read_code(code) {
        Some(code) => links::find(ctx.db, &code).await?,
        None => None,
    };
    let Some(link) = link else {
        ctx.bot.guesses.add_wrong(ctx.address, ctx.now);
        return Ok(Err(ctx.say("code-wrong", &[])));
    };
    if link.revoked {
        return Ok(Err(ctx.say("code-revoked", &[])));
    }
    if link.once && link.uses > 0 {
        return Ok(Err(ctx.say("code-used", &[])));
    }
    if link.expires_at <= ctx.now {
        return Ok(Err(ctx.say("code-expired", &[])));
    }
    if !ctx.bot.notice.is_complete() {
        return Ok(Err(ctx.say("not-ready", &[]))); // nobody is named as responsible for the data yet
    }
    Ok(Ok(link))
}

/// The consent screen: who is responsible for the data, what for, and two ticks. Both are needed.
async fn show_consent(ctx: &mut Ctx<'_>, code: &str, ticks: u8) -> Result<Outcome> {
    let link = match find_usable_link(ctx, code).await? {
        Ok(link) => link,
        Err(refusal) => return Ok(invitation_screen(ctx, refusal, code).into()),
    };
    let mut text = match (link.purpose, body_name(ctx, link.body).await?) {
        (Purpose::Member, Some(body)) => ctx.say("invited-to", &[("body", Arg::words(body))]),
        (Purpose::Coordinator, Some(body)) => ctx.say("invited-to-coordinate", &[("body", Arg::words(body))]),
        (_, None) => ctx.say("invited-all", &[]),
    };
    text.push_str("\n\n");
    text.push_str(&short_privacy_text(ctx));
    let mut screen = Screen::new(text);
    for (bit, id) in [(1u8, "tick-processing"), (2, "tick-telegram")] {
        let mark = if ticks & bit == 0 { "⬜" } else { "✅" };
        let label = format!("{mark} {}", ctx.say(id, &[]));
        screen.rows.push(vec![Button::new(label, consent_press(ctx, Consent::Show, ticks ^ bit, code))]);
    }
    if ticks == 3 {
        screen
            .rows
            .push(vec![Button::new(ctx.say("agree-and-join", &[]), consent_press(ctx, Consent::Agree, ticks, code))]);
    }
    screen.rows.push(vec![
        Button::new(ctx.say("disagree", &[]), consent_press(ctx, Consent::Decline, 0, code)),
        Button::new(ctx.say("more", &[]), consent_press(ctx, Consent::More, ticks, code)),
    ]);
    screen.rows.push(language_buttons(ctx, ticks, code));
    Ok(screen.into())
}

fn full_notice_screen(locale: &Locale<'_>, code: &str, ticks: u8) -> Screen {
    let mut screen = Screen::new(privacy_text(locale));
    screen.rows.push(vec![Button::new(locale.say("back", &[]), consent_press(locale, Consent::Show, ticks, code))]);
    screen
}

fn notice_args<'a>(locale: &'a Locale<'_>) -> [(&'static str, Arg<'a>); 3] {
    let notice = &locale.bot.notice;
    let receipt = if notice.receipt.trim().is_empty() {
        Arg::text(locale.say("receipt-pending", &[]))
    } else {
        Arg::words(notice.receipt.as_str())
    };
    [
        ("controller", Arg::words(notice.controller(&locale.language))),
        ("contact", Arg::words(notice.contact.as_str())),
        ("receipt", receipt),
    ]
}

/// The short form fits on the consent screen of a small phone; a button shows the whole notice.
fn short_privacy_text(locale: &Locale<'_>) -> String {
    locale.say("notice-short", &notice_args(locale))
}

pub fn privacy_text(locale: &Locale<'_>) -> String {
    locale.say("notice", &notice_args(locale))
}

/// Both ticks were given: the person is stored from here on.
async fn agree(ctx: &mut Ctx<'_>, code: &str) -> Result<Outcome> {
    let link = match find_usable_link(ctx, code).await? {
        Ok(link) => link,
        Err(refusal) => return Ok(invitation_screen(ctx, refusal, code).into()),
    };
    let fingerprint = hex(&Sha256::digest(privacy_text(ctx).as_bytes())[..8]);
    let language = ctx.locale.language.clone();
    people::add(ctx.db, ctx.address, &language, &fingerprint, ctx.now, link.body).await?;
    ctx.bot.strangers.forget(ctx.address);
    let person = people::find_by_address(ctx.db, ctx.address).await?.ok_or(Error::Missing("person"))?;
    use_link(ctx, &person, &link).await?;
    session::start_form(ctx, &person, SignUpForm::NAME).await
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Does what the link is for, except joining a body.
async fn use_link(ctx: &mut Ctx<'_>, person: &Person, link: &Link) -> Result<()> {
    if link.purpose == Purpose::Coordinator {
        coordinators::add(ctx.db, person.id, link.body).await?;
        ctx.audit(person, AuditAction::Appointed(link.body)).await?;
    }
    Ok(links::count_use(ctx.db, link.id).await?)
}

/// Somebody who gave consent before opened a link. A coordinator's link asks first.
pub async fn open_link(ctx: &mut Ctx<'_>, person: &Person, code: &str) -> Result<Outcome> {
    let link = match find_usable_link(ctx, code).await? {
        Ok(link) => link,
        Err(refusal) => return Ok(ctx.text_screen(refusal).into()),
    };
    people::set_stopped(ctx.db, person.id, false).await?;
    match link.purpose {
        Purpose::Coordinator => {
            let body = body_name(ctx, link.body).await?.unwrap_or_else(|| ctx.say("all-bodies", &[]));
            let mut screen = Screen::new(ctx.say("appoint-ask", &[("body", Arg::words(body))]));
            let agree = consent_press(ctx, Consent::Agree, 3, code.trim());
            screen.rows.push(vec![Button::new(ctx.say("appoint-yes", &[]), agree)]);
            Ok(add_way_back(ctx, person, screen).into())
        }
        Purpose::Member if person.body.is_none() => {
            let body = link.body.ok_or(Error::Missing("body"))?;
            use_link(ctx, person, &link).await?;
            members::set_body(ctx.db, person.id, body).await?;
            if person.name.is_some() {
                newcomers::enter(ctx, person, Some(body)).await?;
            }
            Ok(Route::Menu.into())
        }
        Purpose::Member => {
            let body = body_name(ctx, person.body).await?.unwrap_or_default();
            Ok(ctx.text_screen(ctx.say("member-already", &[("body", Arg::words(body))])).into())
        }
    }
}

/// Somebody who gave consent before agrees to coordinate. Any other button of a consent screen is an old one.
pub async fn accept_appointment(ctx: &mut Ctx<'_>, person: &Person, act: Consent, code: &str) -> Result<Outcome> {
    if act != Consent::Agree {
        return session::show_current(ctx, person).await;
    }
    match find_usable_link(ctx, code).await? {
        Ok(link) if link.purpose == Purpose::Coordinator => {
            use_link(ctx, person, &link).await?;
            let body = body_name(ctx, link.body).await?.unwrap_or_else(|| ctx.say("all-bodies", &[]));
            Ok(ctx.text_screen(ctx.say("appointed", &[("body", Arg::words(body))])).into())
        }
        Ok(_) => session::show_current(ctx, person).await,
        Err(refusal) => Ok(Outcome::goto(Route::Here, refusal)), // used by this very person, or by somebody faster
    }
}

/// The name of a body; none for all bodies.
async fn body_name(ctx: &mut Ctx<'_>, body: Option<BodyId>) -> Result<Option<String>> {
    match body {
        Some(body) => Ok(bodies::find_name(ctx.db, body, &ctx.locale.language).await?),
        None => Ok(None),
    }
}

/// The sign-up was confirmed: the profile is stored, and the run is erased.
pub async fn join(ctx: &mut Ctx<'_>, person: &Person, session: &Session) -> Result<Outcome> {
    let answer = |question: &str| match session.value(question) {
        Some(Value::Text(words)) => Some(words.clone()),
        Some(Value::Picks(picks)) => picks.first().cloned(),
        _ => None,
    };
    let profile = Person {
        name: answer(SignUpForm::MEMBER_NAME),
        role: answer(SignUpForm::ROLE),
        sex: answer(SignUpForm::SEX),
        area: answer(SignUpForm::AREA),
        age: answer(SignUpForm::AGE),
        ..person.clone()
    };
    people::set_profile(ctx.db, &profile).await?;
    runs::end(ctx.db, session.run.id).await?;
    if person.joined_at.or(person.requested_at).is_none() {
        newcomers::enter(ctx, &profile, person.body).await?;
    }
    Ok(Route::Menu.into())
}

/// /edit: the sign-up form, filled in, at its review; or an earlier change that was not finished.
pub async fn edit(ctx: &mut Ctx<'_>, person: &Person) -> Result<Outcome> {
    if person.joined_at.is_none() && person.name.is_none() {
        return session::start_form(ctx, person, SignUpForm::NAME).await;
    }
    let begun = runs::list_forms(ctx.db, person.id).await?.into_iter().find(|(_, name)| name == SignUpForm::NAME);
    if let Some((run, _)) = begun {
        return session::show(ctx, person, run).await; // an earlier change that was not confirmed
    }
    let mut session = Session::begin(ctx, person, SignUpForm::NAME, None).await?;
    for (key, value) in profile_answers(person, &session.localized) {
        session.fill_in(ctx, key, value);
    }
    session::show(ctx, person, session.run.id).await
}

fn profile_answers(person: &Person, localized: &LocalizedDialog) -> Vec<(Key, Value)> {
    let picked = |id: &Option<String>| id.clone().map_or(Value::Skipped, |id| Value::Picks(vec![id]));
    let name = Value::Text(person.name.clone().unwrap_or_default());
    let all = [
        (SignUpForm::MEMBER_NAME, name),
        (SignUpForm::ROLE, picked(&person.role)),
        (SignUpForm::SEX, picked(&person.sex)),
        (SignUpForm::AREA, picked(&person.area)),
        (SignUpForm::AGE, picked(&person.age)),
    ];
    let present = all.into_iter().filter(|(id, _)| localized.dialog.question(id).is_some());
    present.map(|(id, value)| (Key::once(id), value)).collect()
}
