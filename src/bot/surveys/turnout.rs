//! Who answered a survey, body by body: never who by name.

use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::ui::{figures, titles};
use crate::report::render::chart::{Chart, ChartMark, ChartRow};
use crate::store;
use crate::store::bodies::Body;
use crate::store::surveys::Survey;
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
pub async fn of(ctx: &mut Ctx<'_>, survey: &Survey) -> Result<Turnout> {
    let open_to = store::surveys::find_bodies(ctx.db, survey.id).await?;
    let counts = store::surveys::count_turnout(ctx.db, survey.id).await?;
    let all = store::bodies::list(ctx.db).await?.into_iter();
    let of_body = |body: Body| {
        let count = counts.iter().find(|count| count.body == Some(body.id));
        let (started, submitted) = count.map_or((0, 0), |count| (count.started, count.submitted));
        OfBody { started, submitted, body }
    };
    let bodies: Vec<OfBody> = all.filter(|body| open_to.cover(body.id)).map(of_body).collect();
    Ok(Turnout {
        invited: bodies.iter().map(|of| of.body.members).sum(),
        // Whoever has left their body since is counted by the survey and no longer by a body.
        started: counts.iter().map(|count| count.started).sum(),
        submitted: counts.iter().map(|count| count.submitted).sum(),
        bodies,
    })
}

impl Turnout {
    /// Which share of those invited handed it in, in hundredths.
    pub fn rate(&self) -> f64 {
        rate(self.submitted, self.invited)
    }

    /// The share of each body, of so many bodies from one on, as a picture.
    pub fn chart(&self, locale: &Locale<'_>, survey: &Survey, from: usize, most: usize) -> Chart {
        let row = |of: &OfBody| {
            let text =
                locale.say("count-of", &[("n", Arg::Number(of.submitted)), ("all", Arg::Number(of.body.members))]);
            let values = vec![ChartMark { share: of.rate(), text }];
            ChartRow { label: figures::shown(of.body.name(&locale.language)), values, note: String::new() }
        };
        Chart {
            lang: locale.language.clone(),
            rtl: locale.language().rtl,
            title: titles::plain_heading(locale, &survey.name),
            lines: vec![locale.say("turnout-by-body", &[])],
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
    figures::share(usize::try_from(n).unwrap_or(0), usize::try_from(of).unwrap_or(0)).min(100.0)
}
