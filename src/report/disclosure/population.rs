//! Those who said something to a topic, by kinds of people; and which cells are left empty of a dimension beside others.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::cells::{self, Board, Row};
use super::groups::{self, Groups, MOST};
use super::linear;
use super::side::Side;
use crate::dialog::Dialog;
use crate::report::stats::figures::{self, Figure};
use crate::report::stats::population::{Kind, People};
use crate::report::stats::topics::{self, Said, Topic};

/// Those who said something to a topic.
pub struct Answered {
    /// What all said.
    pub whole: Figure,
    /// The options, or points of a scale, whose cells may be left empty.
    pub options: Vec<String>,
    /// Of each dimension what each group said; none where nobody of it did. Empty where more groups than [`MOST`] are large
    /// enough to be shown: then none of them is.
    pub groups: [Vec<Option<Figure>>; 5],
    /// Every kind of people that there is, as far as they differ in these dimensions.
    pub kinds: Vec<Kind>,
    /// Of each kind how many they are; and, where a mean says it, by how many steps they are from an end.
    pub known: Vec<Vec<usize>>,
    /// Of each option how many of each kind chose it.
    chose: Vec<Vec<usize>>,
}

/// A row of a board, and an option.
type Cell = (usize, usize);

impl Answered {
    /// None if nobody said anything.
    pub fn of(people: &People, dialog: &Dialog, topic: &Topic, fewest: usize) -> Option<Answered> {
        let question = dialog.question(&topic.question)?;
        let of_all = people.responses.iter().zip(&people.of);
        let said: Vec<(Said<'_>, Kind)> =
            of_all.filter_map(|(one, kind)| Some((topics::said(one, dialog, topic)?, people.kinds[*kind]))).collect();
        let sizes: [Vec<usize>; 5] = std::array::from_fn(|at| {
            let mut sizes = vec![0; people.groups[at].len()];
            said.iter().filter_map(|(_, kind)| kind[at]).for_each(|group| sizes[group] += 1);
            sizes
        });
        let few_enough = sizes.map(|sizes| sizes.iter().filter(|n| **n >= fewest).count() <= MOST);
        let mut members: [Vec<Vec<Said<'_>>>; 5] =
            std::array::from_fn(|at| vec![Vec::new(); if few_enough[at] { people.groups[at].len() } else { 0 }]);
        let mut alike: BTreeMap<Kind, Vec<Said<'_>>> = BTreeMap::new();
        for (said, kind) in &said {
            let kind: Kind = std::array::from_fn(|at| kind[at].filter(|_| few_enough[at]));
            for (members, group) in members.iter_mut().zip(kind) {
                group.into_iter().for_each(|group| members[group].push(*said));
            }
            alike.entry(kind).or_default().push(*said);
        }
        let figure = |said: &Vec<Said<'_>>| figures::figure(said, dialog, topic);
        let whole = figure(&said.into_iter().map(|(said, _)| said).collect())?;
        let options = cells::options(&whole);
        let (mut kinds, mut known, mut chose) = (Vec::new(), Vec::new(), vec![Vec::new(); options.len()]);
        for (kind, said) in &alike {
            let Some(figure) = figure(said) else { continue };
            let steps = cells::steps(&figure, &whole, &question.kind);
            known.resize(1 + steps.len(), Vec::new());
            known
                .iter_mut()
                .zip([figure.n].into_iter().chain(steps))
                .for_each(|(known, n): (&mut Vec<usize>, _)| known.push(n));
            chose.iter_mut().zip(cells::counts(&figure, &options)).for_each(|(chose, n)| chose.push(n));
            kinds.push(*kind);
        }
        let groups = members.map(|groups| groups.iter().map(figure).collect());
        Some(Answered { whole, options, groups, kinds, known, chose })
    }

    /// Leaves cells of the last side empty, beside the others: what few chose, and what would give it away.
    pub fn leave_empty(&self, sides: &mut [Side], fewest: usize) {
        let (board, ids) = self.board(sides);
        let row = |group: usize| ids.iter().position(|id| *id == Some(group));
        let mut give_away: BTreeSet<Cell> = BTreeSet::new();
        let mut settled = false;
        while let (false, Some((own, _))) = (settled, sides.split_last_mut()) {
            let empty = board.empty(fewest, &give_away).into_iter();
            own.empty = empty.filter_map(|(row, option)| Some((ids[row]?, option))).collect();
            settled = true;
            loop {
                let few = self.few_left(sides, fewest);
                let (false, Some(own)) = (few.is_empty(), sides.last_mut()) else { break };
                settled = false;
                give_away.extend(few.iter().filter_map(|(group, option)| Some((row(*group)?, *option))));
                own.empty.extend(few);
            }
        }
    }

    /// All sides beside each other, the cells of the last one open; and of each row the group, if it is one of the last.
    fn board(&self, sides: &[Side]) -> (Board, Vec<Option<usize>>) {
        let options = 0..self.options.len();
        let everyone = Row { counts: cells::counts(&self.whole, &self.options), empty: BTreeSet::new(), own: false };
        let (mut rows, mut people, mut ids) = (vec![everyone], vec![vec![true; self.kinds.len()]], vec![None]);
        for (side, own) in sides.iter().zip(1..).map(|(side, n)| (side, n == sides.len())) {
            let groups: BTreeSet<Option<usize>> = side.groups.iter().copied().collect();
            for group in groups {
                // Those in no group that is shown are a row too: the whole less all groups.
                let of: Vec<bool> = side.groups.iter().map(|other| *other == group).collect();
                let count =
                    |option: usize| self.chose[option].iter().zip(&of).filter(|(_, of)| **of).map(|(n, _)| n).sum();
                let empty = |option: &usize| group.is_none_or(|group| side.empty.contains(&(group, *option)));
                let (counts, empty) = (options.clone().map(count).collect(), options.clone().filter(empty).collect());
                rows.push(Row { counts, empty, own });
                people.push(of);
                ids.push(group.filter(|_| own));
            }
        }
        // Groups come to everyone within each dimension. Where they come to others too, all that follows matters.
        let mut relations = vec![rows.iter().map(|row| i64::from(row.own)).collect::<Vec<i64>>()];
        relations[0][0] = -1;
        let all = linear::relations(&people);
        if all.len() > sides.len() {
            relations.extend(all);
        }
        (Board { known: cells::known(&self.whole, &self.options), rows, relations }, ids)
    }

    /// Cells of the last side that give a few people away: of those who chose an option, as far as its cells are seen, or of all
    /// choices that are left empty, few are left when groups of it and of another side are added and subtracted.
    fn few_left(&self, sides: &[Side], fewest: usize) -> BTreeSet<(usize, usize)> {
        let Some((own, earlier)) = sides.split_last() else { return BTreeSet::new() };
        let options = 0..self.options.len();
        let few = |of: &dyn Fn(&Side) -> Groups, counts: &[usize]| {
            let (own, everyone) = (of(own), vec![Some(0); counts.len()]);
            let others = std::iter::once(everyone).chain(earlier.iter().map(of));
            others.into_iter().find_map(|other| groups::few_between(&own, &other, counts, fewest))
        };
        let smallest = |given_away: BTreeSet<Option<usize>>, options: Range<usize>| {
            let count = |(group, option): (usize, usize)| -> usize {
                let of = own.groups.iter().zip(&self.chose[option]).filter(|(of, _)| **of == Some(group));
                of.map(|(_, n)| n).sum()
            };
            let seen = own.seen(self.options.len()).filter(|cell| options.contains(&cell.1));
            // Answers hide others; rather in a group that has to do with it.
            seen.min_by_key(|cell| (count(*cell) == 0, !given_away.contains(&Some(cell.0)), count(*cell)))
        };
        let mut cells = BTreeSet::new();
        for option in options.clone().filter(|option| self.chose[*option].iter().sum::<usize>() >= fewest) {
            let seen = |side: &Side| -> Groups {
                side.groups.iter().map(|group| group.filter(|group| !side.empty.contains(&(*group, option)))).collect()
            };
            let few = few(&seen, &self.chose[option]);
            cells.extend(few.and_then(|few| smallest(few, option..option + 1)));
        }
        let hidden = |side: &Side| -> Groups {
            let of = |option| {
                side.groups.iter().map(move |group| group.filter(|group| side.empty.contains(&(*group, option))))
            };
            options.clone().flat_map(of).collect()
        };
        let few = few(&hidden, &self.chose.concat());
        cells.extend(few.and_then(|few| smallest(few, options)));
        cells
    }
}
