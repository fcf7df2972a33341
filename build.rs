//! Applies `migrations/` to an empty database beside the build's output, so that `query!` checks every query against
//! the real schema with nothing to set up.

use std::{env, error::Error, path::Path};

use sqlx::{Connection, SqliteConnection, migrate::Migrator};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=migrations");
    let file = Path::new(&env::var("OUT_DIR")?).join("schema.db");
    let _ = std::fs::remove_file(&file);
    let url = format!("sqlite://{}?mode=rwc", file.display());
    let mut database = SqliteConnection::connect(&url).await?;
    Migrator::new(Path::new("migrations")).await?.run(&mut database).await?;
    database.close().await?;
    println!("cargo::rustc-env=DATABASE_URL={url}");
    Ok(())
}
