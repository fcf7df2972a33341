//! Which file of the program needs which: read from `use` lines and paths, without a compiler.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The files of one room and what each needs of the others. A file's name is its path as a module: `bot::meetings::form`.
pub struct Imports {
    /// From a file to the files that it needs.
    pub needs: BTreeMap<String, BTreeSet<String>>,
}

/// A `mod.rs` that only passes names on: the file that defines each of them.
type PassedOn = BTreeMap<String, String>;

impl Imports {
    /// Reads the files of `src/ROOM/`. What stands behind `#[cfg(test)]` does not count.
    pub fn read(room: &str) -> Imports {
        let mut texts = BTreeMap::new();
        for path in super::files(Path::new("src").join(room).as_path(), ".rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("\n#[cfg(test)]").next().unwrap();
            texts.insert(module_of(&path), without_comments(code));
        }
        Imports::of(&texts)
    }

    /// The same for these texts, by module.
    pub fn of(texts: &BTreeMap<String, String>) -> Imports {
        let modules: BTreeSet<String> = texts.keys().cloned().collect();
        let mut passed_on = PassedOn::new();
        for (module, text) in texts {
            for (name, path) in uses(text, module).into_iter().filter(|(.., public)| *public).map(|(n, p, _)| (n, p)) {
                passed_on.insert(format!("{module}::{name}"), path);
            }
        }
        let mut needs = BTreeMap::new();
        for (module, text) in texts {
            let mut found = BTreeSet::new();
            let imported = uses(text, module);
            for path in imported.iter().map(|(_, path, _)| path.clone()).chain(paths(text, module, &imported)) {
                found.extend(home(&path, &modules, &passed_on));
            }
            found.remove(module);
            needs.insert(module.clone(), found);
        }
        // A file that only names others holds nothing that could be needed.
        for (module, text) in texts {
            if holds_nothing(text) {
                needs.remove(module);
                for found in needs.values_mut() {
                    found.remove(module);
                }
            }
        }
        Imports { needs }
    }

    /// A way from a file back to itself, if there is one.
    pub fn circle(&self) -> Option<Vec<String>> {
        let mut done = BTreeSet::new();
        self.needs.keys().find_map(|start| self.walk(start, &mut Vec::new(), &mut done))
    }

    fn walk(&self, module: &String, way: &mut Vec<String>, done: &mut BTreeSet<String>) -> Option<Vec<String>> {
        if let Some(at) = way.iter().position(|before| before == module) {
            return Some(way[at..].iter().chain([module]).cloned().collect());
        }
        if done.contains(module) {
            return None;
        }
        way.push(module.clone());
        let found = self.needs.get(module).into_iter().flatten().find_map(|next| self.walk(next, way, done));
        way.pop();
        done.insert(module.clone());
        found
    }
}

/// `src/bot/meetings/form.rs` is `bot::meetings::form`; `src/bot/meetings/mod.rs` is `bot::meetings`.
pub fn module_of(path: &Path) -> String {
    let inside = path.strip_prefix("src").unwrap().with_extension("");
    let parts: Vec<&str> = inside.iter().map(|part| part.to_str().unwrap()).filter(|part| *part != "mod").collect();
    parts.join("::")
}

fn without_comments(text: &str) -> String {
    text.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .fold(String::new(), |all, line| all + line + "\n")
}

fn holds_nothing(text: &str) -> bool {
    ["fn ", "struct ", "enum ", "impl ", "macro_rules!", "const ", "trait "].iter().all(|word| !text.contains(word))
}

/// What a file imports: the name under which it is known there, its path from the crate's root, and whether it is passed on.
fn uses(text: &str, module: &str) -> Vec<(String, String, bool)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("use ") {
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = text[line..at].trim();
        if !["", "pub", "pub(crate)", "pub(super)"].contains(&before) {
            continue;
        }
        let Some(tree) = text[at + 4..].split(';').next() else { continue };
        for (path, name) in leaves(&tree.split_whitespace().collect::<Vec<_>>().join(" ")) {
            if let Some(path) = absolute(&path, module) {
                found.push((name, path, !before.is_empty()));
            }
        }
    }
    found
}

/// The paths of a `use` tree, each with the name that it binds.
fn leaves(tree: &str) -> Vec<(String, String)> {
    let tree = tree.trim();
    let Some(open) = tree.find('{') else {
        let (path, name) = match tree.split_once(" as ") {
            Some((path, name)) => (path, name.to_owned()),
            None => (tree, tree.rsplit("::").next().unwrap_or(tree).to_owned()),
        };
        return vec![(path.to_owned(), name)];
    };
    let (prefix, inside) = (&tree[..open], &tree[open + 1..tree.rfind('}').unwrap()]);
    let (mut depth, mut parts) = (0, vec![String::new()]);
    for sign in inside.chars() {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        parts.last_mut().unwrap().push(sign);
    }
    let mut found = Vec::new();
    for part in parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()) {
        match part.strip_prefix("self") {
            Some(rest) if rest.is_empty() || rest.starts_with(" as ") => {
                found.extend(leaves(&format!("{}{rest}", prefix.trim_end_matches("::"))));
            }
            _ => found.extend(leaves(&format!("{prefix}{part}"))),
        }
    }
    found
}

/// A path from the crate's root; none if it leads out of the program, or is a name that the file knows by itself.
fn absolute(path: &str, module: &str) -> Option<String> {
    if let Some(rest) = path.strip_prefix("crate::") {
        return Some(rest.to_owned());
    }
    let (mut within, mut rest) = (module.to_owned(), path);
    if let Some(after) = rest.strip_prefix("self::") {
        rest = after;
    }
    let is_folder = Path::new("src").join(module.replace("::", "/")).join("mod.rs").exists();
    let mut climbed = false;
    while let Some(after) = rest.strip_prefix("super::") {
        within = within.rsplit_once("::").map_or(String::new(), |(parent, _)| parent.to_owned());
        (rest, climbed) = (after, true);
    }
    (climbed || is_folder).then(|| if within.is_empty() { rest.to_owned() } else { format!("{within}::{rest}") })
}

/// The paths that stand in the code itself: from the crate's root, from `super`, or from a module that was imported.
fn paths(text: &str, module: &str, imported: &[(String, String, bool)]) -> Vec<String> {
    let is_name = |sign: char| sign.is_alphanumeric() || sign == '_' || sign == ':';
    let words = text.split(|sign| !is_name(sign)).filter(|word| word.contains("::"));
    words
        .filter_map(|word| {
            let word = word.trim_matches(':');
            if word.starts_with("crate::") || word.starts_with("super::") {
                return absolute(word, module);
            }
            let (first, rest) = word.split_once("::")?;
            let (_, path, _) = imported.iter().find(|(name, ..)| name == first)?;
            Some(format!("{path}::{rest}"))
        })
        .collect()
}

/// The file in which a path is defined.
fn home(path: &str, modules: &BTreeSet<String>, passed_on: &PassedOn) -> Option<String> {
    let mut path = path.to_owned();
    for _ in 0..4 {
        let parts: Vec<&str> = path.split("::").collect();
        let deepest = (1..=parts.len()).rev().map(|n| parts[..n].join("::")).find(|prefix| modules.contains(prefix))?;
        let next = parts.get(deepest.split("::").count()).map(|name| format!("{deepest}::{name}"));
        match next.and_then(|name| passed_on.get(&name)) {
            Some(defined) if *defined != path => path.clone_from(defined),
            _ => return Some(deepest),
        }
    }
    None
}
