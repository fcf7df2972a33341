//! The letters of an announcement: the announcement itself, its correction, and its removal.

use super::form::{load, text_for_reader};
use super::show::files_button;
use crate::bot::context::Ctx;
use crate::bot::error::Result;
use crate::bot::notify::key;
use crate::bot::outcome::ComposedLetter;
use crate::bot::ui::files::held_file;
use crate::chat::Screen;
use crate::store::announcements;
use crate::store::letter_kind::LetterKind;
use crate::store::letters;
use crate::store::people::Person;
use crate::types::AnnouncementId;

/// The announcement. None: it was taken back.
pub async fn announcement(ctx: &mut Ctx<'_>, person: &Person, id: AnnouncementId) -> Result<Option<ComposedLetter>> {
    if !announcements::is_for(ctx.db, id, person.id).await? {
        return Ok(None);
    }
    let Some((row, about)) = load(ctx, id).await? else { return Ok(None) };
    let mut screen = Screen::new(text_for_reader(ctx, &about, row.edition));
    screen.rows.extend(files_button(ctx, id, &about, true));
    let file = about.picture().map(|picture| held_file(ctx, picture));
    Ok(Some(ComposedLetter { file, edition: row.edition, ..screen.into() }))
}

/// Edits the announcement that a person got, so that it shows the corrected words.
pub async fn edited(ctx: &mut Ctx<'_>, person: &Person, id: AnnouncementId) -> Result<Option<ComposedLetter>> {
    let sent = letters::find_message(ctx.db, person.id, &key(LetterKind::Announcement(id), None)).await?;
    let Some(message) = sent else { return Ok(None) };
    let letter = announcement(ctx, person, id).await?;
    Ok(letter.map(|letter| ComposedLetter { edits: Some(message), ..letter }))
}

/// Deletes the announcement that a person got; where Telegram no longer allows that, it says that it was taken back.
pub async fn removed(ctx: &mut Ctx<'_>, person: &Person, id: AnnouncementId) -> Result<Option<ComposedLetter>> {
    let sent = letters::find_message(ctx.db, person.id, &key(LetterKind::Announcement(id), None)).await?;
    let Some(message) = sent else { return Ok(None) };
    let screen = Screen::new(ctx.say("announcement-taken-back", &[]));
    Ok(Some(ComposedLetter { edits: Some(message), removes: true, ..screen.into() }))
}
