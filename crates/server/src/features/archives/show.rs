//! The page of a round's archive: what it is checked against, where it is fetched, and how it is verified.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use storage::entities::round;

use super::{KEEPERS, fetching, release, urls};
use crate::App;
use crate::features::appraisals::common::{self, OFFICE, WATCHING};
use crate::features::appraisals::queries::account_names;
use crate::features::results::{self, fitness};
use crate::features::{ballots, organisations};
use crate::roles::Role;
use crate::web::page::html_with;
use crate::web::{Answer, FieldErrors, Frame, Page, Visitor, WebError};

#[derive(Template)]
#[template(path = "features/archives/templates/archive.html")]
struct ArchiveView {
    page: Page,
    title: String,
    root: String,
    opening_hash: String,
    public_key: String,
    ballots: i64,
    /// The keys of the round were lost before sealing: nothing could be signed.
    is_unsigned: bool,
    /// The public archive, for the office.
    public: Option<String>,
    /// Where judges compare their receipts.
    receipts: String,
    /// What tally keepers do with the auditor's archive.
    keeper: Option<Keeper>,
}

/// The auditor's archive, as a tally keeper sees it.
struct Keeper {
    action: String,
    /// Why the visitor may not.
    unfit: Option<&'static str>,
    /// The file, and for whom it was released.
    released: Option<(String, String)>,
    /// Who asked, and for whom.
    asked: Option<(String, String)>,
    is_own: bool,
    typed: Typed,
}

/// What was typed, with what is wrong with it.
#[derive(Default)]
pub(super) struct Typed {
    pub recipient: String,
    pub errors: FieldErrors,
}

/// Shows it.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Archive>,
) -> Answer {
    let round = common::reached(&app, &visitor, url.round, WATCHING).await?;
    page(&app, &visitor, &frame, &round, (StatusCode::OK, Typed::default())).await
}

/// The page with what was typed.
pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    row: &round::Model,
    (status, typed): (StatusCode, Typed),
) -> Answer {
    let round = row.id;
    let archive = fetching::of_round(app, round).await?;
    let frozen = results::frozen_of(row)?;
    let is_reached = async |roles: &[Role]| -> Result<bool, WebError> {
        let reach = visitor.reach(roles);
        Ok(organisations::queries::in_reach(&app.database, &reach, row.organisation_id).await?)
    };
    let is_office = is_reached(OFFICE).await?;
    let keeper = if is_reached(KEEPERS).await? {
        let asked = release::asked(&app.database, &archive, (row, &frozen)).await?;
        let names = account_names(&app.database, &asked.iter().map(|asked| asked.by).collect::<Vec<_>>()).await?;
        let released = archive.released_by.and(archive.recipient.clone());
        Some(Keeper {
            action: urls::Release { round }.to_path(),
            unfit: fitness::unfit(&app.database, visitor, row, &frozen).await?,
            released: released.map(|recipient| (urls::AuditorFile { round }.to_path(), recipient)),
            is_own: asked.as_ref().is_some_and(|asked| asked.by == visitor.account),
            asked: asked.map(|asked| (names.get(&asked.by).cloned().unwrap_or_default(), asked.recipient)),
            typed,
        })
    } else {
        None
    };
    let view = ArchiveView {
        page: frame.page("archives-title"),
        title: row.title.clone(),
        root: archive.root,
        opening_hash: row.opening_hash.clone().unwrap_or_default(),
        public_key: frozen.public_key,
        ballots: archive.ballots,
        is_unsigned: archive.public_signature.is_none(),
        public: (is_office && archive.public_signature.is_some()).then(|| urls::PublicFile { round }.to_path()),
        receipts: ballots::urls::Receipts { round }.to_path(),
        keeper,
    };
    html_with(status, &view)
}
