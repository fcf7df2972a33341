//! Nobody is picked out: which groups of respondents may be shown beside the whole.
//!
//! A group is shown with at least [`MIN_GROUP_SIZE`] answers to the topic, and only beside others from which few people, or the few
//! who are not at an end of a scale, could not be had by adding and subtracting ([`groups`]). Within a split, what few
//! chose is suppressed, with what would give it away ([`population`], [`cells`]). Groups are of one dimension at a
//! time, never the women of one body. `tests/attack` attacks it.
//!
//! What it does not hide, by choice: that all of a group chose the same, or none of them something; all options of the whole,
//! and of its numbers the lowest; a median, which is what somebody of a group said, though not who; how many of a body passed
//! a question over, which `n` beside the turnout says. Each topic is looked at by itself, and as it is now: whoever noted the
//! figures before somebody erased themselves sees in the difference what that person said. That is the price of erasing at once.
//!
//! What it does not try: cells of three dimensions and more added and subtracted at once, beyond solving for those that are
//! hidden (people and means are held to five whatever is combined).

use std::collections::BTreeSet;

use crate::dialog::Dialog;
use crate::report::stats::figures::{self, Figure, Shape};
use crate::report::stats::population::{Dimension, Population};
use crate::report::stats::split::Split;
use crate::report::stats::topics::{self, Observation, Topic};
use groups::{Groups, MAX_GROUPS};
use population::TopicPopulation;
use split_table::SplitTable;

mod cells;
mod groups;
mod linear;
pub(crate) mod microdata;
mod population;
mod split_table;

/// Fewest answers that are shown together (the domain's facts, section 3: a body may have some twenty members). May only be raised.
pub const MIN_GROUP_SIZE: usize = 5;

/// The whole of a topic; none with fewer than `min_group_size` answers.
pub fn release_whole(people: &Population, dialog: &Dialog, topic: &Topic, min_group_size: usize) -> Option<Figure> {
    let said: Vec<Observation<'_>> =
        people.responses.iter().filter_map(|one| topics::observe(one, dialog, topic)).collect();
    figures::summarize(&said, dialog, topic).filter(|figure| figure.n >= min_group_size.max(MIN_GROUP_SIZE))
}

/// The whole of a topic, and what may be shown of it dimension by dimension; a dimension of which fewer than two groups may
/// be shown is left out. None with fewer than `min_group_size` answers.
///
/// The dimensions are taken in the order of [`Dimension::ALL`]: where a later one would give away people whom an earlier one
/// does not, groups or cells of the later one are left out.
pub fn release(
    people: &Population,
    dialog: &Dialog,
    topic: &Topic,
    min_group_size: usize,
) -> Option<(Figure, Vec<Split>)> {
    let min_group_size = min_group_size.max(MIN_GROUP_SIZE);
    let population = TopicPopulation::of(people, dialog, topic, min_group_size)
        .filter(|population| population.whole.n >= min_group_size)?;
    let mut tables: Vec<SplitTable> = Vec::new();
    if population.whole.shape == Shape::Words {
        return Some((population.whole, Vec::new()));
    }
    let everyone: Groups = vec![Some(0); population.profiles.len()];
    for at in 0..Dimension::ALL.len() {
        let said = population.profiles.iter().map(|profile| profile[at]).collect();
        let beside: Vec<&Groups> = [&everyone].into_iter().chain(tables.iter().map(|table| &table.groups)).collect();
        let Some(groups) = groups::may_be_shown(said, &beside, &population.known, min_group_size, MAX_GROUPS) else {
            continue;
        };
        tables.push(SplitTable { at, groups, suppressed: BTreeSet::new() });
        population.suppress_cells(&mut tables, min_group_size);
        let options = population.options.len();
        if options > 0 && tables.last().is_some_and(|own| own.seen(options).next().is_none()) {
            tables.pop(); // what is left to be seen is no split
        }
    }
    let splits = tables.iter().map(|table| split(people, &population, table)).collect();
    Some((population.whole, splits))
}

fn split(people: &Population, population: &TopicPopulation, table: &SplitTable) -> Split {
    let name = |group: usize| people.groups[table.at][group].clone();
    let figure = |group| Some((name(group), population.groups[table.at][group].clone()?));
    let mut groups: Vec<(String, Figure)> = table.ids().into_iter().filter_map(figure).collect();
    groups.sort_by(|(a, one), (b, other)| (other.n, a).cmp(&(one.n, b)));
    let others = population.whole.n - groups.iter().map(|(_, figure)| figure.n).sum::<usize>();
    let suppressed = table.suppressed.iter().map(|(group, option)| (name(*group), population.options[*option].clone()));
    Split { dimension: Dimension::ALL[table.at], groups, others, suppressed: suppressed.collect() }
}
