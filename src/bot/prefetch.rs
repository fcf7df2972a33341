//! What a batch needs is read in three queries, and the answers of its button presses are written in one.
//!
//! Each query is a trip to the database's thread. Under load a trip waits for its turn on the CPU cores: presses took
//! seven times as long with a query each. A prefetched row serves once. An event that needs more than its person and
//! its run first writes all queued answers and then reads the database itself.

use std::collections::{BTreeSet, HashMap};

use sqlx::SqliteConnection;

use super::error::Result;
use crate::chat::{Act, Event, Press, UserInput};
use crate::dialog::Answers;
use crate::store::people::{self, Person};
use crate::store::runs::{self, GivenAnswer, Run};
use crate::types::{Address, RunId};

/// People and runs that were read for a whole batch, and answers that are not written yet.
#[derive(Debug, Default)]
pub struct Prefetch {
    people: HashMap<Address, Option<Person>>,
    runs: HashMap<RunId, (Run, Answers)>,
    answers: Vec<GivenAnswer>,
}

/// The run of an event that does nothing but answer in it.
fn run_of(event: &Event) -> Option<RunId> {
    match &event.input {
        UserInput::Press { press: Some(Press::Run { run, act, .. }), .. } if *act != Act::Submit => Some(*run),
        _ => None,
    }
}

/// Splits a batch. The first part holds events that only answer in a run and are the first of their chat, so that
/// prefetched rows stay true while they are handled. The second part holds the others. The order within a chat stays.
pub fn split_answers(events: Vec<&Event>) -> (Vec<&Event>, Vec<&Event>) {
    let mut seen = BTreeSet::new();
    events.into_iter().partition(|event| seen.insert(event.address) && run_of(event).is_some())
}

impl Prefetch {
    pub async fn read(db: &mut SqliteConnection, events: &[&Event]) -> Result<Prefetch> {
        if events.len() < 2 {
            return Ok(Prefetch::default()); // nothing to gain
        }
        let chats: BTreeSet<Address> = events.iter().map(|event| event.address).collect();
        let wanted: BTreeSet<RunId> = events.iter().filter_map(|event| run_of(event)).collect();
        let mut found = people::list_by_address(db, &chats).await?;
        let people = chats.into_iter().map(|chat| (chat, found.remove(&chat))).collect();
        let runs = runs::list_by_id(db, &wanted).await?;
        Ok(Prefetch { people, runs, answers: Vec::new() })
    }

    pub async fn person(&mut self, db: &mut SqliteConnection, address: Address) -> Result<Option<Person>> {
        match self.people.remove(&address) {
            Some(person) => Ok(person),
            None => Ok(people::find_by_address(db, address).await?),
        }
    }

    pub async fn run(&mut self, db: &mut SqliteConnection, id: RunId) -> Result<Option<(Run, Answers)>> {
        if let Some(found) = self.runs.remove(&id) {
            return Ok(Some(found));
        }
        self.write_answers(db).await?;
        Ok(runs::find_with_answers(db, id).await?)
    }

    /// [`Prefetch::write_answers`] writes it.
    pub fn queue_answer(&mut self, answer: GivenAnswer) {
        self.answers.push(answer);
    }

    pub async fn write_answers(&mut self, db: &mut SqliteConnection) -> Result<()> {
        let answers = std::mem::take(&mut self.answers);
        Ok(runs::set_answers(db, &answers).await?)
    }
}
