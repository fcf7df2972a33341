//! What a typed text, a voice message or a file means at a question.

use super::session::Session;
use crate::bot::context::Locale;
use crate::chat::UserInput;
use crate::dialog::answer::Input;
use crate::dialog::walk::Stop;
use crate::dialog::{Attached, Kind, Media, Value};
use crate::text::dates;
use crate::typed::{self, Days, Hours, Label, Match};

/// What an input means.
pub enum Meaning {
    /// The answer to the question; and to those after it, if one text answers several: "3 mars de 10h à 12h".
    Answers(Vec<Input>),
    /// One of these days; the person is asked which.
    WhichDay(Vec<chrono::NaiveDate>, Option<Hours>),
    /// One of these options; the person is asked which.
    WhichOption(Vec<String>),
    /// It is not understood.
    Unclear,
}

/// What an input means at a question.
pub fn interpret(locale: &Locale<'_>, session: &Session, stop: &Stop<'_>, input: &UserInput) -> Meaning {
    let meant = match input {
        UserInput::Words(words) => return interpret_words(locale, session, stop, words),
        UserInput::Voice(file, seconds) if takes_files(&stop.question.kind) => {
            let (media, file, name) = (Media::Voice, file.clone(), String::new());
            let voice = Attached { media, file, name, bytes: 0, seconds: *seconds };
            Input::File(voice, String::new())
        }
        UserInput::Voice(file, seconds) => Input::Voice(file.clone(), *seconds),
        UserInput::File(file, caption) if takes_files(&stop.question.kind) => {
            Input::File(file.clone(), caption.clone())
        }
        _ => return Meaning::Unclear,
    };
    Meaning::Answers(vec![meant])
}

pub fn takes_files(kind: &Kind) -> bool {
    matches!(kind, Kind::Files { .. } | Kind::Points { .. })
}

/// Typed words as an answer: the label of an option means the option, the name of a day means the day.
fn interpret_words(locale: &Locale<'_>, session: &Session, stop: &Stop<'_>, words: &str) -> Meaning {
    let labels = labels(locale, session, stop);
    match typed::find_options(words, &labels) {
        Match::One(id) => return Meaning::Answers(vec![picked(stop, id)]),
        Match::Several(ids) => return Meaning::WhichOption(ids),
        Match::None => {}
    }
    match &stop.question.kind {
        Kind::Date { future } => match typed::read_when(words, dates::day_of(locale.now), *future) {
            Some(when) => match when.days {
                Days::Certain(day) => Meaning::Answers(day_and_hours(day, when.hours)),
                Days::Doubtful(days) => Meaning::WhichDay(days, when.hours),
            },
            None => Meaning::Unclear,
        },
        Kind::Time => typed::read_hours(words).map_or(Meaning::Unclear, |hours| Meaning::Answers(hour_inputs(hours))),
        Kind::Number { fields, places, .. } => {
            let named = |field: &String| {
                let languages = locale.bot.texts.languages().iter();
                let label = |code: &str| session.localized.label(&locale.bot.texts, code, stop.question, field);
                languages.map(|language| label(&language.code)).collect()
            };
            let names: Vec<Vec<String>> = fields.iter().map(named).collect();
            let numbers = typed::read_numbers(words, *places, &names);
            numbers.map_or(Meaning::Unclear, |numbers| Meaning::Answers(vec![Input::Numbers(numbers)]))
        }
        // "1" may mean the option "1 or 2 meetings" as well as the first option. If labels contain numbers, only a
        // button is clear.
        Kind::One | Kind::Many { .. } | Kind::Rank { .. }
            if labels.iter().any(|label| label.text.chars().any(|c| typed::latin_digit(c).is_ascii_digit())) =>
        {
            Meaning::Unclear
        }
        _ => Meaning::Answers(vec![Input::Words(words.to_owned())]),
    }
}

/// Whether these words are the label of an option of this question.
pub fn is_label(locale: &Locale<'_>, session: &Session, stop: &Stop<'_>, words: &str) -> bool {
    let key = typed::label_key(words);
    labels(locale, session, stop).iter().any(|label| typed::label_key(&label.text) == key)
}

/// The options that can be meant here, in every language.
fn labels(locale: &Locale<'_>, session: &Session, stop: &Stop<'_>) -> Vec<Label> {
    let ids: Vec<&String> = match stop.question.kind {
        Kind::Rank { .. } => stop.available.iter().collect(),
        Kind::Text { .. } | Kind::Points { .. } => Vec::new(), // any words are an answer there
        _ => stop.question.options.iter().map(|choice| &choice.id).collect(),
    };
    let texts = &locale.bot.texts;
    let label = |id: &String, code: &str| Label {
        id: id.clone(),
        text: session.localized.label(texts, code, stop.question, id),
        own: code == locale.language,
    };
    let languages = |id| texts.languages().iter().map(move |language| label(id, &language.code));
    let mut labels: Vec<Label> = ids.into_iter().flat_map(languages).collect();
    if let Kind::Scale { from, to } = stop.question.kind {
        // A point of a scale may have a name: "1 = one day".
        for (n, language) in (from..=to).flat_map(|n| texts.languages().iter().map(move |language| (n, language))) {
            let name = session.localized.find_label(texts, &language.code, stop.question, &format!("n{n}"));
            labels.extend(name.map(|text| Label { id: n.to_string(), text, own: language.code == locale.language }));
        }
    }
    labels
}

fn picked(stop: &Stop<'_>, id: String) -> Input {
    if !matches!(stop.question.kind, Kind::Many { .. }) {
        return Input::Pick(id);
    }
    let ticked = matches!(stop.value(), Some(Value::Picks(picks)) if picks.contains(&id));
    Input::Tick(id, !ticked)
}

/// A day, with the hours that were said with it, as answers to questions that follow each other.
pub fn day_and_hours(day: chrono::NaiveDate, hours: Option<Hours>) -> Vec<Input> {
    std::iter::once(Input::Day(day)).chain(hours.into_iter().flat_map(hour_inputs)).collect()
}

fn hour_inputs(hours: Hours) -> Vec<Input> {
    match hours {
        Hours::At(hour) => vec![Input::Hour(hour)],
        Hours::FromTo(begins, ends) => vec![Input::Hour(begins), Input::Hour(ends)],
    }
}
