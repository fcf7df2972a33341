//! Hours as the files of rules write them: `21:00`.

use chrono::NaiveTime;
use serde::{Deserialize, Deserializer};

pub(super) fn hour<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveTime, D::Error> {
    let written = String::deserialize(from)?;
    NaiveTime::parse_from_str(&written, "%H:%M")
        .map_err(|_| serde::de::Error::custom(format!("`{written}` is no hour; write it as \"21:00\"")))
}

pub(super) fn optional_hour<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveTime>, D::Error> {
    hour(from).map(Some)
}
