//! Who answered a survey, body by body: never who by name.

use super::{Ctx, Result, charts, surveys};
use crate::report::render::chart::{Chart, ChartMark, ChartRow};
use crate::store::bodies::{self, Body};
use crate::store::surveys::{self as kept, Survey};
use crate::text::Arg;

/// How many of the members that a survey is put to have begun and submitted it.
pub struct Turnout {
    /// Its bodies, with their counts.
    pub bodies: Vec<OfBody>,
    /// Members of these.
    pub invited: i64,
    /// Who began.
    pub started: i64,
    /// Who handed it in.
    pub submitted: i64,
}

/// The same for one body.
pub struct OfBody {
    /// The body.
    pub body: Body,
    /// Who began.
    pub started: i64,
    /// Who handed it in.
    pub submitted: i64,
}

/// The turnout as it is now.
///
/// # Errors
/// When the database refuses.
pub async fn of(ctx: &mut Ctx<'_>, survey: &Survey) -> Result<Turnout> {
    let (asked, counts) = (kept::bodies(ctx.db, survey.id).await?, kept::turnout(ctx.db, survey.id).await?);
    let all = bodies::all(ctx.db).await?.into_iter();
    let of = |body: Body| {
        let of = counts.iter().find(|of| of.body == body.id);
        OfBody { started: of.map_or(0, |of| of.started), submitted: of.map_or(0, |of| of.submitted), body }
    };
    let bodies: Vec<OfBody> = all.filter(|body| asked.is_empty() || asked.contains(&body.id)).map(of).collect();
    Ok(Turnout {
        invited: bodies.iter().map(|of| of.body.members).sum(),
        // Whoever has left their body since is counted by the survey and no longer by a body.
        started: counts.iter().map(|of| of.started).sum(),
        submitted: counts.iter().map(|of| of.submitted).sum(),
        bodies,
    })
}

impl Turnout {
    /// Which share of those invited handed it in, in hundredths.
    pub fn rate(&self) -> f64 {
        rate(self.submitted, self.invited)
    }

    /// The share of each body, of so many bodies from one on, as a picture.
    pub fn chart(&self, ctx: &Ctx<'_>, survey: &Survey, from: usize, most: usize) -> Chart {
        let row = |of: &OfBody| {
            let text = ctx.say("count-of", &[("n", Arg::Number(of.submitted)), ("all", Arg::Number(of.body.members))]);
            let values = vec![ChartMark { share: of.rate(), text }];
            ChartRow { label: charts::shown(of.body.name(&ctx.language)), values, note: String::new() }
        };
        Chart {
            lang: ctx.language.clone(),
            rtl: ctx.tongue().rtl,
            title: surveys::plain(ctx, &survey.name),
            lines: vec![ctx.say("turnout-by-body", &[])],
            rows: self.bodies.iter().skip(from).take(most).map(row).collect(),
            ..Chart::default()
        }
    }
}

impl OfBody {
    /// Which share of its members handed it in, in hundredths.
    pub fn rate(&self) -> f64 {
        rate(self.submitted, self.body.members)
    }
}

fn rate(n: i64, of: i64) -> f64 {
    charts::share(usize::try_from(n).unwrap_or(0), usize::try_from(of).unwrap_or(0)).min(100.0)
}
