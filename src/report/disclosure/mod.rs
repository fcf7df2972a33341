//! Statistical disclosure control: what may be released of a topic beside its whole, so that nobody is picked out.
//!
//! The rule, as members can be told:
//!
//! 1. The whole is counted exactly, from five answers on.
//! 2. A group is shown from five answers on: women, the members of one body; never the women of one body.
//! 3. Every number of a group is moved by chance by at most three people, in most cases by none or one.
//! 4. The same number is moved in the same way in every picture and file.
//! 5. In a group of fewer than twenty, words stand in place of numbers. In larger groups a number below five is not written.
//! 6. Means and points of a group are made from the moved numbers.
//! 7. Numbers and days that people gave, and their words, are not split.
//!
//! Why this and not suppression of small cells: see `perturbation`, which also proves what is checked. Suppression was tried
//! first: of twelve people it showed one answer in twenty, and integer programs still found cells between the tables.
//!
//! These are not hidden, by choice:
//! - the whole, each of its options and its mean: if everybody said the same, everybody's answer is known;
//! - that a group has five answers or more;
//! - what somebody said who erases themselves after the survey has closed, from those who noted the whole before.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::dialog::Dialog;
use crate::report::stats::figures::{self, Figure, Shape};
use crate::report::stats::population::{Dimension, Population, Profile};
use crate::report::stats::split::Split;
use crate::report::stats::topics::{self, Observation, Topic};
use perturbation::{Class, Classes, Tables};

pub mod differences;
pub(crate) mod microdata;
mod perturbation;
pub mod rows;
mod variables;
pub mod words;

pub use perturbation::MOST as MOST_MOVED;

/// Most groups of a dimension that are released. Of one with more, a prefecture with all its bodies, none is.
pub const MAX_GROUPS: usize = 40;

/// With more profiles than that, those who are in the same shown groups are looked at together.
const MANY_PROFILES: usize = 600;

/// In a group of fewer answers words stand in place of numbers.
pub const WORDS_BELOW: usize = 20;

/// The threshold: fewest answers that are released together (the domain's facts, section 3: a body may have some twenty
/// members). Settings may only raise it.
pub const MIN_GROUP_SIZE: usize = 5;

/// The whole of a topic; none with fewer than `min_group_size` answers.
pub fn release_whole(people: &Population, dialog: &Dialog, topic: &Topic, min_group_size: usize) -> Option<Figure> {
    let said: Vec<Observation<'_>> =
        people.responses.iter().filter_map(|one| topics::observe(one, dialog, topic)).collect();
    figures::summarize(&said, dialog, topic).filter(|figure| figure.n >= min_group_size.max(MIN_GROUP_SIZE))
}

/// The whole of a topic and its splits; none with fewer than `min_group_size` answers. A dimension of which no group
/// may be shown has no split.
pub fn release(
    people: &Population,
    dialog: &Dialog,
    topic: &Topic,
    min_group_size: usize,
) -> Option<(Figure, Vec<Split>)> {
    let min_group_size = min_group_size.max(MIN_GROUP_SIZE);
    let observations: Vec<Option<Observation<'_>>> =
        people.responses.iter().map(|one| topics::observe(one, dialog, topic)).collect();
    let said: Vec<Observation<'_>> = observations.iter().flatten().copied().collect();
    let whole = figures::summarize(&said, dialog, topic).filter(|whole| whole.n >= min_group_size)?;
    let kind = &dialog.question(&topic.question)?.kind;
    let Some(variables) = variables::variables(&observations, dialog, &topic.question, &whole) else {
        return Some((whole, Vec::new()));
    };
    let mut groups = shown_groups(people, &observations, min_group_size);
    let ids: Vec<i64> = people.responses.iter().map(|one| one.id.0).collect();
    let tables = loop {
        let classes = classes(people, &groups);
        let perturbed = variables.iter().zip(0..).map(|(variable, n): (_, usize)| {
            let name = format!("{}.{}.{n}", topic.question, topic.item);
            let mut tables = Tables::of(variable, &name, &ids, &groups, &classes);
            tables.make_safe()?;
            Ok((0..groups.len())
                .map(|at| (0..groups[at].len()).map(|group| tables.shown(at, group)).collect())
                .collect())
        });
        match perturbed.collect::<Result<Vec<ShownTables>, usize>>() {
            Ok(tables) => break tables,
            Err(dimension) => groups[dimension].iter_mut().for_each(|size| *size = None),
        }
    };
    let split = |at: usize| {
        let figure = |group: usize| {
            let counts: Option<Vec<Vec<usize>>> = tables.iter().map(|tables| tables[at][group].clone()).collect();
            let figure = variables::figure(&whole, kind, &counts?)?;
            Some((people.groups[at][group].clone(), figure))
        };
        let mut shown: Vec<(String, Figure)> = (0..groups[at].len()).filter_map(figure).collect();
        shown.sort_by(|(a, one), (b, other)| (other.n, a).cmp(&(one.n, b)));
        let others = whole.n.saturating_sub(shown.iter().map(|(_, figure)| figure.n).sum::<usize>());
        let few = shown.iter().flat_map(|(group, figure)| few_of(group, figure, min_group_size)).collect();
        (!shown.is_empty()).then(|| Split { dimension: Dimension::ALL[at], groups: shown, others, few })
    };
    let splits = (0..Dimension::ALL.len()).filter_map(split).collect();
    Some((whole, splits))
}

/// Of each group that may be shown the number of its respondents.
fn shown_groups(
    people: &Population,
    observations: &[Option<Observation<'_>>],
    min_group_size: usize,
) -> [Vec<Option<usize>>; 5] {
    std::array::from_fn(|at| {
        let mut sizes = vec![(0, 0); people.groups[at].len()];
        for (said, profile) in observations.iter().zip(&people.profile_of) {
            if let Some(group) = people.profiles[*profile][at] {
                sizes[group].0 += 1;
                sizes[group].1 += usize::from(said.is_some());
            }
        }
        let shown = |(size, answered): &(usize, usize)| (*answered >= min_group_size).then_some(*size);
        let shown: Vec<Option<usize>> = sizes.iter().map(shown).collect();
        let n = shown.iter().flatten().count();
        // One group of everybody is no split.
        let everybody = shown.iter().flatten().any(|size| *size == people.responses.len());
        if n > MAX_GROUPS || everybody { vec![None; shown.len()] } else { shown }
    })
}

/// The shown counts of a variable: by dimension, group and category.
type ShownTables = Vec<Vec<Option<Vec<usize>>>>;

/// People are told apart by all their groups; where there are more than [`MANY_PROFILES`] profiles, by those that are shown,
/// and classes of few people are looked at: each has very many to exchange answers with.
fn classes(people: &Population, groups: &[Vec<Option<usize>>; 5]) -> Classes {
    let many = people.profiles.len() > MANY_PROFILES;
    let class_of = |profile: &Profile| -> Class {
        std::array::from_fn(|at| {
            let is_shown = |group: &usize| groups[at].get(*group).is_some_and(Option::is_some);
            let shown = profile[at].filter(|group| !many || is_shown(group));
            shown.and_then(|group| u16::try_from(group).ok())
        })
    };
    let of_profile: Vec<Class> = people.profiles.iter().map(class_of).collect();
    // Those of one body stand together: an exchange is first looked for among neighbours, who share the smallest groups.
    let mut classes = of_profile.clone();
    classes.sort_unstable_by_key(|class| [class[4], class[3], class[2], class[1], class[0]]);
    classes.dedup();
    let known: HashMap<Class, usize> = classes.iter().copied().zip(0..).collect();
    let place: Vec<usize> = of_profile.iter().map(|class| known[class]).collect();
    let of: Vec<usize> = people.profile_of.iter().map(|profile| place[*profile]).collect();
    let mut sizes = vec![0; classes.len()];
    of.iter().for_each(|class| sizes[*class] += 1);
    let units = if many {
        (0..classes.len()).filter(|class| sizes[*class] < MIN_GROUP_SIZE).map(|class| vec![class]).collect()
    } else {
        let each = (0..classes.len()).map(|class| vec![class]);
        each.chain(few_together(&classes, &sizes)).collect()
    };
    Classes { classes, of, units }
}

/// The groups of a dimension, and those who are in none, that are fewer people than the threshold and of several classes.
fn few_together(classes: &[Class], sizes: &[usize]) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    for at in 0..Dimension::ALL.len() {
        let mut groups: BTreeMap<Option<u16>, Vec<usize>> = BTreeMap::new();
        classes.iter().enumerate().for_each(|(n, class)| groups.entry(class[at]).or_default().push(n));
        let is_few = |group: &Vec<usize>| {
            group.len() > 1 && group.iter().map(|class| sizes[*class]).sum::<usize>() < MIN_GROUP_SIZE
        };
        found.extend(groups.into_values().filter(is_few));
    }
    found
}

/// The cells of a group in which few are: no number is written there.
fn few_of(group: &str, figure: &Figure, min_group_size: usize) -> BTreeSet<(String, String)> {
    let few: Vec<String> = match &figure.shape {
        Shape::Options(counts) => {
            counts.iter().filter(|(_, n)| *n < min_group_size).map(|(id, _)| id.clone()).collect()
        }
        Shape::Levels { counts, .. } => {
            counts.iter().filter(|(_, n)| *n < min_group_size).map(|(point, _)| point.to_string()).collect()
        }
        Shape::Scores(scores) => {
            let few = scores.iter().filter(|score| score.voters < min_group_size);
            few.map(|score| score.option.clone()).collect()
        }
        _ => Vec::new(),
    };
    few.into_iter().map(|id| (group.to_owned(), id)).collect()
}
