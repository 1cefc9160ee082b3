//! What a file of members would change.

use crate::support::{county_members, opened, rows};
use spreadsheets::matching::{
    Action, Branch, CREATE_NEW, ExistingMember, LEAVE_OUT, MemberPlan, edit_distance, plan_members,
};
use spreadsheets::members::MemberRow;
use spreadsheets::organisations::Kind;
use spreadsheets::{Choices, Code, Problem, members};

fn read(bytes: &[u8]) -> Vec<MemberRow> {
    members::read(&opened(bytes), &Choices::default(), &mut |_, _| {}).rows
}

fn list(lines: &[(&str, &str, &str)]) -> Vec<MemberRow> {
    let mut table: Vec<Vec<&str>> = vec![vec!["姓名", "所在党支部", "出生年月"]];
    table.extend(lines.iter().map(|(name, branch, birth)| vec![*name, *branch, *birth]));
    let slices: Vec<&[&str]> = table.iter().map(Vec::as_slice).collect();
    read(&rows("党员", &slices))
}

fn branch(code: &str, path: &str) -> Branch {
    Branch {
        code: code.to_owned(),
        name: path.rsplit(" / ").next().unwrap_or(path).to_owned(),
        path: path.to_owned(),
        kind: Some(Kind::Branch),
        declared_members: None,
    }
}

fn county() -> Vec<Branch> {
    vec![
        branch("B1", "青禾县委 / 城关镇党委 / 城关镇南郭岭村党支部"),
        branch("B2", "青禾县委 / 城关镇党委 / 城关镇社区党总支 / 城关镇社区第一党支部"),
        branch("B3", "青禾县委 / 城关镇党委 / 城关镇社区党总支 / 城关镇社区第二党支部"),
    ]
}

fn plan(rows: &[MemberRow], branches: &[Branch], existing: &[ExistingMember], choices: &Choices) -> MemberPlan {
    plan_members(rows, (branches, existing), choices, &mut |_, _| {})
}

fn carried_out(rows: &[MemberRow], plan: &MemberPlan) -> Vec<ExistingMember> {
    rows.iter()
        .zip(&plan.branches)
        .enumerate()
        .map(|(at, (row, branch))| ExistingMember {
            code: format!("M{at:04}"),
            name: row.name.clone(),
            branch: branch.clone().unwrap(),
            sex: row.sex,
            birth: row.birth,
            category: row.category,
            joined: row.joined,
            service: row.service.clone(),
            party_post: row.party_post.clone(),
            post: row.post.clone(),
        })
        .collect()
}

fn of(plan: &MemberPlan, code: Code) -> Vec<&Problem> {
    plan.problems.iter().filter(|problem| problem.code == code).collect()
}

#[test]
fn unknown_branches_are_one_line_per_name_with_rows_and_likely_candidates() {
    let rows = read(&county_members());
    let first = plan(&rows, &county(), &[], &Choices::default());
    let unknown = of(&first, Code::UnknownBranch);
    let told: Vec<(&str, &str, usize, &str, bool)> = unknown
        .iter()
        .map(|problem| {
            let best = &problem.proposals[0];
            let name = problem.argument("name").unwrap();
            (name, problem.argument("rows").unwrap(), problem.positions().count(), best.shown.as_str(), best.sure)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("城关镇南郭岭村支部", "1", 1, "城关镇南郭岭村党支部", true),
            ("城关镇社区第一支部", "2", 2, "城关镇社区第一党支部", true),
        ]
    );
    let mut choices = Choices::default();
    assert_eq!(choices.accept_sure(&first.problems), 2);
    let second = plan(&rows, &county(), &[], &choices);
    assert!(second.problems.is_empty());
    assert_eq!(second.summary().create, 5);
    assert_eq!(second.branches[3].as_deref(), Some("B2"));
}

#[test]
fn a_slip_of_the_pen_is_offered_but_never_sure() {
    let rows = list(&[
        ("张三", "城关镇南郭领村党支部", "1970.01"),
        ("李四", "南郭岭村党支部", "1971.01"),
        ("王五", "红旗煤矿党支部", "1972.01"),
    ]);
    let plan = plan(&rows, &county(), &[], &Choices::default());
    let unknown = of(&plan, Code::UnknownBranch);
    let best = |name: &str| {
        let problem = unknown.iter().find(|problem| problem.argument("name") == Some(name)).unwrap();
        problem.proposals.first().map(|best| (best.shown.as_str(), best.reason, best.sure))
    };
    assert_eq!(best("城关镇南郭领村党支部"), Some(("城关镇南郭岭村党支部", "close-in-writing", false)));
    assert_eq!(best("南郭岭村党支部"), Some(("城关镇南郭岭村党支部", "prefix-left-out", false)));
    assert_eq!(best("红旗煤矿党支部"), None);
}

#[test]
fn a_name_two_branches_have_is_asked_about_unless_the_path_tells() {
    let branches = [branch("B1", "甲镇党委 / 机关党支部"), branch("B2", "乙镇党委 / 机关党支部")];
    let mut rows = list(&[("张三", "机关党支部", "1970.01")]);
    let asked = plan(&rows, &branches, &[], &Choices::default());
    let offered: Vec<&str> =
        of(&asked, Code::AmbiguousBranch)[0].proposals.iter().map(|offer| offer.value.as_str()).collect();
    assert_eq!(offered, ["甲镇党委 / 机关党支部", "乙镇党委 / 机关党支部"]);
    let mut choices = Choices::default();
    choices.choose("branch:机关党支部", "乙镇党委 / 机关党支部");
    assert_eq!(plan(&rows, &branches, &[], &choices).branches[0].as_deref(), Some("B2"));
    rows[0].branch_path = Some("甲镇党委 / 机关党支部".into());
    assert_eq!(plan(&rows, &branches, &[], &Choices::default()).branches[0].as_deref(), Some("B1"));
}

#[test]
fn bringing_the_same_members_again_changes_nothing() {
    let rows = read(&county_members());
    let mut choices = Choices::default();
    choices.accept_sure(&plan(&rows, &county(), &[], &choices).problems);
    let existing = carried_out(&rows, &plan(&rows, &county(), &[], &choices));
    let again = plan(&rows, &county(), &existing, &choices);
    assert!(again.problems.is_empty());
    assert_eq!(again.summary().unchanged, 5);
}

#[test]
fn identity_is_name_branch_and_birth_to_the_precision_given() {
    let branches = county();
    let name = "城关镇社区第二党支部";
    let rows = list(&[("张三", name, "1970-01-28")]);
    let existing = carried_out(&rows, &plan(&rows, &branches, &[], &Choices::default()));
    let action = |birth: &str| {
        let rows = list(&[("张　三", name, birth)]);
        plan(&rows, &branches, &existing, &Choices::default()).actions.remove(0)
    };
    assert!(matches!(action("1970.01"), Action::Unchanged { .. }));
    assert!(matches!(action("1970"), Action::Unchanged { .. }));
    assert!(matches!(action(""), Action::Unchanged { .. }));
    assert_eq!(action("1970.02"), Action::Create);
}

#[test]
fn where_two_members_fit_somebody_is_asked_and_the_answer_is_kept() {
    let branches = county();
    let name = "城关镇社区第二党支部";
    let known = list(&[("张三", name, "1970-01-28"), ("张三", name, "1970-01-05")]);
    let existing = carried_out(&known, &plan(&known, &branches, &[], &Choices::default()));
    let rows = list(&[("张三", name, "1970.01")]);
    let asked = plan(&rows, &branches, &existing, &Choices::default());
    let problem = of(&asked, Code::AmbiguousMember)[0];
    assert_eq!(problem.proposals.len(), 3);
    assert_eq!(problem.proposals[1].shown, "张三 1970-01-05");
    let key = problem.key.clone().unwrap();
    let mut choices = Choices::default();
    choices.choose(key.clone(), "M0001");
    assert_eq!(plan(&rows, &branches, &existing, &choices).actions[0], Action::Unchanged { code: "M0001".into() });
    choices.choose(key, CREATE_NEW);
    assert_eq!(plan(&rows, &branches, &existing, &choices).actions[0], Action::Create);
}

#[test]
fn the_same_person_twice_in_a_file_is_asked_about() {
    let name = "城关镇社区第二党支部";
    let rows = list(&[("张三", name, "1970.01"), ("张三", name, "1970-01-28")]);
    let asked = plan(&rows, &county(), &[], &Choices::default());
    let problem = of(&asked, Code::MemberTwice)[0];
    assert_eq!(problem.argument("first_row"), Some("2"));
    let key = problem.key.clone().unwrap();
    let mut choices = Choices::default();
    choices.choose(key.clone(), LEAVE_OUT);
    assert_eq!(plan(&rows, &county(), &[], &choices).actions, [Action::Create, Action::LeftOut]);
    choices.choose(key, CREATE_NEW);
    assert_eq!(plan(&rows, &county(), &[], &choices).summary().create, 2);
}

#[test]
fn a_code_moves_a_member_to_another_branch_without_a_question() {
    let known = list(&[("张三", "城关镇社区第二党支部", "1970-01-28")]);
    let existing = carried_out(&known, &plan(&known, &county(), &[], &Choices::default()));
    let mut rows = list(&[("张三", "城关镇社区第一党支部", "1970-01-28")]);
    rows[0].code = Some("M0000".into());
    let plan = plan(&rows, &county(), &existing, &Choices::default());
    let Action::Update { changes, .. } = &plan.actions[0] else { panic!() };
    assert_eq!((changes[0].field, changes[0].from.as_str(), changes[0].to.as_str()), ("branch", "B3", "B2"));
}

#[test]
fn declared_members_that_are_not_the_rows_warn() {
    let mut branches = county();
    branches[2].declared_members = Some(3);
    branches[0].kind = Some(Kind::Committee);
    let rows = list(&[("张三", "城关镇社区第二党支部", "1970.01"), ("李四", "城关镇南郭岭村党支部", "1971.01")]);
    let plan = plan(&rows, &branches, &[], &Choices::default());
    let warning = of(&plan, Code::MembersDisagree)[0];
    assert_eq!((warning.argument("declared"), warning.argument("rows")), (Some("3"), Some("1")));
    assert_eq!(of(&plan, Code::NotABranch).len(), 1);
    assert!(spreadsheets::report::may_be_imported(&plan.problems));
}

#[test]
fn edit_distance_counts_characters_and_stops_at_the_most() {
    let distance = |left: &str, right: &str, most| {
        let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
        edit_distance(&left, &right, most)
    };
    assert_eq!(distance("机关党支部", "机关支部", 2), Some(1));
    assert_eq!(distance("南郭岭", "南郭领", 2), Some(1));
    assert_eq!(distance("甲乙丙丁", "戊己庚辛", 3), None);
    assert_eq!(distance("", "甲", 1), Some(1));
}

#[test]
fn progress_is_told_up_to_the_last_row() {
    let lines: Vec<(String, String)> =
        (0..2_500).map(|at| (format!("张{at}"), format!("19{:02}.01", at % 80 + 10))).collect();
    let lines: Vec<(&str, &str, &str)> =
        lines.iter().map(|(name, birth)| (name.as_str(), "城关镇社区第一党支部", birth.as_str())).collect();
    let rows = list(&lines);
    let mut heard = Vec::new();
    let plan = plan_members(&rows, (&county(), &[]), &Choices::default(), &mut |done, total| heard.push((done, total)));
    assert_eq!(plan.summary().create, 2_500);
    assert_eq!(heard, [(1_000, 2_500), (2_000, 2_500), (2_500, 2_500)]);
}
