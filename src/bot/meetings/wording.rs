//! The texts about a meeting: title, day and hour, notice, details, what changed, calendar file.

use chrono::NaiveDateTime;

use super::form::{Meeting, MeetingForm};
use crate::bot::context::Locale;
use crate::bot::ui::files;
use crate::bot::ui::limits::{SCREEN, shorten, units};
use crate::bot::ui::titles::capitalized;
use crate::chat::File;
use crate::dialog::answer::latin_digit;
use crate::report::render::ics;
use crate::store::meetings::Day;
use crate::text::{Arg, dates, escape};
use crate::types::{CancellationReason, DayNumber};

/// Letters of a title on a button; a small phone would cut the rest.
const LABEL: usize = 26;

/// The lines of an agenda or programme, without the dashes and numbers that people type before them.
fn list_items(text: &str) -> Vec<String> {
    let bare = |line: &str| -> String {
        let line = line.trim().trim_start_matches(['-', '–', '•', '*', '·', ' ']);
        let rest = line.trim_start_matches(|c: char| latin_digit(c).is_ascii_digit());
        let numbered = rest.len() < line.len() && rest.starts_with(['.', ')', '-', '/']);
        let line = if numbered { &rest[1..] } else { line };
        line.trim().to_owned()
    };
    text.lines().map(bare).filter(|line| !line.is_empty()).map(|line| format!("• {line}")).collect()
}

/// A line that people wrote: safe for HTML, and isolated so that it does not change the direction of the text beside
/// it.
fn isolate(item: &str) -> String {
    let words = item.strip_prefix("• ").unwrap_or(item);
    format!("• \u{2068}{}\u{2069}", escape(words))
}

impl Meeting {
    /// The calendar file, in the person's language. Days that existed `before` and no longer do are marked as
    /// cancelled.
    pub(crate) fn calendar(&self, locale: &Locale<'_>, before: Option<&MeetingForm>) -> File {
        let about = &self.about;
        let organiser =
            about.text(MeetingForm::ORGANISER).unwrap_or_else(|| locale.bot.notice.controller(&locale.language));
        let common = ics::About {
            sequence: self.row.sequence,
            changed_at: self.row.changed_at.0,
            cancelled: !self.takes_place(),
            place: about.place().to_owned(),
            map: about.text(MeetingForm::MAP).map(str::to_owned),
            organiser: organiser.to_owned(),
            address: format!("https://t.me/{}", locale.bot.username),
        };
        let entry = |day: &Day, about: &MeetingForm, cancelled: bool| {
            let lists = [Some(MeetingForm::AGENDA), MeetingForm::programme_of(day.number)].into_iter().flatten();
            let texts = lists.filter_map(|id| about.text(id)).map(|text| list_items(text).join("\n"));
            ics::CalendarDay {
                uid: format!(
                    "takafou-{}-{}-{}@{}",
                    self.row.id, day.number, self.row.announced_at, locale.bot.username
                ),
                starts_at: day.starts_at.0,
                ends_at: day.ends_at.map(|ends_at| ends_at.0),
                title: about.title(locale),
                text: texts.collect::<Vec<_>>().join("\n\n"),
                cancelled,
            }
        };
        let mut entries: Vec<ics::CalendarDay> = self.days.iter().map(|day| entry(day, about, false)).collect();
        if let Some(before) = before {
            entries.extend(before.stored_days().iter().skip(self.days.len()).map(|day| entry(day, before, true)));
        }
        File::Document("takafou.ics".into(), ics::file(&common, &entries))
    }
}

/// Says that a meeting was cancelled, and why if that was said.
pub fn cancelled_in_words(locale: &Locale<'_>, cause: Option<CancellationReason>) -> String {
    let mut text = locale.say("notice-cancelled", &[]);
    if let Some(cause) = cause {
        text.push_str(&format!("\n{}", locale.say("cancelled-for", &[("cause", Arg::text(cause.word()))])));
    }
    text
}

impl MeetingForm {
    /// Kind and subject, not escaped: `ورشة: خطة العمل`.
    pub(crate) fn title(&self, locale: &Locale<'_>) -> String {
        let kind = self.kind_in_words(locale);
        match self.text(MeetingForm::SUBJECT) {
            Some(subject) => locale.say("meeting-title", &[("kind", Arg::text(kind)), ("subject", Arg::text(subject))]),
            None => kind,
        }
    }

    fn kind_in_words(&self, locale: &Locale<'_>) -> String {
        let question = self.localized.dialog.question(MeetingForm::KIND);
        question.map_or_else(String::new, |question| {
            capitalized(&self.localized.label(&locale.bot.texts, &locale.language, question, self.kind()))
        })
    }

    /// The same for a message: safe for HTML.
    pub(crate) fn heading(&self, locale: &Locale<'_>) -> String {
        let kind = escape(&self.kind_in_words(locale));
        match self.text(MeetingForm::SUBJECT) {
            Some(subject) => {
                locale.say("meeting-title", &[("kind", Arg::text(kind)), ("subject", Arg::words(subject))])
            }
            None => kind,
        }
    }

    /// Day and hour in words: `يومه الثلاثاء 3 مارس 2026 على الساعة 10:00`.
    pub(crate) fn when(&self, locale: &Locale<'_>) -> String {
        let days = self.days().unwrap_or_default();
        let (Some((begins, ends)), Some((last, _))) = (days.first(), days.last()) else {
            return String::new();
        };
        let hour = match ends {
            Some(ends) => {
                let hours = [("from", hour_of(locale, *begins)), ("to", hour_of(locale, *ends))];
                locale.say("meeting-hours", &hours)
            }
            None => locale.say("meeting-hour", &[("hour", hour_of(locale, *begins))]),
        };
        let day = |day: &NaiveDateTime| Arg::text(dates::day_in_words(day.date(), &locale.language));
        if days.len() == 1 {
            return locale.say("meeting-when", &[("day", day(begins)), ("hour", Arg::text(hour))]);
        }
        let first = Arg::text(dates::first_day_in_words(begins.date(), last.date(), &locale.language));
        locale.say("meeting-when-days", &[("first", first), ("last", day(last)), ("hour", Arg::text(hour))])
    }

    pub(crate) fn label(&self, locale: &Locale<'_>) -> String {
        let day = self.days().and_then(|days| days.first().map(|(begins, _)| begins.date())).unwrap_or_default();
        let title = shorten(&self.title(locale), LABEL);
        format!("{} · {title}", dates::date_in_words(day, &locale.language))
    }

    /// The notice in the polite form, and whether something was left out to stay within `limit` UTF-16 units.
    pub(crate) fn notice(&self, locale: &Locale<'_>, limit: usize) -> (String, bool) {
        let args = [
            ("what", Arg::text(self.heading(locale))),
            ("when", Arg::text(self.when(locale))),
            ("days", Arg::count(self.days().map_or(1, |days| days.len()))),
        ];
        let mut text = locale.say("notice-opening", &args);
        let closing = locale.say("notice-closing", &[]);
        let room = limit.saturating_sub(units(&closing));
        let cut = self.add_facts(locale, &mut text, room, "details");
        text.push_str("\n\n");
        text.push_str(&closing);
        (text, cut)
    }

    /// The notice of a meeting that was cancelled: which one it was, and why it does not take place.
    pub(crate) fn cancelled(&self, locale: &Locale<'_>, cause: Option<CancellationReason>) -> String {
        let args = [("what", Arg::text(self.heading(locale))), ("when", Arg::text(self.when(locale)))];
        format!("{}\n\n{}", cancelled_in_words(locale, cause), locale.say("cancelled-meeting", &args))
    }

    /// The whole description on one screen.
    pub(crate) fn details(&self, locale: &Locale<'_>) -> String {
        let mut text = format!("<b>{}</b>\n📅 {}", self.heading(locale), self.when(locale));
        self.add_facts(locale, &mut text, SCREEN, "calendar");
        text
    }

    /// The points of agenda and programmes as lines; above the first of each list its heading.
    fn points(&self, locale: &Locale<'_>) -> Vec<String> {
        let mut lists = vec![(MeetingForm::AGENDA, locale.say("notice-agenda", &[]))];
        let programmes = MeetingForm::PROGRAMMES.into_iter().zip(1..);
        lists.extend(programmes.map(|(id, n)| (id, locale.say("notice-programme", &[("n", Arg::Number(n))]))));
        let mut points = Vec::new();
        for (id, head) in lists {
            let mut head = Some(format!("\n\n{head}"));
            for item in self.text(id).map(list_items).unwrap_or_default() {
                let line = locale.say("line", &[("text", Arg::text(isolate(&item)))]);
                points.push(format!("{}\n{line}", head.take().unwrap_or_default()));
            }
        }
        points
    }

    /// Adds the points as far as there is room. If not all fit, a line says how many more there are, and where. True then.
    fn add_points(&self, locale: &Locale<'_>, text: &mut String, room: usize, elsewhere: &'static str) -> bool {
        let points = self.points(locale);
        let more = |n: usize| {
            let args = [("n", Arg::count(n)), ("where", Arg::text(elsewhere))];
            format!("\n{}", locale.say("notice-more", &args))
        };
        if units(text) + points.iter().map(|point| units(point)).sum::<usize>() <= room {
            text.extend(points);
            return false;
        }
        let room = room.saturating_sub(units(&more(points.len())));
        let mut left = points.len();
        for point in points {
            if units(text) + units(&point) > room {
                break;
            }
            text.push_str(&point);
            left -= 1;
        }
        text.push_str(&more(left));
        true
    }

    /// Adds the place, and agenda and the rest as far as there is room. True if something was left out. `elsewhere` names
    /// where the points are that do not fit.
    fn add_facts(&self, locale: &Locale<'_>, text: &mut String, room: usize, elsewhere: &'static str) -> bool {
        text.push_str("\n\n");
        text.push_str(&locale.say("notice-place", &[("place", Arg::words(self.place()))]));
        let mut cut = self.add_points(locale, text, room, elsewhere);
        let mut add = |block: String| {
            if units(text) + units(&block) <= room {
                text.push_str(&block);
            } else {
                cut = true;
            }
        };
        if let Some(organiser) = self.text(MeetingForm::ORGANISER) {
            add(format!("\n\n{}", locale.say("notice-organiser", &[("organiser", Arg::words(organiser))])));
        }
        if let Some(partners) = self.text(MeetingForm::PARTNERS) {
            add(format!("\n{}", locale.say("notice-partners", &[("partners", Arg::words(partners))])));
        }
        if !self.files().is_empty() {
            add(format!("\n\n{}", files::describe_all(locale, self.files())));
        }
        if let Some(map) = self.text(MeetingForm::MAP) {
            add(format!("\n\n{}", locale.say("notice-map", &[("link", Arg::text(escape(map)))])));
        }
        cut
    }

    /// The programme of one day, with its hour and place.
    pub(crate) fn programme(&self, locale: &Locale<'_>, day: DayNumber) -> Option<String> {
        let days = self.days()?;
        let (begins, _) = days.get(usize::try_from(day.0 - 1).ok()?)?;
        let args = [
            ("what", Arg::text(self.heading(locale))),
            ("in", Arg::Number((begins.date() - dates::day_of(locale.now)).num_days())),
            ("n", Arg::Number(day.0)),
            ("total", Arg::count(days.len())),
            ("day", Arg::text(dates::day_in_words(begins.date(), &locale.language))),
            ("hour", hour_of(locale, *begins)),
            ("place", Arg::words(self.place())),
        ];
        let mut text = locale.say("letter-eve", &args);
        for item in MeetingForm::programme_of(day).and_then(|id| self.text(id)).map(list_items).unwrap_or_default() {
            text.push('\n');
            text.push_str(&locale.say("line", &[("text", Arg::text(isolate(&item)))]));
        }
        Some(text)
    }

    /// The differences from `before`: the name of each, its old and its new value; safe for HTML.
    pub(crate) fn changes(&self, locale: &Locale<'_>, before: &MeetingForm) -> Vec<(String, String, String)> {
        let mut found = Vec::new();
        if self.days() != before.days() {
            found.push((locale.say("changed-when", &[]), before.when(locale), self.when(locale)));
        }
        if self.title(locale) != before.title(locale) {
            found.push((locale.say("changed-title", &[]), before.heading(locale), self.heading(locale)));
        }
        if self.files() != before.files() {
            let in_words = |about: &MeetingForm| match about.files() {
                [] => locale.say("changed-nothing", &[]),
                files => format!("\n{}", files::describe_all(locale, files)),
            };
            found.push((locale.say("changed-files", &[]), in_words(before), in_words(self)));
        }
        let fixed = [
            (MeetingForm::PLACE, locale.say("changed-place", &[])),
            (MeetingForm::AGENDA, locale.say("changed-agenda", &[])),
            (MeetingForm::ORGANISER, locale.say("changed-organiser", &[])),
            (MeetingForm::PARTNERS, locale.say("changed-partners", &[])),
            (MeetingForm::MAP, locale.say("changed-map", &[])),
        ];
        let programmes = MeetingForm::PROGRAMMES.into_iter().zip(1..);
        let programmes = programmes.map(|(id, n)| (id, locale.say("changed-programme", &[("n", Arg::Number(n))])));
        for (id, name) in fixed.into_iter().chain(programmes) {
            if self.text(id) != before.text(id) {
                let in_words = |about: &MeetingForm| match about.text(id) {
                    Some(text) if text.contains('\n') => {
                        let lines = list_items(text).into_iter();
                        lines
                            .map(|line| format!("\n{}", locale.say("line", &[("text", Arg::text(isolate(&line)))])))
                            .collect()
                    }
                    Some(text) => format!("\u{2068}{}\u{2069}", escape(text)),
                    None => locale.say("changed-nothing", &[]),
                };
                found.push((name, in_words(before), in_words(self)));
            }
        }
        found
    }
}

fn hour_of(locale: &Locale<'_>, at: NaiveDateTime) -> Arg<'static> {
    Arg::text(dates::hour_in_words(at.time(), &locale.language))
}

pub(crate) fn change_line(locale: &Locale<'_>, what: &str, old: &str, new: &str) -> String {
    locale.say("changed", &[("what", Arg::text(what)), ("old", Arg::text(old)), ("new", Arg::text(new))])
}
