//! A list of points that grows with every message: a text is a new point, a file joins the point before it.
//!
//! One point can be chosen, to be replaced, moved or removed. A text that is too long for one point becomes several, cut at
//! the ends of sentences.

use serde::{Deserialize, Serialize};

use super::media::{Attached, LARGEST_FILE};
use super::refusal::Refusal;

/// Most characters of one point; with a heading it stays under Telegram's 4096.
pub const LONGEST: usize = 1500;

/// One point: a text, a file, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Point {
    /// The text; may be empty if there is a file.
    pub text: String,
    /// The file that belongs to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<Attached>,
}

/// The points so far, and the one that is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Points {
    /// In the order in which they are read.
    pub list: Vec<Point>,
    /// The chosen one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<usize>,
}

/// What a button does with the points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Choose one.
    Choose(usize),
    /// Choose none.
    Leave,
    /// Move the chosen one up.
    Up,
    /// Move it down.
    Down,
    /// Remove it.
    Out,
}

impl Move {
    /// The id of the button.
    pub fn id(self) -> String {
        match self {
            Move::Choose(n) => format!("s{n}"),
            Move::Leave => "leave".to_owned(),
            Move::Up => "up".to_owned(),
            Move::Down => "down".to_owned(),
            Move::Out => "out".to_owned(),
        }
    }

    /// The move of a button's id.
    pub fn parse(id: &str) -> Option<Move> {
        match id {
            "leave" => Some(Move::Leave),
            "up" => Some(Move::Up),
            "down" => Some(Move::Down),
            "out" => Some(Move::Out),
            _ => id.strip_prefix('s')?.parse().ok().map(Move::Choose),
        }
    }
}

impl Points {
    /// A text was sent: it replaces that of the chosen point, or becomes new points.
    ///
    /// # Errors
    /// When there would be more than `max`.
    pub fn say(&mut self, words: &str, max: usize) -> Result<(), Refusal> {
        let mut pieces = split(words, LONGEST).into_iter();
        let Some(first) = pieces.next() else {
            return Err(Refusal::TooShort { limit: 1 });
        };
        let rest: Vec<Point> = pieces.map(|text| Point { text, file: None }).collect();
        match self.at.take().filter(|at| *at < self.list.len()) {
            Some(at) => {
                self.room(rest.len(), max)?;
                self.list[at].text = first;
                self.list.splice(at + 1..at + 1, rest);
            }
            None => {
                self.room(rest.len() + 1, max)?;
                self.list.push(Point { text: first, file: None });
                self.list.extend(rest);
            }
        }
        Ok(())
    }

    /// A file was sent. It joins the chosen point. Otherwise a file with a caption is a new point, and one without joins
    /// the last point if that has no file.
    ///
    /// # Errors
    /// When it is too large, or there would be more than `max` points.
    pub fn attach(&mut self, file: &Attached, caption: &str, max: usize) -> Result<(), Refusal> {
        if file.bytes > LARGEST_FILE * 1024 * 1024 {
            return Err(Refusal::TooLarge);
        }
        if self.list.iter().any(|point| point.file.as_ref().is_some_and(|known| known.file == file.file)) {
            return Ok(()); // it came again
        }
        let chosen = self.at.take().filter(|at| *at < self.list.len());
        if !caption.trim().is_empty() && chosen.is_none() {
            self.say(caption, max)?;
        }
        let last = self.list.len().checked_sub(1).filter(|at| self.list[*at].file.is_none());
        match chosen.or(last) {
            Some(at) => self.list[at].file = Some(file.clone()),
            None => {
                self.room(1, max)?;
                self.list.push(Point { text: String::new(), file: Some(file.clone()) });
            }
        }
        Ok(())
    }

    /// A button was pressed. If its point no longer exists, nothing changes.
    pub fn act(&mut self, act: Move) {
        let chosen = self.at.filter(|at| *at < self.list.len());
        match (act, chosen) {
            (Move::Choose(n), _) => self.at = Some(n).filter(|n| *n < self.list.len()),
            (Move::Leave, _) => self.at = None,
            (Move::Up, Some(at)) if at > 0 => {
                self.list.swap(at, at - 1);
                self.at = Some(at - 1);
            }
            (Move::Down, Some(at)) if at + 1 < self.list.len() => {
                self.list.swap(at, at + 1);
                self.at = Some(at + 1);
            }
            (Move::Out, Some(at)) => {
                self.list.remove(at);
                self.at = None;
            }
            _ => {}
        }
    }

    fn room(&self, more: usize, max: usize) -> Result<(), Refusal> {
        if self.list.len() + more > max { Err(Refusal::Points { limit: max }) } else { Ok(()) }
    }
}

/// The text in pieces of at most `most` characters. It is cut at the end of a line or sentence, or else at a space, or else
/// within the word. Only the blanks at the cuts are lost.
pub fn split(text: &str, most: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while rest.chars().count() > most {
        let end = rest.char_indices().nth(most).map_or(rest.len(), |(at, _)| at);
        let head = &rest[..end];
        let mut sentence = head.char_indices().filter(|(at, c)| {
            let next = head[at + c.len_utf8()..].chars().next();
            *c == '\n' || matches!(c, '.' | '!' | '?' | '؟' | '؛' | '…') && next.is_some_and(char::is_whitespace)
        });
        let last = |found: Option<(usize, char)>| found.map(|(at, c)| at + c.len_utf8()).filter(|at| *at * 3 > end);
        let space = || head.char_indices().rfind(|(_, c)| c.is_whitespace()).map(|(at, _)| at).filter(|at| *at > 0);
        let cut = last(sentence.next_back()).or_else(space).unwrap_or(end);
        pieces.push(rest[..cut].trim().to_owned());
        rest = rest[cut..].trim_start();
    }
    if !rest.is_empty() {
        pieces.push(rest.to_owned());
    }
    pieces
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::dialog::Media;

    fn file(id: &str) -> Attached {
        Attached { media: Media::Voice, file: id.into(), name: String::new(), bytes: 10, seconds: 3 }
    }

    fn texts(points: &Points) -> Vec<&str> {
        points.list.iter().map(|point| point.text.as_str()).collect()
    }

    #[test]
    fn messages_become_points_and_files_join_them() {
        let mut points = Points::default();
        points.say("الأولى", 5).unwrap();
        points.attach(&file("a"), "", 5).unwrap();
        points.attach(&file("b"), "", 5).unwrap();
        points.attach(&file("c"), "الثالثة", 5).unwrap();
        assert_eq!(texts(&points), ["الأولى", "", "الثالثة"]);
        assert!(points.list.iter().all(|point| point.file.is_some()));
        points.attach(&file("c"), "", 5).unwrap();
        assert_eq!(points.list.len(), 3, "the same file again is no point");
        points.act(Move::Choose(2));
        points.act(Move::Up);
        points.act(Move::Up);
        points.act(Move::Up);
        assert_eq!(texts(&points), ["الثالثة", "الأولى", ""]);
        points.say("صارت الأولى", 5).unwrap();
        assert_eq!((texts(&points)[0], points.at), ("صارت الأولى", None));
        points.act(Move::Choose(1));
        points.act(Move::Out);
        assert_eq!(points.list.len(), 2);
        points.act(Move::Choose(9));
        points.act(Move::Out);
        assert_eq!(points.list.len(), 2, "what is not there changes nothing");
        let large = Attached { bytes: 21 << 20, ..file("d") };
        assert_eq!(points.attach(&large, "", 5), Err(Refusal::TooLarge));
        assert_eq!(points.say(&"جملة. ".repeat(1500), 5), Err(Refusal::Points { limit: 5 }));
    }

    #[test]
    fn long_texts_are_cut_at_sentences() {
        assert_eq!(split("أولى. ثانية! ثالثة؟ رابعة", 14), ["أولى. ثانية!", "ثالثة؟ رابعة"]);
        assert_eq!(split("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(split(" \n ", 4), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn nothing_but_blanks_is_lost_and_every_piece_fits(text in "[a-zء-ي .\n؟]{0,400}", most in 5usize..80) {
            let pieces = split(&text, most);
            prop_assert!(pieces.iter().all(|piece| !piece.is_empty() && piece.chars().count() <= most));
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(bare(&pieces.concat()), bare(&text));
        }

        #[test]
        fn buttons_are_read_back(n in 0usize..100) {
            for act in [Move::Choose(n), Move::Leave, Move::Up, Move::Down, Move::Out] {
                prop_assert_eq!(Move::parse(&act.id()), Some(act));
            }
        }
    }
}
