//! The expressions of the columns `relevant` and `constraint`, as far as a dialog can express them: comparisons, chosen
//! options and counts, joined by `and`, `or` and `not`.

use crate::dialog::boolean::{self, DEEPEST, Expression, Mistake, Not, Tokens};
use crate::dialog::condition::Order;

/// What an expression says.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// Both.
    And(Box<Expr>, Box<Expr>),
    /// Either.
    Or(Box<Expr>, Box<Expr>),
    /// The opposite.
    Not(Box<Expr>),
    /// Two things compared.
    Compare(Operand, Sign, Operand),
    /// An option is among those chosen.
    Selected(Operand, String),
}

/// How two things are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// In this order.
    Is(Order),
    /// `!=`
    Differs,
}

/// What is compared.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// `${name}`: another question's answer.
    Answer(String),
    /// `.`: this question's answer.
    Here,
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// `count-selected(…)`
    Count(Box<Operand>),
    /// `string-length(…)`
    Length(Box<Operand>),
    /// `today()`
    Today,
}

impl Expression for Expr {
    fn not(inner: Expr) -> Expr {
        Expr::Not(Box::new(inner))
    }

    fn and(left: Expr, right: Expr) -> Expr {
        Expr::And(Box::new(left), Box::new(right))
    }

    fn or(left: Expr, right: Expr) -> Expr {
        Expr::Or(Box::new(left), Box::new(right))
    }
}

/// Most tokens of an expression.
const LONGEST: usize = 400;

/// Parses an expression.
///
/// # Errors
/// The part that is not understood.
pub fn parse(text: &str) -> Result<Expr, String> {
    let tokens = tokens(text)?;
    if tokens.len() > LONGEST {
        return Err(text.chars().take(40).collect());
    }
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    boolean::parse(&tokens, Not::Function, atom).map_err(|mistake| match mistake {
        Mistake::TooDeep => "((((".to_owned(),
        Mistake::Bracket { expected, found } => missing(expected, found.as_deref()),
        Mistake::Rest(part) | Mistake::Atom(part) => part,
    })
}

/// The tokens of an expression: names with their `${…}`, quoted texts with their quotes, signs.
fn tokens(text: &str) -> Result<Vec<String>, String> {
    let mut tokens = Vec::new();
    let chars: Vec<char> = text.chars().map(|c| if matches!(c, '‘' | '’') { '\'' } else { c }).collect();
    let mut at = 0;
    let word = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    while at < chars.len() {
        let c = chars[at];
        let end = match c {
            c if c.is_whitespace() => {
                at += 1;
                continue;
            }
            '$' => chars[at..].iter().position(|c| *c == '}').map(|length| at + length + 1),
            '\'' | '"' => chars[at + 1..].iter().position(|other| *other == c).map(|length| at + length + 2),
            '!' | '<' | '>' if chars.get(at + 1) == Some(&'=') => Some(at + 2),
            '(' | ')' | ',' | '=' | '<' | '>' => Some(at + 1),
            '.' if !chars.get(at + 1).is_some_and(char::is_ascii_digit) => Some(at + 1),
            c if word(&c) => Some(at + chars[at..].iter().take_while(|c| word(c)).count()),
            _ => None,
        };
        let end = end.ok_or_else(|| chars[at..].iter().take(20).collect::<String>())?;
        tokens.push(chars[at..end].iter().collect());
        at = end;
    }
    Ok(tokens)
}

/// The token that is expected, and the one that stands there.
fn missing(expected: &str, found: Option<&str>) -> String {
    format!("{expected} {}", found.unwrap_or_default()).trim().to_owned()
}

fn expect(tokens: &mut Tokens<'_>, token: &str) -> Result<(), String> {
    if tokens.accept(token) { Ok(()) } else { Err(missing(token, tokens.peek())) }
}

/// `selected(${name}, 'option')`, or two operands compared.
fn atom(tokens: &mut Tokens<'_>) -> Result<Expr, String> {
    if tokens.accept("selected") {
        expect(tokens, "(")?;
        let of = operand(tokens, 0)?;
        expect(tokens, ",")?;
        let Operand::Text(option) = operand(tokens, 0)? else {
            return Err(tokens.peek().unwrap_or_default().to_owned());
        };
        expect(tokens, ")")?;
        return Ok(Expr::Selected(of, option));
    }
    let left = operand(tokens, 0)?;
    let sign = match tokens.next().unwrap_or_default() {
        "=" => Sign::Is(Order::Equal),
        "!=" => Sign::Differs,
        "<" => Sign::Is(Order::Less),
        "<=" => Sign::Is(Order::AtMost),
        ">" => Sign::Is(Order::More),
        ">=" => Sign::Is(Order::AtLeast),
        other => return Err(other.to_owned()),
    };
    Ok(Expr::Compare(left, sign, operand(tokens, 0)?))
}

fn operand(tokens: &mut Tokens<'_>, depth: usize) -> Result<Operand, String> {
    let token = tokens.next().unwrap_or_default();
    if depth > DEEPEST {
        return Err(token.to_owned());
    }
    if let Some(name) = token.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
        return Ok(Operand::Answer(name.trim().to_owned()));
    }
    if token.len() > 1 && token.starts_with(['\'', '"']) {
        return Ok(Operand::Text(token[1..token.len() - 1].to_owned()));
    }
    match token {
        "." => Ok(Operand::Here),
        "count-selected" | "string-length" => {
            expect(tokens, "(")?;
            let inner = Box::new(operand(tokens, depth + 1)?);
            expect(tokens, ")")?;
            Ok(if token == "count-selected" { Operand::Count(inner) } else { Operand::Length(inner) })
        }
        "today" => {
            expect(tokens, "(")?;
            expect(tokens, ")")?;
            Ok(Operand::Today)
        }
        number => number.parse().map(Operand::Number).map_err(|_| number.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_understood_is_told() {
        for (text, part) in [
            ("${age} * 2 > 3", "* 2 > 3"),
            ("pulldata('a', 'b')", "pulldata"),
            ("${sex} =", ""),
            ("position(..) = 1", "position"),
            ("((((", ""),
            ("(${a} = 1", ")"),
            ("(${a} = 1 ${b}", ") ${b}"),
            ("not ${a} = 1", "( ${a}"),
            ("not(${a} = 1) ${b}", "${b}"),
            ("selected(${a} 'x')", ", 'x'"),
            ("(${a}) = 1", ")"),
            ("'", "'"),
            ("${age", "${age"),
        ] {
            assert_eq!(parse(text), Err(part.to_owned()), "{text}");
        }
        assert_eq!(parse(&"(".repeat(300)), Err("((((".to_owned()));
        assert!(parse(&"(".repeat(5000)).is_err());
        assert!(parse(&format!("{}. > 0", "count-selected(".repeat(150))).is_err());
    }
}
