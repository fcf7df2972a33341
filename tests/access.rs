//! Who is let in where: five people press the button of every route, and what comes is held against a table.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "support/form.rs"]
mod form;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sqlx::SqliteConnection;
use takafou::bot::meetings::form::MeetingForm;
use takafou::bot::surveys::imports::Forms;
use takafou::chat::{File, Press, Reply, Route, Spot, TopicNumber, UserInput};
use takafou::config::Settings;
use takafou::dialog::points::{Point, Points};
use takafou::dialog::walk::{self, Step};
use takafou::dialog::{Answers, Attached, Entry, Key, Media, Value};
use takafou::rehearsal::{self, Rehearsal};
use takafou::store::people::{self, Person};
use takafou::store::responses::{self, Submission};
use takafou::store::runs::FormSubject;
use takafou::store::summaries::{self, Text};
use takafou::store::{attendance, bodies, conversations, invitations, meetings, readings, runs, surveys};
use takafou::text::dates;
use takafou::types::{
    Address, AnnouncementId, Attendance, Bodies, BodyId, BroadcastId, CheckNumber, ConversationId, DAY, DayNumber,
    HOUR, ImportId, LinkId, MeetingId, Office, PersonId, PointNumber, RemovalReason, ResponseId, Rsvp, RunId, ShareId,
    SummaryId, SurveyId, Timestamp, VersionId,
};

/// Monday 23 November 2026, 10:00 in Morocco.
const NOW: Timestamp = Timestamp(1_795_428_000_000);

/// Somebody who presses.
struct Who {
    /// As the table calls them.
    name: &'static str,
    chat: i64,
    /// What is planted of their own, which they may see anywhere.
    own: &'static [&'static str],
}

/// The five, in the order of the table's columns.
const PEOPLE: [Who; 5] = [
    Who { name: "a stranger", chat: 999, own: &[] },
    Who { name: "a member", chat: MEMBER, own: &["علامة-هيئة-أ", "علامة-عضوة-أ-1."] },
    Who {
        name: "a member of the other body", chat: 301, own: &["علامة-هيئة-ب", "علامة-لقاء-ب", "علامة-عضوة-ب-1."]
    },
    Who {
        name: "a coordinator of the other body",
        chat: 302,
        own: &["علامة-هيئة-ب", "علامة-لقاء-ب", "علامة-عضوة-ب-1.", "علامة-عضوة-ب-2.", "علامة-عضوة-ب-3.", "علامة-عضوة-ب-4."],
    },
    Who { name: "a coordinator of all", chat: COORDINATOR, own: &["علامة-منسقة-1."] },
];
const MEMBER: i64 = 201;
const COORDINATOR: i64 = 100;

/// All that is planted in the world begins with this.
const MARK: &str = "علامة-";
/// What the member never sees, wherever she is let in: names and answers of others, and what is not published.
const NOT_FOR_MEMBERS: [&str; 6] =
    ["علامة-عضوة-أ-2.", "علامة-عضوة-ب", "علامة-هيئة-ب", "علامة-جواب", "علامة-مسودة", "علامة-استمارة"];

/// What the routes of the table are about: all of it is of the first body, or of the coordinator of all.
#[derive(Clone, Copy)]
struct World {
    body: BodyId,
    /// Nobody belongs to it; it is archived.
    archived: BodyId,
    /// Nobody belongs to it.
    empty: BodyId,
    /// It was sent to the members of the body.
    announcement: AnnouncementId,
    announcement_draft: (RunId, i64),
    /// The member has written to the coordinators.
    conversation: ConversationId,
    /// An answer that the coordinator of all has not sent.
    message_draft: (RunId, i64),
    member: PersonId,
    /// Asks to join the body.
    waiting: PersonId,
    /// A link for members of the body.
    link: LinkId,
    /// Coordinates the body.
    chair: PersonId,
    /// Coordinates all bodies too.
    second: PersonId,
    open: SurveyId,
    closed: SurveyId,
    share: ShareId,
    coming: MeetingId,
    past: MeetingId,
    summary: SummaryId,
    broadcast: BroadcastId,
    sent_form: ImportId,
    taken_form: VersionId,
    meeting_draft: (RunId, i64),
    summary_draft: (RunId, i64),
    share_draft: (RunId, i64),
    /// These two are of the other body.
    their_survey: SurveyId,
    their_meeting: MeetingId,
}

async fn town(path: &Path) -> Rehearsal {
    let settings = Settings { controller: "مجلس".into(), contact: "contact".into(), ..Settings::default() };
    Rehearsal::new(settings, path.to_owned(), NOW, [5; 32]).await.unwrap()
}

/// A form of the coordinator of all, filled in up to its review; what is not given is skipped.
async fn draft(town: &Rehearsal, form: &str, given: &[(&str, Value)], seed: i64) -> RunId {
    let (version, played) = town.bot.library.latest(form).unwrap();
    let mut answers = Answers::new();
    while let Step::Ask(stop) = walk::step(&played.dialog, &answers) {
        let value = given.iter().find(|(id, _)| *id == stop.question.id).map_or(Value::Skipped, |(_, v)| v.clone());
        answers.insert(stop.key(), Entry { value, done: true });
    }
    let mut db = town.store.write().await.unwrap();
    let person = people::find_by_address(&mut db, Address::telegram(COORDINATOR)).await.unwrap().unwrap();
    let run = runs::begin(&mut db, person.id, version, None, seed << 8).await.unwrap().id;
    let answers: Vec<_> =
        answers.into_iter().map(|(key, entry)| runs::GivenAnswer { run, key, entry, message: None }).collect();
    runs::set_answers(&mut db, &answers).await.unwrap();
    db.commit().await.unwrap();
    run
}

async fn revision(town: &Rehearsal, run: RunId) -> (RunId, i64) {
    let mut db = town.store.read().await.unwrap();
    (run, runs::find(&mut db, run).await.unwrap().unwrap().revision)
}

async fn number(town: &Rehearsal, query: &'static str) -> i64 {
    let mut db = town.store.read().await.unwrap();
    sqlx::query_scalar(query).fetch_one(&mut *db).await.unwrap()
}

fn text(words: &str) -> Value {
    Value::Text(words.into())
}

fn pick(id: &str) -> Value {
    Value::Picks(vec![id.into()])
}

fn attached(name: &str) -> Attached {
    Attached { media: Media::Document, file: name.into(), name: format!("{name}.pdf"), bytes: 1000, seconds: 0 }
}

/// What the form of a meeting is filled in with.
fn meeting(subject: &str, body: BodyId, begins: Timestamp) -> Vec<(&'static str, Value)> {
    let begins = dates::wall(begins);
    vec![
        ("kind", pick("workshop")),
        ("subject", text(subject)),
        ("days", Value::Numbers(vec![1])),
        ("day", Value::Date(begins.date())),
        ("hour", Value::Time(begins.time())),
        ("place", text("مقر المجلس")),
        ("files", Value::Files(vec![attached(&format!("ملف-{subject}"))])),
        ("whom", pick("some")),
        ("bodies", Value::Picks(vec![format!("b{body}")])),
    ]
}

/// What the form of a summary is filled in with.
fn summary(language: &str) -> Vec<(&'static str, Value)> {
    let point = Point { text: "علامة-نقطة".into(), file: Some(attached("علامة-وثيقة")) };
    vec![
        ("language", pick(language)),
        ("heading", text("علامة-ملخص")),
        ("points", Value::Points(Points { list: vec![point], at: None })),
        ("q1", text("علامة-سؤال")),
        ("q1a", text("علامة-صواب")),
        ("q1b", text("علامة-خطأ")),
        ("q1right", pick("a")),
        ("q1why", text("علامة-شرح")),
    ]
}

/// Members of a body, numbered by name.
async fn join(town: &Rehearsal, body: BodyId, chats: std::ops::RangeInclusive<i64>, of: &str) -> Vec<Person> {
    let mut db = town.store.write().await.unwrap();
    let mut joined = Vec::new();
    for (chat, n) in chats.zip(1..) {
        let address = Address::telegram(chat);
        people::add(&mut db, address, "ar", "test", NOW, Some(body)).await.unwrap();
        let person = people::find_by_address(&mut db, address).await.unwrap().unwrap();
        let person =
            Person { name: Some(format!("{of}-{n}.")), role: Some("member".into()), sex: Some("f".into()), ..person };
        people::set_profile(&mut db, &person).await.unwrap();
        takafou::store::members::admit(&mut db, person.id, NOW).await.unwrap();
        joined.push(person);
    }
    db.commit().await.unwrap();
    joined
}

/// A meeting of the one body that its form names, to which its members are invited.
async fn convene(
    town: &Rehearsal,
    db: &mut SqliteConnection,
    by: PersonId,
    answers: &[(&str, Value)],
    at: Timestamp,
) -> MeetingId {
    let (version, played) = town.bot.library.latest("meeting").unwrap();
    let answers = answers.iter().map(|(id, value)| (Key::once(id), value.clone())).collect();
    let about = MeetingForm { localized: played, answers };
    let bodies = about.answers.iter().find_map(|(key, value)| match value {
        Value::Picks(picks) if key.question == "bodies" => Some(picks[0][1..].parse().map(BodyId).unwrap()),
        _ => None,
    });
    let bodies = Bodies::Some(vec![bodies.unwrap()]);
    let id = meetings::add(db, &about.description(version), by, &bodies, at).await.unwrap();
    meetings::set_days(db, id, &about.stored_days(), dates::ZONE).await.unwrap();
    let members = invitations::list_members(db, &bodies).await.unwrap();
    invitations::invite(db, id, &members).await.unwrap();
    id
}

/// Makes the world in a database of its own.
async fn world(path: &Path) -> World {
    let mut town = town(path).await;
    let mut db = town.store.write().await.unwrap();
    let body = bodies::add(&mut db, "علامة-هيئة-أ", "علامة-هيئة-أ", NOW).await.unwrap();
    let other = bodies::add(&mut db, "علامة-هيئة-ب", "علامة-هيئة-ب", NOW).await.unwrap();
    let third = bodies::add(&mut db, "مكناس", "Meknès", NOW).await.unwrap();
    let empty = bodies::add(&mut db, "فارغة", "Vide", NOW).await.unwrap();
    let archived = bodies::add(&mut db, "قديمة", "Ancienne", NOW).await.unwrap();
    bodies::set_archived(&mut db, archived, Some(NOW)).await.unwrap();
    db.commit().await.unwrap();
    let members = join(&town, body, 201..=208, "علامة-عضوة-أ").await;
    let others = join(&town, other, 301..=304, "علامة-عضوة-ب").await;
    let coordinators = join(&town, third, 100..=101, "علامة-منسقة").await;
    let waiting = join(&town, body, 209..=209, "علامة-طلب").await;
    let member = members[0].id;
    let mut db = town.store.write().await.unwrap();
    takafou::store::coordinators::add(&mut db, others[1].id, Some(other)).await.unwrap();
    for coordinator in &coordinators {
        takafou::store::coordinators::add(&mut db, coordinator.id, None).await.unwrap();
    }
    takafou::store::coordinators::add(&mut db, members[7].id, Some(body)).await.unwrap();
    takafou::store::members::request(&mut db, waiting[0].id, NOW).await.unwrap();

    // Surveys of the first body: one is open, the other has been answered, with a text, a voice, and a wish to be called.
    let only = Bodies::Some(vec![body]);
    let open = surveys::open(&mut db, "priorities", false, &only, NOW, NOW + 9 * DAY).await.unwrap();
    let closed = surveys::open(&mut db, "needs", false, &only, NOW - 9 * DAY, NOW - DAY).await.unwrap();
    let theirs = Bodies::Some(vec![other]);
    let their_survey = surveys::open(&mut db, "diagnostic", true, &theirs, NOW, NOW + 9 * DAY).await.unwrap();
    let their_meeting = meeting("علامة-لقاء-ب", other, NOW + HOUR);
    let their_meeting = convene(&town, &mut db, others[1].id, &their_meeting, NOW).await;
    let (version, _) = town.bot.library.latest("needs").unwrap();
    for (person, n) in members.iter().zip(1..) {
        let said = match n {
            1 => Value::Voice { file: "علامة-صوت".into(), seconds: 3 },
            _ => text("علامة-جواب"),
        };
        let answers = [("C4", pick("remote")), ("C7", pick("day")), ("C9", pick("yes")), ("C10", said)];
        let submission = Submission {
            survey: closed,
            version,
            person,
            anonymous: false,
            id: ResponseId(n),
            answers: answers.into_iter().map(|(id, value)| (Key::once(id), value)).collect(),
            apart: vec![(Key::once("C9"), pick("yes"))],
            at: NOW - 2 * DAY,
        };
        surveys::add_participation(&mut db, closed, person.id).await.unwrap();
        responses::submit(&mut db, &submission).await.unwrap();
    }
    db.commit().await.unwrap();
    town.press(COORDINATOR, Press::Go(Route::ManagedSurvey { survey: closed, page: 0 })).await; // its day has passed

    // A meeting that begins in an hour, announced, so that there are letters.
    let run = draft(&town, "meeting", &meeting("علامة-لقاء-قادم", body, NOW + HOUR), 1).await;
    let (run, at) = revision(&town, run).await;
    town.press(COORDINATOR, Press::Go(Route::AnnounceMeeting { run, revision: at })).await;
    let coming = MeetingId(number(&town, "SELECT MAX(id) FROM meetings").await);
    let broadcast = BroadcastId(number(&town, "SELECT MAX(id) FROM broadcasts WHERE kind = 'meeting-notice'").await);
    let mut db = town.store.write().await.unwrap();
    sqlx::query("UPDATE outbox SET state = 'failed', cause = 'unreachable' WHERE person = (SELECT id FROM persons WHERE telegram = 208)")
        .execute(&mut *db)
        .await
        .unwrap();

    // One that is over, with attendance and a summary.
    let (past, began) = (NOW - 5 * DAY, NOW - 9 * DAY);
    let past = convene(&town, &mut db, coordinators[0].id, &meeting("علامة-لقاء-ماض", body, past), began).await;
    attendance::close_day(&mut db, past, DayNumber(1), NOW - 4 * DAY).await.unwrap();
    let (version, _) = town.bot.library.latest("summary").unwrap();
    let answers = summary("ar").into_iter().map(|(id, value)| (Key::once(id), value)).collect();
    let words = Text { language: "ar".into(), version, answers };
    let published = summaries::add(&mut db, past, None, coordinators[0].id, NOW - 3 * DAY).await.unwrap();
    summaries::set_text(&mut db, published, &words, "علامة").await.unwrap();
    let row = summaries::find(&mut db, published).await.unwrap().unwrap();
    readings::enrol(&mut db, &row).await.unwrap();
    readings::set_point(&mut db, published, member, PointNumber(1), 0).await.unwrap();
    db.commit().await.unwrap();

    // Results that were shared, and what the coordinator has not finished.
    let charts = Value::Picks(vec!["t0".into(), "t1".into()]);
    let sharing = [("charts", charts), ("by", pick("whole")), ("words-ar", text("علامة-تقاسم"))];
    let mut shares = Vec::new();
    for seed in [2, 3] {
        let run = draft(&town, "sharing", &sharing, seed).await;
        let mut db = town.store.write().await.unwrap();
        runs::set_results(&mut db, run, closed).await.unwrap();
        db.commit().await.unwrap();
        shares.push(revision(&town, run).await);
        if seed == 2 {
            let (run, revision) = shares[0];
            town.press(COORDINATOR, Press::Go(Route::PublishShare { run, revision })).await;
        }
    }
    let share = ShareId(number(&town, "SELECT MAX(id) FROM shares").await);
    let meeting_draft = draft(&town, "meeting", &meeting("علامة-مسودة", body, NOW + 20 * DAY), 4).await;
    let meeting_draft = revision(&town, meeting_draft).await;
    let summary_draft = draft(&town, "summary", &summary("fr"), 5).await;
    let mut db = town.store.write().await.unwrap();
    runs::set_meeting(&mut db, summary_draft, past, None).await.unwrap();
    db.commit().await.unwrap();
    let summary_draft = revision(&town, summary_draft).await;
    let announcing = |words: &'static str| {
        vec![
            ("words-ar", text(words)),
            ("files", Value::Files(vec![attached("علامة-ملحق")])),
            ("whom", pick("some")),
            ("bodies", Value::Picks(vec![format!("b{body}")])),
            ("when", pick("now")),
        ]
    };
    let run = draft(&town, "announcement", &announcing("علامة-إعلان"), 7).await;
    let (run, at) = revision(&town, run).await;
    town.press(COORDINATOR, Press::Go(Route::PublishAnnouncement { run, revision: at })).await;
    let announcement = AnnouncementId(number(&town, "SELECT MAX(id) FROM announcements").await);
    let announcement_draft = draft(&town, "announcement", &announcing("علامة-مسودة-إعلان"), 8).await;
    let announcement_draft = revision(&town, announcement_draft).await;
    let answer = draft(&town, "message", &[("words", text("علامة-جواب-منسقة"))], 6).await;
    let mut db = town.store.write().await.unwrap();
    let conversation = conversations::open(&mut db, member, body, None, NOW).await.unwrap();
    conversations::add_message(&mut db, conversation, member, true, "علامة-رسالة", NOW).await.unwrap();
    let run = runs::find(&mut db, answer).await.unwrap().unwrap();
    runs::set_subject(&mut db, &run, FormSubject::Conversation(conversation)).await.unwrap();
    db.commit().await.unwrap();
    let message_draft = revision(&town, answer).await;
    town.press(COORDINATOR, Press::Go(Route::InviteMembers { body })).await;
    let link = LinkId(number(&town, "SELECT MAX(id) FROM links").await);

    // Two forms: one was taken among the surveys, the other was only sent.
    let workbook = |title: &str| {
        let settings: &[&[&str]] = &[&["form_title", "form_id"], &[title, "market"]];
        form::workbook(&[("survey", form::FORM), ("choices", form::CHOICES), ("settings", settings)])
    };
    form::take_in(&mut town, COORDINATOR, "taken", workbook("السوق")).await;
    let taken_form = VersionId(number(&town, "SELECT version FROM offered").await);
    let file = Attached { name: "sent.xlsx".into(), ..attached("sent") };
    town.event(COORDINATOR, UserInput::File(file, String::new())).await;
    let forms = Forms::new(&town.bot, &town.store);
    let (sent_form, _) = forms.next_to_fetch().await.unwrap().unwrap();
    forms.read_fetched(NOW, sent_form, Some(workbook("علامة-استمارة"))).await.unwrap();

    let mut db = town.store.write().await.unwrap();
    // Those who press begin to count their updates anew, with nothing open.
    sqlx::query("DELETE FROM inbox").execute(&mut *db).await.unwrap();
    sqlx::query("UPDATE persons SET run = NULL, screen = NULL").execute(&mut *db).await.unwrap();
    db.commit().await.unwrap();
    town.store.close().await;
    World {
        body,
        archived,
        empty,
        announcement,
        announcement_draft,
        conversation,
        message_draft,
        member,
        waiting: waiting[0].id,
        link,
        chair: members[7].id,
        second: coordinators[1].id,
        open,
        closed,
        share,
        coming,
        past,
        summary: published,
        broadcast,
        sent_form,
        taken_form,
        meeting_draft,
        summary_draft,
        share_draft: shares[1],
        their_survey,
        their_meeting,
    }
}

/// What somebody sees.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sees {
    /// Is let in: the proof is there.
    In,
    /// Is let in, and sees what is their own: nothing that the proof would find.
    Own,
    /// Sees nothing, gets nothing, changes nothing.
    No,
}

/// What shows that somebody was let in.
#[derive(Clone, Copy)]
enum Proof {
    /// These words are in what comes: the screen, its buttons, the notice, the name or text of a file.
    Says(&'static str),
    /// This table of the database is not as it was.
    Changes(&'static str),
}

/// The table: for each route what shows that somebody was let in, and who is.
#[rustfmt::skip]
fn table(w: World) -> Vec<(Route, [Sees; 5], Proof)> {
    use Proof::{Changes, Says};
    use Sees::{In, No, Own};
    let World { body, member, open, closed, share, coming, past, summary, broadcast, their_survey, their_meeting, .. } = w;
    let day = DayNumber(1);
    let (point, check) = (PointNumber(1), CheckNumber(1));
    let (chart, topic) = (TopicNumber(1), TopicNumber(4)); // of the needs: how they would learn, and what they wrote
    let (run, revision) = w.meeting_draft;
    let (text, text_at) = w.summary_draft;
    let (charts, charts_at) = w.share_draft;
    vec![
        //                                                                         stranger
        //                                                                         |    member
        //                                                                         |    |    member of the other body
        //                                                                         |    |    |    coordinator of the other body
        //                                                                         |    |    |    |    coordinator of all
        // Everybody's own.
        (Route::Menu,                                                             [No,  In,  In,  In,  In ], Says("مرحبا")),
        (Route::Here,                                                             [No,  In,  In,  In,  In ], Says("مرحبا")),
        (Route::ChooseLanguage,                                                   [No,  In,  In,  In,  In ], Says("المرجو اختيار اللغة")),
        (Route::MyData,                                                           [No,  In,  In,  In,  In ], Says("takafou-mydata.json")),
        (Route::EditProfile,                                                      [No,  In,  In,  In,  In ], Changes("runs")),
        (Route::PrivacyNotice,                                                    [No,  In,  In,  In,  In ], Says("معرّف تلغرام")),
        (Route::Help,                                                             [No,  In,  In,  In,  In ], Says("كيف يُستعمل بوت")),
        (Route::AskToStopMessages,                                                [No,  In,  In,  In,  In ], Says("إيقاف الرسائل")),
        (Route::StopMessages,                                                     [No,  In,  In,  In,  In ], Changes("persons")),
        (Route::ResumeMessages,                                                   [No,  In,  In,  In,  In ], Says("مرحبا")),
        (Route::AskToErase,                                                       [No,  In,  In,  In,  In ], Says("لا يمكن التراجع عن الحذف")),
        (Route::Erase,                                                            [No,  In,  In,  In,  In ], Changes("persons")),
        (Route::SearchTraining,                                                   [No,  In,  In,  In,  In ], Changes("runs")),
        (Route::Glossary { page: 0 },                                             [No,  In,  In,  In,  In ], Says("المعجم")),
        (Route::GlossaryTerm { term: 0, summary: None, point: None },             [No,  In,  In,  In,  In ], Says("Genre · Gender")),
        (Route::Law { page: 0 },                                                  [No,  In,  In,  In,  In ], Says("الدستور، الفصل 19")),
        (Route::LawCard { card: 0 },                                              [No,  In,  In,  In,  In ], Says("الدستور، الفصل 19")),
        // Bodies and their people.
        (Route::Bodies { page: 0 },                                               [No,  No,  No,  Own, In ], Says("علامة-هيئة-أ (8)")),
        (Route::Body { body },                                                    [No,  No,  No,  No,  In ], Says("عدد العضوات والأعضاء المسجلين: 8")),
        (Route::AddBody,                                                          [No,  No,  No,  No,  In ], Changes("runs")),
        (Route::Members { body, page: 0 },                                        [No,  No,  No,  No,  In ], Says("علامة-عضوة-أ-2.")),
        (Route::SetConfirmation { body, on: true },                               [No,  No,  No,  No,  In ], Changes("bodies")),
        (Route::Member { member },                                                [No,  No,  No,  No,  In ], Says("تاريخ الانضمام")),
        (Route::WriteToCoordinators { meeting: None },                            [No,  In,  In,  In,  In ], Changes("runs")),
        (Route::WriteToCoordinators { meeting: Some(coming) },                    [No,  In,  No,  No,  No ], Changes("runs")),
        (Route::MyConversation,                                                   [No,  In,  Own, Own, Own], Says("علامة-رسالة")),
        (Route::WriteToMember { member },                                         [No,  No,  No,  No,  In ], Changes("runs")),
        (Route::AnswerConversation { conversation: w.conversation },              [No,  In,  No,  No,  In ], Changes("runs")),
        (Route::SendMessage { run: w.message_draft.0, revision: w.message_draft.1 }, [No, No, No, No, In ], Changes("messages")),
        (Route::Conversation { conversation: w.conversation, below: false },      [No,  In,  No,  No,  In ], Says("علامة-رسالة")),
        (Route::Conversations { page: 0 },                                        [No,  No,  No,  Own, In ], Says("⏳ علامة-عضوة-أ-1.")),
        (Route::AskToCloseConversation { conversation: w.conversation },          [No,  In,  No,  No,  In ], Says("إنهاء المراسلة مع")),
        (Route::CloseConversation { conversation: w.conversation },               [No,  In,  No,  No,  In ], Changes("conversations")),
        (Route::Announcement { announcement: w.announcement },                    [No,  In,  No,  No,  No ], Says("علامة-إعلان")),
        (Route::AnnouncementFiles { announcement: w.announcement },               [No,  In,  No,  No,  No ], Says("علامة-ملحق")),
        (Route::Announcements { page: 0 },                                        [No,  No,  No,  Own, In ], Says("علامة-إعلان")),
        (Route::NewAnnouncement,                                                  [No,  No,  No,  In,  In ], Changes("persons")),
        (Route::PreviewAnnouncement { run: w.announcement_draft.0, language: 1 }, [No,  No,  No,  No,  In ], Says("علامة-مسودة-إعلان")),
        (Route::PublishAnnouncement { run: w.announcement_draft.0, revision: w.announcement_draft.1 }, [No, No, No, No, In ], Changes("announcements")),
        (Route::ManagedAnnouncement { announcement: w.announcement },             [No,  No,  No,  No,  In ], Says("علامة-إعلان")),
        (Route::ChangeAnnouncement { announcement: w.announcement },              [No,  No,  No,  No,  In ], Changes("runs")),
        (Route::AskToTakeBackAnnouncement { announcement: w.announcement },       [No,  No,  No,  No,  In ], Says("نعم، سحب")),
        (Route::TakeBackAnnouncement { announcement: w.announcement },            [No,  No,  No,  No,  In ], Changes("announcements")),
        (Route::FindMember,                                                       [No,  No,  No,  In,  In ], Changes("runs")),
        (Route::CorrectMember { member },                                         [No,  No,  No,  No,  In ], Says("ما الذي يجب تصحيحه")),
        (Route::CorrectName { member },                                           [No,  No,  No,  No,  In ], Changes("runs")),
        (Route::ChooseRole { member },                                            [No,  No,  No,  No,  In ], Says("ما صفة")),
        (Route::SetRole { member, role: 0 },                                      [No,  No,  No,  No,  In ], Changes("persons")),
        (Route::ChooseBody { member, page: 0 },                                   [No,  No,  No,  No,  In ], Says("إلى أي هيئة")),
        (Route::AskToMoveMember { member, body: w.empty },                        [No,  No,  No,  No,  In ], Says("نعم، نقل")),
        (Route::MoveMember { member, body: w.empty },                             [No,  No,  No,  No,  In ], Changes("persons")),
        (Route::ChooseOffice { member },                                          [No,  No,  No,  No,  In ], Says("ما مهمة")),
        (Route::SetOffice { member, office: Some(Office::Chair) },                [No,  No,  No,  No,  In ], Changes("persons")),
        (Route::ExportMembers { body },                                           [No,  No,  No,  No,  In ], Says("علامة-عضوة-أ-2.")),
        (Route::PrintMembers { body },                                            [No,  No,  No,  No,  In ], Says("members-2026-11-23.pdf")),
        (Route::RenameBody { body },                                              [No,  No,  No,  No,  In ], Changes("runs")),
        (Route::AskToArchiveBody { body: w.empty },                               [No,  No,  No,  No,  In ], Says("فارغة")),
        (Route::ArchiveBody { body: w.empty },                                    [No,  No,  No,  No,  In ], Changes("bodies")),
        (Route::RestoreBody { body: w.archived },                                 [No,  No,  No,  No,  In ], Changes("bodies")),
        (Route::ArchivedBodies { page: 0 },                                       [No,  No,  No,  No,  In ], Says("قديمة")),
        (Route::ConfirmMember { member: w.waiting },                              [No,  No,  No,  No,  In ], Changes("persons")),
        (Route::AskToRemoveMember { member },                                     [No,  No,  No,  No,  In ], Says("من الهيئة؟")),
        (Route::RemoveMember { member, why: RemovalReason::Left },                [No,  No,  No,  No,  In ], Changes("persons")),
        (Route::InvitationLinks { body: Some(body), page: 0 },                    [No,  No,  No,  No,  In ], Says("لم يُستعمل بعد")),
        (Route::InvitationLinks { body: None, page: 0 },                          [No,  No,  No,  No,  In ], Says("روابط الدعوة")),
        (Route::AskToRevokeLink { link: w.link },                                 [No,  No,  No,  No,  In ], Says("إلغاء هذا الرابط؟")),
        (Route::RevokeLink { link: w.link },                                      [No,  No,  No,  No,  In ], Changes("links")),
        (Route::Coordinators { body: Some(body) },                                [No,  No,  No,  No,  In ], Says("علامة-عضوة-أ-8.")),
        (Route::Coordinators { body: None },                                      [No,  No,  No,  No,  In ], Says("علامة-منسقة-1.")),
        (Route::AskToWithdrawCoordinator { member: w.chair, body: Some(body) },   [No,  No,  No,  No,  In ], Says("علامة-عضوة-أ-8.")),
        (Route::AskToWithdrawCoordinator { member: w.second, body: None },        [No,  No,  No,  No,  In ], Says("علامة-منسقة-2.")),
        (Route::WithdrawCoordinator { member: w.chair, body: Some(body) },        [No,  No,  No,  No,  In ], Changes("coordinators")),
        (Route::WithdrawCoordinator { member: w.second, body: None },             [No,  No,  No,  No,  In ], Changes("coordinators")),
        (Route::InviteMembers { body },                                           [No,  No,  No,  No,  In ], Changes("links")),
        (Route::InviteCoordinator { body: Some(body) },                           [No,  No,  No,  No,  In ], Changes("links")),
        (Route::InviteCoordinator { body: None },                                 [No,  No,  No,  No,  In ], Changes("links")),
        (Route::Record { body, page: 0 },                                         [No,  No,  No,  No,  In ], Says("علامة-عضوة-أ-2.")),
        (Route::MemberRecord { member, page: 0 },                                 [No,  No,  No,  No,  In ], Says("علامة-لقاء-ماض")),
        // Before access was asked in one place, the next one showed the body's names to whoever coordinated another.
        (Route::ExportRecord { body: Some(body) },                                [No,  No,  No,  No,  In ], Says("علامة-عضوة-أ-2.")),
        (Route::ExportRecord { body: None },                                      [No,  No,  No,  Own, In ], Says("علامة-عضوة-أ-2.")),
        (Route::Audit { page: 0 },                                                [No,  No,  No,  Own, In ], Says("علامة-لقاء-قادم")),
        // Surveys.
        (Route::Surveys { page: 0 },                                              [No,  In,  Own, Own, Own], Says("القضايا المحلية")),
        (Route::Survey { survey: open },                                          [No,  In,  No,  No,  No ], Says("القضايا المحلية")),
        (Route::AboutSurvey { survey: open },                                     [No,  In,  No,  No,  No ], Says("القضايا المحلية")),
        (Route::BeginSurvey { survey: open },                                     [No,  In,  No,  No,  No ], Changes("participations")),
        (Route::SurveyThanks { survey: closed },                                  [No,  In,  No,  No,  No ], Says("تم الإرسال")),
        (Route::ManagedSurveys { page: 0 },                                       [No,  No,  No,  Own, In ], Says("🟢 القضايا المحلية")),
        (Route::ManagedSurvey { survey: open, page: 0 },                          [No,  No,  No,  No,  In ], Says("بدأ 0 وأرسل 0 من 8")),
        (Route::OpenSurvey,                                                       [No,  No,  No,  In,  In ], Changes("runs")),
        (Route::ExtendSurvey { survey: open },                                    [No,  No,  No,  No,  In ], Changes("surveys")),
        (Route::AskToCloseSurvey { survey: open },                                [No,  No,  No,  No,  In ], Says("هل تريدون إغلاق استبيان")),
        (Route::CloseSurvey { survey: open },                                     [No,  No,  No,  No,  In ], Changes("surveys")),
        (Route::AskForRows { survey: closed },                                    [No,  No,  No,  No,  In ], Says("أجوبة شخص واحد")),
        (Route::AskToWithholdRows { survey: open },                               [No,  No,  No,  No,  In ], Says("لا يمكن التراجع عن ذلك")),
        (Route::WithholdRows { survey: open },                                    [No,  No,  No,  No,  In ], Changes("surveys")),
        (Route::ExportAnswers { survey: closed, language: 0 },                    [No,  No,  No,  No,  In ], Says("علامة-جواب")),
        (Route::ExportAnswersLong { survey: closed },                             [No,  No,  No,  No,  In ], Says("علامة-جواب")),
        (Route::VoiceAnswers { survey: closed, heard: 0 },                        [No,  No,  No,  No,  In ], Says("= voice")),
        (Route::Volunteers { survey: closed, page: 0 },                           [No,  No,  No,  No,  In ], Says("علامة-عضوة-أ-2.")),
        (Route::RemindOfSurvey { survey: open },                                  [No,  No,  No,  No,  In ], Changes("outbox")),
        (Route::TryForm { form: w.sent_form },                                    [No,  No,  No,  No,  In ], Changes("runs")),
        (Route::TakeForm { form: w.sent_form },                                   [No,  No,  No,  No,  In ], Changes("offered")),
        (Route::Forms { page: 0 },                                                [No,  No,  No,  Own, In ], Says("السوق")),
        (Route::ToggleForm { version: w.taken_form, page: 0 },                    [No,  No,  No,  No,  In ], Changes("offered")),
        // Broadcasts.
        (Route::Broadcast { broadcast },                                          [No,  No,  No,  No,  In ], Says("علامة-لقاء-قادم")),
        (Route::PauseBroadcast { broadcast },                                     [No,  No,  No,  No,  In ], Changes("broadcasts")),
        (Route::ResumeBroadcast { broadcast },                                    [No,  No,  No,  No,  In ], Changes("audit")),
        (Route::AskToCancelBroadcast { broadcast },                               [No,  No,  No,  No,  In ], Says("إلغاء ما لم يُرسل بعد؟")),
        (Route::CancelBroadcast { broadcast },                                    [No,  No,  No,  No,  In ], Changes("outbox")),
        (Route::AskToSendInQuietHours { broadcast },                              [No,  No,  No,  No,  In ], Says("هل الأمر مستعجل؟")),
        (Route::SendInQuietHours { broadcast },                                   [No,  No,  No,  No,  In ], Changes("broadcasts")),
        (Route::MissedByBroadcast { broadcast, page: 0 },                         [No,  No,  No,  No,  In ], Says("علامة-عضوة-أ-8.")),
        // Meetings.
        (Route::Meetings { page: 0 },                                             [No,  In,  Own, Own, Own], Says("علامة-لقاء-قادم")),
        (Route::PastMeetings { page: 0 },                                         [No,  In,  Own, Own, Own], Says("علامة-لقاء-ماض")),
        (Route::Meeting { meeting: coming, below: false },                        [No,  In,  No,  No,  No ], Says("📍 المكان")),
        (Route::Rsvp { meeting: coming, spot: Spot::Screen, rsvp: Some(Rsvp::Yes), reason: None },
                                                                                  [No,  In,  No,  No,  No ], Changes("invitations")),
        (Route::MeetingFiles { meeting: coming },                                 [No,  In,  No,  No,  No ], Says("ملف-علامة-لقاء-قادم.pdf")),
        (Route::ManagedMeetings { page: 0 },                                      [No,  No,  No,  Own, In ], Says("علامة-لقاء-قادم")),
        (Route::NewMeeting,                                                       [No,  No,  No,  In,  In ], Changes("persons")),
        (Route::PreviewMeeting { run, language: 0 },                              [No,  No,  No,  No,  In ], Says("علامة-مسودة")),
        (Route::AnnounceMeeting { run, revision },                                [No,  No,  No,  No,  In ], Changes("meetings")),
        (Route::ManagedMeeting { meeting: coming, page: 0, below: false },        [No,  No,  No,  No,  In ], Says("علامة-لقاء-قادم")),
        (Route::ChangeMeeting { meeting: coming },                                [No,  No,  No,  No,  In ], Says("علامة-لقاء-قادم")),
        (Route::PendingReplies { meeting: coming, page: 0 },                      [No,  No,  No,  No,  In ], Says("علامة-عضوة-أ-2.")),
        (Route::RemindPending { meeting: coming },                                [No,  No,  No,  No,  In ], Changes("outbox")),
        (Route::AskToCancelMeeting { meeting: coming },                           [No,  No,  No,  No,  In ], Says("علامة-لقاء-قادم")),
        (Route::CancelMeeting { meeting: coming, cause: None },                                [No,  No,  No,  No,  In ], Changes("meetings")),
        (Route::Attendance { meeting: coming, day, below: false },                [No,  No,  No,  No,  In ], Says("لم يُسجل: 8")),
        (Route::OpenCheckIn { meeting: coming, day },                             [No,  No,  No,  No,  In ], Changes("meeting_days")),
        (Route::Roll { meeting: coming, day, body: None, page: 0 },               [No,  No,  No,  No,  In ], Says("علامة-عضوة-أ-2.")),
        (Route::MarkAttendance { meeting: coming, day, member, mark: Some(Attendance::Present) },
                                                                                  [No,  No,  No,  No,  In ], Changes("attendance")),
        (Route::AskToCloseDay { meeting: coming, day },                           [No,  No,  No,  No,  In ], Says("إغلاق تسجيل الحضور")),
        (Route::CloseDay { meeting: coming, day },                                [No,  No,  No,  No,  In ], Changes("attendance")),
        (Route::ExportAttendance { meeting: past, day },                          [No,  No,  No,  No,  In ], Says("علامة-عضوة-أ-2.")),
        (Route::MarkRest { meeting: coming, day, body: None },                    [No,  No,  No,  No,  In ], Changes("attendance")),
        (Route::NewMeetingLike { meeting: past },                                 [No,  No,  No,  No,  In ], Changes("persons")),
        (Route::SignatureSheet { meeting: past, day },                            [No,  No,  No,  No,  In ], Says("attendance-2026-11-18.pdf")),
        // Summaries.
        (Route::Training { page: 0 },                                             [No,  In,  Own, Own, Own], Says("علامة-ملخص")),
        (Route::ReadSummary { summary, point: None, below: false },               [No,  In,  No,  No,  No ], Says("علامة-نقطة")),
        (Route::SummaryFile { summary, point },                                   [No,  In,  No,  No,  No ], Says("علامة-وثيقة")),
        (Route::CheckQuestion { summary, check },                                 [No,  In,  No,  No,  No ], Says("علامة-سؤال")),
        (Route::AnswerCheck { summary, check, option: 0 },                        [No,  In,  No,  No,  No ], Says("علامة-شرح")),
        (Route::Summaries { meeting: past },                                      [No,  No,  No,  No,  In ], Says("علامة-ملخص")),
        (Route::WriteSummary { meeting: past },                                   [No,  No,  No,  No,  In ], Changes("runs")),
        (Route::SummaryDraft { run: text },                                       [No,  No,  No,  No,  In ], Says("علامة-ملخص")),
        (Route::SummaryProof { run: text, point: Some(point) },                   [No,  No,  No,  No,  In ], Says("علامة-نقطة")),
        (Route::PublishSummary { run: text, revision: text_at },                  [No,  No,  No,  No,  In ], Changes("summary_texts")),
        (Route::SummaryProgress { summary, page: 0 },                             [No,  No,  No,  No,  In ], Says("لم يبدأ 7")),
        (Route::CorrectSummary { summary, text: 0 },                              [No,  No,  No,  No,  In ], Changes("runs")),
        (Route::TranslateSummary { summary },                                     [No,  No,  No,  No,  In ], Changes("runs")),
        (Route::SummaryReaders { summary, page: 0 },                              [No,  No,  No,  No,  In ], Says("علامة-عضوة-أ-2.")),
        (Route::RemindReaders { summary },                                        [No,  No,  No,  No,  In ], Changes("outbox")),
        (Route::ExportReaders { summary },                                        [No,  No,  No,  No,  In ], Says("علامة-عضوة-أ-2.")),
        // Results.
        (Route::Results { page: 0 },                                              [No,  No,  No,  Own, In ], Says("حاجيات التكوين")),
        (Route::Overview { survey: closed, page: 0 },                             [No,  No,  No,  No,  In ], Says("علامة-هيئة-أ · 8 من 8")),
        (Route::Topics { survey: closed, page: 0 },                               [No,  No,  No,  No,  In ], Says("الأسئلة: ")),
        (Route::EarlierRounds { survey: closed, page: 0 },                        [No,  No,  No,  No,  In ], Says("المرجو اختيار الاستبيان السابق")),
        (Route::CompareRounds { survey: closed, earlier: closed, page: 0 },       [No,  No,  No,  No,  In ], Says("مقارنة مع")),
        (Route::Differences { survey: closed },                                   [No,  No,  No,  No,  In ], Says("أبرز الفروق بين أجوبة النساء")),
        (Route::Topic { survey: closed, topic: chart, by: None },                 [No,  No,  No,  No,  In ], Says("عن بعد · 8")),
        (Route::Comments { survey: closed, topic, page: 0 },                      [No,  No,  No,  No,  In ], Says("علامة-جواب")),
        (Route::CommentVoices { survey: closed, topic, page: 0 },                 [No,  No,  No,  No,  In ], Says("= voice")),
        (Route::MaskComment { survey: closed, topic, comment: 1 },                [No,  No,  No,  No,  In ], Changes("masked")),
        (Route::ExportWorkbook { survey: closed },                                [No,  No,  No,  No,  In ], Says("needs-2.xlsx")),
        (Route::ExportReport { survey: closed },                                  [No,  No,  No,  No,  In ], Says("needs-2.pdf")),
        (Route::ShareResults { survey: closed, topic: Some(chart) },              [No,  No,  No,  No,  In ], Says("علامة-تقاسم")),
        (Route::PreviewShare { run: charts, chart: 0 },                           [No,  No,  No,  No,  In ], Says("علامة-تقاسم")),
        (Route::PublishShare { run: charts, revision: charts_at },                [No,  No,  No,  No,  In ], Changes("shares")),
        (Route::Shares { survey: closed, share: None },                           [No,  No,  No,  No,  In ], Says("علامة-تقاسم")),
        (Route::TakeShareBack { survey: closed, share },                          [No,  No,  No,  No,  In ], Changes("shares")),
        (Route::SharedResults { share, chart: 0, letter: false },                 [No,  In,  No,  No,  No ], Says("علامة-تقاسم")),
        // Something of one's own together with something of the first body: the one does not open the other.
        (Route::TakeShareBack { survey: their_survey, share },                    [No,  No,  No,  Own, Own], Changes("shares")),
        (Route::CompareRounds { survey: their_survey, earlier: closed, page: 0 }, [No,  No,  No,  No,  Own], Says("مقارنة مع")),
        (Route::Shares { survey: their_survey, share: Some(share) },              [No,  No,  No,  Own, Own], Says("علامة-تقاسم")),
        (Route::MarkAttendance { meeting: their_meeting, day, member, mark: Some(Attendance::Present) },
                                                                                  [No,  No,  No,  Own, Own], Changes("attendance")),
        (Route::Roll { meeting: their_meeting, day, body: Some(body), page: 0 },  [No,  No,  No,  Own, Own], Says("علامة-عضوة-أ-2.")),
    ]
}

/// Everything that is kept, table by table. Left out: which updates came in, which every press adds to, and the versions of
/// dialogs, which are large and say nothing of people.
async fn content(town: &Rehearsal) -> BTreeMap<String, String> {
    let mut db = town.store.read().await.unwrap();
    let columns: Vec<(String, String)> = sqlx::query_as(
        "SELECT t.name, group_concat('quote(' || c.name || ')', ' || char(9) || ')
         FROM sqlite_master t JOIN pragma_table_info(t.name) c
         WHERE t.type = 'table' AND t.name NOT LIKE '%sqlite_%' AND t.name NOT LIKE '_sqlx%'
           AND t.name NOT IN ('inbox', 'versions') AND t.name NOT LIKE 'summary_search%'
         GROUP BY t.name",
    )
    .fetch_all(&mut *db)
    .await
    .unwrap();
    let tables = columns.iter().map(|(table, columns)| {
        format!("SELECT '{table}', COALESCE(group_concat({columns}, char(10)), '') FROM {table}")
    });
    let all = tables.collect::<Vec<_>>().join(" UNION ALL ");
    let rows: Vec<(String, String)> = sqlx::query_as(sqlx::AssertSqlSafe(all)).fetch_all(&mut *db).await.unwrap();
    rows.into_iter().collect()
}

/// All that a reply says: notice, screen, buttons, and files with their text.
async fn said(town: &Rehearsal, reply: &Reply) -> String {
    let mut said = rehearsal::transcript(reply);
    for (file, _) in &reply.files {
        let bytes = match file {
            File::Document(_, bytes) => bytes.clone(),
            File::Export(_) => town.file(reply).await.1,
            File::Picture(_) | File::Held(..) => Vec::new(),
        };
        said.push_str(&String::from_utf8_lossy(&bytes));
    }
    said
}

/// What came of a press.
struct Came {
    said: String,
    files: usize,
    /// The tables that are not as they were.
    changed: Vec<String>,
}

impl Came {
    fn proves(&self, proof: Proof) -> bool {
        match proof {
            Proof::Says(words) => self.said.contains(words),
            Proof::Changes(table) => self.changed.iter().any(|changed| changed == table),
        }
    }

    /// Whether anything planted is in it that is not theirs.
    fn shows_others(&self, who: &Who) -> bool {
        let left = who.own.iter().fold(self.said.clone(), |said, own| said.replace(own, ""));
        left.contains(MARK)
    }

    /// What is wrong with it; none if it is as the table says.
    fn wrong(&self, who: &Who, sees: Sees, proof: Proof) -> Option<&'static str> {
        match sees {
            Sees::In if !self.proves(proof) => Some("should be let in"),
            Sees::Own | Sees::No if self.proves(proof) => Some("should not be let in"),
            Sees::No if self.files > 0 => Some("should get no file"),
            Sees::No if !self.changed.is_empty() => Some("should change nothing"),
            Sees::Own if who.chat == COORDINATOR => None, // everything is hers, but for the proof
            Sees::Own | Sees::No if self.shows_others(who) => Some("sees what is somebody else's"),
            Sees::In if who.chat == MEMBER => {
                let never = NOT_FOR_MEMBERS.iter().any(|words| self.said.contains(words));
                never.then_some("sees what no member may see")
            }
            Sees::In if who.chat != COORDINATOR && self.shows_others(who) => Some("sees what is somebody else's"),
            Sees::In | Sees::Own | Sees::No => None,
        }
    }
}

/// The bot on a copy of the world, which is made anew as soon as a press has changed something.
struct Copies<'a> {
    folder: &'a Path,
    town: Option<Rehearsal>,
    made: usize,
    before: BTreeMap<String, String>,
}

impl Copies<'_> {
    async fn press(&mut self, chat: i64, route: Route) -> Came {
        let mut town = match self.town.take() {
            Some(town) => town,
            None => {
                self.made += 1;
                let copy = self.folder.join(format!("{}.db", self.made));
                std::fs::copy(self.folder.join("world.db"), &copy).unwrap();
                town(&copy).await
            }
        };
        if self.before.is_empty() {
            self.before = content(&town).await;
        }
        let reply = town.press(chat, Press::Go(route)).await;
        let said = said(&town, &reply).await;
        let after = content(&town).await;
        let changed = after.into_iter().filter(|(table, rows)| self.before.get(table) != Some(rows));
        let changed: Vec<String> = changed.map(|(table, _)| table).collect();
        if changed.is_empty() {
            self.town = Some(town);
        } else {
            town.store.close().await;
            std::fs::remove_file(self.folder.join(format!("{}.db", self.made))).unwrap();
        }
        Came { said, files: reply.files.len(), changed }
    }
}

#[tokio::test]
async fn everybody_is_let_in_where_the_table_says_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let world = world(&folder.path().join("world.db")).await;
    let mut copies = Copies { folder: folder.path(), town: None, made: 0, before: BTreeMap::new() };
    let mut wrong = String::new();
    for (route, row, proof) in table(world) {
        for (who, sees) in PEOPLE.iter().zip(row) {
            let came = copies.press(who.chat, route).await;
            if let Some(what) = came.wrong(who, sees, proof) {
                let said: String = came.said.chars().take(400).collect();
                wrong.push_str(&format!("\n{route:?}: {} {what}; changed {:?}\n{said}", who.name, came.changed));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Of a route without a row nobody has said who is let in, and nothing would tell if somebody else was.
#[tokio::test]
async fn every_route_has_a_row() {
    let folder = tempfile::tempdir().unwrap();
    let world = world(&folder.path().join("world.db")).await;
    let code = |route: Route| Press::Go(route).code().split(':').nth(1).unwrap().to_owned();
    let rows: BTreeSet<String> = table(world).into_iter().map(|(route, ..)| code(route)).collect();
    let missing: Vec<_> = Route::SHAPES.iter().filter(|(code, _)| !rows.contains(*code)).collect();
    assert!(missing.is_empty(), "no row says who is let in: {missing:?}");
}

/// A survey that is open to all bodies, with eight responses of the first body and none of the other.
#[tokio::test]
async fn a_coordinator_of_one_body_sees_of_a_survey_of_all_what_is_theirs_and_its_results() {
    let folder = tempfile::tempdir().unwrap();
    world(&folder.path().join("t.db")).await;
    let mut town = town(&folder.path().join("t.db")).await;
    let mut db = town.store.write().await.unwrap();
    let survey = surveys::open(&mut db, "needs", false, &Bodies::All, NOW, NOW + 9 * DAY).await.unwrap();
    let (version, _) = town.bot.library.latest("needs").unwrap();
    for (chat, n) in (201..=208).zip(1..) {
        let person = people::find_by_address(&mut db, Address::telegram(chat)).await.unwrap().unwrap();
        let submission = Submission {
            survey,
            version,
            person: &person,
            anonymous: false,
            id: ResponseId(1000 + n),
            answers: vec![(Key::once("C4"), pick("remote")), (Key::once("C10"), text("علامة-جواب"))],
            apart: Vec::new(),
            at: NOW,
        };
        surveys::add_participation(&mut db, survey, person.id).await.unwrap();
        responses::submit(&mut db, &submission).await.unwrap();
    }
    db.commit().await.unwrap();
    let hers = 302;
    let shown = async |town: &mut Rehearsal, route: Route| {
        let reply = town.press(hers, Press::Go(route)).await;
        assert!(reply.files.is_empty(), "{route:?} hands something out");
        said(town, &reply).await
    };
    let list = shown(&mut town, Route::ManagedSurveys { page: 0 }).await;
    assert_eq!(list.matches("🟢").count(), 2, "her own and the one of all: {list}");
    // The turnout of her own body only, and nothing to change or take away.
    for route in [Route::ManagedSurvey { survey, page: 0 }, Route::Overview { survey, page: 0 }] {
        let screen = shown(&mut town, route).await;
        assert!(screen.contains("علامة-هيئة-ب") && !screen.contains("علامة-هيئة-أ"), "{route:?}: {screen}");
        let leads = town.screen(hers).unwrap().rows.concat();
        for button in leads {
            if let Press::Go(route) = button.press {
                assert!(
                    !matches!(
                        route,
                        Route::CloseSurvey { .. } | Route::ExtendSurvey { .. } | Route::AskToCloseSurvey { .. }
                    ),
                    "{route:?}"
                );
                assert!(
                    !matches!(
                        route,
                        Route::ExportAnswers { .. } | Route::ExportWorkbook { .. } | Route::ShareResults { .. }
                    ),
                    "{route:?}"
                );
            }
        }
    }
    // Reminders reach her own members, who have not answered.
    town.press(hers, Press::Go(Route::RemindOfSurvey { survey })).await;
    let reminded = sqlx::query_scalar::<_, i64>(
        "SELECT p.telegram FROM outbox o JOIN broadcasts b ON b.id = o.broadcast JOIN persons p ON p.id = o.person
         WHERE b.kind = 'survey-reminder' AND b.subject = ? ORDER BY 1",
    );
    let reminded = reminded.bind(survey).fetch_all(&mut *town.store.read().await.unwrap()).await.unwrap();
    assert_eq!(reminded, [301, 302, 303, 304]);
    for route in [
        Route::CloseSurvey { survey },
        Route::ExtendSurvey { survey },
        Route::ExportAnswers { survey, language: 0 },
        Route::ExportWorkbook { survey },
        Route::ShareResults { survey, topic: None },
    ] {
        shown(&mut town, route).await;
    }
    let open =
        async |town: &Rehearsal| surveys::find(&mut town.store.read().await.unwrap(), survey).await.unwrap().unwrap();
    assert!(open(&town).await.is_open(NOW), "she closes nothing of others");
    // Once it has closed, the results of all, but no comments.
    town.press(COORDINATOR, Press::Go(Route::CloseSurvey { survey })).await;
    let topic = Route::Topic { survey, topic: takafou::chat::TopicNumber(1), by: None };
    let results = shown(&mut town, topic).await;
    assert!(results.contains('8') && !results.contains("علامة-جواب"), "{results}");
    let comments = shown(&mut town, Route::Comments { survey, topic: takafou::chat::TopicNumber(2), page: 0 }).await;
    assert!(!comments.contains("علامة-جواب"), "{comments}");
}

#[tokio::test]
async fn the_bureau_of_a_body_sees_turnout_and_results_and_manages_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let w = world(&folder.path().join("t.db")).await;
    let mut town = town(&folder.path().join("t.db")).await;
    let results = [
        Route::Results { page: 0 },
        Route::Overview { survey: w.closed, page: 0 },
        Route::Topics { survey: w.closed, page: 0 },
        Route::Topic { survey: w.closed, topic: TopicNumber(1), by: None },
    ];
    let let_in = async |town: &mut Rehearsal, route: Route| {
        let reply = town.press(MEMBER, Press::Go(route)).await;
        assert!(reply.files.is_empty(), "{route:?} hands something out");
        !said(town, &reply).await.contains("مرحبا")
    };
    for route in results {
        assert!(
            !let_in(&mut town, route).await,
            "{route:?}: she said herself that she is chair, and nobody confirmed it"
        );
    }
    town.press(COORDINATOR, Press::Go(Route::SetOffice { member: w.member, office: Some(Office::Chair) })).await;
    for route in results {
        assert!(let_in(&mut town, route).await, "{route:?}");
        for button in town.screen(MEMBER).unwrap().rows.concat() {
            let Press::Go(route) = button.press else { continue };
            let opens = matches!(
                route,
                Route::Results { .. }
                    | Route::Overview { .. }
                    | Route::Topics { .. }
                    | Route::Topic { .. }
                    | Route::Differences { .. }
                    | Route::Menu
            );
            assert!(opens, "{route:?} is offered");
        }
    }
    for route in [
        Route::Overview { survey: w.their_survey, page: 0 },
        Route::ManagedSurvey { survey: w.closed, page: 0 },
        Route::RemindOfSurvey { survey: w.open },
        Route::Comments { survey: w.closed, topic: TopicNumber(4), page: 0 },
        Route::ExportWorkbook { survey: w.closed },
        Route::ExportReport { survey: w.closed },
        Route::ManagedMeeting { meeting: w.past, page: 0, below: false },
        Route::Members { body: w.body, page: 0 },
    ] {
        assert!(!let_in(&mut town, route).await, "{route:?}");
    }
    // Whoever is moved or loses the office sees no results any more.
    town.press(COORDINATOR, Press::Go(Route::MoveMember { member: w.member, body: w.empty })).await;
    assert!(!let_in(&mut town, results[0]).await);
}
