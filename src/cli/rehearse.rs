//! `takafou try`: runs a dialog in the terminal, as a member sees it. The conversation can be saved as a transcript.

use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;

use crate::app::{self, Error};
use crate::chat::{Press, Reply, Route};
use crate::config::Settings;
use crate::dialog::Usage;
use crate::rehearsal::{Rehearsal, transcript};
use crate::store::surveys;
use crate::types::{Bodies, DAY};

/// The chat of the only person.
const MEMBER: i64 = 1;
/// The person's name, as the transcripts in `tests/conversations` write it.
const NAME: &str = "سلمى";

/// Runs `dialog` in `language` until the input ends.
///
/// # Errors
/// When there is no such dialog, or files cannot be read or written.
pub async fn run(mut settings: Settings, dialog: &str, language: &str, save: Option<&Path>) -> Result<(), Error> {
    settings.controller = "…".into();
    settings.contact = "…".into();
    let folder = std::env::temp_dir().join(format!("takafou-try-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|error| Error::Io(folder.display().to_string(), error))?;
    let mut rehearsal = Rehearsal::new(settings, folder.join("try.db"), app::now(), app::seed()?).await?;
    let walked = walk(&mut rehearsal, dialog, language, save).await;
    rehearsal.store.close().await;
    let _ = std::fs::remove_dir_all(&folder); // a throw-away database in the system's temporary folder
    walked
}

async fn walk(rehearsal: &mut Rehearsal, dialog: &str, language: &str, save: Option<&Path>) -> Result<(), Error> {
    let Some((_, played)) = rehearsal.bot.library.latest(dialog) else {
        return Err(Error::Setting(format!("there is no dialog `{dialog}` in the dialogs folder")));
    };
    rehearsal.join(MEMBER, language).await?;
    let mut said = format!("# {dialog}\n@coordinator {NAME} {language}\n");
    let ways: &[Route] = match (played.dialog.usage, dialog) {
        (Usage::Form, "body") => &[Route::Bodies { page: 0 }, Route::AddBody],
        (Usage::Form, "opening") => &[Route::ManagedSurveys { page: 0 }, Route::OpenSurvey],
        (Usage::Form, _) => &[Route::MyData, Route::EditProfile],
        (usage, _) => {
            let mut transaction = rehearsal.store.write().await?;
            let closes = rehearsal.now + 7 * DAY;
            let anonymous = usage == Usage::Anonymous;
            let survey =
                surveys::open(&mut transaction, dialog, anonymous, &Bodies::All, rehearsal.now, closes).await?;
            transaction.commit().await.map_err(crate::store::Error::from)?;
            said.push_str(&format!("@survey {dialog}\n"));
            &[Route::Survey { survey }]
        }
    };
    // It goes there by the buttons that a member would press, so that the saved transcript can be replayed.
    let mut reply = rehearsal.say(MEMBER, "/menu").await;
    said.push_str(&format!("{NAME}> /menu\n{}", transcript(&reply)));
    for way in ways {
        let buttons = rehearsal.screen(MEMBER).map(|screen| screen.rows.concat()).unwrap_or_default();
        let leads = buttons.into_iter().find(|button| button.press == Press::Go(*way));
        if let Some(button) = leads {
            reply = rehearsal.press(MEMBER, button.press).await;
            said.push_str(&format!("{NAME}> [{}]\n{}", button.label, transcript(&reply)));
        }
    }
    show(&reply)?;
    let prompt = std::io::stdin().is_terminal();
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| Error::Io("standard input".into(), error))?;
        let buttons: Vec<_> = rehearsal.screen(MEMBER).map(|screen| screen.rows.concat()).unwrap_or_default();
        // `#2` presses the second button, as the screen numbers them. Any other line is typed.
        let pressed = line
            .strip_prefix('#')
            .and_then(|n| n.trim().parse::<usize>().ok())
            .and_then(|n| buttons.get(n.checked_sub(1)?));
        let (told, reply) = match pressed {
            Some(button) => {
                (format!("{NAME}> [{}]\n", button.label), rehearsal.press(MEMBER, button.press.clone()).await)
            }
            None => (format!("{NAME}> {line}\n"), rehearsal.say(MEMBER, &line).await),
        };
        if !prompt {
            print(&told)?;
        }
        said.push_str(&told);
        said.push_str(&show(&reply)?);
    }
    if let Some(path) = save {
        std::fs::write(path, &said).map_err(|error| Error::Io(path.display().to_string(), error))?;
    }
    Ok(())
}

/// Prints a reply with its buttons numbered, and returns it as a transcript.
fn show(reply: &Reply) -> Result<String, Error> {
    let told = transcript(reply);
    let text: String = told.lines().filter(|line| !line.starts_with("  [")).map(|line| format!("{line}\n")).collect();
    let buttons = reply.screen.iter().flat_map(|screen| screen.rows.iter().flatten()).enumerate();
    let buttons: String = buttons.map(|(i, button)| format!("  #{} {}\n", i + 1, button.label)).collect();
    print(&format!("{text}{buttons}\n"))?;
    Ok(told)
}

/// Writes to standard output; not by `print!`, which panics when nobody reads it any more.
fn print(text: &str) -> Result<(), Error> {
    let mut output = std::io::stdout().lock();
    let written = output.write_all(text.as_bytes()).and_then(|()| output.flush());
    written.map_err(|error| Error::Io("standard output".into(), error))
}
