//! Installing Debian packages: as root, or through a sudo that asks for nothing.

use crate::process;
use anyhow::{Result, bail};
use std::process::Command;

/// Installs the packages with apt-get.
///
/// # Errors
/// No apt-get, no right to install without a password, or apt-get's own failure.
pub fn with_apt(packages: &[&str]) -> Result<()> {
    if process::find_in_path(&["apt-get"]).is_none() {
        bail!("there is no apt-get here");
    }
    let prefix = match rights()? {
        Rights::Root => "",
        Rights::Sudo => "sudo -n ",
    };
    apt(prefix, &["update"])?;
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(packages);
    apt(prefix, &arguments)
}

enum Rights {
    Root,
    Sudo,
}

fn rights() -> Result<Rights> {
    if process::output(Command::new("id").arg("-u"))?.trim() == "0" {
        return Ok(Rights::Root);
    }
    match process::output(Command::new("sudo").args(["-n", "true"])) {
        Ok(_) => Ok(Rights::Sudo),
        Err(_) => bail!("not root, and sudo wants a password"),
    }
}

fn apt(prefix: &str, arguments: &[&str]) -> Result<()> {
    let words = prefix.split_whitespace().chain(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    let words: Vec<&str> = words.chain(arguments.iter().copied()).collect();
    let Some((program, rest)) = words.split_first() else { bail!("no command") };
    process::run(Command::new(program).args(rest))
}
