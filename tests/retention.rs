//! Personal data is deleted when the privacy notice promises it.

#![expect(clippy::unwrap_used, reason = "tests")]

use takafou::bot::batch;
use takafou::bot::upkeep::tidy;
use takafou::chat::{Event, UserInput};
use takafou::config::Settings;
use takafou::dialog::{Key, Value};
use takafou::rehearsal::Rehearsal;
use takafou::store::{people, responses, surveys};
use takafou::types::{Address, Bodies, DAY, ResponseId, Timestamp, UpdateId, VersionId};

/// 23 November 2026.
const NOW: Timestamp = Timestamp(1_795_428_000_000);

async fn rehearsal(folder: &std::path::Path, term_ends: &str) -> Rehearsal {
    let (controller, contact) = ("c".to_owned(), "d".to_owned());
    let settings = Settings { controller, contact, term_ends: term_ends.into(), ..Settings::default() };
    Rehearsal::new(settings, folder.join("t.db"), NOW, [1; 32]).await.unwrap()
}

#[tokio::test]
async fn confidential_answers_lose_name_and_words_after_twelve_months() {
    let folder = tempfile::tempdir().unwrap();
    let mut it = rehearsal(folder.path(), "").await;
    it.join(1, "ar").await.unwrap();
    let mut db = it.store.write().await.unwrap();
    let survey = surveys::open(&mut db, "needs", false, &Bodies::All, NOW, NOW + 7 * DAY).await.unwrap();
    db.commit().await.unwrap();
    let mut db = it.store.write().await.unwrap();
    let person = people::find_by_address(&mut db, Address::telegram(1)).await.unwrap().unwrap();
    let answers =
        vec![(Key::once("C1"), Value::Picks(vec!["yes".into()])), (Key::once("C9"), Value::Text("my words".into()))];
    let submission = responses::Submission {
        survey,
        version: VersionId(1),
        person: &person,
        anonymous: false,
        id: ResponseId(77),
        answers,
        apart: vec![(Key::once("C3"), Value::Picks(vec!["yes".into()]))],
        at: NOW,
    };
    responses::submit(&mut db, &submission).await.unwrap();
    db.commit().await.unwrap();

    tidy(&it.bot, &it.store, NOW + 360 * DAY).await.unwrap();
    let mut db = it.store.read().await.unwrap();
    assert_eq!(responses::list_of_person(&mut db, person.id).await.unwrap().len(), 1, "not yet");
    drop(db);

    tidy(&it.bot, &it.store, NOW + 380 * DAY).await.unwrap();
    let mut db = it.store.read().await.unwrap();
    assert_eq!(responses::list_of_person(&mut db, person.id).await.unwrap().len(), 0);
    let kept = responses::list_of_survey(&mut db, survey).await.unwrap();
    assert_eq!((kept.len(), kept[0].answers.len(), kept[0].body, kept[0].submitted_at), (1, 1, None, None));
    assert!(responses::list_wishes(&mut db, Some(survey), None).await.unwrap().is_empty());
    drop(db);
    let event = Event {
        update: UpdateId(99),
        address: Address::telegram(1),
        language: None,
        message: None,
        input: UserInput::Other,
    };
    assert_eq!(
        batch::handle_batch(&it.bot, &it.store, NOW + 380 * DAY, &[event], &[]).await.len(),
        1,
        "the bot goes on"
    );
}

#[tokio::test]
async fn profiles_go_three_months_after_the_term() {
    let folder = tempfile::tempdir().unwrap();
    let mut it = rehearsal(folder.path(), "2026-12-31").await;
    it.join(1, "ar").await.unwrap();
    for (days, stays) in [(120, true), (130, false)] {
        tidy(&it.bot, &it.store, NOW + days * DAY).await.unwrap();
        let mut db = it.store.read().await.unwrap();
        assert_eq!(
            people::find_by_address(&mut db, Address::telegram(1)).await.unwrap().is_some(),
            stays,
            "after {days} days"
        );
    }
}
