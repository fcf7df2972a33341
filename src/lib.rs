//! Takafou: surveys and meetings for the bodies of equality, equal opportunity and gender approach, on Telegram.
//!
//! # The map
//!
//! A room is a module of this file. A room may use only the rooms in the last column, and itself.
//!
//! | room | what it does | it may use |
//! |---|---|---|
//! | [`types`] | the types that all rooms share: ids, instants, addresses, sets of bodies, stored words | nothing of ours |
//! | [`typed`] | pure: what people type, read as a value: hours, days, numbers, labels of options | nothing of ours |
//! | [`dialog`] | pure: what can be asked, conditions, answers, the next step, what an author got wrong | typed, types |
//! | [`text`] | how it is said: Fluent texts, plurals, dates as Moroccans write them, spelling | dialog, typed, types |
//! | [`chat`] | pure: what a person does and sees; routes, buttons and their codes | dialog, types |
//! | [`store`] | SQLite, the only room with SQL | dialog, types |
//! | `backoff` | pure: when a thing that failed is tried again | nothing of ours |
//! | `schedule` | pure: what is due when, by rules that are files | dialog, text, types |
//! | [`report`] | values in, bytes out: statistics, which of them may be disclosed, and the files that leave the bot | dialog, text, types |
//! | [`xlsform`] | pure: forms of ODK and KoboToolbox as dialogs, and dialogs as such forms | dialog, text, typed |
//! | [`bot`] | what the bot does with an event: a kernel, and over it one folder for each feature | all above |
//! | `delivery` | sends what the outbox holds, as fast as Telegram allows | chat, store, bot, telegram, backoff, types |
//! | [`telegram`] | the only room that knows teloxide: updates in, screens out | chat, bot, store's copies of files, xlsform's limit, backoff, types |
//! | [`sandbox`] | an imitation of Telegram with a chat page, for demo, tests and benches | nothing of ours |
//! | [`app`], [`cli`], [`check`], [`config`], [`crowd`], [`rehearsal`] | put the others together | all |
//!
//! `tests/house` holds the code to this table. It also finds every import circle within a room, and lists what one feature
//! of the bot may use of another.
//!
//! # One press of a button
//!
//! 1. `telegram::poll` decodes the update into a [`chat::Event`] and hands it to the desk (`bot::desk`).
//! 2. `bot::batch` opens one transaction for all events that came together, records their updates in the inbox, and reads
//!    the people and runs that they need (`bot::prefetch`).
//! 3. `bot::dispatch` finds the handler. For a [`chat::Route`] it asks `bot::access` who may go there, then calls the
//!    feature. For a question's button `bot::session` computes the current step ([`dialog::walk::step`]), takes the answer
//!    ([`dialog::answer`]) and shows the next step. A handler returns an outcome: a screen, or the route to go to.
//! 4. The transaction is committed. Only then is Telegram told that the updates have arrived.
//! 5. `telegram::send` edits the message and answers the button.
//!
//! A button that is pressed twice, that stands under an old message, or whose update is delivered again leads to the same
//! screen and never to a second answer. A route that only shows something is handled between 4 and 5, on a connection that
//! reads.
//!
//! # One notice of a meeting
//!
//! 1. `bot::meetings::announce` stores the meeting and calls `bot::notify`, which writes a broadcast and one letter for each
//!    person into the outbox, in the transaction of the press.
//! 2. After the commit `delivery` is woken. Whenever Telegram allows one more message, it takes the next letter from
//!    [`bot::outbox`].
//! 3. The letter is composed at that moment: `bot::letters` calls `bot::meetings::letters`. So it says what is true now, in
//!    the language that its person reads now.
//! 4. `telegram::send` sends it. The outcome is recorded in the outbox's next turn.
//!
//! What time alone brings (a reminder, a code that changes) is looked for every few seconds by [`bot::outbox::check_due`].
//!
//! # Words of the code
//!
//! | word | what it means here |
//! |---|---|
//! | body | a body of equality, equal opportunity and gender approach (IEECAG); people are members of one |
//! | dialog | a survey or a form: one file of `dialogs/` with its texts in `locales/` |
//! | survey, form | a dialog that members answer; a dialog by which the program asks something of its user (sign-up, a new meeting) |
//! | run, session | one person's way through a dialog as stored; the same while a handler works with it |
//! | step | what comes next in a run: a question (a stop), or the review of all answers |
//! | response, respondent | what one person submitted to a survey; that person |
//! | route, press, code | where a button leads; everything that a button can do; the text in the button that says so (at most 64 bytes) |
//! | screen, reply, placement | what a person sees; all that is sent for one event; where in the chat the screen goes |
//! | letter, broadcast, outbox | a message that the bot sends on its own; letters with one cause; the table where they wait |
//! | live message | a message that follows something and is edited as that changes: replies, a check-in code, progress |
//! | RSVP, attendance, check-in | what somebody replied to an invitation; whether they were there; how they say so with a code |
//! | summary, point, check question | what a meeting taught, read point by point by those who missed it; a question at the end |
//! | coordinator, scope | somebody who manages; the bodies for which they do ([`types::Bodies`]) |
//! | topic, observation, figure | what results are shown of (a question or an item of it); one respondent's answer to it; its counts |
//! | profile, population, split | a respondent's sex, area, age, role and body; all respondents; a topic by one part of the profile |
//! | release, threshold | to show a figure to somebody; the least number of people that may stand behind it |
//! | primary, secondary suppression | to withhold a cell of too few people; to withhold others so that it cannot be computed |
//! | differencing | to compute a withheld figure by subtracting released ones |
//! | microdata | a table with one row for each response |

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
pub mod typed;
pub mod types;
pub mod xlsform;
