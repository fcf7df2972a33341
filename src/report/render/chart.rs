//! Charts: what they say is data, how they look is `charts.typ`.

use serde::{Deserialize, Serialize};

use super::typesetting;

/// What a chart shows. Texts are plain and in the reader's language; numbers in them are written out.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Chart {
    /// `ar`.
    pub lang: String,
    pub rtl: bool,
    /// How it is drawn.
    pub kind: ChartKind,
    /// What was asked.
    pub title: String,
    /// Of how many answers, split by what.
    pub lines: Vec<String>,
    /// The groups of bars or lines, the points of a scale, or the columns of a table.
    pub legend: Vec<String>,
    /// What is shown, from the top.
    pub rows: Vec<ChartRow>,
    /// Of a slope: the first and last point of its scale.
    pub from: i64,
    /// The last point.
    pub to: i64,
    /// Of a slope: what its two ends are called.
    pub ends: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChartKind {
    /// Bars, one for each group.
    #[default]
    Bars,
    /// One bar a row, in parts that come to the whole.
    Stacked,
    /// A line a row, from before to after.
    Slope,
    /// A cell for each row and column, darker where it is more.
    Table,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ChartRow {
    /// What it is about.
    pub label: String,
    /// Its bars, parts, ends or cells.
    pub values: Vec<ChartMark>,
    /// What stands at its end.
    pub note: String,
}

/// One thing that is drawn.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ChartMark {
    /// How long, from 0 to 100; of a slope, where on its scale.
    pub share: f64,
    /// What stands on or beside it.
    pub text: String,
}

impl ChartMark {
    /// A mark that shows something.
    pub fn new(share: f64, text: impl Into<String>) -> ChartMark {
        ChartMark { share, text: text.into() }
    }

    /// A mark of so many percent, rounded.
    pub fn of_percent(percent: usize, text: impl Into<String>) -> ChartMark {
        ChartMark::new(f64::from(u32::try_from(percent).unwrap_or(100)), text)
    }
}

impl Chart {
    /// How far along the scale a mean is, from 0 to 100.
    #[expect(clippy::cast_precision_loss, reason = "points of a scale")]
    pub fn place_on_scale(&self, mean: f64) -> f64 {
        (mean - self.from as f64) * 100.0 / ((self.to - self.from) as f64).max(1.0)
    }
}

/// The chart as PNG.
///
/// # Errors
/// What the template stumbles over: a mistake in the program.
pub fn png(chart: &Chart) -> Result<Vec<u8>, String> {
    typesetting::picture("chart.typ", chart)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(share: f64, text: &str) -> ChartMark {
        ChartMark::new(share, text)
    }

    #[test]
    fn every_kind_is_drawn_whatever_its_texts_hold() {
        let hostile = "a".repeat(300) + "\u{202e}#let x = 1 $ \" \\ 😀 ${name} اختبار";
        for kind in [ChartKind::Bars, ChartKind::Stacked, ChartKind::Slope, ChartKind::Table] {
            for (rtl, rows) in [(true, 0), (false, 1), (true, 3)] {
                let values = vec![mark(0.0, &hostile), mark(100.0, "100%")];
                let row = ChartRow { label: hostile.clone(), values, note: hostile.clone() };
                let chart = Chart {
                    lang: if rtl { "ar".into() } else { "fr".into() },
                    rtl,
                    kind,
                    title: hostile.clone(),
                    lines: vec![hostile.clone()],
                    legend: vec![hostile.clone(), String::new()],
                    rows: vec![row; rows],
                    from: 1,
                    to: 5,
                    ends: vec!["قبل".into(), "بعد".into()],
                };
                let picture = png(&chart).unwrap_or_else(|error| panic!("{kind:?}, {rows} rows: {error}"));
                assert!(picture.starts_with(b"\x89PNG"));
            }
        }
    }
}
