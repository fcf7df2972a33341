//! Makes forms as KoboToolbox makes them, for tests.

#![allow(dead_code, reason = "each user takes what it needs")]

use rust_xlsxwriter::Workbook;
use takafou::bot::surveys::imports::Forms;
use takafou::chat::{Press, Route, UserInput};
use takafou::dialog::{Attached, Media};
use takafou::rehearsal::Rehearsal;

/// A workbook of these sheets. The first row of each holds its headings.
pub fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let page = workbook.add_worksheet();
        page.set_name(*name).unwrap();
        for (n, row) in (0..).zip(*rows) {
            for (column, text) in (0..).zip(*row).filter(|(_, text)| !text.is_empty()) {
                match text.parse::<f64>() {
                    Ok(number) => page.write_number(n, column, number).unwrap(), // as a spreadsheet would keep it
                    Err(_) => page.write_string(n, column, *text).unwrap(),
                };
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// A coordinator sends a form, the bot fetches it, and it is accepted as a survey.
pub async fn take_in(town: &mut Rehearsal, coordinator: i64, name: &str, bytes: Vec<u8>) {
    let file =
        Attached { media: Media::Document, file: "f".into(), name: format!("{name}.xlsx"), bytes: 0, seconds: 0 };
    town.event(coordinator, UserInput::File(file, String::new())).await;
    let forms = Forms::new(&town.bot, &town.store);
    let (id, _) = forms.next_to_fetch().await.unwrap().unwrap();
    forms.read_fetched(town.now, id, Some(bytes)).await.unwrap();
    town.press(coordinator, Press::Go(Route::TakeForm { form: id })).await;
}

pub const FORM: &[&[&str]] = &[
    &[
        "type",
        "name",
        "label::Arabic (ar)",
        "label::French (fr)",
        "hint::Arabic (ar)",
        "hint::French (fr)",
        "required",
        "relevant",
        "constraint",
        "constraint_message::Arabic (ar)",
        "constraint_message::French (fr)",
        "parameters",
        "appearance",
    ],
    &["start", "start"],
    &["note", "intro", "سوق الأحد", "Le souk du dimanche"],
    &["select_one yes_no", "sells_there", "هل تبيعين هناك؟", "Y vendez-vous ?", "", "", "yes"],
    &["begin_group", "seller", "للبائعات", "Pour les vendeuses", "", "", "", "${sells_there} = '1'"],
    &[
        "integer",
        "days",
        "كم يوما في الشهر؟",
        "Combien de jours par mois ?",
        "تقريبا",
        "À peu près",
        "",
        "",
        ". >= 1 and . <= 31",
        "من 1 إلى 31",
        "De 1 à 31",
    ],
    &["decimal", "distance", "كم كيلومترا؟", "À combien de kilomètres ?", "", "", "", "", ". >= 0 and . <= 99.5"],
    &[
        "select_multiple goods",
        "what",
        "ماذا تبيعين؟",
        "Que vendez-vous ?",
        "",
        "",
        "",
        "",
        "count-selected(.) <= 2 and not(selected(., 'none') and count-selected(.) > 1)",
        "",
        "",
        "randomize=true",
    ],
    &[
        "text",
        "other_goods",
        "ماذا أيضا؟",
        "Quoi d'autre ?",
        "",
        "",
        "",
        "selected(${what}, 'other')",
        "string-length(.) <= 80",
    ],
    &["end_group"],
    &[
        "rank goods",
        "best",
        "رتبي البضائع",
        "Classez les produits",
        "",
        "",
        "",
        "count-selected(${what}) >= 2 or ${days} > 10",
    ],
    &["range", "safe", "هل المكان آمن؟", "Le lieu est-il sûr ?", "", "", "", "", "", "", "", "start=1 end=5 step=1"],
    &["date", "next", "متى السوق المقبل؟", "Quand est le prochain souk ?", "", "", "", "", ". >= today()"],
    &["time", "opens", "متى يفتح؟", "À quelle heure ouvre-t-il ?"],
    &["note", "bye", "شكرا", "Merci"],
];

pub const CHOICES: &[&[&str]] = &[
    &["list_name", "name", "label::Arabic (ar)", "label::French (fr)"],
    &["yes_no", "1", "نعم", "Oui"],
    &["yes_no", "0", "لا", "Non"],
    &["goods", "bread", "خبز", "Pain"],
    &["goods", "olive_oil", "زيت", "Huile"],
    &["goods", "other", "غير ذلك", "Autre"],
    &["goods", "none", "لا شيء", "Rien"],
];

pub const SETTINGS: &[&[&str]] = &[&["form_title", "form_id", "answers"], &["السوق", "market_2026", "anonymous"]];
