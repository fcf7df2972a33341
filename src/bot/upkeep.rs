//! Tasks at start and every hour: surveys whose last day has passed are closed, and nothing is stored longer than the
//! privacy notice promises (confidential answers 12 months, profiles until three months after the term).

use chrono::Months;

use super::context::Ctx;
use super::error::Result;
use super::meetings::time;
use super::prefetch::Prefetch;
use super::state::Bot;
use super::summaries::publish;
use super::surveys::ending;
use crate::store::erasures::Erasures;
use crate::store::{
    self, Store, announcements, conversations, imports, inbox, letters, members, people, retention, surveys,
};
use crate::text::{self, dates};
use crate::types::{Address, DAY, Millis, Timestamp};

/// How long the letters of an ended broadcast are stored, so that they can be edited or answered, and announcements with
/// the list of those who got them: 90 days.
const LETTERS_KEPT: Millis = 90 * DAY;
/// How long what members and coordinators write to each other is stored after the last message.
const MESSAGES_KEPT: Millis = 90 * DAY;
/// Months after which confidential answers are separated from their people.
const NAMED: Months = Months::new(12);
/// Months between the end of the term and the erasure of everybody.
const AFTER_TERM: Months = Months::new(3);

/// Runs every task that is due.
pub async fn tidy(bot: &Bot, store: &Store, now: Timestamp) -> Result<()> {
    Erasures::beside(store.path()).forget_old(now)?;
    let mut transaction = store.write().await?;
    inbox::delete_old(&mut transaction, now).await?;
    letters::delete_ended_before(&mut transaction, now - LETTERS_KEPT).await?;
    announcements::delete_before(&mut transaction, now - LETTERS_KEPT).await?;
    conversations::delete_before(&mut transaction, now - MESSAGES_KEPT).await?;
    imports::delete_before(&mut transaction, now - LETTERS_KEPT).await?;
    {
        let mut prefetch = Prefetch::default();
        let nobody = Address::telegram(0);
        let ctx = &mut Ctx::outside(bot, &mut transaction, &mut prefetch, now, nobody, text::FIRST_LANGUAGE);
        let moved = time::recompute_instants(ctx).await?;
        if moved > 0 {
            tracing::warn!(
                meetings = moved,
                "legal time has changed: meetings keep their hour, and their people are told"
            );
        }
        time::close_forgotten(ctx).await?;
        for meeting in std::mem::take(&mut ctx.effects.attendance_changed) {
            publish::follow_attendance(ctx, meeting).await?;
        }
    }
    let overdue = surveys::list_overdue(&mut transaction, now).await?;
    for survey in &overdue {
        ending::close(bot, &mut transaction, survey, now).await?;
    }
    let today = dates::day_of(now);
    let mut erased = 0;
    if let Some(day) = today.checked_sub_months(NAMED) {
        erased += retention::delete_personal_data(&mut transaction, dates::end_of(day)).await?;
    }
    for person in members::list_removed_before(&mut transaction, now - members::KEPT_AFTER_REMOVAL).await? {
        people::erase(&mut transaction, person).await?;
        erased += 1;
    }
    let last = bot.notice.term_ends.and_then(|day| day.checked_add_months(AFTER_TERM));
    if last.is_some_and(|last| today > last) {
        erased += retention::erase_everyone(&mut transaction).await?;
    }
    transaction.commit().await.map_err(store::Error::from)?;
    if erased > 0 {
        tracing::info!(rows = erased, "what had been kept long enough was erased");
    }
    if erased > 0 || overdue.iter().any(|survey| survey.anonymous) {
        bot.results.clear();
        store.mark_wal_dirty(); // the desk's next turn empties the log
    }
    Ok(())
}
