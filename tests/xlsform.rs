//! Forms of ODK and KoboToolbox: the dialog that is made from a form, the forms that are refused and where, and that
//! exporting and importing a dialog gives the same dialog.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::Write;
use std::path::Path;

use proptest::prelude::*;
use rust_xlsxwriter::Workbook;
use takafou::bot::library::{self, LocalizedDialog};
use takafou::bot::surveys::xlsform::{self, ImportError};
use takafou::dialog::condition::{Condition, Order};
use takafou::dialog::{Choice, Dialog, Each, Kind, Offer, Question, Usage, parse};
use takafou::store::versions::Source;
use takafou::text::Texts;
use takafou::xlsform::FormRefusal;
use takafou::xlsform::export::{self, DialogTexts, TextRef};
use takafou::xlsform::import::Imported;

#[path = "support/form.rs"]
mod form;
use form::{CHOICES, FORM, SETTINGS, workbook};

fn texts() -> Texts {
    Texts::load(Path::new("locales")).unwrap()
}

fn played(files: &takafou::xlsform::Files) -> LocalizedDialog {
    let (name, structure, words) = (files.name.clone(), files.structure.clone(), files.words.clone());
    library::localize(&Source { name, structure, words })
        .unwrap_or_else(|found| panic!("{found:?}\n{}", files.structure))
}

/// The dialog without what only its file has: the places of its questions, and lists of labels that several questions
/// share.
fn bare(dialog: &Dialog) -> Dialog {
    let mut dialog = dialog.clone();
    dialog.name.clear();
    dialog.offers.iter_mut().for_each(|offer| offer.at = 0);
    for question in &mut dialog.questions {
        (question.at, question.labels) = (0, None);
    }
    dialog
}

/// Every text of a dialog, in every language.
fn every_text(texts: &Texts, played: &LocalizedDialog) -> Vec<String> {
    let mut said = Vec::new();
    for language in texts.languages() {
        let code = language.code.as_str();
        said.extend(["title", "thanks"].map(|own| format!("{code} {own} {}", played.say(code, own))));
        for question in &played.dialog.questions {
            let mut ids: Vec<String> = question.options.iter().map(|choice| choice.id.clone()).collect();
            match &question.kind {
                Kind::Scale { from, to } => ids.extend((*from..=*to).map(|n| format!("n{n}"))),
                Kind::Number { fields, .. } => ids.extend(fields.clone()),
                _ => {}
            }
            if let Some(Each::Fixed(items)) = &question.each {
                ids.extend(items.clone());
            }
            said.push(format!("{code} {} {}", question.id, played.question_of(code, question, "…")));
            said.push(format!("{code} {} hint {:?}", question.id, played.hint(code, question)));
            for id in ids {
                // A point without a name is its number.
                let label =
                    played.find_label(texts, code, question, &id).unwrap_or_else(|| id.trim_start_matches('n').into());
                said.push(format!("{code} {} {id} {label}", question.id));
            }
        }
    }
    said
}

#[test]
fn every_shipped_survey_comes_back_from_its_form() {
    let texts = texts();
    let sources = library::read_sources(Path::new("dialogs"), Path::new("locales")).unwrap();
    let mut n = 0;
    for source in sources {
        let before = library::localize(&source).unwrap_or_else(|found| panic!("{found:?}"));
        if before.dialog.usage == Usage::Form {
            assert!(xlsform::write(&texts, &before).is_err(), "{}: a form of the bot", source.name);
            continue;
        }
        let bytes = xlsform::write(&texts, &before).unwrap();
        let imported =
            xlsform::read(&texts, &bytes, "other").unwrap_or_else(|unfit| panic!("{}: {unfit:?}", source.name));
        assert_eq!(imported.remarks, [], "{}", source.name);
        assert_eq!(imported.files.name, source.name);
        let after = played(&imported.files);
        assert_eq!(bare(&before.dialog), bare(&after.dialog), "{}", source.name);
        assert_eq!(every_text(&texts, &before), every_text(&texts, &after));
        assert_eq!(xlsform::read(&texts, &bytes, "other"), Ok(imported), "the same file, the same dialog");
        n += 1;
    }
    assert_eq!(n, 4);
}

const DIALOG: &str = r#"use = "survey"
answers = "anonymous"
minutes = 4

[[question]]
id = "sells-there"
kind = "one"
options = ["c1=1", "c0=0"]
skip = false

[[question]]
id = "days"
kind = "number"
min = 1
max = 31
when = "sells-there is c1"

[[question]]
id = "distance"
kind = "number"
min = 0
max = 99.5
places = 2
when = "sells-there is c1"

[[question]]
id = "what"
kind = "many"
options = ["bread", "olive-oil=olive_oil", "other", "none"]
max = 2
exclusive = ["none"]
shuffle = true
when = "sells-there is c1"

[[question]]
id = "other-goods"
kind = "text"
max = 80
when = "sells-there is c1 and what is other"

[[question]]
id = "best"
kind = "rank"
options = ["bread", "olive-oil=olive_oil", "other", "none"]
top = 4
when = "count what >= 2 or days > 10"

[[question]]
id = "safe"
kind = "scale"
from = 1
to = 5

[[question]]
id = "next"
kind = "date"
future = true

[[question]]
id = "opens"
kind = "time"
"#;

#[test]
fn a_form_becomes_a_dialog() {
    let texts = texts();
    let bytes = workbook(&[("survey", FORM), ("choices", CHOICES), ("settings", SETTINGS)]);
    let Imported { files, remarks } = xlsform::read(&texts, &bytes, "file").unwrap();
    assert_eq!((files.name.as_str(), files.structure.as_str()), ("market-2026", DIALOG));
    let said: Vec<String> = remarks.iter().map(|remark| xlsform::remark_in_words(&texts, "en", remark)).collect();
    let wanted = [
        "sheet survey, row 1, column label: \u{2068}English\u{2069} is missing: these members will read another language",
        "sheet survey, row 2, column type: \u{2068}start\u{2069} is left out: this bot does not record it",
        "sheet survey, row 4, column name: \u{2068}sells_there → sells-there\u{2069}: a shorter name here",
        "sheet survey, row 9, column name: \u{2068}other_goods → other-goods\u{2069}: a shorter name here",
    ];
    assert_eq!(said, wanted);
    let played = played(&files);
    let asked = |id: &str| played.dialog.question(id).unwrap();
    assert_eq!(played.say("ar", "title"), "السوق");
    assert_eq!(played.say("fr", "thanks"), "Merci");
    assert_eq!(played.lead("fr", asked("sells-there")).as_deref(), Some("Le souk du dimanche"));
    assert_eq!(played.lead("ar", asked("days")).as_deref(), Some("للبائعات"));
    assert_eq!(played.limit("fr", asked("days")).as_deref(), Some("De 1 à 31"));
    assert_eq!(played.label(&texts, "ar", asked("what"), "olive-oil"), "زيت");
    assert_eq!(played.question(&texts, "en", asked("safe"), ""), "هل المكان آمن؟", "another language stands in");
}

#[test]
fn a_form_in_french_alone_is_read_by_all() {
    let survey: &[&[&str]] = &[&["type", "name", "label::French (fr)"], &["text", "why", "Pourquoi ?"]];
    let Imported { files, remarks } = xlsform::read(&texts(), &workbook(&[("survey", survey)]), "pourquoi").unwrap();
    assert_eq!(remarks.len(), 2, "two languages are missing: {remarks:?}");
    assert!(files.words["ar"].contains("why = \u{200f}Pourquoi ?"), "a line of an Arabic file begins from the right");
    assert_eq!(files.words.len(), 3, "and `check` finds every language");
}

#[test]
fn what_cannot_be_asked_is_told_row_by_row_and_nothing_is_imported() {
    let survey: &[&[&str]] = &[
        &[
            "type",
            "name",
            "label::Arabic (ar)",
            "label::French (fr)",
            "relevant",
            "constraint",
            "calculation",
            "choice_filter",
        ],
        &["geopoint", "place", "أين؟", "Où ?"],
        &["select_one nothing", "a", "ما هو؟", "Quoi ?"],
        &["text", "b", "مرحبا }name{$ كيف", "Bonjour"],
        &["text", "c", "مرحبا ${b}", "Bonjour ${b}"],
        &["text", "d", "ما هو؟", ""],
        &["text", "e", "ما هو؟", "Quoi ?", "${nobody} = 'x'"],
        &["text", "f", "ما هو؟", "Quoi ?", "${b} + 1 > 2"],
        &["text", "g", "ما هو؟", "Quoi ?", "", "regex(., '[a-z]')"],
        &["calculate", "h", "", "", "", "", "1 + 1"],
        &["text", "i", "ما هو؟", "Quoi ?", "", "", "", "x = 1"],
        &["select_one one or_other", "j", "ما هو؟", "Quoi ?"],
        &["begin_repeat", "k", "كرر", "Répétez"],
        &["text", "l", "ما هو؟", "Quoi ?"],
        &["end_repeat"],
        &["begin_group", "m"],
    ];
    let long = "ن".repeat(41);
    let choices: &[&[&str]] =
        &[&["list_name", "name", "label::Arabic (ar)", "label::French (fr)"], &["one", "x", &long, "X"]];
    let bytes = workbook(&[("survey", survey), ("choices", choices)]);
    let Err(ImportError::Mistakes(found)) = xlsform::read(&texts(), &bytes, "file") else { panic!("it is imported") };
    let found: Vec<_> = found
        .iter()
        .map(|remark| (remark.sheet.as_ref(), remark.row, remark.column.as_str(), remark.what.as_ref()))
        .collect();
    let wanted = [
        ("survey", 2, "type", "not-asked"),
        ("survey", 3, "type", "no-list"),
        ("survey", 4, "label::ar", "backwards"),
        ("survey", 5, "label::ar", "piping"),
        ("survey", 5, "label::fr", "piping"),
        ("survey", 6, "label::fr", "no-label"),
        ("survey", 7, "relevant", "no-question"),
        ("survey", 8, "relevant", "logic"),
        ("survey", 9, "constraint", "constraint"),
        ("survey", 10, "calculation", "column"),
        ("survey", 10, "type", "not-asked"),
        ("survey", 11, "choice_filter", "column"),
        ("survey", 12, "type", "or-other"),
        ("choices", 2, "label::ar", "long-label"),
        ("survey", 12, "type", "few-options"),
        ("survey", 13, "type", "not-asked"),
        ("survey", 0, "type", "group"),
    ];
    assert_eq!(found, wanted);
    let texts = texts();
    for language in ["ar", "fr", "en"] {
        let Err(ImportError::Mistakes(found)) = xlsform::read(&texts, &bytes, "file") else { panic!("it is imported") };
        for remark in found {
            assert!(!xlsform::remark_in_words(&texts, language, &remark).contains("unsound"), "{remark:?}");
        }
    }
}

#[test]
fn two_answers_that_differ_in_spelling_only_are_a_mistake() {
    let import = |first: [&str; 2], second: [&str; 2]| {
        let survey: &[&[&str]] = &[
            &["type", "name", "label::Arabic (ar)", "label::French (fr)"],
            &["select_one l", "a", "ما هو؟", "Quoi ?"],
        ];
        let choices: &[&[&str]] = &[
            &["list_name", "name", "label::Arabic (ar)", "label::French (fr)"],
            &["l", "x", first[0], first[1]],
            &["l", "y", second[0], second[1]],
        ];
        xlsform::read(&texts(), &workbook(&[("survey", survey), ("choices", choices)]), "t")
    };
    let Err(ImportError::Mistakes(found)) = import(["مدرسة", "pêche"], ["مدرسه", "péché"]) else {
        panic!("it is imported")
    };
    let found: Vec<_> = found.iter().map(|r| (r.row, r.column.as_str(), r.what.as_ref(), r.about.as_str())).collect();
    let wanted = [(3, "label::ar", "same-label", "مدرسة / مدرسه"), (3, "label::fr", "same-label", "pêche / péché")];
    assert_eq!(found, wanted);
    assert!(import(["أقل من 5", "<5"], ["أكثر من 5", ">5"]).is_ok());
}

#[test]
fn the_keys_of_a_cell_are_read_as_in_a_file() {
    let import = |kind: &str, keys: &str| {
        let survey: &[&[&str]] = &[
            &["type", "name", "label::Arabic (ar)", "label::French (fr)", "takafou"],
            &[kind, "a", "ما هو؟", "Quoi ?", keys],
            &[if kind == "begin_group" { "end_group" } else { "end" }, "z"],
        ];
        xlsform::read(&texts(), &workbook(&[("survey", survey)]), "t")
    };
    let structure = import("text", "voice = true\nmax = 20\nmin = 2").unwrap().files.structure;
    assert!(structure.ends_with("kind = \"text\"\nmin = 2\nmax = 20\nvoice = true\n"), "{structure}");
    let structure = import("begin_group", "fields = ['w', 'm']\nkind = 'number'\nmax = 9.5\nplaces = 1").unwrap();
    let structure = structure.files.structure;
    let wanted = "kind = \"number\"\nmin = 0\nmax = 9.5\nplaces = 1\nfields = [\"w\", \"m\"]\n";
    assert!(structure.ends_with(wanted), "{structure}");
    for (kind, keys, column, about) in [
        ("text", "max =", "takafou", "max ="),
        ("text", "top = 3", "", "`top` does nothing here"),
        ("text", "help = 'x'", "", "unknown field `help`"),
        ("text", "x = [1, { a = nan }]\n\"\" = 1979-05-27\n[y]\nz = 1", "", "unknown field"),
        ("begin_group", "kind = 'time'\nid = 'b'", "takafou", "id"),
    ] {
        let Err(ImportError::Mistakes(found)) = import(kind, keys) else { panic!("{keys} is imported") };
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].column == column && found[0].about.starts_with(about), "{found:?}");
    }
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn files_that_are_no_forms_are_refused() {
    let texts = texts();
    let whole = workbook(&[("survey", FORM), ("choices", CHOICES)]);
    let zeros = vec![0; 60 * 1024 * 1024];
    let far = workbook_with_a_cell_far_away();
    for (what, bytes, refusal) in [
        ("nothing", Vec::new(), FormRefusal::Broken),
        ("words", b"type,name,label".to_vec(), FormRefusal::Broken),
        ("half a file", whole[..whole.len() / 2].to_vec(), FormRefusal::Broken),
        ("a password", [&[0xd0, 0xcf, 0x11, 0xe0][..], &[0; 600]].concat(), FormRefusal::Protected),
        ("macros", zipped(&[("xl/vbaProject.bin", b"x"), ("xl/workbook.xml", b"<x/>")]), FormRefusal::Macros),
        ("50 MB", vec![b'P'; 50 * 1024 * 1024], FormRefusal::TooLarge),
        ("a bomb", zipped(&[("xl/worksheets/sheet1.xml", &zeros)]), FormRefusal::TooLarge),
        ("an archive", zipped(&[("a.txt", b"x")]), FormRefusal::Broken),
        ("another workbook", workbook(&[("Feuil1", &[&["x"]])]), FormRefusal::NoSurvey),
        ("a cell far away", far, FormRefusal::TooLarge),
        ("shared texts that are only claimed", claiming(br#"<sst uniqueCount="4294967295">"#), FormRefusal::TooLarge),
        ("the same in other quotes", claiming(b"<sst count='1' uniqueCount = '4294967295'>"), FormRefusal::TooLarge),
        (
            "a claim beyond all numbers",
            claiming(br#"<sst uniqueCount="99999999999999999999999">"#),
            FormRefusal::TooLarge,
        ),
        ("a second claim", claiming(br#"<sst a="uniqueCount" uniqueCount="3000000000">"#), FormRefusal::TooLarge),
        ("a million shared texts", claiming(&many_shared(b"<si><t>a</t></si>")), FormRefusal::TooLarge),
        ("the same with a prefix", claiming(&many_shared(b"<x:si><x:t>a</x:t></x:si>")), FormRefusal::TooLarge),
        ("one long text in very many cells", one_text_in_many_cells(), FormRefusal::TooLarge),
        ("600 files", many_files(600), FormRefusal::TooLarge),
        ("files that are only claimed", with_end(&whole, 65_535, 65_535), FormRefusal::TooLarge),
        ("fewer files here than in all", with_end(&whole, 8, 9), FormRefusal::TooLarge),
        ("the end of a larger kind of archive", with_larger_end(&whole), FormRefusal::TooLarge),
    ] {
        assert_eq!(xlsform::read(&texts, &bytes, "file"), Err(ImportError::Refused(refusal)), "{what}");
    }
    for language in ["ar", "fr", "en"] {
        assert!(xlsform::refusal_in_words(&texts, language, FormRefusal::TooLarge).contains('2'));
    }
}

const TYPES: &[u8] = br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const RELATIONS: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &[u8] = br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="survey" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const SHEETS: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook of a few parts, with these shared texts and this sheet.
fn crafted(shared: &[u8], sheet: &[u8]) -> Vec<u8> {
    zipped(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", SHEETS),
        ("xl/sharedStrings.xml", shared),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

fn claiming(shared: &[u8]) -> Vec<u8> {
    crafted(shared, b"<worksheet><sheetData/></worksheet>")
}

fn many_shared(text: &[u8]) -> Vec<u8> {
    [b"<sst>".to_vec(), text.repeat(1_000_000)].concat()
}

fn one_text_in_many_cells() -> Vec<u8> {
    let shared = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(4_900));
    let cells = "<c t=\"s\"><v>0</v></c>".repeat(100);
    let rows: String = (1..=4_000).map(|n| format!("<row r=\"{n}\">{cells}</row>")).collect();
    crafted(shared.as_bytes(), format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").as_bytes())
}

fn many_files(n: usize) -> Vec<u8> {
    let names: Vec<String> = (0..n).map(|n| format!("{n}.xml")).collect();
    zipped(&names.iter().map(|name| (name.as_str(), &b"x"[..])).collect::<Vec<_>>())
}

/// The archive, whose end claims so many files here and in all.
fn with_end(archive: &[u8], here: u16, all: u16) -> Vec<u8> {
    let mut bytes = archive.to_vec();
    let end = bytes.len() - 22;
    assert_eq!(bytes[end..end + 4], *b"PK\x05\x06");
    bytes[end + 8..end + 10].copy_from_slice(&here.to_le_bytes());
    bytes[end + 10..end + 12].copy_from_slice(&all.to_le_bytes());
    bytes
}

/// The archive with the locator of an end that could claim any number of files.
fn with_larger_end(archive: &[u8]) -> Vec<u8> {
    let (files, end) = archive.split_at(archive.len() - 22);
    [files, b"PK\x06\x07", &[0; 16], end].concat()
}

#[test]
fn harmless_claims_are_no_reason_to_refuse() {
    let texts = texts();
    let cell = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let rows = [["type", "name", "label"], ["text", "q", "سؤال"]];
    let rows = rows.map(|row| format!("<row>{}</row>", row.map(cell).concat())).concat();
    // The size of a sheet is only claimed: nothing is reserved for it, and it may be wrong.
    let large = "<dimension ref=\"A1:XFD1048576\"/>";
    for claim in ["", large, "<dimension ref=\"A1\"/>"] {
        let sheet = format!("<worksheet>{claim}<sheetData>{rows}</sheetData></worksheet>");
        for shared in ["<sst uniqueCount=\"0\"/>", "<sst uniqueCount=\"-1\"></sst>", "<sst count=\"4294967295\"></sst>"]
        {
            let read = xlsform::read(&texts, &crafted(shared.as_bytes(), sheet.as_bytes()), "file");
            let refused = matches!(&read, Err(ImportError::Refused(FormRefusal::TooLarge)));
            assert!(!refused, "{claim} {shared}: {read:?}");
        }
    }
    // The four bytes of an archive's end within a file are no end.
    let noise = [b"PK\x05\x06".as_slice(), &[0xff; 18]].concat();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file("noise.bin", stored).unwrap();
    zip.write_all(&noise).unwrap();
    let odd = zip.finish().unwrap().into_inner();
    assert_eq!(odd.windows(4).filter(|window| *window == b"PK\x05\x06").count(), 2);
    assert_eq!(xlsform::read(&texts, &odd, "file"), Err(ImportError::Refused(FormRefusal::Broken)), "no workbook");
}

/// A sheet with one cell in its last possible row. A dense table of it would not fit into memory.
fn workbook_with_a_cell_far_away() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet();
    page.set_name("survey").unwrap();
    page.write_string(0, 0, "type").unwrap();
    page.write_string(1_048_575, 16_383, "x").unwrap();
    page.write_string(1_048_575, 0, "x").unwrap();
    workbook.save_to_buffer().unwrap()
}

/// A question of a generated dialog, that may depend on those before it.
fn question(index: usize, earlier: &[Question], seed: [u8; 6]) -> Question {
    let [kind, many, on, how, each, more] = seed.map(usize::from);
    let options = |n: usize| {
        (0..n).map(|n| Choice { id: format!("o{n}"), code: if n == 1 { "7".into() } else { format!("o{n}") } })
    };
    let ticked = earlier.iter().find(|q| q.each.is_none() && matches!(q.kind, Kind::Many { .. }));
    let (kind, options): (Kind, Vec<Choice>) = match kind % 11 {
        0 => (Kind::One, options(2 + many % 4).collect()),
        1 => {
            let exclusive = if many % 2 == 0 { vec!["o0".into()] } else { vec![] };
            let max = [2, usize::MAX][many % 2];
            (Kind::Many { min: 1 + more % 2, max, exclusive }, options(3 + many % 4).collect())
        }
        2 => (Kind::Scale { from: 1, to: 3 + i64::try_from(many % 5).unwrap() }, options(more % 3).collect()),
        3 => (Kind::Number { min: -5, max: 5_000_000, places: 0, fields: vec![] }, vec![]),
        4 => (
            Kind::Number { min: 5, max: 995, places: 1 + u32::try_from(many % 3).unwrap(), fields: vec![] },
            options(more % 2).collect(),
        ),
        5 => (
            Kind::Number { min: 0, max: 99, places: 0, fields: vec!["w".into(), "m".into()] },
            options(more % 2).collect(),
        ),
        6 => match ticked {
            Some(ticked) => (Kind::Rank { from: Some(ticked.id.clone()), top: 2 + many % 2 }, vec![]),
            None => (Kind::Rank { from: None, top: 2 + many % 2 }, options(3).collect()),
        },
        7 => (
            Kind::Text { min: 1 + many % 3, max: [20, 500, 3000][many % 3], voice: more % 2 == 0, link: false },
            options(more % 2).collect(),
        ),
        8 => (Kind::Date { future: many % 2 == 0 }, vec![]),
        9 => (Kind::Time, options(more % 2).collect()),
        _ => (Kind::One, options(3).collect()),
    };
    let each = match (each % 5, ticked, &kind) {
        (_, _, Kind::Rank { .. }) => None,
        (0, Some(ticked), _) => Some(Each::Picked { question: ticked.id.clone(), first: [1, usize::MAX][many % 2] }),
        (1, ..) => Some(Each::Fixed(vec!["before".into(), "after".into()])),
        _ => None,
    };
    let read = earlier.get(on % earlier.len().max(1)).filter(|read| read.each.is_none() && how % 3 > 0);
    let atom = read.map(|read| match (&read.kind, how % 2) {
        (Kind::Many { .. }, 0) => Condition::Count(read.id.clone(), Order::AtLeast, 2),
        (Kind::Scale { .. }, 0) => Condition::Compare(read.id.clone(), Order::Less, 3),
        (Kind::Number { places: 0, fields, .. }, 0) if fields.is_empty() => {
            Condition::Compare(read.id.clone(), Order::More, 7)
        }
        (Kind::One | Kind::Many { .. }, _) => Condition::Is(read.id.clone(), vec!["o1".into(), "o0".into()]),
        _ => Condition::Answered(read.id.clone()),
    });
    let when = atom.map(|atom| if how % 5 == 0 { Condition::Not(Box::new(atom)) } else { atom });
    let shuffle = more % 3 == 0 && matches!(kind, Kind::One | Kind::Many { .. });
    Question {
        id: format!("Q{index}"),
        last: if shuffle { vec!["o1".into()] } else { vec![] },
        apart: vec![],
        profile: matches!(kind, Kind::One) && more % 7 == 0,
        part_of: earlier.first().filter(|_| more % 4 == 0).map(|first| first.id.clone()),
        kind,
        options,
        when,
        skip: how % 2 == 0,
        each,
        labels: None,
        shuffle,
        source: None,
        at: 0,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn any_survey_comes_back_from_its_form(
        seeds in prop::collection::vec(any::<[u8; 6]>(), 1..9),
        words in prop::collection::vec("[ -~ء-ي«»{}$.*]{1,20}", 8),
        anonymous in any::<bool>(),
    ) {
        let texts = texts();
        let mut questions: Vec<Question> = Vec::new();
        for (index, seed) in seeds.into_iter().enumerate() {
            questions.push(question(index, &questions, seed));
        }
        let usage = if anonymous { Usage::Anonymous } else { Usage::Confidential };
        if anonymous {
            questions.iter_mut().for_each(|q| if let Kind::Text { voice, .. } = &mut q.kind { *voice = false });
        }
        let offers = vec![Offer { survey: "needs".into(), when: None, at: 0 }];
        let dialog = Dialog { name: "t".into(), usage, minutes: 3, questions, offers };
        // `check` refuses questions that are never asked, and so does an import.
        let written = takafou::dialog::write::toml(&dialog);
        let read = parse::parse("t", &written).unwrap_or_else(|found| panic!("{found:?}\n{written}"));
        prop_assume!(takafou::dialog::lint::structure(&read, &written).is_empty());
        let languages = texts.languages();
        // Sentences of any signs; what would be an answer repeated in a question is refused elsewhere.
        let word = |n: usize| format!("س {}", words[n % words.len()].replace('$', "").split_whitespace().collect::<Vec<_>>().join(" "));
        let of = |code: &str, question: &Question, text: TextRef<'_>| match text {
            TextRef::Question(item) if question.each.is_some() => Some(format!("{} {item} {code} {}", word(1), question.id)),
            TextRef::Question(_) => Some(format!("{} {code} {}", word(1), question.id)),
            TextRef::Attribute("lead") => None,
            TextRef::Attribute(own) => question.id.len().is_multiple_of(2).then(|| format!("{} {own} {code}", word(2))),
            TextRef::Label(id) => Some(format!("{} {id} {code}", word(3))),
        };
        let own = |code: &str, id: &str| format!("{} {code} {id}", word(4));
        let said = DialogTexts { languages, of: &of, own: &own };
        let bytes = export::xlsx(&dialog, &said).unwrap();
        let imported = xlsform::read(&texts, &bytes, "t").unwrap_or_else(|unfit| panic!("{unfit:?}\n{written}"));
        let played = played(&imported.files);
        prop_assert_eq!(bare(&played.dialog), bare(&dialog));
        for language in languages {
            let code = language.code.as_str();
            prop_assert_eq!(played.say(code, "title"), own(code, "title"));
            for question in &dialog.questions {
                prop_assert_eq!(Some(played.question_of(code, question, "…")), of(code, question, TextRef::Question("…")));
                prop_assert_eq!(played.hint(code, question), of(code, question, TextRef::Attribute("hint")));
                for choice in &question.options {
                    prop_assert_eq!(Some(played.label(&texts, code, question, &choice.id)), of(code, question, TextRef::Label(&choice.id)));
                }
            }
        }
    }

    #[test]
    fn a_damaged_workbook_does_no_harm(at in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 1..40)) {
        let mut whole = workbook(&[("survey", FORM), ("choices", CHOICES)]);
        let at = at.index(whole.len());
        let end = (at + bytes.len()).min(whole.len());
        whole[at..end].copy_from_slice(&bytes[..end - at]);
        let _ = xlsform::read(&texts(), &whole, "file");
    }

    #[test]
    fn any_cells_are_read_without_harm(cells in prop::collection::vec(prop::collection::vec("\\PC{0,12}|\\$\\{[a-c]\\} = '1'|select_one a|begin_group|end_group|a|text", 6), 0..12)) {
        let head = ["type", "name", "label::fr", "relevant", "constraint", "takafou"].map(str::to_owned).to_vec();
        let rows: Vec<Vec<String>> = std::iter::once(head).chain(cells).collect();
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        let bytes = workbook(&[("survey", &rows), ("choices", &rows)]);
        let _ = xlsform::read(&texts(), &bytes, "file");
    }
}
