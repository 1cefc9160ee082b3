//! Whom PostgreSQL runs as: `initdb` and the server refuse to be root.

use crate::process;
use anyhow::{Context, Result, bail};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// The user and group PostgreSQL's programs get.
#[derive(Debug, PartialEq, Eq)]
pub enum Owner {
    /// We are an ordinary user: the cluster is ours.
    Ourselves,
    /// We are root: another user, by number.
    Other {
        /// User number.
        user: u32,
        /// Group number.
        group: u32,
    },
}

impl Owner {
    /// Ourselves, unless we are root: then `postgres`, or `nobody` where there is no such user.
    pub fn find() -> Result<Self> {
        if number(&["-u"])? != 0 {
            return Ok(Self::Ourselves);
        }
        for name in ["postgres", "nobody"] {
            if let (Ok(user), Ok(group)) = (number(&["-u", name]), number(&["-g", name])) {
                return Ok(Self::Other { user, group });
            }
        }
        bail!("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody to run it as");
    }

    /// Makes the folder the owner's.
    pub fn give(&self, folder: &Path) -> Result<()> {
        if let Self::Other { user, group } = self {
            std::os::unix::fs::chown(folder, Some(*user), Some(*group))
                .with_context(|| format!("cannot give {} to user {user}", folder.display()))?;
        }
        Ok(())
    }

    /// A command that runs as the owner, in a folder it may read.
    pub fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder);
        if let Self::Other { user, group } = self {
            command.uid(*user).gid(*group);
        }
        command
    }
}

fn number(arguments: &[&str]) -> Result<u32> {
    process::output(Command::new("id").args(arguments))?.trim().parse().context("id printed no number")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn the_owner_is_never_root() {
        let owner = Owner::find().unwrap();
        assert_ne!(owner, Owner::Other { user: 0, group: 0 });
        let id = process::output(owner.command(Path::new("id"), Path::new("/")).arg("-u")).unwrap();
        assert_ne!(id.trim(), "0");
    }
}
