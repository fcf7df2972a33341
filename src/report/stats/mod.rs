//! What a survey's answers come to. Values in, values out: no database, no texts, and no decision about what may be shown.

pub mod days;
pub mod figures;
pub mod percentages;
pub mod population;
pub mod response;
pub mod rounds;
pub mod split;
pub mod topics;
