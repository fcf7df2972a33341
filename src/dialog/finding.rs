//! A mistake in a file of an author or operator: which file, where, what is wrong and how to fix it.
//!
//! Findings are values: `check` prints them all with line and caret, `run` refuses to start with any, tests compare them.

use std::ops::Range;

/// One mistake. `span` is in bytes of the file's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Path as the person would type it, `dialogs/diagnostic.toml`.
    pub file: String,
    /// Where in the text.
    pub span: Range<usize>,
    /// What is wrong, one sentence.
    pub problem: String,
    /// How to fix it, one sentence.
    pub mend: String,
}

impl Finding {
    /// A finding at `span` of `file`.
    pub fn new(file: &str, span: Range<usize>, problem: impl Into<String>, mend: impl Into<String>) -> Finding {
        Finding { file: file.to_owned(), span, problem: problem.into(), mend: mend.into() }
    }

    /// The line, from 1, where it begins in `text`.
    pub fn line(&self, text: &str) -> usize {
        let start = self.span.start.min(text.len());
        text.as_bytes()[..start].iter().filter(|byte| **byte == b'\n').count() + 1
    }

    /// As rustc shows it: file, line, the text with a caret, and how to fix it.
    pub fn render(&self, text: &str) -> String {
        use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
        let end = self.span.end.clamp(self.span.start.min(text.len()), text.len());
        let span = self.span.start.min(end)..end;
        let snippet = Snippet::source(text).path(&self.file).annotation(AnnotationKind::Primary.span(span));
        let report = [
            Level::ERROR.primary_title(&self.problem).element(snippet),
            Level::HELP.secondary_title(&self.mend).elements(std::iter::empty::<annotate_snippets::Element>()),
        ];
        Renderer::plain().render(&report)
    }
}
