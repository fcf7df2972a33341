//! Reads workbooks in a process of their own. They come from anybody, and a library that opens them may be made to reserve all
//! memory, or never to come back; then only that process ends.
//!
//! The program starts itself with the hidden command `read-form`: the workbook goes in, its cells or a refusal come out. The
//! child has little memory and time, no settings, no token, and opens no file. Only the cells come back; what they mean is
//! read in this process, because it is our own code and bounded.

use std::io::Read;
use std::path::PathBuf;
use std::process::{ExitCode, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, setrlimit};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;

use crate::xlsform::{Book, FormRefusal, read};

/// The hidden command.
pub const COMMAND: &str = "read-form";
/// Most bytes that the child may allocate: the largest form needs a fifth of it.
const MEMORY: u64 = 256 * 1024 * 1024;
/// Most seconds that it may compute.
const SECONDS: u64 = 20;
/// How long it may take in all: a busy machine gives it little of its time.
const PATIENCE: Duration = Duration::from_secs(60);
/// Most bytes of its answer.
const ANSWER: u64 = 64 * 1024 * 1024;

/// What the child answers.
#[derive(Serialize, Deserialize)]
enum Answer {
    Book(Book),
    Refused(String),
}

/// Why nothing is known of a workbook: the child could not be started.
#[derive(Debug, thiserror::Error)]
#[error("the process that reads forms could not be started: {0}")]
pub struct NoReader(#[from] std::io::Error);

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Workbooks are read by this program from now on. Tests, which are other programs, read them in their own process.
pub fn read_with(program: PathBuf) {
    let _ = PROGRAM.set(program); // it was set before: the program is the same
}

/// The cells of a workbook, or why it is refused. A workbook that ends the child is refused as broken.
///
/// # Errors
/// When the child cannot be started.
pub async fn read_book(bytes: Vec<u8>) -> Result<Result<Book, FormRefusal>, NoReader> {
    let Some(program) = PROGRAM.get() else {
        let reading = tokio::task::spawn_blocking(move || read::book(&bytes)).await;
        return Ok(reading.unwrap_or(Err(FormRefusal::Broken))); // it panicked
    };
    let mut child = Command::new(program)
        .arg(COMMAND)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let conversation = async {
        if let Some(mut input) = input {
            let _ = input.write_all(&bytes).await; // a child that has ended says so by its answer
        }
        let mut answer = Vec::new();
        if let Some(output) = output {
            let _ = output.take(ANSWER).read_to_end(&mut answer).await;
        }
        (child.wait().await, answer)
    };
    // After its time the child is dropped, and with it killed.
    let (ended, answer) = match tokio::time::timeout(PATIENCE, conversation).await {
        Ok((Ok(status), answer)) => (status.to_string(), if status.success() { answer } else { Vec::new() }),
        Ok((Err(error), _)) => (error.to_string(), Vec::new()),
        Err(_) => ("out of time".to_owned(), Vec::new()),
    };
    match serde_json::from_slice(&answer) {
        Ok(Answer::Book(book)) => Ok(Ok(book)),
        Ok(Answer::Refused(id)) => Ok(Err(FormRefusal::of_id(&id).unwrap_or(FormRefusal::Broken))),
        Err(_) => {
            tracing::warn!(ended, "a form ended the process that read it; it is refused");
            Ok(Err(FormRefusal::Broken))
        }
    }
}

/// The child: reads a workbook from standard input and writes its cells to standard output.
pub fn answer() -> ExitCode {
    let limit = |resource, most| setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    let limited = limit(Resource::Data, MEMORY).and(limit(Resource::Cpu, SECONDS)).and(limit(Resource::Core, 0));
    let mut bytes = Vec::new();
    let given = std::io::stdin().lock().take(read::LARGEST as u64 + 1).read_to_end(&mut bytes);
    if limited.is_err() || given.is_err() {
        return ExitCode::FAILURE;
    }
    let answer = match read::book(&bytes) {
        Ok(book) => Answer::Book(book),
        Err(refusal) => Answer::Refused(refusal.id().to_owned()),
    };
    match serde_json::to_writer(std::io::stdout().lock(), &answer) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
