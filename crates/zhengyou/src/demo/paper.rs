//! Paper beside slips (S048): forms the office makes, counted by two, keyed by two clerks, decided by a third, accepted.

use visits::{Client, Shown};

use super::people::People;
use super::rounds::Round;

/// What a sheet is marked when it cannot be read.
const INVALID: &str = "x";

/// A batch of paper forms.
pub struct Forms {
    path: String,
    printed: usize,
}

impl Forms {
    /// The office makes so many of the group whose name contains these words.
    pub async fn make(office: &mut Client, round: &Round, (group, printed): (&str, usize)) -> Self {
        let page = office.get(&paper_of(round)).await;
        let names = page.texts("tbody tr td:nth-child(1)");
        let place = names.iter().position(|name| name.contains(group));
        let place = place.unwrap_or_else(|| panic!("no group {group} among {names:?}"));
        let form = page.forms("?panel=").remove(place);
        let made = office.post_form(form, &[("count", &printed.to_string())]).await;
        assert!(made.says("请下载评议表"), "{}", made.text());
        Self { path: made.path.split('?').next().unwrap_or_default().to_owned(), printed }
    }

    /// Two keepers count alike: so many in the box, all others brought back.
    pub async fn count(&self, people: &mut People, in_box: usize) {
        let (printed, returned) = (self.printed.to_string(), (self.printed - in_box).to_string());
        let in_box = in_box.to_string();
        let fields = [
            ("handed_out", printed.as_str()),
            ("sheets_in_box", in_box.as_str()),
            ("returned", returned.as_str()),
            ("missing", "0"),
        ];
        for (keeper, told) in people.keepers.iter_mut().zip(["等待另一个人清点", "两人数字一致"]) {
            keeper.fill(&format!("{}/count", self.path), "count", &fields, told).await;
        }
    }

    /// Two clerks key it; what they read differently the second keeper decides, and the first accepts.
    pub async fn bring_in(&self, people: &mut People, readings: [&[&str]; 2]) {
        for ((clerk, keying), signs) in people.clerks.iter_mut().zip(["first", "second"]).zip(readings) {
            let page = clerk.get(&self.path).await;
            let mut page = clerk.tell(&page, &format!("keyings/{keying}"), &[], "已由您录入这一遍").await;
            for sign in signs {
                page = key(clerk, &page, sign).await;
            }
            assert!(page.says("已全部录完"), "{}", page.text());
        }
        let [first, second] = &mut people.keepers;
        let mut page = second.get(&self.path).await;
        for link in page.links().into_iter().filter(|link| link.contains("/differences/")) {
            let sheet = second.get(&link).await;
            // Looked at once more: the first clerk had read it well.
            let number = link.rsplit('/').next().and_then(|number| number.parse::<usize>().ok());
            let sign = number.and_then(|number| readings[0].get(number.saturating_sub(1)));
            page = key(second, &sheet, sign.copied().unwrap_or(INVALID)).await;
        }
        assert!(page.find_form("keyings/").is_none(), "{}", page.text());
        first.fill(&self.path, "acceptance", &[], "录入底稿已删除").await;
    }
}

/// Where the paper of a round is.
pub fn paper_of(round: &Round) -> String {
    format!("/w/paper/{}", round.id)
}

/// Keys the sheet of a page: one sign for every item.
async fn key(client: &mut Client, page: &Shown, sign: &str) -> Shown {
    let form = page.form("_method=put");
    let mut fields: Vec<(String, String)> = Vec::new();
    if sign == INVALID {
        fields.push(("invalid".to_owned(), "yes".to_owned()));
    } else {
        let grades = form.fields.iter().filter(|(name, _)| name.starts_with('g'));
        fields.extend(grades.map(|(name, _)| (name.clone(), sign.to_owned())));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.post_form(form, &fields).await
}
