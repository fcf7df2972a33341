//! /glossary and the legal frame: short cards from `locales/LANG/glossary.ftl` and `law.ftl`, and the terms that occur in a
//! text, so that they can be looked up from there.

use super::questions::{LISTED, number, paged, to, turning};
use super::{Ctx, members, summaries};
use crate::chat::{Button, Place, Press, Reply, Screen};
use crate::store::people::Person;
use crate::text::{Cards, arabic};

/// Terms that are offered under one text.
const OFFERED: usize = 3;
/// More terms than there will be: beyond it a button counts points.
const MOST: i64 = 1000;

/// A place about cards: a list of them, or one.
pub fn go(ctx: &Ctx<'_>, person: &Person, place: Place, a: i64, b: i64) -> Reply {
    match place {
        Place::Law => list(ctx, person, Cards::Law, a).into(),
        Place::LawCard => card(ctx, Cards::Law, a).into(),
        Place::Term => {
            let mut screen = card(ctx, Cards::Glossary, a.rem_euclid(MOST));
            if b > 0 {
                let back = Button::new(ctx.say("back", &[]), Press::Go(Place::Read, b, a.div_euclid(MOST)));
                screen.rows = vec![vec![back]]; // to the point it was read in
            }
            screen.into()
        }
        _ => list(ctx, person, Cards::Glossary, a).into(),
    }
}

fn list(ctx: &Ctx<'_>, person: &Person, cards: Cards, page: i64) -> Screen {
    let all = ctx.bot.texts.cards(cards);
    let (text, list, one) = match cards {
        Cards::Glossary => (ctx.say("glossary", &[]), Place::Glossary, Place::Term),
        Cards::Law => (ctx.say("law", &[]), Place::Law, Place::LawCard),
    };
    let mut screen = Screen::new(text);
    let (page, pages) = paged(page, all.len(), LISTED);
    for (i, id) in all.iter().enumerate().skip(page * LISTED).take(LISTED) {
        screen = screen.row(ctx.bot.texts.say(&ctx.language, id, &[]), Press::Go(one, number(i), 0));
    }
    screen.rows.extend(turning(ctx, page, pages, |to| Press::Go(list, number(to), 0)));
    screen.rows.push(vec![to(ctx, "go-training", Place::Training, 0, 0)]);
    members::beside(ctx, person, screen)
}

fn card(ctx: &Ctx<'_>, cards: Cards, at: i64) -> Screen {
    let all = ctx.bot.texts.cards(cards);
    let id = usize::try_from(at).ok().and_then(|at| all.get(at)).unwrap_or(&all[0]); // `check` finds an empty file
    let texts = &ctx.bot.texts;
    let says = texts.part(&ctx.language, id, "says").unwrap_or_default();
    let mut screen = Screen::new(format!("<b>{}</b>\n\n{says}", texts.say(&ctx.language, id, &[])));
    // The same word in the other languages: members work in two.
    let others = texts.languages().iter().filter(|language| language.code != ctx.language);
    let mut names: Vec<String> = others.map(|language| texts.say(&language.code, id, &[])).collect();
    names.dedup();
    screen.text.push_str(&format!("\n\n<i>{}</i>", names.join(" · ")));
    let list = if cards == Cards::Law { Place::Law } else { Place::Glossary };
    screen.rows.push(vec![to(ctx, "back", list, 0, 0), to(ctx, "to-menu", Place::Menu, 0, 0)]);
    screen
}

/// The terms that occur in a text of this language, each as a button; `from`: the summary and the point it is read in.
pub fn keys_in(ctx: &Ctx<'_>, language: &str, text: &str, from: Option<(i64, i64)>) -> Vec<Vec<Button>> {
    let texts = &ctx.bot.texts;
    let said: Vec<String> = summaries::keys(text).iter().map(|word| arabic::bare(word).to_owned()).collect();
    let occurs = |name: &str| {
        let name: Vec<String> = summaries::keys(name).iter().map(|word| arabic::bare(word).to_owned()).collect();
        let same = |said: &String, name: &String| said == name || joined(said).is_some_and(|rest| rest == name);
        !name.is_empty() && said.windows(name.len()).any(|words| words.iter().zip(&name).all(|(a, b)| same(a, b)))
    };
    let found = texts.cards(Cards::Glossary).iter().enumerate().filter(|(_, id)| {
        let also = texts.part(language, id, "also").unwrap_or_default();
        occurs(&texts.say(language, id, &[])) || also.split(['،', ',']).any(&occurs)
    });
    let (summary, point) = from.unwrap_or((0, 0));
    let button = |(i, id): (usize, &String)| {
        vec![Button::new(
            format!("📖 {}", texts.say(&ctx.language, id, &[])),
            Press::Go(Place::Term, point * MOST + number(i), summary),
        )]
    };
    found.take(OFFERED).map(button).collect()
}

/// The word without one letter that is written together with it, as in «وتكافؤ»; a name decides whether that is meant.
fn joined(word: &str) -> Option<&str> {
    word.strip_prefix(['و', 'ف', 'ب', 'ل', 'ك'])
}
