//! Statistical disclosure control: which groups and cells of a topic may be released beside its whole, so that nobody is
//! picked out.
//!
//! - Threshold: a group is released with [`MIN_GROUP_SIZE`] answers to the topic at least.
//! - Differencing: it is released only if adding and subtracting released groups leaves nobody or many people, and on a scale
//!   no step from its ends or many (`groups`).
//! - Primary suppression: a cell that few chose is not released (`cells`).
//! - Secondary suppression: nor are other cells from which that one would follow (`cells`, `population`).
//!
//! Groups are of one dimension at a time: never the women of one body. `tests/attack` attacks all this.
//!
//! These are not hidden, by choice:
//! - that all of a group chose the same, or none of them something;
//! - all options of the whole, and the lowest of its numbers;
//! - a median, which is what somebody of a group said, though not who;
//! - how many of a body passed a question over: the turnout stands beside `n`;
//! - what somebody said who erases themselves after the survey has closed, from those who noted the figures before. Each topic
//!   is released as it is now. That is the price of erasing at once.
//!
//! Not tried: cells of three and more dimensions added and subtracted at once, beyond solving for suppressed ones. People and
//! means are held to the threshold whatever is combined.

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
pub mod rows;
mod split_table;

/// The threshold: fewest answers that are released together (the domain's facts, section 3: a body may have some twenty
/// members). Settings may only raise it.
pub const MIN_GROUP_SIZE: usize = 5;

/// The whole of a topic; none with fewer than `min_group_size` answers.
pub fn release_whole(people: &Population, dialog: &Dialog, topic: &Topic, min_group_size: usize) -> Option<Figure> {
    let said: Vec<Observation<'_>> =
        people.responses.iter().filter_map(|one| topics::observe(one, dialog, topic)).collect();
    figures::summarize(&said, dialog, topic).filter(|figure| figure.n >= min_group_size.max(MIN_GROUP_SIZE))
}

/// The whole of a topic and its splits; none with fewer than `min_group_size` answers. A dimension of which fewer than two
/// groups may be released has no split.
///
/// Dimensions are taken in the order of [`Dimension::ALL`]. Where a later one would disclose what an earlier one does not,
/// groups or cells of the later one are held back.
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
