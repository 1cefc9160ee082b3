//! Exemption and attendance due (S077), with the numbers of its case: 398 members, 87 exempt, 308 came.

use server::roles::Role;

use test_support::run;

use crate::support::{COUNTY, import, organisation, workbook};

/// 398 members of the branch of 东河村.
fn roll() -> Vec<u8> {
    let names: Vec<String> = (1..=398).map(|number| format!("党员{number:03}")).collect();
    let mut rows: Vec<Vec<&str>> = vec![vec!["姓名", "所在党支部", "党员类别"]];
    rows.extend(names.iter().map(|name| vec![name.as_str(), "柳林镇东河村党支部", "正式党员"]));
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    workbook("花名册", &rows)
}

#[test]
fn s077_exempt_members_are_not_due_and_the_rate_is_of_those_due() {
    run(async |app| {
        let mut office = app.office().await;
        import(&mut office, "organisations", &workbook("党组织", COUNTY)).await;
        import(&mut office, "members", &roll()).await;
        let branch = organisation(&mut office, "柳林镇东河村党支部").await;
        let role = (Role::Secretary, Some(branch));
        let mut secretary = app.visitor("secretary", &[role]).await;
        let mut exempted = 0;
        for page in 1..=2 {
            let list = secretary.get(&format!("/w/people?page={page}")).await;
            assert!(list.says("共 398 人"), "{}", list.text());
            for path in list.links().into_iter().filter(|path| is_member(path)) {
                if exempted == 87 {
                    break;
                }
                let kind = if exempted < 60 { "aged" } else { "illness" };
                let member = secretary.get(&path).await;
                let fields = [("kind", kind), ("from", "2026-01-01"), ("to", "")];
                let member = secretary.submit(&member, "exemptions", &fields).await;
                assert!(member.says("豁免已登记"), "{}", member.text());
                exempted += 1;
            }
        }
        assert_eq!(exempted, 87);
        let due = secretary.get("/w/people/due?day=2026-07-01&attended=308").await;
        assert!(due.says("398 − 87 = 311"), "{}", due.text());
        assert!(due.says("308/311 = 99.0%"), "{}", due.text());
        assert!(!due.says("77.4"), "a rate of all members is never shown");
        let before = secretary.get("/w/people/due?day=2025-12-31&attended=308").await;
        assert!(before.says("398 − 0 = 398"), "{}", before.text());
        let many = secretary.get("/w/people/due?attended=312").await;
        assert_eq!(many.status, 422);
        assert!(many.says("多于应参加的 311 人"), "{}", many.text());
    });
}

fn is_member(path: &str) -> bool {
    path.strip_prefix("/w/people/").is_some_and(|rest| rest.len() == 32)
}

#[test]
fn an_exemption_has_a_coarse_kind_ends_on_a_day_and_is_the_secretarys_to_confirm() {
    run(async |app| {
        let mut office = app.office().await;
        import(&mut office, "organisations", &workbook("党组织", COUNTY)).await;
        import(&mut office, "members", &roll()).await;
        let branch = organisation(&mut office, "柳林镇东河村党支部").await;
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        let list = secretary.get("/w/people?search=党员007").await;
        let path = list.link("党员007");
        let page = office.get(&path).await;
        assert!(page.find_form("exemptions").is_none(), "the office looks on");
        let page = secretary.get(&path).await;
        let wrong = [("kind", "糖尿病"), ("from", "2026-02-30"), ("to", "")];
        let refused = secretary.submit(&page, "exemptions", &wrong).await;
        assert_eq!(refused.status, 422);
        let backwards = [("kind", "aged"), ("from", "2026-05-01"), ("to", "2026-04-30")];
        let refused = secretary.submit(&page, "exemptions", &backwards).await;
        assert!(refused.says("截止日期早于起始日期"), "{}", refused.text());
        let right = [("kind", "illness"), ("from", "2026-05-01"), ("to", "")];
        let page = secretary.submit(&refused, "exemptions", &right).await;
        assert!(page.says("仍在豁免"), "{}", page.text());
        let ended = secretary.submit(&page, "exemptions/", &[("last_day", "2026-06-30")]).await;
        assert!(ended.says("豁免已结束") && !ended.says("仍在豁免 secretary"));
        let due = secretary.get("/w/people/due?day=2026-06-30").await;
        assert!(due.says("398 − 1 = 397"), "{}", due.text());
        let due = secretary.get("/w/people/due?day=2026-07-01").await;
        assert!(due.says("398 − 0 = 398"), "{}", due.text());
    });
}
