//! Results of unusual surveys: no response, one response, only skipped questions; two hundred questions; harmful names
//! and texts.

#![expect(clippy::unwrap_used, reason = "tests")]

use rand::SeedableRng;
use rand::rngs::StdRng;
use takafou::bot::surveys::imports::Forms;
use takafou::chat::{File, Press, Reply, Route, TopicNumber, UserInput};
use takafou::config::Settings;
use takafou::crowd;
use takafou::dialog::{Attached, Key, Media, Value};
use takafou::rehearsal::Rehearsal;
use takafou::store::responses::{self, Submission};
use takafou::store::{bodies, surveys};
use takafou::types::{Bodies, DAY, ResponseId, SurveyId, Timestamp};

#[path = "support/form.rs"]
mod form;

const NOW: Timestamp = Timestamp(1_795_428_000_000);
const COORDINATOR: i64 = 1;

async fn town(folder: &std::path::Path) -> Rehearsal {
    let settings = Settings { controller: "مجلس".into(), contact: "contact".into(), ..Settings::default() };
    let mut town = Rehearsal::new(settings, folder.join("t.db"), NOW, [4; 32]).await.unwrap();
    town.join(COORDINATOR, "fr").await.unwrap();
    town
}

/// A closed survey to which this many members of a body gave these answers.
async fn answered(town: &mut Rehearsal, body: &str, name: &str, answers: &[Vec<(Key, Value)>]) -> SurveyId {
    let mut random = StdRng::seed_from_u64(3);
    let mut db = town.store.write().await.unwrap();
    let survey = surveys::open(&mut db, name, false, &Bodies::All, NOW, NOW + DAY).await.unwrap();
    let body = bodies::add(&mut db, body, body, NOW).await.unwrap();
    let chats = 100..100 + i64::try_from(answers.len()).unwrap();
    let (version, _) = town.bot.library.latest(name).unwrap();
    for (person, answers) in crowd::join(&mut db, body, chats, NOW, &mut random).await.unwrap().iter().zip(answers) {
        let (answers, id) = (answers.clone(), ResponseId(person.address.id));
        let submission =
            Submission { survey, version, person, anonymous: false, id, answers, apart: Vec::new(), at: NOW };
        responses::submit(&mut db, &submission).await.unwrap();
    }
    db.commit().await.unwrap();
    town.press(COORDINATOR, Press::Go(Route::CloseSurvey { survey })).await;
    survey
}

#[tokio::test]
async fn where_too_few_said_anything_nothing_is_shown_and_nothing_breaks() {
    let skipped = |n: usize| vec![vec![(Key::once("C4"), Value::Skipped), (Key::once("C10"), Value::Skipped)]; n];
    let one = vec![vec![(Key::once("C4"), Value::Picks(vec!["remote".into()]))]];
    for (what, answers) in [("nobody answered", vec![]), ("one answered", one), ("all was passed over", skipped(12))] {
        let folder = tempfile::tempdir().unwrap();
        let mut town = town(folder.path()).await;
        let survey = answered(&mut town, "هيئة", "needs", &answers).await;
        let topic = TopicNumber(1);
        for route in [
            Route::Overview { survey, page: 0 },
            Route::Topic { survey, topic, by: None },
            Route::Comments { survey, topic, page: 0 },
            Route::CommentVoices { survey, topic, page: 0 },
            Route::MaskComment { survey, topic, comment: 0 },
            Route::ExportWorkbook { survey },
            Route::ExportReport { survey },
            Route::ShareResults { survey, topic: None },
        ] {
            let reply = town.press(COORDINATOR, Press::Go(route)).await;
            let screen = reply.screen.unwrap();
            assert!(reply.files.is_empty(), "{what}: {route:?} hands something out");
            assert!(!screen.text.contains("<b>Question"), "{what}: {}", screen.text);
        }
        let reply = town.press(COORDINATOR, Press::Go(Route::Overview { survey, page: 0 })).await;
        let screen = reply.screen.unwrap();
        assert!(screen.text.contains("Moins de 5"), "{what}: {}", screen.text);
        assert!((screen.picture.unwrap().draw)().unwrap().starts_with(b"\x89PNG"));
        for route in [Route::ExportAnswers { survey, language: 1 }, Route::ExportAnswersLong { survey }] {
            let reply = town.press(COORDINATOR, Press::Go(route)).await;
            // Twelve people who passed everything over are no few.
            assert_eq!(reply.files.is_empty(), answers.len() < 5, "{what}: {route:?}");
        }
    }
}

#[tokio::test]
async fn hostile_names_and_texts_are_words_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let mut town = town(folder.path()).await;
    let texts = [
        "=cmd()|' /C calc'!A0".to_owned(),
        "+1234".to_owned(),
        "\u{202e}معكوس\u{2066} <b>x</b> & \" #let x = 1 $ \\".to_owned(),
        "😀".repeat(10_000),
        "a".repeat(3000),
        "{ $item } ${x} ‹…›".to_owned(),
    ];
    let answers: Vec<_> = texts
        .iter()
        .map(|text| {
            vec![(Key::once("C4"), Value::Picks(vec!["remote".into()])), (Key::once("C10"), Value::Text(text.clone()))]
        })
        .collect();
    let name = format!("<b>{}\u{202e}هيئة", "ن".repeat(300));
    let survey = answered(&mut town, &name, "needs", &answers).await;
    let report = town.download(COORDINATOR, Press::Go(Route::ExportReport { survey })).await.1;
    let book = town.download(COORDINATOR, Press::Go(Route::ExportWorkbook { survey })).await.1;
    assert!(report.starts_with(b"%PDF") && book.starts_with(b"PK"));
    let csv =
        String::from_utf8(town.download(COORDINATOR, Press::Go(Route::ExportAnswersLong { survey })).await.1).unwrap();
    assert!(csv.contains(",'=cmd()") && !csv.contains(",=cmd()"), "a formula");
    for topic in [1, 2].map(TopicNumber) {
        for page in 0..2 {
            let at = Press::Go(Route::Comments { survey, topic, page });
            let screen = town.press(COORDINATOR, at).await.screen.unwrap();
            assert!(screen.text.encode_utf16().count() <= 4096, "too long for Telegram");
            assert!(!screen.text.contains("<b>x</b>"), "markup");
        }
    }
    for route in [Route::Overview { survey, page: 0 }, Route::ManagedSurvey { survey, page: 0 }] {
        let screen = town.press(COORDINATOR, Press::Go(route)).await.screen.unwrap();
        assert!(
            screen.text.encode_utf16().count() <= 1024 || screen.picture.is_none(),
            "{route:?}: too long a caption"
        );
        if let Some(picture) = screen.picture {
            assert!((picture.draw)().unwrap().starts_with(b"\x89PNG"));
        }
    }
}

#[tokio::test]
async fn a_survey_of_two_hundred_questions_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let mut town = town(folder.path()).await;
    let names: Vec<String> = (0..200).map(|n| format!("q{n}")).collect();
    let mut survey: Vec<Vec<&str>> = vec![vec!["type", "name", "label::French (fr)"]];
    survey.extend(names.iter().map(|name| vec!["select_one yn", name, "Oui ou non ?"]));
    let rows: Vec<&[&str]> = survey.iter().map(Vec::as_slice).collect();
    let choices: &[&[&str]] = &[&["list_name", "name", "label::French (fr)"], &["yn", "y", "Oui"], &["yn", "n", "Non"]];
    let bytes = form::workbook(&[("survey", &rows), ("choices", choices)]);
    form::take_in(&mut town, COORDINATOR, "long", bytes).await;

    let said: Vec<(Key, Value)> = names.iter().map(|name| (Key::once(name), Value::Picks(vec!["y".into()]))).collect();
    let survey = answered(&mut town, "هيئة", "long", &vec![said; 6]).await;
    let reply = town.press(COORDINATOR, Press::Go(Route::Topic { survey, topic: TopicNumber(200), by: None })).await;
    assert!(reply.screen.unwrap().text.contains("200"), "the last question");
    assert!(town.download(COORDINATOR, Press::Go(Route::ExportReport { survey })).await.1.starts_with(b"%PDF"));
    assert!(town.download(COORDINATOR, Press::Go(Route::ExportWorkbook { survey })).await.1.starts_with(b"PK"));
}

#[tokio::test]
async fn days_are_counted_by_month_and_numbers_have_mean_and_median() {
    use calamine::{Data, Reader};
    let folder = tempfile::tempdir().unwrap();
    let mut town = town(folder.path()).await;
    let rows: &[&[&str]] = &[
        &["type", "name", "label::French (fr)"],
        &["date", "next", "Quand est le prochain souk ?"],
        &["integer", "stalls", "Combien d'étals ?"],
        &["date", "last", "Quand était le dernier souk ?"],
    ];
    let bytes = form::workbook(&[("survey", rows)]);
    form::take_in(&mut town, COORDINATOR, "souk", bytes).await;
    let days = ["2026-12-03", "2026-12-24", "2027-02-01", "2026-12-03", "2027-02-28", "2027-03-01"];
    let answers: Vec<Vec<(Key, Value)>> = days
        .iter()
        .zip([1, 2, 3, 4, 5, 30])
        .map(|(day, stalls)| {
            let mut said = vec![
                (Key::once("next"), Value::Date(day.parse().unwrap())),
                (Key::once("stalls"), Value::Numbers(vec![stalls])),
            ];
            if stalls <= 4 {
                said.push((Key::once("last"), Value::Date(day.parse().unwrap()))); // too few for the threshold
            }
            said
        })
        .collect();
    let survey = answered(&mut town, "هيئة", "souk", &answers).await;
    let topic = Route::Topic { survey, topic: TopicNumber(1), by: None };
    let says = town.press(COORDINATOR, Press::Go(topic)).await.screen.unwrap().picture.unwrap().says;
    assert!(says.contains("décembre 2026 · 3 · 50") && says.contains("février 2027 · 2 · 33"), "{says}");
    let bytes = town.download(COORDINATOR, Press::Go(Route::ExportWorkbook { survey })).await.1;
    let mut book = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    assert!(!book.sheet_names().contains(&"last".to_owned()), "four answers are shown nowhere");
    let mut rows = |sheet: &str| -> Vec<Vec<Data>> {
        let range = book.worksheet_range(sheet).unwrap();
        range.rows().map(<[Data]>::to_vec).collect()
    };
    let text = |words: &str| Data::String(words.to_owned());
    let next = rows("next");
    for (code, month, n) in [("2026-12-01", "décembre 2026", 3.0), ("2027-02-01", "février 2027", 2.0)] {
        let row = next.iter().find(|row| row[0] == text(code)).unwrap_or_else(|| panic!("{next:?}"));
        assert_eq!(row[1..3], [text(month), Data::Float(n)], "{next:?}");
    }
    let stalls = rows("stalls");
    for (what, value) in [("mean", 7.5), ("median", 3.5)] {
        let row = stalls.iter().find(|row| row[0] == text(what)).unwrap_or_else(|| panic!("{stalls:?}"));
        assert_eq!(row[2], Data::Float(value), "{stalls:?}");
    }
}

#[tokio::test]
async fn what_a_form_says_is_no_markup_in_its_letter() {
    let folder = tempfile::tempdir().unwrap();
    let mut town = town(folder.path()).await;
    let survey: &[&[&str]] = &[&["type", "name", "label::ar", "media::<b>x</b>"], &["<i>geo</i>", "a", "سؤال", "<s>"]];
    let sent = Attached { media: Media::Document, file: "f".into(), name: "<u>.xlsx".into(), bytes: 0, seconds: 0 };
    town.event(COORDINATOR, UserInput::File(sent, String::new())).await;
    let forms = Forms::new(&town.bot, &town.store);
    let (id, _) = forms.next_to_fetch().await.unwrap().unwrap();
    forms.read_fetched(NOW, id, Some(form::workbook(&[("survey", survey)]))).await.unwrap();
    let letters = town.deliver().await.unwrap();
    let text = &letters.last().unwrap().screen.text;
    assert!(text.contains("&lt;i&gt;geo&lt;/i&gt;") && text.contains("&lt;u&gt;"), "{text}");
    assert!(
        !text.contains("<i>") && text.contains("&lt;b&gt;x") && !text.contains("<b>x") && !text.contains("<u>"),
        "{text}"
    );
}

#[tokio::test]
async fn voice_answers_are_heard_with_their_question_unless_one_is_out_of_sight() {
    let folder = tempfile::tempdir().unwrap();
    let mut town = town(folder.path()).await;
    let voice = |n: u32| Value::Voice { file: format!("voice{n}"), seconds: n };
    let said = [voice(3), voice(4), Value::Text("a".into()), Value::Text("b".into()), Value::Text("c".into())];
    let answers: Vec<_> = said.into_iter().map(|value| vec![(Key::once("C10"), value)]).collect();
    let survey = answered(&mut town, "هيئة", "needs", &answers).await;
    let heard = |reply: &Reply| {
        let files = reply.files.iter().map(|(file, _)| match file {
            File::Held(attached, _) => attached.file.clone(),
            other => panic!("{other:?}"),
        });
        files.collect::<Vec<_>>()
    };
    let screen = town
        .press(COORDINATOR, Press::Go(Route::Comments { survey, topic: TopicNumber(1), page: 0 }))
        .await
        .screen
        .unwrap();
    assert!(screen.rows.concat().iter().any(|button| matches!(button.press, Press::Go(Route::CommentVoices { .. }))));
    let first = heard(
        &town.press(COORDINATOR, Press::Go(Route::CommentVoices { survey, topic: TopicNumber(1), page: 0 })).await,
    );
    assert_eq!(first, ["voice3", "voice4"]);
    town.press(COORDINATOR, Press::Go(Route::MaskComment { survey, topic: TopicNumber(1), comment: 0 })).await;
    assert_eq!(
        heard(
            &town.press(COORDINATOR, Press::Go(Route::CommentVoices { survey, topic: TopicNumber(1), page: 0 })).await
        ),
        ["voice4"],
        "one is masked"
    );
    assert_eq!(
        heard(&town.press(COORDINATOR, Press::Go(Route::VoiceAnswers { survey, heard: 0 })).await),
        ["voice4"],
        "nor among all"
    );
    let log = town.say(COORDINATOR, "/audit").await.screen.unwrap().text;
    assert!(log.contains("vocales"), "{log}");
}

#[tokio::test]
async fn of_two_forms_of_one_name_the_second_takes_nothing_over() {
    const OTHER: i64 = 7;
    let folder = tempfile::tempdir().unwrap();
    let mut town = town(folder.path()).await;
    // Two coordinators, each of one body.
    let mut db = town.store.write().await.unwrap();
    for chat in [6, OTHER] {
        let body = bodies::add(&mut db, &format!("هيئة {chat}"), "", NOW).await.unwrap();
        let mut random = StdRng::seed_from_u64(3);
        let person = crowd::join(&mut db, body, chat..chat + 1, NOW, &mut random).await.unwrap().remove(0);
        takafou::store::coordinators::add(&mut db, person.id, Some(body)).await.unwrap();
    }
    db.commit().await.unwrap();
    let bytes = form::workbook(&[("survey", form::FORM), ("choices", form::CHOICES), ("settings", form::SETTINGS)]);
    let mut ids = Vec::new();
    for chat in [6, OTHER] {
        let sent =
            Attached { media: Media::Document, file: "f".into(), name: "souk.xlsx".into(), bytes: 0, seconds: 0 };
        town.event(chat, UserInput::File(sent, String::new())).await;
        let forms = Forms::new(&town.bot, &town.store);
        let (id, _) = forms.next_to_fetch().await.unwrap().unwrap();
        forms.read_fetched(NOW, id, Some(bytes.clone())).await.unwrap();
        ids.push(id);
    }
    let first = town.press(6, Press::Go(Route::TakeForm { form: ids[0] })).await.screen.unwrap().text;
    assert!(first.contains('✅'), "{first}");
    let second = town.press(OTHER, Press::Go(Route::TakeForm { form: ids[1] })).await.screen.unwrap().text;
    assert!(second.contains("market-2026") && second.contains('⛔'), "{second}");
    let theirs = town.press(OTHER, Press::Go(Route::TryForm { form: ids[0] })).await.screen.unwrap().text;
    assert!(!theirs.contains("هل تبيعين"), "somebody else's form is tried: {theirs}");
}
