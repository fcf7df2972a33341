//! Conditions on earlier answers: `A1 is yes / pending`, `count C1 >= 2`, joined by `not`, `and`, `or` and brackets.
//!
//! Parsed once when the file is read; evaluating is total. A question that is hidden or skipped has no answer, so every
//! test of it is false.

use std::collections::HashMap;

use super::value::Value;

/// A condition, as parsed.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// The answer is, or contains, one of these options.
    Is(String, Vec<String>),
    /// There is an answer.
    Answered(String),
    /// A scale point or one-field number compares so.
    Compare(String, Order, i64),
    /// The number of ticked options, exclusive ones left out, compares so.
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

/// The answers that count while walking: visible, finished and not skipped, by question id; with each, its options
/// that are exclusive.
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
    /// The question and the option, if it says no more than "this option was picked".
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

    /// Every atom, for lint: the leaves of the tree in reading order.
    pub fn atoms(&self) -> Vec<&Condition> {
        match self {
            Condition::Not(inner) => inner.atoms(),
            Condition::And(a, b) | Condition::Or(a, b) => [a.atoms(), b.atoms()].concat(),
            atom => vec![atom],
        }
    }

    /// The question that an atom reads; none for a compound.
    pub fn reads(&self) -> Option<&str> {
        match self {
            Condition::Is(q, _) | Condition::Answered(q) | Condition::Compare(q, ..) | Condition::Count(q, ..) => {
                Some(q)
            }
            _ => None,
        }
    }

    /// Parses the text of a `when`; the error is one sentence for the author.
    pub fn parse(text: &str) -> Result<Condition, String> {
        let spaced = text.replace('(', " ( ").replace(')', " ) ").replace('/', " / ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let mut parser = Parser { words: &words, at: 0 };
        let condition = parser.either(0)?;
        match parser.peek() {
            None => Ok(condition),
            Some(word) => Err(format!("`{word}` is not expected here")),
        }
    }
}

/// How deep brackets and `not` may nest: keeps hostile files from exhausting the stack.
const DEEPEST: usize = 32;

struct Parser<'a> {
    words: &'a [&'a str],
    at: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a str> {
        self.words.get(self.at).copied()
    }

    fn take(&mut self, what: &str) -> Result<&'a str, String> {
        let word = self.peek().ok_or_else(|| format!("{what} is missing at the end"))?;
        self.at += 1;
        Ok(word)
    }

    fn accept(&mut self, word: &str) -> bool {
        let found = self.peek() == Some(word);
        self.at += usize::from(found);
        found
    }

    fn either(&mut self, depth: usize) -> Result<Condition, String> {
        let mut left = self.both(depth)?;
        while self.accept("or") {
            left = Condition::Or(Box::new(left), Box::new(self.both(depth)?));
        }
        Ok(left)
    }

    fn both(&mut self, depth: usize) -> Result<Condition, String> {
        let mut left = self.one(depth)?;
        while self.accept("and") {
            left = Condition::And(Box::new(left), Box::new(self.one(depth)?));
        }
        Ok(left)
    }

    fn one(&mut self, depth: usize) -> Result<Condition, String> {
        if depth > DEEPEST {
            return Err("too many brackets".into());
        }
        if self.accept("not") {
            return Ok(Condition::Not(Box::new(self.one(depth + 1)?)));
        }
        if self.accept("(") {
            let inner = self.either(depth + 1)?;
            return if self.accept(")") { Ok(inner) } else { Err("a closing bracket is missing".into()) };
        }
        if self.accept("count") {
            let question = self.id("a question")?;
            let (order, number) = self.comparison()?;
            return Ok(Condition::Count(question, order, number));
        }
        let question = self.id("a question")?;
        match self.peek() {
            Some("answered") => {
                self.at += 1;
                Ok(Condition::Answered(question))
            }
            Some("is") => {
                self.at += 1;
                let mut options = vec![self.id("an option")?];
                while self.accept("/") {
                    options.push(self.id("an option")?);
                }
                Ok(Condition::Is(question, options))
            }
            _ => {
                let (order, number) = self.comparison()?;
                Ok(Condition::Compare(question, order, number))
            }
        }
    }

    fn id(&mut self, what: &str) -> Result<String, String> {
        let word = self.take(what)?;
        if word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && !matches!(word, "and" | "or" | "not" | "is") {
            Ok(word.to_owned())
        } else {
            Err(format!("{what} is expected, not `{word}`"))
        }
    }

    fn comparison(&mut self) -> Result<(Order, i64), String> {
        let order = match self.take("`is`, `answered` or a comparison")? {
            "<" => Order::Less,
            "<=" => Order::AtMost,
            "=" => Order::Equal,
            ">=" => Order::AtLeast,
            ">" => Order::More,
            word => {
                return Err(format!("`is`, `answered` or one of < <= = >= > is expected, not `{word}`"));
            }
        };
        let word = self.take("a number")?;
        Ok((order, word.parse().map_err(|_| format!("a number is expected, not `{word}`"))?))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn not_binds_strongest_then_and_then_or() {
        let parsed = Condition::parse("not A1 is no / pending and A2 answered or count C1 >= 2").unwrap();
        let Condition::Or(left, right) = parsed else { panic!("or is weakest") };
        assert_eq!(*right, Condition::Count("C1".into(), Order::AtLeast, 2));
        let Condition::And(not, _) = *left else { panic!("and is next") };
        assert_eq!(*not, Condition::Not(Box::new(Condition::Is("A1".into(), vec!["no".into(), "pending".into()]))));
    }

    #[test]
    fn mistakes_are_told_in_a_sentence() {
        for (text, told) in [
            ("A1 is", "an option is missing at the end"),
            ("A1 was yes", "`is`, `answered` or one of < <= = >= > is expected, not `was`"),
            ("(A1 is yes", "a closing bracket is missing"),
            ("A1 is yes A2", "`A2` is not expected here"),
            ("A5 >= many", "a number is expected, not `many`"),
        ] {
            assert_eq!(Condition::parse(text).unwrap_err(), told, "{text}");
        }
        assert!(Condition::parse(&"not ".repeat(1000)).is_err());
    }
}
