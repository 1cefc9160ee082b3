//! `zhengyou serve`: the server.

use std::io::IsTerminal;
use std::net::SocketAddr;

use clap::Args;
use server::App;
use server::features::accounts::{FirstAccount, first_start};
use server::features::appraisals;
use texts::Language as PageLanguage;
use tracing_subscriber::EnvFilter;

use crate::check_claim::Language;
use crate::installation::{CommandError, StoreArguments, close};

/// Run the server: 启动服务。
#[derive(Args, Clone, Debug)]
pub struct ServeArguments {
    #[command(flatten)]
    stores: StoreArguments,
    /// The address judges reach, such as https://vote.example; slips cannot be printed without it.
    #[arg(long, value_name = "URL", value_parser = public_url)]
    public_url: Option<String>,
    /// The address and port to listen on.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

/// An address without a path, as slips print it.
fn public_url(typed: &str) -> Result<String, String> {
    let url = typed.trim_end_matches('/');
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
    let is_fitting =
        |character: char| character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | ':' | '[' | ']');
    if rest.is_empty() || !rest.chars().all(is_fitting) {
        return Err("write it like https://vote.example, without a path".to_owned());
    }
    Ok(url.to_owned())
}

/// Serves until a signal to stop.
pub async fn run(arguments: ServeArguments) -> Result<(), CommandError> {
    start_logging();
    let stores = &arguments.stores;
    let _occupied = stores.occupy()?;
    let app = stores.open(arguments.public_url.clone()).await?;
    let listener = server::listen(arguments.listen)?;
    if let Some(accounts) = first_start(&app).await? {
        tell_first_accounts(&app, stores.language, &accounts);
    }
    let stop = stop_signal()?;
    let address = listener.local_addr()?;
    println!(
        "{}",
        stores
            .language
            .pick(format!("争优已启动：http://{address}"), format!("Zhengyou is serving on http://{address}"),)
    );
    tracing::info!(%address, "server started");
    // What a crash left between intent and end goes on first; a round that cannot is told, the others are served.
    if let Err(error) = appraisals::resume(&app).await {
        tracing::error!(%error, "a step of a round could not go on");
    }
    server::serve(&app, listener, stop).await?;
    tracing::info!("server stopped");
    close(&app).await
}

/// What is logged never holds a body, a token or a name; `RUST_LOG` narrows or widens it.
pub fn start_logging() {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sea_orm_migration=warn,sqlx=warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
}

pub fn tell_first_accounts(app: &App, language: Language, accounts: &[FirstAccount]) {
    let page_language = match language {
        Language::Chinese => PageLanguage::ZhHans,
        Language::English => PageLanguage::En,
    };
    println!(
        "{}",
        language.pick(
            "首次启动，已建立以下账号。一次性密码只显示这一次，请立即记下，分别交给本人：".to_owned(),
            "First start: these accounts were made. The one-time passwords are shown this once; note them now and \
             hand each to its owner:"
                .to_owned(),
        )
    );
    for account in accounts {
        let key = format!("role-{}", account.role.code().replace('_', "-"));
        let role = app.texts.get(page_language, &key);
        println!("  {:<10} {}  {role}", account.name, account.one_time_password);
    }
}

/// Done when the process is told to stop: Ctrl-C, or SIGTERM from the system. Listening for it begins here, not when
/// the answer is first waited for.
#[cfg(unix)]
pub fn stop_signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// Done when the process is told to stop.
#[cfg(not(unix))]
pub fn stop_signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut interrupted = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupted.recv().await;
    })
}

#[cfg(test)]
mod tests {
    use super::public_url;

    #[test]
    fn a_public_address_has_no_path() {
        assert_eq!(public_url("https://vote.example/").as_deref(), Ok("https://vote.example"));
        assert_eq!(public_url("http://192.168.1.5:8080").as_deref(), Ok("http://192.168.1.5:8080"));
        for wrong in ["vote.example", "https://", "https://a/b", "ftp://a", "https://a b"] {
            assert!(public_url(wrong).is_err(), "{wrong}");
        }
    }
}
