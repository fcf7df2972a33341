//! What is done by itself, at start and every hour: surveys whose day has passed are closed, and nothing is kept longer
//! than the notice promises (domain: confidential answers 12 months, profiles until three months after the term).

use chrono::Months;

use super::ahead::Ahead;
use super::{Bot, Ctx, Result, convening, desk, ending, managing, shown};
use crate::store::{self, Millis, Store, imports, inbox, retention, surveys, written};
use crate::text::{self, dates};

/// How long the letters of an ended broadcast are kept, to be edited or answered: 90 days.
const LETTERS_KEPT: Millis = 90 * 86_400_000;
/// Months after which confidential answers no longer name anybody.
const NAMED: Months = Months::new(12);
/// Months after the end of the term at which everybody is erased.
const AFTER_TERM: Months = Months::new(3);

/// Does what is due.
///
/// # Errors
/// When the database refuses.
pub async fn tidy(bot: &Bot, store: &Store, now: Millis) -> Result<()> {
    let mut transaction = store.write().await?;
    inbox::prune(&mut transaction).await?;
    written::prune(&mut transaction, now - LETTERS_KEPT).await?;
    imports::forget(&mut transaction, now - LETTERS_KEPT).await?;
    {
        let mut ahead = Ahead::default();
        let ctx = &mut Ctx::outside(bot, &mut transaction, &mut ahead, now, 0, text::FIRST_LANGUAGE);
        let moved = convening::recompute(ctx).await?;
        if moved > 0 {
            tracing::warn!(
                meetings = moved,
                "legal time has changed: meetings keep their hour, and their people are told"
            );
        }
        managing::close_forgotten(ctx).await?;
    }
    let overdue = surveys::overdue(&mut transaction, now).await?;
    for survey in &overdue {
        ending::close(bot, &mut transaction, survey, now).await?;
    }
    let today = dates::day_of(now);
    let mut gone = 0;
    if let Some(day) = today.checked_sub_months(NAMED) {
        gone += retention::part_from_people(&mut transaction, dates::end_of(day)).await?;
    }
    let last = bot.notice.term_ends.and_then(|day| day.checked_add_months(AFTER_TERM));
    if last.is_some_and(|last| today > last) {
        gone += retention::erase_everyone(&mut transaction).await?;
    }
    transaction.commit().await.map_err(store::Error::from)?;
    if gone > 0 {
        tracing::info!(rows = gone, "what had been kept long enough was erased");
    }
    if gone > 0 || overdue.iter().any(|survey| survey.anonymous) {
        shown::forget(bot);
        store.soil();
        desk::clean(store).await;
    }
    Ok(())
}
