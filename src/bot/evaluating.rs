//! The evaluation of a training opens by itself on the evening of its last day, where the coordinator has asked for it. Who was
//! there and who was not get the same survey: its first question leads each to their part.

use sqlx::SqliteConnection;

use super::ahead::Ahead;
use super::{Bot, Ctx, Result, letters, meetings, rounds};
use crate::dialog::Usage;
use crate::store::meetings as kept;
use crate::store::{self, Millis, Store, people, surveys};
use crate::text::FIRST_LANGUAGE;

/// The survey's name.
const SURVEY: &str = "evaluation";
/// How long after its last day began a training is still thought of: over a weekend without power.
const LATE: Millis = 4 * 86_400_000;

/// The meetings whose evaluation is due now; those that want none are marked so.
async fn due(bot: &Bot, db: &mut SqliteConnection, now: Millis) -> Result<Vec<(i64, bool, Millis)>> {
    let mut found = Vec::new();
    for id in surveys::unevaluated(db, now - LATE, now + 86_400_000).await? {
        let (Some(meeting), days) = (kept::find(db, id).await?, kept::days(db, id).await?) else { continue };
        let wanted = meeting.answers.iter().any(|(key, value)| {
            let yes = matches!(value, crate::dialog::Value::Picks(picks) if picks.iter().any(|pick| pick == "yes"));
            key.question == "evaluation" && yes
        });
        let Some(last) = days.last() else { continue };
        let (opens, closes) =
            bot.rules.reminders.evaluation(meetings::wall(last.ends.as_deref().unwrap_or(&last.begins)));
        if opens <= now {
            found.push((id, wanted, closes));
        }
    }
    Ok(found)
}

/// Opens what is due. True if anything was.
///
/// # Errors
/// When the database refuses.
pub async fn open(bot: &Bot, store: &Store, now: Millis) -> Result<bool> {
    if due(bot, &mut *store.read().await?, now).await?.is_empty() {
        return Ok(false);
    }
    let mut transaction = store.write().await?;
    for (id, wanted, closes_at) in due(bot, &mut transaction, now).await? {
        let survey = if wanted { opened(bot, &mut transaction, id, now, closes_at).await? } else { None };
        surveys::evaluated(&mut transaction, id, survey.unwrap_or(0)).await?;
    }
    transaction.commit().await.map_err(store::Error::from)?;
    Ok(true)
}

/// Opens the survey to the bodies of a meeting and tells its people; nothing if it is open to any of them already.
async fn opened(
    bot: &Bot,
    db: &mut SqliteConnection,
    meeting: i64,
    now: Millis,
    closes_at: Millis,
) -> Result<Option<i64>> {
    let Some((_, played)) = bot.library.latest(SURVEY) else {
        return Ok(None);
    };
    let bodies = kept::bodies(db, meeting).await?;
    if rounds::is_open_to(db, SURVEY, &bodies, now).await? || closes_at <= now {
        return Ok(None);
    }
    let anonymous = played.dialog.usage == Usage::Anonymous;
    let survey = surveys::open(db, SURVEY, anonymous, &bodies, now, closes_at).await?;
    let coordinator = kept::find(db, meeting).await?.and_then(|row| row.person);
    let person = match coordinator {
        Some(person) => people::with_id(db, person).await?,
        None => None,
    };
    let invited = kept::invited(db, meeting).await?.into_iter().map(|invited| invited.person).collect::<Vec<_>>();
    store::audit(db, now, coordinator, "opened a survey", survey, None).await?;
    let mut ahead = Ahead::default();
    let ctx = &mut Ctx::outside(bot, db, &mut ahead, now, 0, FIRST_LANGUAGE);
    letters::tell_of_survey(ctx, person.as_ref(), survey, closes_at, &invited).await?;
    Ok(Some(survey))
}
