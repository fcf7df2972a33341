//! The text of a `when`: parses it into a [`Condition`], and writes one as text.

use std::fmt::{Display, Formatter};

use super::boolean::{self, Expression, Mistake, Not, Tokens};
use super::condition::{Condition, Order};

impl Expression for Condition {
    fn not(inner: Condition) -> Condition {
        Condition::Not(Box::new(inner))
    }

    fn and(left: Condition, right: Condition) -> Condition {
        Condition::And(Box::new(left), Box::new(right))
    }

    fn or(left: Condition, right: Condition) -> Condition {
        Condition::Or(Box::new(left), Box::new(right))
    }
}

impl Condition {
    /// Parses the text of a `when`. The error is one sentence for the author.
    pub fn parse(text: &str) -> Result<Condition, String> {
        let spaced = text.replace('(', " ( ").replace(')', " ) ").replace('/', " / ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        boolean::parse(&words, Not::Word, atom).map_err(|mistake| match mistake {
            Mistake::TooDeep => "too many brackets".to_owned(),
            Mistake::Bracket { .. } => "a closing bracket is missing".to_owned(),
            Mistake::Rest(word) => format!("`{word}` is not expected here"),
            Mistake::Atom(sentence) => sentence,
        })
    }
}

fn atom(words: &mut Tokens<'_>) -> Result<Condition, String> {
    if words.accept("count") {
        let question = id(words, "a question")?;
        let (order, number) = comparison(words)?;
        return Ok(Condition::Count(question, order, number));
    }
    let question = id(words, "a question")?;
    if words.accept("answered") {
        return Ok(Condition::Answered(question));
    }
    if words.accept("is") {
        let mut options = vec![id(words, "an option")?];
        while words.accept("/") {
            options.push(id(words, "an option")?);
        }
        return Ok(Condition::Is(question, options));
    }
    let (order, number) = comparison(words)?;
    Ok(Condition::Compare(question, order, number))
}

fn take<'a>(words: &mut Tokens<'a>, what: &str) -> Result<&'a str, String> {
    words.next().ok_or_else(|| format!("{what} is missing at the end"))
}

fn id(words: &mut Tokens<'_>, what: &str) -> Result<String, String> {
    let word = take(words, what)?;
    if word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && !matches!(word, "and" | "or" | "not" | "is") {
        Ok(word.to_owned())
    } else {
        Err(format!("{what} is expected, not `{word}`"))
    }
}

fn comparison(words: &mut Tokens<'_>) -> Result<(Order, i64), String> {
    let order = match take(words, "`is`, `answered` or a comparison")? {
        "<" => Order::Less,
        "<=" => Order::AtMost,
        "=" => Order::Equal,
        ">=" => Order::AtLeast,
        ">" => Order::More,
        word => {
            return Err(format!("`is`, `answered` or one of < <= = >= > is expected, not `{word}`"));
        }
    };
    let word = take(words, "a number")?;
    Ok((order, word.parse().map_err(|_| format!("a number is expected, not `{word}`"))?))
}

impl Display for Order {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Order::Less => "<",
            Order::AtMost => "<=",
            Order::Equal => "=",
            Order::AtLeast => ">=",
            Order::More => ">",
        })
    }
}

impl Display for Condition {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Condition::Is(question, options) => write!(f, "{question} is {}", options.join(" / ")),
            Condition::Answered(question) => write!(f, "{question} answered"),
            Condition::Compare(question, order, n) => write!(f, "{question} {order} {n}"),
            Condition::Count(question, order, n) => write!(f, "count {question} {order} {n}"),
            Condition::Not(inner) => match **inner {
                Condition::And(..) | Condition::Or(..) => write!(f, "not ({inner})"),
                _ => write!(f, "not {inner}"),
            },
            Condition::And(left, right) => {
                let side = |side: &Condition, right: bool| match side {
                    Condition::Or(..) => format!("({side})"),
                    Condition::And(..) if right => format!("({side})"),
                    _ => side.to_string(),
                };
                write!(f, "{} and {}", side(left, false), side(right, true))
            }
            Condition::Or(left, right) => match **right {
                Condition::Or(..) => write!(f, "{left} or ({right})"),
                _ => write!(f, "{left} or {right}"),
            },
        }
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

    #[test]
    fn conditions_keep_their_brackets() {
        for text in [
            "not (A is x and B answered) or C >= 3",
            "A is x / y and (B answered or not C < 2)",
            "A answered and (B answered and C answered)",
            "A answered or (B answered or count C = 2)",
            "not not A answered",
        ] {
            let read = Condition::parse(text).unwrap();
            assert_eq!(read.to_string(), text);
        }
    }
}
