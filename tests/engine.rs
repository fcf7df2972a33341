//! Properties of the dialog engine, for generated dialogs and generated people.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use takafou::dialog::answer::{Input, take};
use takafou::dialog::condition::Order;
use takafou::dialog::walk::{self, Step, Stop};
use takafou::dialog::{Answers, Choice, Condition, Dialog, Each, Key, Kind, Question, Usage, Value, lint};

const OPTIONS: [&str; 5] = ["a", "b", "c", "none", "dk"];

fn question(id: usize, kind: Kind, options: usize) -> Question {
    let options = OPTIONS.iter().take(options).map(|id| Choice { id: (*id).into(), code: (*id).into() });
    Question {
        id: format!("Q{id}"),
        kind,
        options: options.collect(),
        when: None,
        skip: true,
        each: None,
        part_of: None,
        labels: None,
        shuffle: false,
        last: vec![],
        apart: vec![],
        profile: false,
        source: None,
        at: 0,
    }
}

fn kind(earlier_many: Option<usize>) -> BoxedStrategy<(Kind, usize)> {
    let plain = prop_oneof![
        Just((Kind::One, 3)),
        (1usize..4).prop_map(|max| (Kind::Many { min: 1, max, exclusive: vec!["none".into(), "dk".into()] }, 5)),
        Just((Kind::Scale { from: 1, to: 5 }, 0)),
        Just((Kind::Number { min: 0, max: 99, places: 0, fields: vec!["w".into(), "m".into()] }, 1)),
        Just((Kind::Number { min: 0, max: 995, places: 1, fields: vec![] }, 0)),
        (2usize..4).prop_map(|top| (Kind::Rank { from: None, top }, 3)),
        Just((Kind::Text { min: 1, max: 20, voice: true, link: false }, 0)),
    ];
    match earlier_many {
        None => plain.boxed(),
        Some(from) => {
            let rank = (2usize..4).prop_map(move |top| (Kind::Rank { from: Some(format!("Q{from}")), top }, 0));
            prop_oneof![3 => plain, 1 => rank].boxed()
        }
    }
}

/// Generates a dialog whose references are all correct, as `check` requires.
fn dialog() -> impl Strategy<Value = Dialog> {
    let seeds = prop::collection::vec((any::<u64>(), any::<u8>(), any::<u8>()), 2..10);
    seeds.prop_flat_map(|seeds| {
        let mut strategy = Just(Vec::<Question>::new()).boxed();
        for (index, (seed, form, each)) in seeds.into_iter().enumerate() {
            strategy = strategy
                .prop_flat_map(move |questions| {
                    let many = questions.iter().position(|q| matches!(q.kind, Kind::Many { .. }) && q.each.is_none());
                    (Just(questions), kind(many))
                })
                .prop_map(move |(mut questions, (kind, options))| {
                    let mut next = question(index, kind, options);
                    if index > 0 {
                        next.when = condition(&questions, seed, form);
                    }
                    let drawn = questions
                        .iter()
                        .find(|q| q.each.is_none() && matches!(q.kind, Kind::Many { .. } | Kind::Rank { .. }));
                    if let (Some(drawn), 0..40, false) = (drawn, each, matches!(next.kind, Kind::Rank { .. })) {
                        next.each = Some(Each::Picked { question: drawn.id.clone(), first: 1 + usize::from(each) % 3 });
                    }
                    questions.push(next);
                    questions
                })
                .boxed();
        }
        strategy.prop_map(|questions| Dialog {
            name: "t".into(),
            usage: Usage::Confidential,
            minutes: 1,
            questions,
            offers: vec![],
        })
    })
}

fn condition(questions: &[Question], seed: u64, form: u8) -> Option<Condition> {
    let read = questions.get(usize::try_from(seed % 16).ok()? % questions.len())?;
    if form < 100 || read.each.is_some() {
        return None;
    }
    let option =
        || read.options.get(usize::from(form) % read.options.len().max(1)).map_or("a".into(), |c| c.id.clone());
    let atom = match (&read.kind, form % 3) {
        (Kind::Many { .. } | Kind::Rank { .. }, 0) => {
            let order = [Order::AtLeast, Order::Equal, Order::Less][usize::from(form) % 3];
            Condition::Count(read.id.clone(), order, 1 + i64::from(form / 3 % 3))
        }
        (Kind::Scale { .. }, _) => Condition::Compare(read.id.clone(), Order::AtLeast, 3),
        (Kind::Text { .. } | Kind::Number { places: 1.., .. }, _) | (_, 1) => Condition::Answered(read.id.clone()), // words are no options
        _ => Condition::Is(read.id.clone(), vec![option()]),
    };
    Some(if form.is_multiple_of(2) { Condition::Not(Box::new(atom)) } else { atom })
}

/// Generates any input of a person.
fn input() -> impl Strategy<Value = Input> {
    let option = prop::sample::select(OPTIONS.to_vec()).prop_map(str::to_owned);
    prop_oneof![
        2 => option.clone().prop_map(Input::Pick),
        3 => (option, prop::bool::weighted(0.8)).prop_map(|(id, on)| Input::Tick(id, on)),
        3 => Just(Input::Done),
        1 => Just(Input::Skip),
        1 => Just(Input::Keep),
        2 => prop::sample::select(vec!["3", "12 8", "٣", "كلمة", "1000"]).prop_map(|words| Input::Words(words.into())),
        1 => Just(Input::Voice("file".into(), 3)),
    ]
}

/// A step of a person: an input, going back, or changing any answer.
#[derive(Debug, Clone)]
enum Move {
    Do(Input),
    Back,
    Edit(usize),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one =
        prop_oneof![8 => input().prop_map(Move::Do), 1 => Just(Move::Back), 1 => (0usize..20).prop_map(Move::Edit)];
    prop::collection::vec(one, 0..120)
}

fn apply(dialog: &Dialog, answers: &mut Answers, next: &Move) {
    match next {
        Move::Do(input) => {
            let entry = match walk::step(dialog, answers) {
                Step::Ask(stop) => take(&stop, 7, input).ok().map(|entry| (stop.key(), entry)),
                Step::Review => None,
            };
            answers.extend(entry);
        }
        Move::Back => {
            if let Some(key) = walk::back(dialog, answers) {
                walk::reopen(answers, &key);
            }
        }
        Move::Edit(n) => {
            let done: Vec<Key> = walk::trail(dialog, answers)
                .iter()
                .filter(|s| matches!(s.state, walk::State::Done(_)))
                .map(Stop::key)
                .collect();
            if let Some(key) = done.get(n % done.len().max(1)) {
                walk::reopen(answers, key);
            }
        }
    }
}

/// The answers that would be submitted now.
fn applying(dialog: &Dialog, answers: &Answers) -> Vec<(Key, Value)> {
    walk::submission(dialog, answers)
}

/// An independent and slower implementation of "is asked": it evaluates every condition on the submission alone.
fn visible(dialog: &Dialog, said: &[(Key, Value)], question: &Question) -> bool {
    let value = |id: &str| {
        said.iter().find(|(key, value)| key.question == id && key.item.is_empty() && *value != Value::Skipped)
    };
    fn holds<'a>(condition: &Condition, dialog: &Dialog, value: &dyn Fn(&str) -> Option<&'a (Key, Value)>) -> bool {
        match condition {
            Condition::Is(q, options) => {
                matches!(value(q), Some((_, Value::Picks(p))) if p.iter().any(|id| options.contains(id)))
            }
            Condition::Answered(q) => value(q).is_some(),
            Condition::Compare(q, order, n) => {
                matches!(value(q), Some((_, Value::Numbers(m))) if order.holds(m[0], *n))
            }
            Condition::Count(q, order, n) => {
                let picks = match value(q) {
                    Some((_, Value::Picks(picks))) => picks.as_slice(),
                    _ => &[],
                };
                let asked = dialog.question(q).unwrap();
                let counted = picks.iter().filter(|pick| !asked.is_exclusive(pick)).count();
                order.holds(i64::try_from(counted).unwrap(), *n)
            }
            Condition::Not(inner) => !holds(inner, dialog, value),
            Condition::And(a, b) => holds(a, dialog, value) && holds(b, dialog, value),
            Condition::Or(a, b) => holds(a, dialog, value) || holds(b, dialog, value),
        }
    }
    question.when.as_ref().is_none_or(|when| holds(when, dialog, &value))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, rng_seed: RngSeed::Fixed(2026), ..ProptestConfig::default() })]

    #[test]
    fn a_hidden_question_is_never_asked_nor_submitted(dialog in dialog(), moves in moves()) {
        let mut answers = Answers::new();
        for next in &moves {
            apply(&dialog, &mut answers, next);
            let said = applying(&dialog, &answers);
            if let Step::Ask(stop) = walk::step(&dialog, &answers) {
                // Answers to later questions cannot have decided on this one.
                let before: Vec<_> = said.iter().filter(|(key, _)| {
                    dialog.questions.iter().position(|q| q.id == key.question).unwrap() < stop.index
                }).cloned().collect();
                prop_assert!(visible(&dialog, &before, stop.question), "{} is hidden", stop.question.id);
            }
            for (key, _) in &said {
                prop_assert!(visible(&dialog, &said, dialog.question(&key.question).unwrap()), "{:?} is hidden", key);
            }
        }
    }

    #[test]
    fn back_undoes_exactly_one_answer(dialog in dialog(), moves in moves()) {
        let mut answers = Answers::new();
        for next in &moves {
            apply(&dialog, &mut answers, next);
        }
        let done = |answers: &Answers| answers.iter().filter(|(_, e)| e.done).map(|(k, _)| k.clone()).collect::<BTreeSet<_>>();
        let before = done(&answers);
        if let Some(key) = walk::back(&dialog, &answers) {
            let value = answers[&key].value.clone();
            walk::reopen(&mut answers, &key);
            let after = done(&answers);
            prop_assert_eq!(before.difference(&after).collect::<Vec<_>>(), [&key]);
            prop_assert!(matches!(walk::step(&dialog, &answers), Step::Ask(stop) if stop.key() == key), "back leads to the answer taken back");
            prop_assert_eq!(&answers[&key].value, &value, "what was said is still shown");
        }
    }

    #[test]
    fn editing_loses_no_answer_that_still_applies(dialog in dialog(), moves in moves(), n in 0usize..20) {
        let mut answers = Answers::new();
        for next in &moves {
            apply(&dialog, &mut answers, next);
        }
        let before = applying(&dialog, &answers);
        let kept = answers.clone();
        apply(&dialog, &mut answers, &Move::Edit(n));
        if let Step::Ask(stop) = walk::step(&dialog, &answers) {
            let key = stop.key();
            if let Some(entry) = kept.get(&key).filter(|entry| entry.done) {
                let again = entry.clone();
                answers.insert(key, again); // answers the same again
                prop_assert_eq!(applying(&dialog, &answers), before);
            }
        }
        for key in kept.keys() {
            prop_assert!(answers.contains_key(key), "an answer was thrown away");
        }
    }

    #[test]
    fn progress_never_goes_backwards_while_answering(dialog in dialog(), inputs in prop::collection::vec(input(), 0..150)) {
        let mut answers = Answers::new();
        let mut at = (0, 0);
        for input in inputs {
            let Step::Ask(stop) = walk::step(&dialog, &answers) else { break };
            let (n, total) = dialog.number(stop.index);
            prop_assert!(n <= total);
            let here = (stop.index, n);
            prop_assert!(here.0 >= at.0 && here.1 >= at.1, "from {:?} to {:?}", at, here);
            at = here;
            apply(&dialog, &mut answers, &Move::Do(input));
        }
    }

    #[test]
    fn every_walk_ends(dialog in dialog(), moves in moves()) {
        let mut answers = Answers::new();
        for next in &moves {
            apply(&dialog, &mut answers, next);
        }
        let most = dialog.questions.len() * (OPTIONS.len() + 1);
        for _ in 0..=most {
            let Step::Ask(stop) = walk::step(&dialog, &answers) else { return Ok(()) };
            let (key, entry) = (stop.key(), take(&stop, 7, &Input::Skip).unwrap());
            answers.insert(key, entry);
        }
        prop_assert!(false, "still asking after {} skips", most);
    }

    #[test]
    fn what_somebody_was_asked_is_not_called_impossible(dialog in dialog(), moves in moves()) {
        let found = lint::structure(&dialog, "");
        let mut answers = Answers::new();
        for next in &moves {
            apply(&dialog, &mut answers, next);
        }
        for stop in walk::trail(&dialog, &answers) {
            let wrong = format!("{} is never asked", stop.question.id);
            prop_assert!(!found.iter().any(|finding| finding.problem.starts_with(&wrong)), "{}", wrong);
        }
    }

    #[test]
    fn generated_dialogs_are_what_check_accepts(dialog in dialog()) {
        let real: Vec<_> = lint::structure(&dialog, "").into_iter().filter(|f| !f.problem.contains("never asked")).collect();
        prop_assert!(real.is_empty(), "{:?}", real);
    }
}

/// Every shipped survey ends for everybody, whatever they press.
#[test]
fn the_shipped_surveys_end() {
    for name in ["diagnostic", "evaluation", "needs", "priorities", "signup"] {
        let text = std::fs::read_to_string(format!("dialogs/{name}.toml")).unwrap();
        let dialog = takafou::dialog::parse::parse(name, &text).unwrap();
        let mut answers = Answers::new();
        let mut asked = 0;
        while let Step::Ask(stop) = walk::step(&dialog, &answers) {
            asked += 1;
            assert!(asked < 200, "{name} does not end");
            let first = stop
                .available
                .first()
                .cloned()
                .or_else(|| stop.question.options.first().map(|choice| choice.id.clone()));
            let tries = [
                Input::Done,
                first.clone().map_or(Input::Skip, |id| Input::Tick(id, true)),
                first.map_or(Input::Skip, Input::Pick),
                Input::Words("3".into()),
                Input::Words("سلمى".into()),
            ];
            let entry = tries.iter().find_map(|input| take(&stop, 1, input).ok()).unwrap();
            let key = stop.key();
            answers.insert(key, entry);
        }
    }
}
