//! `takafou restore`: puts a backup in the place of the database.

use std::path::Path;

use crate::app::{self, Error};
use crate::bot::outbox;
use crate::config::Settings;
use crate::store::backup;
use crate::store::erasures::Erasures;
use crate::store::lock::Lock;
use crate::store::{self};

/// Checks the backup, prepares it beside the database, and puts it in its place.
pub async fn run(settings: &Settings, file: &Path) -> Result<(), Error> {
    if !file.exists() {
        return Err(Error::Setting(format!("there is no file {}", file.display())));
    }
    let _lock = Lock::acquire(&settings.database)?;
    backup::check(file).await?;
    let prepared = backup::prepared(&settings.database);
    for ending in ["", "-wal", "-shm"] {
        // Of a restore that was cut off.
        let _ = std::fs::remove_file(format!("{}{ending}", prepared.display()));
    }
    app::private(&prepared)?;
    std::fs::copy(file, &prepared).map_err(|error| Error::Io(prepared.display().to_string(), error))?;
    let prepared_settings = Settings { database: prepared, ..settings.clone() };
    let (bot, store) = app::open(&prepared_settings, String::new(), app::seed()?).await?;
    // What a rule would send now may have been sent already: it is written, and then held with the rest.
    outbox::check_due(&bot, &store, app::now()).await?;
    let mut transaction = store.write().await?;
    let restored = backup::prepare(&mut transaction, &Erasures::beside(&settings.database)).await?;
    transaction.commit().await.map_err(store::Error::from)?;
    store.close().await;
    let former = backup::put_in_place(&settings.database, file)?;
    println!("Restored {} from {}.", settings.database.display(), file.display());
    println!("Letters held until a coordinator releases them: {}.", restored.held);
    println!("People erased again, because they had erased themselves since: {}.", restored.erased);
    if let Some(former) = former {
        println!("The former database is {}: delete it when you no longer need it.", former.display());
    }
    Ok(())
}
