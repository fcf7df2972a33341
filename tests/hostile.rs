//! Attacks and errors: buttons of other people, forged codes, updates that come twice, a database that cannot be
//! written.

#![expect(clippy::unwrap_used, reason = "tests")]

use sqlx::Connection;
use takafou::bot::batch;
use takafou::chat::{Act, Consent, Event, Press, Route, UserInput};
use takafou::config::Settings;
use takafou::dialog::{Key, Value};
use takafou::rehearsal::Rehearsal;
use takafou::store::{people, runs, surveys};
use takafou::types::{Address, Bodies, DAY, MINUTE, MessageId, SurveyId, Timestamp, UpdateId};

const NOW: Timestamp = Timestamp(1_795_428_000_000);

async fn town(folder: &std::path::Path) -> (Rehearsal, SurveyId) {
    let settings = Settings { controller: "مجلس".into(), contact: "contact".into(), ..Settings::default() };
    let mut rehearsal = Rehearsal::new(settings, folder.join("t.db"), NOW, [9; 32]).await.unwrap();
    let (_, code) = rehearsal.body("مكناس", "Meknès").await.unwrap();
    for (chat, name) in [(1, "سلمى"), (2, "ليلى")] {
        rehearsal.sign_up(chat, "ar", &code, name, "member", None).await;
    }
    let mut db = rehearsal.store.write().await.unwrap();
    let survey = surveys::open(&mut db, "diagnostic", false, &Bodies::All, NOW, NOW + DAY).await.unwrap();
    db.commit().await.unwrap();
    (rehearsal, survey)
}

async fn answers(rehearsal: &Rehearsal, chat: i64, survey: SurveyId) -> usize {
    let mut db = rehearsal.store.read().await.unwrap();
    let person = people::find_by_address(&mut db, Address::telegram(chat)).await.unwrap().unwrap();
    match runs::find_of_survey(&mut db, person.id, survey).await.unwrap() {
        Some(run) => runs::find_answers(&mut db, run.id).await.unwrap().len(),
        None => 0,
    }
}

#[tokio::test]
async fn somebody_elses_forged_and_old_buttons_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, survey) = town(folder.path()).await;
    town.press(1, Press::Go(Route::BeginSurvey { survey })).await;
    let first = town.button(1, "نعم").unwrap();

    town.press(2, first.clone()).await; // another member presses it
    assert_eq!((answers(&town, 1, survey).await, answers(&town, 2, survey).await), (0, 0));
    let Press::Run { run, revision, .. } = first.clone() else { panic!("a button of the run") };
    for (key, act) in [
        (Key::once("A5"), Act::Pick("good".into())),
        (Key::once("nowhere"), Act::Pick("good".into())),
        (Key::once("A1"), Act::Pick("nonsense".into())),
        (Key::once("review"), Act::Submit),
    ] {
        town.press(1, Press::Run { run, revision, key, act }).await;
        assert_eq!(answers(&town, 1, survey).await, 0);
    }
    for (code, fields) in Route::SHAPES {
        let data = format!("{code}{}", ":1".repeat(fields.len()));
        let Some(press) = Press::parse(&data) else { continue }; // a field that is a word
        if !matches!(press, Press::Go(Route::Erase | Route::BeginSurvey { .. } | Route::EditProfile)) {
            town.press(2, press).await; // a member, at coordinators' places too
        }
    }
    let mut db = town.store.read().await.unwrap();
    assert!(surveys::find(&mut db, survey).await.unwrap().unwrap().is_open(NOW), "a member closed the survey");
    drop(db);

    town.press(1, first.clone()).await;
    assert_eq!(answers(&town, 1, survey).await, 1);
    let before = town.screen(1).cloned();
    town.press(1, first).await; // pressed twice
    assert_eq!((answers(&town, 1, survey).await, town.screen(1)), (1, before.as_ref()));
}

#[tokio::test]
async fn an_update_delivered_twice_counts_once() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, survey) = town(folder.path()).await;
    town.press(1, Press::Go(Route::BeginSurvey { survey })).await;
    town.press(1, town.button(1, "نعم").unwrap()).await;
    let number = UserInput::Words("12".into());
    town.event_again(1, 9_000, number.clone()).await;
    let shown = town.screen(1).cloned();
    town.restart().await.unwrap();
    town.event_again(1, 9_000, number).await; // not taken for the second number
    assert_eq!(town.screen(1), shown.as_ref());
    assert_eq!(answers(&town, 1, survey).await, 2);
}

#[tokio::test]
async fn a_locked_database_is_told_and_leaves_nothing_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, survey) = town(folder.path()).await;
    town.press(1, Press::Go(Route::BeginSurvey { survey })).await;
    let press = town.button(1, "نعم").unwrap();
    let mut other =
        sqlx::SqliteConnection::connect(&format!("sqlite://{}", folder.path().join("t.db").display())).await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    let reply = town.press(1, press.clone()).await;
    assert!(reply.notice.unwrap().contains("المحاولة لاحقا"));
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    assert_eq!(answers(&town, 1, survey).await, 0);
    town.press(1, press).await;
    assert_eq!(answers(&town, 1, survey).await, 1, "works again afterwards");
}

#[tokio::test]
async fn a_read_only_database_is_told_and_works_again_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, survey) = town(folder.path()).await;
    town.press(1, Press::Go(Route::BeginSurvey { survey })).await;
    let press = town.button(1, "نعم").unwrap();
    let mut db = town.store.write().await.unwrap();
    sqlx::query("PRAGMA query_only = on").execute(&mut *db).await.unwrap(); // as on a disk mounted read-only
    db.commit().await.unwrap();
    let reply = town.press(1, press.clone()).await;
    assert!(reply.notice.unwrap().contains("المحاولة لاحقا"));
    assert_eq!(answers(&town, 1, survey).await, 0);
    town.restart().await.unwrap(); // and writable again
    town.press(1, press).await;
    assert_eq!(answers(&town, 1, survey).await, 1);
}

#[tokio::test]
async fn a_full_disk_is_told_and_leaves_nothing_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, survey) = town(folder.path()).await;
    town.press(1, Press::Go(Route::BeginSurvey { survey })).await;
    // SQLite says "database or disk is full" when it may have no more pages. Here it may have none from now on.
    let mut db = town.store.write().await.unwrap();
    sqlx::query("PRAGMA max_page_count = 1").execute(&mut *db).await.unwrap();
    db.commit().await.unwrap();
    let long = "كلمة ".repeat(60);
    let mut told = false;
    for n in 0..400 {
        let language = if n % 2 == 0 { "fr" } else { "ar" };
        let reply = town
            .press(
                3 + n,
                Press::Consent {
                    act: takafou::chat::Consent::Show,
                    language: language.into(),
                    ticks: 0,
                    code: "AAAAAAAAAA".into(),
                },
            )
            .await;
        let said = format!("{:?}{:?}", reply.notice, town.say(1, &long).await.screen);
        if said.contains("المحاولة لاحقا") || said.contains("Réessayez") {
            told = true;
            break;
        }
    }
    assert!(told, "nobody was told");
    assert_eq!(answers(&town, 1, survey).await, 0);
}

/// A version that a run has begun with stays as it was. New runs get the new version.
#[tokio::test]
async fn open_runs_finish_on_the_version_they_began_with() {
    let folder = tempfile::tempdir().unwrap();
    let dialogs = folder.path().join("dialogs");
    let locales = folder.path().join("locales");
    for (from, to) in [("dialogs", &dialogs), ("locales", &locales)] {
        let copied = std::process::Command::new("cp").arg("-r").arg(from).arg(to).status().unwrap();
        assert!(copied.success());
    }
    let settings = Settings {
        controller: "مجلس".into(),
        contact: "contact".into(),
        dialogs: dialogs.clone(),
        locales,
        ..Settings::default()
    };
    let mut town = Rehearsal::new(settings, folder.path().join("t.db"), NOW, [9; 32]).await.unwrap();
    let (_, code) = town.body("مكناس", "Meknès").await.unwrap();
    for (chat, name) in [(1, "سلمى"), (2, "ليلى")] {
        town.sign_up(chat, "ar", &code, name, "member", None).await;
    }
    let mut db = town.store.write().await.unwrap();
    let survey = surveys::open(&mut db, "diagnostic", false, &Bodies::All, NOW, NOW + DAY).await.unwrap();
    db.commit().await.unwrap();
    town.press(1, Press::Go(Route::BeginSurvey { survey })).await;
    let file = dialogs.join("diagnostic.toml");
    let edited = std::fs::read_to_string(&file)
        .unwrap()
        .replace("[\"yes=1\", \"no=2\", \"pending=3\", \"dk\"]", "[\"yes=1\", \"no=2\", \"pending=3\"]");
    std::fs::write(&file, edited).unwrap();
    town.restart().await.unwrap();
    town.press(1, Press::Go(Route::BeginSurvey { survey })).await;
    assert!(town.button(1, "لا أعرف").is_some(), "the one who had begun still has the old options");
    town.press(2, Press::Go(Route::BeginSurvey { survey })).await;
    assert!(town.button(2, "لا أعرف").is_none(), "the one who begins now has the new ones");
    let mut db = town.store.read().await.unwrap();
    let mut versions = Vec::new();
    for chat in [1, 2] {
        let person = people::find_by_address(&mut db, Address::telegram(chat)).await.unwrap().unwrap();
        versions.push(runs::find_of_survey(&mut db, person.id, survey).await.unwrap().unwrap().version);
    }
    assert_ne!(versions[0], versions[1], "the store knows which version each run belongs to");
}

#[tokio::test]
async fn guessing_codes_is_slowed_down_and_a_one_time_code_works_once() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, _) = town(folder.path()).await;
    let said = |reply: takafou::chat::Reply| reply.screen.unwrap().text;
    let code = town.coordinator().await.unwrap();
    for n in 0..4 {
        assert!(said(town.say(50, &format!("WRONGCODE{n}")).await).contains("غير صحيح"));
    }
    assert!(
        said(town.say(50, &format!("/start {code}")).await).contains("محاولات كثيرة"),
        "even the right one must wait"
    );
    town.now += MINUTE;
    assert!(said(town.say(50, &format!("/start {code}")).await).contains("دعوة لتنسيق"));
    // Whoever has joined is asked first; a button with another code, or pressed twice, does nothing.
    assert!(said(town.say(1, &format!("/start {code}")).await).contains("هل تقبلون؟"));
    let agree = |code: &str| Press::Consent { act: Consent::Agree, language: "ar".into(), ticks: 3, code: code.into() };
    assert!(said(town.press(1, agree("WRONGCODE9")).await).contains("مرحبا"));
    assert!(said(town.press(1, agree(&code)).await).contains("أصبحتم من فريق التنسيق"));
    let again = town.press(1, agree(&code)).await;
    assert!(again.notice.unwrap().contains("سبق استعمال"));
    assert!(said(town.say(2, &format!("/start {code}")).await).contains("سبق استعمال"));
    assert!(said(town.say(50, &format!("/start {code}")).await).contains("سبق استعمال"), "and for strangers");
    // Nothing of the stranger was stored.
    let mut db = town.store.read().await.unwrap();
    assert!(people::find_by_address(&mut db, Address::telegram(50)).await.unwrap().is_none());
}

#[tokio::test]
async fn without_a_controller_nobody_is_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let mut town = Rehearsal::new(Settings::default(), folder.path().join("t.db"), NOW, [9; 32]).await.unwrap();
    let (_, code) = town.body("مكناس", "Meknès").await.unwrap();
    let reply = town.say(1, &format!("/start {code}")).await;
    assert!(reply.screen.unwrap().text.contains("لم يُحدد المسؤول"));
    town.sign_up(1, "ar", &code, "سلمى", "member", None).await; // a forged button does not help either
    let mut db = town.store.read().await.unwrap();
    assert!(
        people::find_by_address(&mut db, Address::telegram(1)).await.unwrap().is_none(),
        "a forged consent was taken"
    );
}

#[tokio::test]
async fn what_is_typed_before_the_question_was_shown_is_no_answer_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, survey) = town(folder.path()).await;
    town.press(1, Press::Go(Route::BeginSurvey { survey })).await;
    town.press(1, town.button(1, "نعم").unwrap()).await; // A2: how many women, how many men
    town.say(2, "/menu").await; // meanwhile that screen has reached them
    let typed = |update| Event {
        update: UpdateId(update),
        address: Address::telegram(1),
        language: None,
        message: None,
        input: UserInput::Words("12".into()),
    };
    let seen = batch::SentReply {
        update: Some(UpdateId(501)),
        address: Address::telegram(1),
        screen: None,
        unreachable: false,
    };
    // The network is down: no reply comes, and the member types again.
    let outs = batch::handle_batch(&town.bot, &town.store, NOW, &[typed(500), typed(501)], &[]).await;
    assert!(outs[1].reply.screen.as_ref().unwrap().text.contains("قبل ظهور هذا السؤال"));
    assert_eq!(numbers(&town, survey).await, [12]);
    // The later reply was shown, and it contains everything. So the next text counts, although the earlier reply was
    // given up.
    batch::handle_batch(&town.bot, &town.store, NOW, &[typed(502)], &[seen]).await;
    assert_eq!(numbers(&town, survey).await, [12, 12]);
}

async fn numbers(town: &Rehearsal, survey: SurveyId) -> Vec<i64> {
    let mut db = town.store.read().await.unwrap();
    let person = people::find_by_address(&mut db, Address::telegram(1)).await.unwrap().unwrap();
    let run = runs::find_of_survey(&mut db, person.id, survey).await.unwrap().unwrap();
    match &runs::find_answers(&mut db, run.id).await.unwrap()[&Key::once("A2")].value {
        Value::Numbers(numbers) => numbers.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_old_agreement_handed_over_again_brings_nobody_back() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, _) = town(folder.path()).await;
    let (_, code) = town.body("بوفكران", "Boufakrane").await.unwrap();
    let agree = Press::Consent { act: Consent::Agree, language: "ar".into(), ticks: 3, code };
    let agree = UserInput::Press { press: Some(agree), query: "0".into(), message: MessageId(1) };
    town.event_again(7, 9_000, agree.clone()).await;
    town.press(7, Press::Go(Route::Erase)).await;
    let reply = town.event_again(7, 9_000, agree).await;
    assert!(reply.screen.unwrap().text.starts_with("السلام عليكم"));
    assert_eq!(
        people::find_by_address(&mut town.store.read().await.unwrap(), Address::telegram(7)).await.unwrap(),
        None
    );
}

#[tokio::test]
async fn one_screen_that_cannot_be_shown_again_keeps_nobody_else_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, survey) = town(folder.path()).await;
    for chat in [1, 2] {
        town.press(chat, Press::Go(Route::BeginSurvey { survey })).await;
    }
    let mut db = town.store.write().await.unwrap();
    sqlx::query("UPDATE inbox SET chat = 1 WHERE id = (SELECT MAX(id) - 1 FROM inbox)")
        .execute(&mut *db)
        .await
        .unwrap();
    sqlx::query("INSERT INTO versions (name, fingerprint, structure, words) VALUES ('x', x'00', 'no toml', '{}')")
        .execute(&mut *db)
        .await
        .unwrap();
    sqlx::query("UPDATE runs SET version = (SELECT MAX(id) FROM versions) WHERE person = 1")
        .execute(&mut *db)
        .await
        .unwrap();
    db.commit().await.unwrap();
    town.restart().await.unwrap();
    let outs = batch::replay_unanswered(&town.bot, &town.store, NOW).await.unwrap();
    assert_eq!(outs.iter().map(|out| out.address.id).collect::<Vec<_>>(), [2], "the other one's question comes again");
}

#[tokio::test]
async fn a_greeting_is_no_guess() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, _) = town(folder.path()).await;
    let (_, code) = town.body("بوفكران", "Boufakrane").await.unwrap();
    for _ in 0..8 {
        assert!(town.say(7, "السلام عليكم").await.screen.unwrap().text.starts_with("السلام عليكم"));
    }
    assert!(town.say(7, &code).await.screen.unwrap().text.contains("دعوة للانضمام"));
}

#[tokio::test]
async fn a_screen_is_shown_while_exports_hold_every_reader() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, _) = town(folder.path()).await;
    let held = [town.store.read().await.unwrap(), town.store.read().await.unwrap()];
    let shown = tokio::time::timeout(std::time::Duration::from_secs(5), town.say(1, "/menu")).await;
    assert!(shown.expect("the desk stands still").screen.unwrap().text.contains("سلمى"));
    drop(held);
}
