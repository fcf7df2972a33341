//! Closed surveys that an invented crowd has answered, for tests of results.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use takafou::chat::{Press, Route};
use takafou::config::Settings;
use takafou::crowd;
use takafou::dialog::Usage;
use takafou::rehearsal::Rehearsal;
use takafou::store::{bodies, surveys};
use takafou::types::{Bodies, DAY, SurveyId, Timestamp};

/// The present moment of these tests.
pub const NOW: Timestamp = Timestamp(1_795_428_000_000);
/// The chat of the coordinator.
pub const COORDINATOR: i64 = 1;

/// A closed survey that this many bodies have answered, and its number. The answers are the same every time.
pub async fn closed(folder: &std::path::Path, survey: &str, language: &str, count: i64) -> (Rehearsal, SurveyId) {
    let settings = Settings {
        controller: "مجلس مخترع".into(),
        controller_fr: "Conseil inventé".into(),
        contact: "contact".into(),
        ..Settings::default()
    };
    let mut town = Rehearsal::new(settings, folder.join("t.db"), NOW, [2; 32]).await.unwrap();
    town.join(COORDINATOR, language).await.unwrap();
    let (_, played) = town.bot.library.latest(survey).unwrap();
    let anonymous = played.dialog.usage == Usage::Anonymous;
    let mut random = StdRng::seed_from_u64(22);
    let mut db = town.store.write().await.unwrap();
    let id = surveys::open(&mut db, survey, anonymous, &Bodies::All, NOW, NOW + DAY).await.unwrap();
    for n in 1..=count {
        let body = bodies::add(&mut db, &format!("هيئة {n}"), &format!("Instance {n}"), NOW).await.unwrap();
        let members = n * 1000..n * 1000 + random.random_range(3..34);
        for person in crowd::join(&mut db, body, members, NOW, &mut random).await.unwrap() {
            crowd::answer(&mut db, &town.bot.library, id, &person, NOW, &mut random).await.unwrap();
        }
    }
    db.commit().await.unwrap();
    town.press(COORDINATOR, Press::Go(Route::CloseSurvey { survey: id })).await;
    (town, id)
}
