use proptest::prelude::*;
use rules::organisation::{OrganisationType as Type, RankError, cycle_of_move};

#[test]
fn a_branch_sits_under_a_committee_a_general_branch_or_a_work_committee() {
    for parent in [Type::Committee, Type::GeneralBranch, Type::WorkCommittee] {
        assert_eq!(Type::Branch.may_sit_under(Some(parent)), Ok(()));
    }
    let refused = Type::Branch.may_sit_under(Some(Type::Branch)).unwrap_err();
    assert_eq!(refused.allowed(), [Type::Committee, Type::GeneralBranch, Type::WorkCommittee]);
    assert_eq!(
        (refused.key(), refused.to_string().as_str()),
        ("rank-not-under", "branch does not sit under branch (S135)")
    );
}

#[test]
fn the_table_of_s135_is_kept_type_by_type() {
    let rows: Vec<(&str, Vec<&str>)> = Type::ALL
        .iter()
        .map(|kind| (kind.id(), kind.allowed_parents().iter().map(|parent| parent.id()).collect()))
        .collect();
    assert_eq!(
        rows,
        [
            ("territory_committee", vec!["territory_committee"]),
            ("work_committee", vec!["territory_committee"]),
            ("party_group", vec!["territory_committee"]),
            ("committee", vec!["territory_committee", "work_committee", "party_group", "committee"]),
            ("general_branch", vec!["committee", "work_committee"]),
            ("branch", vec!["committee", "general_branch", "work_committee"]),
            ("group", vec!["branch"]),
        ]
    );
}

#[test]
fn what_leads_a_tree_of_its_own_may_stand_at_the_top() {
    for kind in Type::ALL {
        let expected = *kind != Type::GeneralBranch && *kind != Type::Branch && *kind != Type::MemberGroup;
        assert_eq!(kind.may_sit_under(None).is_ok(), expected, "{}", kind.id());
        assert_eq!(Type::from_id(kind.id()), Some(*kind));
    }
    assert!(matches!(Type::Branch.may_sit_under(None), Err(RankError::NotAtTop { .. })));
    assert_eq!(Type::from_id("bureau"), None);
}

#[test]
fn a_move_below_oneself_names_the_chain() {
    let parents = [None, Some(0), Some(1), Some(2)];
    assert_eq!(cycle_of_move(&parents, 1, 3), Some(vec![3, 2, 1]));
    assert_eq!(cycle_of_move(&parents, 1, 1), Some(vec![1]));
    assert_eq!(cycle_of_move(&parents, 3, 1), None);
    assert_eq!(cycle_of_move(&[Some(1), Some(0), None], 2, 0), None);
}

proptest! {
    #[test]
    fn a_move_that_is_allowed_leaves_a_tree(parents in proptest::collection::vec(any::<prop::sample::Index>(), 1..12), node in any::<prop::sample::Index>(), target in any::<prop::sample::Index>()) {
        let mut tree: Vec<Option<usize>> = parents.iter().enumerate().map(|(at, index)| (at > 0).then(|| index.index(at))).collect();
        let (node, target) = (node.index(tree.len()), target.index(tree.len()));
        let refused = cycle_of_move(&tree, node, target).is_some();
        tree[node] = Some(target);
        let mut at = Some(node);
        let mut walked = 0;
        while let Some(next) = at.filter(|_| walked <= tree.len()) {
            at = tree[next];
            walked += 1;
        }
        prop_assert_eq!(at.is_some(), refused);
    }
}
