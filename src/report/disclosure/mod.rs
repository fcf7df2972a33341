//! Nobody is picked out: which groups of respondents may be shown beside the whole.
//!
//! A group is shown with at least [`FEWEST`] answers to the topic, and only beside others from which few people, or the few
//! who are not at an end of a scale, could not be had by adding and subtracting ([`groups`]). Within a split, what few
//! chose is left empty, with what would give it away ([`population`], [`cells`]). Groups are of one dimension at a
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
use crate::report::stats::population::{Dimension, People};
use crate::report::stats::split::Split;
use crate::report::stats::topics::{self, Said, Topic};
use groups::{Groups, MOST};
use population::Answered;
use side::Side;

pub mod cells;
pub mod groups;
pub mod linear;
pub mod microdata;
pub mod population;
pub mod side;

/// Fewest answers that are shown together (the domain's facts, section 3: a body may have some twenty members). May only be raised.
pub const FEWEST: usize = 5;

/// The whole of a topic; none with fewer than `fewest` answers.
pub fn whole(people: &People, dialog: &Dialog, topic: &Topic, fewest: usize) -> Option<Figure> {
    let said: Vec<Said<'_>> = people.responses.iter().filter_map(|one| topics::said(one, dialog, topic)).collect();
    figures::figure(&said, dialog, topic).filter(|figure| figure.n >= fewest.max(FEWEST))
}

/// The whole of a topic, and what may be shown of it dimension by dimension; a dimension of which fewer than two groups may
/// be shown is left out. None with fewer than `fewest` answers.
///
/// The dimensions are taken in the order of [`Dimension::ALL`]: where a later one would give away people whom an earlier one
/// does not, groups or cells of the later one are left out.
pub fn shown(people: &People, dialog: &Dialog, topic: &Topic, fewest: usize) -> Option<(Figure, Vec<Split>)> {
    let fewest = fewest.max(FEWEST);
    let answered = Answered::of(people, dialog, topic, fewest).filter(|answered| answered.whole.n >= fewest)?;
    let mut sides: Vec<Side> = Vec::new();
    if answered.whole.shape == Shape::Words {
        return Some((answered.whole, Vec::new()));
    }
    let everyone: Groups = vec![Some(0); answered.kinds.len()];
    for at in 0..Dimension::ALL.len() {
        let said = answered.kinds.iter().map(|kind| kind[at]).collect();
        let beside: Vec<&Groups> = [&everyone].into_iter().chain(sides.iter().map(|side| &side.groups)).collect();
        let Some(groups) = groups::may_be_shown(said, &beside, &answered.known, fewest, MOST) else { continue };
        sides.push(Side { at, groups, empty: BTreeSet::new() });
        answered.leave_empty(&mut sides, fewest);
        let options = answered.options.len();
        if options > 0 && sides.last().is_some_and(|own| own.seen(options).next().is_none()) {
            sides.pop(); // what is left to be seen is no split
        }
    }
    let splits = sides.iter().map(|side| split(people, &answered, side)).collect();
    Some((answered.whole, splits))
}

fn split(people: &People, answered: &Answered, side: &Side) -> Split {
    let name = |group: usize| people.groups[side.at][group].clone();
    let figure = |group| Some((name(group), answered.groups[side.at][group].clone()?));
    let mut groups: Vec<(String, Figure)> = side.ids().into_iter().filter_map(figure).collect();
    groups.sort_by(|(a, one), (b, other)| (other.n, a).cmp(&(one.n, b)));
    let others = answered.whole.n - groups.iter().map(|(_, figure)| figure.n).sum::<usize>();
    let empty = side.empty.iter().map(|(group, option)| (name(*group), answered.options[*option].clone()));
    Split { dimension: Dimension::ALL[side.at], groups, others, empty: empty.collect() }
}
