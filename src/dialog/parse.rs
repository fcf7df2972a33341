//! Reads the file of a dialog: TOML to [`Dialog`], or every mistake of form with its place.
//!
//! Whether the keys make sense together (unknown ids, conditions that never hold …) is checked by `lint`.

use toml::Spanned;

use super::condition::Condition;
use super::definition::{Choice, Dialog, Each, Kind, Offer, Question, Usage};
use super::finding::Finding;
use super::toml_file::{DialogFile, OneOrMany, QuestionFile};

/// Greatest length of the id of a question or option: the code of a button holds ids and has at most 64 bytes.
pub const LONGEST_ID: usize = 16;
/// Most digits after the point of a number.
pub const MOST_PLACES: u32 = 4;
/// Most characters of a text, unless the file says otherwise.
pub const DEFAULT_TEXT: i64 = 500;

/// Parses `text`, the content of `dialogs/{name}.toml`.
///
/// # Errors
/// All mistakes of form that can be found at once, each with its place.
pub fn parse(name: &str, text: &str) -> Result<Dialog, Vec<Finding>> {
    let path = format!("dialogs/{name}.toml");
    let file: DialogFile = toml::from_str(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        vec![Finding::new(&path, span, error.message(), "See dialogs/README.md for the keys and their values.")]
    })?;
    let mut reader = Reader { path, findings: Vec::new() };
    let usage = reader.usage(&file);
    let questions = file.question.into_iter().map(|raw| reader.question(raw)).collect();
    let offers = file.offer.into_iter().map(|raw| {
        let at = raw.span().start;
        let raw = raw.into_inner();
        Offer { when: reader.condition(raw.when), survey: raw.survey, at }
    });
    let offers = offers.collect();
    let dialog = Dialog { name: name.to_owned(), usage, minutes: file.minutes, questions, offers };
    if reader.findings.is_empty() { Ok(dialog) } else { Err(reader.findings) }
}

/// A limit as the file writes it, with or without a point.
fn limit(value: Option<&toml::Value>) -> Option<f64> {
    match value? {
        #[expect(clippy::cast_precision_loss, reason = "limits of a question are far below 2^52")]
        toml::Value::Integer(n) => Some(*n as f64),
        toml::Value::Float(n) => Some(*n),
        _ => None,
    }
}

struct Reader {
    path: String,
    findings: Vec<Finding>,
}

impl Reader {
    fn tell(&mut self, span: std::ops::Range<usize>, problem: impl Into<String>, mend: &str) {
        self.findings.push(Finding::new(&self.path, span, problem, mend));
    }

    fn usage(&mut self, file: &DialogFile) -> Usage {
        let answers = file.answers.as_ref().map(|answers| answers.get_ref().as_str());
        match (file.r#use.get_ref().as_str(), answers) {
            ("form", None) => Usage::Form,
            ("survey", Some("confidential")) => Usage::Confidential,
            ("survey", Some("anonymous")) => Usage::Anonymous,
            _ => {
                let span = file.answers.as_ref().unwrap_or(&file.r#use).span();
                self.tell(
                    span,
                    "it is not clear what this dialog is for",
                    "Write use = \"form\", or use = \"survey\" with answers = \"confidential\" or \"anonymous\".",
                );
                Usage::Form
            }
        }
    }

    fn condition(&mut self, when: Option<Spanned<String>>) -> Option<Condition> {
        let when = when?;
        match Condition::parse(when.get_ref()) {
            Ok(condition) => Some(condition),
            Err(problem) => {
                self.tell(when.span(), problem, "Write it like: A1 is yes / no, A1 answered, A5 >= 3, count C1 >= 2.");
                None
            }
        }
    }

    fn id(&mut self, id: &str, span: std::ops::Range<usize>) {
        let form = id.chars().next().is_some_and(|c| c.is_ascii_alphabetic())
            && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && id.len() <= LONGEST_ID;
        if !form {
            let mend = "A letter first, then letters, digits or -, at most 16 characters.";
            self.tell(span, format!("`{id}` cannot be an id"), mend);
        }
    }

    fn question(&mut self, raw: Spanned<QuestionFile>) -> Question {
        let at = raw.span().start;
        let raw = raw.into_inner();
        self.id(raw.id.get_ref(), raw.id.span());
        let options = raw.options.iter().map(|option| self.choice(option)).collect::<Vec<_>>();
        let kind = self.kind(&raw, options.len());
        let each = match raw.each {
            None => None,
            Some(OneOrMany::One(question)) => Some(Each::Picked { question, first: raw.first.unwrap_or(usize::MAX) }),
            Some(OneOrMany::Many(items)) => {
                items.iter().for_each(|item| self.id(item, at..at));
                Some(Each::Fixed(items))
            }
        };
        Question {
            kind,
            options,
            each,
            when: self.condition(raw.when),
            id: raw.id.into_inner(),
            skip: raw.skip.unwrap_or(true),
            part_of: raw.part_of,
            labels: raw.labels,
            shuffle: raw.shuffle,
            last: raw.last,
            apart: raw.apart,
            profile: raw.profile,
            source: raw.source,
            at,
        }
    }

    fn choice(&mut self, option: &Spanned<String>) -> Choice {
        let text = option.get_ref();
        let (id, code) = text.split_once('=').unwrap_or((text, text));
        self.id(id, option.span());
        Choice { id: id.to_owned(), code: code.to_owned() }
    }

    fn kind(&mut self, raw: &QuestionFile, options: usize) -> Kind {
        let span = raw.kind.span();
        let whole = |number: &Option<toml::Value>| number.as_ref().and_then(toml::Value::as_integer);
        let size = |number: &Option<toml::Value>, otherwise: i64| {
            usize::try_from(whole(number).unwrap_or(otherwise)).unwrap_or(0)
        };
        let broken = |number: &Option<toml::Value>| number.is_some() && whole(number).is_none();
        if raw.kind.get_ref() != "number" && (broken(&raw.min) || broken(&raw.max)) {
            self.tell(span.clone(), "`min` and `max` are whole numbers here", "Write them without a point.");
        }
        let kind = match raw.kind.get_ref().as_str() {
            "one" => Kind::One,
            "many" => Kind::Many {
                min: size(&raw.min, 1),
                max: raw.max.as_ref().map_or(usize::MAX, |_| size(&raw.max, 0)),
                exclusive: raw.exclusive.clone(),
            },
            "scale" => Kind::Scale {
                from: raw.from.as_ref().and_then(toml::Value::as_integer).unwrap_or(1),
                to: raw.to.unwrap_or(5),
            },
            "number" => {
                let places = raw.places.unwrap_or(0);
                // With two places, 2.5 in the file is stored as 250.
                let one = 10_f64.powi(i32::try_from(places).unwrap_or(0));
                let kept = |number: Option<f64>, otherwise: i64| match number {
                    #[expect(clippy::cast_possible_truncation, reason = "limits of a question, checked below")]
                    Some(number) => (number * one).round() as i64,
                    None => otherwise.saturating_mul(10_i64.saturating_pow(places)),
                };
                Kind::Number {
                    min: kept(limit(raw.min.as_ref()), 0),
                    max: kept(limit(raw.max.as_ref()), 999_999),
                    places,
                    fields: raw.fields.clone(),
                }
            }
            "rank" => match raw.from.as_ref().and_then(toml::Value::as_str) {
                Some(from) => Kind::Rank { from: Some(from.to_owned()), top: raw.top.unwrap_or(3) },
                None if options > 1 => Kind::Rank { from: None, top: raw.top.unwrap_or(3) },
                None => {
                    self.tell(
                        span.clone(),
                        "what is ranked is not said",
                        "Add from = \"…\", the question whose ticks are ranked, or options.",
                    );
                    Kind::One
                }
            },
            "text" => Kind::Text {
                min: size(&raw.min, 1),
                max: size(&raw.max, DEFAULT_TEXT),
                voice: raw.voice.unwrap_or(false),
                link: raw.link,
            },
            "date" => Kind::Date { future: raw.future.unwrap_or(false) },
            "time" => Kind::Time,
            "points" => Kind::Points { max: size(&raw.max, 20) },
            "files" => Kind::Files { max: size(&raw.max, 1) },
            other => {
                let mend = "The kinds are one, many, scale, number, rank, text, date, time, files, points.";
                self.tell(span.clone(), format!("there is no kind `{other}`"), mend);
                return Kind::One;
            }
        };
        self.foreign_keys(raw, &kind, options);
        kind
    }

    /// Keys that the kind does not take, and limits that contradict each other.
    fn foreign_keys(&mut self, raw: &QuestionFile, kind: &Kind, options: usize) {
        let limits = raw.min.is_some() || raw.max.is_some();
        let many = matches!(kind, Kind::Many { .. });
        let stray = [
            (
                limits
                    && matches!(
                        kind,
                        Kind::One | Kind::Scale { .. } | Kind::Rank { .. } | Kind::Date { .. } | Kind::Time
                    ),
                "min and max",
            ),
            (!raw.exclusive.is_empty() && !many, "exclusive"),
            (!raw.fields.is_empty() && !matches!(kind, Kind::Number { .. }), "fields"),
            (raw.top.is_some() && !matches!(kind, Kind::Rank { .. }), "top"),
            (raw.to.is_some() && !matches!(kind, Kind::Scale { .. }), "to"),
            (!raw.apart.is_empty() && !matches!(kind, Kind::One), "apart"),
            (raw.profile && !matches!(kind, Kind::One), "profile"),
            (raw.places.is_some() && !matches!(kind, Kind::Number { .. }), "places"),
            (raw.voice.is_some() && !matches!(kind, Kind::Text { .. }), "voice"),
            (raw.link && !matches!(kind, Kind::Text { .. }), "link"),
            (raw.future.is_some() && !matches!(kind, Kind::Date { .. }), "future"),
            (raw.first.is_some() && !matches!(raw.each, Some(OneOrMany::One(_))), "first"),
            (!raw.last.is_empty() && !raw.shuffle, "last"),
        ];
        for (_, key) in stray.into_iter().filter(|(wrong, _)| *wrong) {
            self.tell(raw.kind.span(), format!("`{key}` does nothing here"), "Take the key out, or change the kind.");
        }
        let crossed = match *kind {
            Kind::Many { min, max, .. } => min > max || (raw.source.is_none() && min > options),
            Kind::Scale { from, to } => from >= to || to - from > 10,
            Kind::Number { min, max, places, .. } => min > max || places > MOST_PLACES,
            Kind::Text { min, max, .. } => min > max || max > 3000,
            Kind::Rank { top, .. } => top < 2,
            Kind::One => options < 2 && raw.source.is_none(),
            Kind::Files { max } => max == 0 || max > 10,
            Kind::Points { max } => max == 0 || max > 40,
            Kind::Date { .. } | Kind::Time => false,
        };
        if crossed {
            let mend = "Give at least two options, a min below the max, 11 points or fewer, texts of 3000 characters or fewer.";
            self.tell(raw.kind.span(), "the limits or options of this question leave nothing to answer", mend);
        }
    }
}
