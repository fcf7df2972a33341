//! A Fluent file as `check` reads it: the text of each message, the variables that it uses, and how it can begin.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};

use crate::dialog::Finding;

/// One Fluent file. `messages` holds each message's own value under the empty attribute.
pub struct FluentFile<'a> {
    path: String,
    pub(super) text: &'a str,
    pub(super) messages: BTreeMap<&'a str, BTreeMap<&'a str, Said<'a>>>,
}

/// The value of a message or of an attribute.
pub(super) struct Said<'a> {
    pub(super) name: &'a str,
    /// The text without its variables.
    pub(super) written: String,
    /// The possible first words: one for each variant that can come first.
    pub(super) beginnings: Vec<String>,
    pub(super) variables: BTreeSet<&'a str>,
    pub(super) bare_plural: bool,
}

impl<'a> FluentFile<'a> {
    /// Parses a file.
    ///
    /// # Errors
    /// Every place that is not Fluent.
    pub fn parse(path: &str, text: &'a str) -> Result<FluentFile<'a>, Vec<Finding>> {
        let resource = fluent_syntax::parser::parse(text).map_err(|(_, errors)| {
            let findings = errors.into_iter().map(|error| {
                let mend = "See projectfluent.org for how a Fluent file is written.";
                Finding::new(path, error.pos.clone(), format!("this is no Fluent: {error}"), mend)
            });
            findings.collect::<Vec<_>>()
        })?;
        let mut file = FluentFile { path: path.to_owned(), text, messages: BTreeMap::new() };
        let mut twice = Vec::new();
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut texts = BTreeMap::new();
            if let Some(pattern) = &message.value {
                texts.insert("", said(message.id.name, pattern));
            }
            for attribute in &message.attributes {
                texts.insert(attribute.id.name, said(attribute.id.name, &attribute.value));
            }
            if file.messages.insert(message.id.name, texts).is_some() {
                let mend = "Take one of the two out.";
                twice.push(file.at(message.id.name, format!("the message {} stands twice", message.id.name), mend));
            }
        }
        if twice.is_empty() { Ok(file) } else { Err(twice) }
    }

    pub(super) fn at(&self, name: &str, problem: String, mend: &str) -> Finding {
        // `name` is a slice of `text`, so the difference of the addresses is its place.
        let start =
            (name.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize).filter(|at| *at < self.text.len());
        let start = start.unwrap_or(0);
        Finding::new(&self.path, start..start + name.len(), problem, mend)
    }

    pub(super) fn whole(&self, problem: String, mend: &str) -> Finding {
        Finding::new(&self.path, 0..self.text.find('\n').unwrap_or(0), problem, mend)
    }

    pub(super) fn has(&self, message: &str, attribute: &str) -> bool {
        self.messages.get(message).is_some_and(|texts| texts.contains_key(attribute))
    }
}

fn said<'a>(name: &'a str, pattern: &Pattern<&'a str>) -> Said<'a> {
    let beginnings = beginnings(pattern);
    let mut said = Said { name, written: String::new(), beginnings, variables: BTreeSet::new(), bare_plural: false };
    walk(pattern, &mut said);
    said
}

/// The words that a text can begin with, up to the first letter. The value of a variable is not known.
fn beginnings(pattern: &Pattern<&str>) -> Vec<String> {
    let mut so_far = vec![String::new()];
    for element in &pattern.elements {
        let parts = match element {
            PatternElement::TextElement { value } => vec![(*value).to_owned()],
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                variants.iter().flat_map(|variant| beginnings(&variant.value)).collect()
            }
            PatternElement::Placeable { expression: Expression::Inline(InlineExpression::StringLiteral { value }) } => {
                vec![fluent_syntax::unicode::unescape_unicode_to_string(value).into_owned()]
            }
            PatternElement::Placeable { .. } => continue,
        };
        so_far = so_far.iter().flat_map(|before| parts.iter().map(move |part| format!("{before}{part}"))).collect();
        if so_far.iter().all(|text| without_tags(text).chars().any(char::is_alphabetic)) {
            break;
        }
    }
    so_far
}

fn walk<'a>(pattern: &Pattern<&'a str>, said: &mut Said<'a>) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => said.written.push_str(value),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => variables(inline, said),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                variables(selector, said);
                let by_category = variants.iter().any(|variant| {
                    matches!(&variant.key, VariantKey::Identifier { name } if matches!(*name, "zero" | "two" | "few" | "many"))
                });
                said.bare_plural |= by_category && matches!(selector, InlineExpression::VariableReference { .. });
                variants.iter().for_each(|variant| walk(&variant.value, said));
            }
        }
    }
}

fn variables<'a>(inline: &InlineExpression<&'a str>, said: &mut Said<'a>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            said.variables.insert(id.name);
        }
        InlineExpression::FunctionReference { arguments, .. } => {
            arguments.positional.iter().for_each(|argument| variables(argument, said));
        }
        InlineExpression::StringLiteral { value } => {
            said.written.push_str(&fluent_syntax::unicode::unescape_unicode_to_string(value));
        }
        InlineExpression::Placeable { expression } => {
            if let Expression::Inline(inner) = expression.as_ref() {
                variables(inner, said);
            }
        }
        _ => {}
    }
}

/// The text without HTML tags, as a person reads it.
pub(super) fn without_tags(html: &str) -> String {
    let after_tags = html.split('<').enumerate().map(|(i, part)| match part.split_once('>') {
        Some((_, rest)) if i > 0 => rest,
        _ => part,
    });
    after_tags.collect()
}
