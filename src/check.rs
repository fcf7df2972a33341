//! Checks the files that authors and translators write, and lists every mistake.
//!
//! `takafou check` prints the list, `run` refuses to start with it, and a test applies it to the shipped files.

use std::path::Path;

use crate::bot::account::joining::SignUpForm;
use crate::bot::announcements::form::AnnouncementForm;
use crate::bot::bodies::correct::MemberNameForm;
use crate::bot::bodies::find::MemberSearchForm;
use crate::bot::bodies::manage::BodyForm;
use crate::bot::forms::RequiredDialog;
use crate::bot::library::{self, FileFinding};
use crate::bot::meetings::form::MeetingForm;
use crate::bot::messages::write::MessageForm;
use crate::bot::results::share;
use crate::bot::summaries::search::SearchForm;
use crate::bot::summaries::text::SummaryText;
use crate::bot::surveys::evaluation::EvaluationSurvey;
use crate::bot::surveys::manage::OpeningForm;
use crate::dialog::{Dialog, Finding, Usage, lint, parse};
use crate::schedule::Rules;
use crate::text::{self, OWN_FILES};

/// The dialogs that the program itself needs, because it reads single answers of them.
const REQUIRED: [&RequiredDialog; 13] = [
    &AnnouncementForm::REQUIRED,
    &AnnouncementForm::REQUIRED_CORRECTION,
    &BodyForm::REQUIRED,
    &MessageForm::REQUIRED,
    &MemberNameForm::REQUIRED,
    &MemberSearchForm::REQUIRED,
    &EvaluationSurvey::REQUIRED,
    &MeetingForm::REQUIRED,
    &OpeningForm::REQUIRED,
    &SearchForm::REQUIRED,
    &share::REQUIRED,
    &SignUpForm::REQUIRED,
    &SummaryText::REQUIRED,
];

/// All findings about the files of `dialogs` and `locales`, each with the text of the file it points into.
pub fn files(dialogs: &Path, locales: &Path) -> Vec<FileFinding> {
    let sources = match library::read_sources(dialogs, locales) {
        Ok(sources) => sources,
        Err(finding) => return vec![(finding, String::new())],
    };
    let languages = text::folders(locales).unwrap_or_default();
    let mut found = Rules::load(&dialogs.join("rules")).err().unwrap_or_default();
    let mut names: Vec<String> = OWN_FILES.iter().map(|name| (*name).to_owned()).collect();
    let mut parsed: Vec<Dialog> = Vec::new();
    for source in &sources {
        match parse::parse(&source.name, &source.structure) {
            Err(findings) => keep(&mut found, findings, &source.structure),
            Ok(dialog) => {
                keep(&mut found, lint::structure(&dialog, &source.structure), &source.structure);
                keep(&mut found, library::find_long_codes(&dialog), &source.structure);
                let required = REQUIRED.iter().filter(|required| required.name == dialog.name);
                let unread = required.flat_map(|required| required.check(&dialog)).collect();
                keep(&mut found, unread, &source.structure);
                names.push(source.name.clone());
                parsed.push(dialog);
            }
        }
    }
    for required in REQUIRED.iter().filter(|required| !sources.iter().any(|source| source.name == required.name)) {
        let path = format!("dialogs/{}.toml", required.name);
        let mend = "Put it back as the program came with it; its words may be changed.";
        keep(&mut found, vec![Finding::new(&path, 0..0, "the program reads this dialog, and it is missing", mend)], "");
    }
    let is_survey = |name: &str| parsed.iter().any(|other| other.name == name && other.usage != Usage::Form);
    for dialog in &parsed {
        for offer in dialog.offers.iter().filter(|offer| !is_survey(&offer.survey)) {
            let file = format!("dialogs/{}.toml", dialog.name);
            let text =
                sources.iter().find(|source| source.name == dialog.name).map_or("", |source| source.structure.as_str());
            let problem = format!("there is no survey {}", offer.survey);
            let finding = Finding::new(&file, offer.at..offer.at + 9, problem, "Name a survey of dialogs/.");
            keep(&mut found, vec![finding], text);
        }
    }
    let texts: Vec<(String, Vec<(String, String)>)> = languages
        .iter()
        .map(|language| {
            let read = |name: &String| {
                Some((name.clone(), std::fs::read_to_string(locales.join(language).join(format!("{name}.ftl"))).ok()?))
            };
            (language.clone(), names.iter().filter_map(read).collect())
        })
        .collect();
    for name in &names {
        in_all_languages(name, &texts, &parsed, &mut found);
    }
    for language in &languages {
        let files = std::fs::read_dir(locales.join(language)).into_iter().flatten().flatten();
        let stray = files.filter_map(|file| file.file_name().to_str()?.strip_suffix(".ftl").map(str::to_owned));
        for name in stray.filter(|name| !sources.iter().any(|source| source.name == *name) && !names.contains(name)) {
            let path = format!("locales/{language}/{name}.ftl");
            let mend = "Take it out, or give it a dialogs/ file of the same name.";
            keep(&mut found, vec![Finding::new(&path, 0..0, "this file belongs to no dialog", mend)], "");
        }
    }
    found
}

/// The bot's Arabic texts that this program was built with.
const BUILT: &str = include_str!("../locales/ar/bot.ftl");

fn in_all_languages(
    name: &str,
    texts: &[(String, Vec<(String, String)>)],
    dialogs: &[Dialog],
    found: &mut Vec<FileFinding>,
) {
    let of = |language: &str, name: &str| -> Option<&String> {
        let (_, files) = texts.iter().find(|(code, _)| code == language)?;
        files.iter().find(|(file, _)| file == name).map(|(_, text)| text)
    };
    for (language, _) in texts {
        let path = format!("locales/{language}/{name}.ftl");
        let Some(text) = of(language, name) else {
            keep(found, vec![Finding::new(&path, 0..0, "this file is missing", "Translate it from locales/ar.")], "");
            continue;
        };
        let file = match text::lint::FluentFile::parse(&path, text) {
            Ok(file) => file,
            Err(findings) => {
                keep(found, findings, text);
                continue;
            }
        };
        let rtl = of(language, "language").is_some_and(|text| text.contains("rtl"));
        keep(found, text::lint::sound(&file, rtl), text);
        if language == text::FIRST_LANGUAGE
            && name == "bot"
            && let Ok(built) = text::lint::FluentFile::parse("", BUILT)
        {
            keep(found, text::lint::own(&built, &file), text);
        }
        if name == "common" {
            keep(found, text::lint::common(&file, dialogs), text);
        }
        if language != text::FIRST_LANGUAGE
            && let Some(arabic) = of(text::FIRST_LANGUAGE, name)
            && let Ok(arabic) = text::lint::FluentFile::parse("", arabic)
        {
            keep(found, text::lint::compare(&arabic, &file), text);
        }
        if let Some(dialog) = dialogs.iter().find(|dialog| dialog.name == name)
            && let Some(shared) = of(language, "common")
            && let Ok(shared) = text::lint::FluentFile::parse("", shared)
        {
            keep(found, text::lint::dialog(dialog, &file, &shared), text);
        }
    }
}

fn keep(found: &mut Vec<FileFinding>, findings: Vec<Finding>, text: &str) {
    found.extend(findings.into_iter().map(|finding| (finding, text.to_owned())));
}
