//! A dialog as a form that KoboToolbox and ODK can ask.
//!
//! What XLSForm says is in its own columns. A question that it takes several rows to ask there (a ranking of what was ticked, a
//! question for each item, several numbers, an option beside a text) is a group; its cell `takafou` holds what the rows
//! cannot say, so that [`super::import`] makes the same dialog of it again.

use rust_xlsxwriter::{Workbook, XlsxError};
use toml::{Table, Value};

use super::words::{self, ITEM, Language};
use crate::dialog::condition::{Condition, Order};
use crate::dialog::write::{keys, table};
use crate::dialog::{Dialog, Each, Kind, Question, Usage, written};

/// What a dialog says, as its words are asked for.
#[derive(Debug, Clone, Copy)]
pub enum Text<'a> {
    /// The question, for an item.
    Asked(&'a str),
    /// One of its own attributes: `hint`, `lead`, `limit`.
    Own(&'a str),
    /// The label of an option, point, field or item.
    Label(&'a str),
}

/// The words of a dialog.
pub struct Said<'a> {
    /// The languages of the form, the first one its default.
    pub languages: &'a [Language],
    /// A text of a question in a language, if there is one.
    pub of: &'a dyn Fn(&str, &Question, Text<'_>) -> Option<String>,
    /// `title` or `thanks` in a language.
    pub own: &'a dyn Fn(&str, &str) -> String,
}

/// Why a dialog cannot be written as a form; a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something that the format has nothing for.
    #[error("{0}: {1}")]
    Unsayable(String, &'static str),
    /// The workbook could not be written.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] XlsxError),
}

/// A row of a sheet: heading and text.
type Cells = Vec<(String, String)>;

struct Sheets<'a> {
    dialog: &'a Dialog,
    said: &'a Said<'a>,
    survey: Vec<Cells>,
    choices: Vec<Cells>,
}

/// The form as a workbook.
///
/// # Errors
/// What XLSForm cannot say.
pub fn xlsx(dialog: &Dialog, said: &Said<'_>) -> Result<Vec<u8>, Error> {
    if dialog.usage == Usage::Form {
        return Err(Error::Unsayable(dialog.name.clone(), "only surveys can be asked elsewhere"));
    }
    let mut sheets = Sheets { dialog, said, survey: Vec::new(), choices: Vec::new() };
    sheets.note("title", "title");
    for question in &dialog.questions {
        sheets.question(question)?;
    }
    sheets.note("thanks", "thanks");
    let mut workbook = Workbook::new();
    for (name, rows) in
        [("survey", &sheets.survey), ("choices", &sheets.choices), ("settings", &vec![sheets.settings()])]
    {
        let page = workbook.add_worksheet();
        page.set_name(name)?;
        let mut headings: Vec<&str> = Vec::new();
        for (heading, _) in rows.iter().flatten() {
            if !headings.contains(&heading.as_str()) {
                headings.push(heading);
            }
        }
        // Extra columns last: other programs leave them alone.
        headings.sort_by_key(|heading| *heading == "takafou");
        for (column, heading) in (0..).zip(&headings) {
            page.write_string(0, column, *heading)?;
        }
        for (n, row) in (1..).zip(rows) {
            for (heading, text) in row.iter().filter(|(_, text)| !text.is_empty()) {
                let column = headings.iter().position(|known| known == heading).and_then(|at| u16::try_from(at).ok());
                page.write_string(n, column.unwrap_or(u16::MAX), text)?;
            }
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn cell(heading: &str, text: impl Into<String>) -> (String, String) {
    (heading.to_owned(), text.into())
}

/// A type and a name.
fn begun(kind: &str, name: &str) -> Cells {
    vec![cell("type", kind), cell("name", name)]
}

impl Sheets<'_> {
    fn note(&mut self, name: &str, own: &str) {
        let mut row = begun("note", name);
        for language in self.said.languages {
            row.push((words::heading("label", language), (self.said.own)(&language.code, own)));
        }
        self.survey.push(row);
    }

    fn settings(&self) -> Cells {
        let mut extra = table(self.dialog);
        extra.retain(|key, _| !matches!(key, "use" | "question"));
        extra.insert("minutes".to_owned(), Value::Integer(self.dialog.minutes.into())); // said even if it is 0
        let first = &self.said.languages[0];
        let title = (self.said.own)(&first.code, "title");
        let default = words::heading("", first).trim_start_matches("::").to_owned();
        vec![
            cell("form_title", title),
            cell("form_id", self.dialog.name.clone()),
            cell("default_language", default),
            cell("takafou", lines(&extra)),
        ]
    }

    /// The cells of a text in every language, `with` changing what each says.
    fn texts(&self, column: &str, question: &Question, text: Text<'_>, with: &dyn Fn(&str, String) -> String) -> Cells {
        let one = |language: &Language| {
            let said = (self.said.of)(&language.code, question, text)?;
            Some((words::heading(column, language), with(&language.code, said)))
        };
        self.said.languages.iter().filter_map(one).collect()
    }

    fn label(&self, language: &str, question: &Question, id: &str) -> String {
        (self.said.of)(language, question, Text::Label(id)).unwrap_or_else(|| id.to_owned())
    }

    fn option(&mut self, list: &str, question: &Question, name: &str, id: &str) {
        let mut row = vec![cell("list_name", list), cell("name", name)];
        row.extend(self.texts("label", question, Text::Label(id), &|_, said| said));
        if row.len() == 2 {
            row.extend(self.said.languages.iter().map(|language| (words::heading("label", language), name.to_owned())));
        }
        row.push(cell("takafou", if name == id { "" } else { id }));
        self.choices.push(row);
    }

    /// What a question offers: the points of a scale, its options; what it is asked for comes after.
    fn options(&mut self, question: &Question) {
        let list = &question.id;
        if let Kind::Scale { from, to } = question.kind {
            (from..=to).for_each(|n| self.option(list, question, &n.to_string(), &format!("n{n}")));
        }
        question.options.iter().for_each(|choice| self.option(list, question, &choice.code, &choice.id));
    }

    fn question(&mut self, question: &Question) -> Result<(), Error> {
        let relevant = match &question.when {
            Some(when) => self.relevant(when)?,
            None => String::new(),
        };
        let lead = self.texts("label", question, Text::Own("lead"), &|_, said| said);
        if !lead.is_empty() {
            let mut row = begun("note", &format!("{}_lead", question.id));
            row.extend(lead);
            row.push(cell("relevant", relevant.clone()));
            self.survey.push(row);
        }
        if matches!(question.kind, Kind::Files { .. } | Kind::Points { .. }) {
            return Err(Error::Unsayable(question.id.clone(), "files and points are for forms of the bot alone"));
        }
        let plain = question.each.is_none() && self.rows(question).is_empty();
        if plain {
            self.plain(question, relevant)
        } else {
            self.group(question, relevant)
        }
        Ok(())
    }

    /// A question in one row.
    fn plain(&mut self, question: &Question, relevant: String) {
        let (kind, constraint) = asked(question);
        let mut row = begun(&kind, &question.id);
        row.extend(self.texts("label", question, Text::Asked(""), &|_, said| said));
        row.extend(self.texts("hint", question, Text::Own("hint"), &|_, said| said));
        row.push(cell("required", if question.skip { "" } else { "yes" }));
        row.push(cell("relevant", relevant));
        row.push(cell("constraint", constraint));
        row.extend(self.texts("constraint_message", question, Text::Own("limit"), &|_, said| said));
        row.push(cell("parameters", if question.shuffle { "randomize=true" } else { "" }));
        row.push(cell("takafou", lines(&beside_row(question))));
        self.survey.push(row);
        self.options(question);
    }

    /// A question in a group of rows, and in its cell all that they cannot say.
    fn group(&mut self, question: &Question, relevant: String) {
        let id = &question.id;
        let mut row = begun("begin_group", id);
        row.extend(self.texts("label", question, Text::Asked(ITEM), &|_, said| said));
        row.extend(self.texts("hint", question, Text::Own("hint"), &|_, said| said));
        row.extend(self.texts("constraint_message", question, Text::Own("limit"), &|_, said| said));
        row.push(cell("relevant", relevant));
        let mut own = keys(question);
        own.retain(|key, _| !matches!(key, "id" | "when" | "labels"));
        row.push(cell("takafou", lines(&own)));
        self.survey.push(row);
        self.options(question);
        let fields: &[String] = if let Kind::Number { fields, .. } = &question.kind { fields } else { &[] };
        let fixed: &[String] = if let Some(Each::Fixed(items)) = &question.each { items } else { &[] };
        for part in fields.iter().chain(fixed) {
            self.option(id, question, part, part);
        }
        match &question.each {
            None => self.parts(question, id, "", &|_, said| said),
            Some(Each::Fixed(items)) => {
                for item in items {
                    let name = format!("{id}_{item}");
                    let labels: Vec<_> = self
                        .said
                        .languages
                        .iter()
                        .map(|l| (l.code.clone(), self.label(&l.code, question, item)))
                        .collect();
                    self.parts(question, &name, "", &|language, said| {
                        let label = labels.iter().find(|(code, _)| code == language).map_or("", |(_, label)| label);
                        said.replace(ITEM, label)
                    });
                }
            }
            Some(Each::Picked { question: from, first }) => self.for_each(question, from, *first),
        }
        self.survey.push(vec![cell("type", "end_group")]);
    }

    /// The rows of a question that is asked for what was picked: by its place in a ranking, or one for each option.
    fn for_each(&mut self, question: &Question, from: &str, first: usize) {
        let Some(source) = self.dialog.question(from) else { return };
        let places = self.rows(source);
        if let (Kind::Rank { .. }, false) = (&source.kind, places.is_empty()) {
            for (n, place) in (1..=first).zip(places) {
                let shown = format!("{}_{n}_of", question.id);
                let mut row = begun("calculate", &shown);
                row.push(cell("calculation", format!("jr:choice-name(${{{place}}}, '${{{place}}}')")));
                self.survey.push(row);
                let name = format!("{}_{n}", question.id);
                let piped = format!("${{{shown}}}");
                self.parts(question, &name, &format!("${{{place}}} != ''"), &|_, said| said.replace(ITEM, &piped));
            }
            return;
        }
        let offering = self.dialog.offering(source).clone();
        for choice in offering.options.iter().filter(|choice| !source.is_exclusive(&choice.id)) {
            let name = format!("{}_{}", question.id, choice.id);
            let labels: Vec<_> = self
                .said
                .languages
                .iter()
                .map(|l| (l.code.clone(), self.label(&l.code, &offering, &choice.id)))
                .collect();
            let relevant = format!("selected(${{{from}}}, '{}')", choice.code);
            self.parts(question, &name, &relevant, &|language, said| {
                let label = labels.iter().find(|(code, _)| code == language).map_or("", |(_, label)| label);
                said.replace(ITEM, label)
            });
        }
    }

    /// The rows in which a question is asked once, under a name.
    fn parts(&mut self, question: &Question, name: &str, relevant: &str, with: &dyn Fn(&str, String) -> String) {
        let (kind, constraint) = asked(question);
        let asked = self.texts("label", question, Text::Asked(ITEM), with);
        let mut add = |name: String, kind: &str, labels: Cells, relevant: String, more: Cells| {
            let mut row = begun(kind, &name);
            row.extend(labels);
            row.push(cell("relevant", relevant));
            row.extend(more);
            self.survey.push(row);
        };
        let limits = vec![cell("constraint", constraint)];
        match &question.kind {
            Kind::Rank { from: Some(from), top } => {
                for n in 1..=*top {
                    let before: Vec<String> = (1..n).map(|before| format!(". != ${{{name}_{before}}}")).collect();
                    let more = vec![
                        cell("constraint", before.join(" and ")),
                        cell("choice_filter", format!("selected(${{{from}}}, name)")),
                    ];
                    let when = format!("count-selected(${{{from}}}) >= {n}");
                    let labels =
                        asked.iter().map(|(heading, said)| (heading.clone(), format!("{said} ({n})"))).collect();
                    add(format!("{name}_{n}"), &format!("select_one {from}"), labels, when, more);
                }
            }
            Kind::Number { fields, .. } if !fields.is_empty() => {
                let languages = self.said.languages;
                for field in fields {
                    let label = |l: &Language| {
                        let said =
                            (self.said.of)(&l.code, question, Text::Label(field)).unwrap_or_else(|| field.clone());
                        (words::heading("label", l), said)
                    };
                    let labels = languages.iter().map(label).collect();
                    let mut row = begun(&kind, &format!("{name}_{field}"));
                    row.extend::<Cells>(labels);
                    row.push(cell("relevant", relevant));
                    row.extend(limits.clone());
                    self.survey.push(row);
                }
            }
            _ => add(format!("{name}_value"), &kind, asked.clone(), relevant.to_owned(), limits),
        }
        if beside(question) {
            let mut row = begun(&format!("select_one {}", question.id), &format!("{name}_other"));
            row.extend(asked);
            row.push(cell("relevant", relevant));
            self.survey.push(row);
        }
    }

    /// The names of the rows that hold an answer to a question asked once in several of them; none if it takes one.
    fn rows(&self, question: &Question) -> Vec<String> {
        let id = &question.id;
        let mut rows: Vec<String> = match &question.kind {
            Kind::Rank { from: Some(_), top } => (1..=*top).map(|n| format!("{id}_{n}")).collect(),
            Kind::Number { fields, .. } if !fields.is_empty() => {
                fields.iter().map(|field| format!("{id}_{field}")).collect()
            }
            _ if beside(question) => vec![format!("{id}_value")],
            _ => Vec::new(),
        };
        rows.extend(beside(question).then(|| format!("{id}_other")));
        rows
    }

    /// A condition as an expression.
    fn relevant(&self, when: &Condition) -> Result<String, Error> {
        let rows = |id: &str| {
            let question =
                self.dialog.question(id).ok_or_else(|| Error::Unsayable(id.to_owned(), "there is no such question"))?;
            let rows = self.rows(question);
            Ok::<_, Error>((question, if rows.is_empty() { vec![id.to_owned()] } else { rows }))
        };
        let any =
            |parts: Vec<String>| if parts.len() == 1 { parts.concat() } else { format!("({})", parts.join(" or ")) };
        Ok(match when {
            Condition::Is(id, options) => {
                let (question, rows) = rows(id)?;
                let rows: Vec<&String> =
                    if beside(question) { rows.iter().rev().take(1).collect() } else { rows.iter().collect() };
                let offering = self.dialog.offering(question);
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
            Condition::Not(inner) => format!("not({})", self.relevant(inner)?),
            Condition::And(left, right) => format!("({} and {})", self.relevant(left)?, self.relevant(right)?),
            Condition::Or(left, right) => format!("({} or {})", self.relevant(left)?, self.relevant(right)?),
        })
    }
}

/// Keys of a question that the columns of its row cannot say.
fn beside_row(question: &Question) -> Table {
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

/// Keys as they stand in a cell.
fn lines(keys: &Table) -> String {
    keys.to_string().trim_end().to_owned()
}

/// Whether options stand beside an answer in words or numbers.
fn beside(question: &Question) -> bool {
    let free = matches!(question.kind, Kind::Number { .. } | Kind::Text { .. } | Kind::Date { .. } | Kind::Time);
    free && !question.options.is_empty()
}

/// The type of a question, and its limits as a constraint.
fn asked(question: &Question) -> (String, String) {
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
