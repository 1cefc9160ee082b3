//! A leading team judged beside its organisation is counted on no line.

use server::features::library::LIBRARY;
use storage::entities::{measure, round_object};
use storage::{MeasureId, ObjectId, Scope};
use test_support::for_each_app;

use crate::county::Company;

#[tokio::test]
async fn a_leading_team_judged_beside_its_branch_is_no_second_organisation() {
    for_each_app(async |app| {
        let mut company = Company::new(app).await;
        let clock = &app.app.clock;
        let transaction = app.app.database.write(Scope::Whole).await.unwrap();
        let definition = LIBRARY.definition("village_team", None).unwrap();
        let measure = measure::Model {
            id: MeasureId(clock.next_id()),
            round_id: company.round,
            position: 2,
            instrument_code: definition.code.clone(),
            instrument_version: 1,
            direction: "masses_to_team".to_owned(),
            definition: serde_json::to_string(&definition).unwrap(),
        };
        let team = round_object::Model {
            id: ObjectId(clock.next_id()),
            round_id: company.round,
            subject: 900,
            kind: "organisation".to_owned(),
            organisation_id: company.branches[0],
            member_id: None,
            name: "某领导班子".to_owned(),
            measure_id: measure.id,
            no_self_report_reason: None,
            reported_as_id: None,
            area_id: None,
            window_id: None,
        };
        test_support::rows::insert(&transaction, measure::ActiveModel::from(measure)).await;
        test_support::rows::insert(&transaction, round_object::ActiveModel::from(team)).await;
        transaction.commit().await.unwrap();
        company.draw_up().await;
        let (_, page) = company.secretary(app, 0).await;
        assert_eq!(page.texts("#line-1a .total").concat(), "1");
    })
    .await;
}
