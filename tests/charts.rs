//! What a chart does not show, it says: how many groups, rows and parts, and where they stand in the order. Percentages of one
//! whole come to 100, age bands stand in their order, and nothing that is withheld looks like zero.

#![expect(clippy::unwrap_used, reason = "tests")]

use takafou::chat::{DimensionNumber, Press, Route, TopicNumber};
use takafou::rehearsal::Rehearsal;
use takafou::report::stats::population::Dimension;
use takafou::types::SurveyId;

#[path = "support/crowd.rs"]
mod crowd;
use crowd::{COORDINATOR, closed};

const AGES: [&str; 4] = ["Moins de 35 ans", "35 à 49 ans", "50 à 64 ans", "65 ans et plus"];

/// The words of the chart of each topic, by a dimension or whole.
async fn charts(town: &mut Rehearsal, survey: SurveyId, by: Option<Dimension>) -> Vec<String> {
    let by = by.and_then(|by| (1..).zip(Dimension::ALL).find(|(_, one)| *one == by)).map(|(n, _)| DimensionNumber(n));
    let (mut found, mut n) = (Vec::new(), 1);
    loop {
        let here = Press::Go(Route::Topic { survey, topic: TopicNumber(n), by });
        town.press(COORDINATOR, here.clone()).await;
        let screen = town.screen(COORDINATOR).unwrap();
        let buttons = screen.rows.concat();
        // A dimension that has no split is shown whole, and its button is not there either.
        let whole = Route::Topic { survey, topic: TopicNumber(n), by: None };
        let split = by.is_none() || buttons.iter().any(|button| button.press == Press::Go(whole));
        if let (true, Some(picture)) = (split, &screen.picture) {
            found.push(picture.says.clone());
        }
        n += 1;
        let next = Press::Go(Route::Topic { survey, topic: TopicNumber(n), by: None });
        if !buttons.iter().any(|button| button.press == next) {
            return found;
        }
    }
}

/// The numbers before "%" in a line.
fn percents(line: &str) -> Vec<usize> {
    let digits = |part: &str| part.rsplit(|c: char| !c.is_ascii_digit()).next().and_then(|n| n.parse().ok());
    let parts: Vec<&str> = line.split('%').collect();
    parts[..parts.len() - 1]
        .iter()
        .filter_map(|part| digits(part.trim_end_matches(['\u{a0}', '\u{202f}', ' '])))
        .collect()
}

#[tokio::test]
async fn ages_stand_in_their_order_and_those_not_shown_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, id) = closed(folder.path(), "needs", "fr", 12).await;
    let charts = charts(&mut town, id, Some(Dimension::Age)).await;
    assert!(charts.len() > 5, "{charts:?}");
    let (mut all, mut some) = (0, 0);
    for says in charts {
        let (head, body) = says.split_once('\n').unwrap();
        let hidden: Vec<&str> = AGES.into_iter().filter(|age| head.contains(age)).collect();
        assert_eq!(!hidden.is_empty(), head.contains("groupes non montrés"), "{says}");
        let first = |age: &&str| body.find(age);
        let shown: Vec<&str> = AGES.into_iter().filter(|age| first(age).is_some()).collect();
        assert!(shown.iter().map(first).is_sorted(), "{says}");
        assert_eq!(shown.len() + hidden.len(), AGES.len(), "{says}");
        (all, some) = (all + usize::from(hidden.is_empty()), some + usize::from(!hidden.is_empty()));
    }
    assert!(all + some > 5, "{all} with all bands, {some} without some");
}

#[tokio::test]
async fn more_groups_than_lines_are_a_table_and_bodies_not_shown_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, id) = closed(folder.path(), "needs", "fr", 12).await;
    for says in charts(&mut town, id, Some(Dimension::Body)).await {
        let (head, body) = says.split_once('\n').unwrap();
        let named = |n: usize| [' ', ' ', ')', '·'].iter().any(|after| body.contains(&format!("Instance {n}{after}")));
        let shown = (1..=12).filter(|n| named(*n)).count();
        let hidden = head
            .split("instances non montrées : ")
            .nth(1)
            .map_or(0, |rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap());
        // One body more: that of the coordinator, who is alone in it.
        assert!(shown + hidden == 12 || shown + hidden == 13, "{shown} and {hidden}:\n{says}");
    }
}

#[tokio::test]
async fn the_parts_of_a_whole_come_to_a_hundred() {
    let (mut stacks, mut choices) = (0, 0);
    for survey in ["evaluation", "diagnostic", "needs"] {
        let folder = tempfile::tempdir().unwrap();
        let (mut town, id) = closed(folder.path(), survey, "ar", 5).await;
        for says in charts(&mut town, id, None).await {
            for line in says.lines().skip(1).filter(|line| percents(line).len() > 2) {
                assert_eq!(percents(line).iter().sum::<usize>(), 100, "{line}");
                stacks += 1;
            }
            let rows: Vec<usize> = says.lines().skip(1).flat_map(percents).collect();
            let counts = says.lines().skip(1).filter_map(|line| line.split(" · ").nth(1)?.parse::<usize>().ok());
            let n: usize = says
                .split("عدد الأجوبة: ")
                .nth(1)
                .unwrap()
                .chars()
                .take_while(char::is_ascii_digit)
                .collect::<String>()
                .parse()
                .unwrap();
            // Where one of several is chosen, the counts come to the number of answers.
            if counts.sum::<usize>() == n {
                assert_eq!(rows.iter().sum::<usize>(), 100, "{says}");
                choices += 1;
            }
        }
    }
    assert!(stacks > 10 && choices > 5, "{stacks} scales, {choices} choices");
}

#[tokio::test]
async fn numbers_of_groups_are_said_to_be_about_right_and_small_groups_have_words() {
    const WORDS: [&str; 5] =
        ["peu ou personne", "une minorité", "environ la moitié", "la majorité", "presque l'ensemble"];
    let (mut words, mut numbers) = (0, 0);
    for (survey, bodies) in [("evaluation", 3), ("priorities", 2), ("priorities", 8), ("needs", 6)] {
        let folder = tempfile::tempdir().unwrap();
        let (mut town, id) = closed(folder.path(), survey, "fr", bodies).await;
        let whole = charts(&mut town, id, None).await;
        for says in charts(&mut town, id, Some(Dimension::Sex)).await {
            let (head, body) = says.split_once('\n').unwrap();
            assert!(head.contains("approchés"), "{says}");
            for part in body.lines().flat_map(|line| line.split(" · ").skip(1)) {
                let in_words = WORDS.iter().any(|word| part.contains(word)) || part.contains("rang ");
                let number = part.contains('≈');
                (words, numbers) = (words + usize::from(in_words), numbers + usize::from(number));
            }
            // Each option has a row of its own, as in the whole.
            let title = head.split(" (").next().unwrap();
            if let Some(of_all) = whole.iter().find(|whole| whole.starts_with(title))
                && says.lines().count() > 3
            {
                assert_eq!(says.lines().count(), of_all.lines().count(), "{says}\n{of_all}");
            }
        }
    }
    assert!(words > 20 && numbers > 20, "{words} cells with words, {numbers} with numbers");
}

/// What a chart says of numbers: after "≈", before "%", and shares in words by their place.
fn figures(says: &str, words: [&str; 5]) -> Vec<String> {
    let (_, body) = says.split_once('\n').unwrap();
    let parts = body.lines().flat_map(|line| line.split(" · ").skip(1));
    let figures = parts.flat_map(|part| {
        let about = part.split('≈').skip(1).map(|rest| {
            let digits = rest.trim_start().chars().take_while(char::is_ascii_digit);
            format!("≈{}", digits.collect::<String>())
        });
        let in_words = words.iter().position(|word| part.contains(word)).map(|place| format!("w{place}"));
        about.chain(percents(part).into_iter().map(|n| format!("{n}%"))).chain(in_words).collect::<Vec<_>>()
    });
    figures.collect()
}

#[tokio::test]
async fn every_language_shows_the_same_numbers_of_the_same_groups() {
    let languages = [
        ("ar", ["قلة أو لا أحد", "أقلية", "حوالي النصف", "الأغلبية", "شبه إجماع"]),
        ("fr", ["peu ou personne", "une minorité", "environ la moitié", "la majorité", "presque l'ensemble"]),
        ("en", ["few or none", "a minority", "about half", "most", "nearly all"]),
    ];
    for (survey, bodies) in [("evaluation", 2), ("priorities", 5)] {
        let mut said: Vec<Vec<Vec<String>>> = Vec::new();
        for (language, words) in languages {
            let folder = tempfile::tempdir().unwrap();
            let (mut town, id) = closed(folder.path(), survey, language, bodies).await;
            let mut of_language = Vec::new();
            for by in [None, Some(Dimension::Sex), Some(Dimension::Area), Some(Dimension::Body)] {
                let charts = charts(&mut town, id, by).await;
                of_language.extend(charts.iter().map(|says| figures(says, words)));
            }
            assert!(of_language.iter().flatten().count() > 60, "{of_language:?}");
            said.push(of_language);
        }
        for (other, (language, _)) in said[1..].iter().zip(&languages[1..]) {
            assert_eq!(&said[0], other, "{survey}: Arabic, and {language}");
        }
    }
}

#[tokio::test]
async fn every_question_is_two_presses_away_and_the_list_opens_where_one_was() {
    let folder = tempfile::tempdir().unwrap();
    let (mut town, survey) = closed(folder.path(), "priorities", "fr", 3).await;
    let (mut listed, mut page) = (Vec::new(), 0);
    loop {
        town.press(COORDINATOR, Press::Go(Route::Topics { survey, page })).await;
        let screen = town.screen(COORDINATOR).unwrap();
        let buttons = screen.rows.concat();
        for button in &buttons {
            if let Press::Go(Route::Topic { topic, .. }) = &button.press {
                assert_eq!(button.label, topic.0.to_string());
                let line = screen.text.lines().find(|line| line.starts_with(&format!("{}", topic.0))).unwrap();
                let of_one = line.starts_with(&format!("{}. ", topic.0));
                listed.push((topic.0, page, line.split_once(". ").unwrap().1.to_owned(), of_one));
            }
        }
        page += 1;
        if !buttons.iter().any(|button| button.press == Press::Go(Route::Topics { survey, page })) {
            break;
        }
    }
    assert!((8..20).contains(&listed.len()), "{listed:?}");
    assert!(listed.iter().any(|(.., of_one)| !of_one), "a question that is asked about each item has one line");
    for (topic, page, question, of_one) in listed {
        town.press(COORDINATOR, Press::Go(Route::Topic { survey, topic: TopicNumber(topic), by: None })).await;
        let screen = town.screen(COORDINATOR).unwrap();
        let words = if of_one { question.as_str() } else { question.split('…').next().unwrap() };
        assert!(screen.text.contains(words), "{question}: {}", screen.text);
        let back = Press::Go(Route::Topics { survey, page });
        assert!(screen.rows.concat().iter().any(|button| button.press == back), "{topic} is on page {page}");
    }
}
