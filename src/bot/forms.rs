//! What the program reads of its own dialogs. Each feature declares the questions and options that its code reads, and
//! `takafou check` compares the dialog files with them.

use crate::dialog::{Dialog, Finding, Kind, Question};

#[derive(Debug)]
pub struct RequiredDialog {
    /// The dialog's name: the file's stem.
    pub name: &'static str,
    pub questions: &'static [RequiredQuestion],
}

#[derive(Debug)]
pub struct RequiredQuestion {
    pub id: &'static str,
    pub answer: RequiredAnswer,
}

/// How a question must be answered for the code to read it.
#[derive(Debug)]
pub enum RequiredAnswer {
    Text,
    Date,
    Time,
    Files,
    Points,
    Number,
    /// The scale must lie within these bounds.
    Scale(i64, i64),
    /// These options must be there; the code reads them.
    Options(&'static [&'static str]),
    /// The options must come from this source of the database.
    Source(&'static str),
}

impl RequiredQuestion {
    pub const fn new(id: &'static str, answer: RequiredAnswer) -> RequiredQuestion {
        RequiredQuestion { id, answer }
    }
}

impl RequiredDialog {
    /// The differences that would stop the program from reading this dialog.
    pub fn check(&self, dialog: &Dialog) -> Vec<Finding> {
        let file = format!("dialogs/{}.toml", self.name);
        let known = |question: &&Question| self.questions.iter().any(|required| required.id == question.id);
        // If a required question is missing, an unknown question is most likely that one under a new id.
        let mut unknown = dialog.questions.iter().filter(|question| !known(question));
        let missing = |required: &RequiredQuestion, renamed: Option<&Question>| {
            let (position, guess) = match renamed {
                Some(question) => (question.at..question.at + 12, format!(" Is it `{}`?", question.id)),
                None => (0..0, String::new()),
            };
            let problem =
                format!("the program reads the question `{}`, and this form has none of that id", required.id);
            let advice = format!("Give the question its id `{}` back, here and in locales/.{guess}", required.id);
            Finding::new(&file, position, problem, &advice)
        };
        let mut findings = Vec::new();
        for required in self.questions {
            match dialog.question(required.id) {
                None => findings.push(missing(required, unknown.next())),
                Some(question) => findings.extend(required.answer.problem(question).map(|(problem, advice)| {
                    let problem = format!("`{}` {problem}", required.id);
                    Finding::new(&file, question.at..question.at + 12, problem, &advice)
                })),
            }
        }
        findings
    }
}

impl RequiredAnswer {
    /// What is wrong with a question, and how to fix it.
    fn problem(&self, question: &Question) -> Option<(String, String)> {
        let kind = |wanted: &str| {
            Some((
                format!("is not asked as `{wanted}`"),
                format!("The program reads it so: write kind = \"{wanted}\"."),
            ))
        };
        match (self, &question.kind) {
            (RequiredAnswer::Text, Kind::Text { .. })
            | (RequiredAnswer::Date, Kind::Date { .. })
            | (RequiredAnswer::Time, Kind::Time)
            | (RequiredAnswer::Files, Kind::Files { .. })
            | (RequiredAnswer::Points, Kind::Points { .. })
            | (RequiredAnswer::Number, Kind::Number { .. } | Kind::Scale { .. }) => None,
            (RequiredAnswer::Text, _) => kind("text"),
            (RequiredAnswer::Date, _) => kind("date"),
            (RequiredAnswer::Time, _) => kind("time"),
            (RequiredAnswer::Files, _) => kind("files"),
            (RequiredAnswer::Points, _) => kind("points"),
            (RequiredAnswer::Number, _) => kind("number"),
            (RequiredAnswer::Scale(from, to), Kind::Scale { from: first, to: last }) => {
                let within = from <= first && last <= to;
                let problem = format!("goes from {first} to {last}, and the program knows {from} to {to}");
                (!within).then(|| (problem, format!("Write from = {from} and to = {to}, or less.")))
            }
            (RequiredAnswer::Scale(..), _) => kind("scale"),
            (RequiredAnswer::Options(options), Kind::One | Kind::Many { .. }) => {
                let missing = options.iter().find(|option| question.choice(option).is_none())?;
                let problem = format!("has no option `{missing}`, which the program reads");
                Some((problem, format!("Give the option its id `{missing}` back, here and in locales/.")))
            }
            (RequiredAnswer::Options(_), _) => kind("one"),
            (RequiredAnswer::Source(source), _) => {
                let problem = format!("does not take its options from `{source}`");
                let takes = question.source.as_deref() == Some(*source);
                (!takes).then(|| (problem, format!("Write source = \"{source}\".")))
            }
        }
    }
}
