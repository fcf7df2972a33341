//! The client for Telegram's API, and how long it waits.

use std::time::Duration;

/// Seconds that a long poll waits for updates.
pub(super) const LONG_POLL: u32 = 50;

/// A client for Telegram's API at `api_url` (the real one if none).
///
/// # Errors
/// When the address is no URL, or the system offers no TLS.
pub fn connect(token: &str, api_url: Option<&str>) -> Result<teloxide::Bot, String> {
    // teloxide's own timeout of 17 s would end every long poll.
    let patience = Duration::from_secs(u64::from(LONG_POLL) + 20);
    let client = teloxide::net::default_reqwest_settings().timeout(patience).build();
    let bot = teloxide::Bot::with_client(token, client.map_err(|error| error.to_string())?);
    match api_url {
        None => Ok(bot),
        Some(url) => Ok(bot.set_api_url(url.parse().map_err(|_| format!("`{url}` is not a URL"))?)),
    }
}
