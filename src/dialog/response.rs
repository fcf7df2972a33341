//! One answer of a submitted response. Members who answer alike share it.

use std::sync::Arc;

use super::{Key, Value};

/// The answer to a question, or to one item of it. It is shared: a million answers of a country then take some 20 MB.
pub type Answer = Arc<(Key, Value)>;

/// What these answers say to a question, or to one item of it.
pub fn answer_to<'a>(answers: &'a [Answer], question: &str, item: &str) -> Option<&'a Value> {
    let (_, value) = &**answers.iter().find(|answer| answer.0.question == question && answer.0.item == item)?;
    Some(value)
}
