//! One transaction of the committer.

use std::collections::{HashMap, HashSet};

use credentials::{CoveredName, CredentialHash};
use sea_orm::DatabaseTransaction;
use tokens::Token;

use super::{Prepared, Verdict};
use crate::covered;
use crate::rounds::read_phase;
use crate::store::{self, Reads, Store, blob, placeholders, rows_of_round, statements};
use crate::{BallotError, Phase, SheetId};

/// What the round knows of a code.
struct Issued {
    sheet: SheetId,
    valid: bool,
}

/// Stores the hand-ins that may be stored, all synced to the disk when this returns, and tells each its fate.
pub(super) async fn commit(store: &Store, hand_ins: Vec<Prepared>) -> Result<Vec<Verdict>, BallotError> {
    let transaction = store.write().await?;
    let writes = Reads::over(&transaction, store.round());
    match read_phase(&writes).await? {
        Some(Phase::Casting) => {}
        Some(phase) => return Ok(vec![Verdict::Closed(phase); hand_ins.len()]),
        None => return Err(BallotError::UnknownRound(store.round())),
    }
    let issued = read_issued(&writes, &hand_ins).await?;
    let token_sheets = read_token_sheets(&writes, &hand_ins).await?;
    let refusal = |hand_in: &Prepared| match hand_in.token {
        None => refuse(issued.get(&hand_in.hash), hand_in),
        Some(_) => (!token_sheets.contains(&hand_in.sheet)).then_some(Verdict::Cancelled),
    };
    let mut verdicts: Vec<Option<Verdict>> = hand_ins.iter().map(refusal).collect();
    let mut claims = first_of_each_code(&hand_ins, &verdicts);
    // Each table is written in the order of its own keys: of hand-ins that share a transaction the bytes keep neither who
    // was first nor, by the same place in two tables, which code a ballot came with, even before sealing.
    claims.sort_unstable_by_key(|(_, hand_in)| hand_in.hash);
    let fresh = spend(&writes, &claims).await?;
    let stored: Vec<_> = claims.into_iter().filter(|(_, hand_in)| fresh.contains(&hand_in.hash)).collect();
    covered::store_ballots(&writes, stored.iter().map(|(_, hand_in)| (hand_in.sheet, &hand_in.ballot)).collect())
        .await?;
    covered::store_opinions(&writes, stored.iter().flat_map(|(_, hand_in)| &hand_in.opinions).collect()).await?;
    for (place, _) in &stored {
        verdicts[*place] = Some(Verdict::Stored);
    }
    let present = present_ballots(&writes, &hand_ins, &verdicts).await?;
    transaction.commit().await?;
    let fate = |(hand_in, verdict): (&Prepared, Option<Verdict>)| {
        verdict.unwrap_or(if present.contains(&hand_in.ballot.name) { Verdict::StoredBefore } else { Verdict::Used })
    };
    Ok(hand_ins.iter().zip(verdicts).map(fate).collect())
}

type Writes<'a> = Reads<'a, DatabaseTransaction>;

async fn read_issued(
    writes: &Writes<'_>,
    hand_ins: &[Prepared],
) -> Result<HashMap<CredentialHash, Issued>, BallotError> {
    let mut issued = HashMap::new();
    let with_codes: Vec<&Prepared> = hand_ins.iter().filter(|hand_in| hand_in.token.is_none()).collect();
    for hand_ins in statements(&with_codes) {
        let sql = format!(
            "SELECT issued.hash AS hash, issued.standing AS code, batch.standing AS batch, batch.sheet AS sheet \
             FROM {} issued JOIN {} batch ON batch.round = issued.round AND batch.batch = issued.batch \
             WHERE issued.round = $1 AND issued.hash IN ({})",
            writes.table("issued"),
            writes.table("batch"),
            placeholders(2, hand_ins.len())
        );
        let mut values = vec![writes.round()];
        values.extend(hand_ins.iter().map(|hand_in| blob(hand_in.hash.as_bytes())));
        for row in writes.all(sql, values).await? {
            let (code, batch): (String, String) = (row.try_get("", "code")?, row.try_get("", "batch")?);
            let sheet = SheetId(store::number(&row, "sheet")?);
            let hash = CredentialHash::from_bytes(store::fixed(&row, "hash")?);
            issued.insert(hash, Issued { sheet, valid: code == "valid" && batch == "valid" });
        }
    }
    Ok(issued)
}

/// The sheets whose key signs tokens that count; asked only where somebody handed one in.
async fn read_token_sheets(writes: &Writes<'_>, hand_ins: &[Prepared]) -> Result<HashSet<SheetId>, BallotError> {
    if hand_ins.iter().all(|hand_in| hand_in.token.is_none()) {
        return Ok(HashSet::new());
    }
    let sql = format!("SELECT sheet FROM {} WHERE round = $1 AND standing = 'valid'", writes.table("token_key"));
    let rows = writes.all(sql, vec![writes.round()]).await?;
    rows.iter().map(|row| Ok(SheetId(store::number(row, "sheet")?))).collect()
}

/// What can be said before anything is stored. A cancelled code has no ballot, so nothing is said of one.
fn refuse(issued: Option<&Issued>, hand_in: &Prepared) -> Option<Verdict> {
    match issued {
        None => Some(Verdict::Unknown),
        Some(issued) if !issued.valid => Some(Verdict::Cancelled),
        Some(issued) if issued.sheet != hand_in.sheet => Some(Verdict::OtherSheet),
        Some(_) => None,
    }
}

/// Of hand-ins with the same code in one transaction only the first may claim it.
fn first_of_each_code<'a>(hand_ins: &'a [Prepared], verdicts: &[Option<Verdict>]) -> Vec<(usize, &'a Prepared)> {
    let mut seen = HashSet::new();
    let open = hand_ins.iter().enumerate().filter(|(place, _)| verdicts[*place].is_none());
    open.filter(|(_, hand_in)| seen.insert(hand_in.hash)).collect()
}

/// Puts codes on the spent list and tokens on theirs; gives back those that were on neither.
async fn spend(writes: &Writes<'_>, claims: &[(usize, &Prepared)]) -> Result<HashSet<CredentialHash>, BallotError> {
    let (with_tokens, with_codes): (Vec<_>, Vec<_>) = claims.iter().partition(|(_, hand_in)| hand_in.token.is_some());
    let mut fresh = spend_tokens(writes, &with_tokens).await?;
    for claims in statements(&with_codes) {
        let sql = format!(
            "INSERT INTO {} (round, hash) VALUES {} ON CONFLICT DO NOTHING RETURNING hash",
            writes.table("spent"),
            rows_of_round(claims.len(), 1)
        );
        let mut values = vec![writes.round()];
        values.extend(claims.iter().map(|(_, hand_in)| blob(hand_in.hash.as_bytes())));
        for row in writes.all(sql, values).await? {
            fresh.insert(CredentialHash::from_bytes(store::fixed(&row, "hash")?));
        }
    }
    Ok(fresh)
}

async fn spend_tokens(
    writes: &Writes<'_>,
    claims: &[(usize, &Prepared)],
) -> Result<HashSet<CredentialHash>, BallotError> {
    let mut fresh = HashSet::new();
    for claims in statements(claims) {
        let sql = format!(
            "INSERT INTO {} (round, hash, sheet, token) VALUES {} ON CONFLICT DO NOTHING RETURNING hash",
            writes.table("token"),
            rows_of_round(claims.len(), 3)
        );
        let mut values = vec![writes.round()];
        for (_, hand_in) in claims {
            let token = hand_in.token.as_ref().map(Token::to_carried);
            let carried = token.as_ref().map_or(&[][..], |token| token.as_bytes());
            values.extend([blob(hand_in.hash.as_bytes()), i64::from(hand_in.sheet.0).into(), blob(carried)]);
        }
        for row in writes.all(sql, values).await? {
            fresh.insert(CredentialHash::from_bytes(store::fixed(&row, "hash")?));
        }
    }
    Ok(fresh)
}

/// Of the hand-ins whose code was spent before, the ballots that are in the box: those are the same hand-in again.
async fn present_ballots(
    writes: &Writes<'_>,
    hand_ins: &[Prepared],
    verdicts: &[Option<Verdict>],
) -> Result<HashSet<CoveredName>, BallotError> {
    let repeated: Vec<_> =
        hand_ins.iter().zip(verdicts).filter(|(_, verdict)| verdict.is_none()).map(|(hand_in, _)| hand_in).collect();
    if repeated.is_empty() {
        return Ok(HashSet::new());
    }
    let pairs: Vec<_> = (0..repeated.len()).map(|index| format!("({})", placeholders(2 + 2 * index, 2))).collect();
    let sql = format!(
        "SELECT key FROM {} WHERE round = $1 AND (sheet, key) IN (VALUES {})",
        writes.table("ballot"),
        pairs.join(", ")
    );
    let mut values = vec![writes.round()];
    for hand_in in repeated {
        values.extend([i64::from(hand_in.sheet.0).into(), blob(&hand_in.ballot.name)]);
    }
    let rows = writes.all(sql, values).await?;
    rows.iter().map(|row| store::fixed(row, "key")).collect()
}
