//! Careless builds, made of the very rows of a sealed round: the attacker must succeed against them, or that he fails
//! against the product proves nothing. Some leave in what is sealed, others in what is copied while it is open.

use std::path::Path;

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

/// Which rows a careless build wrote.
struct Rows<'a> {
    round: RoundId,
    /// Of whom, in the order of arrival.
    judges: &'a [Judge],
    careless: Careless,
    store: Store,
}

/// Into which store.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Store {
    /// Into the one that is sealed.
    Sealed,
    /// Into one that is open: uncovered, each beside its covered name.
    Open,
}

impl Careless {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::OrderLeftIn, Self::TimeLeftIn];

    const fn name(self) -> &'static str {
        match self {
            Self::OrderLeftIn => "order",
            Self::TimeLeftIn => "time",
        }
    }

    /// The statement that makes a table of a real one's rows.
    fn table(self, store: Store, table: &str, real: &str, identity: &str) -> String {
        let (column, order) = match self {
            Self::OrderLeftIn => ("", "arrival.at".to_owned()),
            Self::TimeLeftIn => (", arrival.at * 60000 + 1700000000000 AS handed_in", format!("kept.{identity}")),
        };
        let covered = if store == Store::Open { ", arrival.covered" } else { "" };
        format!(
            "CREATE TABLE {table} AS SELECT kept.*{covered}{column} FROM {real} kept \
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
    let rows = Rows { round: lived.round, judges: &lived.judges, careless, store: Store::Sealed };
    Ok(Traces::of(&rows.copy(home, views).await?, &lived.judges))
}

/// Makes the careless twin of the open store when the second copy was made of it, and gives back the traces of that copy.
///
/// # Errors
/// Those of the databases.
pub async fn open_traces(home: &Home, views: &Views, lived: &Lived, careless: Careless) -> Result<Traces> {
    let judges = &lived.judges[..lived.between.end];
    let rows = Rows { round: lived.round, judges, careless, store: Store::Open };
    Ok(Traces::of(&rows.copy(home, views).await?, &lived.judges))
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

impl Rows<'_> {
    async fn copy(&self, home: &Home, views: &Views) -> Result<Copy> {
        Ok(match (&home.place, views.postgres()) {
            (Place::Folder(folder), _) => {
                self.in_sqlite(home, &folder.join(format!("{}.sealed.sqlite", self.round))).await?
            }
            (_, Some(connection)) => self.in_postgres(connection).await?,
            (Place::Postgres(_), None) => Copy::default(),
        })
    }

    async fn in_sqlite(&self, home: &Home, sealed: &Path) -> Result<Copy> {
        let folder = home.folder.with_file_name("twins");
        std::fs::create_dir_all(&folder)?;
        let file = folder.join(format!("{}-{}.sqlite", self.name(), self.round));
        let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", file.display()));
        options.max_connections(1).sqlx_logging(false);
        let connection = Database::connect(options).await?;
        let sealed = sealed.to_str().context("a path in UTF-8")?;
        connection.execute_unprepared(&format!("ATTACH DATABASE '{sealed}' AS real")).await?;
        let transaction = connection.begin().await?;
        for (kind, table, identity) in KINDS {
            self.note_arrival(&transaction, kind, "BLOB", |bytes| format!("X'{}'", HEXLOWER.encode(bytes))).await?;
            let sql = self.careless.table(self.store, table, &format!("real.{table}"), identity);
            transaction.execute_unprepared(&sql).await?;
            transaction.execute_unprepared("DROP TABLE arrival").await?;
        }
        transaction.commit().await?;
        connection.close().await?;
        let tables = read_sqlite(&file).await?;
        Ok(Copy { tables, files: vec![("twin.sqlite".to_owned(), std::fs::read(&file)?)] })
    }

    async fn in_postgres(&self, connection: &DatabaseConnection) -> Result<Copy> {
        connection.execute_unprepared("CREATE SCHEMA IF NOT EXISTS twins").await?;
        let mut copy = Copy::default();
        for (kind, table, identity) in KINDS {
            let twin = format!("twins.{}_{table}_{}", self.name(), self.round);
            let transaction = connection.begin().await?;
            let bytes = |bytes: &[u8]| format!("'\\x{}'::bytea", HEXLOWER.encode(bytes));
            self.note_arrival(&transaction, kind, "BYTEA", bytes).await?;
            let real = format!("ballots.{table}_{}", self.round);
            let sql = self.careless.table(self.store, &twin, &real, identity);
            transaction.execute_unprepared(&sql).await?;
            transaction.execute_unprepared("DROP TABLE arrival").await?;
            transaction.commit().await?;
            copy.tables.push(tables::read(connection, &twin, identity).await?);
        }
        Ok(copy)
    }

    fn name(&self) -> String {
        let store = if self.store == Store::Open { "open_" } else { "" };
        format!("{store}{}", self.careless.name())
    }

    /// A passing table of what judges have of a kind, in the order of arrival, each with what covers it in an open store.
    async fn note_arrival(
        &self,
        connection: &impl ConnectionTrait,
        kind: Kind,
        bytes: &str,
        written: impl Fn(&[u8]) -> String,
    ) -> Result<()> {
        connection
            .execute_unprepared(&format!("CREATE TEMPORARY TABLE arrival (thing {bytes}, covered {bytes}, at BIGINT)"))
            .await?;
        let cover = Kind::ALL.into_iter().find(|cover| cover.uncovered() == Some(kind));
        let covered = |judge: &Judge| cover.map_or(Vec::new(), |cover| judge.thing(cover).to_vec());
        let things = self.judges.iter().filter(|judge| !judge.thing(kind).is_empty());
        let row = |(at, judge): (usize, &Judge)| {
            format!("({}, {}, {at})", written(judge.thing(kind)), written(&covered(judge)))
        };
        let rows: Vec<String> = things.enumerate().map(row).collect();
        for rows in rows.chunks(ROWS) {
            let sql = format!("INSERT INTO arrival (thing, covered, at) VALUES {}", rows.join(", "));
            connection.execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}
