//! What is counted, and what one response says to it.
//!
//! A topic is a question, or a question about one item; before and after of the same thing are one topic. What counts
//! towards its `n` is an answer that says something: a skipped question does not, and on a scale neither does "does not
//! apply".

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::response::Response;
use crate::dialog::{Dialog, Each, Key, Kind, Question, Value};

/// Something that is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Topic {
    /// The question's id.
    pub question: String,
    /// The item it is asked for; empty if it is asked once, or before and after.
    pub item: String,
}

/// The key of a topic's answers. A pair of before and after has none.
pub fn key(topic: &Topic) -> Key {
    Key { question: topic.question.clone(), item: topic.item.clone() }
}

/// The topics of a dialog, in its order. Questions about the respondent, and those whose answers are stored apart, are none.
pub fn topics(dialog: &Dialog) -> Vec<Topic> {
    let counted = dialog.questions.iter().filter(|question| !question.profile && question.apart.is_empty());
    let of = |question: &Question| -> Vec<Topic> {
        let topic = |item: &str| Topic { question: question.id.clone(), item: item.to_owned() };
        match &question.each {
            Some(Each::Picked { question: from, .. }) => {
                let picked = options_of(dialog, from);
                picked.into_iter().map(|option| topic(&option)).collect()
            }
            Some(Each::Fixed(items)) if !is_pair(question) => items.iter().map(|item| topic(item)).collect(),
            _ => vec![topic("")],
        }
    };
    counted.flat_map(of).collect()
}

/// The options of a question; of a ranking, those that it ranks.
pub(super) fn options_of(dialog: &Dialog, id: &str) -> Vec<String> {
    let offering = dialog.question(id).map(|question| dialog.offering(question));
    offering.into_iter().flat_map(|question| &question.options).map(|choice| choice.id.clone()).collect()
}

/// The same scale asked before and after.
fn is_pair(question: &Question) -> bool {
    matches!(&question.each, Some(Each::Fixed(items)) if items.len() == 2)
        && matches!(question.kind, Kind::Scale { .. })
}

/// What one response says to a topic.
#[derive(Debug, Clone, Copy)]
pub enum Observation<'a> {
    /// Options, in the order in which they were ticked or ranked.
    Picks(&'a [String]),
    /// A point of a scale.
    Level(i64),
    /// One before and one after.
    Pair(i64, i64),
    /// Numbers, by field.
    Numbers(&'a [i64]),
    /// A day.
    Day(NaiveDate),
    /// Written or spoken.
    Words,
}

/// What a response says to a topic; none if it does not count towards its `n`.
pub fn observe<'a>(response: &'a Response, dialog: &Dialog, topic: &Topic) -> Option<Observation<'a>> {
    let question = dialog.question(&topic.question)?;
    let level = |item: &str| match response.answer(&question.id, item) {
        Some(Value::Numbers(numbers)) => numbers.first().copied(),
        _ => None,
    };
    if let (true, Some(Each::Fixed(items))) = (is_pair(question), &question.each) {
        return Some(Observation::Pair(level(&items[0])?, level(&items[1])?));
    }
    match (&question.kind, response.answer(&question.id, &topic.item)?) {
        (Kind::Scale { .. }, Value::Numbers(numbers)) => Some(Observation::Level(*numbers.first()?)),
        (Kind::Number { .. }, Value::Numbers(numbers)) if !numbers.is_empty() => Some(Observation::Numbers(numbers)),
        (Kind::One | Kind::Many { .. } | Kind::Rank { .. }, Value::Picks(picks)) if !picks.is_empty() => {
            Some(Observation::Picks(picks))
        }
        (Kind::Date { .. }, Value::Date(day)) => Some(Observation::Day(*day)),
        (Kind::Text { .. }, Value::Text(_) | Value::Voice { .. }) => Some(Observation::Words),
        _ => None,
    }
}

/// The topics that at least so many said something to.
pub fn answered(responses: &[Response], dialog: &Dialog, at_least: usize) -> Vec<Topic> {
    let mut said_to: BTreeMap<&Key, usize> = BTreeMap::new();
    for (key, value) in responses.iter().flat_map(|response| &response.answers).map(Arc::as_ref) {
        if *value != Value::Skipped {
            *said_to.entry(key).or_default() += 1;
        }
    }
    let mut topics = topics(dialog);
    let may_be = |topic: &Topic| {
        let pair = dialog.question(&topic.question).is_some_and(is_pair);
        pair || said_to.get(&key(topic)).is_some_and(|n| *n >= at_least)
    };
    // What was only passed over, or said beside a scale, does not count: the few that are left are looked at closely.
    topics.retain(|topic| {
        may_be(topic)
            && responses.iter().filter_map(|one| observe(one, dialog, topic)).take(at_least).count() >= at_least
    });
    topics
}
