//! `zhengyou demo`: an invented county from spreadsheets as an office would have them, and a year of rounds lived on it, with
//! papers and ready logins.
//!
//! The county is the same at every run: it is drawn from a fixed seed. Its rounds are made on the product's own pages, as
//! people make them; only ballots are handed to the box directly, because hundreds of telephones would add nothing.

mod afterwards;
mod announced;
mod asked;
mod ballots;
mod casting;
mod chain;
mod chance;
mod console;
mod correction;
mod county;
mod directions;
mod judges;
mod known;
mod lived;
mod meeting;
mod named;
mod neighbours;
mod paper;
mod papers;
mod past;
mod people;
mod phones;
mod procedures;
mod published;
mod remembered;
mod rounds;
mod sheets;
mod tablet;
mod windows;
mod words;
mod year;

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ballot_box::{BallotBox, Place, Settings};
use chrono::{NaiveDate, TimeDelta};
use clap::Args;
use rules::Fraction;
use rules::rounding::Decimals;
use server::imports::engine::Kind;
use server::imports::{Extent, Order, Outcome, SureCorrections, bring};
use server::{App, AppSettings, Clock, router};
use storage::{Database, Strictness};
use visits::Service;

use self::chance::Chance;
use self::console::Console;
use self::people::PASSWORD;
use self::published::Days;
use self::remembered::Remembered;
use crate::check_claim::Language;
use crate::installation::{CommandError, StoreArguments, close, create_private_folder};
use crate::serve::{start_logging, stop_signal};

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

/// Makes the county and its rounds, and serves it.
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
    let listener = server::listen(arguments.listen)?;
    let address = format!("http://{}", listener.local_addr()?);
    let drawn = Remembered::default();
    let app = open(&stores, &address, &drawn).await?;
    let console = Console { language };
    live(&app, &drawn, console, &address).await?;
    if arguments.once {
        return close(&app).await;
    }
    let stop = stop_signal()?;
    console.say(
        format!("\n演示已启动：{address} （按 Ctrl-C 结束）"),
        format!("\nThe demonstration is served on {address} (Ctrl-C ends it)"),
    );
    server::serve(&app, listener, stop).await?;
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

/// Opens the stores, as a server would, with randomness that remembers the slips.
async fn open(stores: &StoreArguments, address: &str, drawn: &Remembered) -> Result<App, CommandError> {
    let database = Database::open_sqlite(&stores.database_file(), Strictness::Log).await?;
    let place = Place::Folder(stores.ballots_folder());
    let settings = Settings { entropy: Arc::new(drawn.clone()), ..Settings::new(place, stores.data.join("keys")) };
    let ballots = BallotBox::open(settings).await?;
    let settings =
        AppSettings { data: stores.data.clone(), public_url: Some(address.to_owned()), time_zone: stores.time_zone };
    Ok(App::new(database, Arc::new(ballots), Clock::Behind(Arc::default()), settings)?)
}

/// Everything that has happened in the county so far.
async fn live(app: &App, drawn: &Remembered, console: Console, address: &str) -> Result<(), CommandError> {
    let data = app.settings.data.clone();
    let county = county::make(SEED);
    let today = app.today();
    past::begin(app, today);
    bring_in(app, &data, &county, console).await?;
    let mut chance = Chance::new(SEED + 1);
    let mut people = people::begin(app, Service::new(router(app))).await?;
    console.say("正在办理往年各季度的评议……", "The quarters of the years before …");
    let park = past::make((app, drawn), &mut people, &county, today).await?;
    console.say("正在办理第一轮：已公布，自评中……", "The first round: announced, self-reports coming in …");
    announced::make(app, &mut people, &county, (day(today, 3), day(today, 20)), &mut chance).await?;
    console.say("正在办理第二轮：投票中……", "The second round: casting …");
    let period = (day(today, -3), day(today, 12));
    let casting = casting::make((app, drawn), &mut people, period, &mut chance).await?;
    console.say("正在办理第三轮：封存、公布、统计单上报……", "The third round: sealed, published, returns filed …");
    let days = Days {
        period: (day(today, -45), day(today, -5)),
        meeting: day(today, -20),
        today: day(today, 0),
        due: day(today, 10),
        quarter: today,
    };
    let mut published = published::make((app, drawn), &mut people, &county, &days, &mut chance).await?;
    console.say("正在办理其余各轮：多向评议、三测评……", "The other rounds: every direction, three linked ones …");
    let rounds = (&park, &casting.round, &published);
    let sights = year::make((app, drawn), &mut people, &county, today, rounds).await?;
    console.say("正在生成文书……", "Making the papers …");
    let out = data.join("out");
    let papers = papers::write(&out, &mut people, &casting, &mut published).await?;
    let satisfaction = papers::satisfaction(&mut people.office, &published).await;
    let (folder, (slips, ballots)) = (out.display(), published.slips);
    let (filed, accepted, sent_back) = published.returns;
    let recovered = share(ballots, slips);
    let title = &published.title;
    console.say(
        format!(
            "\n党组织 {} 个，党员 {} 名。\n{title}：发出 {slips} 张，收回 {ballots} 张（收回率 {recovered}），\
             有效 {ballots} 张；满意率 {satisfaction}。\n\
             统计单：上报 {filed} 份，已接收 {accepted} 份，退回 {sent_back} 份。正在投票的一轮已收到 {} 张票。\n\
             文书和表格 {papers} 份，在 {folder}。",
            county.organisations.len(),
            county.members.len(),
            casting.ballots,
        ),
        format!(
            "\n{} organisations, {} members.\n{title}: {slips} issued, {ballots} recovered ({recovered}), {ballots} valid; satisfied \
             {satisfaction}.\nReturns: {filed} filed, {accepted} accepted, {sent_back} sent back. The round that is \
             casting has {} ballots so far.\n{papers} papers and tables in {folder}.",
            county.organisations.len(),
            county.members.len(),
            casting.ballots,
        ),
    );
    console.sights(&sights, address);
    console.codes(&casting.unused, address);
    console.tablet((&casting.tablet, tablet::PIN), address);
    console.logins(&people.logins, PASSWORD);
    Ok(())
}

/// A share with both numbers, as pages write it.
fn share(part: u64, whole: u64) -> String {
    let share = Fraction::new(part, whole);
    share.map_or_else(String::new, |share| format!("{share} = {} %", share.percent(Decimals::ONE)))
}

/// A day so many days from today, as forms take it.
fn day(today: NaiveDate, offset: i64) -> String {
    today.checked_add_signed(TimeDelta::days(offset)).unwrap_or(today).to_string()
}

/// Writes the two spreadsheets and imports them.
async fn bring_in(app: &App, data: &Path, county: &county::County, console: Console) -> Result<(), CommandError> {
    let folder = data.join("spreadsheets");
    create_private_folder(&folder)?;
    let files = [
        (Kind::Organisations, "党组织一览表.xlsx", sheets::organisations(county)),
        (Kind::Members, "党员花名册.xlsx", sheets::members(county)),
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
    let (organisations, members) = (county.organisations.len(), county.members.len());
    console.say(
        format!("已从 {} 导入 {organisations} 个党组织、{members} 名党员。", folder.display()),
        format!("Imported {organisations} organisations and {members} members from {}.", folder.display()),
    );
    Ok(())
}
