//! How long results take at the size of the country: `cargo bench --bench results` (`-- --members 30000`).
//!
//! Members of 22 bodies answer the survey `priorities`, by chance; then every topic is drawn, whole and split by every
//! dimension, through the bot itself.

#![expect(clippy::unwrap_used, reason = "a bench")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::Instant;

use rand::SeedableRng;
use rand::rngs::StdRng;
use support::{argument, memory, percentile};
use takafou::chat::{Place, Press};
use takafou::config::Settings;
use takafou::rehearsal::Rehearsal;
use takafou::store::{responses, surveys};
use takafou::{bot, crowd};

const NOW: i64 = 1_795_428_000_000;
const DAY: i64 = 86_400_000;
const BODIES: i64 = 22;
const COORDINATOR: i64 = 1;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let members = argument("--members", 30_000);
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { controller: "مجلس".into(), contact: "contact".into(), ..Settings::default() };
    let mut town = Rehearsal::new(settings, folder.path().join("t.db"), NOW, [2; 32]).await.unwrap();
    town.join(COORDINATOR, "ar").await.unwrap();
    let mut random = StdRng::seed_from_u64(9);
    let mut db = town.store.write().await.unwrap();
    let survey = surveys::open(&mut db, "priorities", false, &[], NOW, NOW + DAY).await.unwrap();
    let mut bodies = Vec::new();
    for n in 0..BODIES {
        bodies.push(takafou::store::bodies::add(&mut db, &format!("هيئة {n}"), "", NOW).await.unwrap());
    }
    for (body, first) in bodies.into_iter().zip((1..).map(|n| n * 100_000)) {
        let people = first..first + members / BODIES;
        for person in crowd::join(&mut db, body, people, NOW, &mut random).await.unwrap() {
            crowd::answer(&mut db, &town.bot.library, survey, &person, NOW, &mut random).await.unwrap();
        }
    }
    let all = responses::of_survey(&mut db, survey).await.unwrap();
    let answers: usize = all.iter().map(|response| response.answers.len()).sum();
    println!("{} responses, {answers} answers", all.len());
    drop(all);
    db.commit().await.unwrap();
    town.now = NOW + 2 * DAY;
    bot::upkeep::tidy(&town.bot, &town.store, town.now).await.unwrap();

    let (mut read, mut drawn) = (Vec::new(), Vec::new());
    for topic in 0..8 {
        for by in 0..6 {
            let at = Instant::now();
            let reply = town.press(COORDINATOR, Press::Go(Place::Topic, survey, topic * 10 + by)).await;
            read.push(at.elapsed());
            if let Some(picture) = reply.screen.unwrap().picture {
                (picture.draw)().unwrap();
            }
            drawn.push(at.elapsed());
        }
    }
    for (what, times) in [("read and counted", &mut read), ("with its picture", &mut drawn)] {
        times.sort();
        let [half, most] = [0.5, 1.0].map(|share| percentile(times, share).as_millis());
        println!("a chart, {what}: half within {half} ms, all within {most} ms");
    }
    println!("memory at most: {:.0} MiB", memory(std::process::id(), "VmHWM"));
}
