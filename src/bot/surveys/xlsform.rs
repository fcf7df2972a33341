//! Forms of ODK and KoboToolbox: makes a dialog of a workbook, and a workbook of a dialog, in the bot's languages.

use std::collections::BTreeMap;

use crate::bot::library::{self, LocalizedDialog};
use crate::text::{Arg, Texts};
use crate::xlsform::export::{self, DialogTexts, TextRef};
use crate::xlsform::import::{self, Given, Imported};
use crate::xlsform::words::ITEM;
use crate::xlsform::{Book, FormRefusal, Remark, read};

/// Why a workbook was not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportError {
    /// The file is not a form.
    Refused(FormRefusal),
    /// The bot cannot ask what the form asks.
    Mistakes(Vec<Remark>),
}

/// Makes a dialog of a workbook. `name` is the dialog's name unless the form has one.
///
/// # Errors
/// Why it cannot be one.
pub fn read(texts: &Texts, bytes: &[u8], name: &str) -> Result<Imported, ImportError> {
    import_book(texts, &read::book(bytes).map_err(ImportError::Refused)?, name)
}

/// Makes a dialog of the cells of a workbook.
///
/// # Errors
/// Why it cannot be one.
pub fn import_book(texts: &Texts, book: &Book, name: &str) -> Result<Imported, ImportError> {
    let languages = texts.languages();
    let thanks =
        languages.iter().map(|language| (language.code.clone(), texts.say(&language.code, "form-thanks", &[])));
    let thanks: BTreeMap<String, String> = thanks.collect();
    let imported = import::import(book, &Given { name, languages, thanks: &thanks }).map_err(ImportError::Mistakes)?;
    let dialog = crate::dialog::parse::parse(&imported.files.name, &imported.files.structure)
        .unwrap_or_else(|_| unreachable!("what is imported has been read once"));
    let unsound = |finding: crate::dialog::Finding| Remark::new("survey", 0, "", "unsound", finding.problem);
    let codes: Vec<Remark> = library::find_long_codes(&dialog).into_iter().map(unsound).collect();
    if codes.is_empty() { Ok(imported) } else { Err(ImportError::Mistakes(codes)) }
}

/// A dialog as a workbook.
///
/// # Errors
/// What XLSForm cannot say.
pub fn write(texts: &Texts, localized: &LocalizedDialog) -> Result<Vec<u8>, export::Error> {
    let languages = texts.languages();
    let text_of = |language: &str, question: &crate::dialog::Question, text: TextRef<'_>| match text {
        TextRef::Question(item) => Some(localized.question_of(language, question, item)),
        TextRef::Attribute("hint") => localized.hint(language, question),
        TextRef::Attribute("lead") => localized.lead(language, question),
        TextRef::Attribute(_) => localized.limit(language, question),
        TextRef::Label(id) => localized.find_label(texts, language, question, id),
    };
    let own = |language: &str, id: &str| localized.say(language, id);
    export::xlsx(&localized.dialog, &DialogTexts { languages, of: &text_of, own: &own })
}

/// A remark in a language: where and what; not escaped, with the form's own words isolated.
pub fn remark_in_words(texts: &Texts, language: &str, remark: &Remark) -> String {
    let place = [
        ("sheet", Arg::text(remark.sheet.as_ref())),
        ("row", Arg::Number(remark.row.into())),
        ("column", Arg::text(remark.column.replace(ITEM, "…"))),
    ];
    let args = [
        ("place", Arg::text(texts.say(language, "form-place", &place))),
        ("what", Arg::text(remark.what.as_ref())),
        (
            "about",
            Arg::text(format!("\u{2068}{}\u{2069}", remark.about.chars().take(LONGEST_ABOUT).collect::<String>())),
        ),
    ];
    texts.say(language, "form-remark", &args)
}

/// Letters of the form's own words in a remark.
const LONGEST_ABOUT: usize = 60;

/// Why a file is not a form, in a language.
pub fn refusal_in_words(texts: &Texts, language: &str, refusal: FormRefusal) -> String {
    let args = [("why", Arg::text(refusal.id())), ("limit", Arg::count(read::LARGEST / (1024 * 1024)))];
    texts.say(language, "form-refused", &args)
}
