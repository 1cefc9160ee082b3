//! From a round to the lines of its archive, and from lines to a file however wrong.

use archive::{
    ArchiveWriter, Ballot, Batch, Bytes, End, Head, Keys, Line, MAGIC, Milestone, Packed, Panel, ReleaseText, Root,
    Signature, Spent, Step,
};
use credentials::{MerkleTree, SigningKeys};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::releasing;
use crate::tokens;
use crate::world::World;

/// The declaration, in an order of its own as the product writes it.
pub fn declaration(world: &World) -> String {
    let round = Bytes(world.round).to_string();
    let uuid = [&round[..8], &round[8..12], &round[12..16], &round[16..20], &round[20..]].join("-");
    let measures = world.measures.iter().enumerate().map(|(measure, shape)| {
        let grades: Vec<Value> = (0..shape.grades).map(|grade| json!({ "code": grade.to_string() })).collect();
        let items: Vec<Value> = (0..shape.items).map(|item| json!({ "code": format!("A{item}") })).collect();
        json!({ "id": format!("measure-{measure}"), "direction": "masses", "definition": {
            "scale": { "grades": grades },
            "ungraded": if shape.may_be_unknown { "not_known" } else { "refused" },
            "items": items,
        } })
    });
    let objects = world.objects.iter().enumerate().map(
        |(object, (_, measure))| json!({ "id": format!("object-{object}"), "measure": format!("measure-{measure}") }),
    );
    let sheets = world.sheets.iter().enumerate().map(|(sheet, objects)| {
        let objects: Vec<String> = objects.iter().map(|object| format!("object-{object}")).collect();
        json!({ "id": format!("sheet-{sheet}"), "objects": objects })
    });
    let panels = world.panels.iter().map(|panel| {
        let into = panel.merged_into.map(|into| format!("panel-{}", world.panels[into].number));
        json!({
            "id": format!("panel-{}", panel.number), "number": panel.number,
            "sheet": format!("sheet-{}", panel.sheet), "due": panel.due, "merged_into": into,
        })
    });
    let mut declaration = json!({
        "format": 1,
        "round": uuid,
        "organisation_name": "县委",
        "title": world.title,
        "minimum": world.minimum,
        "opinion_minimum": 8,
        "verdict": null,
        "casting_until": 1_793_500_000_000_000_u64,
        "public_key": Bytes(*world.keys().public_key().as_bytes()).to_string(),
        "plan": {
            "measures": measures.collect::<Vec<_>>(),
            "objects": objects.collect::<Vec<_>>(),
            "sheets": sheets.collect::<Vec<_>>(),
            "panels": panels.collect::<Vec<_>>(),
        },
    });
    if !world.tokens.is_empty() {
        declaration["tokens"] = tokens::declared(world);
    }
    declaration.to_string()
}

/// The lines but root and end, which depend on the others.
pub fn lines(world: &World) -> Vec<Line> {
    let counts = releasing::count(world);
    lines_with(world, &releasing::release(world, &counts))
}

/// The same with a release of its own.
pub fn lines_with(world: &World, release: &Value) -> Vec<Line> {
    let declaration = declaration(world);
    let opening_hash = Bytes(Sha256::digest(declaration.as_bytes()).into());
    let mut lines = vec![
        Line::Head(Head { declaration, kind: world.kind, opening_hash, round: Bytes(world.round) }),
        Line::Keys(Keys { signing: Bytes(*world.keys().public_key().as_bytes()) }),
    ];
    for (panel, group) in world.open().zip(release["panels"].as_array().unwrap()) {
        lines.push(Line::Panel(Panel {
            layout: world.layout(panel).to_text(),
            objects: world.sheets[panel.sheet].clone(),
            roll: group["due"].as_u64().zip(group["named"].as_u64()).map(|(due, named)| due + named),
            sheet: panel.number,
        }));
    }
    lines.extend(world.batches.iter().map(|batch| {
        let handed_out = batch.spent + batch.invalid + batch.returned + batch.missing + batch.lost;
        let counted = |number: u64| batch.is_counted.then_some(number);
        Line::Batch(Batch {
            channel: batch.channel,
            handed_out: counted(handed_out),
            invalid: batch.invalid,
            missing: counted(batch.missing),
            number: batch.number,
            printed: handed_out + batch.left,
            returned: counted(batch.returned),
            sheet: batch.sheet,
            spent: batch.spent,
            standing: batch.standing,
        })
    }));
    lines.extend(tokens::key_lines(world));
    let codes = world.ballots.iter().filter_map(|ballot| ballot.code);
    let mut spent: Vec<[u8; 32]> = codes.map(|code| world.hash(code)).collect();
    spent.sort_unstable();
    lines.extend(spent.into_iter().map(|hash| Line::Spent(Spent { hash: Bytes(hash) })));
    lines.extend(tokens::used_lines(world));
    let mut ballots: Vec<_> = world.ballots.iter().map(|ballot| (world.key(ballot), ballot)).collect();
    ballots.sort_unstable_by_key(|(key, _)| *key);
    lines.extend(ballots.into_iter().map(|(key, ballot)| {
        let key = Bytes(*key.as_bytes());
        Line::Ballot(match world.kind {
            archive::Kind::Public => Ballot::public(key),
            archive::Kind::Auditor => {
                Ballot::opened(key, ballot.number, Bytes(ballot.nonce), Packed(ballot.packed.clone()))
            }
        })
    }));
    lines.push(Line::Release(ReleaseText { text: release.to_string() }));
    let steps = [
        (Milestone::Announced, "2026-03-01"),
        (Milestone::Issuing, "2026-03-02"),
        (Milestone::Opened, "2026-03-02"),
        (Milestone::Ended, "2026-03-20"),
        (Milestone::Sealed, "2026-03-21"),
        (Milestone::Published, "2026-04-01"),
    ];
    let steps = steps.into_iter().take(if world.is_published { 6 } else { 5 });
    lines.extend(steps.map(|(step, day)| Line::Step(Step { day: day.to_owned(), step })));
    lines
}

/// Signs as the round and its countersigners do.
pub fn sign(world: &World, digest: &[u8; 32]) -> Vec<Signature> {
    let mut signatures = vec![Signature::of_round(&world.keys(), digest)];
    let others = world.countersigners.iter().map(SigningKeys::from_random);
    signatures.extend(others.map(|keys| Signature::countersigned(&keys, digest)));
    signatures
}

/// The file as the product writes it.
pub fn honest(world: &World) -> Vec<u8> {
    let mut writer = ArchiveWriter::begin(Vec::new()).unwrap();
    for line in lines(world) {
        writer.write(&line).unwrap();
    }
    writer.finish(|digest| sign(world, digest)).unwrap()
}

/// Lines as text with a new root before the release, however wrong they are otherwise.
pub fn texts(lines: &[Line]) -> Vec<String> {
    let mut tree = MerkleTree::default();
    let mut texts = vec![MAGIC.to_owned()];
    for line in lines {
        if let Line::Ballot(ballot) = line {
            tree.push(&ballot.key.0);
        }
        if matches!(line, Line::Release(_)) {
            let root = Root { ballots: tree.leaves(), root: Bytes(tree.root()) };
            texts.push(Line::Root(root).to_text().unwrap());
        }
        texts.push(line.to_text().unwrap());
    }
    texts
}

/// A file of these texts with a digest that fits and the signatures given for it.
pub fn ended(texts: &[String], sign: impl FnOnce(&[u8; 32]) -> Vec<Signature>) -> Vec<u8> {
    let mut bytes: Vec<u8> = texts.iter().flat_map(|text| [text.as_bytes(), b"\n"].concat()).collect();
    let digest: [u8; 32] = Sha256::digest(&bytes).into();
    let end = Line::End(End { sha256: Bytes(digest), signatures: sign(&digest) });
    bytes.extend([end.to_text().unwrap().as_bytes(), b"\n"].concat());
    bytes
}
