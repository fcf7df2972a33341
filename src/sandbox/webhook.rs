//! Delivers updates to the bot's webhook one by one, each until it is answered with 2xx.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Sandbox;

/// The pause before a failed delivery is tried again.
const PAUSE: Duration = Duration::from_millis(100);

/// Delivers until the process ends. Nothing is delivered while no webhook is set.
pub(super) async fn deliver(sandbox: Sandbox) {
    loop {
        let news = sandbox.0.news.notified();
        let next = {
            let world = sandbox.world();
            let update = world.pending.iter().next().map(|(id, body)| (*id, body.clone()));
            world
                .webhook
                .as_ref()
                .zip(update)
                .map(|(hook, (id, body))| (hook.url.clone(), hook.secret.clone(), id, body))
        };
        let Some((url, secret, id, body)) = next else {
            let _ = tokio::time::timeout(Duration::from_millis(200), news).await;
            continue;
        };
        match post(&url, &secret, &body).await {
            Ok(status) if (200..300).contains(&status) => sandbox.world().confirm(id + 1),
            _ => tokio::time::sleep(PAUSE).await,
        }
    }
}

/// Posts to an address on this machine and returns the status.
async fn post(url: &str, secret: &str, body: &str) -> std::io::Result<u16> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let loopback = ["127.0.0.1", "localhost"].contains(&host.split(':').next().unwrap_or_default());
    if !loopback {
        return Err(std::io::Error::new(
            std::io::ErrorKind::InvalidInput,
            "webhooks of the sandbox stay on this machine",
        ));
    }
    let mut stream = TcpStream::connect(host).await?;
    let head = format!(
        "POST /{path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nX-Telegram-Bot-Api-Secret-Token: {secret}\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    let status = answer.split_whitespace().nth(1).and_then(|status| status.parse().ok());
    status.ok_or_else(|| std::io::Error::new(std::io::ErrorKind::InvalidData, "no HTTP answer"))
}
