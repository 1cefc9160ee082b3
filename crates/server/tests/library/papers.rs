//! On which paper a list is printed: F12, F13, F15.

use server::features::library::embedded::EXAMPLES;
use test_support::papers::text_of;

use crate::{check, choose, copy, draft_of, draw_up, findings, found, instrument, release, run};

#[test]
fn f15_a_list_on_the_satisfaction_form_is_imported_and_printed_under_its_own_heading() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let (_, example) = EXAMPLES[0];
        // The self-evaluation is no paper of ballots, and there is no F19 of them.
        for unknown in ["F14", "F19"] {
            let wrong = example.replacen("form = \"F12\"", &format!("form = \"{unknown}\""), 1);
            let shown = check(&mut office, wrong.as_bytes()).await;
            let line = wrong.lines().position(|line| line.starts_with("form = ")).unwrap() + 1;
            assert_eq!(shown.status, 422);
            let told = findings(&shown);
            assert_eq!(told.len(), 1, "{told:?}");
            assert!(told[0][0] == line.to_string() && told[0][2].contains(unknown), "{told:?}");
            assert!(told[0][3].contains("F12, F13, F15"), "{told:?}");
        }
        // T08: the form of the windows, for the branches of a county.
        let satisfaction = example.replacen("form = \"F12\"", "form = \"F15\"", 1);
        let checked = check(&mut office, satisfaction.as_bytes()).await;
        office.tell(&checked, "/w/library", &[], "已导入为草稿").await;
        let draft = instrument("example_branch", 1);
        let page = office.get(&draft).await;
        assert!(page.says("F15 满意度测评表"), "{}", page.text());
        // The form keeps the paper, and another may be chosen there.
        let edit = format!("{draft}/edit");
        for (paper, says) in
            [(None, "F15 满意度测评表"), (Some(""), "F12 基层党组织群众评议表"), (Some("F15"), "F15 满意度测评表")]
        {
            let fields: Vec<(&str, &str)> = paper.map(|paper| ("paper", paper)).into_iter().collect();
            office.fill(&edit, "_method=put", &fields, "已保存").await;
            let page = office.get(&draft).await;
            assert!(page.says(says), "{paper:?}: {}", page.text());
        }
        release(&mut office, &draft).await;
        let round = draw_up(&mut office, county).await;
        choose(&mut office, &round, &[county], &[("instrument", "example_branch"), ("mapping", "yes")]).await;
        let panels = office.get(&format!("{round}/panels")).await;
        let preview = office.get(&panels.link("预览")).await;
        let paper = office.get(&preview.link("F15")).await;
        let words = text_of(&paper.bytes);
        assert!(words.contains("满意度测评表") && words.contains("服务群众是否到位"), "{words}");
        assert!(!words.contains("基层党组织群众评议表"), "{words}");
        assert!(paper.headers["content-disposition"].to_str().unwrap().contains("F15-1.pdf"));
    });
}

#[test]
fn f15_the_lists_of_windows_and_neighbourhoods_are_satisfaction_forms_and_stay_so_in_copies() {
    run(async |app| {
        let mut office = app.office().await;
        found(&mut office, None, ("柳林县委", "committee", "office")).await;
        for code in ["service_windows", "community_branches", "community_members"] {
            let page = office.get(&instrument(code, 1)).await;
            assert!(page.says("F15 满意度测评表"), "{code}: {}", page.text());
            let draft = draft_of(&copy(&mut office, &instrument(code, 1), "").await);
            let exported = String::from_utf8(office.get(&format!("{draft}/template.toml")).await.bytes).unwrap();
            assert!(exported.contains("form = \"F15\""), "{exported}");
        }
        let page = office.get(&instrument("five_leads", 1)).await;
        assert!(page.says("F13 党员群众评议表"), "{}", page.text());
    });
}
