//! The review: every answer, with a button to change it.

use super::question::{answer_in_words, shortened};
use super::view::View;
use crate::bot::context::Locale;
use crate::bot::ui::buttons::page_buttons;
use crate::chat::{Act, Button, Screen};
use crate::dialog::Usage;
use crate::dialog::walk::{self, State, Stop};
use crate::text::Arg;

const ANSWERS_A_PAGE: usize = 3;
const QUESTION_SHOWN: usize = 120;

/// All answers in pages. Each can be changed, and the dialog can be submitted here.
pub fn screen(locale: &Locale<'_>, view: &View<'_>) -> Screen {
    let (session, localized) = (view.session, &*view.session.localized);
    let stops: Vec<Stop<'_>> = walk::trail(&localized.dialog, &session.answers);
    let answered: Vec<&Stop<'_>> = stops.iter().filter(|stop| matches!(stop.state, State::Done(_))).collect();
    let pages = answered.len().div_ceil(ANSWERS_A_PAGE).max(1);
    let page = usize::try_from(view.page).unwrap_or(0).min(pages - 1);
    let mut text = format!("{}<b>{}</b>", view.remark(), locale.say("review", &[]));
    let mut edits = Vec::new();
    for (i, stop) in answered.iter().enumerate().skip(page * ANSWERS_A_PAGE).take(ANSWERS_A_PAGE) {
        let question = localized.question(&locale.bot.texts, &locale.language, stop.question, &stop.item);
        let question = shortened(&question, QUESTION_SHOWN);
        let answer = stop.value().map_or_else(String::new, |value| answer_in_words(locale, localized, stop, value));
        text.push_str("\n\n");
        text.push_str(&locale.say(
            "review-line",
            &[("n", Arg::count(i + 1)), ("question", Arg::text(question)), ("answer", Arg::text(answer))],
        ));
        edits.push(Button::new(format!("✏️ {}", i + 1), view.press(stop, Act::Edit)));
    }
    text.push_str("\n\n");
    text.push_str(&match localized.dialog.usage {
        Usage::Anonymous => locale.say("review-anonymous", &[]),
        Usage::Confidential => locale.say("review-confidential", &[]),
        Usage::Form => locale.say("review-form", &[]),
    });
    let review_press = |act| session.button("review", act);
    let mut screen = Screen::new(text);
    screen.rows.push(edits);
    screen.rows.extend(page_buttons(locale, page, pages, |to| review_press(Act::Page(i32::try_from(to).unwrap_or(0)))));
    let submit = if localized.dialog.usage == Usage::Form { "confirm" } else { "submit" };
    screen.rows.push(vec![Button::new(locale.say(submit, &[]), review_press(Act::Submit))]);
    screen.rows.push(vec![
        Button::new(locale.say("back", &[]), review_press(Act::Back)),
        Button::new(locale.say("later", &[]), review_press(Act::Later)),
    ]);
    screen
}
