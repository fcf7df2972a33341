//! Invented members who answer surveys, for the demo, the tests and the benches. A seed decides by chance what they
//! answer, and none of them exists.

use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use sqlx::SqliteConnection;

use crate::bot::library::Library;
use crate::dialog::walk::{self, Step, Stop};
use crate::dialog::{Answers, Dialog, Entry, Key, Kind, Usage, Value};
use crate::store::people::{self, Person};
use crate::store::responses::{self, Submission};
use crate::store::{Result, members, surveys};
use crate::types::{Address, BodyId, ResponseId, SurveyId, Timestamp};

/// The texts that the members write.
const WORDS: [&str; 6] = [
    "نحتاج إلى قاعة قارة للاجتماعات.",
    "التوقيت بعد الزوال يناسب أغلب العضوات.",
    "وثائق مختصرة بلغة سهلة.",
    "Davantage d'exercices pratiques sur l'avis consultatif.",
    "Des rencontres avec les autres instances de la région.",
    "متابعة ما يقرره المجلس بعد كل رأي.",
];

/// Adds members to a body, with random profiles, women a little more often than men. `chats` are their Telegram ids.
///
/// # Errors
/// When the database refuses.
pub async fn join(
    db: &mut SqliteConnection,
    body: BodyId,
    chats: std::ops::Range<i64>,
    now: Timestamp,
    random: &mut StdRng,
) -> Result<Vec<Person>> {
    let mut joined = Vec::new();
    for chat in chats {
        let address = Address::telegram(chat);
        people::add(db, address, "ar", "invented", now, Some(body)).await?;
        let Some(person) = people::find_by_address(db, address).await? else { continue };
        let woman = random.random_bool(0.55);
        let mut pick = |of: &[&str]| of.choose(random).filter(|said| !said.is_empty()).map(|said| (*said).to_owned());
        let person = Person {
            name: Some(format!("{} {}", if woman { "عضوة" } else { "عضو" }, chat % 1000)),
            role: pick(&["member", "member", "member", "member", "rapporteur", "elected", "staff"]),
            sex: Some(if woman { "f".into() } else { "m".into() }),
            area: pick(&["urban", "urban", "rural", "rural", ""]),
            age: pick(&["under-35", "from-35", "from-35", "from-50", "from-65", ""]),
            ..person
        };
        people::set_profile(db, &person).await?;
        members::admit(db, person.id, now).await?;
        joined.push(person);
    }
    Ok(joined)
}

/// Submits a random response of a member to a survey that is open to them.
///
/// # Errors
/// When the database refuses.
pub async fn answer(
    db: &mut SqliteConnection,
    library: &Library,
    survey: SurveyId,
    person: &Person,
    now: Timestamp,
    random: &mut StdRng,
) -> Result<()> {
    let Some(found) = surveys::find(db, survey).await? else { return Ok(()) };
    let Some((version, played)) = library.latest(&found.name) else { return Ok(()) };
    let (answers, apart) = answers(&played.dialog, person.sex.as_deref(), random)
        .into_iter()
        .partition(|(key, _)| played.dialog.question(&key.question).is_none_or(|asked| asked.apart.is_empty()));
    let submission = Submission {
        survey,
        version,
        person,
        anonymous: played.dialog.usage == Usage::Anonymous,
        id: ResponseId(random.random_range(1..1 << 62)),
        answers,
        apart,
        at: now,
    };
    surveys::add_participation(db, survey, person.id).await?;
    responses::submit(db, &submission).await
}

/// A complete random response to a dialog. Some questions are skipped. Some options are chosen more often than others,
/// and women and men differ.
pub fn answers(dialog: &Dialog, sex: Option<&str>, random: &mut StdRng) -> Vec<(Key, Value)> {
    let mut answers = Answers::new();
    while let Step::Ask(stop) = walk::step(dialog, &answers) {
        let (key, value) = (stop.key(), value(&stop, sex, random));
        answers.insert(key, Entry { value, done: true });
    }
    walk::submission(dialog, &answers)
}

fn value(stop: &Stop<'_>, sex: Option<&str>, random: &mut StdRng) -> Value {
    let question = stop.question;
    if question.skip && !question.profile && random.random_bool(0.06) {
        return Value::Skipped;
    }
    let options: Vec<&String> = question.options.iter().map(|choice| &choice.id).collect();
    match &question.kind {
        Kind::One if question.profile => {
            let own = sex.filter(|sex| question.choice(sex).is_some()).map(str::to_owned);
            let any = || options.choose(random).map(|id| (*id).clone());
            own.or_else(any).map_or(Value::Skipped, |id| Value::Picks(vec![id]))
        }
        Kind::One => liked(&options, &question.id, sex, random).map_or(Value::Skipped, |id| Value::Picks(vec![id])),
        Kind::Many { min, max, exclusive } => {
            if !exclusive.is_empty() && *min == 0 && random.random_bool(0.05) {
                return exclusive.choose(random).map_or(Value::Skipped, |id| Value::Picks(vec![id.clone()]));
            }
            let free: Vec<&String> = options.into_iter().filter(|id| !exclusive.contains(id)).collect();
            let wanted = random.random_range((*min).max(1)..=(*max).min(4).max(*min).max(1)).min(free.len());
            let mut picks: Vec<String> = Vec::new();
            while picks.len() < wanted {
                let left: Vec<&String> = free.iter().copied().filter(|id| !picks.contains(id)).collect();
                picks.extend(liked(&left, &question.id, sex, random));
            }
            // Ticks are stored in the order of the question.
            picks.sort_by_key(|id| free.iter().position(|known| *known == id));
            if picks.is_empty() { Value::Skipped } else { Value::Picks(picks) }
        }
        Kind::Rank { top, .. } => {
            let (mut left, mut picks) = (stop.available.clone(), Vec::new());
            while picks.len() < *top && !left.is_empty() {
                picks.push(left.remove(random.random_range(0..left.len())));
            }
            Value::Picks(picks)
        }
        Kind::Scale { from, to } => {
            let middle = (from + to) / 2 + i64::from(stop.item == "after") - i64::from(stop.item == "before");
            Value::Numbers(vec![(middle + random.random_range(-1..=2)).clamp(*from, *to)])
        }
        Kind::Number { min, max, fields, .. } => {
            let most = (*max).min(min + 14);
            Value::Numbers((0..fields.len().max(1)).map(|_| random.random_range(*min..=most)).collect())
        }
        Kind::Text { .. } if random.random_bool(0.4) => {
            WORDS.choose(random).map_or(Value::Skipped, |words| Value::Text((*words).to_owned()))
        }
        _ => Value::Skipped,
    }
}

/// One of the options. The weight of each follows from its name.
fn liked(options: &[&String], question: &str, sex: Option<&str>, random: &mut StdRng) -> Option<String> {
    let weight = |id: &&&String| {
        let hash = |text: &str| text.bytes().fold(7u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
        let of_sex = if sex == Some("f") { hash(id) % 4 } else { hash(question) % 3 };
        let rare = if ["dk", "pna", "other", "na"].contains(&id.as_str()) { 8 } else { 1 };
        f64::from(1 + hash(&format!("{question}{id}")) % 9 + of_sex) / f64::from(rare)
    };
    options.choose_weighted(random, |id| weight(&id)).ok().map(|id| (*id).clone())
}
