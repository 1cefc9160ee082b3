//! The way of a spreadsheet through the import pages: brought, checked, answered, written.

use visits::{Client, Shown};

/// Opens the upload form, uploads, and waits for the report as a browser does.
pub async fn check(client: &mut Client, kind: &str, name: &str, bytes: &[u8]) -> Shown {
    let page = client.get("/w/imports").await;
    let mut form = page.form("/w/imports");
    for (field, value) in &mut form.fields {
        if field == "kind" {
            kind.clone_into(value);
        }
    }
    let shown = client.upload(form, "file", name, bytes).await;
    settled(client, shown).await
}

/// Follows the page's own refreshing until nothing runs any more.
///
/// # Panics
/// As [`refreshed`].
pub async fn settled(client: &mut Client, shown: Shown) -> Shown {
    let mut shown = shown;
    while shown.html().contains("http-equiv=\"refresh\"") {
        shown = refreshed(client, &shown).await;
    }
    shown
}

/// What a browser shows once it refreshed the page.
///
/// # Panics
/// Where the page does not refresh itself.
pub async fn refreshed(client: &mut Client, shown: &Shown) -> Shown {
    let html = shown.html();
    let address = html.split("content=\"2;url=").nth(1).and_then(|rest| rest.split('"').next());
    let address = address.expect("an address to refresh from");
    client.get(&address.replace("&amp;", "&").replace("&#38;", "&")).await
}

/// Posts a form of the report and waits for the next report.
///
/// # Panics
/// Where the report has no such form.
pub async fn answer(client: &mut Client, page: &Shown, action: &str, fields: &[(&str, &str)]) -> Shown {
    let shown = client.submit(page, action, fields).await;
    settled(client, shown).await
}

/// Imports a file that has nothing wrong.
///
/// # Panics
/// Where something is wrong with it.
pub async fn import(client: &mut Client, kind: &str, bytes: &[u8]) -> Shown {
    let report = check(client, kind, "表.xlsx", bytes).await;
    assert!(report.find_form("application").is_some(), "{}", report.text());
    let done = answer(client, &report, "application", &[]).await;
    assert!(done.says("导入完成"), "{}", done.text());
    done
}
