//! How a coordinator writes a summary down: draft, preview as members will see it, publication, correction, another language.
//!
//! A draft is a run of the form `summary` that belongs to a meeting; it stays until it is published. Nothing is sent before
//! the preview is confirmed. Of two who correct the same text the second is told, and nothing of theirs is published.

use super::text::{self, SummaryText, facts};
use crate::bot::access;
use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::meetings::form::{self, Meeting, MeetingForm};
use crate::bot::notify::{Notification, enqueue};
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
use crate::types::{Bodies, DayNumber, MeetingId, PersonId, PointNumber, RunId, SummaryId};

/// The summaries of a meeting and the drafts of one's own.
pub async fn list(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Outcome> {
    match form::load(ctx, meeting).await? {
        Some(meeting) => Ok(list_of(ctx, person, &meeting).await?.into()),
        None => Ok(Route::ManagedMeetings { page: 0 }.into()),
    }
}

async fn list_of(ctx: &mut Ctx<'_>, person: &Person, meeting: &Meeting) -> Result<Screen> {
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
    if meeting.stands() && meeting.has_begun(ctx.now) {
        screen.rows.push(vec![to(ctx, "go-summarise", Route::WriteSummary { meeting: id })]);
    }
    let back = Route::ManagedMeeting { meeting: id, page: 0, below: false };
    screen.rows.push(vec![to(ctx, "back", back), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen)
}

/// A new draft, with what is known already: no day where there is one only, and the meeting's subject as title.
pub async fn write(ctx: &mut Ctx<'_>, person: &Person, meeting: MeetingId) -> Result<Outcome> {
    let Some(meeting) = form::load(ctx, meeting).await? else {
        return Ok(Route::ManagedMeetings { page: 0 }.into());
    };
    if !meeting.stands() || !meeting.has_begun(ctx.now) {
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

/// The form filled in with the text at this place among the texts, to correct it.
pub async fn correct(ctx: &mut Ctx<'_>, person: &Person, summary: SummaryId, at: usize) -> Result<Outcome> {
    rewrite(ctx, person, summary, at, false).await
}

/// The form filled in with the first text, to say it in another language.
pub async fn translate(ctx: &mut Ctx<'_>, person: &Person, summary: SummaryId) -> Result<Outcome> {
    rewrite(ctx, person, summary, 0, true).await
}

async fn rewrite(
    ctx: &mut Ctx<'_>,
    person: &Person,
    summary: SummaryId,
    at: usize,
    translate: bool,
) -> Result<Outcome> {
    let Some(summary) = text::load(ctx, summary).await? else {
        return Ok(Route::ManagedMeetings { page: 0 }.into());
    };
    let text = &summary.texts[at.min(summary.texts.len() - 1)]; // there is one at least
    let mut session = Session::begin(ctx, person, SummaryText::FORM, None).await?;
    let edition = (!translate).then_some(summary.row.edition);
    runs::set_meeting(ctx.db, session.run.id, summary.row.meeting, edition).await?;
    for (key, value) in &text.answers {
        let answered = session.played.dialog.question(&key.question).is_some();
        if answered && !(translate && key.question == SummaryText::LANGUAGE) {
            session.fill_in(ctx, key.clone(), value.clone());
        }
    }
    session::show(ctx, person, session.run.id).await
}

/// What is wrong with a draft, and the question to correct: nothing can be published like this.
async fn mistake(
    ctx: &mut Ctx<'_>,
    session: &Session,
    told: &SummaryText,
    meeting: &Meeting,
) -> Result<Option<(String, &'static str)>> {
    let day = told.day();
    let begins = meeting.day(day.unwrap_or(DayNumber(1))).map(|day| day.starts_at);
    if !meeting.stands() || begins.is_none_or(|begins| begins > ctx.now) {
        return Ok(Some((ctx.say("summary-too-early", &[]), SummaryText::DAY)));
    }
    if let Some(check) = told.checks().iter().find(|check| check.right.is_none()) {
        let text = ctx.say("summary-no-right", &[("n", Arg::Number(check.number.0))]);
        return Ok(Some((text, SummaryText::right_of(check.number))));
    }
    let Some(row) = summary_of(ctx, meeting.row.id, day).await? else {
        return Ok(None);
    };
    let texts = summaries::list_texts(ctx.db, row.id).await?;
    let same = texts.iter().any(|text| text.language == told.language);
    if same && session.run.sequence.is_none() {
        return Ok(Some((ctx.say("summary-published", &[]), SummaryText::LANGUAGE)));
    }
    if same && session.run.sequence != Some(row.edition) {
        return Ok(Some((ctx.say("summary-changed-meanwhile", &[]), SummaryText::LANGUAGE)));
    }
    for text in texts.into_iter().filter(|text| text.language != told.language) {
        let other = SummaryText { language: text.language, answers: text.answers, played: told.played.clone() };
        if (other.count(), other.checks().len()) != (told.count(), told.checks().len()) {
            let args = [("points", Arg::Number(other.count().0)), ("checks", Arg::count(other.checks().len()))];
            return Ok(Some((ctx.say("summary-uneven", &args), SummaryText::POINTS)));
        }
    }
    Ok(None)
}

/// The summary of a day, or of the whole meeting, if there is one.
async fn summary_of(ctx: &mut Ctx<'_>, meeting: MeetingId, day: Option<DayNumber>) -> Result<Option<Summary>> {
    Ok(summaries::list_of_meeting(ctx.db, meeting).await?.into_iter().find(|row| row.day == day))
}

/// The draft at its review, or where to go instead.
async fn at_review(ctx: &mut Ctx<'_>, person: &Person, run: RunId) -> Result<std::result::Result<Session, Outcome>> {
    let session = Session::load(ctx, person, run).await?;
    let Some(session) = session.filter(|session| session.played.dialog.name == SummaryText::FORM) else {
        // Published already: pressed twice.
        return Ok(Err(Outcome::goto(Route::ManagedMeetings { page: 0 }, ctx.say("stale", &[]))));
    };
    if !session.is_at_review() {
        return Ok(Err(session::show(ctx, person, run).await?)); // an answer was taken back meanwhile
    }
    Ok(Ok(session))
}

/// The draft as members will read it: one point, or the whole.
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

/// The meeting that a draft is about, if the coordinator manages it.
async fn meeting_of(ctx: &mut Ctx<'_>, scope: &Bodies, session: &Session) -> Result<Option<Meeting>> {
    match session.run.meeting {
        Some(meeting) if access::manages_meeting(ctx, scope, meeting).await? => form::load(ctx, meeting).await,
        _ => Ok(None),
    }
}

/// The form was handed in, and nothing is published yet: the draft as members will read it, or one point of it.
pub async fn preview(
    ctx: &mut Ctx<'_>,
    scope: &Bodies,
    session: &Session,
    point: Option<PointNumber>,
) -> Result<Outcome> {
    let told = SummaryText::of_form(&session.played, &session.answers);
    let (run, revision) = (session.run.id, session.run.revision);
    let proof = |point: i64| Route::SummaryProof { run, point: (point > 0).then_some(PointNumber(point)) };
    let Some(meeting) = meeting_of(ctx, scope, session).await? else {
        return Ok(Route::ManagedMeetings { page: 0 }.into());
    };
    if let Some(point) = point.filter(|point| *point <= told.count()) {
        let text = format!("{}\n\n{}", ctx.say("summary-proof", &[]), told.point_in_words(ctx, point));
        let mut screen = Screen::new(text);
        let mut turn = vec![to(ctx, "previous", proof(point.0 - 1))];
        if point < told.count() {
            turn.push(to(ctx, "next", proof(point.0 + 1)));
        }
        screen.rows.push(turn);
        screen.rows.push(vec![to(ctx, "preview-back", proof(0))]);
        return Ok(screen.into());
    }
    let mistake = mistake(ctx, session, &told, &meeting).await?;
    let mut text = ctx.say("summary-preview", &facts(&told));
    if let Some((mistake, _)) = &mistake {
        text.push_str(&format!("\n\n⛔ {mistake}"));
    }
    for check in told.checks() {
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

/// The preview was confirmed: the text is published, and those concerned are told.
pub async fn publish(ctx: &mut Ctx<'_>, person: &Person, scope: &Bodies, run: RunId, revision: i64) -> Result<Outcome> {
    let session = match at_review(ctx, person, run).await? {
        Ok(session) => session,
        Err(outcome) => return Ok(outcome),
    };
    let told = SummaryText::of_form(&session.played, &session.answers);
    let Some(meeting) = meeting_of(ctx, scope, &session).await? else {
        return Ok(Route::ManagedMeetings { page: 0 }.into());
    };
    if session.run.revision != revision || mistake(ctx, &session, &told, &meeting).await?.is_some() {
        return preview(ctx, scope, &session, None).await;
    }
    let (id, day) = (meeting.row.id, told.day());
    let known = summary_of(ctx, id, day).await?;
    let summary = match &known {
        Some(row) => row.id,
        None => summaries::add(ctx.db, id, day, person.id, ctx.now).await?,
    };
    let words = told.search_words();
    let (language, answers) = (told.language.clone(), told.answers.clone());
    files::hand_out(ctx, &answers).await?;
    let text = Text { language, version: session.run.version, answers };
    summaries::set_text(ctx.db, summary, &text, &words).await?;
    runs::end(ctx.db, session.run.id).await?;
    let row = summaries::find(ctx.db, summary).await?;
    if known.is_some() && session.run.sequence.is_some() {
        let readers = readings::list_readers(ctx.db, summary).await?.into_iter().filter(|reader| reader.point.0 > 0);
        let readers: Vec<PersonId> = readers.map(|reader| reader.person).collect();
        let occasion = row.map(|row| row.edition);
        let told = Notification::new(LetterKind::SummaryCorrected(summary), &readers);
        notify(ctx, Notification { occasion, follower: Some(person.id), ..told }).await?;
        ctx.audit(person, AuditAction::CorrectedSummary(id)).await?;
    } else {
        if let Some(row) = row {
            enrol(ctx, Some(person.id), &row).await?;
        }
        ctx.audit(person, AuditAction::PublishedSummary(id)).await?;
    }
    Ok(Route::SummaryProgress { summary, page: 0 }.into())
}

/// Writes letters, if there is anybody to write to.
pub(super) async fn notify(ctx: &mut Ctx<'_>, notification: Notification<'_>) -> Result<()> {
    if !notification.to.is_empty() {
        enqueue(ctx, &notification).await?;
    }
    Ok(())
}

/// Whoever was absent is told what they missed, the others get it as a record; each once.
async fn enrol(ctx: &mut Ctx<'_>, follower: Option<PersonId>, summary: &Summary) -> Result<()> {
    let enrolled = readings::enrol(ctx.db, summary).await?;
    let missed = Notification::new(LetterKind::SummaryMissed(summary.id), &enrolled.missed);
    notify(ctx, Notification { follower, ..missed }).await?;
    notify(ctx, Notification::new(LetterKind::SummaryRecord(summary.id), &enrolled.attended)).await
}

/// The attendance of a meeting has changed: whoever turns out to have been absent is told of its summaries.
pub async fn follow_attendance(ctx: &mut Ctx<'_>, meeting: MeetingId) -> Result<()> {
    for summary in summaries::list_of_meeting(ctx.db, meeting).await? {
        enrol(ctx, None, &summary).await?;
    }
    Ok(())
}
