//! Files that people send to the bot as they send them to a friend: how they are taken, called, and sent on.
//!
//! What the bot hands out is known by Telegram's id of it; a copy is kept for the day on which that does not work any more
//! (see [`crate::store::files`]). Members are told what a file is and how large before they ask for
//! it: connections are slow and costly.

use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::chat::{Act, Button, File, Press};
use crate::dialog::points::{Move, Points};
use crate::dialog::{Attached, Key, Media, Value};
use crate::store::files;
use crate::text::{Arg, escape};

/// Letters of a point that the outline shows, and of the chosen one.
const OUTLINE: usize = 60;
const WHOLE: usize = 1000;

/// A file's size as people say it: `1.2 MB`.
fn size(locale: &Locale<'_>, bytes: u64) -> String {
    const KB: u64 = 1024;
    let (unit, n) = match bytes {
        0..=1_023 => ("kb", "1".to_owned()),
        1_024..=1_048_575 => ("kb", (bytes / KB).to_string()),
        _ => {
            let tenths = (bytes * 10 + KB * KB / 2) / (KB * KB);
            ("mb", format!("{}.{}", tenths / 10, tenths % 10))
        }
    };
    locale.say("file-size", &[("unit", Arg::text(unit)), ("n", Arg::text(n))])
}

/// What a file is called: its kind, its name if it has one, its length and size. Safe for HTML.
pub fn described(locale: &Locale<'_>, attached: &Attached) -> String {
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

/// The same for a button: plain.
pub fn plainly(locale: &Locale<'_>, attached: &Attached) -> String {
    let plain = Attached { name: String::new(), ..attached.clone() };
    described(locale, &plain)
}

/// All of them, one a line.
pub fn listed(locale: &Locale<'_>, files: &[Attached]) -> String {
    let line = |file: &Attached| locale.say("line", &[("text", Arg::text(format!("📎 {}", described(locale, file))))]);
    files.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// How many there are and how large they are together, for the button that asks for them.
pub fn summed(locale: &Locale<'_>, files: &[Attached]) -> String {
    let all = files.iter().map(|file| file.bytes).sum();
    locale.say("go-files", &[("n", Arg::count(files.len())), ("size", Arg::text(size(locale, all)))])
}

/// A button for each file that takes it away again.
pub fn removals(locale: &Locale<'_>, files: &[Attached], press: impl Fn(Act) -> Press) -> Vec<Vec<Button>> {
    let button = |(i, file): (usize, &Attached)| {
        let name = if file.name.is_empty() { described(locale, file) } else { file.name.clone() };
        vec![Button::new(format!("🗑 {name}"), press(Act::Tick(format!("f{i}"), false, 0)))]
    };
    files.iter().enumerate().map(button).collect()
}

/// A file as it is sent on; whoever asks for one that is gone is told so.
pub fn held(locale: &Locale<'_>, attached: &Attached) -> File {
    File::Held(attached.clone(), locale.say("file-lost", &[("file", Arg::text(described(locale, attached)))]))
}

/// A voice answer as it is sent on.
pub fn voice(locale: &Locale<'_>, file: &str) -> File {
    held(locale, &Attached { media: Media::Voice, file: file.to_owned(), name: String::new(), bytes: 0, seconds: 0 })
}

/// The files of what was said are handed out from now on: copies of them are made, in case Telegram drops them.
pub async fn hand_out(ctx: &mut Ctx<'_>, answers: &[(Key, Value)]) -> Result<()> {
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

/// The files as they are sent on, each with what it is.
pub fn sent(locale: &Locale<'_>, files: &[Attached]) -> Vec<(File, String)> {
    files.iter().map(|file| (held(locale, file), described(locale, file))).collect()
}

/// The points so far, each by its beginning; of the chosen one all that it says.
pub fn outlined(locale: &Locale<'_>, points: &Points) -> String {
    let lines = points.list.iter().enumerate().map(|(i, point)| {
        let chosen = points.at == Some(i);
        let most = if chosen { WHOLE } else { OUTLINE };
        let mut text: String = point.text.chars().take(most).collect();
        if text.len() < point.text.len() {
            text.push('…');
        }
        let mut line = format!("{}{}. {}", if chosen { "👉 " } else { "" }, i + 1, escape(&text));
        if let Some(file) = &point.file {
            line.push_str(&format!(" 📎 {}", described(locale, file)));
        }
        locale.say("line", &[("text", Arg::text(line))])
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A button for each point, which chooses it; for the chosen one, what can be done with it; and *done*.
pub fn moves(locale: &Locale<'_>, points: &Points, press: impl Fn(Act) -> Press) -> Vec<Vec<Button>> {
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
