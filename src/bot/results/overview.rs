//! The list of surveys with results, and the overview of each: how many people answered, body by body.

use super::charts;
use super::compare;
use super::differences;
use super::load::{self, Results};
use crate::bot::access;
use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::outcome::Outcome;
use crate::bot::surveys::{manage, turnout};
use crate::bot::ui::buttons::{BUTTONS_A_PAGE, clamp_page, page_buttons, to};
use crate::bot::ui::{figures, titles};
use crate::chat::{Export, ExportKind, File, Press, Reply, Route, Screen, TopicNumber};
use crate::store;
use crate::store::audit::AuditAction;
use crate::store::letter_kind::LetterKind;
use crate::store::people::Person;
use crate::store::surveys::Survey;
use crate::text::Arg;
use crate::types::{Bodies, SurveyId};

const BODIES_A_PICTURE: usize = 24;

pub async fn list(ctx: &mut Ctx<'_>, scope: &Bodies, page: usize) -> Result<Outcome> {
    let listed = store::surveys::list_in_scope(ctx.db, scope).await?;
    let mut screen = Screen::new(ctx.say("results", &[("n", Arg::count(listed.len()))]));
    let (page, pages) = clamp_page(page, listed.len(), BUTTONS_A_PAGE);
    for survey in listed.iter().skip(page * BUTTONS_A_PAGE).take(BUTTONS_A_PAGE) {
        let overview = Route::Overview { survey: survey.id, page: 0 };
        screen = screen.row(manage::label(ctx, survey).await?, Press::Go(overview));
    }
    screen.rows.extend(page_buttons(ctx, page, pages, |page| Press::Go(Route::Results { page })));
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

/// Who answered a survey: how many people were invited, were reached, began and submitted; the percentage by body as a
/// picture.
pub async fn show(ctx: &mut Ctx<'_>, scope: &Bodies, survey: SurveyId, page: usize) -> Result<Outcome> {
    let survey = manage::load_current(ctx, survey).await?;
    Ok(screen(ctx, scope, &survey, page).await?.into())
}

pub async fn export_workbook(ctx: &mut Ctx<'_>, person: &Person, survey: SurveyId) -> Result<Outcome> {
    export(ctx, person, survey, ExportKind::Workbook, "xlsx", "workbook-ready").await
}

/// The results of a survey as a report to print.
pub async fn export_report(ctx: &mut Ctx<'_>, person: &Person, survey: SurveyId) -> Result<Outcome> {
    export(ctx, person, survey, ExportKind::Report, "pdf", "paper-ready").await
}

/// The results as a file, which is made when it is sent; only the overview if there is nothing to show.
async fn export(
    ctx: &mut Ctx<'_>,
    person: &Person,
    survey: SurveyId,
    kind: ExportKind,
    extension: &str,
    caption: &str,
) -> Result<Outcome> {
    let survey = manage::load_current(ctx, survey).await?;
    let Results::Ready(_) = load::load(ctx, survey.clone()).await? else {
        return Ok(screen(ctx, &Bodies::All, &survey, 0).await?.into());
    };
    let name = format!("{}-{}.{extension}", survey.name, survey.id);
    let file = File::Export(Export::new(kind, name, survey.id, &ctx.locale.language, ctx.now));
    let caption = ctx.say(caption, &[]);
    ctx.audit(person, AuditAction::TookAnswersAway(survey.id)).await?;
    let screen = screen(ctx, &Bodies::All, &survey, 0).await?;
    Ok(Reply { files: vec![(file, caption)], ..screen.into() }.into())
}

/// Who coordinates only some of the bodies sees the turnout of these, and the results of all, but takes nothing away.
async fn screen(ctx: &mut Ctx<'_>, scope: &Bodies, survey: &Survey, page: usize) -> Result<Screen> {
    let (id, open) = (survey.id, survey.is_open(ctx.now));
    let manages = access::manages_survey(ctx, scope, id).await?;
    let mut turnout = turnout::load(ctx, survey).await?;
    if !manages {
        turnout = turnout.within(scope);
    }
    let args = [
        ("title", Arg::text(load::heading(ctx, survey).await?)),
        ("invited", Arg::Number(turnout.invited)),
        ("started", Arg::Number(turnout.started)),
        ("submitted", Arg::Number(turnout.submitted)),
        ("rate", Arg::text(figures::percent_in_text(ctx, turnout.rate()))),
    ];
    let mut text = ctx.say("overview", &args);
    let reached = store::letters::count_reached(ctx.db, LetterKind::SurveyOpened(id)).await?;
    if manages && reached > 0 {
        // A closed anonymous survey has forgotten this number.
        text.push_str(&format!("\n{}", ctx.say("overview-reached", &[("n", Arg::Number(reached))])));
    }
    let (page, pages) = clamp_page(page, turnout.bodies.len(), BODIES_A_PICTURE);
    let title = titles::plain_heading(ctx, &survey.name);
    let chart = turnout.chart(ctx, title, page * BODIES_A_PICTURE, BODIES_A_PICTURE);
    let mut rows = Vec::new();
    match load::load(ctx, survey.clone()).await? {
        Results::Ready(results) => {
            rows.push(vec![
                to(ctx, "go-topics", Route::Topic { survey: id, topic: TopicNumber(1), by: None }),
                to(ctx, "go-topic-list", Route::Topics { survey: id, page: 0 }),
            ]);
            if differences::are_offered(ctx, &results) {
                rows.push(vec![to(ctx, "go-differences", Route::Differences { survey: id })]);
            }
            rows.extend(compare::button(ctx, scope, survey).await?.map(|button| vec![button]));
            if manages {
                rows.push(vec![
                    to(ctx, "go-workbook", Route::ExportWorkbook { survey: id }),
                    to(ctx, "go-paper", Route::ExportReport { survey: id }),
                ]);
                rows.push(vec![to(ctx, "go-share", Route::ShareResults { survey: id, topic: None })]);
            }
            if manages && store::shares::has_any(ctx.db, id).await? {
                rows.push(vec![to(ctx, "go-shares", Route::Shares { survey: id, share: None })]);
            }
        }
        Results::Counting => text.push_str(&format!("\n\n{}", ctx.say("results-counting", &[]))),
        Results::None if open => text.push_str(&format!("\n\n{}", ctx.say("results-after-closing", &[]))),
        Results::None => {
            let args = [("fewest", Arg::count(ctx.min_group_size()))];
            text.push_str(&format!("\n\n{}", ctx.say("results-too-few", &args)));
        }
    }
    let mut screen = Screen::new(text);
    screen.picture = Some(charts::drawing(chart));
    screen.rows.extend(rows);
    screen.rows.extend(page_buttons(ctx, page, pages, |page| Press::Go(Route::Overview { survey: id, page })));
    if open && !ctx.is_bureau {
        screen.rows.push(vec![to(ctx, "go-remind", Route::RemindOfSurvey { survey: id })]);
    }
    let refresh = to(ctx, "go-refresh", Route::Overview { survey: id, page: 0 });
    let managed = to(ctx, "go-round", Route::ManagedSurvey { survey: id, page: 0 });
    screen.rows.push(if ctx.is_bureau { vec![refresh] } else { vec![managed, refresh] });
    screen.rows.push(vec![to(ctx, "go-results", Route::Results { page: 0 }), to(ctx, "to-menu", Route::Menu)]);
    Ok(screen)
}
