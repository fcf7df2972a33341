//! Charts of options and scales: how many of each group chose what.

use super::charts::{Group, HIDDEN, SIDE_BY_SIDE, TopicChart};
use crate::bot::context::Locale;
use crate::bot::ui::figures::{chart_label, decimal, percent, share, whole_percent};
use crate::dialog::Kind;
use crate::report::render::chart::{Chart, ChartKind, ChartMark, ChartRow};
use crate::report::stats::figures::Shape;
use crate::report::stats::percentages::percentages;
use crate::text::Arg;

/// Most rows of options: Telegram refuses pictures that are too long.
const ROWS: usize = 30;

impl TopicChart<'_> {
    /// The options in the order in which they are drawn. Where several could be chosen, the most frequent come first, and
    /// those that exclude all others last. Where only one could be chosen, the order is that of the question. The order is
    /// that of the whole, so that it says nothing of a suppressed cell.
    fn options(&self) -> Vec<String> {
        match &self.whole.shape {
            Shape::Options(options) => {
                let mut options: Vec<&(String, usize)> = options.iter().collect();
                if self.question.kind != Kind::One {
                    options.sort_by_key(|(id, n)| (self.question.is_exclusive(id), std::cmp::Reverse(*n)));
                }
                options.into_iter().map(|(id, _)| id.clone()).collect()
            }
            Shape::Scores(scores) => scores.iter().map(|score| score.option.clone()).collect(),
            _ => Vec::new(),
        }
    }

    /// The percentages of a group's visible parts, which come to 100 with what is hidden. Hidden parts count as one, as the
    /// reader can compute it, so that the rounding says nothing of each.
    fn percentages(&self, group: &Group<'_>, counts: &[(String, usize)]) -> Vec<(String, usize)> {
        let (hidden, seen): (Vec<_>, Vec<_>) = counts.iter().partition(|(id, _)| self.is_hidden(group, id));
        let rest = hidden.iter().map(|(_, n)| n).sum();
        let parts: Vec<usize> = seen.iter().map(|(_, n)| *n).chain([rest]).collect();
        seen.iter().map(|(id, _)| id.clone()).zip(percentages(&parts)).collect()
    }

    /// A bar or cell for each of these options: how many people of a group chose it, or how many points they gave it.
    fn marks(
        &self,
        locale: &Locale<'_>,
        group: &Group<'_>,
        options: &[String],
        short: bool,
        most: f64,
    ) -> Vec<ChartMark> {
        let parts = match &group.figure.shape {
            Shape::Options(counts) if self.question.kind == Kind::One => self.percentages(group, counts),
            _ => Vec::new(),
        };
        let mark = |option: &String| {
            if self.is_hidden(group, option) {
                return ChartMark::hidden(0.0, HIDDEN);
            }
            match &group.figure.shape {
                Shape::Scores(scores) => {
                    let points = scores.iter().find(|score| score.option == *option).map_or(0, |score| score.points);
                    ChartMark::new(share(points, group.figure.n) * 100.0 / most, points.to_string())
                }
                Shape::Options(counts) => {
                    let n = counts.iter().find(|(id, _)| id == option).map_or(0, |(_, n)| *n);
                    let part = share(n, group.figure.n);
                    let percent = match parts.iter().find(|(id, _)| id == option) {
                        Some((_, percent)) => whole_percent(locale, *percent),
                        None => percent(locale, part), // several could be chosen: they come to no hundred
                    };
                    let text = if short {
                        percent
                    } else {
                        locale.say("count-share", &[("n", Arg::count(n)), ("share", Arg::text(percent))])
                    };
                    ChartMark::new(part, text)
                }
                _ => ChartMark::default(),
            }
        };
        options.iter().map(mark).collect()
    }

    /// Draws options as bars side by side, or as a table if there are too many groups.
    pub(super) fn draw_counts(&self, locale: &Locale<'_>, chart: &mut Chart, groups: &[Group<'_>]) {
        let options = self.options();
        let is_hidden = |option: &String| groups.iter().all(|group| self.is_hidden(group, option));
        let hidden = options.iter().filter(|option| is_hidden(option)).count();
        if hidden > 0 {
            chart.lines.push(locale.say("hidden-rows", &[("n", Arg::count(hidden))]));
        }
        // Each option has a row; hidden ones that follow each other share one.
        let hidden: Vec<bool> = options.iter().map(is_hidden).collect();
        let mut rows: Vec<&[String]> = Vec::new();
        let mut first = 0;
        for run in hidden.chunk_by(|one, next| *one && *next) {
            rows.push(&options[first..first + run.len()]);
            first += run.len();
        }
        let shown = rows.iter().take(ROWS).map(|row| row.len()).sum::<usize>();
        if shown < options.len() {
            let n = ("n", Arg::count(options.len() - shown));
            let places = [("from", Arg::count(shown + 1)), ("to", Arg::count(options.len()))];
            chart.lines.push(locale.say("cut-rows", &[&[n], &places[..]].concat()));
            rows.truncate(ROWS);
        }
        let mut place = 0;
        let mut label = |row: &&[String]| {
            place += row.len();
            match row {
                [option] => chart_label(&self.label(locale, option)),
                several => {
                    let from = Arg::count(place + 1 - several.len());
                    locale.say("hidden-run", &[("from", from), ("to", Arg::count(place))])
                }
            }
        };
        let labels: Vec<String> = rows.iter().map(&mut label).collect();
        let first_of_each: Vec<String> = rows.iter().filter_map(|row| row.first().cloned()).collect();
        // The largest number of points for each voter in any group, among the visible cells, so that bars of large and
        // small groups can be compared.
        let best = |group: &Group<'_>| match &group.figure.shape {
            Shape::Scores(scores) => {
                let first = scores.iter().find(|score| !self.is_hidden(group, &score.option));
                first.map_or(0.0, |score| share(score.points, group.figure.n))
            }
            _ => 0.0,
        };
        let most = groups.iter().map(best).fold(1.0, f64::max);
        if groups.len() > SIDE_BY_SIDE {
            chart.kind = ChartKind::Table;
            chart.legend = labels;
            let row = |group: &Group<'_>| ChartRow {
                label: chart_label(&group.name),
                values: self.marks(locale, group, &first_of_each, true, most),
                note: group.figure.n.to_string(),
            };
            chart.rows = groups.iter().map(row).collect();
            return;
        }
        let columns: Vec<Vec<ChartMark>> =
            groups.iter().map(|group| self.marks(locale, group, &first_of_each, false, most)).collect();
        let row = |((at, row), label): ((usize, &&[String]), String)| ChartRow {
            label,
            values: columns.iter().filter(|_| row.len() == 1).map(|marks| marks[at].clone()).collect(),
            note: String::new(),
        };
        chart.rows = rows.iter().enumerate().zip(labels).map(row).collect();
        if self.split.is_some() {
            let name = |group: &Group<'_>| {
                let args = [("group", Arg::text(chart_label(&group.name))), ("n", Arg::count(group.figure.n))];
                locale.say("group-n", &args)
            };
            chart.legend = groups.iter().map(name).collect();
        }
    }

    /// Draws a scale: one bar in parts for each group, with mean and n.
    pub(super) fn draw_levels(
        &self,
        locale: &Locale<'_>,
        chart: &mut Chart,
        groups: &[Group<'_>],
        points: &[(i64, usize)],
    ) {
        chart.kind = ChartKind::Stacked;
        let hides = self.split.is_some_and(|split| !split.suppressed.is_empty());
        if hides {
            chart.lines.push(locale.say("hidden-parts", &[]));
        }
        let name = |((point, _), place): (&(i64, usize), usize)| {
            let named =
                self.localized.find_label(&locale.bot.texts, &locale.language, self.question, &format!("n{point}"));
            match named {
                // The note of a row names the hidden parts by their place.
                Some(named) if hides => chart_label(&format!("{place}. {named}")),
                Some(named) => chart_label(&named),
                None => chart_label(&point.to_string()),
            }
        };
        chart.legend = points.iter().zip(1..).map(name).collect();
        chart.rows = groups.iter().filter_map(|group| self.level_row(locale, group)).collect();
    }

    /// One bar in parts. Hidden parts are one part at its end, and its note says which they are.
    fn level_row(&self, locale: &Locale<'_>, group: &Group<'_>) -> Option<ChartRow> {
        let Shape::Levels { counts, mean } = &group.figure.shape else { return None };
        let counts: Vec<(String, usize)> = counts.iter().map(|(point, n)| (point.to_string(), *n)).collect();
        let percents = self.percentages(group, &counts);
        let (mut rest, mut places) = (0, Vec::new());
        let mut values: Vec<ChartMark> = Vec::new();
        for ((point, n), place) in counts.iter().zip(1..) {
            let percent = percents.iter().find(|(id, _)| id == point).map(|(_, percent)| *percent);
            values.push(match percent {
                Some(percent) => ChartMark::new(share(*n, group.figure.n), whole_percent(locale, percent)),
                None => {
                    rest += n;
                    places.push(place.to_string());
                    ChartMark::hidden(0.0, HIDDEN)
                }
            });
        }
        let args = [("mean", Arg::text(decimal(locale, *mean))), ("n", Arg::count(group.figure.n))];
        let mut note = locale.say("mean-n", &args);
        if !places.is_empty() {
            values.push(ChartMark::hidden(share(rest, group.figure.n), ""));
            note.push_str(&format!(" · {HIDDEN} {}", places.join(&locale.say("comma", &[]))));
        }
        Some(ChartRow { label: chart_label(&group.name), values, note })
    }
}
