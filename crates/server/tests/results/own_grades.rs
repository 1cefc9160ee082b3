//! Self versus others (S060): the own grades beside the grades of others, for the judged and their own office.

use sea_orm::{ActiveModelTrait, EntityTrait};
use server::roles::Role;
use storage::entities::self_report;
use storage::{ObjectId, Reads, Scope, SelfReportId};
use test_support::TestApp;

use crate::run;
use crate::world::{Cast, Judges, World, cast};

const TOWN: &[(&str, Option<usize>)] =
    &[("柳林镇党委", None), ("东河村党支部", Some(0)), ("西沟村党支部", Some(0)), ("南山村党支部", Some(0))];

/// What an object handed in before the ballot, as its page leaves it.
pub async fn hand_in(app: &TestApp, made: &Cast, object: ObjectId, grades: &str) {
    let row = self_report::Model {
        id: SelfReportId(app.app.clock.next_id()),
        round_id: made.id,
        object_id: object,
        grades: grades.to_owned(),
        deeds: "修了三公里路。".to_owned(),
        shortcomings: String::new(),
        plan: String::new(),
        submitted_at: Some(app.app.clock.now()),
        account_id: None,
        version: 1,
    };
    let transaction = app.app.database.write(Scope::Round(made.id.0)).await.unwrap();
    let row = self_report::ActiveModel::from(row).reset_all();
    self_report::Entity::insert(row).exec_without_returning(transaction.connection()).await.unwrap();
    transaction.commit().await.unwrap();
}

#[test]
fn s060_own_grades_stand_beside_the_grades_of_others_with_the_gap_and_its_steps() {
    run(async |app| {
        let mut world = World::of(
            TOWN,
            vec![
                Judges::masses(1, &[(30, 0), (8, 1), (2, 2)]),
                Judges::masses(2, &[(2, 0), (1, 1)]),
                Judges::masses(3, &[(3, 0), (1, 1)]),
            ],
        );
        world.members.push((1, "王建国"));
        let made = cast(app, &world).await;
        let grades = r#"{"A1":"satisfied","A2":"basically_satisfied"}"#;
        hand_in(app, &made, made.objects[&1], grades).await;
        hand_in(app, &made, made.objects[&2], grades).await;
        hand_in(app, &made, made.members[0].1, r#"{"K1":"satisfied"}"#).await;
        made.seal(app).await;
        let mut office = app.office().await;
        let form = office.get(&made.path("/publication")).await;
        office.submit(&form, "publication", &[("place", "公开栏"), ("day", "2026-07-01")]).await;
        let own = Some(made.places[1]);
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, own)]).await;
        for client in [&mut office, &mut secretary] {
            let page = client.get(&made.object(1)).await;
            let rows = page.texts("#own-grades tbody tr");
            assert_eq!(rows.len(), 2, "{}", page.text());
            assert!(rows[0].contains("40 份中，与自评相同 30 份，高于自评 0 份，低于自评 10 份"), "{}", rows[0]);
            assert!(rows[1].contains("40 份中，与自评相同 8 份，高于自评 30 份，低于自评 2 份"), "{}", rows[1]);
            let steps = client.get(&page.link("低于自评 10 份")).await;
            assert!(steps.says("评此项的 40 份中，与自评相同 30 份"), "{}", steps.text());
            assert!(steps.says("占比 10/40 = 25.0%"), "{}", steps.text());
            let pdf = client.get(&format!("{}/feedback.pdf", made.object(1))).await;
            assert!(test_support::papers::says(&pdf.bytes, "与自评相同 30 份"), "the sheet");
        }
        // Where others' grades are pooled nothing is compared.
        let small = office.get(&made.object(2)).await;
        assert!(small.texts("#own-grades tbody tr")[0].contains("他评不单独公布，不作比较"), "{}", small.text());
        // The judged sees his own; whoever only sees aggregates sees no own grade, on no page and no paper.
        let mut judged = app.visiting_member("wang", made.members[0].0, made.places[1]).await;
        let page = judged.get(&made.path(&format!("/objects/{}", made.members[0].1))).await;
        assert!(page.texts("#own-grades tbody tr")[0].contains("低于自评 10 份"), "{}", page.text());
        let mut statistician = app.visitor("statistician", &[(Role::Statistician, None)]).await;
        let page = statistician.get(&made.object(1)).await;
        assert_eq!(page.status, 200);
        assert!(page.texts("#own-grades").is_empty() && !page.says("自评"), "{}", page.text());
        assert!(!statistician.get(&page.link("30/40")).await.says("自评"));
        assert_eq!(statistician.get(&format!("{}/feedback.pdf", made.object(1))).await.status, 404);
    });
}
