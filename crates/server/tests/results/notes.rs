//! What organisations record about a round, as rows.

use sea_orm::{ActiveValue::Set, EntityTrait};
use storage::entities::{round_meeting, round_record};
use storage::{AccountId, Reads, RoundMeetingId, RoundRecordId, Scope};
use test_support::TestApp;

use crate::world::Cast;

/// Records a meeting of an organisation.
pub async fn meeting(app: &TestApp, made: &Cast, place: usize, (participants, sent, same_day): (i64, i64, bool)) {
    meetings(app, made, place, &[(participants, sent, same_day)]).await;
}

/// Records meetings of an organisation: participants, sent by the superior, whether a leader's review was the same day.
pub async fn meetings(app: &TestApp, made: &Cast, place: usize, held: &[(i64, i64, bool)]) {
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    for (participants, sent, same_day) in held {
        round_meeting::Entity::insert(round_meeting::ActiveModel {
            id: Set(RoundMeetingId(app.app.clock.next_id())),
            round_id: Set(made.id),
            organisation_id: Set(made.places[place]),
            held_on: Set("2026-06-20".to_owned()),
            participants: Set(*participants),
            heads_reporting: Set(1),
            others_reporting: Set(0),
            sent_by_superior: Set(*sent),
            review_same_day: Set(if *same_day { "yes" } else { "no" }.to_owned()),
            account_id: Set(AccountId(app.app.clock.next_id())),
        })
        .exec_without_returning(transaction.connection())
        .await
        .unwrap();
    }
    transaction.commit().await.unwrap();
}

/// Notes what an organisation writes in its summary, or why it was not appraised.
pub async fn note(app: &TestApp, made: &Cast, place: usize, (problems, reason): (Option<&str>, Option<&str>)) {
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    round_record::Entity::insert(round_record::ActiveModel {
        id: Set(RoundRecordId(app.app.clock.next_id())),
        round_id: Set(made.id),
        organisation_id: Set(made.places[place]),
        practical_things: Set(None),
        not_appraised_reason: Set(reason.map(str::to_owned)),
        published_where: Set(None),
        published_on: Set(None),
        published_proof: Set(None),
        problems: Set(problems.map(str::to_owned)),
        next_steps: Set(None),
        version: Set(1),
    })
    .exec_without_returning(transaction.connection())
    .await
    .unwrap();
    transaction.commit().await.unwrap();
}
