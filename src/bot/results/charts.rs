//! The charts of a topic in the reader's language, and the same as lines of text for people who cannot see a picture.
//!
//! A chart says what it does not show: a line above it tells of groups, and of rows beyond those that fit. Numbers of groups
//! are perturbed, and a line says so. Counts and scales are in `counts`.

use chrono::{Datelike, NaiveDate};

use super::groups::Groups;
use crate::bot::context::Locale;
use crate::bot::library::LocalizedDialog;
use crate::bot::ui::figures::{about, chart_label, decimal, group_mean, whole_percent};
use crate::chat::Drawing;
use crate::dialog::{self, Each, Question, written};
use crate::report::disclosure;
use crate::report::render::chart::{self, Chart, ChartKind, ChartMark, ChartRow};
use crate::report::stats::days::{Days, Period};
use crate::report::stats::figures::{Figure, Shape, Spread};
use crate::report::stats::percentages::percentages;
use crate::report::stats::split::Split;
use crate::report::stats::topics::Topic;
use crate::text::{Arg, dates};

/// Most groups that are drawn as bars or lines side by side; more are drawn as a table.
pub(super) const SIDE_BY_SIDE: usize = 4;

/// The figures of a topic and everything that its chart needs.
pub struct TopicChart<'a> {
    pub localized: &'a LocalizedDialog,
    pub question: &'a Question,
    pub topic: &'a Topic,
    pub whole: &'a Figure,
    /// The figures of each group, if the topic is split.
    pub split: Option<&'a Split>,
    /// All groups of the split's dimension.
    pub groups: Groups,
}

pub(super) struct Group<'a> {
    pub id: &'a str,
    pub name: String,
    pub figure: &'a Figure,
}

impl TopicChart<'_> {
    /// The groups with their names; one group of everybody if the topic is not split.
    fn shown_groups(&self, locale: &Locale<'_>) -> Vec<Group<'_>> {
        match self.split {
            None => vec![Group { id: "", name: locale.say("everyone", &[]), figure: self.whole }],
            Some(split) => {
                split.groups.iter().map(|(id, figure)| Group { id, name: self.groups.name(id), figure }).collect()
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
        let groups = self.shown_groups(locale);
        let mut lines = vec![locale.say("answers-n", &[("n", Arg::count(self.whole.n))])];
        if let (Shape::Scores(_), dialog::Kind::Rank { top, .. }) = (&self.whole.shape, &self.question.kind)
            && self.split.is_none_or(|split| split.groups.len() <= SIDE_BY_SIDE)
        {
            lines.push(locale.say("in-points", &[("top", Arg::count(*top))]));
        }
        if let Some(split) = self.split {
            lines.push(locale.say("by", &[("what", Arg::text(split.dimension.id()))]));
            lines.push(locale.say("perturbed", &[("most", Arg::count(disclosure::MOST_MOVED))]));
            lines.extend(self.groups.hidden(locale, split));
        }
        let mut chart = Chart {
            lang: locale.language.clone(),
            rtl: locale.language().rtl,
            title: self.title(locale),
            lines,
            ..Chart::default()
        };
        match &self.whole.shape {
            Shape::Options(_) | Shape::Scores(_) => self.draw_counts(locale, &mut chart, &groups),
            Shape::Levels { counts, .. } => self.draw_levels(locale, &mut chart, &groups, counts),
            Shape::Pairs { .. } => self.slope(locale, &mut chart, &groups),
            Shape::Numbers(_) => {
                for group in &groups {
                    chart.rows.extend(self.numbers(locale, group));
                }
            }
            Shape::Days(days) => chart.rows = day_rows(locale, days),
            Shape::Words => return None,
        }
        Some(chart)
    }

    /// Whether no number is written for this option of a group.
    pub(super) fn is_few(&self, group: &Group<'_>, option: &str) -> bool {
        self.split.is_some_and(|split| split.few.contains(&(group.id.to_owned(), option.to_owned())))
    }

    /// How many answered; of a group about how many.
    pub(super) fn n(&self, locale: &Locale<'_>, figure: &Figure) -> String {
        if self.split.is_some() { about(locale, &figure.n.to_string()) } else { figure.n.to_string() }
    }

    /// A mean; of a group about which, in halves where it is small.
    pub(super) fn mean(&self, locale: &Locale<'_>, mean: f64, n: usize) -> String {
        match self.split {
            None => decimal(locale, mean),
            Some(_) => about(locale, &decimal(locale, group_mean(mean, n))),
        }
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
            rows.push(ChartRow { label, values: Vec::new(), note: text });
            if self.split.is_none() {
                rows.extend(bins(locale, spread));
            }
        }
        rows
    }

    /// Lines from before to after; a table if there are too many groups for lines.
    fn slope(&self, locale: &Locale<'_>, chart: &mut Chart, groups: &[Group<'_>]) {
        if let dialog::Kind::Scale { from, to } = self.question.kind {
            (chart.from, chart.to) = (from, to);
        }
        if let Some(Each::Fixed(items)) = &self.question.each {
            chart.ends = items.iter().map(|item| self.label(locale, item)).collect();
        }
        let as_table = groups.len() > SIDE_BY_SIDE;
        chart.kind = if as_table { ChartKind::Table } else { ChartKind::Slope };
        if as_table {
            chart.legend = chart.ends.iter().map(|end| chart_label(end)).collect();
        }
        for group in groups {
            let Shape::Pairs { before, after } = group.figure.shape else { continue };
            let n = group.figure.n;
            let coarse = |mean| if self.split.is_some() { group_mean(mean, n) } else { mean };
            let (before, after) = (coarse(before), coarse(after));
            let change = decimal(locale, after - before);
            let change = if after >= before { format!("+{change}") } else { change };
            let args = [
                ("group", Arg::text(chart_label(&group.name))),
                ("change", Arg::text(format!("\u{2066}{change}\u{2069}"))),
                ("n", Arg::text(self.n(locale, group.figure))),
            ];
            let end = |mean: f64| {
                let share = if as_table { chart.place_on_scale(mean) } else { mean };
                ChartMark::new(share, decimal(locale, mean))
            };
            let values = vec![end(before), end(after)];
            if as_table {
                let note = locale.say("change-n", &args);
                chart.rows.push(ChartRow { label: chart_label(&group.name), values, note });
                continue;
            }
            chart.rows.push(ChartRow { label: group.name.clone(), values, note: locale.say("change", &args) });
            if self.split.is_some() {
                chart.legend.push(chart_label(&group.name));
            }
        }
    }
}

/// How numbers are spread, a bar for each range.
fn bins(locale: &Locale<'_>, spread: &Spread) -> Vec<ChartRow> {
    let counts: Vec<usize> = spread.bins.iter().map(|(.., n)| *n).collect();
    let bars = spread.bins.iter().zip(percentages(&counts)).map(|((from, to, _), percent)| {
        let (from, to) = (written(*from, spread.places), written(*to, spread.places));
        let label = if from == to { from } else { format!("{from}–{to}") };
        let values = vec![ChartMark::of_percent(percent, whole_percent(locale, percent))];
        ChartRow { label: chart_label(&label), values, note: String::new() }
    });
    bars.collect()
}

/// A bar for each day, month or year that somebody named.
fn day_rows(locale: &Locale<'_>, days: &Days) -> Vec<ChartRow> {
    let counts: Vec<usize> = days.counts.iter().map(|(_, n)| *n).collect();
    let row = |((begins, n), percent): (&(NaiveDate, usize), usize)| {
        let args = [("n", Arg::count(*n)), ("share", Arg::text(whole_percent(locale, percent)))];
        let values = vec![ChartMark::of_percent(percent, locale.say("count-share", &args))];
        ChartRow { label: chart_label(&period_in_words(locale, days.period, *begins)), values, note: String::new() }
    };
    days.counts.iter().zip(percentages(&counts)).map(row).collect()
}

/// A day, a month or a year in words.
pub(super) fn period_in_words(locale: &Locale<'_>, period: Period, begins: NaiveDate) -> String {
    match period {
        Period::Day => dates::full_date_in_words(begins, &locale.language),
        Period::Month => dates::month_in_words(begins, &locale.language),
        Period::Year => begins.year().to_string(),
        Period::Decade => format!("{}–{}", begins.year(), begins.year() + 9),
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
            _ if value.text.is_empty() => String::new(),
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
