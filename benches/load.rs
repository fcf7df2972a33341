//! Lets members answer the diagnostic in the real program. Prints answers a second, latencies, CPU and memory.
//!
//! `cargo bench --bench load -- [--members N] [--together N] [--in-database N]`. The sandbox and the members run in
//! this process, on the same cores as the bot; an answer is a press that brought a new screen.

#![allow(clippy::unwrap_used, reason = "a bench")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use support::{FIRST, argument, database, memory, percentile, sandbox, spawn, take_part};

/// User and system CPU seconds of a process, from /proc (100 ticks a second on Linux).
fn cpu(pid: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) / 100.0
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let (members, together) = (argument("--members", 2000), argument("--together", 64));
    let known = argument("--in-database", 10_000).max(members);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("load.db");
    database(&path, known, "diagnostic").await;
    let sandbox = sandbox(members).await;
    let at = Instant::now();
    let bot = spawn(
        Path::new(env!("CARGO_BIN_EXE_takafou")),
        &path,
        &sandbox,
        &[("RUST_LOG", "error"), ("TAKAFOU_MESSAGES_PER_SECOND", "100000")],
    );
    while !sandbox.calls().contains_key("getUpdates") {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    println!("started and polling after {} ms, with {known} members in the database", at.elapsed().as_millis());
    let idle = memory(bot.0.id(), "VmRSS");

    let replies: Arc<Mutex<Vec<Duration>>> = Arc::default();
    let waiting = Arc::new(Mutex::new(FIRST..FIRST + members));
    let (before, at) = (cpu(bot.0.id()), Instant::now());
    let people = (0..together).map(|_| {
        let (sandbox, replies, waiting) = (sandbox.clone(), replies.clone(), waiting.clone());
        tokio::spawn(async move {
            let dialog = support::dialog("diagnostic");
            loop {
                let Some(member) = waiting.lock().unwrap().next() else {
                    return;
                };
                let report = |reply| replies.lock().unwrap().push(reply);
                take_part(sandbox.clone(), &dialog, member, Duration::from_secs(10), report).await;
            }
        })
    });
    for person in people.collect::<Vec<_>>() {
        person.await.unwrap();
    }
    let (seconds, used) = (at.elapsed().as_secs_f64(), cpu(bot.0.id()) - before);
    let mut replies = replies.lock().unwrap().clone();
    replies.sort();
    let answers = replies.len();
    let ms = |share: f64| percentile(&replies, share).as_secs_f64() * 1000.0;
    println!("{members} members, {together} at once: {answers} answers in {seconds:.1} s");
    println!("answers/s             {:.0}", answers as f64 / seconds);
    println!("update to reply, ms   p50 {:.1}  p95 {:.1}  p99 {:.1}", ms(0.5), ms(0.95), ms(0.99));
    println!("CPU s per 1,000       {:.3}", used / answers as f64 * 1000.0);
    println!("memory MiB            {idle:.0} when started, {:.0} at its peak", memory(bot.0.id(), "VmHWM"));
    assert!(sandbox.refusals().iter().all(|refusal| refusal.contains("not found")), "{:?}", sandbox.refusals());
}
