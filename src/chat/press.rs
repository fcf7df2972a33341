//! What a button does, and the short code that says so.
//!
//! Codes live on in old messages: their meaning never changes. Whether somebody may press a button is not decided here.

use crate::dialog::Key;

/// Longest code of a button, in bytes (Telegram's limit on `callback_data`).
pub const LONGEST_CODE: usize = 64;

/// What a button does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    /// Before anything is stored, all that is known is in the buttons: language, code and the two ticks (bits 1 and 2).
    Consent {
        /// What is asked for.
        act: Consent,
        /// Language chosen so far.
        language: String,
        /// Ticks given so far.
        ticks: u8,
        /// The invitation's code.
        code: String,
    },
    /// At a question of a run.
    Run {
        /// The run.
        run: i64,
        /// Its revision when the button was shown.
        revision: i64,
        /// The question when the button was shown; empty on the review.
        key: Key,
        /// What is done there.
        act: Act,
    },
    /// Go somewhere, with up to two numbers that the place understands (a body, a page …).
    Go(Place, i64, i64),
    /// Speak this language from now on.
    Speak(String),
}

/// What is done on the consent screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// Show the consent screen so (also after a change of language or tick).
    Show,
    /// Show the whole notice.
    More,
    /// Both ticks given: join.
    Agree,
    /// Do not join; nothing is stored.
    Decline,
}

/// What is done at a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// An option, a point of a scale, the next of a rank, a day.
    Pick(String),
    /// An option is ticked or unticked, while this page is shown.
    Tick(String, bool, u32),
    /// Finished ticking.
    Done,
    /// Pass over.
    Skip,
    /// Keep what was said before.
    Keep,
    /// One question back.
    Back,
    /// Go on later.
    Later,
    /// Show another page of options, of the review, or another month.
    Page(i32),
    /// From the review: change this one.
    Edit,
    /// From the review: hand it in.
    Submit,
}

/// Declares the places and the short code of each, once.
macro_rules! places {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// Where a button leads. Codes live on in old messages: never reuse one.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Place { $($(#[$doc])* $name,)* }
        impl Place {
            /// All places.
            pub const ALL: &'static [Place] = &[$(Place::$name,)*];
            fn code(self) -> &'static str { match self { $(Place::$name => $code,)* } }
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
    /// Coordinator: what was done by whom; page.
    Audit = "aud",
}

impl Press {
    /// The button's code, at most 64 bytes given the limits that `check` enforces on ids.
    pub fn code(&self) -> String {
        match self {
            Press::Consent { act, language, ticks, code } => {
                let act = match act {
                    Consent::Show => "s",
                    Consent::More => "m",
                    Consent::Agree => "a",
                    Consent::Decline => "d",
                };
                format!("c:{act}:{language}:{ticks}:{code}")
            }
            Press::Run { run, revision, key, act } => {
                let act = match act {
                    Act::Pick(id) => format!("p{id}"),
                    Act::Tick(id, on, page) => format!("{}{page},{id}", if *on { 't' } else { 'u' }),
                    Act::Done => "d".to_owned(),
                    Act::Skip => "s".to_owned(),
                    Act::Keep => "k".to_owned(),
                    Act::Back => "b".to_owned(),
                    Act::Later => "l".to_owned(),
                    Act::Page(page) => format!("g{page}"),
                    Act::Edit => "e".to_owned(),
                    Act::Submit => "!".to_owned(),
                };
                format!("r:{run:x}:{revision:x}:{}:{act}", key.dotted())
            }
            Press::Go(place, 0, 0) => format!("g:{}", place.code()),
            Press::Go(place, a, 0) => format!("g:{}:{a}", place.code()),
            Press::Go(place, a, b) => format!("g:{}:{a}:{b}", place.code()),
            Press::Speak(language) => format!("l:{language}"),
        }
    }

    /// Reads a code; none if it is not one of ours. Whether the person may is the bot's question, not the code's.
    pub fn parse(code: &str) -> Option<Press> {
        if code.len() > LONGEST_CODE {
            return None;
        }
        let (kind, rest) = code.split_once(':')?;
        let mut parts = rest.splitn(4, ':');
        match kind {
            "c" => {
                let act = match parts.next()? {
                    "s" => Consent::Show,
                    "m" => Consent::More,
                    "a" => Consent::Agree,
                    "d" => Consent::Decline,
                    _ => return None,
                };
                let language = word(parts.next()?)?;
                let ticks = parts.next()?.parse().ok().filter(|ticks| *ticks < 4)?;
                Some(Press::Consent { act, language, ticks, code: word(parts.next()?)? })
            }
            "r" => {
                let run = i64::from_str_radix(parts.next()?, 16).ok()?;
                let revision = i64::from_str_radix(parts.next()?, 16).ok()?;
                let dotted = parts.next()?;
                let (question, item) = dotted.split_once('.').unwrap_or((dotted, ""));
                let key = Key { question: word(question)?, item: word(item)? };
                Some(Press::Run { run, revision, key, act: Act::parse(parts.next()?)? })
            }
            "g" => {
                let place = parts.next()?;
                let place = Place::ALL.iter().copied().find(|known| known.code() == place)?;
                let mut number = || parts.next().map_or(Some(0), |n| n.parse().ok());
                Some(Press::Go(place, number()?, number()?))
            }
            "l" => Some(Press::Speak(word(rest)?)),
            _ => None,
        }
    }
}

impl Act {
    fn parse(code: &str) -> Option<Act> {
        let first = code.chars().next()?;
        let rest = &code[first.len_utf8()..];
        let act = match first {
            'p' => Act::Pick(word(rest)?),
            't' | 'u' => {
                let (page, id) = rest.split_once(',')?;
                Act::Tick(word(id)?, first == 't', page.parse().ok()?)
            }
            'g' => Act::Page(rest.parse().ok()?),
            _ if !rest.is_empty() => return None,
            'd' => Act::Done,
            's' => Act::Skip,
            'k' => Act::Keep,
            'b' => Act::Back,
            'l' => Act::Later,
            'e' => Act::Edit,
            '!' => Act::Submit,
            _ => return None,
        };
        Some(act)
    }
}

/// Ids, codes and days are of these characters only; anything else did not come from us.
fn word(text: &str) -> Option<String> {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-').then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id() -> impl Strategy<Value = String> {
        "[a-zA-Z][a-zA-Z0-9-]{0,15}"
    }

    fn act() -> impl Strategy<Value = Act> {
        prop_oneof![
            id().prop_map(Act::Pick),
            (id(), any::<bool>(), 0u32..10).prop_map(|(id, on, page)| Act::Tick(id, on, page)),
            Just(Act::Done),
            Just(Act::Skip),
            Just(Act::Keep),
            Just(Act::Back),
            Just(Act::Later),
            (-99i32..99).prop_map(Act::Page),
            Just(Act::Edit),
            Just(Act::Submit),
        ]
    }

    fn press() -> impl Strategy<Value = Press> {
        prop_oneof![
            (0i64..1 << 32, 0i64..1 << 12, id(), prop::option::of(id()), act()).prop_map(
                |(run, revision, question, item, act)| {
                    let key = Key { question, item: item.unwrap_or_default() };
                    Press::Run { run, revision, key, act }
                }
            ),
            (prop::sample::select(Place::ALL), 0i64..1 << 40, 0i64..999)
                .prop_map(|(place, a, b)| Press::Go(place, a, b)),
            (0u8..4, "[A-Z0-9]{10}").prop_map(|(ticks, code)| Press::Consent {
                act: Consent::Show,
                language: "ar".into(),
                ticks,
                code
            }),
            Just(Press::Speak("fr".into())),
        ]
    }

    proptest! {
        #[test]
        fn codes_come_back_as_they_went(press in press()) {
            let code = press.code();
            prop_assume!(code.len() <= LONGEST_CODE);
            prop_assert_eq!(Press::parse(&code), Some(press));
        }

        #[test]
        fn any_bytes_are_read_without_harm(code in "\\PC{0,80}") {
            let _ = Press::parse(&code);
        }
    }

    #[test]
    fn codes_in_old_messages_still_mean_the_same() {
        let tick = Act::Tick("transport".into(), true, 1);
        let old = Press::Run { run: 255, revision: 3, key: Key::once("A11"), act: tick };
        assert_eq!(Press::parse("r:ff:3:A11:t1,transport"), Some(old));
        assert_eq!(Press::parse("g:sv:12"), Some(Press::Go(Place::Survey, 12, 0)));
        assert_eq!(Press::parse("g:nowhere:12"), None);
    }
}
