//! The expressions of `relevant` and `constraint`, as far as they say what a dialog can: answers compared, options chosen,
//! counts, joined by `and`, `or` and `not`.

use crate::dialog::condition::{Condition, Order};

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

/// How deep brackets may nest: keeps hostile forms from exhausting the stack.
const DEEPEST: usize = 32;
/// Most words of an expression.
const LONGEST: usize = 400;

/// Reads an expression.
///
/// # Errors
/// The part that is not understood.
pub fn parse(text: &str) -> Result<Expr, String> {
    let tokens = tokens(text)?;
    if tokens.len() > LONGEST {
        return Err(text.chars().take(40).collect());
    }
    let mut parser = Parser { tokens: &tokens, at: 0 };
    let found = parser.either(0)?;
    match parser.tokens.get(parser.at) {
        None => Ok(found),
        Some(token) => Err(token.clone()),
    }
}

/// Words of an expression: names with their `${…}`, quoted texts with their quotes, signs.
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

struct Parser<'a> {
    tokens: &'a [String],
    at: usize,
}

impl Parser<'_> {
    fn peek(&self) -> &str {
        self.tokens.get(self.at).map_or("", String::as_str)
    }

    fn accept(&mut self, token: &str) -> bool {
        let found = self.peek() == token;
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, token: &str) -> Result<(), String> {
        if self.accept(token) { Ok(()) } else { Err(format!("{token} {}", self.peek()).trim().to_owned()) }
    }

    fn either(&mut self, depth: usize) -> Result<Expr, String> {
        let mut left = self.both(depth)?;
        while self.accept("or") {
            left = Expr::Or(Box::new(left), Box::new(self.both(depth)?));
        }
        Ok(left)
    }

    fn both(&mut self, depth: usize) -> Result<Expr, String> {
        let mut left = self.one(depth)?;
        while self.accept("and") {
            left = Expr::And(Box::new(left), Box::new(self.one(depth)?));
        }
        Ok(left)
    }

    fn one(&mut self, depth: usize) -> Result<Expr, String> {
        if depth > DEEPEST {
            return Err("((((".into());
        }
        if self.accept("(") {
            let inner = self.either(depth + 1)?;
            self.expect(")")?;
            return Ok(inner);
        }
        match self.peek() {
            "not" => {
                self.at += 1;
                self.expect("(")?;
                let inner = self.either(depth + 1)?;
                self.expect(")")?;
                Ok(Expr::Not(Box::new(inner)))
            }
            "selected" => {
                self.at += 1;
                self.expect("(")?;
                let of = self.operand(depth + 1)?;
                self.expect(",")?;
                let Operand::Text(option) = self.operand(depth + 1)? else { return Err(self.peek().to_owned()) };
                self.expect(")")?;
                Ok(Expr::Selected(of, option))
            }
            _ => {
                let left = self.operand(depth + 1)?;
                let sign = match self.peek() {
                    "=" => Sign::Is(Order::Equal),
                    "!=" => Sign::Differs,
                    "<" => Sign::Is(Order::Less),
                    "<=" => Sign::Is(Order::AtMost),
                    ">" => Sign::Is(Order::More),
                    ">=" => Sign::Is(Order::AtLeast),
                    other => return Err(other.to_owned()),
                };
                self.at += 1;
                Ok(Expr::Compare(left, sign, self.operand(depth + 1)?))
            }
        }
    }

    fn operand(&mut self, depth: usize) -> Result<Operand, String> {
        let token = self.peek().to_owned();
        if depth > DEEPEST {
            return Err(token);
        }
        self.at += 1;
        if let Some(name) = token.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
            return Ok(Operand::Answer(name.trim().to_owned()));
        }
        if token.len() > 1 && token.starts_with(['\'', '"']) {
            return Ok(Operand::Text(token[1..token.len() - 1].to_owned()));
        }
        match token.as_str() {
            "." => Ok(Operand::Here),
            "count-selected" | "string-length" => {
                self.expect("(")?;
                let inner = Box::new(self.operand(depth + 1)?);
                self.expect(")")?;
                Ok(if token == "count-selected" { Operand::Count(inner) } else { Operand::Length(inner) })
            }
            "today" => {
                self.expect("(")?;
                self.expect(")")?;
                Ok(Operand::Today)
            }
            number => number.parse().map(Operand::Number).map_err(|_| token),
        }
    }
}

/// What an earlier question of the form has become.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The question's id in the dialog.
    pub id: String,
    /// The ids of its options, by their names in the form.
    pub options: Vec<(String, String)>,
    /// It is answered by a number.
    pub number: bool,
}

/// The condition that an expression is, when `asked` tells what the questions of the form have become.
///
/// # Errors
/// The variant of `form-remark` that says what is not understood, and what it is about.
pub fn condition(expr: &Expr, asked: &dyn Fn(&str) -> Option<Asked>) -> Result<Condition, (&'static str, String)> {
    let question = |operand: &Operand| match operand {
        Operand::Answer(name) => asked(name).ok_or_else(|| ("no-question", name.clone())),
        other => Err(("logic", format!("{other:?}"))),
    };
    let option = |of: &Asked, name: &str| {
        let found = of.options.iter().find(|(known, _)| known == name).map(|(_, id)| id.clone());
        found.ok_or_else(|| ("no-option", name.to_owned()))
    };
    Ok(match expr {
        Expr::And(left, right) => both(condition(left, asked)?, condition(right, asked)?),
        Expr::Or(left, right) => either(condition(left, asked)?, condition(right, asked)?),
        Expr::Not(inner) => not(condition(inner, asked)?),
        Expr::Selected(operand, name) => {
            let of = question(operand)?;
            let option = option(&of, name)?;
            Condition::Is(of.id, vec![option])
        }
        Expr::Compare(left, sign, right) => match (left, sign, right) {
            // Written the other way round.
            (Operand::Text(_) | Operand::Number(_), _, Operand::Answer(_) | Operand::Count(_)) => {
                let turned = Expr::Compare(right.clone(), turned(*sign), left.clone());
                return condition(&turned, asked);
            }
            (Operand::Answer(_), sign, Operand::Text(text)) if text.is_empty() => {
                let answered = Condition::Answered(question(left)?.id);
                match sign {
                    Sign::Differs => answered,
                    Sign::Is(Order::Equal) => not(answered),
                    Sign::Is(_) => return Err(("logic", "''".into())),
                }
            }
            (Operand::Length(of), Sign::Is(Order::More), Operand::Number(0.0)) => Condition::Answered(question(of)?.id),
            (Operand::Count(of), sign, Operand::Number(n)) => {
                let id = question(of)?.id;
                compared(*sign, *n, |order, n| Condition::Count(id.clone(), order, n))?
            }
            (Operand::Answer(_), sign, Operand::Text(_) | Operand::Number(_)) => {
                let of = question(left)?;
                let name = match right {
                    Operand::Text(text) => text.clone(),
                    Operand::Number(n) => n.to_string(),
                    _ => String::new(),
                };
                if of.number
                    && let Ok(n) = name.parse::<f64>()
                {
                    return compared(*sign, n, |order, n| Condition::Compare(of.id.clone(), order, n));
                }
                let is = Condition::Is(of.id.clone(), vec![option(&of, &name)?]);
                match sign {
                    Sign::Is(Order::Equal) => is,
                    Sign::Differs => not(is),
                    Sign::Is(_) => return Err(("logic", name)),
                }
            }
            (left, ..) => return Err(("logic", format!("{left:?}"))),
        },
    })
}

fn compared(sign: Sign, n: f64, make: impl Fn(Order, i64) -> Condition) -> Result<Condition, (&'static str, String)> {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
    let whole = (n.fract() == 0.0 && n.abs() < 1e12).then_some(n as i64).ok_or_else(|| ("logic", n.to_string()))?;
    Ok(match sign {
        Sign::Is(order) => make(order, whole),
        Sign::Differs => not(make(Order::Equal, whole)),
    })
}

/// Either; one where they are the same, and one of several options where both are of the same question.
fn either(left: Condition, right: Condition) -> Condition {
    match (left, right) {
        (left, right) if left == right => left,
        (Condition::Is(one, mut options), Condition::Is(other, more)) if one == other => {
            more.into_iter().for_each(|option| {
                if !options.contains(&option) {
                    options.push(option);
                }
            });
            Condition::Is(one, options)
        }
        (left, right) => Condition::Or(Box::new(left), Box::new(right)),
    }
}

/// Both; one alone where they are the same.
pub fn both(left: Condition, right: Condition) -> Condition {
    if left == right { left } else { Condition::And(Box::new(left), Box::new(right)) }
}

fn not(inner: Condition) -> Condition {
    Condition::Not(Box::new(inner))
}

fn turned(sign: Sign) -> Sign {
    match sign {
        Sign::Is(Order::Less) => Sign::Is(Order::More),
        Sign::Is(Order::AtMost) => Sign::Is(Order::AtLeast),
        Sign::Is(Order::AtLeast) => Sign::Is(Order::AtMost),
        Sign::Is(Order::More) => Sign::Is(Order::Less),
        same => same,
    }
}

/// `${name}` typed in right-to-left text so that it came out backwards, `}name{$`: where it stands, if it does.
pub fn backwards(text: &str) -> Option<String> {
    let end = text.find("{$")?;
    let begin = text[..end].rfind('}')?;
    let name = text[begin + 1..end].trim();
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    plain.then(|| text[begin..end + 2].to_owned())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn asked(name: &str) -> Option<Asked> {
        let options = |of: &[(&str, &str)]| of.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let (id, options, number) = match name {
            "sex" => ("sex", options(&[("1", "c1"), ("f", "f")]), false),
            "age" => ("age", Vec::new(), true),
            "works" => ("works", options(&[("a", "a"), ("b", "b")]), false),
            _ => return None,
        };
        Some(Asked { id: id.into(), options, number })
    }

    #[test]
    fn expressions_become_conditions() {
        for (text, told) in [
            ("${sex} = 'f'", "sex is f"),
            ("${sex}='1' and ${age} >= 18", "sex is c1 and age >= 18"),
            ("${sex} != \"f\"", "not sex is f"),
            ("selected(${works}, 'a') or not(selected(${works}, 'b'))", "works is a or not works is b"),
            ("count-selected(${works}) > 1", "count works > 1"),
            ("(${age} < 5 or 60 <= ${age}) and ${sex} != ''", "(age < 5 or age >= 60) and sex answered"),
            ("${sex} = 1", "sex is c1"),
            ("string-length(${age}) > 0", "age answered"),
            ("${sex} = ‘f’", "sex is f"),
            ("${age} != 3", "not age = 3"),
        ] {
            assert_eq!(condition(&parse(text).unwrap(), &asked).unwrap().to_string(), told, "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_told() {
        for text in ["${age} * 2 > 3", "pulldata('a', 'b')", "${sex} =", "position(..) = 1", "((((", "'", "${age"] {
            assert!(parse(text).is_err(), "{text}");
        }
        for (text, what, about) in [
            ("${nobody} = 'f'", "no-question", "nobody"),
            ("${sex} = 'x'", "no-option", "x"),
            ("${age} = 1.5", "logic", "1.5"),
            ("${sex} = ${works}", "logic", "Answer(\"sex\")"),
        ] {
            let told = condition(&parse(text).unwrap(), &asked).unwrap_err();
            assert_eq!(told, (what, about.to_owned()), "{text}");
        }
        assert!(parse(&"(".repeat(5000)).is_err());
    }

    #[test]
    fn a_name_typed_backwards_is_seen() {
        assert_eq!(backwards("كم عمر }name{$ اليوم").as_deref(), Some("}name{$"));
        assert_eq!(backwards("كم عمر ${name} اليوم"), None);
    }
}
