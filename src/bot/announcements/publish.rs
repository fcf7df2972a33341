//! How an announcement goes out: the preview in each language, then the letters, now or at its hour; and how its words are
//! corrected.

use super::audience::find_people;
use super::form::{AnnouncementForm, find_mistake, load, text_for_reader};
use crate::bot::context::Ctx;
use crate::bot::error::{Error, Result};
use crate::bot::notify::{Notification, enqueue, key};
use crate::bot::outcome::Outcome;
use crate::bot::session::{self, Session};
use crate::bot::ui::buttons::to;
use crate::bot::ui::files::{self, describe_all};
use crate::bot::ui::previews::{language_buttons, language_index};
use crate::chat::{Act, Button, Route, Screen};
use crate::store::announcements::{self, AnnouncementRow, NewAnnouncement};
use crate::store::audit::AuditAction;
use crate::store::coordinators;
use crate::store::letter_kind::LetterKind;
use crate::store::outbox::{self, NewBroadcast};
use crate::store::people::Person;
use crate::store::runs::{self, FormSubject};
use crate::text::{Arg, dates};
use crate::types::{AnnouncementId, Bodies, DAY, Millis, PersonId, RunId};

/// For so long after it was sent an announcement can be corrected or taken back: Telegram deletes no older message.
pub(super) const CORRECTABLE: Millis = 2 * DAY;

/// The form was submitted: shows what members will get, in each language. Nothing is sent yet.
pub async fn preview(ctx: &mut Ctx<'_>, scope: &Bodies, session: &Session, language: Option<usize>) -> Result<Outcome> {
    let about = AnnouncementForm::from_session(session);
    let correction = session.localized.dialog.name == AnnouncementForm::CORRECTION;
    let people = match session.run.announcement.filter(|_| correction) {
        Some(announcement) => announcements::list_recipients(ctx.db, announcement).await?,
        None => find_people(ctx, scope, &about).await?,
    };
    let n = Arg::count(people.len());
    let mut text = if correction {
        ctx.say("announcement-preview-correction", &[("n", n)])
    } else {
        ctx.say("announcement-preview", &[("n", n)])
    };
    if let Some(at) = about.scheduled() {
        let at = dates::moment_in_words(dates::instant(at), &ctx.locale.language);
        text.push_str(&format!("\n{}", ctx.say("announcement-at", &[("at", Arg::text(at))])));
    }
    if let Some(until) = about.until() {
        let day = dates::day_in_words(dates::day_of(until - 1), &ctx.locale.language);
        text.push_str(&format!("\n{}", ctx.say("announcement-until", &[("day", Arg::text(day))])));
    }
    if about.is_urgent() {
        text.push_str(&format!("\n{}", ctx.say("announcement-urgent", &[])));
    }
    let index = language_index(ctx, language);
    let shown = &ctx.bot.texts.languages()[index].code;
    let words = ctx.say("announcement-words", &[("words", Arg::words(about.words(shown)))]);
    text.push_str(&format!("\n\n────────\n{words}")); // it fits: the form limits the words
    if !about.files().is_empty() {
        text.push_str(&format!("\n\n{}", describe_all(ctx, about.files())));
    }
    let mistake = find_mistake(ctx, &about, people.len());
    if let Some((mistake, _)) = &mistake {
        text.push_str(&format!("\n\n⛔ {mistake}"));
    }
    let mut screen = Screen::new(text);
    let (run, revision) = (session.run.id, session.run.revision);
    screen.rows.push(language_buttons(ctx, index, |language| Route::PreviewAnnouncement { run, language }));
    match mistake {
        Some((_, question)) => {
            screen.rows.push(vec![Button::new(ctx.say("preview-correct", &[]), session.button(question, Act::Edit))]);
        }
        None => {
            let id = match (correction, about.scheduled()) {
                (true, _) => "announcement-correct-yes",
                (false, Some(_)) => "announcement-schedule",
                (false, None) => "announcement-send",
            };
            screen.rows.push(vec![to(ctx, id, Route::PublishAnnouncement { run, revision })]);
        }
    }
    let back = Button::new(ctx.say("preview-back", &[]), session.button("review", Act::Page(0)));
    screen.rows.push(vec![back, to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// A form of one of both names at its review, or where to go if it is not there.
async fn at_review(ctx: &mut Ctx<'_>, person: &Person, run: RunId) -> Result<std::result::Result<Session, Outcome>> {
    let name = Session::load(ctx, person, run).await?.map(|session| session.localized.dialog.name.clone());
    let name = match name.as_deref() {
        Some(AnnouncementForm::CORRECTION) => AnnouncementForm::CORRECTION,
        _ => AnnouncementForm::NAME,
    };
    session::load_at_review(ctx, person, run, name, Route::Announcements { page: 0 }).await
}

/// The preview in the language with this index.
pub async fn show_preview(
    ctx: &mut Ctx<'_>,
    person: &Person,
    scope: &Bodies,
    run: RunId,
    language: usize,
) -> Result<Outcome> {
    match at_review(ctx, person, run).await? {
        Ok(session) => preview(ctx, scope, &session, Some(language)).await,
        Err(outcome) => Ok(outcome),
    }
}

/// The preview was confirmed: a new announcement, a change of a scheduled one, or a correction of one that was sent.
pub async fn publish(ctx: &mut Ctx<'_>, person: &Person, scope: &Bodies, run: RunId, revision: i64) -> Result<Outcome> {
    let session = match at_review(ctx, person, run).await? {
        Ok(session) => session,
        Err(outcome) => return Ok(outcome),
    };
    if session.run.revision != revision {
        return preview(ctx, scope, &session, None).await; // it was changed since this preview
    }
    let about = AnnouncementForm::from_session(&session);
    if session.localized.dialog.name == AnnouncementForm::CORRECTION {
        return correct(ctx, person, &session, &about).await;
    }
    let people = find_people(ctx, scope, &about).await?;
    if find_mistake(ctx, &about, people.len()).is_some() {
        return preview(ctx, scope, &session, None).await; // its hour has passed while it was read
    }
    let version = session.run.version;
    let new = NewAnnouncement { version, answers: &about.answers, due_at: about.due_at(ctx.now), until: about.until() };
    files::want_copies(ctx, &about.answers).await?;
    runs::end(ctx.db, run).await?;
    let id = match session.run.announcement {
        Some(id) => {
            if !announcements::replace(ctx.db, id, &new).await? {
                return Ok(Outcome::goto(
                    Route::ManagedAnnouncement { announcement: id },
                    ctx.say("announcement-gone-out", &[]),
                ));
            }
            id
        }
        None => announcements::add(ctx.db, &new, person.id, ctx.now).await?,
    };
    ctx.audit(person, AuditAction::WroteAnnouncement(id)).await?;
    if about.scheduled().is_none() {
        let row = announcements::find(ctx.db, id).await?.ok_or(Error::Missing("announcement"))?;
        send(ctx, &row, &about, &people).await?;
    }
    Ok(Route::ManagedAnnouncement { announcement: id }.into())
}

/// Writes the letters of an announcement.
async fn send(ctx: &mut Ctx<'_>, row: &AnnouncementRow, about: &AnnouncementForm, people: &[PersonId]) -> Result<()> {
    announcements::set_sent(ctx.db, row.id, people, ctx.now).await?;
    let kind = LetterKind::Announcement(row.id);
    let new = NewBroadcast {
        kind,
        person: row.person,
        key: &key(kind, None),
        priority: 0,
        due_at: ctx.now,
        expires_at: row.until,
        urgent: about.is_urgent(),
    };
    outbox::add_broadcast(ctx.db, &new, people, ctx.now).await?;
    ctx.effects.ring = true;
    Ok(())
}

/// Sends the announcements whose hour has come. One whose author coordinates nothing any more is cancelled.
pub async fn send_due(ctx: &mut Ctx<'_>) -> Result<bool> {
    let due = announcements::list_due(ctx.db, ctx.now).await?;
    for id in &due {
        let Some((row, about)) = load(ctx, *id).await? else { continue };
        let scope = match row.person {
            Some(person) => coordinators::find_bodies(ctx.db, person).await?,
            None => None,
        };
        match scope {
            Some(scope) => {
                let people = find_people(ctx, &scope, &about).await?;
                send(ctx, &row, &about, &people).await?;
            }
            None => drop(announcements::cancel(ctx.db, *id, ctx.now).await?),
        }
    }
    Ok(!due.is_empty())
}

/// The form of a scheduled announcement, filled in; or the one that corrects the words of one that was sent.
pub async fn change(ctx: &mut Ctx<'_>, person: &Person, id: AnnouncementId) -> Result<Outcome> {
    let Some((row, about)) = load(ctx, id).await? else { return Ok(Route::Announcements { page: 0 }.into()) };
    let form = match row.sent_at {
        None if row.cancelled_at.is_none() => AnnouncementForm::NAME,
        Some(_) if is_correctable(ctx, &row) => AnnouncementForm::CORRECTION,
        _ => return Ok(Route::ManagedAnnouncement { announcement: id }.into()),
    };
    let mut session = Session::begin(ctx, person, form, None).await?;
    runs::set_subject(ctx.db, &session.run, FormSubject::Announcement(id)).await?;
    for (key, value) in about.answers {
        if session.localized.dialog.question(&key.question).is_some() {
            session.fill_in(ctx, key, value);
        }
    }
    session::show(ctx, person, session.run.id).await
}

/// Whether it was sent so lately that it can be corrected and taken back.
pub(super) fn is_correctable(ctx: &Ctx<'_>, row: &AnnouncementRow) -> bool {
    row.taken_back_at.is_none() && row.sent_at.is_some_and(|sent_at| ctx.now < sent_at + CORRECTABLE)
}

/// Stores other words, and edits the messages that were sent.
async fn correct(
    ctx: &mut Ctx<'_>,
    person: &Person,
    session: &Session,
    correction: &AnnouncementForm,
) -> Result<Outcome> {
    runs::end(ctx.db, session.run.id).await?;
    let announcement = session.run.announcement.ok_or(Error::Missing("announcement"))?;
    let Some((row, about)) = load(ctx, announcement).await?.filter(|(row, _)| is_correctable(ctx, row)) else {
        return Ok(Outcome::goto(Route::Announcements { page: 0 }, ctx.say("announcement-too-late", &[])));
    };
    let corrected = about.clone().with_words_of(correction);
    let is_same = ["ar", "fr"].iter().all(|language| corrected.words(language) == about.words(language));
    // A picture stays: text under it cannot become longer than Telegram allows there.
    let fits = about.picture().is_none() || corrected.picture().is_some();
    if is_same || !fits {
        let notice = if is_same { "announcement-unchanged" } else { "announcement-too-long" };
        return Ok(Outcome::goto(Route::ManagedAnnouncement { announcement }, ctx.say(notice, &[])));
    }
    let edition = announcements::correct(ctx.db, announcement, &corrected.answers).await?;
    ctx.audit(person, AuditAction::CorrectedAnnouncement(announcement)).await?;
    let people = announcements::list_recipients(ctx.db, row.id).await?;
    let edit = Notification::new(LetterKind::AnnouncementEdit(announcement), &people);
    enqueue(ctx, &Notification { occasion: Some(edition), follower: Some(person.id), ..edit }).await?;
    Ok(Outcome::goto(Route::ManagedAnnouncement { announcement }, ctx.say("announcement-corrected-done", &[])))
}

/// First step of taking back, with the number of people.
pub async fn ask_to_take_back(ctx: &mut Ctx<'_>, id: AnnouncementId) -> Result<Outcome> {
    let Some((row, about)) = load(ctx, id).await? else { return Ok(Route::Announcements { page: 0 }.into()) };
    let n = announcements::list_recipients(ctx.db, id).await?.len();
    let text = match row.sent_at {
        None if row.cancelled_at.is_none() => "announcement-cancel-ask",
        Some(_) if is_correctable(ctx, &row) => "announcement-take-back-ask",
        _ => return Ok(Route::ManagedAnnouncement { announcement: id }.into()),
    };
    let args = [("what", Arg::words(about.title(&ctx.locale.language))), ("n", Arg::count(n))];
    let mut screen = Screen::new(ctx.say(text, &args));
    screen.rows.push(vec![
        to(ctx, "announcement-take-back-yes", Route::TakeBackAnnouncement { announcement: id }),
        to(ctx, "back", Route::ManagedAnnouncement { announcement: id }),
    ]);
    Ok(screen.into())
}

/// Cancels a scheduled announcement, or takes back one that was sent.
pub async fn take_back(ctx: &mut Ctx<'_>, person: &Person, id: AnnouncementId) -> Result<Outcome> {
    let Some((row, _)) = load(ctx, id).await? else { return Ok(Route::Announcements { page: 0 }.into()) };
    if announcements::cancel(ctx.db, id, ctx.now).await? {
        ctx.audit(person, AuditAction::CancelledAnnouncement(id)).await?;
    } else if is_correctable(ctx, &row) && announcements::take_back(ctx.db, id, ctx.now).await? {
        ctx.audit(person, AuditAction::TookAnnouncementBack(id)).await?;
        let people = announcements::list_recipients(ctx.db, id).await?;
        outbox::delete_unsent(ctx.db, LetterKind::Announcement(id), &people).await?;
        let removal = Notification::new(LetterKind::AnnouncementRemoval(id), &people);
        enqueue(ctx, &Notification { follower: Some(person.id), ..removal }).await?;
    }
    Ok(Route::ManagedAnnouncement { announcement: id }.into())
}

/// What a coordinator sees of the announcement's words.
pub(super) fn text_for_author(ctx: &Ctx<'_>, row: &AnnouncementRow, about: &AnnouncementForm) -> String {
    text_for_reader(ctx, about, row.edition)
}
