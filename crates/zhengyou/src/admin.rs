//! `zhengyou admin`: what is done at the machine itself.

use clap::{Args, Subcommand};
use server::features::accounts::reset_named;
use server::{LostRounds, lost_rounds, void_lost_rounds};

use crate::check_claim::Language;
use crate::installation::{CommandError, StoreArguments, close};
use crate::prepare_postgres::{self, PrepareArguments};

/// Operation at the machine: 在服务器上维护。
#[derive(Args, Clone, Debug)]
pub struct AdminArguments {
    #[command(subcommand)]
    command: AdminCommand,
}

#[derive(Subcommand, Clone, Debug)]
enum AdminCommand {
    /// Give an account a new one-time password and end its sessions: 重置密码。
    ResetPassword {
        /// The account's sign-in name.
        name: String,
        #[command(flatten)]
        stores: StoreArguments,
    },
    /// Declare rounds void whose ballots cannot be read any longer, because store or keys are lost: 作废无法读出的轮次。
    VoidLostRounds {
        /// Do it; without this the rounds are only named.
        #[arg(long)]
        sure: bool,
        #[command(flatten)]
        stores: StoreArguments,
    },
    PreparePostgres(PrepareArguments),
}

/// Runs the command.
pub async fn run(arguments: AdminArguments) -> Result<(), CommandError> {
    let (name, stores) = match arguments.command {
        AdminCommand::ResetPassword { name, stores } => (name, stores),
        AdminCommand::VoidLostRounds { sure, stores } => return void(sure, stores).await,
        AdminCommand::PreparePostgres(arguments) => {
            return prepare_postgres::run(&arguments).map_err(|error| CommandError::Change(error.into()));
        }
    };
    stores.must_exist()?;
    let app = stores.open(None).await?;
    let password = reset_named(&app, &name).await?;
    close(&app).await?;
    let language = stores.language;
    let Some(password) = password else {
        return Err(CommandError::Refused(
            language.pick(format!("没有使用中的账号“{name}”。"), format!("There is no account “{name}” in use.")),
        ));
    };
    println!(
        "{}",
        language.pick(
            format!("{name} 的一次性密码（只显示这一次）：{password}"),
            format!("The one-time password of {name}, shown this once: {password}"),
        )
    );
    Ok(())
}

async fn void(is_sure: bool, stores: StoreArguments) -> Result<(), CommandError> {
    stores.must_exist()?;
    let app = stores.open(None).await?;
    let found = if is_sure { void_lost_rounds(&app).await? } else { lost_rounds(&app).await? };
    close(&app).await?;
    let said = match (found.titles.is_empty(), is_sure) {
        (true, _) => ("没有查明选票已经丢失的轮次。", "No round is known to have lost its ballots."),
        (false, true) => {
            ("下列轮次已整体作废，须重新组织：", "These rounds are void as a whole and have to be repeated:")
        }
        (false, false) => (
            "下列轮次的票箱或密钥不见了，选票无法读出。能找回就放回原处；确实找不回的，加上 --sure 再执行一次，这些轮次将整体作废：",
            "Store or keys of these rounds are missing, so their ballots cannot be read. Put them back if you can. If they \
             are lost for good, run this again with --sure, which declares these rounds void as a whole:",
        ),
    };
    let said = stores.language.pick(said.0.to_owned(), said.1.to_owned());
    say_of_rounds(said, &found, stores.language)
}

/// Says what was found of rounds. Where a store does not open, all of it is said as a failure, with the store and why.
pub fn say_of_rounds(first: String, found: &LostRounds, language: Language) -> Result<(), CommandError> {
    let mut lines = vec![first];
    lines.extend(found.titles.iter().map(|title| format!("  {title}")));
    if found.unopened.is_empty() {
        println!("{}", lines.join("\n"));
        return Ok(());
    }
    lines.push(language.pick(
        "下列轮次的票箱打不开，未作处理。请先查明原因：".to_owned(),
        "The stores of these rounds do not open; they were left as they are. Find out why first:".to_owned(),
    ));
    lines.extend(found.unopened.iter().map(|(title, store, why)| format!("  {title} ({store}): {why}")));
    Err(CommandError::Unopened(lines.join("\n")))
}
