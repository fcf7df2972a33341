//! The members of a body to take away: as CSV, and as a list to print.

use crate::bot::context::Ctx;
use crate::bot::error::{Error, Result};
use crate::bot::outcome::Outcome;
use crate::bot::ui::figures::{LONGEST_CELL, drawable};
use crate::bot::ui::titles::role_in_words;
use crate::chat::{File, Reply, Route};
use crate::report::render::csv_table;
use crate::report::render::printed_list::{self, PrintedList};
use crate::store::audit::AuditAction;
use crate::store::bodies::{self, Body};
use crate::store::members::{self, MemberDetails};
use crate::store::people::Person;
use crate::text::{Arg, dates};
use crate::types::{BodyId, Office};

/// The columns of both lists; what one of them leaves out is not printed.
const COLUMNS: [&str; 6] = ["name", "role", "office", "sex", "language", "joined"];
const PRINTED_COLUMNS: [&str; 4] = ["name", "role", "office", "joined"];

pub async fn export(ctx: &mut Ctx<'_>, person: &Person, body: BodyId) -> Result<Outcome> {
    let (_, rows) = load(ctx, body, &COLUMNS, |day| day.to_string()).await?;
    let file = File::Document(format!("members-{}.csv", dates::day_of(ctx.now)), csv_table::csv(rows)?);
    send(ctx, person, body, file).await
}

pub async fn print(ctx: &mut Ctx<'_>, person: &Person, body: BodyId) -> Result<Outcome> {
    let language = ctx.locale.language.clone();
    let (found, rows) = load(ctx, body, &PRINTED_COLUMNS, |day| dates::day_in_words(day, &language)).await?;
    let args = [("body", Arg::text(drawable(found.name(&language), LONGEST_CELL))), ("n", Arg::Number(found.members))];
    let today = dates::day_in_words(dates::day_of(ctx.now), &language);
    let list = PrintedList {
        language: language.clone(),
        rtl: ctx.language().rtl,
        title: ctx.say("printed-members", &args),
        lines: vec![ctx.say("printed-members-count", &[("n", Arg::Number(found.members)), ("day", Arg::text(today))])],
        rows: rows.iter().map(|row| row.iter().map(|cell| drawable(cell, LONGEST_CELL)).collect()).collect(),
        shares: vec![4, 3, 3, 4],
        tall: false,
    };
    let file = printed_list::pdf(&list).map_err(Error::Picture)?;
    send(ctx, person, body, File::Document(format!("members-{}.pdf", dates::day_of(ctx.now)), file)).await
}

async fn send(ctx: &mut Ctx<'_>, person: &Person, body: BodyId, file: File) -> Result<Outcome> {
    ctx.audit(person, AuditAction::TookMembersAway(body)).await?;
    let caption = ctx.say("members-ready", &[]);
    let Outcome::Show(reply) = super::members::list(ctx, person, body, 0).await? else {
        return Ok(Route::Members { body, page: 0 }.into());
    };
    Ok(Reply { files: vec![(file, caption)], ..reply }.into())
}

/// The body, and a row for each member under the head.
async fn load(
    ctx: &mut Ctx<'_>,
    body: BodyId,
    columns: &[&str],
    day: impl Fn(chrono::NaiveDate) -> String,
) -> Result<(Body, Vec<Vec<String>>)> {
    let found = bodies::find(ctx.db, body).await?.ok_or(Error::Missing("body"))?;
    let mut rows =
        vec![columns.iter().map(|column| ctx.say("member-column", &[("column", Arg::text(*column))])).collect()];
    for member in members::list_details(ctx.db, body).await? {
        let MemberDetails { name, role, office, sex, language, joined_at } = member;
        let cell = |column: &&str| match *column {
            "name" => name.clone(),
            "role" => role_in_words(ctx, role.as_deref(), sex.as_deref()),
            "office" => role_in_words(ctx, office.map(Office::word), sex.as_deref()),
            "sex" => sex.as_deref().map_or_else(String::new, |sex| ctx.say("sex", &[("sex", Arg::text(sex))])),
            "language" => ctx.bot.texts.language(&language).name.clone(),
            _ => day(dates::day_of(joined_at)),
        };
        rows.push(columns.iter().map(cell).collect());
    }
    Ok((found, rows))
}
