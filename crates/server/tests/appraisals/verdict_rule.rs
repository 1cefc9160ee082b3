//! The verdict rule is declared with the one measure and the judges it is read from, frozen, and told to the judges.

use server::features::appraisals::model::Frozen;
use server::roles::Role;
use storage::RoundId;
use test_support::{Client, Shown, TestApp};

use crate::{add_panels, choose, draw_up, enter_members, found, round_path, run};

/// A round that judges a village by its members and villagers; the path of its page.
async fn prepared(app: &TestApp, office: &mut Client, instrument: &str) -> String {
    let county = found(office, None, ("柳林县委", "committee", "office")).await;
    let village = found(office, Some(county), ("东河村党支部", "branch", "rural")).await;
    enter_members(app, village, 9).await;
    let path = round_path(&draw_up(office, county).await);
    choose(office, &path, &[village], instrument).await;
    add_panels(office, &path, "members", "").await;
    add_panels(office, &path, "villagers", "12").await;
    path
}

async fn declare(office: &mut Client, path: &str, fields: &[(&str, &str)]) -> Shown {
    let form = office.get(&format!("{path}/settings")).await;
    office.submit(&form, "_method=put", fields).await
}

const SHARES: [(&str, &str); 2] = [("satisfied", "80"), ("basic", "66.7")];

fn with_shares<'a>(others: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    SHARES.into_iter().chain(others.iter().copied()).collect()
}

#[test]
fn the_rule_names_its_measure_and_judges_or_is_refused_at_the_field() {
    run(async |app| {
        let mut office = app.office().await;
        let path = prepared(app, &mut office, "six_aspects").await;
        let form = office.get(&format!("{path}/settings")).await;
        assert!(form.says("统计单 1b, 1c 行的认定依据") && form.says("六方面"), "{}", form.text());
        assert!(form.says("党员") && form.says("村民") && !form.says("职工"), "{}", form.text());
        // Nothing judges members here, so nothing can be chosen for them.
        assert_eq!(form.texts("#measure_member").len(), 0);
        let cases: [(Vec<(&str, &str)>, &str); 5] = [
            (vec![("measure_organisation", "six_aspects")], "选了认定依据，就要填两条认定线"),
            (with_shares(&[("measure_organisation", "six_aspects")]), "请至少选择一类参评人员"),
            (with_shares(&[("judges_organisation", "villagers")]), "请选择本轮用来评议这类对象、并有总体评价的评议表"),
            (
                with_shares(&[("measure_organisation", "five_goods"), ("judges_organisation", "villagers")]),
                "请选择本轮用来评议这类对象、并有总体评价的评议表",
            ),
            (
                with_shares(&[("measure_organisation", "six_aspects"), ("judges_organisation", "staff")]),
                "请至少选择一类参评人员，而且都用这种评议表评议",
            ),
        ];
        for (fields, message) in cases {
            let refused = declare(&mut office, &path, &fields).await;
            assert_eq!(refused.status, 422, "{message}");
            assert!(refused.texts(".invalid-feedback").concat().contains(message), "{message}: {}", refused.text());
        }
    });
}

#[test]
fn shares_without_a_measure_keep_issuing_from_beginning() {
    run(async |app| {
        let mut office = app.office().await;
        let path = prepared(app, &mut office, "six_aspects").await;
        assert!(declare(&mut office, &path, &SHARES).await.says("已保存"));
        let shown = office.get(&path).await;
        office.submit(&shown, "announcement", &[]).await;
        let issuing = office.get(&format!("{path}/issuing")).await;
        assert!(issuing.says("统计单认定线还没有选定评议表和参评人员"), "{}", issuing.text());
        assert!(issuing.find_form("issuing").is_none());
        let source = [("measure_organisation", "six_aspects"), ("judges_organisation", "villagers")];
        assert!(declare(&mut office, &path, &source).await.says("已保存"));
        assert!(office.get(&format!("{path}/issuing")).await.find_form("issuing").is_some());
    });
}

#[test]
fn the_rule_is_shown_frozen_and_part_of_the_opening_hash() {
    run(async |app| {
        let mut office = app.office().await;
        let path = prepared(app, &mut office, "six_aspects").await;
        let source = with_shares(&[("measure_organisation", "six_aspects"), ("judges_organisation", "villagers")]);
        assert!(declare(&mut office, &path, &source).await.says("已保存"));
        let shown = office.get(&path).await;
        assert!(shown.says("满意票占有效票不低于 80.0 %，基本满意以上不低于 66.7 %"), "{}", shown.text());
        assert!(shown.says("1b, 1c 行：按“") && shown.says("只计村民、村民代表的票"), "{}", shown.text());
        // What was chosen stands in the form again.
        let form = office.get(&format!("{path}/settings")).await;
        let ticked: Vec<_> = form.form("_method=put").fields;
        assert!(ticked.contains(&("judges_organisation".to_owned(), "villagers".to_owned())), "{ticked:?}");
        office.submit(&shown, "announcement", &[]).await;
        let issuing = office.get(&format!("{path}/issuing")).await;
        assert!(issuing.says("只计村民、村民代表的票"), "{}", issuing.text());
        office.submit(&issuing, "issuing", &[]).await;
        let id: RoundId = path.rsplit('/').next().unwrap().parse().unwrap();
        let round = server::features::appraisals::queries::round(&app.app.database, id).await.unwrap().unwrap();
        let text = round.frozen.unwrap();
        let frozen = Frozen::from_text(&text).unwrap();
        let rule = frozen.verdict.unwrap();
        assert_eq!((rule.satisfied_permille, rule.basic_permille), (800, 667));
        assert_eq!(rule.sources[0].instrument, "six_aspects");
        assert_eq!(rule.sources[0].categories, ["villagers"]);
        assert_eq!(round.opening_hash.unwrap(), Frozen::hash_of(&text));
        // From here on it stays.
        let late = office.get(&format!("{path}/settings")).await;
        assert_eq!(late.status, 422);
    });
}

#[test]
fn the_head_of_the_working_group_is_declared_by_what_the_head_signs_in_as() {
    run(async |app| {
        let mut office = app.office().await;
        let path = prepared(app, &mut office, "six_aspects").await;
        let refused = declare(&mut office, &path, &[("head", "nobody")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("没有这个登录名的账号"), "{}", refused.text());
        crate::tally_keeper(app, "keeper").await;
        assert!(declare(&mut office, &path, &[("head", " Keeper ")]).await.says("已保存"));
        assert!(office.get(&path).await.says("活动领导小组负责人"));
        let form = office.get(&format!("{path}/settings")).await;
        assert!(form.form("_method=put").fields.contains(&("head".to_owned(), "keeper".to_owned())));
        let shown = office.get(&path).await;
        office.submit(&shown, "announcement", &[]).await;
        let issuing = office.get(&format!("{path}/issuing")).await;
        office.submit(&issuing, "issuing", &[]).await;
        let id: RoundId = path.rsplit('/').next().unwrap().parse().unwrap();
        let frozen = server::features::appraisals::queries::frozen(&app.app.database, id).await.unwrap().unwrap();
        assert_eq!(frozen.head.unwrap().name, "keeper");
    });
}

#[test]
fn two_people_who_choose_different_measures_and_judges_see_both_choices() {
    run(async |app| {
        let mut office = app.office().await;
        let path = prepared(app, &mut office, "six_aspects").await;
        let mut other = app.visitor("other", &[(Role::CampaignOffice, None)]).await;
        let mine = office.get(&format!("{path}/settings")).await;
        assert!(declare(&mut other, &path, &[("notice_number", "创先争优办〔2026〕9 号")]).await.says("已保存"));
        let typed = with_shares(&[("measure_organisation", "six_aspects"), ("judges_organisation", "villagers")]);
        let late = office.submit(&mine, "_method=put", &typed).await;
        let rows = late.texts("#both-versions tbody tr").concat();
        assert!(rows.contains("不约定（这两行留空）") && rows.contains("只计村民、村民代表的票"), "{rows}");
        let mine = office.get(&format!("{path}/settings")).await;
        let theirs = with_shares(&[("measure_organisation", "six_aspects"), ("judges_organisation", "members")]);
        assert!(declare(&mut other, &path, &theirs).await.says("已保存"));
        let late = office.submit(&mine, "_method=put", &typed).await;
        assert_eq!(late.status, 409);
        let rows = late.texts("#both-versions tbody tr");
        let row = rows.iter().find(|row| row.contains("认定依据")).unwrap();
        assert!(row.contains("统计单 1b, 1c 行的认定依据"), "{row}");
        assert!(row.contains("只计党员的票") && row.contains("只计村民、村民代表的票"), "{row}");
        // What was typed still stands in the form and can be saved now.
        let saved = office.submit(&late, "_method=put", &[]).await;
        assert!(saved.says("已保存"), "{}", saved.text());
        assert!(office.get(&path).await.says("只计村民、村民代表的票"));
    });
}
