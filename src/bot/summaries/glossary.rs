//! /glossary and the legal frame: short cards from `locales/LANG/glossary.ftl` and `law.ftl`, and the terms that occur
//! in a text, with a button for each.

use crate::bot::context::Locale;
use crate::bot::outcome::Outcome;
use crate::bot::ui::buttons::{BUTTONS_A_PAGE, add_way_back, clamp_page, page_buttons, to};
use crate::chat::{Button, Press, Route, Screen};
use crate::store::people::Person;
use crate::text::{Cards, arabic};
use crate::types::{PointNumber, SummaryId};

/// Most terms under one text.
const OFFERED: usize = 3;

pub fn show_glossary(locale: &Locale<'_>, person: &Person, page: usize) -> Outcome {
    list(locale, person, Cards::Glossary, page).into()
}

pub fn show_law(locale: &Locale<'_>, person: &Person, page: usize) -> Outcome {
    list(locale, person, Cards::Law, page).into()
}

pub fn show_law_card(locale: &Locale<'_>, index: usize) -> Outcome {
    card(locale, Cards::Law, index).into()
}

/// One term. If it was opened from a point of a summary, a button leads back there.
pub fn show_term(locale: &Locale<'_>, index: usize, summary: Option<SummaryId>, point: Option<PointNumber>) -> Outcome {
    let mut screen = card(locale, Cards::Glossary, index);
    if let Some(summary) = summary {
        let back = Route::ReadSummary { summary, point, below: false };
        screen.rows = vec![vec![to(locale, "back", back)]];
    }
    screen.into()
}

fn list(locale: &Locale<'_>, person: &Person, cards: Cards, page: usize) -> Screen {
    let all = locale.bot.texts.cards(cards);
    let text = match cards {
        Cards::Glossary => locale.say("glossary", &[]),
        Cards::Law => locale.say("law", &[]),
    };
    let route = |index| match cards {
        Cards::Glossary => Route::GlossaryTerm { term: index, summary: None, point: None },
        Cards::Law => Route::LawCard { card: index },
    };
    let mut screen = Screen::new(text);
    let (page, pages) = clamp_page(page, all.len(), BUTTONS_A_PAGE);
    for (i, id) in all.iter().enumerate().skip(page * BUTTONS_A_PAGE).take(BUTTONS_A_PAGE) {
        screen = screen.row(locale.bot.texts.say(&locale.language, id, &[]), Press::Go(route(i)));
    }
    screen.rows.extend(page_buttons(locale, page, pages, |to| Press::Go(list_of(cards, to))));
    screen.rows.push(vec![to(locale, "go-training", Route::Training { page: 0 })]);
    add_way_back(locale, person, screen)
}

/// A page of the list that a card belongs to.
fn list_of(cards: Cards, page: usize) -> Route {
    match cards {
        Cards::Glossary => Route::Glossary { page },
        Cards::Law => Route::Law { page },
    }
}

fn card(locale: &Locale<'_>, cards: Cards, index: usize) -> Screen {
    let all = locale.bot.texts.cards(cards);
    let id = all.get(index).unwrap_or(&all[0]); // `check` finds an empty file
    let texts = &locale.bot.texts;
    let says = texts.part(&locale.language, id, "says").unwrap_or_default();
    let mut screen = Screen::new(format!("<b>{}</b>\n\n{says}", texts.say(&locale.language, id, &[])));
    // The same word in the other languages: members work in two.
    let others = texts.languages().iter().filter(|language| language.code != locale.language);
    let mut names: Vec<String> = others.map(|language| texts.say(&language.code, id, &[])).collect();
    names.dedup();
    screen.text.push_str(&format!("\n\n<i>{}</i>", names.join(" · ")));
    screen.rows.push(vec![to(locale, "back", list_of(cards, 0)), to(locale, "to-menu", Route::Menu)]);
    screen
}

/// The terms that occur in a text of this language, each as a button. `from` is the summary and the point that the text
/// belongs to.
pub fn terms_in(
    locale: &Locale<'_>,
    language: &str,
    text: &str,
    from: Option<(SummaryId, PointNumber)>,
) -> Vec<Vec<Button>> {
    let texts = &locale.bot.texts;
    let words_of_text: Vec<String> =
        arabic::search_keys(text).iter().map(|word| arabic::bare(word).to_owned()).collect();
    let occurs = |name: &str| {
        let name: Vec<String> = arabic::search_keys(name).iter().map(|word| arabic::bare(word).to_owned()).collect();
        let same = |word: &String, name: &String| word == name || without_prefix(word).is_some_and(|rest| rest == name);
        !name.is_empty()
            && words_of_text.windows(name.len()).any(|words| words.iter().zip(&name).all(|(a, b)| same(a, b)))
    };
    let found = texts.cards(Cards::Glossary).iter().enumerate().filter(|(_, id)| {
        let also = texts.part(language, id, "also").unwrap_or_default();
        occurs(&texts.say(language, id, &[])) || also.split(['،', ',']).any(&occurs)
    });
    let (summary, point) = from.unzip();
    let button = |(i, id): (usize, &String)| {
        vec![Button::new(
            format!("📖 {}", texts.say(&locale.language, id, &[])),
            Press::Go(Route::GlossaryTerm { term: i, summary, point }),
        )]
    };
    found.take(OFFERED).map(button).collect()
}

/// The word without one letter that Arabic writes together with it, as in «وتكافؤ». The result counts only if it is the
/// name of a term.
fn without_prefix(word: &str) -> Option<&str> {
    word.strip_prefix(['و', 'ف', 'ب', 'ل', 'ك'])
}
