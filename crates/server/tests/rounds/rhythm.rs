//! A year of rounds: the calendar, the next round after the last one, the year's figure from its quarters, summaries.

use server::roles::Role;
use storage::OrganisationId;
use test_support::slips::vote;
use test_support::{Client, Form, TestApp, found, run};

use crate::life::{add_panel, cast, choose, choose_members, draw_up, enter_members, open, seal};

const CELLS: &str = "#events tbody td";
const FIGURES: &str = "#figures tbody td";

/// A town with two branches.
async fn town(office: &mut Client) -> (OrganisationId, OrganisationId, OrganisationId) {
    let town = found(office, None, ("柳林镇党委", "committee", "rural")).await;
    let branch = found(office, Some(town), ("东河村党支部", "branch", "rural")).await;
    let other = found(office, Some(town), ("西沟村党支部", "branch", "rural")).await;
    (town, branch, other)
}

/// Declares the year 2026; the path of its calendar.
pub async fn declare(office: &mut Client, owner: OrganisationId, rule: &str) -> String {
    let owner = owner.to_string();
    let fields = [("organisation", owner.as_str()), ("year", "2026"), ("yearly_rule", rule)];
    let shown = office.fill("/w/rhythm", "/w/rhythm?declare", &fields, "年度安排已建立").await;
    shown.path.split('?').next().unwrap().to_owned()
}

/// Puts a round into a quarter, from the round's own page.
async fn attach(office: &mut Client, round: &str, quarter: &str) {
    let link = office.get(round).await.link("纳入季度评议");
    let page = office.get(&link).await;
    let place = page.choice(&format!("2026 · 柳林镇党委 · {quarter}"));
    office.tell(&page, "_method=put", &[("place", &place)], "已保存").await;
}

/// A round of the first quarter that judges one branch by six villagers.
async fn first_round(office: &mut Client, (town, branch): (OrganisationId, OrganisationId)) -> String {
    let days = [("period_from", "2026-01-01"), ("period_to", "2026-03-31")];
    let round = draw_up(office, town, "2026年第一季度群众评议", &days).await;
    choose(office, &round, &[branch], ("five_goods", "")).await;
    add_panel(office, &round, "villagers", "6").await;
    attach(office, &round, "第一季度").await;
    round
}

/// Draws up the next round after the last one; its path.
async fn make_next(office: &mut Client, calendar: &str) -> String {
    let made = office.fill(calendar, &format!("{calendar}/rounds"), &[], "新轮次已起草").await;
    made.path.split('?').next().unwrap().to_owned()
}

pub async fn publish(app: &TestApp, office: &mut Client, (round, keeper): (&str, &str)) {
    let results = seal(app, round, keeper).await;
    let published = [("place", "村务公开栏"), ("day", "2026-07-01")];
    office.fill(&format!("{results}/publication"), "publication", &published, "已通报").await;
}

#[test]
fn r44_the_yearly_figure_is_the_pooled_ballots_unless_the_office_says_otherwise() {
    run(async |app| {
        let mut office = app.office().await;
        let (town, ..) = town(&mut office).await;
        let rule =
            |form: &Form| form.fields.iter().find(|(name, _)| name == "yearly_rule").map(|(_, rule)| rule.clone());
        let page = office.get("/w/rhythm").await;
        assert_eq!(rule(&page.form("/w/rhythm?declare")).as_deref(), Some("pooled"));
        // What was chosen stays chosen while another field is wrong, and is what the calendar says afterwards.
        let wrong = [("year", "去年"), ("yearly_rule", "shown_only")];
        let refused = office.submit(&page, "/w/rhythm?declare", &wrong).await;
        assert_eq!(refused.status, 422);
        assert_eq!(rule(&refused.form("/w/rhythm?declare")).as_deref(), Some("shown_only"));
        let town = town.to_string();
        let form = page.form("/w/rhythm?declare");
        let calendar = office.post_form(form, &[("organisation", &town), ("year", "2026")]).await;
        assert!(calendar.says("四个季度的票数相加"), "{}", calendar.text());
    });
}

#[test]
fn s061_each_organisation_has_four_appraisals_two_summaries_and_one_overall_in_a_year() {
    run(async |app| {
        let mut office = app.office().await;
        let (town, branch, other) = town(&mut office).await;
        assert!(office.get("/w/rhythm").await.says("还没有建立年度安排"));
        let calendar = declare(&mut office, town, "pooled").await;
        let page = office.get(&calendar).await;
        let headings =
            ["党组织", "第一季度", "第二季度", "上半年小结", "第三季度", "第四季度", "下半年小结", "年终总评"];
        assert_eq!(page.texts("#events thead th"), headings);
        assert_eq!(page.texts("#events tbody th"), ["东河村党支部", "柳林镇党委", "西沟村党支部"]);
        // On 1 July two quarters are over and a summary is due, for each of the three.
        let each = ["逾期", "逾期", "待写", "未到期", "未到期", "未到期", "未到期"];
        assert_eq!(page.texts(CELLS), each.repeat(3));
        let waiting = office.get("/w").await.texts("ul.waiting li");
        let late =
            |quarter: u8, day: &str| format!("2026 年第 {quarter} 季度已经结束，还没有封存的评议 ▲ 已逾期 截止 {day}");
        assert_eq!(waiting, [late(1, "2026-03-31"), late(2, "2026-06-30")]);

        // A year is declared once, and it is a year.
        let page = office.get("/w/rhythm").await;
        let again = town.to_string();
        for (year, words) in [("2026", "已经建立"), ("1999", "四位数"), ("二〇二七", "四位数")] {
            let fields = [("organisation", again.as_str()), ("year", year), ("yearly_rule", "pooled")];
            let refused = office.submit(&page, "/w/rhythm?declare", &fields).await;
            assert_eq!(refused.status, 422, "{year}");
            assert!(refused.says(words), "{words}: {}", refused.text());
        }

        // Whoever is below sees the own lines; whoever is beside sees nothing.
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        let own = secretary.get(&calendar).await;
        assert_eq!(own.texts("#events tbody th"), ["东河村党支部"]);
        assert!(own.find_form("/rounds").is_none() && own.find_form("_method=put").is_none());
        assert_eq!(secretary.get(&format!("{calendar}/{branch}")).await.status, 200);
        assert_eq!(secretary.get(&format!("{calendar}/{other}")).await.status, 404);
        assert!(secretary.get("/w").await.texts("ul.waiting li").is_empty());
        let elsewhere = found(&mut office, None, ("北山镇党委", "committee", "rural")).await;
        let mut neighbour = app.visitor("neighbour", &[(Role::CampaignOffice, Some(elsewhere))]).await;
        assert_eq!(neighbour.get(&calendar).await.status, 404);
        assert!(neighbour.get("/w/rhythm").await.says("还没有建立年度安排"));
        let found = office.get(&format!("{calendar}?search=dhc&only=all")).await;
        assert_eq!(found.texts("#events tbody th"), ["东河村党支部"]);
        assert!(office.get(&format!("{calendar}?only=judged")).await.says("没有找到党组织"));

        // Two who change the rule see both versions; a year without anything in it can be taken away.
        let page = office.get(&calendar).await;
        let stale = office.get(&calendar).await;
        let put = format!("{calendar}?_method=put");
        office.tell(&page, &put, &[("yearly_rule", "shown_only")], "已保存").await;
        let both = office.submit(&stale, &put, &[("yearly_rule", "pooled")]).await;
        assert_eq!(both.status, 409);
        let versions = both.texts("#both-versions td");
        assert!(
            versions[0].starts_with("只并列各季度") && versions[1].starts_with("四个季度的票数相加"),
            "{versions:?}"
        );
        let page = office.get(&calendar).await;
        office.tell(&page, &format!("{calendar}?_method=delete"), &[], "年度安排已删除").await;
        assert_eq!(office.get(&calendar).await.status, 404);
    });
}

#[test]
fn r44_the_year_adds_the_ballots_of_published_quarters_and_names_those_that_have_no_part() {
    run(async |app| {
        let mut office = app.office().await;
        let (town, branch, other) = town(&mut office).await;
        let calendar = declare(&mut office, town, "pooled").await;
        let year = format!("{calendar}/{branch}");
        let first = first_round(&mut office, (town, branch)).await;
        let cells = office.get(&calendar).await.texts(CELLS);
        assert_eq!((cells[0].as_str(), cells[14].as_str()), ("逾期", "逾期"), "a draft is no sealed round");
        let slips = open(&mut office, &first).await;
        cast(app, &slips, "村民", &[0, 0, 0, 0, 0, 1]).await;
        let results = seal(app, &first, "one").await;
        // Sealed is enough for the calendar, and not for the year.
        let page = office.get(&calendar).await;
        assert_eq!(page.texts(CELLS)[0], "已封存");
        assert_eq!(page.texts(CELLS)[14], "未列入", "the quarter's round was held, the other branch left out");
        let page = office.get(&year).await;
        assert!(page.says("2026年第一季度群众评议") && page.says("还没有已经通报的数字"), "{}", page.text());
        let waiting = office.get("/w").await.texts("ul.waiting li");
        assert!(!waiting.iter().any(|line| line.contains("第 1 季度")), "{waiting:?}");
        let published = [("place", "村务公开栏"), ("day", "2026-07-01")];
        office.fill(&format!("{results}/publication"), "publication", &published, "已通报").await;

        // Quarter 2 after quarter 1, with ten parents besides: 6 of 6 and 5 of 10.
        let second = make_next(&mut office, &calendar).await;
        add_panel(&mut office, &second, "parents", "10").await;
        let slips = open(&mut office, &second).await;
        cast(app, &slips, "村民", &[0]).await;
        cast(app, &slips, "学生家长", &[0, 1]).await;
        publish(app, &mut office, (second.as_str(), "two")).await;
        let page = office.get(&year).await;
        let cells = page.texts(FIGURES);
        assert_eq!(cells[1..3], ["5/6 = 83.3 %", "11/16 = 68.8 %"], "{cells:?}");
        // The mean of the rates would be 76.0 %.
        let lacking = "16/22 = 72.7 % 不含第三季度、第四季度：没有公布的数字";
        assert_eq!(cells[3..], ["无数字", "无数字", lacking], "{cells:?}");
        assert!(cells[0].contains("第 1 版"), "{cells:?}");
        for words in ["第 3 季度没有公布的数字，不计入", "2 个季度数字的票数相加：16/22 = 72.7%", "R44"]
        {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        let spoken = "第一季度: 5/6 = 83.3 %; 第二季度: 11/16 = 68.8 %; 第三季度: 无数字; 第四季度: 无数字</desc>";
        assert!(page.html().contains(spoken), "{}", page.html());

        // Quarter 3: three forms are too few to be shown, and no part of the year.
        let third = make_next(&mut office, &calendar).await;
        let slips = open(&mut office, &third).await;
        let villagers = slips.iter().find(|slips| slips.name.contains("村民")).unwrap();
        for code in villagers.codes.iter().take(3) {
            vote(&mut app.anonymous(), code, 0).await;
        }
        publish(app, &mut office, (third.as_str(), "three")).await;
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        for reader in [&mut office, &mut secretary] {
            let cells = reader.get(&year).await.texts(FIGURES);
            assert!(cells[3].contains("不公布"), "{cells:?}");
            assert_eq!(cells[5], lacking);
        }
        let mut neighbour = app.visitor("of-other", &[(Role::Secretary, Some(other))]).await;
        assert_eq!(neighbour.get(&year).await.status, 404);
        // R44: what is published stays. The rule stays, a published quarter grows by nothing, and whoever knows the
        // figures of a round no longer chooses whether they count.
        let page = office.get(&calendar).await;
        let put = format!("{calendar}?_method=put");
        let kept = office.submit(&page, &put, &[("yearly_rule", "shown_only")]).await;
        assert!(kept.status == 422 && kept.says("全年怎样计算不能再改"), "{}", kept.text());
        let make = format!("{calendar}/rounds");
        let again = office.submit(&page, &make, &[("period", "q1"), ("title", "一季度补评")]).await;
        assert!(again.status == 422 && again.says("这一时段的结果已经通报"), "{}", again.text());
        let late = draw_up(&mut office, town, "先评后列", &[]).await;
        choose(&mut office, &late, &[branch], ("five_goods", "")).await;
        add_panel(&mut office, &late, "villagers", "6").await;
        let link = office.get(&late).await.link("纳入季度评议");
        let page = office.get(&link).await;
        for (quarter, why) in [("第一季度", "这一时段的结果已经通报"), ("第四季度", "")] {
            let place = page.choice(&format!("2026 · 柳林镇党委 · {quarter}"));
            let page = office.get(&link).await;
            let told = office.submit(&page, "_method=put", &[("place", &place)]).await;
            assert!(if why.is_empty() { told.says("已保存") } else { told.says(why) }, "{}", told.text());
        }
        let page = office.get(&link).await;
        office.tell(&page, &format!("{link}?_method=delete"), &[], "已移出年度安排").await;
        let slips = open(&mut office, &late).await;
        cast(app, &slips, "村民", &[0]).await;
        let stale = office.get(&link).await;
        publish(app, &mut office, (late.as_str(), "four")).await;
        let place = stale.choice("2026 · 柳林镇党委 · 第四季度");
        let known = office.submit(&stale, "_method=put", &[("place", &place)]).await;
        assert!(known.status == 422 && known.says("不能再选择计入或不计入"), "{}", known.text());
        assert_eq!(office.get(&year).await.texts(FIGURES)[5], lacking);
    });
}

#[test]
fn s061_the_next_round_is_drawn_up_after_the_last_one_with_the_rolls_of_now() {
    run(async |app| {
        let mut office = app.office().await;
        let (town, branch, other) = town(&mut office).await;
        let people = enter_members(app, branch, &["钱一", "钱二"]).await;
        let calendar = declare(&mut office, town, "pooled").await;
        assert!(office.get(&calendar).await.says("还没有可以复制的轮次"));
        let given = [("period_from", "2026-01-01"), ("period_to", "2026-03-31"), ("minimum", "6")];
        let first = draw_up(&mut office, town, "一季度评议", &given).await;
        choose(&mut office, &first, &[branch, other], ("five_goods", "")).await;
        choose_members(&mut office, &first, (branch, &people), ("five_looks", "")).await;
        add_panel(&mut office, &first, "villagers", "8").await;
        attach(&mut office, &first, "第一季度").await;
        // Somebody leaves meanwhile.
        let leaving = office.get(&format!("/w/people/{}/departure", people[1])).await;
        office.submit(&leaving, "departure", &[]).await;

        let page = office.get(&calendar).await;
        let make = format!("{calendar}/rounds");
        let refused = office.submit(&page, &make, &[("title", ""), ("source", "x"), ("period", "h1")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("请填写此项") && refused.says("请选择一项"), "{}", refused.text());
        let made = office.tell(&page, &make, &[("title", "二季度评议")], "新轮次已起草").await;
        assert_eq!(made.texts("h1"), ["二季度评议"]);
        assert!(made.says("2026-04-01 – 2026-06-30") && made.says("草稿"), "{}", made.text());
        let second = made.path.split('?').next().unwrap().to_owned();
        let objects = office.get(&format!("{second}/objects")).await;
        for there in ["东河村党支部", "西沟村党支部", "钱一", "“五个好”党组织群众测评表"] {
            assert!(objects.says(there), "{there}: {}", objects.text());
        }
        assert!(!objects.says("钱二"), "{}", objects.text());
        let panels = office.get(&format!("{second}/panels")).await;
        let fields = panels.forms("?_method=put").into_iter().flat_map(|form| form.fields);
        let planned: Vec<String> = fields.filter(|(name, _)| name == "planned").map(|(_, value)| value).collect();
        assert_eq!(planned, ["8", "8"], "the same judges for each branch");
        let settings = office.get(&format!("{second}/settings")).await.form("?_method=put");
        assert!(settings.fields.contains(&("minimum".to_owned(), "6".to_owned())), "{:?}", settings.fields);
        // What was not asked for stays as it was.
        let before = office.get(&format!("{first}/objects")).await;
        assert!(before.says("钱二"), "{}", before.text());

        // A copy is a draft like any other: thrown away, its place is free again.
        let quarters = office.get(&calendar).await.texts("#quarters tbody td:last-child");
        assert_eq!(quarters[..3], ["一季度评议 草稿", "二季度评议 草稿", "还没有轮次"], "{quarters:?}");
        let page = office.get(&second).await;
        office.submit(&page, &format!("{second}?_method=delete"), &[("sure", "yes")]).await;
        let quarters = office.get(&calendar).await.texts("#quarters tbody td:last-child");
        assert_eq!(quarters[..3], ["一季度评议 草稿", "还没有轮次", "还没有轮次"], "{quarters:?}");
        // A draft is the office's own: whoever is below sees no round.
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        assert!(!secretary.get(&calendar).await.says("一季度评议"));
        // Taken out of the year, the round itself stays.
        let link = office.get(&first).await.link("纳入季度评议");
        let page = office.get(&link).await;
        office.tell(&page, &format!("{link}?_method=delete"), &[], "已移出年度安排").await;
        let stale = office.submit(&page, &format!("{link}?_method=delete"), &[("once", "0123456789abcdef")]).await;
        assert_eq!(stale.status, 409);
        assert!(office.get(&first).await.says("一季度评议"));
    });
}

#[test]
fn s061_summaries_stand_beside_the_figures_of_their_quarters() {
    run(async |app| {
        let mut office = app.office().await;
        let (town, branch, other) = town(&mut office).await;
        let calendar = declare(&mut office, town, "pooled").await;
        let first = first_round(&mut office, (town, branch)).await;
        let slips = open(&mut office, &first).await;
        cast(app, &slips, "村民", &[0, 0, 0, 0, 0, 1]).await;
        publish(app, &mut office, (first.as_str(), "one")).await;
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        let summary = format!("{calendar}/{branch}/h1");
        let page = secretary.get(&summary).await;
        let cells = page.texts(FIGURES);
        assert_eq!(cells[1..], ["5/6 = 83.3 %", "无数字"], "the quarters of the half-year only: {cells:?}");
        let stale = secretary.get(&summary).await;
        let empty = secretary.submit(&page, "_method=put", &[("words", " ")]).await;
        assert_eq!(empty.status, 422);
        assert!(empty.says("请填写此项"), "{}", empty.text());
        let saved = secretary.tell(&page, "_method=put", &[("words", "修好了村道\n账目不细")], "小结已保存").await;
        assert_eq!(saved.texts("#words p"), ["修好了村道", "账目不细"]);
        let both = office.get(&summary).await;
        assert!(both.says("修好了村道"), "{}", both.text());
        let both = secretary.submit(&stale, "_method=put", &[("words", "另一份")]).await;
        assert_eq!(both.status, 409);
        assert!(both.says("修好了村道") && both.html().contains(">另一份</textarea>"), "{}", both.text());
        let long = "长".repeat(8_001);
        let page = secretary.get(&summary).await;
        assert_eq!(secretary.submit(&page, "_method=put", &[("words", &long)]).await.status, 422);
        let cells = office.get(&calendar).await.texts(CELLS);
        assert_eq!((cells[2].as_str(), cells[16].as_str()), ("已写", "待写"));
        // The year's summary has all quarters and the figure over them.
        let page = office.get(&format!("{calendar}/{branch}/year")).await;
        let cells = page.texts(FIGURES);
        assert_eq!(cells.len(), 6, "{cells:?}");
        assert!(cells[5].starts_with("5/6 = 83.3 % 不含第二季度"), "{cells:?}");
        let mut neighbour = app.visitor("of-other", &[(Role::Secretary, Some(other))]).await;
        assert_eq!(neighbour.get(&summary).await.status, 404);
        assert_eq!(secretary.get(&format!("{calendar}/{branch}/q1")).await.status, 404, "no summary of a quarter");
        let english = office.clone().speaking("en").get(&summary).await;
        assert!(english.says("Figures of the quarters") && !english.html().contains('⟦'), "{}", english.text());
    });
}

#[test]
fn r44_where_no_figure_of_the_year_was_declared_there_is_none() {
    run(async |app| {
        let mut office = app.office().await;
        let (town, branch, _) = town(&mut office).await;
        let calendar = declare(&mut office, town, "shown_only").await;
        let first = first_round(&mut office, (town, branch)).await;
        let slips = open(&mut office, &first).await;
        cast(app, &slips, "村民", &[0, 0, 0, 0, 0, 1]).await;
        publish(app, &mut office, (first.as_str(), "one")).await;
        let page = office.get(&format!("{calendar}/{branch}")).await;
        let cells = page.texts(FIGURES);
        assert!(cells[1] == "5/6 = 83.3 %" && cells.len() == 5, "{cells:?}");
    });
}

#[test]
fn s061_a_year_is_not_taken_away_from_under_a_round_that_is_put_into_it() {
    run(async |app| {
        let mut office = app.office().await;
        let (town, branch, _) = town(&mut office).await;
        let calendar = declare(&mut office, town, "pooled").await;
        let round = draw_up(&mut office, town, "一季度评议", &[]).await;
        choose(&mut office, &round, &[branch], ("five_goods", "")).await;
        let mut other = app.visitor("office-2", &[(Role::CampaignOffice, None)]).await;
        let link = office.get(&round).await.link("纳入季度评议");
        let page = office.get(&link).await;
        let place = page.choice("2026 · 柳林镇党委 · 第一季度");
        let year = other.get(&calendar).await;
        let fields = [("place", place.as_str())];
        let (put, gone) = tokio::join!(
            office.post_form(page.form("_method=put"), &fields),
            other.post_form(year.form(&format!("{calendar}?_method=delete")), &[]),
        );
        // One of the two is refused with words, whichever came second.
        let is_put = put.says("已保存") && gone.says("不能删除");
        let refusals = ["刚刚被删除", "请选择一项", "都没有建立年度安排"];
        let is_gone = gone.says("年度安排已删除") && refusals.iter().any(|refusal| put.says(refusal));
        let is_one = is_put || is_gone;
        assert!(is_one, "{} {} | {} {}", put.status, put.text(), gone.status, gone.text());
    });
}
