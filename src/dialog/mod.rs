//! What can be asked: the shape of a dialog, pure and without a clock.
//!
//! A dialog is one `dialogs/NAME.toml` (see `dialogs/README.md` for the format). [`parse`] reads it, [`condition`]
//! understands its `when`, [`answer`] turns what a person did into a value or a refusal, [`walk`] computes the next
//! step from the answers alone, and [`lint`] finds what an author got wrong. Nothing here knows words, people or Telegram.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

pub mod answer;
pub mod condition;
pub mod finding;
pub mod lint;
pub mod parse;
pub mod points;
mod reach;
mod response;
pub mod walk;
pub mod write;

pub use condition::Condition;
pub use finding::Finding;
pub use response::{Answer, answer_to};

/// One dialog file, checked for form but not yet for sense (that is [`lint`]).
#[derive(Debug, Clone, PartialEq)]
pub struct Dialog {
    /// The file's stem, `diagnostic`: also the name of its words' files.
    pub name: String,
    /// A survey that members answer, or a form that the bot itself needs.
    pub usage: Usage,
    /// Minutes it takes, said on the opening screen; 0 for forms.
    pub minutes: u32,
    /// The questions, in the order in which they may be asked.
    pub questions: Vec<Question>,
    /// Surveys proposed after the thank-you.
    pub offers: Vec<Offer>,
}

/// What a dialog is for, and what becomes of its answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    /// Something the bot needs to know (sign-up, opening of a survey …); its answers are handled by the concern that asked.
    Form,
    /// Kept with the person's name, shown only grouped.
    Confidential,
    /// After submission nothing links the answers to the person.
    Anonymous,
}

/// One question as the file has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Stable for ever: names the text and the column of the export; at most 16 characters.
    pub id: String,
    /// How it is answered.
    pub kind: Kind,
    /// The options; for kinds answered in words, those offered beside them.
    pub options: Vec<Choice>,
    /// Asked only if this holds.
    pub when: Option<Condition>,
    /// May be skipped.
    pub skip: bool,
    /// Asked once for each of these.
    pub each: Option<Each>,
    /// Shares the number of this earlier question.
    pub part_of: Option<String>,
    /// The message whose attributes name the options.
    pub labels: Option<String>,
    /// Options in random order, stable for one person.
    pub shuffle: bool,
    /// With `shuffle`: the options that stay at the end.
    pub last: Vec<String>,
    /// These options are kept apart from the response, with the person's name; any other answer is not kept.
    pub apart: Vec<String>,
    /// Says who answers (sex, area …): an anonymous survey's table withholds it where few answered alike.
    pub profile: bool,
    /// The options come from the database; only in forms.
    pub source: Option<String>,
    /// Where the question begins in the file, in bytes: for findings.
    pub at: usize,
}

/// The kind of a question with the limits of its own.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// One option.
    One,
    /// Several options, then *done*.
    Many {
        /// Fewest ticks.
        min: usize,
        /// Most ticks.
        max: usize,
        /// Options that untick all others.
        exclusive: Vec<String>,
    },
    /// A point from `from` to `to`.
    Scale {
        /// First point.
        from: i64,
        /// Last point.
        to: i64,
    },
    /// One number, or one for each field.
    Number {
        /// Least value, as it is kept.
        min: i64,
        /// Greatest value, as it is kept.
        max: i64,
        /// Digits after the point: 12.5 is kept as 1250 where there are two.
        places: u32,
        /// Labels of the fields; empty when there is one number only.
        fields: Vec<String>,
    },
    /// The first `top` of the options ticked in `from`, or of its own, as successive picks.
    Rank {
        /// The earlier `many`; none: its own options are ranked.
        from: Option<String>,
        /// How many are ranked.
        top: usize,
    },
    /// Free words.
    Text {
        /// Fewest characters.
        min: usize,
        /// Most characters.
        max: usize,
        /// A voice message will do.
        voice: bool,
        /// It must be the address of a web page.
        link: bool,
    },
    /// A day.
    Date {
        /// From today on only.
        future: bool,
    },
    /// An hour of the day.
    Time,
    /// Files, sent one by one; only in forms.
    Files {
        /// Most files.
        max: usize,
    },
    /// Points, written one by one as to a friend; only in forms.
    Points {
        /// Most points.
        max: usize,
    },
}

/// What a file is, as Telegram sorts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Media {
    /// A picture.
    Picture,
    /// A PDF or any other file.
    Document,
    /// A voice message.
    Voice,
    /// A video.
    Video,
}

/// A file that somebody sent: Telegram keeps it, this says which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// What it is.
    pub media: Media,
    /// Telegram's file id.
    pub file: String,
    /// Its name; empty for pictures and voices.
    pub name: String,
    /// Its size in bytes; 0 if Telegram does not say.
    pub bytes: u64,
    /// Its length in seconds, of a voice or video.
    pub seconds: u32,
}

/// An option: its id, and the code that exports use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Stable id.
    pub id: String,
    /// What exports write; the id unless the file says otherwise.
    pub code: String,
}

/// What a question is repeated for.
#[derive(Debug, Clone, PartialEq)]
pub enum Each {
    /// The options picked in this earlier question, the first so many only.
    Picked {
        /// The earlier question.
        question: String,
        /// At most so many items.
        first: usize,
    },
    /// A fixed list, such as before and after.
    Fixed(Vec<String>),
}

/// A survey proposed after the thank-you, if it is open to the person.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// The survey's name.
    pub survey: String,
    /// Only if this holds of the answers just given.
    pub when: Option<Condition>,
    /// Where it begins in the file, in bytes: for findings.
    pub at: usize,
}

/// Which question an answer belongs to, and for which item of an `each` (empty when it is asked once).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The question's id.
    pub question: String,
    /// The item's id, or empty.
    pub item: String,
}

impl Key {
    /// The key of a question that is asked once.
    pub fn once(question: &str) -> Key {
        Key { question: question.to_owned(), item: String::new() }
    }

    /// As exports and buttons write it: `D3` or `D3.lighting`.
    pub fn dotted(&self) -> String {
        if self.item.is_empty() { self.question.clone() } else { format!("{}.{}", self.question, self.item) }
    }
}

/// What a person said to one question. This is what the database keeps, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Value {
    /// Passed over on purpose.
    Skipped,
    /// Option ids: one for `one`, in the order of picking for `rank`; also an option pressed beside another kind.
    Picks(Vec<String>),
    /// The numbers typed or the point pressed; one for each field.
    Numbers(Vec<i64>),
    /// Words typed.
    Text(String),
    /// A voice message: Telegram's file id and its length in seconds.
    Voice {
        /// Telegram's file id.
        file: String,
        /// Length in seconds.
        seconds: u32,
    },
    /// A day.
    Date(NaiveDate),
    /// An hour of the day.
    Time(NaiveTime),
    /// Files, in the order in which they came.
    Files(Vec<Attached>),
    /// Points, in the order in which they are read.
    Points(points::Points),
}

/// An answer as kept: a draft (ticks under way, or taken back to be changed) is not yet an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What was said so far.
    pub value: Value,
    /// The person has finished with it.
    pub done: bool,
}

/// Stands, when an anonymous survey has closed, for what too few people said of themselves.
pub const WITHHELD: &str = "withheld";

/// All that a person has said in one run of a dialog.
pub type Answers = BTreeMap<Key, Entry>;

impl Dialog {
    /// The question with this id.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// The question whose options a question offers: of a ranking, the one that it ranks.
    pub fn offering<'a>(&'a self, question: &'a Question) -> &'a Question {
        match &question.kind {
            Kind::Rank { from: Some(from), .. } => match self.question(from) {
                Some(from) if from.id != question.id => self.offering(from),
                _ => question,
            },
            _ => question,
        }
    }

    /// The number that «question 3 of 14» shows for the question at `index`, and how many there are.
    pub fn number(&self, index: usize) -> (usize, usize) {
        let numbered = |questions: &[Question]| questions.iter().filter(|q| q.part_of.is_none()).count();
        let upto = (index + 1).min(self.questions.len());
        let parent = self.questions.get(index).and_then(|q| q.part_of.as_deref());
        let at = parent.and_then(|id| self.questions.iter().position(|q| q.id == id)).map_or(upto, |i| i + 1);
        (numbered(&self.questions[..at]), numbered(&self.questions))
    }
}

/// A number as it is kept, written out: 1250 with two places is `12.5`.
pub fn written(number: i64, places: u32) -> String {
    let one = 10_u64.saturating_pow(places);
    let (whole, rest) = (number.unsigned_abs() / one, number.unsigned_abs() % one);
    let sign = if number < 0 { "-" } else { "" };
    if rest == 0 {
        return format!("{sign}{whole}");
    }
    let digits = format!("{rest:0>width$}", width = places as usize);
    format!("{sign}{whole}.{}", digits.trim_end_matches('0'))
}

impl Question {
    /// Digits after the point of its numbers.
    pub fn places(&self) -> u32 {
        if let Kind::Number { places, .. } = self.kind { places } else { 0 }
    }

    /// The option with this id.
    pub fn choice(&self, id: &str) -> Option<&Choice> {
        self.options.iter().find(|choice| choice.id == id)
    }

    /// Whether this option unticks all others; outside `many` every option does.
    pub fn is_exclusive(&self, option: &str) -> bool {
        matches!(&self.kind, Kind::Many { exclusive, .. } if exclusive.iter().any(|id| id == option))
    }

    /// The options in the order in which this person sees them. `seed` is the person's own for this run, so that the
    /// order is the same whenever the question is shown again.
    pub fn ordered(&self, seed: u64) -> Vec<&Choice> {
        if !self.shuffle {
            return self.options.iter().collect();
        }
        let (mut free, fixed): (Vec<_>, Vec<_>) = self.options.iter().partition(|c| !self.last.contains(&c.id));
        let mut state = seed;
        for upper in (1..free.len()).rev() {
            state = scramble(state);
            free.swap(upper, (state % (upper as u64 + 1)) as usize);
        }
        let end = self.last.iter().filter_map(|id| fixed.iter().find(|c| c.id == *id));
        free.extend(end);
        free
    }
}

/// One step of SplitMix64 (Steele, Lea, Flood 2014): spreads a seed for the option order, no secret.
fn scramble(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
