//! What waits on the home page while returns are filed, and the list of all returns in the order asked for.

use server::roles::Role;
use test_support::{Client, for_each_app};

use crate::county::{Company, MINE};

async fn to_do(client: &mut Client) -> Vec<String> {
    client.get("/w").await.texts("ul.waiting li")
}

#[tokio::test]
async fn late_returns_stand_first_on_the_home_pages_of_those_concerned() {
    for_each_app(async |app| {
        let mut company = Company::new(app).await;
        let round = "2011年度群众评议";
        let drawn = to_do(&mut company.office).await;
        assert!(drawn.contains(&format!("“{round}”已通报，请生成统计单")), "{drawn:?}");
        company.draw_up().await;
        let (mut mine, _) = company.secretary(app, 0).await;
        let own = format!("请填写并上报“{MINE}”的统计单（{round}）");
        assert_eq!(to_do(&mut mine).await, [format!("{own} 截止 2026-07-15")]);

        // Sixteen days later nobody has filed: a session ends meanwhile, everybody signs in anew.
        app.app.clock.advance_seconds(16 * 24 * 60 * 60);
        let role = (Role::Secretary, Some(company.branches[0]));
        let mut mine = app.visitor("mine", &[role]).await;
        assert_eq!(to_do(&mut mine).await, [format!("{own} ▲ 已逾期 截止 2026-07-15")]);
        let mut office = app.visitor("again", &[(Role::CampaignOffice, Some(company.company))]).await;
        let waiting = to_do(&mut office).await;
        let [one, other, last] = waiting.as_slice() else { panic!("{waiting:?}") };
        assert_eq!(*one, format!("请填写并上报“能源公司党工委”的统计单（{round}） ▲ 已逾期 截止 2026-07-15"));
        assert_eq!(*other, format!("有 3 个单位还没有上报统计单（{round}），请催办 ▲ 已逾期 截止 2026-07-15"));
        assert!(last.contains("请核对后办结"), "{last}");
        let home = office.get("/w").await;
        assert!(office.get(&home.link("请催办")).await.says(MINE));
        let english = office.clone().speaking("en").get("/w").await;
        assert!(english.says("3 units have not filed") && english.says("late due 2026-07-15"), "{}", english.text());
    })
    .await;
}

#[tokio::test]
async fn the_units_of_a_round_are_sorted_and_swapped_alone() {
    for_each_app(async |app| {
        let mut company = Company::new(app).await;
        company.draw_up().await;
        let path = company.roll_up();
        let mut sorted = async |by: &str| {
            let page = company.office.get(&format!("{path}?sort={by}")).await;
            page.texts("#list tbody td:first-child")
        };
        assert_eq!(sorted("").await[0], "能源公司党工委", "as in the tree");
        let by_name = ["机电队党支部", "能源公司党工委", MINE, "运输队党支部"];
        assert_eq!(sorted("name").await, by_name);
        assert_eq!(sorted("-name").await, [by_name[3], by_name[2], by_name[1], by_name[0]]);
        assert_eq!(sorted("-superior").await[3], "能源公司党工委", "it files to nobody");
        let asked = format!("{path}?sort=name&state=draft");
        let part = company.office.ask("GET", &asked, &[("hx-request", "true")], Vec::new()).await;
        assert_eq!(part.status, 200);
        let page = company.office.get(&asked).await;
        let list = part.html();
        assert!(!list.contains("<main") && page.html().contains(list.trim()), "{list}");
    })
    .await;
}
