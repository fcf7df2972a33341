//! The review: every answer, with a button to change it.

use super::question::{answer_in_words, shortened};
use super::view::View;
use crate::bot::context::Locale;
use crate::bot::ui::buttons::page_buttons;
use crate::bot::ui::limits::{SCREEN, units};
use crate::chat::{Act, Button, Screen};
use crate::dialog::Usage;
use crate::dialog::walk::{self, State, Stop};
use crate::text::Arg;

const ANSWERS_A_PAGE: usize = 8;
/// Buttons in one row.
const EDITS_A_ROW: usize = 4;
/// UTF-16 units of the answers of one page; what stands around them needs some too.
const ANSWERS_SHOWN: usize = SCREEN - 600;
const QUESTION_SHOWN: usize = 120;

/// All answers in pages. Each can be changed, and the dialog can be submitted here.
pub fn screen(locale: &Locale<'_>, view: &View<'_>) -> Screen {
    let (session, localized) = (view.session, &*view.session.localized);
    let stops: Vec<Stop<'_>> = walk::trail(&localized.dialog, &session.answers);
    let answered: Vec<&Stop<'_>> = stops.iter().filter(|stop| matches!(stop.state, State::Done(_))).collect();
    let lines: Vec<String> = answered.iter().zip(1..).map(|(stop, n)| line(locale, view, stop, n)).collect();
    let starts = page_starts(&lines);
    let pages = starts.len();
    let page = match corrected_place(view, &answered) {
        Some(place) => starts.partition_point(|start| *start <= place).saturating_sub(1),
        None => usize::try_from(view.page).unwrap_or(0).min(pages - 1),
    };
    let shown = starts[page]..starts.get(page + 1).copied().unwrap_or(lines.len());
    let mut text = format!("{}<b>{}</b>", view.remark(), locale.say("review", &[]));
    let mut edits = Vec::new();
    for i in shown {
        text.push_str("\n\n");
        text.push_str(&lines[i]);
        edits.push(Button::new(format!("✏️ {}", i + 1), view.press(answered[i], Act::Edit)));
    }
    text.push_str("\n\n");
    text.push_str(&match localized.dialog.usage {
        Usage::Anonymous => locale.say("review-anonymous", &[]),
        Usage::Confidential => locale.say("review-confidential", &[]),
        Usage::Form => locale.say("review-form", &[]),
    });
    let review_press = |act| session.button("review", act);
    let mut screen = Screen::new(text);
    screen.rows.extend(edits.chunks(EDITS_A_ROW).map(<[Button]>::to_vec));
    screen.rows.extend(page_buttons(locale, page, pages, |to| review_press(Act::Page(i32::try_from(to).unwrap_or(0)))));
    let submit = if localized.dialog.usage == Usage::Form { "confirm" } else { "submit" };
    screen.rows.push(vec![Button::new(locale.say(submit, &[]), review_press(Act::Submit))]);
    screen.rows.push(vec![
        Button::new(locale.say("back", &[]), review_press(Act::Back)),
        Button::new(locale.say("later", &[]), review_press(Act::Later)),
    ]);
    screen
}

/// One answer with its question and number.
fn line(locale: &Locale<'_>, view: &View<'_>, stop: &Stop<'_>, n: usize) -> String {
    let localized = &*view.session.localized;
    let question = localized.question(&locale.bot.texts, &locale.language, stop.question, &stop.item);
    let question = shortened(&question, QUESTION_SHOWN);
    let answer = stop.value().map_or_else(String::new, |value| answer_in_words(locale, localized, stop, value));
    let args = [("n", Arg::count(n)), ("question", Arg::text(question)), ("answer", Arg::text(answer))];
    locale.say("review-line", &args)
}

/// The index of the first line of each page: as many lines as fit. There is always one page.
fn page_starts(lines: &[String]) -> Vec<usize> {
    let (mut starts, mut length) = (vec![0], 0);
    for (i, line) in lines.iter().enumerate() {
        let start = starts[starts.len() - 1]; // never empty
        length += units(line);
        if i > start && (i - start == ANSWERS_A_PAGE || length > ANSWERS_SHOWN) {
            starts.push(i);
            length = units(line);
        }
    }
    starts
}

/// Where the answer that was just corrected stands among those answered: the review opens at its page. None: the last
/// question was answered for the first time, and the review begins at its beginning.
fn corrected_place(view: &View<'_>, answered: &[&Stop<'_>]) -> Option<usize> {
    let given = view.given.as_ref()?;
    let place = answered.iter().position(|stop| stop.key() == given.key)?;
    (given.again || place + 1 < answered.len()).then_some(place)
}
