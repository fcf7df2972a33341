//! The bot's side of the sandbox: `POST /bot{token}/{method}` and the files, answered as Telegram does.

use std::collections::HashMap;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use serde_json::{Map, Value, json};
use subtle::ConstantTimeEq;

use super::world::{CallRefusal, SeenFile, Webhook};
use super::{FaultKind, Sandbox, html, rules};

/// The largest call in bytes, files included: Telegram accepts 50 MB.
const LARGEST: usize = 50 * 1024 * 1024;
/// The largest number of updates in one answer.
const MOST_UPDATES: usize = 100;

type Files = HashMap<String, (String, Vec<u8>)>;

pub(super) fn router(sandbox: Sandbox) -> Router {
    Router::new()
        .route("/{bot}/{method}", any(call))
        .route("/file/{bot}/{*path}", get(file))
        .layer(axum::extract::DefaultBodyLimit::max(LARGEST))
        .with_state(sandbox)
}

/// Whether this part of the path, `botTOKEN`, holds the token. Other machines may ask too, so it is compared in constant
/// time.
fn knows_token(sandbox: &Sandbox, part: &str) -> bool {
    let world = sandbox.world();
    part.strip_prefix("bot").is_some_and(|given| given.as_bytes().ct_eq(world.token.as_bytes()).into())
}

async fn call(State(sandbox): State<Sandbox>, Path((bot, name)): Path<(String, String)>, request: Request) -> Response {
    if !knows_token(&sandbox, &bot) {
        return refused(CallRefusal(401, "Unauthorized".into(), None));
    }
    let Some(method) = rules::method(&name) else {
        return refused(CallRefusal(404, "Not Found".into(), None));
    };
    let (call, files) = match read(request).await {
        Ok(read) => read,
        Err(refusal) => return refused(refusal),
    };
    let fault = {
        let mut world = sandbox.world();
        *world.calls.entry(method.to_owned()).or_default() += 1;
        world.faults.befall(&method.to_lowercase())
    };
    match fault {
        Some(FaultKind::Status(400)) => return refused(CallRefusal::bad("refused on purpose")),
        Some(FaultKind::Status(code)) => return refused(CallRefusal(code, "Internal Server Error".into(), None)),
        Some(FaultKind::Answer(code, body)) => {
            let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            return (status, body).into_response();
        }
        Some(FaultKind::RetryAfter(s)) => {
            return refused(CallRefusal(429, format!("Too Many Requests: retry after {s}"), Some(s.into())));
        }
        Some(FaultKind::Slow(time)) => tokio::time::sleep(time).await,
        _ => {}
    }
    let answer = match method {
        "getUpdates" => updates(&sandbox, &call).await,
        _ => carry_out(&sandbox, method, call, files).map(|result| result.to_string()),
    };
    if let Some(FaultKind::Drop) = fault {
        return broken();
    }
    match answer {
        Ok(result) => (
            StatusCode::OK,
            [(header::CONTENT_TYPE, "application/json")],
            format!("{{\"ok\":true,\"result\":{result}}}"),
        )
            .into_response(),
        Err(refusal) => {
            if refusal.0 == 400 {
                sandbox.world().refusals.push(format!("{method}: {}", refusal.1));
            }
            refused(refusal)
        }
    }
}

fn refused(CallRefusal(code, description, wait): CallRefusal) -> Response {
    let mut body = json!({ "ok": false, "error_code": code, "description": description });
    if let Some(wait) = wait {
        body["parameters"] = json!({ "retry_after": wait });
    }
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

/// An answer that announces more bytes than it sends, so that the client sees a broken connection.
fn broken() -> Response {
    let body = Body::from_stream(futures_util::stream::once(async {
        Err::<Bytes, std::io::Error>(std::io::Error::new(std::io::ErrorKind::ConnectionReset, "dropped on purpose"))
    }));
    body.into_response()
}

/// The parameters and files of a call, in any of the three forms that Telegram accepts.
async fn read(request: Request) -> Result<(Map<String, Value>, Files), CallRefusal> {
    let unreadable = || CallRefusal::bad("can't parse request");
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    if kind.starts_with("multipart/form-data") {
        return read_form(Multipart::from_request(request, &()).await.map_err(|_| unreadable())?).await;
    }
    let bytes = Bytes::from_request(request, &())
        .await
        .map_err(|_| CallRefusal(413, "Request Entity Too Large".into(), None))?;
    if bytes.is_empty() {
        return Ok((Map::new(), Files::new()));
    }
    let call = serde_json::from_slice(&bytes).map_err(|_| CallRefusal::bad("can't parse JSON encoded request"))?;
    Ok((call, Files::new()))
}

async fn read_form(mut form: Multipart) -> Result<(Map<String, Value>, Files), CallRefusal> {
    let unreadable = |_| CallRefusal::bad("can't parse multipart request");
    let (mut call, mut files) = (Map::new(), Files::new());
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        if let Some(file) = field.file_name().map(str::to_owned) {
            files.insert(name, (file, field.bytes().await.map_err(unreadable)?.to_vec()));
        } else {
            let text = field.text().await.map_err(unreadable)?;
            // Objects and lists are JSON within the form.
            let value = if text.starts_with(['{', '[']) { serde_json::from_str(&text).ok() } else { None };
            call.insert(name, value.unwrap_or(Value::String(text)));
        }
    }
    Ok((call, files))
}

fn int(call: &Map<String, Value>, name: &str) -> Option<i64> {
    let value = call.get(name)?;
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

fn text<'a>(call: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    call.get(name)?.as_str()
}

fn flag(call: &Map<String, Value>, name: &str) -> bool {
    call.get(name).is_some_and(|value| value == true || value == "true")
}

/// Long polling. An offset confirms all updates below it.
async fn updates(sandbox: &Sandbox, call: &Map<String, Value>) -> Result<String, CallRefusal> {
    rules::check("getUpdates", call, &[]).map_err(|problem| CallRefusal::bad(&problem))?;
    if sandbox.world().webhook.is_some() {
        let text = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
        return Err(CallRefusal(409, text.into(), None));
    }
    let poller = {
        let mut world = sandbox.world();
        world.confirm(int(call, "offset").unwrap_or(0));
        world.pollers = world.pollers.wrapping_add(1);
        world.pollers
    };
    let patience = Duration::from_secs(int(call, "timeout").unwrap_or(0).clamp(0, 50).unsigned_abs());
    let most = usize::try_from(int(call, "limit").unwrap_or(100)).unwrap_or(MOST_UPDATES).clamp(1, MOST_UPDATES);
    let deadline = tokio::time::Instant::now() + patience;
    loop {
        let news = sandbox.0.news.notified();
        {
            let world = sandbox.world();
            if world.pollers != poller {
                let text =
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
                return Err(CallRefusal(409, text.into(), None));
            }
            if !world.pending.is_empty() {
                let list: Vec<&str> = world.pending.values().take(most).map(String::as_str).collect();
                return Ok(format!("[{}]", list.join(",")));
            }
        }
        if tokio::time::timeout_at(deadline, news).await.is_err() {
            return Ok("[]".into());
        }
    }
}

fn carry_out(
    sandbox: &Sandbox,
    method: &'static str,
    mut call: Map<String, Value>,
    mut files: Files,
) -> Result<Value, CallRefusal> {
    let uploaded: Vec<String> = files.keys().cloned().collect();
    rules::check(method, &call, &uploaded).map_err(|problem| CallRefusal::bad(&problem))?;
    let markup = call.remove("reply_markup").unwrap_or(Value::Null);
    let call = &call;
    let chat = int(call, "chat_id").unwrap_or(0);
    let marked = |name: &str, caption: bool| -> Result<(String, Value), CallRefusal> {
        let given = text(call, name).unwrap_or_default();
        let is_html = call.contains_key("parse_mode");
        let (plain, entities) = if is_html {
            html::parse(given).map_err(|problem| CallRefusal::bad(&problem))?
        } else {
            (given.to_owned(), json!([]))
        };
        rules::length(&plain, caption).map_err(|problem| CallRefusal::bad(&problem))?;
        Ok((plain, entities))
    };
    match method {
        "getMe" => Ok(me(sandbox)),
        "sendMessage" => {
            let (plain, entities) = marked("text", false)?;
            sandbox.change(|world| {
                world.may_write(chat, true)?;
                Ok(world.post(chat, plain, entities, markup, None))
            })
        }
        "editMessageText" => {
            let text = marked("text", false)?;
            sandbox.change(|world| {
                world.may_write(chat, false)?;
                world.edit_text(chat, int(call, "message_id").unwrap_or(0), text, markup)
            })
        }
        "editMessageReplyMarkup" => {
            sandbox.change(|world| world.edit(chat, int(call, "message_id").unwrap_or(0), None, markup, None))
        }
        "editMessageCaption" => {
            let text = marked("caption", true)?;
            sandbox.change(|world| {
                world.may_write(chat, false)?;
                world.edit_caption(chat, int(call, "message_id").unwrap_or(0), text, markup)
            })
        }
        "editMessageMedia" => {
            let media = &call["media"];
            let field = |name: &str| media[name].as_str().unwrap_or_default();
            let caption = html::parse(field("caption")).map_err(|problem| CallRefusal::bad(&problem))?;
            rules::length(&caption.0, true).map_err(|problem| CallRefusal::bad(&problem))?;
            let part = field("media").strip_prefix("attach://").and_then(|part| files.remove(part));
            let (name, bytes) = part.ok_or_else(|| CallRefusal::bad("wrong file identifier/HTTP URL specified"))?;
            let kind = field("type").to_owned();
            sandbox.change(|world| {
                world.may_write(chat, false)?;
                let file = SeenFile { file_id: world.store(&name, bytes), name, kind };
                world.edit(chat, int(call, "message_id").unwrap_or(0), Some(caption), markup, Some(file))
            })
        }
        "answerCallbackQuery" => {
            let toast = text(call, "text");
            if toast.is_some_and(|toast| toast.encode_utf16().count() > 200) {
                return Err(CallRefusal::bad("MESSAGE_TOO_LONG"));
            }
            let alert = flag(call, "show_alert");
            sandbox.change(|world| world.answer(text(call, "callback_query_id").unwrap_or_default(), toast, alert))?;
            Ok(json!(true))
        }
        "setMessageReaction" => {
            let emoji = rules::reaction(call).map_err(|problem| CallRefusal::bad(&problem))?;
            sandbox.change(|world| {
                world.may_write(chat, false)?;
                world.react(chat, int(call, "message_id").unwrap_or(0), emoji)
            })?;
            Ok(json!(true))
        }
        "deleteMessage" => {
            let message = int(call, "message_id").unwrap_or(0);
            let gone = sandbox.change(|world| world.delete(chat, message));
            if gone { Ok(json!(true)) } else { Err(CallRefusal::bad("message to delete not found")) }
        }
        "sendDocument" | "sendPhoto" | "sendVideo" | "sendVoice" => {
            let kind = method.strip_prefix("send").unwrap_or_default().to_lowercase();
            let (plain, entities) = marked("caption", true)?;
            sandbox.change(|world| {
                let file = match files.remove(&kind) {
                    Some((name, bytes)) => SeenFile { file_id: world.store(&name, bytes), name, kind: kind.clone() },
                    None => {
                        let id = text(call, &kind).unwrap_or_default();
                        // a call may refer to an uploaded part: attach://NAME
                        match (id.strip_prefix("attach://").and_then(|part| files.remove(part)), world.file(id)) {
                            (Some((name, bytes)), _) => {
                                SeenFile { file_id: world.store(&name, bytes), name, kind: kind.clone() }
                            }
                            (None, Some(found)) => {
                                SeenFile { file_id: id.to_owned(), name: found.name.clone(), kind: kind.clone() }
                            }
                            (None, None) => {
                                return Err(CallRefusal::bad("wrong file identifier/HTTP URL specified"));
                            }
                        }
                    }
                };
                world.may_write(chat, true)?;
                Ok(world.post(chat, plain, entities, markup, Some(file)))
            })
        }
        "getFile" => {
            let id = text(call, "file_id").unwrap_or_default();
            match sandbox.file(id) {
                Some(bytes) => {
                    Ok(json!({ "file_id": id, "file_unique_id": id, "file_size": bytes.len(), "file_path": id }))
                }
                None => Err(CallRefusal::bad("invalid file_id")),
            }
        }
        "setWebhook" => {
            let url = text(call, "url").unwrap_or_default().to_owned();
            let secret = text(call, "secret_token").unwrap_or_default().to_owned();
            sandbox.change(|world| world.webhook = (!url.is_empty()).then_some(Webhook { url, secret }));
            Ok(json!(true))
        }
        "deleteWebhook" => {
            sandbox.change(|world| world.webhook = None);
            Ok(json!(true))
        }
        "getWebhookInfo" => {
            let world = sandbox.world();
            let url = world.webhook.as_ref().map_or("", |webhook| webhook.url.as_str());
            Ok(json!({ "url": url, "has_custom_certificate": false, "pending_update_count": world.pending.len() }))
        }
        "setMyCommands" => commands(&call["commands"]),
        _ => Ok(json!(true)),
    }
}

fn me(sandbox: &Sandbox) -> Value {
    let mut me = sandbox.world().me();
    for right in [
        "can_join_groups",
        "can_read_all_group_messages",
        "supports_inline_queries",
        "can_connect_to_business",
        "has_main_web_app",
    ] {
        me[right] = json!(false);
    }
    me
}

fn commands(list: &Value) -> Result<Value, CallRefusal> {
    let sound = |command: &Value| {
        let name = command["command"].as_str().unwrap_or_default();
        let said = command["description"].as_str().unwrap_or_default().encode_utf16().count();
        let name_ok = (1..=32).contains(&name.len())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        name_ok && (1..=256).contains(&said)
    };
    let all = list.as_array().is_some_and(|list| list.len() <= 100 && list.iter().all(sound));
    if all { Ok(json!(true)) } else { Err(CallRefusal::bad("BOT_COMMAND_INVALID")) }
}

async fn file(State(sandbox): State<Sandbox>, Path((bot, path)): Path<(String, String)>) -> Response {
    if !knows_token(&sandbox, &bot) {
        return refused(CallRefusal(401, "Unauthorized".into(), None));
    }
    match sandbox.file(&path) {
        Some(bytes) => bytes.into_response(),
        None => refused(CallRefusal(404, "Not Found".into(), None)),
    }
}
