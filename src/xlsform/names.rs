//! Ids for the names in a form: short, of letters, digits and hyphens, and always the same for the same form.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::dialog::parse::LONGEST_ID;

/// Names that mean something else in a condition or a file of texts.
const RESERVED: [&str; 12] =
    ["title", "thanks", "options", "and", "or", "not", "is", "count", "answered", "hint", "lead", "limit"];

/// Ids given so far.
#[derive(Debug, Default)]
pub struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// A new id for this name.
    pub fn give(&mut self, name: &str) -> String {
        let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let plain = plain.trim_matches('-');
        let begun =
            if plain.starts_with(|c: char| c.is_ascii_alphabetic()) { plain.to_owned() } else { format!("c{plain}") };
        let free = |id: &String| {
            id.len() <= LONGEST_ID
                && id.len() > usize::from(plain.is_empty())
                && !RESERVED.contains(&id.as_str())
                && !self.taken.contains(id)
        };
        let hash = |n: u32| {
            let hash = Sha256::digest(format!("{name}{n}").as_bytes());
            let short: String = begun.chars().take(LONGEST_ID - 5).collect();
            format!("{short}-{:02x}{:02x}", hash[0], hash[1])
        };
        // There are 65,536 endings and fewer rows, so one is free.
        let id = std::iter::once(begun.clone()).chain((0..).map(hash)).find(free).unwrap_or_default();
        self.taken.insert(id.clone());
        id
    }

    /// Takes an id that the form gives itself; false if it is taken or cannot be an id.
    pub fn take(&mut self, id: &str) -> bool {
        let plain = id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let fits = plain && id.len() <= LONGEST_ID && id.starts_with(|c: char| c.is_ascii_alphabetic());
        fits && self.taken.insert(id.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn names_become_ids_that_differ() {
        let mut names = Names::default();
        let given = [
            "age",
            "age_group",
            "age group",
            "1",
            "اسم",
            "count",
            "a_very_long_name_indeed",
            "a_very_long_name_indeed_2",
            "",
        ]
        .map(|name| names.give(name));
        assert_eq!(given[..4], ["age", "age-group", "age-group-2e1f", "c1"].map(str::to_owned));
        assert!(given.iter().all(|id| (1..=16).contains(&id.len())), "{given:?}");
        let different: std::collections::BTreeSet<_> = given.iter().collect();
        assert_eq!(different.len(), given.len());
        assert!(!names.take("age") && !names.take("1x") && names.take("x1"));
    }
}
