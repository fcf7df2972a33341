//! The files that coordinators download, made when they are sent.
//!
//! Making one takes longer than a transaction may. So a reply carries a request ([`Export`]), and the sender has an
//! [`Exporter`], which reads the database by itself while others are served.

use std::io::Cursor;
use std::sync::Arc;

use tokio::runtime::Handle;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::context::{Ctx, Locale};
use super::error::Error;
use super::prefetch::Prefetch;
use super::results::load::{self, Background, ReleasedResults};
use super::results::{report, workbook};
use super::state::Bot;
use super::surveys::export::{self, Layout};
use crate::chat::{Export, ExportKind};
use crate::report::disclosure::rows::RowRefusal;
use crate::report::render::report::pdf;
use crate::report::render::workbook::xlsx;
use crate::store::surveys::Survey;
use crate::store::{self, Store};
use crate::types::{Address, Timestamp};

/// The context needs an address, but nothing is written to anybody.
const NOBODY: Address = Address::telegram(0);

/// The bytes, or why they could not be made.
type ExportResult<T = Vec<u8>> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[derive(Clone)]
pub struct Exporter {
    bot: Arc<Bot>,
    store: Store,
}

impl Exporter {
    pub fn new(bot: Arc<Bot>, store: Store) -> Exporter {
        Exporter { bot, store }
    }

    /// Makes the bytes of a file. An error is final: a second try would fail in the same way.
    pub async fn make(&self, export: &Export) -> Result<Vec<u8>, String> {
        let (exporter, export, runtime) = (self.clone(), export.clone(), Handle::current());
        // Counting, drawing and packing take seconds, so they run on a thread that may block.
        let making = tokio::task::spawn_blocking(move || runtime.block_on(exporter.make_bytes(&export)));
        making.await.unwrap_or_else(|_| Err("it panicked".into())).map_err(|error| error.to_string())
    }

    /// Why the answers of each person to a survey may not be given out now. None: they may.
    pub async fn refuse_rows(&self, survey: &Survey, at: Timestamp) -> Result<Option<RowRefusal>, Error> {
        let (mut db, mut prefetch) = (self.store.read().await?, Prefetch::default());
        let mut ctx = Ctx::outside(&self.bot, &mut db, &mut prefetch, at, NOBODY, crate::text::FIRST_LANGUAGE);
        export::refuse(&mut ctx, survey).await
    }

    async fn make_bytes(&self, export: &Export) -> ExportResult {
        let locale = Locale { bot: &self.bot, now: export.at, language: export.language.clone() };
        match export.kind {
            ExportKind::Workbook => {
                let (results, background) = self.results(export).await?;
                let sheets = workbook::sheets(&locale, &results, &background);
                Ok(xlsx(&sheets, locale.language().rtl)?)
            }
            ExportKind::Report => {
                let (results, background) = self.results(export).await?;
                Ok(pdf(&report::make_report(&locale, &results, &background))?)
            }
            ExportKind::Table { long, packed } => {
                let survey = store::surveys::find(&mut *self.store.read().await?, export.survey).await?;
                let survey = survey.ok_or(Error::Missing("survey"))?;
                // It may have been asked for before a member erased themselves.
                if let Some(refusal) = self.refuse_rows(&survey, export.at).await? {
                    return Err(format!("the answers of each person may not be given out: {refusal:?}").into());
                }
                self.make_table(export, long, packed).await
            }
        }
    }

    /// The results and what stands beside them. The database connection is released before the file is written, because
    /// there are few.
    async fn results(&self, export: &Export) -> ExportResult<(ReleasedResults, Background)> {
        let (mut db, mut prefetch) = (self.store.read().await?, Prefetch::default());
        let mut ctx = Ctx::outside(&self.bot, &mut db, &mut prefetch, export.at, NOBODY, &export.language);
        let survey = store::surveys::find(ctx.db, export.survey).await?.ok_or(Error::Missing("survey"))?;
        let background = load::background(&mut ctx, &survey).await?;
        let results = load::load_for_file(&mut ctx, survey).await?.ok_or("there is nothing to be shown any more")?;
        Ok((results, background))
    }

    /// The answers as CSV, with labels in the language of the request; compressed if `packed`. Whether they may be given out
    /// is not asked here.
    pub(crate) async fn make_table(&self, export: &Export, long: bool, packed: bool) -> ExportResult {
        let layout = if long { Layout::Long } else { Layout::Wide };
        let (mut db, mut prefetch) = (self.store.read().await?, Prefetch::default());
        let mut ctx = Ctx::outside(&self.bot, &mut db, &mut prefetch, export.at, NOBODY, &export.language);
        let survey = store::surveys::find(ctx.db, export.survey).await?.ok_or(Error::Missing("survey"))?;
        let responses = store::responses::list_of_survey(ctx.db, survey.id).await?;
        let table = export::load_table(&mut ctx, &survey, &responses, &export.language).await?;
        if !packed {
            let mut bytes = Vec::new();
            table.write(layout, &mut bytes)?;
            return Ok(bytes);
        }
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let inside = export.name.strip_suffix(".zip").unwrap_or(&export.name);
        zip.start_file(inside, SimpleFileOptions::default())?;
        table.write(layout, &mut zip)?;
        Ok(zip.finish()?.into_inner())
    }
}
