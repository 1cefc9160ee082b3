use proptest::prelude::*;
use rules::draw::{list_digest, order, ticket};

/// Computed with `printf '1\t甲\n2\t乙\n' | sha256sum` and
/// `printf 'zhengyou/draw/v1\n<digest>\n2026-11-22 3D 470\n1\n' | sha256sum`.
#[test]
fn s050_a_draw_is_repeated_with_sha256sum() {
    let digest = list_digest(["甲", "乙"]);
    assert_eq!(digest, "9361a2bb52b68fc607dbb58bd17d2d2b62b6bea7e29b0860664877222e3ceb99");
    assert_eq!(
        ticket(&digest, "2026-11-22 3D 470", 1),
        "94dbcf55e3aa5950487736143a5cd092796696d0a4826f524add65a8e8028422"
    );
    assert_eq!(
        ticket(&digest, "2026-11-22 3D 470", 2),
        "08c1da364c796295924c8b7c0b1658b234ab903a9f7b8623a8709d096b57a4f5"
    );
    assert_eq!(order(&digest, "2026-11-22 3D 470", 2), [2, 1]);
}

#[test]
fn nothing_is_drawn_from_nobody() {
    assert_eq!(order(&list_digest([]), "1", 0), Vec::<usize>::new());
}

proptest! {
    #[test]
    fn everybody_stands_in_the_order_once(lines in 0_usize..200, seed in ".{0,12}") {
        let mut drawn = order(&list_digest([]), &seed, lines);
        drawn.sort_unstable();
        prop_assert_eq!(drawn, (1..=lines).collect::<Vec<_>>());
    }

    #[test]
    fn another_list_is_another_draw(name in "[甲乙丙丁]{1,4}") {
        let other = format!("{name}戊");
        prop_assert_ne!(list_digest([name.as_str()]), list_digest([other.as_str()]));
    }
}
