//! The checks of translations: texts that are missing, unused, too long, or different between the languages.
//!
//! Arabic is the reference: every other language must have the same messages, attributes and variables. A finding
//! points to the place of a name in the file's text.

use std::collections::BTreeSet;

use super::arabic;
pub use super::fluent_file::FluentFile;
use super::fluent_file::{Said, without_tags};
use crate::dialog::{Dialog, Each, Finding, Kind, Question, Usage, WITHHELD};
use crate::typed;

/// The attributes of a question that are not labels: more help, the text above it, and what an answer must be.
pub const OWN: [&str; 3] = ["hint", "lead", "limit"];
/// The largest number of characters in the label of a button. A small phone cuts longer labels.
pub const LONGEST_LABEL: usize = 40;
/// The largest number of characters in a question and its hint together. A small phone must scroll longer ones.
pub const LONGEST_QUESTION: usize = 600;
/// The largest number of characters in a message (Telegram's limit).
pub const LONGEST_MESSAGE: usize = 4096;

/// Compares a file with the Arabic one: what either of them has and the other has not. For every file of `locales/`.
pub fn compare(arabic: &FluentFile<'_>, other: &FluentFile<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (message, texts) in &arabic.messages {
        for (attribute, said) in texts {
            let name = dotted(message, attribute);
            match other.messages.get(message).and_then(|texts| texts.get(attribute)) {
                None => findings
                    .push(other.whole(format!("the text {name} is missing"), "Translate it from the Arabic file.")),
                Some(theirs) if theirs.variables != said.variables => {
                    let list = said.variables.iter().map(|v| format!("${v}")).collect::<Vec<_>>().join(", ");
                    findings.push(other.at(
                        theirs.name,
                        format!("{name} does not use the same variables as in Arabic ({list})"),
                        "Use each variable of the Arabic text, and no other.",
                    ));
                }
                Some(_) => {}
            }
        }
    }
    for (message, texts) in &other.messages {
        for (attribute, said) in texts {
            if !arabic.has(message, attribute) {
                let problem = format!("{} is not in the Arabic file", dotted(message, attribute));
                findings.push(other.at(said.name, problem, "Take it out, or write it in Arabic first."));
            }
        }
    }
    findings
}

/// Compares the bot's Arabic file with the one that this program was built with. The code uses those texts and gives
/// them those variables.
pub fn own(built: &FluentFile<'_>, file: &FluentFile<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for message in built.messages.keys().filter(|message| !file.messages.contains_key(*message)) {
        findings.push(file.whole(format!("the text {message} is missing"), "Write it: the bot says it."));
    }
    for (message, texts) in &file.messages {
        for (attribute, said) in texts {
            let name = dotted(message, attribute);
            match built.messages.get(message) {
                None => findings.push(file.at(said.name, format!("{name} is not used"), "Take it out.")),
                Some(ours) => {
                    let given = ours.values().flat_map(|said| &said.variables).collect::<BTreeSet<_>>();
                    for variable in said.variables.iter().filter(|variable| !given.contains(variable)) {
                        let problem = format!("{name} never gets ${variable}");
                        findings.push(file.at(
                            said.name,
                            problem,
                            "Take it out: the bot does not give it to this text.",
                        ));
                    }
                }
            }
        }
    }
    findings
}

/// Finds shared labels (`common.ftl`) that no dialog uses.
pub fn common(file: &FluentFile<'_>, dialogs: &[Dialog]) -> Vec<Finding> {
    let mut used: BTreeSet<String> = dialogs.iter().flat_map(|d| &d.questions).flat_map(labels).map(|l| l.0).collect();
    used.insert(WITHHELD.to_owned());
    let labels = file.messages.get("options").into_iter().flatten();
    let unused = labels.filter(|(label, _)| !label.is_empty() && !used.contains(**label));
    unused.map(|(label, said)| file.at(said.name, format!("{label} is not used"), "Take it out.")).collect()
}

/// The checks that every text of a language must pass.
pub fn sound(file: &FluentFile<'_>, rtl: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (message, texts) in &file.messages {
        for (attribute, said) in texts {
            let name = dotted(message, attribute);
            if said.written.chars().count() > LONGEST_MESSAGE {
                findings.push(file.at(
                    said.name,
                    format!("{name} is longer than Telegram allows (4096)"),
                    "Shorten it.",
                ));
            }
            if said.bare_plural {
                let mend = "Write { PLURAL($n) -> … }: Fluent's own Arabic plurals are wrong above 100.";
                findings.push(file.at(said.name, format!("{name} chooses a plural by a bare number"), mend));
            }
            let language = matches!(*message, "language" | "stop-words" | "command");
            if rtl && !language && said.beginnings.iter().any(|text| arabic::begins_left_to_right(&without_tags(text)))
            {
                let mend = "Begin with an Arabic letter, or the line turns round in the chat.";
                findings.push(file.at(said.name, format!("{name} begins with a left-to-right letter"), mend));
            }
        }
    }
    findings
}

/// Compares the words of one dialog with its structure. `shared` is `common.ftl` of the same language.
pub fn dialog(dialog: &Dialog, file: &FluentFile<'_>, shared: &FluentFile<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut used: BTreeSet<(String, String)> = BTreeSet::from([("title".into(), String::new())]);
    if dialog.usage != Usage::Form || file.has("thanks", "") {
        used.insert(("thanks".into(), String::new()));
    }
    for question in &dialog.questions {
        used.insert((question.id.clone(), String::new()));
        for own in OWN.iter().filter(|own| file.has(&question.id, own)) {
            used.insert((question.id.clone(), (*own).to_owned()));
        }
        for (label, needed) in labels(question) {
            let own = question.labels.as_deref().unwrap_or_default();
            if file.has(&question.id, &label) {
                used.insert((question.id.clone(), label));
            } else if file.has(own, &label) {
                used.insert((own.to_owned(), label));
                used.insert((own.to_owned(), String::new()));
            } else if needed && !shared.has("options", &label) {
                let problem = format!("{} has no label for {label}", question.id);
                findings.push(file.whole(problem, &format!("Add `    .{label} = …` under {}.", question.id)));
            }
        }
        findings.extend(length(question, file));
        findings.extend(twins(question, file, shared));
    }
    for (message, attribute) in &used {
        if attribute.is_empty() && !file.has(message, "") && !file.messages.contains_key(message.as_str()) {
            findings.push(file.whole(format!("the text {message} is missing"), "Add it."));
        }
    }
    for (message, texts) in &file.messages {
        for (attribute, said) in texts {
            let name = dotted(message, attribute);
            if !used.contains(&((*message).to_owned(), (*attribute).to_owned())) {
                findings.push(file.at(
                    said.name,
                    format!("{name} is not used"),
                    "Take it out, or name it in the TOML.",
                ));
            }
            let question = dialog.question(message);
            for variable in &said.variables {
                if *variable != "item" || question.is_none_or(|question| question.each.is_none()) {
                    let mend = "Only $item can be used, and only where the question has `each`.";
                    findings.push(file.at(said.name, format!("{name} never gets ${variable}"), mend));
                }
            }
            if !attribute.is_empty() && !OWN.contains(attribute) && said.written.chars().count() > LONGEST_LABEL {
                let problem =
                    format!("{name} has {} characters; a phone shows {LONGEST_LABEL}", said.written.chars().count());
                findings.push(file.at(said.name, problem, "Shorten it, or say the rest in the question."));
            }
        }
    }
    findings
}

/// The labels that a question takes from its words, and whether each is required.
fn labels(question: &Question) -> Vec<(String, bool)> {
    let mut labels: Vec<(String, bool)> = Vec::new();
    if question.source.is_none() {
        labels.extend(question.options.iter().map(|choice| (choice.id.clone(), true)));
    }
    match &question.kind {
        Kind::Number { fields, .. } => labels.extend(fields.iter().map(|field| (field.clone(), true))),
        Kind::Scale { from, to } => {
            labels.extend((*from..=*to).map(|n| (format!("n{n}"), n == *from || n == *to)));
        }
        _ => {}
    }
    if let Some(Each::Fixed(items)) = &question.each {
        labels.extend(items.iter().map(|item| (item.clone(), true)));
    }
    labels
}

/// Options whose labels differ in nothing but spelling: a member who types one could mean the other.
fn twins(question: &Question, file: &FluentFile<'_>, shared: &FluentFile<'_>) -> Vec<Finding> {
    let list = question.labels.as_deref().unwrap_or_default();
    let said = |id: &str| {
        let own = [question.id.as_str(), list].into_iter().find_map(|message| file.messages.get(message)?.get(id));
        own.or_else(|| shared.messages.get("options")?.get(id))
    };
    let known: Vec<(&str, &Said<'_>)> =
        question.options.iter().filter_map(|choice| Some((choice.id.as_str(), said(&choice.id)?))).collect();
    let labels: Vec<&str> = known.iter().map(|(_, said)| said.written.as_str()).collect();
    let finding = |(first, second): (usize, usize)| {
        let problem = format!(
            "the labels of {} and {} of {} differ in spelling only: typed, they cannot be told apart",
            known[first].0, known[second].0, question.id
        );
        let mend = "Write the difference into one of them.";
        match file.has(&question.id, known[second].0) || file.has(list, known[second].0) {
            true => file.at(known[second].1.name, problem, mend),
            false => file.whole(problem, mend), // the label is in common.ftl
        }
    };
    typed::find_twins(&labels).into_iter().map(finding).collect()
}

fn length(question: &Question, file: &FluentFile<'_>) -> Option<Finding> {
    let texts = file.messages.get(question.id.as_str())?;
    let count = |attribute| texts.get(attribute).map_or(0, |said: &Said<'_>| said.written.chars().count());
    let length = count("") + count("hint") + count("lead");
    (length > LONGEST_QUESTION).then(|| {
        let problem =
            format!("{} and its hint have {length} characters; a small phone shows {LONGEST_QUESTION}", question.id);
        file.at(texts.get("").map_or("", |said| said.name), problem, "Shorten it.")
    })
}

fn dotted(message: &str, attribute: &str) -> String {
    if attribute.is_empty() { message.to_owned() } else { format!("{message}.{attribute}") }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::dialog::parse::parse;

    fn problems(findings: Vec<Finding>, text: &str) -> Vec<String> {
        findings.iter().map(|finding| format!("{}: {}", finding.line(text), finding.problem)).collect()
    }

    #[test]
    fn words_that_are_missing_unused_or_too_long_are_told_with_their_line() {
        let toml = "use = \"form\"\n[[question]]\nid = \"A\"\nkind = \"one\"\noptions = [\"yes\", \"b\"]\n";
        let asked = parse("t", toml).unwrap();
        let text = format!("title = ت\nA = س {{ $x }}\n    .c = ج\n    .yes = {}\nB = ب\n", "ن".repeat(41));
        let file = FluentFile::parse("f", &text).unwrap();
        let shared = FluentFile::parse("s", "options = خ\n").unwrap();
        let mut told = problems(dialog(&asked, &file, &shared), &text);
        told.sort();
        let expected = [
            "1: A has no label for b",
            "2: A never gets $x",
            "3: A.c is not used",
            "4: A.yes has 41 characters; a phone shows 40",
            "5: B is not used",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn labels_that_differ_in_spelling_only_are_told() {
        let toml = "use = \"form\"\n[[question]]\nid = \"A\"\nkind = \"one\"\noptions = [\"a\", \"b\", \"c\"]\n";
        let asked = parse("t", toml).unwrap();
        let shared = FluentFile::parse("s", "options = خ\n    .c = نعم\n").unwrap();
        let told = |labels: &str| {
            let text = format!("title = ت\nA = س\n{labels}");
            problems(dialog(&asked, &FluentFile::parse("f", &text).unwrap(), &shared), &text)
        };
        let twins = |first, second| {
            format!("the labels of {first} and {second} of A differ in spelling only: typed, they cannot be told apart")
        };
        for (a, b, first, second) in [
            ("مدرسة", "مدرسه", "a", "b"),
            ("أمل", "امل", "a", "b"),
            ("مُدرّس", "مدرس", "a", "b"),
            ("pêche", "péché", "a", "b"),
            ("Oui, souvent", "oui souvent", "a", "b"),
        ] {
            let found = told(&format!("    .a = {a}\n    .b = {b}\n"));
            assert_eq!(found, [format!("4: {}", twins(first, second))], "{a}");
        }
        assert_eq!(told("    .a = ن\u{64e}عم\n    .b = لا\n"), [format!("1: {}", twins("a", "c"))]);
        for (a, b) in [("<5", ">5"), ("-3", "3"), ("1,5", "15"), ("😀", "😡"), ("عضو (مكتب)", "عضو (لجنة)")]
        {
            assert_eq!(told(&format!("    .a = {a}\n    .b = {b}\n")), Vec::<String>::new(), "{a}");
        }
    }

    #[test]
    fn the_bots_own_texts_are_held_against_those_it_was_built_with() {
        let built = FluentFile::parse("", "a = أ { $n }\nb = ب\n").unwrap();
        let text = "a = أ { $m }\nc = ج\n";
        let told = problems(own(&built, &FluentFile::parse("ar", text).unwrap()), text);
        assert_eq!(told, ["1: the text b is missing", "1: a never gets $m", "2: c is not used"]);
    }

    #[test]
    fn every_variant_that_may_come_first_begins_in_arabic() {
        let text = "a = { $n ->\n [one] نعم\n *[other] OK نعم\n }\nb = { $n } نعم OK\n";
        let told = problems(sound(&FluentFile::parse("ar", text).unwrap(), true), text);
        assert_eq!(told, ["1: a begins with a left-to-right letter"]);
    }

    #[test]
    fn languages_are_compared_and_arabic_begins_in_arabic() {
        let arabic = FluentFile::parse("ar", "a = أ { $n }\nb = ب\n").unwrap();
        let text = "a = a\nc = c\n";
        let other = FluentFile::parse("fr", text).unwrap();
        let told = problems(compare(&arabic, &other), text);
        let expected = [
            "1: a does not use the same variables as in Arabic ($n)",
            "1: the text b is missing",
            "2: c is not in the Arabic file",
        ];
        assert_eq!(told, expected);
        let text = "a = OK نعم\nb = <b>نعم</b>\nc = { $n ->\n [few] ق\n *[other] غ\n }\n";
        let told = problems(sound(&FluentFile::parse("ar", text).unwrap(), true), text);
        assert_eq!(told, ["1: a begins with a left-to-right letter", "3: c chooses a plural by a bare number"]);
    }
}
