//! The checks of one return (R02, R04, R08, R09, R13).

use super::finding::{Finding, Proposal, Remark};
use super::methods::{Method, MethodsError, parse_methods};
use super::{CountProblem, Entry, FilledReturn, Line};
use crate::rate::{Rate, rate};
use crate::step::Step;

/// What becomes of a return that is filed upward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// No relation is broken.
    Accepted,
    /// Something has to be mended first.
    Returned,
}

/// The rates the return implies; absent where a line they need is blank or zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DerivedRates {
    /// 1b ÷ 1a.
    pub organisations_basic: Option<Rate>,
    /// 1c ÷ 1a.
    pub organisations_satisfied: Option<Rate>,
    /// 1f ÷ 1e.
    pub members_basic: Option<Rate>,
    /// 1g ÷ 1e.
    pub members_satisfied: Option<Rate>,
}

/// Everything a check says about a return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Accepted, or returned to be mended.
    pub status: Status,
    /// Broken relations, in the order of the form.
    pub findings: Vec<Finding>,
    /// Soft flags.
    pub remarks: Vec<Remark>,
    /// Likely corrections, proposed and never made.
    pub proposals: Vec<Proposal>,
    /// Line 3, where it can be read.
    pub methods: Vec<Method>,
    /// The rates implied.
    pub rates: DerivedRates,
    /// The relations that were checked.
    pub steps: Vec<Step>,
}

/// Each line of a chain is a part of the line before it.
pub(super) const CHAINS: [&[Line]; 2] = [
    &[Line::OrganisationsJudged, Line::OrganisationsBasic, Line::OrganisationsSatisfied],
    &[Line::MembersTotal, Line::MembersJudged, Line::MembersBasic, Line::MembersSatisfied],
];

/// Checks a return against every rule of the form.
#[must_use]
pub fn check(filled: &FilledReturn) -> Checked {
    let mut findings = Vec::new();
    check_entries(filled, &mut findings);
    let methods = check_methods(filled, &mut findings);
    let (broken, steps) = relations(&|line| filled.count(line));
    findings.extend(broken);
    Checked {
        status: if findings.is_empty() { Status::Accepted } else { Status::Returned },
        findings,
        remarks: remarks(&|line| filled.count(line), &methods),
        proposals: proposals(filled),
        rates: derived_rates(&|line| filled.count(line)),
        methods,
        steps,
    }
}

fn check_entries(filled: &FilledReturn, findings: &mut Vec<Finding>) {
    for line in Line::counts() {
        match filled.lines.get(&line).map_or(&Entry::Blank, |filled| &filled.entry) {
            Entry::Count(_) => {}
            Entry::Blank if filled.blank_reason(line).is_some() => {}
            Entry::Blank => findings.push(Finding::BlankWithoutReason { line: line.code() }),
            Entry::NotACount { written, problem } => findings.push(Finding::NotACount {
                line: line.code(),
                written: written.clone(),
                problem: problem_key(*problem),
            }),
        }
    }
}

fn problem_key(problem: CountProblem) -> &'static str {
    match problem {
        CountProblem::Text => "text",
        CountProblem::Negative => "negative",
        CountProblem::Fraction => "fraction",
        CountProblem::Percentage => "percentage",
        CountProblem::TooLarge => "too-large",
    }
}

fn check_methods(filled: &FilledReturn, findings: &mut Vec<Finding>) -> Vec<Method> {
    if filled.methods.trim().is_empty() && filled.blank_reason(Line::Methods).is_none() {
        findings.push(Finding::BlankWithoutReason { line: Line::Methods.code() });
    }
    match parse_methods(&filled.methods) {
        Ok(methods) => return methods,
        Err(MethodsError::LengthsDiffer { methods, quantities }) => {
            findings.push(Finding::MethodLengthsDiffer { methods, quantities });
        }
        Err(MethodsError::NotACount(written)) => findings.push(Finding::MethodNotACount { written }),
    }
    Vec::new()
}

type Count<'a> = &'a dyn Fn(Line) -> Option<u64>;

/// The relations between lines whose counts are given; a blank in a chain is passed over, not read as zero.
pub(super) fn relations(count: Count<'_>) -> (Vec<Finding>, Vec<Step>) {
    let (mut findings, mut steps) = (Vec::new(), Vec::new());
    for chain in CHAINS {
        let given: Vec<(Line, u64)> = chain.iter().filter_map(|line| Some((*line, count(*line)?))).collect();
        for ((greater, greater_count), (lesser, lesser_count)) in given.iter().zip(given.iter().skip(1)) {
            let (lesser, lesser_count, greater, greater_count) =
                (lesser.code(), *lesser_count, greater.code(), *greater_count);
            steps.push(Step::RelationChecked { lesser, lesser_count, greater, greater_count });
            if lesser_count > greater_count {
                findings.push(Finding::OrderViolated { lesser, lesser_count, greater, greater_count });
            }
        }
    }
    if let (Some(0), Some(participants @ 1..)) = (count(Line::Meetings), count(Line::MeetingParticipants)) {
        findings.push(Finding::ParticipantsWithoutMeeting { participants });
    }
    if let (Some(introductions), Some(members)) = (count(Line::SelfIntroductions), count(Line::MembersTotal))
        && introductions > members
    {
        findings.push(Finding::IntroductionsExceedMembers { introductions, members });
    }
    (findings, steps)
}

/// The soft flags.
pub(super) fn remarks(count: Count<'_>, methods: &[Method]) -> Vec<Remark> {
    let mut remarks = Vec::new();
    if let (Some(judged), Some(members)) = (count(Line::MembersJudged), count(Line::MembersTotal))
        && judged < members
    {
        remarks.push(Remark::MembersNotJudged { judged, members });
    }
    let forms: u64 = methods
        .iter()
        .filter(|method| ["张", "份"].contains(&method.unit.as_str()))
        .map(|method| method.quantity)
        .sum();
    if let Some(participants) = count(Line::MeetingParticipants).filter(|participants| forms > *participants) {
        remarks.push(Remark::MoreFormsThanParticipants { forms, participants });
    }
    if let (Some(chiefs), Some(organisations)) = (count(Line::ChiefReports), count(Line::OrganisationsJudged))
        && chiefs > organisations
    {
        remarks.push(Remark::MoreChiefsThanOrganisations { chiefs, organisations });
    }
    remarks
}

fn derived_rates(count: Count<'_>) -> DerivedRates {
    let share = |part: Line, whole: Line| rate(count(part)?, count(whole)?).ok();
    DerivedRates {
        organisations_basic: share(Line::OrganisationsBasic, Line::OrganisationsJudged),
        organisations_satisfied: share(Line::OrganisationsSatisfied, Line::OrganisationsJudged),
        members_basic: share(Line::MembersBasic, Line::MembersJudged),
        members_satisfied: share(Line::MembersSatisfied, Line::MembersJudged),
    }
}

fn proposals(filled: &FilledReturn) -> Vec<Proposal> {
    let triples = [
        [Line::OrganisationsJudged, Line::OrganisationsBasic, Line::OrganisationsSatisfied],
        [Line::MembersJudged, Line::MembersBasic, Line::MembersSatisfied],
    ];
    triples.into_iter().filter_map(|triple| proposal(filled, triple)).collect()
}

fn proposal(filled: &FilledReturn, [judged, basic, satisfied]: [Line; 3]) -> Option<Proposal> {
    let (judged, satisfied) = (filled.count(judged)?, filled.count(satisfied)?);
    match filled.count(basic) {
        Some(counted) if counted < satisfied && counted + satisfied <= judged => Some(Proposal::ExclusiveCounts {
            line: basic.code(),
            value: counted + satisfied,
            basic: counted,
            satisfied,
        }),
        None if satisfied == judged && filled.blank_reason(basic).is_none() => {
            Some(Proposal::OnlyValue { line: basic.code(), value: judged })
        }
        _ => None,
    }
}
