//! What a coordinator sees of a summary: who has caught up, who has not, what was not understood; and one press that reminds
//! those who have not finished.

use std::collections::BTreeMap;

use super::coordinators::Scope;
use super::letters::{self, SUMMARY_REMINDER};
use super::managing::{self, LINES_A_PAGE};
use super::questions::{number, paged, to, turning};
use super::summaries::{self, Published};
use super::{Ctx, Result, attached, publishing, reminders};
use crate::chat::{File, Place, Press, Reply, Screen};
use crate::report::render::csv_table;
use crate::store::attendance::{self, Mark};
use crate::store::people::Person;
use crate::store::summaries::{self as kept, Reader};
use crate::store::{Millis, bodies, files, meetings as invitations};
use crate::text::Arg;

/// The summary, if this coordinator may manage its meeting.
///
/// # Errors
/// When the database refuses.
pub async fn allowed(ctx: &mut Ctx<'_>, scope: &Scope, id: i64) -> Result<Option<Published>> {
    let Some(summary) = summaries::load(ctx, id).await? else {
        return Ok(None);
    };
    let may = managing::may(scope, &invitations::bodies(ctx.db, summary.row.meeting).await?);
    if !may {
        tracing::warn!("a summary outside the coordinator's bodies was asked for");
    }
    Ok(may.then_some(summary))
}

/// A coordinator's place about a published summary.
///
/// # Errors
/// When the database refuses.
pub async fn go(ctx: &mut Ctx<'_>, person: &Person, scope: &Scope, place: Place, id: i64, b: i64) -> Result<Reply> {
    let Some(summary) = allowed(ctx, scope, id).await? else {
        return managing::list(ctx, scope, 0).await;
    };
    match place {
        Place::Readers => {
            ctx.audit_look(person, "looked at readers", summary.row.meeting).await?;
            names(ctx, &summary, b).await
        }
        Place::Nudge => {
            let people = kept::to_remind(ctx.db, id, reminders::MOST).await?;
            let key = ctx.now.div_euclid(NUDGE_APART);
            if !people.is_empty() {
                letters::tell_of_summary(ctx, Some(person), SUMMARY_REMINDER, id, Some(key), &people).await?;
                ctx.audit(person, "reminded of a summary", summary.row.meeting).await?;
            }
            let mut reply = show(ctx, id, 0).await?;
            reply.notice = Some(ctx.say("nudged", &[("n", Arg::count(people.len()))]));
            Ok(reply)
        }
        Place::Caught => take_away(ctx, person, &summary).await,
        _ => show(ctx, id, b).await,
    }
}

/// Two presses within this time are one reminder.
const NUDGE_APART: Millis = 3_600_000;

/// Where somebody stands.
fn standing(reader: &Reader) -> &'static str {
    match reader {
        Reader { finished_at: Some(_), .. } => "finished",
        Reader { unreachable: true, .. } => "unreachable",
        Reader { point: 1.., .. } => "begun",
        _ => "not-begun",
    }
}

fn counted(readers: &[&Reader], wanted: &str) -> Arg<'static> {
    Arg::count(readers.iter().filter(|reader| standing(reader) == wanted).count())
}

/// The worst that is known of somebody's attendance on the days a summary is about.
fn attended(marks: &[Mark], person: i64) -> &str {
    let of = |status: &str| marks.iter().any(|mark| mark.person == person && mark.status == status);
    match (of("absent"), of("excused"), of("present")) {
        (true, ..) => "absent",
        (_, true, _) => "excused",
        (_, _, true) => "present",
        _ => "none",
    }
}

async fn marks(ctx: &mut Ctx<'_>, summary: &Published) -> Result<Vec<Mark>> {
    let mut marks = Vec::new();
    for day in summary.meeting.days.iter().filter(|day| summary.row.n == 0 || day.n == summary.row.n) {
        marks.extend(attendance::marks(ctx.db, summary.row.meeting, day.n).await?);
    }
    Ok(marks)
}

/// Counts over all and by body, and what was understood.
///
/// # Errors
/// When the database refuses.
pub async fn show(ctx: &mut Ctx<'_>, id: i64, page: i64) -> Result<Reply> {
    let Some(summary) = summaries::load(ctx, id).await? else {
        return Err(super::Fault::Lost("summary"));
    };
    let readers = kept::readers(ctx.db, id).await?;
    let marks = marks(ctx, &summary).await?;
    let there = |status: &str| Arg::count(readers.iter().filter(|r| attended(&marks, r.person) == status).count());
    let told = summary.text(&ctx.language).clone();
    let mut text = ctx.say("following", &publishing::facts(&told));
    if let Some(day) = summary.day_said(ctx) {
        text.push_str(&format!("\n📅 {day}"));
    }
    let args = [("present", there("present")), ("excused", there("excused")), ("absent", there("absent"))];
    text.push_str(&format!("\n\n{}", ctx.say("following-there", &args)));
    let missed: Vec<&Reader> = readers.iter().filter(|reader| reader.missed).collect();
    let facts = |readers: &[&Reader]| {
        [
            ("all", Arg::count(readers.len())),
            ("finished", counted(readers, "finished")),
            ("begun", counted(readers, "begun")),
            ("not", counted(readers, "not-begun")),
            ("unreachable", counted(readers, "unreachable")),
        ]
    };
    text.push_str(&format!("\n{}", ctx.say("following-missed", &facts(&missed))));
    for (sex, label) in [(Some("f"), "f"), (Some("m"), "m")] {
        let of: Vec<&Reader> = missed.iter().copied().filter(|reader| reader.sex.as_deref() == sex).collect();
        let name = ctx.say("sex", &[("sex", Arg::text(label))]);
        let args = [("who", Arg::text(name)), ("finished", counted(&of, "finished")), ("all", Arg::count(of.len()))];
        text.push_str(&format!("\n{}", ctx.say("following-line", &args)));
    }
    let names = bodies::all(ctx.db).await?;
    let mut by_body: BTreeMap<i64, Vec<&Reader>> = BTreeMap::new();
    missed.iter().for_each(|reader| by_body.entry(reader.body).or_default().push(reader));
    let lines: Vec<String> = by_body
        .iter()
        .map(|(body, of)| {
            let name = names.iter().find(|known| known.id == *body).map_or("—", |body| body.name(&ctx.language));
            let args =
                [("who", Arg::words(name)), ("finished", counted(of, "finished")), ("all", Arg::count(of.len()))];
            ctx.say("following-line", &args)
        })
        .collect();
    let (page, pages) = paged(page, lines.len(), LINES_A_PAGE);
    for line in lines.iter().skip(page * LINES_A_PAGE).take(LINES_A_PAGE) {
        text.push_str(&format!("\n{line}"));
    }
    for (point, n) in told.points().iter().zip(1..) {
        if let Some(file) = &point.file
            && files::is_lost(ctx.db, &file.file).await?
        {
            let args = [("n", Arg::Number(n)), ("file", Arg::text(attached::described(ctx, file)))];
            text.push_str(&format!("\n\n{}", ctx.say("following-lost", &args)));
        }
    }
    let understood = kept::understood(ctx.db, id).await?;
    for (n, all, right) in understood {
        let args = [("n", Arg::Number(n)), ("all", Arg::Number(all)), ("right", Arg::Number(right))];
        text.push_str(&format!("\n\n{}", ctx.say("following-check", &args)));
    }
    let mut screen = Screen::new(text);
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Place::Summary, id, number(to))));
    if missed.iter().any(|reader| reader.finished_at.is_none()) {
        screen.rows.push(vec![to(ctx, "go-nudge", Place::Nudge, id, 0)]);
    }
    screen.rows.push(vec![to(ctx, "go-readers", Place::Readers, id, 0), to(ctx, "go-caught", Place::Caught, id, 0)]);
    for (i, told) in summary.texts.iter().enumerate() {
        let language = ctx.bot.texts.language(&told.language).name.clone();
        let label = ctx.say("go-correct", &[("language", Arg::text(language))]);
        screen = screen.row(label, Press::Go(Place::Correct, id, number(i)));
    }
    if summary.texts.len() < ctx.bot.texts.languages().len() {
        screen.rows.push(vec![to(ctx, "go-translate", Place::Translate, id, 0)]);
    }
    let meeting = summary.row.meeting;
    screen.rows.push(vec![to(ctx, "back", Place::Summaries, meeting, 0), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

/// Who they are, page by page; confidential.
async fn names(ctx: &mut Ctx<'_>, summary: &Published, page: i64) -> Result<Reply> {
    let id = summary.row.id;
    let mut readers: Vec<Reader> = kept::readers(ctx.db, id).await?.into_iter().filter(|r| r.missed).collect();
    readers.sort_by_key(standing);
    let mut text = ctx.say("readers", &[("n", Arg::count(readers.len()))]);
    let (page, pages) = paged(page, readers.len(), LINES_A_PAGE);
    let mut under = "";
    for reader in readers.iter().skip(page * LINES_A_PAGE).take(LINES_A_PAGE) {
        let standing = standing(reader);
        if standing != under {
            under = standing;
            text.push_str(&format!("\n\n<b>{}</b>", ctx.say("standing", &[("standing", Arg::text(standing))])));
        }
        text.push_str(&format!("\n{}", ctx.say("missed-name", &[("name", Arg::words(reader.name.clone()))])));
    }
    let mut screen = Screen::new(text);
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Place::Readers, id, number(to))));
    screen.rows.push(vec![to(ctx, "back", Place::Summary, id, 0)]);
    Ok(screen.into())
}

/// Of everyone concerned: what they attended, how far they have read. As CSV, by name.
async fn take_away(ctx: &mut Ctx<'_>, person: &Person, summary: &Published) -> Result<Reply> {
    let id = summary.row.id;
    let (readers, marks) = (kept::readers(ctx.db, id).await?, marks(ctx, summary).await?);
    let names = bodies::all(ctx.db).await?;
    let total = summary.text(&ctx.language).count();
    let head = ["body", "name", "sex", "status", "read", "points"];
    let mut rows = vec![head.map(|column| ctx.say("roster-column", &[("column", Arg::text(column))])).to_vec()];
    for reader in &readers {
        let body = names.iter().find(|known| known.id == reader.body).map_or("", |body| body.name(&ctx.language));
        let status = attended(&marks, reader.person);
        rows.push(vec![
            body.to_owned(),
            reader.name.clone(),
            reader.sex.as_deref().map_or_else(String::new, |sex| ctx.say("sex", &[("sex", Arg::text(sex))])),
            ctx.say("attended", &[("status", Arg::text(status))]),
            ctx.say("standing", &[("standing", Arg::text(standing(reader)))]),
            format!("{}/{total}", reader.point.min(total)),
        ]);
    }
    let file = File::Document(format!("catch-up-{id}.csv"), csv_table::csv(rows)?);
    ctx.audit(person, "took readers away", summary.row.meeting).await?;
    let reply = show(ctx, id, 0).await?;
    Ok(Reply { files: vec![(file, ctx.say("caught-ready", &[]))], ..reply })
}
