//! demo
use crate::app::Error;
use crate::config::Settings;
/// Runs the demo.
///
/// # Errors
/// When the page's port is taken or the files cannot be read.
pub async fn run(_settings: Settings, _port: u16, _stop: impl Future<Output = ()>) -> Result<(), Error> {
    Ok(())
}
