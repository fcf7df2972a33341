//! One step of the engine: from all the answers of the longest survey to the next question.

#![allow(clippy::unwrap_used, missing_docs, reason = "a bench")]

use criterion::{Criterion, criterion_group, criterion_main};
use takafou::dialog::answer::{Input, take};
use takafou::dialog::walk::{self, Step};
use takafou::dialog::{Answers, parse};

fn engine(criterion: &mut Criterion) {
    let text = std::fs::read_to_string("dialogs/evaluation.toml").unwrap();
    let dialog = parse::parse("evaluation", &text).unwrap();
    let mut answers = Answers::new();
    while let Step::Ask(stop) = walk::step(&dialog, &answers) {
        let first = stop.question.options.first().map(|choice| Input::Pick(choice.id.clone()));
        let tries = [first.unwrap_or(Input::Skip), Input::Pick("3".into()), Input::Skip];
        let entry = tries.iter().find_map(|input| take(&stop, 1, input).ok()).unwrap();
        let key = stop.key();
        answers.insert(key, entry);
    }
    criterion.bench_function("step, evaluation answered in full", |bench| bench.iter(|| walk::step(&dialog, &answers)));
    criterion
        .bench_function("parse, evaluation.toml", |bench| bench.iter(|| parse::parse("evaluation", &text).unwrap()));
}

criterion_group!(benches, engine);
criterion_main!(benches);
