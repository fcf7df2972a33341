//! Those who said something to a topic, by profile; from them, which cells of one split are suppressed beside other splits.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::cells::{self, LinkedTables, TableRow};
use super::groups::{self, Groups, MAX_GROUPS};
use super::linear;
use super::split_table::SplitTable;
use crate::dialog::Dialog;
use crate::report::stats::figures::{self, Figure};
use crate::report::stats::population::{Population, Profile};
use crate::report::stats::topics::{self, Observation, Topic};

/// Those who said something to a topic.
pub struct TopicPopulation {
    pub whole: Figure,
    /// The options, or points of a scale, whose cells may be suppressed.
    pub options: Vec<String>,
    /// What each group of each dimension said; none where nobody of it did. Of a dimension with more than [`MAX_GROUPS`] groups
    /// that are large enough no group is released, and it is empty here.
    pub groups: [Vec<Option<Figure>>; 5],
    /// Every profile that there is, as far as they differ in these dimensions.
    pub profiles: Vec<Profile>,
    /// How many people are of each profile; then, where a mean tells it, by how many steps they are from each end.
    pub known: Vec<Vec<usize>>,
    /// How many of each profile chose each option.
    chose: Vec<Vec<usize>>,
}

/// A row of the linked tables, and an option.
type Cell = (usize, usize);

impl TopicPopulation {
    /// None if nobody said anything.
    pub fn of(people: &Population, dialog: &Dialog, topic: &Topic, min_group_size: usize) -> Option<TopicPopulation> {
        let question = dialog.question(&topic.question)?;
        let of_all = people.responses.iter().zip(&people.profile_of);
        let said: Vec<(Observation<'_>, Profile)> = of_all
            .filter_map(|(one, profile)| Some((topics::observe(one, dialog, topic)?, people.profiles[*profile])))
            .collect();
        let sizes: [Vec<usize>; 5] = std::array::from_fn(|at| {
            let mut sizes = vec![0; people.groups[at].len()];
            said.iter().filter_map(|(_, profile)| profile[at]).for_each(|group| sizes[group] += 1);
            sizes
        });
        let few_enough = sizes.map(|sizes| sizes.iter().filter(|n| **n >= min_group_size).count() <= MAX_GROUPS);
        let mut members: [Vec<Vec<Observation<'_>>>; 5] =
            std::array::from_fn(|at| vec![Vec::new(); if few_enough[at] { people.groups[at].len() } else { 0 }]);
        let mut alike: BTreeMap<Profile, Vec<Observation<'_>>> = BTreeMap::new();
        for (said, profile) in &said {
            let profile: Profile = std::array::from_fn(|at| profile[at].filter(|_| few_enough[at]));
            for (members, group) in members.iter_mut().zip(profile) {
                group.into_iter().for_each(|group| members[group].push(*said));
            }
            alike.entry(profile).or_default().push(*said);
        }
        let figure = |said: &Vec<Observation<'_>>| figures::summarize(said, dialog, topic);
        let whole = figure(&said.into_iter().map(|(said, _)| said).collect())?;
        let options = cells::options(&whole);
        let (mut profiles, mut known, mut chose) = (Vec::new(), Vec::new(), vec![Vec::new(); options.len()]);
        for (profile, said) in &alike {
            let Some(figure) = figure(said) else { continue };
            let steps = cells::steps(&figure, &whole, &question.kind);
            known.resize(1 + steps.len(), Vec::new());
            known
                .iter_mut()
                .zip([figure.n].into_iter().chain(steps))
                .for_each(|(known, n): (&mut Vec<usize>, _)| known.push(n));
            chose.iter_mut().zip(cells::counts(&figure, &options)).for_each(|(chose, n)| chose.push(n));
            profiles.push(*profile);
        }
        let groups = members.map(|groups| groups.iter().map(figure).collect());
        Some(TopicPopulation { whole, options, groups, profiles, known, chose })
    }

    /// Suppresses cells of the last table, beside the others: what few chose (primary), and what would disclose it (secondary).
    pub fn suppress_cells(&self, tables: &mut [SplitTable], min_group_size: usize) {
        let (linked, ids) = self.linked_tables(tables);
        let row = |group: usize| ids.iter().position(|id| *id == Some(group));
        let mut secondary: BTreeSet<Cell> = BTreeSet::new();
        let mut settled = false;
        while let (false, Some((own, _))) = (settled, tables.split_last_mut()) {
            let suppressed = linked.suppressed(min_group_size, &secondary).into_iter();
            own.suppressed = suppressed.filter_map(|(row, option)| Some((ids[row]?, option))).collect();
            settled = true;
            loop {
                let few = self.leaves_few(tables, min_group_size);
                let (false, Some(own)) = (few.is_empty(), tables.last_mut()) else { break };
                settled = false;
                secondary.extend(few.iter().filter_map(|(group, option)| Some((row(*group)?, *option))));
                own.suppressed.extend(few);
            }
        }
    }

    /// All tables beside each other, the cells of the last one open; and the group of each row, if it is one of the last table.
    fn linked_tables(&self, tables: &[SplitTable]) -> (LinkedTables, Vec<Option<usize>>) {
        let options = 0..self.options.len();
        let everyone =
            TableRow { counts: cells::counts(&self.whole, &self.options), suppressed: BTreeSet::new(), own: false };
        let (mut rows, mut people, mut ids) = (vec![everyone], vec![vec![true; self.profiles.len()]], vec![None]);
        for (table, own) in tables.iter().zip(1..).map(|(table, n)| (table, n == tables.len())) {
            let groups: BTreeSet<Option<usize>> = table.groups.iter().copied().collect();
            for group in groups {
                // Those in no group that is shown are a row too: the whole less all groups.
                let of: Vec<bool> = table.groups.iter().map(|other| *other == group).collect();
                let count =
                    |option: usize| self.chose[option].iter().zip(&of).filter(|(_, of)| **of).map(|(n, _)| n).sum();
                let suppressed =
                    |option: &usize| group.is_none_or(|group| table.suppressed.contains(&(group, *option)));
                let (counts, suppressed) =
                    (options.clone().map(count).collect(), options.clone().filter(suppressed).collect());
                rows.push(TableRow { counts, suppressed, own });
                people.push(of);
                ids.push(group.filter(|_| own));
            }
        }
        // Groups come to everyone within each dimension. Where they come to others too, all that follows matters.
        let mut relations = vec![rows.iter().map(|row| i64::from(row.own)).collect::<Vec<i64>>()];
        relations[0][0] = -1;
        let all = linear::relations(&people);
        if all.len() > tables.len() {
            relations.extend(all);
        }
        (LinkedTables { known: cells::known(&self.whole, &self.options), rows, relations }, ids)
    }

    /// Cells of the last table that disclose few people: few of those who chose an option, as far as its cells are seen, or few
    /// of all suppressed choices are left when groups of this table and of another are added and subtracted.
    fn leaves_few(&self, tables: &[SplitTable], min_group_size: usize) -> BTreeSet<(usize, usize)> {
        let Some((own, earlier)) = tables.split_last() else { return BTreeSet::new() };
        let options = 0..self.options.len();
        let few = |of: &dyn Fn(&SplitTable) -> Groups, counts: &[usize]| {
            let (own, everyone) = (of(own), vec![Some(0); counts.len()]);
            let others = std::iter::once(everyone).chain(earlier.iter().map(of));
            others.into_iter().find_map(|other| groups::pair_leaves_few(&own, &other, counts, min_group_size))
        };
        let smallest = |disclosed: BTreeSet<Option<usize>>, options: Range<usize>| {
            let count = |(group, option): (usize, usize)| -> usize {
                let of = own.groups.iter().zip(&self.chose[option]).filter(|(of, _)| **of == Some(group));
                of.map(|(_, n)| n).sum()
            };
            let seen = own.seen(self.options.len()).filter(|cell| options.contains(&cell.1));
            // Answers hide others; rather in a group that has to do with it.
            seen.min_by_key(|cell| (count(*cell) == 0, !disclosed.contains(&Some(cell.0)), count(*cell)))
        };
        let mut cells = BTreeSet::new();
        for option in options.clone().filter(|option| self.chose[*option].iter().sum::<usize>() >= min_group_size) {
            let seen = |table: &SplitTable| -> Groups {
                table
                    .groups
                    .iter()
                    .map(|group| group.filter(|group| !table.suppressed.contains(&(*group, option))))
                    .collect()
            };
            let few = few(&seen, &self.chose[option]);
            cells.extend(few.and_then(|few| smallest(few, option..option + 1)));
        }
        let hidden = |table: &SplitTable| -> Groups {
            let of = |option| {
                table.groups.iter().map(move |group| group.filter(|group| table.suppressed.contains(&(*group, option))))
            };
            options.clone().flat_map(of).collect()
        };
        let few = few(&hidden, &self.chose.concat());
        cells.extend(few.and_then(|few| smallest(few, options)));
        cells
    }
}
