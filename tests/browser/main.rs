//! The demo page in headless Chromium, used as a person would use it. Needs `chromium` and `chromedriver` (Debian's
//! packages): `cargo test --test browser -- --ignored`. `SCREENSHOTS=docs` stores screenshots.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::json;

/// A process that is killed when it is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// Starts the demo on a free port and returns the address that it printed.
fn demo() -> (Running, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_takafou"));
    let mut demo =
        command.args(["demo", "--port", "0"]).env("RUST_LOG", "warn").stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(demo.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.split_whitespace().last().unwrap().to_owned();
    (Running(demo), address)
}

async fn browser(width: u32, height: u32) -> (Running, Client) {
    browser_with(width, height, json!({})).await
}

/// A browser as a phone of this size: a window cannot be as narrow.
async fn phone(width: u32, height: u32) -> (Running, Client) {
    let metrics = json!({ "deviceMetrics": { "width": width, "height": height, "pixelRatio": 1 } });
    browser_with(500, height, metrics).await
}

async fn browser_with(width: u32, height: u32, emulation: serde_json::Value) -> (Running, Client) {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let driver = Command::new("chromedriver").arg(format!("--port={port}")).stdout(Stdio::null()).spawn();
    let driver = Running(driver.expect("chromedriver is installed (Debian: chromium-driver)"));
    let arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--force-device-scale-factor=1",
    ];
    let mut arguments: Vec<String> = arguments.map(str::to_owned).to_vec();
    arguments.push(format!("--window-size={width},{height}"));
    let mut options = json!({ "args": arguments });
    if emulation != json!({}) {
        options["mobileEmulation"] = emulation;
    }
    let capabilities = serde_json::Map::from_iter([("goog:chromeOptions".to_owned(), options)]);
    for _ in 0..50 {
        let connected = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(capabilities.clone())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await;
        if let Ok(client) = connected {
            return (driver, client);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("chromedriver does not answer");
}

struct Page {
    client: Client,
}

impl Page {
    async fn find(&self, xpath: &str) -> Element {
        let wait = self.client.wait().at_most(Duration::from_secs(60)); // four demos start at once on a small machine
        wait.for_element(Locator::XPath(xpath)).await.unwrap_or_else(|error| panic!("{xpath}: {error}"))
    }

    /// Waits until the newest bot message of a person holds this text.
    async fn sees(&self, person: u32, text: &str) {
        self.find(&format!("//section[@data-person='{person}']//li[last()][contains(., \"{text}\")]")).await;
    }

    async fn press(&self, person: u32, label: &str) {
        let xpath = format!(
            "(//section[@data-person='{person}']//button[contains(@class,'key')][contains(., \"{label}\")])[last()]"
        );
        for _ in 0..20 {
            let key = serde_json::to_value(&self.find(&xpath).await).unwrap();
            if self.client.execute("arguments[0].click()", vec![key]).await.is_ok() {
                return;
            } // drawn anew in between: look again
        }
        panic!("[{label}] cannot be pressed");
    }

    /// Waits until any message of a person holds this text.
    async fn shows(&self, person: u32, text: &str) {
        self.find(&format!("//section[@data-person='{person}']//li[contains(., \"{text}\")]")).await;
    }

    async fn attaches(&self, person: u32, file: &std::path::Path) {
        let xpath = format!("//section[@data-person='{person}']//*[contains(@class,'attach')]//input");
        let field = self.client.find(Locator::XPath(&xpath)).await.unwrap(); // hidden behind its button
        field.send_keys(file.to_str().unwrap()).await.unwrap();
    }

    /// Advances the clock by "hour" or "day", or to the "next" reminder.
    async fn turn(&self, how: &str) {
        self.find(&format!("//button[@data-turn='{how}']")).await.click().await.unwrap();
    }

    async fn types(&self, person: u32, text: &str) {
        let field = self.find(&format!("//section[@data-person='{person}']//textarea")).await;
        field.send_keys(&format!("{text}\n")).await.unwrap();
    }

    /// Waits until the newest message differs from `before` and begins with one of these. Returns its text.
    async fn next(&self, before: &str, beginnings: [&str; 2]) -> String {
        let last = "const all = document.querySelectorAll('[data-person=\"12\"] .log li .bubble');
            return all.length ? all[all.length - 1].innerText : ''";
        for _ in 0..300 {
            let shown = self.client.execute(last, vec![]).await.unwrap().as_str().unwrap_or_default().to_owned();
            if shown != before && beginnings.iter().any(|beginning| shown.starts_with(beginning)) {
                return shown;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("nothing comes after {before:?}");
    }

    /// Checks that the newest message needs no scrolling, and its labels.
    async fn fits(&self, what: &str) {
        let fits = "const log = document.querySelector('[data-person=\"12\"] .log'); const last = log.lastElementChild;
            return Math.max(0, last.getBoundingClientRect().height - log.getBoundingClientRect().height)";
        assert_eq!(
            self.client.execute(fits, vec![]).await.unwrap(),
            json!(0),
            "{what} must be scrolled by so many pixels"
        );
        self.cuts_no_label(what).await;
    }

    /// Checks that no label of the newest message is cut.
    async fn cuts_no_label(&self, what: &str) {
        let cut = "return [...document.querySelectorAll('[data-person=\"12\"] .log li:last-child .key')]
            .filter((key) => key.scrollWidth > key.clientWidth + 1).map((key) => key.textContent)";
        assert_eq!(self.client.execute(cut, vec![]).await.unwrap(), json!([]), "labels cut in {what}");
    }

    /// Waits until the newest picture of the coordinator differs from `before` and is drawn. Returns its address.
    async fn draws(&self, before: &str) -> String {
        let last =
            "const all = [...document.querySelectorAll('[data-person=\"11\"] img')]; const one = all[all.length - 1];
            return one && one.complete && one.naturalWidth > 300 ? one.src : ''";
        for _ in 0..300 {
            let shown = self.client.execute(last, vec![]).await.unwrap().as_str().unwrap_or_default().to_owned();
            if !shown.is_empty() && shown != before {
                return shown;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("no picture comes after {before:?}");
    }

    async fn picture(&self, name: &str) {
        if let Some(folder) = std::env::var_os("SCREENSHOTS") {
            tokio::time::sleep(Duration::from_millis(700)).await;
            let png = self.client.screenshot().await.unwrap();
            std::fs::write(std::path::Path::new(&folder).join(name), png).unwrap();
        }
    }
}

mod drawing;
#[path = "../support/form.rs"]
mod form;
#[path = "../support/imitation.rs"]
mod imitation;
mod week;

const COORDINATOR: u32 = 11;
const NEWCOMER: u32 = 15;

#[tokio::test]
#[ignore = "needs a browser: cargo test --test browser -- --ignored"]
async fn a_newcomer_joins_answers_goes_back_changes_language_and_the_count_goes_up() {
    let (_demo, address) = demo();
    let (_driver, client) = browser(1760, 1000).await;
    client.goto(&address).await.unwrap();
    let page = Page { client };
    page.sees(COORDINATOR, "مرحبا").await;
    page.press(COORDINATOR, "تدبير الاستبيانات").await;
    page.sees(COORDINATOR, "5 استبيانات:").await; // the menu has a button of the same name
    page.press(COORDINATOR, "سير عمل الهيئة").await;
    page.sees(COORDINATOR, "عدد من أرسل: 0").await;

    // Joins.
    page.find(&format!("//section[@data-person='{NEWCOMER}']//button[@class='start']")).await.click().await.unwrap();
    page.sees(NEWCOMER, "دعوة للانضمام").await;
    page.picture("consent-ar.png").await;
    page.press(NEWCOMER, "أوافق على المعالجة").await;
    page.sees(NEWCOMER, "✅ أوافق على المعالجة").await; // the buttons carry the ticks: the next one belongs to the new screen
    page.press(NEWCOMER, "أوافق على مرور الرسائل").await;
    page.press(NEWCOMER, "متابعة التسجيل").await;
    page.sees(NEWCOMER, "السؤال 1 من 5").await;
    page.types(NEWCOMER, "يوسف").await;
    for (n, label) in [(2, "عضو(ة)"), (3, "رجل"), (4, "تخطي"), (5, "تخطي")] {
        page.sees(NEWCOMER, &format!("السؤال {n} من 5")).await; // a press too early is one on the question before
        page.press(NEWCOMER, label).await;
    }
    page.sees(NEWCOMER, "مراجعة الأجوبة").await;
    page.press(NEWCOMER, "تأكيد").await;

    // The diagnostic in Arabic, back, and on in French.
    page.press(NEWCOMER, "سير عمل الهيئة").await;
    page.press(NEWCOMER, "أوافق وأبدأ").await;
    page.sees(NEWCOMER, "السؤال 1 من 14").await;
    page.press(NEWCOMER, "نعم").await;
    page.sees(NEWCOMER, "السؤال 2 من 14").await;
    page.press(NEWCOMER, "رجوع").await;
    page.sees(NEWCOMER, "● نعم").await;
    page.press(NEWCOMER, "قيد الإحداث").await;
    page.sees(NEWCOMER, "السؤال 10 من 14").await;
    page.types(NEWCOMER, "/language").await;
    page.press(NEWCOMER, "Français").await;
    page.sees(NEWCOMER, "Question 10 sur 14").await;
    page.press(NEWCOMER, "Oui, il y a plus longtemps").await;
    page.sees(NEWCOMER, "Question 11 sur 14").await;
    page.picture("question-fr.png").await;
    for n in 11..=14 {
        page.sees(NEWCOMER, &format!("Question {n} sur 14")).await;
        page.press(NEWCOMER, "Passer").await;
    }
    page.sees(NEWCOMER, "Relecture").await;
    page.press(NEWCOMER, "Envoyer mes réponses").await;
    page.sees(NEWCOMER, "C'est envoyé").await;

    // The coordinator's count goes up.
    page.press(COORDINATOR, "تحديث").await;
    page.sees(COORDINATOR, "عدد من أرسل: 1").await;
    page.picture("demo.png").await;
    page.client.close().await.unwrap();
}

/// A whole meeting. It is announced, answered in different ways, and reminded of as the clock is advanced. One member
/// checks in; another does not, and reads the summary afterwards.
#[tokio::test]
#[ignore = "needs a browser: cargo test --test browser -- --ignored"]
async fn a_meeting_is_announced_answered_reminded_of_attended_and_caught_up_with() {
    const COMES: u32 = 12;
    const DECLINES: u32 = 13;
    const SILENT: u32 = 14;
    let (_demo, address) = demo();
    let (_driver, client) = browser(1760, 1000).await;
    client.goto(&address).await.unwrap();
    let page = Page { client };
    page.sees(COORDINATOR, "مرحبا").await;
    page.press(COORDINATOR, "تدبير الاجتماعات").await;
    page.press(COORDINATOR, "الدعوة إلى اجتماع").await;
    page.sees(COORDINATOR, "السؤال 1 من 14").await;
    page.types(COORDINATOR, "ورشة").await;
    page.sees(COORDINATOR, "السؤال 2 من 14").await;
    page.types(COORDINATOR, "وضع خطة عمل الهيئة").await;
    page.sees(COORDINATOR, "السؤال 3 من 14").await;
    page.press(COORDINATOR, "1").await;
    page.sees(COORDINATOR, "السؤال 4 من 14").await;
    let day =
        page.client.execute("return new Date(Date.now() + 9 * 86400000).toISOString().slice(0, 10)", vec![]).await;
    page.types(COORDINATOR, &format!("{} 10:00", day.unwrap().as_str().unwrap())).await;
    page.sees(COORDINATOR, "السؤال 6 من 14").await;
    page.press(COORDINATOR, "12:00").await;
    page.sees(COORDINATOR, "السؤال 7 من 14").await;
    page.types(COORDINATOR, "قاعة الاجتماعات").await;
    for n in [8, 9, 11, 12, 13] {
        page.sees(COORDINATOR, &format!("السؤال {n} من 14")).await;
        page.press(COORDINATOR, "تخطي").await;
    }
    page.press(COORDINATOR, "كل من أنسق").await;
    page.press(COORDINATOR, "تأكيد").await;
    page.sees(COORDINATOR, "معاينة قبل الإرسال").await;
    page.press(COORDINATOR, "إرسال الدعوة").await;

    // Two members reply, each in their language. The coordinator's count follows.
    page.sees(COMES, "يشرفنا أن ندعوكن وندعوكم").await;
    page.press(COMES, "سأحضر").await;
    page.sees(DECLINES, "Nous avons l'honneur").await;
    page.press(DECLINES, "Je ne peux pas venir").await;
    page.sees(DECLINES, "Pour quelle raison").await;
    page.press(DECLINES, "Transport").await;
    page.shows(COORDINATOR, "تأكيد الحضور: 1 · ✖️ اعتذار: 1").await; // the progress of sending may come after it
    page.picture("meeting.png").await;

    // The clock is advanced to each reminder. It goes to members who come and to those who have not replied, but not to
    // those who declined.
    for when in ["بعد 3 أيام", "غدا", "اليوم"] {
        page.turn("next").await;
        page.sees(COMES, when).await;
        page.sees(COMES, "جوابكم: سأحضر").await;
        page.sees(SILENT, when).await;
        page.sees(SILENT, "المرجو تأكيد الحضور").await;
    }
    page.sees(DECLINES, "Nous avons l'honneur").await;

    // One member checks in with the code, another does not.
    page.press(COORDINATOR, "تدبير الاجتماع").await;
    page.press(COORDINATOR, "📝 الحضور").await;
    page.press(COORDINATOR, "رمز الحضور").await;
    page.sees(COORDINATOR, "الرمز:").await;
    let code = "return document.querySelector('[data-person=\"11\"] .log li:last-child code').textContent";
    let code = page.client.execute(code, vec![]).await.unwrap();
    page.picture("check-in.png").await;
    page.types(COMES, code.as_str().unwrap()).await;
    page.sees(COMES, "سُجل حضوركم").await;
    page.sees(COORDINATOR, "الحاضرات والحاضرون: 1").await;
    page.press(COORDINATOR, "إغلاق تسجيل الحضور").await;
    page.press(COORDINATOR, "نعم، إغلاق").await;
    page.sees(COORDINATOR, "بعذر: 1 · بدون عذر: 122").await;
    page.turn("day").await;
    page.types(SILENT, "/meetings").await;
    page.press(SILENT, "الاجتماعات السابقة").await;
    page.press(SILENT, "⚪").await;
    page.sees(SILENT, "غائب(ة) بدون عذر").await;
    publish_a_summary(&page).await;

    // The absent member reads the summary, opens the picture, and answers the question, once wrongly. The coordinator's
    // count changes.
    page.sees(SILENT, "بدء القراءة").await;
    page.shows(COORDINATOR, "تم الاستدراك 0").await;
    page.press(SILENT, "بدء القراءة").await;
    page.sees(SILENT, "دراسة قضايا المساواة").await;
    page.press(SILENT, "⬇️").await;
    page.find(&format!("//section[@data-person='{SILENT}']//li//img")).await;
    for text in ["الرؤية", "لكل نشاط", "ما مهمة الهيئة؟"] {
        page.press(SILENT, "التالي").await;
        page.sees(SILENT, text).await;
    }
    page.press(SILENT, "إصدار القرارات").await;
    page.sees(SILENT, "الهيئة استشارية").await;
    page.press(SILENT, "المحاولة من جديد").await;
    page.sees(SILENT, "ما مهمة الهيئة؟").await;
    page.press(SILENT, "إبداء الرأي").await;
    page.sees(SILENT, "الهيئة استشارية").await;
    page.press(SILENT, "التالي").await;
    page.press(COORDINATOR, "رجوع").await;
    page.shows(COORDINATOR, "كتابة ملخص").await;
    page.press(COORDINATOR, "📚").await;
    page.shows(COORDINATOR, "تم الاستدراك 1").await;
    page.picture("catch-up.png").await;
    page.client.close().await.unwrap();
}

/// The coordinator writes the summary of the meeting on their screen: a picture, a PDF, a voice message, a question.
async fn publish_a_summary(page: &Page) {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("plan.pdf");
    std::fs::write(&document, "%PDF-1.4\n%%EOF\n").unwrap();
    for label in ["رجوع", "📚 الملخصات", "كتابة ملخص"] {
        page.press(COORDINATOR, label).await;
    }
    page.shows(COORDINATOR, "بأي لغة").await; // above the code, where the roll was
    page.press(COORDINATOR, "العربية").await;
    page.shows(COORDINATOR, "ما أهم النقط").await;
    page.types(COORDINATOR, "دراسة قضايا المساواة وإبداء الرأي.").await;
    page.sees(COORDINATOR, "تم (1)").await;
    page.attaches(COORDINATOR, &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/consent-ar.png")).await;
    page.sees(COORDINATOR, "صورة،").await;
    page.types(COORDINATOR, "الرؤية تنطلق من التشخيص.").await;
    page.sees(COORDINATOR, "تم (2)").await;
    page.attaches(COORDINATOR, &document).await;
    page.sees(COORDINATOR, "وثيقة،").await;
    page.types(COORDINATOR, "لكل نشاط مسؤولة أو مسؤول.").await;
    page.sees(COORDINATOR, "تم (3)").await;
    page.find(&format!("//section[@data-person='{COORDINATOR}']//button[contains(@class,'voice')]"))
        .await
        .click()
        .await
        .unwrap();
    page.sees(COORDINATOR, "رسالة صوتية،").await;
    page.press(COORDINATOR, "تم (3)").await;
    let asked = [
        ("ما السؤال الأول", "ما مهمة الهيئة؟"),
        ("المقترح الأول", "إصدار القرارات"),
        ("المقترح الثاني", "الدراسة وإبداء الرأي"),
        ("المقترح الثالث", "/skip"),
        ("ما الجواب الصحيح", "الثاني"),
        ("كيف يُشرح", "الهيئة استشارية."),
        ("ما رقم النقطة", "1"),
    ];
    for (question, said) in asked {
        page.sees(COORDINATOR, question).await;
        if said == "/skip" {
            page.press(COORDINATOR, "تخطي").await;
        } else {
            page.types(COORDINATOR, said).await;
        }
    }
    page.sees(COORDINATOR, "ما السؤال الثاني").await;
    for (label, seen) in [("تخطي", "مراجعة الأجوبة"), ("تأكيد", "معاينة الملخص")] {
        page.press(COORDINATOR, label).await;
        page.sees(COORDINATOR, seen).await;
    }
    page.press(COORDINATOR, "نشر").await;
}

#[tokio::test]
#[ignore = "needs a browser: cargo test --test browser -- --ignored"]
async fn every_screen_of_a_survey_fits_a_small_phone() {
    let (_demo, address) = demo();
    let (_driver, client) = browser(500, 880).await; // narrowest window of Chromium, some 740 px inside
    client.goto(&format!("{address}#12")).await.unwrap();
    let page = Page { client };
    page.sees(12, "سير عمل الهيئة").await; // the page is there: it needs its head while it is being built
    // A phone of 360 by 740 pixels, without the heading and tabs of the demo.
    let phone =
        "document.body.style.width = '360px'; document.querySelectorAll('.top, .tabs').forEach((e) => e.remove())";
    page.client.execute(phone, vec![]).await.unwrap();
    // Every screen of two surveys, in Arabic and then in French. Every question is skipped.
    let words = [
        ("سير عمل الهيئة", "أوافق وأبدأ", "السؤال ", "تخطي", "مراجعة الأجوبة"),
        ("La formation", "J'accepte", "Question ", "Passer", "Relecture"),
    ];
    for (survey, begin, question, skip, review) in words {
        page.press(12, survey).await;
        page.press(12, begin).await;
        let mut shown = String::new();
        for n in 1..60 {
            shown = page.next(&shown, [question, review]).await;
            if shown.starts_with(review) {
                page.cuts_no_label(survey).await; // a list of many answers, which is read from its top
                break;
            }
            page.fits(&format!("{survey}, screen {n}")).await;
            assert!(n < 59, "{survey} does not end");
            if shown.contains("9 من 14") {
                page.picture("phone-ar.png").await;
            }
            page.press(12, skip).await;
        }
        page.types(12, "/language").await;
        page.press(12, "Français").await;
        page.sees(12, "Relecture").await;
        page.types(12, "/menu").await;
    }
    page.client.close().await.unwrap();
}

#[tokio::test]
#[ignore = "needs a browser: cargo test --test browser -- --ignored"]
async fn a_coordinator_reads_results_in_arabic_and_in_french() {
    let (_demo, address) = demo();
    let (_driver, client) = browser(500, 900).await;
    client.goto(&format!("{address}#{COORDINATOR}")).await.unwrap();
    let page = Page { client };
    page.sees(COORDINATOR, "مرحبا").await;
    page.press(COORDINATOR, "النتائج").await;
    page.press(COORDINATOR, "⚪ تقييم الدورة التكوينية").await;
    let mut shown = page.draws("").await;
    page.sees(COORDINATOR, "عدد من أرسل").await;
    page.press(COORDINATOR, "سؤالا بسؤال").await;
    for (n, label) in [(1, "التالي"), (2, "حسب الجنس"), (2, "التالي"), (3, "حسب الجنس")] {
        page.sees(COORDINATOR, &format!("السؤال {n} من 24")).await;
        shown = page.draws(&shown).await;
        page.press(COORDINATOR, label).await;
    }
    page.draws(&shown).await;
    page.picture("results-ar.png").await;
    page.types(COORDINATOR, "/language").await;
    page.press(COORDINATOR, "Français").await;
    page.sees(COORDINATOR, "Bonjour").await;
    page.press(COORDINATOR, "Résultats").await;
    page.press(COORDINATOR, "⚪ Les enjeux locaux").await;
    page.sees(COORDINATOR, "Ont répondu").await;
    let mut shown = page.draws("").await;
    page.press(COORDINATOR, "question par question").await;
    for n in 1..4 {
        page.sees(COORDINATOR, &format!("Question {n} sur")).await;
        shown = page.draws(&shown).await;
        page.press(COORDINATOR, "Suivant").await;
    }
    page.sees(COORDINATOR, "Question 4 sur").await;
    let whole = page.draws(&shown).await;
    page.press(COORDINATOR, "par sexe").await;
    page.draws(&whole).await;
    // The page shows the question under this high picture; the screenshot shows the picture.
    let top = "const all = document.querySelectorAll('[data-person=\"11\"] img'); all[all.length - 1].scrollIntoView()";
    page.client.execute(top, vec![]).await.unwrap();
    page.picture("results-fr.png").await;
    page.press(COORDINATOR, "Menu").await;
    page.sees(COORDINATOR, "Bonjour").await;
    let left = "return document.querySelectorAll('[data-person=\"11\"] img').length";
    for _ in 0..100 {
        if page.client.execute(left, vec![]).await.unwrap() == json!(0) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(page.client.execute(left, vec![]).await.unwrap(), json!(0), "the picture went with its screen");
    takes_away_and_shares(&page).await;
    sends_a_form(&page).await;
    page.client.close().await.unwrap();
}

/// In French: the report arrives as a file, and shared results are previewed before they are sent.
async fn takes_away_and_shares(page: &Page) {
    page.press(COORDINATOR, "Résultats").await;
    page.press(COORDINATOR, "⚪ Les enjeux locaux").await;
    page.press(COORDINATOR, "Rapport PDF").await;
    page.shows(COORDINATOR, "priorities-3.pdf").await;
    page.press(COORDINATOR, "Partager des résultats").await;
    page.press(COORDINATOR, "Classez les enjeux").await;
    page.press(COORDINATOR, "Terminé (1)").await;
    page.press(COORDINATOR, "Femmes et hommes").await;
    page.sees(COORDINATOR, "deux phrases").await;
    page.types(COORDINATOR, "طلبتم إنارة الساحات: وافق المجلس.").await;
    page.sees(COORDINATOR, "La même phrase").await;
    page.types(COORDINATOR, "Vous avez demandé l'éclairage des places : le conseil l'a accepté.").await;
    page.press(COORDINATOR, "Confirmer").await;
    page.sees(COORDINATOR, "Rien n'est encore envoyé").await;
    page.draws("").await;
    page.press(COORDINATOR, "📣 Envoyer").await;
    page.shows(COORDINATOR, "Envoi").await;
}

/// An uploaded form is answered by a letter, tried and accepted.
async fn sends_a_form(page: &Page) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("souk.xlsx");
    let sheets: [(&str, &[&[&str]]); 3] =
        [("survey", form::FORM), ("choices", form::CHOICES), ("settings", form::SETTINGS)];
    std::fs::write(&file, form::workbook(&sheets)).unwrap();
    page.attaches(COORDINATOR, &file).await;
    page.press(COORDINATOR, "Essayer le questionnaire").await;
    page.sees(COORDINATOR, "Y vendez-vous").await;
    page.press(COORDINATOR, "Retour").await;
    page.sees(COORDINATOR, "Bonjour").await;
}
