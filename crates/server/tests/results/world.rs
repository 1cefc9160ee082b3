//! A round that is casting, with its ballots in the box: what the pages of other slices do is not what is tested here.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use ballot_box::{Batch, BatchId, HandIn, Opinion, Outcome, RoundOpening};
use credentials::{Answer, CookieContent, RetryKey, credential_hash};
use sea_orm::{ActiveValue::Set, EntityTrait};
use server::features::appraisals::library::LIBRARY;
use server::features::appraisals::model::{
    Frozen, FrozenOrganisation, Measure, Object, ObjectKind, Panel, Plan, Sheet,
};
use server::features::appraisals::{ballot_round, layout_of};
use server::roles::Role;
use storage::entities::{round_meeting, round_record};
use storage::{
    AccountId, Instant, MeasureId, ObjectId, OrganisationId, PanelId, Reads, RoundId, RoundMeetingId, RoundRecordId,
    Scope, SheetId,
};
use test_support::{Client, TestApp};

use crate::rows::insert;

/// A judge group: where it stands, what it judges, and how it votes.
#[derive(Clone)]
pub struct Judges {
    /// Its organisation, by position.
    pub place: usize,
    /// Organisations judged, by position.
    pub judges: Vec<usize>,
    /// Its category.
    pub category: &'static str,
    /// Members due.
    pub due: Option<u32>,
    /// Slips printed.
    pub issued: usize,
    /// So many ballots that grade every item so.
    pub votes: Vec<(usize, u8)>,
    /// Opinions, one a ballot, about the first organisation judged.
    pub opinions: Vec<&'static str>,
}

impl Judges {
    /// The masses of one organisation, who judge it.
    pub fn masses(place: usize, votes: &[(usize, u8)]) -> Self {
        Self {
            place,
            judges: vec![place],
            category: "masses",
            due: None,
            issued: votes.iter().map(|(count, _)| count).sum(),
            votes: votes.to_vec(),
            opinions: Vec::new(),
        }
    }

    /// The members of one organisation, who judge it.
    pub fn members(place: usize, due: u32, votes: &[(usize, u8)]) -> Self {
        Self { category: "members", due: Some(due), ..Self::masses(place, votes) }
    }

    pub fn saying(self, opinions: &[&'static str]) -> Self {
        Self { opinions: opinions.to_vec(), ..self }
    }
}

/// A tree, its rolls, and who judges what.
pub struct World {
    /// Names with the position of the superior; the first owns the round.
    pub tree: Vec<(&'static str, Option<usize>)>,
    /// Members and exempt per organisation.
    pub rolls: BTreeMap<usize, (u32, u32)>,
    /// The groups.
    pub groups: Vec<Judges>,
    /// When the clock ends casting.
    pub until: Option<Instant>,
}

impl World {
    pub fn of(tree: &[(&'static str, Option<usize>)], groups: Vec<Judges>) -> Self {
        Self { tree: tree.to_vec(), rolls: BTreeMap::new(), groups, until: None }
    }
}

/// A round that is casting.
pub struct Cast {
    pub id: RoundId,
    pub places: Vec<OrganisationId>,
    pub objects: BTreeMap<usize, ObjectId>,
}

impl Cast {
    pub fn path(&self, rest: &str) -> String {
        format!("/w/results/{}{rest}", self.id)
    }

    /// The page of an organisation that was judged.
    pub fn object(&self, place: usize) -> String {
        self.path(&format!("/objects/{}", self.objects[&place]))
    }

    /// Two tally keepers end casting, through pages.
    pub async fn end(&self, app: &TestApp) -> (Client, Client) {
        let root = Some(self.places[0]);
        let mut first = app.visitor("tally-1", &[(Role::TallyKeeper, root)]).await;
        let mut second = app.visitor("tally-2", &[(Role::TallyKeeper, root)]).await;
        for (client, says) in [(&mut first, "已提出"), (&mut second, "票箱已封存")] {
            let page = client.get(&self.path("/ending")).await;
            let shown = client.submit(&page, "ending", &[("sure", "yes")]).await;
            assert!(shown.html().contains(says), "{}", shown.text());
        }
        (first, second)
    }
}

/// Makes the round and casts its ballots.
pub async fn cast(app: &TestApp, world: &World) -> Cast {
    let clock = &app.app.clock;
    let next = || clock.next_id();
    let id = RoundId(next());
    let places: Vec<OrganisationId> = world.tree.iter().map(|_| OrganisationId(next())).collect();
    let measure_id = MeasureId(next());
    let judged: std::collections::BTreeSet<usize> =
        world.groups.iter().flat_map(|group| group.judges.clone()).collect();
    let objects: Vec<(usize, Object)> = judged
        .iter()
        .zip(1..)
        .map(|(place, subject)| {
            let object = Object {
                id: ObjectId(next()),
                subject,
                kind: ObjectKind::Organisation,
                organisation: places[*place],
                member: None,
                name: world.tree[*place].0.to_owned(),
                measure: measure_id,
            };
            (*place, object)
        })
        .collect();
    let by_place: BTreeMap<usize, ObjectId> = objects.iter().map(|(place, object)| (*place, object.id)).collect();
    let mut plan = Plan {
        measures: vec![Measure {
            id: measure_id,
            direction: "masses_to_organisation".to_owned(),
            definition: LIBRARY.definition("six_aspects", None).unwrap(),
        }],
        objects: objects.into_iter().map(|(_, object)| object).collect(),
        ..Plan::default()
    };
    for (group, number) in world.groups.iter().zip(1..) {
        let sheet = SheetId(next());
        plan.sheets.push(Sheet {
            id: sheet,
            position: number,
            title: "群众评议表".to_owned(),
            target: None,
            objects: group.judges.iter().map(|place| by_place[place]).collect(),
        });
        plan.panels.push(Panel {
            id: PanelId(next()),
            number,
            sheet,
            organisation: places[group.place],
            category: group.category.to_owned(),
            planned: u32::try_from(group.issued).unwrap(),
            due: group.due,
            merged_into: None,
        });
    }
    let frozen = Frozen {
        format: 1,
        round: id,
        organisation: places[0],
        organisation_name: world.tree[0].0.to_owned(),
        title: "2012年第一季度群众评议".to_owned(),
        notice_number: Some("县创先办〔2011〕12号".to_owned()),
        period_from: "2026-01-01".to_owned(),
        period_to: "2026-06-30".to_owned(),
        minimum: 5,
        opinion_minimum: 8,
        verdict: None,
        retention_days: 365,
        casting_until: world.until,
        public_key: String::new(),
        tree: world
            .tree
            .iter()
            .enumerate()
            .map(|(position, (name, parent))| {
                let (members, exempt) = world.rolls.get(&position).copied().unwrap_or_default();
                FrozenOrganisation {
                    id: places[position],
                    parent: parent.map(|parent| places[parent]),
                    name: (*name).to_owned(),
                    kind: "branch".to_owned(),
                    sector: None,
                    members,
                    exempt,
                }
            })
            .collect(),
        plan,
    };
    insert(app, world, &frozen, &places).await;
    fill_box(app, world, &frozen).await;
    Cast { id, places, objects: by_place }
}

async fn fill_box(app: &TestApp, world: &World, frozen: &Frozen) {
    let ballots = &app.app.ballots;
    let round = ballot_round(frozen.round);
    let number = |panel: &Panel| ballot_box::SheetId(panel.number);
    let sheets: BTreeMap<_, _> = frozen
        .plan
        .panels
        .iter()
        .map(|panel| {
            let sheet = frozen.plan.sheet(panel.sheet).unwrap();
            (number(panel), layout_of(&frozen.plan, sheet).unwrap())
        })
        .collect();
    let opening = RoundOpening { round, sheets: sheets.clone(), turnout_step: NonZeroU32::new(5).unwrap() };
    ballots.open_round(&opening).await.unwrap();
    let mut codes = Vec::new();
    for (panel, group) in frozen.plan.panels.iter().zip(&world.groups) {
        let drawn = ballots.draw_codes(group.issued).unwrap();
        let hashes: Vec<_> = drawn.iter().map(|code| credential_hash(round, code)).collect();
        let batch = Batch { id: BatchId(panel.number), sheet: number(panel) };
        ballots.issue(round, batch, &hashes).await.unwrap();
        codes.push(drawn);
    }
    ballots.begin_casting(round).await.unwrap();
    let mut hand_ins = Vec::new();
    for ((panel, group), codes) in frozen.plan.panels.iter().zip(&world.groups).zip(codes) {
        let grades = group.votes.iter().flat_map(|(count, grade)| std::iter::repeat_n(*grade, *count));
        let answers = sheets[&number(panel)].answers();
        let mut opinions = group.opinions.iter();
        for (code, grade) in codes.into_iter().zip(grades) {
            let subject = frozen.plan.sheet(panel.sheet).unwrap().objects[0];
            let subject = frozen.plan.object(subject).unwrap().subject;
            hand_ins.push(HandIn {
                round,
                content: CookieContent { code, retry_key: RetryKey::from_random([7; 16]) },
                sheet: number(panel),
                answers: vec![Answer::Grade(grade); answers],
                opinions: opinions
                    .next()
                    .map(|words| Opinion { subject, words: (*words).to_owned() })
                    .into_iter()
                    .collect(),
            });
        }
    }
    // Handed in together, as on a real evening: the committer takes many at once.
    let handed_in = hand_ins.into_iter().map(|hand_in| ballots.cast(hand_in));
    for outcome in futures_util::future::join_all(handed_in).await {
        assert!(matches!(outcome.unwrap(), Outcome::Accepted(_)));
    }
}

/// Records a meeting of an organisation.
pub async fn meeting(app: &TestApp, made: &Cast, place: usize, (participants, sent, same_day): (i64, i64, bool)) {
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    round_meeting::Entity::insert(round_meeting::ActiveModel {
        id: Set(RoundMeetingId(app.app.clock.next_id())),
        round_id: Set(made.id),
        organisation_id: Set(made.places[place]),
        held_on: Set("2026-06-20".to_owned()),
        participants: Set(participants),
        heads_reporting: Set(1),
        sent_by_superior: Set(sent),
        review_same_day: Set(if same_day { "yes" } else { "no" }.to_owned()),
        account_id: Set(AccountId(app.app.clock.next_id())),
    })
    .exec_without_returning(transaction.connection())
    .await
    .unwrap();
    transaction.commit().await.unwrap();
}

/// Notes what an organisation writes in its summary, or why it was not appraised.
pub async fn note(app: &TestApp, made: &Cast, place: usize, (problems, reason): (Option<&str>, Option<&str>)) {
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    round_record::Entity::insert(round_record::ActiveModel {
        id: Set(RoundRecordId(app.app.clock.next_id())),
        round_id: Set(made.id),
        organisation_id: Set(made.places[place]),
        practical_things: Set(None),
        not_appraised_reason: Set(reason.map(str::to_owned)),
        published_where: Set(None),
        published_on: Set(None),
        problems: Set(problems.map(str::to_owned)),
        next_steps: Set(None),
        version: Set(1),
    })
    .exec_without_returning(transaction.connection())
    .await
    .unwrap();
    transaction.commit().await.unwrap();
}
