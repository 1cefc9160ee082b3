//! What is kept in memory of a round, and what is read anew.

use sea_orm::{ActiveValue::Set, EntityTrait};
use storage::entities::self_report;
use storage::{Scope, SelfReportId};

use crate::casting::{SMALL, cast, enter, graded, press, receipt, with};
use crate::round;
use crate::run;

#[test]
fn what_was_frozen_is_read_once_for_all_judges() {
    run(async |app| {
        let made = round::casting(app, SMALL).await;
        receipt(&cast(&mut app.anonymous(), &made.codes[0], SMALL, "0").await);
        // What the database says now would break every page that read it.
        round::overwrite_frozen(app, &made, "损坏").await;
        receipt(&cast(&mut app.anonymous(), &made.codes[1], SMALL, "1").await);
        app.app.clock.advance_seconds(600);
        assert!(app.anonymous().get(&format!("/hall/{}", made.id)).await.says("计划8张"));
    });
}

#[test]
fn a_sheet_reads_the_self_reports_of_its_own_objects_only() {
    run(async |app| {
        let mut made = round::announced(app, SMALL).await;
        // Judged in the same round, not on this sheet.
        let elsewhere = made.plan.sheets[0].objects.pop().unwrap();
        let here = made.plan.sheets[0].objects[0];
        let transaction = app.app.database.write(Scope::Whole).await.unwrap();
        for (object, grades, deeds) in [(here, "{}", "走访了三十户"), (elsewhere, "损坏", "别处")] {
            self_report::Entity::insert(self_report::ActiveModel {
                id: Set(SelfReportId(app.app.clock.next_id())),
                round_id: Set(made.id),
                object_id: Set(object),
                grades: Set(grades.to_owned()),
                deeds: Set(deeds.to_owned()),
                shortcomings: Set(String::new()),
                plan: Set(String::new()),
                submitted_at: Set(Some(app.app.clock.now())),
                account_id: Set(None),
                version: Set(1),
            })
            .exec_without_returning(storage::Reads::connection(&transaction))
            .await
            .unwrap();
        }
        transaction.commit().await.unwrap();
        round::issue(app, &made).await;
        let round = server::features::appraisals::ballot_round(made.id);
        app.app.ballots.begin_casting(round).await.unwrap();
        let sheet = enter(&mut app.anonymous(), &made.codes[0].to_text()).await;
        assert!(sheet.says("走访了三十户"), "{}", sheet.text());
    });
}

#[test]
fn the_receipt_is_a_square_for_cameras_too_and_says_what_it_proves() {
    run(async |app| {
        let made = round::casting(app, SMALL).await;
        let mut judge = app.anonymous();
        let sheet = enter(&mut judge, &made.codes[0].to_text()).await;
        let checked = press(&mut judge, &sheet, "/b/sheet", &with(&graded(SMALL, "0"), &[("go", "check")])).await;
        let done = press(&mut judge, &checked, "/b/receipt", &[]).await;
        let html = done.html();
        // In the page itself, so that it is there when the page is saved or printed; its form is the documents crate's.
        let square = documents::qr::svg(&receipt(&done)).unwrap();
        assert!(html.contains(&square), "{html}");
        assert!(!html.contains("style=") && !html.contains("data:"), "{html}");
        for words in ["回执证明什么", "回执不证明什么", "不能证明您怎样评", "不放心就不要留"]
        {
            assert!(done.says(words), "{words}: {}", done.text());
        }
    });
}
