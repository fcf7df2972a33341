//! Shared by the process tests and the load bench: a database with members, the bot as a process, and members who
//! answer the diagnostic by pressing the buttons that they see.

#![allow(dead_code, reason = "each user takes what it needs")]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use takafou::chat::{Act, Press, Route};
use takafou::config::Settings;
use takafou::dialog::{Dialog, Kind, Value, parse};
use takafou::rehearsal::Rehearsal;
use takafou::sandbox::{Sandbox, SandboxOptions, SandboxPerson, Seen};
use takafou::store::surveys;
use takafou::types::{Address, Bodies, DAY, SurveyId};

pub const TOKEN: &str = "100:test";
/// Telegram id of the first member.
pub const FIRST: i64 = 5000;

pub fn dialog(name: &str) -> Dialog {
    parse::parse(name, &std::fs::read_to_string(format!("dialogs/{name}.toml")).unwrap()).unwrap()
}

/// A database with one body, `members` members and an open survey; returns the survey's number.
pub async fn database(path: &Path, members: i64, survey: &str) -> SurveyId {
    let now = takafou::app::now();
    let town = town(path, members).await;
    let mut db = town.store.write().await.unwrap();
    let anonymous = dialog(survey).usage == takafou::dialog::Usage::Anonymous;
    let survey = surveys::open(&mut db, survey, anonymous, &Bodies::All, now, now + DAY).await.unwrap();
    db.commit().await.unwrap();
    town.store.close().await;
    survey
}

/// A bot with one body and `members` members.
pub async fn town(path: &Path, members: i64) -> Rehearsal {
    let now = takafou::app::now();
    let settings = Settings { controller: "مجلس".into(), contact: "contact".into(), ..Settings::default() };
    let mut rehearsal = Rehearsal::new(settings, path.to_owned(), now, [3; 32]).await.unwrap();
    let (body, _) = rehearsal.body("مكناس", "Meknès").await.unwrap();
    let mut db = rehearsal.store.write().await.unwrap();
    for member in FIRST..FIRST + members {
        let id = takafou::store::people::add(&mut db, Address::telegram(member), "ar", "test", now, Some(body))
            .await
            .unwrap();
        let person =
            takafou::store::people::find_by_address(&mut db, Address::telegram(member)).await.unwrap().unwrap();
        let person =
            takafou::store::people::Person {
                name: Some(format!("عضوة {id}")), role: Some("member".into()), ..person
            };
        takafou::store::people::set_profile(&mut db, &person).await.unwrap();
        takafou::store::members::admit(&mut db, person.id, now).await.unwrap();
    }
    db.commit().await.unwrap();
    rehearsal
}

pub async fn sandbox(members: i64) -> Sandbox {
    sandbox_with(members, None).await
}

/// Starts a sandbox that allows only this many messages a second.
pub async fn sandbox_with(members: i64, limits: Option<takafou::sandbox::Limits>) -> Sandbox {
    let people = (FIRST..FIRST + members)
        .map(|id| SandboxPerson {
            id,
            first_name: format!("m{id}"),
            language_code: "ar".into(),
            note: String::new(),
            start: None,
        })
        .collect();
    let options = SandboxOptions {
        port: 0,
        guests: None,
        token: TOKEN.into(),
        bot_username: "test_bot".into(),
        limits,
        people,
        clock: None,
    };
    Sandbox::start(options).await.unwrap()
}

/// A running bot. It is killed with SIGKILL when it is dropped.
pub struct Bot(pub Child);

impl Drop for Bot {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// Starts the real program on this database and sandbox.
pub fn spawn(program: &Path, database: &Path, sandbox: &Sandbox, more: &[(&str, &str)]) -> Bot {
    let mut command = Command::new(program);
    command
        .arg("run")
        .env("TELOXIDE_TOKEN", TOKEN)
        .env("TELOXIDE_API_URL", sandbox.url())
        .env("TAKAFOU_DATABASE", database);
    command.env("TAKAFOU_CONTROLLER", "مجلس").env("TAKAFOU_CONTACT", "contact").env("RUST_LOG", "warn");
    Bot(command.envs(more.iter().copied()).stdout(Stdio::null()).stderr(Stdio::inherit()).spawn().unwrap())
}

/// The answer of a member. It is always the same, so that it can be compared with the database.
pub fn answer(member: i64, question: &takafou::dialog::Question) -> Option<String> {
    let n = i64::try_from(question.options.len()).unwrap();
    let hash = member * 7 + question.id.bytes().map(i64::from).sum::<i64>();
    question.options.get(usize::try_from(hash.rem_euclid(n.max(1))).unwrap()).map(|choice| choice.id.clone())
}

/// The answer as the database should hold it.
pub fn value(member: i64, question: &takafou::dialog::Question) -> Value {
    match &question.kind {
        Kind::Text { .. } => Value::Skipped,
        Kind::Scale { .. } => Value::Numbers(vec![3]),
        _ => answer(member, question).map_or(Value::Skipped, |id| Value::Picks(vec![id])),
    }
}

/// The button that the member presses next. None: the member has finished.
pub fn next(dialog: &Dialog, member: i64, screen: &Seen) -> Option<String> {
    let buttons: Vec<(&str, Press)> = screen
        .buttons
        .iter()
        .flatten()
        .filter_map(|b| b.data.as_deref())
        .filter_map(|d| Some((d, Press::parse(d)?)))
        .collect();
    let find = |wanted: &dyn Fn(&Press) -> bool| {
        buttons.iter().find(|(_, press)| wanted(press)).map(|(data, _)| (*data).to_owned())
    };
    let go = |wanted: fn(&Route) -> bool| find(&|press| matches!(press, Press::Go(route) if wanted(route)));
    if let Some(submit) = find(&|press| matches!(press, Press::Run { act: Act::Submit, .. })) {
        return Some(submit);
    }
    let asked = buttons
        .iter()
        .find_map(|(_, press)| if let Press::Run { key, .. } = press { dialog.question(&key.question) } else { None });
    let Some(question) = asked else {
        return go(|route| matches!(route, Route::BeginSurvey { .. }))
            .or_else(|| go(|route| matches!(route, Route::Survey { .. })));
    };
    let act = |wanted: &dyn Fn(&Act) -> bool| find(&|press| matches!(press, Press::Run { act, .. } if wanted(act)));
    match (&question.kind, answer(member, question)) {
        (Kind::Text { .. }, _) => act(&|act| *act == Act::Skip),
        (Kind::Scale { .. }, _) => act(&|act| *act == Act::Pick("3".into())),
        (Kind::Many { .. }, Some(id)) => {
            let ticked = screen.buttons.iter().flatten().any(|button| button.text.starts_with('✅'));
            if act(&|act| matches!(act, Act::Tick(i, false, _) if *i == id)).is_some() || ticked {
                return act(&|act| *act == Act::Done);
            }
            act(&|act| matches!(act, Act::Tick(i, true, _) if *i == id)).or_else(|| forward(&buttons))
        }
        (_, Some(id)) => act(&|act| *act == Act::Pick(id.clone())).or_else(|| forward(&buttons)),
        (_, None) => act(&|act| *act == Act::Skip),
    }
}

/// The furthest page.
fn forward(buttons: &[(&str, Press)]) -> Option<String> {
    let pages = buttons.iter().filter_map(|(data, press)| match press {
        Press::Run { act: Act::Page(page), .. } => Some((page, (*data).to_owned())),
        _ => None,
    });
    pages.max_by_key(|(page, _)| **page).map(|(_, data)| data)
}

/// Lets a member answer the whole survey. The member presses again when nothing happens for `patience`. Every reply is
/// reported.
pub async fn take_part(
    sandbox: Sandbox,
    dialog: &Dialog,
    member: i64,
    patience: Duration,
    report: impl FnMut(Duration),
) {
    take_part_in_peace(sandbox, dialog, member, patience, Duration::ZERO, report).await;
}

/// The same, for a member who reads each screen for as long as `pause`.
pub async fn take_part_in_peace(
    sandbox: Sandbox,
    dialog: &Dialog,
    member: i64,
    patience: Duration,
    pause: Duration,
    mut report: impl FnMut(Duration),
) {
    let finished = |text: &str| text.starts_with("تم الإرسال") || text.contains("لا يوجد أي استبيان في انتظار");
    sandbox.say(member, "/menu");
    let mut shown = change(&sandbox, member, None, patience).await;
    while !shown.as_ref().is_some_and(|screen| finished(&screen.text)) {
        let pressed = shown.as_ref().and_then(|screen| Some((screen.message_id, next(dialog, member, screen)?)));
        tokio::time::sleep(pause).await;
        let at = Instant::now();
        match pressed {
            Some((message, data)) => sandbox.press(member, message, &data),
            None => sandbox.say(member, "/menu"),
        };
        let now = change(&sandbox, member, shown.as_deref(), patience).await;
        if !same(now.as_deref(), shown.as_deref()) {
            report(at.elapsed());
        }
        shown = now;
    }
}

fn same(a: Option<&Seen>, b: Option<&Seen>) -> bool {
    a.map(|seen| (seen.message_id, &seen.text, &seen.buttons))
        == b.map(|seen| (seen.message_id, &seen.text, &seen.buttons))
}

/// Waits until the member's screen differs from `before`, for `patience` at most, and returns it.
async fn change(sandbox: &Sandbox, member: i64, before: Option<&Seen>, patience: Duration) -> Option<Arc<Seen>> {
    let differs = async {
        let mut version = sandbox.version(member);
        loop {
            let now = sandbox.screen(member);
            if now.is_some() && !same(now.as_deref(), before) {
                return now;
            }
            version = sandbox.changed(member, version).await;
        }
    };
    match tokio::time::timeout(patience, differs).await {
        Ok(now) => now,
        Err(_) => sandbox.screen(member),
    }
}

/// Waits until the person's screen is as wanted. It panics with the chat when it never is.
pub async fn until(sandbox: &Sandbox, person: i64, wanted: impl Fn(&Seen) -> bool) -> Arc<Seen> {
    let seen = async {
        let mut version = sandbox.version(person);
        loop {
            if let Some(screen) = sandbox.screen(person).filter(|screen| wanted(screen)) {
                return screen;
            }
            version = sandbox.changed(person, version).await;
        }
    };
    let seen = tokio::time::timeout(Duration::from_secs(120), seen).await;
    seen.unwrap_or_else(|_| panic!("{person} sees {:#?}", sandbox.chat(person)))
}

// --- for benches ---

/// A number from the command line: `--name N`.
pub fn argument<T: std::str::FromStr>(name: &str, default: T) -> T {
    let arguments: Vec<String> = std::env::args().collect();
    let at = arguments.iter().position(|argument| argument == name);
    at.and_then(|at| arguments.get(at + 1)?.parse().ok()).unwrap_or(default)
}

/// A line of /proc/PID/status in MiB.
pub fn memory(pid: u32, line: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let found = status.lines().find(|l| l.starts_with(line)).unwrap();
    found.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
}

/// The duration that this share of the sorted ones do not exceed.
pub fn percentile(sorted: &[Duration], share: f64) -> Duration {
    sorted[((sorted.len() as f64 * share) as usize).min(sorted.len() - 1)]
}
