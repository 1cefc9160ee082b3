//! A judge with a slip: code, sheet, receipt.

use ballot_box::Receipt;
use credentials::Code;
use sea_orm::{EntityTrait, PaginatorTrait};
use server::features::appraisals::ballot_round;
use storage::Reads;
use storage::entities::{audit_event, form_post, job, session};
use test_support::{Client, Shown, TestApp};

use crate::round::{self, Size};
use crate::run;

pub const CUSTOMS: Size = Size { objects: 20, items: 13, slips: 30 };
pub const SMALL: Size = Size { objects: 2, items: 3, slips: 8 };

/// Enters a code; the sheet, or the door again.
pub async fn enter(client: &mut Client, typed: &str) -> Shown {
    let door = client.get("/b").await;
    assert!(door.html().contains("<form method=\"post\" action=\"/b\""));
    client.post_raw("/b", &[("code", typed)]).await
}

/// Every item with this grade, as the fields of the sheet.
pub fn graded(size: Size, grade: &str) -> Vec<(String, String)> {
    (0..size.objects)
        .flat_map(|object| (0..size.items).map(move |item| (object, item)))
        .map(|(object, item)| (format!("g{object}-{item}"), grade.to_owned()))
        .collect()
}

/// Posts a form of the page to the path of one of its buttons.
pub async fn press(client: &mut Client, page: &Shown, action: &str, fields: &[(String, String)]) -> Shown {
    let mut form = page.form("/b/sheet");
    action.clone_into(&mut form.action);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.post_form(form, &fields).await
}

pub fn with(fields: &[(String, String)], more: &[(&str, &str)]) -> Vec<(String, String)> {
    let more = more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    fields.iter().cloned().chain(more).collect()
}

/// From the code to the receipt.
pub async fn cast(client: &mut Client, code: &Code, size: Size, grade: &str) -> Shown {
    let sheet = enter(client, &code.to_text()).await;
    assert_eq!(sheet.path, "/b/sheet", "{}", sheet.text());
    let fields = with(&graded(size, grade), &[("go", "check")]);
    let checked = press(client, &sheet, "/b/sheet", &fields).await;
    assert!(checked.says("全部填完"), "{}", checked.text());
    press(client, &checked, "/b/receipt", &[]).await
}

pub fn receipt(shown: &Shown) -> String {
    assert_eq!(shown.status, 200, "{}", shown.text());
    shown.texts("#receipt").concat()
}

#[test]
fn s068_thirty_judges_with_random_slips_measure_twenty_leaders_on_thirteen_items() {
    run(async |app| {
        let made = round::casting(app, CUSTOMS).await;
        let key = app.app.ballots.public_key(ballot_round(made.id)).await;
        let key = key.unwrap();
        let mut receipts = std::collections::BTreeSet::new();
        for (number, code) in made.codes.iter().enumerate() {
            // No time limit on coming in while the round is open: days go by between judges.
            app.app.clock.advance_seconds(20_000);
            let mut judge = app.anonymous();
            let grade = ["0", "1", "2"][number % 3];
            let shown = cast(&mut judge, code, CUSTOMS, grade).await;
            let text = receipt(&shown);
            Receipt::parse(&text).unwrap().verify(&key).unwrap();
            assert!(receipts.insert(text), "every ballot has a receipt of its own");
        }
        let round = ballot_round(made.id);
        app.app.ballots.seal(round).await.unwrap();
        let counts = app.app.ballots.sealed_counts(round).await.unwrap();
        assert_eq!(counts.batches[0].spent, 30);
        let (mut ballots, mut grades) = (0, 0);
        let sheet = ballot_box::SheetId(round::NUMBER);
        let count = |answers: &[credentials::Answer]| {
            ballots += 1;
            grades += answers.len();
        };
        app.app.ballots.for_each_ballot(round, sheet, count).await.unwrap();
        assert_eq!((ballots, grades), (30, 30 * 20 * 13));
        nothing_on_the_named_side(app).await;
    });
}

/// Nothing of the door is in the tables that remember who did what when.
async fn nothing_on_the_named_side(app: &TestApp) {
    let connection = app.app.database.connection();
    let counts = [
        audit_event::Entity::find().count(connection).await,
        form_post::Entity::find().count(connection).await,
        job::Entity::find().count(connection).await,
        session::Entity::find().count(connection).await,
    ];
    assert_eq!(counts.map(Result::unwrap), [0; 4]);
}

#[test]
fn a_ballot_sent_twice_gets_the_same_receipt_and_counts_once() {
    run(async |app| {
        let made = round::casting(app, SMALL).await;
        let mut judge = app.anonymous();
        let sheet = enter(&mut judge, &made.codes[0].to_text()).await;
        let fields = with(&graded(SMALL, "0"), &[("o0", "多下基层"), ("go", "check")]);
        let checked = press(&mut judge, &sheet, "/b/sheet", &fields).await;
        let first = press(&mut judge, &checked, "/b/receipt", &[]).await;
        let again = press(&mut judge, &checked, "/b/receipt", &[]).await;
        assert_eq!(receipt(&first), receipt(&again));
        // Other answers with the same slip are another ballot, and there is only one.
        let other = press(&mut judge, &checked, "/b/receipt", &graded(SMALL, "2")).await;
        assert_eq!(other.status, 422);
        assert!(other.says("已经用过"), "{}", other.text());
        // Nor does the slip open anything on another telephone.
        let used = enter(&mut app.anonymous(), &made.codes[0].to_text()).await;
        assert!(used.says("已经用过"));
        let round = ballot_round(made.id);
        app.app.ballots.seal(round).await.unwrap();
        let counts = app.app.ballots.sealed_counts(round).await.unwrap();
        assert_eq!(counts.ballots[0].1, 1);
        assert_eq!(counts.opinions, 1);
        let opinions = app.app.ballots.opinions(round).await.unwrap();
        assert_eq!(opinions[0].subject, 1);
        assert_eq!(opinions[0].words, "多下基层");
    });
}

#[test]
fn what_is_missing_is_told_by_name_and_nothing_chosen_is_lost() {
    run(async |app| {
        let made = round::casting(app, SMALL).await;
        let mut judge = app.anonymous();
        let sheet = enter(&mut judge, &made.codes[0].to_text()).await;
        let some = [("g0-0", "1"), ("g0-1", "1"), ("g0-2", "2"), ("g1-0", "0")];
        let fields = with(&[], &some);
        let fields = with(&fields, &[("o1", "请多听群众的话"), ("go", "check")]);
        let checked = press(&mut judge, &sheet, "/b/sheet", &fields).await;
        assert!(checked.says("还有2项没有选"), "{}", checked.text());
        assert_eq!(checked.texts(".summary li"), ["领导1 ✓ 已填完", "领导2 缺2项"]);
        let kept = checked.form("/b/sheet").fields;
        for (name, value) in some.iter().chain([&("o1", "请多听群众的话")]) {
            let pair = ((*name).to_owned(), (*value).to_owned());
            assert!(kept.contains(&pair), "{name} is kept");
        }
        // Handing in all the same leads back to the same place.
        let refused = press(&mut judge, &checked, "/b/receipt", &[]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("还有2项没有选"));
        // One grade for all items of one object, chosen by the judge, touches no other.
        let same = press(&mut judge, &refused, "/b/sheet", &with(&[], &[("same", "1.2")])).await;
        // It was being checked, and still is: nobody has to turn the pages to the end again.
        assert!(same.says("全部填完，可以交票"), "{}", same.text());
        let kept = same.form("/b/sheet").fields;
        assert!(kept.contains(&("g1-0".to_owned(), "2".to_owned())));
        assert!(kept.contains(&("g0-0".to_owned(), "1".to_owned())));
        let done = press(&mut judge, &same, "/b/receipt", &[]).await;
        assert_eq!(receipt(&done).len(), receipt(&done).trim().len());
    });
}
