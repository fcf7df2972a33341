//! How long results take at the size of the country: `cargo bench --bench results` (`-- --members 86000`,
//! `-- --survey diagnostic`; `-- --questions 33` for a form of so many questions, which a coordinator sends in).
//!
//! Members of 22 bodies answer a survey, by chance; then its first 24 topics (`--topics`) are drawn, whole and
//! split by every dimension, and all is taken away as a workbook, as a report and as a table, through the bot itself.

#![expect(clippy::unwrap_used, reason = "a bench")]

#[path = "../tests/support/form.rs"]
mod form;
#[path = "../tests/support/mod.rs"]
mod support;

use std::time::{Duration, Instant};

use rand::SeedableRng;
use rand::rngs::StdRng;
use support::{argument, memory, percentile};
use takafou::chat::{DimensionNumber, Press, Route, TopicNumber};
use takafou::config::Settings;
use takafou::rehearsal::Rehearsal;
use takafou::store::surveys;
use takafou::types::{Bodies, DAY, Timestamp};
use takafou::{bot, crowd};

const NOW: Timestamp = Timestamp(1_795_428_000_000);
const BODIES: i64 = 22;
const COORDINATOR: i64 = 1;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let members = argument("--members", 30_000);
    let mut name = argument("--survey", "priorities".to_owned());
    let questions = argument("--questions", 0);
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { controller: "مجلس".into(), contact: "contact".into(), ..Settings::default() };
    let mut town = Rehearsal::new(settings, folder.path().join("t.db"), NOW, [2; 32]).await.unwrap();
    town.join(COORDINATOR, "ar").await.unwrap();
    if questions > 0 {
        "form".clone_into(&mut name);
        take_form(&mut town, &name, questions).await;
    }
    let mut random = StdRng::seed_from_u64(9);
    let mut db = town.store.write().await.unwrap();
    let survey = surveys::open(&mut db, &name, false, &Bodies::All, NOW, NOW + DAY).await.unwrap();
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
    const COUNT: &str = "SELECT COUNT(*), SUM(json_array_length(answers)) FROM responses";
    let (responses, answers): (i64, i64) = sqlx::query_as(COUNT).fetch_one(&mut *db).await.unwrap();
    println!("{responses} responses, {answers} answers");
    db.commit().await.unwrap();
    town.now = NOW + 2 * DAY;
    bot::upkeep::tidy(&town.bot, &town.store, town.now).await.unwrap();

    println!("memory before the first look: {:.0} MiB", memory(std::process::id(), "VmRSS"));
    let _ = peak(); // of making the people up

    // The first look: many answers are counted apart, while others are served.
    let at = Instant::now();
    let mut longest = Duration::ZERO;
    loop {
        let pressed = Instant::now();
        let reply = town.press(COORDINATOR, Press::Go(Route::Overview { survey, page: 0 })).await;
        longest = longest.max(pressed.elapsed());
        let ready = |press: &Press| matches!(press, Press::Go(Route::ExportWorkbook { .. }));
        if reply.screen.unwrap().rows.concat().iter().any(|button| ready(&button.press)) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let (took, busy) = (at.elapsed().as_millis(), longest.as_millis());
    println!("counted within {took} ms, the desk busy for {busy} ms at most; at most {:.0} MiB", peak());
    let (mut read, mut drawn) = (Vec::new(), Vec::new());
    let first = town
        .press(COORDINATOR, Press::Go(Route::Topic { survey, topic: TopicNumber(1), by: None }))
        .await
        .screen
        .unwrap();
    println!("topics: {}", first.text.lines().next().unwrap_or_default());
    for topic in (1..=argument("--topics", 24)).map(TopicNumber) {
        for by in [None].into_iter().chain((1..6).map(|n| Some(DimensionNumber(n)))) {
            let at = Instant::now();
            let reply = town.press(COORDINATOR, Press::Go(Route::Topic { survey, topic, by })).await;
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
    println!("charts: at most {:.0} MiB", peak());
    for route in [
        Route::ExportWorkbook { survey },
        Route::ExportReport { survey },
        Route::ExportAnswers { survey, language: 0 },
        Route::ExportAnswersLong { survey },
    ] {
        let at = Instant::now();
        let reply = town.press(COORDINATOR, Press::Go(route)).await;
        let busy = at.elapsed().as_millis();
        let (name, bytes) = town.file(&reply).await;
        let (kilobytes, took, peak) = (bytes.len() / 1024, at.elapsed().as_millis(), peak());
        println!("{name}: {kilobytes} KB within {took} ms, the desk busy for {busy} ms; at most {peak:.0} MiB");
    }
}

/// A form of choices, of several choices and of scales in turn, sent to the bot and taken.
async fn take_form(town: &mut Rehearsal, name: &str, questions: usize) {
    let kinds = [("select_one five", ""), ("select_multiple ten", ""), ("range", "start=1 end=5 step=1")];
    let names: Vec<String> = (0..questions).map(|n| format!("q{n}")).collect();
    let mut survey = vec![vec!["type", "name", "label::French (fr)", "parameters"]];
    for (name, (kind, parameters)) in names.iter().zip(kinds.iter().cycle()) {
        survey.push(vec![*kind, name, "Une question ?", *parameters]);
    }
    let options: Vec<String> = (0..10).map(|n| format!("o{n}")).collect();
    let mut choices = vec![vec!["list_name", "name", "label::French (fr)"]];
    for (list, n) in [("five", 5), ("ten", 10)] {
        choices.extend(options[..n].iter().map(|option| vec![list, option, option]));
    }
    let survey: Vec<&[&str]> = survey.iter().map(Vec::as_slice).collect();
    let choices: Vec<&[&str]> = choices.iter().map(Vec::as_slice).collect();
    let bytes = form::workbook(&[("survey", &survey), ("choices", &choices)]);
    form::take_in(town, COORDINATOR, name, bytes).await;
}

/// The largest use of memory since the last call, in MiB.
fn peak() -> f64 {
    let most = memory(std::process::id(), "VmHWM");
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    most
}
