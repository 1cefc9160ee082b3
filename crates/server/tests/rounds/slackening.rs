//! The four no-slackenings: members check themselves, representatives judge, and the third item follows from hours.

use server::roles::Role;
use storage::{MemberId, OrganisationId};
use test_support::{Client, TestApp, found, run};

use crate::life::enter_members;

const MEETING: [(&str, &str); 4] =
    [("held_on", "2026-06-25"), ("representatives", "15"), ("workers", "256"), ("worker_hours", "40960")];

/// A workshop's branch with 54 members of 310 staff (T05), its secretary, and the page of the second quarter.
async fn workshop(app: &TestApp) -> (Client, OrganisationId, Vec<MemberId>, Client, String) {
    let mut office = app.office().await;
    let company = found(&mut office, None, ("燃机公司党委", "committee", "institution")).await;
    let branch = found(&mut office, Some(company), ("燃机车间党支部", "branch", "institution")).await;
    let names: Vec<String> = (1..=54).map(|number| format!("党员{number:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let people = enter_members(app, branch, &names).await;
    let secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
    (office, branch, people, secretary, format!("/w/rhythm/slackening/{branch}/2026/2"))
}

fn hours(hours: &str) -> [(&str, &str); 4] {
    [("hours", hours), ("waste", "no"), ("violation", "no"), ("accident", "no")]
}

fn own_check() -> [(&'static str, &'static str); 5] {
    [("self_n1", "yes"), ("self_n2", "yes"), ("self_n3", "yes"), ("self_n4", "no"), ("words_n4", "走访少了")]
}

#[test]
fn s062_x21_hours_of_at_least_1_10_times_the_workers_mean_meet_the_third_item() {
    run(async |app| {
        let (_, _, people, mut secretary, quarter) = workshop(app).await;
        assert!(secretary.get(&quarter).await.says("先登记本季度的支部生活会"));
        let page = secretary.fill(&quarter, "_method=put", &MEETING, "生活会已登记").await;
        // X19: 310 − 54 = 256 others; their mean is of them alone (A10).
        for words in ["160.0", "256 人，党员不在其内", "40 名党员各联系 5 人，14 名各联系 4 人"] {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        assert_eq!(page.texts("#checks tbody th").len(), 54);
        let cases = [("176", "达到", "110.0%"), ("175.9", "未达到", "109.9%"), ("200", "达到", "125.0%")];
        for (member, (worked, verdict, percent)) in people.iter().zip(cases) {
            let check = format!("{quarter}/{member}");
            let shown = secretary.fill(&check, &format!("{check}?_method=put"), &hours(worked), "登记已保存").await;
            let third = shown.texts("#items tbody tr:nth-child(3) .state");
            assert_eq!(third, [verdict], "{worked}: {}", shown.text());
            assert!(shown.says(&format!("为人均的 {percent}，要求不低于 110%")), "{}", shown.text());
            assert!(shown.says("R22") && shown.says("A10"), "{}", shown.text());
        }
        // Waste, a violation or an accident spoil it whatever the hours.
        let check = format!("{quarter}/{}", people[2]);
        for (field, words) in [("waste", "有废品。"), ("violation", "有违章。"), ("accident", "有事故。")] {
            let mut fields = hours("200").to_vec();
            fields.retain(|(name, _)| *name != field);
            fields.push((field, "yes"));
            let shown = secretary.fill(&check, &format!("{check}?_method=put"), &fields, "登记已保存").await;
            assert!(shown.says("未达到") && shown.says(words), "{words}: {}", shown.text());
        }
        // Without an answer there is no verdict.
        let fields = [("hours", "200"), ("waste", "no"), ("violation", "no"), ("accident", "")];
        let shown = secretary.fill(&check, &format!("{check}?_method=put"), &fields, "登记已保存").await;
        assert!(shown.texts("#items tbody tr:nth-child(3) .state").is_empty(), "{}", shown.text());
        // By name, whatever the figures.
        let names = secretary.get(&quarter).await.texts("#checks tbody th");
        assert_eq!(names[..3], ["党员01", "党员02", "党员03"]);
        for (wrong, words) in [("175.95", "最多一位小数"), ("2208.1", "不超过 2208"), ("-1", "最多一位小数")]
        {
            let page = secretary.get(&check).await;
            let refused = secretary.submit(&page, &format!("{check}?_method=put"), &[("hours", wrong)]).await;
            assert_eq!(refused.status, 422, "{wrong}");
            assert!(refused.says(words), "{wrong}: {}", refused.text());
        }
    });
}

#[test]
fn s062_p02_what_one_or_two_representatives_said_is_shown_by_no_number() {
    run(async |app| {
        let (_, _, people, mut secretary, quarter) = workshop(app).await;
        let few = MEETING.map(|(name, value)| (name, if name == "representatives" { "2" } else { value }));
        secretary.fill(&quarter, "_method=put", &few, "生活会已登记").await;
        let check = format!("{quarter}/{}", people[0]);
        let judged = [("judged_n1", "2"), ("judged_n2", "2"), ("judged_n3", "1"), ("judged_n4", "0")];
        let put = format!("{check}?_method=put");
        let shown = secretary.fill(&check, &put, &judged, "登记已保存").await;
        assert!(!shown.says("2/2") && !shown.says("0/2"), "{}", shown.text());
    });
}

#[test]
fn s062_members_check_themselves_and_representatives_judge_by_numbers_alone() {
    run(async |app| {
        let (mut office, branch, people, mut secretary, quarter) = workshop(app).await;
        secretary.fill(&quarter, "_method=put", &MEETING, "生活会已登记").await;
        let mut member = app.visiting_member("member", people[0], branch).await;
        let branches = member.get("/w/rhythm/members?year=2026&quarter=2").await;
        assert_eq!(branches.texts("#branches tbody th"), ["燃机车间党支部"]);
        let own = member.get(&branches.link("第二季度")).await;
        assert_eq!(own.texts("#checks tbody th"), ["党员01"], "nobody else's");
        let check = own.link("党员01");
        assert_eq!(check, format!("{quarter}/{}", people[0]));
        let page = member.get(&check).await;
        assert!(page.find_form(&format!("{check}?_method=put")).is_none(), "hours are the secretary's");
        let refused = member.submit(&page, "self?_method=put", &[("self_n1", "yes")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("请选择一项"), "{}", refused.text());
        let shown = member.tell(&page, "self?_method=put", &own_check(), "自查已提交").await;
        assert!(shown.says("自查：没做到 走访少了"), "{}", shown.text());

        // Numbers only, and never more than were present.
        let put = format!("{check}?_method=put");
        let judged = [("judged_n1", "13"), ("judged_n2", "15"), ("judged_n3", "14"), ("judged_n4", "16")];
        let page = secretary.get(&check).await;
        let refused = secretary.submit(&page, &put, &judged).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("0 到 15 之间") && refused.html().contains("value=\"16\""), "{}", refused.text());
        let judged = [("judged_n1", "13"), ("judged_n2", "15"), ("judged_n3", "14"), ("judged_n4", "9")];
        let shown = secretary.tell(&page, &put, &judged, "登记已保存").await;
        assert!(shown.says("满意 13/15 = 86.7 %") && shown.says("满意 9/15 = 60.0 %"), "{}", shown.text());
        assert!(member.get(&check).await.says("满意 13/15 = 86.7 %"));
        let page = member.get(&check).await;
        let closed = member.submit(&page, "self?_method=put", &own_check()).await;
        assert!(closed.says("群众代表已经评议") || closed.html().contains("群众代表已经评议"), "{}", closed.text());
        // No fewer can have attended than were satisfied.
        let fewer = MEETING.map(|(name, value)| (name, if name == "representatives" { "14" } else { value }));
        let page = secretary.get(&quarter).await;
        let refused = secretary.submit(&page, "_method=put", &fewer).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("已经登记有 15 名代表满意"), "{}", refused.text());

        // Two secretaries see both versions.
        let page = secretary.get(&check).await;
        let stale = secretary.get(&check).await;
        secretary.tell(&page, &put, &hours("176"), "登记已保存").await;
        let both = secretary.submit(&stale, &put, &hours("175.9")).await;
        assert_eq!(both.status, 409);
        assert_eq!(both.texts("#both-versions td")[..2], ["176.0", "175.9"]);

        // The office looks; other members and other branches see nothing.
        let seen = office.get(&check).await;
        assert!(seen.says("满意 13/15") && seen.find_form("_method=put").is_none(), "{}", seen.text());
        let mut second = app.visiting_member("second", people[1], branch).await;
        assert_eq!(second.get(&check).await.status, 404);
        let boilers = found(&mut office, None, ("锅炉公司党委", "committee", "institution")).await;
        let other = found(&mut office, Some(boilers), ("锅炉车间党支部", "branch", "institution")).await;
        let mut neighbour = app.visitor("neighbour", &[(Role::Secretary, Some(other))]).await;
        for path in [&quarter, &check] {
            assert_eq!(neighbour.get(path).await.status, 404, "{path}");
        }
        for path in ["2026/5", "1999/2", "x/y"] {
            assert_eq!(secretary.get(&format!("/w/rhythm/slackening/{branch}/{path}")).await.status, 404, "{path}");
        }
        let english = secretary.clone().speaking("en").get(&quarter).await;
        assert!(english.says("Satisfied 13/15 = 86.7 %") && !english.html().contains('⟦'), "{}", english.text());
    });
}

#[test]
fn s062_a_meeting_has_its_day_in_the_quarter_and_both_numbers_or_none() {
    run(async |app| {
        let (_, _, people, mut secretary, quarter) = workshop(app).await;
        let page = secretary.get(&quarter).await;
        for (field, value, words) in [
            ("held_on", "2026-03-31", "日期应在 2026-04-01 到 2026-07-31 之间"),
            ("held_on", "2026-08-01", "日期应在"),
            ("held_on", "六月", "2010-06-30 这样的形式"),
            ("representatives", "0", "1 到 10000 之间"),
            ("workers", "", "要一起填"),
            ("worker_hours", "", "要一起填"),
            ("worker_hours", "565248.1", "人均超过了"),
            ("worker_hours", "1e3", "最多一位小数"),
        ] {
            let fields = MEETING.map(|(name, usual)| (name, if name == field { value } else { usual }));
            let refused = secretary.submit(&page, "_method=put", &fields).await;
            assert_eq!(refused.status, 422, "{field} {value}");
            assert!(refused.says(words), "{words}: {}", refused.text());
        }
        // Planned for a day to come, nobody has judged yet.
        let planned = [("held_on", "2026-07-15"), ("representatives", "12"), ("workers", ""), ("worker_hours", "")];
        secretary.tell(&page, "_method=put", &planned, "生活会已登记").await;
        let check = format!("{quarter}/{}", people[0]);
        let put = format!("{check}?_method=put");
        let page = secretary.get(&check).await;
        let early = secretary.submit(&page, &put, &[("judged_n1", "12")]).await;
        assert_eq!(early.status, 422);
        assert!(early.says("生活会召开并登记列席人数以后"), "{}", early.text());
        // Hours may be entered; without the workers' there is no verdict.
        let shown = secretary.tell(&page, &put, &hours("176"), "登记已保存").await;
        assert!(shown.texts("#items tbody tr:nth-child(3) .state").is_empty(), "{}", shown.text());
        let page = secretary.get(&quarter).await;
        let stale = secretary.get(&quarter).await;
        secretary.tell(&page, "_method=put", &MEETING, "生活会已登记").await;
        let both = secretary.submit(&stale, "_method=put", &planned).await;
        assert_eq!(both.status, 409);
        assert!(both.says("2026-06-25") && both.html().contains("value=\"2026-07-15\""), "{}", both.text());
        assert!(secretary.get(&check).await.says("达到"));
    });
}

#[test]
fn s062_a_meeting_outside_the_last_month_of_its_quarter_is_noted_and_marked() {
    run(async |app| {
        let (_, branch, people, mut secretary, quarter) = workshop(app).await;
        let told = "生活会应在季末月（2026-06-01 到 2026-06-30）召开，这一天不在其中";
        let mut member = app.visiting_member("member", people[0], branch).await;
        for (day, is_marked) in [
            ("2026-05-31", true),
            ("2026-06-01", false),
            ("2026-04-01", true),
            ("2026-06-30", false),
            ("2026-07-01", true),
        ] {
            let page = secretary.get(&quarter).await;
            let fields = MEETING.map(|(name, usual)| (name, if name == "held_on" { day } else { usual }));
            secretary.tell(&page, "_method=put", &fields, "生活会已登记").await;
            for reader in [&mut secretary, &mut member] {
                let marks = reader.get(&quarter).await.texts("#last-month-missed");
                assert_eq!(marks.iter().filter(|mark| mark.contains(told)).count(), usize::from(is_marked), "{day}");
            }
        }
        let english = secretary.clone().speaking("en").get(&quarter).await;
        assert!(english.says("belongs in the last month of the quarter"), "{}", english.text());
    });
}
