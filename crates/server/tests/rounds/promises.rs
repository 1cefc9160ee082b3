//! What a judge reads before the first grade: three sentences that hold, out of what this round has settled.

use test_support::slips::enter;
use test_support::{Client, TestApp, found, run};

use crate::life::{add_panel, choose, draw_up, open};

/// What a judge with a slip of the round reads before the first grade.
async fn told(app: &TestApp, language: &'static str, code: &str) -> Vec<String> {
    let sheet = enter(&mut app.anonymous().speaking(language), code).await;
    assert_eq!(sheet.path, "/b/sheet", "{}", sheet.text());
    sheet.texts("#start li")
}

async fn code_of_a_round(office: &mut Client, town: &str, settled: &[(&str, &str)]) -> String {
    let committee = found(office, None, (&format!("{town}党委"), "committee", "rural")).await;
    let organisation = found(office, Some(committee), (&format!("{town}党支部"), "branch", "rural")).await;
    let round = draw_up(office, organisation, &format!("{town}评议"), settled).await;
    choose(office, &round, &[organisation], ("five_goods", "members_to_organisation")).await;
    add_panel(office, &round, "members", "20").await;
    let slips = open(office, &round).await;
    slips[0].codes[0].clone()
}

#[test]
fn before_judging_everybody_reads_what_holds_in_this_round_and_not_in_another() {
    run(async |app| {
        let mut office = app.office().await;
        let settled = [["5", "8", "1095"], ["7", "11", "400"]].map(|[minimum, opinions, days]| {
            [("minimum", minimum), ("opinion_minimum", opinions), ("retention_days", days)]
        });
        for (town, settled) in ["清溪镇", "白石镇"].into_iter().zip(&settled) {
            let code = code_of_a_round(&mut office, town, settled).await;
            let [(_, minimum), (_, opinions), (_, days)] = settled;
            let figures = format!(
                "不满{minimum}份票的结果不单独公布；来自不满{opinions}份票的意见不公开，其余意见由两名计票人先去掉能认出作者的字句。"
            );
            let expected = [
                "凭证是随机领取的，系统只存凭证码的校验值，不知道哪一张给了谁。".to_owned(),
                "票上不记时间、设备、网址和凭证，意见与打分分开存放；结束时全部打乱次序，旧的存放处随即删除。"
                    .to_owned(),
                figures,
            ];
            let read = told(app, "zh-CN", &code).await;
            assert_eq!(read[..3], expected, "the three come first, in this order");
            assert!(read.iter().any(|sentence| sentence.contains(&format!("保存 {days} 天"))), "{read:?}");

            let read = told(app, "en", &code).await;
            assert!(
                read[0].starts_with("Slips are drawn at random") && read[1].starts_with("A ballot carries no time")
            );
            assert!(read[2].contains(&format!("fewer than {minimum} ballots are not published")), "{read:?}");
            assert!(read[2].contains(&format!("out of fewer than {opinions} ballots stay closed")), "{read:?}");
            assert!(read.iter().any(|sentence| sentence.contains(&format!("{days} days"))), "{read:?}");
        }
    });
}
