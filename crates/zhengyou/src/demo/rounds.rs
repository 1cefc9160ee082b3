//! Making a round as an office does: on the product's own pages, from the draft to casting.

use ballot_box::{HandIn, Opinion, Outcome};
use credentials::{Answer, Code, CookieContent, Credential, RetryKey};
use server::App;
use server::features::appraisals::{ballot_round, queries};
use storage::{PanelId, RoundId};
use visits::{Client, Shown};

use super::remembered::Remembered;
use crate::installation::CommandError;

/// What a round declares.
pub struct Draft<'a> {
    /// The organisation that owns it.
    pub owner: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The superior's notice.
    pub notice: &'a str,
    /// Its days.
    pub period: (String, String),
}

/// A round on the pages.
pub struct Round {
    /// `/w/rounds/…`
    pub path: String,
    /// Its identifier.
    pub id: RoundId,
}

/// The slips of one judge group.
pub struct Batch {
    /// The group.
    pub panel: PanelId,
    /// The sheet it answers and who it is, as the page of slips says.
    pub sheet: String,
    /// Its categories.
    pub judges: String,
    /// The codes.
    pub codes: Vec<Code>,
    /// The paper.
    pub paper: Vec<u8>,
}

/// What one ballot says: a grade per object and item, and the opinions.
pub struct Said {
    /// Object by object, item by item.
    pub answers: Vec<Answer>,
    /// Number of the object on the sheet, words.
    pub opinions: Vec<(usize, String)>,
}

/// The identifier at the end of a path.
pub fn id_in(path: &str) -> &str {
    path.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default()
}

/// Grades every item of a form alike but for each so-manieth: names and values.
pub fn grades(html: &str, lower_every: usize) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for rest in html.split("name=\"g-").skip(1) {
        let name = format!("g-{}", rest.split('"').next().unwrap_or_default());
        if !fields.iter().any(|(known, _)| *known == name) {
            let is_lower = fields.len() % lower_every == 1;
            fields.push((name, if is_lower { "basically_satisfied" } else { "satisfied" }.to_owned()));
        }
    }
    fields
}

impl Round {
    /// Draws it up.
    pub async fn draw_up(office: &mut Client, draft: &Draft<'_>) -> Self {
        Self::drawn(office, draft, &[]).await
    }

    /// Draws it up to follow the round below it (S071).
    pub async fn draw_up_above(office: &mut Client, draft: &Draft<'_>, below: &Self) -> Self {
        Self::drawn(office, draft, &[("follows", &below.id.to_string())]).await
    }

    async fn drawn(office: &mut Client, draft: &Draft<'_>, besides: &[(&str, &str)]) -> Self {
        let form = office.get("/w/rounds/new").await;
        let owner = form.choice(draft.owner);
        let mut fields = vec![
            ("organisation", owner.as_str()),
            ("title", draft.title),
            ("notice_number", draft.notice),
            ("period_from", draft.period.0.as_str()),
            ("period_to", draft.period.1.as_str()),
            ("minimum", "5"),
            ("opinion_minimum", "8"),
            ("retention_days", "1095"),
        ];
        fields.extend(besides);
        Self::at_page(&office.tell(&form, "rounds?draw-up", &fields, "轮次已建立").await)
    }

    /// The round whose page this is.
    pub fn at_page(page: &Shown) -> Self {
        let path = page.path.split('?').next().unwrap_or_default().to_owned();
        let Ok(id) = id_in(&path).parse() else { panic!("no round at {path}") };
        Self { path, id }
    }

    /// Puts organisations on it, each in the words of its sector.
    pub async fn judge(&self, office: &mut Client, organisations: &[String], instrument: &str) {
        self.judge_in(office, organisations, (instrument, "")).await;
    }

    /// The same in a direction (S054); nothing is the instrument's usual one.
    pub async fn judge_in(&self, office: &mut Client, organisations: &[String], (instrument, direction): (&str, &str)) {
        let page = office.get(&self.at("/objects/organisations")).await;
        let choices = page.choices();
        let chosen = choices.iter().filter(|(name, _)| organisations.contains(name));
        let mut fields: Vec<(&str, &str)> = chosen.map(|(_, id)| ("chosen", id.as_str())).collect();
        assert_eq!(fields.len(), organisations.len(), "not all to choose: {}", page.text());
        fields.extend([("instrument", instrument), ("direction", direction)]);
        office.tell(&page, "objects?add", &fields, "已加入评议对象").await;
    }

    /// Puts members of one organisation on it, as members or as leaders, in a direction; nothing is the usual one.
    pub async fn judge_members(
        &self,
        office: &mut Client,
        (organisation, members): (&str, &[String]),
        (instrument, direction): (&str, &str),
    ) {
        let page = office.get(&self.at("/objects")).await;
        let page = office.get(&page.link(organisation)).await;
        let chosen: Vec<String> = members.iter().map(|name| page.choice(name)).collect();
        let mut fields: Vec<(&str, &str)> = chosen.iter().map(|id| ("chosen", id.as_str())).collect();
        fields.extend([("instrument", instrument), ("direction", direction)]);
        office.tell(&page, "/objects/members/", &fields, "已加入评议对象").await;
    }

    /// Adds the same judge group to every organisation, or one for the whole round.
    pub async fn ask(&self, office: &mut Client, (category, planned, place): (&str, &str, &str)) {
        let fields = [("category", category), ("planned", planned), ("place", place)];
        office.fill(&self.at("/panels"), "/panels", &fields, "已增加参评人员").await;
    }

    /// Declares when a unit counts as satisfied, and by whose forms.
    pub async fn declare(&self, office: &mut Client, lines: (&str, &str), judges: &[&str], of_members: bool) {
        let mut fields = vec![("satisfied", lines.0), ("basic", lines.1), ("measure_organisation", "five_goods")];
        fields.extend(judges.iter().map(|judges| ("judges_organisation", *judges)));
        if of_members {
            fields.push(("measure_member", "five_looks"));
            fields.extend(judges.iter().map(|judges| ("judges_member", *judges)));
        }
        office.fill(&self.at("/settings"), "_method=put", &fields, "已保存").await;
    }

    /// Lets judges answer 不了解 about whom they have not dealt with.
    pub async fn allow_not_known(&self, office: &mut Client, instrument: &str) {
        let objects = office.get(&self.at("/objects")).await;
        let items = office.get(&objects.link(instrument)).await;
        let action = items.path.replace("/items", "?_method=put");
        office.tell(&items, &action, &[("not_known", "yes")], "已保存是否允许答“不了解”").await;
    }

    /// Declares what is shown of its quality, and within which limits: signs and per cent (K01, P11).
    pub async fn measure_quality(&self, office: &mut Client, limits: &[(&str, &str)]) {
        office.fill(&self.at("/quality"), "_method=put", limits, "评议质量指标已声明").await;
    }

    /// Announces it.
    pub async fn announce(&self, office: &mut Client) {
        office.fill(&self.path, "announcement", &[], "轮次已公布").await;
    }

    /// Hands in the self-reports that somebody may write, at most so many; how many there were.
    pub async fn introduce(&self, client: &mut Client, most: usize, words: &mut dyn FnMut() -> [String; 3]) -> usize {
        let list = client.get(&format!("/w/self-reports/rounds/{}", self.id)).await;
        let is_report = |path: &String| path.starts_with("/w/self-reports/") && !path.contains("/rounds/");
        let reports: Vec<String> = list.links().into_iter().filter(is_report).take(most).collect();
        for report in &reports {
            let page = client.get(report).await;
            let [deeds, shortcomings, plan] = words();
            let mut fields = grades(&page.html(), 4);
            for (name, words) in [("deeds", deeds), ("shortcomings", shortcomings), ("plan", plan)] {
                fields.push((name.to_owned(), words));
            }
            fields.push(("go".to_owned(), "submit".to_owned()));
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            client.tell(&page, "/w/self-reports/", &fields, "自我评价已提交").await;
        }
        reports.len()
    }

    /// Two tally keepers accept that this machine speaks plain http; everything declared is frozen.
    pub async fn issue(&self, office: &mut Client, keepers: &mut [Client; 2]) -> Shown {
        let checks = self.at("/issuing");
        let [first, second] = keepers;
        first.fill(&checks, "plain-http", &[("sure", "yes")], "等待另一名计票人确认").await;
        second.fill(&checks, "plain-http", &[("sure", "yes")], "两名计票人已确认").await;
        office.fill(&checks, "issuing", &[], "各项约定已固定").await
    }

    /// Prints the slips of every group and says that they were printed well.
    pub async fn print(&self, office: &mut Client, drawn: &Remembered) -> Vec<Batch> {
        let mut batches = Vec::new();
        let issued = office.get(&self.at("/batches")).await;
        let sheets = issued.texts("tbody tr td:nth-child(1)").into_iter();
        let judges = issued.texts("tbody tr td:nth-child(2)");
        for ((form, sheet), judges) in issued.forms("batches?panel=").into_iter().zip(sheets).zip(judges) {
            let panel = form.fields.iter().find(|(name, _)| name == "panel").and_then(|(_, id)| id.parse().ok());
            let Some(panel) = panel else { panic!("a group without its number on {}", issued.path) };
            drop(drawn.take());
            let paper = office.post_form(form, &[]).await;
            assert!(paper.bytes.starts_with(b"%PDF"), "no slips: {}", paper.text());
            batches.push(Batch { panel, sheet, judges, codes: drawn.take(), paper: paper.bytes });
        }
        let page = office.get(&self.at("/batches")).await;
        for form in page.forms("_method=put") {
            let shown = office.post_form(form, &[]).await;
            assert!(shown.says("已确认这一批打印无误"), "{}", shown.text());
        }
        batches
    }

    /// Opens casting.
    pub async fn open(&self, office: &mut Client) {
        office.fill(&self.at("/casting"), "casting", &[], "投票已开放").await;
    }

    /// Hands the ballots of one group to the ballot box, all at once as on an evening; how many were taken.
    pub async fn cast(
        &self,
        app: &App,
        batch: &Batch,
        votes: usize,
        say: &mut dyn FnMut(usize, usize) -> Said,
    ) -> Result<u64, CommandError> {
        let codes = batch.codes.iter().take(votes).map(|code| code.clone().into()).collect();
        self.cast_with(app, (batch.panel, codes), say).await
    }

    /// The same with whatever lets the group hand in. Each says something, given its place and how many items there are.
    pub async fn cast_with(
        &self,
        app: &App,
        (panel, credentials): (PanelId, Vec<Credential>),
        say: &mut dyn FnMut(usize, usize) -> Said,
    ) -> Result<u64, CommandError> {
        let frozen = queries::frozen(&app.database, self.id).await?;
        let plan = frozen.map(|frozen| frozen.plan).unwrap_or_default();
        let Some((panel, sheet)) = plan.panel(panel).and_then(|panel| Some((panel, plan.sheet(panel.sheet)?))) else {
            panic!("a group that is not on the round");
        };
        let objects = plan.objects_of(sheet);
        let items = objects.iter().map(|(_, definition)| definition.items.len()).sum();
        let mut hand_ins = Vec::new();
        for (place, credential) in credentials.into_iter().enumerate() {
            let said = say(place, items);
            let opinions = said.opinions.into_iter().filter_map(|(object, words)| {
                let (object, _) = objects.get(object)?;
                Some(Opinion { subject: object.subject, words })
            });
            hand_ins.push(HandIn {
                round: ballot_round(self.id),
                content: CookieContent { credential, retry_key: RetryKey::from_random([0; 16]) },
                sheet: ballot_box::SheetId(panel.number),
                answers: said.answers,
                opinions: opinions.collect(),
            });
        }
        let handed_in = hand_ins.into_iter().map(|hand_in| app.ballots.cast(hand_in));
        let mut taken = 0;
        for outcome in futures_util::future::join_all(handed_in).await {
            match outcome? {
                Outcome::Accepted(_) => taken += 1,
                other => panic!("a ballot was not taken: {other:?}"),
            }
        }
        Ok(taken)
    }

    /// A path below the round's own.
    pub fn at(&self, rest: &str) -> String {
        format!("{}{rest}", self.path)
    }

    /// A path of its results.
    pub fn results(&self, rest: &str) -> String {
        format!("/w/results/{}{rest}", self.id)
    }
}
