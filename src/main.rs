//! Parses the command line and calls one function.

use std::process::ExitCode;

fn main() -> ExitCode {
    if let Some(code) = takafou::cli::read_form_if_asked() {
        return code;
    }
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
    // Two threads: one for the desk, one for sending; the database has threads of its own.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    match runtime {
        Ok(runtime) => runtime.block_on(takafou::cli::main()),
        Err(error) => {
            eprintln!("takafou: the program could not start: {error}");
            ExitCode::FAILURE
        }
    }
}
