use proptest::prelude::*;
use rules::Rule;
use rules::rounding::Decimals;
use rules::statistics_return::{Entry, FilledReturn, Finding, Line, Proposal, Remark, Status, check};

use super::{coal_mine, town_office};

#[test]
fn x16_the_coal_mines_form_has_two_blanks_and_one_order_violation_and_is_returned() {
    let checked = check(&coal_mine());
    assert_eq!(checked.status, Status::Returned);
    assert_eq!(
        checked.findings,
        [
            Finding::BlankWithoutReason { line: "1b" },
            Finding::BlankWithoutReason { line: "4b" },
            Finding::OrderViolated { lesser: "1g", lesser_count: 8, greater: "1f", greater_count: 1 },
        ]
    );
    assert_eq!(
        checked.remarks,
        [
            Remark::MoreFormsThanParticipants { forms: 30, participants: 20 },
            Remark::MoreChiefsThanOrganisations { chiefs: 3, organisations: 1 },
        ]
    );
    assert_eq!(checked.findings[2].rule(), Rule::R02);
}

#[test]
fn t16_nine_is_proposed_for_1f_and_one_for_1b_and_neither_is_written() {
    let form = coal_mine();
    let checked = check(&form);
    assert_eq!(
        checked.proposals,
        [
            Proposal::OnlyValue { line: "1b", value: 1 },
            Proposal::ExclusiveCounts { line: "1f", value: 9, basic: 1, satisfied: 8 },
        ]
    );
    assert_eq!((form.count(Line::MembersBasic), form.count(Line::OrganisationsBasic)), (Some(1), None));
}

#[test]
fn x17_with_1f_corrected_and_the_blanks_filled_the_form_is_accepted() {
    let mut form = coal_mine();
    form.set(Line::MembersBasic, 9);
    assert_eq!(check(&form).status, Status::Returned);
    form.set(Line::OrganisationsBasic, 1);
    assert_eq!(check(&form).status, Status::Returned);
    form.set(Line::SuperiorsPresent, 0);
    let checked = check(&form);
    assert_eq!((checked.status, checked.findings), (Status::Accepted, vec![]));
    let percent = |rate: Option<rules::rate::Rate>| rate.unwrap().share.percent(Decimals::ONE).to_string();
    assert_eq!(percent(checked.rates.members_basic), "100.0");
    assert_eq!(percent(checked.rates.members_satisfied), "88.9");
    assert!(checked.proposals.is_empty());
}

#[test]
fn x18_four_methods_and_four_quantities_are_accepted() {
    let methods = check(&coal_mine()).methods;
    let read: Vec<(&str, u64, &str)> =
        methods.iter().map(|method| (method.name.as_str(), method.quantity, method.unit.as_str())).collect();
    assert_eq!(
        read,
        [("走访调研", 5, "次"), ("个别谈话", 8, "个"), ("座谈交流", 2, "次"), ("发放征求意见表", 30, "张")]
    );
}

#[test]
fn a_form_without_a_flaw_is_accepted_without_remarks() {
    let checked = check(&town_office());
    assert_eq!((checked.status, checked.findings, checked.remarks), (Status::Accepted, vec![], vec![]));
}

#[test]
fn a_blank_with_a_reason_is_no_finding_and_a_reason_of_spaces_is_none() {
    let mut form = town_office();
    form.leave_blank(Line::MembersBasic, "未声明判定规则");
    form.leave_blank(Line::Methods, "只开会");
    form.methods.clear();
    assert_eq!(check(&form).findings, []);
    form.leave_blank(Line::MembersBasic, "  ");
    form.leave_blank(Line::Methods, "");
    let blanks = ["1f", "3"].map(|line| Finding::BlankWithoutReason { line });
    assert_eq!(check(&form).findings, blanks);
}

#[test]
fn a_chain_is_checked_across_its_blanks() {
    let mut form = town_office();
    form.set(Line::MembersSatisfied, 25);
    form.leave_blank(Line::MembersBasic, "未汇总");
    let violated = Finding::OrderViolated { lesser: "1g", lesser_count: 25, greater: "1e", greater_count: 24 };
    assert_eq!(check(&form).findings, [violated]);
}

fn findings_of(change: fn(&mut FilledReturn)) -> Vec<Finding> {
    let mut form = town_office();
    change(&mut form);
    check(&form).findings
}

#[test]
fn each_broken_relation_is_found_alone() {
    let order = |lesser, lesser_count, greater, greater_count| {
        vec![Finding::OrderViolated { lesser, lesser_count, greater, greater_count }]
    };
    assert_eq!(findings_of(|form| form.set(Line::OrganisationsBasic, 2)), order("1b", 2, "1a", 1));
    assert_eq!(findings_of(|form| form.set(Line::OrganisationsSatisfied, 2)), order("1c", 2, "1b", 1));
    assert_eq!(findings_of(|form| form.set(Line::MembersJudged, 25)), order("1e", 25, "1d", 24));
    assert_eq!(findings_of(|form| form.set(Line::MembersBasic, 25)), order("1f", 25, "1e", 24));
    assert_eq!(findings_of(|form| form.set(Line::MembersBasic, 21)), order("1g", 22, "1f", 21));
    assert_eq!(
        findings_of(|form| form.set(Line::Meetings, 0)),
        [Finding::ParticipantsWithoutMeeting { participants: 51 }]
    );
    assert_eq!(
        findings_of(|form| form.set(Line::SelfIntroductions, 25)),
        [Finding::IntroductionsExceedMembers { introductions: 25, members: 24 }]
    );
    assert_eq!(
        findings_of(|form| form.methods = "走访调研、个别谈话 5次".into()),
        [Finding::MethodLengthsDiffer { methods: 2, quantities: 1 }]
    );
    assert_eq!(
        findings_of(|form| form.methods = "走访调研 2.5次".into()),
        [Finding::MethodNotACount { written: "2.5次".into() }]
    );
    let text = |form: &mut FilledReturn| form.lines.entry(Line::Meetings).or_default().entry = Entry::read("两次");
    assert_eq!(findings_of(text), [Finding::NotACount { line: "2a", written: "两次".into(), problem: "text" }]);
}

#[test]
fn members_left_out_are_remarked() {
    let mut form = town_office();
    form.set(Line::MembersTotal, 30);
    assert_eq!(check(&form).remarks, [Remark::MembersNotJudged { judged: 24, members: 30 }]);
    assert_eq!(check(&form).status, Status::Accepted);
}

proptest! {
    #[test]
    fn an_accepted_form_keeps_every_relation(values in proptest::collection::vec(proptest::option::weighted(0.9, 0_u64..6), 13)) {
        let mut form = town_office();
        for (line, value) in Line::counts().zip(&values) {
            match value {
                Some(count) => form.set(line, *count),
                None => form.leave_blank(line, "缺"),
            }
        }
        let all = |lines: &[Line]| lines.iter().map(|line| form.count(*line)).collect::<Option<Vec<u64>>>();
        let descends = |lines: &[Line]| all(lines).is_none_or(|counts| counts.is_sorted_by(|left, right| left >= right));
        let holds = descends(&[Line::OrganisationsJudged, Line::OrganisationsBasic])
            && descends(&[Line::OrganisationsBasic, Line::OrganisationsSatisfied])
            && descends(&[Line::OrganisationsJudged, Line::OrganisationsSatisfied])
            && descends(&[Line::MembersTotal, Line::MembersJudged])
            && descends(&[Line::MembersTotal, Line::MembersBasic])
            && descends(&[Line::MembersTotal, Line::MembersSatisfied])
            && descends(&[Line::MembersJudged, Line::MembersBasic])
            && descends(&[Line::MembersJudged, Line::MembersSatisfied])
            && descends(&[Line::MembersBasic, Line::MembersSatisfied])
            && descends(&[Line::MembersTotal, Line::SelfIntroductions])
            && !(form.count(Line::Meetings) == Some(0) && form.count(Line::MeetingParticipants) > Some(0));
        prop_assert_eq!(check(&form).status == Status::Accepted, holds);
    }

    #[test]
    fn a_proposed_value_mends_what_it_is_proposed_for(basic in proptest::option::of(0_u64..12), satisfied in 0_u64..12, judged in 0_u64..12) {
        let mut form = town_office();
        form.set(Line::MembersJudged, judged);
        form.set(Line::MembersSatisfied, satisfied);
        match basic {
            Some(count) => form.set(Line::MembersBasic, count),
            None => { form.lines.remove(&Line::MembersBasic); }
        }
        for proposal in check(&form).proposals {
            let (Proposal::ExclusiveCounts { value, .. } | Proposal::OnlyValue { value, .. }) = proposal;
            form.set(Line::MembersBasic, value);
            prop_assert_eq!(check(&form).status, Status::Accepted);
        }
    }
}

#[test]
fn as_many_forms_as_participants_are_no_remark_and_equal_counts_no_proposal() {
    let mut form = coal_mine();
    form.set(Line::MeetingParticipants, 30);
    let more = |remark: &Remark| matches!(remark, Remark::MoreFormsThanParticipants { .. });
    assert!(!check(&form).remarks.iter().any(more));
    form.set(Line::MeetingParticipants, 29);
    assert!(check(&form).remarks.iter().any(more));
    // Four basic or above, four satisfied, of nine judged: nothing contradicts, so nothing is proposed for it.
    form.set(Line::MembersBasic, 4);
    form.set(Line::MembersSatisfied, 4);
    let exclusive = |proposal: &Proposal| matches!(proposal, Proposal::ExclusiveCounts { .. });
    assert!(!check(&form).proposals.iter().any(exclusive));
    form.set(Line::MembersBasic, 3);
    assert!(check(&form).proposals.iter().any(exclusive));
}
