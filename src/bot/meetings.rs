//! A meeting and how it is said: title, day and hour, notice, details, calendar file. What is done with meetings is in
//! [`super::convening`] (coordinators), [`super::replies`] (members) and [`super::attendance`].

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

use super::library::Played;
use super::surveys::capital;
use super::{Ctx, Result, attached};
use crate::chat::File;
use crate::dialog::answer::latin_digit;
use crate::dialog::{Answers, Attached, Key, Value, walk};
use crate::report::render::ics;
use crate::store::Millis;
use crate::store::meetings::{self as kept, Day};
use crate::text::{Arg, dates, escape};

/// UTF-16 units of a notice: Telegram takes captions of 1024, and what the person replied is added.
pub const CAPTION: usize = 900;
/// Letters of a title on a button; the rest would be cut on a small phone.
const LABEL: usize = 26;
/// UTF-16 units of a screen: Telegram takes 4096.
pub const SCREEN: usize = 3800;
/// The earliest hour that, as an end before the beginning, cannot be of the next morning.
const MORNING: u32 = 6;

/// What was said of a meeting in the dialog `meeting`.
#[derive(Clone)]
pub struct Described {
    /// The dialog it was said in.
    pub played: Arc<Played>,
    /// The answers that apply.
    pub answers: Vec<(Key, Value)>,
}

/// A meeting as kept.
#[derive(Clone)]
pub struct Meeting {
    /// Its row.
    pub row: kept::Meeting,
    /// Its days.
    pub days: Vec<Day>,
    /// What was said of it.
    pub about: Described,
}

/// Loads a meeting.
///
/// # Errors
/// When the database refuses.
pub async fn load(ctx: &mut Ctx<'_>, id: i64) -> Result<Option<Meeting>> {
    let Some(row) = kept::find(ctx.db, id).await? else {
        return Ok(None);
    };
    let days = kept::days(ctx.db, id).await?;
    let played = ctx.bot.library.version(ctx.db, row.version).await?;
    let about = Described { played, answers: row.answers.clone() };
    Ok(Some(Meeting { row, days, about }))
}

impl Meeting {
    /// When it begins; the end of time for one without days, which no way leads to.
    pub fn starts_at(&self) -> Millis {
        self.days.first().map_or(Millis::MAX, |day| day.starts_at)
    }

    /// It has begun.
    pub fn has_begun(&self, now: Millis) -> bool {
        now >= self.starts_at()
    }

    /// Its last day is over.
    pub fn is_over(&self, now: Millis) -> bool {
        self.days.last().is_some_and(|day| now >= over_at(day))
    }

    /// It takes place as far as we know.
    pub fn stands(&self) -> bool {
        self.row.cancelled_at.is_none()
    }

    /// The day with this number.
    pub fn day(&self, n: i64) -> Option<&Day> {
        self.days.iter().find(|day| day.n == n)
    }

    /// The calendar file, in the person's language. Days that there were `before` and are no more take themselves out.
    pub fn calendar(&self, ctx: &Ctx<'_>, before: Option<&Described>) -> File {
        let about = &self.about;
        let organiser = about.text("organiser").unwrap_or_else(|| ctx.bot.notice.controller(&ctx.language));
        let common = ics::About {
            sequence: self.row.sequence,
            changed_at: self.row.changed_at,
            cancelled: !self.stands(),
            place: about.text("place").unwrap_or_default().to_owned(),
            map: about.text("map").map(str::to_owned),
            organiser: organiser.to_owned(),
            address: format!("https://t.me/{}", ctx.bot.username),
        };
        let entry = |day: &Day, about: &Described, cancelled: bool| {
            let lists = ["agenda".to_owned(), format!("programme{}", day.n)];
            let texts = lists.iter().filter_map(|id| about.text(id)).map(|text| items(text).join("\n"));
            ics::CalendarDay {
                uid: format!("takafou-{}-{}-{}@{}", self.row.id, day.n, self.row.announced_at, ctx.bot.username),
                starts_at: day.starts_at,
                ends_at: day.ends_at,
                title: about.title(ctx),
                text: texts.collect::<Vec<_>>().join("\n\n"),
                cancelled,
            }
        };
        let mut entries: Vec<ics::CalendarDay> = self.days.iter().map(|day| entry(day, about, false)).collect();
        if let Some(before) = before {
            entries.extend(before.kept_days().iter().skip(self.days.len()).map(|day| entry(day, before, true)));
        }
        File::Document("takafou.ics".into(), ics::file(&common, &entries))
    }
}

/// When a day is over: at midnight, or later if it ends later.
pub fn over_at(day: &Day) -> Millis {
    dates::end_of(wall(&day.begins).date()).max(day.ends_at.unwrap_or(0))
}

/// Wall time as kept. What cannot be read was not written by us: it is long past.
pub fn wall(text: &str) -> NaiveDateTime {
    text.parse().unwrap_or_default()
}

/// The lines of an agenda or programme, without the dashes and numbers that people put before them.
fn items(text: &str) -> Vec<String> {
    let bare = |line: &str| -> String {
        let line = line.trim().trim_start_matches(['-', '–', '•', '*', '·', ' ']);
        let rest = line.trim_start_matches(|c: char| latin_digit(c).is_ascii_digit());
        let numbered = rest.len() < line.len() && rest.starts_with(['.', ')', '-', '/']);
        let line = if numbered { &rest[1..] } else { line };
        line.trim().to_owned()
    };
    text.lines().map(bare).filter(|line| !line.is_empty()).map(|line| format!("• {line}")).collect()
}

/// A line of people's words in a message: safe for HTML, and turning nothing round that stands beside it.
fn isolated(item: &str) -> String {
    let words = item.strip_prefix("• ").unwrap_or(item);
    format!("• \u{2068}{}\u{2069}", escape(words))
}

impl Described {
    /// What a form says so far.
    pub fn of_form(played: &Arc<Played>, answers: &Answers) -> Described {
        Described { played: played.clone(), answers: walk::submission(&played.dialog, answers) }
    }

    fn value(&self, id: &str) -> Option<&Value> {
        self.answers.iter().find(|(key, _)| key.question == id).map(|(_, value)| value)
    }

    /// The words said at a question.
    pub fn text(&self, id: &str) -> Option<&str> {
        match self.value(id) {
            Some(Value::Text(words)) => Some(words),
            _ => None,
        }
    }

    /// The options picked at a question.
    pub fn picks(&self, id: &str) -> &[String] {
        match self.value(id) {
            Some(Value::Picks(picks)) => picks,
            _ => &[],
        }
    }

    /// The files that go with it.
    pub fn files(&self) -> &[Attached] {
        match self.value("files") {
            Some(Value::Files(files)) => files,
            _ => &[],
        }
    }

    /// The kind of meeting, by its id.
    pub fn kind(&self) -> &str {
        self.picks("kind").first().map_or("", String::as_str)
    }

    fn time(&self, id: &str) -> Option<NaiveTime> {
        match self.value(id) {
            Some(Value::Time(time)) => Some(*time),
            _ => None,
        }
    }

    /// The days in wall time: beginning, and end if it was said. None if the end lies before the beginning; an end in the
    /// small hours is of the next day, as after Tarawih.
    pub fn days(&self) -> Option<Vec<(NaiveDateTime, Option<NaiveDateTime>)>> {
        use chrono::Timelike;
        let (Some(Value::Date(first)), Some(hour)) = (self.value("day"), self.time("hour")) else {
            return None;
        };
        let count = match self.value("days") {
            Some(Value::Numbers(numbers)) => numbers.first().and_then(|n| u64::try_from(*n).ok()).unwrap_or(1),
            _ => 1,
        };
        let until = self.time("until");
        if until.is_some_and(|until| until <= hour && until.hour() >= MORNING) {
            return None;
        }
        let day = |n: u64| -> (NaiveDateTime, Option<NaiveDateTime>) {
            let day: NaiveDate = *first + Days::new(n);
            let end = until.map(|until| (if until > hour { day } else { day + Days::new(1) }).and_time(until));
            (day.and_time(hour), end)
        };
        Some((0..count.max(1)).map(day).collect())
    }

    /// The days as they are kept, with their instants.
    pub fn kept_days(&self) -> Vec<Day> {
        let days = self.days().unwrap_or_default().into_iter().enumerate();
        let day = |(i, (begins, ends)): (usize, (NaiveDateTime, Option<NaiveDateTime>))| Day {
            n: i64::try_from(i).unwrap_or(0) + 1,
            begins: written(begins),
            ends: ends.map(written),
            starts_at: dates::instant(begins),
            ends_at: ends.map(dates::instant),
            secret: None,
            closed_at: None,
        };
        days.map(day).collect()
    }

    /// Kind and subject, plain: `ورشة: خطة العمل`.
    pub fn title(&self, ctx: &Ctx<'_>) -> String {
        let kind = self.kind_said(ctx);
        match self.text("subject") {
            Some(subject) => ctx.say("meeting-title", &[("kind", Arg::text(kind)), ("subject", Arg::text(subject))]),
            None => kind,
        }
    }

    fn kind_said(&self, ctx: &Ctx<'_>) -> String {
        let asked = self.played.dialog.question("kind");
        asked.map_or_else(String::new, |asked| {
            capital(&self.played.label(&ctx.bot.texts, &ctx.language, asked, self.kind()))
        })
    }

    /// The same for a message: its words safe for HTML.
    pub fn heading(&self, ctx: &Ctx<'_>) -> String {
        let kind = escape(&self.kind_said(ctx));
        match self.text("subject") {
            Some(subject) => ctx.say("meeting-title", &[("kind", Arg::text(kind)), ("subject", Arg::words(subject))]),
            None => kind,
        }
    }

    /// Day and hour in words: `يومه الثلاثاء 3 مارس 2026 على الساعة 10:00`.
    pub fn when(&self, ctx: &Ctx<'_>) -> String {
        let days = self.days().unwrap_or_default();
        let (Some((begins, ends)), Some((last, _))) = (days.first(), days.last()) else {
            return String::new();
        };
        let hour = match ends {
            Some(ends) => {
                let hours = [("from", hour_of(*begins)), ("to", hour_of(*ends))];
                ctx.say("meeting-hours", &hours)
            }
            None => ctx.say("meeting-hour", &[("hour", hour_of(*begins))]),
        };
        let day = |day: &NaiveDateTime| Arg::text(dates::day_in_words(day.date(), &ctx.language));
        if days.len() == 1 {
            return ctx.say("meeting-when", &[("day", day(begins)), ("hour", Arg::text(hour))]);
        }
        ctx.say("meeting-when-days", &[("first", day(begins)), ("last", day(last)), ("hour", Arg::text(hour))])
    }

    /// Title and day, as short as a button needs.
    pub fn label(&self, ctx: &Ctx<'_>) -> String {
        let day = self.days().and_then(|days| days.first().map(|(begins, _)| begins.date())).unwrap_or_default();
        let title = self.title(ctx);
        let mut short: String = title.chars().take(LABEL).collect();
        if short.len() < title.len() {
            short.push('…');
        }
        format!("{} · {short}", dates::date_in_words(day, &ctx.language))
    }

    /// The notice in the polite pattern, and whether something was left out to stay within `limit` UTF-16 units.
    pub fn notice(&self, ctx: &Ctx<'_>, limit: usize) -> (String, bool) {
        let args = [
            ("what", Arg::text(self.heading(ctx))),
            ("when", Arg::text(self.when(ctx))),
            ("days", Arg::count(self.days().map_or(1, |days| days.len()))),
        ];
        let mut text = ctx.say("notice-opening", &args);
        let closing = ctx.say("notice-closing", &[]);
        let room = limit.saturating_sub(units(&closing));
        let cut = self.facts(ctx, &mut text, room);
        text.push_str("\n\n");
        text.push_str(&closing);
        (text, cut)
    }

    /// Everything that was said, on one screen.
    pub fn details(&self, ctx: &Ctx<'_>) -> String {
        let mut text = format!("<b>{}</b>\n📅 {}", self.heading(ctx), self.when(ctx));
        self.facts(ctx, &mut text, SCREEN);
        text
    }

    /// Adds place, agenda and the rest, as far as there is room; the place always. True if something was left out.
    fn facts(&self, ctx: &Ctx<'_>, text: &mut String, room: usize) -> bool {
        let place = self.text("place").unwrap_or_default();
        text.push_str("\n\n");
        text.push_str(&ctx.say("notice-place", &[("place", Arg::words(place))]));
        let mut cut = false;
        let mut add = |block: String| {
            if units(text) + units(&block) <= room {
                text.push_str(&block);
                return true;
            }
            cut = true;
            false
        };
        let mut lists = vec![("agenda".to_owned(), ctx.say("notice-agenda", &[]))];
        lists.extend(
            (1..=5i64).map(|n| (format!("programme{n}"), ctx.say("notice-programme", &[("n", Arg::Number(n))]))),
        );
        for (id, head) in lists {
            let items = self.text(&id).map(items).unwrap_or_default();
            let mut head = Some(format!("\n\n{head}"));
            for item in items {
                let line = ctx.say("line", &[("text", Arg::text(isolated(&item)))]);
                if !add(format!("{}\n{line}", head.take().unwrap_or_default())) {
                    break;
                }
            }
        }
        if let Some(organiser) = self.text("organiser") {
            add(format!("\n\n{}", ctx.say("notice-organiser", &[("organiser", Arg::words(organiser))])));
        }
        if let Some(partners) = self.text("partners") {
            add(format!("\n{}", ctx.say("notice-partners", &[("partners", Arg::words(partners))])));
        }
        if !self.files().is_empty() {
            add(format!("\n\n{}", attached::listed(ctx, self.files())));
        }
        if let Some(map) = self.text("map") {
            add(format!("\n\n{}", ctx.say("notice-map", &[("link", Arg::text(escape(map)))])));
        }
        cut
    }

    /// The programme of one day, with its hour and place.
    pub fn programme(&self, ctx: &Ctx<'_>, n: i64) -> Option<String> {
        let days = self.days()?;
        let (begins, _) = days.get(usize::try_from(n - 1).ok()?)?;
        let args = [
            ("what", Arg::text(self.heading(ctx))),
            ("in", Arg::Number((begins.date() - dates::day_of(ctx.now)).num_days())),
            ("n", Arg::Number(n)),
            ("total", Arg::count(days.len())),
            ("day", Arg::text(dates::day_in_words(begins.date(), &ctx.language))),
            ("hour", hour_of(*begins)),
            ("place", Arg::words(self.text("place").unwrap_or_default())),
        ];
        let mut text = ctx.say("letter-eve", &args);
        for item in self.text(&format!("programme{n}")).map(items).unwrap_or_default() {
            text.push('\n');
            text.push_str(&ctx.say("line", &[("text", Arg::text(isolated(&item)))]));
        }
        Some(text)
    }

    /// What differs from what was said `before`: of each, what it is called, how it was and how it is now; safe for HTML.
    pub fn changes(&self, ctx: &Ctx<'_>, before: &Described) -> Vec<(String, String, String)> {
        let mut found = Vec::new();
        if self.days() != before.days() {
            found.push((ctx.say("changed-when", &[]), before.when(ctx), self.when(ctx)));
        }
        if self.title(ctx) != before.title(ctx) {
            found.push((ctx.say("changed-title", &[]), before.heading(ctx), self.heading(ctx)));
        }
        let names = BTreeMap::from([
            ("place", ctx.say("changed-place", &[])),
            ("map", ctx.say("changed-map", &[])),
            ("agenda", ctx.say("changed-agenda", &[])),
            ("organiser", ctx.say("changed-organiser", &[])),
            ("partners", ctx.say("changed-partners", &[])),
        ]);
        if self.files() != before.files() {
            let said = |about: &Described| match about.files() {
                [] => ctx.say("changed-nothing", &[]),
                files => format!("\n{}", attached::listed(ctx, files)),
            };
            found.push((ctx.say("changed-files", &[]), said(before), said(self)));
        }
        let programmes =
            (1..=5).map(|n| (format!("programme{n}"), ctx.say("changed-programme", &[("n", Arg::Number(n))])));
        let order = ["place", "agenda", "organiser", "partners", "map"];
        let fixed = order.iter().map(|id| ((*id).to_owned(), names.get(id).cloned().unwrap_or_default()));
        for (id, name) in fixed.chain(programmes) {
            if self.text(&id) != before.text(&id) {
                let said = |about: &Described| match about.text(&id) {
                    Some(text) if text.contains('\n') => {
                        let lines = items(text).into_iter();
                        lines
                            .map(|line| format!("\n{}", ctx.say("line", &[("text", Arg::text(isolated(&line)))])))
                            .collect()
                    }
                    Some(text) => format!("\u{2068}{}\u{2069}", escape(text)),
                    None => ctx.say("changed-nothing", &[]),
                };
                found.push((name, said(before), said(self)));
            }
        }
        found
    }
}

fn written(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%S").to_string()
}

fn hour_of(at: NaiveDateTime) -> Arg<'static> {
    Arg::text(dates::hour_in_words(at.time()))
}

/// The length as Telegram counts, markup included: never less than what it counts.
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}
