//! Drawing an archive up: for its signatures at sealing, and again, byte by byte the same, whenever it is fetched.

use std::fmt::Display;
use std::io::{self, Write};

use archive::{
    ArchiveWriter, Ballot, Bytes, Head, Keys, Kind, Line, Packed, ReleaseText, Signature, Spent, SpentToken, WriteError,
};
use ballot_box::{BallotError, Commitment, PublicKey};
use storage::RoundId;
use storage::entities::{round, round_archive};
use tokens::Token;

use super::blocks::Cutter;
use super::content::{self, round_bytes};
use crate::App;
use crate::features::appraisals::layout::ballot_round;
use crate::features::appraisals::model::Frozen;
use crate::web::WebError;

/// An archive but for its ballots, which stream by.
pub(super) struct Content<'a> {
    pub round: &'a round::Model,
    pub release: &'a str,
    pub lines: &'a [Line],
    pub public_key: PublicKey,
}

/// Draws both archives of a sealed box up and signs them; the same box gives the same row, but for the day of sealing.
/// A round whose keys were lost has a root and no archive.
///
/// # Errors
/// Those of the stores; then it is called again.
pub async fn draw(
    app: &App,
    round: &round::Model,
    frozen: &Frozen,
    release: &str,
) -> Result<round_archive::Model, WebError> {
    let lines = content::lines(app, frozen).await?;
    let public_key = app.ballots.public_key(ballot_round(round.id)).await.map_err(broken)?;
    let content = Content { round, release, lines: &lines, public_key };
    let (mut cutter, mut ballots) = (Cutter::default(), 0_i64);
    let public = write(app, &content, (Kind::Public, io::sink()), |key| {
        cutter.push(key);
        ballots += 1;
    });
    let public = public.await?;
    let root = public.root();
    let auditor = write(app, &content, (Kind::Auditor, io::sink()), |_| {}).await?;
    Ok(round_archive::Model {
        round_id: round.id,
        lines: serde_json::to_string(&lines).map_err(broken)?,
        ballots,
        root: root.to_string(),
        blocks: serde_json::to_string(&cutter.end()).map_err(broken)?,
        public_signature: signed(app, round.id, public).await?,
        auditor_signature: signed(app, round.id, auditor).await?,
        asked_by: None,
        recipient: None,
        released_by: None,
    })
}

/// The round's signature over an archive that is written but for its end.
async fn signed(app: &App, round: RoundId, writer: ArchiveWriter<io::Sink>) -> Result<Option<String>, WebError> {
    let mut digest = [0; 32];
    let ended = writer.finish(|found| {
        digest = *found;
        Vec::new()
    });
    ended.map_err(broken)?;
    match app.ballots.sign_archive(ballot_round(round), &digest).await {
        Ok(signature) => Ok(Some(Bytes(signature).to_string())),
        Err(BallotError::KeysLost(_)) => Ok(None),
        Err(error) => Err(broken(error)),
    }
}

/// Writes a signed archive to its end.
///
/// # Errors
/// A refusal where the bytes are no longer those that were signed; those of stores and output.
pub(super) async fn write_signed<W: Write>(
    app: &App,
    content: &Content<'_>,
    (kind, output): (Kind, W),
    signature: Bytes<64>,
) -> Result<W, WebError> {
    let writer = write(app, content, (kind, output), |_| {}).await?;
    let mut fits = false;
    let written = writer.finish(|digest| {
        fits = content.public_key.verify_archive(digest, &signature.0).is_ok();
        vec![Signature { key: Bytes(*content.public_key.as_bytes()), signature }]
    });
    let written = written.map_err(broken)?;
    if fits {
        return Ok(written);
    }
    tracing::error!(round = %content.round.id, "what is stored of a sealed round is not what was signed");
    Err(WebError::refused("archives-altered"))
}

/// Writes everything before the end; `visit` sees every commitment.
async fn write<W: Write>(
    app: &App,
    content: &Content<'_>,
    (kind, output): (Kind, W),
    mut visit: impl FnMut(&[u8; 32]),
) -> Result<ArchiveWriter<W>, WebError> {
    let round = ballot_round(content.round.id);
    let mut writer = ArchiveWriter::begin(output).map_err(broken)?;
    writer.write(&Line::Head(head(content, kind)?)).map_err(broken)?;
    writer.write(&Line::Keys(Keys { signing: Bytes(*content.public_key.as_bytes()) })).map_err(broken)?;
    let is_step = |line: &&Line| matches!(line, Line::Step(_));
    for line in content.lines.iter().filter(|line| !is_step(line)) {
        writer.write(line).map_err(broken)?;
    }
    // The store goes on reading after an error of the output; nothing more is written.
    let mut written: Result<(), WriteError> = Ok(());
    let spent = app.ballots.for_each_spent(round, |hash| {
        if written.is_ok() {
            written = writer.write(&Line::Spent(Spent { hash: Bytes(*hash.as_bytes()) }));
        }
    });
    spent.await.map_err(broken)?;
    let tokens = app.ballots.for_each_token(round, |spent| {
        if written.is_ok() {
            written = writer.write(&Line::Token(used(Bytes(*spent.hash.as_bytes()), &spent.token)));
        }
    });
    tokens.await.map_err(broken)?;
    let ballots = app.ballots.for_each_commitment(round, |commitment| {
        visit(commitment.key.as_bytes());
        if written.is_ok() {
            written = writer.write(&Line::Ballot(ballot(kind, commitment)));
        }
    });
    ballots.await.map_err(broken)?;
    written.map_err(broken)?;
    writer.write(&Line::Release(ReleaseText { text: content.release.to_owned() })).map_err(broken)?;
    for line in content.lines.iter().filter(is_step) {
        writer.write(line).map_err(broken)?;
    }
    Ok(writer)
}

fn head(content: &Content<'_>, kind: Kind) -> Result<Head, WebError> {
    let declaration = content.round.frozen.clone().ok_or(WebError::NotFound)?;
    let opening_hash = content.round.opening_hash.as_deref().and_then(Bytes::parse);
    let opening_hash = opening_hash.ok_or_else(|| WebError::Broken("a round without its opening hash".to_owned()))?;
    Ok(Head { declaration, kind, opening_hash, round: round_bytes(content.round.id) })
}

fn used(hash: Bytes<32>, token: &Token) -> SpentToken {
    SpentToken {
        hash,
        prefix: Bytes(*token.prefix()),
        serial: Bytes(*token.serial()),
        sheet: token.sheet().0,
        signature: Bytes(*token.signature()),
    }
}

fn ballot(kind: Kind, commitment: Commitment) -> Ballot {
    let key = Bytes(*commitment.key.as_bytes());
    match kind {
        Kind::Public => Ballot::public(key),
        Kind::Auditor => Ballot {
            answers: Some(Packed(commitment.packed)),
            key,
            nonce: Some(Bytes(*commitment.nonce.as_bytes())),
            sheet: Some(commitment.sheet.0),
        },
    }
}

/// Whatever a store, the format or the output could not do, as a fault of ours.
pub(super) fn broken(error: impl Display) -> WebError {
    WebError::Broken(error.to_string())
}
