//! What the columns of a row say beside its texts: `type`, `constraint`, `relevant`, and in `takafou` the keys of the
//! dialog's file that the other columns have no room for.

use toml::{Table, Value};

use super::sheets::Error;
use crate::dialog::condition::{Condition, Order};
use crate::dialog::write::keys;
use crate::dialog::{Dialog, Kind, Question, written};

/// The type of a question, and its limits as a constraint.
pub(super) fn kind_and_constraint(question: &Question) -> (String, String) {
    let id = &question.id;
    let mut limits: Vec<String> = Vec::new();
    let kind = match &question.kind {
        Kind::One | Kind::Scale { .. } => format!("select_one {id}"),
        Kind::Many { min, max, exclusive } => {
            limits.extend((*min > 1).then(|| format!("count-selected(.) >= {min}")));
            limits.extend((*max != usize::MAX).then(|| format!("count-selected(.) <= {max}")));
            let code = |id: &String| question.choice(id).map_or(id.clone(), |choice| choice.code.clone());
            limits.extend(
                exclusive.iter().map(|id| format!("not(selected(., '{}') and count-selected(.) > 1)", code(id))),
            );
            format!("select_multiple {id}")
        }
        Kind::Rank { .. } => format!("rank {id}"),
        Kind::Number { min, max, places, .. } => {
            limits.push(format!(". {} {}", Order::AtLeast, written(*min, *places)));
            limits.push(format!(". {} {}", Order::AtMost, written(*max, *places)));
            if *places == 0 { "integer".into() } else { "decimal".into() }
        }
        Kind::Text { min, max, .. } => {
            limits.extend((*min > 1).then(|| format!("string-length(.) >= {min}")));
            limits.push(format!("string-length(.) <= {max}"));
            "text".into()
        }
        Kind::Date { future } => {
            limits.extend(future.then(|| ". >= today()".to_owned()));
            "date".into()
        }
        Kind::Time => "time".into(),
        Kind::Files { .. } | Kind::Points { .. } => "file".into(),
    };
    (kind, limits.join(" and "))
}

/// The names of the rows that ask this question once; none if one row does.
pub(super) fn rows(question: &Question) -> Vec<String> {
    let id = &question.id;
    let mut rows: Vec<String> = match &question.kind {
        Kind::Rank { from: Some(_), top } => (1..=*top).map(|n| format!("{id}_{n}")).collect(),
        Kind::Number { fields, .. } if !fields.is_empty() => {
            fields.iter().map(|field| format!("{id}_{field}")).collect()
        }
        _ if has_options_beside(question) => vec![format!("{id}_value")],
        _ => Vec::new(),
    };
    rows.extend(has_options_beside(question).then(|| format!("{id}_other")));
    rows
}

/// A condition as an expression.
pub(super) fn relevant(dialog: &Dialog, when: &Condition) -> Result<String, Error> {
    let rows = |id: &str| {
        let question =
            dialog.question(id).ok_or_else(|| Error::Unsayable(id.to_owned(), "there is no such question"))?;
        let rows = self::rows(question);
        Ok::<_, Error>((question, if rows.is_empty() { vec![id.to_owned()] } else { rows }))
    };
    let any = |parts: Vec<String>| if parts.len() == 1 { parts.concat() } else { format!("({})", parts.join(" or ")) };
    Ok(match when {
        Condition::Is(id, options) => {
            let (question, rows) = rows(id)?;
            let rows: Vec<&String> =
                if has_options_beside(question) { rows.iter().rev().take(1).collect() } else { rows.iter().collect() };
            let offering = dialog.offering(question);
            let code = |id: &String| offering.choice(id).map_or(id.clone(), |choice| choice.code.clone());
            let each = options.iter().flat_map(|option| rows.iter().map(move |row| (row, option)));
            any(each.map(|(row, option)| format!("selected(${{{row}}}, '{}')", code(option))).collect())
        }
        Condition::Answered(id) => any(rows(id)?.1.iter().map(|row| format!("${{{row}}} != ''")).collect()),
        Condition::Compare(id, order, n) => format!("${{{}}} {order} {n}", rows(id)?.1[0]),
        Condition::Count(id, order, n) => {
            if !matches!(rows(id)?.0.kind, Kind::Many { .. }) {
                return Err(Error::Unsayable(id.clone(), "what is ranked cannot be counted elsewhere"));
            }
            format!("count-selected(${{{id}}}) {order} {n}")
        }
        Condition::Not(inner) => format!("not({})", relevant(dialog, inner)?),
        Condition::And(left, right) => format!("({} and {})", relevant(dialog, left)?, relevant(dialog, right)?),
        Condition::Or(left, right) => format!("({} or {})", relevant(dialog, left)?, relevant(dialog, right)?),
    })
}

/// The keys of a question that the other columns of its row cannot express.
pub(super) fn own_keys(question: &Question) -> Table {
    let scale = matches!(question.kind, Kind::Scale { .. });
    let mut keys = keys(question);
    if scale {
        // Without this key the import would take the points of the scale for options.
        keys.entry("options").or_insert_with(|| Value::Array(Vec::new()));
    }
    keys.retain(|key, _| match key {
        "kind" | "options" => scale,
        "min" => matches!(question.kind, Kind::Many { min: 0, .. } | Kind::Text { min: 0, .. }),
        "places" => question.places() != 2, // as `decimal` has it
        "id" | "max" | "exclusive" | "future" | "skip" | "shuffle" | "when" | "labels" => false,
        _ => true,
    });
    keys
}

/// Keys as the text of a cell.
pub(super) fn lines(keys: &Table) -> String {
    keys.to_string().trim_end().to_owned()
}

/// Whether options are offered beside an answer that is typed.
pub(super) fn has_options_beside(question: &Question) -> bool {
    let free = matches!(question.kind, Kind::Number { .. } | Kind::Text { .. } | Kind::Date { .. } | Kind::Time);
    free && !question.options.is_empty()
}
