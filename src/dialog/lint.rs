//! Mistakes in the structure of a dialog: ids that do not exist, questions that can never be asked.
//!
//! The form of the file was checked by `parse`; texts are checked by `text::lint`.

use std::collections::BTreeSet;

use super::condition::Condition;
use super::definition::{Dialog, Each, Kind, Question, Usage};
use super::finding::Finding;
use super::reach::{can_hold, reachable};

/// All findings about the structure of `dialog`. `text` is the content of its file: it gives the places.
pub fn structure(dialog: &Dialog, text: &str) -> Vec<Finding> {
    let mut lint = Lint { dialog, text, findings: Vec::new() };
    for (index, question) in dialog.questions.iter().enumerate() {
        let before = lint.findings.len();
        lint.ids(index, question);
        lint.references(index, question);
        if lint.findings.len() == before && !reachable(dialog, index) {
            let mend = "Change its `when`, or what it is asked for, so that some answers lead here.";
            let problem = format!("{} is never asked: its condition can never hold", question.id);
            lint.tell(question.at, "when", problem, mend);
        }
    }
    for offer in &dialog.offers {
        let before = lint.findings.len();
        let end = dialog.questions.len();
        offer.when.iter().flat_map(Condition::atoms).for_each(|atom| lint.atom(end, offer.at, "the offer", atom));
        if lint.findings.len() == before && !can_hold(dialog, offer) {
            let mend = "Change its `when` so that it holds for some answers.";
            lint.tell(
                offer.at,
                "when",
                format!("{} is never offered: its condition can never hold", offer.survey),
                mend,
            );
        }
    }
    lint.findings
}

struct Lint<'a> {
    dialog: &'a Dialog,
    text: &'a str,
    findings: Vec<Finding>,
}

impl Lint<'_> {
    /// A finding at the line of `key` in the table that begins at `at`.
    fn tell(&mut self, at: usize, key: &str, problem: String, mend: &str) {
        let table = &self.text[at.min(self.text.len())..];
        let end = table.get(1..).unwrap_or_default().find("\n[[").map_or(table.len(), |end| end + 1);
        let line = table[..end].split_inclusive('\n').scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start, line))
        });
        let found = line.clone().find(|(_, line)| line.trim_start().starts_with(key));
        let found = found.or_else(|| line.clone().find(|(_, line)| line.starts_with("id")));
        let (start, line) = found.unwrap_or((0, table.lines().next().unwrap_or_default()));
        let start = at + start;
        let span = start..start + line.trim_end().len();
        self.findings.push(Finding::new(&format!("dialogs/{}.toml", self.dialog.name), span, problem, mend));
    }

    fn ids(&mut self, index: usize, question: &Question) {
        if self.dialog.usage == Usage::Anonymous && matches!(question.kind, Kind::Text { voice: true, .. }) {
            let mend = "Take `voice` out, or make the survey confidential.";
            self.tell(question.at, "voice", "a voice can be recognised, and this survey is anonymous".into(), mend);
        }
        if self.dialog.usage != Usage::Form && matches!(question.kind, Kind::Files { .. } | Kind::Points { .. }) {
            let mend = "Ask for words or a voice message instead, or make it a form.";
            self.tell(question.at, "kind", "files are taken in forms only".into(), mend);
        }
        if self.dialog.usage == Usage::Anonymous && !question.apart.is_empty() {
            let mend = "Take `apart` out, or make the survey confidential.";
            self.tell(question.at, "apart", "a name would be kept, and this survey is anonymous".into(), mend);
        }
        if self.dialog.questions[..index].iter().any(|earlier| earlier.id == question.id) {
            let mend = "Give each question an id of its own.";
            self.tell(question.at, "id", format!("there are two questions {}", question.id), mend);
        }
        let mut seen = BTreeSet::new();
        for choice in &question.options {
            if !seen.insert(&choice.id) {
                self.tell(question.at, "options", format!("the option {} stands twice", choice.id), "Take one out.");
            }
        }
        let exclusive: &[String] = if let Kind::Many { exclusive, .. } = &question.kind { exclusive } else { &[] };
        for (key, ids) in [("exclusive", exclusive), ("last", &question.last), ("apart", &question.apart)] {
            for id in ids.iter().filter(|id| question.choice(id).is_none()) {
                self.tell(question.at, key, format!("{id} is not one of the options"), "Name an option, or add it.");
            }
        }
    }

    /// The question called `id`, if it stands before `index`; otherwise a finding at the table of `who`.
    fn earlier(&mut self, index: usize, table: usize, who: &str, key: &str, id: &str) -> Option<usize> {
        match self.dialog.questions.iter().position(|other| other.id == id) {
            Some(at) if at < index => Some(at),
            Some(_) => {
                let mend = "Only earlier questions can be spoken of: move one of the two.";
                let problem = format!("{who} depends on {id}, which comes only later (a cycle)");
                self.tell(table, key, problem, mend);
                None
            }
            None => {
                let problem = format!("there is no question {id}");
                self.tell(table, key, problem, "Write the id as it stands in the file.");
                None
            }
        }
    }

    fn references(&mut self, index: usize, question: &Question) {
        if let Some(parent) = &question.part_of {
            self.earlier(index, question.at, &question.id, "part_of", parent);
        }
        let drawn = match (&question.kind, &question.each) {
            (Kind::Rank { from: Some(from), .. }, _) => Some(("from", from)),
            (_, Some(Each::Picked { question: from, .. })) => Some(("each", from)),
            _ => None,
        };
        if let Some((key, from)) = drawn
            && let Some(at) = self.earlier(index, question.at, &question.id, key, from)
        {
            let source = &self.dialog.questions[at];
            if source.each.is_some() || !matches!(source.kind, Kind::Many { .. } | Kind::Rank { .. }) {
                let mend = "Draw from a question of kind many or rank that is asked once.";
                self.tell(question.at, key, format!("nothing can be drawn from {from}"), mend);
            }
        }
        for atom in question.when.iter().flat_map(Condition::atoms) {
            self.atom(index, question.at, &question.id, atom);
        }
    }

    fn atom(&mut self, index: usize, table: usize, who: &str, atom: &Condition) {
        let Some(id) = atom.reads() else { return };
        let Some(at) = self.earlier(index, table, who, "when", id) else {
            return;
        };
        let read = &self.dialog.questions[at];
        if read.each.is_some() {
            let mend = "Depend on a question that is asked once.";
            self.tell(table, "when", format!("{id} is asked for several items, so it has no single answer"), mend);
            return;
        }
        let options = &self.dialog.offering(read).options;
        let problem = match atom {
            Condition::Is(_, wanted) => {
                let unknown = wanted.iter().find(|id| !options.iter().any(|choice| choice.id == **id));
                unknown.map(|option| format!("{option} is not an option of {id}"))
            }
            Condition::Compare(..) => {
                let number = matches!(&read.kind, Kind::Scale { .. })
                    || matches!(&read.kind, Kind::Number { fields, places: 0, .. } if fields.len() < 2);
                (!number).then(|| format!("{id} has no single whole number"))
            }
            Condition::Count(..) => (!matches!(read.kind, Kind::Many { .. } | Kind::Rank { .. }))
                .then(|| format!("nothing is ticked in {id}")),
            _ => None,
        };
        if let Some(problem) = problem {
            self.tell(table, "when", problem, "See the options and kind of that question.");
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::dialog::parse::parse;

    fn problems(body: &str) -> Vec<(usize, String)> {
        let text = format!("use = \"form\"\n{body}");
        let found = match parse("t", &text) {
            Ok(dialog) => structure(&dialog, &text),
            Err(findings) => findings,
        };
        found.into_iter().map(|finding| (finding.line(&text), finding.problem)).collect()
    }

    #[test]
    fn mistakes_are_found_at_their_line() {
        let one = "[[question]]\nid = \"A\"\nkind = \"one\"\noptions = [\"yes\", \"no\"]\n";
        for (more, line, problem) in [
            ("[[question]]\nid = \"B\"\nkind = \"date\"\nwhen = \"A is maybe\"\n", 9, "maybe is not an option of A"),
            ("[[question]]\nid = \"B\"\nkind = \"date\"\nwhen = \"C answered\"\n", 9, "there is no question C"),
            (
                "[[question]]\nid = \"B\"\nkind = \"date\"\nwhen = \"B answered\"\n",
                9,
                "B depends on B, which comes only later (a cycle)",
            ),
            (
                "[[question]]\nid = \"B\"\nkind = \"date\"\nwhen = \"A is yes and A is no\"\n",
                9,
                "B is never asked: its condition can never hold",
            ),
            ("[[question]]\nid = \"A\"\nkind = \"date\"\n", 7, "there are two questions A"),
            ("[[question]]\nid = \"B\"\nkind = \"rank\"\nfrom = \"A\"\n", 9, "nothing can be drawn from A"),
            ("[[question]]\nid = \"B\"\nkind = \"essay\"\n", 8, "there is no kind `essay`"),
            ("[[question]]\nid = \"B\"\nkind = \"date\"\nvoice = true\n", 8, "`voice` does nothing here"),
            (
                "[[question]]\nid = \"B\"\nkind = \"date\"\nwhen = \"A was yes\"\n",
                9,
                "`is`, `answered` or one of < <= = >= > is expected, not `was`",
            ),
        ] {
            assert_eq!(problems(&format!("{one}{more}")), [(line, problem.to_owned())], "{more}");
        }
    }

    #[test]
    fn what_can_hold_is_not_called_impossible() {
        let many = "[[question]]\nid = \"A\"\nkind = \"many\"\nmax = 5\noptions = [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"]\n";
        let rank = "[[question]]\nid = \"R\"\nkind = \"rank\"\nfrom = \"A\"\ntop = 3\n";
        let number = "[[question]]\nid = \"N\"\nkind = \"number\"\nmax = 10\n";
        for when in ["N = 5", "count A = 3", "A is b and A is e", "count R >= 2", "R is f and count A = 4"] {
            let text = format!("{many}{rank}{number}[[question]]\nid = \"B\"\nkind = \"date\"\nwhen = \"{when}\"\n");
            assert_eq!(problems(&text), [], "{when}");
        }
        for when in ["N = 11", "count A = 6", "N = 5 and N = 6"] {
            let text = format!("{many}{number}[[question]]\nid = \"B\"\nkind = \"date\"\nwhen = \"{when}\"\n");
            assert_eq!(problems(&text).len(), 1, "{when}");
        }
    }

    #[test]
    fn an_offer_is_told_at_its_own_line() {
        let one = "[[question]]\nid = \"A\"\nkind = \"one\"\noptions = [\"yes\", \"no\"]\n";
        for (when, problem) in [
            ("A is maybe", "maybe is not an option of A"),
            ("A is yes and A is no", "needs is never offered: its condition can never hold"),
        ] {
            let text = format!("{one}[[offer]]\nsurvey = \"needs\"\nwhen = \"{when}\"\n");
            assert_eq!(problems(&text), [(8, problem.to_owned())]);
        }
    }

    #[test]
    fn an_anonymous_survey_takes_no_voices() {
        let question = "minutes = 1\n[[question]]\nid = \"A\"\nkind = \"text\"\nvoice = true\n";
        for (answers, found) in [("anonymous", 1), ("confidential", 0)] {
            let text = format!("use = \"survey\"\nanswers = \"{answers}\"\n{question}");
            assert_eq!(structure(&parse("t", &text).unwrap(), &text).len(), found, "{answers}");
        }
    }

    #[test]
    fn an_unknown_key_is_told_with_its_place() {
        let found = problems("[[question]]\nid = \"A\"\nkind = \"date\"\nhelp = \"x\"\n");
        assert!(found[0].1.starts_with("unknown field `help`"), "{found:?}");
        assert_eq!(found[0].0, 5);
    }

    #[test]
    fn a_finding_shows_line_and_caret() {
        let text = "use = \"form\"\n[[question]]\nid = \"A\"\nkind = \"essay\"\n";
        let shown = parse("t", text).unwrap_err()[0].render(text);
        assert!(
            shown.contains("dialogs/t.toml:4") && shown.contains("^^^^^^^") && shown.contains("The kinds are"),
            "{shown}"
        );
    }
}
