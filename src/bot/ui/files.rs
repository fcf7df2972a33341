//! Files that people send to the bot: how they are named, listed and sent on.
//!
//! A file is sent on by Telegram's id. A copy is stored in case that id stops working (see [`crate::store::files`]).
//! Members see the kind and size of a file before they ask for it, because connections are slow and costly.

use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::ui::limits::shorten;
use crate::chat::{Act, Button, File, Press};
use crate::dialog::points::{Move, Points};
use crate::dialog::{Attached, Key, Media, Value};
use crate::store::files;
use crate::text::{Arg, escape};

/// Letters of a point in the outline, and of the chosen one.
const OUTLINE: usize = 60;
const WHOLE: usize = 1000;

/// A file's size: `1.2 MB`, `1,2 Mo`.
fn size(locale: &Locale<'_>, bytes: u64) -> String {
    const KB: u64 = 1024;
    let (unit, n) = match bytes {
        0..=1_023 => ("kb", "1".to_owned()),
        1_024..=1_048_575 => ("kb", (bytes / KB).to_string()),
        _ => {
            let tenths = (bytes * 10 + KB * KB / 2) / (KB * KB);
            let number = |n: u64| Arg::text(n.to_string());
            ("mb", locale.say("decimal", &[("whole", number(tenths / 10)), ("tenth", number(tenths % 10))]))
        }
    };
    locale.say("file-size", &[("unit", Arg::text(unit)), ("n", Arg::text(n))])
}

/// A file's kind, its name if it has one, its length and size. Safe for HTML.
pub fn describe(locale: &Locale<'_>, attached: &Attached) -> String {
    let media = match attached.media {
        Media::Picture => "picture",
        Media::Document => "document",
        Media::Voice => "voice",
        Media::Video => "video",
    };
    let mut parts = vec![locale.say("file-media", &[("media", Arg::text(media))])];
    if !attached.name.is_empty() {
        parts.push(format!("\u{2068}{}\u{2069}", escape(&attached.name)));
    }
    if attached.seconds > 0 {
        parts.push(locale.say("file-seconds", &[("seconds", Arg::Number(attached.seconds.into()))]));
    }
    if attached.bytes > 0 {
        parts.push(size(locale, attached.bytes));
    }
    parts.join(&locale.say("comma", &[]))
}

/// The same without the name, so that it needs no escaping: for a button.
pub fn describe_briefly(locale: &Locale<'_>, attached: &Attached) -> String {
    let plain = Attached { name: String::new(), ..attached.clone() };
    describe(locale, &plain)
}

/// One line for each file.
pub fn describe_all(locale: &Locale<'_>, files: &[Attached]) -> String {
    let line = |file: &Attached| locale.say("line", &[("text", Arg::text(format!("📎 {}", describe(locale, file))))]);
    files.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Number and total size, for the button that asks for the files.
pub fn files_label(locale: &Locale<'_>, files: &[Attached]) -> String {
    let all = files.iter().map(|file| file.bytes).sum();
    locale.say("go-files", &[("n", Arg::count(files.len())), ("size", Arg::text(size(locale, all)))])
}

/// A button for each file that removes it.
pub fn removal_buttons(locale: &Locale<'_>, files: &[Attached], press: impl Fn(Act) -> Press) -> Vec<Vec<Button>> {
    let button = |(i, file): (usize, &Attached)| {
        let name = if file.name.is_empty() { describe(locale, file) } else { file.name.clone() };
        vec![Button::new(format!("🗑 {name}"), press(Act::Tick(format!("f{i}"), false, 0)))]
    };
    files.iter().enumerate().map(button).collect()
}

/// A file to send on, with a text that replaces it if Telegram has lost it.
pub fn held_file(locale: &Locale<'_>, attached: &Attached) -> File {
    File::Held(attached.clone(), locale.say("file-lost", &[("file", Arg::text(describe(locale, attached)))]))
}

pub fn voice_file(locale: &Locale<'_>, file: &str) -> File {
    held_file(
        locale,
        &Attached { media: Media::Voice, file: file.to_owned(), name: String::new(), bytes: 0, seconds: 0 },
    )
}

/// Asks for copies of the files in these answers, because they will be handed out and Telegram may drop them.
pub async fn want_copies(ctx: &mut Ctx<'_>, answers: &[(Key, Value)]) -> Result<()> {
    let files = answers.iter().flat_map(|(_, value)| match value {
        Value::Files(files) => files.iter().collect(),
        Value::Points(points) => points.list.iter().filter_map(|point| point.file.as_ref()).collect(),
        _ => Vec::new(),
    });
    let files: Vec<&str> = files.map(|attached| attached.file.as_str()).collect();
    if !files.is_empty() {
        files::request_copies(ctx.db, &files).await?;
        ctx.effects.ring = true;
    }
    Ok(())
}

/// The files to send on, each with its description.
pub fn held_files(locale: &Locale<'_>, files: &[Attached]) -> Vec<(File, String)> {
    files.iter().map(|file| (held_file(locale, file), describe(locale, file))).collect()
}

/// The points so far: the beginning of each, and the whole text of the chosen one.
pub fn outline(locale: &Locale<'_>, points: &Points) -> String {
    let lines = points.list.iter().enumerate().map(|(i, point)| {
        let chosen = points.at == Some(i);
        let most = if chosen { WHOLE } else { OUTLINE };
        let text = escape(&shorten(&point.text, most));
        let mut line = format!("{}{}. {text}", if chosen { "👉 " } else { "" }, i + 1);
        if let Some(file) = &point.file {
            line.push_str(&format!(" 📎 {}", describe(locale, file)));
        }
        locale.say("line", &[("text", Arg::text(line))])
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A button for each point, which chooses it; for the chosen one the buttons that move it; and *done*.
pub fn point_buttons(locale: &Locale<'_>, points: &Points, press: impl Fn(Act) -> Press) -> Vec<Vec<Button>> {
    let act = |act: Move| press(Act::Tick(act.id(), true, 0));
    let numbers = (0..points.list.len()).map(|n| {
        let label = if points.at == Some(n) { format!("● {}", n + 1) } else { format!("✏️ {}", n + 1) };
        Button::new(label, act(Move::Choose(n)))
    });
    let mut rows: Vec<Vec<Button>> = numbers.collect::<Vec<_>>().chunks(5).map(<[Button]>::to_vec).collect();
    if points.at.is_some() {
        rows.push(vec![
            Button::new(locale.say("point-up", &[]), act(Move::Up)),
            Button::new(locale.say("point-down", &[]), act(Move::Down)),
            Button::new(locale.say("point-out", &[]), act(Move::Out)),
        ]);
        rows.push(vec![Button::new(locale.say("point-leave", &[]), act(Move::Leave))]);
    } else {
        let done = locale.say("done", &[("n", Arg::count(points.list.len()))]);
        rows.push(vec![Button::new(done, press(Act::Done))]);
    }
    rows
}
