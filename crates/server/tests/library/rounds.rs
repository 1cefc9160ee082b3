//! What rounds take of the library: lists by type of object, a sector's own first, nothing that is incomplete.

use server::roles::Role;
use storage::{MemberId, OrganisationId};
use test_support::life::{enter_members, open, seal};
use test_support::{Client, Shown};

use crate::lived::{ask, cast_by_item, figures};
use crate::{add_item, choose, copy, draft_of, draw_up, found, instrument, release, run};

async fn choose_members(
    office: &mut Client,
    round: &str,
    (organisation, members): (OrganisationId, &[MemberId]),
    instrument: &str,
) -> Shown {
    let path = format!("{round}/objects/members/{organisation}");
    let page = office.get(&path).await;
    let members: Vec<String> = members.iter().map(ToString::to_string).collect();
    let mut fields: Vec<(&str, &str)> = members.iter().map(|id| ("chosen", id.as_str())).collect();
    fields.push(("instrument", instrument));
    office.submit(&page, &path, &fields).await
}

#[test]
fn s051_four_questions_and_five_tests_are_edited_and_asked() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let shipped = office.get(&instrument("four_questions_five_tests", 1)).await;
        assert!(shipped.says("项目（10）") && shipped.says("承诺完成事项好不好"), "{}", shipped.text());
        let edit = copy(&mut office, &instrument("four_questions_five_tests", 1), "").await;
        let path = draft_of(&edit);
        add_item(&mut office, &edit, ("questions", "群众意见是否答复")).await;
        release(&mut office, &path).await;
        let round = draw_up(&mut office, county).await;
        let fields = [("instrument", "four_questions_five_tests"), ("mapping", "yes")];
        let chosen = choose(&mut office, &round, &[county], &fields).await;
        let items = office.get(&chosen.link("四问五评")).await;
        for question in ["活动目标是否达到", "工作措施可行不可行", "群众意见是否答复", "总体是否满意"]
        {
            assert!(items.says(question), "{question}: {}", items.text());
        }
        assert_eq!(items.texts("tbody tr").len(), 4 + 5 + 1 + 1);
        // Of twelve judges each question is answered “no” by one more than the question before it.
        ask(&mut office, &round, ("mass_representatives", "12")).await;
        let slips = open(&mut office, &round).await;
        cast_by_item(app, &slips, "柳林县委", |judge, item| usize::from(judge < item)).await;
        let results = seal(app, &round, "keeper").await;
        let results = office.get(&results).await;
        let answers = figures(&office.get(&results.link("柳林县委")).await);
        let rates = [
            ("活动目标是否达到", "12/12 = 100.0 %"),
            ("发展思路是否清晰", "11/12 = 91.7 %"),
            ("公开承诺事项是否完成", "10/12 = 83.3 %"),
            ("工作措施是否得力", "9/12 = 75.0 %"),
            ("群众意见是否答复", "8/12 = 66.7 %"),
            ("目标行不行", "7/12 = 58.3 %"),
            ("影响范围广不广", "6/12 = 50.0 %"),
            ("发展分析透不透", "5/12 = 41.7 %"),
            ("承诺完成事项好不好", "4/12 = 33.3 %"),
            ("工作措施可行不可行", "3/12 = 25.0 %"),
            ("总体是否满意", "2/12 = 16.7 %"),
        ];
        assert_eq!(answers.len(), rates.len());
        for (no, (question, rate)) in rates.into_iter().enumerate() {
            let [yes, no] = [12 - no, no].map(|count| count.to_string());
            assert_eq!(answers[question][..4], [yes.as_str(), no.as_str(), "12", rate], "{question}");
        }
    });
}

#[test]
fn s065_a_workshop_judges_its_branch_in_its_own_words_on_the_same_five_codes() {
    run(async |app| {
        let mut office = app.office().await;
        let works = found(&mut office, None, ("汽轮机厂党委", "committee", "state_enterprise")).await;
        let workshop = found(&mut office, Some(works), ("燃机车间党支部", "branch", "state_enterprise")).await;
        let round = draw_up(&mut office, works).await;
        let chosen = choose(&mut office, &round, &[workshop], &[("instrument", "five_goods:workshop")]).await;
        let items = office.get(&chosen.link("· 车间")).await;
        let rows = items.texts("tbody tr");
        for (code, words) in [
            ("G1", "团结协调班子形象好"),
            ("G2", "党员先锋作用发挥好"),
            ("G3", "支部基础工作完成好"),
            ("G4", "党建促进生产任务完成好"),
            ("G5", "服务职工群众评价好"),
        ] {
            assert!(rows.iter().any(|row| row.contains(code) && row.contains(words)), "{code}: {rows:?}");
        }
        // The common words keep the same codes, so that both roll up.
        let choice = choose(&mut office, &round, &[works], &[("instrument", "five_goods:common")]).await;
        assert!(choice.says("“五个好”党组织群众测评表 · 车间"), "{}", choice.text());
        // Workers and members judge the workshop, workers the works; each good has a result of its own.
        let members = [("instrument", "five_goods:workshop"), ("direction", "members_to_organisation")];
        choose(&mut office, &round, &[workshop], &members).await;
        ask(&mut office, &round, ("staff", "10")).await;
        ask(&mut office, &round, ("members", "5")).await;
        let slips = open(&mut office, &round).await;
        cast_by_item(app, &slips, "燃机车间党支部 · 群众评组织", |judge, item| usize::from(judge < item)).await;
        cast_by_item(app, &slips, "汽轮机厂党委", |judge, item| if item == 1 && judge < 4 { 2 } else { 0 }).await;
        cast_by_item(app, &slips, "· 党员评组织", |judge, item| usize::from(item == 4 && judge == 0)).await;
        let results = seal(app, &round, "keeper").await;
        let page = office.get(&results).await;
        let page = office.get(&page.link("燃机车间党支部")).await;
        let judged = page.links().into_iter().filter(|path| path.contains("/objects/") && !path.contains("/steps/"));
        let judged: Vec<String> = judged.collect();
        let [by_members, by_workers] = judged.as_slice() else { panic!("{judged:?}: {}", page.text()) };
        let goods = figures(&office.get(by_members).await);
        assert_eq!(goods["服务职工群众评价好"][4], "4/5 = 80.0 %");
        let goods = figures(&office.get(by_workers).await);
        for (words, rate) in [
            ("团结协调班子形象好", "10/10 = 100.0 %"),
            ("党员先锋作用发挥好", "9/10 = 90.0 %"),
            ("支部基础工作完成好", "8/10 = 80.0 %"),
            ("党建促进生产任务完成好", "7/10 = 70.0 %"),
            ("服务职工群众评价好", "6/10 = 60.0 %"),
            ("总体评价", "5/10 = 50.0 %"),
        ] {
            assert_eq!(goods[words][4], rate, "{words}");
        }
        // By the five codes the workshop's words stand beside the common ones, under these.
        let comparison = format!("{results}/comparison?sector=state_enterprise&measure=five_goods@");
        let page = office.get(&format!("{comparison}masses_to_organisation")).await;
        let headings = page.texts("#comparison thead th");
        assert_eq!(headings[1..], ["领导班子好", "党员队伍好", "工作机制好", "工作业绩好", "群众反映好", "总体评价"]);
        assert_eq!(page.texts("#comparison tbody th"), ["汽轮机厂党委", "燃机车间党支部"]);
        let rates = page.texts("#comparison .rate");
        let [common, own] = [&rates[..6], &rates[6..]];
        let all = "10/10 = 100.0 %";
        assert_eq!(common, [all, "6/10 = 60.0 %", all, all, all, all]);
        assert_eq!(own[..3], [all, "9/10 = 90.0 %", "8/10 = 80.0 %"]);
        let page = office.get(&format!("{comparison}members_to_organisation")).await;
        let all = "5/5 = 100.0 %";
        assert_eq!(page.texts("#comparison .rate"), [all, all, all, all, "4/5 = 80.0 %", all]);
        // An office gives a list a sector's words itself, by the form, and the round proposes them.
        let edit = copy(&mut office, &instrument("four_strengths", 1), "").await;
        let path = draft_of(&edit);
        let edit = office.tell(&edit, "_method=put", &[("act", "add"), ("new_variant_name", "车间")], "已保存").await;
        let mut words = vec![("words_name", ""); 5];
        words[0].1 = "班前会引领好";
        words.push(("variant_sectors", "variant_1/state_enterprise"));
        office.tell(&edit, "_method=put", &words, "已保存").await;
        release(&mut office, &path).await;
        let round = draw_up(&mut office, works).await;
        let chosen = choose(&mut office, &round, &[workshop], &[("instrument", "four_strengths")]).await;
        let items = office.get(&chosen.link("· 车间")).await;
        let rows = items.texts("tbody tr");
        assert!(rows.iter().any(|row| row.contains("Q1") && row.contains("班前会引领好")), "{rows:?}");
        assert!(rows.iter().any(|row| row.contains("Q2") && row.contains("推动发展力强")), "{rows:?}");
    });
}

#[test]
fn s073_a_village_is_judged_by_type_team_officials_members_and_its_30_items_once_filled_in() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("奉贤镇党委", "committee", "rural")).await;
        let village = found(&mut office, Some(town), ("杨王村党支部", "branch", "rural")).await;
        let people = enter_members(app, village, &["王村官", "李委员", "张党员"]).await;
        let round = draw_up(&mut office, town).await;
        // 28 of the 30 are not in the source: it cannot open a round before they are filled in.
        let page = office.get(&format!("{round}/objects/organisations")).await;
        assert!(
            page.says("还不能使用的评议表") && page.says("村党组织测评表（五个方面30项和践诺）"),
            "{}",
            page.text()
        );
        assert!(!page.html().contains("value=\"village_branches\""), "it cannot be ticked");
        let refused = choose(&mut office, &round, &[village], &[("instrument", "village_branches")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("这张评议表内容不全，不能用于评议"), "{}", refused.text());
        let mut edit = copy(&mut office, &page.link("村党组织测评表"), "").await;
        let path = draft_of(&edit);
        for number in 1..=27 {
            let group = format!("aspect_{}", 1 + (number + 1) / 6);
            edit = add_item(&mut office, &edit, (&group, &format!("村务事项{number}"))).await;
        }
        let short = office.get(&path).await;
        assert!(short.says("还缺 1 个项目") && short.find_form("release").is_none(), "{}", short.text());
        add_item(&mut office, &edit, ("aspect_5", "村务事项28")).await;
        release(&mut office, &path).await;
        let chosen = choose(&mut office, &round, &[village], &[("instrument", "village_branches")]).await;
        assert!(chosen.says("已加入评议对象"), "{}", chosen.text());
        // The organisation again as its leading team, and its people by what they are.
        let chosen = choose(&mut office, &round, &[village], &[("instrument", "village_team")]).await;
        assert!(chosen.says("杨王村党支部领导班子"), "{}", chosen.text());
        let twice = choose(&mut office, &round, &[village], &[("instrument", "village_team")]).await;
        assert!(twice.says("评议对象（2）"), "{}", twice.text());
        choose_members(&mut office, &round, (village, &people[..2]), "village_officials").await;
        let objects = choose_members(&mut office, &round, (village, &people[2..]), "village_members").await;
        assert!(objects.says("评议对象（5）"), "{}", objects.text());
        let numbers = objects.texts("table:first-of-type tbody td.number");
        assert_eq!(numbers[..8], ["31", "1", "5", "1", "5", "2", "7", "1"], "{numbers:?}");
        assert!(!objects.says("不是本行业用表"), "{}", objects.text());
        let panels = office.get(&format!("{round}/panels")).await;
        assert!(panels.says("5 个对象，共 53 项"), "{}", panels.text());
    });
}

#[test]
fn t20_a_college_fills_the_blank_in_and_asks_all_24_points() {
    run(async |app| {
        let mut office = app.office().await;
        let college = found(&mut office, None, ("社区学院党委", "committee", "higher_education")).await;
        let round = draw_up(&mut office, college).await;
        let refused = choose(&mut office, &round, &[college], &[("instrument", "five_goods_college")]).await;
        assert_eq!(refused.status, 422);
        let edit = copy(&mut office, &instrument("five_goods_college", 1), "").await;
        let path = draft_of(&edit);
        let form = edit.form("_method=put");
        let names = form.fields.iter().filter(|(name, _)| name == "item_name");
        let names: Vec<String> = names.map(|(_, value)| value.replace("＿＿", "三会一课")).collect();
        let fields: Vec<(&str, &str)> = names.iter().map(|name| ("item_name", name.as_str())).collect();
        office.tell(&edit, "_method=put", &fields, "已保存").await;
        release(&mut office, &path).await;
        let chosen = choose(&mut office, &round, &[college], &[("instrument", "five_goods_college")]).await;
        let items = office.get(&chosen.link("院校24条")).await;
        let codes = items.texts("tbody td:first-child");
        assert_eq!(codes.len(), 24);
        assert!(codes.contains(&"G4-5".to_owned()) && !codes.contains(&"G4-4".to_owned()), "{codes:?}");
        assert!(items.says("坚持和完善“三会一课”制度"), "{}", items.text());
    });
}

#[test]
fn s053_a_sectors_own_lists_come_first_and_another_sectors_are_flagged() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let village = found(&mut office, Some(county), ("东河村党支部", "branch", "rural")).await;
        let works = found(&mut office, Some(county), ("柳林钢厂党支部", "branch", "state_enterprise")).await;
        let people = enter_members(app, village, &["王小明"]).await;
        let round = draw_up(&mut office, county).await;
        let page = office.get(&format!("{round}/objects/organisations?sector=state_enterprise")).await;
        let text = page.text();
        let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("no {words}: {text}"));
        assert!(at("为所列组织的行业制定的评议表") < at("“四强”党组织测评表"));
        assert!(at("“四强”党组织测评表") < at("各行业通用的评议表"));
        assert!(at("为其他行业制定的评议表") < at("居民区党组织评议表"));
        let chosen = choose(&mut office, &round, &[works], &[("instrument", "four_strengths")]).await;
        assert!(!chosen.says("不是本行业用表"), "{}", chosen.text());
        let chosen = choose(&mut office, &round, &[village], &[("instrument", "four_strengths")]).await;
        assert!(chosen.says("不是本行业用表"), "{}", chosen.text());
        let page = office.get(&format!("{round}/objects/members/{village}")).await.text();
        assert!(page.find("村党员评议表（六项和践诺）").unwrap() < page.find("各行业通用的评议表").unwrap(), "{page}");
        choose_members(&mut office, &round, (village, &people), "village_members").await;
    });
}

#[test]
fn a_proposed_verdict_rule_is_filled_into_the_rounds_form_and_declared_by_nobody_else() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let edit = copy(&mut office, &instrument("six_aspects", 1), "").await;
        let path = draft_of(&edit);
        let upside_down = [("satisfied", "70"), ("basic", "80")];
        let refused = office.submit(&edit, "_method=put", &upside_down).await;
        assert_eq!(refused.status, 422, "p2 is never above p1: {}", refused.text());
        office.tell(&edit, "_method=put", &[("satisfied", "80"), ("basic", "75.5")], "已保存").await;
        release(&mut office, &path).await;
        let round = draw_up(&mut office, county).await;
        choose(&mut office, &round, &[county], &[("instrument", "six_aspects")]).await;
        let settings = office.get(&format!("{round}/settings")).await;
        assert!(settings.says("满意率不低于80%，基本满意及以上不低于75.5%"), "{}", settings.text());
        let value = |page: &Shown, name: &str| {
            let form = page.form("_method=put");
            form.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap()
        };
        assert_eq!(value(&settings, "satisfied"), "", "nothing is applied silently");
        let filled = office.get(&settings.link("填入这个建议")).await;
        assert_eq!((value(&filled, "satisfied"), value(&filled, "basic")), ("80".to_owned(), "75.5".to_owned()));
        assert_eq!(value(&office.get(&format!("{round}/settings")).await, "satisfied"), "");
    });
}

#[test]
fn a_leading_team_is_no_organisation_of_the_statistics_return() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("奉贤镇党委", "committee", "rural")).await;
        let village = found(&mut office, Some(town), ("杨王村党支部", "branch", "rural")).await;
        let round = draw_up(&mut office, town).await;
        choose(&mut office, &round, &[village], &[("instrument", "six_aspects")]).await;
        choose(&mut office, &round, &[village], &[("instrument", "village_team")]).await;
        let settings = office.get(&format!("{round}/settings")).await;
        // The lines count organisations: the team's list is no measure they could be read from.
        let choices = settings.choices();
        assert!(choices.iter().all(|(_, value)| value != "village_team"), "{choices:?}");
        let page = office.get(&format!("{round}/objects/organisations")).await;
        assert!(page.says("领导班子已列入"), "{}", page.text());
        let mut keeper = app.visitor("keeper", &[(Role::TallyKeeper, None)]).await;
        assert_eq!(keeper.get(&round).await.status, 200);
    });
}
