//! Writes a dialog as the TOML that `parse` reads. Keys with their default value are left out.

use serde::Serialize;
use toml::{Spanned, Table, Value};

use super::definition::{Choice, Dialog, Each, Kind, Offer, Question, Usage};
use super::number::written;
use super::parse::DEFAULT_TEXT;
use super::toml_file::{DialogFile, OfferFile, OneOrMany, QuestionFile};

/// The dialog as TOML. Reading it gives the same dialog, only with other places.
pub fn toml(dialog: &Dialog) -> String {
    table(dialog).to_string()
}

/// The keys of a dialog with their values.
pub(crate) fn table(dialog: &Dialog) -> Table {
    as_table(file(dialog))
}

/// The keys of a question with their values.
pub(crate) fn keys(question: &Question) -> Table {
    as_table(self::question(question))
}

fn as_table(keys: impl Serialize) -> Table {
    Table::try_from(keys).unwrap_or_else(|error| unreachable!("keys and values are TOML: {error}"))
}

fn file(dialog: &Dialog) -> DialogFile {
    let (usage, answers) = match dialog.usage {
        Usage::Form => ("form", None),
        Usage::Confidential => ("survey", Some("confidential")),
        Usage::Anonymous => ("survey", Some("anonymous")),
    };
    DialogFile {
        r#use: unplaced(usage.to_owned()),
        answers: answers.map(|answers| unplaced(answers.to_owned())),
        minutes: dialog.minutes,
        question: dialog.questions.iter().map(|question| unplaced(self::question(question))).collect(),
        offer: dialog.offers.iter().map(|offer| unplaced(self::offer(offer))).collect(),
    }
}

fn offer(offer: &Offer) -> OfferFile {
    OfferFile { survey: offer.survey.clone(), when: offer.when.as_ref().map(|when| unplaced(when.to_string())) }
}

fn question(question: &Question) -> QuestionFile {
    let (each, first) = match &question.each {
        None => (None, None),
        Some(Each::Fixed(items)) => (Some(OneOrMany::Many(items.clone())), None),
        Some(Each::Picked { question, first }) => {
            (Some(OneOrMany::One(question.clone())), (*first != usize::MAX).then_some(*first))
        }
    };
    let mut file = QuestionFile {
        id: unplaced(question.id.clone()),
        kind: unplaced(question.kind.name().to_owned()),
        options: question.options.iter().map(|choice| unplaced(option(choice))).collect(),
        from: None,
        to: None,
        top: None,
        min: None,
        max: None,
        places: None,
        fields: Vec::new(),
        exclusive: Vec::new(),
        voice: None,
        link: false,
        future: None,
        each,
        first,
        skip: (!question.skip).then_some(false),
        part_of: question.part_of.clone(),
        labels: question.labels.clone(),
        shuffle: question.shuffle,
        last: question.last.clone(),
        apart: question.apart.clone(),
        profile: question.profile,
        source: question.source.clone(),
        when: question.when.as_ref().map(|when| unplaced(when.to_string())),
    };
    match &question.kind {
        Kind::One | Kind::Time => {}
        Kind::Many { min, max, exclusive } => {
            file.min = (*min != 1).then(|| size(*min));
            file.max = (*max != usize::MAX).then(|| size(*max));
            file.exclusive = exclusive.clone();
        }
        Kind::Scale { from, to } => {
            file.from = Some(Value::Integer(*from));
            file.to = Some(*to);
        }
        Kind::Number { min, max, places, fields } => {
            file.min = Some(limit(*min, *places));
            file.max = Some(limit(*max, *places));
            file.places = (*places > 0).then_some(*places);
            file.fields = fields.clone();
        }
        Kind::Rank { from, top } => {
            file.from = from.clone().map(Value::String);
            file.top = Some(*top);
        }
        Kind::Text { min, max, voice, link } => {
            file.min = (*min != 1).then(|| size(*min));
            file.max = (i64::try_from(*max) != Ok(DEFAULT_TEXT)).then(|| size(*max));
            file.voice = voice.then_some(true);
            file.link = *link;
        }
        Kind::Date { future } => file.future = future.then_some(true),
        Kind::Files { max } | Kind::Points { max } => file.max = Some(size(*max)),
    }
    file
}

fn option(choice: &Choice) -> String {
    if choice.id == choice.code { choice.id.clone() } else { format!("{}={}", choice.id, choice.code) }
}

/// A value that has no place in a text.
fn unplaced<T>(value: T) -> Spanned<T> {
    Spanned::new(0..0, value)
}

fn size(size: usize) -> Value {
    Value::Integer(i64::try_from(size).unwrap_or(i64::MAX))
}

/// A stored number as a limit in the file, with a point only if it has one.
fn limit(number: i64, places: u32) -> Value {
    let text = written(number, places);
    match text.parse() {
        Ok(whole) => Value::Integer(whole),
        Err(_) => Value::Float(text.parse().unwrap_or_default()),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::dialog::parse::parse;

    #[test]
    fn every_shipped_dialog_is_written_as_it_was_read() {
        let mut n = 0;
        for entry in std::fs::read_dir("dialogs").unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                let mut read = parse("t", &std::fs::read_to_string(&path).unwrap()).unwrap();
                let mut again = parse("t", &toml(&read)).unwrap();
                read.questions.iter_mut().chain(&mut again.questions).for_each(|question| question.at = 0);
                read.offers.iter_mut().chain(&mut again.offers).for_each(|offer| offer.at = 0);
                assert_eq!(read, again, "{}", path.display());
                n += 1;
            }
        }
        assert!(n > 5);
    }
}
