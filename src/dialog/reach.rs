//! Whether a question can ever be asked: answers to the questions that decide it are tried out with `walk`.

use std::collections::BTreeSet;

use super::condition::Condition;
use super::definition::{Dialog, Each, Kind, Offer, Question};
use super::key::Key;
use super::points::Points;
use super::value::{Answers, Entry, Value};
use super::walk;

/// Most combinations of earlier answers that are tried. With more, a question counts as reachable.
const MOST_TRIES: usize = 50_000;

/// Whether some answers lead to this offer. It is tried as if it were a question at the end.
pub(super) fn can_hold(dialog: &Dialog, offer: &Offer) -> bool {
    let Some(last) = dialog.questions.last() else { return true };
    let asked = Question {
        id: String::new(),
        kind: Kind::Date { future: false },
        each: None,
        when: offer.when.clone(),
        ..last.clone()
    };
    let mut longer = dialog.clone();
    longer.questions.push(asked);
    reachable(&longer, dialog.questions.len())
}

/// An answer to try.
enum Try {
    Nothing,
    Said(Value),
    /// The options ticked in this question, ranked from this one on, so many.
    Ranked(String, usize, usize),
}

/// Whether some answers lead to the question at `index`.
pub(super) fn reachable(dialog: &Dialog, index: usize) -> bool {
    let mut wanted = BTreeSet::new();
    collect(dialog, index, &mut wanted);
    let atoms: Vec<&Condition> =
        dialog.questions.iter().flat_map(|question| &question.when).flat_map(Condition::atoms).collect();
    let candidates: Vec<(usize, Vec<Try>)> =
        wanted.iter().map(|at| (*at, candidates(dialog, &dialog.questions[*at], &atoms))).collect();
    let total = candidates.iter().map(|(_, tries)| tries.len()).try_fold(1usize, usize::checked_mul);
    let Some(total) = total.filter(|total| *total <= MOST_TRIES) else {
        return true;
    };
    (0..total).any(|mut n| {
        let mut answers = Answers::new();
        for (at, tries) in &candidates {
            let value = match &tries[n % tries.len()] {
                Try::Nothing => None,
                Try::Said(value) => Some(value.clone()),
                Try::Ranked(from, first, top) => ranked(&answers, dialog, from, *first, *top),
            };
            if let Some(value) = value {
                answers.insert(Key::once(&dialog.questions[*at].id), Entry { value, done: true });
            }
            n /= tries.len();
        }
        walk::trail(dialog, &answers).iter().any(|stop| stop.index == index)
    })
}

fn ranked(answers: &Answers, dialog: &Dialog, from: &str, first: usize, top: usize) -> Option<Value> {
    let source = dialog.question(from)?;
    let Value::Picks(picks) = &answers.get(&Key::once(from))?.value else { return None };
    let mut picks: Vec<String> = picks.iter().filter(|pick| !source.is_exclusive(pick)).cloned().collect();
    let turn = first.checked_rem(picks.len())?;
    picks.rotate_left(turn);
    picks.truncate(top);
    Some(Value::Picks(picks))
}

/// The questions that decide whether the one at `index` is asked, and those that decide on them.
fn collect(dialog: &Dialog, index: usize, wanted: &mut BTreeSet<usize>) {
    let question = &dialog.questions[index];
    let mut ids: Vec<&str> = question.when.iter().flat_map(Condition::atoms).filter_map(Condition::reads).collect();
    if let Kind::Rank { from: Some(from), .. } = &question.kind {
        ids.push(from);
    }
    if let Some(Each::Picked { question, .. }) = &question.each {
        ids.push(question);
    }
    for id in ids {
        if let Some(at) = dialog.questions[..index].iter().position(|other| other.id == id)
            && wanted.insert(at)
        {
            collect(dialog, at, wanted);
        }
    }
}

/// Answers to a question, one for each difference that these conditions can see.
fn candidates(dialog: &Dialog, question: &Question, atoms: &[&Condition]) -> Vec<Try> {
    let compared = |least: i64, most: i64| {
        let constants = atoms.iter().filter_map(|atom| match atom {
            Condition::Compare(id, _, n) | Condition::Count(id, _, n) if *id == question.id => Some(*n),
            _ => None,
        });
        let near: BTreeSet<i64> = constants.flat_map(|n| [n - 1, n, n + 1]).chain([least, most]).collect();
        near.into_iter().filter(move |n| (least..=most).contains(n))
    };
    let number = |n: i64| Try::Said(Value::Numbers(vec![n]));
    let mut tries = vec![Try::Nothing];
    tries.extend(question.options.iter().map(|choice| Try::Said(Value::Picks(vec![choice.id.clone()]))));
    match &question.kind {
        Kind::Many { min, max, .. } => {
            let free: Vec<&String> =
                question.options.iter().map(|choice| &choice.id).filter(|id| !question.is_exclusive(id)).collect();
            let most = free.len().min(*max);
            let sizes: Vec<usize> =
                compared(1, i64::try_from(most).unwrap_or(1)).filter_map(|n| usize::try_from(n).ok()).collect();
            // Options that no condition names are interchangeable.
            let (named, alike): (Vec<&String>, Vec<&String>) =
                free.into_iter().partition(|id| is_named(dialog, question, id, atoms));
            for chosen in subsets(&named, most) {
                for size in sizes.iter().copied().chain([chosen.len()]).filter(|n| *n >= chosen.len().max(*min)) {
                    let others = alike.iter().chain(&named).filter(|id| !chosen.contains(id));
                    let picks = chosen.iter().chain(others).take(size).map(|id| (*id).clone());
                    tries.push(Try::Said(Value::Picks(picks.collect())));
                }
            }
        }
        Kind::Rank { from: None, top } => {
            let ids = || question.options.iter().map(|choice| choice.id.clone());
            tries.extend((0..question.options.len()).map(|first| {
                Try::Said(Value::Picks(ids().cycle().skip(first).take(*top.min(&question.options.len())).collect()))
            }));
        }
        Kind::Rank { from: Some(from), top } => {
            let places = dialog.question(from).map_or(0, |from| from.options.len());
            tries.extend((0..places).map(|first| Try::Ranked(from.clone(), first, *top)));
        }
        Kind::Scale { from, to } => tries.extend((*from..=*to).map(number)),
        Kind::Number { min, max, .. } => tries.extend(compared(*min, *max).map(number)),
        Kind::Text { .. } => tries.push(Try::Said(Value::Text("…".into()))),
        Kind::Date { .. } => tries.push(Try::Said(Value::Date(chrono::NaiveDate::default()))),
        Kind::Time => tries.push(Try::Said(Value::Time(chrono::NaiveTime::default()))),
        Kind::Files { .. } => tries.push(Try::Said(Value::Files(Vec::new()))),
        Kind::Points { .. } => tries.push(Try::Said(Value::Points(Points::default()))),
        Kind::One => {}
    }
    tries
}

/// Whether a condition names this option of the question, or of a rank drawn from it.
fn is_named(dialog: &Dialog, question: &Question, option: &str, atoms: &[&Condition]) -> bool {
    let draws = |id: &str| match dialog.question(id).map(|other| &other.kind) {
        Some(Kind::Rank { from: Some(from), .. }) => *from == question.id,
        _ => id == question.id,
    };
    atoms
        .iter()
        .any(|atom| matches!(atom, Condition::Is(id, options) if draws(id) && options.iter().any(|o| o == option)))
}

/// All sets of up to three of these, and the largest set that is allowed.
fn subsets<'a>(all: &[&'a String], most: usize) -> Vec<Vec<&'a String>> {
    let mut sets: Vec<Vec<&String>> = vec![Vec::new()];
    for item in all {
        let smaller: Vec<Vec<&String>> = sets.iter().filter(|set| set.len() < most.min(3)).cloned().collect();
        sets.extend(smaller.into_iter().map(|set| [set, vec![item]].concat()));
    }
    sets.push(all.iter().take(most).copied().collect());
    sets
}
