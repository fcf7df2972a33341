//! What coordinators take away as a file, carried out when it is sent.
//!
//! Making one takes longer than a transaction may. So a reply carries a plain request ([`Export`]), and whoever sends it has
//! an [`Exporter`], which looks into the database by itself while others are served.

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
use crate::report::render::report::pdf;
use crate::report::render::workbook::xlsx;
use crate::store::{self, Store};
use crate::types::Address;

/// A file is made for whoever gets it: nothing is written to anybody.
const NOBODY: Address = Address::telegram(0);

/// The bytes, or why they could not be made.
type Made<T = Vec<u8>> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Makes the files that are asked for.
#[derive(Clone)]
pub struct Exporter {
    bot: Arc<Bot>,
    store: Store,
}

impl Exporter {
    /// Makes files from what the bot says and the database holds.
    pub fn new(bot: Arc<Bot>, store: Store) -> Exporter {
        Exporter { bot, store }
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// Why it could not be made. It would go wrong again.
    pub async fn make(&self, export: &Export) -> Result<Vec<u8>, String> {
        let (exporter, export, runtime) = (self.clone(), export.clone(), Handle::current());
        // Counting, drawing and packing take seconds: on a thread for what blocks, where nobody waits for them.
        let making = tokio::task::spawn_blocking(move || runtime.block_on(exporter.made(&export)));
        making.await.unwrap_or_else(|_| Err("it panicked".into())).map_err(|error| error.to_string())
    }

    async fn made(&self, export: &Export) -> Made {
        let locale = Locale { bot: &self.bot, now: export.at, language: export.language.clone() };
        match export.kind {
            ExportKind::Workbook => {
                let (results, background) = self.results(export).await?;
                let sheets = workbook::sheets(&locale, &results, &background);
                Ok(xlsx(&sheets, locale.language().rtl)?)
            }
            ExportKind::Report => {
                let (results, background) = self.results(export).await?;
                Ok(pdf(&report::paper(&locale, &results, &background))?)
            }
            ExportKind::Table { long, packed } => {
                let layout = if long { Layout::Long } else { Layout::Wide };
                self.table(export, layout, packed).await
            }
        }
    }

    /// The results and what stands beside them. The connection is given back before they are written out: there are few.
    async fn results(&self, export: &Export) -> Made<(ReleasedResults, Background)> {
        let (mut db, mut prefetch) = (self.store.read().await?, Prefetch::default());
        let mut ctx = Ctx::outside(&self.bot, &mut db, &mut prefetch, export.at, NOBODY, &export.language);
        let survey = store::surveys::find(ctx.db, export.survey).await?.ok_or(Error::Lost("survey"))?;
        let background = load::background(&mut ctx, &survey).await?;
        let results = load::load_whole(&mut ctx, survey).await?.ok_or("there is nothing to be shown any more")?;
        Ok((results, background))
    }

    /// The answers as CSV, with labels in the language of the request; packed where there are many.
    async fn table(&self, export: &Export, layout: Layout, packed: bool) -> Made {
        let (mut db, mut prefetch) = (self.store.read().await?, Prefetch::default());
        let mut ctx = Ctx::outside(&self.bot, &mut db, &mut prefetch, export.at, NOBODY, &export.language);
        let survey = store::surveys::find(ctx.db, export.survey).await?.ok_or(Error::Lost("survey"))?;
        let responses = store::responses::list_of_survey(ctx.db, survey.id).await?;
        let sheet = export::sheet(&mut ctx, &survey, &responses, &export.language).await?;
        if !packed {
            let mut bytes = Vec::new();
            sheet.write(layout, &mut bytes)?;
            return Ok(bytes);
        }
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let inside = export.name.strip_suffix(".zip").unwrap_or(&export.name);
        zip.start_file(inside, SimpleFileOptions::default())?;
        sheet.write(layout, &mut zip)?;
        Ok(zip.finish()?.into_inner())
    }
}
