//! How long members wait while Telegram's servers and connections are faulty. In a file of its own: it measures time, so that
//! no other test may run beside it.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use support::{FIRST, database, percentile, sandbox, spawn, take_part_in_peace};
use takafou::sandbox::FaultKind;
use takafou::store::{Store, surveys};

/// A step that takes longer has hung.
const LONG_ENOUGH: Duration = Duration::from_secs(120);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_faulty_servers_and_connections_nobody_waits_long() {
    const MEMBERS: i64 = 200;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let survey = database(&path, MEMBERS, "diagnostic").await;
    let sandbox = sandbox(MEMBERS).await;
    sandbox.inject_shares(vec![(FaultKind::Status(502), 20), (FaultKind::Drop, 10)]);
    let bot = spawn(Path::new(env!("CARGO_BIN_EXE_takafou")), &path, &sandbox, &[("RUST_LOG", "error")]);
    let waited: Arc<Mutex<Vec<Duration>>> = Arc::default();
    let members = (FIRST..FIRST + MEMBERS).map(|member| {
        let (sandbox, waited) = (sandbox.clone(), waited.clone());
        tokio::spawn(async move {
            // Phones are not all touched in one moment.
            tokio::time::sleep(Duration::from_millis(50 * u64::try_from(member - FIRST).unwrap())).await;
            let dialog = support::dialog("diagnostic");
            let report = |time| waited.lock().unwrap().push(time);
            take_part_in_peace(sandbox, &dialog, member, LONG_ENOUGH, Duration::from_secs(1), report).await;
        })
    });
    for member in members.collect::<Vec<_>>() {
        tokio::time::timeout(LONG_ENOUGH, member).await.expect("members do not finish").unwrap();
    }
    drop(bot);
    let mut waited = waited.lock().unwrap().clone();
    waited.sort();
    let (half, most) = (percentile(&waited, 0.5), *waited.last().unwrap());
    assert!(most < Duration::from_secs(2), "{} answers: half within {half:?}, the longest {most:?}", waited.len());
    let store = Store::open(&path).await.unwrap();
    let turnout = surveys::count_turnout(&mut store.read().await.unwrap(), survey).await.unwrap();
    assert_eq!(turnout[0].submitted, MEMBERS, "everybody, once");
}
