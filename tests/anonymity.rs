//! Attacks the promise of anonymous surveys with everything that an intruder could copy: the rows, the order of the
//! bytes in the database file, its write-ahead log and a backup.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::path::Path;

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use sqlx::Connection;
use takafou::chat::{Act, Press, Route};
use takafou::config::Settings;
use takafou::rehearsal::Rehearsal;
use takafou::store::Store;
use takafou::store::surveys;
use takafou::types::{Bodies, MINUTE, SurveyId, Timestamp};

const MEMBERS: i64 = 60;
const FIRST: i64 = 100;

/// Lets members answer the evaluation in a random order, each with a unique mark in a free text. Returns the order and
/// the survey.
async fn answered(path: &Path) -> (Rehearsal, Vec<i64>, SurveyId) {
    let settings = Settings { controller: "مجلس".into(), contact: "contact".into(), ..Settings::default() };
    let mut rehearsal = Rehearsal::new(settings, path.to_owned(), Timestamp(1_795_428_000_000), [5; 32]).await.unwrap();
    let (_, code) = rehearsal.body("مكناس", "Meknès").await.unwrap();
    for member in FIRST..FIRST + MEMBERS {
        rehearsal.sign_up(member, "ar", &code, &format!("name{member}"), "member", None).await;
    }
    let mut db = rehearsal.store.write().await.unwrap();
    let survey = surveys::open(&mut db, "evaluation", true, &Bodies::All, Timestamp(0), Timestamp::MAX).await.unwrap();
    db.commit().await.unwrap();
    let mut order: Vec<i64> = (FIRST..FIRST + MEMBERS).collect();
    order.shuffle(&mut StdRng::seed_from_u64(17));
    for member in &order {
        rehearsal.now += MINUTE;
        rehearsal.press(*member, Press::Go(Route::BeginSurvey { survey })).await;
        let mut asked = 0;
        loop {
            let screen = rehearsal.screen(*member).unwrap().clone();
            let buttons: Vec<Press> = screen.rows.concat().into_iter().map(|button| button.press).collect();
            let find = |wanted: &dyn Fn(&Act) -> bool| {
                buttons.iter().find(|press| matches!(press, Press::Run { act, .. } if wanted(act))).cloned()
            };
            if let Some(submit) = find(&|act| *act == Act::Submit) {
                rehearsal.press(*member, submit).await;
                break;
            }
            asked += 1;
            assert!(asked < 60);
            let text = buttons.iter().any(|press| matches!(press, Press::Run { key, .. } if key.question == "B19"));
            if text {
                rehearsal.say(*member, &mark(*member)).await;
            } else {
                let press = find(&|act| *act == Act::Skip).unwrap();
                rehearsal.press(*member, press).await;
            }
        }
    }
    (rehearsal, order, survey)
}

/// The mark that only this member wrote.
fn mark(member: i64) -> String {
    format!("mark-{:08x}", StdRng::seed_from_u64(member.unsigned_abs()).random::<u32>())
}

fn places(bytes: &[u8], needle: &str) -> Vec<usize> {
    let needle = needle.as_bytes();
    bytes.windows(needle.len()).enumerate().filter(|(_, window)| *window == needle).map(|(at, _)| at).collect()
}

/// Kendall's tau of two orders: 1 if they are equal, 0 if they are unrelated, -1 if one is reversed.
fn agreement(places: &[usize]) -> f64 {
    let pairs = places
        .iter()
        .enumerate()
        .flat_map(|(i, a)| places[i + 1..].iter().map(move |b| if a < b { 1.0 } else { -1.0 }));
    let (sum, count) = pairs.fold((0.0, 0.0), |(sum, count), sign| (sum + sign, count + 1.0));
    sum / count
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_rows_nor_bytes_lead_from_an_answer_to_a_person() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let (rehearsal, order, survey) = answered(&path).await;
    let backup = folder.path().join("backup.db");
    rehearsal.store.backup(&backup, Timestamp(0)).await.unwrap();
    let copied = std::fs::read(&backup).unwrap();
    assert!(order.iter().all(|member| places(&copied, &mark(*member)).is_empty()), "an open survey is in a backup");

    // The rows: nothing in a response leads to a person.
    let mut db = rehearsal.store.read().await.unwrap();
    let responses = takafou::store::responses::list_of_survey(&mut db, survey).await.unwrap();
    assert_eq!(responses.len(), order.len());
    for response in &responses {
        assert_eq!((response.body, &response.role, &response.sex, response.submitted_at), (None, &None, &None, None));
    }
    drop(db);

    // The bytes, while the bot runs and does nothing about it: each mark is once in the database and never in the log,
    // and the order of the marks is unrelated to the order in which people answered.
    let log = std::fs::read(folder.path().join("t.db-wal")).unwrap_or_default();
    // A backup of the closed survey: a copy of its own, because the database itself is examined while it is open.
    let closed = folder.path().join("closed.db");
    std::fs::copy(&path, &closed).unwrap();
    let closed = Store::open(&closed).await.unwrap();
    let mut db = closed.write().await.unwrap();
    takafou::store::surveys::close(&mut db, survey, Timestamp(1)).await.unwrap();
    db.commit().await.unwrap();
    let backup = folder.path().join("backup-of-closed.db");
    closed.backup(&backup, Timestamp(1)).await.unwrap();
    closed.close().await;
    for file in [&path, &backup] {
        let bytes = std::fs::read(file).unwrap();
        let mut lie = Vec::new();
        for member in &order {
            let found = places(&bytes, &mark(*member));
            assert_eq!(found.len(), 1, "{}: a draft was not overwritten", file.display());
            assert!(places(&log, &mark(*member)).is_empty(), "the log keeps an answer");
            lie.extend(found);
        }
        // For 60 unrelated items, tau has a standard deviation of 0.088. Four of them happen by chance once in 16,000
        // times.
        assert!(agreement(&lie).abs() < 0.35, "{}: the order of bytes tells {}", file.display(), agreement(&lie));
        // Neighbours in the file did not answer one after the other.
        let mut by_place: Vec<(usize, i64)> = lie.iter().copied().zip(order.iter().copied()).collect();
        by_place.sort_unstable();
        let by_person: Vec<usize> = by_place.iter().map(|(_, person)| usize::try_from(*person).unwrap()).collect();
        assert!(agreement(&by_person).abs() < 0.35, "{}: the order of people tells", file.display());
    }
    rehearsal.store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_reads_meanwhile_only_delays_the_erasure() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let (mut rehearsal, order, _) = answered(&path).await;
    let mut reader = sqlx::SqliteConnection::connect(&format!("sqlite://{}?mode=ro", path.display())).await.unwrap();
    sqlx::query("BEGIN").execute(&mut reader).await.unwrap();
    sqlx::query("SELECT COUNT(*) FROM persons").fetch_one(&mut reader).await.unwrap(); // a backup under way
    let gone = order[7];
    rehearsal.press(gone, Press::Go(Route::Erase)).await;
    let log = || std::fs::read(folder.path().join("t.db-wal")).unwrap_or_default();
    assert!(rehearsal.store.is_wal_dirty(), "the log could not be emptied, and that is known");
    sqlx::query("ROLLBACK").execute(&mut reader).await.unwrap();
    takafou::bot::batch::truncate_wal(&rehearsal.store).await; // as the desk does every second
    assert!(!rehearsal.store.is_wal_dirty() && log().is_empty());
    assert!(places(&std::fs::read(&path).unwrap(), &format!("name{gone}")).is_empty());
    rehearsal.store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_survey_that_closes_forgets_what_was_not_sent() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let (mut rehearsal, order, survey) = answered(&path).await;
    let coordinator = rehearsal.coordinator().await.unwrap();
    rehearsal.appoint(order[0], &coordinator).await;
    let (_, code) = rehearsal.body("بوفكران", "Boufakrane").await.unwrap();
    rehearsal.sign_up(99, "ar", &code, "name99", "member", None).await;
    rehearsal.press(99, Press::Go(Route::BeginSurvey { survey })).await;
    let absent = rehearsal.button(99, "لم أحضر").unwrap();
    rehearsal.press(99, absent).await;
    rehearsal.press(order[0], Press::Go(Route::CloseSurvey { survey })).await;
    let mut db = rehearsal.store.read().await.unwrap();
    let left = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM answers").fetch_one(&mut *db).await.unwrap();
    assert_eq!(left, 0, "a draft under a name");
    drop(db);
    let told = rehearsal.press(99, rehearsal.button(99, "رجوع").unwrap()).await;
    assert!(told.screen.unwrap().text.contains("مغلق"));
    rehearsal.store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_passed_unnoticed_leaves_no_draft_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let (mut rehearsal, order, survey) = answered(&path).await;
    let coordinator = rehearsal.coordinator().await.unwrap();
    rehearsal.appoint(order[0], &coordinator).await;
    let (_, code) = rehearsal.body("بوفكران", "Boufakrane").await.unwrap();
    for chat in [98, 99] {
        rehearsal.sign_up(chat, "ar", &code, "name", "member", None).await;
        rehearsal.press(chat, Press::Go(Route::BeginSurvey { survey })).await;
        let absent = rehearsal.button(chat, "لم أحضر").unwrap();
        rehearsal.press(chat, absent).await;
    }
    let mut db = rehearsal.store.write().await.unwrap();
    surveys::set_closes_at(&mut db, survey, rehearsal.now).await.unwrap();
    db.commit().await.unwrap();
    let log = || std::fs::read(folder.path().join("t.db-wal")).unwrap_or_default();
    rehearsal.press(98, rehearsal.button(98, "رجوع").unwrap()).await; // a member comes first: theirs goes
    assert!(log().is_empty(), "the member's draft is still in the log");
    rehearsal.press(order[0], Press::Go(Route::ManagedSurvey { survey, page: 0 })).await; // and a coordinator looks: all go
    assert!(log().is_empty(), "a draft is still in the log");
    rehearsal.store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn erased_people_are_gone_from_the_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let (mut rehearsal, order, survey) = answered(&path).await;
    let gone = order[7];
    rehearsal.press(gone, Press::Go(Route::Erase)).await;
    let bytes =
        [std::fs::read(&path).unwrap(), std::fs::read(folder.path().join("t.db-wal")).unwrap_or_default()].concat();
    assert!(places(&bytes, &format!("name{gone}")).is_empty(), "the name is still in the file");
    assert_eq!(places(&bytes, &format!("name{}", order[8])).len(), 1, "others are there");
    assert_eq!(places(&bytes, &mark(gone)).len(), 1, "the anonymous answer stays: nobody knows whose it is");
    let mut db = rehearsal.store.read().await.unwrap();
    let turnout = surveys::count_turnout(&mut db, survey).await.unwrap();
    assert_eq!(turnout.iter().map(|t| t.submitted).sum::<i64>(), MEMBERS, "the count stays");
    drop(db);
    rehearsal.store.close().await;
}
