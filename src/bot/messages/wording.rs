//! How a message reads, on the screen and in letters.

use crate::bot::context::{Ctx, Locale};
use crate::bot::error::Result;
use crate::bot::meetings::form;
use crate::store::conversations::Message;
use crate::text::{Arg, dates};
use crate::types::MeetingId;

/// A message with its writer and hour. `own`: the reader is the member.
pub(super) fn message_in_words(ctx: &Locale<'_>, message: &Message, own: bool) -> String {
    let writer = match (message.from_member, own, &message.author) {
        (true, true, _) => ctx.say("message-mine", &[]),
        (false, true, Some(name)) => ctx.say("message-of-coordinator", &[("name", Arg::words(name.clone()))]),
        (_, _, Some(name)) => ctx.say("message-of", &[("name", Arg::words(name.clone()))]),
        (_, _, None) => ctx.say("message-of-coordination", &[]),
    };
    let args = [
        ("writer", Arg::text(writer)),
        ("at", Arg::text(dates::moment_in_words(message.at, &ctx.language))),
        ("words", Arg::words(message.text.clone())),
    ];
    ctx.say("message-line", &args)
}

/// A line that says about which meeting a message is; empty without one, or if it was deleted.
pub(super) async fn about_meeting(ctx: &mut Ctx<'_>, meeting: Option<MeetingId>) -> Result<String> {
    let Some(meeting) = meeting else { return Ok(String::new()) };
    let found = form::load(ctx, meeting).await?;
    Ok(found.map_or_else(String::new, |meeting| {
        format!("\n{}", ctx.say("message-about", &[("what", Arg::text(meeting.about.heading(ctx)))]))
    }))
}
