//! Slips as judges and their offices handle them: printed, cut apart, entered, handed in.
#![expect(clippy::expect_used, reason = "a helper of tests stops at the first surprise, with a message")]

use visits::{Client, Form, Shown};

/// The forms that print slips, one for every judge group.
#[must_use]
pub fn print_forms(page: &Shown) -> Vec<Form> {
    let html = page.html();
    let panels = html.split("batches?panel=").skip(1).filter_map(|rest| rest.split('"').next());
    panels.map(|panel| page.form(panel)).collect()
}

/// The codes on the paper, as whoever cuts the slips apart reads them.
///
/// # Panics
/// Where the paper is no PDF.
#[must_use]
pub fn codes_on(paper: &[u8]) -> Vec<String> {
    let text = pdf_extract::extract_text_from_mem(paper).expect("a PDF with a text");
    let text: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let is_code = |piece: &[u8]| {
        let dashes = [4, 9, 14, 19];
        piece.iter().enumerate().all(|(place, byte)| match dashes.contains(&place) {
            true => *byte == b'-',
            false => byte.is_ascii_alphanumeric(),
        })
    };
    let codes = text.as_bytes().windows(21).filter(|piece| is_code(piece));
    codes.filter_map(|piece| String::from_utf8(piece.to_vec()).ok()).collect()
}

/// A judge types a code at the door.
///
/// # Panics
/// Where the door asks for none.
pub async fn enter(judge: &mut Client, code: &str) -> Shown {
    let door = judge.get("/b").await;
    let form = door.forms("/b").into_iter().find(|form| form.fields.iter().any(|(name, _)| name == "code"));
    judge.post_form(form.expect("a field for the code"), &[("code", code)]).await
}

/// A judge presses a button of the sheet that leads to this action.
pub async fn press(judge: &mut Client, page: &Shown, action: &str, fields: &[(String, String)]) -> Shown {
    let mut form = page.form("/b/sheet");
    action.clone_into(&mut form.action);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    judge.post_form(form, &fields).await
}

/// A judge grades every item of the sheet alike and hands it in; the page with the receipt.
///
/// # Panics
/// Where the ballot is not taken.
pub async fn vote(judge: &mut Client, code: &str, grade: usize) -> Shown {
    let sheet = enter(judge, code).await;
    assert_eq!(sheet.path, "/b/sheet", "{}", sheet.text());
    let mut fields = Vec::new();
    for (object, _) in sheet.texts("section[id^=\"o\"] h2").iter().enumerate() {
        let items = sheet.texts(&format!("section#o{} legend", object + 1));
        fields.extend((0..items.len()).map(|item| (format!("g{object}-{item}"), grade.to_string())));
    }
    fields.push(("go".to_owned(), "check".to_owned()));
    let checked = press(judge, &sheet, "/b/sheet", &fields).await;
    let received = press(judge, &checked, "/b/receipt", &[]).await;
    assert!(!received.texts("#receipt").is_empty(), "{}", received.text());
    received
}
