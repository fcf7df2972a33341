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
    town.appoint(FIRST, &code).await;
    town.store.close().await;
    let form = workbook(&[("survey", FORM), ("choices", CHOICES), ("settings", SETTINGS)]);
    let send =
        |name: &str, bytes: &[u8]| sandbox.send_file(FIRST, "document", name, bytes.len() as u64, bytes.to_vec());

    let bot = spawn(Path::new(PROGRAM), &path, &sandbox, &[]);
    sandbox.say(FIRST, "/start");
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

/// A workbook whose styles are five million: small in its archive, and gigabytes where they are read.
fn heavy() -> Vec<u8> {
    use std::io::Write;
    let parts: [(&str, Vec<u8>); 4] = [
        ("_rels/.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#.to_vec()),
        ("xl/workbook.xml", br#"<workbook><sheets><sheet name="survey" sheetId="1" r:id="rId1"/></sheets></workbook>"#.to_vec()),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#.to_vec()),
        ("xl/styles.xml", [b"<styleSheet><cellXfs>".to_vec(), b"<xf/>".repeat(5_000_000), b"</cellXfs></styleSheet>".to_vec()].concat()),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn said(sandbox: &Sandbox, words: &[&str]) -> usize {
    sandbox.chat(FIRST).iter().filter(|seen| words.iter().all(|word| seen.text.contains(word))).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_ends_its_reader_ends_nothing_else_and_holds_up_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let sandbox = sandbox(1).await;
    let mut town = town(&path, 1).await;
    let code = town.coordinator().await.unwrap();
    town.appoint(FIRST, &code).await;
    town.store.close().await;
    let form = workbook(&[("survey", FORM), ("choices", CHOICES), ("settings", SETTINGS)]);
    let send =
        |name: &str, bytes: &[u8]| sandbox.send_file(FIRST, "document", name, bytes.len() as u64, bytes.to_vec());
    let bot = spawn(Path::new(PROGRAM), &path, &sandbox, &[]);
    sandbox.say(FIRST, "/start");
    until(&sandbox, "no coordinator", |sandbox| sandbox.chat(FIRST).iter().any(|seen| seen.from_bot)).await;
    let before = support::memory(bot.0.id(), "VmHWM");
    send("heavy.xlsx", &heavy());
    send("souk.xlsx", &form);
    until(&sandbox, "no answer to the heavy one", |sandbox| said(sandbox, &["heavy.xlsx", "⛔"]) == 1).await;
    until(&sandbox, "no answer to the next", |sandbox| offers(sandbox) == 1).await;
    let grown = support::memory(bot.0.id(), "VmHWM") - before;
    assert!(grown < 60.0, "the bot itself has grown by {grown} MiB");
    drop(bot);

    // The program ended while a form was being read. It is not read again by itself, and its sender is told, once.
    let db = takafou::store::Store::open(&path).await.unwrap();
    let mut writer = db.write().await.unwrap();
    sqlx::query("UPDATE imports SET state = 'reading', version = NULL WHERE name = 'souk.xlsx'")
        .execute(&mut *writer)
        .await
        .unwrap();
    sqlx::query("DELETE FROM broadcasts WHERE kind = 'form-read'").execute(&mut *writer).await.unwrap();
    writer.commit().await.unwrap();
    db.close().await;
    let told = |sandbox: &Sandbox| said(sandbox, &["souk.xlsx", "توقف البرنامج"]);
    let bot = spawn(Path::new(PROGRAM), &path, &sandbox, &[]);
    until(&sandbox, "the sender is not told", |sandbox| told(sandbox) == 1).await;
    tokio::time::sleep(Duration::from_secs(1)).await; // or a letter that is being sent would be sent again
    drop(bot);
    let _bot = spawn(Path::new(PROGRAM), &path, &sandbox, &[]);
    send("again.xlsx", &form);
    until(&sandbox, "no answer to a new form", |sandbox| offers(sandbox) == 2).await;
    assert_eq!((told(&sandbox), offers(&sandbox)), (1, 2), "told once, and not read");
}

#[test]
fn the_reader_has_little_memory_and_says_what_it_read() {
    use std::io::Write;
    let read = |bytes: &[u8]| {
        let mut child = std::process::Command::new(PROGRAM)
            .arg("read-form")
            .env_clear()
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let _ = child.stdin.take().unwrap().write_all(bytes);
        let ended = child.wait_with_output().unwrap();
        (ended.status.success(), String::from_utf8(ended.stdout).unwrap())
    };
    let (well, cells) = read(&workbook(&[("survey", FORM), ("choices", CHOICES), ("settings", SETTINGS)]));
    assert!(well && cells.starts_with("{\"Book\":"), "{cells}");
    assert_eq!(read(b"no workbook"), (true, "{\"Refused\":\"broken\"}".to_owned()));
    assert_eq!(read(&vec![b'P'; 3 * 1024 * 1024]), (true, "{\"Refused\":\"too-large\"}".to_owned()));
    assert_eq!(read(&heavy()), (false, String::new()), "it was stopped at its limit");
    let help = std::process::Command::new(PROGRAM).arg("help").output().unwrap();
    assert!(!String::from_utf8_lossy(&help.stdout).contains("read-form"), "nobody needs to know of it");
}
