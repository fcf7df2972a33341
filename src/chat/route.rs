//! Routes: every screen that a button leads to, with the values that the screen needs.
//!
//! Old messages keep their codes, so a code is never given another meaning. Codes that earlier versions wrote in
//! another form are parsed in `legacy`.

use super::field::{DimensionNumber, Field, Spot, TopicNumber};
use crate::types::{
    AnnouncementId, ApologyReason, Attendance, BodyId, BroadcastId, CancellationReason, CheckNumber, ConversationId,
    DayNumber, ImportId, LinkId, MeetingId, Office, PersonId, PointNumber, RemovalReason, Rsvp, RunId, ShareId,
    SummaryId, SurveyId, VersionId,
};

/// Declares each route once. `read`: going there only shows something. `view`: it also writes something that does no more
/// twice than once (that somebody looked at it). `act`: everything else. `leave`: the person leaves the question that they are at; `stay`: the question stays open.
/// Then come the fields and the code.
macro_rules! routes {
    ($($(#[$doc:meta])* $kind:ident $place:ident $name:ident $({ $($field:ident: $type:ty),* })? = $code:literal,)*) => {
        /// Where a button leads. A screen is one variant here, one function in its feature's folder, and one arm each
        /// in `bot::dispatch` and `bot::access`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs, reason = "fields say what they are by name and type")]
        pub enum Route { $($(#[$doc])* $name $({ $($field: $type),* })?,)* }

        impl Route {
            /// The code of every route, with the names of its fields.
            pub const SHAPES: &'static [(&'static str, &'static [&'static str])] =
                &[$(($code, &[$($(stringify!($field)),*)?]),)*];

            /// The route's code and its fields, joined by colons. Fields that are 0 at the end are left out.
            pub(super) fn code(self) -> String {
                let mut parts = match self {
                    $(Route::$name $({ $($field),* })? => vec![$code.to_owned(), $($($field.encode()),*)?],)*
                };
                while parts.last().is_some_and(|last| last == "0") {
                    parts.pop();
                }
                parts.join(":")
            }

            /// Parses what [`Route::code`] writes. None: it is something else.
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
    /// Back to the present screen: the question, or the menu.
    act stay Here = "here",
    /// Choose a language.
    read stay ChooseLanguage = "lang",
    /// Everything that is stored about the person.
    act leave MyData = "mine",
    /// Change the profile.
    act leave EditProfile = "edit",
    /// The data protection notice.
    read stay PrivacyNotice = "priv",
    /// Help.
    read stay Help = "help",
    /// Asks whether to receive no more messages.
    read stay AskToStopMessages = "stopq",
    /// Receive no more messages.
    act leave StopMessages = "stop",
    /// Receive messages again.
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
    /// One member, or somebody who waits to be confirmed.
    view leave Member { member: PersonId } = "mbr",
    /// Confirm somebody as a member.
    act leave ConfirmMember { member: PersonId } = "mbc",
    /// Take somebody out of their body, first step: why?
    act leave AskToRemoveMember { member: PersonId } = "mbq",
    /// The second step of removing.
    act leave RemoveMember { member: PersonId, why: RemovalReason } = "mbx",
    /// Find a member by name.
    act leave FindMember = "mbf",
    /// What can be corrected of a member's profile.
    read leave CorrectMember { member: PersonId } = "mbe",
    /// Write the right name.
    act leave CorrectName { member: PersonId } = "mben",
    /// The roles to choose from.
    read leave ChooseRole { member: PersonId } = "mber",
    /// The role at this place of the sign-up is the right one.
    act leave SetRole { member: PersonId, role: usize } = "mbes",
    /// The bodies that a member can be moved to.
    read leave ChooseBody { member: PersonId, page: usize } = "mbeb",
    /// Move a member to another body, first step.
    read leave AskToMoveMember { member: PersonId, body: BodyId } = "mbeq",
    /// The second step of moving.
    act leave MoveMember { member: PersonId, body: BodyId } = "mbem",
    /// The offices of the bureau to choose from.
    read leave ChooseOffice { member: PersonId } = "mbo",
    /// Confirm the office of a member. Without `office`, they hold none.
    act leave SetOffice { member: PersonId, office: Option<Office> } = "mbos",
    /// The members of a body as CSV.
    act leave ExportMembers { body: BodyId } = "mbl",
    /// The members of a body as a list to print.
    act leave PrintMembers { body: BodyId } = "mblp",
    /// Give a body other names.
    act leave RenameBody { body: BodyId } = "bren",
    /// Archive a body, first step.
    read leave AskToArchiveBody { body: BodyId } = "barq",
    /// The second step of archiving.
    act leave ArchiveBody { body: BodyId } = "barx",
    /// Bring an archived body back.
    act leave RestoreBody { body: BodyId } = "barr",
    /// The archived bodies.
    read leave ArchivedBodies { page: usize } = "bara",
    /// Whether a coordinator confirms every new member of a body.
    act leave SetConfirmation { body: BodyId, on: bool } = "bcf",
    /// A link for the members of a body.
    act leave InviteMembers { body: BodyId } = "inv",
    /// A one-time link for another coordinator of a body, or of all.
    act leave InviteCoordinator { body: Option<BodyId> } = "app",
    /// The links of a body that work, or those that make coordinators of all.
    read leave InvitationLinks { body: Option<BodyId>, page: usize } = "lks",
    /// Revoke a link, first step.
    act leave AskToRevokeLink { link: LinkId } = "lkq",
    /// The second step of revoking.
    act leave RevokeLink { link: LinkId } = "lkx",
    /// The coordinators of a body, or of all.
    view leave Coordinators { body: Option<BodyId> } = "cos",
    /// Withdraw what a coordinator may do, first step.
    act leave AskToWithdrawCoordinator { member: PersonId, body: Option<BodyId> } = "coq",
    /// The second step of withdrawing.
    act leave WithdrawCoordinator { member: PersonId, body: Option<BodyId> } = "cox",
    /// What the members of a body took part in.
    view leave Record { body: BodyId, page: usize } = "rec",
    /// What one member took part in.
    act leave MemberRecord { member: PersonId, page: usize } = "recm",
    /// What the members of a body, or of all bodies in scope, took part in, as CSV.
    act leave ExportRecord { body: Option<BodyId> } = "recc",
    /// What each coordinator did.
    act leave Audit { page: usize } = "aud",

    // Words between members and coordinators.
    /// Write to the coordinators of the own body; about a meeting, if there is one.
    act leave WriteToCoordinators { meeting: Option<MeetingId> } = "msg",
    /// Write to a member.
    act leave WriteToMember { member: PersonId } = "msgm",
    /// Answer in a conversation.
    act leave AnswerConversation { conversation: ConversationId } = "msga",
    /// Send the message.
    act leave SendMessage { run: RunId, revision: i64 } = "msgs",
    /// One conversation. With `below`, it is shown under the pressed message, which stays.
    view leave Conversation { conversation: ConversationId, below: bool } = "cv",
    /// The member's own conversation; without one, the form for a message.
    act leave MyConversation = "cvm",
    /// The conversations that a coordinator may read.
    read leave Conversations { page: usize } = "cvs",
    /// End a conversation, first step.
    read leave AskToCloseConversation { conversation: ConversationId } = "cvq",
    /// The second step of ending.
    act leave CloseConversation { conversation: ConversationId } = "cvx",

    // Announcements.
    /// An announcement that the person got.
    read leave Announcement { announcement: AnnouncementId } = "an",
    /// The files of an announcement.
    view stay AnnouncementFiles { announcement: AnnouncementId } = "anf",
    /// The announcements of a coordinator.
    read leave Announcements { page: usize } = "ans",
    /// Write an announcement.
    act leave NewAnnouncement = "ann",
    /// The announcement before it is sent, in the language at this place of the list of languages.
    act stay PreviewAnnouncement { run: RunId, language: usize } = "anv",
    /// Send or schedule the announcement.
    act stay PublishAnnouncement { run: RunId, revision: i64 } = "anp",
    /// One announcement, for its coordinator.
    read leave ManagedAnnouncement { announcement: AnnouncementId } = "anm",
    /// Change a scheduled announcement, or correct one that was sent.
    act leave ChangeAnnouncement { announcement: AnnouncementId } = "anc",
    /// Cancel an announcement or take it back, first step.
    read leave AskToTakeBackAnnouncement { announcement: AnnouncementId } = "anq",
    /// The second step of taking back.
    act leave TakeBackAnnouncement { announcement: AnnouncementId } = "anx",

    // Surveys, for members.
    /// The surveys that are open to the person.
    read leave Surveys { page: usize } = "svs",
    /// The opening screen of a survey.
    read leave Survey { survey: SurveyId } = "sv",
    /// More about a survey before beginning.
    read leave AboutSurvey { survey: SurveyId } = "abt",
    /// Agree and begin, or go on.
    act leave BeginSurvey { survey: SurveyId } = "go",
    /// The thanks for the answers to a survey.
    read leave SurveyThanks { survey: SurveyId } = "thx",

    // Surveys, for coordinators.
    /// All surveys.
    view leave ManagedSurveys { page: usize } = "rnds",
    /// One survey.
    view leave ManagedSurvey { survey: SurveyId, page: usize } = "rnd",
    /// Open a survey.
    act leave OpenSurvey = "open",
    /// Move the closing date.
    act leave ExtendSurvey { survey: SurveyId } = "ext",
    /// Close a survey, first step.
    act leave AskToCloseSurvey { survey: SurveyId } = "cls",
    /// Close a survey, second step.
    act leave CloseSurvey { survey: SurveyId } = "clsx",
    /// The answers of each person, first step: what they reveal.
    act leave AskForRows { survey: SurveyId } = "rowq",
    /// Give the answers of each person to nobody, first step.
    act leave AskToWithholdRows { survey: SurveyId } = "rowh",
    /// The second step of withholding.
    act leave WithholdRows { survey: SurveyId } = "rowx",
    /// Answers as CSV, one row for each response. The labels are in the language at this place of the list of
    /// languages.
    act leave ExportAnswers { survey: SurveyId, language: usize } = "csv",
    /// Answers as CSV, one row for each answer.
    act leave ExportAnswersLong { survey: SurveyId } = "csvl",
    /// The voice answers after the first `heard`.
    act leave VoiceAnswers { survey: SurveyId, heard: usize } = "voi",
    /// The people who asked to be called.
    act leave Volunteers { survey: SurveyId, page: usize } = "wish",
    /// Remind those who have not answered.
    act leave RemindOfSurvey { survey: SurveyId } = "rer",
    /// Try the survey of an uploaded form.
    act leave TryForm { form: ImportId } = "fot",
    /// Accept an uploaded form as a survey.
    act leave TakeForm { form: ImportId } = "fok",
    /// The forms that were accepted.
    read leave Forms { page: usize } = "fol",
    /// Withdraw one of these forms, or offer it again.
    act leave ToggleForm { version: VersionId, page: usize } = "fox",

    // Broadcasts, for their coordinators.
    /// The progress of a broadcast.
    view leave Broadcast { broadcast: BroadcastId } = "bc",
    /// Hold the letters that have not been sent.
    act leave PauseBroadcast { broadcast: BroadcastId } = "bch",
    /// Send these letters after all.
    act leave ResumeBroadcast { broadcast: BroadcastId } = "bcr",
    /// Cancel the letters that have not been sent, first step.
    act leave AskToCancelBroadcast { broadcast: BroadcastId } = "bcc",
    /// The second step of cancelling.
    act leave CancelBroadcast { broadcast: BroadcastId } = "bcx",
    /// Send in quiet hours, first step.
    act leave AskToSendInQuietHours { broadcast: BroadcastId } = "bcu",
    /// The second step of sending in quiet hours.
    act leave SendInQuietHours { broadcast: BroadcastId } = "bcz",
    /// The people who did not get a broadcast.
    view leave MissedByBroadcast { broadcast: BroadcastId, page: usize } = "bcm",

    // Meetings, for members.
    /// The coming meetings of the person.
    read leave Meetings { page: usize } = "mts",
    /// The past meetings of the person.
    read leave PastMeetings { page: usize } = "mtp",
    /// One meeting with the person's reply. With `below`, it is shown under the pressed message, which stays.
    read leave Meeting { meeting: MeetingId, below: bool } = "mt",
    /// A reply to a meeting. Without `rsvp`, the apology stays and no reason is given.
    act stay Rsvp { meeting: MeetingId, spot: Spot, rsvp: Option<Rsvp>, reason: Option<ApologyReason> } = "rsv",
    /// The files of a meeting.
    view stay MeetingFiles { meeting: MeetingId } = "mtf",

    // Meetings, for coordinators.
    /// The meetings that the person may manage.
    read leave ManagedMeetings { page: usize } = "mgs",
    /// Describe a new meeting.
    act leave NewMeeting = "mnw",
    /// Describe a new meeting that is like this one.
    act leave NewMeetingLike { meeting: MeetingId } = "mlk",
    /// The notice before it is sent, in the language at this place of the list of languages.
    act stay PreviewMeeting { run: RunId, language: usize } = "mpv",
    /// Send the notice.
    act stay AnnounceMeeting { run: RunId, revision: i64 } = "man",
    /// One meeting with its counts. With `below`, it is shown under the pressed message, which stays.
    view leave ManagedMeeting { meeting: MeetingId, page: usize, below: bool } = "mgm",
    /// Change a meeting.
    act leave ChangeMeeting { meeting: MeetingId } = "mch",
    /// Cancel a meeting, first step.
    act leave AskToCancelMeeting { meeting: MeetingId } = "mcx",
    /// The second step of cancelling.
    act leave CancelMeeting { meeting: MeetingId, cause: Option<CancellationReason> } = "mcz",
    /// Who has not replied, by name.
    view leave PendingReplies { meeting: MeetingId, page: usize } = "mpr",
    /// Remind those who have not replied.
    act leave RemindPending { meeting: MeetingId } = "mprr",
    /// The attendance of a day. With `below`, it is shown under the pressed message, which stays.
    view leave Attendance { meeting: MeetingId, day: DayNumber, below: bool } = "at",
    /// Show the check-in code of a day.
    act leave OpenCheckIn { meeting: MeetingId, day: DayNumber } = "atc",
    /// Mark attendance by hand: the people of a body, or the bodies if there are several.
    view leave Roll { meeting: MeetingId, day: DayNumber, body: Option<BodyId>, page: usize } = "atr",
    /// Mark one person. Without `mark`, the mark is deleted.
    act leave MarkAttendance { meeting: MeetingId, day: DayNumber, member: PersonId, mark: Option<Attendance> } = "atm",
    /// Mark everybody present who has no mark and sent no apologies: the people of a body, or all if there is one only.
    act leave MarkRest { meeting: MeetingId, day: DayNumber, body: Option<BodyId> } = "atw",
    /// Close a day, first step.
    act leave AskToCloseDay { meeting: MeetingId, day: DayNumber } = "atq",
    /// The second step of closing.
    act leave CloseDay { meeting: MeetingId, day: DayNumber } = "atx",
    /// Attendance as CSV.
    act leave ExportAttendance { meeting: MeetingId, day: DayNumber } = "ate",
    /// Attendance as a sheet to sign.
    act leave SignatureSheet { meeting: MeetingId, day: DayNumber } = "ats",

    // Summaries, glossary and law, for members.
    /// The summaries of meetings that the person may read.
    read leave Training { page: usize } = "tr",
    /// Search in the summaries.
    act leave SearchTraining = "trs",
    /// A summary at a point; without `point`, where the person left it. With `below`, it is shown under the pressed
    /// message, which stays.
    view leave ReadSummary { summary: SummaryId, point: Option<PointNumber>, below: bool } = "rds",
    /// The file of a point.
    view stay SummaryFile { summary: SummaryId, point: PointNumber } = "rp",
    /// A check question at the end of a summary.
    view leave CheckQuestion { summary: SummaryId, check: CheckNumber } = "rc",
    /// An answer to a check question: the option at this place.
    view leave AnswerCheck { summary: SummaryId, check: CheckNumber, option: usize } = "rca",
    /// The glossary.
    read leave Glossary { page: usize } = "gl",
    /// One term of the glossary, opened from a point of a summary or from the glossary.
    read leave GlossaryTerm { term: usize, summary: Option<SummaryId>, point: Option<PointNumber> } = "glt",
    /// The legal frame.
    read leave Law { page: usize } = "lw",
    /// One card of the legal frame.
    read leave LawCard { card: usize } = "lwc",

    // Summaries, for coordinators.
    /// The summaries of a meeting.
    read leave Summaries { meeting: MeetingId } = "sms",
    /// Write a summary.
    act leave WriteSummary { meeting: MeetingId } = "smn",
    /// Go on with a draft.
    act leave SummaryDraft { run: RunId } = "smd",
    /// A draft as members will read it: one point, or the whole summary.
    act stay SummaryProof { run: RunId, point: Option<PointNumber> } = "smp",
    /// Publish the summary.
    act stay PublishSummary { run: RunId, revision: i64 } = "smx",
    /// A published summary with its counts.
    read leave SummaryProgress { summary: SummaryId, page: usize } = "sm",
    /// Correct the text at this place among the texts.
    act leave CorrectSummary { summary: SummaryId, text: usize } = "smc",
    /// Add the text in another language.
    act leave TranslateSummary { summary: SummaryId } = "smt",
    /// How far each member has read.
    view leave SummaryReaders { summary: SummaryId, page: usize } = "smr",
    /// Remind those who have not finished.
    act leave RemindReaders { summary: SummaryId } = "smg",
    /// How far each member has read, as CSV.
    act leave ExportReaders { summary: SummaryId } = "smv",

    // Results, for coordinators.
    /// The surveys with results.
    read leave Results { page: usize } = "res",
    /// Who answered a survey: counts by group.
    view leave Overview { survey: SurveyId, page: usize } = "reo",
    /// The questions of a survey, each with a button to its result.
    view leave Topics { survey: SurveyId, page: usize } = "rtq",
    /// The questions of a survey in which women and men differ most.
    read leave Differences { survey: SurveyId } = "rdf",
    /// The earlier rounds that a survey can be compared with.
    read leave EarlierRounds { survey: SurveyId, page: usize } = "rcw",
    /// A survey beside an earlier round of it.
    read leave CompareRounds { survey: SurveyId, earlier: SurveyId, page: usize } = "rcr",
    /// A topic of a survey's results, whole or split by a dimension.
    view leave Topic { survey: SurveyId, topic: TopicNumber, by: Option<DimensionNumber> } = "rto",
    /// The comments on a topic.
    act leave Comments { survey: SurveyId, topic: TopicNumber, page: usize } = "rtc",
    /// The voice answers among the comments.
    act leave CommentVoices { survey: SurveyId, topic: TopicNumber, page: usize } = "rtv",
    /// Mask the comment at this place, or show it again.
    act leave MaskComment { survey: SurveyId, topic: TopicNumber, comment: usize } = "rtm",
    /// The results of a survey as a workbook.
    act leave ExportWorkbook { survey: SurveyId } = "rex",
    /// The results of a survey as a report.
    act leave ExportReport { survey: SurveyId } = "rep",
    /// Share results with the people who answered, beginning with the chart of a topic.
    act leave ShareResults { survey: SurveyId, topic: Option<TopicNumber> } = "shn",
    /// Results before they are shared: the chart at this place.
    act leave PreviewShare { run: RunId, chart: usize } = "shp",
    /// Share these results.
    act leave PublishShare { run: RunId, revision: i64 } = "shx",
    /// The shared results of a survey; with `share`, one of them, which can be taken back.
    view leave Shares { survey: SurveyId, share: Option<ShareId> } = "shl",
    /// Take shared results back.
    act leave TakeShareBack { survey: SurveyId, share: ShareId } = "shb",

    // Results, for members.
    /// Shared results: the chart at this place, in a letter or on the person's screen.
    read leave SharedResults { share: ShareId, chart: usize, letter: bool } = "shr",
}
