//! Codes that were written until November 2026. They hold in one or two numbers what the fields of a route hold now.
//! Messages with these codes exist for ever, so they must be understood for ever.

use super::field::{DimensionNumber, Field, TopicNumber};
use super::route::Route;
use crate::types::{
    ApologyReason, Attendance, BodyId, CheckNumber, DayNumber, MeetingId, PersonId, PointNumber, Rsvp, ShareId,
    SummaryId, SurveyId,
};

/// Parses an old code. None: it is no old code.
pub(super) fn parse(text: &str) -> Option<Route> {
    let (code, numbers) = text.split_once(':').unwrap_or((text, ""));
    let mut numbers = numbers.split(':').filter(|number| !number.is_empty());
    let mut number = || numbers.next().map_or(Some(0), |n| n.parse::<i64>().ok());
    let (a, b) = (number()?, number()?);
    let at = |number: i64| usize::try_from(number).ok();
    let (meeting, day) = (MeetingId(a.div_euclid(10)), DayNumber(a.rem_euclid(10)));
    let survey = SurveyId(a);
    Some(match code {
        "csv" if b == 100 => Route::ExportAnswersLong { survey },
        "rs" => {
            let spot = Field::decode(&b.div_euclid(100).to_string())?;
            let (rsvp, reason) = match b.rem_euclid(100) {
                0 => (None, None),
                1 => (Some(Rsvp::Yes), None),
                2 => (Some(Rsvp::No), None),
                3 => (Some(Rsvp::Maybe), None),
                n => (Some(Rsvp::No), Some(*ApologyReason::ALL.get(at(n - 20)?)?)),
            };
            Route::Rsvp { meeting: MeetingId(a), spot, rsvp, reason }
        }
        "mg" if b == -1 => Route::ManagedMeeting { meeting: MeetingId(a), page: 0, below: true },
        "mg" => Route::ManagedMeeting { meeting: MeetingId(a), page: at(b)?, below: false },
        "mat" => Route::Attendance { meeting, day, below: b == -1 },
        "mci" => Route::OpenCheckIn { meeting, day },
        "mro" => {
            let body = Some(BodyId(b.div_euclid(1000))).filter(|body| body.0 != 0);
            Route::Roll { meeting, day, body, page: at(b.rem_euclid(1000))? }
        }
        "mma" => {
            let mark = Attendance::ALL.get(at(b.rem_euclid(4))?).copied(); // 3: taken back
            Route::MarkAttendance { meeting, day, member: PersonId(b.div_euclid(4)), mark }
        }
        "mcl" => Route::AskToCloseDay { meeting, day },
        "mcy" => Route::CloseDay { meeting, day },
        "mcs" => Route::ExportAttendance { meeting, day },
        "msh" => Route::SignatureSheet { meeting, day },
        "rd" => {
            let point = (b > 0).then_some(PointNumber(b));
            Route::ReadSummary { summary: SummaryId(a), point, below: b == -1 }
        }
        "ra" => {
            let (check, option) = (CheckNumber(b.div_euclid(10)), at(b.rem_euclid(10))?);
            Route::AnswerCheck { summary: SummaryId(a), check, option }
        }
        "gt" => {
            let summary = (b > 0).then_some(SummaryId(b));
            let point = summary.map(|_| PointNumber(a.div_euclid(1000)));
            Route::GlossaryTerm { term: at(a.rem_euclid(1000))?, summary, point }
        }
        "ret" => {
            let by = Some(DimensionNumber(b.rem_euclid(10))).filter(|by| by.0 != 0);
            Route::Topic { survey, topic: TopicNumber(b.div_euclid(10) + 1), by }
        }
        "res2" => Route::Comments { survey, topic: TopicNumber(b.div_euclid(100) + 1), page: at(b.rem_euclid(100))? },
        "rev" => {
            Route::CommentVoices { survey, topic: TopicNumber(b.div_euclid(100) + 1), page: at(b.rem_euclid(100))? }
        }
        "rem" => {
            let (topic, comment) = (TopicNumber(b.div_euclid(10_000) + 1), at(b.rem_euclid(10_000))?);
            Route::MaskComment { survey, topic, comment }
        }
        "shf" => Route::ShareResults { survey, topic: Some(TopicNumber(b)).filter(|topic| topic.0 != 0) },
        "shd" => Route::SharedResults { share: ShareId(a), chart: at(b.div_euclid(2))?, letter: b.rem_euclid(2) == 1 },
        _ => return None,
    })
}
