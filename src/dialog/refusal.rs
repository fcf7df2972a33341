//! Why an answer is refused.

/// Why an input is refused. The texts are `refused-…` in `bot.ftl`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A button is expected.
    Press,
    /// Longer than the limit, both in characters.
    TooLong {
        /// Most characters.
        limit: usize,
        /// Characters sent.
        length: usize,
    },
    /// Shorter than the limit, in characters.
    TooShort {
        /// Fewest characters.
        limit: usize,
    },
    /// Not a whole number, one with too many digits after the point, or not as many as asked for.
    Number {
        /// How many numbers are expected.
        expected: usize,
        /// Digits after the point that are taken.
        places: u32,
    },
    /// Numbers that name other fields than those that are asked for now.
    OtherField,
    /// A number outside the limits.
    Range {
        /// Least.
        min: i64,
        /// Greatest.
        max: i64,
        /// Digits after the point, of both.
        places: u32,
    },
    /// More ticks than allowed.
    TooMany {
        /// Most ticks.
        limit: usize,
    },
    /// Fewer ticks than needed.
    TooFew {
        /// Fewest ticks.
        limit: usize,
    },
    /// No day could be read.
    Date,
    /// No hour could be read.
    Time,
    /// No address of a web page.
    Link,
    /// A file is expected.
    File,
    /// A point is expected.
    Point,
    /// There would be too many points.
    Points {
        /// Most points.
        limit: usize,
    },
    /// The file is too large.
    TooLarge,
    /// There are as many files as allowed.
    Files {
        /// Most files.
        limit: usize,
    },
    /// A text is expected, no voice message.
    NoVoice,
    /// This question cannot be skipped.
    NoSkip,
}

impl Refusal {
    /// Whether the answer was understood and is outside the limits of the question.
    pub fn is_of_limits(&self) -> bool {
        use Refusal::*;
        matches!(self, TooLong { .. } | TooShort { .. } | Range { .. } | TooMany { .. } | TooFew { .. })
    }
}
