//! The library in traditional characters: on the pages of the office, on paper and on the ballot, frozen or not.

use std::collections::BTreeSet;

use server::features::appraisals::model::Frozen;
use storage::RoundId;

use crate::not_known::open;
use crate::{add_panels, choose, draw_up, found, round_path, run};

const TRADITIONAL: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates_library/zh-Hant.tsv"));

/// Traditional texts of pages: 系 is simplified in 联系 and traditional in 系統.
const PAGES: [&str; 2] = [
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/zh-Hant/appraisals.ftl")),
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/zh-Hant/ballots.ftl")),
];

/// Characters of the library that no traditional text has.
fn simplified_only() -> BTreeSet<char> {
    let pairs = || TRADITIONAL.lines().map(|line| line.split_once('\t').unwrap());
    let texts = pairs().map(|(_, traditional)| traditional).chain(PAGES);
    let traditional: BTreeSet<char> = texts.flat_map(str::chars).collect();
    pairs().flat_map(|(simplified, _)| simplified.chars()).filter(|letter| !traditional.contains(letter)).collect()
}

/// The simplified characters in what is shown, besides what the office typed.
fn left_over(shown: &str, typed: &[&str]) -> String {
    let shown = typed.iter().fold(shown.to_owned(), |text, typed| text.replace(typed, ""));
    let simplified = simplified_only();
    shown.chars().filter(|letter| simplified.contains(letter)).collect()
}

#[test]
fn a_traditional_page_paper_and_ballot_show_the_library_in_traditional_characters() {
    assert!(simplified_only().len() > 100);
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林", "committee", "rural")).await;
        let village = found(&mut office, Some(town), ("柳林村", "branch", "rural")).await;
        let path = round_path(&draw_up(&mut office, town).await);
        let typed = ["2026 年上半年群众评议", "创先争优办〔2026〕3 号"];
        choose(&mut office, &path, &[village], "six_aspects").await;
        add_panels(&mut office, &path, "villagers", "8").await;
        let simplified = office.get(&format!("{path}/panels")).await;
        assert!(!left_over(&simplified.text(), &typed).is_empty(), "the detector finds what is to be found");

        office.get("/language/zh-Hant?back=/w").await;
        let panels = office.get(&format!("{path}/panels")).await;
        let preview = panels.links().into_iter().find(|link| link.ends_with("/preview")).unwrap();
        let paper = office.get(&preview).await.links().into_iter().find(|link| link.ends_with(".pdf")).unwrap();
        let organisation = format!("/w/organisations/{village}");
        for page in [panels.path.clone(), format!("{path}/objects/organisations"), preview, organisation] {
            let shown = office.get(&page).await;
            assert_eq!(left_over(&shown.text(), &typed), "", "{page}: {}", shown.text());
        }
        let panels = panels.text();
        assert!(panels.contains("村民、村民代表") && panels.contains("創業致富"), "{panels}");
        let pdf = office.get(&paper).await;
        let words = pdf_extract::extract_text_from_mem(&pdf.bytes).unwrap();
        let words: String = words.chars().filter(|letter| !letter.is_whitespace()).collect();
        let close: Vec<String> = typed.iter().map(|typed| typed.replace(' ', "")).collect();
        let close: Vec<&str> = close.iter().map(String::as_str).collect();
        assert_eq!(left_over(&words, &close), "", "{words}");
        assert!(words.contains("總體評價"), "{words}");

        // Frozen is what stands in the library; the ballot of a frozen round is shown in traditional characters too.
        office.get("/language/zh-Hans?back=/w").await;
        let codes = open(app, &mut office, &path).await;
        let id: RoundId = path.rsplit('/').next().unwrap().parse().unwrap();
        let round = server::features::appraisals::queries::round(&app.app.database, id).await.unwrap().unwrap();
        let text = round.frozen.unwrap();
        assert_eq!(round.opening_hash.unwrap(), Frozen::hash_of(&text));
        assert!(text.contains("总体评价") && !text.contains("總體評價") && !text.contains("zh-Hant"), "{text}");
        let mut judge = app.anonymous();
        judge.get("/language/zh-Hant?back=/b").await;
        let sheet = judge.post_raw("/b", &[("code", &codes[0].to_text())]).await;
        assert!(sheet.says("總體評價") && sheet.says("創業致富"), "{}", sheet.text());
        assert_eq!(left_over(&sheet.text(), &typed), "", "{}", sheet.text());
    });
}
