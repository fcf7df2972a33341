//! Which question, and which item of it, an answer belongs to.

/// Which question an answer belongs to, and for which item of an `each` (empty when it is asked once).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The question's id.
    pub question: String,
    /// The item's id, or empty.
    pub item: String,
}

impl Key {
    /// The key of a question that is asked once.
    pub fn once(question: &str) -> Key {
        Key { question: question.to_owned(), item: String::new() }
    }

    /// As exports and buttons write it: `D3` or `D3.lighting`.
    pub fn dotted(&self) -> String {
        if self.item.is_empty() { self.question.clone() } else { format!("{}.{}", self.question, self.item) }
    }
}
