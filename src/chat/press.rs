//! What a press on a button means, and the short code for it.
//!
//! Old messages keep their codes, so the meaning of a code never changes. Whether a person may press a button is
//! decided in `bot::access`, not here.

use super::legacy;
use super::route::Route;
use crate::dialog::Key;
use crate::types::RunId;

/// The longest code of a button, in bytes (Telegram's limit on `callback_data`).
pub const LONGEST_CODE: usize = 64;

/// The meaning of a button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    /// A button of the consent screens. Nothing is stored about the person yet, so the button carries all that is
    /// known: language, code and the two ticks (bits 1 and 2).
    Consent {
        /// What a press does.
        act: Consent,
        /// The language that was chosen so far.
        language: String,
        /// The ticks that were given so far.
        ticks: u8,
        /// The code of the invitation.
        code: String,
    },
    /// A button at a question of a run.
    Run {
        /// The row of `runs`.
        run: RunId,
        /// The run's revision when the button was shown.
        revision: i64,
        /// The question when the button was shown; empty on the review.
        key: Key,
        /// What a press does.
        act: Act,
    },
    /// A button that leads to a screen.
    Go(Route),
    /// Changes the language of the bot to this one.
    Speak(String),
}

/// What a button of the consent screens does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// Shows the consent screen with this language and these ticks.
    Show,
    /// Shows the whole privacy notice.
    More,
    /// Joins. Both ticks must be given.
    Agree,
    /// Does not join. Nothing is stored.
    Decline,
}

/// What a button at a question does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Answers with an option, a point of a scale, the next place of a ranking, or a day.
    Pick(String),
    /// Ticks an option (true) or unticks it, while this page of options is shown.
    Tick(String, bool, u32),
    /// Finishes an answer of several ticks.
    Done,
    /// Skips the question.
    Skip,
    /// Keeps the earlier answer.
    Keep,
    /// Goes back one question.
    Back,
    /// Leaves the dialog, to go on later.
    Later,
    /// Shows another page of options or of the review, or another month.
    Page(i32),
    /// On the review: changes this answer.
    Edit,
    /// On the review: submits the answers.
    Submit,
}

/// Why a button stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Emphasis {
    /// With it something begins or goes out: answers, a notice.
    GoesOut,
    /// With it something is cancelled or deleted for good.
    EndsForGood,
}

impl Press {
    /// Whether a press only shows something and changes nothing.
    pub fn is_view(&self) -> bool {
        matches!(self, Press::Go(route) if route.is_view())
    }

    /// Whether a press hands in the answers of a run.
    pub fn is_submit(&self) -> bool {
        matches!(self, Press::Run { act: Act::Submit, .. })
    }

    /// How the button stands out; none for most.
    pub fn emphasis(&self) -> Option<Emphasis> {
        let goes_out = matches!(
            self,
            Press::Run { act: Act::Submit, .. }
                | Press::Consent { act: Consent::Agree, .. }
                | Press::Go(
                    Route::AnnounceMeeting { .. }
                        | Route::PublishAnnouncement { .. }
                        | Route::PublishShare { .. }
                        | Route::PublishSummary { .. }
                        | Route::SendMessage { .. }
                        | Route::BeginSurvey { .. }
                )
        );
        let ends_for_good = matches!(
            self,
            Press::Go(
                Route::Erase
                    | Route::RemoveMember { .. }
                    | Route::RevokeLink { .. }
                    | Route::WithdrawCoordinator { .. }
                    | Route::ArchiveBody { .. }
                    | Route::CloseSurvey { .. }
                    | Route::WithholdRows { .. }
                    | Route::CancelBroadcast { .. }
                    | Route::CancelMeeting { .. }
                    | Route::TakeBackAnnouncement { .. }
                    | Route::TakeShareBack { .. }
            )
        );
        if goes_out {
            Some(Emphasis::GoesOut)
        } else if ends_for_good {
            Some(Emphasis::EndsForGood)
        } else {
            None
        }
    }

    /// The button's code. It has at most 64 bytes, because `check` limits the length of ids.
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
                format!("r:{:x}:{revision:x}:{}:{act}", run.0, key.dotted())
            }
            Press::Go(route) => format!("g:{}", route.code()),
            Press::Speak(language) => format!("l:{language}"),
        }
    }

    /// Parses a code. None: it is not one of ours. Whether the person may press the button is decided in `bot::access`.
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
                let run = RunId(i64::from_str_radix(parts.next()?, 16).ok()?);
                let revision = i64::from_str_radix(parts.next()?, 16).ok()?;
                let dotted = parts.next()?;
                let (question, item) = dotted.split_once('.').unwrap_or((dotted, ""));
                let key = Key { question: word(question)?, item: word(item)? };
                Some(Press::Run { run, revision, key, act: Act::parse(parts.next()?)? })
            }
            "g" => legacy::parse(rest).or_else(|| Route::parse(rest)).map(Press::Go),
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

/// Ids, codes and days consist of these characters. A text with any other did not come from us.
fn word(text: &str) -> Option<String> {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-').then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::SurveyId;
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
                    Press::Run { run: RunId(run), revision, key, act }
                }
            ),
            (prop::sample::select(Route::SHAPES), prop::collection::vec(0i64..1 << 40, 4))
                .prop_filter_map("fields of other kinds", |((code, fields), numbers)| Press::parse(&coded(
                    code, fields, &numbers
                ))),
            (0u8..4, "[A-Z0-9]{10}").prop_map(|(ticks, code)| Press::Consent {
                act: Consent::Show,
                language: "ar".into(),
                ticks,
                code
            }),
            Just(Press::Speak("fr".into())),
        ]
    }

    /// The code of a route with these numbers. A field that is true or false takes the number's parity.
    fn coded(code: &str, fields: &[&str], numbers: &[i64]) -> String {
        let field = |(field, n): (&&str, &i64)| match *field {
            "below" | "letter" | "on" => format!(":{}", n % 2),
            "spot" => format!(":{}", n % 4),
            "rsvp" => [":yes", ":no", ":maybe", ":0"][usize::try_from(n % 4).unwrap_or(0)].to_owned(),
            "reason" => [":work", ":other", ":0"][usize::try_from(n % 3).unwrap_or(0)].to_owned(),
            "why" => [":left", ":not-confirmed"][usize::try_from(n % 2).unwrap_or(0)].to_owned(),
            "office" => [":chair", ":vice-rapporteur", ":0"][usize::try_from(n % 3).unwrap_or(0)].to_owned(),
            "cause" => [":postponed", ":unforeseen", ":0"][usize::try_from(n % 3).unwrap_or(0)].to_owned(),
            "mark" => [":present", ":absent", ":0"][usize::try_from(n % 3).unwrap_or(0)].to_owned(),
            _ => format!(":{n}"),
        };
        let fields: String = fields.iter().zip(numbers).map(field).collect();
        format!("g:{code}{fields}")
    }

    #[test]
    fn every_route_has_a_code_of_its_own_that_fits() {
        let largest = [i64::from(u32::MAX) * 1000; 4];
        for (code, fields) in Route::SHAPES {
            let press = Press::parse(&coded(code, fields, &largest));
            let press = press.unwrap_or_else(|| panic!("{code} is not read"));
            assert!(press.code().len() <= LONGEST_CODE, "{}", press.code());
            assert_eq!(Route::SHAPES.iter().filter(|(other, _)| other == code).count(), 1, "{code} is used twice");
        }
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
        let old = Press::Run { run: RunId(255), revision: 3, key: Key::once("A11"), act: tick };
        assert_eq!(Press::parse("r:ff:3:A11:t1,transport"), Some(old));
        assert_eq!(Press::parse("g:sv:12"), Some(Press::Go(Route::Survey { survey: SurveyId(12) })));
        assert_eq!(Press::parse("g:nowhere:12"), None);
    }
}
