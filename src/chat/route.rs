//! Where a button leads: every screen that has one, with what it needs to know.
//!
//! Codes live on in old messages, so a code is never used for something else. What earlier versions wrote otherwise is read
//! in `legacy`.

use super::field::{DimensionNumber, Field, Spot, TopicNumber};
use crate::types::{
    ApologyReason, Attendance, BodyId, BroadcastId, CheckNumber, DayNumber, ImportId, MeetingId, PersonId, PointNumber,
    Rsvp, RunId, ShareId, SummaryId, SurveyId, VersionId,
};

/// Declares the routes, each once: `read` if going there only shows something, `view` if it also writes something that twice
/// is no more than once (that it was looked at), and `act` otherwise; `leave` if whoever goes there leaves the question they are at, and `stay` if it stays open; its fields; its code.
macro_rules! routes {
    ($($(#[$doc:meta])* $kind:ident $place:ident $name:ident $({ $($field:ident: $type:ty),* })? = $code:literal,)*) => {
        /// Where a button leads. A screen is one variant here, one function in its feature's folder, and one arm in
        /// `bot::dispatch` and in `bot::access`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs, reason = "fields say what they are by name and type")]
        pub enum Route { $($(#[$doc])* $name $({ $($field: $type),* })?,)* }

        impl Route {
            /// The code of every route with the names of its fields.
            pub const SHAPES: &'static [(&'static str, &'static [&'static str])] =
                &[$(($code, &[$($(stringify!($field)),*)?]),)*];

            /// The route's code and its fields, joined by colons; what is 0 at the end is left out.
            pub(super) fn code(self) -> String {
                let mut parts = match self {
                    $(Route::$name $({ $($field),* })? => vec![$code.to_owned(), $($($field.encode()),*)?],)*
                };
                while parts.last().is_some_and(|last| last == "0") {
                    parts.pop();
                }
                parts.join(":")
            }

            /// Reads what [`Route::code`] writes; none if it is something else.
            pub(super) fn parse(text: &str) -> Option<Route> {
                let (code, fields) = text.split_once(':').unwrap_or((text, ""));
                let mut fields = fields.split(':').filter(|field| !field.is_empty());
                let route = match code {
                    $($code => Route::$name $({ $($field: Field::decode(fields.next().unwrap_or("0"))?),* })?,)*
                    _ => return None,
                };
                fields.next().is_none().then_some(route)
            }

            /// Whether going there only shows something, so that going there twice does no more than once.
            pub const fn is_view(self) -> bool {
                match self { $(Route::$name { .. } => routes!(@$kind),)* }
            }

            /// Whether going there is tried without the right to write: nobody who answers waits for it.
            pub const fn is_read_only(self) -> bool {
                match self { $(Route::$name { .. } => routes!(@only $kind),)* }
            }

            /// Whether the question that the person is at stays open.
            pub const fn keeps_question(self) -> bool {
                match self { $(Route::$name { .. } => routes!(@$place),)* }
            }
        }
    };
    (@only read) => { true };
    (@only view) => { false };
    (@only act) => { false };
    (@read) => { true };
    (@view) => { true };
    (@act) => { false };
    (@stay) => { true };
    (@leave) => { false };
}

routes! {
    // The member's own account.
    /// The menu.
    read leave Menu = "menu",
    /// Back to where I am: the question, or the menu.
    act stay Here = "here",
    /// Choose a language.
    read stay ChooseLanguage = "lang",
    /// Everything held about me.
    act leave MyData = "mine",
    /// Change my profile.
    act leave EditProfile = "edit",
    /// The data protection notice.
    read stay PrivacyNotice = "priv",
    /// Help.
    read stay Help = "help",
    /// No more messages.
    act leave StopMessages = "stop",
    /// Messages again.
    act leave ResumeMessages = "resm",
    /// First step of erasure.
    act leave AskToErase = "del",
    /// Second step of erasure.
    act leave Erase = "delx",

    // Bodies and their people, for coordinators.
    /// The bodies.
    read leave Bodies { page: usize } = "bods",
    /// One body.
    read leave Body { body: BodyId } = "bod",
    /// Add a body.
    act leave AddBody = "newb",
    /// Members of a body.
    view leave Members { body: BodyId, page: usize } = "mem",
    /// A link for the members of a body.
    act leave InviteMembers { body: BodyId } = "inv",
    /// A one-time link for another coordinator of a body, or of all.
    act leave InviteCoordinator { body: Option<BodyId> } = "app",
    /// What the members of a body took part in.
    view leave Record { body: BodyId, page: usize } = "rec",
    /// What one member took part in.
    act leave MemberRecord { member: PersonId, page: usize } = "recm",
    /// What the members of a body, or of all in scope, took part in, as CSV.
    act leave ExportRecord { body: Option<BodyId> } = "recc",
    /// What was done by whom.
    act leave Audit { page: usize } = "aud",

    // Surveys, for members.
    /// The surveys open to me.
    read leave Surveys { page: usize } = "svs",
    /// Opening screen of a survey.
    read leave Survey { survey: SurveyId } = "sv",
    /// More about a survey before beginning.
    read leave AboutSurvey { survey: SurveyId } = "abt",
    /// Agree and begin, or go on.
    act leave BeginSurvey { survey: SurveyId } = "go",

    // Surveys, for coordinators.
    /// All surveys.
    view leave ManagedSurveys { page: usize } = "rnds",
    /// One survey.
    view leave ManagedSurvey { survey: SurveyId, page: usize } = "rnd",
    /// Open a survey.
    act leave OpenSurvey = "open",
    /// Move the closing date.
    act leave ExtendSurvey { survey: SurveyId } = "ext",
    /// Close, first step.
    act leave AskToCloseSurvey { survey: SurveyId } = "cls",
    /// Close, second step.
    act leave CloseSurvey { survey: SurveyId } = "clsx",
    /// Answers as CSV, a row a response; with labels in the language of this place among the languages.
    act leave ExportAnswers { survey: SurveyId, language: usize } = "csv",
    /// Answers as CSV, a row an answer.
    act leave ExportAnswersLong { survey: SurveyId } = "csvl",
    /// Voice answers, after so many that have been heard.
    act leave VoiceAnswers { survey: SurveyId, heard: usize } = "voi",
    /// Who asked to be called.
    act leave Volunteers { survey: SurveyId, page: usize } = "wish",
    /// Remind those who have not answered.
    act leave RemindOfSurvey { survey: SurveyId } = "rer",
    /// Try the survey of a form that was sent.
    act leave TryForm { form: ImportId } = "fot",
    /// Take it among the surveys that can be opened.
    act leave TakeForm { form: ImportId } = "fok",
    /// The forms that were taken.
    read leave Forms { page: usize } = "fol",
    /// Take one of these out of the surveys or put it back.
    act leave ToggleForm { version: VersionId, page: usize } = "fox",

    // Broadcasts, for their coordinators.
    /// How far a broadcast is.
    view leave Broadcast { broadcast: BroadcastId } = "bc",
    /// Hold what has not been sent.
    act leave PauseBroadcast { broadcast: BroadcastId } = "bch",
    /// Let it go again.
    act leave ResumeBroadcast { broadcast: BroadcastId } = "bcr",
    /// Cancel what has not been sent, first step.
    act leave AskToCancelBroadcast { broadcast: BroadcastId } = "bcc",
    /// The second step.
    act leave CancelBroadcast { broadcast: BroadcastId } = "bcx",
    /// Send in quiet hours, first step.
    act leave AskToSendInQuietHours { broadcast: BroadcastId } = "bcu",
    /// The second step.
    act leave SendInQuietHours { broadcast: BroadcastId } = "bcz",
    /// Whom a broadcast did not reach.
    view leave MissedByBroadcast { broadcast: BroadcastId, page: usize } = "bcm",

    // Meetings, for members.
    /// My coming meetings.
    read leave Meetings { page: usize } = "mts",
    /// My past meetings.
    read leave PastMeetings { page: usize } = "mtp",
    /// One meeting, with my reply; `below`: under the message that was pressed, which stays.
    read leave Meeting { meeting: MeetingId, below: bool } = "mt",
    /// My reply to a meeting; without `rsvp` the apology stands, and no reason is given.
    act stay Rsvp { meeting: MeetingId, spot: Spot, rsvp: Option<Rsvp>, reason: Option<ApologyReason> } = "rsv",
    /// The files of a meeting.
    view stay MeetingFiles { meeting: MeetingId } = "mtf",

    // Meetings, for coordinators.
    /// The meetings I may manage.
    read leave ManagedMeetings { page: usize } = "mgs",
    /// Describe a new meeting.
    act leave NewMeeting = "mnw",
    /// The notice before it is sent, in the language of this place among the languages.
    act stay PreviewMeeting { run: RunId, language: usize } = "mpv",
    /// Send it.
    act stay AnnounceMeeting { run: RunId, revision: i64 } = "man",
    /// One meeting with its counts; `below`: under the message that was pressed, which stays.
    view leave ManagedMeeting { meeting: MeetingId, page: usize, below: bool } = "mgm",
    /// Change a meeting.
    act leave ChangeMeeting { meeting: MeetingId } = "mch",
    /// Cancel a meeting, first step.
    act leave AskToCancelMeeting { meeting: MeetingId } = "mcx",
    /// The second step.
    act leave CancelMeeting { meeting: MeetingId } = "mcz",
    /// Attendance of a day; `below`: under the message that was pressed, which stays.
    view leave Attendance { meeting: MeetingId, day: DayNumber, below: bool } = "at",
    /// Show the check-in code of a day.
    act leave OpenCheckIn { meeting: MeetingId, day: DayNumber } = "atc",
    /// Mark by hand who is there: the people of a body, or the bodies if there are several.
    view leave Roll { meeting: MeetingId, day: DayNumber, body: Option<BodyId>, page: usize } = "atr",
    /// Mark one person; without `mark` a mark is taken back.
    act leave MarkAttendance { meeting: MeetingId, day: DayNumber, member: PersonId, mark: Option<Attendance> } = "atm",
    /// Close a day, first step.
    act leave AskToCloseDay { meeting: MeetingId, day: DayNumber } = "atq",
    /// The second step.
    act leave CloseDay { meeting: MeetingId, day: DayNumber } = "atx",
    /// Attendance as CSV.
    act leave ExportAttendance { meeting: MeetingId, day: DayNumber } = "ate",
    /// Attendance as a sheet to sign.
    act leave SignatureSheet { meeting: MeetingId, day: DayNumber } = "ats",

    // Summaries, glossary and law, for members.
    /// What I can read: summaries of meetings.
    read leave Training { page: usize } = "tr",
    /// Search in them.
    act leave SearchTraining = "trs",
    /// A summary at a point, or where I left it; `below`: under the message that was pressed, which stays.
    view leave ReadSummary { summary: SummaryId, point: Option<PointNumber>, below: bool } = "rds",
    /// The file of a point.
    view stay SummaryFile { summary: SummaryId, point: PointNumber } = "rp",
    /// A question at the end.
    view leave CheckQuestion { summary: SummaryId, check: CheckNumber } = "rc",
    /// An answer to it: the option at this place.
    view leave AnswerCheck { summary: SummaryId, check: CheckNumber, option: usize } = "rca",
    /// The glossary.
    read leave Glossary { page: usize } = "gl",
    /// One of its terms, looked up from a point of a summary or from the glossary.
    read leave GlossaryTerm { term: usize, summary: Option<SummaryId>, point: Option<PointNumber> } = "glt",
    /// The legal frame.
    read leave Law { page: usize } = "lw",
    /// One of its cards.
    read leave LawCard { card: usize } = "lwc",

    // Summaries, for coordinators.
    /// The summaries of a meeting.
    read leave Summaries { meeting: MeetingId } = "sms",
    /// Write one.
    act leave WriteSummary { meeting: MeetingId } = "smn",
    /// Go on with a draft.
    act leave SummaryDraft { run: RunId } = "smd",
    /// A draft as members will read it: one point, or the whole.
    act stay SummaryProof { run: RunId, point: Option<PointNumber> } = "smp",
    /// Publish it.
    act stay PublishSummary { run: RunId, revision: i64 } = "smx",
    /// A published summary with its counts.
    read leave SummaryProgress { summary: SummaryId, page: usize } = "sm",
    /// Correct the text at this place among the texts.
    act leave CorrectSummary { summary: SummaryId, text: usize } = "smc",
    /// Say it in another language.
    act leave TranslateSummary { summary: SummaryId } = "smt",
    /// Who has read how far.
    view leave SummaryReaders { summary: SummaryId, page: usize } = "smr",
    /// Remind those who have not finished.
    act leave RemindReaders { summary: SummaryId } = "smg",
    /// Who has read how far, as CSV.
    act leave ExportReaders { summary: SummaryId } = "smv",

    // Results, for coordinators.
    /// The surveys with results.
    read leave Results { page: usize } = "res",
    /// Who answered a survey.
    view leave Overview { survey: SurveyId, page: usize } = "reo",
    /// A topic of a survey, whole or split.
    view leave Topic { survey: SurveyId, topic: TopicNumber, by: Option<DimensionNumber> } = "rto",
    /// What people wrote to a topic.
    act leave Comments { survey: SurveyId, topic: TopicNumber, page: usize } = "rtc",
    /// The voice answers among these.
    act leave CommentVoices { survey: SurveyId, topic: TopicNumber, page: usize } = "rtv",
    /// Take the comment at this place out of sight or bring it back.
    act leave MaskComment { survey: SurveyId, topic: TopicNumber, comment: usize } = "rtm",
    /// The results of a survey as a workbook.
    act leave ExportWorkbook { survey: SurveyId } = "rex",
    /// The same as a report.
    act leave ExportReport { survey: SurveyId } = "rep",
    /// Share results with those who answered, beginning with the chart of a topic.
    act leave ShareResults { survey: SurveyId, topic: Option<TopicNumber> } = "shn",
    /// What is to be shared, before it goes: the chart at this place.
    act leave PreviewShare { run: RunId, chart: usize } = "shp",
    /// Share it.
    act leave PublishShare { run: RunId, revision: i64 } = "shx",
    /// What was shared of a survey, or one of these, which is to be taken back.
    view leave Shares { survey: SurveyId, share: Option<ShareId> } = "shl",
    /// Take it back.
    act leave TakeShareBack { survey: SurveyId, share: ShareId } = "shb",

    // Results, for members.
    /// Results that were shared with me: the chart at this place, in a letter or on my screen.
    read leave SharedResults { share: ShareId, chart: usize, letter: bool } = "shr",
}
