//! Blind tokens as members take them: what a device reads of the page, draws, has signed, finishes.
#![expect(clippy::expect_used, reason = "a helper of tests stops at the first surprise, with a message")]

use credentials::{RoundId, SheetId};
use data_encoding::BASE64;
use rand::SeedableRng;
use rand::rngs::StdRng;
use storage::{MemberId, OrganisationId};
use tokens::{BlindSignature, Token, TokenPublicKey, TokenRequest};
use visits::{Client, Shown};

use crate::life::{add_panel, choose, draw_up, enter_members};
use crate::{TestApp, found};

/// What stands on the page for the device under a name; empty where nothing does.
#[must_use]
pub fn data(page: &Shown, name: &str) -> String {
    let html = page.html();
    let value = html.split(&format!("data-{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
    value.unwrap_or_default().to_owned()
}

/// A device with a token under way.
pub struct Device {
    key: TokenPublicKey,
    request: TokenRequest,
}

impl Device {
    /// Draws a token for the round, group and key of a page, and blinds it.
    ///
    /// # Panics
    /// Where the page gives no key, or another than was published.
    #[must_use]
    pub fn begin(page: &Shown, seed: u64) -> Self {
        let spki = BASE64.decode(data(page, "key").as_bytes()).expect("a key");
        let key = TokenPublicKey::from_spki(&spki).expect("a key");
        assert_eq!(key.fingerprint().to_string(), data(page, "fingerprint"), "the key that was published");
        let round = RoundId::parse(&data(page, "round")).expect("a round");
        let sheet = SheetId(data(page, "sheet").parse().expect("a group"));
        let request = TokenRequest::begin(&key, round, sheet, &mut StdRng::seed_from_u64(seed)).expect("a key");
        Self { key, request }
    }

    /// What is sent to be signed.
    #[must_use]
    pub fn blinded(&self) -> String {
        BASE64.encode(self.request.blinded_message().as_bytes())
    }

    /// Sends it; the page with the answer.
    pub async fn send(&self, client: &mut Client, page: &Shown) -> Shown {
        client.submit(page, "/own", &[("blinded", &self.blinded())]).await
    }

    /// The token, from a page with the answer.
    ///
    /// # Panics
    /// Where it answers something else.
    #[must_use]
    pub fn finish(&self, page: &Shown) -> Token {
        let answer = BASE64.decode(data(page, "answer").as_bytes()).expect("an answer");
        let answer = BlindSignature::from_bytes(&answer).expect("a signature");
        self.request.finalise(&self.key, &answer).expect("the answer to what was sent")
    }
}

/// A member takes a token on the own page of a round (`/w/tokens/…/own`).
///
/// # Panics
/// Where none is given.
pub async fn take(client: &mut Client, path: &str, seed: u64) -> Token {
    let page = client.get(path).await;
    let device = Device::begin(&page, seed);
    let answered = device.send(client, &page).await;
    assert!(answered.says("已经领取"), "{}", answered.text());
    device.finish(&answered)
}

/// When taking tokens ends in most tests, which begin at 09:00.
pub const ENDS_AT: &str = "2026-07-01T09:20";
/// From the beginning of a test to when that is over, in seconds; nobody is signed out meanwhile.
pub const OVER: i64 = 21 * 60;

/// Whoever stands on the roll.
const NINE: [&str; 9] = ["钱一", "钱二", "钱三", "钱四", "钱五", "钱六", "钱七", "钱八", "钱九"];

/// A round of a town over a branch and its nine members.
pub struct Made {
    /// The branch.
    pub branch: OrganisationId,
    /// Its nine members.
    pub people: Vec<MemberId>,
    /// The path of the round.
    pub round: String,
}

impl Made {
    /// A page of the round's tokens.
    #[must_use]
    pub fn tokens(&self, rest: &str) -> String {
        format!("{}{rest}", self.round.replace("/w/rounds/", "/w/tokens/"))
    }

    /// One of the members, signed in.
    pub async fn member(&self, app: &TestApp, number: usize) -> Client {
        app.visiting_member(&format!("member-{number}"), self.people[number], self.branch).await
    }
}

/// Draws up a round over a branch, judged by its nine members.
pub async fn draw(app: &TestApp, office: &mut Client) -> Made {
    let town = found(office, None, ("柳林镇党委", "committee", "rural")).await;
    let branch = found(office, Some(town), ("东河村党支部", "branch", "rural")).await;
    let people = enter_members(app, branch, &NINE).await;
    let round = draw_up(office, town, "手机上评", &[("casting_until", "2026-07-20T18:00")]).await;
    choose(office, &round, &[branch], ("five_goods", "members_to_organisation")).await;
    add_panel(office, &round, "members", "").await;
    Made { branch, people, round }
}

/// The boxes of the groups, all ticked.
fn groups(page: &Shown) -> Vec<(&'static str, String)> {
    page.choices().into_iter().map(|(_, id)| ("panel", id)).collect()
}

/// Declares that its members take tokens until a moment, as [`ENDS_AT`] is written.
///
/// # Panics
/// Where there is not one group that can.
pub async fn declare(office: &mut Client, made: &Made, ends_at: &str) -> Shown {
    let page = office.get(&made.tokens("")).await;
    let mut fields = groups(&page);
    assert_eq!(fields.len(), 1, "{}", page.text());
    fields.push(("ends_at", ends_at.to_owned()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    office.submit(&page, "_method=put", &fields).await
}

/// Announces the round and begins issuing; the page of slips.
pub async fn begin_issuing(office: &mut Client, made: &Made) -> Shown {
    office.fill(&made.round, "announcement", &[], "轮次已公布").await;
    let issued = office.fill(&format!("{}/issuing", made.round), "issuing", &[], "各项约定已固定").await;
    let mut page = office.get(&format!("{}/casting", made.round)).await;
    while let Some(form) = page.find_form("/excuse") {
        page = office.post_form(form, &[("reason", "因事未到")]).await;
    }
    issued
}
