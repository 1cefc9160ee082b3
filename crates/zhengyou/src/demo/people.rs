//! Who does something in the county: accounts made on the pages, each begun with its one-time password.

use std::collections::BTreeSet;

use server::App;
use server::features::accounts::first_start;
use visits::{Client, Service};

use super::console::Login;
use super::county::County;
use super::words::COUNTY;
use crate::installation::CommandError;

/// The password of every account of the demonstration.
pub const PASSWORD: &str = "zhengyou-demo";

/// Everybody with a browser of their own.
pub struct People {
    /// The county's campaign office.
    pub office: Client,
    /// Two tally keepers.
    pub keepers: [Client; 2],
    /// Two clerks, who key what stands on paper.
    pub clerks: [Client; 2],
    security: Client,
    service: Service,
    /// Accounts that were begun, by what is typed to sign in.
    begun: BTreeSet<String>,
    /// Accounts to be told on the console.
    pub logins: Vec<Login>,
}

/// The first start, and the county's own accounts.
pub async fn begin(app: &App, service: Service) -> Result<People, CommandError> {
    let Some(first) = first_start(app).await? else { panic!("a new folder has accounts already") };
    let mut people = People {
        office: Client::new(service.clone()),
        keepers: [Client::new(service.clone()), Client::new(service.clone())],
        clerks: [Client::new(service.clone()), Client::new(service.clone())],
        security: Client::new(service.clone()),
        service,
        begun: BTreeSet::new(),
        logins: Vec::new(),
    };
    for account in &first {
        let client = people.begin(&account.name, &account.one_time_password).await;
        let (role, role_in_english) = match account.name.as_str() {
            "office" => ("县活动办", "the county's campaign office"),
            "system" => ("系统管理员", "system administrator"),
            "security" => ("安全管理员", "security administrator"),
            _ => ("审计员", "auditor"),
        };
        people.logins.push(Login { role, role_in_english, name: account.name.clone(), person: COUNTY.to_owned() });
        match account.name.as_str() {
            "office" => people.office = client,
            "security" => people.security = client,
            _ => {}
        }
    }
    for place in 0..2 {
        let (name, person) = (KEEPERS[place], ["县纪委 周敏", "县委组织部 高远"][place]);
        let role = ("计票人", "tally keeper", "tally_keeper");
        people.keepers[place] = people.told(name, person, role, ("", "")).await;
        let (name, person) = (CLERKS[place], ["县活动办 唐静", "县活动办 罗志"][place]);
        people.clerks[place] = people.told(name, person, ("录入员", "clerk", "clerk"), ("", "")).await;
    }
    people.told("statistics", COUNTY, ("统计员", "statistician", "statistician"), ("", "")).await;
    Ok(people)
}

/// The names under which the clients of [`People`] sign in: keepers and clerks by their place.
const KEEPERS: [&str; 2] = ["tally-1", "tally-2"];
const CLERKS: [&str; 2] = ["clerk", "clerk-2"];

impl People {
    /// The office and whoever works with it sign in again: no session outlasts the months between two rounds.
    pub async fn come_back(&mut self) {
        self.office = self.sign_in(self.service.clone(), "office").await;
        self.security = self.sign_in(self.service.clone(), "security").await;
        for place in 0..2 {
            self.keepers[place] = self.sign_in(self.service.clone(), KEEPERS[place]).await;
            self.clerks[place] = self.sign_in(self.service.clone(), CLERKS[place]).await;
        }
    }

    /// An account with a role at an organisation, perhaps a member's; its browser. Whoever has one signs in again.
    pub async fn account(&mut self, name: &str, person: &str, role: &str, at: (&str, &str)) -> Client {
        if self.begun.contains(name) {
            return self.sign_in(self.service.clone(), name).await;
        }
        let (organisation, member) = at;
        let fields = [
            ("sign_in_name", name),
            ("display_name", person),
            ("role", role),
            ("organisation", organisation),
            ("member", member),
        ];
        let page = self.security.get("/w/accounts/new").await;
        let made = self.security.submit(&page, "/w/accounts", &fields).await;
        let password = made.texts("code.one-time-password");
        let password = password.first().unwrap_or_else(|| panic!("no account {name}: {}", made.text()));
        self.begin(name, password).await
    }

    /// The same, told on the console.
    pub async fn told(
        &mut self,
        name: &str,
        person: &str,
        (role, role_in_english, code): (&'static str, &'static str, &str),
        at: (&str, &str),
    ) -> Client {
        let client = self.account(name, person, code, at).await;
        let person = if at.0.is_empty() { person.to_owned() } else { format!("{person}（{}）", at.0) };
        self.logins.push(Login { role, role_in_english, name: name.to_owned(), person });
        client
    }

    /// The secretary of a branch.
    pub async fn secretary(&mut self, county: &County, name: &str, branch: &str) -> Client {
        self.account(name, county.secretary(branch), "secretary", (branch, "")).await
    }

    /// A browser nobody has signed in with.
    pub fn anybody(&self) -> Client {
        Client::new(self.service.clone())
    }

    /// Somebody who signs in at another server of the same installation.
    pub async fn sign_in(&self, service: Service, name: &str) -> Client {
        let mut client = Client::new(service);
        let page = client.get("/w/sign-in").await;
        let home = client.submit(&page, "sign-in", &[("name", name), ("password", PASSWORD)]).await;
        assert!(home.status.is_success(), "{name} could not sign in: {} {}", home.path, home.text());
        client
    }

    async fn begin(&mut self, name: &str, one_time: &str) -> Client {
        self.begun.insert(name.to_owned());
        let mut client = self.anybody();
        let page = client.get("/w/sign-in").await;
        let page = client.submit(&page, "sign-in", &[("name", name), ("password", one_time)]).await;
        let fields = [("current", one_time), ("new", PASSWORD), ("again", PASSWORD)];
        let home = client.submit(&page, "password", &fields).await;
        assert!(home.path.starts_with("/w?"), "{name} could not begin: {} {}", home.path, home.text());
        client
    }
}
