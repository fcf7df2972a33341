//! Counts the results of a seeded population again in the simplest way: 22 bodies, some 400 members, every topic of
//! every survey, whole and split.

#![expect(clippy::unwrap_used, reason = "tests")]

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use takafou::config::Settings;
use takafou::crowd;
use takafou::dialog::{Dialog, Each, Kind, Usage, Value};
use takafou::rehearsal::Rehearsal;
use takafou::report::disclosure::{self, MIN_GROUP_SIZE, MOST_MOVED};
use takafou::report::stats::figures::{Figure, Shape};
use takafou::report::stats::population::{Dimension, Population};
use takafou::report::stats::response::Response;
use takafou::report::stats::topics::{self, Topic};
use takafou::store::responses;
use takafou::store::{bodies, surveys};
use takafou::types::{Bodies, Timestamp};

const NOW: Timestamp = Timestamp(1_795_428_000_000);
const SURVEYS: [&str; 4] = ["diagnostic", "evaluation", "needs", "priorities"];

async fn answered(survey: &str) -> (Dialog, Vec<Response>) {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { controller: "مجلس".into(), contact: "contact".into(), ..Settings::default() };
    let town = Rehearsal::new(settings, folder.path().join("t.db"), NOW, [2; 32]).await.unwrap();
    let (_, played) = town.bot.library.latest(survey).unwrap();
    let anonymous = played.dialog.usage == Usage::Anonymous;
    let mut random = StdRng::seed_from_u64(22);
    let mut db = town.store.write().await.unwrap();
    let id = surveys::open(&mut db, survey, anonymous, &Bodies::All, NOW, NOW + 1).await.unwrap();
    for n in 1..=22 {
        let body = bodies::add(&mut db, &format!("هيئة {n}"), "", NOW).await.unwrap();
        let members = n * 1000..n * 1000 + random.random_range(3..34);
        for person in crowd::join(&mut db, body, members, NOW, &mut random).await.unwrap() {
            crowd::answer(&mut db, &town.bot.library, id, &person, NOW, &mut random).await.unwrap();
        }
    }
    let all = responses::list_of_survey(&mut db, id).await.unwrap();
    (played.dialog.clone(), all.into_iter().map(Response::from).collect())
}

fn numbers(response: &Response, question: &str, item: &str) -> Option<Vec<i64>> {
    match response.answer(question, item) {
        Some(Value::Numbers(numbers)) => Some(numbers.clone()),
        _ => None,
    }
}

fn picks(response: &Response, question: &str, item: &str) -> Option<Vec<String>> {
    match response.answer(question, item) {
        Some(Value::Picks(picks)) => Some(picks.clone()),
        _ => None,
    }
}

fn mean(of: &[i64]) -> f64 {
    of.iter().sum::<i64>() as f64 / of.len() as f64
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

/// Compares a figure with what these people answered. Numbers of groups may be moved by `most`; their means and points are
/// made from the moved numbers.
fn check(figure: &Figure, dialog: &Dialog, topic: &Topic, people: &[&Response], most: usize) {
    let (question, item) = (dialog.question(&topic.question).unwrap(), topic.item.as_str());
    let (id, what) = (question.id.as_str(), format!("{topic:?}"));
    let fits = |shown: usize, said: usize, option: &str| {
        assert!(shown.abs_diff(said) <= most, "{what}, {option}: {shown} shown, {said} said");
    };
    let near = |one: f64, other: f64| near(one, other) || most > 0;
    match &figure.shape {
        Shape::Options(options) => {
            let said: Vec<Vec<String>> = people.iter().filter_map(|one| picks(one, id, item)).collect();
            assert!(figure.n.abs_diff(said.len()) <= most, "{what}");
            for (option, n) in options {
                fits(*n, said.iter().filter(|picks| picks.contains(option)).count(), option);
            }
        }
        Shape::Levels { counts, mean: shown } => {
            let said: Vec<i64> = people.iter().filter_map(|one| Some(numbers(one, id, item)?[0])).collect();
            assert!(figure.n.abs_diff(said.len()) <= most, "{what}");
            assert!(near(*shown, mean(&said)), "{what}");
            for (point, n) in counts {
                fits(*n, said.iter().filter(|level| *level == point).count(), &point.to_string());
            }
        }
        Shape::Pairs { before, after } => {
            let Some(Each::Fixed(items)) = &question.each else { panic!("{what} is asked once") };
            let pair = |one: &&Response| Some((numbers(one, id, &items[0])?[0], numbers(one, id, &items[1])?[0]));
            let (first, second): (Vec<i64>, Vec<i64>) = people.iter().filter_map(pair).unzip();
            assert!(figure.n.abs_diff(first.len()) <= most, "{what}");
            assert!(near(*before, mean(&first)) && near(*after, mean(&second)), "{what}");
        }
        Shape::Scores(scores) => {
            let said: Vec<Vec<String>> = people.iter().filter_map(|one| picks(one, id, item)).collect();
            assert!(figure.n.abs_diff(said.len()) <= most, "{what}");
            for score in scores {
                let points = |ranked: &Vec<String>| match ranked.iter().position(|option| *option == score.option) {
                    Some(0) => 3,
                    Some(1) => 2,
                    Some(2) => 1,
                    _ => 0,
                };
                let said: usize = said.iter().map(points).sum();
                assert!(
                    score.points.abs_diff(said) <= 6 * most,
                    "{what}, {}: {} shown, {said} said",
                    score.option,
                    score.points
                );
            }
            assert!(scores.windows(2).all(|two| two[0].points >= two[1].points), "{what}");
        }
        Shape::Numbers(spreads) => {
            let said: Vec<Vec<i64>> = people.iter().filter_map(|one| numbers(one, id, item)).collect();
            assert!(figure.n.abs_diff(said.len()) <= most, "{what}");
            for (at, spread) in spreads.iter().enumerate() {
                let mut column: Vec<i64> = said.iter().map(|numbers| numbers[at]).collect();
                column.sort_unstable();
                let half = column.len() / 2;
                let middle = if column.len() % 2 == 1 { column[half] * 2 } else { column[half - 1] + column[half] };
                assert!(near(spread.mean, mean(&column)) && near(spread.median, middle as f64 / 2.0), "{what}");
                assert_eq!(spread.bins.iter().map(|(.., n)| n).sum::<usize>(), column.len(), "{what}");
            }
        }
        Shape::Days(_) => panic!("{what}: no survey of ours asks for a day"),
        Shape::Words => {
            let wrote = |one: &&&Response| matches!(one.answer(id, item), Some(Value::Text(_)));
            assert_eq!(figure.n, people.iter().filter(wrote).count(), "{what}");
        }
    }
}

/// The group of a respondent, from the survey or from the profile.
fn group(response: &Response, dialog: &Dialog, dimension: Dimension) -> Option<String> {
    let asked = |id: &str| picks(response, id, "").map(|picks| picks[0].clone());
    let anonymous = dialog.usage == Usage::Anonymous;
    let group = match dimension {
        Dimension::Sex if anonymous => asked("P1"),
        Dimension::Area if anonymous => asked("P2"),
        Dimension::Sex => response.sex.clone(),
        Dimension::Area => response.area.clone(),
        Dimension::Age => response.age.clone(),
        Dimension::Role => response.role.clone(),
        Dimension::Body => response.body.map(|body| body.to_string()),
    };
    group.filter(|group| group != "pna")
}

#[tokio::test]
async fn every_figure_is_what_was_said() {
    for survey in SURVEYS {
        let (dialog, all) = answered(survey).await;
        let people = Population::of(all, &dialog);
        let (all, everyone) = (&people.responses, people.responses.iter().collect::<Vec<&Response>>());
        assert!((300..500).contains(&all.len()), "{}", all.len());
        let topics = topics::answered(all, &dialog, MIN_GROUP_SIZE);
        let asked = |question: &str| topics.iter().any(|topic| topic.question == question);
        for question in dialog.questions.iter().filter(|question| !question.profile && question.apart.is_empty()) {
            if matches!(question.kind, Kind::Text { .. }) {
                continue; // few write, and fewer than five are not shown
            }
            assert!(asked(&question.id), "{survey}: nobody is shown to have answered {}", question.id);
        }
        let (mut seen, mut moved) = (0, 0);
        for topic in &topics {
            let (whole, splits) = disclosure::release(&people, &dialog, topic, MIN_GROUP_SIZE).unwrap();
            check(&whole, &dialog, topic, &everyone, 0);
            for split in splits {
                for (id, figure) in &split.groups {
                    let of = |one: &&&Response| group(one, &dialog, split.dimension).as_ref() == Some(id);
                    let members: Vec<&Response> = everyone.iter().filter(of).copied().collect();
                    check(figure, &dialog, topic, &members, MOST_MOVED);
                    if let Shape::Options(options) = &figure.shape {
                        for (option, n) in options {
                            let chose = |one: &&&Response| {
                                picks(one, &topic.question, &topic.item).is_some_and(|all| all.contains(option))
                            };
                            let said = members.iter().filter(chose).count();
                            (seen, moved) = (seen + 1, moved + usize::from(said != *n));
                            let few = split.few.contains(&(id.clone(), option.clone()));
                            assert_eq!(few, *n < MIN_GROUP_SIZE, "{survey} {topic:?}: {n} chose {option}");
                        }
                    }
                }
            }
        }
        assert!(seen > 0 && (seen / 3..seen * 3 / 4).contains(&moved), "{survey}: {moved} of {seen} cells were moved");
    }
}

#[test]
fn every_survey_that_is_shipped_is_counted() {
    let shipped = std::fs::read_dir("dialogs").unwrap().filter_map(|entry| {
        let path = entry.unwrap().path();
        let name = path.file_stem()?.to_str()?.to_owned();
        let dialog = takafou::dialog::parse::parse(&name, &std::fs::read_to_string(&path).ok()?).ok()?;
        (dialog.usage != Usage::Form).then_some(name)
    });
    let mut shipped: Vec<String> = shipped.collect();
    shipped.sort();
    assert_eq!(shipped, SURVEYS);
    let top = |name: &str| {
        let dialog =
            takafou::dialog::parse::parse(name, &std::fs::read_to_string(format!("dialogs/{name}.toml")).unwrap());
        let ranks = dialog.unwrap().questions.into_iter().filter_map(|question| match question.kind {
            Kind::Rank { top, .. } => Some(top),
            _ => None,
        });
        ranks.collect::<Vec<_>>()
    };
    assert_eq!([top("needs"), top("priorities")].concat(), [3, 3], "the points are counted for three ranks above");
}
