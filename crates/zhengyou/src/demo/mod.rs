//! `zhengyou demo`: an invented county from spreadsheets as an office would have them, brought in through the same
//! importer as the pages, and served with ready logins.
//!
//! The county is the same at every run: it is drawn from a fixed seed.

mod chance;
mod county;
mod sheets;
mod words;

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use server::App;
use server::features::accounts::first_start;
use server::features::results;
use server::imports::engine::Kind;
use server::imports::{Extent, Order, Outcome, SureCorrections, bring};
use tokio::net::TcpListener;

use crate::check_claim::Language;
use crate::installation::{CommandError, StoreArguments, close, create_private_folder};
use crate::serve::{start_logging, stop_signal, tell_first_accounts};

/// The seed of the county.
const SEED: u64 = 0x2011_0701;

/// Make an invented county and serve it: 演示。
#[derive(Args, Clone, Debug)]
pub struct DemoArguments {
    /// The folder to make it in; it must not be in use.
    #[arg(long, value_name = "DIR", default_value = "zhengyou-demo")]
    data: PathBuf,
    /// The address and port to listen on; of this machine only.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// End when everything is made, without serving.
    #[arg(long)]
    once: bool,
    /// The language of what is printed.
    #[arg(long, value_enum, default_value_t)]
    language: Language,
}

/// Makes the county and serves it.
pub async fn run(arguments: DemoArguments) -> Result<(), CommandError> {
    let language = arguments.language;
    refuse(&arguments)?;
    start_logging();
    let stores = StoreArguments {
        data: arguments.data.clone(),
        database_url: None,
        ballot_database_url: None,
        keys: None,
        time_zone: chrono_tz::Asia::Shanghai,
        language,
    };
    let _occupied = stores.occupy()?;
    let listener = TcpListener::bind(arguments.listen).await?;
    let address = listener.local_addr()?;
    let app = stores.open(Some(format!("http://{address}"))).await?;
    let county = county::make(SEED);
    bring_in(&app, &arguments.data, &county, language).await?;
    if let Some(accounts) = first_start(&app).await? {
        tell_first_accounts(&app, language, &accounts);
    }
    if arguments.once {
        return close(&app).await;
    }
    let stop = stop_signal()?;
    println!(
        "{}",
        language
            .pick(format!("演示已启动：http://{address}"), format!("The demonstration is served on http://{address}"),)
    );
    let watching = tokio::spawn(results::watch(app.clone()));
    server::serve(&app, listener, stop).await?;
    watching.abort();
    close(&app).await
}

/// An invented county must not end up among real data, nor on a network.
fn refuse(arguments: &DemoArguments) -> Result<(), CommandError> {
    let language = arguments.language;
    if !arguments.listen.ip().is_loopback() {
        return Err(CommandError::Refused(language.pick(
            "演示只在本机运行，请用 127.0.0.1。".to_owned(),
            "The demonstration runs on this machine only: listen on 127.0.0.1.".to_owned(),
        )));
    }
    let is_used = match fs::read_dir(&arguments.data) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
        Err(error) => return Err(error.into()),
    };
    if is_used {
        let folder = arguments.data.display();
        return Err(CommandError::Refused(language.pick(
            format!("{folder} 已在使用。请用 --data 指定一个新文件夹。"),
            format!("{folder} is in use. Name a new folder with --data."),
        )));
    }
    Ok(())
}

/// Writes the two spreadsheets and imports them.
async fn bring_in(app: &App, data: &Path, county: &county::County, language: Language) -> Result<(), CommandError> {
    let folder = data.join("spreadsheets");
    create_private_folder(&folder)?;
    let files = [
        (Kind::Organisations, "organisations.xlsx", sheets::organisations(county)),
        (Kind::Members, "members.xlsx", sheets::members(county)),
    ];
    for (kind, name, bytes) in files {
        let broken = |error: &dyn std::fmt::Display| CommandError::File(std::io::Error::other(error.to_string()));
        let bytes = bytes.map_err(|error| broken(&error))?;
        fs::write(folder.join(name), &bytes)?;
        let order = Order {
            kind,
            file_name: name.to_owned(),
            bytes,
            extent: Extent::Write,
            sure: SureCorrections::Accept,
            today: app.today().to_string(),
        };
        let outcome = bring(&app.database, &app.clock, order, &|_, _, _| ()).await.map_err(|error| broken(&error))?;
        if !matches!(outcome, Outcome::Written(_)) {
            return Err(broken(&format!("{name} was not imported: {outcome:?}")));
        }
    }
    println!(
        "{}",
        language.pick(
            format!(
                "已从 {} 导入 {} 个党组织、{} 名党员。",
                folder.display(),
                county.organisations.len(),
                county.members.len()
            ),
            format!(
                "Imported {} organisations and {} members from {}.",
                county.organisations.len(),
                county.members.len(),
                folder.display()
            ),
        )
    );
    Ok(())
}
