//! Compares pictures and tables with stored ones that a person has looked at. `UPDATE=1 cargo test --test golden` makes
//! them again: look at each of them in both languages before you commit it.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use takafou::chat::{DimensionNumber, Press, Route, TopicNumber};
use takafou::rehearsal::Rehearsal;
use takafou::report::stats::population::Dimension;
use takafou::types::SurveyId;

#[path = "support/crowd.rs"]
mod crowd;
use crowd::{COORDINATOR, closed};

/// How much a colour may differ on average, of 255. Another machine may round the edges of letters in another way.
const TOLERANCE: f64 = 1.0;

/// Opens the topic of the question `asked`, split by a dimension, and compares its picture with the stored one.
async fn look(town: &mut Rehearsal, survey: SurveyId, asked: &str, by: Option<Dimension>, kept: &str) {
    let by = by.and_then(|by| (1..).zip(Dimension::ALL).find(|(_, one)| *one == by)).map(|(n, _)| DimensionNumber(n));
    for topic in (1..=60).map(TopicNumber) {
        town.press(COORDINATOR, Press::Go(Route::Topic { survey, topic, by })).await;
        let Some(picture) = town.screen(COORDINATOR).and_then(|screen| screen.picture.clone()) else { continue };
        if picture.says.contains(asked) {
            return same_picture(&(picture.draw)().unwrap(), kept);
        }
    }
    panic!("nothing asks {asked}");
}

fn pixels(png: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    pixels.truncate(frame.buffer_size());
    (frame.width, frame.height, pixels)
}

fn same_picture(drawn: &[u8], kept: &str) {
    let path = Path::new("tests/golden").join(kept).with_extension("png");
    if std::env::var_os("UPDATE").is_some() {
        return std::fs::write(path, drawn).unwrap();
    }
    let (wide, high, now) = pixels(drawn);
    let (was_wide, was_high, was) = pixels(&std::fs::read(&path).unwrap());
    assert_eq!((wide, high), (was_wide, was_high), "{kept}: another size than {}", path.display());
    let apart: u64 = now.iter().zip(&was).map(|(one, other)| u64::from(one.abs_diff(*other))).sum();
    #[expect(clippy::cast_precision_loss, reason = "a few million bytes")]
    let apart = apart as f64 / now.len() as f64;
    assert!(apart < TOLERANCE, "{kept}: {apart:.2} apart from {}", path.display());
}

fn same_table(csv: &[u8], kept: &str) {
    let path = Path::new("tests/golden").join(kept).with_extension("csv");
    if std::env::var_os("UPDATE").is_some() {
        return std::fs::write(path, csv).unwrap();
    }
    let was = std::fs::read(&path).unwrap();
    assert_eq!(String::from_utf8_lossy(csv), String::from_utf8_lossy(&was), "{kept}");
}

#[tokio::test]
async fn scales_and_changes_look_as_they_did() {
    for (language, rated, mastered) in [("ar", "أهداف", "الدستوري"), ("fr", "objectifs", "juridique")] {
        let folder = tempfile::tempdir().unwrap();
        let (mut town, id) = closed(folder.path(), "evaluation", language, 4).await;
        let by = Some(Dimension::Sex);
        look(&mut town, id, rated, by, &format!("scale-{language}")).await;
        look(&mut town, id, mastered, by, &format!("change-{language}")).await;
    }
}

#[tokio::test]
async fn rankings_look_as_they_did() {
    for (language, ranked) in [("ar", "ترتيب"), ("fr", "Classez")] {
        let folder = tempfile::tempdir().unwrap();
        let (mut town, id) = closed(folder.path(), "priorities", language, 6).await;
        look(&mut town, id, ranked, Some(Dimension::Sex), &format!("ranking-{language}")).await;
        look(&mut town, id, ranked, Some(Dimension::Body), &format!("bodies-{language}")).await;
    }
}

#[tokio::test]
async fn numbers_look_as_they_did() {
    for (language, asked) in [("ar", "كم عدد العضوات"), ("fr", "Combien de membres")] {
        let folder = tempfile::tempdir().unwrap();
        let (mut town, id) = closed(folder.path(), "diagnostic", language, 4).await;
        look(&mut town, id, asked, None, &format!("numbers-{language}")).await;
    }
}

#[tokio::test]
async fn tables_are_as_they_were() {
    for (survey, bodies) in [("needs", 1), ("evaluation", 2)] {
        let folder = tempfile::tempdir().unwrap();
        let (town, id) = closed(folder.path(), survey, "fr", bodies).await;
        for (long, kept) in [(false, "wide"), (true, "long")] {
            same_table(&town.answers(id, "fr", long).await, &format!("{survey}-{kept}"));
        }
    }
}
