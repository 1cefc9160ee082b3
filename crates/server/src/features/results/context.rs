//! What the pages of a round begin with: the round, what it declared, what was released, and who may see which part.

use std::collections::BTreeMap;

use storage::entities::{batch, paper_batch, round, round_meeting, round_record};
use storage::{AccountId, ObjectId, OrganisationId, PanelId, RoundId};

use super::adjusted::Adjusted;
use super::release::{Object, Release};
use super::{queries, sealing};
use crate::App;
use crate::features::appraisals::model::{self, Definition, Frozen};
use crate::features::{archives, organisations, paper, tokens};
use crate::roles::{Reach, Role};
use crate::web::{Visitor, WebError};

/// Who sees aggregates as soon as they are sealed.
pub const AGGREGATES: &[Role] = &[Role::CampaignOffice, Role::Statistician];

/// A sealed round with everything its pages read.
pub struct Context {
    /// The round.
    pub round: round::Model,
    /// What it declared.
    pub frozen: Frozen,
    /// What was released.
    pub release: Release,
    /// The adjusted scores beside it; none in rounds sealed before there were any.
    pub adjusted: Option<Adjusted>,
    /// The root over its ballots, in hexadecimal; rounds sealed before there was one have none.
    pub root: Option<String>,
    /// Forms handed out per group, as far as two people counted them; printed where not. A blind token taken is one.
    pub issued: Vec<u64>,
    /// The groups of which a batch of paper was lost before two people had counted it: how much of it was handed out nobody
    /// knows, and it is not among the issued.
    pub uncounted: Vec<bool>,
    /// The meetings recorded.
    pub meetings: Vec<round_meeting::Model>,
    /// What organisations noted.
    pub records: Vec<round_record::Model>,
    /// What the visitor may see.
    pub sight: Sight,
}

/// Which part of a round somebody may see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sight {
    /// Everything.
    everything: bool,
    /// What lies below these organisations.
    roots: Vec<OrganisationId>,
    /// The objects that are the visitor: one for each direction.
    own: Vec<ObjectId>,
    /// Whether the visitor is of the office that runs the round.
    is_office: bool,
    /// What the visitor is secretary or office of: those judged there are the visitor's own.
    offices: Vec<OrganisationId>,
}

impl Context {
    /// Loads a sealed round for a visitor who may see something of it.
    ///
    /// # Errors
    /// [`WebError::NotFound`] before sealing and where the visitor may see nothing.
    pub async fn load(app: &App, visitor: &Visitor, id: RoundId) -> Result<Self, WebError> {
        let mut context = Self::whole(app, id).await?;
        let sight = Sight::of(app, visitor, &context.round, &context.frozen).await?;
        if !sight.everything && sight.roots.is_empty() && sight.own.is_empty() {
            return Err(WebError::NotFound);
        }
        context.sight = sight;
        Ok(context)
    }

    /// Loads a sealed round for papers that nobody in particular looks at.
    ///
    /// # Errors
    /// [`WebError::NotFound`] before sealing.
    pub async fn whole(app: &App, id: RoundId) -> Result<Self, WebError> {
        let round = queries::round(&app.database, id).await?.ok_or(WebError::NotFound)?;
        let release = queries::release(&app.database, id).await?.ok_or(WebError::NotFound)?;
        let batches = queries::batches(&app.database, id).await?;
        let paper = paper::queries::batches(&app.database, id).await?;
        Ok(Self {
            issued: issued(&release, &batches, &paper, tokens::queries::given_out(&app.database, id).await?),
            uncounted: uncounted(&release, &paper),
            meetings: queries::meetings(&app.database, id).await?,
            records: queries::records(&app.database, id).await?,
            frozen: sealing::frozen_of(&round)?,
            adjusted: queries::adjusted(&app.database, id).await?,
            root: archives::queries::root(&app.database, id).await?,
            round,
            release,
            sight: Sight { everything: true, is_office: true, ..Sight::default() },
        })
    }

    /// An object the visitor may see.
    ///
    /// # Errors
    /// [`WebError::NotFound`].
    pub fn object(&self, id: ObjectId) -> Result<(usize, &Object), WebError> {
        self.release.object(id).filter(|(_, object)| self.sees_object(object)).ok_or(WebError::NotFound)
    }

    /// Whether the visitor may see an object.
    pub fn sees_object(&self, object: &Object) -> bool {
        self.sight.own.contains(&object.object) || self.sees_place(object.place)
    }

    /// Whether the visitor may see everything below a place.
    pub fn sees_place(&self, place: usize) -> bool {
        self.sight.everything
            || self
                .sight
                .roots
                .iter()
                .any(|root| self.release.place(*root).is_some_and(|root| self.release.lies_within(place, root)))
    }

    /// Whether the visitor is the object, or of its own office: whoever else sees its figures does not see beside them
    /// how it judged itself.
    pub fn is_close_to(&self, object: &Object) -> bool {
        let below = |root: &OrganisationId| {
            self.release.place(*root).is_some_and(|root| self.release.lies_within(object.place, root))
        };
        self.sight.own.contains(&object.object) || self.sight.is_office || self.sight.offices.iter().any(below)
    }

    /// Where the visitor's view begins.
    pub fn top(&self) -> Option<usize> {
        if self.sight.everything {
            return Some(0);
        }
        let mut places = self.sight.roots.iter();
        places.find_map(|root| self.release.place(*root))
    }

    /// The instrument of an object.
    ///
    /// # Errors
    /// When the frozen declaration does not name it.
    pub fn definition(&self, measure: storage::MeasureId) -> Result<&Definition, WebError> {
        self.frozen
            .plan
            .measure(measure)
            .map(|measure| &measure.definition)
            .ok_or_else(|| WebError::Broken("an object without its measure".to_owned()))
    }

    /// How many handed a form in: nobody hands in two of one round.
    pub fn participants(&self) -> u64 {
        self.release.panels.iter().map(|panel| panel.recovered).sum()
    }

    /// What was declared of an object.
    pub fn declared(&self, id: ObjectId) -> Option<&model::Object> {
        self.frozen.plan.object(id)
    }

    /// Members due among the groups that judge an object, where each of them is known.
    pub fn due(&self, object: &Object) -> Option<u64> {
        let due: Option<Vec<u64>> = object.judged_by.iter().map(|group| self.release.panels.get(*group)?.due).collect();
        due.filter(|due| !due.is_empty()).map(|due| due.iter().sum())
    }

    /// Forms handed out to the groups that judge an object.
    pub fn issued_on(&self, object: &Object) -> u64 {
        let groups = object.judged_by.iter();
        groups.filter_map(|group| self.issued.get(*group)).sum()
    }

    /// The note of an organisation.
    pub fn record(&self, organisation: OrganisationId) -> Option<&round_record::Model> {
        self.records.iter().find(|record| record.organisation_id == organisation)
    }
}

impl Sight {
    async fn of(app: &App, visitor: &Visitor, round: &round::Model, frozen: &Frozen) -> Result<Self, WebError> {
        let is_published = matches!(round.state.as_str(), "published" | "finished");
        let mut roles = AGGREGATES.to_vec();
        if is_published {
            roles.push(Role::Secretary);
        }
        let reach = visitor.reach(&roles);
        let everything = organisations::queries::in_reach(&app.database, &reach, round.organisation_id).await?;
        let within = |reach: Reach| match reach {
            Reach::Under(roots) => roots.into_iter().filter(|root| frozen.organisation(*root).is_some()).collect(),
            Reach::Nowhere | Reach::Everywhere => Vec::new(),
        };
        let roots = if everything { Vec::new() } else { within(reach) };
        let office: &[Role] =
            if is_published { &[Role::CampaignOffice, Role::Secretary] } else { &[Role::CampaignOffice] };
        let office = visitor.reach(office);
        let is_office = organisations::queries::in_reach(&app.database, &office, round.organisation_id).await?;
        let own = visitor.member.filter(|_| is_published && visitor.has(Role::Member));
        let own = frozen.plan.objects.iter().filter(|object| own.is_some() && object.member == own);
        Ok(Self { everything, roots, own: own.map(|object| object.id).collect(), is_office, offices: within(office) })
    }
}

fn is_lost_uncounted(batch: &paper_batch::Model) -> bool {
    batch.state == "missing" && batch.counted_by_second.is_none()
}

fn uncounted(release: &Release, paper: &[paper_batch::Model]) -> Vec<bool> {
    let is_uncounted = |group: &super::release::Panel| {
        paper.iter().any(|batch| is_lost_uncounted(batch) && group.panels.contains(&batch.panel_id))
    };
    release.panels.iter().map(is_uncounted).collect()
}

/// Forms handed out per group: as two people counted the batch, printed where they have not; tokens as they were taken.
fn issued(
    release: &Release,
    batches: &[batch::Model],
    paper: &[paper_batch::Model],
    tokens: BTreeMap<PanelId, u32>,
) -> Vec<u64> {
    let tokens = tokens.into_iter().map(|(panel, taken)| (panel, u64::from(taken)));
    let mut by_panel: BTreeMap<PanelId, u64> = tokens.collect();
    let confirmed =
        |second: Option<AccountId>, handed_out: Option<i64>, printed| second.and(handed_out).unwrap_or(printed);
    let slips = batches
        .iter()
        .map(|batch| (batch.panel_id, confirmed(batch.counted_by_second, batch.handed_out, batch.printed)));
    let paper = paper.iter().filter(|batch| !is_lost_uncounted(batch));
    let forms =
        paper.map(|batch| (batch.panel_id, confirmed(batch.counted_by_second, batch.handed_out, batch.printed)));
    for (panel, number) in slips.chain(forms) {
        *by_panel.entry(panel).or_default() += u64::try_from(number).unwrap_or_default();
    }
    let of_group = |group: &super::release::Panel| {
        let panels = group.panels.iter();
        panels.filter_map(|panel| by_panel.get(panel)).sum()
    };
    release.panels.iter().map(of_group).collect()
}
