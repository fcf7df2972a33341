//! Webhook: an update is answered with 200 only when the desk has it on disk.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use subtle::ConstantTimeEq;
use tokio::sync::{mpsc, oneshot};

use super::decode::decode;
use crate::bot::desk::Job;

/// Header in which Telegram repeats the secret that was given to `setWebhook`.
const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";

#[derive(Clone)]
struct Gate {
    secret: String,
    jobs: mpsc::Sender<Job>,
}

/// What Telegram posts to, under whatever path the proxy passes on.
pub fn router(secret: String, jobs: mpsc::Sender<Job>) -> Router {
    Router::new().fallback(post(receive)).with_state(Gate { secret, jobs })
}

async fn receive(State(gate): State<Gate>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let given = headers.get(SECRET_HEADER).map_or(&[][..], |value| value.as_bytes());
    // An ordinary comparison ends at the first wrong byte: by its time the secret could be guessed byte by byte.
    if !bool::from(given.ct_eq(gate.secret.as_bytes())) {
        return StatusCode::UNAUTHORIZED;
    }
    let Some(event) = decode(&String::from_utf8_lossy(&body)).event else {
        return StatusCode::OK; // never readable, or not for us: no use in repeating it
    };
    let (done, kept) = oneshot::channel();
    if gate.jobs.send((vec![event], done)).await.is_err() || kept.await.is_err() {
        return StatusCode::SERVICE_UNAVAILABLE; // stopping: Telegram will repeat it
    }
    StatusCode::OK
}
