//! What a store says about its round: phase, public key, sheets.

use std::collections::BTreeMap;

use credentials::{Layout, PublicKey};
use sea_orm::ConnectionTrait;

use crate::migrations::{FORMAT, OLDEST_OPEN_FORMAT};
use crate::store::{self, Reads};
use crate::{BallotError, SheetId};

/// Where a round stands on the anonymous side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Codes may be issued and cancelled; no hand-in is taken.
    Issuing,
    /// Hand-ins are taken.
    Casting,
    /// Casting stands still, so that late comers' codes can be issued.
    Paused,
    /// Sealing has begun and goes on when it is called again. No hand-in is ever taken again.
    Sealing,
    /// Sealed.
    Sealed,
}

impl Phase {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Issuing => "issuing",
            Self::Casting => "casting",
            Self::Paused => "paused",
            Self::Sealing => "sealing",
            Self::Sealed => "sealed",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::Issuing, Self::Casting, Self::Paused, Self::Sealing, Self::Sealed]
            .into_iter()
            .find(|phase| phase.name() == name)
    }
}

/// The row of a round.
pub(crate) struct RoundRow {
    pub format: i64,
    pub phase: Phase,
    pub public_key: PublicKey,
    pub turnout_step: u32,
}

/// Reads the row, `None` where the store has been made but the round not yet recorded.
pub(crate) async fn read_round<C: ConnectionTrait>(reads: &Reads<'_, C>) -> Result<Option<RoundRow>, BallotError> {
    let sql = format!("SELECT format, phase, public_key, turnout_step FROM {} WHERE round = $1", reads.table("round"));
    let Some(row) = reads.one(sql, vec![reads.round()]).await? else {
        return Ok(None);
    };
    let found: i64 = row.try_get("", "format")?;
    if found > FORMAT {
        return Err(BallotError::NewerStore { found, known: FORMAT });
    }
    let phase: String = row.try_get("", "phase")?;
    let phase = Phase::named(&phase).ok_or(BallotError::Damaged("an unknown phase"))?;
    if found < OLDEST_OPEN_FORMAT && phase != Phase::Sealed {
        return Err(BallotError::OlderStore { found });
    }
    let public_key = PublicKey::from_bytes(&store::fixed(&row, "public_key")?);
    Ok(Some(RoundRow {
        format: found,
        phase,
        public_key: public_key.map_err(|_| BallotError::Damaged("the public key"))?,
        turnout_step: store::number(&row, "turnout_step")?,
    }))
}

/// Reads only the format; the newest where there is no such round.
pub(crate) async fn read_format<C: ConnectionTrait>(reads: &Reads<'_, C>) -> Result<i64, BallotError> {
    let sql = format!("SELECT format FROM {} WHERE round = $1", reads.table("round"));
    let row = reads.one(sql, vec![reads.round()]).await?;
    row.map_or(Ok(FORMAT), |row| Ok(row.try_get("", "format")?))
}

/// Reads only the phase; `None` where there is no such round.
pub(crate) async fn read_phase<C: ConnectionTrait>(reads: &Reads<'_, C>) -> Result<Option<Phase>, BallotError> {
    let sql = format!("SELECT phase FROM {} WHERE round = $1", reads.table("round"));
    let Some(row) = reads.one(sql, vec![reads.round()]).await? else {
        return Ok(None);
    };
    let phase: String = row.try_get("", "phase")?;
    Phase::named(&phase).map(Some).ok_or(BallotError::Damaged("an unknown phase"))
}

/// Records another phase.
pub(crate) async fn write_phase<C: ConnectionTrait>(reads: &Reads<'_, C>, phase: Phase) -> Result<(), BallotError> {
    let sql = format!("UPDATE {} SET phase = $2 WHERE round = $1", reads.table("round"));
    reads.execute(sql, vec![reads.round(), phase.name().into()]).await?;
    Ok(())
}

/// Reads the sheets with their layouts.
pub(crate) async fn read_sheets<C: ConnectionTrait>(
    reads: &Reads<'_, C>,
) -> Result<BTreeMap<SheetId, Layout>, BallotError> {
    let sql = format!("SELECT sheet, layout FROM {} WHERE round = $1 ORDER BY sheet", reads.table("sheet"));
    let mut sheets = BTreeMap::new();
    for row in reads.all(sql, vec![reads.round()]).await? {
        let text: String = row.try_get("", "layout")?;
        let layout = Layout::parse(&text).map_err(|_| BallotError::Damaged("the layout of a sheet"))?;
        sheets.insert(SheetId(store::number(&row, "sheet")?), layout);
    }
    Ok(sheets)
}
