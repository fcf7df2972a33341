//! Who may use the page. By itself only this machine: requests with a foreign Host or Origin are refused, so that no other web
//! page can use it. With guests, other machines too, if they bring the key.
//!
//! The key is in the address that the demo prints. It is asked for once: a cookie takes its place, so that it stays neither
//! in the address bar nor in the history.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap};
use axum::http::{HeaderName, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use subtle::ConstantTimeEq;

use super::Sandbox;

/// Other machines that may use the page.
#[derive(Debug, Clone)]
pub struct Guests {
    /// The address to listen on; `0.0.0.0` for all of this machine.
    pub listen: IpAddr,
    /// What they must know.
    pub key: String,
}

/// Lets a request pass, or refuses it.
pub(super) async fn admit(State(sandbox): State<Sandbox>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let Some(guests) = &sandbox.0.guests else {
        let ours =
            value(headers, header::HOST).is_some_and(is_here) && value(headers, header::ORIGIN).is_none_or(is_here);
        return if ours { next.run(request).await } else { StatusCode::FORBIDDEN.into_response() };
    };
    let matches = |given: &str| bool::from(given.as_bytes().ct_eq(guests.key.as_bytes()));
    // The browser adds the cookie to what other pages send, too: they are told by their Origin.
    let from_page = value(headers, header::ORIGIN)
        .is_none_or(|origin| origin.split_once("://").map(|(_, host)| host) == value(headers, header::HOST));
    let name = format!("takafou-{}", sandbox.port()); // a host has the same cookies on all its ports
    let in_address =
        request.uri().query().and_then(|query| query.split('&').find_map(|part| part.strip_prefix("key=")));
    match in_address {
        _ if !from_page => refused(),
        Some(given) if matches(given) => {
            let cookie = format!("{name}={given}; Path=/; HttpOnly; SameSite=Lax");
            let headers = [
                (header::LOCATION, "/".to_owned()),
                (header::SET_COOKIE, cookie),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            (StatusCode::SEE_OTHER, headers).into_response()
        }
        None if cookies(headers, &name).any(matches) => next.run(request).await,
        _ => refused(),
    }
}

fn refused() -> Response {
    let text = "المرجو فتح العنوان كاملا كما طبعه العرض التجريبي، بما فيه المفتاح.\n\
                Ouvrez l'adresse entière que la démonstration a affichée, clé comprise.\n\
                Open the whole address that the demo has printed, with its key.\n";
    (StatusCode::FORBIDDEN, text).into_response()
}

fn value(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).map(|value| value.to_str().unwrap_or("?"))
}

/// Whether a Host or an Origin is this machine.
fn is_here(value: &str) -> bool {
    let host = value.rsplit("://").next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    matches!(host, "127.0.0.1" | "localhost")
}

/// The values of all cookies of this name.
fn cookies<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a str> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| line.split(';'))
        .filter_map(|one| one.trim().split_once('='))
        .filter_map(move |(given, value)| (given == name).then_some(value))
}
