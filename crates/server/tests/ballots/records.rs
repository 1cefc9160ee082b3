//! What an organisation notes about a round.

use server::features::records::queries::totals;
use server::roles::Role;
use test_support::{Client, Shown, TestApp};

use crate::casting::SMALL;
use crate::round::{self, Round};
use crate::run;

async fn secretary(app: &TestApp) -> (Round, Client, Shown) {
    let made = round::announced(app, SMALL).await;
    let roles = [(Role::Secretary, Some(made.organisation))];
    let mut secretary = app.visitor("secretary", &roles).await;
    let list = secretary.get("/w/records").await;
    let record = secretary.get(&list.link("网上匿名测评")).await;
    (made, secretary, record)
}

#[test]
fn s048_meetings_contacts_and_practical_things_of_a_round_are_recorded_and_add_up() {
    run(async |app| {
        let (made, mut secretary, page) = secretary(app).await;
        let path = format!("/w/records/{}/{}", made.id, made.organisation);
        for (day, people) in [("2026-06-20", "36"), ("2026-06-10", "35")] {
            let fresh = secretary.get(&page.path).await;
            let meeting = [
                ("held_on", day),
                ("participants", people),
                ("heads_reporting", "1"),
                ("sent_by_superior", "2"),
                ("review_same_day", "no"),
            ];
            // Posted twice, it counts once.
            for _ in 0..2 {
                let mut form = fresh.form("/meetings");
                form.action = format!("{path}/meetings");
                let shown = secretary.post_form(form, &meeting).await;
                assert!(shown.says("会议已记录"), "{}", shown.text());
            }
        }
        let fresh = secretary.get(&page.path).await;
        let contact = [("method", "走访调研"), ("number", "12")];
        let shown = secretary.submit(&fresh, "/contacts", &contact).await;
        assert!(shown.says("走访调研 12 次"), "{}", shown.text());
        let page = secretary.get(&page.path).await;
        let days = page.texts("#meetings td:first-child");
        assert_eq!(days, ["2026-06-10", "2026-06-20"]);
        let fields = [
            ("practical_things", "28"),
            ("published_where", "党务公开栏"),
            ("published_on", "2026-07-01"),
            ("published_proof", "照片 12 号"),
            ("problems", "学习时间不够"),
        ];
        let form = page.form("_method=put");
        let saved = secretary.post_form(form.clone(), &fields).await;
        assert!(saved.says("记录已保存") && saved.html().contains("照片 12 号"), "{}", saved.text());
        let found = totals(&app.app.database, made.id, made.organisation).await;
        let found = found.unwrap();
        assert_eq!((found.meetings, found.participants), (2, 71));
        assert_eq!((found.heads_reporting, found.sent_by_superior), (2, 4));
        let visits = ("走访调研".to_owned(), "次".to_owned());
        assert_eq!(found.contacts[&visits], 12);
        assert_eq!(found.practical_things, Some(28));
        // Somebody who saw the page before it was changed is told.
        let fresh = secretary.get(&page.path).await.form("_method=put");
        let once = fresh.fields.iter().find(|(name, _)| name == "once").unwrap();
        let stale = [("once", once.1.as_str()), ("practical_things", "29")];
        assert_eq!(secretary.post_form(form, &stale).await.status, 409);
        let removed = secretary.submit(&saved, "/meetings/", &[]).await;
        assert!(removed.says("已删除"), "{}", removed.text());
        let found = totals(&app.app.database, made.id, made.organisation).await;
        assert_eq!(found.unwrap().meetings, 1);
    });
}

#[test]
fn what_cannot_be_recorded_is_said_beside_its_field_and_kept() {
    run(async |app| {
        let (_, mut secretary, page) = secretary(app).await;
        let meeting = [("held_on", "10.6.2026"), ("participants", "很多人")];
        let refused = secretary.submit(&page, "/meetings", &meeting).await;
        assert_eq!(refused.status, 422);
        for words in ["日期请写成", "请填写不小于 0 的整数", "请选择一项"] {
            assert!(refused.says(words), "{words}: {}", refused.text());
        }
        assert!(refused.html().contains("很多人"));
        let contact = [("method", "走访12；座谈"), ("number", "0"), ("unit", "次")];
        let refused = secretary.submit(&page, "/contacts", &contact).await;
        assert!(refused.says("一种方式记一行"), "{}", refused.text());
        assert!(refused.says("数量至少为1"));
    });
}

#[test]
fn s048_a_meeting_and_a_publication_of_a_day_to_come_are_not_recorded() {
    run(async |app| {
        let (made, mut secretary, page) = secretary(app).await;
        let meeting = |day| {
            [
                ("held_on", day),
                ("participants", "36"),
                ("heads_reporting", "1"),
                ("sent_by_superior", "0"),
                ("review_same_day", "no"),
            ]
        };
        let refused = secretary.submit(&page, "/meetings", &meeting("2026-07-02")).await;
        assert_eq!(refused.status, 422);
        let told = "日期在今天以后。请事后再登记";
        assert!(refused.says(told) && refused.html().contains("value=\"2026-07-02\""), "{}", refused.text());
        let published = |day| [("published_where", "党务公开栏"), ("published_on", day)];
        let refused = secretary.submit(&page, "_method=put", &published("2026-07-02")).await;
        assert!(refused.status == 422 && refused.says(told), "{}", refused.text());
        let counted = async || totals(&app.app.database, made.id, made.organisation).await.unwrap().meetings;
        assert_eq!(counted().await, 0, "nothing is counted for the return");
        // Today both are.
        let shown = secretary.submit(&page, "/meetings", &meeting("2026-07-01")).await;
        assert!(shown.says("会议已记录"), "{}", shown.text());
        let saved = secretary.submit(&shown, "_method=put", &published("2026-07-01")).await;
        assert!(saved.says("记录已保存"), "{}", saved.text());
        assert_eq!(counted().await, 1);
    });
}

#[test]
fn the_office_looks_and_only_the_secretary_writes() {
    run(async |app| {
        let (_, mut secretary, page) = secretary(app).await;
        let form = page.form("_method=put");
        let mut office = app.office().await;
        let seen = office.get(&page.path).await;
        assert_eq!(seen.status, 200);
        assert!(seen.find_form("_method=put").is_none());
        assert_eq!(office.post_form(form, &[]).await.status, 404);
        let mut auditor = app.visitor("auditor", &[(Role::Auditor, None)]).await;
        assert_eq!(auditor.get(&page.path).await.status, 404);
        let list = page.path.rsplit_once('/').unwrap().0;
        assert!(secretary.get(list).await.says("海关机关党支部"));
    });
}

#[test]
fn two_people_noting_the_same_round_see_both_versions() {
    run(async |app| {
        let (_, mut secretary, page) = secretary(app).await;
        let (mine, theirs) = (secretary.get(&page.path).await, secretary.get(&page.path).await);
        let saved = secretary.post_form(theirs.form("_method=put"), &[("problems", "学习时间不够")]).await;
        assert!(saved.says("记录已保存"), "{}", saved.text());
        let late = secretary.post_form(mine.form("_method=put"), &[("problems", "联系群众不够")]).await;
        assert_eq!(late.status, 409);
        let rows = late.texts("#both-versions tbody tr");
        assert_eq!(rows, ["存在的问题学习时间不够联系群众不够"], "{}", late.text());
        let saved = secretary.post_form(late.form("_method=put"), &[]).await;
        assert!(saved.says("记录已保存") && saved.says("联系群众不够"), "{}", saved.text());
    });
}
