//! Who may open which route. Every route is checked here before its feature is called.

use super::context::{Ctx, Locale};
use super::error::Result;
use crate::chat::Route;
use crate::store::invitations;
use crate::store::people::{self, Person};
use crate::store::readings;
use crate::store::runs::Run;
use crate::store::{
    announcements, conversations, coordinators, imports, links, meetings, outbox, shares, summaries, surveys,
};
use crate::types::{
    AnnouncementId, Bodies, BodyId, BroadcastId, ConversationId, ImportId, LinkId, MeetingId, PersonId, ShareId,
    SummaryId, SurveyId, VersionId,
};

/// What a person needs to open a route. All of them have given consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    Nothing,
    /// Has finished the sign-up.
    Member,
    /// Is invited to this meeting.
    Invited(MeetingId),
    /// Was invited to the meeting of this summary, or it was announced to their body.
    Reader(SummaryId),
    /// These results were shared with them.
    SharedWith(ShareId),
    /// Takes part in this conversation: the member, or a coordinator of the body.
    TakesPartIn(ConversationId),
    /// This announcement was sent to them, and not taken back.
    Recipient(AnnouncementId),
    /// Wrote this announcement, or coordinates all bodies.
    ManagesAnnouncement(AnnouncementId),
    /// Coordinates any body.
    Coordinator,
    /// Coordinates all bodies.
    CoordinatorOfAll,
    /// Coordinates this body, or any body if there is none.
    CoordinatorOf(Option<BodyId>),
    /// Coordinates every body that this meeting is announced to.
    ManagesMeeting(MeetingId),
    /// Coordinates every body that the meeting of this summary is announced to.
    ManagesSummary(SummaryId),
    /// Coordinates every body that this survey is open to.
    ManagesSurvey(SurveyId),
    /// Coordinates a body that this survey is open to, and sees how that body and the survey as a whole fare.
    SeesSurvey(SurveyId),
    /// Coordinates any body, or is in the bureau of one.
    SeesResults,
    /// The same of a body that this survey is open to.
    SeesResultsOf(SurveyId),
    /// The same for both of these surveys.
    SeesResultsOfBoth([SurveyId; 2]),
    /// Sent this broadcast, or coordinates all bodies.
    ManagesBroadcast(BroadcastId),
    /// Sent this form, or coordinates all bodies.
    ManagesForm(ImportId),
    /// Took this dialog among the surveys, or coordinates all bodies.
    ManagesDialog(VersionId),
    /// Coordinates the body of this member, or of somebody who waits to be confirmed.
    ManagesMember(PersonId),
    /// Coordinates the body of this link, or all bodies if it is a link for coordinators of all.
    ManagesLink(LinkId),
}

impl Need {
    /// Whether members of the bureau are let in too, for their own body.
    const fn is_open_to_bureau(self) -> bool {
        matches!(self, Need::SeesResults | Need::SeesResultsOf(_) | Need::SeesResultsOfBoth(_))
    }
}

pub fn need(route: Route) -> Need {
    match route {
        Route::Menu
        | Route::Here
        | Route::ChooseLanguage
        | Route::MyData
        | Route::EditProfile
        | Route::PrivacyNotice
        | Route::Help
        | Route::AskToStopMessages
        | Route::StopMessages
        | Route::ResumeMessages
        | Route::AskToErase
        | Route::Erase
        | Route::Survey { .. }
        | Route::AboutSurvey { .. }
        | Route::BeginSurvey { .. }
        | Route::SurveyThanks { .. }
        | Route::SearchTraining
        | Route::Glossary { .. }
        | Route::GlossaryTerm { .. }
        | Route::Law { .. }
        | Route::LawCard { .. } => Need::Nothing,
        Route::WriteToCoordinators { meeting: None } | Route::MyConversation | Route::SendMessage { .. } => {
            Need::Member
        }
        Route::WriteToCoordinators { meeting: Some(meeting) } => Need::Invited(meeting),
        Route::AnswerConversation { conversation }
        | Route::Conversation { conversation, .. }
        | Route::AskToCloseConversation { conversation }
        | Route::CloseConversation { conversation } => Need::TakesPartIn(conversation),
        Route::Announcement { announcement } | Route::AnnouncementFiles { announcement } => {
            Need::Recipient(announcement)
        }
        Route::ManagedAnnouncement { announcement }
        | Route::ChangeAnnouncement { announcement }
        | Route::AskToTakeBackAnnouncement { announcement }
        | Route::TakeBackAnnouncement { announcement } => Need::ManagesAnnouncement(announcement),
        Route::Surveys { .. } | Route::Meetings { .. } | Route::PastMeetings { .. } | Route::Training { .. } => {
            Need::Member
        }
        Route::Meeting { meeting, .. } | Route::Rsvp { meeting, .. } | Route::MeetingFiles { meeting } => {
            Need::Invited(meeting)
        }
        Route::ReadSummary { summary, .. }
        | Route::SummaryFile { summary, .. }
        | Route::CheckQuestion { summary, .. }
        | Route::AnswerCheck { summary, .. } => Need::Reader(summary),
        Route::SharedResults { share, .. } => Need::SharedWith(share),
        Route::Bodies { .. }
        | Route::Announcements { .. }
        | Route::NewAnnouncement
        | Route::PreviewAnnouncement { .. }
        | Route::PublishAnnouncement { .. }
        | Route::Conversations { .. }
        | Route::FindMember
        | Route::Audit { .. }
        | Route::ManagedSurveys { .. }
        | Route::OpenSurvey
        | Route::Forms { .. }
        | Route::ManagedMeetings { .. }
        | Route::NewMeeting
        | Route::PreviewMeeting { .. }
        | Route::AnnounceMeeting { .. }
        | Route::SummaryDraft { .. }
        | Route::SummaryProof { .. }
        | Route::PublishSummary { .. }
        | Route::PreviewShare { .. }
        | Route::PublishShare { .. } => Need::Coordinator,
        Route::AddBody
        | Route::AskToArchiveBody { .. }
        | Route::ArchiveBody { .. }
        | Route::RestoreBody { .. }
        | Route::ArchivedBodies { .. } => Need::CoordinatorOfAll,
        Route::InviteCoordinator { body: None }
        | Route::InvitationLinks { body: None, .. }
        | Route::Coordinators { body: None }
        | Route::AskToWithdrawCoordinator { body: None, .. }
        | Route::WithdrawCoordinator { body: None, .. } => Need::CoordinatorOfAll,
        Route::InviteCoordinator { body }
        | Route::InvitationLinks { body, .. }
        | Route::Coordinators { body }
        | Route::AskToWithdrawCoordinator { body, .. }
        | Route::WithdrawCoordinator { body, .. }
        | Route::ExportRecord { body } => Need::CoordinatorOf(body),
        Route::Body { body }
        | Route::SetConfirmation { body, .. }
        | Route::Members { body, .. }
        | Route::InviteMembers { body }
        | Route::ExportMembers { body }
        | Route::PrintMembers { body }
        | Route::RenameBody { body }
        | Route::Record { body, .. } => Need::CoordinatorOf(Some(body)),
        Route::Member { member }
        | Route::WriteToMember { member }
        | Route::CorrectMember { member }
        | Route::CorrectName { member }
        | Route::ChooseRole { member }
        | Route::SetRole { member, .. }
        | Route::ChooseBody { member, .. }
        | Route::AskToMoveMember { member, .. }
        | Route::MoveMember { member, .. }
        | Route::ChooseOffice { member }
        | Route::SetOffice { member, .. }
        | Route::ConfirmMember { member }
        | Route::AskToRemoveMember { member }
        | Route::RemoveMember { member, .. }
        | Route::MemberRecord { member, .. } => Need::ManagesMember(member),
        Route::AskToRevokeLink { link } | Route::RevokeLink { link } => Need::ManagesLink(link),
        Route::Results { .. } => Need::SeesResults,
        Route::Overview { survey, .. }
        | Route::Topics { survey, .. }
        | Route::Differences { survey }
        | Route::EarlierRounds { survey, .. }
        | Route::Topic { survey, .. } => Need::SeesResultsOf(survey),
        Route::ManagedSurvey { survey, .. } | Route::RemindOfSurvey { survey } => Need::SeesSurvey(survey),
        Route::CompareRounds { survey, earlier, .. } => Need::SeesResultsOfBoth([survey, earlier]),
        Route::ExtendSurvey { survey }
        | Route::AskToCloseSurvey { survey }
        | Route::CloseSurvey { survey }
        | Route::AskForRows { survey }
        | Route::AskToWithholdRows { survey }
        | Route::WithholdRows { survey }
        | Route::ExportAnswers { survey, .. }
        | Route::ExportAnswersLong { survey }
        | Route::VoiceAnswers { survey, .. }
        | Route::Volunteers { survey, .. }
        | Route::Comments { survey, .. }
        | Route::CommentVoices { survey, .. }
        | Route::MaskComment { survey, .. }
        | Route::ExportWorkbook { survey }
        | Route::ExportReport { survey }
        | Route::ShareResults { survey, .. }
        | Route::Shares { survey, .. }
        | Route::TakeShareBack { survey, .. } => Need::ManagesSurvey(survey),
        Route::TryForm { form } | Route::TakeForm { form } => Need::ManagesForm(form),
        Route::ToggleForm { version, .. } => Need::ManagesDialog(version),
        Route::Broadcast { broadcast }
        | Route::PauseBroadcast { broadcast }
        | Route::ResumeBroadcast { broadcast }
        | Route::AskToCancelBroadcast { broadcast }
        | Route::CancelBroadcast { broadcast }
        | Route::AskToSendInQuietHours { broadcast }
        | Route::SendInQuietHours { broadcast }
        | Route::MissedByBroadcast { broadcast, .. } => Need::ManagesBroadcast(broadcast),
        Route::ManagedMeeting { meeting, .. }
        | Route::ChangeMeeting { meeting }
        | Route::AskToCancelMeeting { meeting }
        | Route::CancelMeeting { meeting, .. }
        | Route::PendingReplies { meeting, .. }
        | Route::RemindPending { meeting }
        | Route::Attendance { meeting, .. }
        | Route::OpenCheckIn { meeting, .. }
        | Route::Roll { meeting, .. }
        | Route::MarkAttendance { meeting, .. }
        | Route::MarkRest { meeting, .. }
        | Route::NewMeetingLike { meeting }
        | Route::AskToCloseDay { meeting, .. }
        | Route::CloseDay { meeting, .. }
        | Route::ExportAttendance { meeting, .. }
        | Route::SignatureSheet { meeting, .. }
        | Route::Summaries { meeting }
        | Route::WriteSummary { meeting } => Need::ManagesMeeting(meeting),
        Route::SummaryProgress { summary, .. }
        | Route::CorrectSummary { summary, .. }
        | Route::TranslateSummary { summary }
        | Route::SummaryReaders { summary, .. }
        | Route::RemindReaders { summary }
        | Route::ExportReaders { summary } => Need::ManagesSummary(summary),
    }
}

/// The bodies that a person coordinates, if they may open the route; none if they may not. Members who coordinate
/// nothing get a scope without bodies.
pub async fn check(ctx: &mut Ctx<'_>, person: &Person, route: Route) -> Result<Option<Bodies>> {
    let need = need(route);
    let scope = match need {
        // Members and coordinators alike; only the latter have bodies.
        Need::TakesPartIn(_) => {
            coordinators::find_bodies(ctx.db, person.id).await?.unwrap_or_else(|| Bodies::Some(Vec::new()))
        }
        Need::Nothing
        | Need::Member
        | Need::Invited(_)
        | Need::Reader(_)
        | Need::SharedWith(_)
        | Need::Recipient(_) => Bodies::Some(Vec::new()),
        _ => match coordinators::find_bodies(ctx.db, person.id).await? {
            Some(scope) => scope,
            None if need.is_open_to_bureau() && person.office.is_some() => {
                ctx.is_bureau = true;
                Bodies::Some(person.body.into_iter().collect())
            }
            None => {
                tracing::warn!(?need, "a coordinator's button was pressed by somebody who is none");
                return Ok(None);
            }
        },
    };
    let all = scope == Bodies::All;
    let may = match need {
        Need::Nothing | Need::Coordinator | Need::CoordinatorOf(None) | Need::SeesResults => true,
        Need::Member => person.joined_at.is_some(),
        // Whoever was removed keeps the record of past meetings, not the way to them.
        Need::Invited(_) | Need::Reader(_) if person.joined_at.is_none() => false,
        Need::Invited(meeting) => invitations::find(ctx.db, meeting, person.id).await?.is_some(),
        Need::Reader(summary) => readings::list_readable(ctx.db, person.id).await?.contains(&summary),
        Need::SharedWith(share) => shares::is_for(ctx.db, share, person.id).await?,
        Need::CoordinatorOfAll => all,
        Need::CoordinatorOf(Some(body)) => scope.cover(body),
        Need::Recipient(announcement) => {
            person.joined_at.is_some() && announcements::is_for(ctx.db, announcement, person.id).await?
        }
        Need::ManagesAnnouncement(announcement) => {
            announcements::find(ctx.db, announcement).await?.is_some_and(|found| all || found.person == Some(person.id))
        }
        Need::TakesPartIn(conversation) => match conversations::find(ctx.db, conversation).await? {
            Some(found) => (found.member == person.id && person.joined_at.is_some()) || scope.cover(found.body),
            None => false,
        },
        Need::ManagesMeeting(meeting) => manages_meeting(ctx, &scope, meeting).await?,
        Need::ManagesSummary(summary) => match summaries::find(ctx.db, summary).await? {
            Some(summary) => manages_meeting(ctx, &scope, summary.meeting).await?,
            None => false,
        },
        Need::ManagesSurvey(survey) => manages_survey(ctx, &scope, survey).await?,
        Need::SeesSurvey(survey) | Need::SeesResultsOf(survey) => sees_survey(ctx, &scope, survey).await?,
        Need::SeesResultsOfBoth([one, other]) => {
            sees_survey(ctx, &scope, one).await? && sees_survey(ctx, &scope, other).await?
        }
        Need::ManagesBroadcast(broadcast) => {
            outbox::find(ctx.db, broadcast).await?.is_some_and(|found| all || found.person == Some(person.id))
        }
        Need::ManagesForm(form) => {
            imports::find(ctx.db, form).await?.is_some_and(|form| all || form.person == person.id)
        }
        Need::ManagesDialog(version) => {
            let mut offered = imports::list_offered(ctx.db).await?.into_iter();
            offered.any(|offered| offered.version == version && (all || offered.person == Some(person.id)))
        }
        Need::ManagesMember(member) => {
            let body = people::find_by_id(ctx.db, member).await?.and_then(|member| member.body);
            body.is_some_and(|body| scope.cover(body))
        }
        Need::ManagesLink(link) => match links::find_by_id(ctx.db, link).await? {
            Some(link) => link.body.map_or(all, |body| scope.cover(body)),
            None => false,
        },
    };
    if !may {
        tracing::warn!(?need, "somebody pressed a button that is not for them");
    }
    Ok(may.then_some(scope))
}

/// Whether a coordinator of these bodies manages this meeting.
pub async fn manages_meeting(ctx: &mut Ctx<'_>, scope: &Bodies, meeting: MeetingId) -> Result<bool> {
    let found = meetings::find(ctx.db, meeting).await?.is_some();
    Ok(found && scope.include(&meetings::find_bodies(ctx.db, meeting).await?))
}

/// Whether a coordinator of these bodies manages this survey.
pub async fn manages_survey(ctx: &mut Ctx<'_>, scope: &Bodies, survey: SurveyId) -> Result<bool> {
    let found = !ctx.is_bureau && surveys::find(ctx.db, survey).await?.is_some();
    Ok(found && scope.include(&surveys::find_bodies(ctx.db, survey).await?))
}

/// Whether a coordinator of these bodies sees how this survey fares as a whole.
async fn sees_survey(ctx: &mut Ctx<'_>, scope: &Bodies, survey: SurveyId) -> Result<bool> {
    let found = surveys::find(ctx.db, survey).await?.is_some();
    Ok(found && scope.overlap(&surveys::find_bodies(ctx.db, survey).await?))
}

/// Whether this run belongs to the person.
pub fn owns_run(person: &Person, run: &Run) -> bool {
    run.person == person.id
}

/// The route to open instead of one that the person may not open. Whoever coordinates nothing, or no longer, is told so in a
/// line.
pub async fn refuse(ctx: &mut Ctx<'_>, person: &Person, route: Route) -> Result<(Route, Option<String>)> {
    Ok(match need(route) {
        Need::Reader(_) => (Route::Training { page: 0 }, None),
        Need::Nothing
        | Need::Member
        | Need::Invited(_)
        | Need::SharedWith(_)
        | Need::TakesPartIn(_)
        | Need::Recipient(_) => (Route::Menu, None),
        _ if coordinators::find_bodies(ctx.db, person.id).await?.is_none() => refuse_coordination(ctx),
        Need::ManagesMember(_) => (Route::Bodies { page: 0 }, None), // they have left meanwhile
        _ => (Route::Menu, None),
    })
}

/// The same, when somebody who coordinates nothing, or no longer, does what coordinators do.
pub fn refuse_coordination(locale: &Locale<'_>) -> (Route, Option<String>) {
    (Route::Menu, Some(locale.say("coordinators-only", &[])))
}
