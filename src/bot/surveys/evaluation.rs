//! The evaluation of a training opens by itself on the evening of its last day, if the coordinator has asked for it.
//! People who attended and people who did not get the same survey. Its first question leads each to their part, and is
//! answered for them if attendance is known (they can correct that in the review).

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

use super::manage;
use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::forms::{RequiredAnswer, RequiredDialog, RequiredQuestion};
use crate::bot::meetings::audience::invited_people;
use crate::bot::meetings::form::{self, Meeting, MeetingForm};
use crate::bot::notify::{self, Notification};
use crate::bot::prefetch::Prefetch;
use crate::bot::state::Bot;
use crate::dialog::{Dialog, Key, Usage, Value};
use crate::schedule::Rules;
use crate::store::audit::AuditAction;
use crate::store::letter_kind::LetterKind;
use crate::store::meetings::Day;
use crate::store::people::Person;
use crate::store::{self, Store};
use crate::text::FIRST_LANGUAGE;
use crate::types::{Address, Attendance, DAY, MeetingId, Millis, SurveyId, Timestamp};

pub struct EvaluationSurvey;

impl EvaluationSurvey {
    pub const NAME: &'static str = "evaluation";
    /// The question which days the person attended.
    pub const WHICH_DAYS: &'static str = "B1";
    /// Its option for both days.
    pub const BOTH: &'static str = "both";
    /// Its option for the first day alone.
    pub const DAY_ONE: &'static str = "day-one";
    /// Its option for the second day alone.
    pub const DAY_TWO: &'static str = "day-two";
    /// Its option for no day.
    pub const ABSENT: &'static str = "absent";

    /// `takafou check` compares the file with this.
    pub const REQUIRED: RequiredDialog = RequiredDialog {
        name: EvaluationSurvey::NAME,
        questions: &[RequiredQuestion::new(
            EvaluationSurvey::WHICH_DAYS,
            RequiredAnswer::Options(&[
                EvaluationSurvey::BOTH,
                EvaluationSurvey::DAY_ONE,
                EvaluationSurvey::DAY_TWO,
                EvaluationSurvey::ABSENT,
            ]),
        )],
    };
}

/// How long after the beginning of the last day a missed evaluation still opens: over a weekend without power.
const LATE: Millis = 4 * DAY;

/// When the evaluation of a meeting opens and closes.
struct EvaluationOpening {
    meeting: MeetingId,
    opens_at: Timestamp,
    closes_at: Timestamp,
}

/// The evaluations of meetings whose last day begins within this time and that were not decided yet.
async fn find_openings(
    rules: &Rules,
    db: &mut SqliteConnection,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<EvaluationOpening>> {
    let meetings = store::surveys::list_unevaluated(db, from, to).await?;
    // The days are in order, so the map holds the last day of each meeting.
    let last_days: BTreeMap<MeetingId, Day> =
        store::meetings::list_days_of_each(db, &meetings).await?.into_iter().collect();
    let opening = |(meeting, last): (MeetingId, Day)| {
        let (opens_at, closes_at) =
            rules.reminders.evaluation(form::parse_wall(last.ends.as_deref().unwrap_or(&last.begins)));
        EvaluationOpening { meeting, opens_at, closes_at }
    };
    Ok(last_days.into_iter().map(opening).collect())
}

/// The evaluations that must open now.
async fn find_due(bot: &Bot, db: &mut SqliteConnection, now: Timestamp) -> Result<Vec<EvaluationOpening>> {
    let openings = find_openings(&bot.rules, db, now - LATE, now + DAY).await?.into_iter();
    Ok(openings.filter(|opening| opening.opens_at <= now).collect())
}

/// When the next evaluation after `now` opens, for the demo's clock.
pub async fn next_opening(rules: &Rules, db: &mut SqliteConnection, now: Timestamp) -> Result<Option<Timestamp>> {
    let mut openings = find_openings(rules, db, now - LATE, Timestamp::MAX).await?;
    openings.retain(|opening| opening.opens_at > now);
    let meetings: Vec<MeetingId> = openings.iter().map(|opening| opening.meeting).collect();
    let wanted = |(key, value): &(Key, Value)| {
        key.question == MeetingForm::EVALUATION && matches!(value, Value::Picks(picks) if *picks == [MeetingForm::YES])
    };
    let mut meetings = store::meetings::list_by_id(db, &meetings).await?;
    meetings.retain(|meeting| meeting.answers.iter().any(wanted));
    let wanted = openings.iter().filter(|opening| meetings.iter().any(|meeting| meeting.id == opening.meeting));
    Ok(wanted.map(|opening| opening.opens_at).min())
}

/// The answer to the question which days the person attended, if attendance says enough: the key and the answer.
pub async fn find_known_answer(
    ctx: &mut Ctx<'_>,
    person: &Person,
    survey: SurveyId,
    dialog: &Dialog,
) -> Result<Option<(Key, Value)>> {
    let Some(meeting) = store::surveys::find_evaluated_meeting(ctx.db, survey).await? else {
        return Ok(None);
    };
    let days = store::meetings::list_days(ctx.db, meeting).await?;
    let marks = store::attendance::list_of_person(ctx.db, person.id).await?;
    let attended = |day: &Day| {
        let mark = marks.iter().find(|(id, number, _)| (*id, *number) == (meeting, day.number));
        match mark.map(|(.., attendance)| attendance) {
            Some(Attendance::Present) => Some(true),
            Some(Attendance::Excused | Attendance::Absent) if day.closed_at.is_some() => Some(false),
            Some(Attendance::Excused | Attendance::Absent) | None => None,
        }
    };
    let option = match days.iter().map(attended).collect::<Option<Vec<bool>>>().as_deref() {
        Some([true, true]) => EvaluationSurvey::BOTH,
        Some([true, false] | [true]) => EvaluationSurvey::DAY_ONE,
        Some([false, true]) => EvaluationSurvey::DAY_TWO,
        Some(days) if !days.contains(&true) => EvaluationSurvey::ABSENT,
        _ => return Ok(None),
    };
    let question = dialog.question(EvaluationSurvey::WHICH_DAYS).filter(|question| question.choice(option).is_some());
    Ok(question.map(|question| (Key::once(&question.id), Value::Picks(vec![option.to_owned()]))))
}

/// Opens the evaluations that are due and wanted. Each meeting is decided only once. True if there were any.
pub async fn open_due(bot: &Bot, store: &Store, now: Timestamp) -> Result<bool> {
    if find_due(bot, &mut *store.read().await?, now).await?.is_empty() {
        return Ok(false);
    }
    let mut transaction = store.write().await?;
    for EvaluationOpening { meeting: id, closes_at, .. } in find_due(bot, &mut transaction, now).await? {
        let mut prefetch = Prefetch::default();
        let nobody = Address::telegram(0);
        let ctx = &mut Ctx::outside(bot, &mut transaction, &mut prefetch, now, nobody, FIRST_LANGUAGE);
        let survey = match form::load(ctx, id).await? {
            Some(meeting) if meeting.about.wants_evaluation() => open_to_meeting(ctx, &meeting, closes_at).await?,
            _ => None,
        };
        store::surveys::set_evaluation(ctx.db, id, survey).await?;
    }
    transaction.commit().await.map_err(store::Error::from)?;
    Ok(true)
}

/// Opens the survey to the bodies of a meeting and writes to the people invited; does nothing if it is open to any of
/// these bodies already.
async fn open_to_meeting(ctx: &mut Ctx<'_>, meeting: &Meeting, closes_at: Timestamp) -> Result<Option<SurveyId>> {
    let Some((_, localized)) = ctx.bot.library.latest(EvaluationSurvey::NAME) else {
        return Ok(None);
    };
    let bodies = store::meetings::find_bodies(ctx.db, meeting.row.id).await?;
    let name = EvaluationSurvey::NAME;
    if closes_at <= ctx.now || manage::is_open_to(ctx.db, name, &bodies, ctx.now).await? {
        return Ok(None);
    }
    let anonymous = localized.dialog.usage == Usage::Anonymous;
    let survey = store::surveys::open(ctx.db, name, anonymous, &bodies, ctx.now, closes_at).await?;
    let people = invited_people(ctx, meeting.row.id).await?;
    let coordinator = meeting.row.person;
    store::audit::record(ctx.db, ctx.now, coordinator, AuditAction::OpenedSurvey(survey), None).await?;
    let letter = Notification {
        follower: coordinator,
        expires_at: Some(closes_at),
        ..Notification::new(LetterKind::SurveyOpened(survey), &people)
    };
    notify::enqueue(ctx, &letter).await?;
    Ok(Some(survey))
}
