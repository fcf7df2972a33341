//! Telegram's limits for texts.

/// UTF-16 units of a caption: Telegram takes 1024, and what the person replied is added.
pub const CAPTION: usize = 900;
/// UTF-16 units of a screen: Telegram takes 4096.
pub const SCREEN: usize = 3800;

/// The length as Telegram counts, markup included: never less than what it counts.
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The text, cut after so many letters; then it ends with "…".
pub fn shorten(text: &str, letters: usize) -> String {
    let mut short: String = text.chars().take(letters).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
