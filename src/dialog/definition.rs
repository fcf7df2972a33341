//! The definition of a dialog: its questions, how each is answered, and what is offered afterwards.

use super::condition::Condition;

/// A dialog as its file defines it. Whether its references make sense is for `lint` to find.
#[derive(Debug, Clone, PartialEq)]
pub struct Dialog {
    /// The name of its file without the ending, `diagnostic`; the files of its texts have the same.
    pub name: String,
    /// A survey that members answer, or a form that the bot itself needs.
    pub usage: Usage,
    /// How long it takes, shown on the opening screen; 0 for forms.
    pub minutes: u32,
    /// The questions, in the order in which they may be asked.
    pub questions: Vec<Question>,
    /// Surveys proposed after the thank-you.
    pub offers: Vec<Offer>,
}

/// What a dialog is for, and how its answers are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    /// The bot itself needs the answers (sign-up, opening of a survey …); the feature that asked uses them.
    Form,
    /// A survey. Answers are stored with the person's name and shown only in groups.
    Confidential,
    /// A survey. After submission nothing links the answers to the person.
    Anonymous,
}

/// A question as the file defines it.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// It never changes, because it names the text and the column of the export. At most 16 characters.
    pub id: String,
    /// How it is answered, with the limits.
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
    /// These options are stored apart from the response, with the person's name; any other answer is not stored.
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
        /// Least value, as it is stored.
        min: i64,
        /// Greatest value, as it is stored.
        max: i64,
        /// Digits after the point: with two, 12.5 is stored as 1250.
        places: u32,
        /// Labels of the fields; empty when there is one number only.
        fields: Vec<String>,
    },
    /// An order of preference: the first choice, the second, up to `top`.
    Rank {
        /// The earlier `many` whose ticked options are ranked; without it, its own options.
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
        /// A voice message is an answer too.
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

/// An option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// It never changes.
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

impl Kind {
    /// The word for it in the file.
    pub fn name(&self) -> &'static str {
        match self {
            Kind::One => "one",
            Kind::Many { .. } => "many",
            Kind::Scale { .. } => "scale",
            Kind::Number { .. } => "number",
            Kind::Rank { .. } => "rank",
            Kind::Text { .. } => "text",
            Kind::Date { .. } => "date",
            Kind::Time => "time",
            Kind::Files { .. } => "files",
            Kind::Points { .. } => "points",
        }
    }
}

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

impl Question {
    /// Digits after the point of its numbers.
    pub fn places(&self) -> u32 {
        if let Kind::Number { places, .. } = self.kind { places } else { 0 }
    }

    /// The fields of its numbers; none if it is one number.
    pub fn fields(&self) -> &[String] {
        if let Kind::Number { fields, .. } = &self.kind { fields } else { &[] }
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
