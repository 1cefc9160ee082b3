//! `zhengyou admin prepare-postgres`: the SQL that makes the two databases, each with a role of its own.
//!
//! The role of one side cannot even connect to the database of the other: what the server keeps apart by its program,
//! PostgreSQL then keeps apart by its rights.

use clap::Args;
use server::secrets::{SecretError, token};

use crate::check_claim::Language;

/// Print the SQL that makes databases and roles in PostgreSQL: 生成 PostgreSQL 建库语句。
#[derive(Args, Clone, Debug)]
pub struct PrepareArguments {
    /// The name of the database and its role; those of the ballots get `_ballots` behind it.
    #[arg(long, value_name = "NAME", default_value = "zhengyou", value_parser = plain_name)]
    name: String,
    /// The language of what is printed.
    #[arg(long, value_enum, default_value_t)]
    language: Language,
}

/// A name that needs no quotes in SQL.
fn plain_name(typed: &str) -> Result<String, String> {
    let is_plain = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '_';
    let begins = typed.starts_with(|character: char| character.is_ascii_lowercase());
    if begins && typed.len() <= 40 && typed.chars().all(is_plain) {
        Ok(typed.to_owned())
    } else {
        Err("small letters, digits and _ alone, a letter first".to_owned())
    }
}

/// Prints it, with fresh passwords.
pub fn run(arguments: &PrepareArguments) -> Result<(), SecretError> {
    let PrepareArguments { name, language } = arguments;
    println!(
        "{}",
        language.pick(
            "-- 请由 PostgreSQL 管理员用 psql 执行一次。口令只在这里出现，请妥善保管。".to_owned(),
            "-- To be run once by an administrator of PostgreSQL, with psql. The passwords stand here alone: keep them safe."
                .to_owned(),
        )
    );
    let mut urls = Vec::new();
    for side in [name.clone(), format!("{name}_ballots")] {
        let password = token()?;
        println!("CREATE ROLE {side} LOGIN PASSWORD '{password}';");
        println!("CREATE DATABASE {side} OWNER {side};");
        println!("REVOKE ALL ON DATABASE {side} FROM PUBLIC;");
        urls.push(format!("postgres://{side}:{password}@localhost/{side}"));
    }
    println!(
        "{}",
        language.pick(
            "-- 然后这样启动（把 localhost 换成数据库服务器）：".to_owned(),
            "-- Then start with (your server for localhost):".to_owned(),
        )
    );
    println!("--   --database-url {}", urls.join(" --ballot-database-url "));
    Ok(())
}
