//! Conditions on earlier answers: `A1 is yes / pending`, `count C1 >= 2`, joined by `not`, `and`, `or` and brackets.
//!
//! A condition is parsed once, when the file is read. Evaluating it cannot fail: a question that is hidden or skipped has
//! no answer, and every test of it is false.

use std::collections::HashMap;

use super::value::Value;

/// A parsed condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// The answer is, or contains, one of these options.
    Is(String, Vec<String>),
    /// There is an answer.
    Answered(String),
    /// The answer, a scale point or a single number, compares so with this number.
    Compare(String, Order, i64),
    /// The number of ticked options, exclusive ones not counted, compares so with this number.
    Count(String, Order, i64),
    /// The opposite.
    Not(Box<Condition>),
    /// Both.
    And(Box<Condition>, Box<Condition>),
    /// Either.
    Or(Box<Condition>, Box<Condition>),
}

/// How two numbers compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}

impl Order {
    /// The order with the sides exchanged: `a < b` is `b > a`.
    pub fn turned(self) -> Order {
        match self {
            Order::Less => Order::More,
            Order::AtMost => Order::AtLeast,
            Order::Equal => Order::Equal,
            Order::AtLeast => Order::AtMost,
            Order::More => Order::Less,
        }
    }

    /// Whether `a` stands in this order to `b`.
    pub fn holds(self, a: i64, b: i64) -> bool {
        match self {
            Order::Less => a < b,
            Order::AtMost => a <= b,
            Order::Equal => a == b,
            Order::AtLeast => a >= b,
            Order::More => a > b,
        }
    }
}

/// The answers that conditions can see, by question id: asked, finished and not skipped. With each, how many of its
/// picks are not exclusive.
#[derive(Debug, Default)]
pub struct Known<'a> {
    values: HashMap<&'a str, (std::borrow::Cow<'a, Value>, usize)>,
}

impl<'a> Known<'a> {
    /// Adds an answer; `counted` is how many of its picks are not exclusive.
    pub fn learn(&mut self, question: &'a str, value: std::borrow::Cow<'a, Value>, counted: usize) {
        if *value != Value::Skipped {
            self.values.insert(question, (value, counted));
        }
    }

    /// The answer to a question, if it has one.
    pub fn value(&self, question: &str) -> Option<&Value> {
        self.values.get(question).map(|(value, _)| value.as_ref())
    }
}

impl Condition {
    /// The question and the option, if the condition is no more than "this option was picked".
    pub fn one_option(&self) -> Option<(&str, &str)> {
        match self {
            Condition::Is(question, options) if options.len() == 1 => Some((question, &options[0])),
            _ => None,
        }
    }

    /// Whether it holds, given what is known so far.
    pub fn holds(&self, known: &Known<'_>) -> bool {
        match self {
            Condition::Is(question, options) => match known.value(question) {
                Some(Value::Picks(picks)) => picks.iter().any(|pick| options.contains(pick)),
                _ => false,
            },
            Condition::Answered(question) => known.value(question).is_some(),
            Condition::Compare(question, order, number) => match known.value(question) {
                Some(Value::Numbers(numbers)) => numbers.first().is_some_and(|n| order.holds(*n, *number)),
                _ => false,
            },
            Condition::Count(question, order, number) => {
                let count = known.values.get(question.as_str()).map_or(0, |(_, counted)| *counted);
                order.holds(i64::try_from(count).unwrap_or(i64::MAX), *number)
            }
            Condition::Not(inner) => !inner.holds(known),
            Condition::And(a, b) => a.holds(known) && b.holds(known),
            Condition::Or(a, b) => a.holds(known) || b.holds(known),
        }
    }

    /// Every atom, from left to right.
    pub fn atoms(&self) -> Vec<&Condition> {
        match self {
            Condition::Not(inner) => inner.atoms(),
            Condition::And(a, b) | Condition::Or(a, b) => [a.atoms(), b.atoms()].concat(),
            atom => vec![atom],
        }
    }

    /// The question that an atom reads; none for `not`, `and` and `or`.
    pub fn reads(&self) -> Option<&str> {
        match self {
            Condition::Is(q, _) | Condition::Answered(q) | Condition::Compare(q, ..) | Condition::Count(q, ..) => {
                Some(q)
            }
            _ => None,
        }
    }
}
