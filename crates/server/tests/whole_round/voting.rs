//! The judges: a code, a sheet, a receipt. Then two people count the slips back, each alone, and casting ends.

use std::collections::BTreeSet;

use test_support::slips::{enter, press};
use test_support::{Shown, TestApp};

use crate::count::Count;
use crate::everywhere::vote_in_every_language;
use crate::people::{People, follow, to_do};
use crate::round::Batch;
use crate::{EAST, SCHOOL, WEST, id_in};

/// What two judges of the first branch write about it, and one of each other branch.
pub const OPINIONS: [(&str, &str); 2] =
    [("我是会计老王，账目应当公开。", "账目应当公开。"), ("多到地里来看看。", "多到地里来看看。")];
/// What somebody writes about the school.
pub const OF_SCHOOL: &str = "放学以后校门口太乱。";

/// Every slip that is used is used through the pages; what it said is counted here.
pub async fn cast(app: &TestApp, round: &str, batches: &[Batch]) -> Count {
    let mut count = Count::default();
    let mut receipts = BTreeSet::new();
    for (number, batch) in batches.iter().enumerate() {
        for (ballot, code) in batch.codes.iter().take(batch.votes).enumerate() {
            let mut judge = app.anonymous();
            let sheet = enter(&mut judge, code).await;
            // What was declared and frozen is told to every judge: k, the verdict rule, how long records are kept.
            for words in ["不满5份票的结果不单独公布", "统计单认定：", "有关记录保存"] {
                assert!(sheet.says(words), "{words}: {}", sheet.text());
            }
            let mut fields = grades(&sheet, (number, ballot), &mut count);
            if let Some(words) = opinion(batch, ballot) {
                fields.push(("o0".to_owned(), words.to_owned()));
            }
            fields.push(("go".to_owned(), "check".to_owned()));
            let checked = press(&mut judge, &sheet, "/b/sheet", &fields).await;
            assert!(checked.says("全部填完"), "{}", checked.text());
            if (number, ballot) == (0, 0) {
                vote_in_every_language(&judge, round, &fields).await;
            }
            let received = press(&mut judge, &checked, "/b/receipt", &[]).await;
            assert!(receipts.insert(received.texts("#receipt").concat()), "{}", received.text());
        }
        *count.ballots.entry(batch.name.clone()).or_default() += u64::try_from(batch.votes).unwrap();
    }
    // A slip that was used opens nothing again.
    let used = enter(&mut app.anonymous(), &batches[0].codes[0]).await;
    assert!(used.says("已经用过"), "{}", used.text());
    count
}

/// A grade for every item of every object on the sheet, as the judge of this place gives them.
fn grades(sheet: &Shown, (batch, ballot): (usize, usize), count: &mut Count) -> Vec<(String, String)> {
    assert_eq!(sheet.path, "/b/sheet", "{}", sheet.text());
    let mut fields = Vec::new();
    for (object, name) in sheet.texts("section[id^=\"o\"] h2").iter().enumerate() {
        let items = sheet.texts(&format!("section#o{} legend", object + 1));
        for (item, words) in items.iter().enumerate() {
            let grade = match (batch * 5 + ballot * 7 + object * 3 + item * 2) % 13 {
                0..=8 => 0,
                9..=11 => 1,
                _ => 2,
            };
            fields.push((format!("g{object}-{item}"), grade.to_string()));
            let words = words.split(' ').next().unwrap();
            count.add(name, (item, words), grade);
        }
    }
    fields
}

fn opinion(batch: &Batch, ballot: usize) -> Option<&'static str> {
    let is_of_members = !batch.name.contains("代表");
    match (batch.sheet.as_str(), ballot) {
        (EAST, 0) if is_of_members => Some(OPINIONS[0].0),
        (EAST, 0) => Some(OPINIONS[1].0),
        (SCHOOL, 3) if is_of_members => Some(OF_SCHOOL),
        _ => None,
    }
}

/// Two people count the slips, one of them wrongly at first; two tally keepers end casting.
pub async fn count_back_and_end(people: &mut People, round: &str, batches: &[Batch]) {
    let page = people.office.get(&format!("{round}/batches")).await;
    let counts: Vec<String> = page.links().into_iter().filter(|path| path.ends_with("/count")).collect();
    assert_eq!(counts.len(), batches.len());
    for (path, batch) in counts.iter().zip(batches) {
        let (printed, unused) = (batch.codes.len(), batch.codes.len() - batch.votes);
        let (printed, unused) = (printed.to_string(), unused.to_string());
        let right = [("handed_out", printed.as_str()), ("returned", unused.as_str()), ("missing", "0")];
        people.first_keeper.fill(path, "/count", &right, "等待另一个人清点").await;
        if batch.sheet == WEST {
            let wrong = [("handed_out", printed.as_str()), ("returned", "0"), ("missing", "0")];
            people.second_keeper.fill(path, "/count", &wrong, "与第一个人的数字不一致").await;
        }
        people.second_keeper.fill(path, "/count", &right, "两人数字一致").await;
    }
    let ending = format!("/w/results/{}/ending", id_in(round));
    for (keeper, told) in [(&mut people.first_keeper, "已提出"), (&mut people.second_keeper, "票箱已封存")] {
        // The second finds on the home page what the first asked.
        let page = match told {
            "已提出" => keeper.get(&ending).await,
            _ => follow(keeper, "提出结束").await,
        };
        let shown = keeper.submit(&page, "ending", &[("sure", "yes")]).await;
        assert!(shown.html().contains(told), "{told}: {}", shown.text());
    }
    assert_eq!(to_do(&mut people.statistician).await, Vec::<String>::new());
    let sums = people.office.get(&format!("{round}/reconciliation")).await;
    assert!(!sums.says("不符") && sums.says("相符"), "{}", sums.text());
}
