//! A person's way through any dialog: show, answer, go back, review, hand in.
//!
//! Every function loads the answers, lets the pure core decide, and keeps what changed. A button of another revision
//! changes nothing: the person sees where they are.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveTime;

use super::library::Played;
use super::questions::{self, View};
use super::refusals::refused;
use super::{Ctx, Result, catchup, coordinators, joining, members, surveys};
use crate::chat::{Act, Input, Reply, Screen};
use crate::dialog::answer::{self, Refusal};
use crate::dialog::walk::{self, Step, Stop};
use crate::dialog::{Answers, Attached, Key, Kind, Media, Usage, Value};
use crate::store::people::{self, Person};
use crate::store::runs::{self, Run};
use crate::text::{Arg, arabic, dates, escape};

/// Fewest letters that may stand for the only label that begins with them.
const SHORTEST_BEGINNING: usize = 3;

/// A run with its dialog and answers.
pub struct Open {
    /// The run.
    pub run: Run,
    /// What it leads through.
    pub played: Arc<Played>,
    /// What was said so far.
    pub answers: Answers,
}

/// Loads a run of this person; none if it is somebody else's or has ended.
///
/// # Errors
/// When the database refuses.
pub async fn load(ctx: &mut Ctx<'_>, person: &Person, id: i64) -> Result<Option<Open>> {
    let Some((run, answers)) = ctx.ahead.run(ctx.db, id).await? else {
        return Ok(None);
    };
    if run.person != person.id {
        tracing::warn!("a button of another person's run was pressed");
        return Ok(None);
    }
    let mut played = ctx.bot.library.version(ctx.db, run.version).await?;
    if played.dialog.usage == Usage::Form {
        played = coordinators::with_sources(ctx, person, played, &run).await?;
    }
    Ok(Some(Open { run, played, answers }))
}

/// Begins a run of a dialog's current version and shows its first question.
///
/// # Errors
/// When the database refuses.
pub async fn begin(ctx: &mut Ctx<'_>, person: &Person, dialog: &str, survey: Option<i64>) -> Result<Open> {
    let (version, _) = ctx.bot.library.latest(dialog).ok_or(super::Fault::Lost("dialog file"))?;
    let seed = ctx.bot.random();
    let run = runs::begin(ctx.db, person.id, version, survey, seed).await?;
    people::set_run(ctx.db, person.id, Some(run.id)).await?;
    load(ctx, person, run.id).await?.ok_or(super::Fault::Lost("run"))
}

/// A form, from where the person stopped in it.
///
/// # Errors
/// When the database refuses.
pub async fn form(ctx: &mut Ctx<'_>, person: &Person, name: &str) -> Result<Reply> {
    let begun = runs::forms(ctx.db, person.id).await?.into_iter().find(|(_, begun)| begun == name);
    match begun {
        Some((run, _)) => show(ctx, person, run).await,
        None => Ok(begin(ctx, person, name, None).await?.screen(ctx, None, 0)?.into()),
    }
}

/// Shows where the person is in a run and makes it the one that typed words belong to.
///
/// # Errors
/// When the database refuses.
pub async fn show(ctx: &mut Ctx<'_>, person: &Person, run: i64) -> Result<Reply> {
    show_with(ctx, person, run, None).await
}

/// Whether the question that the person is at asks for files.
///
/// # Errors
/// When the database refuses.
pub async fn takes_a_file(ctx: &mut Ctx<'_>, person: &Person) -> Result<bool> {
    let Some(run) = person.run else { return Ok(false) };
    let Some(open) = load(ctx, person, run).await? else { return Ok(false) };
    Ok(matches!(walk::step(&open.played.dialog, &open.answers), Step::Ask(stop) if takes_files(&stop.question.kind)))
}

/// The same, for words that came before the question they would answer was shown: they are not taken. Files are, where
/// files are asked for: several of them come at once.
///
/// # Errors
/// When the database refuses.
pub async fn unseen(ctx: &mut Ctx<'_>, person: &Person, run: i64, input: &Input) -> Result<Reply> {
    if matches!(input, Input::File(..) | Input::Voice(..))
        && let Some(open) = load(ctx, person, run).await?
        && let Step::Ask(stop) = walk::step(&open.played.dialog, &open.answers)
        && takes_files(&stop.question.kind)
    {
        return said(ctx, person, run, input).await;
    }
    let remark = ctx.say("unseen", &[]);
    show_with(ctx, person, run, Some(remark)).await
}

async fn show_with(ctx: &mut Ctx<'_>, person: &Person, run: i64, remark: Option<String>) -> Result<Reply> {
    match load(ctx, person, run).await? {
        None => members::menu(ctx, person).await,
        Some(open) => {
            if let Some(closed) = closed(ctx, person, &open).await? {
                return Ok(closed);
            }
            if person.run != Some(run) {
                people::set_run(ctx.db, person.id, Some(run)).await?;
            }
            open.screen(ctx, remark, 0).map(Reply::from)
        }
    }
}

/// If the survey was closed meanwhile: says so. What was answered stays, as incomplete; of an anonymous one nothing does.
async fn closed(ctx: &mut Ctx<'_>, person: &Person, open: &Open) -> Result<Option<Reply>> {
    if open.run.closes_at.is_none_or(|closes_at| ctx.now < closes_at) {
        return Ok(None);
    }
    people::set_run(ctx.db, person.id, None).await?;
    if open.played.dialog.usage == Usage::Anonymous {
        runs::end(ctx.db, open.run.id).await?;
        ctx.scrub = true; // its day may have passed without the hourly closing
        return Ok(Some(ctx.told(ctx.say("survey-closed-anonymous", &[])).into()));
    }
    Ok(Some(ctx.told(ctx.say("survey-closed", &[])).into()))
}

impl Open {
    /// The screen of the next step.
    ///
    /// # Errors
    /// None today; in line with the other screens.
    pub fn screen(&self, ctx: &Ctx<'_>, remark: Option<String>, page: i32) -> Result<Screen> {
        let view = View { run: &self.run, played: &self.played, remark };
        match walk::step(&self.played.dialog, &self.answers) {
            Step::Ask(stop) => Ok(questions::ask(ctx, &view, &stop, page)),
            Step::Review => questions::review(ctx, &view, &self.answers, page),
        }
    }

    /// Keeps one answer.
    fn keep(&mut self, ctx: &mut Ctx<'_>, key: Key, entry: crate::dialog::Entry) {
        ctx.ahead.keep(self.run.id, key.clone(), entry.clone());
        let was_done = self.answers.get(&key).is_some_and(|before| before.done);
        self.run.revision += i64::from(entry.done || was_done); // as the database's trigger has it
        self.answers.insert(key, entry);
    }

    /// Takes one answer back to be changed.
    fn reopen(&mut self, ctx: &mut Ctx<'_>, key: &Key) {
        if let Some(entry) = self.answers.get(key) {
            let entry = crate::dialog::Entry { done: false, ..entry.clone() };
            self.keep(ctx, key.clone(), entry);
        }
    }
}

/// A button of a run was pressed.
///
/// # Errors
/// When the database refuses.
pub async fn press(ctx: &mut Ctx<'_>, person: &Person, run: i64, revision: i64, key: &Key, act: &Act) -> Result<Reply> {
    let Some(mut open) = load(ctx, person, run).await? else {
        if *act == Act::Submit && ctx.pressed.is_some() && ctx.pressed == person.screen {
            return Ok(Reply::default()); // pressed twice: the thank-you stays
        }
        let notice = ctx.say("stale", &[]);
        let reply = super::where_they_are(ctx, person).await?;
        return Ok(Reply { notice: Some(notice), ..reply });
    };
    if let Some(closed) = closed(ctx, person, &open).await? {
        return Ok(closed);
    }
    let at = match walk::step(&open.played.dialog, &open.answers) {
        Step::Ask(stop) => stop.key(),
        Step::Review => Key::once("review"),
    };
    // On the review every answer has its own button, so there the key says what to change, not where the person is.
    let here = *key == at || (at.question == "review" && *act == Act::Edit);
    if *act == Act::Later {
        people::set_run(ctx.db, person.id, None).await?;
        let text = ctx.say(if open.played.dialog.usage == Usage::Form { "later-form" } else { "later-told" }, &[]);
        return Ok(ctx.told(text).into());
    }
    if person.run != Some(run) {
        people::set_run(ctx.db, person.id, Some(run)).await?;
    }
    if open.run.revision != revision || !here {
        let screen = open.screen(ctx, None, 0)?;
        // One revision behind is a button pressed twice; further behind, an old message.
        let notice = (revision + 1 < open.run.revision).then(|| ctx.say("stale", &[]));
        return Ok(Reply { notice, ..screen.into() });
    }
    let mut page = 0;
    let remark = match act {
        Act::Page(to) => {
            page = *to;
            None
        }
        Act::Back => match walk::back(&open.played.dialog, &open.answers) {
            Some(key) => {
                open.reopen(ctx, &key);
                None
            }
            None => return leave(ctx, person, &open).await,
        },
        Act::Edit => {
            open.reopen(ctx, key);
            None
        }
        Act::Submit => return hand_in(ctx, person, open).await,
        Act::Tick(id, on, shown) => {
            page = i32::try_from(*shown).unwrap_or(0);
            answered(ctx, &mut open, answer::Input::Tick(id.clone(), *on))
        }
        Act::Pick(id) => {
            let input = picked(&open, id);
            answered(ctx, &mut open, input)
        }
        Act::Done => answered(ctx, &mut open, answer::Input::Done),
        Act::Skip => answered(ctx, &mut open, answer::Input::Skip),
        Act::Keep => answered(ctx, &mut open, answer::Input::Keep),
        Act::Later => None, // handled above
    };
    let notice = remark.clone(); // the line above the question may be out of sight
    Ok(Reply { notice, ..open.screen(ctx, remark, page)?.into() })
}

/// Where files are an answer.
fn takes_files(kind: &Kind) -> bool {
    matches!(kind, Kind::Files { .. } | Kind::Points { .. })
}

/// A date's button carries the day, an hour's the hour.
fn picked(open: &Open, id: &str) -> answer::Input {
    let kind = match walk::step(&open.played.dialog, &open.answers) {
        Step::Ask(stop) => Some(&stop.question.kind),
        Step::Review => None,
    };
    let meant = match kind {
        Some(Kind::Date { .. }) => id.parse().ok().map(answer::Input::Day),
        Some(Kind::Time) => NaiveTime::parse_from_str(id, "%H%M").ok().map(answer::Input::Hour),
        _ => None,
    };
    meant.unwrap_or_else(|| answer::Input::Pick(id.to_owned()))
}

/// Back from the first question: out of the run, which stays as it is.
async fn leave(ctx: &mut Ctx<'_>, person: &Person, open: &Open) -> Result<Reply> {
    people::set_run(ctx.db, person.id, None).await?;
    let person = &Person { run: None, ..person.clone() };
    match open.run.survey {
        Some(survey) => surveys::opening(ctx, person, survey).await,
        None => members::menu(ctx, person).await,
    }
}

/// Takes an input at the current question; the remark says why it was not taken.
fn answered(ctx: &mut Ctx<'_>, open: &mut Open, input: answer::Input) -> Option<String> {
    let (may_skip, own, taken) = {
        let Step::Ask(stop) = walk::step(&open.played.dialog, &open.answers) else {
            return None;
        };
        if let (Kind::Date { future: true }, answer::Input::Day(day)) = (&stop.question.kind, &input)
            && *day < dates::day_of(ctx.now)
        {
            return Some(ctx.say("refused-past", &[]));
        }
        let taken = answer::take(&stop, open.run.seed.unsigned_abs(), &input);
        // A question may say in its own words what it takes.
        let own = open.played.limit(&ctx.language, stop.question).map(|own| escape(&own));
        (stop.question.skip, own, taken.map(|entry| (stop.key(), entry)))
    };
    match taken {
        Ok((key, entry)) => {
            open.keep(ctx, key, entry);
            None
        }
        Err(Refusal::TooFew { limit }) if !may_skip => {
            Some(ctx.say("refused-few-needed", &[("limit", Arg::count(limit))]))
        }
        Err(refusal) => Some(own.filter(|_| refusal.is_of_limits()).unwrap_or_else(|| refused(ctx, &refusal))),
    }
}

/// Something was typed, spoken or sent at a question.
///
/// # Errors
/// When the database refuses.
pub async fn said(ctx: &mut Ctx<'_>, person: &Person, run: i64, input: &Input) -> Result<Reply> {
    let Some(mut open) = load(ctx, person, run).await? else {
        return members::menu(ctx, person).await;
    };
    if let Some(closed) = closed(ctx, person, &open).await? {
        return Ok(closed);
    }
    let mut hour = None;
    let input = {
        let Step::Ask(stop) = walk::step(&open.played.dialog, &open.answers) else {
            let remark = ctx.say("refused-press", &[]);
            return Ok(open.screen(ctx, Some(remark), 0)?.into());
        };
        match input {
            // "Tuesday 3 March at 10": the hour answers the next question.
            Input::Words(words) if matches!(stop.question.kind, Kind::Date { .. }) => {
                let (day, after) = dates::parse_day_and_hour(words, dates::day_of(ctx.now));
                hour = after;
                day.map_or_else(|| understood(ctx, &open, &stop, words), |day| Some(answer::Input::Day(day)))
            }
            Input::Words(words) => understood(ctx, &open, &stop, words),
            Input::Voice(file, seconds) if takes_files(&stop.question.kind) => {
                let (media, file, name) = (Media::Voice, file.clone(), String::new());
                let voice = Attached { media, file, name, bytes: 0, seconds: *seconds };
                Some(answer::Input::File(voice, String::new()))
            }
            Input::Voice(file, seconds) => Some(answer::Input::Voice(file.clone(), *seconds)),
            Input::File(file, caption) if takes_files(&stop.question.kind) => {
                Some(answer::Input::File(file.clone(), caption.clone()))
            }
            _ => None,
        }
    };
    let remark = match input {
        Some(input) => answered(ctx, &mut open, input),
        None => Some(helped(ctx, &open)),
    };
    if let (Some(hour), None, Step::Ask(next)) = (hour, &remark, walk::step(&open.played.dialog, &open.answers))
        && next.question.kind == Kind::Time
    {
        answered(ctx, &mut open, answer::Input::Hour(hour));
    }
    if open.played.dialog.name == catchup::SEARCH && walk::step(&open.played.dialog, &open.answers) == Step::Review {
        ctx.ahead.write(ctx.db).await?; // before the run and its answers go
        return hand_in(ctx, person, open).await; // nothing to confirm
    }
    Ok(open.screen(ctx, remark, 0)?.into())
}

/// What to do instead of sending a sticker.
fn helped(ctx: &Ctx<'_>, open: &Open) -> String {
    match walk::step(&open.played.dialog, &open.answers) {
        Step::Ask(stop) => match &stop.question.kind {
            Kind::Text { .. } => ctx.say("refused-words", &[]),
            Kind::Number { fields, places, .. } => {
                refused(ctx, &Refusal::Number { expected: fields.len().max(1), places: *places })
            }
            Kind::Date { .. } => refused(ctx, &Refusal::Date),
            Kind::Time => refused(ctx, &Refusal::Time),
            Kind::Files { .. } => refused(ctx, &Refusal::File),
            Kind::Points { .. } => refused(ctx, &Refusal::Point),
            _ => refused(ctx, &Refusal::Press),
        },
        Step::Review => refused(ctx, &Refusal::Press),
    }
}

/// Typed words as the question understands them: an option's label stands for the option, a day for a day.
fn understood(ctx: &Ctx<'_>, open: &Open, stop: &Stop<'_>, words: &str) -> Option<answer::Input> {
    let ids: Vec<&String> = match stop.question.kind {
        Kind::Rank { .. } => stop.available.iter().collect(),
        Kind::Text { .. } | Kind::Points { .. } => Vec::new(), // words are words there
        _ => stop.question.options.iter().map(|choice| &choice.id).collect(),
    };
    let texts = &ctx.bot.texts;
    let labels: Vec<(&String, String)> = ids
        .into_iter()
        .flat_map(|id| {
            let label = |code: &str| bare(&open.played.label(texts, code, stop.question, id));
            texts.languages().iter().map(move |language| (id, label(&language.code)))
        })
        .collect();
    let key = bare(words);
    let exact = labels.iter().find(|(_, label)| *label == key).map(|(id, _)| *id);
    let begun: BTreeSet<&String> =
        labels.iter().filter(|(_, label)| label.starts_with(&key)).map(|(id, _)| *id).collect();
    let only =
        (key.chars().count() >= SHORTEST_BEGINNING && begun.len() == 1).then(|| begun.first().copied()).flatten();
    let meant = exact.or(only);
    // "1" may mean the option "1 or 2 meetings" as well as the first one: where labels hold numbers, only a press is clear.
    let numbered = labels.iter().any(|(_, label)| label.chars().any(|c| c.is_ascii_digit()));
    if meant.is_none() && numbered && matches!(stop.question.kind, Kind::One | Kind::Many { .. } | Kind::Rank { .. }) {
        return None;
    }
    Some(match (&stop.question.kind, meant) {
        (Kind::Many { .. }, Some(id)) => {
            let ticked = matches!(stop.value(), Some(Value::Picks(picks)) if picks.contains(id));
            answer::Input::Tick(id.clone(), !ticked)
        }
        (_, Some(id)) => answer::Input::Pick(id.clone()),
        (Kind::Date { .. }, None) => return None, // no day was read
        (Kind::Time, None) => answer::Input::Hour(dates::parse_hour(words)?),
        _ => answer::Input::Words(words.to_owned()),
    })
}

/// A label as it may be typed: without what stands in brackets, (ة) above all, and in the spelling of searches.
fn bare(label: &str) -> String {
    let outside = label.split('(').map(|part| part.rsplit(')').next().unwrap_or_default());
    arabic::search_key(&outside.collect::<String>())
}

/// The review was confirmed.
async fn hand_in(ctx: &mut Ctx<'_>, person: &Person, open: Open) -> Result<Reply> {
    match open.run.survey {
        Some(survey) => surveys::submit(ctx, person, survey, open).await,
        None => match open.played.dialog.name.as_str() {
            "signup" => joining::joined(ctx, person, open).await,
            catchup::SEARCH => {
                let words = match open.answers.get(&Key::once("words")).map(|entry| &entry.value) {
                    Some(Value::Text(words)) => words.clone(),
                    _ => String::new(),
                };
                runs::end(ctx.db, open.run.id).await?;
                catchup::found(ctx, person, &words).await
            }
            _ => coordinators::form_done(ctx, person, open).await,
        },
    }
}
