//! Rounds small enough to check by eye.

use rules::release::{
    Block, BlockOrigin, Group, InputError, Known, Node, RoundFigures, Standing, Total, plan, plan_among,
};
use rules::{Rule, Step};

/// A township (node 0) whose branches (nodes 1, 2, …) have one group each with so many ballots: all but one satisfied.
pub fn town(ballots: &[u64], threshold: u64) -> RoundFigures {
    let branches = ballots.iter().map(|_| Node { parent: Some(0) });
    let group = |(at, valid): (usize, &u64)| Group { node: at + 1, valid: *valid, items: vec![vec![valid - 1, 1, 0]] };
    RoundFigures {
        nodes: std::iter::once(Node { parent: None }).chain(branches).collect(),
        groups: ballots.iter().enumerate().map(group).collect(),
        known: Vec::new(),
        threshold,
    }
}

#[test]
fn a_group_below_five_is_not_shown() {
    let plan = plan(&town(&[12, 9, 3], 5)).unwrap();
    let partition = &plan.partitions[0];
    assert_eq!(plan.group_table(2, 0), None);
    assert_eq!(partition.groups[0], Standing::Shown(0));
    // Three alone would follow from the township's total, so the smallest neighbour gives up its own figure.
    assert_eq!((partition.groups[1], partition.groups[2]), (Standing::Pooled(1), Standing::Pooled(1)));
    assert_eq!(partition.blocks[1].tables, [vec![10, 2, 0]]);
    assert_eq!(partition.blocks[1].home, 0);
    assert_eq!(plan.total_table(0, 0), Some(&[21, 3, 0][..]));
    assert_eq!((partition.totals[1], partition.totals[3]), (Total::Released, Total::Withheld));
    assert!(partition.steps.iter().all(|step| step.rule() == Rule::R32));
    assert!(partition.steps.contains(&Step::GroupPooled { group: 2, block: 1, fewest_graded: 3, threshold: 5 }));
    assert!(partition.steps.contains(&Step::TotalReleased { node: 0, blocks: 2 }));
    assert!(partition.steps.contains(&Step::TotalReleased { node: 1, blocks: 1 }));
}

#[test]
fn small_siblings_are_pooled_with_each_other_first() {
    let plan = plan(&town(&[12, 3, 2], 5)).unwrap();
    assert_eq!(plan.partitions[0].groups, [Standing::Shown(0), Standing::Pooled(1), Standing::Pooled(1)]);
}

/// A township whose branches have several groups each.
fn branches(groups: &[&[u64]]) -> RoundFigures {
    let mut figures = town(&groups.concat(), 5);
    figures.nodes.truncate(groups.len() + 1);
    let nodes = groups.iter().enumerate().flat_map(|(branch, groups)| groups.iter().map(move |_| branch + 1));
    for (group, node) in figures.groups.iter_mut().zip(nodes) {
        group.node = node;
    }
    figures
}

#[test]
fn a_single_small_group_takes_a_group_of_its_own_branch_and_no_total_is_lost() {
    let plan = plan(&branches(&[&[12, 3], &[9, 10]])).unwrap();
    let partition = &plan.partitions[0];
    // The nine of the other branch are fewer than the twelve of its own, but would cost both branches' totals.
    assert_eq!(partition.groups[0], partition.groups[1]);
    assert!((2..4).all(|group| plan.group_table(group, 0).is_some()));
    assert_eq!(partition.totals, [Total::Released; 3]);
    assert_eq!(plan.total_table(1, 0), Some(&[13, 2, 0][..]));
}

#[test]
fn small_groups_of_two_branches_stay_each_in_its_own() {
    let plan = plan(&branches(&[&[12, 3], &[10, 2]])).unwrap();
    let partition = &plan.partitions[0];
    assert_eq!((partition.groups[0], partition.groups[2]), (partition.groups[1], partition.groups[3]));
    assert_eq!((partition.blocks.len(), &partition.totals[..]), (2, &[Total::Released; 3][..]));
}

#[test]
fn what_is_left_at_the_top_takes_the_nearest_branch_and_not_the_smallest() {
    // Two townships (nodes 1 and 2) in a county, with branches of 12 and 3 in the first, of 9 and 10 in the second.
    let parents = [None, Some(0), Some(0), Some(1), Some(1), Some(2), Some(2)];
    let plan = plan(&county(&parents, &[(3, 12), (4, 3), (5, 9), (6, 10)])).unwrap();
    let partition = &plan.partitions[0];
    assert_eq!(partition.groups[0], partition.groups[1]);
    assert_eq!(partition.blocks.iter().find(|block| block.groups.len() > 1).unwrap().home, 1);
    assert_eq!(partition.totals[..3], [Total::Released; 3]);
}

/// A county whose groups stand at these nodes with so many ballots.
fn county(parents: &[Option<usize>], groups: &[(usize, u64)]) -> RoundFigures {
    let mut figures = town(&groups.iter().map(|(_, valid)| *valid).collect::<Vec<_>>(), 5);
    figures.nodes = parents.iter().map(|parent| Node { parent: *parent }).collect();
    for (group, (node, _)) in figures.groups.iter_mut().zip(groups) {
        group.node = *node;
    }
    figures
}

#[test]
fn what_is_left_at_the_top_prefers_the_partner_that_costs_fewer_totals_though_it_is_larger() {
    // Nodes 1 and 2 are branches of the county; node 3 is a township with a branch, node 4: its ten are fewer than the
    // twenty of node 2, but would cost two totals.
    let figures = county(&[None, Some(0), Some(0), Some(0), Some(3)], &[(1, 3), (2, 20), (4, 10)]);
    let partition = &plan(&figures).unwrap().partitions[0];
    assert_eq!(partition.groups[0], partition.groups[1]);
    assert_eq!(partition.totals[3..], [Total::Released; 2]);
}

#[test]
fn a_total_that_is_lost_already_costs_nothing_more() {
    // Two and two are left in node 3 of township 1 and in branch 2. The nine of node 4 lie in township 1, whose total is
    // lost already; the six of node 6 would cost both their own and township 5's.
    let parents = [None, Some(0), Some(0), Some(1), Some(1), Some(0), Some(5)];
    let figures = county(&parents, &[(3, 2), (2, 2), (4, 9), (6, 6)]);
    let partition = &plan(&figures).unwrap().partitions[0];
    assert_eq!((partition.groups[0], partition.groups[1]), (partition.groups[2], partition.groups[2]));
    assert_eq!(partition.totals[5..], [Total::Released; 2]);
}

#[test]
fn a_block_that_is_pooled_already_takes_in_before_a_group_gives_up_its_own_figure() {
    // Four and four are pooled in branch 3; the six of branch 2 keep their figure.
    let figures = county(&[None, Some(0), Some(0), Some(0)], &[(1, 2), (2, 6), (3, 4), (3, 4)]);
    let partition = &plan(&figures).unwrap().partitions[0];
    assert_eq!(partition.groups[0], partition.groups[2]);
    assert!(matches!(partition.groups[1], Standing::Shown(_)));
}

#[test]
fn a_group_that_was_taken_in_is_shown_again_where_others_are_enough() {
    // The four of branch 2 take in its twenty; with the four of branch 1, which find no others, they can do without.
    let figures = county(&[None, Some(0), Some(0)], &[(1, 4), (2, 20), (2, 4)]);
    let partition = &plan(&figures).unwrap().partitions[0];
    assert_eq!(partition.groups[0], partition.groups[2]);
    assert!(matches!(partition.groups[1], Standing::Shown(_)));
    assert_eq!(partition.totals, [Total::Released, Total::Withheld, Total::Withheld]);
    // Where both fours are the same four people, they are fewer than k: the twenty stay with them.
    let partition = &plan_among(&figures, &[0, 1, 0]).unwrap().partitions[0];
    assert_eq!((partition.groups[1], partition.groups[2]), (partition.groups[0], partition.groups[0]));
}

#[test]
fn groups_pooled_on_what_everybody_grades_stay_together_on_an_item_few_grade() {
    let mut figures = town(&[30, 9, 3, 10], 5);
    for (group, rare) in figures.groups.iter_mut().zip([[4, 1, 0], [8, 1, 0], [1, 0, 0], [3, 1, 0]]) {
        group.items.push(rare.to_vec());
    }
    let plan = plan(&figures).unwrap();
    assert_eq!(plan.partitions.len(), 2);
    // By themselves the third and the fourth would be enough on the rare item, and the second would stand alone.
    for partition in &plan.partitions {
        assert_eq!(partition.groups[1], partition.groups[2]);
    }
    assert_ne!(plan.partitions[0].groups[2], plan.partitions[0].groups[3]);
}

#[test]
fn a_group_that_grades_nothing_is_empty_also_where_it_was_published_before() {
    let mut figures = town(&[12, 9], 5);
    for (group, rare) in figures.groups.iter_mut().zip([[0, 0, 0], [6, 1, 0]]) {
        group.items.push(rare.to_vec());
    }
    for known in [Vec::new(), vec![Known { groups: vec![0] }]] {
        figures.known = known;
        let plan = plan(&figures).unwrap();
        assert_eq!(plan.partitions[1].groups, [Standing::Empty, Standing::Shown(0)]);
        assert_eq!(plan.partitions[1].blocks.len(), 1);
    }
}

#[test]
fn an_item_nobody_of_a_group_grades_is_not_its_fewest() {
    let mut figures = town(&[12, 9], 5);
    for group in &mut figures.groups {
        group.items.push(group.items[0].clone());
    }
    figures.groups[1].items[1] = vec![0, 0, 0];
    let plan = plan(&figures).unwrap();
    let fewest = plan.partitions[0].steps.iter().find_map(|step| match step {
        Step::BlockReleased { ballots: 9, fewest_graded, .. } => Some(*fewest_graded),
        _ => None,
    });
    assert_eq!(fewest, Some(9));
}

#[test]
fn a_tree_that_never_reaches_k_shows_nothing() {
    let plan = plan(&town(&[2, 2], 5)).unwrap();
    assert_eq!(plan.partitions[0].groups, [Standing::Hidden, Standing::Hidden]);
    assert_eq!(plan.partitions[0].totals, [Total::Withheld, Total::Withheld, Total::Withheld]);
    assert_eq!(plan.figure(&[0, 1], 0), None);
}

#[test]
fn what_was_released_before_is_never_pooled_again() {
    let mut figures = town(&[12, 9, 3], 5);
    figures.known = vec![Known { groups: vec![0] }];
    let found = plan(&figures).unwrap();
    assert_eq!(found.partitions[0].groups[1], found.partitions[0].groups[2]);
    figures.known = vec![Known { groups: vec![0] }, Known { groups: vec![0, 1] }];
    let found = plan(&figures).unwrap();
    // Both large branches follow from what is public: whatever the third joined would give it away.
    assert_eq!(found.partitions[0].groups[2], Standing::Hidden);
    let origins: Vec<BlockOrigin> = found.partitions[0].blocks.iter().map(|block: &Block| block.origin).collect();
    assert_eq!(origins, [BlockOrigin::Known, BlockOrigin::Known]);
    assert_eq!(found.partitions[0].totals[0], Total::Withheld);
}

#[test]
fn known_sums_that_cross_are_refused() {
    let mut figures = town(&[12, 9, 8], 5);
    figures.known = vec![Known { groups: vec![0, 1] }, Known { groups: vec![1, 2] }];
    assert_eq!(plan(&figures), Err(InputError::KnownUnionsCross(0, 1)));
    figures.known = vec![Known { groups: vec![7] }];
    assert_eq!(plan(&figures), Err(InputError::UnknownGroup(0)));
}

#[test]
fn a_question_hardly_anybody_answers_does_not_hide_the_others() {
    let mut figures = town(&[12, 9, 8], 5);
    for group in &mut figures.groups {
        group.items.push(vec![1, 1, 0]);
    }
    let plan = plan(&figures).unwrap();
    assert!((0..3).all(|group| plan.group_table(group, 0).is_some()));
    assert!((0..3).all(|group| plan.group_table(group, 1).is_none()));
    assert_eq!(plan.total_table(0, 1), Some(&[3, 3, 0][..]));
}

#[test]
fn a_group_that_alone_answers_an_item_does_not_hide_behind_others() {
    // Branch 1 grades item 0 five times and item 1 twice: pooled with branch 2, which grades item 1 only, its item 0
    // would stand alone in the pool.
    let mut figures = town(&[5, 5, 9], 5);
    figures.groups[0].items = vec![vec![4, 1, 0], vec![1, 1, 0]];
    figures.groups[1].items = vec![vec![0, 0, 0], vec![4, 1, 0]];
    figures.groups[2].items = vec![vec![8, 1, 0], vec![8, 1, 0]];
    let plan = plan(&figures).unwrap();
    assert_eq!(plan.partitions[0].groups[0], plan.partitions[0].groups[2]);
    assert!(plan.group_table(1, 1).is_some());
}

#[test]
fn input_that_makes_no_sense_is_named() {
    let check = |change: fn(&mut RoundFigures), error: InputError| {
        let mut figures = town(&[12, 9], 5);
        change(&mut figures);
        assert_eq!(plan(&figures), Err(error));
    };
    check(|figures| figures.threshold = 1, InputError::Threshold);
    check(|figures| figures.nodes[1].parent = Some(9), InputError::UnknownParent(1));
    check(|figures| figures.nodes[0].parent = Some(1), InputError::Cycle(0));
    check(|figures| figures.groups[1].node = 9, InputError::UnknownNode(1));
    check(|figures| figures.groups[1].items.clear(), InputError::OtherItems(1));
    check(|figures| figures.groups[1].valid = 8, InputError::MoreGradesThanBallots(1));
}

#[test]
fn a_round_without_groups_has_a_plan_that_shows_nothing() {
    let figures = RoundFigures { nodes: vec![Node { parent: None }], threshold: 5, ..RoundFigures::default() };
    let plan = plan(&figures).unwrap();
    assert!(plan.partitions[0].blocks.is_empty());
    assert_eq!(plan.total_table(0, 0), None);
}
