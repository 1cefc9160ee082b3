//! A round with what is known of its four appraisals, for a visitor who may see some of it.

use std::collections::{BTreeMap, BTreeSet};

use rules::composite::Source;
use storage::entities::{named_record, round};
use storage::{ObjectId, RoundId};

use super::queries;
use crate::App;
use crate::features::appraisals::model::{Composite, Object, Plan};
use crate::features::results::context::Context;
use crate::features::{appraisals, organisations};
use crate::roles::Role;
use crate::web::{Visitor, WebError};

/// What the pages begin with.
pub(super) struct Sheet {
    /// The round.
    pub round: round::Model,
    /// Whom and what it is about.
    pub plan: Plan,
    /// What is declared of one figure over the four.
    pub composite: Option<Composite>,
    /// What was released; nothing before sealing.
    pub context: Option<Context>,
    /// Whether the visitor enters judgements.
    pub may_write: bool,
    records: BTreeMap<(ObjectId, String), named_record::Model>,
}

impl Sheet {
    /// Loads it: before sealing for the office that runs the round, afterwards for whoever sees its results.
    ///
    /// # Errors
    /// [`WebError::NotFound`] for everybody else.
    pub(super) async fn load(app: &App, visitor: &Visitor, id: RoundId) -> Result<Self, WebError> {
        let round = appraisals::queries::round(&app.database, id).await?.ok_or(WebError::NotFound)?;
        let office = visitor.reach(&[Role::CampaignOffice]);
        let is_office = organisations::queries::in_reach(&app.database, &office, round.organisation_id).await?;
        let context = match round.state.as_str() {
            "draft" | "void" => return Err(WebError::NotFound),
            "sealed" | "published" | "finished" => Some(Context::load(app, visitor, id).await?),
            _ if is_office => None,
            _ => return Err(WebError::NotFound),
        };
        let frozen = app.snapshots.frozen(&app.database, id).await?;
        let (plan, composite) = match frozen {
            Some(frozen) => (frozen.plan.clone(), frozen.composite.clone()),
            None => (
                appraisals::queries::plan(&app.database, id).await?,
                appraisals::queries::composite(&app.database, id).await?,
            ),
        };
        Ok(Self {
            records: queries::records(&app.database, id).await?,
            may_write: is_office && round.state != "finished",
            round,
            plan,
            composite,
            context,
        })
    }

    /// An object the visitor sees.
    ///
    /// # Errors
    /// [`WebError::NotFound`].
    pub(super) fn object(&self, id: ObjectId) -> Result<&Object, WebError> {
        self.plan.object(id).filter(|object| self.sees(object)).ok_or(WebError::NotFound)
    }

    /// Whoever is judged and the visitor sees, each once however many directions it is judged in.
    pub(super) fn judged(&self) -> impl Iterator<Item = &Object> {
        let mut seen = BTreeSet::new();
        self.plan
            .objects
            .iter()
            .filter(|object| self.sees(object))
            .filter(move |object| seen.insert(self.plan.judged(object)))
    }

    /// Whether the visitor sees an object.
    pub(super) fn sees(&self, object: &Object) -> bool {
        self.context.as_ref().is_none_or(|context| context.object(object.id).is_ok())
    }

    /// What somebody said of an object by name.
    pub(super) fn record(&self, object: ObjectId, source: Source) -> Option<&named_record::Model> {
        self.records.get(&(object, source.code().to_owned()))
    }
}
