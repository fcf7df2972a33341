//! Tens of thousands of updates of every kind that the Bot API knows, with missing, wrong and extreme fields, sent to the real
//! program. It steps over all of them, serves its members meanwhile, and its memory stays flat.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::json;
use support::{FIRST, database, memory, sandbox, spawn};
use takafou::sandbox::Sandbox;
use takafou::telegram::decode;

/// The first ones fill caches; memory is compared from here on.
const WARMING_UP: usize = 10_000;
const UPDATES: usize = 30_000;
/// A reader of JSON may give up below this depth, so nothing is nested deeper, but for what is deep on purpose.
const DEPTH: usize = 5;
const LONG_ENOUGH: Duration = Duration::from_secs(60);

/// Each type with its fields and their types.
type Types = BTreeMap<String, Vec<(String, Vec<String>)>>;

fn types() -> Types {
    let mut types = Types::new();
    for line in include_str!("bot_api_updates.tsv").lines().filter(|line| !line.starts_with('#')) {
        let [of, field, kinds] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let kinds = kinds.split('/').map(str::to_owned).collect();
        types.entry(of.to_owned()).or_default().push((field.to_owned(), kinds));
    }
    types
}

/// Writes updates.
struct Writer {
    types: Types,
    random: StdRng,
}

impl Writer {
    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.random.random_range(0..all.len())]
    }

    /// A value of a type, or of another, as JSON text: some of it no value could hold.
    fn value(&mut self, kind: &str, depth: usize) -> String {
        if self.random.random_ratio(1, 12) {
            let extreme = [
                "null",
                "1e400",
                "-1e400",
                "99999999999999999999999999",
                "-9223372036854775808",
                "\"\\ud800\"",
                "\"\\u0000\"",
                "\"\\u202e\\u2066<b>{ $x }\"",
                "[]",
                "{}",
                "true",
                "0.1",
                "\"\"",
                "[[[[[[[[[[1]]]]]]]]]]",
            ];
            return (*self.one_of(&extreme)).to_owned();
        }
        if let Some(inner) = kind.strip_prefix("Array of ") {
            let inner = inner.to_owned();
            let many = self.random.random_range(0..3);
            let items: Vec<String> = (0..many).map(|_| self.value(&inner, depth + 1)).collect();
            return format!("[{}]", items.join(","));
        }
        match kind {
            "Integer" => self.random.random_range(-5..5_000_000_000_i64).to_string(),
            "Float" => self.random.random::<f64>().to_string(),
            "Boolean" | "True" => "true".into(),
            "String" => {
                json!(*self.one_of(&["x", "/start", "12", "private", "kicked", "نعم", "a".repeat(50).as_str()]))
                    .to_string()
            }
            _ if depth > DEPTH => "{}".into(),
            _ => self.object(kind, depth),
        }
    }

    fn object(&mut self, kind: &str, depth: usize) -> String {
        let Some(fields) = self.types.get(kind).cloned() else { return "\"?\"".into() };
        if fields.iter().any(|(field, _)| field == "|") {
            let (_, kinds) = self.one_of(&fields).clone();
            return self.object(&kinds[0], depth);
        }
        let mut written = Vec::new();
        for (field, kinds) in fields {
            // Few of the optional fields, or every message would hold everything.
            let chance = if matches!(field.as_str(), "chat" | "from" | "message_id" | "type" | "id") { 9 } else { 2 };
            if self.random.random_ratio(chance, 10) {
                let kind = self.one_of(&kinds).clone();
                written.push(format!("{}:{}", json!(field), self.value(&kind, depth + 1)));
            }
        }
        format!("{{{}}}", written.join(","))
    }

    /// The content of an update of this kind, beside its number.
    fn update(&mut self, n: usize) -> String {
        let kinds: Vec<(String, Vec<String>)> =
            self.types["Update"].iter().filter(|(f, _)| f != "update_id").cloned().collect();
        // Every kind in turn; messages and presses oftener, because they are read further.
        let (field, of) = match n % 3 {
            0 => kinds[(n / 3) % kinds.len()].clone(),
            1 => ("message".to_owned(), vec!["Message".to_owned()]),
            _ => ("callback_query".to_owned(), vec!["CallbackQuery".to_owned()]),
        };
        format!("{}:{}", json!(field), self.value(&of[0], 0))
    }
}

async fn served(sandbox: &Sandbox, member: i64) -> Duration {
    let (before, at) = (sandbox.version(member), Instant::now());
    sandbox.say(member, "/menu");
    let answered = async {
        let mut version = sandbox.changed(member, before).await;
        while !sandbox.chat(member).last().is_some_and(|message| message.from_bot) {
            version = sandbox.changed(member, version).await;
        }
    };
    tokio::time::timeout(LONG_ENOUGH, answered).await.expect("a good member is not served");
    at.elapsed()
}

#[test]
fn no_update_of_any_kind_makes_the_reader_panic() {
    let mut writer = Writer { types: types(), random: StdRng::seed_from_u64(7) };
    let mut events = 0;
    for n in 0..60_000 {
        let content = writer.update(n);
        let received = decode(&format!("{{\"update_id\":{n},{content}}}"));
        assert_eq!(received.id.map(|id| id.0), Some(i64::try_from(n).unwrap()), "{content}");
        events += usize::from(received.event.is_some());
    }
    assert!(events > 2_000, "{events} are from people: the others say little");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn members_are_served_and_memory_is_flat_among_hostile_updates() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    database(&path, 3, "diagnostic").await;
    let sandbox = sandbox(3).await;
    let bot = spawn(Path::new(env!("CARGO_BIN_EXE_takafou")), &path, &sandbox, &[("RUST_LOG", "off")]);
    let mut writer = Writer { types: types(), random: StdRng::seed_from_u64(8) };
    let (mut warm, mut slowest) = (0.0, Duration::ZERO);
    for n in 0..UPDATES {
        sandbox.deliver(&writer.update(n));
        if n % 500 == 499 {
            slowest = slowest.max(served(&sandbox, FIRST + i64::try_from(n / 500 % 3).unwrap()).await);
        }
        if n == WARMING_UP {
            warm = memory(bot.0.id(), "VmRSS");
        }
    }
    let all = async {
        while sandbox.pending_updates() > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(LONG_ENOUGH, all).await.expect("updates are left");
    let grown = memory(bot.0.id(), "VmRSS") - warm;
    assert!(grown < 2.0, "memory has grown by {grown:.1} MiB");
    assert!(slowest < Duration::from_secs(10), "a member waited {slowest:?}");
}
