//! The dialogs: those of the files, and every version that somebody has begun.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Arc, RwLock};

use sqlx::SqliteConnection;

use super::error::Error;
use crate::chat::{Act, LONGEST_CODE, Press};
use crate::dialog::{Dialog, Each, Finding, Key, Question, Usage, parse};
use crate::store::imports;
use crate::store::runs;
use crate::store::versions::{self, Source};
use crate::text::{self, Arg, Texts, Words};
use crate::types::{RunId, VersionId};

/// A dialog with its texts.
#[derive(Clone)]
pub struct LocalizedDialog {
    /// Questions and options, without texts.
    pub dialog: Dialog,
    words: Arc<Words>,
    /// Labels of options that come from the database.
    labels: HashMap<String, String>,
}

/// Every dialog, by name and by version.
pub struct Library {
    sources: BTreeMap<String, Source>,
    /// Names of dialogs that came as forms and have no file.
    offered: RwLock<BTreeSet<String>>,
    current: RwLock<HashMap<String, VersionId>>,
    versions: RwLock<HashMap<VersionId, Arc<LocalizedDialog>>>,
}

/// A mistake in a file, with the file's text so that the place can be shown.
pub(crate) type FileFinding = (Finding, String);

impl Library {
    /// Reads `dialogs/*.toml` and their texts.
    ///
    /// # Errors
    /// Every syntax mistake, with its place.
    pub(crate) fn load(dialogs: &Path, locales: &Path) -> Result<Library, Vec<FileFinding>> {
        let mut sources = BTreeMap::new();
        let mut findings_of_files = Vec::new();
        for source in read_sources(dialogs, locales).map_err(|finding| vec![(finding, String::new())])? {
            if let Err(findings) = localize(&source) {
                findings_of_files.extend(findings.into_iter().map(|finding| (finding, source.structure.clone())));
            }
            sources.insert(source.name.clone(), source);
        }
        let library =
            Library { sources, offered: RwLock::default(), current: RwLock::default(), versions: RwLock::default() };
        if findings_of_files.is_empty() { Ok(library) } else { Err(findings_of_files) }
    }

    /// The dialog files, by name.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &Source> {
        self.sources.values()
    }

    /// Makes the files the current versions. Called once, when the database was opened.
    pub(crate) async fn publish(&self, db: &mut SqliteConnection) -> Result<(), Error> {
        for source in self.sources.values() {
            let id = versions::add(db, source).await?;
            write(&self.current).insert(source.name.clone(), id);
            self.version(db, id).await?;
        }
        for offered in imports::list_offered(db).await? {
            if self.is_file(&offered.name) {
                continue;
            }
            match self.version(db, offered.version).await {
                Ok(_) => {
                    self.offer(&offered.name, offered.version);
                    if offered.withdrawn {
                        self.withdraw(&offered.name);
                    }
                }
                Err(error) => {
                    tracing::error!(%error, name = offered.name, "a survey that came as a form is not offered")
                }
            }
        }
        Ok(())
    }

    pub(crate) fn is_file(&self, name: &str) -> bool {
        self.sources.contains_key(name)
    }

    /// Adds a dialog that came as a form to the surveys, in this version.
    pub(crate) fn offer(&self, name: &str, version: VersionId) {
        write(&self.current).insert(name.to_owned(), version);
        write(&self.offered).insert(name.to_owned());
    }

    /// Removes it from the surveys that can be opened. Surveys that use it keep its texts.
    pub(crate) fn withdraw(&self, name: &str) {
        write(&self.offered).remove(name);
    }

    /// The names of the surveys: first those of the files, then those that came as forms.
    pub(crate) fn surveys(&self) -> Vec<String> {
        let is_survey =
            |name: &&String| self.latest(name).is_some_and(|(_, localized)| localized.dialog.usage != Usage::Form);
        let mut names: Vec<String> = self.sources.keys().filter(is_survey).cloned().collect();
        names.extend(read(&self.offered).iter().cloned());
        names
    }

    /// The current version of a dialog.
    pub fn latest(&self, name: &str) -> Option<(VersionId, Arc<LocalizedDialog>)> {
        let id = *read(&self.current).get(name)?;
        Some((id, read(&self.versions).get(&id)?.clone()))
    }

    /// A version, read from the database if it is not in memory.
    ///
    /// # Errors
    /// When the database fails, or holds a version that this program cannot read.
    pub(crate) async fn version(
        &self,
        db: &mut SqliteConnection,
        id: VersionId,
    ) -> Result<Arc<LocalizedDialog>, Error> {
        if let Some(localized) = read(&self.versions).get(&id) {
            return Ok(localized.clone());
        }
        let source = versions::find(db, id).await?.ok_or(Error::Missing("version"))?;
        let localized = Arc::new(localize(&source).map_err(|_| Error::Missing("readable version"))?);
        write(&self.versions).insert(id, localized.clone());
        Ok(localized)
    }
}

fn read<T>(lock: &RwLock<T>) -> std::sync::RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(std::sync::PoisonError::into_inner) // the maps are whole after every insert
}

fn write<T>(lock: &RwLock<T>) -> std::sync::RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Reads the source files of all dialogs.
///
/// # Errors
/// The first file or folder that cannot be read.
pub fn read_sources(dialogs: &Path, locales: &Path) -> Result<Vec<Source>, Finding> {
    let unreadable = |path: &Path, cause: &dyn std::fmt::Display| {
        let file = path.display().to_string();
        Finding::new(
            &file,
            0..0,
            format!("cannot be read: {cause}"),
            "Run takafou where dialogs/ and locales/ lie, or set them in the settings.",
        )
    };
    let languages = text::folders(locales).map_err(|error| unreadable(locales, &error))?;
    let entries = std::fs::read_dir(dialogs).map_err(|error| unreadable(dialogs, &error))?;
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    let mut sources = Vec::new();
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let structure = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
        let mut words = BTreeMap::new();
        for language in &languages {
            let path = locales.join(language).join(format!("{name}.ftl"));
            if let Ok(text) = std::fs::read_to_string(&path) {
                words.insert(language.clone(), text); // a missing one is `check`'s finding
            }
        }
        sources.push(Source { name, structure, words });
    }
    Ok(sources)
}

/// Parses a source file and its texts.
///
/// # Errors
/// Every syntax mistake.
pub fn localize(source: &Source) -> Result<LocalizedDialog, Vec<Finding>> {
    let dialog = parse::parse(&source.name, &source.structure)?;
    let words = Words::parse(&source.name, &source.words).map_err(|error| {
        vec![Finding::new(&format!("dialogs/{}.toml", source.name), 0..0, error.to_string(), "Mend the Fluent file.")]
    })?;
    Ok(LocalizedDialog { dialog, words: Arc::new(words), labels: HashMap::new() })
}

/// Finds buttons whose code would not fit Telegram's 64 bytes in a database with large ids.
pub(crate) fn find_long_codes(dialog: &Dialog) -> Vec<Finding> {
    let longest = |ids: &mut dyn Iterator<Item = &String>| ids.max_by_key(|id| id.len()).cloned().unwrap_or_default();
    let mut findings = Vec::new();
    for question in &dialog.questions {
        let item = match &question.each {
            Some(Each::Fixed(items)) => longest(&mut items.iter()),
            Some(Each::Picked { question: from, .. }) => {
                let options = dialog.question(from).into_iter().flat_map(|from| &dialog.offering(from).options);
                longest(&mut options.map(|choice| &choice.id))
            }
            None => String::new(),
        };
        let option = longest(&mut question.options.iter().map(|choice| &choice.id));
        let key = Key { question: question.id.clone(), item };
        let code =
            Press::Run { run: RunId(runs::LARGEST_ID), revision: 1 << 16, key, act: Act::Tick(option, false, 10) }
                .code();
        if code.len() > LONGEST_CODE {
            let file = format!("dialogs/{}.toml", dialog.name);
            let problem =
                format!("buttons of {} would have codes of {} bytes; Telegram takes 64", question.id, code.len());
            findings.push(Finding::new(
                &file,
                question.at..question.at + 12,
                problem,
                "Shorten the ids of its options or items.",
            ));
        }
    }
    findings
}

impl LocalizedDialog {
    /// A copy with the options of one source (`bodies`, `surveys`) filled in.
    #[must_use]
    pub(crate) fn with_options(&self, source: &str, options: &[(String, String)]) -> LocalizedDialog {
        let mut filled = self.clone();
        for question in filled.dialog.questions.iter_mut().filter(|q| q.source.as_deref() == Some(source)) {
            let choices = options.iter().map(|(id, _)| crate::dialog::Choice { id: id.clone(), code: id.clone() });
            question.options = choices.collect();
        }
        filled.labels.extend(options.iter().cloned());
        if options.is_empty() {
            filled.remove_options_to(source);
        }
        filled
    }

    /// If a source is empty, nobody can answer its question. So the option that leads to that question is removed too.
    fn remove_options_to(&mut self, source: &str) {
        let questions = self.dialog.questions.iter().filter(|q| q.source.as_deref() == Some(source));
        let leading_options: Vec<(String, String)> = questions
            .filter_map(|q| q.when.as_ref()?.one_option())
            .map(|(q, option)| (q.to_owned(), option.to_owned()))
            .collect();
        for (id, option) in leading_options {
            let question_text = self.dialog.questions.iter_mut().filter(|question| question.id == id);
            question_text.for_each(|question| question.options.retain(|choice| choice.id != option));
        }
    }

    /// One of the dialog's own texts, such as `title`.
    pub fn say(&self, language: &str, id: &str) -> String {
        self.words.get(language, id, None, &[]).unwrap_or_default()
    }

    /// The text of a question for this item; not escaped.
    pub fn question(&self, texts: &Texts, language: &str, question: &Question, item: &str) -> String {
        self.question_of(language, question, &self.item(texts, language, question, item))
    }

    /// The text of a question for an item that has its label already.
    pub fn question_of(&self, language: &str, question: &Question, item: &str) -> String {
        let question_text = self.words.get(language, &question.id, None, &[("item", Arg::text(item.to_owned()))]);
        question_text.unwrap_or_else(|| question.id.clone())
    }

    /// The help line, if the question has one.
    pub fn hint(&self, language: &str, question: &Question) -> Option<String> {
        self.words.get(language, &question.id, Some("hint"), &[])
    }

    /// The text above the question, if it has one.
    pub fn lead(&self, language: &str, question: &Question) -> Option<String> {
        self.words.get(language, &question.id, Some("lead"), &[])
    }

    /// The question's own text about the limits of its answer, if it has one.
    pub fn limit(&self, language: &str, question: &Question) -> Option<String> {
        self.words.get(language, &question.id, Some("limit"), &[])
    }

    /// The label of the item that a question is asked about; empty if it is asked once.
    pub fn item(&self, texts: &Texts, language: &str, question: &Question, item: &str) -> String {
        match &question.each {
            Some(Each::Picked { question: from, .. }) => {
                self.dialog.question(from).map_or_else(String::new, |from| self.label(texts, language, from, item))
            }
            Some(Each::Fixed(_)) => self.label(texts, language, question, item),
            None => String::new(),
        }
    }

    /// The label of an option, field or scale point; the id itself if there is no label.
    pub fn label(&self, texts: &Texts, language: &str, question: &Question, id: &str) -> String {
        self.find_label(texts, language, question, id).unwrap_or_else(|| id.to_owned())
    }

    /// The label of an option, field or scale point, if there is one.
    pub fn find_label(&self, texts: &Texts, language: &str, question: &Question, id: &str) -> Option<String> {
        if let Some(label) = self.labels.get(id) {
            return Some(label.clone());
        }
        let question = self.dialog.offering(question);
        let own = self.words.get(language, &question.id, Some(id), &[]);
        let list = || self.words.get(language, question.labels.as_deref()?, Some(id), &[]);
        own.or_else(list).or_else(|| texts.shared(language, id))
    }
}
