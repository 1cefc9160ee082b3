//! Feedback sheets (S084): delivered by publishing, acknowledged once by whoever is judged, counted by the office.

use server::roles::Role;
use test_support::Client;

use crate::run;
use crate::world::{Cast, Judges, World, cast};

const TOWN: &[(&str, Option<usize>)] = &[("柳林镇党委", None), ("东河村党支部", Some(0)), ("西沟村党支部", Some(0))];
const TITLE: &str = "2012年第一季度群众评议";
const DAY: i64 = 24 * 60 * 60;

fn town() -> World {
    let mut world = World::of(TOWN, vec![Judges::masses(1, &[(30, 0), (8, 1)]), Judges::masses(2, &[(20, 0), (4, 1)])]);
    world.members = vec![(1, "王建国"), (2, "李秀英")];
    world
}

fn member_page(made: &Cast, member: usize) -> String {
    made.path(&format!("/objects/{}", made.members[member].1))
}

async fn publish(office: &mut Client, made: &Cast) {
    let form = office.get(&made.path("/publication")).await;
    office.tell(&form, "publication", &[("place", "公开栏"), ("day", "2026-07-01")], "结果已公布").await;
}

/// The feedback sheets that wait on somebody's home page.
async fn waiting(client: &mut Client) -> Vec<String> {
    let mut sentences = client.get("/w").await.texts("ul.waiting a");
    sentences.retain(|sentence| sentence.contains("反馈单"));
    sentences
}

fn of(name: &str) -> String {
    format!("请确认收到“{name}”在“{TITLE}”中的反馈单")
}

#[test]
fn s084_each_judged_acknowledges_the_own_sheet_once_and_the_office_sees_who_has_not() {
    run(async |app| {
        let made = cast(app, &town()).await;
        made.seal(app).await;
        publish(&mut app.office().await, &made).await;
        // They look the day after.
        app.app.clock.advance_seconds(DAY);
        let mut office = app.visitor("office-2", &[(Role::CampaignOffice, None)]).await;
        let mut east = app.visitor("east", &[(Role::Secretary, Some(made.places[1]))]).await;
        let mut wang = app.visiting_member("wang", made.members[0].0, made.places[1]).await;

        let list = office.get(&made.path("")).await.link("反馈单送达情况");
        let page = office.get(&list).await;
        assert!(page.says("共 4 份反馈单，0 份已确认收到"), "{}", page.text());
        assert_eq!(page.texts("tbody th"), ["东河村党支部", "李秀英", "王建国", "西沟村党支部"]);
        let cells = page.texts("tbody tr:nth-child(3) td");
        assert_eq!([&cells[0], &cells[2], &cells[3]], ["东河村党支部", "2026-07-01", "尚未确认"]);

        // The secretary for the organisation, not for its member; the member for himself.
        assert_eq!(waiting(&mut east).await, [of("东河村党支部")]);
        assert_eq!(waiting(&mut wang).await, [of("王建国")]);
        for (client, name, path) in [(&mut east, "east", made.object(1)), (&mut wang, "wang", member_page(&made, 0))] {
            let home = client.get("/w").await;
            let own = client.get(&home.link("请确认收到")).await;
            assert_eq!(own.path, path);
            assert_eq!(client.get(&own.link("反馈单（PDF）")).await.status, 200);
            assert!(own.texts("#acknowledged").is_empty(), "{}", own.text());
            let second = client.get(&path).await;
            let shown = client.tell(&own, "/acknowledgement", &[], "已确认收到反馈单").await;
            let said = format!("{name} 已于 2026-07-02 确认收到反馈单。");
            assert_eq!(shown.texts("#acknowledged"), std::slice::from_ref(&said));
            assert!(shown.find_form("/acknowledgement").is_none(), "once");
            assert_eq!(waiting(client).await, Vec::<String>::new());
            // A page opened before still has its button.
            let refused = client.submit(&second, "/acknowledgement", &[]).await;
            assert!(refused.status == 422 && refused.says("已经有人确认收到"), "{}", refused.text());
            assert_eq!(office.get(&path).await.texts("#acknowledged"), [said], "the office sees it too");
        }

        let page = office.get(&list).await;
        assert!(page.says("共 4 份反馈单，2 份已确认收到"), "{}", page.text());
        assert_eq!(page.texts("tbody tr:first-child td")[3], "2026-07-02 east");
        let missing = office.get(&format!("{list}?missing=yes")).await;
        assert_eq!(missing.texts("tbody th"), ["李秀英", "西沟村党支部"]);
        assert!(missing.says("2 份已确认收到"), "{}", missing.text());
        let found = office.get(&format!("{list}?search=村&sort=-name")).await;
        assert_eq!(found.texts("tbody th"), ["西沟村党支部", "东河村党支部"]);
        assert!(office.get(&format!("{list}?search=无")).await.says("没有找到反馈单"));
        office.get("/language/en?back=/w").await;
        assert!(office.get(&list).await.says("2 of 4 feedback sheets acknowledged"));

        let mut auditor = app.visitor("auditor", &[(Role::Auditor, None)]).await;
        let trail = auditor.get("/w/audit?event=feedback-acknowledged").await.texts("tbody tr");
        assert_eq!(trail.len(), 2, "{trail:?}");
        assert!(trail.concat().contains("确认收到反馈单"), "{trail:?}");
    });
}

#[test]
fn s084_nobody_acknowledges_the_sheet_of_somebody_else() {
    run(async |app| {
        let made = cast(app, &town()).await;
        made.seal(app).await;
        publish(&mut app.office().await, &made).await;
        let mut east = app.visitor("east", &[(Role::Secretary, Some(made.places[1]))]).await;
        let mut west = app.visitor("west", &[(Role::Secretary, Some(made.places[2]))]).await;
        let mut above = app.visitor("above", &[(Role::Secretary, Some(made.places[0]))]).await;
        let mut wang = app.visiting_member("wang", made.members[0].0, made.places[1]).await;
        let acknowledgement = |page: &str| format!("{page}/acknowledgement");

        // Another branch's secretary and another member find nothing there.
        let own = west.get(&made.object(2)).await.form("/acknowledgement");
        for page in [made.object(1), member_page(&made, 0)] {
            assert_eq!(west.get(&page).await.status, 404, "{page}");
            let mut form = own.clone();
            form.action = acknowledgement(&page);
            assert_eq!(west.post_form(form, &[]).await.status, 404, "{page}");
        }
        for paper in [member_page(&made, 1), made.object(1)] {
            assert_eq!(wang.get(&paper).await.status, 404, "a member sees the own sheet only");
            assert_eq!(wang.get(&format!("{paper}/feedback.pdf")).await.status, 404);
        }
        // Whoever sees more than the own sheet is told whose it is to acknowledge.
        let form = east.get(&made.object(1)).await.form("/acknowledgement");
        let page = east.get(&member_page(&made, 0)).await;
        assert!(page.status == 200 && page.find_form("/acknowledgement").is_none(), "{}", page.text());
        let mut others = form.clone();
        others.action = acknowledgement(&member_page(&made, 0));
        let refused = east.post_form(others, &[]).await;
        assert!(refused.status == 422 && refused.says("您不是这份反馈单的接收人"), "{}", refused.text());
        let page = above.get(&made.object(1)).await;
        assert!(page.status == 200 && page.find_form("/acknowledgement").is_none(), "{}", page.text());
        assert_eq!(waiting(&mut above).await, Vec::<String>::new());
        // The secretaries below and the members do not see who has acknowledged.
        for client in [&mut east, &mut above, &mut wang] {
            assert_eq!(client.get(&made.path("/feedback")).await.status, 404);
        }
        let mut office = app.visitor("office-2", &[(Role::CampaignOffice, None)]).await;
        assert!(office.get(&made.path("/feedback")).await.says("共 4 份反馈单，0 份已确认收到"));
        // The form that was refused elsewhere still counts for the own sheet, and twice as once.
        for _ in 0..2 {
            let shown = east.post_form(form.clone(), &[]).await;
            assert!(shown.status == 200 && shown.says("已确认收到反馈单"), "{}", shown.text());
        }
        assert!(office.get(&made.path("/feedback")).await.says("共 4 份反馈单，1 份已确认收到"));
    });
}

#[test]
fn s084_nothing_is_delivered_before_publishing() {
    run(async |app| {
        let made = cast(app, &town()).await;
        made.seal(app).await;
        // Of the office and secretary of the branch: the page is seen, the sheet is not delivered.
        let roles = [(Role::CampaignOffice, None), (Role::Secretary, Some(made.places[1]))];
        let mut both = app.visitor("both", &roles).await;
        let page = both.get(&made.object(1)).await;
        assert!(page.status == 200 && page.find_form("/acknowledgement").is_none(), "{}", page.text());
        assert_eq!(waiting(&mut both).await, Vec::<String>::new());
        let overview = both.get(&made.path("")).await;
        assert!(!overview.links().contains(&made.path("/feedback")), "{}", overview.text());
        let refused = both.get(&made.path("/feedback")).await;
        assert!(refused.status == 422 && refused.says("请先公布结果"), "{}", refused.text());
        let mut form = both.get(&made.path("/publication")).await.form("publication");
        form.action = format!("{}/acknowledgement", made.object(1));
        let refused = both.post_form(form, &[]).await;
        assert!(refused.status == 422 && refused.says("请先公布结果"), "{}", refused.text());
        // The twin: published, the button is there.
        publish(&mut both, &made).await;
        assert!(both.get(&made.object(1)).await.find_form("/acknowledgement").is_some());
        assert_eq!(waiting(&mut both).await, [of("东河村党支部")]);
    });
}
