//! `takafou import` and `takafou export --xlsform`: dialogs from KoboToolbox and ODK forms, and back.

use std::io::Write;
use std::path::Path;

use super::{mistakes_in_words, say};
use crate::app::Error;
use crate::bot::library::Library;
use crate::bot::surveys::reader;
use crate::bot::surveys::xlsform::{self, ImportError};
use crate::config::Settings;
use crate::text::Texts;

/// The language of messages to operators.
const OPERATORS: &str = "en";

/// Makes a dialog from a form and writes its files. It writes nothing if there is any mistake.
///
/// # Errors
/// Every mistake in the form, or the file that cannot be written.
pub async fn import(settings: &Settings, form: &Path, replace: bool) -> Result<(), Error> {
    let failed = |path: &Path, error| Error::Io(path.display().to_string(), error);
    let texts = Texts::load(&settings.locales)?;
    let bytes = std::fs::read(form).map_err(|error| failed(form, error))?;
    let name = form.file_stem().unwrap_or_default().to_string_lossy();
    // As in the bot, in a process of its own: the file may come from anybody.
    let book = reader::read_book(bytes).await.map_err(|error| Error::Setting(error.to_string()))?;
    let imported = book.map_err(ImportError::Refused).and_then(|book| xlsform::import_book(&texts, &book, &name));
    let imported = imported.map_err(|unfit| {
        Error::Setting(match unfit {
            ImportError::Refused(refusal) => {
                format!("{}: {}", form.display(), xlsform::refusal_in_words(&texts, OPERATORS, refusal))
            }
            ImportError::Mistakes(mistakes) => {
                let lines = mistakes
                    .iter()
                    .map(|remark| format!("\n  {}", bare(&xlsform::remark_in_words(&texts, OPERATORS, remark))));
                let all = lines.collect::<String>();
                format!("{}: nothing was imported; {}:{all}", form.display(), mistakes_in_words(mistakes.len()))
            }
        })
    })?;
    let files = &imported.files;
    let structure = settings.dialogs.join(format!("{}.toml", files.name));
    if structure.exists() && !replace {
        return Err(Error::Setting(format!("{} is there already; --replace writes over it", structure.display())));
    }
    for (language, words) in &files.words {
        let path = settings.locales.join(language).join(format!("{}.ftl", files.name));
        std::fs::write(&path, words).map_err(|error| failed(&path, error))?;
    }
    std::fs::write(&structure, &files.structure).map_err(|error| failed(&structure, error))?;
    for remark in &imported.remarks {
        say(&bare(&xlsform::remark_in_words(&texts, OPERATORS, remark)))?;
    }
    say(&format!("Wrote {} and its words in every language.", structure.display()))?;
    say(&format!("Next: `takafou check`, and `takafou try {}` walks it.", files.name))
}

/// The text without the marks that isolate directions of writing: a terminal shows them as boxes.
fn bare(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}

/// Writes a dialog as an XLSForm to standard output.
///
/// # Errors
/// When there is no such dialog, or the format cannot express it.
pub fn export(settings: &Settings, dialog: &str) -> Result<(), Error> {
    let texts = Texts::load(&settings.locales)?;
    let library = Library::load(&settings.dialogs, &settings.locales).map_err(Error::Files)?;
    let source = library.sources().find(|source| source.name == dialog).cloned();
    let played = source.and_then(|source| crate::bot::library::localize(&source).ok());
    let Some(played) = played else {
        return Err(Error::Setting(format!("there is no dialog `{dialog}` in the dialogs folder")));
    };
    let bytes = xlsform::write(&texts, &played).map_err(|error| Error::Setting(error.to_string()))?;
    std::io::stdout().write_all(&bytes).map_err(|error| Error::Io("standard output".into(), error))
}
