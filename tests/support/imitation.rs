//! Shared by the tests of the demo's page: the imitation of Telegram with nobody behind it, where the test is the bot.

#![allow(dead_code, reason = "each user takes what it needs")]
#![allow(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};
use takafou::sandbox::{ClockFace, Guests, Sandbox, SandboxClock, SandboxOptions, SandboxPerson};

pub const TOKEN: &str = "100:test";
/// The only person.
pub const PERSON: i64 = 7;

/// The imitation with one person, who reads French.
pub async fn sandbox(guests: Option<Guests>) -> Sandbox {
    let face = ClockFace { day: "السبت · samedi".into(), hour: "14:05".into() };
    let (turns, _) = tokio::sync::mpsc::unbounded_channel();
    let clock = SandboxClock { shows: tokio::sync::watch::channel(face).1, turns };
    let person = SandboxPerson {
        id: PERSON,
        first_name: "Driss".into(),
        language_code: "fr".into(),
        note: "membre".into(),
        start: None,
    };
    let options = SandboxOptions {
        port: 0,
        guests,
        token: TOKEN.into(),
        bot_username: "test_bot".into(),
        limits: None,
        people: vec![person],
        clock: Some(clock),
    };
    Sandbox::start(options).await.unwrap()
}

/// Calls a method as the bot does. Returns the result, or Telegram's error message.
pub async fn call(sandbox: &Sandbox, method: &str, call: Value) -> Result<Value, String> {
    let request = reqwest::Client::new().post(format!("{}/bot{TOKEN}/{method}", sandbox.url()));
    let answer = request.header("content-type", "application/json").body(call.to_string()).send().await.unwrap();
    let answer: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    if answer["ok"] == true {
        Ok(answer["result"].clone())
    } else {
        Err(answer["description"].as_str().unwrap().to_owned())
    }
}

/// Lets the bot say something. Returns the number of the message.
pub async fn say(sandbox: &Sandbox, text: &str) -> i64 {
    let sent = call(sandbox, "sendMessage", json!({ "chat_id": PERSON, "text": text })).await.unwrap();
    sent["message_id"].as_i64().unwrap()
}

/// Lets the bot send a file, a `Photo` or `Document`.
pub async fn send_file(sandbox: &Sandbox, kind: &str, name: &str, bytes: Vec<u8>, caption: &str) {
    let part = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
    let form = reqwest::multipart::Form::new().text("chat_id", PERSON.to_string()).text("caption", caption.to_owned());
    let request = reqwest::Client::new().post(format!("{}/bot{TOKEN}/send{kind}", sandbox.url()));
    let answer = request.multipart(form.part(kind.to_lowercase(), part)).send().await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
}
