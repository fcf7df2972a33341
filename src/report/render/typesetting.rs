//! Templates and data in, pictures and PDF out. This is a `World` for typst that has no system font, no folder and no clock.

use std::collections::VecDeque;
use std::sync::{LazyLock, Mutex, PoisonError};

use serde::Serialize;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use typst_render::RenderOptions;

/// Most documents whose parts are remembered for the next.
const REMEMBERED: usize = 8;
/// Pixels for each point: sharp on a phone, and some 40 KB.
const SHARPNESS: f64 = 2.5;

/// The first page of a template with its data, as PNG.
///
/// # Errors
/// What the template stumbles over: a mistake in the program.
pub fn picture(template: &str, data: &impl Serialize) -> Result<Vec<u8>, String> {
    let data = serde_json::to_vec(data).map_err(|error| error.to_string())?;
    let drawn = || DRAWN.lock().unwrap_or_else(PoisonError::into_inner); // whole after every push
    if let Some(known) = drawn().iter().find(|known| known.template == template && known.data == data) {
        return Ok(known.png.clone());
    }
    let document = set(template, data.clone())?;
    let page = document.pages().first().ok_or("a picture without a page")?;
    let options = RenderOptions { pixel_per_pt: SHARPNESS.into(), render_bleed: false };
    let png = typst_render::render(page, &options).encode_png().map_err(|error| error.to_string())?;
    let mut drawn = drawn();
    drawn.push_front(Drawn { template: template.to_owned(), data, png: png.clone() });
    drawn.truncate(REMEMBERED);
    Ok(png)
}

/// The pictures drawn last, by template and data: what is shared goes to hundreds of people at once.
static DRAWN: Mutex<VecDeque<Drawn>> = Mutex::new(VecDeque::new());

struct Drawn {
    template: String,
    data: Vec<u8>,
    png: Vec<u8>,
}

/// The template with its data as PDF, its text tagged for those who listen to it. The same data gives the same bytes.
///
/// # Errors
/// What the template stumbles over: a mistake in the program.
pub fn pdf(template: &str, data: &impl Serialize) -> Result<Vec<u8>, String> {
    let data = serde_json::to_vec(data).map_err(|error| error.to_string())?;
    let bytes = typst_pdf::pdf(&set(template, data)?, &PdfOptions::default()).map_err(|errors| said(&errors));
    typst::comemo::evict(0); // a report is long, and hardly ever made twice in a row
    bytes
}

fn set(template: &str, data: Vec<u8>) -> Result<PagedDocument, String> {
    let main = at(template);
    let document = typst::compile(&Sheet { main, data: Bytes::new(data) }).output.map_err(|errors| said(&errors));
    typst::comemo::evict(REMEMBERED); // or its memory would grow with every document
    document
}

fn said(errors: &[SourceDiagnostic]) -> String {
    errors.iter().map(|error| error.message.to_string()).collect::<Vec<_>>().join("; ")
}

/// Whether the fonts that travel with the program can draw a character.
pub fn can_draw(c: char) -> bool {
    PRESS.fonts.iter().any(|font| font.info().coverage.contains(c.into()))
}

/// What is the same for every document: made once.
struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    templates: Vec<Source>,
    data: FileId,
}

static PRESS: LazyLock<Press> = LazyLock::new(|| {
    let files: [&[u8]; 3] = [
        include_bytes!("fonts/Cairo_400Regular.ttf"),
        include_bytes!("fonts/Cairo_700Bold.ttf"),
        include_bytes!("fonts/NotoSansTifinagh_400Regular.ttf"),
    ];
    let fonts: Vec<Font> = files.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect();
    let template = |(name, text): (&str, &str)| Source::new(at(name), text.to_owned());
    let templates = [
        ("charts.typ", include_str!("charts.typ")),
        ("chart.typ", include_str!("chart.typ")),
        ("report.typ", include_str!("report.typ")),
        ("printed_list.typ", include_str!("printed_list.typ")),
    ];
    Press {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        templates: templates.map(template).to_vec(),
        data: at("data.json"),
    }
});

/// A file of the templates' world. The names are ours and hold nothing that a path may not.
fn at(name: &str) -> FileId {
    let path = VirtualPath::new(name).unwrap_or_else(|_| unreachable!("a plain name is a path"));
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// A template and what it reads; there is nothing else.
struct Sheet {
    main: FileId,
    data: Bytes,
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &PRESS.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &PRESS.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        PRESS.templates.iter().find(|template| template.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == PRESS.data { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        PRESS.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
