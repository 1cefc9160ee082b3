//! Fetching an archive: written into a file without a name, checked against the round's signature, then streamed. Nothing
//! is sent of one that is not whole, and nothing of it stays.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek};

use archive::{Bytes, Kind, Line};
use axum::extract::{Path, State};
use storage::entities::{round, round_archive};
use storage::{RoundId, Scope};

use super::drawing::{self, Content, broken};
use super::{KEEPERS, queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals::common::{self, OFFICE};
use crate::features::appraisals::layout::ballot_round;
use crate::features::results;
use crate::web::{Answer, Visitor, WebError, files};

/// The public archive, for the office of the round: it names who was judged.
pub async fn public(State(app): State<App>, visitor: Visitor, Path(url): Path<urls::PublicFile>) -> Answer {
    let round = common::reached(&app, &visitor, url.round, OFFICE).await?;
    let archive = of_round(&app, url.round).await?;
    fetch(&app, &visitor, (&round, &archive), Kind::Public).await
}

/// The auditor's archive, for tally keepers of the round, once two of them have released it.
pub async fn auditor(State(app): State<App>, visitor: Visitor, Path(url): Path<urls::AuditorFile>) -> Answer {
    let round = common::reached(&app, &visitor, url.round, KEEPERS).await?;
    let archive = of_round(&app, url.round).await?;
    let frozen = results::frozen_of(&round)?;
    let is_unfit = results::fitness::unfit(&app.database, &visitor, &round, &frozen).await?.is_some();
    if archive.released_by.is_none() || is_unfit {
        return Err(WebError::NotFound);
    }
    fetch(&app, &visitor, (&round, &archive), Kind::Auditor).await
}

/// The archive of a round; none before sealing.
pub(super) async fn of_round(app: &App, round: RoundId) -> Result<round_archive::Model, WebError> {
    queries::archive(&app.database, round).await?.ok_or(WebError::NotFound)
}

async fn fetch(
    app: &App,
    visitor: &Visitor,
    (round, archive): (&round::Model, &round_archive::Model),
    kind: Kind,
) -> Answer {
    let (signature, event, name) = match kind {
        Kind::Public => (&archive.public_signature, Event::ArchiveFetched, "public"),
        Kind::Auditor => (&archive.auditor_signature, Event::AuditorArchiveFetched, "auditor"),
    };
    let signature = signature.as_deref().and_then(Bytes::parse).ok_or(WebError::NotFound)?;
    let release = results::queries::release_text(&app.database, round.id).await?.ok_or(WebError::NotFound)?;
    let lines: Vec<Line> = serde_json::from_str(&archive.lines).map_err(broken)?;
    let public_key = app.ballots.public_key(ballot_round(round.id)).await.map_err(broken)?;
    let content = Content { round, release: &release, lines: &lines, public_key };
    let output = BufWriter::new(nameless(app).map_err(broken)?);
    let written = drawing::write_signed(app, &content, (kind, output), signature).await?;
    let mut file = written.into_inner().map_err(broken)?;
    file.rewind().map_err(broken)?;
    let transaction = app.database.write(Scope::Round(round.id.0)).await?;
    let about = About::organisation(round.organisation_id, round.title.clone());
    audit::record(&transaction, &app.clock, &Actor::from(visitor), event, about).await?;
    transaction.commit().await?;
    let name = format!("{}-{name}.zyarchive", round.id);
    files::download(tokio::fs::File::from_std(file), "application/octet-stream", &name).await.map_err(broken)
}

/// A file that is gone with this request, also where the server is killed in between: its name is taken away at once.
fn nameless(app: &App) -> io::Result<File> {
    let folder = app.settings.data.join("archives");
    fs::create_dir_all(&folder)?;
    let place = folder.join(app.clock.next_id().to_string());
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&place)?;
    fs::remove_file(&place)?;
    Ok(file)
}
