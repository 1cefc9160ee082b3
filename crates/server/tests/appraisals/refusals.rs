//! What is refused, and what one is told.

use server::roles::Role;
use test_support::run_at;

use crate::{add_panels, choose, draw_up, enter_members, found, round_path, run, tally_keeper};

#[test]
fn a_round_is_drawn_up_only_with_what_can_hold() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let form = office.get("/w/rounds/new").await;
        let county = county.to_string();
        let cases: [(&[(&str, &str)], &str); 9] = [
            (&[("title", "")], "请填写此项"),
            (&[("period_to", "2026-06-30")], "结束日期不能早于开始日期"),
            (&[("period_from", "7月1日")], "日期请写成"),
            (&[("minimum", "2")], "最低人数不能小于 3"),
            (&[("opinion_minimum", "4")], "意见公布最低人数不能小于"),
            (&[("satisfied", "80")], "两条认定线要么都填"),
            (&[("satisfied", "60"), ("basic", "80")], "不能高于“满意”的认定线"),
            (&[("satisfied", "80.55"), ("basic", "80")], "最多一位小数"),
            (&[("casting_until", "2026-06-30T18:00")], "截止时间已经过去"),
        ];
        for (wrong, message) in cases {
            let mut fields: Vec<(&str, &str)> =
                crate::DECLARED.into_iter().filter(|(name, _)| !wrong.iter().any(|(other, _)| other == name)).collect();
            fields.push(("organisation", county.as_str()));
            fields.extend(wrong);
            let refused = office.submit(&form, "rounds?draw-up", &fields).await;
            assert_eq!(refused.status, 422, "{message}");
            assert!(refused.says(message), "{message}: {}", refused.text());
        }
        assert!(office.get("/w/rounds").await.says("还没有评议轮次"));
    });
}

#[test]
fn two_people_who_change_the_same_round_are_caught_by_its_version() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let path = round_path(&draw_up(&mut office, county).await);
        let mut other = app.visitor("other", &[(Role::CampaignOffice, None)]).await;
        let mine = office.get(&format!("{path}/settings")).await;
        let theirs = other.get(&format!("{path}/settings")).await;
        let saved = other.submit(&theirs, "_method=put", &[("title", "改过的标题")]).await;
        assert!(saved.says("已保存"), "{}", saved.text());
        let late = office.submit(&mine, "_method=put", &[("title", "又一个标题")]).await;
        assert_eq!(late.status, 409);
        assert!(late.says("另一位同志刚刚修改了同一内容"), "{}", late.text());
        let rows = late.texts("#both-versions tbody tr");
        assert!(rows.len() == 1 && rows[0].contains("改过的标题又一个标题"), "{rows:?}");
        assert!(office.get(&path).await.texts("h1")[0].contains("改过的标题"));
    });
}

#[test]
fn a_round_of_somebody_elses_subtree_is_not_there() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let town = found(&mut office, Some(county), ("柳林镇党委", "committee", "rural")).await;
        let path = round_path(&draw_up(&mut office, county).await);
        let mut below = app.visitor("town", &[(Role::CampaignOffice, Some(town))]).await;
        for page in ["", "/settings", "/objects", "/panels", "/issuing", "/batches"] {
            assert_eq!(below.get(&format!("{path}{page}")).await.status, 404, "{page}");
        }
        assert!(below.get("/w/rounds").await.says("还没有评议轮次"));
        // Nor may it draw up a round for its superior.
        let form = below.get("/w/rounds/new").await;
        let county = county.to_string();
        let mut fields = crate::DECLARED.to_vec();
        fields.push(("organisation", &county));
        assert_eq!(below.submit(&form, "rounds?draw-up", &fields).await.status, 422);
    });
}

#[test]
fn over_plain_http_two_tally_keepers_accept_first() {
    run_at(Some("http://192.168.1.5:8080"), async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let village = found(&mut office, Some(county), ("东河村党支部", "branch", "rural")).await;
        enter_members(app, village, 1).await;
        let path = round_path(&draw_up(&mut office, county).await);
        choose(&mut office, &path, &[village], "six_aspects").await;
        add_panels(&mut office, &path, "villagers", "12").await;
        let shown = office.get(&path).await;
        office.submit(&shown, "announcement", &[]).await;
        let checks = format!("{path}/issuing");
        let issuing = office.get(&checks).await;
        assert!(issuing.says("评议网址不是 https"), "{}", issuing.text());
        assert!(issuing.find_form("plain-http").is_none());

        let mut first = tally_keeper(app, "first").await;
        let page = first.get(&checks).await;
        let unticked = first.submit(&page, "plain-http", &[]).await;
        assert!(unticked.says("请先勾选确认"), "{}", unticked.text());
        let sure = [("sure", "yes")];
        let asked = first.submit(&page, "plain-http", &sure).await;
        assert!(asked.says("等待另一名计票人确认"), "{}", asked.text());
        assert!(asked.find_form("plain-http").is_none());
        let mut second = tally_keeper(app, "second").await;
        let page = second.get(&checks).await;
        let accepted = second.submit(&page, "plain-http", &sure).await;
        assert!(accepted.says("两名计票人已确认"), "{}", accepted.text());
        assert!(office.get(&checks).await.find_form("issuing").is_some());
    });
}

#[test]
fn an_instrument_whose_grades_are_only_proposed_is_confirmed_first() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let path = round_path(&draw_up(&mut office, county).await);
        let refused = choose(&mut office, &path, &[county], "four_questions_five_tests").await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("等次含义需要您确认"), "{}", refused.text());
        let county = county.to_string();
        let fields = [("mapping", "yes"), ("chosen", county.as_str()), ("instrument", "four_questions_five_tests")];
        let added = office.submit(&refused, "objects?add", &fields).await;
        assert!(added.says("已加入评议对象"), "{}", added.text());
    });
}

#[test]
fn a_draft_is_discarded_only_when_it_is_meant() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let shown = draw_up(&mut office, county).await;
        let path = round_path(&shown);
        choose(&mut office, &path, &[county], "six_aspects").await;
        add_panels(&mut office, &path, "staff", "12").await;
        let shown = office.get(&path).await;
        let discard = format!("{path}?_method=delete");
        let kept = office.submit(&shown, &discard, &[]).await;
        assert!(kept.says("请先勾选"), "{}", kept.text());
        let gone = office.submit(&shown, &discard, &[("sure", "yes")]).await;
        assert!(gone.says("草稿已删除"), "{}", gone.text());
        assert_eq!(office.get(&path).await.status, 404);
    });
}
