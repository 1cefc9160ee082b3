//! Every paper of a round with what it is for and where it is: entered once, printed in many forms.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, State};

use super::urls;
use crate::App;
use crate::features::{appraisals, records, results, self_reports};
use crate::roles::Role;
use crate::web::{Answer, Frame, Page, Visitor, html};

struct Line {
    form: String,
    name: String,
    about: String,
    /// Where it is; nothing while there is none.
    path: Option<String>,
}

#[derive(Template)]
#[template(path = "features/round_papers/templates/index.html")]
struct PapersView {
    page: Page,
    back: String,
    round: String,
    lines: Vec<Line>,
}

/// The papers.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::RoundPapers>,
) -> Answer {
    let round = records::announced(&app, &visitor, url.round).await?;
    let is_office = visitor.has(Role::CampaignOffice)
        && appraisals::common::reached(&app, &visitor, round.id, appraisals::common::OFFICE).await.is_ok();
    let is_sealed = matches!(round.state.as_str(), "sealed" | "published" | "finished");
    let is_published = matches!(round.state.as_str(), "published" | "finished");
    let id = round.id;
    let page = frame.page("round-papers-title");
    let line = |form: &str, key: &str, path: Option<String>| Line {
        form: form.to_owned(),
        name: page.t(&format!("round-papers-{key}")),
        about: page.t(&format!("round-papers-{key}-about")),
        path,
    };
    let records = records::urls::OfRound { round: id }.to_path();
    let reports = self_reports::urls::OfRound { round: id }.to_path();
    let mut lines = Vec::new();
    if is_office {
        lines.push(line("F11", "notice", Some(urls::Notice { round: id }.to_path())));
        // The papers of ballots this round has: F12, F13, F15.
        let measures = appraisals::queries::measures(&app.database, id).await?;
        let forms: BTreeSet<&str> = measures.iter().map(|measure| measure.definition.form.as_str()).collect();
        let forms: Vec<&str> = forms.into_iter().collect();
        lines.push(line(&forms.join(" "), "forms", Some(appraisals::urls::Panels { id }.to_path())));
    }
    lines.push(line("F14", "self", Some(reports.clone())));
    lines.push(line("F17", "slip", Some(urls::OpinionSlip { round: id }.to_path())));
    lines.push(line("F18", "box", Some(records.clone())));
    lines.push(line("F20", "record", Some(records)));
    if is_office {
        let summary = results::urls::Summary { round: id }.to_path();
        lines.push(line("F21", "summary", is_sealed.then_some(summary)));
        let bulletin = results::urls::Bulletin { round: id }.to_path();
        lines.push(line("F22", "bulletin", is_sealed.then_some(bulletin)));
        let sheets = results::urls::FeedbackSheets { round: id }.to_path();
        lines.push(line("F23", "feedback", is_published.then_some(sheets)));
    }
    lines.push(line("F57 F61", "duty", Some(reports)));
    if is_office {
        let tally = urls::TallySheet { round: id }.to_path();
        lines.push(line("F58", "tally", is_sealed.then_some(tally)));
    }
    let back = if is_office {
        appraisals::urls::Round { id }.to_path()
    } else {
        records::urls::OfRound { round: id }.to_path()
    };
    html(&PapersView { back, round: round.title, lines, page })
}
