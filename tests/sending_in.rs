//! A form that a coordinator sends to the real program is fetched, read and answered at once, after a kill too.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "support/form.rs"]
mod form;
mod support;

use std::path::Path;
use std::time::Duration;

use form::{CHOICES, FORM, SETTINGS, workbook};
use support::{FIRST, sandbox, spawn, town};
use takafou::chat::{Press, Route};
use takafou::sandbox::Sandbox;

const PROGRAM: &str = env!("CARGO_BIN_EXE_takafou");

/// Waits until the chat satisfies `wanted`.
async fn until(sandbox: &Sandbox, what: &str, wanted: impl Fn(&Sandbox) -> bool) {
    let there = async {
        let mut version = 0;
        while !wanted(sandbox) {
            version = sandbox.changed(FIRST, version).await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(60), there).await;
    waited.unwrap_or_else(|_| {
        panic!("{what}: {:?}", sandbox.chat(FIRST).iter().map(|seen| &seen.text).collect::<Vec<_>>())
    });
}

/// How many messages offer to try a form.
fn offers(sandbox: &Sandbox) -> usize {
    let leads = |data: &str| matches!(Press::parse(data), Some(Press::Go(Route::TryForm { .. })));
    let offers = |seen: &takafou::sandbox::Seen| {
        seen.buttons.iter().flatten().any(|button| button.data.as_deref().is_some_and(leads))
    };
    sandbox.chat(FIRST).iter().filter(|seen| offers(seen)).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_is_fetched_and_answered_at_once_and_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let sandbox = sandbox(1).await;
    let mut town = town(&path, 1).await;
    let code = town.coordinator().await.unwrap();
    town.store.close().await;
    let form = workbook(&[("survey", FORM), ("choices", CHOICES), ("settings", SETTINGS)]);
    let send =
        |name: &str, bytes: &[u8]| sandbox.send_file(FIRST, "document", name, bytes.len() as u64, bytes.to_vec());

    let bot = spawn(Path::new(PROGRAM), &path, &sandbox, &[]);
    sandbox.say(FIRST, &format!("/start {code}"));
    until(&sandbox, "no coordinator", |sandbox| sandbox.chat(FIRST).iter().any(|seen| seen.from_bot)).await;
    send("souk.xlsx", &form);
    until(&sandbox, "no answer to a form", |sandbox| offers(sandbox) == 1).await;
    send("broken.xlsx", &form[..500]);
    until(&sandbox, "no answer to half a form", |sandbox| {
        sandbox.chat(FIRST).iter().any(|seen| seen.text.contains("broken.xlsx") && seen.text.contains('⛔'))
    })
    .await;

    // The program is killed when the file is in the database, probably before it is fetched.
    send("again.xlsx", &form);
    until(&sandbox, "the file is not noted", |sandbox| {
        sandbox.chat(FIRST).iter().any(|seen| seen.text.contains("again.xlsx"))
    })
    .await;
    drop(bot);
    let _bot = spawn(Path::new(PROGRAM), &path, &sandbox, &[]);
    until(&sandbox, "no answer after a kill", |sandbox| offers(sandbox) == 2).await;
    let refused: Vec<_> = sandbox.refusals().into_iter().filter(|said| !said.starts_with("deleteMessage")).collect();
    assert_eq!(refused, Vec::<String>::new()); // an old screen may be gone already after a kill
}
