//! Careless builds, made of the very rows of a sealed round: the attacker must succeed against them, or that he fails
//! against the product proves nothing.

use std::path::PathBuf;

use anyhow::{Context, Result};
use ballot_box::{Place, RoundId};
use data_encoding::HEXLOWER;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, TransactionTrait};

use super::copies::{Copy, KINDS, Kind, Traces, Views, read_sqlite, wanted};
use super::devices::Device;
use super::life::Build;
use super::lived::{Judge, Lived};
use super::{Given, keys, requests, tables};
use crate::home::Home;

/// Rows of one statement.
const ROWS: usize = 500;

/// What was left in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Careless {
    /// Rows lie in the order of arrival.
    OrderLeftIn,
    /// Rows lie in the order of their keys, and a column says when they came.
    TimeLeftIn,
}

impl Careless {
    const fn name(self) -> &'static str {
        match self {
            Self::OrderLeftIn => "order",
            Self::TimeLeftIn => "time",
        }
    }

    /// The statement that makes a table of a real one's rows.
    fn table(self, table: &str, real: &str, identity: &str) -> String {
        let (column, order) = match self {
            Self::OrderLeftIn => ("", "arrival.at".to_owned()),
            Self::TimeLeftIn => (", arrival.at * 60000 + 1700000000000 AS handed_in", format!("kept.{identity}")),
        };
        format!(
            "CREATE TABLE {table} AS SELECT kept.*{column} FROM {real} kept \
             JOIN arrival ON arrival.thing = kept.{identity} ORDER BY {order}"
        )
    }
}

/// Judges whose rows a careless build left lying: half of few, twenty of many.
const LEFT: usize = 20;

/// The traces of a round that was sealed well, with a free page beside it on which the rows of those who came last still
/// lie in the order in which they came.
#[must_use]
pub fn with_rows_beside(sealed: &Traces, judges: &[Judge]) -> Traces {
    let last = &judges[judges.len() - LEFT.min(judges.len() / 2)..];
    let rows: Vec<&[u8]> = last.iter().flat_map(|judge| KINDS.map(|(kind, ..)| judge.thing(kind))).collect();
    let mut traces = sealed.clone();
    traces.add_file(&wanted(&[judges]), judges.len(), "a free page", &rows.concat());
    traces
}

/// Makes the careless twin of a sealed round and gives back its traces.
///
/// # Errors
/// Those of the databases.
pub async fn traces(home: &Home, views: &Views, lived: &Lived, careless: Careless) -> Result<Traces> {
    let copy = match (&home.place, views.postgres()) {
        (Place::Folder(folder), _) => {
            in_sqlite(home, folder.join(format!("{}.sealed.sqlite", lived.round)), lived, careless).await?
        }
        (_, Some(connection)) => in_postgres(connection, lived, careless).await?,
        (Place::Postgres(_), None) => Copy::default(),
    };
    Ok(Traces::of(&copy, &lived.judges))
}

/// What an attacker is shown of a round that was lived in a careless build or with careless devices.
#[must_use]
pub fn lived(build: Build, device: Device, traces: &Traces) -> Vec<(Given, Traces)> {
    let computed = keys::computed_only(traces);
    let by_device = match device {
        Device::Blinds => None,
        Device::DoesNotBlind => Some(Given::NotBlinded),
        Device::SameFactor => Some(Given::SameFactor),
        Device::CountsSerials => Some(Given::SerialsCount),
    };
    let by_build = match build {
        Build::Product => None,
        Build::SecretKept => Some((Given::SecretKept, computed.clone())),
        Build::TokenKeysKept => Some((Given::TokenKeysKept, requests::signed_only(traces))),
    };
    by_build.into_iter().chain(by_device.map(|given| (given, computed))).collect()
}

async fn in_sqlite(home: &Home, sealed: PathBuf, lived: &Lived, careless: Careless) -> Result<Copy> {
    let folder = home.folder.with_file_name("twins");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join(format!("{}-{}.sqlite", careless.name(), lived.round));
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", file.display()));
    options.max_connections(1).sqlx_logging(false);
    let connection = Database::connect(options).await?;
    let sealed = sealed.to_str().context("a path in UTF-8")?.to_owned();
    connection.execute_unprepared(&format!("ATTACH DATABASE '{sealed}' AS real")).await?;
    let transaction = connection.begin().await?;
    for (kind, table, identity) in KINDS {
        let things = things(lived, kind);
        note_arrival(&transaction, things.map(|thing| format!("X'{}'", HEXLOWER.encode(thing))), "BLOB").await?;
        transaction.execute_unprepared(&careless.table(table, &format!("real.{table}"), identity)).await?;
        transaction.execute_unprepared("DROP TABLE arrival").await?;
    }
    transaction.commit().await?;
    connection.close().await?;
    let tables = read_sqlite(&file).await?;
    Ok(Copy { tables, files: vec![("twin.sqlite".to_owned(), std::fs::read(&file)?)] })
}

async fn in_postgres(connection: &DatabaseConnection, lived: &Lived, careless: Careless) -> Result<Copy> {
    connection.execute_unprepared("CREATE SCHEMA IF NOT EXISTS twins").await?;
    let mut copy = Copy::default();
    for (kind, table, identity) in KINDS {
        let twin = format!("twins.{}_{table}_{}", careless.name(), lived.round);
        let transaction = connection.begin().await?;
        let things = things(lived, kind);
        note_arrival(&transaction, things.map(|thing| format!("'\\x{}'::bytea", HEXLOWER.encode(thing))), "BYTEA")
            .await?;
        transaction.execute_unprepared(&careless.table(&twin, &real_table(table, lived.round), identity)).await?;
        transaction.execute_unprepared("DROP TABLE arrival").await?;
        transaction.commit().await?;
        copy.tables.push(tables::read(connection, &twin, identity).await?);
    }
    Ok(copy)
}

/// What judges have of a kind, in the order of arrival.
fn things(lived: &Lived, kind: Kind) -> impl Iterator<Item = &[u8]> {
    lived.judges.iter().map(move |judge| judge.thing(kind)).filter(|thing| !thing.is_empty())
}

fn real_table(table: &str, round: RoundId) -> String {
    format!("ballots.{table}_{round}")
}

/// A passing table of things in the order of arrival.
async fn note_arrival(
    connection: &impl ConnectionTrait,
    things: impl Iterator<Item = String>,
    bytes: &str,
) -> Result<()> {
    connection.execute_unprepared(&format!("CREATE TEMPORARY TABLE arrival (thing {bytes}, at BIGINT)")).await?;
    let rows: Vec<String> = things.enumerate().map(|(at, thing)| format!("({thing}, {at})")).collect();
    for rows in rows.chunks(ROWS) {
        connection.execute_unprepared(&format!("INSERT INTO arrival (thing, at) VALUES {}", rows.join(", "))).await?;
    }
    Ok(())
}
