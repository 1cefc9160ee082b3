//! A tablet at a window (S070): its codes are made by the office, a browser is registered with its key, staff press for
//! the next person.

use visits::{Client, Shown};

use super::people::People;
use super::rounds::Round;

/// The digits staff press with.
pub const PIN: &str = "246813";
/// Codes on it.
const CODES: &str = "20";
/// Persons who have judged on it.
const JUDGED: u8 = 6;

/// Makes a tablet for the last window of the round before casting is open; its key.
pub async fn make(office: &mut Client, round: &Round) -> String {
    let page = office.get(&round.at("/batches")).await;
    let Some(form) = page.forms("/tablets?on=").pop() else { panic!("no window for a tablet: {}", page.text()) };
    let made = office.post_form(form, &[("count", CODES), ("pin", PIN)]).await;
    let key = made.texts("#key").concat();
    assert!(!key.is_empty(), "no tablet: {}", made.text());
    key
}

/// Some visitors judge on it, one after the other; how many.
pub async fn judge(people: &People, key: &str) -> u8 {
    let mut tablet = people.anybody();
    let page = tablet.get("/b/tablet").await;
    tablet.tell(&page, "/b/tablet", &[("key", key)], "下一位").await;
    for person in 0..JUDGED {
        let page = tablet.get("/b/tablet").await;
        let sheet = tablet.submit(&page, "/b/tablet/next", &[("pin", PIN)]).await;
        hand_in(&mut tablet, &sheet, if person == 4 { "1" } else { "0" }).await;
    }
    JUDGED
}

async fn hand_in(tablet: &mut Client, sheet: &Shown, grade: &str) {
    let mut form = sheet.form("/b/sheet");
    "/b/receipt".clone_into(&mut form.action);
    let items = sheet.texts("section#o1 legend").len();
    let names: Vec<String> = (0..items).map(|item| format!("g0-{item}")).collect();
    let fields: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), grade)).collect();
    let received = tablet.post_form(form, &fields).await;
    assert!(!received.texts("#receipt").is_empty(), "{}", received.text());
}
