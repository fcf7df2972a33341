//! The charts of a topic in the reader's language, and the same as lines of text for people who cannot see a picture.

use std::collections::BTreeMap;

use crate::bot::context::Locale;
use crate::bot::library::LocalizedDialog;
use crate::bot::ui::figures::{chart_label, decimal, percent, share};
use crate::chat::Drawing;
use crate::dialog::{self, Each, Question, written};
use crate::report::render::chart::{self, Chart, ChartKind, ChartMark, ChartRow};
use crate::report::stats::figures::{Figure, Shape};
use crate::report::stats::population::Dimension;
use crate::report::stats::split::Split;
use crate::report::stats::topics::Topic;
use crate::store::bodies::Body;
use crate::text::Arg;

/// Most groups that are drawn as bars side by side; more are drawn as a table.
const SIDE_BY_SIDE: usize = 4;
/// Most rows of options: Telegram refuses pictures that are too long.
const ROWS: usize = 30;
/// Shown in a suppressed cell, which would disclose too much about too few people.
const EMPTY: &str = "…";

/// The figures of a topic and everything that its chart needs.
pub struct TopicChart<'a> {
    pub localized: &'a LocalizedDialog,
    pub question: &'a Question,
    pub topic: &'a Topic,
    pub whole: &'a Figure,
    /// The figures of each group, if the topic is split.
    pub split: Option<&'a Split>,
    /// Names of the groups, by id.
    pub names: BTreeMap<String, String>,
}

struct Group<'a> {
    id: &'a str,
    name: String,
    figure: &'a Figure,
}

impl TopicChart<'_> {
    /// The groups with their names; one group of everybody if the topic is not split.
    fn groups(&self, locale: &Locale<'_>) -> Vec<Group<'_>> {
        match self.split {
            None => vec![Group { id: "", name: locale.say("everyone", &[]), figure: self.whole }],
            Some(split) => {
                let name = |id: &String| self.names.get(id).cloned().unwrap_or_else(|| id.clone());
                split.groups.iter().map(|(id, figure)| Group { id, name: name(id), figure }).collect()
            }
        }
    }

    pub fn label(&self, locale: &Locale<'_>, id: &str) -> String {
        self.localized.label(&locale.bot.texts, &locale.language, self.question, id)
    }

    pub fn title(&self, locale: &Locale<'_>) -> String {
        title(locale, self.localized, self.question, self.topic)
    }

    /// The chart; none for a topic that was answered in words.
    pub fn draw(&self, locale: &Locale<'_>) -> Option<Chart> {
        let groups = self.groups(locale);
        let mut lines = vec![locale.say("answers-n", &[("n", Arg::count(self.whole.n))])];
        if let Some(split) = self.split {
            lines.push(locale.say("by", &[("what", Arg::text(split.dimension.id()))]));
            if !split.suppressed.is_empty() {
                lines.push(locale.say("left-empty", &[("fewest", Arg::count(locale.min_group_size()))]));
            }
        }
        let mut chart = Chart {
            lang: locale.language.clone(),
            rtl: locale.language().rtl,
            title: self.title(locale),
            lines,
            ..Chart::default()
        };
        match &self.whole.shape {
            Shape::Options(_) | Shape::Scores(_) => self.counts(locale, &mut chart, &groups),
            Shape::Levels { counts, .. } => {
                chart.kind = ChartKind::Stacked;
                let point = |(point, _): &(i64, usize)| {
                    let named = self.localized.find_label(
                        &locale.bot.texts,
                        &locale.language,
                        self.question,
                        &format!("n{point}"),
                    );
                    chart_label(&named.unwrap_or_else(|| point.to_string()))
                };
                chart.legend = counts.iter().map(point).collect();
                chart.rows = groups.iter().filter_map(|group| self.levels(locale, group)).collect();
            }
            Shape::Pairs { .. } => self.slope(locale, &mut chart, &groups),
            Shape::Numbers(_) => {
                for group in &groups {
                    chart.rows.extend(self.numbers(locale, group));
                }
            }
            Shape::Words => return None,
        }
        Some(chart)
    }

    fn is_empty(&self, group: &Group<'_>, option: &str) -> bool {
        self.split.is_some_and(|split| split.suppressed.contains(&(group.id.to_owned(), option.to_owned())))
    }

    /// The options in the order in which they are drawn. Where several could be chosen, the most frequent come first, and
    /// those that exclude all others last. Where only one could be chosen, the order is that of the question.
    fn options(&self) -> Vec<String> {
        match &self.whole.shape {
            Shape::Options(options) => {
                let mut options: Vec<&(String, usize)> = options.iter().collect();
                if self.question.kind != dialog::Kind::One {
                    options.sort_by_key(|(id, n)| (self.question.is_exclusive(id), std::cmp::Reverse(*n)));
                }
                options.into_iter().map(|(id, _)| id.clone()).collect()
            }
            Shape::Scores(scores) => scores.iter().map(|score| score.option.clone()).collect(),
            _ => Vec::new(),
        }
    }

    /// How many people of a group chose an option, as a bar or cell.
    fn mark(&self, locale: &Locale<'_>, group: &Group<'_>, option: &str, short: bool, most: f64) -> ChartMark {
        if self.is_empty(group, option) {
            return ChartMark { share: 0.0, text: EMPTY.to_owned() };
        }
        match &group.figure.shape {
            Shape::Scores(scores) => {
                let points = scores.iter().find(|score| score.option == option).map_or(0, |score| score.points);
                ChartMark { share: share(points, group.figure.n) * 100.0 / most, text: points.to_string() }
            }
            Shape::Options(counts) => {
                let n = counts.iter().find(|(id, _)| id == option).map_or(0, |(_, n)| *n);
                let part = share(n, group.figure.n);
                let percent = percent(locale, part);
                let text = if short {
                    percent
                } else {
                    locale.say("count-share", &[("n", Arg::count(n)), ("share", Arg::text(percent))])
                };
                ChartMark { share: part, text }
            }
            _ => ChartMark::default(),
        }
    }

    /// Draws options as bars side by side, or as a table if there are too many groups.
    fn counts(&self, locale: &Locale<'_>, chart: &mut Chart, groups: &[Group<'_>]) {
        let options = self.options();
        let shown_at_all = |option: &String| groups.iter().any(|group| !self.is_empty(group, option));
        let options: Vec<String> = options.into_iter().filter(shown_at_all).take(ROWS).collect();
        // The largest number of points for each voter in any group, among the visible cells, so that bars of large and
        // small groups can be compared.
        let best = |group: &Group<'_>| match &group.figure.shape {
            Shape::Scores(scores) => {
                let first = scores.iter().find(|score| !self.is_empty(group, &score.option));
                first.map_or(0.0, |score| share(score.points, group.figure.n))
            }
            _ => 0.0,
        };
        let most = groups.iter().map(best).fold(1.0, f64::max);
        if groups.len() > SIDE_BY_SIDE {
            chart.kind = ChartKind::Table;
            chart.legend = options.iter().map(|id| chart_label(&self.label(locale, id))).collect();
            let row = |group: &Group<'_>| ChartRow {
                label: chart_label(&group.name),
                values: options.iter().map(|option| self.mark(locale, group, option, true, most)).collect(),
                note: group.figure.n.to_string(),
            };
            chart.rows = groups.iter().map(row).collect();
            return;
        }
        let row = |option: &String| ChartRow {
            label: chart_label(&self.label(locale, option)),
            values: groups.iter().map(|group| self.mark(locale, group, option, false, most)).collect(),
            note: String::new(),
        };
        chart.rows = options.iter().map(row).collect();
        if self.split.is_some() {
            let name = |group: &Group<'_>| {
                let args = [("group", Arg::text(chart_label(&group.name))), ("n", Arg::count(group.figure.n))];
                locale.say("group-n", &args)
            };
            chart.legend = groups.iter().map(name).collect();
        }
    }

    /// One bar in parts, with mean and n. Suppressed parts are one part at its end.
    fn levels(&self, locale: &Locale<'_>, group: &Group<'_>) -> Option<ChartRow> {
        let Shape::Levels { counts, mean } = &group.figure.shape else { return None };
        let mut rest = 0;
        let mut values: Vec<ChartMark> = counts
            .iter()
            .map(|(point, n)| {
                if self.is_empty(group, &point.to_string()) {
                    rest += n;
                    return ChartMark::default();
                }
                let part = share(*n, group.figure.n);
                ChartMark { share: part, text: percent(locale, part) }
            })
            .collect();
        if rest > 0 {
            values.push(ChartMark { share: share(rest, group.figure.n), text: EMPTY.to_owned() });
        }
        let args = [("mean", Arg::text(decimal(locale, *mean))), ("n", Arg::count(group.figure.n))];
        Some(ChartRow { label: chart_label(&group.name), values, note: locale.say("mean-n", &args) })
    }

    /// Median and mean of each field; for everybody also the distribution.
    fn numbers(&self, locale: &Locale<'_>, group: &Group<'_>) -> Vec<ChartRow> {
        let Shape::Numbers(spreads) = &group.figure.shape else { return Vec::new() };
        let mut rows = Vec::new();
        for spread in spreads {
            let field = if spread.field.is_empty() { String::new() } else { self.label(locale, &spread.field) };
            let parts = [field.as_str(), group.name.as_str()].into_iter().filter(|part| !part.is_empty());
            let args = [
                ("median", Arg::text(decimal(locale, spread.median))),
                ("mean", Arg::text(decimal(locale, spread.mean))),
            ];
            let text = locale.say("median", &args);
            let label = chart_label(&parts.collect::<Vec<_>>().join(" · "));
            rows.push(ChartRow { label, values: vec![ChartMark { share: 0.0, text }], note: String::new() });
            if self.split.is_none() {
                rows.extend(spread.bins.iter().map(|(from, to, n)| {
                    let (from, to) = (written(*from, spread.places), written(*to, spread.places));
                    let label = if from == to { from } else { format!("{from}–{to}") };
                    let part = share(*n, group.figure.n);
                    let values = vec![ChartMark { share: part, text: percent(locale, part) }];
                    ChartRow { label: chart_label(&label), values, note: String::new() }
                }));
            }
        }
        rows
    }

    fn slope(&self, locale: &Locale<'_>, chart: &mut Chart, groups: &[Group<'_>]) {
        chart.kind = ChartKind::Slope;
        if let dialog::Kind::Scale { from, to } = self.question.kind {
            (chart.from, chart.to) = (from, to);
        }
        if let Some(Each::Fixed(items)) = &self.question.each {
            chart.ends = items.iter().map(|item| self.label(locale, item)).collect();
        }
        for group in groups.iter().take(SIDE_BY_SIDE) {
            let Shape::Pairs { before, after } = group.figure.shape else { continue };
            let end = |mean: f64| ChartMark { share: mean, text: decimal(locale, mean) };
            let change = decimal(locale, after - before);
            let change = if after >= before { format!("+{change}") } else { change };
            let args = [
                ("group", Arg::text(chart_label(&group.name))),
                ("change", Arg::text(format!("\u{2066}{change}\u{2069}"))),
                ("n", Arg::count(group.figure.n)),
            ];
            let values = vec![end(before), end(after)];
            chart.rows.push(ChartRow { label: group.name.clone(), values, note: locale.say("change", &args) });
            if self.split.is_some() {
                chart.legend.push(chart_label(&group.name));
            }
        }
    }
}

/// The text of a topic's question. A pair of before and after names both.
pub fn title(locale: &Locale<'_>, localized: &LocalizedDialog, question: &Question, topic: &Topic) -> String {
    let texts = &locale.bot.texts;
    match (&question.each, topic.item.as_str()) {
        (Some(Each::Fixed(items)), "") => {
            let items: Vec<String> =
                items.iter().map(|item| localized.label(texts, &locale.language, question, item)).collect();
            localized.question_of(&locale.language, question, &items.join(" / "))
        }
        (_, item) => localized.question(texts, &locale.language, question, item),
    }
}

/// The chart as a picture that is drawn later, and the same as lines of text.
pub fn drawing(chart: Chart) -> Drawing {
    let bare = |text: &str| text.replace(['\u{2068}', '\u{2069}', '\u{2066}', '\u{200b}'], "");
    let mut says = format!("{} ({})", bare(&chart.title), chart.lines.join(" · "));
    for row in &chart.rows {
        let values = row.values.iter().enumerate().map(|(index, value)| match chart.legend.get(index) {
            Some(group) if chart.kind != ChartKind::Slope => format!("{} {}", bare(group), value.text),
            _ => value.text.clone(),
        });
        let parts: Vec<String> = [row.label.clone()]
            .into_iter()
            .chain(values)
            .chain([row.note.clone()])
            .filter(|part| !part.is_empty())
            .collect();
        says.push_str(&format!("\n{}", bare(&parts.join(" · "))));
    }
    Drawing { says, draw: std::sync::Arc::new(move || chart::png(&chart)) }
}

/// Names of a dimension's groups, by id.
pub fn group_names(locale: &Locale<'_>, dimension: Dimension, bodies: &[Body]) -> BTreeMap<String, String> {
    if dimension == Dimension::Body {
        return bodies.iter().map(|body| (body.id.to_string(), body.name(&locale.language).to_owned())).collect();
    }
    let signup = locale.bot.library.latest("signup");
    let found =
        signup.as_ref().and_then(|(_, localized)| Some((localized, localized.dialog.question(dimension.id())?)));
    let Some((localized, question)) = found else { return BTreeMap::new() };
    let label = |id: &str| localized.label(&locale.bot.texts, &locale.language, question, id);
    question.options.iter().map(|choice| (choice.id.clone(), label(&choice.id))).collect()
}
