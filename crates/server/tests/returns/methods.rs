//! S055: ways of hearing people, each counted in its own unit, from the records page to line 3 of the return.

use axum::http::StatusCode;
use server::roles::Role;
use test_support::for_each_app;

use crate::county::Company;

#[tokio::test]
async fn s055_methods_are_counted_by_their_units_as_the_statistics_form_asks() {
    for_each_app(async |app| {
        let mut company = Company::new(app).await;
        let mine = company.branches[0];
        let mut secretary = app.visitor("mine", &[(Role::Secretary, Some(mine))]).await;
        let mut page = secretary.get(&format!("/w/records/{}/{mine}", company.round)).await;
        // What the company begins with is taken off the list: everything is entered here.
        while page.find_form("/contacts/").is_some() {
            page = secretary.submit(&page, "/contacts/", &[]).await;
        }
        assert!(page.texts("#contacts").is_empty(), "{}", page.text());
        // Of a method that is not in the catalogue nobody knows the unit.
        let unknown = [("method", "院坝会"), ("number", "3"), ("unit", "")];
        let refused = secretary.submit(&page, "/contacts", &unknown).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.texts(".invalid-feedback").concat().contains("请填写"), "{}", refused.text());
        let entered = [
            ("走访调研", "5", "", "走访调研 5 次"),
            ("个别谈话", "8", "", "个别谈话 8 个"),
            ("座谈交流", "2", "", "座谈交流 2 次"),
            ("发放征求意见表", "３０", "", "发放征求意见表 30 张"),
            ("热线电话", "12", "", "热线电话 12 个"),
            ("意见箱", "35", "", "意见箱 35 条"),
            ("问卷调查", "60", "", "问卷调查 60 份"),
            ("院坝会", "3", "场", "院坝会 3 场"),
        ];
        for (method, number, unit, told) in entered {
            // Rows are told apart by the moment they were entered.
            app.app.clock.advance_seconds(1);
            let fields = [
                ("method", method),
                ("number", number),
                ("unit", unit),
                ("contacted_on", "2011-12-01"),
                ("persons", "2"),
            ];
            page = secretary.tell(&page, "/contacts", &fields, told).await;
        }
        let rows = page.texts("#contacts tbody tr");
        assert_eq!(rows.len(), entered.len());
        assert!(rows.iter().all(|row| row.contains("2011-12-01")), "{rows:?}");
        // Day and persons are optional; a wrong day is refused by its own name.
        let wrong = [("method", "走访调研"), ("number", "1"), ("contacted_on", "2010.13"), ("persons", "")];
        let refused = secretary.submit(&page, "/contacts", &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let early = [("method", "走访调研"), ("number", "1"), ("contacted_on", "2999-01-01"), ("persons", "")];
        let refused = secretary.submit(&page, "/contacts", &early).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.says("今天以后"), "{}", refused.text());

        company.draw_up().await;
        let (_, filled) = company.secretary(app, 0).await;
        let line = filled.texts("#line-3 .total").concat();
        let people = "走访调研 5次;个别谈话 8个;座谈交流 2次;发放征求意见表 30张";
        assert_eq!(line, format!("{people};热线电话 12个;意见箱 35条;问卷调查 60份;院坝会 3场"));
    })
    .await;
}

#[tokio::test]
async fn s080_an_open_day_is_a_channel_of_its_own_and_counted_on_the_return() {
    for_each_app(async |app| {
        let mut company = Company::new(app).await;
        let school = company.branches[0];
        let mut secretary = app.visitor("school", &[(Role::Secretary, Some(school))]).await;
        let record = format!("/w/records/{}/{school}", company.round);
        // Two open days; how many parents came is counted, who they are is not asked.
        for (number, persons, on) in [("1", "46", "2026-04-20"), ("1", "38", "2026-06-12")] {
            app.app.clock.advance_seconds(1);
            let fields = [("method", "教学开放日"), ("number", number), ("contacted_on", on), ("persons", persons)];
            let page = secretary.fill(&record, "/contacts", &fields, "教学开放日 1 次").await;
            assert!(page.texts("#contacts tbody tr").iter().any(|row| row.contains(on) && row.contains(persons)));
        }
        let page = secretary.get(&record).await;
        let asked: Vec<String> = page.form("/contacts").fields.into_iter().map(|(name, _)| name).collect();
        assert!(!asked.iter().any(|name| name.contains("name")), "nobody is named: {asked:?}");
        company.draw_up().await;
        let (_, filled) = company.secretary(app, 0).await;
        let line = filled.texts("#line-3 .total").concat();
        assert!(line.contains("教学开放日 2次"), "{line}");
    })
    .await;
}

#[tokio::test]
async fn s055_s067_opened_boxes_and_what_line_3_says_of_them_are_compared_on_the_records_page() {
    for_each_app(async |app| {
        let company = Company::new(app).await;
        let mine = company.branches[0];
        let mut secretary = app.visitor("mine", &[(Role::Secretary, Some(mine))]).await;
        let record = format!("/w/records/{}/{mine}", company.round);
        let opened = [
            ("place", "井口"),
            ("opened_on", "2011-12-20"),
            ("first_opener", "张三"),
            ("second_opener", "李四"),
            ("opinions", "35"),
            ("aspects", "作风 20\n待遇 15"),
        ];
        assert!(!secretary.get(&record).await.says("请核对"));
        // Opening a box enters nothing on line 3 by itself: that it differs is said.
        let page = secretary.fill(&record, "/boxes", &opened, "开箱已登记").await;
        let told = page.texts("#boxes-differ").concat();
        assert!(told.contains("开箱记录共 35 条") && told.contains("意见箱登记了 0 条"), "{told}");
        // Read in English, a method is the same one, in its own unit, on the page and on the return.
        let mut english = secretary.clone().speaking("en");
        let page = english.get(&record).await;
        assert!(page.html().contains("<option value=\"Opinion boxes\">") && !page.html().contains('⟦'));
        let typed = [("method", "Opinion boxes"), ("number", "35"), ("unit", "opinions")];
        let page = english.submit(&page, "/contacts", &typed).await;
        let row = page.texts("#contacts tbody tr").into_iter().find(|row| row.starts_with("Opinion boxes"));
        assert!(row.is_some_and(|row| row.contains("opinions")), "{}", page.text());
        let page = secretary.get(&record).await;
        assert!(page.says("意见箱 35 条") && page.texts("#boxes-differ").is_empty(), "{}", page.text());
    })
    .await;
}

#[tokio::test]
async fn s079_reports_by_the_chief_and_people_sent_by_the_superior_are_lines_4a_and_4b() {
    for_each_app(async |app| {
        let mut company = Company::new(app).await;
        let mine = company.branches[0];
        let mut secretary = app.visitor("mine", &[(Role::Secretary, Some(mine))]).await;
        let meeting = [
            ("held_on", "2011-12-28"),
            ("participants", "7"),
            ("heads_reporting", "1"),
            ("others_reporting", "1"),
            ("sent_by_superior", "2"),
            ("review_same_day", "no"),
        ];
        let page = secretary.get(&format!("/w/records/{}/{mine}", company.round)).await;
        let page = secretary.submit(&page, "/meetings", &meeting).await;
        let row = page.texts("#meetings tbody tr").into_iter().find(|row| row.starts_with("2011-12-28")).unwrap();
        assert!(row.starts_with("2011-12-28 7 1 1 2") || row.starts_with("2011-12-287112"), "{row}");
        company.draw_up().await;
        let (_, filled) = company.secretary(app, 0).await;
        // Three meetings before it, at each of which the chief reported and nobody was sent; who else reported is no line.
        for (code, value) in [("2a", "4"), ("2b", "27"), ("4a", "4"), ("4b", "2")] {
            assert_eq!(filled.texts(&format!("#line-{code} .total")).concat(), value, "line {code}");
        }
    })
    .await;
}
