//! Moving a member to another channel: until casting opens, never so that fewer than k are left for the secret ballot, and
//! once slips were printed only against a slip, whose code is cancelled in the box. A code, never a ballot.

use ballot_box::{BallotError, Cancellation, CodeStanding, SheetId};
use credentials::Code;
use storage::entities::{allotment, round};
use storage::{MemberId, PanelId, Reads, RoundId, StorageError};
use texts::Language;

use super::rules::{self, CHANNELS, Stranded, Taken};
use super::{queries, roll};
use crate::App;
use crate::features::appraisals::model::{Panel, Plan};
use crate::features::appraisals::queries as rounds;
use crate::features::appraisals::{ballot_round, measure_title};
use crate::features::tokens;
use crate::web::WebError;
use crate::web::once::Change;

/// Whether a printed slip may be taken back by whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SlipsBack {
    /// The office takes slips back.
    Taken,
    /// Everybody else brings the slip to the office.
    Brought,
}

/// What is asked for.
pub(super) struct Wanted<'a> {
    /// The group on whose roll the member stands.
    pub panel: PanelId,
    /// Who.
    pub member: MemberId,
    /// `token`, `slip`, `named` or `none`.
    pub channel: &'a str,
    /// The code of the slip that is given back, as it was typed or scanned.
    pub code: &'a str,
    /// The version that was seen; nothing was stored yet: 0.
    pub version: i64,
    /// Whether a slip may be taken back here.
    pub slips_back: SlipsBack,
    /// In which language a refusal names what it is about.
    pub language: Language,
}

/// What became of it.
pub(super) enum Moved {
    /// Written; the change is still to be committed.
    Done,
    /// Somebody else changed it meanwhile: what is stored.
    Stale(Option<allotment::Model>),
    /// Something is wrong with the code: the key of the text.
    Code(&'static str),
    /// A rule refuses it.
    Refused(WebError),
}

/// Whether allotments may still change: until casting opens (`rounds.md` §1), and its opening has not begun.
pub(super) async fn is_open(reads: &impl Reads, round: &round::Model) -> Result<bool, StorageError> {
    if !matches!(round.state.as_str(), "draft" | "announced" | "issuing") {
        return Ok(false);
    }
    let steps = rounds::steps(reads, round.id).await?;
    Ok(!steps.iter().any(|step| step.step == "casting"))
}

/// Moves a member within a change that holds the round.
pub(super) async fn apply(app: &App, change: &Change, id: RoundId, wanted: &Wanted<'_>) -> Result<Moved, WebError> {
    let reads = &change.transaction;
    let refused = |key: &str| Ok(Moved::Refused(WebError::refused(key)));
    let Some(round) = rounds::round(reads, id).await? else {
        return Ok(Moved::Refused(WebError::NotFound));
    };
    if !is_open(reads, &round).await? {
        return refused("named-fixed");
    }
    if !CHANNELS.contains(&wanted.channel) {
        return Ok(Moved::Refused(WebError::BadForm("channel".to_owned())));
    }
    let held = queries::measures(reads, id).await?;
    if wanted.channel == "named" && held.is_empty() {
        return refused("named-not-held");
    }
    let plan = rounds::plan(reads, id).await?;
    let day = app.today().to_string();
    let group = roll::group_of(reads, &plan, (wanted.member, &day)).await?;
    let Some(panel) = group.filter(|group| group.id == wanted.panel) else {
        return Ok(Moved::Refused(WebError::NotFound));
    };
    if wanted.channel == "named"
        && let Some(why) = rules::stranded(&plan, panel, &held, wanted.member)
    {
        return Ok(Moved::Refused(left_with_nothing(&plan, &why, wanted.language)));
    }
    let stored = queries::allotment(reads, id, wanted.member).await?;
    if stored.as_ref().map_or(0, |row| row.version) != wanted.version {
        return Ok(Moved::Stale(stored));
    }
    let is_offered = tokens::rules::is_offered(&plan, panel, &tokens::queries::groups(reads, id).await?);
    if wanted.channel == "token" && !is_offered {
        return refused("named-no-tokens");
    }
    if is_offered && wanted.channel != "token" && tokens::queries::request(reads, id, wanted.member).await?.is_some() {
        return refused("named-token-taken");
    }
    let was = tokens::rules::channel(stored.as_ref().map(|row| row.channel.as_str()), is_offered);
    let gives_slip_up = was == "slip" && wanted.channel != "slip";
    let gives_secret_up = matches!(was, "slip" | "token") && matches!(wanted.channel, "named" | "none");
    let taken = queries::taken(reads, id).await?;
    let open = rules::open_panel(&plan, panel);
    let in_all = rules::taken_in_all(&plan, open, &taken);
    let left = plan.planned_in_all(open).saturating_sub(in_all.named + in_all.none);
    let minimum = rounds::number(round.minimum);
    if gives_secret_up && left.saturating_sub(1) < minimum {
        let key = "named-below-minimum".to_owned();
        let arguments = vec![("minimum", minimum.into()), ("left", left.into())];
        return Ok(Moved::Refused(WebError::Refused { key, arguments }));
    }
    let takes_back = gives_slip_up && roll::printed(reads, &round, open.id).await? > 0;
    if takes_back {
        if wanted.slips_back == SlipsBack::Brought {
            return refused("named-bring-slip");
        }
        if let Some(fault) = take_back(app, id, (open, in_all), wanted.code).await? {
            return Ok(Moved::Code(fault));
        }
    }
    let row = allotment::Model {
        round_id: id,
        member_id: wanted.member,
        panel_id: panel.id,
        channel: wanted.channel.to_owned(),
        cancelled_slips: stored.as_ref().map_or(0, |row| row.cancelled_slips) + i64::from(takes_back),
        version: wanted.version + 1,
    };
    queries::store_allotment(&change.transaction, row, stored.is_none()).await?;
    Ok(Moved::Done)
}

/// Why the named channel would leave somebody without a whole sheet.
fn left_with_nothing(plan: &Plan, why: &Stranded, language: Language) -> WebError {
    match why {
        Stranded::Alone => WebError::refused("named-nobody-else"),
        Stranded::Unheld(measures) => {
            let titles = measures.iter().filter_map(|id| plan.measure(*id));
            let titles: Vec<String> = titles.map(|measure| measure_title(plan, measure, language)).collect();
            let arguments = vec![("measures", titles.join(" · ").into())];
            WebError::Refused { key: "named-not-all-held".to_owned(), arguments }
        }
    }
}

/// Cancels the code of a slip of a group in the box; what is wrong with it where it cannot be.
async fn take_back(
    app: &App,
    round: RoundId,
    (open, taken): (&Panel, Taken),
    typed: &str,
) -> Result<Option<&'static str>, WebError> {
    // A scanned slip gives the whole address; the code is what follows the mark.
    let typed = typed.trim();
    let typed = typed.rsplit_once('#').map_or(typed, |(_, code)| code);
    if typed.is_empty() {
        return Ok(Some("named-code-missing"));
    }
    let Ok(code) = Code::parse(typed) else {
        return Ok(Some("named-code-unreadable"));
    };
    let name = ballot_round(round);
    let search = app.ballots.find_code(&code).await.map_err(broken)?;
    let found = search.found.filter(|found| found.round == name);
    match found.map(|found| found.standing) {
        None => return Ok(Some("named-code-unknown")),
        Some(CodeStanding::Used) => return Ok(Some("named-code-used")),
        Some(CodeStanding::Ready(sheet)) if sheet != SheetId(open.number) => {
            return Ok(Some("named-code-other-group"));
        }
        Some(CodeStanding::Ready(_) | CodeStanding::Cancelled) => {}
    }
    match app.ballots.cancel_code(name, &code).await {
        Ok(Cancellation::Cancelled) => Ok(None),
        // Cancelled and then not written down, because the machine stopped in between: it counts once.
        Ok(Cancellation::CancelledBefore) if cancelled(app, round, open).await? > u64::from(taken.cancelled) => {
            Ok(None)
        }
        Ok(Cancellation::CancelledBefore) => Ok(Some("named-code-cancelled")),
        Ok(Cancellation::AlreadyUsed) => Ok(Some("named-code-used")),
        Ok(Cancellation::UnknownCode) => Ok(Some("named-code-unknown")),
        Err(BallotError::WrongPhase(_)) => Ok(Some("named-code-casting")),
        Err(error) => Err(broken(error)),
    }
}

/// The codes of a group that were cancelled one by one.
async fn cancelled(app: &App, round: RoundId, open: &Panel) -> Result<u64, WebError> {
    let issued = app.ballots.issued_counts(ballot_round(round)).await.map_err(broken)?;
    let of_group = issued.iter().filter(|count| count.sheet == SheetId(open.number) && !count.voided);
    Ok(of_group.map(|count| count.cancelled).sum())
}

fn broken(error: BallotError) -> WebError {
    WebError::Broken(error.to_string())
}

/// The name of a group: its organisation's sheet, as the pages of batches name it.
#[must_use]
pub fn name_of(plan: &Plan, panel: &Panel, language: texts::Language) -> String {
    let sheet = plan.title_of(panel.sheet, language);
    let category = plan.category_name(&panel.category, language);
    format!("{sheet} · {category}")
}
