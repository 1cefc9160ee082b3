//! What a file of organisations would change.

use crate::support::{county_organisations, opened, rows};
use spreadsheets::matching::{Action, ExistingOrganisation, OrganisationPlan, Parent, plan_organisations};
use spreadsheets::organisations::OrganisationRow;
use spreadsheets::{Choices, Code, Problem, organisations};

fn read(bytes: &[u8]) -> Vec<OrganisationRow> {
    organisations::read(&opened(bytes), &Choices::default(), &mut |_, _| {}).rows
}

fn list(lines: &[(&str, &str)]) -> Vec<OrganisationRow> {
    let mut table: Vec<Vec<&str>> = vec![vec!["党组织名称", "上级党组织"]];
    table.extend(lines.iter().map(|(name, parent)| vec![*name, *parent]));
    let slices: Vec<&[&str]> = table.iter().map(Vec::as_slice).collect();
    read(&rows("党组织", &slices))
}

fn plan(rows: &[OrganisationRow], existing: &[ExistingOrganisation], choices: &Choices) -> OrganisationPlan {
    plan_organisations(rows, existing, choices, &mut |_, _| {})
}

fn known(code: &str, name: &str, parent: Option<&str>) -> ExistingOrganisation {
    ExistingOrganisation {
        code: code.to_owned(),
        name: name.to_owned(),
        parent: parent.map(str::to_owned),
        kind: None,
        sector: None,
        minority_area: false,
        founded: None,
        secretary: None,
        members: None,
        remark: None,
    }
}

fn one(plan: &OrganisationPlan, code: Code) -> &Problem {
    let found: Vec<&Problem> = plan.problems.iter().filter(|problem| problem.code == code).collect();
    assert_eq!(found.len(), 1, "{:?}", plan.problems);
    found[0]
}

/// What the platform would hold after a plan without questions.
fn carried_out(rows: &[OrganisationRow], plan: &OrganisationPlan) -> Vec<ExistingOrganisation> {
    let code = |at: usize| format!("O{at:04}");
    rows.iter()
        .zip(&plan.parents)
        .enumerate()
        .map(|(at, (row, parent))| ExistingOrganisation {
            code: code(at),
            name: row.name.clone(),
            parent: match parent {
                Parent::Row(above) => Some(code(*above)),
                Parent::Existing(above) => Some(above.clone()),
                Parent::None | Parent::Unresolved => None,
            },
            kind: row.kind,
            sector: row.sector,
            minority_area: row.minority_area,
            founded: row.founded,
            secretary: row.secretary.clone(),
            members: row.members,
            remark: row.remark.clone(),
        })
        .collect()
}

#[test]
fn an_unknown_parent_is_one_question_with_the_likely_answer_first() {
    let rows = read(&county_organisations());
    let first = plan(&rows, &[], &Choices::default());
    let problem = one(&first, Code::UnknownParent);
    assert_eq!(problem.position.as_ref().unwrap().to_string(), "党组织!D7");
    assert_eq!(problem.proposals[0].shown, "中共青禾县城关镇委员会");
    assert!(problem.proposals[0].sure);
    assert_eq!(first.actions[2], Action::Ask);

    let mut choices = Choices::default();
    assert_eq!(choices.accept_sure(&first.problems), 1);
    let second = plan(&rows, &[], &choices);
    assert!(second.problems.is_empty(), "{:?}", second.problems);
    assert_eq!(second.summary().create, 5);
    assert_eq!(second.parents[2], Parent::Row(1));
}

#[test]
fn bringing_the_same_file_again_changes_nothing() {
    let rows = read(&county_organisations());
    let mut choices = Choices::default();
    choices.accept_sure(&plan(&rows, &[], &choices).problems);
    let existing = carried_out(&rows, &plan(&rows, &[], &choices));
    let again = plan(&rows, &existing, &choices);
    assert!(again.problems.is_empty(), "{:?}", again.problems);
    assert_eq!(again.summary().unchanged, 5);
}

#[test]
fn an_update_names_the_changed_fields_and_an_empty_cell_clears_nothing() {
    let mut rows = read(&county_organisations());
    let mut choices = Choices::default();
    choices.accept_sure(&plan(&rows, &[], &choices).problems);
    let existing = carried_out(&rows, &plan(&rows, &[], &choices));
    rows[2].secretary = Some("石磊".into());
    rows[2].founded = Some("1997".parse().unwrap());
    rows[2].remark = None;
    let changed = plan(&rows, &existing, &choices);
    let Action::Update { code, changes } = &changed.actions[2] else { panic!("{:?}", changed.actions[2]) };
    assert_eq!(code, "O0002");
    assert_eq!(changes.len(), 1);
    assert_eq!((changes[0].field, changes[0].from.as_str(), changes[0].to.as_str()), ("secretary", "马丽子", "石磊"));
}

#[test]
fn parents_come_before_children_in_the_order_of_creation() {
    let rows = list(&[("丙党支部", "乙党总支"), ("乙党总支", "甲党委"), ("甲党委", "")]);
    let plan = plan(&rows, &[], &Choices::default());
    assert_eq!(plan.order, [2, 1, 0]);
}

#[test]
fn a_circle_of_parents_is_an_error_that_names_the_chain() {
    let rows =
        list(&[("甲党委", "丙党支部"), ("乙党总支", "甲党委"), ("丙党支部", "乙党总支"), ("丁党支部", "乙党总支")]);
    let plan = plan(&rows, &[], &Choices::default());
    assert_eq!(one(&plan, Code::ParentCycle).argument("chain"), Some("甲党委 → 丙党支部 → 乙党总支 → 甲党委"));
    assert_eq!(plan.actions[0], Action::Ask);
    assert_eq!(plan.actions[3], Action::Create);
}

#[test]
fn a_circle_through_the_existing_tree_is_found() {
    let existing =
        [known("O1", "甲党委", None), known("O2", "乙党总支", Some("O1")), known("O3", "丙党支部", Some("O2"))];
    let mut rows = list(&[("甲党委", "丙党支部")]);
    rows[0].code = Some("O1".into());
    let plan = plan(&rows, &existing, &Choices::default());
    assert_eq!(one(&plan, Code::ParentCycle).argument("chain"), Some("甲党委 → 丙党支部 → 乙党总支 → 甲党委"));
}

#[test]
fn an_organisation_that_names_itself_is_an_error() {
    let plan = plan(&list(&[("甲党委", "中共甲党委")]), &[], &Choices::default());
    one(&plan, Code::ParentIsItself);
}

#[test]
fn the_same_name_under_two_parents_is_two_organisations_and_under_one_parent_an_error() {
    let rows = list(&[
        ("甲党委", ""),
        ("乙镇党委", "甲党委"),
        ("丙镇党委", "甲党委"),
        ("机关党支部", "乙镇党委"),
        ("机关党支部", "丙镇党委"),
    ]);
    let fine = plan(&rows, &[], &Choices::default());
    assert_eq!(fine.summary().create, 5);
    assert!(fine.problems.is_empty());
    let twice = list(&[("甲党委", ""), ("机关党支部", "甲党委"), ("机 关 党支部", "中共甲党委")]);
    let refused = plan(&twice, &[], &Choices::default());
    assert_eq!(one(&refused, Code::OrganisationTwice).argument("first_row"), Some("3"));
}

#[test]
fn a_name_known_under_another_parent_is_asked_about_and_the_answer_is_kept() {
    let existing = [
        known("O1", "甲党委", None),
        known("O2", "乙镇党委", Some("O1")),
        known("O3", "丙镇党委", Some("O1")),
        known("O4", "第一党支部", Some("O2")),
    ];
    let rows = list(&[("第一党支部", "丙镇党委")]);
    let asked = plan(&rows, &existing, &Choices::default());
    let problem = one(&asked, Code::MovedOrNew);
    assert_eq!(asked.actions[0], Action::Ask);
    let key = problem.key.clone().unwrap();
    let mut moved = Choices::default();
    moved.choose(key.clone(), problem.proposals[0].value.clone());
    let Action::Update { code, changes } = &plan(&rows, &existing, &moved).actions[0] else { panic!() };
    assert_eq!((code.as_str(), changes[0].field, changes[0].to.as_str()), ("O4", "parent", "O3"));
    let mut new = Choices::default();
    new.choose(key, spreadsheets::matching::CREATE_NEW);
    assert_eq!(plan(&rows, &existing, &new).actions[0], Action::Create);
}

#[test]
fn a_code_nobody_has_is_asked_about_and_a_code_twice_is_an_error() {
    let mut rows = list(&[("甲党委", ""), ("乙党委", "甲党委")]);
    rows[0].code = Some("X9".into());
    rows[1].code = Some("X9".into());
    let asked = plan(&rows, &[], &Choices::default());
    one(&asked, Code::CodeTwice);
    let unknown = asked.problems.iter().filter(|problem| problem.code == Code::UnknownCode).count();
    assert_eq!(unknown, 2);
}

#[test]
fn a_code_renames_and_moves_without_a_question() {
    let existing =
        [known("O1", "甲党委", None), known("O2", "乙党委", Some("O1")), known("O3", "第一党支部", Some("O1"))];
    let mut rows = list(&[("第一联合党支部", "乙党委")]);
    rows[0].code = Some("O3".into());
    let plan = plan(&rows, &existing, &Choices::default());
    assert!(plan.problems.is_empty(), "{:?}", plan.problems);
    let Action::Update { changes, .. } = &plan.actions[0] else { panic!() };
    let fields: Vec<&str> = changes.iter().map(|change| change.field).collect();
    assert_eq!(fields, ["name", "parent", "kind"]);
}

#[test]
fn a_second_top_beside_the_one_there_is_refused_unless_it_goes_above_it() {
    let existing = [known("O1", "中共青禾县委员会", None)];
    let rows = list(&[("中共清河县委员会", ""), ("城关镇党委", "中共青禾县委员会")]);
    let refused = plan(&rows, &existing, &Choices::default());
    let problem = one(&refused, Code::SecondTop);
    assert_eq!(problem.argument("name"), Some("中共清河县委员会"));
    assert_eq!(problem.argument("top"), Some("中共青禾县委员会"));
    let above = list(&[("中共云州市委员会", ""), ("中共青禾县委员会", "中共云州市委员会")]);
    let asked = plan(&above, &existing, &Choices::default());
    one(&asked, Code::MovedOrNew);
    assert_eq!(asked.problems.len(), 1, "{:?}", asked.problems);
    let mut choices = Choices::default();
    choices.choose("identity:中共云州市委员会|中共青禾县委员会", "O1");
    let moved = plan(&above, &existing, &choices);
    assert!(moved.problems.is_empty(), "{:?}", moved.problems);
}
