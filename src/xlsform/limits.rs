//! The limits of a question, read from the columns `constraint` and `parameters`.

use std::collections::BTreeMap;

use super::expr::{Expr, Operand, Sign};
use crate::dialog::condition::Order;
use crate::dialog::{Kind, Question};

/// Most characters of a text, unless the form limits it.
const TEXT: usize = 1000;
/// Greatest number, unless the form limits it.
const NUMBER: i64 = 999_999;

/// Fills in the limits that the form does not give.
pub fn fill_in(kind: &mut Kind) {
    match kind {
        Kind::Number { min, max, places, .. } => {
            let most = NUMBER.saturating_mul(10_i64.saturating_pow(*places));
            *min = if *min == i64::MIN { -most } else { *min };
            *max = if *max == i64::MAX { most } else { *max };
        }
        Kind::Text { max, .. } if *max == usize::MAX => *max = TEXT,
        _ => {}
    }
}

/// Makes limits of a constraint; false if limits cannot express it.
pub fn limit(expr: &Expr, question: &mut Question) -> bool {
    if let Expr::And(left, right) = expr {
        return limit(left, question) && limit(right, question);
    }
    if let Expr::Compare(left @ (Operand::Number(_) | Operand::Today), Sign::Is(order), right) = expr {
        return limit(&Expr::Compare(right.clone(), Sign::Is(order.turned()), left.clone()), question);
    }
    let choice =
        |name: &str| question.options.iter().find(|choice| choice.code == name).map(|choice| choice.id.clone());
    match (expr, &mut question.kind) {
        (Expr::Compare(Operand::Here, Sign::Is(order), Operand::Number(n)), Kind::Number { min, max, places, .. }) => {
            let n = n * 10_f64.powi(i32::try_from(*places).unwrap_or(0));
            #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
            let n = if (n - n.round()).abs() < 1e-6 && n.abs() < 1e12 { n.round() as i64 } else { return false };
            between(*order, n, min, max);
            true
        }
        (Expr::Compare(Operand::Count(of), Sign::Is(order), Operand::Number(n)), Kind::Many { min, max, .. })
        | (Expr::Compare(Operand::Length(of), Sign::Is(order), Operand::Number(n)), Kind::Text { min, max, .. })
            if **of == Operand::Here && n.fract() == 0.0 && (0.0..=3000.0).contains(n) =>
        {
            #[expect(clippy::cast_possible_truncation, reason = "between 0 and 3000")]
            let n = *n as i64;
            let (mut low, mut high) = (i64::try_from(*min).unwrap_or(0), i64::try_from(*max).unwrap_or(i64::MAX));
            between(*order, n, &mut low, &mut high);
            *min = usize::try_from(low).unwrap_or(0);
            *max = if high == i64::MAX { usize::MAX } else { usize::try_from(high).unwrap_or(usize::MAX) };
            true
        }
        (Expr::Compare(Operand::Here, Sign::Is(Order::AtLeast), Operand::Today), Kind::Date { future }) => {
            *future = true;
            true
        }
        (Expr::Not(inner), Kind::Many { exclusive, .. }) => {
            let Expr::And(left, right) = &**inner else { return false };
            let alone = |side: &Expr| matches!(side, Expr::Compare(Operand::Count(of), Sign::Is(Order::More), Operand::Number(1.0)) if **of == Operand::Here);
            let named = |side: &Expr| match side {
                Expr::Selected(Operand::Here, name) => choice(name),
                _ => None,
            };
            let found = named(left).filter(|_| alone(right)).or_else(|| named(right).filter(|_| alone(left)));
            found.map(|id| exclusive.push(id)).is_some()
        }
        _ => false,
    }
}

fn between(order: Order, n: i64, min: &mut i64, max: &mut i64) {
    match order {
        Order::AtLeast => *min = (*min).max(n),
        Order::More => *min = (*min).max(n + 1),
        Order::AtMost => *max = (*max).min(n),
        Order::Less => *max = (*max).min(n - 1),
        Order::Equal => (*min, *max) = (n, n),
    }
}

/// The cell `parameters`: `start=1 end=5 step=1`, separated by spaces, commas or semicolons.
pub fn parameters(text: &str) -> BTreeMap<String, String> {
    let parts = text.split([' ', ';', ',']).filter_map(|part| part.split_once('='));
    parts.map(|(key, value)| (key.trim().to_lowercase(), value.trim().to_lowercase())).collect()
}
