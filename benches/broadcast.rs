//! Sends a broadcast with the sandbox's limits on (30 messages a second). Prints its time compared with the ideal, the
//! number of 429s, the memory, and how long members who press buttons wait for their replies without and during it.
//!
//! `cargo bench --bench broadcast -- [--recipients N] [--pressing N]`. All of it runs on the same cores as the bot.

#![allow(clippy::unwrap_used, reason = "a bench")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use support::{FIRST, argument, database, memory, percentile, sandbox_with, spawn, take_part};
use takafou::sandbox::{Limits, Sandbox};
use takafou::store::Store;
use takafou::store::letter_kind::LetterKind;
use takafou::store::outbox::{self, NewBroadcast};
use takafou::types::PersonId;

/// Lets members answer the diagnostic, `pressing` at a time, with a short pause between presses.
async fn press(
    sandbox: &Sandbox,
    people: std::ops::Range<i64>,
    pressing: i64,
    enough: Arc<AtomicBool>,
) -> Vec<Duration> {
    let replies: Arc<Mutex<Vec<Duration>>> = Arc::default();
    let waiting = Arc::new(Mutex::new(people));
    let tasks = (0..pressing).map(|_| {
        let (sandbox, replies, waiting, enough) = (sandbox.clone(), replies.clone(), waiting.clone(), enough.clone());
        tokio::spawn(async move {
            let dialog = support::dialog("diagnostic");
            while !enough.load(Ordering::Relaxed) {
                let Some(member) = waiting.lock().unwrap().next() else { return };
                let report = |took| replies.lock().unwrap().push(took);
                take_part(sandbox.clone(), &dialog, member, Duration::from_secs(5), report).await;
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    std::mem::take(&mut *replies.lock().unwrap())
}

fn told(what: &str, mut replies: Vec<Duration>) -> Duration {
    replies.sort();
    let p99 = percentile(&replies, 0.99);
    println!("{what}: {} replies, p50 {:?}, p99 {p99:?}", replies.len(), percentile(&replies, 0.5));
    p99
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let (recipients, pressing) = (argument("--recipients", 1000), argument("--pressing", 8));
    let others = 400; // who press while the letters go out
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("broadcast.db");
    let survey = database(&path, recipients + 2 * others, "diagnostic").await;
    let sandbox = sandbox_with(recipients + 2 * others, Some(Limits::default())).await;
    let bot = spawn(Path::new(env!("CARGO_BIN_EXE_takafou")), &path, &sandbox, &[("RUST_LOG", "error")]);
    while !sandbox.calls().contains_key("getUpdates") {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let quietly = if pressing > 0 {
        let first = FIRST + recipients;
        let enough = Arc::new(AtomicBool::new(false));
        let timer = enough.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(20)).await;
            timer.store(true, Ordering::Relaxed);
        });
        told("without a broadcast", press(&sandbox, first..first + others, pressing, enough).await)
    } else {
        Duration::ZERO
    };
    tokio::time::sleep(Duration::from_secs(2)).await; // the last second's messages no longer count
    let (idle, before) = (memory(bot.0.id(), "VmRSS"), sandbox.calls().get("sendMessage").copied().unwrap_or(0));

    let store = Store::open(&path).await.unwrap();
    let now = takafou::app::now();
    let mut db = store.write().await.unwrap();
    let people: Vec<PersonId> = (1..=recipients).map(PersonId).collect(); // the first people of a new database
    let new = NewBroadcast {
        kind: LetterKind::SurveyOpened(survey),
        person: None,
        key: "bench",
        priority: 0,
        due_at: now,
        expires_at: None,
        urgent: true,
    };
    outbox::add_broadcast(&mut db, &new, &people, now).await.unwrap();
    db.commit().await.unwrap();
    let done = Arc::new(AtomicBool::new(false));
    let during = {
        let (sandbox, done, first) = (sandbox.clone(), done.clone(), FIRST + recipients + others);
        tokio::spawn(async move { press(&sandbox, first..first + others, pressing, done).await })
    };
    let is_letter = |member: i64| sandbox.chat(member).iter().any(|seen| seen.from_bot);
    while !is_letter(FIRST) {
        tokio::time::sleep(Duration::from_millis(1)).await; // the worker looks every few seconds; a handler would ring
    }
    let at = Instant::now();
    let mut next = FIRST;
    while next < FIRST + recipients {
        tokio::time::sleep(Duration::from_millis(5)).await;
        while next < FIRST + recipients && is_letter(next) {
            next += 1;
        }
    }
    let took = at.elapsed().as_secs_f64();
    done.store(true, Ordering::Relaxed);
    let replies = during.await.unwrap();
    store.close().await;
    let ideal = recipients as f64 / 30.0;
    println!(
        "{recipients} recipients: {took:.1} s, ideal {ideal:.1} s ({:+.1} %), {} of the look-alike's 429s, {} messages in all",
        (took / ideal - 1.0) * 100.0,
        sandbox.throttled(),
        sandbox.calls().get("sendMessage").copied().unwrap_or(0) - before,
    );
    println!(
        "memory {idle:.0} MiB before, {:.0} after, peak {:.0}",
        memory(bot.0.id(), "VmRSS"),
        memory(bot.0.id(), "VmHWM")
    );
    if pressing > 0 {
        let p99 = told("during the broadcast", replies);
        println!("interactive p99 during / without: {:.2}", p99.as_secs_f64() / quietly.as_secs_f64());
    }
}
