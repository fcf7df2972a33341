//! The files that coordinators download, from a seeded population of 22 bodies and some 400 members: tables, workbook,
//! report and the words of every chart. `tests/recount.py` counts everything again with pandas, from the answers:
//! `TAKE_AWAY=FOLDER cargo test --test take_away && python3 tests/recount.py FOLDER`.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;

use serde_json::json;
use takafou::chat::{DimensionNumber, Press, Route, TopicNumber};
use takafou::rehearsal::Rehearsal;
use takafou::report::stats::population::Dimension;
use takafou::store::{bodies, responses};
use takafou::types::{BodyId, SurveyId};

#[path = "support/crowd.rs"]
mod crowd;
use crowd::{COORDINATOR, closed};

/// The answers, as the database stores them.
async fn said(town: &Rehearsal, survey: SurveyId) -> serde_json::Value {
    let mut db = town.store.read().await.unwrap();
    let names = bodies::list(&mut db).await.unwrap();
    let name = |id: BodyId| names.iter().find(|body| body.id == id).map(|body| body.name("fr"));
    let one = |one: &responses::StoredResponse| {
        let answers = one.answers.iter().map(|said| (said.0.dotted(), serde_json::to_value(&said.1).unwrap()));
        json!({
            "response": format!("r{:x}", one.id.0), "body": one.body.map(name), "role": one.role, "sex": one.sex,
            "area": one.area, "age": one.age, "answers": answers.collect::<serde_json::Map<_, _>>(),
        })
    };
    responses::list_of_survey(&mut db, survey).await.unwrap().iter().map(one).collect()
}

/// The topic at this place, split by the dimension of this number; 0: whole.
fn topic(survey: SurveyId, at: usize, by: usize) -> Route {
    let number = |n: usize| i64::try_from(n).unwrap();
    let by = (by > 0).then(|| DimensionNumber(number(by)));
    Route::Topic { survey, topic: TopicNumber(number(at) + 1), by }
}

/// Every picture of the chat in words: question by question, whole and by each dimension.
async fn pictures(town: &mut Rehearsal, survey: SurveyId) -> Vec<serde_json::Value> {
    let mut found = Vec::new();
    for at in 0.. {
        for by in 0..=Dimension::ALL.len() {
            let here = Press::Go(topic(survey, at, by));
            town.press(COORDINATOR, here.clone()).await;
            let screen = town.screen(COORDINATOR).unwrap();
            let shown = by == 0 || !screen.rows.concat().iter().any(|button| button.press == here);
            if let (true, Some(picture)) = (shown, &screen.picture) {
                let by = by.checked_sub(1).map(|by| Dimension::ALL[by].id());
                found.push(json!({ "at": at, "by": by, "says": picture.says }));
            }
        }
        let next = Press::Go(topic(survey, at + 1, 0));
        if !town.screen(COORDINATOR).unwrap().rows.concat().iter().any(|button| button.press == next) {
            return found;
        }
    }
    found
}

async fn taken(survey: &str, language: &str) {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, id) = closed(folder.path(), survey, language, 22).await;
    // The evaluation's rows may not be given out; they are counted again all the same.
    let (wide, long) = (town.answers(id, "fr", false).await, town.answers(id, language, true).await);
    for press in [Route::ExportAnswers { survey: id, language: 1 }, Route::ExportAnswersLong { survey: id }] {
        let given = town.press(COORDINATOR, Press::Go(press)).await;
        assert_eq!(given.files.is_empty(), survey == "evaluation", "{survey}: {press:?}");
    }
    let workbook = town.download(COORDINATOR, Press::Go(Route::ExportWorkbook { survey: id })).await.1;
    let report = town.download(COORDINATOR, Press::Go(Route::ExportReport { survey: id })).await.1;
    assert!(workbook.starts_with(b"PK") && report.starts_with(b"%PDF"));
    let lines = |csv: &[u8]| String::from_utf8(csv.to_vec()).unwrap().lines().count();
    assert!(lines(&long) > 3 * lines(&wide), "{survey}: an answer has a line of its own");
    let again = town.download(COORDINATOR, Press::Go(Route::ExportReport { survey: id })).await.1;
    assert_eq!(again, report, "{survey}: the same report twice");
    if let Some(folder) = std::env::var_os("TAKE_AWAY").map(PathBuf::from) {
        let keep = |name: &str, bytes: &[u8]| {
            std::fs::write(folder.join(format!("{survey}-{language}{name}")), bytes).unwrap();
        };
        let pictures = json!({ "said": said(&town, id).await, "pictures": pictures(&mut town, id).await });
        keep("-wide.csv", &wide);
        keep("-long.csv", &long);
        keep(".xlsx", &workbook);
        keep(".pdf", &report);
        keep(".json", &serde_json::to_vec_pretty(&pictures).unwrap());
    }
}

#[tokio::test]
async fn the_diagnostic_is_taken_away() {
    taken("diagnostic", "fr").await;
}

#[tokio::test]
async fn the_evaluation_is_taken_away() {
    taken("evaluation", "fr").await;
}

#[tokio::test]
async fn the_needs_are_taken_away() {
    taken("needs", "fr").await;
}

#[tokio::test]
async fn the_priorities_are_taken_away_in_french() {
    taken("priorities", "fr").await;
}

#[tokio::test]
async fn the_priorities_are_taken_away_in_arabic() {
    taken("priorities", "ar").await;
}
