//! Charts of options and scales: how many of each group chose what.
//!
//! Everybody's numbers are exact. Those of groups are perturbed: shares of large groups are rounded, those of small ones are
//! said in words, and a number below the threshold is not written.

use super::charts::{Group, SIDE_BY_SIDE, TopicChart};
use crate::bot::context::Locale;
use crate::bot::ui::figures::{
    about, chart_label, group_percent, in_words, percent, share, share_in_words, whole_percent,
};
use crate::dialog::Kind;
use crate::report::disclosure::WORDS_BELOW;
use crate::report::render::chart::{Chart, ChartKind, ChartMark, ChartRow};
use crate::report::stats::figures::{Score, Shape};
use crate::report::stats::percentages::percentages;
use crate::report::stats::split::place;
use crate::text::Arg;

/// Most rows of options: Telegram refuses pictures that are too long.
const ROWS: usize = 30;

impl TopicChart<'_> {
    /// The options in the order in which they are drawn. Where several could be chosen, the most frequent come first, and
    /// those that exclude all others last. Where only one could be chosen, the order is that of the question. The order is
    /// that of the whole.
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

    /// A cell of a table for each of these options: a rounded share without a word, or the place of a ranking.
    fn cells(&self, locale: &Locale<'_>, group: &Group<'_>, options: &[String]) -> Vec<ChartMark> {
        let all = group.figure.n;
        let cell = |option: &String| match &group.figure.shape {
            Shape::Scores(scores) => match place(scores, option) {
                Some(place) => ChartMark::new(share(scores.len() + 1 - place, scores.len()), place.to_string()),
                None => ChartMark::new(0.0, "–"),
            },
            Shape::Options(counts) => {
                let n = counts.iter().find(|(id, _)| id == option).map_or(0, |(_, n)| *n);
                if all >= WORDS_BELOW && self.is_few(group, option) {
                    return ChartMark::new(
                        0.0,
                        locale.say("fewer-than", &[("n", Arg::count(locale.min_group_size()))]),
                    );
                }
                let middle = if all < WORDS_BELOW { share_in_words(locale, n, all).0 } else { share(n, all) };
                let rounded = (middle / 5.0).round() * 5.0;
                ChartMark::new(rounded, percent(locale, rounded))
            }
            _ => ChartMark::default(),
        };
        options.iter().map(cell).collect()
    }

    /// A bar for each of these options.
    fn marks(&self, locale: &Locale<'_>, group: &Group<'_>, options: &[String], most: f64) -> Vec<ChartMark> {
        let mark = |option: &String| match &group.figure.shape {
            Shape::Scores(scores) => self.points_mark(locale, group, scores, option, most),
            Shape::Options(counts) => {
                let n = counts.iter().find(|(id, _)| id == option).map_or(0, |(_, n)| *n);
                if self.split.is_some() {
                    return self.group_mark(locale, group, option, n);
                }
                ChartMark::new(share(n, group.figure.n), self.whole_share(locale, counts, n, option))
            }
            _ => ChartMark::default(),
        };
        options.iter().map(mark).collect()
    }

    /// How many of all chose an option. Where only one could be chosen, the percentages come to 100.
    fn whole_share(&self, locale: &Locale<'_>, counts: &[(String, usize)], n: usize, option: &str) -> String {
        let place = counts.iter().position(|(id, _)| id == option);
        let parts = percentages(&counts.iter().map(|(_, n)| *n).collect::<Vec<_>>());
        let percent = match place.and_then(|place| parts.get(place)) {
            Some(part) if self.question.kind == Kind::One => whole_percent(locale, *part),
            _ => percent(locale, share(n, self.whole.n)), // several could be chosen: they come to no hundred
        };
        locale.say("count-share", &[("n", Arg::count(n)), ("share", Arg::text(percent))])
    }

    /// How many of a group chose an option.
    pub(super) fn group_mark(&self, locale: &Locale<'_>, group: &Group<'_>, option: &str, n: usize) -> ChartMark {
        let all = group.figure.n;
        if all < WORDS_BELOW {
            let (middle, words) = share_in_words(locale, n, all);
            return ChartMark::new(middle, words);
        }
        if self.is_few(group, option) {
            return ChartMark::new(0.0, in_words(locale, "hardly"));
        }
        ChartMark::new(share(n, all), group_percent(locale, n, all))
    }

    /// The points of an option. In a small group only its place is told.
    fn points_mark(
        &self,
        locale: &Locale<'_>,
        group: &Group<'_>,
        scores: &[Score],
        option: &str,
        most: f64,
    ) -> ChartMark {
        let points = scores.iter().find(|score| score.option == option).map_or(0, |score| score.points);
        let n = group.figure.n;
        let length = share(points, n) * 100.0 / most;
        if self.split.is_none() {
            return ChartMark::new(length, points.to_string());
        }
        if n < WORDS_BELOW {
            // As long as its place: no points can be read off.
            return match place(scores, option) {
                Some(place) => {
                    let text = locale.say("place", &[("n", Arg::count(place))]);
                    ChartMark::new(share(scores.len() + 1 - place, scores.len()), text)
                }
                None => ChartMark::new(0.0, "–"),
            };
        }
        if self.is_few(group, option) {
            return ChartMark::new(0.0, in_words(locale, "hardly"));
        }
        ChartMark::new(length, about(locale, &points.to_string()))
    }

    /// Draws options as bars side by side, or as a table if there are too many groups.
    pub(super) fn draw_counts(&self, locale: &Locale<'_>, chart: &mut Chart, groups: &[Group<'_>]) {
        let mut options = self.options();
        if options.len() > ROWS {
            let n = ("n", Arg::count(options.len() - ROWS));
            let places = [("from", Arg::count(ROWS + 1)), ("to", Arg::count(options.len()))];
            chart.lines.push(locale.say("cut-rows", &[&[n], &places[..]].concat()));
            options.truncate(ROWS);
        }
        let labels: Vec<String> = options.iter().map(|option| chart_label(&self.label(locale, option))).collect();
        // The largest number of points for each voter in any group, so that bars of large and small groups can be compared.
        let best = |group: &Group<'_>| match &group.figure.shape {
            Shape::Scores(scores) => scores.first().map_or(0.0, |score| share(score.points, group.figure.n)),
            _ => 0.0,
        };
        let most = groups.iter().map(best).fold(1.0, f64::max);
        if groups.len() > SIDE_BY_SIDE {
            chart.kind = ChartKind::Table;
            chart.legend = labels;
            let row = |group: &Group<'_>| ChartRow {
                label: chart_label(&group.name),
                values: self.cells(locale, group, &options),
                note: self.n(locale, group.figure),
            };
            if matches!(self.whole.shape, Shape::Scores(_)) {
                chart.lines.push(locale.say("in-places", &[]));
            }
            chart.rows = groups.iter().map(row).collect();
            return;
        }
        let columns: Vec<Vec<ChartMark>> =
            groups.iter().map(|group| self.marks(locale, group, &options, most)).collect();
        let row = |(at, label): (usize, String)| ChartRow {
            label,
            values: columns.iter().map(|marks| marks[at].clone()).collect(),
            note: String::new(),
        };
        chart.rows = labels.into_iter().enumerate().map(row).collect();
        if self.split.is_some() {
            let name = |group: &Group<'_>| {
                let n = Arg::text(self.n(locale, group.figure));
                locale.say("group-n", &[("group", Arg::text(chart_label(&group.name))), ("n", n)])
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
        let name = |(point, _): &(i64, usize)| {
            let named =
                self.localized.find_label(&locale.bot.texts, &locale.language, self.question, &format!("n{point}"));
            chart_label(&named.unwrap_or_else(|| point.to_string()))
        };
        chart.legend = points.iter().map(name).collect();
        chart.rows = groups.iter().filter_map(|group| self.level_row(locale, group)).collect();
    }

    /// One bar in parts. The parts of a small group have no numbers, nor have those in which few are.
    fn level_row(&self, locale: &Locale<'_>, group: &Group<'_>) -> Option<ChartRow> {
        let Shape::Levels { counts, mean } = &group.figure.shape else { return None };
        let parts: Vec<usize> = counts.iter().map(|(_, n)| *n).collect();
        let all = parts.iter().sum();
        let percents = percentages(&parts);
        let value = |((point, n), percent): (&(i64, usize), usize)| {
            let text = match self.split {
                None => whole_percent(locale, percent),
                Some(_) if group.figure.n < WORDS_BELOW || self.is_few(group, &point.to_string()) => String::new(),
                Some(_) => group_percent(locale, *n, all),
            };
            ChartMark::new(share(*n, all), text)
        };
        let values = counts.iter().zip(percents).map(value).collect();
        let n = group.figure.n;
        let args = [("mean", Arg::text(self.mean(locale, *mean, n))), ("n", Arg::text(self.n(locale, group.figure)))];
        Some(ChartRow { label: chart_label(&group.name), values, note: locale.say("mean-n", &args) })
    }
}
