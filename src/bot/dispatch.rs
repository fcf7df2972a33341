//! Finds the handler of what a person did. This is the only match over every route; with `submissions` it is the only place
//! where all features meet.

use sqlx::SqliteConnection;

use super::account::{joining, menu, mydata};
use super::announcements::form::AnnouncementForm;
use super::announcements::{publish as announcing, show as announcements};
use super::bodies::{
    archive, audit, bureau, coordinators, correct, find, links, lists, manage as bodies, members, moving, records,
};
use super::context::{Ctx, Effects, Locale};
use super::error::Result;
use super::meetings::{announce, attendance, form, manage as meetings, pending, roll, rsvp};
use super::messages::{show as messages, write};
use super::outcome::Outcome;
use super::prefetch::Prefetch;
use super::results::{comments, compare, differences, overview, share, topic, topics};
use super::session::{self, press, typed};
use super::state::Bot;
use super::summaries::{glossary, progress, publish, read, search};
use super::surveys::{answers, imports, manage as surveys, member};
use super::{access, broadcasts, inputs, submissions};
use crate::chat::{Event, Press, Reply, Route, UserInput};
use crate::store::inbox;
use crate::store::people::{self, Person};
use crate::types::{MessageId, Timestamp};

/// What one event led to.
#[derive(Debug)]
pub struct Handled {
    pub reply: Reply,
    /// The message that showed the person's former screen.
    pub former: Option<MessageId>,
    /// Whether it came from somebody who has not given consent.
    pub is_stranger: bool,
    pub effects: Effects,
}

/// Most redirects of one event. More would be a redirect loop, which is our mistake.
const MOST_REDIRECTS: usize = 4;

/// Handles one event in the caller's transaction. If `again`, the event was handled before: nothing is written, and the
/// person sees their current screen. After an error the caller rolls back.
pub async fn handle(
    bot: &Bot,
    db: &mut SqliteConnection,
    prefetch: &mut Prefetch,
    now: Timestamp,
    event: &Event,
    again: bool,
) -> Result<Handled> {
    let person = prefetch.person(db, event.address).await?;
    let language = match &person {
        Some(person) => person.language.clone(),
        None => bot.texts.language(event.language.as_deref().unwrap_or_default()).code.clone(),
    };
    let (former, is_stranger) = (person.as_ref().and_then(|person| person.screen), person.is_none());
    let mut ctx = Ctx {
        bot,
        db,
        prefetch,
        now,
        locale: Locale { bot, now, language },
        address: event.address,
        update: Some(event.update),
        pressed: if let UserInput::Press { message, .. } = &event.input { Some(*message) } else { None },
        message: event.message,
        effects: Effects::default(),
        is_bureau: false,
        sources: submissions::SOURCES,
    };
    let outcome = match (person, &event.input) {
        (person, UserInput::Blocked(blocked)) => {
            if person.is_some() {
                people::set_unreachable(ctx.db, event.address, *blocked).await?;
            }
            Outcome::Stay
        }
        (None, UserInput::Edited(_)) => Outcome::Stay, // nothing of a stranger is stored
        (None, _) if again => joining::welcome(&ctx).into(), // for example "I agree" from before they erased their data
        (None, input) => {
            let outcome = joining::handle_stranger(&mut ctx, input).await?;
            follow_outcome(&mut ctx, outcome).await?
        }
        // The screen is on its way or was shown already. Only the callback query must be answered.
        (Some(_), UserInput::Press { press: Some(press), .. }) if again && (press.is_view() || press.is_submit()) => {
            Outcome::Stay
        }
        (Some(person), _) if again => {
            let outcome = session::show_current(&mut ctx, &person).await?;
            follow_outcome(&mut ctx, outcome).await?
        }
        (Some(mut person), input) => {
            if person.unreachable {
                people::set_unreachable(ctx.db, event.address, false).await?;
                person.unreachable = false;
            }
            let outcome = handle_input(&mut ctx, &person, input).await?;
            follow_outcome(&mut ctx, outcome).await?
        }
    };
    for meeting in std::mem::take(&mut ctx.effects.attendance_changed) {
        publish::follow_attendance(&mut ctx, meeting).await?;
    }
    if let (Some(route), Some(message)) = (ctx.effects.view.take(), ctx.pressed) {
        inbox::set_view(ctx.db, event.update, message, &Press::Go(route).code()).await?;
    }
    Ok(Handled { is_stranger, ..handled(ctx, outcome, former) })
}

fn handled(ctx: Ctx<'_>, outcome: Outcome, former: Option<MessageId>) -> Handled {
    let mut reply = match outcome {
        Outcome::Show(reply) => reply,
        Outcome::Stay => Reply::default(),
        Outcome::Goto(..) | Outcome::Submit(_) => {
            tracing::error!("nothing is shown: handlers send the person round in a circle, or the person is gone");
            Reply::default()
        }
    };
    reply.screen = reply.screen.map(|screen| ctx.mirrored_for_rtl(screen));
    Handled { reply, former, is_stranger: false, effects: ctx.effects }
}

/// Follows redirects and finished dialogs until there is something to show.
async fn follow_outcome(ctx: &mut Ctx<'_>, mut outcome: Outcome) -> Result<Outcome> {
    let mut notice = None;
    for _ in 0..MOST_REDIRECTS {
        if matches!(outcome, Outcome::Show(_) | Outcome::Stay) {
            break;
        }
        // A handler may have changed the person's row.
        let Some(person) = people::find_by_address(ctx.db, ctx.address).await? else { break };
        outcome = match outcome {
            Outcome::Goto(route, line) => {
                notice = line.or(notice);
                open_route(ctx, person, route).await?
            }
            Outcome::Submit(session) => {
                if let Some(message) = ctx.pressed {
                    ctx.bot.submitted.remember(ctx.address, message);
                }
                submissions::submit(ctx, &person, *session).await?
            }
            settled @ (Outcome::Show(_) | Outcome::Stay) => settled,
        };
    }
    if let (Outcome::Show(reply), Some(notice)) = (&mut outcome, notice) {
        reply.notice.get_or_insert(notice);
    }
    Ok(outcome)
}

/// Handles the input of somebody who has given consent.
async fn handle_input(ctx: &mut Ctx<'_>, person: &Person, input: &UserInput) -> Result<Outcome> {
    match input {
        UserInput::Command(command, rest) => inputs::handle_command(ctx, person, command, rest).await,
        UserInput::Press { press: Some(button), .. } => match button {
            Press::Run { run, revision, key, act } => {
                let button = press::RunButton { run: *run, revision: *revision, key, act };
                press::press(ctx, person, &button).await
            }
            Press::Go(route) => open_route(ctx, person.clone(), *route).await,
            Press::Speak(language) => menu::set_language(ctx, person, language).await,
            Press::Consent { act, code, .. } => joining::accept_appointment(ctx, person, *act, code).await,
        },
        UserInput::Press { press: None, .. } => {
            tracing::warn!("a button that is not ours was pressed");
            session::show_current(ctx, person).await
        }
        UserInput::Words(_)
        | UserInput::Voice(..)
        | UserInput::File(..)
        | UserInput::Other
        | UserInput::Edited(_)
        | UserInput::Blocked(_) => inputs::handle_message(ctx, person, input).await,
    }
}

/// The screen that an event asks to see, if showing it writes nothing as a rule.
pub fn read_only_route(event: &Event) -> Option<Route> {
    let route = match &event.input {
        UserInput::Press { press: Some(Press::Go(route)), .. } => *route,
        UserInput::Command(command, rest) if command != "start" && rest.trim().is_empty() => {
            inputs::route_of_command(command)
        }
        _ => return None,
    };
    route.is_read_only().then_some(route)
}

/// Shows a screen to a person on a connection that cannot write.
///
/// # Errors
/// When the database cannot be read, or showing the screen writes something after all: the caller handles it with a writer.
pub async fn show_read_only(
    bot: &Bot,
    db: &mut SqliteConnection,
    now: Timestamp,
    event: &Event,
    person: &Person,
    route: Route,
) -> Result<Handled> {
    let prefetch = &mut Prefetch::default();
    let mut ctx = Ctx {
        update: Some(event.update),
        pressed: if let UserInput::Press { message, .. } = &event.input { Some(*message) } else { None },
        sources: submissions::SOURCES,
        ..Ctx::outside(bot, db, prefetch, now, event.address, &person.language)
    };
    let outcome = open_route(&mut ctx, person.clone(), route).await?;
    let outcome = follow_outcome(&mut ctx, outcome).await?;
    Ok(handled(ctx, outcome, person.screen))
}

/// Opens a route. A route that is not part of the dialog ends the current question: later words do not answer it.
async fn open_route(ctx: &mut Ctx<'_>, mut person: Person, route: Route) -> Result<Outcome> {
    if route == Route::StopMessages {
        typed::take_back_stop_words(ctx, &person).await?;
    }
    if person.run.is_some() && !route.keeps_question() {
        people::set_run(ctx.db, person.id, None).await?;
        person.run = None;
    }
    let person = &person;
    let Some(scope) = access::check(ctx, person, route).await? else {
        let (route, line) = access::refuse(ctx, person, route).await?;
        return Ok(Outcome::Goto(route, line));
    };
    let scope = &scope;
    match route {
        Route::Menu => menu::show(ctx, person).await,
        Route::Here => session::show_current(ctx, person).await,
        Route::ChooseLanguage => Ok(menu::show_languages(ctx, person)),
        Route::MyData => mydata::show(ctx, person).await,
        Route::EditProfile => joining::edit(ctx, person).await,
        Route::PrivacyNotice => Ok(menu::show_privacy(ctx, person)),
        Route::Help => menu::show_help(ctx, person).await,
        Route::AskToStopMessages => Ok(menu::ask_to_stop(ctx, person)),
        Route::StopMessages => menu::stop(ctx, person).await,
        Route::ResumeMessages => menu::resume(ctx, person).await,
        Route::AskToErase => menu::ask_to_erase(ctx, person).await,
        Route::Erase => menu::erase(ctx, person).await,

        Route::Bodies { page } => bodies::list(ctx, scope, page).await,
        Route::Body { body } => bodies::show(ctx, scope, body).await,
        Route::AddBody => session::start_form(ctx, person, bodies::BodyForm::NAME).await,
        Route::SetConfirmation { body, on } => bodies::set_confirmation(ctx, person, body, on).await,
        Route::Members { body, page } => members::list(ctx, person, body, page).await,
        Route::Member { member } => members::show(ctx, person, member).await,
        Route::FindMember => session::start_form(ctx, person, find::MemberSearchForm::NAME).await,
        Route::CorrectMember { member } => correct::show(ctx, member).await,
        Route::CorrectName { member } => correct::start_name(ctx, person, member).await,
        Route::ChooseRole { member } => correct::choose_role(ctx, member).await,
        Route::SetRole { member, role } => correct::set_role(ctx, person, member, role).await,
        Route::ChooseBody { member, page } => moving::choose_body(ctx, scope, member, page).await,
        Route::AskToMoveMember { member, body } => moving::ask(ctx, scope, member, body).await,
        Route::MoveMember { member, body } => moving::move_member(ctx, person, scope, member, body).await,
        Route::ChooseOffice { member } => bureau::choose(ctx, member).await,
        Route::SetOffice { member, office } => bureau::set(ctx, person, member, office).await,
        Route::ExportMembers { body } => lists::export(ctx, person, body).await,
        Route::PrintMembers { body } => lists::print(ctx, person, body).await,
        Route::RenameBody { body } => bodies::start_renaming(ctx, person, body).await,
        Route::AskToArchiveBody { body } => archive::ask(ctx, body).await,
        Route::ArchiveBody { body } => archive::archive(ctx, person, body).await,
        Route::RestoreBody { body } => archive::restore(ctx, person, body).await,
        Route::ArchivedBodies { page } => archive::list(ctx, page).await,
        Route::ConfirmMember { member } => members::confirm(ctx, person, member).await,
        Route::AskToRemoveMember { member } => members::ask_to_remove(ctx, member).await,
        Route::RemoveMember { member, why } => members::remove(ctx, person, member, why).await,
        Route::InvitationLinks { body, page } => links::list(ctx, body, page).await,
        Route::AskToRevokeLink { link } => links::ask_to_revoke(ctx, link).await,
        Route::RevokeLink { link } => links::revoke(ctx, person, link).await,
        Route::Coordinators { body } => coordinators::list(ctx, body).await,
        Route::AskToWithdrawCoordinator { member, body } => {
            coordinators::ask_to_withdraw(ctx, person, member, body).await
        }
        Route::WithdrawCoordinator { member, body } => coordinators::withdraw(ctx, person, member, body).await,
        Route::InviteMembers { body } => links::invite_members(ctx, person, body).await,
        Route::InviteCoordinator { body } => links::invite_coordinator(ctx, person, body).await,
        Route::Record { body, page } => records::show(ctx, body, page).await,
        Route::MemberRecord { member, page } => records::show_member(ctx, person, member, page).await,
        Route::ExportRecord { body } => records::export(ctx, person, scope, body).await,
        Route::Audit { page } => audit::show(ctx, person, scope, page).await,

        Route::WriteToCoordinators { meeting } => write::start(ctx, person, meeting).await,
        Route::WriteToMember { member } => write::start_to_member(ctx, person, member).await,
        Route::AnswerConversation { conversation } => write::start_answer(ctx, person, conversation).await,
        Route::SendMessage { run, revision } => write::send(ctx, person, run, revision).await,
        Route::Conversation { conversation, below } => messages::show(ctx, person, conversation, below).await,
        Route::MyConversation => messages::show_own(ctx, person).await,
        Route::Conversations { page } => messages::list(ctx, scope, page).await,
        Route::AskToCloseConversation { conversation } => messages::ask_to_close(ctx, person, conversation).await,
        Route::CloseConversation { conversation } => messages::close(ctx, person, conversation).await,

        Route::Announcement { announcement } => announcements::show(ctx, announcement).await,
        Route::AnnouncementFiles { announcement } => announcements::hand_out_files(ctx, announcement).await,
        Route::Announcements { page } => announcements::list(ctx, person, scope, page).await,
        Route::NewAnnouncement => session::start_form(ctx, person, AnnouncementForm::NAME).await,
        Route::PreviewAnnouncement { run, language } => {
            announcing::show_preview(ctx, person, scope, run, language).await
        }
        Route::PublishAnnouncement { run, revision } => announcing::publish(ctx, person, scope, run, revision).await,
        Route::ManagedAnnouncement { announcement } => announcements::show_managed(ctx, announcement).await,
        Route::ChangeAnnouncement { announcement } => announcing::change(ctx, person, announcement).await,
        Route::AskToTakeBackAnnouncement { announcement } => announcing::ask_to_take_back(ctx, announcement).await,
        Route::TakeBackAnnouncement { announcement } => announcing::take_back(ctx, person, announcement).await,

        Route::Surveys { page } => member::list(ctx, person, page).await,
        Route::SurveyThanks { survey } => member::show_thanks(ctx, person, survey).await,
        Route::Survey { survey } => member::show_opening(ctx, person, survey).await,
        Route::AboutSurvey { survey } => member::show_about(ctx, person, survey).await,
        Route::BeginSurvey { survey } => member::begin(ctx, person, survey).await,

        Route::ManagedSurveys { page } => surveys::list(ctx, person, scope, page).await,
        Route::ManagedSurvey { survey, page } => surveys::show(ctx, scope, survey, page).await,
        Route::OpenSurvey => session::start_form(ctx, person, surveys::OpeningForm::NAME).await,
        Route::ExtendSurvey { survey } => surveys::extend(ctx, person, survey).await,
        Route::AskToCloseSurvey { survey } => surveys::ask_to_close(ctx, survey).await,
        Route::CloseSurvey { survey } => surveys::close(ctx, person, survey).await,
        Route::AskForRows { survey } => answers::ask_for_rows(ctx, survey).await,
        Route::AskToWithholdRows { survey } => surveys::ask_to_withhold_rows(ctx, survey).await,
        Route::WithholdRows { survey } => surveys::withhold_rows(ctx, person, survey).await,
        Route::ExportAnswers { survey, language } => answers::export(ctx, person, survey, language).await,
        Route::ExportAnswersLong { survey } => answers::export_long(ctx, person, survey).await,
        Route::VoiceAnswers { survey, heard } => answers::listen(ctx, person, survey, heard).await,
        Route::Volunteers { survey, page } => answers::show_volunteers(ctx, person, survey, page).await,
        Route::RemindOfSurvey { survey } => surveys::remind(ctx, person, scope, survey).await,
        Route::TryForm { form } => imports::try_form(ctx, person, form).await,
        Route::TakeForm { form } => imports::take_form(ctx, person, form).await,
        Route::Forms { page } => imports::list(ctx, person, scope, page).await,
        Route::ToggleForm { version, page } => imports::toggle(ctx, person, scope, version, page).await,

        Route::Broadcast { broadcast } => broadcasts::show(ctx, broadcast).await,
        Route::PauseBroadcast { broadcast } => broadcasts::pause(ctx, person, broadcast).await,
        Route::ResumeBroadcast { broadcast } => broadcasts::resume(ctx, person, broadcast).await,
        Route::AskToCancelBroadcast { broadcast } => Ok(broadcasts::ask_to_cancel(ctx, broadcast)),
        Route::CancelBroadcast { broadcast } => broadcasts::cancel(ctx, person, broadcast).await,
        Route::AskToSendInQuietHours { broadcast } => Ok(broadcasts::ask_to_send_in_quiet_hours(ctx, broadcast)),
        Route::SendInQuietHours { broadcast } => broadcasts::send_in_quiet_hours(ctx, person, broadcast).await,
        Route::MissedByBroadcast { broadcast, page } => broadcasts::show_missed(ctx, person, broadcast, page).await,

        Route::Meetings { page } => rsvp::list(ctx, person, page, false).await,
        Route::PastMeetings { page } => rsvp::list(ctx, person, page, true).await,
        Route::Meeting { meeting, below } => rsvp::show(ctx, person, meeting, below).await,
        Route::Rsvp { meeting, spot, rsvp, reason } => rsvp::reply(ctx, person, meeting, spot, rsvp, reason).await,
        Route::MeetingFiles { meeting } => rsvp::hand_out_files(ctx, meeting).await,

        Route::ManagedMeetings { page } => meetings::list(ctx, scope, page).await,
        Route::NewMeeting => session::start_form(ctx, person, form::MeetingForm::NAME).await,
        Route::NewMeetingLike { meeting } => announce::begin_like(ctx, person, meeting).await,
        Route::PreviewMeeting { run, language } => announce::show_preview(ctx, person, scope, run, language).await,
        Route::AnnounceMeeting { run, revision } => announce::announce(ctx, person, scope, run, revision).await,
        Route::ManagedMeeting { meeting, page, below } => meetings::show(ctx, meeting, page, below).await,
        Route::ChangeMeeting { meeting } => meetings::change(ctx, person, meeting).await,
        Route::AskToCancelMeeting { meeting } => meetings::ask_to_cancel(ctx, meeting).await,
        Route::CancelMeeting { meeting, cause } => meetings::cancel(ctx, person, meeting, cause).await,
        Route::PendingReplies { meeting, page } => pending::show(ctx, person, meeting, page).await,
        Route::RemindPending { meeting } => pending::remind(ctx, person, meeting).await,
        Route::Attendance { meeting, day, below } => attendance::show(ctx, meeting, day, below).await,
        Route::OpenCheckIn { meeting, day } => attendance::open_check_in(ctx, person, meeting, day).await,
        Route::Roll { meeting, day, body, page } => roll::show(ctx, person, meeting, day, body, page).await,
        Route::MarkAttendance { meeting, day, member, mark } => {
            roll::mark(ctx, person, meeting, day, member, mark).await
        }
        Route::MarkRest { meeting, day, body } => roll::mark_rest(ctx, person, meeting, day, body).await,
        Route::AskToCloseDay { meeting, day } => attendance::ask_to_close(ctx, meeting, day).await,
        Route::CloseDay { meeting, day } => attendance::close(ctx, person, meeting, day).await,
        Route::ExportAttendance { meeting, day } => attendance::export(ctx, person, meeting, day).await,
        Route::SignatureSheet { meeting, day } => attendance::export_sheet(ctx, person, meeting, day).await,

        Route::Training { page } => read::list(ctx, person, page).await,
        Route::SearchTraining => session::start_form(ctx, person, search::SearchForm::NAME).await,
        Route::ReadSummary { summary, point, below } => read::open_point(ctx, person, summary, point, below).await,
        Route::SummaryFile { summary, point } => read::hand_out_file(ctx, person, summary, point).await,
        Route::CheckQuestion { summary, check } => read::ask_check(ctx, person, summary, check).await,
        Route::AnswerCheck { summary, check, option } => read::answer_check(ctx, person, summary, check, option).await,
        Route::Glossary { page } => Ok(glossary::show_glossary(ctx, person, page)),
        Route::GlossaryTerm { term, summary, point } => Ok(glossary::show_term(ctx, term, summary, point)),
        Route::Law { page } => Ok(glossary::show_law(ctx, person, page)),
        Route::LawCard { card } => Ok(glossary::show_law_card(ctx, card)),

        Route::Summaries { meeting } => publish::list(ctx, person, meeting).await,
        Route::WriteSummary { meeting } => publish::write(ctx, person, meeting).await,
        Route::SummaryDraft { run } => session::show(ctx, person, run).await,
        Route::SummaryProof { run, point } => publish::show_preview(ctx, person, scope, run, point).await,
        Route::PublishSummary { run, revision } => publish::publish(ctx, person, scope, run, revision).await,
        Route::SummaryProgress { summary, page } => progress::show(ctx, summary, page).await,
        Route::CorrectSummary { summary, text } => publish::correct(ctx, person, summary, text).await,
        Route::TranslateSummary { summary } => publish::translate(ctx, person, summary).await,
        Route::SummaryReaders { summary, page } => progress::show_readers(ctx, person, summary, page).await,
        Route::RemindReaders { summary } => progress::remind(ctx, person, summary).await,
        Route::ExportReaders { summary } => progress::export(ctx, person, summary).await,

        Route::Results { page } => overview::list(ctx, scope, page).await,
        Route::Overview { survey, page } => overview::show(ctx, scope, survey, page).await,
        Route::Topics { survey, page } => topics::show(ctx, survey, page).await,
        Route::Differences { survey } => differences::show(ctx, survey).await,
        Route::EarlierRounds { survey, page } => compare::choose(ctx, scope, survey, page).await,
        Route::CompareRounds { survey, earlier, page } => compare::show(ctx, survey, earlier, page).await,
        Route::Topic { survey, topic, by } => topic::show(ctx, scope, survey, topic, by).await,
        Route::Comments { survey, topic, page } => comments::list(ctx, person, survey, topic, page).await,
        Route::CommentVoices { survey, topic, page } => comments::listen(ctx, person, survey, topic, page).await,
        Route::MaskComment { survey, topic, comment } => comments::mask(ctx, person, survey, topic, comment).await,
        Route::ExportWorkbook { survey } => overview::export_workbook(ctx, person, survey).await,
        Route::ExportReport { survey } => overview::export_report(ctx, person, survey).await,
        Route::ShareResults { survey, topic } => share::begin(ctx, person, survey, topic).await,
        Route::PreviewShare { run, chart } => share::show_preview(ctx, person, run, chart).await,
        Route::PublishShare { run, revision } => share::publish(ctx, person, run, revision).await,
        Route::Shares { survey, share } => share::list(ctx, survey, share).await,
        Route::TakeShareBack { survey, share } => share::take_back(ctx, person, survey, share).await,
        Route::SharedResults { share, chart, letter } => share::show(ctx, share, chart, letter).await,
    }
}
