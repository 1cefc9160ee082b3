//! Who sees which return.

use axum::http::StatusCode;
use server::roles::Role;
use test_support::for_each_app;

use crate::county::Company;

#[tokio::test]
async fn a_secretary_sees_the_own_return_only() {
    for_each_app(async |app| {
        let mut company = Company::new(app).await;
        company.draw_up().await;
        let (mut secretary, own) = company.secretary(app, 0).await;
        let (_, other) = company.secretary(app, 1).await;
        assert_eq!(secretary.get(&own.path).await.status, StatusCode::OK);
        for end in ["", "/edit", "/return.pdf", "/return.xlsx"] {
            let page = secretary.get(&format!("{}{end}", other.path)).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{end}");
        }
        let roll_up = company.roll_up();
        assert_eq!(secretary.get(&roll_up).await.status, StatusCode::NOT_FOUND);
        let review = format!("{}/review", own.path);
        assert_eq!(secretary.get(&review).await.status, StatusCode::NOT_FOUND);
        let mut form = own.form("/filing");
        form.action = format!("{}/filing", other.path);
        let refused = secretary.post_form(form, &[]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn an_office_reads_the_returns_below_and_fills_in_none_of_them() {
    for_each_app(async |app| {
        let mut company = Company::new(app).await;
        company.draw_up().await;
        let (_, own) = company.secretary(app, 0).await;
        let page = company.office.get(&own.path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.find_form("/filing").is_none());
        let edit = format!("{}/edit", own.path);
        assert_eq!(company.office.get(&edit).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn administrators_members_and_strangers_see_no_return() {
    for_each_app(async |app| {
        let mut company = Company::new(app).await;
        company.draw_up().await;
        let (_, own) = company.secretary(app, 0).await;
        let elsewhere = Some(company.branches[1]);
        for (name, role, place) in [
            ("system", Role::SystemAdministrator, None),
            ("security", Role::SecurityAdministrator, None),
            ("auditor", Role::Auditor, None),
            ("member", Role::Member, Some(company.branches[0])),
            ("keeper", Role::TallyKeeper, None),
            ("other-office", Role::CampaignOffice, elsewhere),
        ] {
            let mut visitor = app.visitor(name, &[(role, place)]).await;
            let page = visitor.get(&own.path).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{name}");
        }
        let page = app.anonymous().get(&own.path).await;
        assert_eq!(page.path, "/w/sign-in");
    })
    .await;
}
