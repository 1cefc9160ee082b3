//! Class B: what the operator of a round makes with its keys, or somebody whole under other keys. Most of it stands by
//! itself; each is refuted by what others hold.

use archive::{Batch, Bytes, Channel, Kind, Line, Milestone};
use credentials::Code;

use crate::chance::Chance;
use crate::drawing_up::{ended, honest, lines, lines_with, sign, texts};
use crate::evidence::Evidence;
use crate::judging::{Case, Held};
use crate::releasing;
use crate::world::World;

/// A round with a ballot by slip, a slip that came back, and a countersignature.
fn worlds() -> impl Iterator<Item = World> {
    (0..100).map(World::of).filter(|world| {
        let has_slip = world
            .batches
            .iter()
            .any(|batch| batch.channel == Channel::Slips && batch.spent > 0 && batch.returned > 0 && batch.is_counted);
        has_slip && !world.countersigners.is_empty() && !world.returned.is_empty() && world.minimum <= 4
    })
}

/// The ballot that is tampered with: one by code.
fn tampered(world: &World) -> usize {
    world.ballots.iter().position(|ballot| ballot.code.is_some()).unwrap()
}

/// Every act, with every evidence that refutes it; and the honest round, which all evidence bears out.
pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (number, world) in worlds().take(6).enumerate() {
        let held = Evidence::of(&world, &world.ballots[tampered(&world)]);
        let returned = Held::Returned(Code::from_random(world.returned[0]).to_text());
        let true_to_all = Case::new(format!("round {number}, as it was"), honest(&world), &[]);
        cases.push(held.all().into_iter().chain([&returned]).fold(true_to_all, Case::with));
        for kind in [Kind::Public, Kind::Auditor] {
            let world = World { kind, ..world.clone() };
            let mut acts = acts(&world, &held, &returned);
            acts.push(changed_tally(&world, &held));
            acts.push(changed_day(&world, &held, &returned));
            acts.extend(refused_alone(&world));
            for act in acts {
                cases.extend(act.cases(&format!("round {number}, {kind:?}")));
            }
        }
    }
    cases
}

/// Something done with the keys of the round, or under others.
pub struct Act<'a> {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    /// The step that fails without any evidence; none where the file stands.
    pub alone: Option<&'static str>,
    pub refuted_by: Vec<(&'static str, &'a Held)>,
    /// What says nothing against it.
    pub unnoticed_by: Vec<&'a Held>,
}

impl Act<'_> {
    pub fn cases(self, round: &str) -> Vec<Case> {
        let name = format!("{round}: {}", self.name);
        let alone: Vec<&'static str> = self.alone.into_iter().collect();
        let mut cases = vec![Case::new(name.clone(), self.bytes.clone(), &alone)];
        cases.extend(
            self.refuted_by.into_iter().map(|(step, held)| {
                Case::new(format!("{name}, against {step}"), self.bytes.clone(), &[step]).with(held)
            }),
        );
        if !self.unnoticed_by.is_empty() {
            let unnoticed = Case::new(format!("{name}, unnoticed"), self.bytes, &alone);
            cases.push(self.unnoticed_by.into_iter().fold(unnoticed, Case::with));
        }
        cases
    }
}

pub fn act<'a>(name: &'static str, world: &World, refuted_by: Vec<(&'static str, &'a Held)>) -> Act<'a> {
    // The operator has the round's keys, but not those of its superior.
    let bytes = honest(&World { countersigners: Vec::new(), ..world.clone() });
    Act { name, bytes, alone: None, refuted_by, unnoticed_by: Vec::new() }
}

/// A slip that came back unused is held besides.
fn acts<'a>(world: &World, held: &'a Evidence, returned: &'a Held) -> Vec<Act<'a>> {
    let Evidence { root, opening_hash, signer, receipt, other } = held;
    let mut chance = Chance(7);
    let ballot = tampered(world);
    let number = world.ballots[ballot].number;

    let mut stuffed = world.clone();
    let batch = stuffed
        .batches
        .iter_mut()
        .find(|batch| batch.channel == Channel::Slips && batch.spent > 0 && batch.returned > 0 && batch.is_counted);
    let batch = batch.unwrap();
    batch.spent += 1;
    batch.returned -= 1;
    let stuffed_in = batch.sheet;
    stuffed.cast(stuffed_in, Some(world.returned[0]), &mut chance);

    let mut robbed = world.clone();
    robbed.ballots.remove(ballot);
    let is_of =
        |batch: &&mut crate::world::Batch| batch.sheet == number && batch.channel != Channel::Paper && batch.spent > 0;
    let batch = robbed.batches.iter_mut().find(is_of).unwrap();
    batch.spent -= 1;
    batch.missing += 1;

    let mut exchanged = world.clone();
    let code = exchanged.ballots.remove(ballot).code;
    exchanged.cast(number, code, &mut chance);

    let mut other_roll = world.clone();
    let panel = other_roll.panels.iter_mut().find(|panel| panel.number == number).unwrap();
    panel.due = Some(panel.due.unwrap_or(0) + 1);

    let mut other_title = world.clone();
    other_title.title.push_str("（改）");

    let mut other_keys = world.clone();
    other_keys.signing = chance.bytes();

    let mut other_batch = world.clone();
    other_batch.batches[0].left += 3;

    let mut other_code = world.clone();
    other_code.ballots[ballot].code = Some(world.returned[0]);

    vec![
        act(
            "a ballot put in by a slip that came back",
            &stuffed,
            vec![
                ("printed-root", root),
                ("countersignature", signer),
                ("returned-slip", returned),
                ("second-archive", other),
            ],
        ),
        act(
            "a ballot taken out",
            &robbed,
            vec![("printed-root", root), ("countersignature", signer), ("receipt", receipt), ("second-archive", other)],
        ),
        act(
            "a ballot exchanged for another",
            &exchanged,
            vec![("printed-root", root), ("countersignature", signer), ("receipt", receipt), ("second-archive", other)],
        ),
        act(
            "another roll, declared after the fact",
            &other_roll,
            vec![("printed-opening-hash", opening_hash), ("countersignature", signer), ("second-archive", other)],
        ),
        act(
            "another declaration",
            &other_title,
            vec![("printed-opening-hash", opening_hash), ("countersignature", signer), ("second-archive", other)],
        ),
        act(
            "all of it under other keys",
            &other_keys,
            vec![
                ("printed-opening-hash", opening_hash),
                ("countersignature", signer),
                ("receipt", receipt),
                ("second-archive", other),
            ],
        ),
        act("other counts of a batch", &other_batch, vec![("countersignature", signer), ("second-archive", other)]),
        act(
            "another code used",
            &other_code,
            vec![("countersignature", signer), ("returned-slip", returned), ("second-archive", other)],
        ),
    ]
}

/// The ballots as they are, but other figures, which add up: auditors count again, everybody else needs another archive.
fn changed_tally<'a>(world: &World, held: &'a Evidence) -> Act<'a> {
    let mut chance = Chance(11);
    let mut dreamt = world.clone();
    let mut bytes = None;
    for _ in 0..200 {
        for place in 0..dreamt.ballots.len() {
            let ballot = dreamt.ballots.remove(0);
            dreamt.cast(ballot.number, ballot.code, &mut chance);
            if place % 3 == 0 {
                dreamt.ballots.pop();
                dreamt.ballots.push(ballot);
            }
        }
        let release = releasing::release(world, &releasing::count(&dreamt));
        if release != releasing::release(world, &releasing::count(world)) {
            let lines = lines_with(world, &release);
            bytes = Some(ended(&texts(&lines), |digest| {
                sign(&World { countersigners: Vec::new(), ..world.clone() }, digest)
            }));
            break;
        }
    }
    Act {
        name: "other figures",
        bytes: bytes.unwrap(),
        alone: (world.kind == Kind::Auditor).then_some("tally"),
        refuted_by: if world.kind == Kind::Auditor {
            Vec::new()
        } else {
            vec![("countersignature", &held.signer), ("second-archive", &held.other)]
        },
        unnoticed_by: Vec::new(),
    }
}

/// Another day on which casting ended: nothing else depends on it, and an earlier archive may have other steps.
fn changed_day<'a>(world: &World, held: &'a Evidence, returned: &'a Held) -> Act<'a> {
    let mut lines = lines(world);
    let step = lines.iter_mut().find_map(|line| match line {
        Line::Step(step) if step.step == Milestone::Ended => Some(step),
        _ => None,
    });
    step.unwrap().day = "2026-03-19".to_owned();
    let operator = World { countersigners: Vec::new(), ..world.clone() };
    Act {
        name: "another day of a step",
        bytes: ended(&texts(&lines), |digest| sign(&operator, digest)),
        alone: None,
        refuted_by: vec![("countersignature", &held.signer)],
        unnoticed_by: vec![&held.root, &held.opening_hash, &held.receipt, returned, &held.other],
    }
}

/// What the keys cannot mend: the file contradicts itself.
fn refused_alone(world: &World) -> Vec<Act<'static>> {
    let signed = |name, alone, lines: &[Line]| Act {
        name,
        bytes: ended(&texts(lines), |digest| sign(world, digest)),
        alone: Some(alone),
        refuted_by: Vec::new(),
        unnoticed_by: Vec::new(),
    };
    let change = |change: &mut dyn FnMut(&mut Line)| {
        let mut lines = lines(world);
        lines.iter_mut().for_each(change);
        lines
    };
    let is_first = std::cell::Cell::new(true);
    let mut acts = vec![
        signed(
            "another roll than was declared",
            "panels",
            &change(&mut |line| {
                if let Line::Panel(panel) = line {
                    panel.roll = Some(panel.roll.unwrap_or(0) + 1);
                }
            }),
        ),
        signed(
            "a declaration that is not hashed",
            "opening",
            &change(&mut |line| {
                if let Line::Head(head) = line {
                    head.declaration = head.declaration.replace("县委", "市委");
                }
            }),
        ),
        signed(
            "another key than was declared",
            "keys",
            &change(&mut |line| {
                if let Line::Keys(keys) = line {
                    keys.signing = Bytes([9; 32]);
                }
            }),
        ),
        signed(
            "one more used than came in",
            "counts",
            &change(&mut |line| {
                if let Line::Batch(Batch { spent, standing: archive::Standing::Valid, .. }) = line {
                    *spent += u64::from(is_first.replace(false));
                }
            }),
        ),
    ];
    for (name, from, to) in [
        ("more valid than came back", "\"valid\":", "\"valid\":1"),
        ("another k", "\"minimum\":", "\"minimum\":1"),
        ("other objects", "\"object\":\"object-0\"", "\"object\":\"object-9\""),
        ("no JSON", "{", "[{"),
        ("a fraction", "\"format\":1", "\"format\":1.0"),
        ("more opinions sealed than came", "\"opinions_sealed\":2", "\"opinions_sealed\":6"),
    ] {
        acts.push(signed(
            name,
            "release",
            &change(&mut |line| {
                if let Line::Release(release) = line {
                    release.text = release.text.replacen(from, to, 1);
                }
            }),
        ));
    }
    let mut exchanged = lines(world);
    let ballots: Vec<usize> =
        (0..exchanged.len()).filter(|place| matches!(exchanged[*place], Line::Ballot(_))).collect();
    if ballots.len() > 1 {
        exchanged.swap(ballots[0], ballots[1]);
        acts.push(signed("ballots out of order", "ballot-order", &exchanged));
    }
    if world.kind == Kind::Auditor {
        let is_first = std::cell::Cell::new(true);
        acts.push(signed(
            "a nonce that opens nothing",
            "openings",
            &change(&mut |line| {
                if let Line::Ballot(ballot) = line
                    && is_first.replace(false)
                {
                    ballot.nonce = Some(Bytes([0; 32]));
                }
            }),
        ));
    }
    acts
}
