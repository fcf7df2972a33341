//! Letters about a summary: what to catch up on, where the reader stopped, what was corrected.

use super::text::{self, PublishedSummary, SummaryText, text_args};
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::ui::buttons::to;
use crate::bot::ui::limits::{SCREEN, shorten, units};
use crate::chat::{Button, Route, Screen};
use crate::store::people::Person;
use crate::store::readings;
use crate::store::readings::Reading;
use crate::text::{Arg, escape};
use crate::types::SummaryId;

/// Letters of a point in a correction, old and new.
const CORRECTION: usize = 300;

/// The summary and its reader's progress; none if either is missing.
async fn load_for_reader(
    ctx: &mut Ctx<'_>,
    person: &Person,
    id: SummaryId,
) -> Result<Option<(PublishedSummary, Reading)>> {
    let summary = text::load(ctx, id).await?;
    Ok(summary.zip(readings::find(ctx.db, id, person.id).await?))
}

/// A letter with a button that opens the summary below it.
fn letter_screen(text: String, id: SummaryId, label: impl FnOnce(Route) -> Button) -> Screen {
    let mut screen = Screen::new(text);
    screen.rows.push(vec![label(Route::ReadSummary { summary: id, point: None, below: true })]);
    screen
}

fn letter_text(locale: &Locale<'_>, id: &str, summary: &PublishedSummary, reading: Reading) -> String {
    let text = summary.text(&locale.language);
    let mut args = text_args(text).to_vec();
    args.push(("what", Arg::text(summary.meeting.about.heading(locale))));
    args.push(("n", Arg::Number(reading.point.min(text.count()).0)));
    locale.say(id, &args)
}

/// For people who were absent.
pub async fn missed(ctx: &mut Ctx<'_>, person: &Person, id: SummaryId) -> Result<Option<Screen>> {
    let found = load_for_reader(ctx, person, id).await?;
    let found = found.filter(|(_, reading)| reading.missed && reading.finished_at.is_none());
    Ok(found.map(|(summary, reading)| {
        letter_screen(letter_text(ctx, "letter-missed", &summary, reading), id, |route| to(ctx, "summary-begin", route))
    }))
}

/// For people who attended.
pub async fn record(ctx: &mut Ctx<'_>, person: &Person, id: SummaryId) -> Result<Option<Screen>> {
    Ok(load_for_reader(ctx, person, id).await?.map(|(summary, reading)| {
        letter_screen(letter_text(ctx, "letter-record", &summary, reading), id, |route| to(ctx, "summary-open", route))
    }))
}

/// For people who have not finished reading.
pub async fn reminder(ctx: &mut Ctx<'_>, person: &Person, id: SummaryId) -> Result<Option<Screen>> {
    let found = load_for_reader(ctx, person, id).await?;
    let found = found.filter(|(_, reading)| reading.missed && reading.finished_at.is_none());
    Ok(found.map(|(summary, reading)| {
        let text = letter_text(ctx, "letter-catch-up", &summary, reading);
        letter_screen(text, id, |route| match reading.point.0 {
            0 => to(ctx, "summary-begin", route),
            _ => to(ctx, "summary-go-on", route),
        })
    }))
}

/// For people who read an edition before the correction.
pub async fn corrected(ctx: &mut Ctx<'_>, person: &Person, id: SummaryId) -> Result<Option<Screen>> {
    let Some((summary, reading)) = load_for_reader(ctx, person, id).await? else { return Ok(None) };
    let text = summary.text(&ctx.locale.language);
    let Some(before) = text::find_text_read(ctx, id, text, reading.edition).await? else {
        return Ok(None); // they have read the current edition
    };
    Ok(Some(letter_screen(changes(ctx, text, &before), id, |route| to(ctx, "summary-open", route))))
}

/// What was corrected, as far as it fits into one message. If there is more, a line says how many corrections.
fn changes(locale: &Locale<'_>, now: &SummaryText, before: &SummaryText) -> String {
    let mut text = locale.say("letter-corrected", &[("title", Arg::words(now.title()))]);
    let short = |words: &str| format!("\u{2068}{}\u{2069}", escape(&shorten(words, CORRECTION)));
    let changes = now.changes(before);
    let mut left = changes.len();
    let more = |n: usize| format!("\n\n{}", locale.say("corrected-more", &[("n", Arg::count(n))]));
    let room = SCREEN.saturating_sub(units(&more(left)));
    for (n, old, new) in changes {
        let what = locale.say("corrected-point", &[("n", Arg::Number(n))]);
        let args = [("what", Arg::text(what)), ("old", Arg::text(short(&old))), ("new", Arg::text(short(&new)))];
        let line = format!("\n\n{}", locale.say("changed", &args));
        if units(&text) + units(&line) > room {
            text.push_str(&more(left));
            break;
        }
        text.push_str(&line);
        left -= 1;
    }
    text
}
