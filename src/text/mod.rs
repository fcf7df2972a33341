//! The texts of the bot and of dialogs (Fluent, by language), dates as Moroccans write them, digits, and search keys.
//!
//! Each folder of `locales/` is a language; no list in the program names them. [`Texts`] holds the bot's own texts and
//! [`Words`] those of one dialog. Every value that goes into a text is an [`Arg`] of a kind. Isolating (for the
//! direction of writing) and escaping happen there and nowhere else: the texts in `locales/` are Telegram's HTML, and
//! the words of dialogs are plain.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use fluent::concurrent::FluentBundle;
use fluent::{FluentArgs, FluentResource, FluentValue};
use icu_plurals::{PluralCategory, PluralRules};

pub(crate) mod arabic;
pub mod dates;
mod fluent_file;
pub(crate) mod lint;
pub(crate) mod names;

type Bundle = FluentBundle<FluentResource>;

/// A language of the bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// The name of its folder, a language tag: `ar`.
    pub code: String,
    /// Its name in the language itself, `العربية`.
    pub name: String,
    /// It is written from right to left.
    pub rtl: bool,
}

/// A value that goes into a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg<'a> {
    /// A number. It chooses the plural and is written in Latin digits.
    Number(i64),
    /// What people wrote. It is escaped, and isolated so that it does not change the direction of the text around it.
    Words(Cow<'a, str>),
    /// A text that is escaped already: another message, a date, a label.
    Text(Cow<'a, str>),
}

/// Why the files of the languages could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A folder or file is missing or cannot be read.
    #[error("cannot read {path}: {cause}")]
    Read {
        /// The path of the folder or file.
        path: String,
        /// The error of the system.
        cause: std::io::Error,
    },
    /// A file is not Fluent; `check` shows the place.
    #[error("{path} has mistakes: run `takafou check`")]
    Syntax {
        /// The path of the file.
        path: String,
    },
    /// The name of a folder is no language tag.
    #[error("`{0}` is not a language tag")]
    Tag(String),
}

/// The bot's own texts in all languages.
pub struct Texts {
    languages: Vec<Language>,
    bundles: HashMap<String, Bundle>,
    glossary: Vec<String>,
    law: Vec<String>,
}

/// A file of cards. Each message is one card, with its text in the attribute `says`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cards {
    /// `glossary.ftl`: the terms of the field. The attribute `also` holds other words for a term.
    Glossary,
    /// `law.ftl`: the legal frame.
    Law,
}

/// The words of one dialog in all languages. They are plain text.
pub struct Words {
    bundles: HashMap<String, Bundle>,
}

/// The files of a language folder that belong to the bot and not to a dialog.
pub const OWN_FILES: [&str; 5] = ["bot", "common", "language", "glossary", "law"];

/// The language whose texts are used where another language lacks them.
pub const FIRST_LANGUAGE: &str = "ar";

impl Texts {
    /// Reads the bot's files of every language.
    ///
    /// # Errors
    /// When a file is missing or is not Fluent.
    pub fn load(folder: &Path) -> Result<Texts, Error> {
        let (glossary, law) = (ids(folder, "glossary")?, ids(folder, "law")?);
        let mut texts = Texts { languages: Vec::new(), bundles: HashMap::new(), glossary, law };
        for code in folders(folder)? {
            let sources = OWN_FILES.iter().map(|name| {
                let path = folder.join(&code).join(format!("{name}.ftl"));
                let text = read(&path)?;
                Ok((path.display().to_string(), text))
            });
            let sources = sources.collect::<Result<Vec<_>, Error>>()?;
            let bundle = bundle(&code, &sources)?;
            let name = lookup(&bundle, "language", Some("name"), &[]).unwrap_or_else(|| code.clone());
            let rtl = lookup(&bundle, "language", Some("direction"), &[]).is_some_and(|direction| direction == "rtl");
            texts.languages.push(Language { code: code.clone(), name, rtl });
            texts.bundles.insert(code, bundle);
        }
        texts
            .languages
            .sort_by_key(|language| (language.code != FIRST_LANGUAGE, language.code == "en", language.code.clone()));
        Ok(texts)
    }

    /// The languages, Arabic first.
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The language with this code, or with the code of a tag such as `fr-FR`. If the bot does not have it: the first
    /// language.
    pub fn language(&self, tag: &str) -> &Language {
        let code = tag.split('-').next().unwrap_or_default();
        let found = self.languages.iter().find(|language| language.code == code);
        found.unwrap_or_else(|| &self.languages[0]) // load() finds at least Arabic, or fails
    }

    /// A message with its arguments. If the language lacks it, the Arabic text is used; if Arabic lacks it too, the id
    /// in brackets.
    pub fn say(&self, language: &str, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.find(language, id, None, args).unwrap_or_else(|| format!("[{id}]"))
    }

    /// The cards of a file: the ids of their messages, in the order of the Arabic file.
    pub fn cards(&self, cards: Cards) -> &[String] {
        match cards {
            Cards::Glossary => &self.glossary,
            Cards::Law => &self.law,
        }
    }

    /// An attribute of a message. None: the message has no such attribute.
    pub fn part(&self, language: &str, id: &str, attribute: &str) -> Option<String> {
        self.find(language, id, Some(attribute), &[])
    }

    /// A label that several dialogs share (`common.ftl`). None: there is no such label.
    pub fn shared(&self, language: &str, option: &str) -> Option<String> {
        self.find(language, "options", Some(option), &[])
    }

    fn find(&self, language: &str, id: &str, attribute: Option<&str>, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let order = [language, FIRST_LANGUAGE];
        order.iter().find_map(|code| lookup(self.bundles.get(*code)?, id, attribute, args))
    }
}

impl Words {
    /// Parses the Fluent text of each language.
    ///
    /// # Errors
    /// When one of them is not Fluent.
    pub fn parse(name: &str, sources: &BTreeMap<String, String>) -> Result<Words, Error> {
        let bundles = sources.iter().map(|(code, text)| {
            let path = format!("locales/{code}/{name}.ftl");
            Ok((code.clone(), bundle(code, &[(path, text.clone())])?))
        });
        Ok(Words { bundles: bundles.collect::<Result<_, Error>>()? })
    }

    /// A message, or one of its attributes, as plain text. If the language lacks it, another language's text is used.
    pub fn get(&self, language: &str, id: &str, attribute: Option<&str>, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let order = [language, FIRST_LANGUAGE, "fr", "en"];
        order.iter().find_map(|code| lookup(self.bundles.get(*code)?, id, attribute, args))
    }
}

/// The names of the language folders, sorted.
///
/// # Errors
/// When the folder cannot be read.
pub fn folders(folder: &Path) -> Result<Vec<String>, Error> {
    let failed = |cause| Error::Read { path: folder.display().to_string(), cause };
    let entries = std::fs::read_dir(folder).map_err(failed)?.flatten();
    let mut codes: Vec<String> = entries
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    codes.sort();
    if codes.iter().any(|code| code == FIRST_LANGUAGE) {
        return Ok(codes);
    }
    Err(failed(std::io::Error::new(std::io::ErrorKind::NotFound, "there is no folder `ar`")))
}

/// The ids of the messages of a file, in the order of the first language.
fn ids(folder: &Path, name: &str) -> Result<Vec<String>, Error> {
    let path = folder.join(FIRST_LANGUAGE).join(format!("{name}.ftl"));
    let path_said = path.display().to_string();
    let resource = FluentResource::try_new(read(&path)?).map_err(|_| Error::Syntax { path: path_said })?;
    let messages = resource.entries().filter_map(|entry| match entry {
        fluent_syntax::ast::Entry::Message(message) => Some(message.id.name.to_owned()),
        _ => None,
    });
    Ok(messages.collect())
}

fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|cause| Error::Read { path: path.display().to_string(), cause })
}

fn bundle(code: &str, sources: &[(String, String)]) -> Result<Bundle, Error> {
    let tag = code.parse().map_err(|_| Error::Tag(code.to_owned()))?;
    let locale: icu_locale_core::Locale = code.parse().map_err(|_| Error::Tag(code.to_owned()))?;
    let rules = PluralRules::try_new_cardinal(locale.into()).map_err(|_| Error::Tag(code.to_owned()))?;
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(false); // Arg isolates by kind
    for (path, text) in sources {
        let resource = FluentResource::try_new(text.clone()).map_err(|_| Error::Syntax { path: path.clone() })?;
        bundle.add_resource(resource).map_err(|_| Error::Syntax { path: path.clone() })?;
    }
    // Fluent's plural rules for Arabic are wrong above 100, so texts choose by PLURAL($n).
    let added = bundle.add_function("PLURAL", move |args, _| match args.first() {
        Some(FluentValue::Number(number)) => category(rules.category_for(number.value.abs() as u64)).into(),
        _ => FluentValue::Error,
    });
    added.map_err(|_| Error::Tag(code.to_owned()))?;
    Ok(bundle)
}

fn category(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

fn lookup(bundle: &Bundle, id: &str, attribute: Option<&str>, args: &[(&str, Arg<'_>)]) -> Option<String> {
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        Some(attribute) => message.get_attribute(attribute)?.value(),
        None => message.value()?,
    };
    let mut values = FluentArgs::with_capacity(args.len());
    for (name, arg) in args {
        values.set(*name, arg.value());
    }
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&values), &mut errors);
    if !errors.is_empty() {
        tracing::warn!(id, "a text lacks a variable or function"); // never its arguments: they may be personal
    }
    Some(text.into_owned())
}

impl<'a> Arg<'a> {
    /// What people wrote.
    pub fn words(words: impl Into<Cow<'a, str>>) -> Arg<'a> {
        Arg::Words(words.into())
    }

    /// A text that is escaped already.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Arg<'a> {
        Arg::Text(text.into())
    }

    /// A number of things.
    pub fn count(count: usize) -> Arg<'a> {
        Arg::Number(i64::try_from(count).unwrap_or(i64::MAX))
    }

    fn value(&self) -> FluentValue<'_> {
        match self {
            Arg::Number(number) => FluentValue::from(*number),
            Arg::Text(text) => FluentValue::from(text.as_ref()),
            Arg::Words(words) => FluentValue::from(format!("\u{2068}{}\u{2069}", escape(words))),
        }
    }
}

/// Escapes `text`, so that Telegram's HTML shows it unchanged.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn arabic_counts_have_six_forms_above_a_hundred_too() {
        let text = "n = { PLURAL($n) ->\n [zero] صفر\n [one] واحدة\n [two] اثنتان\n [few] قليل\n [many] كثير\n *[other] غيره\n }\n";
        let words = Words::parse("t", &BTreeMap::from([("ar".into(), text.into())])).unwrap();
        let say = |n| words.get("ar", "n", None, &[("n", Arg::Number(n))]).unwrap();
        for (n, form) in [
            (0, "صفر"),
            (1, "واحدة"),
            (2, "اثنتان"),
            (3, "قليل"),
            (10, "قليل"),
            (11, "كثير"),
            (99, "كثير"),
            (100, "غيره"),
            (102, "غيره"),
            (103, "قليل"),
            (110, "قليل"),
            (111, "كثير"),
            (199, "كثير"),
            (203, "قليل"),
        ] {
            assert_eq!(say(n), form, "{n}");
        }
    }

    #[test]
    fn peoples_words_are_escaped_and_isolated() {
        let words = Words::parse("t", &BTreeMap::from([("ar".into(), "hi = مرحبا { $name }\n".into())])).unwrap();
        let said = words.get("ar", "hi", None, &[("name", Arg::words("<b>A & B"))]).unwrap();
        assert_eq!(said, "مرحبا \u{2068}&lt;b&gt;A &amp; B\u{2069}");
    }
}
