//! A member's own page: taking a token. The device draws and blinds it (`token.js`), this page has the blinded message
//! signed and gives the signature back whenever it is opened again, as long as tokens are issued.
//!
//! Nothing but the blinded message is kept, so this form is none of those that are answered from what was stored with
//! their key and the moment: the same message twice is the same answer, another is refused.

use askama::Template;
use axum::extract::{Path, State};
use ballot_box::{BallotError, Phase, SheetId, TokenKey};
use data_encoding::BASE64;
use serde::Deserialize;
use storage::entities::{allotment, round, token_request};
use storage::{MemberId, RoundId, Scope};
use tokens::BlindedMessage;

use super::rules::{self, Groups, Standing as GroupStanding};
use super::{queries, urls};
use crate::App;
use crate::features::appraisals::layout::ballot_round;
use crate::features::appraisals::model::{Panel, Plan};
use crate::features::appraisals::queries as appraisals;
use crate::features::{ballots, named};
use crate::web::{Answer, Frame, Page, Posted, Visitor, WebError, html, see_other};

/// A member on the roll of a group that takes tokens.
pub(super) struct Standing {
    round: round::Model,
    plan: Plan,
    panel: Panel,
    groups: Groups,
    member: MemberId,
    allotment: Option<allotment::Model>,
    request: Option<token_request::Model>,
    ends_at: Option<storage::Instant>,
}

impl Standing {
    /// Finds it.
    ///
    /// # Errors
    /// [`WebError::NotFound`] where the visitor stands on no roll of an announced round whose group takes tokens.
    pub(super) async fn load(app: &App, visitor: &Visitor, id: RoundId) -> Result<Self, WebError> {
        let reads = &app.database;
        let round = appraisals::round(reads, id).await?.ok_or(WebError::NotFound)?;
        let member = visitor.member.ok_or(WebError::NotFound)?;
        let groups = queries::groups(reads, id).await?;
        if matches!(round.state.as_str(), "draft" | "void") || groups.is_empty() {
            return Err(WebError::NotFound);
        }
        let plan = appraisals::plan(reads, id).await?;
        let allotment = named::queries::allotment(reads, id, member).await?;
        let request = queries::request(reads, id, member).await?;
        let day = app.today().to_string();
        // Whoever took a token stays in the group it is of.
        let fixed = request.as_ref().map(|row| row.panel_id).or(allotment.as_ref().map(|row| row.panel_id));
        let panel = match fixed.and_then(|id| plan.panel(id)) {
            Some(panel) => Some(panel),
            None => named::group_of(reads, &plan, (member, &day)).await?,
        };
        let panel = panel.map(|panel| named::rules::open_panel(&plan, panel)).cloned();
        let panel = panel.filter(|panel| groups.contains_key(&panel.id)).ok_or(WebError::NotFound)?;
        let ends_at = queries::ends_at(reads, id).await?;
        Ok(Self { round, plan, panel, groups, member, allotment, request, ends_at })
    }

    /// `soon` before issuing, `open` while one can be taken, `taken`, `over`, `retired`; `other` where the member takes
    /// part in another way.
    pub(super) fn state(&self, app: &App) -> &'static str {
        let stored = self.allotment.as_ref().map(|row| row.channel.as_str());
        let is_issuing = self.round.state == "issuing" && self.round.opening_hash.is_some();
        if self.groups.get(&self.panel.id) == Some(&GroupStanding::Retired) {
            "retired"
        } else if rules::channel(stored, rules::is_offered(&self.plan, &self.panel, &self.groups)) != "token" {
            "other"
        } else if self.request.is_some() {
            "taken"
        } else if self.round.state == "announced" || (self.round.state == "issuing" && !is_issuing) {
            "soon"
        } else if is_issuing && self.ends_at.is_some_and(|ends_at| ends_at > app.clock.now()) {
            "open"
        } else {
            "over"
        }
    }

    fn sheet(&self) -> SheetId {
        SheetId(self.panel.number)
    }

    /// The key of the group, once the ballot store made it.
    ///
    /// # Errors
    /// [`WebError::NotFound`] before.
    pub(super) async fn key(&self, app: &App) -> Result<TokenKey, WebError> {
        if self.round.opening_hash.is_none() {
            return Err(WebError::NotFound);
        }
        let keys = app.ballots.token_keys(ballot_round(self.round.id)).await.map_err(broken)?;
        keys.into_iter().find(|key| key.sheet == self.sheet()).ok_or(WebError::NotFound)
    }

    /// The signature over a blinded message; nothing once casting has begun.
    async fn sign(&self, app: &App, blinded: BlindedMessage) -> Result<Option<String>, WebError> {
        match app.ballots.sign_token(ballot_round(self.round.id), self.sheet(), blinded).await {
            Ok(signature) => Ok(Some(BASE64.encode(signature.as_bytes()))),
            Err(BallotError::WrongPhase(Phase::Casting | Phase::Paused | Phase::Sealing | Phase::Sealed)) => Ok(None),
            Err(BallotError::NoTokens(_)) => Ok(None),
            Err(BallotError::NotBlinded(_)) => Err(WebError::refused("tokens-not-blinded")),
            Err(BallotError::KeysLost(_)) => Err(WebError::refused("tokens-keys-lost")),
            Err(error) => Err(broken(error)),
        }
    }
}

/// What the device needs to blind and to finish.
struct ForDevice {
    /// The round's sixteen bytes, in hexadecimal.
    round: String,
    sheet: u32,
    /// The public key, in base 64.
    key: String,
    /// Its fingerprint as it stands in what was frozen.
    fingerprint: String,
    /// What was signed for this member; empty before.
    blinded: String,
    /// The signature over it; empty before, and once casting has begun.
    answer: String,
}

#[derive(Template)]
#[template(path = "features/tokens/templates/own.html")]
struct OwnView {
    page: Page,
    list: String,
    action: String,
    key_file: String,
    door: String,
    state: &'static str,
    until: String,
    is_casting: bool,
    device: Option<ForDevice>,
}

/// Shows it.
pub(super) async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Own>) -> Answer {
    let standing = Standing::load(&app, &visitor, url.round).await?;
    let state = standing.state(&app);
    let device = match state {
        "open" | "taken" => Some(for_device(&app, &standing).await?),
        _ => None,
    };
    html(&OwnView {
        list: urls::Rounds {}.to_path(),
        action: url.to_path(),
        key_file: urls::KeyFile { round: url.round }.to_path(),
        door: app.settings.public_url.clone().unwrap_or_default() + &ballots::urls::Door {}.to_path(),
        until: standing.ends_at.map(|ends_at| app.local_minute(ends_at)).unwrap_or_default(),
        is_casting: standing.round.state == "casting",
        state,
        device,
        page: frame.titled(standing.round.title.clone()),
    })
}

async fn for_device(app: &App, standing: &Standing) -> Result<ForDevice, WebError> {
    let key = standing.key(app).await?;
    let frozen = app.snapshots.frozen(&app.database, standing.round.id).await?.ok_or(WebError::NotFound)?;
    let declared = frozen.tokens.as_ref().and_then(|tokens| tokens.keys.get(&standing.panel.number));
    let blinded = standing.request.as_ref().map(|row| row.blinded.clone());
    let answer = match &blinded {
        None => None,
        Some(blinded) => standing.sign(app, read(blinded)?).await?,
    };
    Ok(ForDevice {
        round: ballot_round(standing.round.id).to_string(),
        sheet: standing.panel.number,
        key: BASE64.encode(key.public_key.to_spki()),
        fingerprint: declared.cloned().unwrap_or_default(),
        blinded: blinded.map(|blinded| BASE64.encode(&blinded)).unwrap_or_default(),
        answer: answer.unwrap_or_default(),
    })
}

/// What a device blinded, in base 64.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Blinded {
    blinded: String,
}

/// Has a blinded message signed: one for each person. The same again gets the same answer, another is refused.
pub(super) async fn take(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Own>,
    posted: Posted<Blinded>,
) -> Answer {
    let typed: String = posted.input.blinded.split_whitespace().collect();
    let bytes = BASE64.decode(typed.as_bytes()).map_err(|_| WebError::refused("tokens-unreadable"))?;
    let message = read(&bytes)?;
    let transaction = app.database.write(Scope::Round(url.round.0)).await?.undone_when_dropped();
    // Within the transaction nobody moves the member, ends the time or retires the key.
    let standing = Standing::load(&app, &visitor, url.round).await?;
    let again = see_other(&url.to_path());
    match (standing.state(&app), &standing.request) {
        ("taken", Some(row)) if row.blinded == bytes => return Ok(again),
        ("taken", _) => return Err(WebError::refused("tokens-taken-before")),
        ("open", None) => {}
        ("soon", _) => return Err(WebError::refused("tokens-soon")),
        ("retired", _) => return Err(WebError::refused("tokens-retired")),
        ("other", _) => return Err(WebError::refused("tokens-other")),
        _ => return Err(WebError::refused("tokens-over")),
    }
    if standing.sign(&app, message).await?.is_none() {
        return Err(WebError::refused("tokens-over"));
    }
    let row = token_request::Model {
        round_id: url.round,
        member_id: standing.member,
        panel_id: standing.panel.id,
        blinded: bytes,
    };
    queries::keep_request(&transaction, row).await?;
    transaction.commit().await?;
    Ok(again)
}

fn read(bytes: &[u8]) -> Result<BlindedMessage, WebError> {
    BlindedMessage::from_bytes(bytes).map_err(|_| WebError::refused("tokens-unreadable"))
}

fn broken(error: BallotError) -> WebError {
    WebError::Broken(error.to_string())
}
