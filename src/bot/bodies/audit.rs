//! /audit: what coordinators did, newest first. A coordinator of all bodies sees everything. A coordinator of some sees
//! their own actions, and everybody's actions that concern these bodies alone.

use std::collections::HashMap;

use crate::bot::announcements::form as announcements;
use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::meetings::form;
use crate::bot::outcome::Outcome;
use crate::bot::surveys::rounds;
use crate::bot::ui::buttons::{clamp_page, page_buttons, to};
use crate::bot::ui::titles;
use crate::chat::{Press, Route, Screen};
use crate::store;
use crate::store::audit::{AuditEntry, AuditSubject};
use crate::store::letter_kind::LetterSubject;
use crate::store::people::Person;
use crate::text::{Arg, dates, escape};
use crate::types::{AnnouncementId, Bodies, BodyId, BroadcastId, ImportId, MeetingId, SurveyId, VersionId};

const LINES_A_PAGE: usize = 12;
/// Most lines that are read, newest first; older ones stay in the database.
const LOOKED_AT: i64 = 1000;

pub async fn show(ctx: &mut Ctx<'_>, person: &Person, scope: &Bodies, page: usize) -> Result<Outcome> {
    let mut entries = store::audit::list_newest(ctx.db, LOOKED_AT).await?;
    if *scope != Bodies::All {
        let concerned = ConcernedBodies::load(ctx, &entries).await?;
        entries.retain(|entry| entry.person == Some(person.id) || concerned.only_within(scope, entry.action.subject()));
    }
    let mut text = ctx.say("audit", &[("n", Arg::count(entries.len()))]);
    let (page, pages) = clamp_page(page, entries.len(), LINES_A_PAGE);
    let first = page * LINES_A_PAGE;
    let on_page = &entries[first..entries.len().min(first + LINES_A_PAGE)];
    let names = SubjectNames::load(ctx, on_page).await?;
    for entry in on_page {
        text.push_str("\n\n");
        text.push_str(&line(ctx, entry, &names));
    }
    let mut screen = Screen::new(text);
    screen.rows.extend(page_buttons(ctx, page, pages, |page| Press::Go(Route::Audit { page })));
    screen.rows.push(vec![to(ctx, "to-menu", Route::Menu)]);
    Ok(screen.into())
}

fn meetings_of(entries: &[AuditEntry]) -> Vec<MeetingId> {
    let ids = entries.iter().filter_map(|entry| match entry.action.subject() {
        AuditSubject::Meeting(meeting) => Some(meeting),
        _ => None,
    });
    ids.collect()
}

fn surveys_of(entries: &[AuditEntry]) -> Vec<SurveyId> {
    let ids = entries.iter().filter_map(|entry| match entry.action.subject() {
        AuditSubject::Survey(survey) => Some(survey),
        _ => None,
    });
    ids.collect()
}

/// The bodies of the meetings and surveys that audit lines are about.
struct ConcernedBodies {
    meetings: HashMap<MeetingId, Bodies>,
    surveys: HashMap<SurveyId, Bodies>,
}

impl ConcernedBodies {
    async fn load(ctx: &mut Ctx<'_>, entries: &[AuditEntry]) -> Result<ConcernedBodies> {
        let meetings = store::meetings::find_bodies_of_each(ctx.db, meetings_of(entries)).await?;
        let surveys = store::surveys::find_bodies_of_each(ctx.db, surveys_of(entries)).await?;
        Ok(ConcernedBodies { meetings, surveys })
    }

    /// Whether a subject concerns bodies of this scope and no others.
    fn only_within(&self, scope: &Bodies, subject: AuditSubject) -> bool {
        match subject {
            AuditSubject::Meeting(id) => self.meetings.get(&id).is_some_and(|bodies| scope.include(bodies)),
            AuditSubject::Survey(id) => self.surveys.get(&id).is_some_and(|bodies| scope.include(bodies)),
            AuditSubject::Body(body) => body.is_some_and(|body| scope.cover(body)),
            AuditSubject::Broadcast(_)
            | AuditSubject::Import(_)
            | AuditSubject::Version(_)
            | AuditSubject::Announcement(_)
            | AuditSubject::Nothing => false,
        }
    }
}

/// The names of what audit lines are about; safe for HTML.
#[derive(Default)]
struct SubjectNames {
    meetings: HashMap<MeetingId, String>,
    surveys: HashMap<SurveyId, String>,
    bodies: HashMap<BodyId, String>,
    forms: HashMap<ImportId, String>,
    dialogs: HashMap<VersionId, String>,
    announcements: HashMap<AnnouncementId, String>,
    /// What broadcasts are about.
    broadcasts: HashMap<BroadcastId, AuditSubject>,
}

impl SubjectNames {
    async fn load(ctx: &mut Ctx<'_>, entries: &[AuditEntry]) -> Result<SubjectNames> {
        let mut names = SubjectNames::default();
        let mut meetings = meetings_of(entries);
        let mut wanted = surveys_of(entries);
        for entry in entries {
            match entry.action.subject() {
                AuditSubject::Broadcast(id) => {
                    let Some(about) = find_subject_of_broadcast(ctx, id).await? else { continue };
                    match about {
                        AuditSubject::Meeting(meeting) => meetings.push(meeting),
                        AuditSubject::Survey(survey) => wanted.push(survey),
                        _ => {}
                    }
                    names.broadcasts.insert(id, about);
                }
                AuditSubject::Import(id) => {
                    let found = store::imports::find(ctx.db, id).await?;
                    names.forms.extend(found.map(|form| (id, escape(&form.name))));
                }
                AuditSubject::Version(id) => {
                    let found = store::versions::find(ctx.db, id).await?;
                    names.dialogs.extend(found.map(|source| (id, titles::heading(ctx, &source.name))));
                }
                AuditSubject::Announcement(id) => {
                    let title = announcements::load(ctx, id)
                        .await?
                        .map(|(_, about)| escape(&about.title(&ctx.locale.language)));
                    names.announcements.extend(title.map(|title| (id, title)));
                }
                AuditSubject::Meeting(_) | AuditSubject::Survey(_) | AuditSubject::Body(_) | AuditSubject::Nothing => {}
            }
        }
        let loaded = form::load_all(ctx, &meetings).await?;
        names.meetings = loaded.iter().map(|meeting| (meeting.row.id, meeting.about.heading(ctx))).collect();
        if !wanted.is_empty() {
            let all = store::surveys::list_in_scope(ctx.db, &Bodies::All).await?.into_iter();
            for survey in all.filter(|survey| wanted.contains(&survey.id)) {
                let name = rounds::heading(ctx, &survey).await?;
                names.surveys.insert(survey.id, name);
            }
        }
        let is_body = |subject: &AuditSubject| matches!(subject, AuditSubject::Body(Some(_)));
        if entries.iter().any(|entry| is_body(&entry.action.subject())) || names.broadcasts.values().any(is_body) {
            let bodies = store::bodies::list(ctx.db).await?.into_iter();
            names.bodies = bodies.map(|body| (body.id, escape(body.name(&ctx.locale.language)))).collect();
        }
        Ok(names)
    }

    fn name_of(&self, locale: &Locale<'_>, subject: AuditSubject) -> Option<String> {
        match subject {
            AuditSubject::Meeting(id) => self.meetings.get(&id).cloned(),
            AuditSubject::Survey(id) => self.surveys.get(&id).cloned(),
            AuditSubject::Body(Some(id)) => self.bodies.get(&id).cloned(),
            AuditSubject::Body(None) => Some(locale.say("all-bodies", &[])),
            AuditSubject::Import(id) => self.forms.get(&id).cloned(),
            AuditSubject::Version(id) => self.dialogs.get(&id).cloned(),
            AuditSubject::Announcement(id) => self.announcements.get(&id).cloned(),
            AuditSubject::Broadcast(id) => match self.broadcasts.get(&id)? {
                AuditSubject::Broadcast(_) => None, // it is about something else
                about => self.name_of(locale, *about),
            },
            AuditSubject::Nothing => None,
        }
    }
}

/// What the letters of a broadcast are about. None: it was deleted, after ninety days.
async fn find_subject_of_broadcast(ctx: &mut Ctx<'_>, id: BroadcastId) -> Result<Option<AuditSubject>> {
    let Some(kind) = store::outbox::find(ctx.db, id).await?.and_then(|broadcast| broadcast.kind) else {
        return Ok(None);
    };
    Ok(match kind.about() {
        LetterSubject::Survey(survey) => Some(AuditSubject::Survey(survey)),
        LetterSubject::Share(share) => {
            store::shares::find(ctx.db, share).await?.map(|share| AuditSubject::Survey(share.survey))
        }
        LetterSubject::Import(form) => Some(AuditSubject::Import(form)),
        LetterSubject::Meeting(meeting) => Some(AuditSubject::Meeting(meeting)),
        LetterSubject::Summary(summary) => {
            store::summaries::find(ctx.db, summary).await?.map(|summary| AuditSubject::Meeting(summary.meeting))
        }
        LetterSubject::Body(body) => Some(AuditSubject::Body(body)),
        LetterSubject::Announcement(id) => Some(AuditSubject::Announcement(id)),
        LetterSubject::Conversation(conversation) => {
            let found = store::conversations::find(ctx.db, conversation).await?;
            found.map(|found| AuditSubject::Body(Some(found.body)))
        }
    })
}

fn line(locale: &Locale<'_>, entry: &AuditEntry, names: &SubjectNames) -> String {
    let action = entry.action.words().replace(' ', "-");
    let args = [
        ("at", Arg::text(dates::moment_in_words(entry.at, &locale.language))),
        ("name", Arg::words(entry.name.as_deref().unwrap_or("—"))),
        ("action", Arg::text(locale.say("audit-action", &[("action", Arg::text(action))]))),
    ];
    let mut line = locale.say("audit-line", &args);
    let about = entry.action.subject();
    let gone = (about != AuditSubject::Nothing).then(|| locale.say("audit-gone", &[]));
    let subject = names.name_of(locale, about).or(gone);
    let member = entry.member.as_deref().map(|name| format!("\u{2068}{}\u{2069}", escape(name)));
    for about in subject.into_iter().chain(member) {
        line.push_str(&locale.say("audit-about", &[("about", Arg::text(about))]));
    }
    line
}
