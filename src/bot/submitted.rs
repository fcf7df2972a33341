//! On which message each person last handed something in: a second press there is the same press, and the thanks stay.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::types::{Address, MessageId};

/// Chats in memory. When there are more, all are forgotten.
const MOST_CHATS: usize = 50_000;

/// In memory only: after a restart a second press shows the menu.
#[derive(Debug, Default)]
pub struct Submitted(Mutex<HashMap<Address, MessageId>>);

impl Submitted {
    pub fn remember(&self, address: Address, message: MessageId) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner); // the map is whole between calls
        if all.len() >= MOST_CHATS {
            all.clear();
        }
        all.insert(address, message);
    }

    pub fn is(&self, address: Address, message: MessageId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&address) == Some(&message)
    }
}
