//! S076: the five emphases with their evidence, and the members' written summaries that come before the forum.

use sea_orm::EntityTrait;
use server::features::library::LIBRARY;
use server::roles::Role;
use storage::entities::self_report;
use storage::{Reads, Scope};
use test_support::{Client, run};

use crate::life::{add_panel, begin};
use crate::procedures::{following, of_round, record, said};

/// A member's written summary is handed in, as the secretary enters it from paper.
async fn hand_in(secretary: &mut Client, round: &str, name: &str) {
    let list = secretary.get(&round.replace("/w/rounds/", "/w/self-reports/rounds/")).await;
    let page = secretary.get(&list.link(name)).await;
    let items = LIBRARY.instrument("five_looks").unwrap().items.iter();
    let grades: Vec<String> = items.map(|item| format!("g-{}", item.code)).collect();
    let mut fields: Vec<(&str, &str)> = grades.iter().map(|name| (name.as_str(), "satisfied")).collect();
    fields.extend([("deeds", "上门办事"), ("shortcomings", "学习不够"), ("plan", "每月学一次"), ("go", "submit")]);
    secretary.tell(&page, "/w/self-reports/", &fields, "自我评价已提交").await;
}

#[test]
fn s076_five_emphases_have_their_evidence_and_the_written_summaries_are_in_before_the_forum() {
    run(async |app| {
        let mut office = app.office().await;
        let (_, branch, round) = following(app, &mut office, "five_emphases").await;
        // 36 from outside, as in Changfeng: 20 building leaders and 16 residents.
        add_panel(&mut office, &round, "building_leaders", "20").await;
        add_panel(&mut office, &round, "residents", "16").await;
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        let path = format!("{}/five_emphases/{branch}", of_round(&round));
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        // The members' written summaries: how many are in, and whose are not, for the office and the branch alone.
        for (handed_in, missing) in [(None, vec!["钱一", "钱二"]), (Some("钱一"), vec!["钱二"]), (Some("钱二"), vec![])]
        {
            if let Some(name) = handed_in {
                hand_in(&mut secretary, &round, name).await;
            }
            for reader in [&mut office, &mut secretary] {
                let page = reader.get(&path).await;
                let told = format!("党员小结已收 {} / 2 份", 2 - missing.len());
                assert_eq!(page.texts(".summaries").len(), 1, "beside the first emphasis");
                assert!(page.says(&told), "{told}: {}", page.text());
                assert_eq!(page.texts(".missing li"), missing);
            }
        }
        let mut member = app.visitor("member", &[(Role::Member, Some(branch))]).await;
        let mut other = app.visitor("keeper", &[(Role::TallyKeeper, None)]).await;
        for visitor in [&mut member, &mut other] {
            assert_eq!(visitor.get(&path).await.status, 404);
        }
        office.fill(&format!("{round}/issuing"), "issuing", &[], "各项约定已固定").await;
        let casting = office.get(&format!("{round}/casting")).await;
        assert!(casting.says("准备工作注重“细”"), "{}", casting.text());
        // Each of the five with its day and its evidence: without it nothing is recorded.
        let page = secretary.get(&path).await;
        let bare = [("happened_on", "2026-06-30"), ("words", "支委会、自查、公示"), ("evidence", " ")];
        let refused = record(&mut secretary, &page, "preparation", &bare).await;
        assert!(refused.status == 422 && refused.says("请填写此项"), "{}", refused.text());
        for (place, (step, words, persons)) in [
            ("preparation", "支委会、自查、总结、公示栏", ""),
            ("scope", "楼组长、业委会、物业、民警、志愿者", "36"),
            ("content", "组织和党员两张表", ""),
            ("method", "三档表、座谈、通报", ""),
            ("corrections", "27 条意见，逐条整改", ""),
        ]
        .into_iter()
        .enumerate()
        {
            let page = secretary.get(&path).await;
            let page = record(&mut secretary, &page, step, &said(words, persons)).await;
            assert!(page.says(words) && page.says("2026-06-30"), "{}", page.text());
            assert_eq!(page.html().matches("佐证: 镇创先办〔2026〕7 号").count(), place + 1, "{}", page.text());
            let list = office.get(&of_round(&round)).await;
            assert!(list.says(&format!("{}/5", place + 1)), "{}", list.text());
        }
        assert!(office.get(&path).await.says("36 人参加"));
        assert!(!office.get(&format!("{round}/casting")).await.says("步议程没有登记"));
    });
}

#[test]
fn s076_no_emphasis_is_recorded_while_a_written_summary_is_missing() {
    run(async |app| {
        let mut office = app.office().await;
        let (_, branch, round) = following(app, &mut office, "five_emphases").await;
        add_panel(&mut office, &round, "residents", "16").await;
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        let path = format!("{}/five_emphases/{branch}", of_round(&round));
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        for (missing, handing_in) in [(2, "钱一"), (1, "钱二")] {
            for step in ["preparation", "scope", "method"] {
                let page = secretary.get(&path).await;
                let refused = record(&mut secretary, &page, step, &said("支委会、自查、座谈", "16")).await;
                assert_eq!(refused.status, 422, "{step}");
                let told = format!("党员小结还缺 {missing} 份，要在座谈会以前收齐");
                assert!(refused.texts(".invalid-feedback").concat().contains(&told), "{step}: {}", refused.text());
                assert!(refused.says("支委会、自查、座谈"), "what was typed stays: {}", refused.text());
            }
            assert!(office.get(&of_round(&round)).await.says("0/5"));
            hand_in(&mut secretary, &round, handing_in).await;
        }
        let page = secretary.get(&path).await;
        let page = record(&mut secretary, &page, "preparation", &said("支委会、自查、公示", "")).await;
        assert!(page.says("登记已保存"), "{}", page.text());

        // A round whose casting was open already when summaries began to be waited for: the page says what is missing.
        begin(&mut office, &round).await;
        let transaction = app.app.database.write(Scope::Whole).await.unwrap();
        self_report::Entity::delete_many().exec(transaction.connection()).await.unwrap();
        transaction.commit().await.unwrap();
        let page = secretary.get(&path).await;
        assert!(page.says("小结没有收齐就已开始投票，不能再补交"), "{}", page.text());
        let page = record(&mut secretary, &page, "scope", &said("楼组长、物业", "16")).await;
        assert!(page.says("登记已保存"), "{}", page.text());
    });
}
