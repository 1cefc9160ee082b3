//! What sealing needs the round's secret for: covered rows become ballots and opinions, written in the order of their keys.
//!
//! A row that does not open ends it: none is ever passed over.

use credentials::{Cover, PlainOpinion, SheetId};
use sea_orm::{ConnectionTrait, DatabaseTransaction, QueryResult};

use crate::BallotError;
use crate::store::{self, Paged, Reads, blob, rows_of_round, statements};

/// Ballots read, and written, at a time.
const BALLOTS: usize = 4_096;
/// Opinions read at a time: each may take eleven kilobytes.
const OPINIONS: usize = 256;
/// Bytes of a ballot's key, and of its nonce.
const KEY: usize = 32;

/// Where rows are and where they go.
pub(super) struct Tables {
    pub from: String,
    pub to: String,
}

/// Rewrites the ballots, sheet by sheet.
pub(super) async fn rewrite_ballots(
    writes: &Reads<'_, DatabaseTransaction>,
    cover: Option<&Cover>,
    tables: &Tables,
) -> Result<(), BallotError> {
    let mut before = None;
    while let Some(sheet) = sheet_after(writes, &tables.from, before).await? {
        let ballots = ballots_of(writes, cover, &tables.from, sheet).await?;
        for ballots in ballots.chunks(BALLOTS) {
            write_ballots(writes, &tables.to, sheet, ballots).await?;
        }
        before = Some(sheet);
    }
    Ok(())
}

/// Rewrites the opinions.
pub(super) async fn rewrite_opinions(
    writes: &Reads<'_, DatabaseTransaction>,
    cover: Option<&Cover>,
    tables: &Tables,
) -> Result<(), BallotError> {
    for opinions in statements(&opinions_of(writes, cover, &tables.from).await?) {
        let sql = format!(
            "INSERT INTO {} (round, key, sheet, subject, words) VALUES {}",
            tables.to,
            rows_of_round(opinions.len(), 4)
        );
        let mut values = vec![writes.round()];
        for PlainOpinion { key, sheet, subject, words } in opinions {
            values.extend([blob(key), i64::from(sheet.0).into(), i64::from(*subject).into(), words.clone().into()]);
        }
        writes.execute(sql, values).await?;
    }
    Ok(())
}

/// Opens every row of an open store, and keeps none.
pub(super) async fn open_all<C: ConnectionTrait>(reads: &Reads<'_, C>, cover: &Cover) -> Result<(), BallotError> {
    let ballots = reads.table("ballot");
    let mut before = None;
    while let Some(sheet) = sheet_after(reads, &ballots, before).await? {
        ballots_of(reads, Some(cover), &ballots, sheet).await?;
        before = Some(sheet);
    }
    opinions_of(reads, Some(cover), &reads.table("opinion")).await.map(drop)
}

/// The next sheet of which there is a ballot, whether the round knows it or not.
async fn sheet_after<C: ConnectionTrait>(
    reads: &Reads<'_, C>,
    from: &str,
    before: Option<SheetId>,
) -> Result<Option<SheetId>, BallotError> {
    let sql = format!("SELECT sheet FROM {from} WHERE round = $1 AND sheet > $2 ORDER BY sheet LIMIT 1");
    let before = before.map_or(-1, |sheet| i64::from(sheet.0));
    let row = reads.one(sql, vec![reads.round(), before.into()]).await?;
    row.map(|row| Ok(SheetId(store::number(&row, "sheet")?))).transpose()
}

/// The ballots of a sheet in the order of their keys: each key, nonce and answers, one after another.
async fn ballots_of<C: ConnectionTrait>(
    reads: &Reads<'_, C>,
    cover: Option<&Cover>,
    from: &str,
    sheet: SheetId,
) -> Result<Vec<Vec<u8>>, BallotError> {
    let cover = cover.ok_or(BallotError::KeysLost(reads.round_id()))?;
    let rows = Paged { table: from, columns: "key, answers", by: "key", sheet: Some(sheet), page: BALLOTS };
    let mut ballots = Vec::new();
    let uncover = |row: &QueryResult| {
        let (name, content) = (store::fixed(row, "key")?, row.try_get::<Vec<u8>>("", "answers")?);
        ballots.push(cover.uncover_ballot(sheet, &name, &content)?);
        Ok(())
    };
    reads.for_each(rows, uncover).await?;
    ballots.sort_unstable();
    Ok(ballots)
}

/// Writes ballots of one sheet, which are equally long, as one value that the database takes apart again: binding a
/// million values would take longer than everything else.
async fn write_ballots(
    writes: &Reads<'_, DatabaseTransaction>,
    to: &str,
    sheet: SheetId,
    ballots: &[Vec<u8>],
) -> Result<(), BallotError> {
    let length = ballots.first().map_or(0, Vec::len);
    if length < 2 * KEY || ballots.iter().any(|ballot| ballot.len() != length) {
        return Err(BallotError::Damaged("ballots of one sheet that are not equally long"));
    }
    let sql = format!(
        "WITH RECURSIVE part(at) AS (SELECT 1 UNION ALL SELECT at + CAST($4 AS INTEGER) FROM part \
         WHERE at + CAST($4 AS INTEGER) <= CAST($5 AS INTEGER)) \
         INSERT INTO {to} (round, sheet, key, nonce, answers) \
         SELECT $1, $2, substr($3, at, {KEY}), substr($3, at + {KEY}, {KEY}), \
         substr($3, at + 2 * {KEY}, CAST($4 AS INTEGER) - 2 * {KEY}) FROM part ORDER BY at"
    );
    let all = ballots.concat();
    let number = |bytes: usize| i64::try_from(bytes).map_err(|_| BallotError::Damaged("a ballot of endless length"));
    let values =
        vec![writes.round(), i64::from(sheet.0).into(), blob(&all), number(length)?.into(), number(all.len())?.into()];
    writes.execute(sql, values).await?;
    Ok(())
}

/// All opinions in the order of their keys.
async fn opinions_of<C: ConnectionTrait>(
    reads: &Reads<'_, C>,
    cover: Option<&Cover>,
    from: &str,
) -> Result<Vec<PlainOpinion>, BallotError> {
    let rows = Paged { table: from, columns: "key, words", by: "key", sheet: None, page: OPINIONS };
    let mut opinions = Vec::new();
    let uncover = |row: &QueryResult| {
        let cover = cover.ok_or(BallotError::KeysLost(reads.round_id()))?;
        let (name, content) = (store::fixed(row, "key")?, row.try_get::<String>("", "words")?);
        opinions.push(cover.uncover_opinion(&name, &content)?);
        Ok(())
    };
    reads.for_each(rows, uncover).await?;
    opinions.sort_unstable_by_key(|opinion| opinion.key);
    Ok(opinions)
}
