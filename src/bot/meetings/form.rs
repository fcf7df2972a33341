//! A meeting as the form `meeting` describes it, and what follows from it: its days and who is invited.

use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

use crate::bot::context::{Ctx, Options};
use crate::bot::error::Result;
use crate::bot::forms::{RequiredAnswer, RequiredDialog, RequiredQuestion};
use crate::bot::library::LocalizedDialog;
use crate::dialog::{Answers, Attached, Key, Value, walk};
use crate::store;
use crate::store::meetings::{Day, Description, MeetingRow};
use crate::store::runs::Run;
use crate::text::dates;
use crate::types::{DayNumber, MeetingId, Timestamp, VersionId};

/// An end before this hour and before the beginning belongs to the next morning.
const MORNING: u32 = 6;

/// The answers to the form `meeting`.
#[derive(Clone)]
pub struct MeetingForm {
    /// The form in the version that was answered.
    pub localized: Arc<LocalizedDialog>,
    /// The answers that apply.
    pub answers: Vec<(Key, Value)>,
}

/// The questions and options of the form that the code reads.
impl MeetingForm {
    /// The form's name.
    pub(crate) const NAME: &'static str = "meeting";
    pub(super) const KIND: &'static str = "kind";
    /// The question for the subject.
    pub(crate) const SUBJECT: &'static str = "subject";
    pub(super) const DAYS: &'static str = "days";
    pub(super) const DAY: &'static str = "day";
    pub(super) const HOUR: &'static str = "hour";
    pub(super) const UNTIL: &'static str = "until";
    pub(super) const PLACE: &'static str = "place";
    pub(super) const MAP: &'static str = "map";
    pub(super) const AGENDA: &'static str = "agenda";
    /// The programme of each day, in order. Their number is the largest number of days.
    pub(super) const PROGRAMMES: [&'static str; 5] =
        ["programme1", "programme2", "programme3", "programme4", "programme5"];
    pub(super) const ORGANISER: &'static str = "organiser";
    pub(super) const PARTNERS: &'static str = "partners";
    pub(super) const FILES: &'static str = "files";
    pub(super) const WHOM: &'static str = "whom";
    pub(super) const WHOM_ALL: &'static str = "all";
    pub(super) const WHOM_SOME: &'static str = "some";
    pub(super) const WHOM_LIST: &'static str = "list";
    pub(super) const BODIES: &'static str = "bodies";
    pub(super) const LISTS: &'static str = "lists";
    /// The question whether an evaluation opens after the last day.
    pub(crate) const EVALUATION: &'static str = "evaluation";
    /// Its option for yes.
    pub(crate) const YES: &'static str = "yes";

    /// `takafou check` compares the file with this.
    pub(crate) const REQUIRED: RequiredDialog = RequiredDialog {
        name: MeetingForm::NAME,
        questions: &[
            RequiredQuestion::new(MeetingForm::KIND, RequiredAnswer::Options(&["training"])),
            RequiredQuestion::new(MeetingForm::SUBJECT, RequiredAnswer::Text),
            RequiredQuestion::new(MeetingForm::DAYS, RequiredAnswer::Scale(1, MeetingForm::PROGRAMMES.len() as i64)),
            RequiredQuestion::new(MeetingForm::DAY, RequiredAnswer::Date),
            RequiredQuestion::new(MeetingForm::HOUR, RequiredAnswer::Time),
            RequiredQuestion::new(MeetingForm::UNTIL, RequiredAnswer::Time),
            RequiredQuestion::new(MeetingForm::PLACE, RequiredAnswer::Text),
            RequiredQuestion::new(MeetingForm::MAP, RequiredAnswer::Text),
            RequiredQuestion::new(MeetingForm::AGENDA, RequiredAnswer::Text),
            RequiredQuestion::new(MeetingForm::PROGRAMMES[0], RequiredAnswer::Text),
            RequiredQuestion::new(MeetingForm::PROGRAMMES[1], RequiredAnswer::Text),
            RequiredQuestion::new(MeetingForm::PROGRAMMES[2], RequiredAnswer::Text),
            RequiredQuestion::new(MeetingForm::PROGRAMMES[3], RequiredAnswer::Text),
            RequiredQuestion::new(MeetingForm::PROGRAMMES[4], RequiredAnswer::Text),
            RequiredQuestion::new(MeetingForm::ORGANISER, RequiredAnswer::Text),
            RequiredQuestion::new(MeetingForm::PARTNERS, RequiredAnswer::Text),
            RequiredQuestion::new(MeetingForm::FILES, RequiredAnswer::Files),
            RequiredQuestion::new(
                MeetingForm::WHOM,
                RequiredAnswer::Options(&[MeetingForm::WHOM_ALL, MeetingForm::WHOM_SOME, MeetingForm::WHOM_LIST]),
            ),
            RequiredQuestion::new(MeetingForm::BODIES, RequiredAnswer::Source("bodies")),
            RequiredQuestion::new(MeetingForm::LISTS, RequiredAnswer::Source("lists")),
            RequiredQuestion::new(MeetingForm::EVALUATION, RequiredAnswer::Options(&[MeetingForm::YES])),
        ],
    };
}

/// A stored meeting.
#[derive(Clone)]
pub(crate) struct Meeting {
    pub row: MeetingRow,
    pub days: Vec<Day>,
    pub about: MeetingForm,
}

pub(crate) async fn load(ctx: &mut Ctx<'_>, id: MeetingId) -> Result<Option<Meeting>> {
    Ok(load_all(ctx, &[id]).await?.pop())
}

/// Loads these meetings, in the order given; missing ones are left out.
pub(crate) async fn load_all(ctx: &mut Ctx<'_>, ids: &[MeetingId]) -> Result<Vec<Meeting>> {
    let rows = store::meetings::list_by_id(ctx.db, ids).await?;
    let mut days = store::meetings::list_days_of_each(ctx.db, ids).await?;
    let mut meetings = Vec::with_capacity(rows.len());
    for row in rows {
        let localized = ctx.bot.library.version(ctx.db, row.version).await?;
        let about = MeetingForm { localized, answers: row.answers.clone() };
        let own = days.extract_if(.., |(meeting, _)| *meeting == row.id).map(|(_, day)| day).collect();
        meetings.push(Meeting { row, days: own, about });
    }
    meetings.sort_by_key(|meeting| ids.iter().position(|id| *id == meeting.row.id));
    Ok(meetings)
}

impl Meeting {
    /// When it begins. A meeting without days, which cannot be made, never begins.
    pub(crate) fn starts_at(&self) -> Timestamp {
        self.days.first().map_or(Timestamp::MAX, |day| day.starts_at)
    }

    pub(crate) fn has_begun(&self, now: Timestamp) -> bool {
        now >= self.starts_at()
    }

    pub(crate) fn is_over(&self, now: Timestamp) -> bool {
        self.days.last().is_some_and(|day| now >= day_end(day))
    }

    /// It was not cancelled.
    pub(crate) fn takes_place(&self) -> bool {
        self.row.cancelled_at.is_none()
    }

    pub(crate) fn day(&self, number: DayNumber) -> Option<&Day> {
        self.days.iter().find(|day| day.number == number)
    }
}

/// The days of the meeting that a form is about, as options.
pub(crate) async fn day_options(ctx: &mut Ctx<'_>, run: &Run) -> Result<Options> {
    let Some(meeting) = run.meeting else { return Ok(Vec::new()) };
    let meeting = load(ctx, meeting).await?;
    let days = meeting.iter().flat_map(|meeting| &meeting.days);
    let named = days.map(|day| {
        let date = parse_wall(&day.begins).date();
        (format!("d{}", day.number), dates::day_in_words(date, &ctx.locale.language))
    });
    Ok(named.collect())
}

/// When a day is over: at midnight, or later if it ends later.
pub(crate) fn day_end(day: &Day) -> Timestamp {
    dates::end_of(parse_wall(&day.begins).date()).max(day.ends_at.unwrap_or(Timestamp(0)))
}

/// Reads a stored wall time. A text that cannot be read was not written by us; it becomes a time long past.
pub(crate) fn parse_wall(text: &str) -> NaiveDateTime {
    text.parse().unwrap_or_default()
}

impl MeetingForm {
    /// The description in a form that is not submitted yet.
    pub(crate) fn from_form(localized: &Arc<LocalizedDialog>, answers: &Answers) -> MeetingForm {
        MeetingForm { localized: localized.clone(), answers: walk::submission(&localized.dialog, answers) }
    }

    fn value(&self, id: &str) -> Option<&Value> {
        self.answers.iter().find(|(key, _)| key.question == id).map(|(_, value)| value)
    }

    pub(crate) fn text(&self, id: &str) -> Option<&str> {
        match self.value(id) {
            Some(Value::Text(words)) => Some(words),
            _ => None,
        }
    }

    pub(crate) fn picks(&self, id: &str) -> &[String] {
        match self.value(id) {
            Some(Value::Picks(picks)) => picks,
            _ => &[],
        }
    }

    pub(crate) fn place(&self) -> &str {
        self.text(MeetingForm::PLACE).unwrap_or_default()
    }

    pub(crate) fn files(&self) -> &[Attached] {
        match self.value(MeetingForm::FILES) {
            Some(Value::Files(files)) => files,
            _ => &[],
        }
    }

    pub(crate) fn kind(&self) -> &str {
        self.picks(MeetingForm::KIND).first().map_or("", String::as_str)
    }

    fn time(&self, id: &str) -> Option<NaiveTime> {
        match self.value(id) {
            Some(Value::Time(time)) => Some(*time),
            _ => None,
        }
    }

    /// The days in wall time: beginning, and end if there is one. None if the end is before the beginning; but an end
    /// in the small hours belongs to the next day, as after Tarawih.
    pub(crate) fn days(&self) -> Option<Vec<(NaiveDateTime, Option<NaiveDateTime>)>> {
        use chrono::Timelike;
        let (Some(Value::Date(first)), Some(hour)) = (self.value(MeetingForm::DAY), self.time(MeetingForm::HOUR))
        else {
            return None;
        };
        let count = match self.value(MeetingForm::DAYS) {
            Some(Value::Numbers(numbers)) => numbers.first().and_then(|n| u64::try_from(*n).ok()).unwrap_or(1),
            _ => 1,
        };
        let until = self.time(MeetingForm::UNTIL);
        if until.is_some_and(|until| until <= hour && until.hour() >= MORNING) {
            return None;
        }
        let day = |n: u64| -> (NaiveDateTime, Option<NaiveDateTime>) {
            let day: NaiveDate = *first + Days::new(n);
            let end = until.map(|until| (if until > hour { day } else { day + Days::new(1) }).and_time(until));
            (day.and_time(hour), end)
        };
        Some((0..count.max(1)).map(day).collect())
    }

    /// The days in the calendar, whatever the hour.
    pub(super) fn dates(&self) -> Vec<NaiveDate> {
        self.days().unwrap_or_default().iter().map(|(begins, _)| begins.date()).collect()
    }

    /// The days as rows, with their instants.
    pub fn stored_days(&self) -> Vec<Day> {
        let days = self.days().unwrap_or_default().into_iter().enumerate();
        let day = |(i, (begins, ends)): (usize, (NaiveDateTime, Option<NaiveDateTime>))| Day {
            number: DayNumber(i64::try_from(i).unwrap_or(0) + 1),
            begins: wall_text(begins),
            ends: ends.map(wall_text),
            starts_at: dates::instant(begins),
            ends_at: ends.map(dates::instant),
            secret: None,
            closed_at: None,
        };
        days.map(day).collect()
    }

    pub(super) fn programme_of(day: DayNumber) -> Option<&'static str> {
        MeetingForm::PROGRAMMES.get(usize::try_from(day.0 - 1).ok()?).copied()
    }

    /// The option of the question `whom`.
    fn whom(&self) -> Option<&str> {
        self.picks(MeetingForm::WHOM).first().map(String::as_str)
    }

    /// Whether only people on working lists are invited.
    pub(crate) fn is_by_list(&self) -> bool {
        self.whom() == Some(MeetingForm::WHOM_LIST)
    }

    /// Whether only chosen bodies are invited.
    pub(crate) fn is_by_body(&self) -> bool {
        self.whom() == Some(MeetingForm::WHOM_SOME)
    }

    /// Whether an evaluation opens after the last day.
    pub(crate) fn wants_evaluation(&self) -> bool {
        self.picks(MeetingForm::EVALUATION) == [MeetingForm::YES]
    }

    /// The description as the store takes it.
    pub fn description(&self, version: VersionId) -> Description<'_> {
        Description { version, answers: &self.answers, invited_only: self.is_by_list() }
    }
}

fn wall_text(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%S").to_string()
}
