//! Where a button leads.

/// Declares the places and the short code of each, once.
macro_rules! places {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// Where a button leads. Codes live on in old messages: never reuse one.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Place { $($(#[$doc])* $name,)* }
        impl Place {
            /// All places.
            pub const ALL: &'static [Place] = &[$(Place::$name,)*];
            pub(super) fn code(self) -> &'static str { match self { $(Place::$name => $code,)* } }
        }
    };
}

places! {
    /// The menu.
    Menu = "menu",
    /// Back to where I am: the question, or the menu.
    Here = "here",
    /// The surveys open to me; page.
    Surveys = "svs",
    /// Opening screen of a survey.
    Survey = "sv",
    /// More about a survey before beginning.
    About = "abt",
    /// Agree and begin, or go on.
    Begin = "go",
    /// Choose a language.
    Language = "lang",
    /// Everything held about me.
    MyData = "mine",
    /// Change my profile.
    Edit = "edit",
    /// The data protection notice.
    Privacy = "priv",
    /// Help.
    Help = "help",
    /// No more messages.
    Stop = "stop",
    /// Messages again.
    Resume = "resm",
    /// First step of erasure.
    Delete = "del",
    /// Second step of erasure.
    DeleteNow = "delx",
    /// Coordinator: the bodies; page.
    Bodies = "bods",
    /// Coordinator: one body.
    Body = "bod",
    /// Coordinator: add a body.
    NewBody = "newb",
    /// Coordinator: members of a body; page.
    Members = "mem",
    /// Coordinator: invitation link for members of a body.
    Invite = "inv",
    /// Coordinator: one-time link for another coordinator of a body (0: all).
    Appoint = "app",
    /// Coordinator: all surveys.
    Rounds = "rnds",
    /// Coordinator: one survey.
    Round = "rnd",
    /// Coordinator: open a survey.
    Open = "open",
    /// Coordinator: extend by so many days.
    Extend = "ext",
    /// Coordinator: close, first step.
    Close = "cls",
    /// Coordinator: close, second step.
    CloseNow = "clsx",
    /// Coordinator: answers as CSV; index of the language.
    Export = "csv",
    /// Coordinator: voice answers; how many have been heard.
    Voices = "voi",
    /// Coordinator: wishes kept apart from the answers.
    Wishes = "wish",
    /// Coordinator: how far a broadcast is.
    Broadcast = "bc",
    /// Coordinator: hold what has not been sent.
    Hold = "bch",
    /// Coordinator: let it go again.
    Release = "bcr",
    /// Coordinator: cancel what has not been sent, first step.
    Cancel = "bcc",
    /// Coordinator: the second step.
    CancelNow = "bcx",
    /// Coordinator: send in quiet hours, first step.
    Urgent = "bcu",
    /// Coordinator: the second step.
    UrgentNow = "bcz",
    /// Coordinator: whom a broadcast did not reach; page.
    Missed = "bcm",
    /// My coming meetings; page.
    Meetings = "mts",
    /// My past meetings; page.
    PastMeetings = "mtp",
    /// One meeting, with my reply.
    Meeting = "mt",
    /// My reply to a meeting; see `bot::replies`.
    Rsvp = "rs",
    /// The files of a meeting.
    Files = "mtf",
    /// Coordinator: the meetings I may manage; page.
    Convened = "mgs",
    /// Coordinator: describe a new meeting.
    Convene = "mnw",
    /// Coordinator: the notice before it is sent; index of the language.
    Preview = "mpv",
    /// Coordinator: send it.
    Announce = "man",
    /// Coordinator: one meeting with its counts; page.
    Manage = "mg",
    /// Coordinator: change a meeting.
    Change = "mch",
    /// Coordinator: cancel a meeting, first step.
    CallOff = "mcx",
    /// Coordinator: the second step.
    CallOffNow = "mcz",
    /// Coordinator: attendance; ten times the meeting and the day.
    Attendance = "mat",
    /// Coordinator: show the code; the same.
    CheckIn = "mci",
    /// Coordinator: mark by hand; the same, and a thousand times the body and the page.
    Roll = "mro",
    /// Coordinator: mark one person; the same, and four times the person and the status.
    Mark = "mma",
    /// Coordinator: close a day, first step.
    CloseDay = "mcl",
    /// Coordinator: the second step.
    CloseDayNow = "mcy",
    /// Coordinator: attendance as CSV.
    Roster = "mcs",
    /// Coordinator: attendance as a sheet to sign.
    Sheet = "msh",
    /// What I can read: summaries of meetings; page.
    Training = "tr",
    /// Search in them.
    Search = "trs",
    /// A summary, at a point; 0: where I left it.
    Read = "rd",
    /// The file of a point.
    Piece = "rp",
    /// A question at the end.
    Check = "rc",
    /// An answer to it; ten times the question and the option.
    Answer = "ra",
    /// The glossary; page.
    Glossary = "gl",
    /// One of its terms.
    Term = "gt",
    /// The legal frame; page.
    Law = "lw",
    /// One of its cards.
    LawCard = "lwc",
    /// Coordinator: the summaries of a meeting.
    Summaries = "sms",
    /// Coordinator: write one.
    Summarise = "smn",
    /// Coordinator: go on with a draft.
    Draft = "smd",
    /// Coordinator: a draft as members will read it; point.
    Proof = "smp",
    /// Coordinator: publish it.
    Publish = "smx",
    /// Coordinator: a published summary with its counts; page.
    Summary = "sm",
    /// Coordinator: correct a text; its place among the texts.
    Correct = "smc",
    /// Coordinator: say it in another language.
    Translate = "smt",
    /// Coordinator: who has read how far; page.
    Readers = "smr",
    /// Coordinator: remind those who have not finished.
    Nudge = "smg",
    /// Coordinator: who has read how far, as CSV.
    Caught = "smv",
    /// Coordinator: what the members of a body took part in; page.
    Record = "rec",
    /// Coordinator: what one member took part in; page.
    MemberRecord = "recm",
    /// Coordinator: the same as CSV; 0: of all bodies.
    RecordAway = "recc",
    /// Coordinator: the surveys with results; page.
    Results = "res",
    /// Coordinator: who answered a survey; page.
    Overview = "reo",
    /// Coordinator: a topic of a survey; ten times its place, and what it is split by (0: not).
    Topic = "ret",
    /// Coordinator: the texts of a topic; a hundred times its place, and the page.
    Said = "res2",
    /// Coordinator: the voice answers among these; the same.
    Hear = "rev",
    /// Coordinator: take a text out of sight or bring it back; ten thousand times the topic's place, and the text's.
    Mask = "rem",
    /// Coordinator: the results of a survey as a workbook.
    Workbook = "rex",
    /// Coordinator: the same as a report.
    Paper = "rep",
    /// Coordinator: share results with those who answered; one more than a topic's place, or 0.
    Share = "shf",
    /// Coordinator: what is to be shared, before it goes; which of the charts.
    ShareProof = "shp",
    /// Coordinator: share it.
    ShareNow = "shx",
    /// Coordinator: what was shared of a survey; 0, or what is to be taken back.
    Shares = "shl",
    /// Coordinator: take it back.
    ShareBack = "shb",
    /// Results that were shared with me; twice the chart's place, and whether it is a letter.
    Shared = "shd",
    /// Coordinator: try the survey of a form that was sent.
    FormTry = "fot",
    /// Coordinator: take it among the surveys that can be opened.
    FormTake = "fok",
    /// Coordinator: the forms that were taken; page.
    Forms = "fol",
    /// Coordinator: take one of these out of the surveys or put it back; its version, and the page.
    FormOut = "fox",
    /// Coordinator: remind those who have not answered.
    Remind = "rer",
    /// Coordinator: what was done by whom; page.
    Audit = "aud",
}

impl Place {
    /// Whether going there only shows something, so that going there twice does no more than once.
    pub(super) fn only_shows(self) -> bool {
        use Place::*;
        matches!(
            self,
            About
                | Answer
                | Attendance
                | Bodies
                | Body
                | Broadcast
                | Check
                | Convened
                | Files
                | Forms
                | Glossary
                | Help
                | Language
                | Law
                | LawCard
                | Manage
                | Meeting
                | Meetings
                | Members
                | Menu
                | Missed
                | PastMeetings
                | Piece
                | Privacy
                | Read
                | Readers
                | Record
                | Roll
                | Overview
                | Results
                | Round
                | Rounds
                | Shared
                | Shares
                | Summaries
                | Summary
                | Survey
                | Surveys
                | Term
                | Topic
                | Training
        )
    }
}
