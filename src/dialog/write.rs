//! Writes a dialog as the file that [`super::parse`] reads: what comes from elsewhere becomes a file like any other.

use super::definition::{Choice, Dialog, Each, Kind, Question, Usage};
use super::number::written;
use super::parse::DEFAULT_TEXT;

/// The dialog as TOML. What is read back is the same but for the places of its questions.
pub fn toml(dialog: &Dialog) -> String {
    let mut text = match dialog.usage {
        Usage::Form => "use = \"form\"\n".to_owned(),
        Usage::Confidential => "use = \"survey\"\nanswers = \"confidential\"\n".to_owned(),
        Usage::Anonymous => "use = \"survey\"\nanswers = \"anonymous\"\n".to_owned(),
    };
    if dialog.minutes > 0 {
        text.push_str(&format!("minutes = {}\n", dialog.minutes));
    }
    for question in &dialog.questions {
        text.push_str("\n[[question]]\n");
        for (key, value) in keys(question) {
            text.push_str(&format!("{key} = {value}\n"));
        }
    }
    for offer in &dialog.offers {
        text.push_str(&format!("\n[[offer]]\nsurvey = {}\n", quoted(&offer.survey)));
        if let Some(when) = &offer.when {
            text.push_str(&format!("when = {}\n", quoted(&when.to_string())));
        }
    }
    text
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn list(items: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| quoted(item.as_ref())).collect();
    format!("[{}]", items.join(", "))
}

/// The keys of a question with their values as TOML, those left out that say what holds anyway.
pub fn keys(question: &Question) -> Vec<(&'static str, String)> {
    let mut keys: Vec<(&'static str, String)> = vec![("id", quoted(&question.id))];
    let mut of_kind: Vec<(&'static str, String)> = Vec::new();
    let kind = match &question.kind {
        Kind::One => "one",
        Kind::Many { min, max, exclusive } => {
            if *min != 1 {
                of_kind.push(("min", min.to_string()));
            }
            if *max != usize::MAX {
                of_kind.push(("max", max.to_string()));
            }
            if !exclusive.is_empty() {
                of_kind.push(("exclusive", list(exclusive)));
            }
            "many"
        }
        Kind::Scale { from, to } => {
            of_kind.extend([("from", from.to_string()), ("to", to.to_string())]);
            "scale"
        }
        Kind::Number { min, max, places, fields } => {
            of_kind.extend([("min", written(*min, *places)), ("max", written(*max, *places))]);
            if *places > 0 {
                of_kind.push(("places", places.to_string()));
            }
            if !fields.is_empty() {
                of_kind.push(("fields", list(fields)));
            }
            "number"
        }
        Kind::Rank { from, top } => {
            of_kind.extend(from.iter().map(|from| ("from", quoted(from))));
            of_kind.push(("top", top.to_string()));
            "rank"
        }
        Kind::Text { min, max, voice, link } => {
            if *min != 1 {
                of_kind.push(("min", min.to_string()));
            }
            if i64::try_from(*max) != Ok(DEFAULT_TEXT) {
                of_kind.push(("max", max.to_string()));
            }
            of_kind.extend(voice.then(|| ("voice", "true".into())));
            of_kind.extend(link.then(|| ("link", "true".into())));
            "text"
        }
        Kind::Date { future } => {
            of_kind.extend(future.then(|| ("future", "true".into())));
            "date"
        }
        Kind::Time => "time",
        Kind::Files { max } => {
            of_kind.push(("max", max.to_string()));
            "files"
        }
        Kind::Points { max } => {
            of_kind.push(("max", max.to_string()));
            "points"
        }
    };
    keys.push(("kind", quoted(kind)));
    if !question.options.is_empty() {
        let option = |choice: &Choice| match choice.id == choice.code {
            true => choice.id.clone(),
            false => format!("{}={}", choice.id, choice.code),
        };
        keys.push(("options", list(question.options.iter().map(option))));
    }
    keys.extend(of_kind);
    match &question.each {
        Some(Each::Fixed(items)) => keys.push(("each", list(items))),
        Some(Each::Picked { question, first }) => {
            keys.push(("each", quoted(question)));
            if *first != usize::MAX {
                keys.push(("first", first.to_string()));
            }
        }
        None => {}
    }
    keys.extend((!question.skip).then(|| ("skip", "false".into())));
    keys.extend(question.part_of.iter().map(|of| ("part_of", quoted(of))));
    keys.extend(question.labels.iter().map(|labels| ("labels", quoted(labels))));
    keys.extend(question.shuffle.then(|| ("shuffle", "true".into())));
    for (key, ids) in [("last", &question.last), ("apart", &question.apart)] {
        keys.extend((!ids.is_empty()).then(|| (key, list(ids))));
    }
    keys.extend(question.profile.then(|| ("profile", "true".into())));
    keys.extend(question.source.iter().map(|source| ("source", quoted(source))));
    keys.extend(question.when.iter().map(|when| ("when", quoted(&when.to_string()))));
    keys
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
