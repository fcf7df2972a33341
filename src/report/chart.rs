//! Charts as pictures: what they say is data, how they look is `chart.typ`. No browser and no system font is needed.

use std::sync::LazyLock;

use serde::Serialize;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_render::RenderOptions;

/// What a chart shows. Texts are plain and in the reader's language; numbers in them are written out.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Chart {
    /// The language, `ar`.
    pub lang: String,
    /// It is read from the right.
    pub rtl: bool,
    /// How it is drawn.
    pub kind: Kind,
    /// What was asked.
    pub title: String,
    /// Of how many answers, split by what.
    pub lines: Vec<String>,
    /// The groups of bars or lines, the points of a scale, or the columns of a table.
    pub legend: Vec<String>,
    /// What is shown, from the top.
    pub rows: Vec<Row>,
    /// Of a slope: the first and last point of its scale.
    pub from: i64,
    /// The last point.
    pub to: i64,
    /// Of a slope: what its two ends are called.
    pub ends: Vec<String>,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Bars, one for each group.
    #[default]
    Bars,
    /// One bar a row, in parts that come to the whole.
    Stacked,
    /// A line a row, from before to after.
    Slope,
    /// A cell for each row and column, darker where it is more.
    Table,
}

/// A row of a chart.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Row {
    /// What it is about.
    pub label: String,
    /// Its bars, parts, ends or cells.
    pub values: Vec<Mark>,
    /// What stands at its end.
    pub note: String,
}

/// One thing that is drawn.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Mark {
    /// How long, from 0 to 100; of a slope, where on its scale.
    pub share: f64,
    /// What stands on or beside it.
    pub text: String,
}

/// Most pictures whose parts are remembered for the next.
const REMEMBERED: usize = 8;
/// Pixels for each point: sharp on a phone, and some 40 KB.
const SHARPNESS: f64 = 2.5;

/// The chart as PNG.
///
/// # Errors
/// What the template stumbles over: a mistake in the program.
pub fn png(chart: &Chart) -> Result<Vec<u8>, String> {
    let data = serde_json::to_vec(chart).map_err(|error| error.to_string())?;
    let page = Page { data: Bytes::new(data) };
    let document: PagedDocument = typst::compile(&page).output.map_err(|errors| {
        let said = errors.iter().map(|error| error.message.to_string());
        said.collect::<Vec<_>>().join("; ")
    })?;
    let page = document.pages().first().ok_or("a chart without a page")?;
    let options = RenderOptions { pixel_per_pt: SHARPNESS.into(), render_bleed: false };
    let picture = typst_render::render(page, &options).encode_png().map_err(|error| error.to_string());
    typst::comemo::evict(REMEMBERED); // or its memory would grow with every picture
    picture
}

/// What is the same for every chart.
struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
    data: FileId,
}

static PRESS: LazyLock<Press> = LazyLock::new(|| {
    let files: [&[u8]; 2] = [include_bytes!("fonts/Cairo_400Regular.ttf"), include_bytes!("fonts/Cairo_700Bold.ttf")];
    let fonts: Vec<Font> = files.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect();
    Press {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        template: Source::new(at("chart.typ"), include_str!("chart.typ").to_owned()),
        data: at("data.json"),
    }
});

/// A file of the template's world. The names are ours and hold nothing that a path may not.
fn at(name: &str) -> FileId {
    let path = VirtualPath::new(name).unwrap_or_else(|_| unreachable!("a plain name is a path"));
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// The template and what it reads; there is nothing else, no clock, no folder.
struct Page {
    data: Bytes,
}

impl World for Page {
    fn library(&self) -> &LazyHash<Library> {
        &PRESS.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &PRESS.book
    }

    fn main(&self) -> FileId {
        PRESS.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main() { Ok(PRESS.template.clone()) } else { Err(FileError::AccessDenied) }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(share: f64, text: &str) -> Mark {
        Mark { share, text: text.into() }
    }

    #[test]
    fn every_kind_is_drawn_whatever_its_texts_hold() {
        let hostile = "a".repeat(300) + "\u{202e}#let x = 1 $ \" \\ 😀 ${name} اختبار";
        for kind in [Kind::Bars, Kind::Stacked, Kind::Slope, Kind::Table] {
            for (rtl, rows) in [(true, 0), (false, 1), (true, 3)] {
                let row = Row {
                    label: hostile.clone(),
                    values: vec![mark(0.0, &hostile), mark(100.0, "100%")],
                    note: hostile.clone(),
                };
                let chart = Chart {
                    lang: if rtl { "ar".into() } else { "fr".into() },
                    rtl,
                    kind,
                    title: hostile.clone(),
                    lines: vec![hostile.clone()],
                    legend: vec![hostile.clone(), String::new()],
                    rows: vec![row; rows],
                    from: 1,
                    to: 5,
                    ends: vec!["قبل".into(), "بعد".into()],
                };
                let picture = png(&chart).unwrap_or_else(|error| panic!("{kind:?}, {rows} rows: {error}"));
                assert!(picture.starts_with(b"\x89PNG"));
            }
        }
    }
}
