//! A sealed round as whoever plans corrections sees it: the released opinions he answers for, and who may put them right.

use std::collections::{BTreeMap, BTreeSet};

use storage::entities::{correction_project, released_opinion};
use storage::{CorrectionProjectId, OrganisationId, RoundId};

use super::weak_points::WeakPoints;
use super::{KEEPERS, queries, urls};
use crate::App;
use crate::features::results::context::Context;
use crate::features::{organisations, results};
use crate::web::{Visitor, WebError};

/// The round with what of it the visitor may group.
pub(super) struct Seen {
    /// The round and its release.
    pub context: Context,
    /// The released opinions the visitor sees and answers for, in the order of their random keys.
    pub opinions: Vec<released_opinion::Model>,
    /// Which project an opinion belongs to, of all opinions of the round.
    pub grouped: BTreeMap<String, CorrectionProjectId>,
    /// The weak points forums named.
    pub weak: WeakPoints,
    /// What the visitor answers for; nothing is everything.
    answering: Option<Vec<OrganisationId>>,
}

impl Seen {
    /// Loads it.
    ///
    /// # Errors
    /// [`WebError::NotFound`] before sealing and where the visitor sees nothing of the round.
    pub(super) async fn load(app: &App, visitor: &Visitor, round: RoundId) -> Result<Self, WebError> {
        let context = Context::load(app, visitor, round).await?;
        let answering = organisations::queries::reachable(&app.database, &visitor.reach(KEEPERS)).await?;
        let grouped = queries::grouped(&app.database, round).await?;
        let mut weak = WeakPoints::load(app, round).await?;
        let mut seen = Self { context, opinions: Vec::new(), grouped, weak: WeakPoints::default(), answering };
        weak.points.retain(|one| seen.answers_for(one.record.organisation_id));
        seen.weak = weak;
        let mut opinions = results::queries::opinions(&app.database, round).await?;
        // A raw or withheld text is not here for anybody (A27): only what was released is grouped.
        opinions.retain(|one| results::sees_opinion(&seen.context, one) && seen.answers_for(one.organisation_id));
        seen.opinions = opinions;
        Ok(seen)
    }

    /// Whether the visitor answers for an organisation.
    pub(super) fn answers_for(&self, organisation: OrganisationId) -> bool {
        self.answering.as_ref().is_none_or(|all| all.binary_search(&organisation).is_ok())
    }

    /// A released opinion the visitor answers for.
    pub(super) fn opinion(&self, key: &str) -> Option<&released_opinion::Model> {
        self.opinions.iter().find(|opinion| opinion.opinion_key == key)
    }

    /// What an opinion is about.
    pub(super) fn about(&self, opinion: &released_opinion::Model) -> String {
        results::about_opinion(&self.context.frozen, opinion)
    }

    /// The opinions of a project that the visitor sees.
    pub(super) fn opinions_of(&self, project: CorrectionProjectId) -> Vec<&released_opinion::Model> {
        let belongs = |opinion: &&released_opinion::Model| self.grouped.get(&opinion.opinion_key) == Some(&project);
        self.opinions.iter().filter(belongs).collect()
    }

    /// How many opinions a project has in all.
    pub(super) fn number_of(&self, project: CorrectionProjectId) -> usize {
        self.grouped.values().filter(|other| **other == project).count()
    }

    /// Whether the visitor sees a project: his organisation puts it right, or it answers an opinion he answers for or a
    /// weak point of his.
    pub(super) fn sees(&self, project: &correction_project::Model) -> bool {
        self.answers_for(project.organisation_id)
            || !self.opinions_of(project.id).is_empty()
            || self.weak.of(project.id).next().is_some()
    }

    /// A project of the round.
    ///
    /// # Errors
    /// [`WebError::NotFound`] where there is none or the visitor does not see it.
    pub(super) async fn project(
        &self,
        app: &App,
        id: CorrectionProjectId,
    ) -> Result<correction_project::Model, WebError> {
        let found = queries::project(&app.database, (self.context.round.id, id)).await?;
        found.filter(|project| self.sees(project)).ok_or(WebError::NotFound)
    }

    /// Who may put right what is said: the organisations the opinions and weak points are about and those above them, as far as the
    /// visitor answers for them; in the order of the tree, with whoever does so already.
    pub(super) fn organisations(&self, already: Option<OrganisationId>) -> Vec<(OrganisationId, String)> {
        let places = &self.context.release.places;
        let mut concerned: BTreeSet<usize> = BTreeSet::new();
        let about = self.opinions.iter().map(|opinion| opinion.organisation_id);
        for organisation in about.chain(self.weak.points.iter().map(|one| one.record.organisation_id)) {
            let mut at = self.context.release.place(organisation);
            while let Some(place) = at.filter(|place| concerned.insert(*place)) {
                at = places.get(place).and_then(|place| place.parent);
            }
        }
        let listed = places.iter().enumerate().filter(|(index, place)| {
            already == Some(place.organisation) || (concerned.contains(index) && self.answers_for(place.organisation))
        });
        listed.map(|(_, place)| (place.organisation, place.name.clone())).collect()
    }

    /// The name of an organisation when the round was sealed.
    pub(super) fn name_of(&self, organisation: OrganisationId) -> String {
        let place = self.context.release.place(organisation);
        place
            .and_then(|place| self.context.release.places.get(place))
            .map(|place| place.name.clone())
            .unwrap_or_default()
    }

    /// The list of projects and the title of the round, for links back.
    pub(super) fn back(&self) -> (String, String) {
        let round = &self.context.round;
        (urls::OfRound { round: round.id }.to_path(), round.title.clone())
    }
}
