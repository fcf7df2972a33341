//! How the page draws a chat: on a phone, while messages are drawn anew, for those who cannot see it, in three languages. The
//! test is the bot.

use std::time::Duration;

use fantoccini::Client;
use serde_json::{Value, json};
use takafou::sandbox::Sandbox;

use crate::imitation::{PERSON, call, sandbox, say, send_file};
use crate::{browser, phone};

const ENTER: &str = "\u{e007}";

/// Evaluates an expression in the page. In it `log` is the chat, and `of(n)` the message of this number.
async fn look(client: &Client, expression: &str) -> Value {
    let script = format!(
        "const log = document.querySelector('[data-person] .log');
         const of = (n) => log.querySelector(`[data-message=\"${{n}}\"]`); return {expression}"
    );
    client.execute(&script, vec![]).await.unwrap()
}

/// Waits until an expression is true in the page.
async fn until(client: &Client, expression: &str) {
    for _ in 0..200 {
        if look(client, expression).await == json!(true) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("never: {expression}; the chat is {}", look(client, "log.innerText").await);
}

fn keyboard(rows: &[&str]) -> Value {
    let row = |label: &&str| json!([{ "text": label, "callback_data": format!("x:{label}") }]);
    json!({ "inline_keyboard": rows.iter().map(row).collect::<Vec<Value>>() })
}

async fn ask(sandbox: &Sandbox, text: &str, rows: &[&str]) -> i64 {
    let message = json!({ "chat_id": PERSON, "text": text, "reply_markup": keyboard(rows) });
    call(sandbox, "sendMessage", message).await.unwrap()["message_id"].as_i64().unwrap()
}

async fn change(sandbox: &Sandbox, message: i64, text: &str, rows: &[&str]) {
    let edit = json!({ "chat_id": PERSON, "message_id": message, "text": text, "reply_markup": keyboard(rows) });
    call(sandbox, "editMessageText", edit).await.unwrap();
}

#[tokio::test]
#[ignore = "needs a browser: cargo test --test browser -- --ignored"]
async fn on_a_phone_the_head_is_small_and_the_question_is_in_sight() {
    let sandbox = sandbox(None).await;
    let (_driver, client) = phone(390, 740).await;
    client.goto(&sandbox.url()).await.unwrap();
    let rows: Vec<String> = (1..=14).map(|n| format!("Choix {n}")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    for text in ["Question 1 sur 14\nQue faut-il faire ?", "Question 2 sur 14\nEt pour qui ?"] {
        let message = ask(&sandbox, text, &rows).await; // with its buttons it is higher than the chat
        until(&client, &format!("of({message}) !== null")).await;
        let head = look(&client, "Math.round(log.getBoundingClientRect().top)").await;
        assert!(head.as_i64().unwrap() <= 74, "above the chat: {head} of 740 pixels");
        let above = format!("Math.round(of({message}).getBoundingClientRect().top - log.getBoundingClientRect().top)");
        let above = look(&client, &above).await.as_i64().unwrap();
        assert!((0..100).contains(&above), "{text} begins {above} pixels below the head");
    }
    // Under a high picture the question is its caption.
    send_file(&sandbox, "Photo", "chart.png", std::fs::read("docs/report.png").unwrap(), "Question 3 sur 14").await;
    let message = sandbox.chat(PERSON)[2].message_id;
    let markup = json!({ "chat_id": PERSON, "message_id": message, "reply_markup": keyboard(&rows) });
    call(&sandbox, "editMessageReplyMarkup", markup).await.unwrap();
    until(&client, &format!("of({message})?.querySelectorAll('.key').length === 14")).await;
    let above =
        format!("of({message}).querySelector('p').getBoundingClientRect().top - log.getBoundingClientRect().top");
    let above = look(&client, &format!("Math.round({above})")).await.as_i64().unwrap();
    assert!((0..100).contains(&above), "the caption begins {above} pixels below the head");
    // The clock opens over the chat and takes no room from it.
    let before = look(&client, "log.clientHeight").await;
    look(&client, "document.querySelector('.clock .hour').click()").await;
    until(&client, "document.querySelector('[data-turn=\"hour\"]').getClientRects().length === 1").await;
    assert_eq!(look(&client, "log.clientHeight").await, before);
    // A lower chat, as when the keyboard of a phone opens, shows the question all the same.
    look(&client, "document.body.style.height = '400px'").await;
    until(&client, "log.clientHeight < 300").await;
    until(&client, "Math.abs(log.querySelector('li:last-of-type p').getBoundingClientRect().top - log.getBoundingClientRect().top) < 10").await;
    client.close().await.unwrap();
}

#[tokio::test]
#[ignore = "needs a browser: cargo test --test browser -- --ignored"]
async fn a_press_on_an_older_message_keeps_the_place_and_the_focus() {
    let sandbox = sandbox(None).await;
    let mut asked = Vec::new();
    for n in 0..12 {
        asked.push(ask(&sandbox, &format!("Réunion {n}"), &["▫️ Oui", "▫️ Non", "Retour"]).await);
    }
    let (_driver, client) = phone(390, 740).await;
    client.goto(&sandbox.url()).await.unwrap();
    let (older, newest) = (asked[5], asked[11]);
    until(&client, &format!("of({newest}) !== null")).await;
    look(&client, &format!("[of({older}).scrollIntoView({{ block: 'center' }}), of({older}).querySelectorAll('.key')[1].focus({{ preventScroll: true }})]")).await;
    let top = format!("Math.round(of({older}).getBoundingClientRect().top)");
    let place = look(&client, &top).await;
    let pressed = "document.activeElement.textContent";

    // The message and one above it are drawn anew, higher than before, and another one comes at the end.
    client.active_element().await.unwrap().send_keys(ENTER).await.unwrap();
    until(&client, &format!("of({older}).querySelector('[aria-busy]') !== null")).await;
    assert_eq!(sandbox.pending_updates(), 1);
    change(&sandbox, asked[4], "Réunion 4\n\n\nElle est annulée.", &["▫️ Oui"]).await;
    change(&sandbox, older, "Réunion 5\nVous avez répondu.", &["Plus", "▫️ Oui", "✅ Non", "Retour"]).await;
    let last = ask(&sandbox, "C'est noté.", &["Menu"]).await;
    until(&client, &format!("of({last}) !== null && of({older}).innerText.includes('répondu')")).await;
    assert_eq!(look(&client, &top).await, place, "the message stays where it was");
    assert_eq!(look(&client, pressed).await, "✅ Non", "the focus is on the same button");
    assert_eq!(look(&client, "document.querySelector('.down').hidden").await, false, "what is new is offered");

    // The button is gone: the one in its place. All are gone: the message. The message is gone: the newest one.
    change(&sandbox, older, "Réunion 5\nMerci.", &["Plus", "Changer"]).await;
    until(&client, &format!("of({older}).innerText.includes('Merci')")).await;
    assert_eq!(look(&client, pressed).await, "Changer");
    change(&sandbox, older, "Réunion 5\nTerminé.", &[]).await;
    until(&client, &format!("of({older}).innerText.includes('Terminé')")).await;
    assert_eq!(look(&client, &format!("document.activeElement === of({older})")).await, true);
    assert_eq!(look(&client, &top).await, place);
    sandbox.delete_message(PERSON, older);
    until(&client, &format!("of({older}) === null")).await;
    assert_eq!(look(&client, &format!("document.activeElement === of({last})")).await, true);

    // Down at the end, the chat follows again. Whoever writes is led there.
    look(&client, "document.querySelector('.down').click()").await;
    let end = "Math.abs(log.scrollHeight - log.clientHeight - log.scrollTop) < 2";
    until(&client, end).await;
    let more = say(&sandbox, "Encore une chose.\n".repeat(5).trim()).await;
    until(&client, &format!("of({more}) !== null && {end}")).await;
    look(&client, "log.scrollTo(0, 0)").await;
    until(&client, "document.querySelector('.down').hidden === false").await;
    sandbox.say(PERSON, "/menu");
    until(&client, end).await;
    client.close().await.unwrap();
}

#[tokio::test]
#[ignore = "needs a browser: cargo test --test browser -- --ignored"]
async fn pictures_and_files_say_what_they_are() {
    let sandbox = sandbox(None).await;
    let (_driver, client) = browser(900, 900).await;
    client.goto(&sandbox.url()).await.unwrap();
    let chart = std::fs::read("docs/results-fr.png").unwrap();
    send_file(&sandbox, "Photo", "chart.png", chart.clone(), "Question 3 sur 12\n\nQuels sont les enjeux ?\nDétail")
        .await;
    send_file(&sandbox, "Photo", "chart.png", chart, "السؤال 3 من 12\nما القضايا؟").await;
    send_file(&sandbox, "Document", "rapport-3.pdf", b"%PDF".to_vec(), "Le rapport des enjeux").await;
    sandbox.send_voice(PERSON, 4, Vec::new());
    until(&client, "log.querySelectorAll('li').length === 4").await;
    assert_eq!(
        look(&client, "[...log.querySelectorAll('img')].map((picture) => picture.alt)").await,
        json!(["Image: Question 3 sur 12 – Quels sont les enjeux ?", "صورة: السؤال 3 من 12 – ما القضايا؟"])
    );
    assert_eq!(
        look(&client, "[...log.querySelectorAll('a')].map((link) => link.getAttribute('aria-label'))").await,
        json!(["Fichier: rapport-3.pdf", "Message vocal: 4 s"])
    );
    // The pictures were loaded after the messages were drawn: the end is still in sight.
    until(&client, "[...log.querySelectorAll('img')].every((picture) => picture.naturalWidth > 0)").await;
    until(&client, "Math.abs(log.scrollHeight - log.clientHeight - log.scrollTop) < 2").await;
    client.close().await.unwrap();
}

#[tokio::test]
#[ignore = "needs a browser: cargo test --test browser -- --ignored"]
async fn a_chat_is_laid_out_by_the_language_that_the_bot_speaks_in_it() {
    let sandbox = sandbox(None).await;
    let (_driver, client) = phone(390, 740).await;
    client.goto(&sandbox.url()).await.unwrap();
    let laid_out = "(() => { const phone = document.querySelector('.phone'); return [phone.lang, phone.dir] })()";
    // Whether the bot's message is at the left of the chat.
    let at_left = |message: i64| {
        format!(
            "of({message}).getBoundingClientRect().left - log.getBoundingClientRect().left \
             < log.getBoundingClientRect().right - of({message}).getBoundingClientRect().right"
        )
    };
    let mut messages = Vec::new();
    for (text, language, direction) in [
        ("Bonjour, que voulez-vous faire ?", "fr", "ltr"),
        ("مرحبا، ماذا تريدون؟", "ar", "rtl"),
        ("Hello, what do you want to do?", "en", "ltr"),
    ] {
        let message = ask(&sandbox, text, &["1"]).await;
        messages.push(message);
        until(&client, &format!("of({message}) !== null")).await;
        assert_eq!(look(&client, laid_out).await, json!([language, direction]));
        assert_eq!(look(&client, &at_left(message)).await, json!(direction == "ltr"), "{text}");
    }
    let each = "[...log.querySelectorAll('li')].map((item) => [item.lang, item.dir])";
    assert_eq!(look(&client, each).await, json!([["fr", "ltr"], ["ar", "rtl"], ["en", "ltr"]]));
    // The language changes in the message that stands there.
    change(
        &sandbox,
        messages[2],
        "هذا سؤال طويل بالعربية، وتحته ترجمته إلى اللغة الفرنسية\nVoici la question en français",
        &["1"],
    )
    .await;
    until(&client, &format!("of({}).lang === 'ar'", messages[2])).await;
    assert_eq!(look(&client, laid_out).await, json!(["ar", "rtl"]));
    let lines = format!(
        "[...of({}).querySelectorAll('p')].map((line) => [line.closest('[lang]').lang, getComputedStyle(line).direction])",
        messages[2]
    );
    assert_eq!(look(&client, &lines).await, json!([["ar", "rtl"], ["fr", "ltr"]]));
    // The bot's name and the clock's hour stand at each message.
    let feet = "[...log.querySelectorAll('.foot')].map((foot) => foot.innerText.trim())";
    assert_eq!(look(&client, feet).await, json!(["Takafou 14:05", "Takafou 14:05", "Takafou 14:05"]));
    client.close().await.unwrap();
}

#[tokio::test]
#[ignore = "needs a browser: cargo test --test browser -- --ignored"]
async fn colours_copying_alerts_and_reactions_are_drawn() {
    let sandbox = sandbox(None).await;
    let (_driver, client) = browser(900, 900).await;
    client.goto(&sandbox.url()).await.unwrap();
    let markup = json!({ "inline_keyboard": [[
        { "text": "Envoyer", "callback_data": "a", "style": "success" },
        { "text": "Supprimer", "callback_data": "b", "style": "danger" },
        { "text": "Copier le code", "copy_text": { "text": "K7QM2" }, "style": "primary" },
    ]] });
    let message = json!({ "chat_id": PERSON, "text": "Votre code est prêt.", "reply_markup": markup });
    let message = call(&sandbox, "sendMessage", message).await.unwrap()["message_id"].as_i64().unwrap();
    until(&client, &format!("of({message}) !== null")).await;
    let channels = "[...log.querySelectorAll('.key')].map((key) => {
        const [red, green, blue] = getComputedStyle(key).backgroundColor.match(/\\d+/g).map(Number);
        return red > green && red > blue ? 'red' : green > blue ? 'green' : 'blue' })";
    assert_eq!(look(&client, channels).await, json!(["green", "red", "blue"]));

    // What is copied can be pasted.
    client.find(fantoccini::Locator::Css(".key.primary")).await.unwrap().click().await.unwrap(); // only a person may copy
    until(&client, "document.querySelector('.toast').innerText.includes('Copié')").await;
    let field = client.find(fantoccini::Locator::Css("textarea")).await.unwrap();
    field.send_keys("\u{e009}v").await.unwrap(); // Ctrl+V
    until(&client, "document.querySelector('textarea').value === 'K7QM2'").await;
    assert_eq!(sandbox.pending_updates(), 0, "the bot is not asked");

    // An alert stays until it is closed, and gives the focus back.
    look(&client, "log.querySelectorAll('.key')[1].focus()").await;
    client.active_element().await.unwrap().send_keys(ENTER).await.unwrap();
    until(&client, "log.querySelector('[aria-busy]') !== null").await;
    let updates = call(&sandbox, "getUpdates", json!({})).await.unwrap();
    let query = &updates[0]["callback_query"]["id"];
    let answer = json!({ "callback_query_id": query, "text": "Rien n'est effacé.", "show_alert": true });
    call(&sandbox, "answerCallbackQuery", answer).await.unwrap();
    until(&client, "document.querySelector('.alarm').open").await;
    assert_eq!(look(&client, "log.inert").await, true, "it has to be closed first");
    assert_eq!(look(&client, "document.querySelector('.alarm p').innerText").await, "Rien n'est effacé.");
    client.active_element().await.unwrap().send_keys(ENTER).await.unwrap();
    until(&client, "!document.querySelector('.alarm').open").await;
    assert_eq!(look(&client, "document.activeElement.textContent").await, "Supprimer");

    sandbox.send_voice(PERSON, 2, Vec::new());
    until(&client, "log.querySelectorAll('li').length === 2").await;
    let reaction =
        json!({ "chat_id": PERSON, "message_id": message + 1, "reaction": [{ "type": "emoji", "emoji": "👍" }] });
    call(&sandbox, "setMessageReaction", reaction).await.unwrap();
    until(&client, "log.querySelector('.mine .reaction')?.innerText === '👍'").await;
    client.close().await.unwrap();
}
