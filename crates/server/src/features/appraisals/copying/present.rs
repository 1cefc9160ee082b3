//! Who and what of an earlier round is still there, and what a copy leaves out with the reason.

use std::collections::{BTreeMap, BTreeSet};

use storage::entities::round;
use storage::{MemberId, OrganisationId, WindowId, WriteTransaction};
use texts::Language;

use super::super::model::{Object, Panel, Plan};
use super::super::queries;
use crate::App;
use crate::features::{organisations, windows};
use crate::roles::Reach;
use crate::web::WebError;

/// What was left out: the end of the text key that says why, and who or what by name.
#[derive(Debug, Default)]
pub struct Omitted(Vec<(&'static str, String)>);

impl Omitted {
    /// Notes it, once.
    pub fn add(&mut self, reason: &'static str, name: &str) {
        if !self.0.iter().any(|(known, other)| *known == reason && other == name) {
            self.0.push((reason, name.to_owned()));
        }
    }

    /// Everything in the order in which it was noted.
    pub fn all(&self) -> &[(&'static str, String)] {
        &self.0
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

/// What a judge group is called beside what was left out.
pub fn name_of_panel(plan: &Plan, panel: &Panel) -> String {
    let sheet = plan.sheet(panel.sheet).map_or("", |sheet| sheet.title.as_str());
    format!("{sheet} · {}", plan.category_name(&panel.category, Language::ZhHans))
}
