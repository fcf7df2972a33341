//! /mydata: everything stored about a person: a summary in the chat, a text to read, and a JSON file for programs (law
//! 09-08, right of access).

use std::fmt::Write;

use serde_json::json;

use super::joining::SignUpForm;
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::library::LocalizedDialog;
use crate::bot::meetings::form;
use crate::bot::outcome::Outcome;
use crate::bot::surveys::export;
use crate::bot::ui::buttons::{add_way_back, to};
use crate::bot::ui::titles::{capitalized, role_in_words};
use crate::chat::{File, Reply, Route, Screen};
use crate::dialog::{Key, Value};
use crate::store;
use crate::store::people::{self, Person};
use crate::store::{attendance, audit, bodies, coordinators, letters, responses, runs};
use crate::text::{Arg, dates};
use crate::types::{ApologyReason, Bodies, MeetingId, Office, Rsvp, Timestamp, VersionId};

/// The answers to one survey.
struct SurveyAnswers {
    survey: String,
    version: VersionId,
    at: Option<Timestamp>,
    answers: Vec<(Key, Value)>,
}

pub async fn show(ctx: &mut Ctx<'_>, person: &Person) -> Result<Outcome> {
    let submitted = responses::list_of_person(ctx.db, person.id).await?.into_iter();
    let submitted: Vec<SurveyAnswers> = submitted
        .map(|s| SurveyAnswers { survey: s.survey, version: s.version, at: Some(s.at), answers: s.answers })
        .collect();
    let begun = find_begun(ctx, person).await?;
    let text = summary(ctx, person, submitted.len(), begun.len()).await?;
    let mut readable = strip_markup(&text);
    for entry in submitted.iter().chain(&begun) {
        readable.push_str(&answers_in_words(ctx, entry).await?);
    }
    readable.push_str(&strip_markup(&meetings_in_words(ctx, person).await?));
    readable.push_str(&messages_in_words(ctx, person).await?);
    let json = make_json(ctx, person, &submitted, &begun).await?;
    let json = serde_json::to_vec_pretty(&json).unwrap_or_default(); // a Value always serialises
    let mut screen = Screen::new(text);
    screen.rows.push(vec![to(ctx, "go-edit", Route::EditProfile), to(ctx, "go-delete", Route::AskToErase)]);
    let screen = add_way_back(ctx, person, screen);
    let text = File::Document("takafou-mydata.txt".into(), format!("\u{feff}{readable}").into_bytes());
    let json = File::Document("takafou-mydata.json".into(), json);
    let files = vec![(text, ctx.say("mydata-text", &[])), (json, ctx.say("mydata-file", &[]))];
    Ok(Reply { files, ..screen.into() }.into())
}

/// Surveys that were begun and not submitted.
async fn find_begun(ctx: &mut Ctx<'_>, person: &Person) -> Result<Vec<SurveyAnswers>> {
    let mut begun = Vec::new();
    for (run, survey) in runs::list_of_person(ctx.db, person.id).await? {
        if let Some(found) = runs::find(ctx.db, run).await? {
            let answers = runs::find_answers(ctx.db, run).await?.into_iter().map(|(key, entry)| (key, entry.value));
            begun.push(SurveyAnswers { survey, version: found.version, at: None, answers: answers.collect() });
        }
    }
    Ok(begun)
}

async fn summary(ctx: &mut Ctx<'_>, person: &Person, submitted: usize, begun: usize) -> Result<String> {
    let body = match person.body {
        Some(id) => bodies::find_name(ctx.db, id, &ctx.locale.language).await?,
        None => None,
    };
    let signup = ctx.bot.library.latest(SignUpForm::NAME);
    let label = |id: &str, option: &Option<String>| match (&signup, option) {
        (Some((_, localized)), Some(option)) => match localized.dialog.question(id) {
            Some(question) => localized.label(&ctx.bot.texts, &ctx.locale.language, question, option),
            None => option.clone(),
        },
        _ => ctx.say("not-said", &[]),
    };
    let role = match &person.role {
        Some(role) => role_in_words(ctx, Some(role), person.sex.as_deref()),
        None => ctx.say("not-said", &[]),
    };
    let args = [
        ("name", Arg::words(person.name.clone().unwrap_or_default())),
        ("body", Arg::words(body.unwrap_or_else(|| "—".to_owned()))),
        ("role", Arg::text(role)),
        ("sex", Arg::text(label(SignUpForm::SEX, &person.sex))),
        ("area", Arg::text(label(SignUpForm::AREA, &person.area))),
        ("age", Arg::text(label(SignUpForm::AGE, &person.age))),
        ("consent", Arg::text(dates::moment_in_words(person.consented_at, &ctx.locale.language))),
        ("submitted", Arg::count(submitted)),
        ("begun", Arg::count(begun)),
        ("meetings", Arg::count(store::invitations::list_of_person(ctx.db, person.id).await?.len())),
    ];
    Ok(ctx.say("mydata", &args))
}

/// The meetings that a person was invited to, with their replies and attendance.
async fn meetings_in_words(ctx: &mut Ctx<'_>, person: &Person) -> Result<String> {
    let attended = attendance::list_of_person(ctx.db, person.id).await?;
    let invitations = store::invitations::list_of_person(ctx.db, person.id).await?;
    let ids: Vec<MeetingId> = invitations.iter().map(|(id, _)| *id).collect();
    let meetings = form::load_all(ctx, &ids).await?;
    let mut text = String::new();
    for (id, invitation) in invitations {
        let Some(meeting) = meetings.iter().find(|meeting| meeting.row.id == id) else { continue };
        let marks = attended.iter().filter(|(meeting, ..)| *meeting == id);
        let marks = marks.map(|(_, _, status)| ctx.say("attended", &[("status", Arg::text(status.word()))]));
        let marks = marks.collect::<Vec<_>>().join(&ctx.say("comma", &[]));
        let reply = ctx.say("rsvp", &[("reply", Arg::text(invitation.rsvp.map_or("", Rsvp::word)))]);
        let (what, when) = (meeting.about.heading(ctx), meeting.about.when(ctx));
        text.push_str(&format!("\n\n{what}\n{when}\n- {reply}\n- {marks}"));
    }
    Ok(text)
}

/// What the person and the coordinators wrote to each other.
async fn messages_in_words(ctx: &mut Ctx<'_>, person: &Person) -> Result<String> {
    let messages = store::conversations::list_of_person(ctx.db, person.id).await?;
    let mut text = String::new();
    for message in messages {
        let at = dates::moment_in_words(message.at, &ctx.locale.language);
        // Writing to a string cannot fail.
        let _ = write!(text, "\n\n{} · {at}\n{}", message.author.unwrap_or_else(|| "—".to_owned()), message.text);
    }
    Ok(text)
}

/// One survey's answers as lines of question and answer.
async fn answers_in_words(ctx: &mut Ctx<'_>, entry: &SurveyAnswers) -> Result<String> {
    let localized = ctx.bot.library.version(ctx.db, entry.version).await?;
    let day = entry.at.map(|at| dates::moment_in_words(at, &ctx.locale.language));
    let day = day.unwrap_or_else(|| ctx.say("mydata-unsent", &[]));
    let mut text = format!("\n\n{} ({day})\n", capitalized(&localized.say(&ctx.locale.language, "title")));
    for (key, value) in &entry.answers {
        let Some(question) = localized.dialog.question(&key.question) else { continue };
        let question_text = localized.question(&ctx.bot.texts, &ctx.locale.language, question, &key.item);
        let answer = match value {
            Value::Text(words) => words.clone(),
            _ => answer(ctx, &localized, key, value),
        };
        // Writing to a string cannot fail.
        let _ = write!(text, "\n{question_text}\n- {answer}\n");
    }
    Ok(text)
}

fn answer(locale: &Locale<'_>, localized: &LocalizedDialog, key: &Key, value: &Value) -> String {
    let Some(question) = localized.dialog.question(&key.question) else { return String::new() };
    match export::label(&locale.bot.texts, localized, question, value, &locale.language) {
        label if label.is_empty() => export::code(&localized.dialog, question, value),
        label => label,
    }
}

/// One of our texts without its markup and isolation marks.
fn strip_markup(html: &str) -> String {
    let text = html.replace("<b>", "").replace("</b>", "").replace(['\u{2068}', '\u{2069}'], "");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

async fn make_json(
    ctx: &mut Ctx<'_>,
    person: &Person,
    submitted: &[SurveyAnswers],
    begun: &[SurveyAnswers],
) -> Result<serde_json::Value> {
    let body = match person.body {
        Some(id) => bodies::find_name(ctx.db, id, "ar").await?,
        None => None,
    };
    let wishes = responses::list_wishes(ctx.db, None, Some(person.id)).await?;
    let taken_part = store::surveys::list_of_person(ctx.db, person.id).await?;
    let letters = letters::list_of_person(ctx.db, person.id).await?;
    let replies = store::invitations::list_of_person(ctx.db, person.id).await?;
    let attended = attendance::list_of_person(ctx.db, person.id).await?;
    let readings = store::readings::list_of_person(ctx.db, person.id).await?;
    let checks = store::readings::list_check_answers_of_person(ctx.db, person.id).await?;
    let done = audit::list_of_person(ctx.db, person.id).await?;
    let coordinates: Vec<i64> = match coordinators::find_bodies(ctx.db, person.id).await? {
        None => Vec::new(),
        Some(Bodies::All) => vec![0],
        Some(Bodies::Some(bodies)) => bodies.into_iter().map(|body| body.0).collect(),
    };
    let messages = store::conversations::list_of_person(ctx.db, person.id).await?;
    let removal = store::members::find_removal(ctx.db, person.id).await?;
    Ok(json!({
        "telegram_id": person.address.id,
        "language": person.language,
        "consented_at": moment(person.consented_at),
        "consent_text": people::find_consent(ctx.db, person.id).await?,
        "joined_at": person.joined_at.map(moment),
        "requested_at": person.requested_at.map(moment),
        "removed_at": removal.map(|(at, _)| moment(at)),
        "removed_for": removal.map(|(_, why)| why.word()),
        "name": person.name,
        "body": body,
        "role": person.role,
        "office": person.office.map(Office::word),
        "sex": person.sex,
        "area": person.area,
        "age": person.age,
        "no_messages": person.stopped,
        "unreachable": person.unreachable,
        "message_on_screen": person.screen,
        "coordinates_bodies": coordinates,
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
        "meetings": replies.iter().map(|(meeting, invitation)| {
            json!({ "meeting": meeting, "reply": invitation.rsvp.map(Rsvp::word), "reason": invitation.reason.map(ApologyReason::word) })
        }).collect::<Vec<_>>(),
        "attendance": attended.iter().map(|(meeting, day, status)| {
            json!({ "meeting": meeting, "day": day, "status": status.word() })
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
        "messages": messages.iter().map(|message| {
            json!({ "from_member": message.from_member, "text": message.text, "sent_at": moment(message.at) })
        }).collect::<Vec<_>>(),
        "done_as_coordinator": done.iter().map(|(at, action, subject)| {
            json!({ "at": moment(*at), "action": action, "subject": subject })
        }).collect::<Vec<_>>(),
    }))
}

fn moment(at: Timestamp) -> String {
    chrono::DateTime::from_timestamp_millis(at.0).unwrap_or_default().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

fn keyed(answers: &[(Key, Value)]) -> serde_json::Value {
    let all = answers.iter().map(|(key, value)| (key.dotted(), json!(value)));
    all.collect::<serde_json::Map<_, _>>().into()
}
