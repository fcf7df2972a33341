//! The demo's page and its imitation of Telegram over HTTP: who may use them, and what they take and tell. How the page
//! looks is in `tests/browser`.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::{BufRead, BufReader, Read};
use std::net::{IpAddr, Ipv4Addr};
use std::process::{Child, Command, Stdio};

use reqwest::{Client, Method, StatusCode, redirect};
use serde_json::{Value, json};
use takafou::sandbox::{Guests, Sandbox};

#[path = "support/imitation.rs"]
mod imitation;

use imitation::{PERSON, call, sandbox, say};

const KEY: &str = "ABCDEFGHJKLM";

async fn open_sandbox() -> Sandbox {
    sandbox(Some(Guests { listen: IpAddr::V4(Ipv4Addr::UNSPECIFIED), key: KEY.into() })).await
}

fn client() -> Client {
    Client::builder().redirect(redirect::Policy::none()).build().unwrap()
}

/// The chat as the page is told.
async fn chat(sandbox: &Sandbox) -> Value {
    let answer = client().get(format!("{}/people/{PERSON}/chat", sandbox.url())).send().await.unwrap();
    serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
}

/// All that the page asks for and posts.
const REQUESTS: [(&str, &str); 11] = [
    ("GET", "/"),
    ("GET", "/page.js"),
    ("GET", "/message.js"),
    ("GET", "/place.js"),
    ("GET", "/page.css"),
    ("GET", "/people"),
    ("GET", "/people/7/chat"),
    ("GET", "/people/7/files/file1"),
    ("GET", "/events"),
    ("POST", "/people/7/say"),
    ("POST", "/clock/hour"),
];

#[tokio::test]
async fn without_the_key_every_part_of_the_page_is_refused() {
    let sandbox = open_sandbox().await;
    let name = format!("takafou-{}", sandbox.port());
    let cookies = ["".to_owned(), format!("{name}="), format!("{name}=ABCDEFGHJKLN"), format!("other={KEY}")];
    for (method, path) in REQUESTS {
        for cookie in &cookies {
            for query in ["", "?key=", "?key=ABCDEFGHJKLN", "?key=ABCDEFGHJKL", "?other=ABCDEFGHJKLM"] {
                let address = format!("{}{path}{query}", sandbox.url());
                let request = client().request(Method::from_bytes(method.as_bytes()).unwrap(), &address);
                let answer = request.header("cookie", cookie).send().await.unwrap();
                assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{method} {path}{query} with {cookie:?}");
                assert!(answer.text().await.unwrap().contains("clé"), "it says what is missing");
            }
        }
    }
    assert_eq!(sandbox.pending_updates(), 0, "nothing was posted");
}

#[tokio::test]
async fn the_key_opens_the_page_once_and_a_cookie_then_takes_its_place() {
    let sandbox = open_sandbox().await;
    let answer = client().get(format!("{}/?key={KEY}", sandbox.url())).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(answer.headers()["location"], "/", "the key does not stay in the address");
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    let cookie = format!("first=1; {}", cookie.split(';').next().unwrap());
    for (method, path) in REQUESTS {
        let request =
            client().request(Method::from_bytes(method.as_bytes()).unwrap(), format!("{}{path}", sandbox.url()));
        let answer = request.header("cookie", &cookie).send().await.unwrap();
        assert_ne!(answer.status(), StatusCode::FORBIDDEN, "{method} {path}");
    }
    let posted = |origin: String| {
        let request = client().post(format!("{}/people/{PERSON}/say", sandbox.url())).header("origin", origin);
        let request = request.header("cookie", &cookie).header("content-type", "application/json");
        request.body(r#"{"text":"a"}"#).send()
    };
    assert_eq!(posted("http://example.org".into()).await.unwrap().status(), StatusCode::FORBIDDEN, "another page");
    assert_eq!(sandbox.pending_updates(), 0);
    assert_eq!(posted(sandbox.url()).await.unwrap().status(), StatusCode::OK, "its own page");
    assert_eq!(sandbox.pending_updates(), 1);
}

#[tokio::test]
async fn the_side_of_the_bot_needs_the_token() {
    let sandbox = open_sandbox().await;
    for path in
        ["/bot100:demo/getUpdates", "/bot/getMe", "/bot100:tes/getMe", "/100:test/getMe", "/file/bot100:demo/file1"]
    {
        for query in ["".to_owned(), format!("?key={KEY}")] {
            let answer = client().get(format!("{}{path}{query}", sandbox.url())).send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{path}{query}");
        }
    }
    assert_eq!(call(&sandbox, "getMe", json!({})).await.unwrap()["username"], "test_bot");
}

#[tokio::test]
async fn by_itself_only_this_machine_may_use_it_and_needs_no_key() {
    let sandbox = sandbox(None).await;
    let get = |host: &'static str| client().get(sandbox.url()).header("host", host).send();
    assert_eq!(get("127.0.0.1").await.unwrap().status(), StatusCode::OK);
    assert_eq!(get("example.org").await.unwrap().status(), StatusCode::FORBIDDEN);
}

fn demo(arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_takafou"));
    command.arg("demo").args(arguments).env("RUST_LOG", "warn");
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

#[tokio::test]
async fn the_address_that_is_printed_opens_the_demo() {
    let mut running = demo(&["--listen", "0.0.0.0", "--port", "0"]);
    let mut line = String::new();
    BufReader::new(running.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.split_whitespace().last().unwrap();
    let (host, key) = address.strip_prefix("http://").unwrap().split_once("/?key=").unwrap();
    let here = format!("http://127.0.0.1:{}", host.rsplit_once(':').unwrap().1);
    let status = |path: String| client().get(format!("{here}{path}")).send();
    assert_eq!(status("/".into()).await.unwrap().status(), StatusCode::FORBIDDEN);
    assert_eq!(status(format!("/?key={key}")).await.unwrap().status(), StatusCode::SEE_OTHER);
    assert_eq!(status("/bot100:demo/getMe".into()).await.unwrap().status(), StatusCode::UNAUTHORIZED);
    assert_eq!(client().get(address).send().await.unwrap().status(), StatusCode::SEE_OTHER, "{address}");
    running.kill().unwrap();
    running.wait().unwrap();
}

#[test]
fn a_wrong_address_to_listen_on_is_refused_with_a_reason() {
    for (given, code, reason) in [
        ("the-kitchen", 2, "invalid value 'the-kitchen' for '--listen <LISTEN>'"),
        ("0.0.0", 2, "invalid IP address syntax"),
        ("192.0.2.1", 1, "192.0.2.1 is no address of this machine"),
    ] {
        let mut ended = demo(&["--listen", given, "--port", "0"]);
        let mut said = String::new();
        ended.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(ended.wait().unwrap().code(), Some(code), "{said}");
        assert!(said.contains(reason), "{said}");
    }
}

#[tokio::test]
async fn the_page_is_told_the_time_and_the_language_of_each_message() {
    let sandbox = sandbox(None).await;
    let told = chat(&sandbox).await;
    assert_eq!(told["lang"], "fr", "before anybody has written: the language of the app");
    say(&sandbox, "السؤال 1 من 14").await;
    say(&sandbox, "14:05").await;
    sandbox.say(PERSON, "Je ne veux pas de cette langue");
    say(&sandbox, "✅").await;
    let told = chat(&sandbox).await;
    let languages = |told: &Value| -> Vec<String> {
        told["messages"].as_array().unwrap().iter().map(|m| m["lang"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(languages(&told), ["ar", "ar", "fr", "ar"]);
    assert_eq!(told["lang"], "ar", "the language in which the bot speaks");
    say(&sandbox, "Question 1 sur 14\nهل أُحدثت الهيئة؟\nVotre instance est-elle créée, et par quelle décision ?").await;
    let told = chat(&sandbox).await;
    assert_eq!(told["lang"], "fr", "it has changed");
    assert_eq!(languages(&told), ["ar", "ar", "fr", "ar", "fr"]);
    let last = &told["messages"][4];
    assert_eq!(last["lines"], json!(["fr", "ar", "fr"]));
    assert_eq!(last["sent"], json!({ "day": "السبت · samedi", "hour": "14:05" }));
}

#[tokio::test]
async fn a_reaction_is_put_on_a_message_and_taken_away() {
    let sandbox = sandbox(None).await;
    sandbox.send_voice(PERSON, 2, Vec::new());
    let message = sandbox.chat(PERSON)[0].message_id;
    let react = |reaction: Value| {
        call(&sandbox, "setMessageReaction", json!({ "chat_id": PERSON, "message_id": message, "reaction": reaction }))
    };
    let of_message = || sandbox.chat(PERSON)[0].reaction.clone();
    assert_eq!(react(json!([{ "type": "emoji", "emoji": "👍" }])).await, Ok(json!(true)));
    assert_eq!(of_message().as_deref(), Some("👍"));
    for (wrong, error) in [
        (json!([{ "type": "emoji", "emoji": "✅" }]), "REACTION_INVALID"), // Telegram does not take every emoji
        (json!([{ "type": "paid" }]), "REACTION_INVALID"),
        (json!([{ "type": "emoji", "emoji": "👍", "more": 1 }]), "REACTION_INVALID"),
        (json!([{ "type": "emoji", "emoji": "👍" }, { "type": "emoji", "emoji": "🔥" }]), "REACTIONS_TOO_MANY"),
        (json!("👍"), "invalid value of parameter \"reaction\""),
    ] {
        assert_eq!(react(wrong).await, Err(format!("Bad Request: {error}")));
    }
    assert_eq!(of_message().as_deref(), Some("👍"));
    assert_eq!(react(json!([])).await, Ok(json!(true)));
    assert_eq!(of_message(), None);
    let nowhere = json!({ "chat_id": PERSON, "message_id": message + 1, "reaction": [] });
    let refused = call(&sandbox, "setMessageReaction", nowhere).await;
    assert_eq!(refused, Err("Bad Request: message to react not found".into()));
}

#[tokio::test]
async fn buttons_with_a_colour_and_alerts_reach_the_page() {
    let sandbox = sandbox(None).await;
    let markup = json!({ "inline_keyboard": [[
        { "text": "Supprimer", "callback_data": "x", "style": "danger" },
        { "text": "Copier", "copy_text": { "text": "K7" } },
    ]] });
    let message = json!({ "chat_id": PERSON, "text": "Le code", "reply_markup": markup });
    let sent = call(&sandbox, "sendMessage", message).await.unwrap();
    sandbox.press(PERSON, sent["message_id"].as_i64().unwrap(), "x");
    let updates = call(&sandbox, "getUpdates", json!({})).await.unwrap();
    let query = &updates[0]["callback_query"]["id"];
    let answer = json!({ "callback_query_id": query, "text": "Rien n'est effacé.", "show_alert": true });
    call(&sandbox, "answerCallbackQuery", answer).await.unwrap();
    let told = chat(&sandbox).await;
    let row = &told["messages"][0]["buttons"][0];
    assert_eq!((&row[0]["style"], &row[0]["data"]), (&json!("danger"), &json!("x")));
    assert_eq!((&row[1]["copy"], &row[1]["data"]), (&json!("K7"), &json!(null)));
    assert_eq!(told["toasts"], json!([{ "text": "Rien n'est effacé.", "alert": true }]));
}
