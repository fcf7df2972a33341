//! Why an answer is not taken.

/// Why an input is not taken; the person is told in their language (`refused-…` in `bot.ftl`).
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
    /// A number outside the limits.
    Range {
        /// Least.
        min: i64,
        /// Greatest.
        max: i64,
        /// Of these, digits after the point.
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
    /// There would be more points than may be.
    Points {
        /// Most points.
        limit: usize,
    },
    /// The file is too large.
    TooLarge,
    /// There are as many files as may be.
    Files {
        /// Most files.
        limit: usize,
    },
    /// Words are expected, no voice.
    NoVoice,
    /// This question cannot be skipped.
    NoSkip,
}

impl Refusal {
    /// Whether the answer was understood and is not within what the question takes.
    pub fn is_of_limits(&self) -> bool {
        use Refusal::*;
        matches!(self, TooLong { .. } | TooShort { .. } | Range { .. } | TooMany { .. } | TooFew { .. })
    }
}
