//! Takafou: surveys and meetings for the bodies of equality, equal opportunity and gender approach, on Telegram. The map of the house:
//!
//! | room | what it does | it may use |
//! |---|---|---|
//! | [`dialog`] | pure: what can be asked, conditions, answers, the next step, what an author got wrong | nothing of ours |
//! | [`text`] | how it is said: Fluent texts, plurals, dates as Moroccans write them, spelling | dialog |
//! | [`chat`] | pure: what a person does and sees; buttons and their codes | dialog's ids |
//! | [`store`] | SQLite, the only room with SQL | dialog's types |
//! | [`backoff`] | pure: when a thing that failed is tried again | nothing of ours |
//! | [`schedule`] | pure: what is due when, by rules that are files | dialog, text |
//! | [`report`] | values in, bytes out: statistics, which of them may be disclosed, and the files that leave the bot | dialog, text |
//! | [`xlsform`] | pure: forms of ODK and KoboToolbox as dialogs, and dialogs as such forms | dialog, text |
//! | [`bot`] | what happens when; one file a concern | dialog, chat, text, store, report, schedule, xlsform, backoff |
//! | [`delivery`] | sends what the outbox holds, as fast as Telegram allows | chat, store, bot, telegram, backoff |
//! | [`telegram`] | the only room that knows teloxide: updates in, screens out | chat, bot, store's copies of files, xlsform's limit, backoff |
//! | [`sandbox`] | an imitation of Telegram with a chat page, for demo, tests and benches | nothing of ours |
//! | [`app`], [`cli`], [`check`], [`config`], [`crowd`], [`rehearsal`] | put the others together | all |
//!
//! `tests/house` holds the code against this table.
//!
//! One button press: `telegram::poll` decodes the update into a [`chat::Event`] and gives it to the desk ([`bot::desk`]), which opens one
//! transaction for all that came in together, notes the updates in the inbox, and calls [`bot::handle`] for each: who is this, which
//! run, may they → [`dialog::answer`] → [`store::runs::set_answers`] → [`dialog::walk::step`] → a [`chat::Screen`]. After the commit Telegram is
//! told to go on, and `telegram::send` edits the message and answers the button. Pressed twice, on an old message or delivered
//! again: the same screen, never a second answer.
//!
//! One notice: a handler writes a broadcast and a letter for each person into the outbox, in its own transaction. After the
//! commit `delivery` is rung; whenever Telegram allows one more message it asks [`bot::post`] for the next letter, which is
//! composed then, hands it to `telegram::send`, and gives what became of it to the post's next turn. What time alone brings (a reminder,
//! a code that changes) is looked for every few seconds by [`bot::post::look`].

pub mod app;
pub(crate) mod backoff;
pub mod bot;
pub mod chat;
pub mod check;
pub mod cli;
pub mod config;
pub mod crowd;
pub(crate) mod delivery;
pub mod dialog;
pub mod rehearsal;
pub mod report;
pub mod sandbox;
pub(crate) mod schedule;
pub mod store;
pub mod telegram;
pub mod text;
pub mod types;
pub mod xlsform;
