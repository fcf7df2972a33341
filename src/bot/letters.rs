//! What the bot writes on its own: each kind of letter, composed at the moment of sending.

use sqlx::SqliteConnection;

use super::ahead::Ahead;
use super::meetings::{self, Described, Meeting};
use super::summaries::{self, Told};
use super::{Bot, Ctx, Result, catchup, convening, imports, publishing, replies, sharing, surveys};
use crate::chat::{File, Place, Press, Screen};
use crate::store::meetings as kept;
use crate::store::outbox::{self, Cause, Claimed};
use crate::store::people::Person;
use crate::store::summaries as readings;
use crate::store::{Millis, written};
use crate::text::{Arg, dates, escape};

/// A survey was opened: `subject` is the survey.
pub const SURVEY_OPENED: &str = "survey-opened";
/// Somebody has not answered it yet.
pub const SURVEY_REMINDER: &str = "survey-reminder";
/// Results of a survey were shared: `subject` is what was shared.
pub const SURVEY_SHARED: &str = "survey-shared";
/// A form that somebody sent has been read: `subject` is the form.
pub const FORM_READ: &str = "form-read";
/// A meeting was announced: of these, `subject` is the meeting.
pub const MEETING_NOTICE: &str = "meeting-notice";
/// A meeting was changed.
pub const MEETING_CHANGED: &str = "meeting-changed";
/// The notice that went out is made to match what a meeting has become.
pub const MEETING_EDIT: &str = "meeting-edit";
/// A meeting was cancelled.
pub const MEETING_CANCELLED: &str = "meeting-cancelled";
/// Legal time has changed, and the meeting stays at its hour.
pub const MEETING_CLOCK: &str = "meeting-clock";
/// A meeting is near.
pub const MEETING_REMINDER: &str = "meeting-reminder";
/// The programme of a later day of a meeting; the day's number stands in the key of its letters.
pub const MEETING_EVE: &str = "meeting-eve";

/// Somebody missed what a summary tells: of these, `subject` is the summary.
pub const SUMMARY_MISSED: &str = "summary-missed";
/// Somebody was there: a record.
pub const SUMMARY_RECORD: &str = "summary-record";
/// A summary was corrected.
pub const SUMMARY_CORRECTED: &str = "summary-corrected";
/// Somebody has not finished reading.
pub const SUMMARY_REMINDER: &str = "summary-reminder";

/// A letter as it goes out.
#[derive(Debug)]
pub struct Composed {
    /// Text or caption, and buttons.
    pub screen: Screen,
    /// What it carries.
    pub file: Option<File>,
    /// The message that it changes.
    pub edits: Option<i64>,
    /// Which state of its subject it tells: the sequence of a meeting.
    pub edition: i64,
}

impl From<Screen> for Composed {
    fn from(screen: Screen) -> Composed {
        Composed { screen, file: None, edits: None, edition: 0 }
    }
}

/// The letter of a row; none if there is no use in it any more (a survey that is closed, a meeting that somebody declined).
///
/// # Errors
/// When the database refuses.
pub async fn compose(
    bot: &Bot,
    db: &mut SqliteConnection,
    now: Millis,
    person: &Person,
    row: &Claimed,
) -> Result<Option<Composed>> {
    let mut ahead = Ahead::default();
    let ctx = &mut Ctx::outside(bot, db, &mut ahead, now, person.telegram, &person.language);
    let letter = match row.kind.as_str() {
        SURVEY_OPENED | SURVEY_REMINDER => of_survey(ctx, person, row).await?.map(Composed::from),
        FORM_READ => imports::letter(ctx, row.subject).await?.map(|(screen, file)| Composed { file, ..screen.into() }),
        SURVEY_SHARED => sharing::letter(ctx, row.subject).await?.map(Composed::from),
        kind if kind.starts_with("summary-") => of_summary(ctx, person, row).await?.map(Composed::from),
        kind if kind.starts_with("meeting-") => of_meeting(ctx, person, row).await?,
        kind => {
            tracing::error!(kind, "there is no such letter: was the outbox written by a newer version?");
            None
        }
    };
    Ok(letter.map(|letter| Composed { screen: ctx.laid_out(letter.screen), ..letter }))
}

/// A letter about a meeting. Each is composed from what the meeting is now, so that a later change overtakes none.
async fn of_meeting(ctx: &mut Ctx<'_>, person: &Person, row: &Claimed) -> Result<Option<Composed>> {
    let (Some(meeting), Some(said)) =
        (meetings::load(ctx, row.subject).await?, kept::reply_of(ctx.db, row.subject, person.id).await?)
    else {
        return Ok(None);
    };
    let notice = written::message_of(ctx.db, person.id, &format!("{MEETING_NOTICE}:{}", row.subject)).await?;
    let (stands, declined) = (meeting.stands(), said.reply.as_deref() == Some("no"));
    let (reached, coming) = written::knows(ctx.db, person.id, row.subject).await?;
    let knows = reached || said.reply.is_some();
    let (file, edition) = (Some(meeting.calendar(ctx, None)), meeting.row.sequence);
    let letter = match row.kind.as_str() {
        MEETING_NOTICE if stands => {
            Some(Composed { screen: replies::notice(ctx, &meeting, &said, false), file, edits: None, edition })
        }
        MEETING_EDIT => notice.map(|message| Composed {
            screen: replies::notice(ctx, &meeting, &said, false),
            file,
            edits: Some(message),
            edition,
        }),
        MEETING_CHANGED if stands && notice.is_none() && !coming => {
            // Their notice never arrived: this one says all.
            Some(Composed { screen: replies::notice(ctx, &meeting, &said, false), file, edits: None, edition })
        }
        MEETING_CHANGED if stands => changed(ctx, person, &meeting, &said).await?,
        MEETING_CANCELLED if !stands && knows => {
            let args = [("what", Arg::text(meeting.about.heading(ctx))), ("when", Arg::text(meeting.about.when(ctx)))];
            Some(Composed { screen: Screen::new(ctx.say("letter-cancelled", &args)), file, edits: None, edition })
        }
        MEETING_CLOCK if stands && knows && !declined => {
            let args = [("what", Arg::text(meeting.about.heading(ctx))), ("when", Arg::text(meeting.about.when(ctx)))];
            Some(Composed { screen: Screen::new(ctx.say("letter-clock", &args)), file, edits: None, edition })
        }
        MEETING_REMINDER if stands && !declined => Some(replies::reminder(ctx, &meeting, &said, false).into()),
        MEETING_EVE if stands && !declined => {
            let text = meeting.about.programme(ctx, day_of(&row.key));
            let details = ctx.say("meeting-details", &[]);
            text.map(|text| Screen::new(text).row(details, Press::Go(Place::Meeting, row.subject, 1)).into())
        }
        _ => None,
    };
    Ok(letter)
}

/// The day that the key of an eve's letter names: `meeting-eve:MEETING:DAY:BEGINNING`.
fn day_of(key: &str) -> i64 {
    key.split(':').nth(2).and_then(|n| n.parse().ok()).unwrap_or(0)
}

/// What changed since this person was last told of the meeting, with the buttons of a reply.
async fn changed(
    ctx: &mut Ctx<'_>,
    person: &Person,
    meeting: &Meeting,
    said: &kept::Reply,
) -> Result<Option<Composed>> {
    let Some(answers) = kept::known_to(ctx.db, meeting.row.id, person.id).await? else {
        return Ok(None); // has had no notice, or one that says it all
    };
    let before = Described { played: meeting.about.played.clone(), answers };
    let changes = meeting.about.changes(ctx, &before);
    if changes.is_empty() {
        return Ok(None); // and changed back
    }
    let moved = meeting.about.days() != before.days();
    let mut text = ctx.say("letter-changed", &[("what", Arg::text(meeting.about.heading(ctx)))]);
    let asked = if moved { ctx.say("letter-moved", &[]) } else { String::new() };
    let room = meetings::CAPTION.saturating_sub(meetings::units(&asked));
    let mut cut = false;
    for (what, old, new) in changes {
        let line = format!("\n\n{}", convening::changed(ctx, &what, &old, &new));
        if meetings::units(&text) + meetings::units(&line) <= room {
            text.push_str(&line);
        } else {
            cut = true;
            let line = format!("\n\n{}", ctx.say("changed-too", &[("what", Arg::text(what))]));
            if meetings::units(&text) + meetings::units(&line) <= room {
                text.push_str(&line);
            }
        }
    }
    text.push_str(&asked);
    let mut screen = Screen::new(text);
    let id = meeting.row.id;
    replies::keys(ctx, id, said, replies::Spot::Change, false, &mut screen);
    if cut {
        screen = screen.row(ctx.say("meeting-details", &[]), Press::Go(Place::Meeting, id, 1));
    }
    Ok(Some(Composed {
        screen,
        file: Some(meeting.calendar(ctx, Some(&before))),
        edits: None,
        edition: meeting.row.sequence,
    }))
}

/// A letter about a summary: what there is to catch up on, where somebody stopped, what was corrected.
async fn of_summary(ctx: &mut Ctx<'_>, person: &Person, row: &Claimed) -> Result<Option<Screen>> {
    let id = row.subject;
    let (Some(summary), Some(reading)) =
        (summaries::load(ctx, id).await?, readings::reading(ctx.db, id, person.id).await?)
    else {
        return Ok(None);
    };
    let told = summary.text(&ctx.language);
    let mut facts = publishing::facts(told).to_vec();
    facts.push(("what", Arg::text(summary.meeting.about.heading(ctx))));
    facts.push(("n", Arg::Number(reading.point.min(told.count()))));
    let unfinished = reading.finished_at.is_none();
    let (text, label) = match row.kind.as_str() {
        SUMMARY_MISSED if reading.missed && unfinished => {
            (ctx.say("letter-missed", &facts), ctx.say("summary-begin", &[]))
        }
        SUMMARY_RECORD => (ctx.say("letter-record", &facts), ctx.say("summary-open", &[])),
        SUMMARY_REMINDER if reading.missed && unfinished => {
            let label = if reading.point > 0 { ctx.say("summary-go-on", &[]) } else { ctx.say("summary-begin", &[]) };
            (ctx.say("letter-catch-up", &facts), label)
        }
        SUMMARY_CORRECTED => {
            let Some(before) = summaries::read_by(ctx, id, told, reading.edition).await? else {
                return Ok(None); // has read it as it is now
            };
            (corrected(ctx, told, &before), ctx.say("summary-open", &[]))
        }
        _ => return Ok(None),
    };
    Ok(Some(Screen::new(text).row(label, Press::Go(Place::Read, id, catchup::RESUME_BELOW))))
}

/// What was corrected since somebody read it, as far as one message holds it.
fn corrected(ctx: &Ctx<'_>, told: &Told, before: &Told) -> String {
    let mut text = ctx.say("letter-corrected", &[("title", Arg::words(told.title()))]);
    let short = |words: &str| -> String {
        let cut: String = words.chars().take(CORRECTION).collect();
        let more = if cut.len() < words.len() { "…" } else { "" };
        format!("\u{2068}{}{more}\u{2069}", escape(&cut))
    };
    for (n, old, new) in told.changes(before) {
        let what = ctx.say("corrected-point", &[("n", Arg::Number(n))]);
        let line = format!("\n\n{}", convening::changed(ctx, &what, &short(&old), &short(&new)));
        if meetings::units(&text) + meetings::units(&line) > meetings::SCREEN {
            break;
        }
        text.push_str(&line);
    }
    text
}

/// Letters of a point that a correction shows, old and new.
const CORRECTION: usize = 300;

/// Writes to these people about a summary; `person` is the coordinator who follows it. Of a kind of letter each person gets
/// one a summary, or one for each `occasion`.
///
/// # Errors
/// When the database refuses.
pub async fn tell_of_summary(
    ctx: &mut Ctx<'_>,
    person: Option<&Person>,
    kind: &str,
    summary: i64,
    occasion: Option<i64>,
    people: &[i64],
) -> Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    tell(ctx, person.map(|person| person.id), kind, summary, occasion, people, None).await.map(|_| ())
}

/// Writes to these people about a meeting; `person` is the coordinator who follows it. Of a kind of letter each person gets
/// one a meeting, or one for each `occasion` (its sequence, where it changes).
///
/// # Errors
/// When the database refuses.
pub async fn tell_of_meeting(
    ctx: &mut Ctx<'_>,
    person: Option<&Person>,
    kind: &str,
    meeting: i64,
    sequence: Option<i64>,
    people: &[i64],
    expires_at: Option<Millis>,
) -> Result<()> {
    tell(ctx, person.map(|person| person.id), kind, meeting, sequence, people, expires_at).await.map(|_| ())
}

/// Writes a kind of letter about a subject to these people; `person` is the coordinator who follows it. Of a kind each person
/// gets one a subject, or one for each `occasion`. Returns how many letters there are.
async fn tell(
    ctx: &mut Ctx<'_>,
    person: Option<i64>,
    kind: &str,
    subject: i64,
    occasion: Option<i64>,
    people: &[i64],
    expires_at: Option<Millis>,
) -> Result<u64> {
    let key = match occasion {
        Some(occasion) => format!("{kind}:{subject}:{occasion}"),
        None => format!("{kind}:{subject}"),
    };
    let cause = Cause { kind, subject, person, key: &key, priority: 0, due_at: ctx.now, expires_at, urgent: false };
    let (_, letters) = outbox::write(ctx.db, &cause, people, ctx.now).await?;
    ctx.posted = true;
    Ok(letters)
}

/// Writes to whoever sent a form what became of it: they wait for it, at any hour.
///
/// # Errors
/// When the database refuses.
pub async fn tell_of_form(db: &mut SqliteConnection, person: i64, form: i64, now: Millis) -> Result<()> {
    let key = format!("{FORM_READ}:{form}");
    let (kind, subject) = (FORM_READ, form);
    let cause =
        Cause { kind, subject, person: None, key: &key, priority: 0, due_at: now, expires_at: None, urgent: true };
    outbox::write(db, &cause, &[person], now).await?;
    Ok(())
}

async fn of_survey(ctx: &mut Ctx<'_>, person: &Person, row: &Claimed) -> Result<Option<Screen>> {
    let survey = row.subject;
    let standing = surveys::standings(ctx, person).await?.into_iter().find(|standing| standing.survey == survey);
    let Some(standing) = standing.filter(|standing| !standing.submitted) else {
        return Ok(None);
    };
    let last = dates::day_of(standing.closes_at - 1);
    let minutes = ctx.bot.library.latest(&standing.name).map_or(0, |(_, played)| played.dialog.minutes);
    let args = [
        ("title", Arg::text(surveys::title(ctx, &standing.name))),
        ("minutes", Arg::Number(i64::from(minutes))),
        ("day", Arg::text(dates::day_in_words(last, &ctx.language))),
    ];
    let id = if standing.started { "survey-begun" } else { "survey-new" };
    let label = ctx.say(id, &[("title", Arg::text(surveys::heading(ctx, &standing.name)))]);
    let text =
        if row.kind == SURVEY_REMINDER { ctx.say("letter-answer", &args) } else { ctx.say("letter-survey", &args) };
    Ok(Some(Screen::new(text).row(label, Press::Go(Place::Survey, survey, 0))))
}

/// Reminds these people of a survey, once for each `occasion`; returns how many letters there are. No coordinator follows it:
/// who has not answered is nobody's business.
///
/// # Errors
/// When the database refuses.
pub async fn remind_of_survey(
    ctx: &mut Ctx<'_>,
    survey: i64,
    closes_at: Millis,
    occasion: i64,
    people: &[i64],
) -> Result<u64> {
    if people.is_empty() {
        return Ok(0);
    }
    tell(ctx, None, SURVEY_REMINDER, survey, Some(occasion), people, Some(closes_at)).await
}

/// Writes to these people that results were shared; `person` is the coordinator who follows it.
///
/// # Errors
/// When the database refuses.
pub async fn tell_of_results(ctx: &mut Ctx<'_>, person: i64, share: i64, people: &[i64]) -> Result<()> {
    tell(ctx, Some(person), SURVEY_SHARED, share, None, people, None).await.map(|_| ())
}

/// Writes to these people that a survey is open; `person` is the coordinator who follows it.
///
/// # Errors
/// When the database refuses.
pub async fn tell_of_survey(
    ctx: &mut Ctx<'_>,
    person: Option<i64>,
    survey: i64,
    closes_at: Millis,
    people: &[i64],
) -> Result<()> {
    tell(ctx, person, SURVEY_OPENED, survey, None, people, Some(closes_at)).await.map(|_| ())
}
