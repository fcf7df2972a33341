//! The next step, computed from the definition and the answers alone.
//!
//! [`trail`] goes through the questions once. It decides which are asked and which answers count; everything else reads
//! its result. Conditions only read earlier questions, so one pass is enough and every walk ends. Only answers are stored:
//! taking one back makes it a draft, and the first stop that is not finished is the next question.

use std::borrow::Cow;

use super::condition::Known;
use super::definition::{Dialog, Each, Kind, Question};
use super::key::Key;
use super::value::{Answers, Value};

/// One question as this person meets it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop<'a> {
    /// Its place in [`Dialog::questions`].
    pub index: usize,
    /// The question.
    pub question: &'a Question,
    /// The item it is asked for; empty when it is asked once.
    pub item: String,
    /// What may be picked: for a rank what was ticked earlier, otherwise empty (all options).
    pub available: Vec<String>,
    /// How far the person is with it.
    pub state: State<'a>,
}

/// How far a person is with one question.
#[derive(Debug, Clone, PartialEq)]
pub enum State<'a> {
    /// No answer yet.
    Open,
    /// Begun, or taken back to be changed.
    Draft(Cow<'a, Value>),
    /// Answered or skipped.
    Done(&'a Value),
    /// Follows from another answer: never asked, yet submitted.
    Derived(Value),
}

/// What comes next.
#[derive(Debug, Clone, PartialEq)]
pub enum Step<'a> {
    /// Ask this.
    Ask(Stop<'a>),
    /// Everything is answered: show the review.
    Review,
}

impl Stop<'_> {
    /// The key of its answer.
    pub fn key(&self) -> Key {
        Key { question: self.question.id.clone(), item: self.item.clone() }
    }

    /// The answer so far, finished or not.
    pub fn value(&self) -> Option<&Value> {
        match &self.state {
            State::Open => None,
            State::Draft(value) => Some(value),
            State::Done(value) => Some(value),
            State::Derived(value) => Some(value),
        }
    }

    /// Whether the person has finished with it.
    pub fn is_done(&self) -> bool {
        matches!(self.state, State::Done(_) | State::Derived(_))
    }
}

/// Every question that applies to this person, in order, with its answer.
pub fn trail<'a>(dialog: &'a Dialog, answers: &'a Answers) -> Vec<Stop<'a>> {
    walked(dialog, answers).0
}

/// The surveys that the answers suggest.
pub fn offers<'a>(dialog: &'a Dialog, answers: &'a Answers) -> Vec<&'a str> {
    let (_, known) = walked(dialog, answers);
    let suggested = dialog.offers.iter().filter(|offer| offer.when.as_ref().is_none_or(|when| when.holds(&known)));
    suggested.map(|offer| offer.survey.as_str()).collect()
}

fn walked<'a>(dialog: &'a Dialog, answers: &'a Answers) -> (Vec<Stop<'a>>, Known<'a>) {
    let mut known = Known::default();
    let mut stops = Vec::with_capacity(dialog.questions.len());
    for (index, question) in dialog.questions.iter().enumerate() {
        if question.when.as_ref().is_some_and(|when| !when.holds(&known)) {
            continue;
        }
        let available = match &question.kind {
            Kind::Rank { from: Some(from), .. } => counted(dialog, from, &known),
            Kind::Rank { from: None, .. } => question.options.iter().map(|choice| choice.id.clone()).collect(),
            _ => Vec::new(),
        };
        if matches!(question.kind, Kind::Rank { .. }) && available.is_empty() {
            continue;
        }
        for item in items(dialog, question, &known) {
            let state = state(question, &item, &available, answers);
            if let (State::Done(_) | State::Derived(_), true) = (&state, question.each.is_none()) {
                let value = match &state {
                    State::Done(value) => Cow::Borrowed(*value),
                    State::Derived(value) => Cow::Owned(value.clone()),
                    State::Open | State::Draft(_) => continue,
                };
                let ticks = match value.as_ref() {
                    Value::Picks(picks) => picks.iter().filter(|pick| !question.is_exclusive(pick)).count(),
                    _ => 0,
                };
                known.learn(&question.id, value, ticks);
            }
            stops.push(Stop { index, question, item, available: available.clone(), state });
        }
    }
    (stops, known)
}

/// The first question that is not finished, or the review.
pub fn step<'a>(dialog: &'a Dialog, answers: &'a Answers) -> Step<'a> {
    trail(dialog, answers).into_iter().find(|stop| !stop.is_done()).map_or(Step::Review, Step::Ask)
}

/// The answer that *back* takes back: the last finished one before the current question. None at the beginning.
pub fn back(dialog: &Dialog, answers: &Answers) -> Option<Key> {
    let stops = trail(dialog, answers);
    let current = stops.iter().position(|stop| !stop.is_done()).unwrap_or(stops.len());
    stops[..current].iter().rev().find(|stop| matches!(stop.state, State::Done(_))).map(Stop::key)
}

/// What is submitted: the answers that apply, in the order of the file. Answers to questions that are no longer asked
/// are left out.
pub fn submission(dialog: &Dialog, answers: &Answers) -> Vec<(Key, Value)> {
    let finished = trail(dialog, answers).into_iter().filter(Stop::is_done);
    finished.filter_map(|stop| Some((stop.key(), stop.value()?.clone()))).collect()
}

/// Takes an answer back to be changed; false when there is none.
pub fn reopen(answers: &mut Answers, key: &Key) -> bool {
    answers.get_mut(key).map(|entry| entry.done = false).is_some()
}

/// The options picked in an earlier question, without exclusive ones ("none", "I don't know").
fn counted(dialog: &Dialog, question: &str, known: &Known<'_>) -> Vec<String> {
    let Some(Value::Picks(picks)) = known.value(question) else {
        return Vec::new();
    };
    let asked = dialog.question(question);
    let exclusive = |pick: &String| asked.is_some_and(|question| question.is_exclusive(pick));
    let mut picks: Vec<String> = picks.iter().filter(|pick| !exclusive(pick)).cloned().collect();
    if let Some(question) = asked.filter(|question| matches!(question.kind, Kind::Many { .. })) {
        picks.sort_by_key(|pick| question.options.iter().position(|choice| choice.id == *pick));
    }
    picks
}

fn items(dialog: &Dialog, question: &Question, known: &Known<'_>) -> Vec<String> {
    match &question.each {
        None => vec![String::new()],
        Some(Each::Fixed(items)) => items.clone(),
        Some(Each::Picked { question, first }) => counted(dialog, question, known).into_iter().take(*first).collect(),
    }
}

fn state<'a>(question: &Question, item: &str, available: &[String], answers: &'a Answers) -> State<'a> {
    if let Kind::Rank { .. } = question.kind
        && let [only] = available
    {
        return State::Derived(Value::Picks(vec![only.clone()]));
    }
    let key = Key { question: question.id.clone(), item: item.to_owned() };
    let Some(entry) = answers.get(&key) else {
        return State::Open;
    };
    match (&question.kind, &entry.value) {
        (Kind::Rank { top, .. }, Value::Picks(picks)) => {
            let kept: Vec<String> = picks.iter().filter(|pick| available.contains(pick)).cloned().collect();
            let wanted = available.len().min(*top);
            match kept.len() {
                0 => State::Open,
                n if entry.done && n == wanted && n == picks.len() => State::Done(&entry.value),
                _ => State::Draft(Cow::Owned(Value::Picks(kept))),
            }
        }
        _ if entry.done => State::Done(&entry.value),
        _ => State::Draft(Cow::Borrowed(&entry.value)),
    }
}
