//! What a coordinator sees of a summary: who has caught up, who has not, which check questions were answered wrong; and
//! a button that reminds people who have not finished.

use std::collections::BTreeMap;

use super::publish::enqueue_if_any;
use super::text::{self, PublishedSummary, text_args};
use crate::bot::context::Ctx;
use crate::bot::error::{Error, Result};
use crate::bot::notify::Notification;
use crate::bot::outcome::Outcome;
use crate::bot::ui;
use crate::bot::ui::buttons::{LINES_A_PAGE, clamp_page, page_buttons, to};
use crate::bot::ui::titles::body_name;
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

/// Two button presses within this time send one reminder.
const REMINDERS_APART: Millis = HOUR;
/// Most reminders of one summary to one person, automatic and by hand together.
pub const MOST_REMINDERS: i64 = 2;

/// A reader's progress, as texts name it.
fn reading_state(reader: &Reader) -> &'static str {
    match reader {
        Reader { finished_at: Some(_), .. } => "finished",
        Reader { unreachable: true, .. } => "unreachable",
        Reader { point, .. } if point.0 > 0 => "begun",
        _ => "not-begun",
    }
}

fn count_in_state(readers: &[&Reader], wanted: &str) -> Arg<'static> {
    Arg::count(readers.iter().filter(|reader| reading_state(reader) == wanted).count())
}

/// The worst mark of a person on the days that a summary is about.
fn worst_attendance(marks: &[Mark], person: PersonId) -> Option<Attendance> {
    let has_mark = |status| marks.iter().any(|mark| mark.person == person && mark.status == status);
    [Attendance::Absent, Attendance::Excused, Attendance::Present].into_iter().find(|status| has_mark(*status))
}

async fn load_marks(ctx: &mut Ctx<'_>, summary: &PublishedSummary) -> Result<Vec<Mark>> {
    let mut marks = Vec::new();
    let concerned = |number| summary.row.day.is_none_or(|day| day == number);
    for day in summary.meeting.days.iter().filter(|day| concerned(day.number)) {
        marks.extend(attendance::list_marks(ctx.db, summary.row.meeting, day.number).await?);
    }
    Ok(marks)
}

async fn load(ctx: &mut Ctx<'_>, id: SummaryId) -> Result<PublishedSummary> {
    text::load(ctx, id).await?.ok_or(Error::Missing("summary"))
}

/// Counts of readers over all and by body, and the answers to the check questions.
pub async fn show(ctx: &mut Ctx<'_>, id: SummaryId, page: usize) -> Result<Outcome> {
    let summary = load(ctx, id).await?;
    Ok(screen(ctx, &summary, page).await?.into())
}

pub async fn remind(ctx: &mut Ctx<'_>, person: &Person, id: SummaryId) -> Result<Outcome> {
    let summary = load(ctx, id).await?;
    let people = readings::list_to_remind(ctx.db, id, MOST_REMINDERS).await?;
    if !people.is_empty() {
        let occasion = Some(ctx.now.0.div_euclid(REMINDERS_APART));
        let reminder = Notification::new(LetterKind::SummaryReminder(id), &people);
        enqueue_if_any(ctx, Notification { occasion, follower: Some(person.id), ..reminder }).await?;
        ctx.audit(person, AuditAction::RemindedOfSummary(summary.row.meeting)).await?;
    }
    let screen = screen(ctx, &summary, 0).await?;
    let notice = ctx.say("nudged", &[("n", Arg::count(people.len()))]);
    Ok(Reply { notice: Some(notice), ..screen.into() }.into())
}

async fn screen(ctx: &mut Ctx<'_>, summary: &PublishedSummary, page: usize) -> Result<Screen> {
    let id = summary.row.id;
    let readers = readings::list_readers(ctx.db, id).await?;
    let marks = load_marks(ctx, summary).await?;
    let count_attended =
        |status| Arg::count(readers.iter().filter(|r| worst_attendance(&marks, r.person) == Some(status)).count());
    let summary_text = summary.text(&ctx.locale.language).clone();
    let mut text = ctx.say("following", &text_args(&summary_text));
    if let Some(day) = summary.day_in_words(ctx) {
        text.push_str(&format!("\n📅 {day}"));
    }
    let args = [
        ("present", count_attended(Attendance::Present)),
        ("excused", count_attended(Attendance::Excused)),
        ("absent", count_attended(Attendance::Absent)),
    ];
    text.push_str(&format!("\n\n{}", ctx.say("following-there", &args)));
    let missed: Vec<&Reader> = readers.iter().filter(|reader| reader.missed).collect();
    let counts = |readers: &[&Reader]| {
        [
            ("all", Arg::count(readers.len())),
            ("finished", count_in_state(readers, "finished")),
            ("begun", count_in_state(readers, "begun")),
            ("not", count_in_state(readers, "not-begun")),
            ("unreachable", count_in_state(readers, "unreachable")),
        ]
    };
    text.push_str(&format!("\n{}", ctx.say("following-missed", &counts(&missed))));
    for (sex, label) in [(Some("f"), "f"), (Some("m"), "m")] {
        let of_sex: Vec<&Reader> = missed.iter().copied().filter(|reader| reader.sex.as_deref() == sex).collect();
        let name = ctx.say("sex", &[("sex", Arg::text(label))]);
        let args = [
            ("who", Arg::text(name)),
            ("finished", count_in_state(&of_sex, "finished")),
            ("all", Arg::count(of_sex.len())),
        ];
        text.push_str(&format!("\n{}", ctx.say("following-line", &args)));
    }
    let names = bodies::list(ctx.db).await?;
    let mut by_body: BTreeMap<Option<BodyId>, Vec<&Reader>> = BTreeMap::new();
    missed.iter().for_each(|reader| by_body.entry(reader.body).or_default().push(reader));
    let lines: Vec<String> = by_body
        .iter()
        .map(|(body, readers)| {
            let name = body_name(ctx, &names, *body).unwrap_or("—");
            let args = [
                ("who", Arg::words(name)),
                ("finished", count_in_state(readers, "finished")),
                ("all", Arg::count(readers.len())),
            ];
            ctx.say("following-line", &args)
        })
        .collect();
    let (page, pages) = clamp_page(page, lines.len(), LINES_A_PAGE);
    for line in lines.iter().skip(page * LINES_A_PAGE).take(LINES_A_PAGE) {
        text.push_str(&format!("\n{line}"));
    }
    for (point, n) in summary_text.points().iter().zip(1..) {
        if let Some(file) = &point.file
            && files::is_lost(ctx.db, &file.file).await?
        {
            let args = [("n", Arg::Number(n)), ("file", Arg::text(ui::files::describe(ctx, file)))];
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
    screen
        .rows
        .extend(page_buttons(ctx, page, pages, |to| Press::Go(Route::SummaryProgress { summary: id, page: to })));
    if missed.iter().any(|reader| reader.finished_at.is_none()) {
        screen.rows.push(vec![to(ctx, "go-nudge", Route::RemindReaders { summary: id })]);
    }
    screen.rows.push(vec![
        to(ctx, "go-readers", Route::SummaryReaders { summary: id, page: 0 }),
        to(ctx, "go-caught", Route::ExportReaders { summary: id }),
    ]);
    for (i, translation) in summary.texts.iter().enumerate() {
        let language = ctx.bot.texts.language(&translation.language).name.clone();
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

/// The names of readers, page by page; confidential.
pub async fn show_readers(ctx: &mut Ctx<'_>, person: &Person, id: SummaryId, page: usize) -> Result<Outcome> {
    let summary = load(ctx, id).await?;
    ctx.audit_view(person, AuditAction::LookedAtReaders(summary.row.meeting)).await?;
    let mut readers: Vec<Reader> = readings::list_readers(ctx.db, id).await?.into_iter().filter(|r| r.missed).collect();
    readers.sort_by_key(reading_state);
    let mut text = ctx.say("readers", &[("n", Arg::count(readers.len()))]);
    let (page, pages) = clamp_page(page, readers.len(), LINES_A_PAGE);
    let mut last_state = "";
    for reader in readers.iter().skip(page * LINES_A_PAGE).take(LINES_A_PAGE) {
        let state = reading_state(reader);
        if state != last_state {
            last_state = state;
            text.push_str(&format!("\n\n<b>{}</b>", ctx.say("standing", &[("standing", Arg::text(state))])));
        }
        text.push_str(&format!("\n{}", ctx.say("missed-name", &[("name", Arg::words(reader.name.clone()))])));
    }
    let mut screen = Screen::new(text);
    screen.rows.extend(page_buttons(ctx, page, pages, |to| Press::Go(Route::SummaryReaders { summary: id, page: to })));
    screen.rows.push(vec![to(ctx, "back", Route::SummaryProgress { summary: id, page: 0 })]);
    Ok(screen.into())
}

/// Attendance and progress of every reader by name, as CSV.
pub async fn export(ctx: &mut Ctx<'_>, person: &Person, id: SummaryId) -> Result<Outcome> {
    let summary = load(ctx, id).await?;
    let (readers, marks) = (readings::list_readers(ctx.db, id).await?, load_marks(ctx, &summary).await?);
    let names = bodies::list(ctx.db).await?;
    let total = summary.text(&ctx.locale.language).count();
    let head = ["body", "name", "sex", "status", "read", "points"];
    let mut rows = vec![head.map(|column| ctx.say("roster-column", &[("column", Arg::text(column))])).to_vec()];
    for reader in &readers {
        let body = body_name(ctx, &names, reader.body).unwrap_or_default();
        let status = worst_attendance(&marks, reader.person).map_or("none", Attendance::word);
        rows.push(vec![
            body.to_owned(),
            reader.name.clone(),
            reader.sex.as_deref().map_or_else(String::new, |sex| ctx.say("sex", &[("sex", Arg::text(sex))])),
            ctx.say("attended", &[("status", Arg::text(status))]),
            ctx.say("standing", &[("standing", Arg::text(reading_state(reader)))]),
            format!("{}/{total}", reader.point.min(total)),
        ]);
    }
    let file = File::Document(format!("catch-up-{id}.csv"), csv_table::csv(rows)?);
    ctx.audit(person, AuditAction::TookReadersAway(summary.row.meeting)).await?;
    let screen = screen(ctx, &summary, 0).await?;
    Ok(Reply { files: vec![(file, ctx.say("caught-ready", &[]))], ..screen.into() }.into())
}
