//! What coordinators export from a survey: its answers as a table, voice answers, and who asked to be called.

use super::{export, manage, rounds};
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::{LINES_A_PAGE, clamp_page, page_buttons, to};
use crate::bot::ui::files;
use crate::chat::{Export, ExportKind, File, Press, Reply, Route, Screen};
use crate::report::disclosure::rows::RowRefusal;
use crate::store;
use crate::store::audit::AuditAction;
use crate::store::people::Person;
use crate::text::{Arg, escape};
use crate::types::SurveyId;

const VOICES_AT_ONCE: usize = 5;
/// Most responses whose table is sent uncompressed. Telegram takes files of 50 MB, and connections are costly.
const MOST_UNPACKED: usize = 5_000;

/// Says what the answers of each person reveal, before they are given out.
pub async fn ask_for_rows(ctx: &mut Ctx<'_>, survey: SurveyId) -> Result<Outcome> {
    let survey = manage::load_current(ctx, survey).await?;
    if let Some(refusal) = export::refuse(ctx, &survey).await? {
        return Ok(refusal_screen(ctx, survey.id, refusal).into());
    }
    let title = Arg::text(rounds::heading(ctx, &survey).await?);
    let mut screen = Screen::new(ctx.say("rows-ask", &[("title", title)]));
    for (place, language) in ctx.bot.texts.languages().iter().enumerate() {
        let label = ctx.say("go-export", &[("language", Arg::text(language.name.clone()))]);
        screen = screen.row(label, Press::Go(Route::ExportAnswers { survey: survey.id, language: place }));
    }
    screen.rows.push(vec![to(ctx, "go-export-long", Route::ExportAnswersLong { survey: survey.id })]);
    screen.rows.push(vec![to(ctx, "back", Route::ManagedSurvey { survey: survey.id, page: 0 })]);
    Ok(screen.into())
}

/// Sends the answers as CSV, one row for each response, with labels in the language with this index.
pub async fn export(ctx: &mut Ctx<'_>, person: &Person, survey: SurveyId, language: usize) -> Result<Outcome> {
    let wanted = ctx.bot.texts.languages().get(language);
    let language = wanted.map_or_else(|| ctx.locale.language.clone(), |language| language.code.clone());
    send_table(ctx, person, survey, language, false).await
}

/// Sends the answers as CSV, one row for each answer, with labels in the coordinator's language.
pub async fn export_long(ctx: &mut Ctx<'_>, person: &Person, survey: SurveyId) -> Result<Outcome> {
    let language = ctx.locale.language.clone();
    send_table(ctx, person, survey, language, true).await
}

async fn send_table(
    ctx: &mut Ctx<'_>,
    person: &Person,
    survey: SurveyId,
    language: String,
    long: bool,
) -> Result<Outcome> {
    let survey = manage::load_current(ctx, survey).await?;
    let newest = store::responses::find_newest_version(ctx.db, survey.id).await?;
    let n = newest.map_or(0, |(_, n)| usize::try_from(n).unwrap_or(0));
    if let Some(refusal) = export::refuse(ctx, &survey).await? {
        return Ok(refusal_screen(ctx, survey.id, refusal).into());
    }
    ctx.audit(person, AuditAction::TookAnswersAway(survey.id)).await?;
    let layout = if long { "long-" } else { "" };
    let mut name = format!("{}-{}-{layout}{language}.csv", survey.name, survey.id);
    let packed = n > MOST_UNPACKED;
    if packed {
        name.push_str(".zip");
    }
    let file = File::Export(Export::new(ExportKind::Table { long, packed }, name, survey.id, language, ctx.now));
    let caption = ctx.say("csv-ready", &[("n", Arg::count(n))]);
    let screen = manage::screen(ctx, &survey, 0).await?;
    Ok(Reply { files: vec![(file, caption)], ..screen.into() }.into())
}

fn refusal_screen(locale: &Locale<'_>, survey: SurveyId, refusal: RowRefusal) -> Screen {
    let mut screen = Screen::new(export::say_refusal(locale, refusal));
    screen.rows.push(vec![to(locale, "back", Route::ManagedSurvey { survey, page: 0 })]);
    screen
}

/// Sends the next voice answers, in the order of random keys, without names.
pub async fn listen(ctx: &mut Ctx<'_>, person: &Person, survey: SurveyId, heard: usize) -> Result<Outcome> {
    let survey = manage::load_current(ctx, survey).await?;
    if let Some(refusal) = export::refuse(ctx, &survey).await? {
        return Ok(refusal_screen(ctx, survey.id, refusal).into());
    }
    let survey = survey.id;
    let voices = store::responses::list_voices(ctx.db, survey).await?;
    let next = voices.iter().enumerate().skip(heard).take(VOICES_AT_ONCE);
    let sent = next.map(|(i, (key, file))| {
        let args =
            [("n", Arg::count(i + 1)), ("total", Arg::count(voices.len())), ("question", Arg::words(key.dotted()))];
        (files::voice_file(ctx, file), ctx.say("voice-caption", &args))
    });
    let sent: Vec<_> = sent.collect();
    ctx.audit(person, AuditAction::ListenedToVoices(survey)).await?;
    let mut screen = Screen::new(ctx.say("voices", &[("n", Arg::count(voices.len()))]));
    let heard = heard + sent.len();
    if heard < voices.len() {
        screen.rows.push(vec![to(ctx, "next", Route::VoiceAnswers { survey, heard })]);
    }
    screen.rows.push(vec![to(ctx, "back", Route::ManagedSurvey { survey, page: 0 })]);
    Ok(Reply { screen: Some(screen), files: sent, ..Reply::default() }.into())
}

/// Shows the names of people who asked to be called, separate from their answers.
pub async fn show_volunteers(ctx: &mut Ctx<'_>, person: &Person, survey: SurveyId, page: usize) -> Result<Outcome> {
    let survey = manage::load_current(ctx, survey).await?;
    ctx.audit_view(person, AuditAction::LookedAtVolunteers(survey.id)).await?;
    let title = Arg::text(rounds::heading(ctx, &survey).await?);
    let mut text = ctx.say("wishes", &[("title", title)]);
    let localized = ctx.bot.library.latest(&survey.name);
    let wishes = store::responses::list_wishes(ctx.db, Some(survey.id), None).await?;
    let (page, pages) = clamp_page(page, wishes.len(), LINES_A_PAGE);
    for wish in wishes.into_iter().skip(page * LINES_A_PAGE).take(LINES_A_PAGE) {
        let wanted =
            localized.as_ref().and_then(|(_, localized)| Some((localized, localized.dialog.question(&wish.question)?)));
        let item = match wanted {
            Some((localized, question)) => localized.item(&ctx.bot.texts, &ctx.locale.language, question, &wish.item),
            None => wish.item,
        };
        let args = [("name", Arg::words(wish.name)), ("item", Arg::text(escape(&item)))];
        text.push('\n');
        text.push_str(&ctx.say("wish-line", &args));
    }
    let mut screen = Screen::new(text);
    screen.rows.extend(page_buttons(ctx, page, pages, |page| Press::Go(Route::Volunteers { survey: survey.id, page })));
    screen.rows.push(vec![to(ctx, "back", Route::ManagedSurvey { survey: survey.id, page: 0 })]);
    Ok(screen.into())
}
