//! One judge, one browser, two rounds: a sheet is never taken for one of the other round.

use test_support::slips::{enter, press, vote};
use test_support::{found, run};

use crate::life::{add_panel, choose, draw_up, open, seal};

#[test]
fn a_sheet_handed_in_after_a_code_of_another_round_was_entered_is_refused_and_nothing_is_lost() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let mut rounds = Vec::new();
        for title in ["上半年评议", "下半年评议"] {
            let round = draw_up(&mut office, town, title, &[]).await;
            choose(&mut office, &round, &[town], ("five_goods", "")).await;
            add_panel(&mut office, &round, "villagers", "6").await;
            let slips = open(&mut office, &round).await;
            rounds.push((round, slips));
        }
        let (first, second) = (&rounds[0].1[0].codes, &rounds[1].1[0].codes);
        let mut judge = app.anonymous();
        let sheet = enter(&mut judge, &first[0]).await;
        assert!(sheet.says("上半年评议"));
        // In another window of the same browser.
        assert!(enter(&mut judge, &second[0]).await.says("下半年评议"));
        let items = sheet.texts("section#o1 legend").len();
        let mut fields: Vec<(String, String)> = (0..items).map(|item| (format!("g0-{item}"), "2".to_owned())).collect();
        fields.push(("go".to_owned(), "check".to_owned()));
        for action in ["/b/sheet", "/b/receipt"] {
            let refused = press(&mut judge, &sheet, action, &fields).await;
            assert!(refused.says("这张凭证属于另一次评议"), "{action}: {}", refused.text());
            assert!(refused.texts("#receipt").is_empty());
        }
        // Neither code is spent: both can still be used, each for its own round.
        for (codes, grade) in [(first, 0), (second, 1)] {
            for code in codes {
                vote(&mut app.anonymous(), code, grade).await;
            }
        }
        for ((round, _), rate) in rounds.iter().zip(["6/6 = 100.0 %", "0/6 = 0.0 %"]) {
            let name = round.rsplit('-').next().unwrap().to_owned();
            let results = office.get(&seal(app, round, &name).await).await;
            assert!(results.says(rate), "{rate}: {}", results.text());
        }
    });
}
