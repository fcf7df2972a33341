//! What an operator relies on: a full disk heals, a damaged, vanished or doubly used database is refused, and a backup comes
//! back without undoing erasures, sending letters again, or telling who answered what.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use support::{FIRST, TOKEN, database, sandbox, spawn, take_part, until};
use takafou::store::erasures::Erasures;
use takafou::store::letter_kind::LetterKind;
use takafou::store::outbox::{self, NewBroadcast};
use takafou::store::{Store, bodies, people, responses, surveys};
use takafou::types::{Address, Bodies, DAY, SurveyId, Timestamp};

const PROGRAM: &str = env!("CARGO_BIN_EXE_takafou");
const LONG_ENOUGH: Duration = Duration::from_secs(120);

/// Runs the program to its end.
fn run(database: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).env("TAKAFOU_DATABASE", database).env("TELOXIDE_TOKEN", TOKEN);
    command.env("TAKAFOU_CONTROLLER", "مجلس").env("TAKAFOU_CONTACT", "contact").env("RUST_LOG", "error");
    command.env("TELOXIDE_API_URL", "http://127.0.0.1:9").output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

async fn count(store: &Store, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(&mut *store.read().await.unwrap()).await.unwrap()
}

#[tokio::test]
async fn a_full_disk_heals_as_soon_as_there_is_space() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("t.db")).await.unwrap();
    let mut full = store.write().await.unwrap();
    // As on a full disk: SQLite answers SQLITE_FULL and rolls back by itself.
    sqlx::query("PRAGMA max_page_count = 1").execute(&mut *full).await.unwrap();
    let long = "م".repeat(2_000_000);
    let refused = bodies::add(&mut full, &long, &long, Timestamp(0)).await.unwrap_err().to_string();
    assert!(refused.contains("full"), "{refused}");
    drop(full);
    for _ in 0..3 {
        let mut db = store.write().await.unwrap();
        bodies::add(&mut db, "مكناس", "Meknès", Timestamp(0)).await.unwrap();
        db.commit().await.unwrap();
    }
    assert_eq!(count(&store, "SELECT COUNT(*) FROM bodies").await, 3);
}

/// The limit on the size of files stands for a small file system: writes fail, and succeed when it is lifted.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_next_press_works_once_the_disk_takes_writes_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    database(&path, 1, "diagnostic").await;
    let sandbox = sandbox(1).await;
    let wrapper = folder.path().join("takafou");
    std::fs::write(&wrapper, format!("#!/bin/sh\ntrap '' XFSZ\nexec {PROGRAM} \"$@\"\n")).unwrap();
    std::fs::set_permissions(&wrapper, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let bot = spawn(&wrapper, &path, &sandbox, &[("RUST_LOG", "off")]);
    sandbox.say(FIRST, "/menu");
    until(&sandbox, FIRST, |screen| screen.text.contains("عضوة")).await;
    let limit = |bytes: &str| {
        let fsize = format!("--fsize={bytes}");
        Command::new("prlimit").args(["--pid", &bot.0.id().to_string(), &fsize]).status().is_ok_and(|s| s.success())
    };
    assert!(limit("4096:unlimited"), "prlimit, of util-linux");
    sandbox.say(FIRST, "/help");
    let refused = async {
        while sandbox.chat(FIRST).iter().filter(|message| message.from_bot).count() < 2 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(LONG_ENOUGH, refused).await.expect("the member is told to try later");
    assert!(!sandbox.chat(FIRST).iter().any(|message| message.from_bot && message.text.contains("/meetings")));
    assert!(limit("unlimited:unlimited"));
    sandbox.say(FIRST, "/help");
    until(&sandbox, FIRST, |screen| screen.text.contains("/meetings")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_program_for_one_database_and_one_file_under_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    database(&path, 1, "diagnostic").await;
    let backup = folder.path().join("b.db");
    assert!(run(&path, &["backup", backup.to_str().unwrap()]).status.success());
    let sandbox = sandbox(1).await;
    let mut bot = spawn(Path::new(PROGRAM), &path, &sandbox, &[("RUST_LOG", "off")]);
    sandbox.say(FIRST, "/menu");
    until(&sandbox, FIRST, |screen| screen.text.contains("عضوة")).await;
    let mut second = spawn(Path::new(PROGRAM), &path, &sandbox, &[("RUST_LOG", "off")]);
    assert!(!second.0.wait().unwrap().success(), "two programs on one database");
    let refused = run(&path, &["restore", backup.to_str().unwrap()]);
    assert!(!refused.status.success() && said(&refused).contains("in use"), "{}", said(&refused));
    std::fs::rename(&path, folder.path().join("away.db")).unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(60), async {
        loop {
            if let Some(status) = bot.0.try_wait().unwrap() {
                return status;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    assert!(!ended.await.expect("within a minute").success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_database_is_refused_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    database(&path, 300, "diagnostic").await;
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 40_000].fill(0xA5);
    let damaged = folder.path().join("d.db");
    std::fs::write(&damaged, &bytes).unwrap();
    let refused = run(&path, &["restore", damaged.to_str().unwrap()]);
    assert!(!refused.status.success() && said(&refused).contains("damaged"), "{}", said(&refused));
    assert_eq!(said(&refused).trim().lines().count(), 1);
    std::fs::write(&path, &bytes[..bytes.len() / 3]).unwrap();
    let sandbox = sandbox(1).await;
    let mut bot = spawn(Path::new(PROGRAM), &path, &sandbox, &[("RUST_LOG", "off")]);
    assert!(!bot.0.wait().unwrap().success(), "a damaged database is served");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restored_backup_sends_nothing_again_erases_again_and_gives_new_numbers() {
    const MEMBERS: i64 = 12;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let survey = database(&path, MEMBERS, "diagnostic").await;
    let now = takafou::app::now();
    let store = Store::open(&path).await.unwrap();
    let mut db = store.write().await.unwrap();
    let everybody = people::list_addresses(&mut db).await.unwrap();
    let ids: Vec<_> = everybody.iter().map(|(person, _)| *person).collect();
    takafou::store::coordinators::add(&mut db, ids[0], None).await.unwrap();
    let new = NewBroadcast {
        kind: LetterKind::SurveyReminder(survey),
        person: None,
        key: "survey-reminder:1",
        priority: 0,
        due_at: now,
        expires_at: None,
        urgent: true,
    };
    outbox::add_broadcast(&mut db, &new, &ids, now).await.unwrap();
    db.commit().await.unwrap();
    std::fs::create_dir(folder.path().join("files")).unwrap();
    std::fs::write(folder.path().join("files/abc"), "a file").unwrap();
    let backup = folder.path().join("b.db");
    store.backup(&backup, now).await.unwrap();
    // After the backup somebody erases themselves, others join, and the letters go out.
    let mut db = store.write().await.unwrap();
    let (gone, address) = everybody[5];
    Erasures::beside(&path).add(now + 1, &[address], &[1; 32]).unwrap();
    people::erase(&mut db, gone).await.unwrap();
    for _ in 0..3 {
        surveys::open(&mut db, "needs", false, &Bodies::All, now, now + DAY).await.unwrap();
    }
    db.commit().await.unwrap();
    store.close().await;
    std::fs::remove_dir_all(folder.path().join("files")).unwrap();
    // A log of the former database, which would silently undo the restored one.
    std::fs::write(folder.path().join("t.db-wal"), "not of this database").unwrap();

    let restored = run(&path, &["restore", backup.to_str().unwrap()]);
    assert!(restored.status.success(), "{}", said(&restored));
    assert!(
        said(&restored).contains("releases them: 11.") && said(&restored).contains("since: 1."),
        "{}",
        said(&restored)
    );
    assert_eq!(std::fs::read(folder.path().join("files/abc")).unwrap(), b"a file");
    let store = Store::open(&path).await.unwrap();
    assert_eq!(count(&store, "SELECT COUNT(*) FROM persons").await, MEMBERS - 1, "erased again");
    let mut db = store.write().await.unwrap();
    let next = surveys::open(&mut db, "needs", false, &Bodies::All, now, now + DAY).await.unwrap();
    assert!(next > SurveyId(1_000_000), "a button of the lost time acts on nothing new: {next}");
    db.commit().await.unwrap();
    store.close().await;

    let sandbox = sandbox(MEMBERS).await;
    let _bot = spawn(Path::new(PROGRAM), &path, &sandbox, &[("RUST_LOG", "error")]);
    sandbox.say(FIRST, "/menu");
    until(&sandbox, FIRST, |screen| screen.text.contains("عضوة")).await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    let written = (FIRST + 1..FIRST + MEMBERS).filter(|member| !sandbox.chat(*member).is_empty()).count();
    assert_eq!(written, 0, "letters went out without a coordinator's release");
    let shown = sandbox.chat(FIRST);
    let release = shown.iter().flat_map(|seen| seen.buttons.iter().flatten().map(move |button| (seen, button)));
    let resume =
        release.filter_map(|(seen, button)| Some((seen.message_id, button.data.clone()?, button.text.clone())));
    let found: Vec<_> = resume.filter(|(_, _, label)| label.contains("استئناف")).collect();
    let (message, data, _) = found.first().unwrap_or_else(|| panic!("the coordinator can release: {shown:#?}"));
    sandbox.press(FIRST, *message, data);
    let all = async {
        while (FIRST + 1..FIRST + MEMBERS).filter(|member| !sandbox.chat(*member).is_empty()).count() < 10 {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(LONG_ENOUGH, all).await.expect("released letters go out");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_backups_around_a_submission_do_not_tell_who_answered_what() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let survey = database(&path, 4, "evaluation").await;
    let sandbox = sandbox(4).await;
    let dialog = support::dialog("evaluation");
    let mut before = Vec::new();
    for member in FIRST..FIRST + 4 {
        let bot = spawn(Path::new(PROGRAM), &path, &sandbox, &[("RUST_LOG", "error")]);
        take_part(sandbox.clone(), &dialog, member, Duration::from_secs(2), |_| {}).await;
        drop(bot);
        let copy = folder.path().join(format!("{member}.db"));
        let made = run(&path, &["backup", copy.to_str().unwrap()]);
        assert!(made.status.success(), "{}", said(&made));
        let store = Store::open(&copy).await.unwrap();
        let mut found = Vec::new();
        for table in [
            "responses",
            "answers",
            "runs",
            "participations",
            "wishes",
            "inbox",
            "respondent_hashes",
            "respondent_keys",
        ] {
            let query = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
            let rows: i64 = sqlx::query_scalar(query).fetch_one(&mut *store.read().await.unwrap()).await.unwrap();
            assert_eq!(rows, 0, "{table} of {member}");
        }
        // What is left of a person in the copy does not tell who has just answered.
        let rows = sqlx::query_as::<_, (i64, Option<i64>)>("SELECT id, run FROM persons ORDER BY id");
        found.extend(rows.fetch_all(&mut *store.read().await.unwrap()).await.unwrap());
        store.close().await;
        assert!(before.is_empty() || before == found);
        before = found;
    }
    let store = Store::open(&path).await.unwrap();
    let mut db = store.write().await.unwrap();
    assert_eq!(responses::list_of_survey(&mut db, survey).await.unwrap().len(), 4, "all are in the database itself");
    surveys::close(&mut db, survey, takafou::app::now()).await.unwrap();
    db.commit().await.unwrap();
    let copy = folder.path().join("closed.db");
    store.backup(&copy, takafou::app::now()).await.unwrap();
    let copy = Store::open(&copy).await.unwrap();
    assert_eq!(count(&copy, "SELECT COUNT(*) FROM responses").await, 4, "a closed survey is in the backup");
    assert_eq!(count(&store, "SELECT COUNT(*) FROM respondent_hashes").await, 0, "the hashes go when it closes");
    assert_eq!(count(&store, "SELECT COUNT(*) FROM respondent_keys").await, 0);
}

#[tokio::test]
async fn whoever_erases_themselves_and_joins_again_answers_an_anonymous_survey_once() {
    use takafou::chat::{Act, Press, Route};
    use takafou::config::Settings;
    use takafou::rehearsal::Rehearsal;
    let folder = tempfile::tempdir().unwrap();
    let now = Timestamp(1_795_428_000_000);
    let settings = Settings { controller: "مجلس".into(), contact: "contact".into(), ..Settings::default() };
    let mut town = Rehearsal::new(settings, folder.path().join("t.db"), now, [4; 32]).await.unwrap();
    let (_, code) = town.body("مكناس", "Meknès").await.unwrap();
    let mut db = town.store.write().await.unwrap();
    let survey = surveys::open(&mut db, "evaluation", true, &Bodies::All, now, now + DAY).await.unwrap();
    db.commit().await.unwrap();
    for time in 0..3 {
        town.sign_up(7, "fr", &code, "Xx", "member", None).await;
        town.press(7, Press::Go(Route::BeginSurvey { survey })).await;
        for _ in 0..25 {
            let buttons = town.screen(7).unwrap().rows.concat();
            let of = |wanted: &dyn Fn(&Act) -> bool| {
                let presses = buttons.iter().map(|button| button.press.clone());
                presses.into_iter().find(|press| matches!(press, Press::Run { act, .. } if wanted(act)))
            };
            let next = of(&|act| *act == Act::Submit)
                .or_else(|| of(&|act| *act == Act::Pick("absent".into())))
                .or_else(|| of(&|act| *act == Act::Skip));
            let Some(next) = next else { break };
            town.press(7, next).await;
        }
        let mut db = town.store.read().await.unwrap();
        assert_eq!(responses::list_of_survey(&mut db, survey).await.unwrap().len(), 1, "time {time}");
        drop(db);
        let person =
            people::find_by_address(&mut town.store.read().await.unwrap(), Address::telegram(7)).await.unwrap();
        assert!(person.is_some());
        town.press(7, Press::Go(Route::Erase)).await;
    }
}
