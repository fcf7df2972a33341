//! Letters about a summary: what there is to catch up on, where somebody stopped, what was corrected.

use super::text::{self, Published, SummaryText, facts};
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::ui::buttons::to;
use crate::bot::ui::limits::{SCREEN, units};
use crate::chat::{Button, Route, Screen};
use crate::store::people::Person;
use crate::store::readings;
use crate::store::readings::Reading;
use crate::text::{Arg, escape};
use crate::types::SummaryId;

/// Letters of a point that a correction shows, old and new.
const CORRECTION: usize = 300;

/// The summary and how far its reader is; none if either is gone.
async fn load(ctx: &mut Ctx<'_>, person: &Person, id: SummaryId) -> Result<Option<(Published, Reading)>> {
    let summary = text::load(ctx, id).await?;
    Ok(summary.zip(readings::find(ctx.db, id, person.id).await?))
}

/// A letter with a button that opens the summary below it.
fn letter(text: String, id: SummaryId, label: impl FnOnce(Route) -> Button) -> Screen {
    let mut screen = Screen::new(text);
    screen.rows.push(vec![label(Route::ReadSummary { summary: id, point: None, below: true })]);
    screen
}

fn told(locale: &Locale<'_>, id: &str, summary: &Published, reading: Reading) -> String {
    let text = summary.text(&locale.language);
    let mut args = facts(text).to_vec();
    args.push(("what", Arg::text(summary.meeting.about.heading(locale))));
    args.push(("n", Arg::Number(reading.point.min(text.count()).0)));
    locale.say(id, &args)
}

/// Somebody missed what it tells.
pub async fn missed(ctx: &mut Ctx<'_>, person: &Person, id: SummaryId) -> Result<Option<Screen>> {
    let found = load(ctx, person, id).await?;
    let found = found.filter(|(_, reading)| reading.missed && reading.finished_at.is_none());
    Ok(found.map(|(summary, reading)| {
        letter(told(ctx, "letter-missed", &summary, reading), id, |route| to(ctx, "summary-begin", route))
    }))
}

/// Somebody was there: it is a record for them.
pub async fn record(ctx: &mut Ctx<'_>, person: &Person, id: SummaryId) -> Result<Option<Screen>> {
    Ok(load(ctx, person, id).await?.map(|(summary, reading)| {
        letter(told(ctx, "letter-record", &summary, reading), id, |route| to(ctx, "summary-open", route))
    }))
}

/// Somebody has not finished reading.
pub async fn reminder(ctx: &mut Ctx<'_>, person: &Person, id: SummaryId) -> Result<Option<Screen>> {
    let found = load(ctx, person, id).await?;
    let found = found.filter(|(_, reading)| reading.missed && reading.finished_at.is_none());
    Ok(found.map(|(summary, reading)| {
        let text = told(ctx, "letter-catch-up", &summary, reading);
        letter(text, id, |route| match reading.point.0 {
            0 => to(ctx, "summary-begin", route),
            _ => to(ctx, "summary-go-on", route),
        })
    }))
}

/// It was corrected since somebody read it.
pub async fn corrected(ctx: &mut Ctx<'_>, person: &Person, id: SummaryId) -> Result<Option<Screen>> {
    let Some((summary, reading)) = load(ctx, person, id).await? else { return Ok(None) };
    let text = summary.text(&ctx.locale.language);
    let Some(before) = text::read_by(ctx, id, text, reading.edition).await? else {
        return Ok(None); // has read it as it is now
    };
    Ok(Some(letter(changes(ctx, text, &before), id, |route| to(ctx, "summary-open", route))))
}

/// What was corrected, as far as one message holds it.
fn changes(locale: &Locale<'_>, now: &SummaryText, before: &SummaryText) -> String {
    let mut text = locale.say("letter-corrected", &[("title", Arg::words(now.title()))]);
    let short = |words: &str| -> String {
        let cut: String = words.chars().take(CORRECTION).collect();
        let more = if cut.len() < words.len() { "…" } else { "" };
        format!("\u{2068}{}{more}\u{2069}", escape(&cut))
    };
    for (n, old, new) in now.changes(before) {
        let what = locale.say("corrected-point", &[("n", Arg::Number(n))]);
        let args = [("what", Arg::text(what)), ("old", Arg::text(short(&old))), ("new", Arg::text(short(&new)))];
        let line = format!("\n\n{}", locale.say("changed", &args));
        if units(&text) + units(&line) > SCREEN {
            break;
        }
        text.push_str(&line);
    }
    text
}
