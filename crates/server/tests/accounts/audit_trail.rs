//! The audit trail.

use calamine::{Reader, Xlsx};
use server::audit::Event;
use server::roles::Role;
use texts::Language;

use crate::{make, run, security};

#[test]
fn every_event_has_a_text_in_every_language() {
    run(async |app| {
        for (code, _) in Event::CATALOGUE {
            for language in Language::ALL {
                let key = format!("event-{code}");
                assert!(app.app.texts.has(language, &key), "{key} in {language}");
            }
        }
    });
}

#[test]
fn the_auditor_reads_what_was_done_latest_first_and_narrows_it() {
    run(async |app| {
        let mut security = security(app).await;
        app.app.clock.advance_seconds(60);
        make(&mut security, "watcher", &[("role", "auditor")]).await;
        app.app.clock.advance_seconds(24 * 60 * 60);
        let mut auditor = app.visitor("auditor", &[(Role::Auditor, None)]).await;
        let trail = auditor.get("/w/audit").await;
        let rows = trail.texts("tbody tr");
        assert_eq!(rows.len(), 4, "{}", trail.text());
        assert!(rows[0].starts_with("2026-07-02 09:01:00auditor登录"), "{}", rows[0]);
        assert!(rows[3].starts_with("2026-07-01 09:00:00security登录"), "{}", rows[3]);
        let granted = rows.iter().find(|row| row.contains("添加角色")).unwrap();
        assert!(granted.contains("watcher (watcher) · 审计员"), "{granted}");

        let first_day = auditor.get("/w/audit?to=2026-07-01").await;
        assert_eq!(first_day.texts("tbody tr").len(), 3);
        let second_day = auditor.get("/w/audit?from=2026-07-02&event=signed-in").await;
        assert_eq!(second_day.texts("tbody tr").len(), 1);
        let none = auditor.get("/w/audit?event=round-sealed").await;
        assert!(none.says("没有符合条件的记录"));
        let wrong = auditor.get("/w/audit?from=gestern").await;
        assert_eq!(wrong.status, 422);
        let turned = auditor.get("/w/audit?from=2026-07-02&to=2026-07-01").await;
        assert!(turned.says("截止日期早于起始日期"));
        let english = auditor.clone().speaking("en").get("/w/audit").await;
        assert!(english.says("Role given"), "{}", english.text());
    });
}

#[test]
fn the_trail_is_taken_along_as_a_spreadsheet_which_is_an_event_too() {
    run(async |app| {
        let mut auditor = app.visitor("auditor", &[(Role::Auditor, None)]).await;
        let trail = auditor.get("/w/audit").await;
        app.app.clock.advance_seconds(60);
        let file = auditor.get(&trail.link("导出表格")).await;
        assert_eq!(file.status, 200);
        let mut workbook: Xlsx<_> = Xlsx::new(std::io::Cursor::new(file.bytes)).unwrap();
        let sheet = workbook.worksheet_range("审计日志").unwrap();
        let cells: Vec<String> = sheet.rows().flatten().map(ToString::to_string).collect();
        let expected = ["时间", "操作人", "事项", "说明", "2026-07-01 09:00:00", "auditor", "登录"];
        assert_eq!(&cells[..7], &expected);
        let trail = auditor.get("/w/audit").await;
        assert!(trail.texts("tbody tr")[0].contains("导出表格"), "{}", trail.text());
    });
}

#[test]
fn nobody_but_the_auditor_reads_the_trail() {
    run(async |app| {
        for role in [Role::SecurityAdministrator, Role::SystemAdministrator, Role::CampaignOffice] {
            let mut other = app.visitor(role.code(), &[(role, None)]).await;
            assert_eq!(other.get("/w/audit").await.status, 404);
            assert_eq!(other.get("/w/audit/export.xlsx").await.status, 404);
        }
    });
}
