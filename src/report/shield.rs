//! Nobody is picked out: which groups of respondents may be shown beside the whole.
//!
//! A group is shown with at least [`FEWEST`] answers to the topic, and only beside others from which few people could not be
//! had by adding and subtracting ([`super::overlap`]). Within a split, what few chose is left empty, with what would give it
//! away ([`super::cells`]). Groups are of one dimension at a time, never the women of one body. `tests/attack.rs` attacks it.
//!
//! Each topic is looked at by itself, and as it is now: whoever noted the figures before somebody erased themselves sees in
//! the difference what that person said. That is the price of erasing at once.

use std::collections::BTreeSet;

use super::cells::{self, Board, Row};
use super::overlap::{self, Groups};
use super::people::{Dimension, Kind, People};
use super::span;
use super::tally::{self, Figure, Said, Shape, Topic};
use crate::dialog::Dialog;

/// Fewest answers that are shown together (the domain's facts, section 3: a body may have some twenty members). May only be raised.
pub const FEWEST: usize = 5;

/// Most groups that are shown beside each other: the bodies of a prefecture, not those of the country.
pub const MOST: usize = 40;

/// A topic split by a dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// What the groups are of.
    pub dimension: Dimension,
    /// The groups that may be shown, by id: an option of the sign-up form, or a body's number.
    pub groups: Vec<(String, Figure)>,
    /// Answers of the whole that are in none of these.
    pub others: usize,
    /// Cells that are left empty, by group and option (or point of a scale): they are few, or would give few away.
    pub empty: BTreeSet<(String, String)>,
}

/// The whole of a topic; none with fewer than `fewest` answers.
pub fn whole(people: &People, dialog: &Dialog, topic: &Topic, fewest: usize) -> Option<Figure> {
    let said: Vec<Said<'_>> = people.responses.iter().filter_map(|one| tally::said(one, dialog, topic)).collect();
    tally::figure(&said, dialog, topic).filter(|figure| figure.n >= fewest.max(FEWEST))
}

/// The whole of a topic, and what may be shown of it dimension by dimension; a dimension of which fewer than two groups may
/// be shown is left out. None with fewer than `fewest` answers.
///
/// The dimensions are taken in the order of [`Dimension::ALL`]: where a later one would give away people whom an earlier one
/// does not, groups or cells of the later one are left out.
pub fn shown(people: &People, dialog: &Dialog, topic: &Topic, fewest: usize) -> Option<(Figure, Vec<Split>)> {
    let fewest = fewest.max(FEWEST);
    let crowd = Crowd::of(people, dialog, topic).filter(|crowd| crowd.whole.n >= fewest)?;
    let mut splits: Vec<Split> = Vec::new();
    if crowd.whole.shape == Shape::Words {
        return Some((crowd.whole, splits));
    }
    let mut shown: Vec<Groups> = vec![vec![Some(0); crowd.sizes.len()]];
    for (at, dimension) in Dimension::ALL.into_iter().enumerate() {
        let said = crowd.kinds.iter().map(|kind| kind[at]).collect();
        let Some(groups) = overlap::may_be_shown(said, &shown, &crowd.sizes, fewest, MOST) else { continue };
        let ids: BTreeSet<usize> = groups.iter().flatten().copied().collect();
        let figure = |id: &usize| Some((people.groups[at][*id].clone(), crowd.groups[at][*id].clone()?));
        let mut figures: Vec<(String, Figure)> = ids.iter().filter_map(figure).collect();
        figures.sort_by(|(a, one), (b, other)| (other.n, a).cmp(&(one.n, b)));
        let others = crowd.whole.n - figures.iter().map(|(_, figure)| figure.n).sum::<usize>();
        let mut split = Split { dimension, groups: figures, others, empty: BTreeSet::new() };
        split.empty = crowd.empty(&split, &splits, fewest);
        let options = cells::options(&crowd.whole).len();
        if options == 0 || split.empty.len() < options * split.groups.len() {
            shown.push(groups);
            splits.push(split); // or else nothing but sizes would be seen
        }
    }
    Some((crowd.whole, splits))
}

/// A dimension, and a group of it.
type Group = (usize, usize);

/// Those who said something to a topic.
struct Crowd<'a> {
    people: &'a People,
    /// What all said.
    whole: Figure,
    /// Of each dimension what each group said; none where nobody of it did.
    groups: [Vec<Option<Figure>>; 5],
    /// Every kind of people that there is.
    kinds: Vec<Kind>,
    /// How many are of each kind.
    sizes: Vec<usize>,
}

impl Crowd<'_> {
    /// None if nobody is there.
    fn of<'a>(people: &'a People, dialog: &Dialog, topic: &Topic) -> Option<Crowd<'a>> {
        let mut said = Vec::new();
        let mut members: [Vec<Vec<Said<'_>>>; 5] = std::array::from_fn(|at| vec![Vec::new(); people.groups[at].len()]);
        let mut sizes = vec![0; people.kinds.len()];
        for (one, kind) in people.responses.iter().zip(&people.of) {
            let Some(one) = tally::said(one, dialog, topic) else { continue };
            sizes[*kind] += 1;
            said.push(one);
            for (members, group) in members.iter_mut().zip(people.kinds[*kind]) {
                group.into_iter().for_each(|group| members[group].push(one));
            }
        }
        let figures = |of: Vec<Vec<Said<'_>>>| of.iter().map(|said| tally::figure(said, dialog, topic)).collect();
        let (kinds, sizes) = people.kinds.iter().zip(sizes).filter(|(_, n)| *n > 0).unzip();
        Some(Crowd { people, whole: tally::figure(&said, dialog, topic)?, groups: members.map(figures), kinds, sizes })
    }

    /// What is left empty of a split beside earlier ones.
    fn empty(&self, split: &Split, earlier: &[Split], fewest: usize) -> BTreeSet<(String, String)> {
        let options = cells::options(&self.whole);
        if options.is_empty() {
            return BTreeSet::new();
        }
        let of_dimension = |at: usize| earlier.iter().chain([split]).find(|of| of.dimension == Dimension::ALL[at]);
        let everyone = Row { counts: cells::counts(&self.whole, &options), empty: BTreeSet::new(), open: false };
        let (mut rows, mut people) = (vec![everyone], vec![vec![true; self.sizes.len()]]);
        let (mut dimensions, mut own, mut ids) = (0, 0..0, vec![None]);
        for (at, groups) in self.groups.iter().enumerate() {
            let shown = of_dimension(at);
            if shown.is_none() && groups.iter().flatten().count() > MOST {
                continue; // bodies of the country: nothing comes to one of so many
            }
            let (first, is_own) = (rows.len(), Dimension::ALL[at] == split.dimension);
            for (group, figure) in groups.iter().enumerate() {
                let (id, Some(figure)) = (&self.people.groups[at][group], figure) else { continue };
                let shown = shown.filter(|split| split.groups.iter().any(|(known, _)| known == id));
                let empty = |option: &usize| {
                    shown.is_none_or(|split| split.empty.contains(&(id.clone(), options[*option].clone())))
                };
                let empty = (0..options.len()).filter(empty).collect();
                rows.push(Row { counts: cells::counts(figure, &options), empty, open: is_own && shown.is_some() });
                people.push(self.kinds.iter().map(|kind| kind[at] == Some(group)).collect());
                ids.push(Some((at, group)));
            }
            let silent: Vec<bool> = self.kinds.iter().map(|kind| kind[at].is_none()).collect();
            if silent.contains(&true) {
                let said = |option: usize| rows[first..].iter().map(|row| row.counts[option]).sum::<usize>();
                let counts = (0..options.len()).map(|option| rows[0].counts[option] - said(option)).collect();
                rows.push(Row { counts, empty: (0..options.len()).collect(), open: false });
                people.push(silent);
                ids.push(None);
            }
            dimensions += usize::from(rows.len() > first);
            if is_own {
                own = first..rows.len();
            }
        }
        // Groups come to everyone within each dimension. Where they come to others too, all that follows matters.
        let come_to_everyone = (0..rows.len()).map(|row| if row == 0 { -1 } else { i64::from(own.contains(&row)) });
        let mut relations = vec![come_to_everyone.collect::<Vec<i64>>()];
        let all = span::relations(&people);
        if all.len() > dimensions {
            relations.extend(all);
        }
        let give_away = self.give_away(&rows, &ids, fewest);
        let board = Board { known: cells::known(&self.whole, &options), rows, relations };
        let named = |(row, at): (usize, usize)| {
            let (dimension, group) = ids[row]?;
            Some((self.people.groups[dimension][group].clone(), options[at].clone()))
        };
        board.empty(fewest, &give_away).into_iter().filter_map(named).collect()
    }

    /// The open cells that differ by few answers from one that is seen, of a group that contains theirs or that theirs
    /// contains.
    fn give_away(&self, rows: &[Row], ids: &[Option<Group>], fewest: usize) -> BTreeSet<(usize, usize)> {
        let mut give_away = BTreeSet::new();
        for (own, row) in rows.iter().enumerate().filter(|(_, row)| row.open) {
            for (id, other) in ids.iter().zip(rows) {
                let (Some(one), Some(two)) = (ids[own], *id) else { continue };
                if one.0 != two.0 && self.contain(one, two) {
                    let few = |at: &usize| (1..fewest).contains(&row.counts[*at].abs_diff(other.counts[*at]));
                    let seen = (0..row.counts.len()).filter(|at| !other.empty.contains(at));
                    give_away.extend(seen.filter(few).map(|at| (own, at)));
                }
            }
        }
        give_away
    }

    /// Whether one of two groups contains the other.
    fn contain(&self, one: Group, other: Group) -> bool {
        let is_in = |kind: &Kind, (at, group): Group| kind[at] == Some(group);
        let of = |group| self.kinds.iter().filter(move |kind| is_in(kind, group));
        of(one).all(|kind| is_in(kind, other)) || of(other).all(|kind| is_in(kind, one))
    }
}
