//! `zhengyou admin`: what is done at the machine itself.

use clap::{Args, Subcommand};
use server::features::accounts::reset_named;

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
    PreparePostgres(PrepareArguments),
}

/// Runs the command.
pub async fn run(arguments: AdminArguments) -> Result<(), CommandError> {
    let (name, stores) = match arguments.command {
        AdminCommand::ResetPassword { name, stores } => (name, stores),
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
