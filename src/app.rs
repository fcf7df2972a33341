//! Puts the parts of the program together, starts and stops them. No other file reads the real clock or the system's
//! randomness.

use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use tokio::sync::{mpsc, watch};

use crate::bot::exports::Exporter;
use crate::bot::library::{FileFinding, Library};
use crate::bot::results::load;
use crate::bot::surveys::imports::Forms;
use crate::bot::{Bot, batch, desk, outbox, upkeep};
use crate::config::Settings;
use crate::delivery;
use crate::schedule::Rules;
use crate::store::files::Copies;
use crate::store::lock::{Lock, OpenedFile};
use crate::store::{self, Store};
use crate::telegram::send::Sender;
use crate::telegram::{CallError, Client, Line, fetch, poll, webhook};
use crate::text::{Arg, Texts};
use crate::types::{Millis, Timestamp};

/// How long a stop waits for replies that are being sent.
const FAREWELL: Duration = Duration::from_secs(10);

/// How often the file of the database is looked for.
const WATCH: Duration = Duration::from_secs(10);

/// Why the program could not start or had to stop. Each is one line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A setting is missing or wrong.
    #[error("{0}")]
    Setting(String),
    /// Dialogs or languages have mistakes.
    #[error("mistakes in dialogs or locales ({}): `takafou check` shows them", .0.len())]
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
    /// The webhook could not be set.
    #[error("webhook: {0}")]
    Webhook(#[from] crate::telegram::SetWebhookError),
    /// Telegram refused at start.
    #[error("Telegram: {0}")]
    Telegram(#[from] CallError),
    /// A part of the program has ended, which none may.
    #[error("{0} has died; start again, and report the log")]
    Died(&'static str),
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
    make_folder_of(&settings.database)?;
    private(&settings.database)?;
    let store = Store::open(&settings.database).await?;
    let rules = Rules::load(&settings.dialogs.join("rules")).map_err(Error::Files)?;
    let bot = Bot::new(texts, library, rules, settings.notice().map_err(Error::Setting)?, username, seed);
    let mut transaction = store.write().await?;
    bot.library.publish(&mut transaction).await?;
    transaction.commit().await.map_err(store::Error::from)?;
    Ok((Arc::new(bot), store))
}

fn make_folder_of(file: &Path) -> Result<(), Error> {
    match file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        None => Ok(()),
        Some(folder) => std::fs::create_dir_all(folder).map_err(|error| Error::Io(folder.display().to_string(), error)),
    }
}

/// Ends with an error as soon as the file of the database is gone or another one.
async fn watch(opened: &OpenedFile) -> store::Error {
    loop {
        if let Err(error) = opened.check() {
            return error;
        }
        tokio::time::sleep(WATCH).await;
    }
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
    let client = Client::connect(&settings.token, settings.api_url.as_deref()).map_err(Error::Setting)?;
    Ok(client.find_username().await?)
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
    let client = Client::connect(&settings.token, settings.api_url.as_deref()).map_err(Error::Setting)?;
    let username = client.wait_for_username().await?;
    make_folder_of(&settings.database)?;
    let _lock = Lock::acquire(&settings.database)?;
    let (bot, store) = open(settings, username, seed()?).await?;
    store.check_pages().await?;
    let opened = OpenedFile::at(&settings.database)?;
    if !bot.notice.is_complete() {
        tracing::warn!("`controller` and `contact` are not set: no members are accepted until they are");
    }
    let introducing = {
        let (client, bot) = (client.clone(), bot.clone());
        tokio::spawn(async move { introduce(&client, &bot).await })
    };
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
    let mut copying = {
        let (client, bot, most) = (client.clone(), bot.clone(), settings.copy_up_to_mb * 1024 * 1024);
        tokio::spawn(async move { fetch::copies(&client, &copies, most, &bot.handed_out).await })
    };
    let mut fetching = {
        let (client, forms, clock) = (client.clone(), Forms::new(&bot, &store), clock.clone());
        tokio::spawn(async move { fetch::forms(&client, &forms, || clock.now()).await })
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
        error = watch(&opened) => return Err(error.into()),
        _ = &mut desk => return Err(Error::Died("the desk")),
        _ = &mut delivery => return Err(Error::Died("the delivery")),
        _ = &mut copying => return Err(Error::Died("the copying of files")),
        _ = &mut fetching => return Err(Error::Died("the fetching of forms")),
    };
    // No update comes in any more. What is being sent is finished. What is not sent is shown again at the next start.
    drop(receiving);
    introducing.abort();
    fetching.abort(); // a form that was being read is told to be sent again, any other is fetched again
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

/// Receives updates by webhook or by long polling.
async fn receive(settings: &Settings, client: Client, jobs: mpsc::Sender<desk::Job>) -> Result<(), Error> {
    if settings.webhook_url.is_empty() {
        tracing::info!("polling");
        poll::run(client, jobs).await;
        return Ok(());
    }
    let listener = tokio::net::TcpListener::bind(&settings.webhook_listen).await;
    let listener = listener.map_err(|error| Error::Io(settings.webhook_listen.clone(), error))?;
    client.set_webhook(&settings.webhook_url, &settings.webhook_secret).await?;
    tracing::info!(listen = settings.webhook_listen, "waiting for the webhook");
    let router = webhook::router(settings.webhook_secret.clone(), jobs);
    axum::serve(listener, router).await.map_err(|error| Error::Io(settings.webhook_listen.clone(), error))
}

/// Tells Telegram the commands that its apps show, in each language.
async fn introduce(client: &Client, bot: &Bot) {
    const COMMANDS: [&str; 11] = [
        "menu", "surveys", "meetings", "training", "glossary", "language", "mydata", "edit", "stop", "privacy", "help",
    ];
    for (i, language) in bot.texts.languages().iter().enumerate() {
        let described = COMMANDS
            .map(|command| (command, bot.texts.say(&language.code, "command", &[("command", Arg::text(command))])));
        // Telegram shows the first language to everybody whose language the bot does not have.
        let code = (i > 0).then_some(language.code.as_str());
        if let Err(error) = client.set_commands(code, described).await {
            tracing::warn!(%error, "the list of commands could not be set");
            return;
        }
    }
}
