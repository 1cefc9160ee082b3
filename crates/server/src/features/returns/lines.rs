//! The lines of a return as pages show them: what stands there, what is wrong with it, what it could be.

use std::collections::BTreeMap;

use rules::rounding::Decimals;
use rules::statistics_return::{Checked, CheckedSum, Finding, Line, LineSum, Proposal, Remark, check, methods_text};
use texts::Value;

use super::drafts::Draft;
use super::standing::Figures;
use crate::web::Page;

/// How a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// It must be mended before filing.
    Error,
    /// Worth a second look.
    Hint,
    /// What the superior wrote.
    Remark,
}

/// Something said about a line.
#[derive(Debug, Clone)]
pub struct Message {
    /// How it is meant.
    pub weight: Weight,
    /// In the page's language.
    pub text: String,
}

impl Message {
    /// Whether it must be mended before filing.
    pub fn is_error(&self) -> bool {
        self.weight == Weight::Error
    }

    /// Whether the superior wrote it.
    pub fn is_remark(&self) -> bool {
        self.weight == Weight::Remark
    }
}

/// A value that could be taken over.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The value.
    pub value: u64,
    /// Why.
    pub text: String,
}

/// One line of the page.
#[derive(Debug, Clone)]
pub struct LineView {
    /// `1a` … `6`.
    pub code: &'static str,
    /// The form's words.
    pub text: String,
    /// The unit counted.
    pub unit: String,
    /// Whether it counts a part of a line above.
    pub is_part: bool,
    /// Whether it is line 3.
    pub is_methods: bool,
    /// The own figure, as written.
    pub own: String,
    /// Why the own figure is blank.
    pub reason: String,
    /// With all that is added.
    pub total: String,
    /// What is said about it.
    pub messages: Vec<Message>,
    /// What it could be.
    pub offer: Option<Offer>,
    /// What another person stored meanwhile: figure and reason.
    pub stored: Option<(String, String)>,
}

impl LineView {
    /// Whether something must be mended here.
    pub fn is_broken(&self) -> bool {
        self.messages.iter().any(Message::is_error)
    }
}

/// The lines of a return with everything said about them, and the counts of what is wrong.
pub struct Lines {
    /// In the order of the form.
    pub lines: Vec<LineView>,
    /// Blanks without a reason.
    pub blanks: usize,
    /// Other broken relations.
    pub broken: usize,
    /// The rates implied, where nothing is wrong.
    pub rates: Vec<(&'static str, String)>,
}

impl Lines {
    /// How much must be mended before filing.
    pub const fn errors(&self) -> usize {
        self.blanks + self.broken
    }
}

/// The result of both checks: of the own figures, and of the sum.
pub struct Findings {
    own: Checked,
    sum: Option<CheckedSum>,
}

/// Checks a return: its own figures, and where something is added to them the sum.
pub fn find(figures: &Figures) -> Findings {
    Findings { own: check(&figures.own), sum: (!figures.children.is_empty()).then(|| figures.total.check()) }
}

impl Findings {
    fn findings(&self) -> Vec<&Finding> {
        let mut findings: Vec<&Finding> = self.own.findings.iter().collect();
        let of_sum = self.sum.iter().flat_map(|sum| &sum.findings);
        findings.extend(of_sum.filter(|finding| !self.own.findings.contains(finding)));
        findings
    }

    /// Broken relations: blanks without a reason, and others.
    pub fn counts(&self) -> (usize, usize) {
        let findings = self.findings();
        let is_blank = |finding: &&&Finding| matches!(finding, Finding::BlankWithoutReason { .. });
        let blanks = findings.iter().filter(is_blank).count();
        (blanks, findings.len() - blanks)
    }

    /// The value proposed for a line.
    pub fn proposed(&self, code: &str) -> Option<u64> {
        self.own.proposals.iter().find_map(|proposal| {
            let (Proposal::ExclusiveCounts { line, value, .. } | Proposal::OnlyValue { line, value }) = proposal;
            (*line == code).then_some(*value)
        })
    }
}

/// The lines of a draft for a page.
pub fn view(page: &Page, draft: &Draft, figures: &Figures) -> Lines {
    let findings = find(figures);
    let mut said: BTreeMap<&str, Vec<Message>> = BTreeMap::new();
    for finding in findings.findings() {
        let text = keyed(page, finding.key(), finding.arguments());
        said.entry(place(finding)).or_default().push(Message { weight: Weight::Error, text });
    }
    let of_sum = findings.sum.iter().flat_map(|sum| &sum.remarks);
    let of_own = findings.own.remarks.iter().filter(|_| findings.sum.is_none());
    for remark in of_own.chain(of_sum) {
        let text = keyed(page, remark.key(), remark.arguments());
        said.entry(remark_place(remark)).or_default().push(Message { weight: Weight::Hint, text });
    }
    let text = |key: &str, values: &[(&str, Value)]| page.with(key, values);
    let line = |line: &Line| {
        let mut messages = said.remove(line.code()).unwrap_or_default();
        if let Some(text) = blank_units(page, figures, *line) {
            messages.push(Message { weight: Weight::Hint, text });
        }
        LineView {
            code: line.code(),
            text: page.t(&format!("returns-line-{}", line.code())),
            unit: unit(page, *line),
            is_part: matches!(line.code(), "1b" | "1c" | "1f" | "1g"),
            is_methods: *line == Line::Methods,
            own: draft.text(*line).to_owned(),
            reason: draft.reasons.get(line.code()).map(|reason| reason.words(&text)).unwrap_or_default(),
            total: total(figures, *line),
            messages,
            offer: offer(page, &findings, line.code()),
            stored: None,
        }
    };
    let lines = Line::ALL.iter().map(line).collect();
    let (blanks, broken) = findings.counts();
    let rates = if blanks + broken == 0 { rates(figures) } else { Vec::new() };
    Lines { lines, blanks, broken, rates }
}

fn keyed(page: &Page, key: &str, arguments: Vec<(&'static str, String)>) -> String {
    let values: Vec<(&'static str, Value)> =
        arguments.into_iter().map(|(name, value)| (name, Value::Text(value))).collect();
    page.with(key, &values)
}

fn unit(page: &Page, line: Line) -> String {
    if line == Line::Methods { String::new() } else { page.t(&format!("returns-unit-{}", line.code())) }
}

/// The line a finding stands beside.
fn place(finding: &Finding) -> &'static str {
    match finding {
        Finding::BlankWithoutReason { line } | Finding::NotACount { line, .. } => line,
        Finding::OrderViolated { lesser, .. } => lesser,
        Finding::IntroductionsExceedMembers { .. } => Line::SelfIntroductions.code(),
        Finding::ParticipantsWithoutMeeting { .. } => Line::Meetings.code(),
        Finding::MethodLengthsDiffer { .. } | Finding::MethodNotACount { .. } => Line::Methods.code(),
    }
}

fn remark_place(remark: &Remark) -> &'static str {
    match remark {
        Remark::MoreChiefsThanOrganisations { .. } => Line::ChiefReports.code(),
        Remark::MoreFormsThanParticipants { .. } => Line::Methods.code(),
        Remark::MembersNotJudged { .. } => Line::MembersJudged.code(),
    }
}

fn offer(page: &Page, findings: &Findings, code: &str) -> Option<Offer> {
    let proposal = findings.own.proposals.iter().find(|proposal| {
        let (Proposal::ExclusiveCounts { line, .. } | Proposal::OnlyValue { line, .. }) = proposal;
        *line == code
    })?;
    Some(Offer { value: findings.proposed(code)?, text: keyed(page, proposal.key(), proposal.arguments()) })
}

/// How many units gave a line, of how many.
fn given(figures: &Figures, line: Line) -> (u64, u64) {
    if line == Line::Methods {
        return figures.total.methods_given;
    }
    let sum = figures.total.lines.get(&line).copied().unwrap_or_default();
    (sum.given, sum.units)
}

/// "N of M units blank", where something is added up.
pub fn blank_units(page: &Page, figures: &Figures, line: Line) -> Option<String> {
    let (given, units) = given(figures, line);
    (!figures.children.is_empty() && given < units)
        .then(|| page.t2("returns-units-blank", "blank", units - given, "units", units))
}

/// A line with all that is added, as the form writes it.
pub fn total(figures: &Figures, line: Line) -> String {
    if line == Line::Methods {
        return methods_text(&figures.total.methods);
    }
    let sum = figures.total.lines.get(&line).and_then(|sum: &LineSum| sum.sum);
    sum.map(|sum| sum.to_string()).unwrap_or_default()
}

/// The rates of lines that every unit gave.
fn rates(figures: &Figures) -> Vec<(&'static str, String)> {
    let complete = |line: Line| {
        let sum = figures.total.lines.get(&line)?;
        sum.sum.filter(|_| sum.blank() == 0)
    };
    let shares = [
        ("returns-rate-organisations-basic", Line::OrganisationsBasic, Line::OrganisationsJudged),
        ("returns-rate-organisations-satisfied", Line::OrganisationsSatisfied, Line::OrganisationsJudged),
        ("returns-rate-members-basic", Line::MembersBasic, Line::MembersJudged),
        ("returns-rate-members-satisfied", Line::MembersSatisfied, Line::MembersJudged),
    ];
    shares
        .into_iter()
        .filter_map(|(key, part, whole)| {
            let rate = rules::rate::rate(complete(part)?, complete(whole)?).ok()?;
            let percent = rate.share.percent(Decimals::ONE);
            Some((key, format!("{percent}% ({})", rate.share)))
        })
        .collect()
}
