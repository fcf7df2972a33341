//! The answers as CSV: codes and labels, the byte order mark, no cell that a spreadsheet would calculate, and no name.

#![expect(clippy::unwrap_used, reason = "tests")]

use takafou::chat::{Act, Press, Route};
use takafou::config::Settings;
use takafou::dialog::Value;
use takafou::rehearsal::Rehearsal;
use takafou::store::{responses, surveys};
use takafou::types::{Bodies, DAY, SurveyId, Timestamp};

const NOW: Timestamp = Timestamp(1_795_428_000_000);

#[tokio::test]
async fn a_response_is_one_row_with_codes_and_labels() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { controller: "مجلس".into(), contact: "contact".into(), ..Settings::default() };
    let mut town = Rehearsal::new(settings, folder.path().join("t.db"), NOW, [9; 32]).await.unwrap();
    town.join(1, "fr").await.unwrap();
    let mut db = town.store.write().await.unwrap();
    let survey = surveys::open(&mut db, "diagnostic", false, &Bodies::All, NOW, NOW + DAY).await.unwrap();
    db.commit().await.unwrap();
    town.press(1, Press::Go(Route::BeginSurvey { survey })).await;
    town.press(1, town.button(1, "Oui").unwrap()).await;
    town.say(1, "12 8").await;
    for _ in 0..40 {
        let buttons = town.screen(1).unwrap().rows.concat();
        let of = |wanted: &dyn Fn(&Press) -> bool| buttons.iter().map(|b| b.press.clone()).find(|press| wanted(press));
        let key = buttons
            .iter()
            .find_map(|b| if let Press::Run { key, .. } = &b.press { Some(key.question.clone()) } else { None });
        match key.as_deref() {
            Some("A11") => {
                let other =
                    |press: &Press| matches!(press, Press::Run { act: Act::Tick(id, true, _), .. } if id == "other");
                let done = |press: &Press| matches!(press, Press::Run { act: Act::Done, .. });
                if of(&|press| matches!(press, Press::Run { act: Act::Tick(id, false, _), .. } if id == "other"))
                    .is_some()
                {
                    town.press(1, of(&done).unwrap()).await;
                } else if let Some(press) = of(&other) {
                    town.press(1, press).await;
                } else {
                    town.press(1, town.button(1, "Page suivante").unwrap()).await;
                }
            }
            Some("A11b") => drop(town.say(1, "=HYPERLINK(\"http://x\"; \"الرابط\")").await),
            Some("review") | None => break,
            _ if of(&|press| matches!(press, Press::Run { act: Act::Submit, .. })).is_some() => break,
            _ => drop(town.press(1, of(&|press| matches!(press, Press::Run { act: Act::Skip, .. })).unwrap()).await),
        }
    }
    town.press(1, town.button(1, "Envoyer").unwrap()).await;

    // One row is one known person: it is not given out, neither while the survey is open nor afterwards.
    for route in [Route::CloseSurvey { survey }, Route::ManagedSurvey { survey, page: 0 }] {
        let reply = town.press(1, Press::Go(Route::ExportAnswers { survey, language: 1 })).await;
        assert!(reply.files.is_empty() && reply.screen.unwrap().text.contains("au moins 5"));
        town.press(1, Press::Go(route)).await;
    }
    let text = String::from_utf8(town.answers(survey, "fr", false).await).unwrap();
    let lines: Vec<&str> = text.strip_prefix('\u{feff}').unwrap().trim_end().split("\r\n").collect();
    assert_eq!(lines.len(), 2);
    assert!(
        lines[0].starts_with("response,version,day,body,role,sex,area,age,A1,A1_label,A2,A2_label,A3,"),
        "{}",
        lines[0]
    );
    let row = lines[1].split_once(",2026-11-23,").unwrap().1;
    assert!(row.starts_with("Meknès,member,f,,,1,Oui,12 8,Femmes 12 | Hommes 8,skipped,"), "{row}");
    assert!(row.contains("\"'=HYPERLINK(\"\"http://x\"\"; \"\"الرابط\"\")\""), "{row}");
    assert!(!text.contains("سلمى"), "no name in the export");
}

/// A member answers the evaluation: says that they were absent, says their sex, and skips everything else.
async fn evaluate(town: &mut Rehearsal, member: i64, survey: SurveyId, sex: &str) {
    town.press(member, Press::Go(Route::BeginSurvey { survey })).await;
    for _ in 0..20 {
        let buttons = town.screen(member).unwrap().rows.concat();
        let of = |wanted: &dyn Fn(&Act) -> bool| {
            let presses = buttons.iter().map(|button| button.press.clone());
            presses.into_iter().find(|press| matches!(press, Press::Run { act, .. } if wanted(act)))
        };
        if let Some(submit) = of(&|act| *act == Act::Submit) {
            town.press(member, submit).await;
            return;
        }
        let answer = ["absent", sex].into_iter().find_map(|id| of(&|act| *act == Act::Pick(id.into())));
        town.press(member, answer.or_else(|| of(&|act| *act == Act::Skip)).unwrap()).await;
    }
    panic!("the evaluation does not end");
}

#[tokio::test]
async fn anonymous_answers_leave_at_the_end_and_pick_nobody_out() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { controller: "مجلس".into(), contact: "contact".into(), ..Settings::default() };
    let mut town = Rehearsal::new(settings, folder.path().join("t.db"), NOW, [9; 32]).await.unwrap();
    town.join(1, "fr").await.unwrap();
    let (_, code) = town.body("بوفكران", "Boufakrane").await.unwrap();
    let mut db = town.store.write().await.unwrap();
    let survey = surveys::open(&mut db, "evaluation", true, &Bodies::All, NOW, NOW + DAY).await.unwrap();
    db.commit().await.unwrap();
    // Before anybody has answered the same is said: nobody waits for a table that never comes.
    let reply = town.press(1, Press::Go(Route::ManagedSurvey { survey, page: 0 })).await;
    assert!(reply.screen.unwrap().text.contains("en chiffres et en graphiques seulement"));
    for member in 2..12 {
        town.sign_up(member, "fr", &code, "Xx", "member", None).await;
        evaluate(&mut town, member, survey, if member == 2 { "m" } else { "f" }).await;
    }

    // While the survey is open, two tables before and after a submission would show what that person answered.
    let reply = town.press(1, Press::Go(Route::ExportAnswers { survey, language: 1 })).await;
    assert!(reply.files.is_empty(), "given out while it is open");
    town.press(1, Press::Go(Route::CloseSurvey { survey })).await;
    // Nor afterwards: with the charts beside them, rows would tell sex and area of each.
    for route in [Route::ExportAnswers { survey, language: 1 }, Route::ExportAnswersLong { survey }] {
        let reply = town.press(1, Press::Go(route)).await;
        assert!(reply.files.is_empty() && reply.screen.unwrap().text.contains("chiffres"), "{route:?}");
    }

    // A row of an anonymous table does not name the person.
    let text = String::from_utf8(town.answers(survey, "fr", false).await).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 11);
    assert!(rows[0].contains(&"B1") && !rows[0].contains(&"P1") && !rows[0].contains(&"P2"), "{text}");
    // There is one man among nine women. His sex is withheld, in the database too. Theirs is withheld as well, because
    // otherwise he would be the one without a value.
    let mut db = town.store.read().await.unwrap();
    let all = responses::list_of_survey(&mut db, survey).await.unwrap();
    let sexes = all.iter().flat_map(|one| &one.answers).filter(|said| said.0.question == "P1");
    let withheld = Value::Picks(vec!["withheld".into()]);
    assert!(sexes.map(|said| &said.1).all(|value| *value == withheld));
}

/// A town whose first person is coordinator of all, with six members and this survey.
async fn town_with_survey(folder: &tempfile::TempDir, name: &str, anonymous: bool) -> (Rehearsal, SurveyId) {
    let settings = Settings { controller: "مجلس".into(), contact: "contact".into(), ..Settings::default() };
    let mut town = Rehearsal::new(settings, folder.path().join("t.db"), NOW, [9; 32]).await.unwrap();
    town.join(1, "fr").await.unwrap();
    let (_, code) = town.body("بوفكران", "Boufakrane").await.unwrap();
    let mut db = town.store.write().await.unwrap();
    let survey = surveys::open(&mut db, name, anonymous, &Bodies::All, NOW, NOW + DAY).await.unwrap();
    db.commit().await.unwrap();
    for member in 2..8 {
        town.sign_up(member, "fr", &code, "Xx", "member", None).await;
    }
    (town, survey)
}

/// The text of the screen that this route leads to.
async fn text_at(town: &mut Rehearsal, person: i64, route: Route) -> String {
    town.press(person, Press::Go(route)).await.screen.unwrap().text
}

#[tokio::test]
async fn a_coordinator_can_decide_that_nobody_gets_the_answers_of_each_person() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, survey) = town_with_survey(&folder, "evaluation", false).await;
    let (opening, about) = (Route::Survey { survey }, Route::AboutSurvey { survey });
    assert!(text_at(&mut town, 2, opening).await.contains("sans votre nom"));
    assert!(text_at(&mut town, 2, about).await.contains("peut lire les réponses de chaque personne"));

    town.press(1, Press::Go(Route::ManagedSurvey { survey, page: 0 })).await;
    let ask = town.button(1, "Ne pas remettre les réponses de chaque personne").unwrap();
    assert!(town.press(1, ask).await.screen.unwrap().text.contains("C'est définitif"));
    let decide = town.button(1, "Oui, ne les remettre à personne").unwrap();
    assert!(town.press(1, decide).await.screen.unwrap().text.contains("ne sont remises à personne"));
    assert!(town.button(1, "Ne pas remettre").is_none(), "there is nothing left to decide");
    assert!(text_at(&mut town, 1, Route::Audit { page: 0 }).await.contains("jamais remises"));

    // Members are told before they begin.
    assert!(text_at(&mut town, 2, opening).await.contains("ne sont remises à personne"));
    assert!(text_at(&mut town, 2, about).await.contains("ne sont remises à personne"));
    for member in 2..8 {
        evaluate(&mut town, member, survey, "f").await;
    }
    town.press(1, Press::Go(Route::CloseSurvey { survey })).await;
    let rows = [
        Route::AskForRows { survey },
        Route::ExportAnswers { survey, language: 1 },
        Route::ExportAnswersLong { survey },
        Route::VoiceAnswers { survey, heard: 0 },
    ];
    for route in rows {
        let reply = town.press(1, Press::Go(route)).await;
        assert!(reply.files.is_empty(), "{route:?}");
        assert!(reply.screen.unwrap().text.contains("ne sont remises à personne"), "{route:?}");
    }
    // What is counted is given out as always.
    assert_eq!(town.press(1, Press::Go(Route::ExportWorkbook { survey })).await.files.len(), 1);
}

#[tokio::test]
async fn nothing_is_decided_about_the_rows_of_an_anonymous_survey_or_of_a_closed_one() {
    for (anonymous, close) in [(true, false), (false, true)] {
        let folder = tempfile::tempdir().unwrap();
        let (mut town, survey) = town_with_survey(&folder, "evaluation", anonymous).await;
        if close {
            town.press(1, Press::Go(Route::CloseSurvey { survey })).await;
        }
        for route in [Route::AskToWithholdRows { survey }, Route::WithholdRows { survey }] {
            let text = text_at(&mut town, 1, route).await;
            assert!(!text.contains("remises à personne") && !text.contains("définitif"), "{text}");
            assert!(town.button(1, "Ne pas remettre").is_none());
        }
        let mut db = town.store.read().await.unwrap();
        assert!(!surveys::find(&mut db, survey).await.unwrap().unwrap().withholds_rows);
    }
}
