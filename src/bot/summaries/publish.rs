//! How a coordinator writes a summary: draft, preview as members will see it, publication, correction, translation.
//!
//! A draft is a run of the form `summary` that belongs to a meeting; it stays until it is published. Nothing is sent
//! before the preview is confirmed. If two coordinators correct the same text, the second one is told so, and their
//! text is not published.

use super::text::{self, SummaryText, text_args};
use crate::bot::access;
use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::meetings::form::{self, Meeting, MeetingForm};
use crate::bot::notify::{Notification, enqueue, take_back};
use crate::bot::outcome::Outcome;
use crate::bot::session::{self, Session};
use crate::bot::ui::buttons::to;
use crate::bot::ui::files;
use crate::chat::{Act, Button, Press, Route, Screen};
use crate::dialog::{Key, Value};
use crate::store::audit::AuditAction;
use crate::store::letter_kind::LetterKind;
use crate::store::people::Person;
use crate::store::readings;
use crate::store::runs;
use crate::store::summaries::{self, Summary, Text};
use crate::text::{Arg, escape};
use crate::types::{Bodies, DayNumber, MINUTE, MeetingId, Millis, PersonId, PointNumber, RunId, SummaryId};

/// How long letters about attendance wait: a coordinator who corrects a list makes slips and sees them.
const SETTLING: Millis = 2 * MINUTE;

/// The summaries of a meeting and the coordinator's own drafts.
pub async fn list(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Outcome> {
    match form::load(ctx, meeting).await? {
        Some(meeting) => Ok(list_screen(ctx, person, &meeting).await?.into()),
        None => Ok(Route::ManagedMeetings { page: 0 }.into()),
    }
}

async fn list_screen(ctx: &mut Ctx<'_>, person: &Person, meeting: &Meeting) -> Result<Screen> {
    let id = meeting.row.id;
    let rows = summaries::list_of_meeting(ctx.db, id).await?;
    let args = [("what", Arg::text(meeting.about.heading(ctx))), ("n", Arg::count(rows.len()))];
    let mut screen = Screen::new(ctx.say("summaries", &args));
    let ids: Vec<SummaryId> = rows.iter().map(|row| row.id).collect();
    for summary in text::load_all(ctx, &ids).await? {
        let title = summary.text(&ctx.locale.language).title().to_owned();
        let day = summary.day_in_words(ctx).map_or_else(String::new, |day| format!(" · {day}"));
        let route = Route::SummaryProgress { summary: summary.row.id, page: 0 };
        screen = screen.row(format!("📚 {title}{day}"), Press::Go(route));
    }
    for run in runs::list_drafts(ctx.db, person.id, id, SummaryText::FORM).await? {
        screen.rows.push(vec![to(ctx, "go-draft", Route::SummaryDraft { run })]);
    }
    if meeting.takes_place() && meeting.has_begun(ctx.now) {
        screen.rows.push(vec![to(ctx, "go-summarise", Route::WriteSummary { meeting: id })]);
    }
    let back = Route::ManagedMeeting { meeting: id, page: 0, below: false };
    screen.rows.push(vec![to(ctx, "back", back), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen)
}

/// A new draft with the answers that are known already: no day if the meeting has only one, and the meeting's subject
/// as title.
pub async fn write(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Outcome> {
    let Some(meeting) = form::load(ctx, meeting).await? else {
        return Ok(Route::ManagedMeetings { page: 0 }.into());
    };
    if !meeting.takes_place() || !meeting.has_begun(ctx.now) {
        return Ok(Outcome::goto(Route::Summaries { meeting: meeting.row.id }, ctx.say("summary-too-early", &[])));
    }
    let mut session = Session::begin(ctx, person, SummaryText::FORM, None).await?;
    runs::set_meeting(ctx.db, session.run.id, meeting.row.id, None).await?;
    if meeting.days.len() < 2 {
        session.fill_in(ctx, Key::once(SummaryText::DAY), Value::Skipped);
    }
    if let Some(subject) = meeting.about.text(MeetingForm::SUBJECT) {
        session.fill_in(ctx, Key::once(SummaryText::HEADING), Value::Text(subject.to_owned()));
    }
    session::show(ctx, person, session.run.id).await
}

/// The form, filled in with the text with this index, to correct it.
pub async fn correct(ctx: &mut Ctx<'_>, person: &Person, summary: SummaryId, index: usize) -> Result<Outcome> {
    begin_rewrite(ctx, person, summary, index, false).await
}

/// The form, filled in with the first text, to translate it.
pub async fn translate(ctx: &mut Ctx<'_>, person: &Person, summary: SummaryId) -> Result<Outcome> {
    begin_rewrite(ctx, person, summary, 0, true).await
}

async fn begin_rewrite(
    ctx: &mut Ctx<'_>,
    person: &Person,
    summary: SummaryId,
    index: usize,
    translate: bool,
) -> Result<Outcome> {
    let Some(summary) = text::load(ctx, summary).await? else {
        return Ok(Route::ManagedMeetings { page: 0 }.into());
    };
    let text = &summary.texts[index.min(summary.texts.len() - 1)]; // there is at least one
    let mut session = Session::begin(ctx, person, SummaryText::FORM, None).await?;
    let edition = (!translate).then_some(summary.row.edition);
    runs::set_meeting(ctx.db, session.run.id, summary.row.meeting, edition).await?;
    for (key, value) in &text.answers {
        let answered = session.localized.dialog.question(&key.question).is_some();
        if answered && !(translate && key.question == SummaryText::LANGUAGE) {
            session.fill_in(ctx, key.clone(), value.clone());
        }
    }
    session::show(ctx, person, session.run.id).await
}

/// What is wrong with a draft, and the question to correct. Nothing can be published until it is corrected.
async fn find_mistake(
    ctx: &mut Ctx<'_>,
    session: &Session,
    draft: &SummaryText,
    meeting: &Meeting,
) -> Result<Option<(String, &'static str)>> {
    let day = draft.day();
    let begins = meeting.day(day.unwrap_or(DayNumber(1))).map(|day| day.starts_at);
    if !meeting.takes_place() || begins.is_none_or(|begins| begins > ctx.now) {
        return Ok(Some((ctx.say("summary-too-early", &[]), SummaryText::DAY)));
    }
    if let Some(check) = draft.checks().iter().find(|check| check.right.is_none()) {
        let text = ctx.say("summary-no-right", &[("n", Arg::Number(check.number.0))]);
        return Ok(Some((text, SummaryText::right_question_of(check.number))));
    }
    let Some(row) = summary_of(ctx, meeting.row.id, day).await? else {
        return Ok(None);
    };
    let texts = summaries::list_texts(ctx.db, row.id).await?;
    let same = texts.iter().any(|text| text.language == draft.language);
    if same && session.run.sequence.is_none() {
        return Ok(Some((ctx.say("summary-published", &[]), SummaryText::LANGUAGE)));
    }
    if same && session.run.sequence != Some(row.edition) {
        return Ok(Some((ctx.say("summary-changed-meanwhile", &[]), SummaryText::LANGUAGE)));
    }
    for text in texts.into_iter().filter(|text| text.language != draft.language) {
        let other = SummaryText { language: text.language, answers: text.answers, localized: draft.localized.clone() };
        if (other.count(), other.checks().len()) != (draft.count(), draft.checks().len()) {
            let args = [("points", Arg::Number(other.count().0)), ("checks", Arg::count(other.checks().len()))];
            return Ok(Some((ctx.say("summary-uneven", &args), SummaryText::POINTS)));
        }
    }
    Ok(None)
}

async fn summary_of(ctx: &mut Ctx<'_>, meeting: MeetingId, day: Option<DayNumber>) -> Result<Option<Summary>> {
    Ok(summaries::list_of_meeting(ctx.db, meeting).await?.into_iter().find(|row| row.day == day))
}

/// The draft at its review, or where to go if it is not there.
async fn at_review(ctx: &mut Ctx<'_>, person: &Person, run: RunId) -> Result<std::result::Result<Session, Outcome>> {
    session::load_at_review(ctx, person, run, SummaryText::FORM, Route::ManagedMeetings { page: 0 }).await
}

/// The draft as members will read it: the whole, or one point.
pub async fn show_preview(
    ctx: &mut Ctx<'_>,
    person: &Person,
    scope: &Bodies,
    run: RunId,
    point: Option<PointNumber>,
) -> Result<Outcome> {
    match at_review(ctx, person, run).await? {
        Ok(session) => preview(ctx, scope, &session, point).await,
        Err(outcome) => Ok(outcome),
    }
}

async fn meeting_of(ctx: &mut Ctx<'_>, scope: &Bodies, session: &Session) -> Result<Option<Meeting>> {
    match session.run.meeting {
        Some(meeting) if access::manages_meeting(ctx, scope, meeting).await? => form::load(ctx, meeting).await,
        _ => Ok(None),
    }
}

/// The form was submitted: shows the draft as members will read it, the whole or one point. Nothing is published yet.
pub async fn preview(
    ctx: &mut Ctx<'_>,
    scope: &Bodies,
    session: &Session,
    point: Option<PointNumber>,
) -> Result<Outcome> {
    let draft = SummaryText::from_form(&session.localized, &session.answers);
    let (run, revision) = (session.run.id, session.run.revision);
    let proof = |point: i64| Route::SummaryProof { run, point: (point > 0).then_some(PointNumber(point)) };
    let Some(meeting) = meeting_of(ctx, scope, session).await? else {
        return Ok(Route::ManagedMeetings { page: 0 }.into());
    };
    if let Some(point) = point.filter(|point| *point <= draft.count()) {
        let text = format!("{}\n\n{}", ctx.say("summary-proof", &[]), draft.point_in_words(ctx, point));
        let mut screen = Screen::new(text);
        let mut turn = vec![to(ctx, "previous", proof(point.0 - 1))];
        if point < draft.count() {
            turn.push(to(ctx, "next", proof(point.0 + 1)));
        }
        screen.rows.push(turn);
        screen.rows.push(vec![to(ctx, "preview-back", proof(0))]);
        return Ok(screen.into());
    }
    let mistake = find_mistake(ctx, session, &draft, &meeting).await?;
    let mut text = ctx.say("summary-preview", &text_args(&draft));
    if let Some((mistake, _)) = &mistake {
        text.push_str(&format!("\n\n⛔ {mistake}"));
    }
    for check in draft.checks() {
        text.push_str(&format!("\n\n❓ {}", escape(&check.ask)));
        for (i, option) in check.options.iter().enumerate() {
            let mark = if check.right == Some(i) { "✅" } else { "▫️" };
            let line = format!("{mark} {}", escape(option));
            text.push_str(&format!("\n{}", ctx.say("line", &[("text", Arg::text(line))])));
        }
    }
    let mut screen = Screen::new(text);
    screen.rows.push(vec![to(ctx, "summary-read-proof", proof(1))]);
    screen.rows.push(match mistake {
        Some((_, question)) => {
            vec![Button::new(ctx.say("preview-correct", &[]), session.button(question, Act::Edit))]
        }
        None => vec![to(ctx, "summary-publish", Route::PublishSummary { run, revision })],
    });
    let back = Button::new(ctx.say("preview-back", &[]), session.button("review", Act::Page(0)));
    screen.rows.push(vec![back, to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// The preview was confirmed: publishes the text and writes to its readers.
pub async fn publish(ctx: &mut Ctx<'_>, person: &Person, scope: &Bodies, run: RunId, revision: i64) -> Result<Outcome> {
    let session = match at_review(ctx, person, run).await? {
        Ok(session) => session,
        Err(outcome) => return Ok(outcome),
    };
    let draft = SummaryText::from_form(&session.localized, &session.answers);
    let Some(meeting) = meeting_of(ctx, scope, &session).await? else {
        return Ok(Route::ManagedMeetings { page: 0 }.into());
    };
    if session.run.revision != revision || find_mistake(ctx, &session, &draft, &meeting).await?.is_some() {
        return preview(ctx, scope, &session, None).await;
    }
    let (id, day) = (meeting.row.id, draft.day());
    let existing = summary_of(ctx, id, day).await?;
    let summary = match &existing {
        Some(row) => row.id,
        None => summaries::add(ctx.db, id, day, person.id, ctx.now).await?,
    };
    let words = draft.search_words();
    let (language, answers) = (draft.language.clone(), draft.answers.clone());
    files::want_copies(ctx, &answers).await?;
    let text = Text { language, version: session.run.version, answers };
    summaries::set_text(ctx.db, summary, &text, &words).await?;
    runs::end(ctx.db, session.run.id).await?;
    let row = summaries::find(ctx.db, summary).await?;
    if existing.is_some() && session.run.sequence.is_some() {
        let readers = readings::list_readers(ctx.db, summary).await?.into_iter().filter(|reader| reader.point.0 > 0);
        let readers: Vec<PersonId> = readers.map(|reader| reader.person).collect();
        let occasion = row.map(|row| row.edition);
        let letter = Notification::new(LetterKind::SummaryCorrected(summary), &readers);
        enqueue_if_any(ctx, Notification { occasion, follower: Some(person.id), ..letter }).await?;
        ctx.audit(person, AuditAction::CorrectedSummary(id)).await?;
    } else {
        if let Some(row) = row {
            enrol(ctx, Some(person.id), &row, 0).await?;
        }
        ctx.audit(person, AuditAction::PublishedSummary(id)).await?;
    }
    Ok(Route::SummaryProgress { summary, page: 0 }.into())
}

pub(super) async fn enqueue_if_any(ctx: &mut Ctx<'_>, notification: Notification<'_>) -> Result<()> {
    if !notification.to.is_empty() {
        enqueue(ctx, &notification).await?;
    }
    Ok(())
}

/// Makes people readers of a summary, each once: people who were absent get a letter about what they missed, the others
/// a record. A letter that waits and is no longer right is taken back: a mark goes from present to absent and back with
/// four presses, and only what it comes to is told. Each person gets each of the two letters once at most.
async fn enrol(ctx: &mut Ctx<'_>, follower: Option<PersonId>, summary: &Summary, wait: Millis) -> Result<()> {
    let (missed, record) = (LetterKind::SummaryMissed(summary.id), LetterKind::SummaryRecord(summary.id));
    let enrolled = readings::enrol(ctx.db, summary).await?;
    take_back(ctx, record, &enrolled.missed).await?;
    let untold = take_back(ctx, missed, &enrolled.corrected).await?;
    enqueue_if_any(ctx, Notification { follower, wait, ..Notification::new(missed, &enrolled.missed) }).await?;
    let attended = [enrolled.attended, untold].concat();
    enqueue_if_any(ctx, Notification { wait, ..Notification::new(record, &attended) }).await
}

/// The attendance of a meeting has changed: writes to people who turn out to have been absent, once corrections have settled.
pub async fn follow_attendance(ctx: &mut Ctx<'_>, meeting: MeetingId) -> Result<()> {
    for summary in summaries::list_of_meeting(ctx.db, meeting).await? {
        enrol(ctx, None, &summary, SETTLING).await?;
    }
    Ok(())
}
