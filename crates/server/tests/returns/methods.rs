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
        assert_eq!(rows.len(), 5);
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
        assert_eq!(line, "走访调研 5次;个别谈话 8个;座谈交流 2次;发放征求意见表 30张;院坝会 3场");
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
