//! What is said of a closed survey stays what it was at the closing, whoever joins, moves or leaves afterwards.

#![expect(clippy::unwrap_used, reason = "tests")]

use takafou::chat::{Press, Route};
use takafou::rehearsal::Rehearsal;
use takafou::store::surveys::{self, BodyTurnout};
use takafou::store::{bodies, people};
use takafou::types::{Address, Bodies, DAY, SurveyId};

#[path = "support/crowd.rs"]
mod crowd;
use crowd::{COORDINATOR, NOW, closed};

async fn turnout(town: &Rehearsal, survey: SurveyId) -> Vec<BodyTurnout> {
    surveys::count_turnout(&mut town.store.read().await.unwrap(), survey).await.unwrap()
}

/// Text and picture of the overview, without the buttons.
async fn overview(town: &mut Rehearsal, survey: SurveyId) -> String {
    town.press(COORDINATOR, Press::Go(Route::Overview { survey, page: 0 })).await;
    let screen = town.screen(COORDINATOR).unwrap();
    format!("{}\n{}", screen.text, screen.picture.as_ref().unwrap().says)
}

/// Somebody joins the body with this number, and a body is added.
async fn newcomers(town: &mut Rehearsal) {
    let mut db = town.store.write().await.unwrap();
    let body = surveys::count_turnout(&mut db, SurveyId(1)).await.unwrap()[0].body;
    for chat in 90_000..90_003 {
        let address = Address::telegram(chat);
        people::add(&mut db, address, "ar", "test", NOW, body).await.unwrap();
        let person = people::find_by_address(&mut db, address).await.unwrap().unwrap();
        people::set_profile(&mut db, &person).await.unwrap();
        takafou::store::members::admit(&mut db, person.id, town.now).await.unwrap();
    }
    bodies::add(&mut db, "هيئة جديدة", "Instance nouvelle", town.now).await.unwrap();
    db.commit().await.unwrap();
}

#[tokio::test]
async fn a_closed_survey_keeps_its_turnout_and_an_open_one_follows_its_members() {
    for survey in ["needs", "evaluation"] {
        let folder = tempfile::tempdir().unwrap();
        let (mut town, id) = closed(folder.path(), survey, "fr", 2).await;
        let (before, said) = (turnout(&town, id).await, overview(&mut town, id).await);
        newcomers(&mut town).await;
        let member = 1_000; // of the first body of the crowd
        town.press(member, Press::Go(Route::Erase)).await;
        assert_eq!(turnout(&town, id).await, before, "{survey}");
        assert_eq!(overview(&mut town, id).await, said, "{survey}");
        // Closing it again, as a button pressed twice does, changes nothing.
        town.press(COORDINATOR, Press::Go(Route::CloseSurvey { survey: id })).await;
        assert_eq!(turnout(&town, id).await, before, "{survey}");

        let mut db = town.store.write().await.unwrap();
        let open = surveys::open(&mut db, survey, false, &Bodies::All, town.now, town.now + DAY).await.unwrap();
        db.commit().await.unwrap();
        let invited = |of: &[BodyTurnout]| of.iter().map(|body| body.invited).sum::<i64>();
        assert_eq!(invited(&turnout(&town, open).await), invited(&before) + 2, "three joined, one left");
    }
}

#[tokio::test]
async fn whoever_joins_between_the_last_day_and_the_bots_next_look_was_not_invited() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, _) = closed(folder.path(), "needs", "fr", 1).await;
    let mut db = town.store.write().await.unwrap();
    let closes_at = town.now + DAY;
    let id = surveys::open(&mut db, "needs", false, &Bodies::All, town.now, closes_at).await.unwrap();
    db.commit().await.unwrap();
    let before = turnout(&town, id).await;
    town.now = closes_at + 1;
    newcomers(&mut town).await;
    overview(&mut town, id).await; // the bot notices that the survey has closed
    let after = turnout(&town, id).await;
    assert_eq!(after[..before.len()], before, "those who joined too late are not counted");
}
