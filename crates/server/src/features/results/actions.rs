//! Where one goes on from the results of a round: what may be opened, exported and done now.

use super::context::{AGGREGATES, Context};
use super::urls;
use crate::App;
use crate::features::{appraisals, archives, assessments, named};
use crate::roles::Role;
use crate::web::{Frame, Visitor, WebError};

/// Path and words of each, for this visitor.
pub async fn actions(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    context: &Context,
) -> Result<Vec<(String, String)>, WebError> {
    let round = context.round.id;
    let text = |key: &str| app.texts.get(frame.language, key);
    let mut actions = Vec::new();
    let sees_all = AGGREGATES.iter().any(|role| visitor.has(*role)) && context.sees_place(0);
    if sees_all {
        actions.push((urls::Export { round }.to_path(), text("export-spreadsheet")));
        actions.push((urls::Comparison { round }.to_path(), text("results-comparison-title")));
    }
    actions.push((urls::Opinions { round }.to_path(), text("results-opinions-title")));
    if [Role::CampaignOffice, Role::Secretary, Role::Member].iter().any(|role| visitor.has(*role)) {
        actions.push((assessments::urls::OfRound { round }.to_path(), text("appraisals-four")));
    }
    if !named::queries::measures(&app.database, round).await?.is_empty() {
        actions.push((named::urls::Figures { round }.to_path(), text("named-figures-title")));
    }
    if sees_all {
        actions.push((named::urls::Coverage { round }.to_path(), text("named-coverage-title")));
    }
    if visitor.has(Role::CampaignOffice) && context.sees_place(0) {
        let reconciliation = appraisals::urls::Reconciliation { id: round };
        actions.push((reconciliation.to_path(), text("appraisals-reconciliation-title")));
        if context.root.is_some() {
            actions.push((archives::urls::Archive { round }.to_path(), text("archives-title")));
        }
    }
    if sees_all && context.round.state != "sealed" {
        actions.push((urls::Bulletin { round }.to_path(), text("results-bulletin")));
    }
    if sees_all {
        actions.push((urls::Summary { round }.to_path(), text("results-summary")));
    }
    if visitor.has(Role::CampaignOffice) && context.sees_place(0) {
        if context.round.state != "sealed" {
            actions.push((urls::FeedbackSheets { round }.to_path(), text("results-feedback-sheets")));
        }
        match context.round.state.as_str() {
            "sealed" => actions.push((urls::Publication { round }.to_path(), text("results-publish"))),
            "published" => {
                actions.push((urls::Dossier { round }.to_path(), text("results-dossier")));
                actions.push((urls::Finish { round }.to_path(), text("results-finish")));
            }
            _ => actions.push((urls::Dossier { round }.to_path(), text("results-dossier"))),
        }
    }
    Ok(actions)
}
