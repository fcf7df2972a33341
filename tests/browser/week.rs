//! A coordinator's week: an announcement that is corrected and taken back, and a member's question that is answered.

use crate::{COORDINATOR, Page, browser, demo};

const MEMBER: u32 = 12;

#[tokio::test]
#[ignore = "needs a browser: cargo test --test browser -- --ignored"]
async fn an_announcement_is_sent_corrected_and_taken_back() {
    let (_demo, address) = demo();
    let (_driver, client) = browser(1600, 900).await;
    client.goto(&address).await.unwrap();
    let page = Page { client };
    page.sees(COORDINATOR, "مرحبا").await;
    page.press(COORDINATOR, "📣 الإعلانات").await;
    page.press(COORDINATOR, "إعلان جديد").await;
    page.sees(COORDINATOR, "نص الإعلان بالعربية").await;
    page.types(COORDINATOR, "لقاء مفتوح يوم 10 دجنبر بمقر المجلس").await;
    page.sees(COORDINATOR, "نص الإعلان بالفرنسية").await;
    page.press(COORDINATOR, "تخطي").await;
    page.sees(COORDINATOR, "الصور والملفات").await;
    page.press(COORDINATOR, "تخطي").await;
    page.press(COORDINATOR, "كل من أنسق").await;
    page.press(COORDINATOR, "الآن، حتى في وقت الراحة").await;
    page.sees(COORDINATOR, "صالحا").await;
    page.types(COORDINATOR, "10 دجنبر").await;
    page.press(COORDINATOR, "تأكيد").await;
    page.sees(COORDINATOR, "سيُرسل الإعلان إلى").await;
    page.picture("announcement-preview-ar.png").await;
    page.press(COORDINATOR, "إرسال الآن").await;
    page.shows(MEMBER, "لقاء مفتوح يوم 10 دجنبر").await;
    page.types(MEMBER, "/menu").await;
    page.press(MEMBER, "📌 لقاء مفتوح").await;
    page.press(COORDINATOR, "تصحيح النص").await;
    page.press(COORDINATOR, "✏️ 1").await;
    page.types(COORDINATOR, "لقاء مفتوح يوم 11 دجنبر بمقر المجلس").await;
    page.press(COORDINATOR, "تأكيد").await;
    page.press(COORDINATOR, "تعديل الإعلان").await;
    page.shows(MEMBER, "لقاء مفتوح يوم 11 دجنبر").await;
    page.press(COORDINATOR, "سحب الإعلان").await;
    page.press(COORDINATOR, "نعم، سحب").await;
    page.sees(COORDINATOR, "وصل إلى").await;
    let gone = "return document.querySelector('[data-person=\"12\"] .log').innerText.includes('نص مصحح')";
    for _ in 0..100 {
        if page.client.execute(gone, vec![]).await.unwrap() == serde_json::json!(false) {
            page.client.close().await.unwrap();
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the announcement is still there");
}

#[tokio::test]
#[ignore = "needs a browser: cargo test --test browser -- --ignored"]
async fn a_member_asks_and_a_coordinator_answers() {
    let (_demo, address) = demo();
    let (_driver, client) = browser(1600, 900).await;
    client.goto(&address).await.unwrap();
    let page = Page { client };
    page.sees(MEMBER, "مرحبا").await;
    page.types(MEMBER, "متى ستبدأ الدورة التكوينية؟").await;
    page.sees(MEMBER, "لم تُبعث رسالتكم").await;
    page.press(MEMBER, "إرسالها إلى فريق التنسيق").await;
    page.shows(COORDINATOR, "متى ستبدأ الدورة التكوينية؟").await;
    page.press(COORDINATOR, "جواب").await;
    page.sees(COORDINATOR, "ما الرسالة").await;
    page.types(COORDINATOR, "يوم الاثنين على الساعة العاشرة").await;
    page.press(COORDINATOR, "إرسال").await;
    page.shows(MEMBER, "يوم الاثنين على الساعة العاشرة").await;
    page.picture("answer-ar.png").await;
    page.press(MEMBER, "المراسلة كاملة").await;
    page.sees(MEMBER, "فريق تنسيق هيئة").await;
    page.client.close().await.unwrap();
}
