//! The real program over HTTP, which is killed, cut off, throttled and blocked. At the end every member has finished,
//! and the database holds exactly what they answered.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::path::Path;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use support::{FIRST, database, sandbox, spawn, take_part, value};
use takafou::dialog::walk;
use takafou::dialog::{Answer, Answers, Entry, Key};
use takafou::sandbox::{Fault, FaultKind, Sandbox};
use takafou::store::{Store, people, responses, surveys};
use takafou::types::{Address, SurveyId};

const PROGRAM: &str = env!("CARGO_BIN_EXE_takafou");
const MEMBERS: i64 = 200;
const PATIENCE: Duration = Duration::from_secs(2);
/// A step that takes longer has hung. The tests run at the same time, on machines that may be busy.
const LONG_ENOUGH: Duration = Duration::from_secs(300);

/// The answers that a member's response must hold.
fn expected(survey: &str, member: i64) -> Vec<(Key, takafou::dialog::Value)> {
    let dialog = support::dialog(survey);
    let mut answers = Answers::new();
    while let walk::Step::Ask(stop) = walk::step(&dialog, &answers) {
        let (key, value) = (stop.key(), value(member, stop.question));
        answers.insert(key, Entry { value, done: true });
    }
    walk::submission(&dialog, &answers)
}

async fn check(path: &Path, survey: SurveyId, members: i64) {
    let store = Store::open(path).await.unwrap();
    let mut db = store.read().await.unwrap();
    let mut found: Vec<_> = responses::list_of_survey(&mut db, survey)
        .await
        .unwrap()
        .into_iter()
        .map(|r| format!("{:?}", r.answers))
        .collect();
    let mut wanted: Vec<_> =
        (FIRST..FIRST + members).map(|member| format!("{:?}", expected("diagnostic", member))).collect();
    found.sort();
    wanted.sort();
    assert_eq!(found.len(), wanted.len(), "every member's response, once");
    assert!(found == wanted, "the responses are what was answered");
    let turnout = surveys::count_turnout(&mut db, survey).await.unwrap();
    assert_eq!((turnout[0].started, turnout[0].submitted), (members, members));
}

fn everybody(sandbox: &Sandbox, members: i64) -> Vec<tokio::task::JoinHandle<()>> {
    everybody_in(sandbox, members, "diagnostic", 10)
}

/// Lets members begin one after the other, this many milliseconds apart.
fn everybody_in(sandbox: &Sandbox, members: i64, survey: &'static str, apart: u64) -> Vec<tokio::task::JoinHandle<()>> {
    let all = FIRST..FIRST + members;
    all.map(|member| {
        let sandbox = sandbox.clone();
        tokio::spawn(async move {
            let dialog = support::dialog(survey);
            tokio::time::sleep(Duration::from_millis(u64::try_from(member - FIRST).unwrap() * apart)).await;
            take_part(sandbox, &dialog, member, PATIENCE, |_| {}).await;
        })
    })
    .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_moment_nothing_is_lost_or_doubled() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let survey = database(&path, MEMBERS, "diagnostic").await;
    let sandbox = sandbox(MEMBERS).await;
    // Members begin over 40 s, which is longer than the kills last. So each kill finds people in the middle, even on a
    // fast machine.
    let mut members = everybody_in(&sandbox, MEMBERS, "diagnostic", 200);
    let mut random = StdRng::seed_from_u64(11);
    for kill in 0..24 {
        let bot = spawn(Path::new(PROGRAM), &path, &sandbox, &[]);
        let life = if kill < 12 { random.random_range(150..700) } else { random.random_range(700..2_500) };
        tokio::time::sleep(Duration::from_millis(life)).await;
        sandbox.redeliver(random.random_range(0..30));
        drop(bot); // SIGKILL
    }
    assert!(members.iter().any(|member| !member.is_finished()), "the bot lived too long for kills to tell");
    let bot = spawn(Path::new(PROGRAM), &path, &sandbox, &[]);
    for (member, chat) in members.drain(..).zip(FIRST..) {
        let finished = tokio::time::timeout(LONG_ENOUGH, member).await;
        let seen = || sandbox.chat(chat).into_iter().rev().take(4).collect::<Vec<_>>();
        finished.unwrap_or_else(|_| panic!("{chat} does not finish; newest first: {:#?}", seen())).unwrap();
    }
    drop(bot);
    // When updates are delivered again, their buttons and messages may be gone. Nothing else may be refused.
    let stale = ["query is too old", "is not modified", "not found"];
    let malformed: Vec<String> =
        sandbox.refusals().into_iter().filter(|r| !stale.iter().any(|s| r.contains(s))).collect();
    assert!(malformed.is_empty(), "{malformed:?}");
    check(&path, survey, MEMBERS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_anonymous_survey_keeps_its_promise_through_kills() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let survey = database(&path, 20, "evaluation").await;
    let sandbox = sandbox(20).await;
    let members = everybody_in(&sandbox, 20, "evaluation", 10);
    let mut random = StdRng::seed_from_u64(12);
    for _ in 0..8 {
        let bot = spawn(Path::new(PROGRAM), &path, &sandbox, &[]);
        tokio::time::sleep(Duration::from_millis(random.random_range(300..1_500))).await;
        sandbox.redeliver(random.random_range(0..30));
        drop(bot); // SIGKILL
    }
    let bot = spawn(Path::new(PROGRAM), &path, &sandbox, &[]);
    for member in members {
        tokio::time::timeout(LONG_ENOUGH, member).await.expect("members do not finish").unwrap();
    }
    drop(bot);
    let store = Store::open(&path).await.unwrap();
    let mut db = store.read().await.unwrap();
    let said = |answers: &[Answer]| format!("{answers:?}");
    let all = responses::list_of_survey(&mut db, survey).await.unwrap();
    let mut found: Vec<_> = all.iter().map(|response| said(&response.answers)).collect();
    let mut wanted: Vec<_> =
        (FIRST..FIRST + 20).map(|member| format!("{:?}", expected("evaluation", member))).collect();
    found.sort();
    wanted.sort();
    assert!(found == wanted, "every member's response, once");
    assert!(all.iter().all(|response| response.body.is_none() && response.submitted_at.is_none()));
    let drafts = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM answers").fetch_one(&mut *db).await.unwrap();
    assert_eq!(drafts, 0, "a draft under a name");
    let log = std::fs::metadata(folder.path().join("t.db-wal")).map_or(0, |log| log.len());
    assert_eq!(log, 0, "the log was not emptied at the start after a kill");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn broken_connections_throttling_and_a_blocked_member_harm_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let survey = database(&path, 40, "diagnostic").await;
    let sandbox = sandbox(40).await;
    for (method, kind, times) in [
        ("editmessagetext", FaultKind::Drop, 20),
        ("editmessagetext", FaultKind::RetryAfter(1), 10),
        ("sendmessage", FaultKind::RetryAfter(1), 5),
        ("sendmessage", FaultKind::Status(502), 1),
        ("getupdates", FaultKind::Drop, 3),
        ("answercallbackquery", FaultKind::Slow(Duration::from_millis(300)), 20),
    ] {
        sandbox.inject(Fault { method: Some(method.into()), kind, times });
    }
    sandbox.block(FIRST, true);
    let bot = spawn(Path::new(PROGRAM), &path, &sandbox, &[]);
    let mut members = everybody(&sandbox, 40);
    for (i, member) in members.drain(1..).enumerate() {
        let id = FIRST + 1 + i64::try_from(i).unwrap();
        let finished = tokio::time::timeout(LONG_ENOUGH, member).await;
        finished.unwrap_or_else(|_| panic!("{id} does not finish; they see {:#?}", sandbox.chat(id))).unwrap();
    }
    // The member who blocked the bot is marked unreachable, and reachable again as soon as they write.
    let store = Store::open(&path).await.unwrap();
    let known = async || {
        people::find_by_address(&mut store.read().await.unwrap(), Address::telegram(FIRST))
            .await
            .unwrap()
            .unwrap()
            .unreachable
    };
    // The members keep writing. This makes them reachable until the next reply is refused.
    let marked = async {
        while !known().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(LONG_ENOUGH, marked).await.expect("403 marks the person unreachable");
    sandbox.block(FIRST, false);
    tokio::time::timeout(LONG_ENOUGH, members.remove(0)).await.expect("the unblocked member finishes").unwrap();
    assert!(!known().await, "writing makes reachable again");
    store.close().await;
    drop(bot);
    check(&path, survey, 40).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rush_of_newcomers_is_answered_to_the_last_within_telegrams_limits() {
    const NEWCOMERS: i64 = 200;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    database(&path, 1, "diagnostic").await;
    let sandbox = support::sandbox_with(NEWCOMERS + 1, Some(takafou::sandbox::Limits::default())).await;
    let _bot = spawn(Path::new(PROGRAM), &path, &sandbox, &[]);
    let newcomers = FIRST + 1..=FIRST + NEWCOMERS;
    for newcomer in newcomers.clone() {
        sandbox.say(newcomer, "السلام عليكم"); // a coordinator has shown the link to a full hall
    }
    let all = async {
        while !newcomers.clone().all(|newcomer| sandbox.screen(newcomer).is_some()) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(LONG_ENOUGH, all).await.expect("somebody was never answered");
    let refused = sandbox.throttled();
    assert!(refused < 20, "the limit was run into {refused} times"); // a busy machine may delay one message and not the next
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_webhook_takes_its_secret_and_survives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let survey = database(&path, 5, "diagnostic").await;
    let sandbox = sandbox(5).await;
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (url, listen) = (format!("http://127.0.0.1:{port}/"), format!("127.0.0.1:{port}"));
    let settings = [
        ("TAKAFOU_WEBHOOK_URL", url.as_str()),
        ("TAKAFOU_WEBHOOK_LISTEN", listen.as_str()),
        ("TAKAFOU_WEBHOOK_SECRET", "a-secret-of-enough-signs"),
    ];
    let bot = spawn(Path::new(PROGRAM), &path, &sandbox, &settings);
    let members = everybody(&sandbox, 5);
    tokio::time::sleep(Duration::from_millis(1500)).await;
    drop(bot);
    let bot = spawn(Path::new(PROGRAM), &path, &sandbox, &settings);
    for member in members {
        tokio::time::timeout(LONG_ENOUGH, member).await.expect("everybody finishes").unwrap();
    }
    let forged = tokio::task::spawn_blocking(move || forge(port)).await.unwrap();
    assert!(forged.contains("401"), "{forged}");
    drop(bot);
    check(&path, survey, 5).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_screen_that_was_deleted_comes_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    database(&path, 1, "diagnostic").await;
    let sandbox = sandbox(1).await;
    let _bot = spawn(Path::new(PROGRAM), &path, &sandbox, &[]);
    sandbox.say(FIRST, "/menu");
    let shown = async |other_than: i64| loop {
        match sandbox.screen(FIRST).filter(|screen| screen.message_id != other_than) {
            Some(screen) => return screen,
            None => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    };
    let menu = tokio::time::timeout(LONG_ENOUGH, shown(0)).await.unwrap();
    let data = menu.buttons[0][0].data.clone().unwrap();
    sandbox.delete_message(FIRST, menu.message_id);
    sandbox.press(FIRST, menu.message_id, &data);
    let opening = tokio::time::timeout(LONG_ENOUGH, shown(menu.message_id)).await.unwrap();
    assert!(opening.text.contains("هل توافقون على المشاركة"), "{}", opening.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_says_nothing_personal_even_in_detail() {
    let folder = tempfile::tempdir().unwrap();
    let (path, log) = (folder.path().join("t.db"), folder.path().join("log"));
    database(&path, 1, "evaluation").await;
    let sandbox = sandbox(1).await;
    let mut command = std::process::Command::new(PROGRAM);
    command
        .arg("run")
        .env("RUST_LOG", "debug")
        .env("TELOXIDE_TOKEN", support::TOKEN)
        .env("TELOXIDE_API_URL", sandbox.url());
    command.env("TAKAFOU_DATABASE", &path).env("TAKAFOU_CONTROLLER", "مجلس").env("TAKAFOU_CONTACT", "contact");
    let bot = support::Bot(command.stderr(std::fs::File::create(&log).unwrap()).spawn().unwrap());
    sandbox.say(FIRST, "/menu");
    sandbox.say(FIRST, "كلام سري");
    sandbox.press(FIRST, 1, "r:ff:1:secret:pforged");
    sandbox.press(FIRST, 1, "not-ours");
    sandbox.say(FIRST, "/mydata");
    let served = async {
        while !sandbox.calls().contains_key("sendDocument") {
            tokio::time::sleep(Duration::from_millis(20)).await
        }
    };
    tokio::time::timeout(Duration::from_secs(30), served).await.expect("the file is sent");
    drop(bot);
    let told = std::fs::read_to_string(&log).unwrap();
    assert!(told.contains("a button that is not ours was pressed"), "there is a log: {told}");
    for personal in ["m5000", "عضوة", "كلام", "forged", "not-ours", support::TOKEN] {
        assert!(!told.contains(personal), "the log holds {personal}: {told}");
    }
    let mut numbers = told.split(|c: char| !c.is_ascii_digit());
    assert!(numbers.all(|number| number != FIRST.to_string()), "the log holds the chat's number: {told}");
}

/// An update without the secret.
fn forge(port: u16) -> String {
    use std::io::{Read, Write};
    let connect = || std::net::TcpStream::connect(("127.0.0.1", port)).ok();
    let mut stream = (0..100)
        .find_map(|_| {
            connect().or_else(|| {
                std::thread::sleep(Duration::from_millis(100));
                None
            })
        })
        .unwrap();
    let body = "{\"update_id\":1}";
    write!(stream, "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len())
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn run_refuses_to_start_with_a_mistake_in_a_dialog_and_shows_its_place() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("bad.toml"), "use = \"form\"\n[[question]]\nid = \"A\"\nkind = \"essay\"\n")
        .unwrap();
    for command in ["run", "check"] {
        let mut process = std::process::Command::new(PROGRAM);
        process.arg(command).env("TELOXIDE_TOKEN", "1:x").env("TELOXIDE_API_URL", "http://127.0.0.1:9");
        let output = process.env("TAKAFOU_DIALOGS", folder.path()).output().unwrap();
        let told = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(!output.status.success());
        assert!(told.contains("dialogs/bad.toml:4") && told.contains("there is no kind `essay`"), "{told}");
    }
}

#[test]
fn what_is_missing_is_one_clear_line() {
    let run = |arguments: &[&str], settings: &str| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("s.toml");
        std::fs::write(&file, settings).unwrap();
        let mut command = std::process::Command::new(PROGRAM);
        let output =
            command.arg("--settings").arg(&file).args(arguments).env_remove("TELOXIDE_TOKEN").output().unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    let told = run(&["run"], "");
    assert!(told.starts_with("takafou: TELOXIDE_TOKEN is not set") && told.lines().count() == 1, "{told}");
    let told = run(&["run"], "contrller = \"x\"\n");
    assert!(told.contains("s.toml:1: unknown field `contrller`") && told.lines().count() == 1, "{told}");
    let told = run(&["backup", "/nonexistent/x.db"], "database = \"/nonexistent/a.db\"\n");
    assert!(told.contains("there is no database at /nonexistent/a.db") && told.lines().count() == 1, "{told}");
}
