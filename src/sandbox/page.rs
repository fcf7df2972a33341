//! The people's side of the sandbox: a page with a phone for each person, and the requests that it posts.
//!
//! `guests` says who may use it.

use std::convert::Infallible;

use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{StatusCode, header};
use axum::middleware;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::Stream;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::world::Seen;
use super::{ClockTurn, Sandbox, guests, language};

/// The largest file that the page sends, in bytes.
const LARGEST_FILE: usize = 50 * 1024 * 1024;

pub(super) fn router(sandbox: Sandbox) -> Router {
    let asset =
        |kind: &'static str, body: &'static str| get(move || async move { ([(header::CONTENT_TYPE, kind)], body) });
    Router::new()
        .route("/", asset("text/html; charset=utf-8", include_str!("page.html")))
        .route("/page.js", asset("text/javascript; charset=utf-8", include_str!("page.js")))
        .route("/message.js", asset("text/javascript; charset=utf-8", include_str!("message.js")))
        .route("/place.js", asset("text/javascript; charset=utf-8", include_str!("place.js")))
        .route("/page.css", asset("text/css; charset=utf-8", include_str!("page.css")))
        .route("/people", get(people))
        .route("/people/{id}/chat", get(chat))
        .route("/people/{id}/files/{file}", get(file))
        .route("/people/{id}/attach/{name}", post(attach).layer(DefaultBodyLimit::max(LARGEST_FILE)))
        .route("/people/{id}/{act}", post(act))
        .route("/clock/{turn}", post(turn))
        .route("/events", get(events))
        .layer(middleware::from_fn_with_state(sandbox.clone(), guests::admit))
        .with_state(sandbox)
}

async fn people(State(sandbox): State<Sandbox>) -> Json<Value> {
    let clock = sandbox.0.clock.as_ref().map(|clock| clock.shows.borrow().clone());
    let world = sandbox.world();
    let me = world.me();
    let bot = json!({ "name": me["first_name"], "username": me["username"] });
    Json(json!({ "bot": bot, "people": world.people(), "clock": clock }))
}

/// A message with the language of its text, and of each of its lines.
#[derive(Debug, Serialize)]
struct Written {
    #[serde(flatten)]
    seen: Seen,
    lang: String,
    lines: Vec<Option<&'static str>>,
}

/// The chat, with the language in which the bot speaks in it now. Only the texts say which: people change it in the bot.
async fn chat(State(sandbox): State<Sandbox>, Path(id): Path<i64>) -> Json<Value> {
    let (messages, version, toasts, app) = {
        let world = sandbox.world();
        (world.seen(id), world.version(id), world.toasts(id), world.language(id).to_owned())
    };
    let mut spoken = app;
    let mut written = Vec::with_capacity(messages.len());
    for seen in messages {
        let found = language::of(&seen.text).map(str::to_owned);
        if let (Some(found), true) = (&found, seen.from_bot) {
            spoken.clone_from(found);
        }
        let lines = seen.text.split('\n').map(language::of).collect();
        written.push(Written { seen, lang: found.unwrap_or_else(|| spoken.clone()), lines });
    }
    Json(json!({ "version": version, "lang": spoken, "messages": written, "toasts": toasts }))
}

async fn file(State(sandbox): State<Sandbox>, Path((_, id)): Path<(i64, String)>) -> Response {
    let world = sandbox.world();
    let Some(file) = world.file(&id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // Names come from the bot. No name may end the header.
    let name: String =
        file.name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')).collect();
    let kind = if name.ends_with(".png") { "image/png" } else { "application/octet-stream" };
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}\"")),
    ];
    (headers, file.bytes.clone()).into_response()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Done {
    text: String,
    message: i64,
    data: String,
    kind: String,
    blocked: bool,
}

async fn act(State(sandbox): State<Sandbox>, Path((id, act)): Path<(i64, String)>, Json(done): Json<Done>) -> Response {
    let update = match act.as_str() {
        "say" => sandbox.say(id, &done.text),
        "press" => sandbox.press(id, done.message, &done.data),
        "voice" => sandbox.send_voice(id, 2, Vec::new()),
        "other" => sandbox.send_other(id, &done.kind),
        "block" => sandbox.block(id, done.blocked),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    Json(json!({ "update": update })).into_response()
}

async fn turn(State(sandbox): State<Sandbox>, Path(turn): Path<String>) -> StatusCode {
    let turn = match turn.as_str() {
        "hour" => ClockTurn::Hour,
        "day" => ClockTurn::Day,
        "next" => ClockTurn::Next,
        _ => return StatusCode::NOT_FOUND,
    };
    let turned = sandbox.0.clock.as_ref().map(|clock| clock.turns.send(turn));
    if matches!(turned, Some(Ok(()))) { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}

/// A file that a person sends. Its content type decides its kind.
async fn attach(
    State(sandbox): State<Sandbox>,
    Path((id, name)): Path<(i64, String)>,
    headers: axum::http::HeaderMap,
    bytes: axum::body::Bytes,
) -> Response {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = match kind.split('/').next() {
        Some("image") => "photo",
        Some("video") => "video",
        _ => "document",
    };
    let update = sandbox.send_file(id, kind, &name, bytes.len() as u64, bytes.to_vec());
    Json(json!({ "update": update })).into_response()
}

/// Sends an event whenever a chat or the clock has changed. The page then asks for the chats whose version it does not
/// have.
async fn events(State(sandbox): State<Sandbox>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let changes = sandbox.0.changes.subscribe();
    let shows = sandbox.0.clock.as_ref().map(|clock| clock.shows.clone());
    let stream =
        futures_util::stream::unfold((sandbox, changes, shows), |(sandbox, mut changes, mut shows)| async move {
            let turned = async {
                match &mut shows {
                    Some(shows) => shows.changed().await.is_ok(),
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                changed = changes.changed() => drop(changed.ok()?),
                true = turned => {}
            }
            changes.borrow_and_update();
            let mut versions: serde_json::Map<String, Value> = {
                let world = sandbox.world();
                world
                    .people()
                    .into_iter()
                    .map(|person| (person.id.to_string(), json!(world.version(person.id))))
                    .collect()
            };
            if let Some(shows) = &mut shows {
                versions.insert("clock".into(), json!(*shows.borrow_and_update()));
            }
            let event = Event::default().data(Value::Object(versions).to_string());
            Some((Ok(event), (sandbox, changes, shows)))
        });
    Sse::new(stream)
}
