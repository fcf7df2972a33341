//! Closes surveys. An anonymous one forgets who took part, what was not submitted, and profiles that too few people
//! share.

use sqlx::SqliteConnection;

use crate::bot::error::Result;
use crate::bot::state::Bot;
use crate::dialog::Answer;
use crate::dialog::{Key, Value, WITHHELD};
use crate::report::disclosure::microdata;
use crate::store;
use crate::store::surveys::Survey;
use crate::types::{SurveyId, Timestamp};

pub async fn close(bot: &Bot, db: &mut SqliteConnection, survey: &Survey, now: Timestamp) -> Result<()> {
    store::surveys::close(db, survey.id, now).await?;
    if survey.anonymous {
        withhold(bot, db, survey.id).await?;
    }
    Ok(())
}

/// Removes sex, area and the like from responses whose profile too few people share: in a body of twenty, "rural, a
/// man" may be a name.
async fn withhold(bot: &Bot, db: &mut SqliteConnection, survey: SurveyId) -> Result<()> {
    let mut all = Vec::new();
    for response in store::responses::list_of_survey(db, survey).await? {
        let localized = bot.library.version(db, response.version).await?;
        let profile_questions = localized.dialog.questions.iter().filter(|question| question.profile);
        let keys: Vec<Key> = profile_questions.map(|question| Key::once(&question.id)).collect();
        all.push((response, keys));
    }
    let profile = |answers: &[Answer], keys: &[Key]| -> Vec<String> {
        let own = answers.iter().filter(|answer| keys.contains(&answer.0));
        own.map(|answer| format!("{} {:?}", answer.0.dotted(), answer.1)).collect()
    };
    let rare = microdata::rare_profiles(
        all.iter().map(|(response, keys)| profile(&response.answers, keys)),
        bot.notice.min_group_size(),
    );
    for (response, keys) in &mut all {
        if rare.contains(&profile(&response.answers, keys)) {
            for answer in response.answers.iter_mut().filter(|answer| keys.contains(&answer.0)) {
                *answer = (answer.0.clone(), Value::Picks(vec![WITHHELD.to_owned()])).into();
            }
            store::responses::set_answers(db, response.id, &response.answers).await?;
        }
    }
    Ok(())
}
