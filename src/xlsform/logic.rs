//! Expressions of a form as conditions of a dialog.

use super::expr::{Expr, Operand, Sign};
use crate::dialog::boolean::Expression;
use crate::dialog::condition::{Condition, Order};

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

/// The condition that an expression means. `asked` tells what the questions of the form have become.
///
/// # Errors
/// What is not understood: the variant of `form-remark`, and the part of the expression.
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
        Expr::Not(inner) => Condition::not(condition(inner, asked)?),
        Expr::Selected(operand, name) => {
            let of = question(operand)?;
            let option = option(&of, name)?;
            Condition::Is(of.id, vec![option])
        }
        Expr::Compare(left, sign, right) => match (left, sign, right) {
            // The question is on the right.
            (Operand::Text(_) | Operand::Number(_), _, Operand::Answer(_) | Operand::Count(_)) => {
                let sign = match sign {
                    Sign::Is(order) => Sign::Is(order.turned()),
                    Sign::Differs => Sign::Differs,
                };
                return condition(&Expr::Compare(right.clone(), sign, left.clone()), asked);
            }
            (Operand::Answer(_), sign, Operand::Text(text)) if text.is_empty() => {
                let answered = Condition::Answered(question(left)?.id);
                match sign {
                    Sign::Differs => answered,
                    Sign::Is(Order::Equal) => Condition::not(answered),
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
                    Sign::Differs => Condition::not(is),
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
        Sign::Differs => Condition::not(make(Order::Equal, whole)),
    })
}

/// `or`. If both are the same, one of them; if both name options of one question, one condition with all options.
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
        (left, right) => Condition::or(left, right),
    }
}

/// `and`. If both are the same, one of them.
pub fn both(left: Condition, right: Condition) -> Condition {
    if left == right { left } else { Condition::and(left, right) }
}

/// The first `}name{$` in a text: a `${name}` that was typed backwards in right-to-left text.
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
    use super::super::expr::parse;
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
        for (text, what, about) in [
            ("${nobody} = 'f'", "no-question", "nobody"),
            ("${sex} = 'x'", "no-option", "x"),
            ("${age} = 1.5", "logic", "1.5"),
            ("${sex} = ${works}", "logic", "Answer(\"sex\")"),
        ] {
            let told = condition(&parse(text).unwrap(), &asked).unwrap_err();
            assert_eq!(told, (what, about.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_name_typed_backwards_is_seen() {
        assert_eq!(backwards("كم عمر }name{$ اليوم").as_deref(), Some("}name{$"));
        assert_eq!(backwards("كم عمر ${name} اليوم"), None);
    }
}
