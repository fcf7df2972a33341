//! The real program against a Telegram that misbehaves: updates that cannot be read, servers with faults, refusals at
//! start, people who type too fast, numbers that begin anew, and kills.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::path::Path;
use std::time::{Duration, Instant};

use support::{Bot, FIRST, database, next, sandbox, spawn, until};
use takafou::chat::{Act, Press};
use takafou::sandbox::{Fault, FaultKind, Limits, Sandbox, Seen};
use takafou::store::Store;

const PROGRAM: &str = env!("CARGO_BIN_EXE_takafou");
/// A step that takes longer has hung. The tests run at the same time, on machines that may be busy.
const LONG_ENOUGH: Duration = Duration::from_secs(120);

fn start(path: &Path, sandbox: &Sandbox) -> Bot {
    spawn(Path::new(PROGRAM), path, sandbox, &[("RUST_LOG", "error")])
}

/// A private message of this person, with this content beside who and where.
fn message(person: i64, content: &str) -> String {
    format!(
        r#""message":{{"message_id":9,"date":1795428000,"chat":{{"id":{person},"type":"private","first_name":"س"}},"from":{{"id":{person},"is_bot":false,"first_name":"س","language_code":"ar"}},{content}}}"#
    )
}

async fn answers_of(path: &Path) -> Vec<(i64, String)> {
    let store = Store::open(path).await.unwrap();
    let mut db = store.read().await.unwrap();
    let rows = sqlx::query_as(
        "SELECT p.telegram, a.value FROM answers a JOIN runs r ON r.id = a.run JOIN persons p ON p.id = r.person ORDER BY a.run, a.question, a.item",
    );
    let rows = rows.fetch_all(&mut *db).await.unwrap();
    drop(db);
    store.close().await;
    rows
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn updates_that_cannot_be_read_are_stepped_over_and_others_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    database(&path, 2, "diagnostic").await;
    let sandbox = sandbox(2).await;
    let _bot = start(&path, &sandbox);
    let deep = format!("{}1{}", "[".repeat(20_000), "]".repeat(20_000));
    for content in [
        r#""message":{"message_id":1e400,"chat":1e400}"#.to_owned(),
        r#""message":"\ud800""#.to_owned(),
        message(FIRST + 1, r#""text":"\udc00\ud800""#),
        format!(r#""message":{deep}"#),
        format!(r#""tomorrow":{deep}"#),
        message(FIRST + 1, r#""date":99999999999999999999999999999999,"text":17"#),
        r#""callback_query":{"id":5,"from":{}}"#.to_owned(),
        r#""my_chat_member":null"#.to_owned(),
        r#""chat_join_request":{"chat":{},"from":{},"date":-1}"#.to_owned(),
        r#""message":{},"message":{}"#.to_owned(),
    ] {
        sandbox.deliver(&content);
    }
    sandbox.say(FIRST, "/menu");
    until(&sandbox, FIRST, |screen| screen.text.contains("عضوة")).await;
    assert_eq!(sandbox.pending_updates(), 0, "all are confirmed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_of_a_kind_that_is_not_known_is_answered_all_the_same() {
    let kinds = [
        r#""text":"/help","entities":[{"type":"tomorrows_kind","offset":0,"length":5}]"#,
        r#""text":"/help","external_reply":{"origin":{"type":"galaxy"}},"quote":{}"#,
        r#""text":"/help","forward_origin":{"type":"of a new kind"}"#,
        r#""voice":{"file_id":"V","duration":2}"#,
        r#""video":{"file_id":"V","duration":2,"width":1,"height":1}"#,
        r#""dice":{"emoji":"🎲","value":3}"#,
        r#""gift":{"gift":{"id":"1"}}"#,
        r#""sticker":{"file_id":"S","type":"tomorrows_kind"}"#,
    ];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let members = i64::try_from(kinds.len()).unwrap();
    database(&path, members, "diagnostic").await;
    let sandbox = sandbox(members).await;
    let _bot = start(&path, &sandbox);
    for (person, kind) in (FIRST..).zip(kinds) {
        sandbox.deliver(&message(person, kind));
    }
    for (person, kind) in (FIRST..).zip(kinds) {
        let screen = until(&sandbox, person, |_| true).await;
        assert_eq!(screen.text.contains("/meetings"), kind.contains("/help"), "{kind}: {}", screen.text);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_webhook_left_behind_and_refusals_at_start_do_not_make_the_bot_deaf() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    database(&path, 1, "diagnostic").await;
    let sandbox = sandbox(1).await;
    sandbox.set_webhook("https://example.org/former");
    let wait = || {
        FaultKind::Answer(
            429,
            r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1"}"#.into(),
        )
    };
    for (method, kind, times) in [
        ("getme", wait(), 1),
        (
            "getme",
            FaultKind::Answer(503, r#"{"ok":false,"error_code":503,"description":"Service Unavailable"}"#.into()),
            1,
        ),
        ("setmycommands", wait(), 1),
        ("deletewebhook", FaultKind::Status(502), 1),
        ("deletewebhook", wait(), 1),
        ("getupdates", wait(), 1),
        ("getupdates", FaultKind::Answer(200, "<html>Sign in to this network</html>".into()), 1),
    ] {
        sandbox.inject(Fault { method: Some(method.into()), kind, times });
    }
    let _bot = start(&path, &sandbox);
    sandbox.say(FIRST, "/menu");
    until(&sandbox, FIRST, |screen| screen.text.contains("عضوة")).await;
    let described = async {
        while sandbox.calls().get("setMyCommands").copied().unwrap_or(0) < 4 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(LONG_ENOUGH, described).await.expect("three languages, and one refused");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replies_wait_while_telegram_refuses_the_token_or_is_out_of_service() {
    let unavailable = r#"{"ok":false,"error_code":503,"description":"Service Unavailable"}"#;
    for kind in [
        FaultKind::Answer(401, r#"{"ok":false,"error_code":401,"description":"Unauthorized"}"#.into()),
        FaultKind::Answer(404, r#"{"ok":false,"error_code":404,"description":"Not Found"}"#.into()),
        FaultKind::Answer(200, unavailable.into()),
        FaultKind::Answer(520, String::new()),
        FaultKind::Answer(429, r#"{"ok":false,"error_code":429,"description":"slow down"}"#.into()),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.db");
        database(&path, 1, "diagnostic").await;
        let sandbox = sandbox(1).await;
        let _bot = start(&path, &sandbox);
        sandbox.inject(Fault { method: Some("sendmessage".into()), kind, times: 2 });
        sandbox.say(FIRST, "/menu");
        until(&sandbox, FIRST, |screen| screen.text.contains("عضوة")).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_who_type_without_end_do_not_make_members_wait() {
    const MEMBERS: i64 = 20;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    database(&path, MEMBERS, "diagnostic").await;
    let sandbox = support::sandbox_with(MEMBERS + 2, Some(Limits::default())).await;
    let _bot = start(&path, &sandbox);
    let strangers = [FIRST + MEMBERS, FIRST + MEMBERS + 1];
    let typing = {
        let sandbox = sandbox.clone();
        tokio::spawn(async move {
            for n in 0_u32.. {
                strangers.iter().for_each(|stranger| _ = sandbox.say(*stranger, &format!("{n}")));
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        })
    };
    tokio::time::sleep(Duration::from_secs(1)).await;
    for member in FIRST..FIRST + MEMBERS {
        let at = Instant::now();
        sandbox.say(member, "/menu");
        until(&sandbox, member, |screen| screen.text.contains("عضوة")).await;
        assert!(at.elapsed() < Duration::from_secs(3), "{member} waited {:?}", at.elapsed());
    }
    typing.abort();
    for stranger in strangers {
        let last = sandbox.chat(stranger);
        assert!(last.len() < 400 && last.iter().any(|message| message.from_bot), "they are answered too");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_that_begin_anew_lower_are_handled_once_each() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    database(&path, 1, "diagnostic").await;
    let sandbox = sandbox(1).await;
    let dialog = support::dialog("diagnostic");
    sandbox.set_next_update(900_000_000);
    let mut bot = start(&path, &sandbox);
    sandbox.say(FIRST, "/menu");
    until(&sandbox, FIRST, |_| true).await;
    sandbox.set_next_update(12);
    let is_option = |data: Option<&str>| {
        let press = data.and_then(Press::parse);
        matches!(press, Some(Press::Run { act: Act::Pick(_) | Act::Tick(_, true, _), .. }))
    };
    let begun = |screen: &Seen| screen.buttons.iter().flatten().any(|button| is_option(button.data.as_deref()));
    for _ in 0..3 {
        let before = sandbox.screen(FIRST).unwrap();
        if begun(&before) {
            break;
        }
        let data = next(&dialog, FIRST, &before).unwrap();
        sandbox.press(FIRST, before.message_id, &data);
        until(&sandbox, FIRST, |screen| screen.text != before.text).await;
    }
    // The answers are typed: a typed answer that is taken twice answers the next question too.
    for _ in 0..3 {
        let before = sandbox.screen(FIRST).unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await; // nobody types before they have read
        let options = before.buttons.iter().flatten().filter(|button| is_option(button.data.as_deref()));
        let option = options.map(|button| button.text.trim_start_matches("⬜ ").to_owned()).next().unwrap();
        sandbox.say(FIRST, &option);
        // The former message may be gone before the next one is there.
        until(&sandbox, FIRST, |screen| screen.message_id > before.message_id && !screen.buttons.is_empty()).await;
    }
    let answers = {
        drop(bot);
        answers_of(&path).await
    };
    assert!(answers.len() >= 2, "{answers:?}");
    sandbox.redeliver(3);
    bot = start(&path, &sandbox);
    let all = async {
        while sandbox.pending_updates() > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(LONG_ENOUGH, all).await.unwrap();
    drop(bot);
    assert_eq!(answers_of(&path).await, answers, "what was handled is not handled again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_has_handed_in_sees_the_thanks_after_a_kill() {
    for survey in ["diagnostic", "evaluation"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.db");
        database(&path, 1, survey).await;
        let sandbox = sandbox(1).await;
        let dialog = support::dialog(survey);
        let mut bot = start(&path, &sandbox);
        sandbox.say(FIRST, "/menu");
        let mut screen = until(&sandbox, FIRST, |_| true).await;
        let hand_in = loop {
            let data = next(&dialog, FIRST, &screen).unwrap();
            if matches!(Press::parse(&data), Some(press) if press.is_submit()) {
                break data;
            }
            sandbox.press(FIRST, screen.message_id, &data);
            let before = screen.clone();
            screen = until(&sandbox, FIRST, |now| now.text != before.text || now.buttons != before.buttons).await;
        };
        // The edit that would say thanks never arrives; the program is killed after the commit.
        let never = FaultKind::Slow(Duration::from_secs(3_600));
        sandbox.inject(Fault { method: Some("editmessagetext".into()), kind: never.clone(), times: 1 });
        sandbox.press(FIRST, screen.message_id, &hand_in);
        let committed = async {
            while sandbox.pending_updates() > 0 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(LONG_ENOUGH, committed).await.unwrap();
        drop(bot);
        sandbox.redeliver(1); // Telegram had not heard of the confirmation
        bot = start(&path, &sandbox);
        until(&sandbox, FIRST, |screen| screen.text.starts_with("تم الإرسال")).await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        let screen = sandbox.screen(FIRST).unwrap();
        assert!(screen.text.starts_with("تم الإرسال"), "the thanks stay: {}", screen.text);
        drop(bot);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_changes_an_earlier_message_is_told_how_to_change_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    database(&path, 1, "diagnostic").await;
    let sandbox = sandbox(1).await;
    let dialog = support::dialog("diagnostic");
    let _bot = start(&path, &sandbox);
    sandbox.say(FIRST, "/menu");
    let mut screen = until(&sandbox, FIRST, |_| true).await;
    while !screen.text.starts_with("السؤال") {
        let data = next(&dialog, FIRST, &screen).unwrap();
        sandbox.press(FIRST, screen.message_id, &data);
        let before = screen.clone();
        screen = until(&sandbox, FIRST, |now| now.text != before.text).await;
    }
    let typed = sandbox.chat(FIRST).iter().find(|message| !message.from_bot).unwrap().message_id;
    sandbox.edit(FIRST, typed, "2");
    let told = until(&sandbox, FIRST, |screen| screen.text.contains("«رجوع»")).await;
    let question = screen.text.lines().last().unwrap();
    assert!(told.text.contains(question), "the question stays: {}", told.text);
    assert!(answers_of(&path).await.is_empty(), "an edit is no answer");

    // The last answer was typed: the message that gave it is changed, and so is the answer.
    sandbox.say(FIRST, "نعم");
    until(&sandbox, FIRST, |screen| screen.text.contains("نساء")).await;
    let typed = sandbox.chat(FIRST).iter().rfind(|message| !message.from_bot).unwrap().message_id;
    sandbox.edit(FIRST, typed, "قيد الإحداث");
    until(&sandbox, FIRST, |screen| screen.text.contains("كما عدلتموه")).await;
    assert_eq!(answers_of(&path).await, [(FIRST, r#"{"picks":["pending"]}"#.to_owned())]);
}
