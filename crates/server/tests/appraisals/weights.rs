//! The weights of the four appraisals: declared, never proposed, and frozen with the round (R40).

use server::features::appraisals::model::Frozen;
use storage::RoundId;
use test_support::{Client, Shown};

use crate::{add_panels, choose, draw_up, found, round_path, run};

async fn declare(office: &mut Client, path: &str, fields: &[(&str, &str)]) -> Shown {
    let form = office.get(&format!("{path}/composite")).await;
    office.submit(&form, "_method=put", fields).await
}

const POINTS: [(&str, &str); 3] = [("points-SC1-0", "100"), ("points-SC1-1", "60"), ("points-SC1-2", "0")];

fn weights(each: [&str; 4]) -> Vec<(&str, &str)> {
    let names = ["weight-leader_review", "weight-organisation_assessment", "weight-members", "weight-masses"];
    names.into_iter().zip(each).chain(POINTS).collect()
}

#[test]
fn r40_weights_that_are_not_a_whole_are_refused_and_declared_ones_are_frozen() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let village = found(&mut office, Some(county), ("东河村党支部", "branch", "rural")).await;
        let path = round_path(&draw_up(&mut office, county).await);
        let early = office.get(&format!("{path}/composite")).await;
        assert!(early.says("先选好评议对象"), "{}", early.text());
        choose(&mut office, &path, &[village], "six_aspects").await;
        add_panels(&mut office, &path, "villagers", "12").await;
        assert!(office.get(&path).await.says("没有声明。四评分别列出"));
        let cases: [(Vec<(&str, &str)>, &str); 5] = [
            (weights(["20", "30", "25", "26"]), "四项权重合计是 101%"),
            (weights(["20", "30", "25.55", "24"]), "最多一位小数"),
            (weights(["", "", "", ""]), "四项权重合计是 0%"),
            (
                [
                    &weights(["100", "", "", ""])[..4],
                    &[("points-SC1-0", "100"), ("points-SC1-1", "60"), ("points-SC1-2", "61")],
                ]
                .concat(),
                "“不满意”的分值高于比它好的等次",
            ),
            (
                [
                    &weights(["100", "", "", ""])[..4],
                    &[("points-SC1-0", "120"), ("points-SC1-1", "60"), ("points-SC1-2", "x")],
                ]
                .concat(),
                "0 到 100 的整数分值",
            ),
        ];
        for (fields, message) in cases {
            let refused = declare(&mut office, &path, &fields).await;
            assert_eq!(refused.status, 422, "{message}");
            assert!(refused.texts(".invalid-feedback").concat().contains(message), "{message}: {}", refused.text());
            let kept = refused.form("_method=put").fields;
            assert!(kept.iter().any(|(name, value)| name == "points-SC1-1" && value == "60"), "what was typed stays");
        }
        let saved = declare(&mut office, &path, &weights(["20", "３０", "25.5", "24.5"])).await;
        assert!(saved.says("领导点评 20 % + 党组织考评 30 % + 党员互评 25.5 % + 群众测评 24.5 %"), "{}", saved.text());
        assert!(saved.says("权重第 1 版"), "{}", saved.text());
        assert!(saved.says("满意 100 · 基本满意 60 · 不满意 0"), "{}", saved.text());
        // Declared again it is another version; taken back, nothing is computed.
        declare(&mut office, &path, &weights(["25", "25", "25", "25"])).await;
        assert!(office.get(&path).await.says("权重第 2 版"));
        let again = office.get(&format!("{path}/composite")).await;
        assert!(again.says("权重第 2 版"), "{}", again.text());
        assert!(again.forms("composite?_method=delete").len() == 1, "{}", again.html());
        office.submit(&again, "composite?_method=delete", &[]).await;
        let withdrawn = office.get(&path).await;
        assert!(withdrawn.says("没有声明。四评分别列出") && !withdrawn.says("权重第"), "{}", withdrawn.text());
        // Versions go on after a withdrawal: two declarations of a round are never called alike.
        declare(&mut office, &path, &weights(["25", "25", "25", "25"])).await;
        let page = office.get(&path).await;
        assert!(page.says("权重第 3 版"), "{}", page.text());
        office.submit(&page, "announcement", &[]).await;
        let page = office.get(&format!("{path}/issuing")).await;
        assert!(page.says("权重第 3 版") && page.says("领导点评 25 %"), "{}", page.text());
        let issuing = office.submit(&page, "issuing", &[]).await;
        assert!(issuing.says("各项约定已固定"), "{}", issuing.text());
        let id: RoundId = path.rsplit('/').next().unwrap().parse().unwrap();
        let frozen: Frozen =
            server::features::appraisals::queries::frozen(&app.app.database, id).await.unwrap().unwrap();
        let declared = frozen.composite.unwrap();
        assert_eq!((declared.revision, declared.weights), (3, [250; 4]));
        let late = declare(&mut office, &path, &weights(["100", "", "", ""])).await;
        assert!(late.status == 422 && !office.get(&path).await.says("领导点评 100 %"), "{}", late.text());
    });
}
