//! S050, S054, S059: an office adds a direction, a category of judges or a procedure from a file, without a build; a round
//! keeps the words it was judged under.

use test_support::{Client, Shown, found, run};

use crate::life::{add_panel, begin, cast, choose, draw_up, seal};
use crate::procedures::{of_round, record, said};

const DIRECTION: &str = r#"format = 1
kind = "direction"
code = "L_delegates"
version = 1
name = { "zh-Hans" = "代表评组织", en = "Delegates to organisation" }
judges = "masses"
object = "organisation"
"#;

const CATEGORY: &str = r#"format = 1
kind = "judge_category"
code = "L_traders"
version = 1
name = { "zh-Hans" = "市场商户", en = "Market traders" }
side = "outside"
merge_with = "mass_representatives"
judged = "nobody"
"#;

const PROCEDURE: &str = r#"format = 1
kind = "procedure"
code = "L_open_day"
version = 1
name = { "zh-Hans" = "开放日评议", en = "Open day" }
about = { "zh-Hans" = "先看后评。", en = "See first, judge then." }
each = "organisation"

[[step]]
code = "visit"
name = { "zh-Hans" = "现场开放", en = "The visit" }
about = { "zh-Hans" = "来了哪些人", en = "Who came" }
before = "casting"
persons = true
"#;

/// What the check of a file shows.
async fn check(office: &mut Client, text: &str) -> Shown {
    let page = office.get("/w/library/import").await;
    office.upload(page.form("import/check"), "file", "own.toml", text.as_bytes()).await
}

/// Imports a file and releases it; its path.
async fn bring(office: &mut Client, text: &str) -> String {
    let checked = check(office, text).await;
    assert_eq!(checked.status, 200, "{}", checked.text());
    let draft = office.tell(&checked, "/w/library", &[], "已导入为草稿").await;
    let path = draft.path.split('?').next().unwrap().to_owned();
    office.tell(&draft, "release", &[], "已启用").await;
    path
}

#[test]
fn s054_a_direction_and_judges_from_a_file_stand_in_a_round_and_keep_their_words() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let branch = found(&mut office, Some(town), ("东河村党支部", "branch", "rural")).await;
        let direction = bring(&mut office, DIRECTION).await;
        let category = bring(&mut office, CATEGORY).await;
        let list = office.get("/w/library?kind=judge_categories&search=L_traders").await;
        assert!(list.says("市场商户") && list.says("人员类别"), "{}", list.text());
        let round = draw_up(&mut office, town, "代表评议", &[]).await;
        choose(&mut office, &round, &[branch], ("six_aspects", "L_delegates")).await;
        let objects = choose(&mut office, &round, &[branch], ("six_aspects", "members_to_organisation")).await;
        assert!(objects.says("代表评组织") && objects.says("评议对象（2）"), "{}", objects.text());
        for (who, planned) in [("L_traders", "6"), ("members", "6")] {
            let panels = add_panel(&mut office, &round, who, planned).await;
            assert!(panels.says("已增加参评人员"), "{who}: {}", panels.text());
        }
        let panels = office.get(&format!("{round}/panels")).await;
        assert!(panels.says("东河村党支部 · 代表评组织") && panels.says("市场商户"), "{}", panels.text());
        // A round took them: they stay as they are for ever, and the next version is another one.
        for (path, text) in [(&direction, DIRECTION), (&category, CATEGORY)] {
            let page = office.get(path).await;
            assert!(page.says("已有评议轮次使用这个版本") && page.forms("release?_method=delete").is_empty());
            let next = text.replace("代表评组织", "委员评组织").replace("市场商户", "个体户");
            assert!(bring(&mut office, &next).await.ends_with("/2"));
        }
        let panels = office.get(&format!("{round}/panels")).await;
        assert!(panels.says("市场商户") && !panels.says("个体户"), "{}", panels.text());
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        let slips = begin(&mut office, &round).await;
        cast(app, &slips, "市场商户", &[0, 0, 1]).await;
        cast(app, &slips, "· 党员评组织", &[0, 2]).await;
        let path = seal(app, &round, "keeper").await;
        let results = office.get(&path).await;
        for words in ["六方面", "· 代表评组织", "· 党员评组织", "东河村党支部 · 市场商户", "4/6 = 66.7 %"]
        {
            assert!(results.says(words), "{words}: {}", results.text());
        }
        // What a later round is offered is the next version; what was judged was judged under the first.
        let later = draw_up(&mut office, town, "下一轮", &[]).await;
        let choice = office.get(&format!("{later}/objects/organisations")).await;
        assert!(choice.says("委员评组织") && !choice.says("代表评组织"), "{}", choice.text());
        let mut english = office.speaking("en");
        let results = english.get(&path).await;
        for words in ["· Delegates to organisation", "· Market traders"] {
            assert!(results.says(words), "{words}: {}", results.text());
        }
    });
}

#[test]
fn s050_an_own_category_judges_only_where_its_file_says_so_and_below_its_office() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let branch = found(&mut office, Some(town), ("东河村党支部", "branch", "rural")).await;
        let other = found(&mut office, None, ("山口镇党委", "committee", "rural")).await;
        bring(&mut office, &CATEGORY.replace("side =", "judges = [\"superior\"]\nside =")).await;
        let round = draw_up(&mut office, town, "互评", &[]).await;
        choose(&mut office, &round, &[branch], ("five_goods", "masses_to_organisation")).await;
        choose(&mut office, &round, &[branch], ("five_goods", "members_to_organisation")).await;
        let refused = add_panel(&mut office, &round, "L_traders", "6").await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("本轮各方向都不由这类人员参评"), "{}", refused.text());
        // Made for the town: a round of another one is not offered it.
        let elsewhere = draw_up(&mut office, other, "别处", &[]).await;
        choose(&mut office, &elsewhere, &[other], ("six_aspects", "")).await;
        let panels = add_panel(&mut office, &elsewhere, "L_traders", "6").await;
        assert!(panels.status == 422 && !panels.says("市场商户"), "{}", panels.text());
    });
}

#[test]
fn s059_a_procedure_from_a_file_keeps_casting_closed_until_its_step_is_recorded() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let branch = found(&mut office, Some(town), ("东河村党支部", "branch", "rural")).await;
        let path = bring(&mut office, PROCEDURE).await;
        let round = draw_up(&mut office, town, "开放日评议", &[]).await;
        choose(&mut office, &round, &[branch], ("six_aspects", "")).await;
        add_panel(&mut office, &round, "villagers", "6").await;
        let procedures = of_round(&round);
        let page = office.get(&procedures).await;
        let chosen = [("chosen", "L_open_day"), ("chosen", "five_emphases")];
        office.tell(&page, &procedures, &chosen, "议程已保存").await;
        let page = office.get(&path).await;
        assert!(page.says("已有评议轮次使用这个版本") && page.says("投票前必须登记"), "{}", page.text());
        bring(&mut office, &PROCEDURE.replace("开放日评议", "开放周评议")).await;
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        office.fill(&format!("{round}/issuing"), "issuing", &[], "各项约定已固定").await;
        let casting = office.get(&format!("{round}/casting")).await;
        assert!(casting.says("投票前还有 2 步议程没有登记") && casting.says("现场开放"), "{}", casting.text());
        let path = format!("{procedures}/L_open_day/{branch}");
        let page = office.get(&path).await;
        let page = record(&mut office, &page, "visit", &said("来了二十一人", "21")).await;
        assert!(page.says("登记已保存") && page.says("21 人参加"), "{}", page.text());
        let casting = office.get(&format!("{round}/casting")).await;
        assert!(casting.says("投票前还有 1 步议程没有登记"), "{}", casting.text());
        let list = office.get(&procedures).await;
        assert!(list.says("开放日评议") && !list.says("开放周评议"), "the version the round took: {}", list.text());
        let list = office.speaking("en").get(&procedures).await;
        assert!(list.says("Open day") && list.says("1/1"), "{}", list.text());
    });
}
