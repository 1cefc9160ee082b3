//! A round that is casting, with its ballots in the box: what the pages of other slices do is not what is tested here.

use std::collections::BTreeMap;

use credentials::{Answer, Receipt};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use server::features::appraisals::library::LIBRARY;
use server::features::appraisals::model::{
    Composite, Definition, Frozen, FrozenOrganisation, Measure, Object, ObjectKind, Panel, Plan, Sheet, VerdictRule,
};
use server::roles::Role;
use storage::entities::round;
use storage::{Instant, MeasureId, MemberId, ObjectId, OrganisationId, PanelId, Reads, RoundId, Scope, SheetId};
use test_support::{Client, TestApp};

use crate::filling::{fill_box, open_box};
use crate::rows;
use crate::tokens::{self, Tokens};

/// Whom a judge group has on its sheet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum OnSheet {
    /// Organisations and their members who are judged.
    Both,
    /// Organisations alone.
    Organisations,
    /// Members alone.
    Members,
}

/// A judge group: where it stands, what it judges, and how it votes.
#[derive(Clone)]
pub struct Judges {
    /// Its organisation, by position.
    pub place: usize,
    /// Organisations judged, by position.
    pub judges: Vec<usize>,
    /// Whom of them it has on its sheet.
    pub on_sheet: OnSheet,
    /// Its category.
    pub category: &'static str,
    /// Members due.
    pub due: Option<u32>,
    /// Slips printed.
    pub issued: usize,
    /// So many ballots that grade every item so.
    pub votes: Vec<(usize, u8)>,
    /// So many ballots more that grade each organisation judged so on every item; nothing is 不了解.
    pub sheets: Vec<(usize, Vec<Option<u8>>)>,
    /// Opinions, one a ballot, about the first organisation judged.
    pub opinions: Vec<&'static str>,
    /// The group it was merged into before issuing, by position: it gets no slips of its own.
    pub merged_into: Option<usize>,
    /// The blind tokens its members took.
    pub tokens: Option<Tokens>,
}

impl Judges {
    /// The masses of one organisation, who judge it.
    pub fn masses(place: usize, votes: &[(usize, u8)]) -> Self {
        Self {
            place,
            judges: vec![place],
            on_sheet: OnSheet::Both,
            category: "masses",
            due: None,
            issued: votes.iter().map(|(count, _)| count).sum(),
            votes: votes.to_vec(),
            sheets: Vec::new(),
            opinions: Vec::new(),
            merged_into: None,
            tokens: None,
        }
    }

    /// The members of one organisation, who judge it.
    pub fn members(place: usize, due: u32, votes: &[(usize, u8)]) -> Self {
        Self { category: "members", due: Some(due), ..Self::masses(place, votes) }
    }

    /// The masses of the first organisation, who judge these and may answer 不了解.
    pub fn on_one_sheet(judges: Vec<usize>, sheets: &[(usize, Vec<Option<u8>>)]) -> Self {
        let issued = sheets.iter().map(|(count, _)| count).sum();
        Self { judges, issued, sheets: sheets.to_vec(), ..Self::masses(0, &[]) }
    }

    /// What each ballot answers on a sheet of so many answers.
    pub fn ballots(&self, answers: usize) -> Vec<Vec<Answer>> {
        let items = answers / self.judges.len();
        let answer = |grade: &Option<u8>| std::iter::repeat_n(grade.map_or(Answer::Unknown, Answer::Grade), items);
        let of_sheet = |(count, grades): &(usize, Vec<Option<u8>>)| {
            vec![grades.iter().flat_map(answer).collect::<Vec<_>>(); *count]
        };
        let alike = self.votes.iter().flat_map(|(count, grade)| vec![vec![Answer::Grade(*grade); answers]; *count]);
        alike.chain(self.sheets.iter().flat_map(of_sheet)).collect()
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
    /// Sectors of organisations, by position.
    pub sectors: BTreeMap<usize, &'static str>,
    /// The groups.
    pub groups: Vec<Judges>,
    /// When the clock ends casting.
    pub until: Option<Instant>,
    /// Members judged beside their organisation, by its position.
    pub members: Vec<(usize, &'static str)>,
    /// Whether everything is held by name too.
    pub is_named: bool,
    /// What organisations are judged by, and members: six aspects and five looks.
    pub lists: [Definition; 2],
    /// The verdict rule of the return.
    pub verdict: Option<VerdictRule>,
    /// The declared weights of the four appraisals.
    pub composite: Option<Composite>,
    /// The limits of the round's quality.
    pub quality: BTreeMap<String, u32>,
    /// How many staff there are in all.
    pub staff: Option<u32>,
}

impl World {
    pub fn of(tree: &[(&'static str, Option<usize>)], groups: Vec<Judges>) -> Self {
        let tree = tree.to_vec();
        Self {
            tree,
            rolls: BTreeMap::new(),
            sectors: BTreeMap::new(),
            groups,
            until: None,
            members: Vec::new(),
            is_named: false,
            lists: ["six_aspects", "five_looks"].map(|code| LIBRARY.definition(code, None).unwrap()),
            verdict: None,
            composite: None,
            quality: BTreeMap::new(),
            staff: None,
        }
    }
}

/// A round that is casting.
pub struct Cast {
    pub id: RoundId,
    pub places: Vec<OrganisationId>,
    pub objects: BTreeMap<usize, ObjectId>,
    /// The judge groups, in the order of the world.
    pub panels: Vec<PanelId>,
    /// The members judged, in the order of the world.
    pub members: Vec<(MemberId, ObjectId)>,
    /// What those who handed in keep.
    pub receipts: Vec<Receipt>,
}

impl Cast {
    pub fn path(&self, rest: &str) -> String {
        format!("/w/results/{}{rest}", self.id)
    }

    /// The page of an organisation that was judged.
    pub fn object(&self, place: usize) -> String {
        self.path(&format!("/objects/{}", self.objects[&place]))
    }

    /// The clock ends casting, and the round is sealed: the quick way, where ending is not what is tested.
    pub async fn seal(&self, app: &TestApp) {
        let transaction = app.app.database.write(Scope::Whole).await.unwrap();
        let row = round::ActiveModel {
            id: Set(self.id),
            casting_until: Set(Some(app.app.clock.now())),
            ..Default::default()
        };
        row.update(transaction.connection()).await.unwrap();
        transaction.commit().await.unwrap();
        server::features::results::resume(&app.app).await.unwrap();
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
                reported_as: None,
                area: None,
                window: None,
            };
            (*place, object)
        })
        .collect();
    let by_place: BTreeMap<usize, ObjectId> = objects.iter().map(|(place, object)| (*place, object.id)).collect();
    let mut plan = Plan {
        measures: vec![Measure {
            id: measure_id,
            direction: "masses_to_organisation".to_owned(),
            definition: world.lists[0].clone(),
        }],
        objects: objects.into_iter().map(|(_, object)| object).collect(),
        ..Plan::default()
    };
    let members = add_members(app, world, &places, &mut plan);
    for (group, number) in world.groups.iter().zip(1..) {
        let sheet = SheetId(next());
        plan.sheets.push(Sheet {
            id: sheet,
            position: number,
            title: "群众评议表".to_owned(),
            target: None,
            objects: on_sheet(world, group, &by_place, &members),
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
            area: None,
            window: None,
            is_listed: false,
        });
    }
    let ids: Vec<PanelId> = plan.panels.iter().map(|panel| panel.id).collect();
    for (panel, group) in plan.panels.iter_mut().zip(&world.groups) {
        panel.merged_into = group.merged_into.map(|into| ids[into]);
    }
    let mut frozen = Frozen {
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
        verdict: world.verdict.clone(),
        composite: world.composite.clone(),
        quality: world.quality.clone(),
        follows: None,
        staff: world.staff,
        named: plan.measures.iter().filter(|_| world.is_named).map(|measure| measure.id).collect(),
        tokens: None,
        head: None,
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
                    sector: world.sectors.get(&position).map(|sector| (*sector).to_owned()),
                    members,
                    exempt,
                }
            })
            .collect(),
        plan,
    };
    frozen.public_key = open_box(app, world, &frozen).await;
    frozen.tokens = tokens::declared(app, &frozen).await;
    rows::draw_up(app, world, &frozen, &places).await;
    let receipts = fill_box(app, world, &frozen).await;
    Cast { id, places, objects: by_place, panels: ids, members, receipts }
}

/// The members judged, as objects with a measure of their own.
fn add_members(app: &TestApp, world: &World, places: &[OrganisationId], plan: &mut Plan) -> Vec<(MemberId, ObjectId)> {
    let next = || app.app.clock.next_id();
    let measure = MeasureId(next());
    if !world.members.is_empty() {
        plan.measures.push(Measure {
            id: measure,
            direction: "masses_to_member".to_owned(),
            definition: world.lists[1].clone(),
        });
    }
    let mut made = Vec::new();
    for (place, name) in &world.members {
        let (member, object) = (MemberId(next()), ObjectId(next()));
        plan.objects.push(Object {
            id: object,
            subject: u32::try_from(plan.objects.len() + 1).unwrap(),
            kind: ObjectKind::Member,
            organisation: places[*place],
            member: Some(member),
            name: (*name).to_owned(),
            measure,
            reported_as: None,
            area: None,
            window: None,
        });
        made.push((member, object));
    }
    made
}

/// Each organisation a group judges, then its members who are judged.
fn on_sheet(
    world: &World,
    group: &Judges,
    by_place: &BTreeMap<usize, ObjectId>,
    members: &[(MemberId, ObjectId)],
) -> Vec<ObjectId> {
    let mut objects = Vec::new();
    for judged in &group.judges {
        if group.on_sheet != OnSheet::Members {
            objects.push(by_place[judged]);
        }
        if group.on_sheet != OnSheet::Organisations {
            let of_place = world.members.iter().zip(members).filter(|((place, _), _)| place == judged);
            objects.extend(of_place.map(|(_, (_, object))| *object));
        }
    }
    objects
}
