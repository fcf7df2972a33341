//! What the program reads of its own dialogs: each feature declares the questions and options that its code knows, and
//! `takafou check` holds the files against them.

use crate::dialog::{Dialog, Finding, Kind, Question};

/// What the program reads of one dialog.
#[derive(Debug)]
pub struct RequiredDialog {
    /// The dialog's name: the file's stem.
    pub name: &'static str,
    /// The questions that the code knows.
    pub questions: &'static [RequiredQuestion],
}

/// A question that the code knows.
#[derive(Debug)]
pub struct RequiredQuestion {
    /// Its id.
    pub id: &'static str,
    /// How it must be answered.
    pub answer: RequiredAnswer,
}

/// How a question must be answered for the code to read it.
#[derive(Debug)]
pub enum RequiredAnswer {
    /// With words.
    Text,
    /// With a day.
    Date,
    /// With an hour.
    Time,
    /// With files.
    Files,
    /// With points.
    Points,
    /// With a number.
    Number,
    /// With a point of a scale within these bounds.
    Scale(i64, i64),
    /// With options, among which these must be: the code knows what they mean.
    Options(&'static [&'static str]),
    /// With options from this source of the database.
    Source(&'static str),
}

impl RequiredQuestion {
    /// A question that is answered so.
    pub const fn new(id: &'static str, answer: RequiredAnswer) -> RequiredQuestion {
        RequiredQuestion { id, answer }
    }
}

impl RequiredDialog {
    /// What the program could not read in this dialog.
    pub fn check(&self, dialog: &Dialog) -> Vec<Finding> {
        let file = format!("dialogs/{}.toml", self.name);
        let known = |question: &&Question| self.questions.iter().any(|required| required.id == question.id);
        // A question that the program does not know, where one is missing, has most likely been renamed.
        let mut unknown = dialog.questions.iter().filter(|question| !known(question));
        let missing = |required: &RequiredQuestion, renamed: Option<&Question>| {
            let (at, guess) = match renamed {
                Some(question) => (question.at..question.at + 12, format!(" Is it `{}`?", question.id)),
                None => (0..0, String::new()),
            };
            let problem =
                format!("the program reads the question `{}`, and this form has none of that id", required.id);
            let mend = format!("Give the question its id `{}` back, here and in locales/.{guess}", required.id);
            Finding::new(&file, at, problem, &mend)
        };
        let mut findings = Vec::new();
        for required in self.questions {
            match dialog.question(required.id) {
                None => findings.push(missing(required, unknown.next())),
                Some(question) => findings.extend(required.answer.problem(question).map(|(problem, mend)| {
                    let problem = format!("`{}` {problem}", required.id);
                    Finding::new(&file, question.at..question.at + 12, problem, &mend)
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
