//! The harness shows what it promises, on a page of its own.

use browser_tests::{Browser, Locator, Visit};

const PAGE: &str = r#"<!doctype html><html lang="zh-Hans"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>群众评议</title>
<style>.wide { width: 800px } @media (max-width: 500px) { .desk { display: none } }</style>
<h1>群众评议</h1><p class="desk">办公室</p><p id="script">没有脚本</p><p id="language"></p>
<label>凭证码 <input name="code"></label>
<script>
  document.getElementById("script").textContent = "有脚本";
  document.getElementById("language").textContent = `${navigator.language} ${new Date().getTimezoneOffset() / 60}`;
</script></html>"#;

struct Page {
    url: String,
    _folder: tempfile::TempDir,
}

fn page(html: &str) -> Page {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.html");
    std::fs::write(&path, html).unwrap();
    Page { url: format!("file://{}", path.display()), _folder: folder }
}

#[tokio::test]
async fn a_desk_and_a_phone_see_the_page_in_their_own_width_and_language() {
    let Some(browser) = Browser::at_hand().unwrap() else {
        return;
    };
    let page = page(PAGE);

    let desk = browser.visit(Visit::AT_THE_DESK).await.unwrap();
    desk.client.goto(&page.url).await.unwrap();
    let text = desk.page_text().await.unwrap();
    assert!(
        text.contains("办公室") && text.contains("有脚本") && text.contains("zh-CN -8"),
        "eight hours before Greenwich: {text}"
    );
    let image = std::fs::read(desk.screenshot("harness-desk").await.unwrap()).unwrap();
    assert_eq!(width_of_png(&image), 1280);
    desk.leave().await.unwrap();

    let phone = browser.visit(Visit::ON_A_PHONE.in_english()).await.unwrap();
    phone.client.goto(&page.url).await.unwrap();
    let text = phone.page_text().await.unwrap();
    assert!(!text.contains("办公室") && text.contains("en"), "{text}");
    let image = std::fs::read(phone.screenshot("harness-phone").await.unwrap()).unwrap();
    assert_eq!(width_of_png(&image), 390 * 2);
    phone.leave().await.unwrap();
}

#[tokio::test]
async fn without_javascript_no_script_runs_and_the_page_can_still_be_used() {
    let Some(browser) = Browser::at_hand().unwrap() else {
        return;
    };
    let page = page(PAGE);
    let visitor = browser.visit(Visit::ON_A_PHONE.without_javascript()).await.unwrap();
    visitor.client.goto(&page.url).await.unwrap();
    let text = visitor.page_text().await.unwrap();
    assert!(text.contains("没有脚本"), "{text}");
    let code = visitor.see(Locator::Css("input[name=code]")).await.unwrap();
    code.send_keys("7K3M").await.unwrap();
    assert_eq!(code.prop("value").await.unwrap().as_deref(), Some("7K3M"));
    visitor.leave().await.unwrap();
}

#[tokio::test]
async fn what_is_too_wide_for_a_phone_and_what_a_screen_reader_hears_are_seen() {
    let Some(browser) = Browser::at_hand().unwrap() else {
        return;
    };
    let (fits, wide) = (page(PAGE), page(&PAGE.replace("<h1>", "<h1 class=wide>")));
    let phone = browser.visit(Visit::ON_A_PHONE).await.unwrap();
    phone.client.goto(&fits.url).await.unwrap();
    assert!(!phone.scrolls_sideways().await.unwrap());
    let heard = phone.accessibility_tree().await.unwrap();
    for (role, name) in [("heading", "群众评议"), ("textbox", "凭证码")] {
        assert!(heard.contains(&(role.into(), name.into())), "{heard:?}");
    }
    phone.client.goto(&wide.url).await.unwrap();
    assert!(phone.scrolls_sideways().await.unwrap());
    phone.leave().await.unwrap();
}

/// The width in a PNG's header, in device pixels.
fn width_of_png(bytes: &[u8]) -> u32 {
    u32::from_be_bytes(bytes[16..20].try_into().unwrap())
}

#[tokio::test]
async fn a_journey_that_fails_leaves_no_window_behind() {
    let Some(browser) = Browser::at_hand().unwrap() else {
        return;
    };
    let visitor = browser.visit(Visit::AT_THE_DESK).await.unwrap();
    let arguments = visitor.client.capabilities().unwrap();
    let profile = arguments["chrome"]["userDataDir"].as_str().unwrap().to_owned();
    assert!(std::path::Path::new(&profile).exists());
    // As unwinding from a failed assertion would.
    drop((visitor, browser));
    assert!(!std::path::Path::new(&profile).exists(), "the browser would keep its profile alive");
    assert!(!commands().any(|command| command.contains(&profile)));
}

/// The command lines of everything that runs on this machine.
fn commands() -> impl Iterator<Item = String> {
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let lines = processes.filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok());
    lines.map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}
