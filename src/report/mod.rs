//! Values in, bytes out: tables and pictures to take away. Knows neither database nor chat.

pub mod qr;
pub mod table;
