//! Respondents by what they said of themselves.

use std::borrow::Cow;
use std::collections::HashMap;

use super::response::Response;
use crate::dialog::{Dialog, Question, Value, WITHHELD};

/// What respondents are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// Women and men.
    Sex,
    /// Urban and rural.
    Area,
    /// Age bands.
    Age,
    /// Role in the body.
    Role,
    /// Body.
    Body,
}

impl Dimension {
    /// All of them.
    pub const ALL: [Dimension; 5] = [Dimension::Sex, Dimension::Area, Dimension::Age, Dimension::Role, Dimension::Body];

    /// Its name, as in the sign-up form.
    pub fn id(self) -> &'static str {
        match self {
            Dimension::Sex => "sex",
            Dimension::Area => "area",
            Dimension::Age => "age",
            Dimension::Role => "role",
            Dimension::Body => "body",
        }
    }
}

/// The group in each dimension; none where a person has not said it.
pub type Profile = [Option<usize>; 5];

/// The respondents of a survey, grouped by profile.
#[derive(Debug, Default)]
pub struct Population {
    /// The responses.
    pub responses: Vec<Response>,
    /// What the groups of each dimension are called: an option of the sign-up form, or a body's number.
    pub groups: [Vec<String>; 5],
    /// Every profile that occurs.
    pub profiles: Vec<Profile>,
    /// For each response the index of its profile.
    pub profile_of: Vec<usize>,
}

impl Population {
    /// Groups those who gave these responses to a survey.
    pub fn of(responses: Vec<Response>, dialog: &Dialog) -> Population {
        let asked = Dimension::ALL
            .map(|dimension| dialog.questions.iter().find(|question| question.profile && asks(question, dimension)));
        let mut people = Population::default();
        let (mut groups, mut profiles) = (HashMap::new(), HashMap::new());
        for one in &responses {
            let profile: Profile = std::array::from_fn(|at| {
                let id = group(one, Dimension::ALL[at], asked[at])?;
                let ids = &mut people.groups[at];
                Some(*groups.entry((at, id)).or_insert_with_key(|(_, id)| {
                    ids.push(id.to_string());
                    ids.len() - 1
                }))
            });
            let known = &mut people.profiles;
            people.profile_of.push(*profiles.entry(profile).or_insert_with(|| {
                known.push(profile);
                known.len() - 1
            }));
        }
        drop(groups); // it reads the responses
        Population { responses, ..people }
    }
}

/// The group of a respondent; none if they have not said it. An anonymous response says it in its own answers.
fn group<'a>(response: &'a Response, dimension: Dimension, asked: Option<&Question>) -> Option<Cow<'a, str>> {
    let told = match dimension {
        Dimension::Sex => &response.sex,
        Dimension::Area => &response.area,
        Dimension::Age => &response.age,
        Dimension::Role => &response.role,
        Dimension::Body => return Some(response.body?.to_string().into()),
    };
    let answered = || match response.answer(&asked?.id, "")? {
        Value::Picks(picks) => picks.first(),
        _ => None,
    };
    let id = told.as_ref().or_else(answered)?;
    (id != "pna" && id != WITHHELD).then(|| id.as_str().into())
}

/// Whether a question of a survey asks for what a dimension of profiles is: it has one of its options.
fn asks(question: &Question, dimension: Dimension) -> bool {
    let known: &[&str] = match dimension {
        Dimension::Sex => &["f", "m"],
        Dimension::Area => &["urban", "rural"],
        Dimension::Age => &["under-35", "from-35", "from-50", "from-65"],
        Dimension::Role | Dimension::Body => &[],
    };
    question.options.iter().any(|choice| known.contains(&choice.id.as_str()))
}
