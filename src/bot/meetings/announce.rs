//! How a coordinator announces or changes a meeting: form, preview in each language, then the letters.
//!
//! Nothing is stored or sent before the preview is confirmed; then everything is, in one transaction. A change uses the
//! same form, filled in, and remembers the meeting's sequence number from when it began. If two coordinators change the
//! same meeting, the second one is told so, and their change is not sent.

use super::audience::{Audience, find_audience, invited_people, same_audience};
use super::form::{self, Meeting, MeetingForm};
use super::wording::change_line;
use crate::bot::access;
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::notify::{Notification, enqueue};
use crate::bot::outcome::Outcome;
use crate::bot::session::{self, Session};
use crate::bot::ui::buttons::to;
use crate::bot::ui::files;
use crate::bot::ui::limits::{CAPTION, SCREEN, units};
use crate::bot::ui::previews::{language_buttons, language_index};
use crate::chat::{Act, Button, Route, Screen};
use crate::dialog::{Key, Value};
use crate::schedule::Caution;
use crate::store::audit::AuditAction;
use crate::store::invitations;
use crate::store::letter_kind::LetterKind;
use crate::store::live::{self, LiveSubject};
use crate::store::people::Person;
use crate::store::{letters, meetings, runs};
use crate::text::{Arg, dates};
use crate::types::{Bodies, MeetingId, RunId};

/// Most other meetings at the same time that the preview names.
const MOST_CLASHES: usize = 3;

/// What is wrong with a description, and the question to correct. Nothing can be sent until it is corrected.
fn find_mistake(locale: &Locale<'_>, about: &MeetingForm, people: usize) -> Option<(String, &'static str)> {
    let Some(days) = about.days() else {
        return Some((locale.say("meeting-ends-before", &[]), MeetingForm::UNTIL));
    };
    if days.first().is_some_and(|(begins, _)| dates::instant(*begins) <= locale.now) {
        return Some((locale.say("meeting-past", &[]), MeetingForm::DAY));
    }
    (people == 0).then(|| (locale.say("meeting-nobody", &[]), MeetingForm::WHOM))
}

fn caution_in_words(locale: &Locale<'_>, caution: &Caution) -> String {
    let named = |day: &chrono::NaiveDate| Arg::text(dates::day_in_words(*day, &locale.language));
    match caution {
        Caution::Friday { day } => locale.say("caution-friday", &[("day", named(day))]),
        Caution::Holiday { day, name, estimated } => {
            let holiday = Arg::text(locale.say("holiday", &[("name", Arg::text(name.clone()))]));
            let args = [("day", named(day)), ("holiday", holiday), ("estimated", Arg::Number(i64::from(*estimated)))];
            locale.say("caution-holiday", &args)
        }
        Caution::Iftar { day } => locale.say("caution-iftar", &[("day", named(day))]),
        Caution::Hour { hour } => {
            locale.say("caution-hour", &[("hour", Arg::text(dates::hour_in_words(*hour, &locale.language)))])
        }
        Caution::Notice { given, usual } => {
            locale.say("caution-notice", &[("given", Arg::Number(*given)), ("usual", Arg::Number(*usual))])
        }
    }
}

/// The form of a meeting as far as it is filled in, with the meeting that it changes.
struct Draft {
    session: Session,
    about: MeetingForm,
    before: Option<Meeting>,
    audience: Audience,
}

impl Draft {
    async fn load(ctx: &mut Ctx<'_>, scope: &Bodies, session: Session) -> Result<Draft> {
        let about = MeetingForm::from_form(&session.localized, &session.answers);
        let before = match session.run.meeting {
            Some(id) => form::load(ctx, id).await?,
            None => None,
        };
        let audience = find_audience(ctx, scope, &about, before.as_ref()).await?;
        Ok(Draft { session, about, before, audience })
    }
}

/// The form was submitted: shows the notice as members will see it, with warnings. Nothing is sent yet.
pub async fn preview(ctx: &mut Ctx<'_>, scope: &Bodies, session: Session) -> Result<Outcome> {
    let draft = Draft::load(ctx, scope, session).await?;
    preview_draft(ctx, &draft, None).await
}

/// The same in the language with this index, or in the coordinator's own.
async fn preview_draft(ctx: &mut Ctx<'_>, draft: &Draft, language: Option<usize>) -> Result<Outcome> {
    let Draft { session, about, before, audience } = draft;
    if let Some(before) = before
        && let Some(refusal) = refusal_if_too_late(ctx, session, before)
    {
        return show_refusal(ctx, session, before.row.id, refusal).await;
    }
    let mut text = match before {
        Some(_) => ctx.say("preview-change", &[]),
        None => ctx.say("preview", &[("n", Arg::count(audience.people.len()))]),
    };
    let mistake = find_mistake(ctx, about, audience.people.len());
    let unchanged = before
        .as_ref()
        .is_some_and(|before| about.changes(ctx, &before.about).is_empty() && same_audience(about, &before.about));
    if let Some(before) = before {
        if !same_audience(about, &before.about) {
            let invited = invitations::list_invitees(ctx.db, before.row.id).await?;
            let fresh = audience
                .people
                .iter()
                .filter(|person| invited.iter().all(|invitee| invitee.person != **person))
                .count();
            text.push_str(&format!("\n\n{}", ctx.say("preview-widened", &[("n", Arg::count(fresh))])));
        }
        if about.dates() != before.about.dates() {
            text.push_str(&format!("\n\n{}", ctx.say("preview-asks-again", &[])));
        } else if about.days() != before.about.days() {
            text.push_str(&format!("\n\n{}", ctx.say("preview-keeps-replies", &[])));
        }
        for (what, old, new) in about.changes(ctx, &before.about) {
            let line = format!("\n\n{}", change_line(ctx, &what, &old, &new));
            let fits = units(&text) + units(&line) <= SCREEN;
            let short = || format!("\n\n{}", ctx.say("changed-too", &[("what", Arg::text(what.as_str()))]));
            text.push_str(&if fits { line } else { short() });
        }
    }
    let days = about.days().unwrap_or_default();
    let index = language_index(ctx, language);
    let shown = &ctx.bot.texts.languages()[index].code;
    let (notice, _) = about.notice(&ctx.locale.in_language(shown), CAPTION);
    let room = SCREEN.saturating_sub(units(&text));
    if !days.is_empty() && units(&notice) <= room {
        text.push_str("\n\n────────\n");
        text.push_str(&notice);
    }
    if let Some((mistake, _)) = &mistake {
        text.push_str(&format!("\n\n⛔ {mistake}"));
    } else if unchanged {
        text.push_str(&format!("\n\n{}", ctx.say("preview-unchanged", &[])));
    }
    let today = dates::day_of(ctx.now);
    for caution in &ctx.bot.rules.calendar.cautions(&days, about.kind(), audience.bodies.rows(), today) {
        text.push_str(&format!("\n\n⚠️ {}", caution_in_words(ctx, caution)));
    }
    let at: Vec<_> = about.stored_days().iter().map(|day| (day.starts_at, day.ends_at)).collect();
    let clashes = meetings::list_clashes(ctx.db, &at, &audience.people, session.run.meeting).await?;
    for (meeting, n) in clashes.into_iter().take(MOST_CLASHES) {
        let Some(other) = form::load(ctx, meeting).await? else { continue };
        let args = [("n", Arg::Number(n)), ("what", Arg::text(other.about.heading(ctx)))];
        text.push_str(&format!("\n\n⚠️ {}", ctx.say("caution-clash", &args)));
    }
    let mut screen = Screen::new(text);
    let (run, revision) = (session.run.id, session.run.revision);
    screen.rows.push(language_buttons(ctx, index, |language| Route::PreviewMeeting { run, language }));
    if let Some((_, question)) = mistake {
        screen.rows.push(vec![Button::new(ctx.say("preview-correct", &[]), session.button(question, Act::Edit))]);
    } else if !unchanged {
        let label = if before.is_some() { "announce-change" } else { "announce" };
        screen.rows.push(vec![to(ctx, label, Route::AnnounceMeeting { run, revision })]);
    }
    let back = Button::new(ctx.say("preview-back", &[]), session.button("review", Act::Page(0)));
    screen.rows.push(vec![back, to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// The form of a meeting at its review, or where to go if it is not there.
async fn at_review(ctx: &mut Ctx<'_>, person: &Person, run: RunId) -> Result<std::result::Result<Session, Outcome>> {
    session::load_at_review(ctx, person, run, MeetingForm::NAME, Route::ManagedMeetings { page: 0 }).await
}

/// The notice before it is sent, in the language with this index.
pub async fn show_preview(
    ctx: &mut Ctx<'_>,
    person: &Person,
    scope: &Bodies,
    run: RunId,
    language: usize,
) -> Result<Outcome> {
    match at_review(ctx, person, run).await? {
        Ok(session) => {
            let draft = Draft::load(ctx, scope, session).await?;
            preview_draft(ctx, &draft, Some(language)).await
        }
        Err(outcome) => Ok(outcome),
    }
}

/// The preview was confirmed: announces the meeting, or its change.
pub async fn announce(
    ctx: &mut Ctx<'_>,
    person: &Person,
    scope: &Bodies,
    run: RunId,
    revision: i64,
) -> Result<Outcome> {
    let session = match at_review(ctx, person, run).await? {
        Ok(session) => session,
        Err(outcome) => return Ok(outcome),
    };
    let current = session.run.revision == revision;
    let draft = Draft::load(ctx, scope, session).await?;
    if !current {
        // It was changed since this preview.
        let mut outcome = preview_draft(ctx, &draft, None).await?;
        if let Outcome::Show(reply) = &mut outcome {
            reply.notice = Some(ctx.say("stale", &[]));
        }
        return Ok(outcome);
    }
    let Draft { session, about, audience, .. } = &draft;
    if find_mistake(ctx, about, audience.people.len()).is_some() {
        return preview_draft(ctx, &draft, None).await;
    }
    let id = match session.run.meeting {
        None => {
            files::want_copies(ctx, &about.answers).await?;
            let description = about.description(session.run.version);
            let id = meetings::add(ctx.db, &description, person.id, &audience.bodies, ctx.now).await?;
            meetings::set_days(ctx.db, id, &about.stored_days(), dates::ZONE).await?;
            ctx.audit(person, AuditAction::AnnouncedMeeting(id)).await?;
            id
        }
        Some(id) => match apply_change(ctx, person, scope, session, about, audience, id).await? {
            Ok(()) => id,
            Err(refusal) => return show_refusal(ctx, session, id, refusal).await,
        },
    };
    runs::end(ctx.db, session.run.id).await?;
    let fresh = invitations::invite(ctx.db, id, &audience.people).await?;
    if !fresh.is_empty() {
        let expires_at = about.stored_days().first().map(|day| day.starts_at);
        let notice = Notification::new(LetterKind::MeetingNotice(id), &fresh);
        enqueue(ctx, &Notification { follower: Some(person.id), expires_at, ..notice }).await?;
    }
    live::follow(ctx.db, LiveSubject::Replies(id), person.id).await?;
    Ok(Route::ManagedMeeting { meeting: id, page: 0, below: false }.into())
}

/// Drops a change that cannot be applied, and offers the meeting as it is.
async fn show_refusal(ctx: &mut Ctx<'_>, session: &Session, meeting: MeetingId, refusal: String) -> Result<Outcome> {
    runs::end(ctx.db, session.run.id).await?;
    let mut screen = Screen::new(refusal);
    let back = Route::ManagedMeeting { meeting, page: 0, below: false };
    screen.rows.push(vec![to(ctx, "to-meeting", back), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// Why a change comes too late: the meeting was cancelled, has begun, or was changed by somebody else.
fn refusal_if_too_late(locale: &Locale<'_>, session: &Session, before: &Meeting) -> Option<String> {
    if !before.takes_place() {
        Some(locale.say("meeting-cancelled", &[]))
    } else if session.run.sequence != Some(before.row.sequence) {
        Some(locale.say("meeting-changed-meanwhile", &[]))
    } else if before.has_begun(locale.now) {
        Some(locale.say("meeting-begun", &[]))
    } else {
        None
    }
}

/// Applies a change and writes to those who were invited before; or returns why not.
async fn apply_change(
    ctx: &mut Ctx<'_>,
    person: &Person,
    scope: &Bodies,
    session: &Session,
    about: &MeetingForm,
    audience: &Audience,
    id: MeetingId,
) -> Result<std::result::Result<(), String>> {
    let Some(before) = form::load(ctx, id).await? else {
        return Ok(Err(ctx.say("meeting-gone", &[])));
    };
    if !access::manages_meeting(ctx, scope, id).await? {
        tracing::warn!("a meeting outside the coordinator's bodies was to be changed");
        return Ok(Err(ctx.say("meeting-gone", &[])));
    }
    if let Some(refusal) = refusal_if_too_late(ctx, session, &before) {
        return Ok(Err(refusal));
    }
    let changed = !about.changes(ctx, &before.about).is_empty();
    let asked_again = about.dates() != before.about.dates();
    let invited = invited_people(ctx, id).await?;
    let days = about.stored_days();
    files::want_copies(ctx, &about.answers).await?;
    meetings::set_description(ctx.db, id, &about.description(session.run.version), ctx.now).await?;
    meetings::set_days(ctx.db, id, &days, dates::ZONE).await?;
    meetings::set_bodies(ctx.db, id, &audience.bodies).await?;
    if let Some(day) = days.first() {
        letters::set_expiry(ctx.db, LetterKind::MeetingNotice(id), day.starts_at).await?; // notices that quiet hours hold back
    }
    if asked_again {
        invitations::clear_rsvps(ctx.db, id).await?;
    }
    if changed {
        let (occasion, expires_at) = (Some(before.row.sequence + 1), days.first().map(|day| day.starts_at));
        let edit = Notification::new(LetterKind::MeetingEdit(id), &invited);
        enqueue(ctx, &Notification { occasion, expires_at, ..edit }).await?;
        let letter = Notification::new(LetterKind::MeetingChanged(id), &invited);
        enqueue(ctx, &Notification { occasion, expires_at, follower: Some(person.id), ..letter }).await?;
    }
    ctx.audit(person, AuditAction::ChangedMeeting(id)).await?;
    Ok(Ok(()))
}

/// The form of a new meeting, filled in as a former one was; only the day is asked again. Its files are left out: they
/// belonged to that day.
pub async fn begin_like(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Outcome> {
    let Some(like) = form::load(ctx, meeting).await? else { return Ok(Route::ManagedMeetings { page: 0 }.into()) };
    for (run, name) in runs::list_forms(ctx.db, person.id).await? {
        if name == MeetingForm::NAME {
            runs::end(ctx.db, run).await?; // a draft that was begun before
        }
    }
    let mut session = Session::begin(ctx, person, MeetingForm::NAME, None).await?;
    for (key, value) in &like.row.answers {
        let known = session.localized.dialog.question(&key.question).is_some();
        if known && ![MeetingForm::DAY, MeetingForm::FILES].contains(&key.question.as_str()) {
            session.fill_in(ctx, key.clone(), value.clone());
        }
    }
    // What was passed over then is passed over now; the review shows it.
    let questions = session.localized.dialog.questions.iter().filter(|question| question.skip);
    let passed: Vec<Key> = questions.map(|question| Key::once(&question.id)).collect();
    for key in passed {
        if !session.answers.contains_key(&key) {
            session.fill_in(ctx, key, Value::Skipped);
        }
    }
    session::show(ctx, person, session.run.id).await
}

/// The form, filled in with the current description.
pub async fn begin_change(ctx: &mut Ctx<'_>, person: &Person, meeting: &Meeting) -> Result<Outcome> {
    let id = meeting.row.id;
    runs::end_drafts(ctx.db, person.id, id, MeetingForm::NAME).await?; // an old draft would begin from an old description
    let mut session = Session::begin(ctx, person, MeetingForm::NAME, None).await?;
    runs::set_meeting(ctx.db, session.run.id, id, Some(meeting.row.sequence)).await?;
    for (key, value) in &meeting.row.answers {
        if session.localized.dialog.question(&key.question).is_some() {
            session.fill_in(ctx, key.clone(), value.clone());
        }
    }
    session::show(ctx, person, session.run.id).await
}
