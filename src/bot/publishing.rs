//! How a coordinator writes a summary down: draft, preview as members will see it, publication, correction, another language.
//!
//! A draft is a run of the form `summary` that belongs to a meeting; it stays until it is published. Nothing is sent before
//! the preview is confirmed. Of two who correct the same text the second is told, and nothing of theirs is published.

use super::coordinators::Scope;
use super::following;
use super::letters::{self, SUMMARY_CORRECTED, SUMMARY_MISSED, SUMMARY_RECORD};
use super::managing;
use super::meetings::Meeting;
use super::questions::to;
use super::runs::{self, Open};
use super::summaries::{self, Told};
use super::{Ctx, Result, attached};
use crate::chat::{Act, Button, Place, Press, Reply, Screen};
use crate::dialog::{Entry, Key, Value, walk};
use crate::store::people::Person;
use crate::store::summaries::{self as kept, Text};
use crate::store::{meetings as invitations, runs as forms};
use crate::text::{Arg, escape};

/// The dialog's name.
pub const FORM: &str = "summary";

/// A coordinator's place about the summaries of a meeting.
///
/// # Errors
/// When the database refuses.
pub async fn go(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope, place: Place, a: i64, b: i64) -> Result<Reply> {
    match place {
        Place::Summaries => match managing::allowed(ctx, scope, a).await? {
            Some(meeting) => list(ctx, person, &meeting).await,
            None => managing::list(ctx, scope, 0).await,
        },
        Place::Summarise => match managing::allowed(ctx, scope, a).await? {
            Some(meeting) if meeting.stands() && meeting.has_begun(ctx.now) => begin(ctx, person, &meeting).await,
            Some(meeting) => {
                let mut reply = list(ctx, person, &meeting).await?;
                reply.notice = Some(ctx.say("summary-too-early", &[]));
                Ok(reply)
            }
            None => managing::list(ctx, scope, 0).await,
        },
        Place::Draft => runs::show(ctx, person, a).await,
        Place::Proof | Place::Publish => {
            let Some(open) = runs::load(ctx, person, a).await?.filter(|open| open.played.dialog.name == FORM) else {
                let mut reply = managing::list(ctx, scope, 0).await?; // published already: pressed twice
                reply.notice = Some(ctx.say("stale", &[]));
                return Ok(reply);
            };
            if !matches!(walk::step(&open.played.dialog, &open.answers), walk::Step::Review) {
                return runs::show(ctx, person, a).await; // an answer was taken back meanwhile
            }
            if place == Place::Publish && b == open.run.revision {
                return publish(ctx, person, scope, open).await;
            }
            preview(ctx, scope, &open, if place == Place::Proof { b } else { 0 }).await
        }
        Place::Correct | Place::Translate => {
            let Some(summary) = following::allowed(ctx, scope, a).await? else {
                return managing::list(ctx, scope, 0).await;
            };
            let at = usize::try_from(b).unwrap_or(0).min(summary.texts.len() - 1);
            rewrite(ctx, person, &summary, at, place == Place::Translate).await
        }
        _ => following::go(ctx, person, scope, place, a, b).await,
    }
}

/// The summaries of a meeting and the drafts of one's own.
async fn list(ctx: &mut Ctx<'_>, person: &Person, meeting: &Meeting) -> Result<Reply> {
    let id = meeting.row.id;
    let summaries = kept::of_meeting(ctx.db, id).await?;
    let args = [("what", Arg::text(meeting.about.heading(ctx))), ("n", Arg::count(summaries.len()))];
    let mut screen = Screen::new(ctx.say("summaries", &args));
    for row in summaries {
        if let Some(summary) = summaries::load(ctx, row.id).await? {
            let title = summary.text(&ctx.language).title().to_owned();
            let day = summary.day_said(ctx).map_or_else(String::new, |day| format!(" · {day}"));
            screen = screen.row(format!("📚 {title}{day}"), Press::Go(Place::Summary, row.id, 0));
        }
    }
    for run in forms::drafts(ctx.db, person.id, id, FORM).await? {
        screen.rows.push(vec![to(ctx, "go-draft", Place::Draft, run, 0)]);
    }
    if meeting.stands() && meeting.has_begun(ctx.now) {
        screen.rows.push(vec![to(ctx, "go-summarise", Place::Summarise, id, 0)]);
    }
    screen.rows.push(vec![to(ctx, "back", Place::Manage, id, 0), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

/// A new draft, with what is known already: no day where there is one only, and the meeting's subject as title.
async fn begin(ctx: &mut Ctx<'_>, person: &Person, meeting: &Meeting) -> Result<Reply> {
    let open = runs::begin(ctx, person, FORM, None).await?;
    forms::belongs(ctx.db, open.run.id, meeting.row.id, None).await?;
    let mut known = Vec::new();
    if meeting.days.len() < 2 {
        known.push(("day", Value::Skipped));
    }
    if let Some(subject) = meeting.about.text("subject") {
        known.push(("heading", Value::Text(subject.to_owned())));
    }
    for (id, value) in known {
        ctx.ahead.keep(open.run.id, Key::once(id), Entry { value, done: true });
    }
    runs::show(ctx, person, open.run.id).await
}

/// The form filled in with a text that is published: to correct it, or to say it in another language.
async fn rewrite(
    ctx: &mut Ctx<'_>,
    person: &Person,
    summary: &summaries::Published,
    at: usize,
    translate: bool,
) -> Result<Reply> {
    let text = &summary.texts[at];
    let open = runs::begin(ctx, person, FORM, None).await?;
    let edition = (!translate).then_some(summary.row.edition);
    forms::belongs(ctx.db, open.run.id, summary.row.meeting, edition).await?;
    for (key, value) in &text.answers {
        let answered = open.played.dialog.question(&key.question).is_some();
        if answered && !(translate && key.question == "language") {
            ctx.ahead.keep(open.run.id, key.clone(), Entry { value: value.clone(), done: true });
        }
    }
    runs::show(ctx, person, open.run.id).await
}

/// What is wrong with a draft, and the question to correct: nothing can be published like this.
async fn mistake(ctx: &mut Ctx<'_>, open: &Open, told: &Told, meeting: &Meeting) -> Result<Option<(String, String)>> {
    let n = told.day();
    let begins = meeting.day(n.max(1)).map(|day| day.starts_at);
    if !meeting.stands() || begins.is_none_or(|begins| begins > ctx.now) {
        return Ok(Some((ctx.say("summary-too-early", &[]), "day".into())));
    }
    if let Some(check) = told.checks().iter().find(|check| check.right.is_none()) {
        let n = check.n;
        return Ok(Some((ctx.say("summary-no-right", &[("n", Arg::Number(n))]), format!("q{n}right"))));
    }
    let Some(row) = kept::of_meeting(ctx.db, meeting.row.id).await?.into_iter().find(|row| row.n == n) else {
        return Ok(None);
    };
    let texts = kept::texts(ctx.db, row.id).await?;
    let same = texts.iter().any(|text| text.language == told.language);
    if same && open.run.sequence.is_none() {
        return Ok(Some((ctx.say("summary-published", &[]), "language".into())));
    }
    if same && open.run.sequence != Some(row.edition) {
        return Ok(Some((ctx.say("summary-changed-meanwhile", &[]), "language".into())));
    }
    for text in texts.into_iter().filter(|text| text.language != told.language) {
        let other = Told { language: text.language, answers: text.answers, played: told.played.clone() };
        if (other.count(), other.checks().len()) != (told.count(), told.checks().len()) {
            let args = [("points", Arg::Number(other.count())), ("checks", Arg::count(other.checks().len()))];
            return Ok(Some((ctx.say("summary-uneven", &args), "points".into())));
        }
    }
    Ok(None)
}

/// The draft as members will read it: the whole at `k` 0, or one point of it.
///
/// # Errors
/// When the database refuses.
pub async fn preview(ctx: &mut Ctx<'_>, scope: &Scope, open: &Open, k: i64) -> Result<Reply> {
    let told = Told::of_form(&open.played, &open.answers);
    let run = open.run.id;
    let Some(meeting) = managing::allowed(ctx, scope, open.run.meeting.unwrap_or(0)).await? else {
        return managing::list(ctx, scope, 0).await;
    };
    if k > 0 && k <= told.count() {
        let mut screen = Screen::new(format!("{}\n\n{}", ctx.say("summary-proof", &[]), told.point_said(ctx, k)));
        let mut turn = vec![to(ctx, "previous", Place::Proof, run, k - 1)];
        if k < told.count() {
            turn.push(to(ctx, "next", Place::Proof, run, k + 1));
        }
        screen.rows.push(turn);
        screen.rows.push(vec![to(ctx, "preview-back", Place::Proof, run, 0)]);
        return Ok(screen.into());
    }
    let mistake = mistake(ctx, open, &told, &meeting).await?;
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
    screen.rows.push(vec![to(ctx, "summary-read-proof", Place::Proof, run, 1)]);
    let at_review =
        |question: &str, act| Press::Run { run, revision: open.run.revision, key: Key::once(question), act };
    match mistake {
        Some((_, question)) => {
            screen.rows.push(vec![Button::new(ctx.say("preview-correct", &[]), at_review(&question, Act::Edit))]);
        }
        None => {
            let publish = Press::Go(Place::Publish, run, open.run.revision);
            screen.rows.push(vec![Button::new(ctx.say("summary-publish", &[]), publish)]);
        }
    }
    let back = Button::new(ctx.say("preview-back", &[]), at_review("review", Act::Page(0)));
    screen.rows.push(vec![back, to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

/// Title, points, minutes and questions of a text, for the texts that name them.
pub fn facts(told: &Told) -> [(&'static str, Arg<'_>); 4] {
    [
        ("title", Arg::words(told.title())),
        ("points", Arg::Number(told.count())),
        ("minutes", Arg::Number(told.minutes())),
        ("checks", Arg::count(told.checks().len())),
    ]
}

async fn publish(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope, open: Open) -> Result<Reply> {
    let told = Told::of_form(&open.played, &open.answers);
    let Some(meeting) = managing::allowed(ctx, scope, open.run.meeting.unwrap_or(0)).await? else {
        return managing::list(ctx, scope, 0).await;
    };
    if mistake(ctx, &open, &told, &meeting).await?.is_some() {
        return preview(ctx, scope, &open, 0).await;
    }
    let (id, n) = (meeting.row.id, told.day());
    let known = kept::of_meeting(ctx.db, id).await?.into_iter().find(|row| row.n == n);
    let summary = match &known {
        Some(row) => row.id,
        None => kept::add(ctx.db, id, n, person.id, ctx.now).await?,
    };
    let words = told.search_words();
    let (language, answers) = (told.language.clone(), told.answers.clone());
    attached::hand_out(ctx, &answers).await?;
    kept::set_text(ctx.db, summary, &Text { language, version: open.run.version, answers }, &words).await?;
    forms::end(ctx.db, open.run.id).await?;
    if known.is_some() && open.run.sequence.is_some() {
        let readers = kept::readers(ctx.db, summary).await?.into_iter().filter(|reader| reader.point > 0);
        let readers: Vec<i64> = readers.map(|reader| reader.person).collect();
        let edition = kept::find(ctx.db, summary).await?.map(|row| row.edition);
        letters::tell_of_summary(ctx, Some(person), SUMMARY_CORRECTED, summary, edition, &readers).await?;
        ctx.audit(person, "corrected a summary", id).await?;
    } else {
        enrol(ctx, Some(person), summary, id, n).await?;
        ctx.audit(person, "published a summary", id).await?;
    }
    following::show(ctx, summary, 0).await
}

/// Whoever was absent is told what they missed, the others get it as a record; each once.
async fn enrol(ctx: &mut Ctx<'_>, person: Option<&Person>, summary: i64, meeting: i64, n: i64) -> Result<()> {
    let (missed, record) = kept::enrol(ctx.db, summary, meeting, n).await?;
    letters::tell_of_summary(ctx, person, SUMMARY_MISSED, summary, None, &missed).await?;
    letters::tell_of_summary(ctx, None, SUMMARY_RECORD, summary, None, &record).await
}

/// The attendance of a meeting has changed: whoever turns out to have been absent is told of its summaries.
///
/// # Errors
/// When the database refuses.
pub async fn attendance_changed(ctx: &mut Ctx<'_>, meeting: i64) -> Result<()> {
    for row in kept::of_meeting(ctx.db, meeting).await? {
        enrol(ctx, None, row.id, meeting, row.n).await?;
    }
    Ok(())
}

/// Whether this person may read the summaries of a meeting: they were invited, or it was announced to their body.
///
/// # Errors
/// When the database refuses.
pub async fn concerns(ctx: &mut Ctx<'_>, person: &Person, meeting: &Meeting) -> Result<bool> {
    let id = meeting.row.id;
    if invitations::reply_of(ctx.db, id, person.id).await?.is_some() {
        return Ok(true);
    }
    let listed = meeting.about.picks("whom").first().is_some_and(|whom| whom == "list");
    let bodies = invitations::bodies(ctx.db, id).await?;
    let theirs = person.body.is_some_and(|body| bodies.is_empty() || bodies.contains(&body));
    Ok(!listed && theirs && person.joined_at.is_some())
}
