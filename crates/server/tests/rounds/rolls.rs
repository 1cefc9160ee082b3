//! One roll: whoever fits two groups belongs to the declared one, and where a list says who judges, the register does not.

use test_support::papers::says;
use test_support::{found, run};

use crate::composition::{composition_of, enter, panel};
use crate::life::{add_panel, choose, draw_up, enter_members, open};
use crate::named::{NINE, allot, hold, roll};

#[test]
fn s050_s069_where_members_are_on_a_list_the_register_gives_nobody_another_way_to_take_part() {
    run(async |app| {
        let mut office = app.office().await;
        let made = hold(app, &mut office).await;
        let page = roll(&mut office, &made).await;
        let page = allot(&mut office, &page, made.people[8], &[("channel", "named")]).await;
        assert_eq!(page.texts("#named"), ["1"], "{}", page.text());
        let tokens = made.round.replace("/w/rounds/", "/w/tokens/");
        assert_eq!(office.get(&tokens).await.choices().len(), 1, "members may take tokens");
        let mut ninth = app.visiting_member("ninth", made.people[8], made.branch).await;
        office.fill(&made.round, "announcement", &[], "轮次已公布").await;
        assert!(ninth.get(&made.named("/own")).await.says("实名"));

        // Six of the nine are chosen, the ninth is not: what he chose for himself is void.
        let chosen: Vec<String> = NINE[..6].iter().map(|name| (*name).to_owned()).collect();
        let listed = enter(&mut office, &made.round, "党员", &chosen).await;
        assert!(listed.says("名单已保存"), "{}", listed.text());
        assert_eq!(ninth.get(&made.named("/own")).await.status, 404);
        assert!(ninth.get("/w/named").await.says("目前没有您参加的实名评议"));
        let rolls = office.get(&made.named("")).await;
        assert!(rolls.texts("#rolls tbody th").is_empty(), "{}", rolls.text());
        let offered = office.get(&tokens).await;
        assert!(offered.choices().is_empty(), "{}", offered.text());

        // Taken away again, the register counts, and nobody's choice comes back by itself.
        let page = panel(&mut office, &made.round, "党员").await;
        let withdrawing = format!("{}?_method=delete", page.path.split('?').next().unwrap());
        office.tell(&page, &withdrawing, &[], "这一组只按人数参评").await;
        assert_eq!(roll(&mut office, &made).await.texts("#named"), ["0"]);
        assert!(ninth.get(&made.named("/own")).await.says("实名"));
    });
}

#[test]
fn s069_whoever_fits_two_categories_belongs_to_the_first_of_the_declared_order() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let branch = found(&mut office, Some(town), ("东河村党支部", "branch", "rural")).await;
        enter_members(app, branch, &NINE).await;
        let round = draw_up(&mut office, town, "党员和群众", &[]).await;
        choose(&mut office, &round, &[branch], ("five_goods", "")).await;
        add_panel(&mut office, &round, "villagers", "6").await;
        let alone = office.get(&composition_of(&round)).await;
        assert!(alone.texts("#precedence").is_empty(), "one category needs no order: {}", alone.text());
        add_panel(&mut office, &round, "supervision_group", "6").await;
        add_panel(&mut office, &round, "members", "").await;

        // The order is that of the library, not that in which groups were added: members, 监督小组, villagers.
        let order = "只进排在前面的一组，领一份：党员 → 三务监督小组成员 → 村民";
        let page = office.get(&composition_of(&round)).await;
        assert!(page.texts("#precedence")[0].contains(order), "{}", page.text());
        // A member of that name stands on a list of others: perhaps the same person.
        let list = ["钱三", "孙一", "孙二", "孙三", "孙四", "孙五"].map(str::to_owned);
        enter(&mut office, &round, "三务监督小组成员", &list).await;
        let page = office.get(&composition_of(&round)).await;
        assert!(page.says("名单上有 1 人与党员名册上的人同姓名：钱三"), "{}", page.text());
        let issuing = office.get(&format!("{round}/issuing")).await;
        assert!(issuing.says("与党员名册上的人同姓名：钱三"), "{}", issuing.text());
        let list = ["孙零", "孙一", "孙二", "孙三", "孙四", "孙五"].map(str::to_owned);
        enter(&mut office, &round, "三务监督小组成员", &list).await;
        assert!(!office.get(&composition_of(&round)).await.says("同姓名"), "another person");

        open(&mut office, &round).await;
        let notice = office.get(&format!("{}/notice.pdf", round.replace("/w/rounds/", "/w/round-papers/"))).await;
        assert!(says(&notice.bytes, order), "whoever hands slips out knows whose is which");
        let page = office.get(&format!("{round}/reconciliation")).await;
        assert!(page.texts("#precedence")[0].contains(order), "{}", page.text());
        assert!(!page.says("没有人重复计算"), "nobody knows: {}", page.text());
    });
}
