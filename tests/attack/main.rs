//! What is released of random populations is written down for `tests/attack.py`, which attacks it with an integer program;
//! and what must hold of each number alone is checked here.
//!
//! `ATTACK_POPULATIONS` says how many (200), `ATTACK_SEED` which (1), `ATTACK_PEOPLE` of how many people (6 to 100),
//! `TAKE_AWAY` where they are written.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::io::Write;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use takafou::dialog::{Dialog, Key, Value, parse};
use takafou::report::disclosure::{self, MIN_GROUP_SIZE, MOST_MOVED};
use takafou::report::stats::figures::Shape;
use takafou::report::stats::population::{Dimension, Population};
use takafou::report::stats::response::Response;
use takafou::report::stats::split::Split;
use takafou::report::stats::topics::Topic;
use takafou::types::{BodyId, ResponseId};

/// Kinds of questions, with the number of their options or points.
const KINDS: [(&str, usize); 5] = [
    ("kind = \"one\"\noptions = [\"o0\", \"o1\"]", 2),
    ("kind = \"one\"\noptions = [\"o0\", \"o1\", \"o2\", \"o3\"]", 4),
    ("kind = \"many\"\noptions = [\"o0\", \"o1\", \"o2\"]", 3),
    ("kind = \"scale\"\nfrom = 0\nto = 4", 5),
    ("kind = \"one\"\noptions = [\"o0\", \"o1\", \"o2\", \"o3\", \"o4\", \"o5\", \"o6\"]", 7),
];

/// A survey of one question that was answered by a random population. People of a body are alike, so that there are
/// unanimous groups too.
struct Town {
    dialog: Dialog,
    kind: &'static str,
    options: usize,
    people: Population,
    /// What each respondent chose; none who passed the question over.
    chosen: Vec<Vec<usize>>,
}

fn town(random: &mut StdRng, n: usize) -> Town {
    let (question, options) = *KINDS.choose(random).unwrap();
    let dialog =
        format!("use = \"survey\"\nanswers = \"confidential\"\nminutes = 1\n[[question]]\nid = \"Q\"\n{question}\n");
    let dialog = parse::parse("t", &dialog).unwrap();
    let kind = question.split('"').nth(1).unwrap();
    let bodies = random.random_range(1..=4);
    let leaning: Vec<usize> = (0..bodies).map(|_| random.random_range(0..options)).collect();
    let agreement = random.random_range(0.0..1.0);
    let mut pick = |of: &[&str]| of.choose(random).map(|said| (*said).to_owned()).filter(|said| !said.is_empty());
    let profiles: Vec<[Option<String>; 4]> = (0..n)
        .map(|_| {
            [
                pick(&["f", "f", "f", "m", "m", ""]),
                pick(&["urban", "urban", "rural", "rural", ""]),
                pick(&["under-35", "from-35", "from-35", "from-50", "from-65", ""]),
                pick(&["member", "member", "member", "chair", "elected"]),
            ]
        })
        .collect();
    let mut chosen = Vec::new();
    let responses = profiles.into_iter().map(|[sex, area, age, role]| {
        let body = random.random_range(0..bodies);
        let one = |random: &mut StdRng| {
            if random.random_bool(agreement) { leaning[body] } else { random.random_range(0..options) }
        };
        let mut picks = if random.random_bool(0.07) { Vec::new() } else { vec![one(random)] };
        if kind == "many" && !picks.is_empty() && random.random_bool(0.5) {
            picks.push(one(random));
            picks.sort_unstable();
            picks.dedup();
        }
        let value = match (kind, picks.as_slice()) {
            (_, []) => Value::Skipped,
            ("scale", [point, ..]) => Value::Numbers(vec![i64::try_from(*point).unwrap()]),
            (_, picks) => Value::Picks(picks.iter().map(|at| format!("o{at}")).collect()),
        };
        chosen.push(picks);
        let answers = vec![(Key::once("Q"), value).into()];
        let body = Some(BodyId(i64::try_from(body).unwrap()));
        Response { id: ResponseId(random.random()), answers, body, role, sex, area, age }
    });
    let responses: Vec<Response> = responses.collect();
    Town { kind, options, people: Population::of(responses, &dialog), dialog, chosen }
}

fn release(town: &Town) -> Vec<Split> {
    let topic = Topic { question: "Q".into(), item: String::new() };
    disclosure::release(&town.people, &town.dialog, &topic, MIN_GROUP_SIZE).map_or(Vec::new(), |(_, splits)| splits)
}

fn counts(split: &Split) -> BTreeMap<&str, (usize, Vec<usize>)> {
    let of = |shape: &Shape| match shape {
        Shape::Options(counts) => counts.iter().map(|(_, n)| *n).collect(),
        Shape::Levels { counts, .. } => counts.iter().map(|(_, n)| *n).collect(),
        _ => Vec::new(),
    };
    split.groups.iter().map(|(id, figure)| (id.as_str(), (figure.n, of(&figure.shape)))).collect()
}

#[test]
fn every_number_of_a_group_is_near_the_true_one_and_always_the_same() {
    let given = |name: &str| -> Option<u64> { std::env::var(name).ok().map(|text| text.parse().unwrap()) };
    let people = given("ATTACK_PEOPLE").map(|people| usize::try_from(people).unwrap());
    let mut random = StdRng::seed_from_u64(given("ATTACK_SEED").unwrap_or(1));
    let mut file = std::env::var_os("TAKE_AWAY")
        .map(|folder| std::fs::File::create(std::path::Path::new(&folder).join("attack.jsonl")).unwrap());
    let (mut moved, mut cells) = ([0; MOST_MOVED + 1], 0);
    for _ in 0..given("ATTACK_POPULATIONS").unwrap_or(200) {
        let n = people.unwrap_or_else(|| *[6, 8, 10, 12, 12, 15, 20, 20, 30, 50, 75, 100].choose(&mut random).unwrap());
        let town = town(&mut random, n);
        let splits = release(&town);
        assert_eq!(splits, release(&town), "the same numbers each time");
        for split in &splits {
            let at = Dimension::ALL.iter().position(|known| *known == split.dimension).unwrap();
            for (id, (shown_n, shown)) in counts(split) {
                let group = town.people.groups[at].iter().position(|known| known == id).unwrap();
                let of_group = |one: &usize| town.people.profiles[town.people.profile_of[*one]][at] == Some(group);
                let inside: Vec<usize> = (0..n).filter(of_group).collect();
                let answered = inside.iter().filter(|one| !town.chosen[**one].is_empty()).count();
                assert!(answered >= MIN_GROUP_SIZE && answered.abs_diff(shown_n) <= MOST_MOVED);
                for (option, shown) in shown.iter().enumerate() {
                    let count = inside.iter().filter(|one| town.chosen[**one].contains(&option)).count();
                    assert!(*shown <= shown_n, "no more than answered");
                    moved[count.abs_diff(*shown)] += 1;
                    cells += 1;
                }
            }
        }
        if let Some(file) = &mut file {
            let profile = |one: usize| {
                let profile = town.people.profiles[town.people.profile_of[one]];
                profile
                    .iter()
                    .enumerate()
                    .map(|(at, group)| group.map(|group| &town.people.groups[at][group]))
                    .collect::<Vec<_>>()
            };
            let people: Vec<_> = (0..n).map(profile).collect();
            let splits: BTreeMap<&str, _> = splits.iter().map(|split| (split.dimension.id(), counts(split))).collect();
            let line = serde_json::json!({ "kind": town.kind, "options": town.options, "people": people,
                "chosen": town.chosen, "splits": splits });
            writeln!(file, "{line}").unwrap();
        }
    }
    assert!(cells > 500, "{cells} cells were shown");
    // Most are moved by none or one.
    assert!(moved[0] + moved[1] > cells * 85 / 100, "{moved:?} of {cells}");
    assert!(moved[2] > 0, "{moved:?}");
}

#[test]
fn the_same_people_have_the_same_number_in_every_split_and_another_one_when_they_change() {
    let mut random = StdRng::seed_from_u64(7);
    let mut changed = 0;
    for _ in 0..60 {
        let mut town = town(&mut random, 40);
        // All women are urban and all men rural: the two splits are of the same people.
        for response in &mut town.people.responses {
            let woman = response.sex.as_deref() == Some("f");
            response.sex = Some(if woman { "f" } else { "m" }.into());
            response.area = Some(if woman { "urban" } else { "rural" }.into());
        }
        town.people = Population::of(std::mem::take(&mut town.people.responses), &town.dialog);
        let splits = release(&town);
        let of = |splits: &[Split], at: Dimension, id: &str| {
            splits.iter().find(|split| split.dimension == at).and_then(|split| counts(split).remove(id))
        };
        assert_eq!(of(&splits, Dimension::Sex, "f"), of(&splits, Dimension::Area, "urban"));
        // Somebody erases themselves: the noise is drawn anew, so that the difference does not say what they had answered.
        town.people.responses.pop();
        town.people = Population::of(std::mem::take(&mut town.people.responses), &town.dialog);
        town.chosen.pop();
        let after = release(&town);
        let difference = |a: Option<(usize, Vec<usize>)>, b: Option<(usize, Vec<usize>)>| {
            let (Some((_, a)), Some((_, b))) = (a, b) else { return 0 };
            a.iter().zip(&b).map(|(a, b)| a.abs_diff(*b)).sum::<usize>()
        };
        changed += usize::from(difference(of(&splits, Dimension::Sex, "f"), of(&after, Dimension::Sex, "f")) > 1);
    }
    assert!(changed > 5, "{changed}");
}

#[test]
fn a_survey_of_a_prefecture_is_released_in_time() {
    let mut random = StdRng::seed_from_u64(3);
    let town = town(&mut random, 4_000);
    let begun = std::time::Instant::now();
    assert!(!release(&town).is_empty());
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed()); // a debug build on a busy machine
}
