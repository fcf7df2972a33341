//! The words that stand in place of the shares of a small group, and what each of them means.

/// A word for a share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// The least share that the word is said of, in percent.
    pub from: f64,
    /// The word is said of shares below this.
    pub to: f64,
    /// What lies in the middle.
    pub middle: f64,
    /// `hardly`, `some`, `half`, `most` or `nearly-all`.
    pub word: &'static str,
}

const fn band(from: f64, to: f64, middle: f64, word: &'static str) -> Band {
    Band { from, to, middle, word }
}

const THIRD: f64 = 100.0 / 3.0;
/// Below ten answers.
const THREE: [Band; 3] =
    [band(0.0, THIRD, 15.0, "hardly"), band(THIRD, 2.0 * THIRD, 50.0, "half"), band(2.0 * THIRD, 100.0, 85.0, "most")];
const FIVE: [Band; 5] = [
    band(0.0, 20.0, 10.0, "hardly"),
    band(20.0, 40.0, 30.0, "some"),
    band(40.0, 60.0, 50.0, "half"),
    band(60.0, 80.0, 70.0, "most"),
    band(80.0, 100.0, 90.0, "nearly-all"),
];

/// The word for this share (in percent) of a group with so many answers: of three below ten answers, of five up to twenty.
pub fn band_of(percent: f64, all: usize) -> Band {
    let bands: &[Band] = if all < 10 { &THREE } else { &FIVE };
    *bands.iter().find(|band| percent < band.to).unwrap_or(&bands[bands.len() - 1])
}
