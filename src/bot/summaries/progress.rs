//! What a coordinator sees of a summary: who has caught up, who has not, what was not understood; and one press that reminds
//! those who have not finished.

use std::collections::BTreeMap;

use super::publish::notify;
use super::text::{self, Published, facts};
use crate::bot::context::Ctx;
use crate::bot::error::{Error, Result};
use crate::bot::notify::Notification;
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::{LINES_A_PAGE, paged, to, turning};
use crate::bot::ui::files as file_ui;
use crate::chat::{File, Press, Reply, Route, Screen};
use crate::report::render::csv_table;
use crate::store::attendance::{self, Mark};
use crate::store::audit::AuditAction;
use crate::store::letter_kind::LetterKind;
use crate::store::people::Person;
use crate::store::readings;
use crate::store::readings::Reader;
use crate::store::{bodies, files};
use crate::text::Arg;
use crate::types::{Attendance, BodyId, HOUR, Millis, PersonId, SummaryId};

/// Two presses within this time are one reminder.
const REMINDERS_APART: Millis = HOUR;
/// Reminders of one summary to one person at most, by rule and by hand together.
pub const MOST_REMINDERS: i64 = 2;

/// How far a reader is, as texts name it.
fn standing(reader: &Reader) -> &'static str {
    match reader {
        Reader { finished_at: Some(_), .. } => "finished",
        Reader { unreachable: true, .. } => "unreachable",
        Reader { point, .. } if point.0 > 0 => "begun",
        _ => "not-begun",
    }
}

fn counted(readers: &[&Reader], wanted: &str) -> Arg<'static> {
    Arg::count(readers.iter().filter(|reader| standing(reader) == wanted).count())
}

/// The worst that is known of somebody's attendance on the days a summary is about.
fn attended(marks: &[Mark], person: PersonId) -> Option<Attendance> {
    let of = |status| marks.iter().any(|mark| mark.person == person && mark.status == status);
    [Attendance::Absent, Attendance::Excused, Attendance::Present].into_iter().find(|status| of(*status))
}

async fn marks(ctx: &mut Ctx<'_>, summary: &Published) -> Result<Vec<Mark>> {
    let mut marks = Vec::new();
    let concerned = |number| summary.row.day.is_none_or(|day| day == number);
    for day in summary.meeting.days.iter().filter(|day| concerned(day.number)) {
        marks.extend(attendance::list_marks(ctx.db, summary.row.meeting, day.number).await?);
    }
    Ok(marks)
}

async fn load(ctx: &mut Ctx<'_>, id: SummaryId) -> Result<Published> {
    text::load(ctx, id).await?.ok_or(Error::Lost("summary"))
}

/// Counts over all and by body, and what was understood.
pub async fn show(ctx: &mut Ctx<'_>, id: SummaryId, page: usize) -> Result<Outcome> {
    let summary = load(ctx, id).await?;
    Ok(screen(ctx, &summary, page).await?.into())
}

/// Reminds those who have not finished.
pub async fn remind(ctx: &mut Ctx<'_>, person: &Person, id: SummaryId) -> Result<Outcome> {
    let summary = load(ctx, id).await?;
    let people = readings::list_to_remind(ctx.db, id, MOST_REMINDERS).await?;
    if !people.is_empty() {
        let occasion = Some(ctx.now.0.div_euclid(REMINDERS_APART));
        let reminder = Notification::new(LetterKind::SummaryReminder(id), &people);
        notify(ctx, Notification { occasion, follower: Some(person.id), ..reminder }).await?;
        ctx.audit(person, AuditAction::RemindedOfSummary(summary.row.meeting)).await?;
    }
    let screen = screen(ctx, &summary, 0).await?;
    let notice = ctx.say("nudged", &[("n", Arg::count(people.len()))]);
    Ok(Reply { notice: Some(notice), ..screen.into() }.into())
}

async fn screen(ctx: &mut Ctx<'_>, summary: &Published, page: usize) -> Result<Screen> {
    let id = summary.row.id;
    let readers = readings::list_readers(ctx.db, id).await?;
    let marks = marks(ctx, summary).await?;
    let there = |status| Arg::count(readers.iter().filter(|r| attended(&marks, r.person) == Some(status)).count());
    let told = summary.text(&ctx.locale.language).clone();
    let mut text = ctx.say("following", &facts(&told));
    if let Some(day) = summary.day_in_words(ctx) {
        text.push_str(&format!("\n📅 {day}"));
    }
    let args = [
        ("present", there(Attendance::Present)),
        ("excused", there(Attendance::Excused)),
        ("absent", there(Attendance::Absent)),
    ];
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
    let names = bodies::list(ctx.db).await?;
    let mut by_body: BTreeMap<Option<BodyId>, Vec<&Reader>> = BTreeMap::new();
    missed.iter().for_each(|reader| by_body.entry(reader.body).or_default().push(reader));
    let lines: Vec<String> = by_body
        .iter()
        .map(|(body, of)| {
            let name = names
                .iter()
                .find(|known| Some(known.id) == *body)
                .map_or("—", |body| body.name(&ctx.locale.language));
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
            let args = [("n", Arg::Number(n)), ("file", Arg::text(file_ui::described(ctx, file)))];
            text.push_str(&format!("\n\n{}", ctx.say("following-lost", &args)));
        }
    }
    for count in readings::count_correct_answers(ctx.db, id).await? {
        let args = [
            ("n", Arg::Number(count.check.0)),
            ("all", Arg::Number(count.answered)),
            ("right", Arg::Number(count.right)),
        ];
        text.push_str(&format!("\n\n{}", ctx.say("following-check", &args)));
    }
    let mut screen = Screen::new(text);
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Route::SummaryProgress { summary: id, page: to })));
    if missed.iter().any(|reader| reader.finished_at.is_none()) {
        screen.rows.push(vec![to(ctx, "go-nudge", Route::RemindReaders { summary: id })]);
    }
    screen.rows.push(vec![
        to(ctx, "go-readers", Route::SummaryReaders { summary: id, page: 0 }),
        to(ctx, "go-caught", Route::ExportReaders { summary: id }),
    ]);
    for (i, told) in summary.texts.iter().enumerate() {
        let language = ctx.bot.texts.language(&told.language).name.clone();
        let label = ctx.say("go-correct", &[("language", Arg::text(language))]);
        screen = screen.row(label, Press::Go(Route::CorrectSummary { summary: id, text: i }));
    }
    if summary.texts.len() < ctx.bot.texts.languages().len() {
        screen.rows.push(vec![to(ctx, "go-translate", Route::TranslateSummary { summary: id })]);
    }
    let meeting = summary.row.meeting;
    screen.rows.push(vec![to(ctx, "back", Route::Summaries { meeting }), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen)
}

/// Who they are, page by page; confidential.
pub async fn show_readers(ctx: &mut Ctx<'_>, person: &Person, id: SummaryId, page: usize) -> Result<Outcome> {
    let summary = load(ctx, id).await?;
    ctx.audit_view(person, AuditAction::LookedAtReaders(summary.row.meeting)).await?;
    let mut readers: Vec<Reader> = readings::list_readers(ctx.db, id).await?.into_iter().filter(|r| r.missed).collect();
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
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Route::SummaryReaders { summary: id, page: to })));
    screen.rows.push(vec![to(ctx, "back", Route::SummaryProgress { summary: id, page: 0 })]);
    Ok(screen.into())
}

/// Of everyone concerned: what they attended, how far they have read. As CSV, by name.
pub async fn export(ctx: &mut Ctx<'_>, person: &Person, id: SummaryId) -> Result<Outcome> {
    let summary = load(ctx, id).await?;
    let (readers, marks) = (readings::list_readers(ctx.db, id).await?, marks(ctx, &summary).await?);
    let names = bodies::list(ctx.db).await?;
    let total = summary.text(&ctx.locale.language).count();
    let head = ["body", "name", "sex", "status", "read", "points"];
    let mut rows = vec![head.map(|column| ctx.say("roster-column", &[("column", Arg::text(column))])).to_vec()];
    for reader in &readers {
        let body =
            names.iter().find(|known| Some(known.id) == reader.body).map_or("", |body| body.name(&ctx.locale.language));
        let status = attended(&marks, reader.person).map_or("none", Attendance::word);
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
    ctx.audit(person, AuditAction::TookReadersAway(summary.row.meeting)).await?;
    let screen = screen(ctx, &summary, 0).await?;
    Ok(Reply { files: vec![(file, ctx.say("caught-ready", &[]))], ..screen.into() }.into())
}
