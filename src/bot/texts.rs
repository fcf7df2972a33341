//! What people wrote or spoke, topic by topic; each text can be taken out of sight, for it may name a person.

use super::questions::{number, paged, to, turning};
use super::shown::Shown;
use super::{Ctx, Result, attached};
use crate::chat::{Button, Place, Press, Reply, Screen};
use crate::dialog::{Key, Value};
use crate::report::stats::response::Response;
use crate::report::stats::topics::{self, Topic};
use crate::store::masked;
use crate::store::people::Person;
use crate::text::{Arg, escape};

/// Texts on one page, and letters of each that are shown.
const TEXTS: usize = 5;
const LONGEST: usize = 600;

/// A coordinator's place about the texts of a topic.
///
/// # Errors
/// When the database refuses.
pub async fn go(ctx: &mut Ctx<'_>, person: &Person, shown: &Shown, place: Place, b: i64) -> Result<Reply> {
    match place {
        Place::Hear => hear(ctx, person, shown, b.div_euclid(100), b.rem_euclid(100)).await,
        Place::Mask => mask(ctx, person, shown, b.div_euclid(10_000), b.rem_euclid(10_000)).await,
        _ => said(ctx, person, shown, b.div_euclid(100), b.rem_euclid(100)).await,
    }
}

/// The texts of a topic with the responses they are of, in the order of random keys.
pub fn of<'a>(shown: &'a Shown, topic: &Topic) -> Vec<(i64, &'a Value)> {
    let said = |response: &'a Response| {
        let value = response.answer(&topic.question, &topic.item)?;
        matches!(value, Value::Text(_) | Value::Voice { .. }).then_some((response.id, value))
    };
    shown.people.responses.iter().filter_map(said).collect()
}

/// A page of texts; each can be taken out of sight, for it may name a person.
async fn said(ctx: &mut Ctx<'_>, person: &Person, shown: &Shown, place: i64, page: i64) -> Result<Reply> {
    let id = shown.survey.id;
    let (at, topic) = shown.at(place);
    let masked = masked::of_survey(ctx.db, id).await?;
    let texts = of(shown, topic);
    let key = topics::key(topic);
    let title = shown.played.dialog.question(&topic.question).map_or_else(String::new, |question| {
        shown.played.question(&ctx.bot.texts, &ctx.language, question, &topic.item)
    });
    ctx.audit(person, "read texts of answers", id).await?;
    let mut text = ctx.say("said", &[("title", Arg::words(title)), ("n", Arg::count(texts.len()))]);
    let (page, pages) = paged(page, texts.len(), TEXTS);
    let (mut keys, mut spoken) = (Vec::new(), false);
    for (n, (response, value)) in texts.iter().enumerate().skip(page * TEXTS).take(TEXTS) {
        let hidden = masked.contains(&(*response, key.clone()));
        let words = match value {
            _ if hidden => ctx.say("said-masked", &[]),
            Value::Text(words) => escape(&words.chars().take(LONGEST).collect::<String>()),
            Value::Voice { seconds, .. } => {
                spoken = true;
                ctx.say("voice-of", &[("seconds", Arg::Number((*seconds).into()))])
            }
            _ => String::new(),
        };
        text.push_str(&format!("\n\n{}. \u{2068}{words}\u{2069}", n + 1));
        let args = [("n", Arg::count(n + 1))];
        let label = if hidden { ctx.say("go-unmask", &args) } else { ctx.say("go-mask", &args) };
        keys.push(Button::new(label, Press::Go(Place::Mask, id, number(at) * 10_000 + number(n))));
    }
    let mut screen = Screen::new(text);
    if spoken {
        screen.rows.push(vec![to(ctx, "go-hear", Place::Hear, id, number(at) * 100 + number(page))]);
    }
    screen.rows.extend(keys.chunks(3).map(<[Button]>::to_vec));
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(Place::Said, id, number(at) * 100 + number(to))));
    screen.rows.push(vec![to(ctx, "back", Place::Topic, id, number(at) * 10), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    Ok(screen.into())
}

/// The voice answers of a page, to be listened to.
async fn hear(ctx: &mut Ctx<'_>, person: &Person, shown: &Shown, place: i64, page: i64) -> Result<Reply> {
    let (at, topic) = shown.at(place);
    let masked = masked::of_survey(ctx.db, shown.survey.id).await?;
    let texts = of(shown, topic);
    let (page, _) = paged(page, texts.len(), TEXTS);
    let key = topics::key(topic);
    let mut files = Vec::new();
    for (n, (response, value)) in texts.iter().enumerate().skip(page * TEXTS).take(TEXTS) {
        if let (Value::Voice { file, .. }, false) = (value, masked.contains(&(*response, key.clone()))) {
            let args =
                [("n", Arg::count(n + 1)), ("total", Arg::count(texts.len())), ("question", Arg::words(key.dotted()))];
            files.push((attached::voice(ctx, file), ctx.say("voice-caption", &args)));
        }
    }
    ctx.audit(person, "listened to voice answers", shown.survey.id).await?;
    Ok(Reply { files, ..said(ctx, person, shown, number(at), number(page)).await? })
}

async fn mask(ctx: &mut Ctx<'_>, person: &Person, shown: &Shown, place: i64, n: i64) -> Result<Reply> {
    let (at, topic) = shown.at(place);
    let n = usize::try_from(n).unwrap_or(0);
    if let Some((response, _)) = of(shown, topic).get(n) {
        let key: Key = topics::key(topic);
        let masked = masked::of_survey(ctx.db, shown.survey.id).await?.contains(&(*response, key.clone()));
        masked::set(ctx.db, *response, &key, !masked).await?;
    }
    said(ctx, person, shown, number(at), number(n / TEXTS)).await
}
