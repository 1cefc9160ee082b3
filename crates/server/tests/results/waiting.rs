//! What waits on the home page while a round is ended, read and published.

use server::roles::Role;
use test_support::Client;

use crate::run;
use crate::world::{Judges, World, cast};

const TITLE: &str = "2012年第一季度群众评议";

async fn to_do(client: &mut Client) -> Vec<String> {
    client.get("/w").await.texts("ul.waiting li")
}

fn about(words: &str) -> String {
    words.replace("{}", TITLE)
}

#[test]
fn home_tells_each_what_waits_and_nothing_of_another_subtree() {
    run(async |app| {
        let tree = [("云山县委", None), ("东镇党委", Some(0)), ("西镇党委", Some(0))];
        let east = Judges::masses(1, &[(9, 0)]).saying(&["修好了路。"]);
        let made = cast(app, &World::of(&tree, vec![east, Judges::masses(2, &[(9, 1)])])).await;
        let [county, east, west] = [0, 1, 2].map(|place| Some(made.places[place]));
        let mut office = app.visitor("office", &[(Role::CampaignOffice, county)]).await;
        let mut of_east = app.visitor("of-east", &[(Role::Secretary, east)]).await;
        let mut of_west = app.visitor("of-west", &[(Role::CampaignOffice, west)]).await;
        let mut elsewhere = app.visitor("elsewhere", &[(Role::TallyKeeper, west)]).await;
        let mut administrators = Vec::new();
        for role in [Role::SystemAdministrator, Role::SecurityAdministrator, Role::Auditor, Role::Member] {
            administrators.push(app.visitor(role.code(), &[(role, county.filter(|_| role.is_scoped()))]).await);
        }
        let mut first = app.visitor("tally-1", &[(Role::TallyKeeper, county)]).await;
        let mut second = app.visitor("tally-2", &[(Role::TallyKeeper, county)]).await;

        // The days of the round are over, and no clock ends it.
        let over = about("“{}”的评议日期已过，请提出结束投票 ▲ 已逾期 截止 2026-06-30");
        assert_eq!(to_do(&mut first).await, [over]);
        let home = first.get("/w").await;
        first.fill(&home.link("请提出结束投票"), "ending", &[("sure", "yes")], "已提出").await;
        assert_eq!(to_do(&mut first).await, Vec::<String>::new());
        assert_eq!(to_do(&mut second).await, [about("另一名计票人提出结束“{}”的投票，请您确认")]);
        let home = second.get("/w").await;
        let ending = second.get(&home.link("请您确认")).await;
        second.submit(&ending, "ending", &[("sure", "yes")]).await;

        let batch = |number: u32| about(&format!("请清点“{{}}”第 {number} 批凭证的发放和收回数"));
        let reading = about("“{}”有 1 条意见等您阅读");
        assert_eq!(to_do(&mut second).await, [batch(1), batch(2), reading.clone()]);
        assert_eq!(to_do(&mut office).await, [batch(1), batch(2), about("“{}”已封存并算出结果，请通报")]);
        let home = first.get("/w").await;
        let counted = [("handed_out", "9"), ("returned", "0"), ("missing", "0")];
        first.fill(&home.link("第 1 批"), "/count", &counted, "等待另一个人清点").await;
        assert_eq!(to_do(&mut first).await, [batch(2), reading]);
        assert_eq!(to_do(&mut second).await.len(), 3);

        // The form itself is where the link of a single opinion leads.
        let home = first.get("/w").await;
        let fields = [("decision", "propose"), ("words", "修好了路。")];
        first.fill(&home.link("1 条意见"), "/readings/", &fields, "等待另一名计票人核对").await;
        assert_eq!(to_do(&mut first).await, [batch(2)]);
        let home = second.get("/w").await;
        second.fill(&home.link("1 条意见"), "/readings/", &[("decision", "confirm")], "意见已公布").await;
        let answer = about("“{}”有 1 条意见等您答复");
        assert!(to_do(&mut office).await.contains(&answer));
        // Nothing of results is a secretary's before they are published.
        let record = about("“东镇党委”还没有登记“{}”的会议和办事情况");
        assert_eq!(to_do(&mut of_east).await, std::slice::from_ref(&record));
        let home = office.get("/w").await;
        let fields = [("place", "县党务公开栏"), ("day", "2026-07-01")];
        office.fill(&home.link("请通报"), "publication", &fields, "已通报").await;
        let sheet = about("请确认收到“东镇党委”在“{}”中的反馈单");
        assert_eq!(to_do(&mut of_east).await, [record, answer, sheet]);
        let home = of_east.get("/w").await;
        of_east.fill(&home.link("等您答复"), "/answer", &[("words", "谢谢。")], "答复已保存").await;
        assert!(!to_do(&mut office).await.concat().contains("答复"));

        for stranger in administrators.iter_mut().chain([&mut of_west, &mut elsewhere]) {
            assert_eq!(to_do(stranger).await, Vec::<String>::new());
            assert!(stranger.get("/w").await.says("现在没有等您办理的事项"));
        }
    });
}
