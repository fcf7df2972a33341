//! /mydata: everything held about a person, at once: a summary in the chat, a text to read, and a JSON file for programs
//! (law 09-08, right of access).

use std::fmt::Write;

use serde_json::json;

use super::library::Played;
use super::questions::to;
use super::{Ctx, Result, export, meetings, surveys};
use crate::chat::{File, Place, Reply, Screen};
use crate::dialog::{Key, Value};
use crate::store::people::{self, Person};
use crate::store::{
    self, attendance, bodies, meetings as invitations, responses, runs, summaries, surveys as rounds, written,
};
use crate::text::{Arg, dates};

/// Answers with what is needed to read them.
struct Said {
    survey: String,
    version: i64,
    at: Option<i64>,
    answers: Vec<(Key, Value)>,
}

/// The summary and both files.
///
/// # Errors
/// When the database refuses.
pub async fn show(ctx: &mut Ctx<'_>, person: &Person) -> Result<Reply> {
    let submitted = responses::of_person(ctx.db, person.id).await?.into_iter();
    let submitted: Vec<Said> =
        submitted.map(|s| Said { survey: s.survey, version: s.version, at: Some(s.at), answers: s.answers }).collect();
    let begun = begun(ctx, person).await?;
    let text = summary(ctx, person, submitted.len(), begun.len()).await?;
    let mut readable = plain(&text);
    for said in submitted.iter().chain(&begun) {
        readable.push_str(&listed(ctx, said).await?);
    }
    readable.push_str(&plain(&met(ctx, person).await?));
    let json = everything(ctx, person, &submitted, &begun).await?;
    let json = serde_json::to_vec_pretty(&json).unwrap_or_default(); // a Value always serialises
    let mut screen = Screen::new(text);
    screen.rows.push(vec![to(ctx, "go-edit", Place::Edit, 0, 0), to(ctx, "go-delete", Place::Delete, 0, 0)]);
    screen.rows.push(vec![to(ctx, "to-menu", Place::Menu, 0, 0)]);
    let text = File::Document("takafou-mydata.txt".into(), format!("\u{feff}{readable}").into_bytes());
    let json = File::Document("takafou-mydata.json".into(), json);
    let files = vec![(text, ctx.say("mydata-text", &[])), (json, ctx.say("mydata-file", &[]))];
    Ok(Reply { screen: Some(screen), files, ..Reply::default() })
}

/// What is under way, or was left incomplete when its survey closed.
async fn begun(ctx: &mut Ctx<'_>, person: &Person) -> Result<Vec<Said>> {
    let mut begun = Vec::new();
    for (run, survey) in runs::of_person(ctx.db, person.id).await? {
        if let Some(found) = runs::find(ctx.db, run).await? {
            let answers = runs::answers(ctx.db, run).await?.into_iter().map(|(key, entry)| (key, entry.value));
            begun.push(Said { survey, version: found.version, at: None, answers: answers.collect() });
        }
    }
    Ok(begun)
}

async fn summary(ctx: &mut Ctx<'_>, person: &Person, submitted: usize, begun: usize) -> Result<String> {
    let body = match person.body {
        Some(id) => bodies::name(ctx.db, id, &ctx.language).await?,
        None => None,
    };
    let signup = ctx.bot.library.latest("signup");
    let label = |question: &str, option: &Option<String>| match (&signup, option) {
        (Some((_, played)), Some(option)) => match played.dialog.question(question) {
            Some(asked) => played.label(&ctx.bot.texts, &ctx.language, asked, option),
            None => option.clone(),
        },
        _ => ctx.say("not-said", &[]),
    };
    let args = [
        ("name", Arg::words(person.name.clone().unwrap_or_default())),
        ("body", Arg::words(body.unwrap_or_default())),
        ("role", Arg::text(label("role", &person.role))),
        ("sex", Arg::text(label("sex", &person.sex))),
        ("area", Arg::text(label("area", &person.area))),
        ("age", Arg::text(label("age", &person.age))),
        ("consent", Arg::text(dates::moment_in_words(person.consented_at, &ctx.language))),
        ("submitted", Arg::count(submitted)),
        ("begun", Arg::count(begun)),
        ("meetings", Arg::count(invitations::replies_of(ctx.db, person.id).await?.len())),
    ];
    Ok(ctx.say("mydata", &args))
}

/// The meetings that a person was invited to, with their replies and attendance.
async fn met(ctx: &mut Ctx<'_>, person: &Person) -> Result<String> {
    let attended = attendance::of_person(ctx.db, person.id).await?;
    let mut text = String::new();
    for (id, said) in invitations::replies_of(ctx.db, person.id).await? {
        let Some(meeting) = meetings::load(ctx, id).await? else { continue };
        let marks = attended.iter().filter(|(of, ..)| *of == id);
        let marks = marks.map(|(_, _, status)| ctx.say("attended", &[("status", Arg::text(status.clone()))]));
        let marks = marks.collect::<Vec<_>>().join(&ctx.say("comma", &[]));
        let reply = ctx.say("rsvp", &[("reply", Arg::text(said.reply.unwrap_or_default()))]);
        let (what, when) = (meeting.about.heading(ctx), meeting.about.when(ctx));
        text.push_str(&format!("\n\n{what}\n{when}\n- {reply}\n- {marks}"));
    }
    Ok(text)
}

/// One survey's answers as lines of question and answer.
async fn listed(ctx: &mut Ctx<'_>, said: &Said) -> Result<String> {
    let played = ctx.bot.library.version(ctx.db, said.version).await?;
    let day = said.at.map(|at| dates::moment_in_words(at, &ctx.language));
    let day = day.unwrap_or_else(|| ctx.say("mydata-unsent", &[]));
    let mut text = format!("\n\n{} ({day})\n", surveys::capital(&played.say(&ctx.language, "title")));
    for (key, value) in &said.answers {
        let Some(question) = played.dialog.question(&key.question) else { continue };
        let asked = played.question(&ctx.bot.texts, &ctx.language, question, &key.item);
        let answer = match value {
            Value::Text(words) => words.clone(),
            _ => answer(ctx, &played, key, value),
        };
        // Writing to a string cannot fail.
        let _ = write!(text, "\n{asked}\n- {answer}\n");
    }
    Ok(text)
}

fn answer(ctx: &Ctx<'_>, played: &Played, key: &Key, value: &Value) -> String {
    let Some(question) = played.dialog.question(&key.question) else { return String::new() };
    match export::label(&ctx.bot.texts, played, question, value, &ctx.language) {
        label if label.is_empty() => export::code(&played.dialog, question, value),
        label => label,
    }
}

/// A text of ours without its markup and the marks that isolate words.
fn plain(html: &str) -> String {
    let text = html.replace("<b>", "").replace("</b>", "").replace(['\u{2068}', '\u{2069}'], "");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

async fn everything(
    ctx: &mut Ctx<'_>,
    person: &Person,
    submitted: &[Said],
    begun: &[Said],
) -> Result<serde_json::Value> {
    let body = match person.body {
        Some(id) => bodies::name(ctx.db, id, "ar").await?,
        None => None,
    };
    let wishes = responses::wishes(ctx.db, None, Some(person.id)).await?;
    let taken_part = rounds::of_person(ctx.db, person.id).await?;
    let letters = written::of_person(ctx.db, person.id).await?;
    let replies = invitations::replies_of(ctx.db, person.id).await?;
    let attended = attendance::of_person(ctx.db, person.id).await?;
    let readings = summaries::of_person(ctx.db, person.id).await?;
    let checks = summaries::answers_of(ctx.db, person.id).await?;
    let done = store::audited(ctx.db, person.id).await?;
    Ok(json!({
        "telegram_id": person.telegram,
        "language": person.language,
        "consented_at": moment(person.consented_at),
        "consent_text": people::consent(ctx.db, person.id).await?,
        "joined_at": person.joined_at.map(moment),
        "name": person.name,
        "body": body,
        "role": person.role,
        "sex": person.sex,
        "area": person.area,
        "age": person.age,
        "no_messages": person.stopped,
        "unreachable": person.unreachable,
        "message_on_screen": person.screen,
        "coordinates_bodies": people::coordinates(ctx.db, person.id).await?,
        "responses": submitted.iter().map(|s| {
            json!({ "survey": s.survey, "submitted_at": s.at.map(moment), "answers": keyed(&s.answers) })
        }).collect::<Vec<_>>(),
        "under_way": begun.iter().map(|s| {
            json!({ "survey": s.survey, "answers": keyed(&s.answers) })
        }).collect::<Vec<_>>(),
        "wishes": wishes.iter().map(|wish| {
            json!({ "survey": wish.survey, "question": wish.question, "item": wish.item, "value": wish.value })
        }).collect::<Vec<_>>(),
        "taken_part": taken_part.iter().map(|(survey, submitted)| {
            json!({ "survey": survey, "submitted": submitted })
        }).collect::<Vec<_>>(),
        "meetings": replies.iter().map(|(meeting, said)| {
            json!({ "meeting": meeting, "reply": said.reply, "reason": said.reason })
        }).collect::<Vec<_>>(),
        "attendance": attended.iter().map(|(meeting, day, status)| {
            json!({ "meeting": meeting, "day": day, "status": status })
        }).collect::<Vec<_>>(),
        "readings": readings.iter().map(|(summary, reading)| {
            json!({ "summary": summary, "missed": reading.missed, "points_opened": reading.point,
                "finished_at": reading.finished_at.map(moment) })
        }).collect::<Vec<_>>(),
        "check_answers": checks.iter().map(|(summary, n, right)| {
            json!({ "summary": summary, "question": n, "right_at_first_try": right })
        }).collect::<Vec<_>>(),
        "notices": letters.iter().map(|(text, at)| {
            json!({ "text": text, "sent_at": at.map(moment) })
        }).collect::<Vec<_>>(),
        "done_as_coordinator": done.iter().map(|(at, action, subject)| {
            json!({ "at": moment(*at), "action": action, "subject": subject })
        }).collect::<Vec<_>>(),
    }))
}

fn moment(at: i64) -> String {
    chrono::DateTime::from_timestamp_millis(at).unwrap_or_default().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

fn keyed(answers: &[(Key, Value)]) -> serde_json::Value {
    let all = answers.iter().map(|(key, value)| (key.dotted(), json!(value)));
    all.collect::<serde_json::Map<_, _>>().into()
}
