//! What the bot writes without being asked: each kind of letter, composed by its feature when it is sent.

use sqlx::SqliteConnection;

use super::announcements;
use super::bodies;
use super::context::Ctx;
use super::error::Result;
use super::meetings::{self, form};
use super::messages;
use super::outcome::ComposedLetter;
use super::prefetch::Prefetch;
use super::results::share;
use super::state::Bot;
use super::summaries::{self, text};
use super::surveys::{self, imports, rounds};
use crate::store;
use crate::store::letter_kind::{LetterKind, LetterSubject};
use crate::store::people::Person;
use crate::text::escape;
use crate::types::{SurveyId, Timestamp};

/// The letter to a person; none if it is of no use any more (a closed survey, a meeting that the person declined).
pub async fn compose(
    bot: &Bot,
    db: &mut SqliteConnection,
    now: Timestamp,
    person: &Person,
    kind: LetterKind,
) -> Result<Option<ComposedLetter>> {
    let mut prefetch = Prefetch::default();
    let ctx = &mut Ctx::outside(bot, db, &mut prefetch, now, person.address, &person.language);
    // Whoever was removed while a letter waited is told that, and nothing else of the body.
    let is_for_members = !matches!(kind.about(), LetterSubject::Body(_) | LetterSubject::Import(_));
    if is_for_members && person.joined_at.is_none() {
        return Ok(None);
    }
    let letter = match kind {
        LetterKind::SurveyOpened(survey) => surveys::letters::letter(ctx, person, survey, false).await?.map(Into::into),
        LetterKind::SurveyReminder(survey) => {
            surveys::letters::letter(ctx, person, survey, true).await?.map(Into::into)
        }
        LetterKind::SurveyShared(share) => share::letter(ctx, share).await?.map(Into::into),
        LetterKind::FormRead(form) => {
            imports::letter(ctx, form).await?.map(|(screen, file)| ComposedLetter { file, ..screen.into() })
        }
        LetterKind::MeetingNotice(meeting) => meetings::letters::announced(ctx, person, meeting).await?,
        LetterKind::MeetingChanged(meeting) => meetings::letters::changed(ctx, person, meeting).await?,
        LetterKind::MeetingEdit(meeting) => meetings::letters::edited(ctx, person, meeting).await?,
        LetterKind::MeetingCancelled(meeting) => meetings::letters::cancelled(ctx, person, meeting).await?,
        LetterKind::MeetingClock(meeting) => meetings::letters::clock_changed(ctx, person, meeting).await?,
        LetterKind::MeetingReminder(meeting) => meetings::letters::reminder(ctx, person, meeting).await?,
        LetterKind::RsvpReminder(meeting) => meetings::letters::rsvp_reminder(ctx, person, meeting).await?,
        LetterKind::MeetingEve(meeting, day) => meetings::letters::eve(ctx, person, meeting, day).await?,
        LetterKind::SummaryMissed(summary) => summaries::letters::missed(ctx, person, summary).await?.map(Into::into),
        LetterKind::SummaryRecord(summary) => summaries::letters::record(ctx, person, summary).await?.map(Into::into),
        LetterKind::SummaryCorrected(summary) => {
            summaries::letters::corrected(ctx, person, summary).await?.map(Into::into)
        }
        LetterKind::SummaryReminder(summary) => {
            summaries::letters::reminder(ctx, person, summary).await?.map(Into::into)
        }
        LetterKind::MembersJoined(body) => bodies::letters::joined(ctx, person, body).await?.map(Into::into),
        LetterKind::MemberConfirmed(body) => bodies::letters::confirmed(ctx, person, body).await?.map(Into::into),
        LetterKind::MemberRemoved(body) => bodies::letters::removed(ctx, person, body).await?.map(Into::into),
        LetterKind::MemberCorrected(body) => bodies::letters::corrected(ctx, person, body).await?.map(Into::into),
        LetterKind::Announcement(id) => announcements::letters::announcement(ctx, person, id).await?,
        LetterKind::AnnouncementEdit(id) => announcements::letters::edited(ctx, person, id).await?,
        LetterKind::AnnouncementRemoval(id) => announcements::letters::removed(ctx, person, id).await?,
        LetterKind::MessageToCoordinators(conversation) => {
            messages::letters::to_coordinators(ctx, person, conversation).await?.map(Into::into)
        }
        LetterKind::MessageWaiting(conversation) => {
            messages::letters::waiting(ctx, person, conversation).await?.map(Into::into)
        }
        LetterKind::MessageEdit(conversation) => messages::letters::edited(ctx, person, conversation).await?,
        LetterKind::MessageToMember(conversation) => {
            messages::letters::to_member(ctx, person, conversation).await?.map(Into::into)
        }
        LetterKind::MessageUnreached(conversation) => {
            messages::letters::unreached(ctx, person, conversation).await?.map(Into::into)
        }
        LetterKind::ConversationClosed(conversation) => {
            messages::letters::closed(ctx, person, conversation).await?.map(Into::into)
        }
        LetterKind::CoordinatorWithdrawn(body) => bodies::letters::withdrawn(ctx, person, body).await?.map(Into::into),
    };
    let mirrored = |letter: ComposedLetter| ComposedLetter { screen: ctx.mirrored_for_rtl(letter.screen), ..letter };
    Ok(letter.map(mirrored))
}

/// What a letter is about, in the coordinator's language; safe for HTML, empty if that was deleted.
pub async fn title(ctx: &mut Ctx<'_>, kind: LetterKind) -> Result<String> {
    let title = match kind.about() {
        LetterSubject::Survey(survey) => title_of_survey(ctx, survey).await?,
        LetterSubject::Share(share) => match store::shares::find(ctx.db, share).await? {
            Some(share) => title_of_survey(ctx, share.survey).await?,
            None => None,
        },
        LetterSubject::Import(form) => store::imports::find(ctx.db, form).await?.map(|form| escape(&form.name)),
        LetterSubject::Meeting(meeting) => form::load(ctx, meeting).await?.map(|meeting| meeting.about.heading(ctx)),
        LetterSubject::Summary(summary) => {
            let summary = text::load(ctx, summary).await?;
            summary.map(|summary| escape(summary.text(&ctx.locale.language).title()))
        }
        LetterSubject::Body(Some(body)) => {
            let name = store::bodies::find_name(ctx.db, body, &ctx.locale.language).await?;
            name.map(|name| escape(&name))
        }
        LetterSubject::Announcement(id) => {
            let found = announcements::form::load(ctx, id).await?;
            found.map(|(_, about)| escape(&about.title(&ctx.locale.language)))
        }
        LetterSubject::Conversation(conversation) => {
            let found = store::conversations::find(ctx.db, conversation).await?;
            found.map(|found| escape(&found.name))
        }
        LetterSubject::Body(None) => Some(ctx.say("all-bodies", &[])),
    };
    Ok(title.unwrap_or_default())
}

async fn title_of_survey(ctx: &mut Ctx<'_>, survey: SurveyId) -> Result<Option<String>> {
    match store::surveys::find(ctx.db, survey).await? {
        Some(survey) => rounds::heading(ctx, &survey).await.map(Some),
        None => Ok(None),
    }
}
