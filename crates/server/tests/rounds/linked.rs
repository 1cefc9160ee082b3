//! S071: rounds of the levels of a tree, each issued once the one below is sealed.

use test_support::{found, run};

use crate::life::{add_panel, cast, choose, choose_members, draw_up, enter_members, open, seal};

#[test]
fn s071_people_judge_members_members_their_branch_and_branches_the_committee() {
    run(async |app| {
        let mut office = app.office().await;
        let committee = found(&mut office, None, ("杨王村党委", "committee", "rural")).await;
        let branch = found(&mut office, Some(committee), ("第一党支部", "branch", "rural")).await;
        let people = enter_members(app, branch, &["杨一", "王二"]).await;
        let masses = draw_up(&mut office, committee, "群众测评党员", &[]).await;
        choose_members(&mut office, &masses, (branch, &people), ("five_looks", "masses_to_member")).await;
        add_panel(&mut office, &masses, "villagers", "6").await;
        // The next round begins from the one below it, and so does the one above.
        let next = |path: &str| path.rsplit('/').next().unwrap().to_owned();
        let below = next(&masses);
        let members = draw_up(&mut office, committee, "党员测评支部", &[("follows", &below)]).await;
        choose(&mut office, &members, &[branch], ("five_goods", "members_to_organisation")).await;
        add_panel(&mut office, &members, "members", "7").await;
        let below = next(&members);
        let branches = draw_up(&mut office, committee, "支部测评党委", &[("follows", &below)]).await;
        choose(&mut office, &branches, &[committee], ("five_goods", "subordinates_to_organisation")).await;
        add_panel(&mut office, &branches, "branches", "5").await;
        // Refused while the lower level is not sealed.
        office.fill(&members, "announcement", &[], "轮次已公布").await;
        let issuing = office.get(&format!("{members}/issuing")).await;
        assert!(issuing.says("下级一轮还没有封存"), "{}", issuing.text());
        assert!(issuing.find_form("issuing").is_none());
        let slips = open(&mut office, &masses).await;
        let forged = office.ask("POST", &format!("{members}/issuing"), &[], Vec::new()).await;
        assert_ne!(forged.status, 303, "{}", forged.text());
        cast(app, &slips, "村民", &[0, 0, 0, 0, 0, 1]).await;
        let lowest = seal(app, &masses, "first").await;
        let slips = crate::life::begin(&mut office, &members).await;
        cast(app, &slips, "党员", &[0, 0, 0, 0, 0, 0, 2]).await;
        let middle = seal(app, &members, "second").await;
        let slips = open(&mut office, &branches).await;
        cast(app, &slips, "支部", &[0, 0, 0, 0, 1]).await;
        let highest = seal(app, &branches, "third").await;
        // The committee's figure is that of the branches alone; the three lead to each other.
        for (path, rate) in [(&lowest, "10/12 = 83.3 %"), (&middle, "6/7 = 85.7 %"), (&highest, "4/5 = 80.0 %")] {
            let page = office.get(path).await;
            assert!(page.says(rate), "{rate}: {}", page.text());
            let chain = page.texts("nav ol li");
            assert_eq!(chain.len(), 3, "{chain:?}");
            for (link, title) in chain.iter().zip(["群众测评党员", "党员测评支部", "支部测评党委"]) {
                assert!(link.contains(title), "{chain:?}");
            }
        }
    });
}

#[test]
fn a_chain_that_comes_back_to_itself_is_refused() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let lower = draw_up(&mut office, town, "下级", &[]).await;
        let id = lower.rsplit('/').next().unwrap().to_owned();
        let upper = draw_up(&mut office, town, "上级", &[("follows", &id)]).await;
        let upper = upper.rsplit('/').next().unwrap();
        let page = office.get(&format!("{lower}/settings")).await;
        let refused = office.submit(&page, "_method=put", &[("follows", upper)]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("会绕成一圈"), "{}", refused.text());
        // One's own round is not offered, nor taken.
        assert!(!page.html().contains(&format!("value=\"{id}\"")));
        let refused = office.submit(&page, "_method=put", &[("follows", &id)]).await;
        assert_eq!(refused.status, 422);
    });
}
