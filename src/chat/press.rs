//! What a button does, and the short code that says so.
//!
//! Codes live on in old messages: their meaning never changes. Whether somebody may press a button is not decided here.

use super::legacy;
use super::route::Route;
use crate::dialog::Key;
use crate::types::RunId;

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
        run: RunId,
        /// Its revision when the button was shown.
        revision: i64,
        /// The question when the button was shown; empty on the review.
        key: Key,
        /// What is done there.
        act: Act,
    },
    /// Go somewhere.
    Go(Route),
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

impl Press {
    /// Whether it only asks to see something.
    pub fn is_view(&self) -> bool {
        matches!(self, Press::Go(route) if route.is_view())
    }

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
                format!("r:{:x}:{revision:x}:{}:{act}", run.0, key.dotted())
            }
            Press::Go(route) => format!("g:{}", route.code()),
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

/// Ids, codes and days are of these characters only; anything else did not come from us.
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

    /// The code of a route with these numbers; of a yes or no, whether the number is odd.
    fn coded(code: &str, fields: &[&str], numbers: &[i64]) -> String {
        let field = |(field, n): (&&str, &i64)| match *field {
            "below" | "letter" => format!(":{}", n % 2),
            "spot" => format!(":{}", n % 4),
            "rsvp" => [":yes", ":no", ":maybe", ":0"][usize::try_from(n % 4).unwrap_or(0)].to_owned(),
            "reason" => [":work", ":other", ":0"][usize::try_from(n % 3).unwrap_or(0)].to_owned(),
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
