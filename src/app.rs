//! Puts the parts of the program together, starts and stops them. No other file reads the real clock or the system's
//! randomness.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use teloxide::payloads::SetWebhookSetters;
use teloxide::prelude::Requester;
use teloxide::types::{AllowedUpdate, BotCommand};
use tokio::sync::{mpsc, watch};

use crate::backoff;
use crate::bot::exports::Exporter;
use crate::bot::library::{FileFinding, Library};
use crate::bot::results::load;
use crate::bot::surveys::imports::Forms;
use crate::bot::{Bot, batch, desk, outbox, upkeep};
use crate::config::Settings;
use crate::delivery;
use crate::schedule::Rules;
use crate::store::files::Copies;
use crate::store::{self, Store};
use crate::telegram::send::Sender;
use crate::telegram::{self, Line, poll, webhook};
use crate::text::{Arg, Texts};
use crate::types::{Millis, Timestamp};

/// How long a stop waits for replies that are being sent.
const FAREWELL: Duration = Duration::from_secs(10);

/// Why the program could not start or had to stop. Each is one line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A setting is missing or wrong.
    #[error("{0}")]
    Setting(String),
    /// Dialogs or languages have mistakes.
    #[error("{} mistakes in dialogs or locales: `takafou check` shows them", .0.len())]
    Files(Vec<FileFinding>),
    /// The files of the languages cannot be read.
    #[error(transparent)]
    Texts(#[from] crate::text::Error),
    /// The database cannot be opened or used.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The bot failed while it was started.
    #[error(transparent)]
    Bot(#[from] crate::bot::Error),
    /// Telegram refused at start.
    #[error("Telegram: {0}")]
    Telegram(String),
    /// A file or socket failed; its name comes first.
    #[error("{0}: {1}")]
    Io(String, std::io::Error),
}

/// The system's clock.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub fn now() -> Timestamp {
    Timestamp(chrono::Utc::now().timestamp_millis())
}

/// The clock of the bot: the real one plus the time by which the demo has advanced it.
#[derive(Debug, Clone, Default)]
pub struct Clock(Arc<AtomicI64>);

impl Clock {
    /// What this clock shows.
    pub fn now(&self) -> Timestamp {
        now() + self.0.load(Ordering::Relaxed)
    }

    /// Advances the clock by this many milliseconds. It never goes back.
    pub fn advance(&self, by: Millis) {
        self.0.fetch_add(by.max(0), Ordering::Relaxed);
    }
}

/// A seed from the system, for invitation codes and random keys.
///
/// # Errors
/// When the system has no randomness to give.
pub fn seed() -> Result<[u8; 32], Error> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| Error::Setting(format!("no randomness: {error}")))?;
    Ok(seed)
}

/// Opens the database and reads the dialogs, languages and rules.
///
/// # Errors
/// The mistakes in these files, or why the database cannot be opened.
pub async fn open(settings: &Settings, username: String, seed: [u8; 32]) -> Result<(Arc<Bot>, Store), Error> {
    let texts = Texts::load(&settings.locales)?;
    let library = Library::load(&settings.dialogs, &settings.locales).map_err(Error::Files)?;
    if let Some(folder) = settings.database.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| Error::Io(folder.display().to_string(), error))?;
    }
    private(&settings.database)?;
    let store = Store::open(&settings.database).await?;
    let rules = Rules::load(&settings.dialogs.join("rules")).map_err(Error::Files)?;
    let bot = Bot::new(texts, library, rules, settings.notice().map_err(Error::Setting)?, username, seed);
    let mut transaction = store.write().await?;
    bot.library.publish(&mut transaction).await?;
    transaction.commit().await.map_err(store::Error::from)?;
    Ok((Arc::new(bot), store))
}

/// Creates a file, if it is missing, that only its owner may read, because it will hold personal data. SQLite gives its
/// log the same mode.
///
/// # Errors
/// When the file cannot be created.
pub fn private(file: &std::path::Path) -> Result<(), Error> {
    use std::os::unix::fs::OpenOptionsExt;
    let made = std::fs::OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(file);
    made.map(|_| ()).map_err(|error| Error::Io(file.display().to_string(), error))
}

/// Asks Telegram for the bot's name.
///
/// # Errors
/// When Telegram refuses the token or cannot be reached.
pub async fn username(settings: &Settings) -> Result<String, Error> {
    let client = telegram::connect(&settings.token, settings.api_url.as_deref()).map_err(Error::Setting)?;
    let me = client.get_me().await.map_err(|error| Error::Telegram(telegram::cause(&error)))?;
    Ok(me.username().to_owned())
}

/// Runs the bot by `clock` until `stop` resolves. Then it finishes what is being sent.
///
/// # Errors
/// When the bot cannot start: a setting, a file, the database, or Telegram refuses the token.
pub async fn run(settings: &Settings, clock: Clock, stop: impl Future<Output = ()>) -> Result<(), Error> {
    let findings = crate::check::files(&settings.dialogs, &settings.locales);
    if !findings.is_empty() {
        return Err(Error::Files(findings));
    }
    let client = telegram::connect(&settings.token, settings.api_url.as_deref()).map_err(Error::Setting)?;
    let refused = |error: teloxide::RequestError| Error::Telegram(telegram::cause(&error));
    let me = reach(&client).await.map_err(refused)?;
    let (bot, store) = open(settings, me.username().to_owned(), seed()?).await?;
    if !bot.notice.is_complete() {
        tracing::warn!("`controller` and `contact` are not set: no members are accepted until they are");
    }
    introduce(&client, &bot).await;

    let (jobs, inbox) = mpsc::channel(256);
    let (sent, noted) = mpsc::unbounded_channel();
    let copies = Copies::new(&store);
    let line = Line::new(
        client.clone(),
        settings.messages_per_second,
        copies.clone(),
        Exporter::new(bot.clone(), store.clone()),
    );
    let sender = Sender::new(line.clone(), sent);
    upkeep::tidy(&bot, &store, clock.now()).await?;
    outbox::release_after_restart(&store).await?;
    sender.push(batch::replay_unanswered(&bot, &store, clock.now()).await?);
    let (ended, ends) = watch::channel(false);
    let mut delivery = {
        let (bot, store, clock) = (bot.clone(), store.clone(), clock.clone());
        tokio::spawn(async move { delivery::run(&bot, &store, line, || clock.now(), ends).await })
    };
    let counting = {
        let (bot, store) = (bot.clone(), store.clone());
        tokio::spawn(async move { load::count_wanted(&bot, &store).await })
    };
    let copying = {
        let (client, bot, most) = (client.clone(), bot.clone(), settings.copy_up_to_mb * 1024 * 1024);
        tokio::spawn(async move { telegram::fetch::copies(&client, &copies, most, &bot.handed_out).await })
    };
    let fetching = {
        let (client, forms, clock) = (client.clone(), Forms::new(&bot, &store), clock.clone());
        tokio::spawn(async move { telegram::fetch::forms(&client, &forms, || clock.now()).await })
    };
    let mut desk = {
        let (store, sender) = (store.clone(), sender.clone());
        let inbox = desk::Inbox { jobs: inbox, sent: noted };
        tokio::spawn(
            async move { desk::run(&bot, &store, || clock.now(), |replies| sender.push(replies), inbox).await },
        )
    };

    let mut receiving = Box::pin(receive(settings, client, jobs));
    let result = tokio::select! {
        result = &mut receiving => result,
        () = stop => Ok(()),
        _ = &mut desk => return Err(Error::Setting("the desk has died; start again, and report the log".into())),
        _ = &mut delivery => return Err(Error::Setting("the delivery has died; start again, and report the log".into())),
    };
    // No update comes in any more. What is being sent is finished. What is not sent is shown again at the next start.
    drop(receiving);
    fetching.abort(); // what it was at is fetched again
    counting.abort(); // a screen that waits for it is asked for again
    copying.abort(); // a copy is whole on disk before the database knows of it
    let _ = ended.send(true); // it listens until it has ended
    let _ = tokio::time::timeout(FAREWELL, delivery).await;
    let _ = tokio::time::timeout(FAREWELL, async {
        while !sender.is_idle() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    drop(sender);
    let _ = tokio::time::timeout(FAREWELL, desk).await;
    store.close().await;
    result
}

/// Asks Telegram for the bot's account, and waits while Telegram cannot be reached.
async fn reach(client: &teloxide::Bot) -> Result<teloxide::types::Me, teloxide::RequestError> {
    let mut failures = 0;
    loop {
        match client.get_me().await {
            Err(error) if telegram::passing(&error) => {
                failures += 1;
                let pause = backoff::START.pause(failures);
                tracing::warn!(cause = %telegram::cause(&error), seconds = pause.as_secs(), "Telegram cannot be reached; trying again");
                tokio::time::sleep(pause).await;
            }
            answered => return answered,
        }
    }
}

/// Receives updates by webhook or by long polling.
async fn receive(settings: &Settings, client: teloxide::Bot, jobs: mpsc::Sender<desk::Job>) -> Result<(), Error> {
    if settings.webhook_url.is_empty() {
        if let Err(error) = client.delete_webhook().await {
            tracing::warn!(cause = %telegram::cause(&error), "an old webhook could not be removed");
        }
        tracing::info!("polling");
        poll::run(client, jobs).await;
        return Ok(());
    }
    let url = settings.webhook_url.parse().map_err(|_| Error::Setting("webhook_url is not a URL".into()))?;
    let listener = tokio::net::TcpListener::bind(&settings.webhook_listen).await;
    let listener = listener.map_err(|error| Error::Io(settings.webhook_listen.clone(), error))?;
    let kinds = [AllowedUpdate::Message, AllowedUpdate::CallbackQuery, AllowedUpdate::MyChatMember];
    let set = client.set_webhook(url).secret_token(settings.webhook_secret.clone()).allowed_updates(kinds);
    set.await.map_err(|error| Error::Telegram(telegram::cause(&error)))?;
    tracing::info!(listen = settings.webhook_listen, "waiting for the webhook");
    let router = webhook::router(settings.webhook_secret.clone(), jobs);
    axum::serve(listener, router).await.map_err(|error| Error::Io(settings.webhook_listen.clone(), error))
}

/// Tells Telegram the commands that its clients show, in each language.
async fn introduce(client: &teloxide::Bot, bot: &Bot) {
    const COMMANDS: [&str; 11] = [
        "menu", "surveys", "meetings", "training", "glossary", "language", "mydata", "edit", "stop", "privacy", "help",
    ];
    use teloxide::payloads::SetMyCommandsSetters;
    for (i, language) in bot.texts.languages().iter().enumerate() {
        let described = COMMANDS.map(|command| {
            BotCommand::new(command, bot.texts.say(&language.code, "command", &[("command", Arg::text(command))]))
        });
        let set = client.set_my_commands(described);
        // Telegram shows the first language to everybody whose language the bot does not have.
        let set = if i == 0 { set.await } else { set.language_code(language.code.clone()).await };
        if let Err(error) = set {
            tracing::warn!(cause = %telegram::cause(&error), "the list of commands could not be set");
            return;
        }
    }
}
