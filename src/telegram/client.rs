//! One call to Telegram's Bot API: how it is sent, how its answer is read, and what a refusal means.
//!
//! teloxide gives the HTTP client, the address, the methods' parameters and their types. Its own request path is not
//! used, for three reasons: it sleeps ten seconds after every 5xx before it says so, it reads all updates of an answer
//! together (one that it cannot read stops the polling), and it reads an answer twice into a tree of values.

use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::multipart::{Form, Part};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use teloxide::requests::Payload;

use super::errors::CallError;

/// Seconds that a long poll waits for updates.
pub(super) const LONG_POLL: u32 = 50;
/// How long a call may take. A long poll takes longest.
const PATIENCE: Duration = Duration::from_secs(LONG_POLL as u64 + 20);

/// A client for Telegram's Bot API. Its clones share their connections.
#[derive(Clone)]
pub struct Client(teloxide::Bot);

/// A file that is sent with a call: the name of its parameter, the name of the file, and its bytes.
pub(super) struct Upload<'a> {
    pub parameter: &'static str,
    pub name: &'a str,
    pub bytes: Vec<u8>,
}

/// Every answer of Telegram. The result is read after it is known that there is one.
#[derive(Deserialize)]
struct Envelope<'a> {
    ok: bool,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    error_code: Option<u16>,
    description: Option<String>,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
}

impl Client {
    /// A client for Telegram's API at `api_url` (the real one if none).
    ///
    /// # Errors
    /// When the address is no URL, or the system offers no TLS.
    pub fn connect(token: &str, api_url: Option<&str>) -> Result<Client, String> {
        // teloxide's own timeout of 17 s would end every long poll.
        let client = teloxide::net::default_reqwest_settings().timeout(PATIENCE).build();
        let bot = teloxide::Bot::with_client(token, client.map_err(|error| error.to_string())?);
        match api_url {
            None => Ok(Client(bot)),
            Some(url) => Ok(Client(bot.set_api_url(url.parse().map_err(|_| format!("`{url}` is not a URL"))?))),
        }
    }

    /// Calls a method. `R` is what is read of its result: often less than Telegram sends, and so less that can go wrong.
    pub(super) async fn call<P: Payload + Serialize, R: DeserializeOwned>(&self, call: &P) -> Result<R, CallError> {
        self.call_method(P::NAME, call).await
    }

    /// The same for parameters that are not one of teloxide's types.
    pub(super) async fn call_method<R: DeserializeOwned>(
        &self,
        method: &str,
        call: &impl Serialize,
    ) -> Result<R, CallError> {
        let body = serde_json::to_vec(call).map_err(|_| CallError::Unwritable)?;
        let json = HeaderValue::from_static("application/json");
        let request = self.0.client().post(self.address(method)).header(CONTENT_TYPE, json).body(body);
        read(request.send().await).await
    }

    /// Calls a method with a file. The parameters are the fields of `call`.
    pub(super) async fn upload<R: DeserializeOwned>(
        &self,
        method: &str,
        call: &impl Serialize,
        file: Upload<'_>,
    ) -> Result<R, CallError> {
        let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(call) else {
            return Err(CallError::Unwritable);
        };
        let form = fields.into_iter().fold(Form::new(), |form, (name, value)| match value {
            serde_json::Value::String(text) => form.text(name, text),
            other => form.text(name, other.to_string()),
        });
        let form = form.part(file.parameter, Part::bytes(file.bytes).file_name(file.name.to_owned()));
        read(self.0.client().post(self.address(method)).multipart(form).send().await).await
    }

    /// Begins to fetch a file. Its bytes come in pieces, so that one that is too large need not be read to its end.
    pub(super) async fn fetch(&self, path: &str) -> Result<reqwest::Response, CallError> {
        let address = format!("{}/file/bot{}/{path}", self.base(), self.0.token());
        let response = self.0.client().get(address).send().await?;
        match response.status() {
            status if status.is_success() => Ok(response),
            status => Err(CallError::refused(status.as_u16(), status.to_string())),
        }
    }

    fn address(&self, method: &str) -> String {
        format!("{}/bot{}/{method}", self.base(), self.0.token())
    }

    fn base(&self) -> String {
        self.0.api_url().as_str().trim_end_matches('/').to_owned()
    }
}

/// Reads an answer.
async fn read<R: DeserializeOwned>(response: reqwest::Result<reqwest::Response>) -> Result<R, CallError> {
    let response = response?;
    let status = response.status().as_u16();
    let bytes = response.bytes().await?;
    understand(status, &String::from_utf8_lossy(&bytes))
}

/// The result in an answer with this HTTP status.
fn understand<R: DeserializeOwned>(status: u16, text: &str) -> Result<R, CallError> {
    let Ok(envelope) = serde_json::from_str::<Envelope<'_>>(text) else {
        // A proxy's page, or a server that broke off: only the status says something.
        return Err(if status == 200 { CallError::Unreadable } else { CallError::refused(status, String::new()) });
    };
    if envelope.ok {
        let result = envelope.result.map_or("null", RawValue::get);
        return serde_json::from_str(result).map_err(|_| CallError::DoneButUnreadable);
    }
    let description = envelope.description.unwrap_or_default();
    match envelope.parameters.and_then(|parameters| parameters.retry_after) {
        Some(seconds) => Err(CallError::RetryAfter(Duration::from_secs(seconds))),
        None => Err(CallError::refused(envelope.error_code.unwrap_or(status), description)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(status: u16, text: &str) -> CallError {
        let Err(error) = understand::<bool>(status, text) else { unreachable!("{text} is no result") };
        error
    }

    #[test]
    fn results_and_refusals_are_told_apart() {
        assert!(understand::<bool>(200, r#"{"ok":true,"result":true}"#).is_ok_and(|done| done));
        // Done, though the result is not what was expected: to try again would send it twice.
        let done = refusal(200, r#"{"ok":true,"result":{"message_id":"x"}}"#);
        assert!(matches!(done, CallError::DoneButUnreadable) && !done.passes());
        assert!(matches!(refusal(200, "<html>Sign in to the network</html>"), CallError::Unreadable));
        let unknown = refusal(400, r#"{"ok":false,"error_code":400,"description":"Bad Request: new words"}"#);
        assert!(matches!(unknown, CallError::Refused { code: 400, .. }) && !unknown.passes());
    }

    #[test]
    fn faults_of_servers_pass_in_whatever_form_they_come() {
        for (status, text) in [
            (502, "<html>Bad Gateway</html>"),
            (500, r#"{"ok":false,"error_code":500,"description":"Internal Server Error"}"#),
            (503, r#"{"ok":false,"error_code":503,"description":"Service Unavailable"}"#),
            (200, r#"{"ok":false,"error_code":504,"description":"Gateway Timeout"}"#),
            (520, ""),
        ] {
            let fault = refusal(status, text);
            assert!(matches!(fault, CallError::Server(500..)) && fault.passes(), "{status} {text}: {fault:?}");
        }
    }

    #[test]
    fn how_long_to_wait_is_read_from_the_parameters_or_from_the_words() {
        for (text, seconds) in [
            (r#"{"ok":false,"error_code":429,"description":"?","parameters":{"retry_after":7}}"#, 7),
            (r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 12"}"#, 12),
            (r#"{"ok":false,"error_code":429,"description":"Flood control exceeded. Retry in 9 seconds"}"#, 9),
            (r#"{"ok":false,"error_code":429,"description":"Too Many Requests"}"#, 1),
            (r#"{"ok":false,"error_code":429}"#, 1),
        ] {
            let wait = refusal(429, text);
            assert!(matches!(wait, CallError::RetryAfter(wait) if wait == Duration::from_secs(seconds)), "{text}");
        }
        assert!(matches!(refusal(429, "slow down"), CallError::RetryAfter(_)), "from a proxy");
    }

    #[test]
    fn a_token_that_is_refused_in_the_middle_passes_but_is_told_apart() {
        for code in [401, 404] {
            let text = format!(r#"{{"ok":false,"error_code":{code},"description":"Unauthorized"}}"#);
            let refused = refusal(code, &text);
            assert!(refused.passes() && refused.is_about_token(), "{refused:?}");
        }
    }
}
