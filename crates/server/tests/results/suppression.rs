//! What was released of a sealed round gives no hidden count away, and everything shown is read from it alone.

use sea_orm::{ConnectionTrait, EntityTrait};
use server::features::results::compute::{Counted, Judged, Table, release};
use server::features::results::release::{Item, Panel, Place, Release, Standing};
use storage::entities::round_result;
use storage::{MeasureId, ObjectId, OrganisationId, PanelId, Reads, RoundId, Scope, SheetId};
use test_support::{Client, TestApp};
use uuid::Uuid;

use crate::attack::solved;
use crate::notes::{meeting, note};
use crate::run;
use crate::world::{Judges, World, cast};

const TOWN: &[(&str, Option<usize>)] =
    &[("柳林镇党委", None), ("东河村党支部", Some(0)), ("西沟村党支部", Some(0)), ("南山村党支部", Some(0))];

/// What is stored of a sealed round.
async fn stored(app: &TestApp, round: RoundId) -> Release {
    let row = round_result::Entity::find_by_id(round).one(app.app.database.connection()).await.unwrap().unwrap();
    serde_json::from_str(&row.release).unwrap()
}

/// What a careless program would have stored: small cells are hidden, every total is shown.
fn careless(stored: &Release, truth: impl Fn(usize, usize) -> Vec<u64>) -> Release {
    let mut release = stored.clone();
    release.pools.clear();
    let sum = |cells: &[(usize, usize)]| -> Standing {
        let tables = cells.iter().map(|(object, panel)| truth(*object, *panel));
        let sum = tables.reduce(|one, other| one.iter().zip(other).map(|(one, other)| one + other).collect());
        sum.map_or(Standing::Empty, Standing::Shown)
    };
    for (position, object) in release.objects.iter_mut().enumerate() {
        let cells: Vec<(usize, usize)> = object.judged_by.iter().map(|panel| (position, *panel)).collect();
        let of_group = |cell: &(usize, usize)| {
            let is_small = stored.panels[cell.1].valid < stored.minimum;
            if is_small { Standing::Withheld } else { sum(&[*cell]) }
        };
        let item = Item { total: sum(&cells), panels: cells.iter().map(of_group).collect() };
        object.items = vec![item; object.items.len()];
    }
    for total in &mut release.totals {
        let inside = |position: &usize| {
            let object = &stored.objects[*position];
            object.measure == total.measure && stored.lies_within(object.place, total.place)
        };
        let cells: Vec<(usize, usize)> = (0..stored.objects.len())
            .filter(inside)
            .flat_map(|position| stored.objects[position].judged_by.iter().map(move |panel| (position, *panel)))
            .collect();
        total.items = vec![sum(&cells); total.items.len()];
    }
    release
}

/// Worlds with small groups: siblings, complements, merged groups, a deeper tree, people who judge several units.
fn worlds() -> Vec<(&'static str, World)> {
    let votes = |place: usize, votes: &[(usize, u8)]| Judges::masses(place, votes);
    let siblings = vec![votes(1, &[(2, 0), (1, 2)]), votes(2, &[(3, 0), (1, 1)]), votes(3, &[(20, 0), (1, 1), (2, 2)])];
    let complement = vec![votes(1, &[(12, 0), (3, 1)]), votes(2, &[(1, 0), (2, 2)]), votes(3, &[(9, 0), (2, 2)])];
    let merged = vec![
        votes(1, &[(4, 0), (2, 1)]),
        Judges { merged_into: Some(0), category: "supervision_group", ..votes(1, &[]) },
        Judges { category: "staff", ..votes(1, &[(2, 0), (1, 2)]) },
        votes(2, &[(8, 0), (3, 1)]),
    ];
    let tree = &[
        ("县直机关工委", None),
        ("教育局党委", Some(0)),
        ("卫生局党委", Some(0)),
        ("一中党支部", Some(1)),
        ("二中党支部", Some(1)),
        ("县医院党支部", Some(2)),
        ("疾控中心党支部", Some(2)),
    ];
    let deeper = vec![
        votes(3, &[(1, 0), (1, 1)]),
        votes(4, &[(2, 0), (1, 2)]),
        votes(5, &[(7, 0), (1, 1), (1, 2)]),
        votes(6, &[(2, 0), (1, 1)]),
    ];
    let both = vec![
        Judges { judges: vec![1, 2], ..votes(0, &[(2, 0), (1, 1)]) },
        votes(1, &[(5, 0), (2, 2)]),
        votes(2, &[(6, 0), (1, 1)]),
    ];
    vec![
        ("small siblings", World::of(TOWN, siblings)),
        ("a complement", World::of(TOWN, complement)),
        ("merged groups", World::of(TOWN, merged)),
        ("a deeper tree", World::of(tree, deeper)),
        ("people who judge several units", World::of(TOWN, both)),
    ]
}

#[test]
fn no_hidden_count_can_be_solved_for_from_what_is_stored_of_a_sealed_round() {
    run(async |app| {
        for (name, world) in worlds() {
            let made = cast(app, &world).await;
            made.seal(app).await;
            let release = stored(app, made.id).await;
            assert_eq!(solved(&release), Vec::<String>::new(), "{name}");
            // The detector is tested too: it finds what a careless program gives away.
            let open: Vec<&Judges> = world.groups.iter().filter(|group| group.merged_into.is_none()).collect();
            let truth = |_: usize, panel: usize| {
                let mut counts = vec![0; 3];
                for (people, grade) in &open[panel].votes {
                    counts[usize::from(*grade)] += *people as u64;
                }
                counts
            };
            assert!(!solved(&careless(&release, truth)).is_empty(), "{name}: the attack finds nothing to be found");
        }
    });
}

/// Numbers that look random and are the same every time.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    pub fn pick(&mut self, most: usize) -> usize {
        usize::try_from(self.below(most as u64)).unwrap()
    }
}

fn any_round(dice: &mut Dice) -> Counted {
    let places: Vec<Place> = (0..1 + dice.pick(4))
        .map(|place| Place {
            organisation: OrganisationId(Uuid::from_u128(place as u128 + 1)),
            name: format!("第{place}党支部"),
            parent: (place > 0).then(|| dice.pick(place)),
        })
        .collect();
    let objects: Vec<Judged> = (0..1 + dice.pick(3))
        .map(|object| Judged {
            object: ObjectId(Uuid::from_u128(object as u128 + 100)),
            name: format!("第{object}对象"),
            place: dice.pick(places.len()),
            measure: MeasureId(Uuid::from_u128(200)),
        })
        .collect();
    let mut counted = Counted { minimum: 3 + dice.below(3), opinion_minimum: 8, ..Counted::default() };
    for panel in 0..1 + dice.pick(3) {
        let valid = if dice.below(4) == 0 { 6 + dice.below(4) } else { dice.below(5) };
        counted.panels.push(Panel {
            panels: vec![PanelId(Uuid::from_u128(panel as u128 + 300))],
            sheet: SheetId(Uuid::from_u128(panel as u128 + 400)),
            place: dice.pick(places.len()),
            categories: vec!["masses".to_owned()],
            due: None,
            named: 0,
            recovered: valid,
            valid,
            blank: 0,
            invalid: 0,
        });
        for object in 0..objects.len() {
            if dice.below(3) > 0 || object == panel {
                let mut counts = vec![0; 3];
                for _ in 0..valid {
                    counts[dice.pick(3)] += 1;
                }
                counted.tables.push(Table { object, panel, items: vec![counts] });
            }
        }
    }
    counted.opinions = vec![0; objects.len()];
    counted.places = places;
    counted.objects = objects;
    counted
}

#[test]
fn no_hidden_count_can_be_solved_for_in_three_hundred_rounds() {
    let mut given_away = 0;
    for seed in 0..300 {
        let counted = any_round(&mut Dice(seed));
        let (found, _) = release(&counted).unwrap();
        let text = serde_json::to_string(&found).unwrap();
        let found: Release = serde_json::from_str(&text).unwrap();
        assert_eq!(solved(&found), Vec::<String>::new(), "seed {seed}: {counted:?}");
        let truth = |object: usize, panel: usize| {
            let table = counted.tables.iter().find(|table| (table.object, table.panel) == (object, panel));
            table.unwrap().items[0].clone()
        };
        given_away += usize::from(!solved(&careless(&found, truth)).is_empty());
    }
    assert!(given_away > 50, "a careless program gives itself away in {given_away} rounds");
}

/// Everything that shows figures of a round: pages, papers, the spreadsheet.
async fn everything(office: &mut Client, made: &crate::world::Cast) -> Vec<(String, String, Vec<u8>)> {
    let mut paths = vec![made.path(""), made.path("/opinions"), made.path("/publication")];
    for paper in ["/bulletin.pdf", "/summary.pdf", "/figures.xlsx"] {
        paths.push(made.path(paper));
    }
    for organisation in &made.places {
        paths.push(made.path(&format!("/places/{organisation}")));
    }
    for place in made.objects.keys() {
        paths.push(made.object(*place));
        paths.push(format!("{}/feedback.pdf", made.object(*place)));
        paths.push(format!("{}/steps/0", made.object(*place)));
    }
    let mut shown = Vec::new();
    for path in paths {
        let page = office.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        // A page's hidden fields differ each time; its words do not. A paper is the same to the byte.
        let is_page = page.headers["content-type"].to_str().unwrap().starts_with("text/html");
        let (words, bytes) = if is_page { (page.text(), Vec::new()) } else { (String::new(), page.bytes.to_vec()) };
        shown.push((path, words, bytes));
    }
    shown
}

/// The ballots are gone: the folder of their stores, or the schema of their tables.
async fn take_ballots_away(app: &TestApp) {
    app.app.ballots.close().await.unwrap();
    let folder = app.folder.join("ballots");
    if folder.exists() {
        std::fs::remove_dir_all(folder).unwrap();
        return;
    }
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    transaction.connection().execute_unprepared("DROP SCHEMA ballots CASCADE").await.unwrap();
    transaction.commit().await.unwrap();
}

#[test]
fn pages_papers_and_exports_show_the_same_when_the_ballots_cannot_be_read_any_longer() {
    run(async |app| {
        let groups = vec![
            Judges::masses(1, &[(9, 0), (2, 1)]).saying(&["多到地里来看看。"]),
            Judges::masses(2, &[(3, 0)]),
            Judges::masses(3, &[(8, 0), (1, 2)]),
        ];
        let made = cast(app, &World::of(TOWN, groups)).await;
        meeting(app, &made, 1, (35, 0, false)).await;
        note(app, &made, 1, (Some("满意率达到98.5%"), None)).await;
        made.seal(app).await;
        let mut office = app.office().await;
        let before = everything(&mut office, &made).await;
        take_ballots_away(app).await;
        let readable = app.app.ballots.sealed_counts(server::features::appraisals::ballot_round(made.id)).await;
        assert!(readable.is_err(), "the ballots are out of reach");
        let after = everything(&mut office, &made).await;
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(before.1, after.1, "{}", before.0);
            assert!(before.2 == after.2, "{} differs", before.0);
        }
    });
}
