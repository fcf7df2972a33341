//! What coordinators take away as a file. It is made when it is sent, on a thread of its own and from a look of its own at the
//! database: that takes longer than a transaction may, and others are served meanwhile.

use std::error::Error;
use std::io::Cursor;
use std::sync::Arc;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::ahead::Ahead;
use super::export::{self, Layout};
use super::shown::Shown;
use super::{Ctx, papers, workbooks};
use crate::chat::{Drawing, File};
use crate::report::render::{report, workbook};
use crate::store::responses;
use crate::store::surveys::Survey;

/// Most responses whose table is sent as it is; a larger one is packed. Telegram takes files of 50 MB, and connections are
/// costly.
const PLAIN: usize = 5_000;

/// The bytes, or why they could not be made.
type Made = std::result::Result<Vec<u8>, Box<dyn Error + Send + Sync>>;

/// The results as a workbook.
pub fn workbook(ctx: &Ctx<'_>, shown: &Shown) -> File {
    let (name, shown) = (format!("{}-{}.xlsx", shown.survey.name, shown.survey.id), shown.clone());
    later(ctx, name, async move |ctx| {
        let sheets = workbooks::sheets(ctx, &shown).await?;
        Ok(workbook::xlsx(&sheets, ctx.tongue().rtl)?)
    })
}

/// The results as a report to print and hand over.
pub fn report(ctx: &Ctx<'_>, shown: &Shown) -> File {
    let (name, shown) = (format!("{}-{}.pdf", shown.survey.name, shown.survey.id), shown.clone());
    later(ctx, name, async move |ctx| Ok(report::pdf(&papers::paper(ctx, &shown).await?)?))
}

/// The answers of so many people as a table, with labels in a language.
pub fn table(ctx: &Ctx<'_>, survey: &Survey, n: usize, layout: Layout, language: &str) -> File {
    let kind = if layout == Layout::Long { "long-" } else { "" };
    let name = format!("{}-{}-{kind}{language}.csv", survey.name, survey.id);
    let (survey, language) = (survey.clone(), language.to_owned());
    let (inside, packed) = (name.clone(), n > PLAIN);
    later(ctx, if packed { name + ".zip" } else { name }, async move |ctx| {
        let responses = responses::of_survey(ctx.db, survey.id).await?;
        let sheet = export::sheet(ctx, &survey, &responses, &language).await?;
        if !packed {
            let mut bytes = Vec::new();
            sheet.write(layout, &mut bytes)?;
            return Ok(bytes);
        }
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(&inside, SimpleFileOptions::default())?;
        sheet.write(layout, &mut zip)?;
        Ok(zip.finish()?.into_inner())
    })
}

fn later<M>(ctx: &Ctx<'_>, name: String, make: M) -> File
where
    M: AsyncFn(&mut Ctx<'_>) -> Made + Send + Sync + 'static,
{
    let (home, now, language) = (ctx.bot.home(), ctx.now, ctx.language.clone());
    let made = move || -> Made {
        let (bot, store) = home.clone().ok_or("the bot has not settled")?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        runtime.block_on(async {
            let mut db = store.read().await?;
            let mut ahead = Ahead::default();
            make(&mut Ctx::outside(&bot, &mut db, &mut ahead, now, 0, &language)).await
        })
    };
    // Whatever the caller's thread is doing.
    let draw = move || {
        let made = std::thread::scope(|scope| scope.spawn(&made).join());
        made.unwrap_or_else(|_| Err("it panicked".into())).map_err(|error| error.to_string())
    };
    File::Later(name.clone(), Drawing { says: name, draw: Arc::new(draw) })
}
