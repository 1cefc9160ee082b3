//! Who and what of an earlier round is still there, and what a copy leaves out with the reason.

use std::collections::{BTreeMap, BTreeSet};

use storage::entities::{round, round_omission};
use storage::{MemberId, OrganisationId, RoundId, WindowId, WriteTransaction};
use texts::Language;

use super::super::model::{Object, Panel, Plan};
use super::super::queries;
use crate::App;
use crate::features::{organisations, windows};
use crate::roles::Reach;
use crate::web::WebError;

/// What was left out, in the order in which it was noted.
#[derive(Debug, Default)]
pub struct Omitted(Vec<Omission>);

/// One who or what that was left out.
#[derive(Debug, PartialEq, Eq)]
struct Omission {
    /// The end of the text key that says why.
    reason: &'static str,
    /// By name; of a judge group the title of its sheet.
    name: String,
    /// The category of a judge group.
    category: Option<String>,
}

impl Omitted {
    /// Notes it, once.
    pub fn add(&mut self, reason: &'static str, name: &str) {
        self.note(Omission { reason, name: name.to_owned(), category: None });
    }

    /// Notes a judge group, once.
    pub fn add_panel(&mut self, reason: &'static str, plan: &Plan, panel: &Panel) {
        let name = plan.sheet(panel.sheet).map_or("", |sheet| sheet.title.as_str()).to_owned();
        self.note(Omission { reason, name, category: Some(panel.category.clone()) });
    }

    fn note(&mut self, omission: Omission) {
        if !self.0.contains(&omission) {
            self.0.push(omission);
        }
    }

    /// As it is kept with the new round.
    pub fn into_rows(self, round_id: RoundId) -> Vec<round_omission::Model> {
        let row = |(Omission { reason, name, category }, number)| {
            let reason = String::from(reason);
            round_omission::Model { round_id, number, reason, name, category }
        };
        self.0.into_iter().zip(1..).map(row).collect()
    }
}

/// Who may still be judged: organisations below the owner that are open, with their names, the members on their rolls,
/// and the windows that are open where they stood.
pub struct Present {
    /// The organisations.
    pub organisations: BTreeMap<OrganisationId, String>,
    members: BTreeMap<MemberId, (OrganisationId, String)>,
    windows: BTreeMap<WindowId, (OrganisationId, String)>,
}

impl Present {
    /// Finds them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load(transaction: &WriteTransaction, round: &round::Model, plan: &Plan) -> Result<Self, WebError> {
        let among = vec![Reach::Under(vec![round.organisation_id])];
        let filter = organisations::queries::Filter { among: among.clone(), ..Default::default() };
        let open = organisations::queries::all(transaction, &filter).await?;
        let with_members: BTreeSet<OrganisationId> =
            plan.objects.iter().filter(|object| object.member.is_some()).map(|object| object.organisation).collect();
        let mut members = BTreeMap::new();
        for organisation in with_members {
            let roll = queries::members_of(transaction, organisation).await?;
            members.extend(roll.into_iter().map(|member| (member.id, (organisation, member.name))));
        }
        let has_windows = plan.objects.iter().any(|object| object.window.is_some());
        let open_windows = windows::queries::Filter { among, only_open: true, ..Default::default() };
        let open_windows =
            if has_windows { windows::queries::all(transaction, &open_windows).await? } else { Vec::new() };
        Ok(Self {
            organisations: open.into_iter().map(|one| (one.id, one.name)).collect(),
            members,
            windows: open_windows.into_iter().map(|one| (one.id, (one.organisation_id, one.name))).collect(),
        })
    }

    /// The name on the sheet; why it is left out where it is there no longer.
    pub fn name(&self, app: &App, plan: &Plan, object: &Object) -> Result<String, &'static str> {
        let organisation = self.organisations.get(&object.organisation).ok_or("organisation")?;
        let here = |found: Option<&(OrganisationId, String)>| {
            found.filter(|(at, _)| *at == object.organisation).map(|(_, name)| name.clone())
        };
        if let Some(member) = object.member {
            return here(self.members.get(&member)).ok_or("member");
        }
        if let Some(window) = object.window {
            return here(self.windows.get(&window)).ok_or("window");
        }
        if plan.judged(object).3 {
            let arguments = [("name", organisation.into())];
            return Ok(app.texts.with(Language::ZhHans, "appraisals-leading-team", &arguments));
        }
        Ok(organisation.clone())
    }
}
