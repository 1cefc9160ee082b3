//! What the attacker copies, and the traces he finds in it.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use ballot_box::{Place, RoundId};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use test_databases::files_below;

use super::lived::{Held, Judge};
use super::log;
use super::search::Wanted;
use super::tables::{self, Table};
use crate::home::Home;

/// What lies in a sealed store, with its table and the column that names its rows.
pub const KINDS: [(Kind, &str, &str); 4] = [
    (Kind::Ballot, "ballot", "key"),
    (Kind::Slip, "spent", "hash"),
    (Kind::Opinion, "opinion", "key"),
    (Kind::Token, "token", "hash"),
];

/// A kind of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A ballot, by its key.
    Ballot,
    /// A used slip, by its hash.
    Slip,
    /// An opinion, by its random key.
    Opinion,
    /// A ballot as it lies in an open store, by its covered name.
    CoveredBallot,
    /// An opinion as it lies in an open store, by its covered name.
    CoveredOpinion,
    /// A used token, by its hash.
    Token,
    /// The same, where its random bytes are found.
    Serial,
    /// What the named side has of a person who took a token, by the blinded message.
    Request,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::Ballot,
        Self::Slip,
        Self::Opinion,
        Self::CoveredBallot,
        Self::CoveredOpinion,
        Self::Token,
        Self::Serial,
        Self::Request,
    ];

    /// Of what a piece tells, and how that is called where it is found in bytes.
    const fn of_piece(self) -> (Self, &'static str) {
        match self {
            Self::Serial => (Self::Token, " of random bytes"),
            whole => (whole, ""),
        }
    }

    /// What a covered thing is once the store is sealed.
    pub(super) const fn uncovered(self) -> Option<Self> {
        match self {
            Self::CoveredBallot => Some(Self::Ballot),
            Self::CoveredOpinion => Some(Self::Opinion),
            Self::Ballot | Self::Slip | Self::Opinion | Self::Token | Self::Serial | Self::Request => None,
        }
    }
}

/// The attacker's eyes.
pub struct Views {
    home: Home,
    postgres: Option<DatabaseConnection>,
}

/// A copy of one round's store.
#[derive(Default)]
pub struct Copy {
    /// In the order of [`KINDS`].
    pub tables: Vec<Table>,
    /// Bytes by what the file is.
    pub files: Vec<(String, Vec<u8>)>,
}

/// A thing's trace: what a copy tells of it, in a form that can be put in order.
pub type Trace = (u64, u64);

/// How traces of one sort are called.
pub type Sort = String;

/// All traces of a round's things: per kind and sort, by the judge's number.
#[derive(Clone, Default)]
pub struct Traces(BTreeMap<(Kind, Sort), Vec<Option<Trace>>>);

impl Views {
    /// Looks at a home.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of(home: &Home) -> Result<Self> {
        let postgres = match &home.place {
            Place::Postgres(url) => Some(Database::connect(url).await?),
            Place::Folder(_) => None,
        };
        Ok(Self { home: home.clone(), postgres })
    }

    /// The connection to PostgreSQL.
    pub const fn postgres(&self) -> Option<&DatabaseConnection> {
        self.postgres.as_ref()
    }

    /// Copies a round's store as it is now: its rows, with what the database tells of their places, and SQLite's files
    /// with the log.
    ///
    /// # Errors
    /// Those of the database and the files.
    pub async fn copy(&self, round: RoundId) -> Result<Copy> {
        let mut copy = Copy::default();
        match (&self.postgres, &self.home.place) {
            (Some(connection), _) => {
                for (_, table, identity) in KINDS {
                    let table = format!("ballots.{table}_{round}");
                    copy.tables.push(tables::read(connection, &table, identity).await?);
                }
            }
            (None, Place::Folder(folder)) => {
                let of_round = |path: &PathBuf| path.to_string_lossy().contains(&round.to_string());
                let paths: Vec<_> = files_below(folder)?.into_iter().filter(of_round).collect();
                copy.tables = rows_of_sqlite(&paths).await?;
                copy.files = read_files(&paths)?.into_iter().map(|(path, bytes)| (class(&path), bytes)).collect();
                copy.lay_log_over_file();
            }
            (None, Place::Postgres(_)) => {}
        }
        Ok(copy)
    }

    /// Closes what was opened.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn close(self) -> Result<()> {
        match self.postgres {
            Some(connection) => Ok(connection.close().await?),
            None => Ok(()),
        }
    }

    /// Every file of the installation with what it is: the folder with stores, keys and backups, and PostgreSQL's whole
    /// database.
    ///
    /// # Errors
    /// Those of the database and the files.
    pub async fn all_files(&self) -> Result<Vec<(String, Vec<u8>)>> {
        let mut files: Vec<_> = read_files(&files_below(&self.home.folder)?)?
            .into_iter()
            .map(|(path, bytes)| (class(&path), bytes))
            .collect();
        if let Some(connection) = &self.postgres {
            files.extend(files_of_postgres(connection).await?);
        }
        Ok(files)
    }

    /// That [`Self::all_files`] sees: while casting, the covered name of each of these ballots is in some file.
    ///
    /// # Errors
    /// A ballot that was not found; those of the database and the files.
    pub async fn see(&self, ballots: &[&[u8]]) -> Result<()> {
        let wanted = Wanted::new(ballots.iter().enumerate().map(|(number, ballot)| (ballot.to_vec(), number)));
        let mut is_seen = vec![false; ballots.len()];
        for (_, bytes) in self.all_files().await? {
            wanted.find(&bytes, |number, _| is_seen[number] = true);
        }
        let seen = is_seen.iter().filter(|seen| **seen).count();
        ensure!(seen == ballots.len(), "only {seen} of {} ballots in the open store were found", ballots.len());
        Ok(())
    }
}

impl Copy {
    /// Adds SQLite's file as its log makes it, where there is a log: neither alone holds all rows.
    fn lay_log_over_file(&mut self) {
        let ending = |ending: &str| self.files.iter().find(|(class, _)| class.ends_with(ending));
        if let (Some((class, file)), Some((_, log))) = (ending(".sqlite"), ending(".sqlite-wal")) {
            let whole = (format!("{class} with its log"), log::applied(file, log));
            self.files.push(whole);
        }
    }

    /// Whether a ballot with this name is among the rows.
    #[must_use]
    pub fn has_ballot(&self, name: &[u8]) -> bool {
        self.tables.first().is_some_and(|ballots| ballots.things.iter().any(|thing| thing == name))
    }
}

/// The rows of the one SQLite file among these that holds a store.
async fn rows_of_sqlite(paths: &[PathBuf]) -> Result<Vec<Table>> {
    let mut found = Vec::new();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "sqlite")) {
        found = read_sqlite(path).await?;
    }
    Ok(found)
}

/// The tables of [`KINDS`] of a SQLite file.
///
/// # Errors
/// Those of the database.
pub async fn read_sqlite(path: &Path) -> Result<Vec<Table>> {
    let connection = Database::connect(format!("sqlite://{}?mode=ro", path.display())).await?;
    let mut found = Vec::new();
    for (_, table, identity) in KINDS {
        found.push(tables::read(&connection, table, identity).await?);
    }
    connection.close().await?;
    Ok(found)
}

async fn files_of_postgres(connection: &DatabaseConnection) -> Result<Vec<(String, Vec<u8>)>> {
    // Statistics hold values of tables; here they are gathered on purpose.
    connection.execute_unprepared("ANALYZE").await?;
    connection.execute_unprepared("CHECKPOINT").await?;
    let sql = "SELECT current_setting('data_directory') || '/' || pg_relation_filepath(oid) AS file, \
               relname::text AS relation FROM pg_class WHERE relfilenode <> 0";
    let mut relations = HashMap::new();
    for row in tables::query(connection, sql).await? {
        relations.insert(PathBuf::from(row.try_get::<String>("", "file")?), row.try_get::<String>("", "relation")?);
    }
    let of_database = |file: &&PathBuf| file.components().any(|part| part.as_os_str() == "base") && file.exists();
    // A server of another machine, or of a user whose files are not ours to read, proves nothing.
    let folder = relations.keys().find(of_database).and_then(|file| file.parent());
    let folder = folder.context("PostgreSQL's files must be read, and are not to be read from here")?;
    let named =
        |path: &PathBuf| relations.get(path).map_or_else(|| "a file of no relation".to_owned(), |name| class(name));
    let files = read_files(&files_below(folder)?)?;
    Ok(files.into_iter().map(|(path, bytes)| (named(&PathBuf::from(path)), bytes)).collect())
}

/// What a file is, whatever round it belongs to: its folder and its name, with the round's name left out.
fn class(path: &str) -> String {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or_default();
    let is_round = |piece: &str| piece.len() == 32 && piece.bytes().all(|byte| byte.is_ascii_hexdigit());
    let of_round = name.split(['.', '_', '-']).find(|piece| is_round(piece)).unwrap_or("ROUND");
    let name = name.replace(of_round, "ROUND");
    parts.next().map_or_else(|| name.clone(), |folder| format!("{folder}/{name}"))
}

fn read_files(paths: &[PathBuf]) -> Result<Vec<(String, Vec<u8>)>> {
    paths.iter().map(|path| Ok((path.to_string_lossy().into_owned(), fs::read(path)?))).collect()
}

impl Judge {
    /// His thing of a kind, empty where he has none.
    #[must_use]
    pub fn thing(&self, kind: Kind) -> &[u8] {
        match (kind, &self.held) {
            (Kind::Slip, Held::Slip(_)) | (Kind::Token, Held::Token(_)) => &self.used,
            (Kind::Serial, Held::Token(taken)) => taken.token.serial(),
            (Kind::Request, Held::Token(taken)) => taken.blinded.as_bytes(),
            (Kind::Slip | Kind::Token | Kind::Serial | Kind::Request, _) => &[],
            (Kind::Ballot, _) => &self.ballot,
            (Kind::Opinion, _) => &self.opinion,
            (Kind::CoveredBallot, _) => &self.covered_ballot,
            (Kind::CoveredOpinion, _) => &self.covered_opinion,
        }
    }
}

impl Traces {
    /// The traces that a copy holds of these judges' things.
    #[must_use]
    pub fn of(copy: &Copy, judges: &[Judge]) -> Self {
        let mut traces = Self::default();
        let wanted = wanted(&[judges]);
        traces.add_tables(&wanted, &copy.tables, judges.len());
        copy.files.iter().for_each(|(class, bytes)| traces.add_file(&wanted, judges.len(), class, bytes));
        traces
    }

    /// Adds what a file tells of the things of one round.
    pub fn add_file(&mut self, wanted: &Wanted<Name>, judges: usize, class: &str, bytes: &[u8]) {
        for (_, kind, sort, number, trace) in places(wanted, class, bytes) {
            self.note(kind, sort, judges, number, trace);
        }
    }

    /// Adds what the rows tell: a row is of whatever it holds, in whichever column.
    pub fn add_tables(&mut self, wanted: &Wanted<Name>, tables: &[Table], judges: usize) {
        for ((_, name, _), table) in KINDS.into_iter().zip(tables) {
            let mut held = Vec::new();
            for (row, bytes) in table.bytes.iter().enumerate() {
                wanted.find(bytes, |(_, kind, number), _| held.push((row, kind.of_piece().0, number)));
            }
            for column in &table.columns {
                let mut sorted: Vec<&String> = column.values.iter().collect();
                sorted.sort();
                sorted.dedup();
                let what = if column.is_declared { "column " } else { "" };
                let sort = format!("{what}{} of {name}", column.name);
                for (row, kind, number) in &held {
                    if let Ok(rank) = sorted.binary_search(&&column.values[*row]) {
                        self.note(*kind, sort.clone(), judges, *number, (rank as u64, 0));
                    }
                }
            }
        }
    }

    /// Adds what a copy of the same round tells that was taken while it was open.
    pub fn add_copy(&mut self, other: &Self, which: &str) {
        for ((kind, sort), traces) in &other.0 {
            self.0.insert((*kind, format!("{sort}, {which}")), traces.clone());
        }
    }

    /// What they tell whoever has the round's secret besides: he computes the covered name of every ballot and opinion of
    /// the sealed store, and so knows which row of a copy is which.
    #[must_use]
    pub fn uncovered(&self) -> Self {
        let known =
            self.0.iter().filter_map(|((kind, sort), all)| Some(((kind.uncovered()?, sort.clone()), all.clone())));
        Self(self.0.clone().into_iter().chain(known).collect())
    }

    /// Only the traces of such sorts.
    #[must_use]
    pub fn only(&self, is_such: impl Fn(&str) -> bool) -> Self {
        let such = self.0.iter().filter(|((_, sort), _)| is_such(sort));
        Self(such.map(|(key, all)| (key.clone(), all.clone())).collect())
    }

    /// The sorts of traces of a kind with the traces by judge.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (&Sort, &[Option<Trace>])> {
        self.0.iter().filter(move |((of, _), _)| *of == kind).map(|((_, sort), all)| (sort, all.as_slice()))
    }

    /// Notes one trace.
    pub fn note(&mut self, kind: Kind, sort: Sort, judges: usize, number: usize, trace: Trace) {
        self.0.entry((kind, sort)).or_insert_with(|| vec![None; judges])[number] = Some(trace);
    }
}

/// A thing by its round's place in a list, its kind and its judge's number.
pub type Name = (usize, Kind, usize);

/// Everything that is looked for in files.
#[must_use]
pub fn wanted(rounds: &[&[Judge]]) -> Wanted<Name> {
    let of_judge = |round: usize, number: usize, judge: &Judge| {
        Kind::ALL.map(|kind| (judge.thing(kind).to_vec(), (round, kind, number)))
    };
    Wanted::new(rounds.iter().enumerate().flat_map(|(round, judges)| {
        judges.iter().enumerate().flat_map(move |(number, judge)| of_judge(round, number, judge))
    }))
}

/// The traces that the bytes of a file hold: of each thing its first three places and its last, each as the place in the
/// file, as the page and the distance from its end (where databases begin to fill it), and as that distance alone.
pub fn places(wanted: &Wanted<Name>, class: &str, bytes: &[u8]) -> Vec<(usize, Kind, Sort, usize, Trace)> {
    let mut found: HashMap<Name, Vec<u64>> = HashMap::new();
    wanted.find(bytes, |name, at| found.entry(name).or_default().push(at as u64));
    // Header and page: SQLite's log, SQLite's file, anything else is PostgreSQL's.
    let (header, page) = match class {
        _ if class.ends_with("-wal") => (32, 4_120),
        _ if class.contains(".sqlite") => (0, 4_096),
        _ => (0, 8_192),
    };
    let mut all = Vec::new();
    for ((round, kind, number), at) in found {
        let (kind, piece) = kind.of_piece();
        let choices = [("first", at.first()), ("second", at.get(1)), ("third", at.get(2)), ("last", at.last())];
        for (choice, at) in choices {
            let Some(at) = at else { continue };
            let inside = at.saturating_sub(header);
            let from_end = page - inside % page;
            let ways = [("place", (*at, 0)), ("cell", (inside / page, from_end)), ("cell in its page", (from_end, 0))];
            for (way, trace) in ways {
                let sort = format!("{choice} {way}{piece} in {class}");
                all.push((round, kind, sort, number, trace));
            }
        }
    }
    all
}
