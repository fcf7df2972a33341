//! A month of days as buttons.

use chrono::{Datelike, Days, NaiveDate};

use crate::bot::context::Locale;
use crate::chat::{Act, Button, Press, Screen};
use crate::text::{Arg, dates};

/// Most months before or after the present one.
const FURTHEST_MONTH: i32 = 24;

/// Adds a month to a screen, Monday first, `months` from the present one. If only the `future` is wanted, days before
/// today have no button and past weeks are left out.
pub fn add_month(locale: &Locale<'_>, months: i32, future: bool, press: impl Fn(Act) -> Press, screen: &mut Screen) {
    let today = dates::day_of(locale.now);
    let earliest = if future { 0 } else { -FURTHEST_MONTH };
    let months = months.clamp(earliest, FURTHEST_MONTH);
    let Some(first) = dates::month_after(today, months) else {
        return;
    };
    screen.text.push_str(&format!("\n\n🗓 {}", dates::month_in_words(first, &locale.language)));
    let stay = || press(Act::Page(months));
    let week = first - Days::new(u64::from(first.weekday().num_days_from_monday()));
    let names =
        (0..7u64).map(|n| Button::new(locale.say("weekday", &[("n", Arg::Number(n.cast_signed() + 1))]), stay()));
    screen.rows.push(names.collect());
    let mut day: NaiveDate = week;
    while day < first || day.month() == first.month() {
        if future && day + Days::new(6) < today {
            day = day + Days::new(7);
            continue;
        }
        let row = (0..7).map(|n| day + Days::new(n)).map(|day| {
            if day.month() == first.month() && (day >= today || !future) {
                Button::new(day.day().to_string(), press(Act::Pick(day.to_string())))
            } else {
                Button::new("·", stay())
            }
        });
        screen.rows.push(row.collect());
        day = day + Days::new(7);
    }
    let mut turn = Vec::new();
    if months > earliest {
        turn.push(Button::new(locale.say("previous", &[]), press(Act::Page(months - 1))));
    }
    turn.push(Button::new(locale.say("next", &[]), press(Act::Page(months + 1))));
    screen.rows.push(turn);
}
