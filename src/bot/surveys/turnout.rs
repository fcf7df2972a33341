//! How many members answered a survey, body by body, without names.

use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::ui::figures;
use crate::report::render::chart::{Chart, ChartMark, ChartRow};
use crate::store;
use crate::store::bodies::Body;
use crate::store::surveys::Survey;
use crate::text::Arg;
use crate::types::{Bodies, BodyId};

/// How many of the members who are asked have begun and submitted a survey. Of a closed survey: at its closing.
pub struct Turnout {
    pub bodies: Vec<BodyParticipation>,
    pub invited: i64,
    pub started: i64,
    pub submitted: i64,
}

/// The turnout of one body, with its name. How many members it has now is not what counts: see `invited`.
pub struct BodyParticipation {
    pub body: Body,
    pub invited: i64,
    pub started: i64,
    pub submitted: i64,
}

pub async fn load(ctx: &mut Ctx<'_>, survey: &Survey) -> Result<Turnout> {
    let open_to = store::surveys::find_bodies(ctx.db, survey.id).await?;
    let counts = store::surveys::count_turnout(ctx.db, survey.id).await?;
    let mut names = store::bodies::list(ctx.db).await?;
    let bodies = counts.iter().filter_map(|count| {
        let place = names.iter().position(|body| Some(body.id) == count.body && open_to.cover(body.id))?;
        let (invited, started, submitted) = (count.invited, count.started, count.submitted);
        Some(BodyParticipation { body: names.remove(place), invited, started, submitted })
    });
    Ok(Turnout {
        bodies: bodies.collect(),
        // People who have left their body since are counted by the survey, but no longer by a body.
        invited: counts.iter().map(|count| count.invited.max(count.started)).sum(),
        started: counts.iter().map(|count| count.started).sum(),
        submitted: counts.iter().map(|count| count.submitted).sum(),
    })
}

/// The bodies that a survey is open to. Of a closed survey: those that there were then.
pub async fn list_concerned(ctx: &mut Ctx<'_>, survey: &Survey) -> Result<Vec<BodyId>> {
    let open_to = store::surveys::find_bodies(ctx.db, survey.id).await?;
    let counts = store::surveys::count_turnout(ctx.db, survey.id).await?.into_iter();
    Ok(counts.filter_map(|count| count.body).filter(|body| open_to.cover(*body)).collect())
}

impl Turnout {
    /// What a coordinator of these bodies sees of it. Who coordinates all bodies sees people of no body too.
    pub fn within(mut self, scope: &Bodies) -> Turnout {
        if *scope != Bodies::All {
            self.bodies.retain(|turnout| scope.cover(turnout.body.id));
            self.invited = self.bodies.iter().map(|turnout| turnout.invited.max(turnout.started)).sum();
            self.started = self.bodies.iter().map(|turnout| turnout.started).sum();
            self.submitted = self.bodies.iter().map(|turnout| turnout.submitted).sum();
        }
        self
    }

    /// The percentage of those invited who submitted.
    pub fn rate(&self) -> f64 {
        rate(self.submitted, self.invited)
    }

    /// The percentage of each body as a picture with this title, for `most` bodies from this index on.
    pub fn chart(&self, locale: &Locale<'_>, title: String, from: usize, most: usize) -> Chart {
        let row = |turnout: &BodyParticipation| {
            let text =
                locale.say("count-of", &[("n", Arg::Number(turnout.submitted)), ("all", Arg::Number(turnout.invited))]);
            let values = vec![ChartMark::new(turnout.rate(), text)];
            ChartRow { label: figures::chart_label(turnout.body.name(&locale.language)), values, note: String::new() }
        };
        Chart {
            lang: locale.language.clone(),
            rtl: locale.language().rtl,
            title,
            lines: vec![locale.say("turnout-by-body", &[])],
            rows: self.bodies.iter().skip(from).take(most).map(row).collect(),
            ..Chart::default()
        }
    }
}

impl BodyParticipation {
    /// The percentage of those invited who submitted.
    pub fn rate(&self) -> f64 {
        rate(self.submitted, self.invited)
    }
}

fn rate(part: i64, whole: i64) -> f64 {
    figures::share(usize::try_from(part).unwrap_or(0), usize::try_from(whole).unwrap_or(0)).min(100.0)
}
