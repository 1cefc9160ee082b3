//! What the records of a round say about each unit.

use std::collections::{BTreeMap, BTreeSet};

use rules::Fraction;
use rules::statistics_return::Method;
use rules::verdict::VerdictRule;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use storage::entities::{
    member, organisation, round, round_contact, round_meeting, round_object, round_record, self_report,
};
use storage::{MemberId, OrganisationId, Reads, RoundId, StorageError};

use super::rules::{Facts, Graded, Place, Tree, filing_unit};
use super::verdicts::{self, Classified};
use crate::features::appraisals;

/// A round as its returns see it.
pub struct Records {
    /// The tree.
    pub tree: Tree,
    /// Name and sort key of each organisation.
    pub names: BTreeMap<OrganisationId, (String, Vec<u8>)>,
    /// The organisations with objects of their own.
    pub judged: BTreeSet<OrganisationId>,
    /// The verdict rule the round declared.
    pub verdict_rule: Option<VerdictRule>,
    /// k.
    pub threshold: u64,
    facts: BTreeMap<OrganisationId, Facts>,
}

impl Records {
    /// What is known of a unit.
    pub fn facts(&self, unit: OrganisationId) -> Facts {
        self.facts.get(&unit).cloned().unwrap_or_default()
    }

    fn of(&mut self, organisation: OrganisationId) -> &mut Facts {
        let unit = filing_unit(&self.tree, organisation);
        self.facts.entry(unit).or_default()
    }
}

const fn count(number: i64) -> u64 {
    if number < 0 { 0 } else { number.unsigned_abs() }
}

/// Reads the records of a round.
pub async fn load(reads: &impl Reads, round: &round::Model) -> Result<Records, StorageError> {
    let mut records = read_tree(reads).await?;
    let permille = |value: Option<i64>| Fraction::new(count(value?), 1000);
    // Both are as they were frozen: neither changes once issuing begins.
    if let (Some(satisfied), Some(basic)) = (permille(round.satisfied_permille), permille(round.basic_permille)) {
        let rule = VerdictRule::declare(satisfied, basic);
        records.verdict_rule = Some(rule.map_err(|_| StorageError::Damaged("a round's verdict rule"))?);
    }
    records.threshold = count(round.minimum);
    add_members(reads, &mut records).await?;
    add_objects(reads, round, &mut records).await?;
    add_meetings(reads, round.id, &mut records).await?;
    add_others(reads, round.id, &mut records).await?;
    Ok(records)
}

async fn read_tree(reads: &impl Reads) -> Result<Records, StorageError> {
    let organisations =
        organisation::Entity::find().filter(organisation::Column::ClosedOn.is_null()).all(reads.connection()).await?;
    let (mut tree, mut names) = (Tree::new(), BTreeMap::new());
    for row in organisations {
        let place = Place { parent: row.parent_id, is_group: row.kind == "group" };
        tree.insert(row.id, place);
        names.insert(row.id, (row.name, row.sort_key));
    }
    Ok(Records { tree, names, judged: BTreeSet::new(), verdict_rule: None, threshold: 0, facts: BTreeMap::new() })
}

async fn add_members(reads: &impl Reads, records: &mut Records) -> Result<(), StorageError> {
    let members: Vec<(OrganisationId, i64)> = member::Entity::find()
        .select_only()
        .column(member::Column::OrganisationId)
        .column_as(Expr::col(member::Column::Id).count(), "number")
        .filter(member::Column::EndedOn.is_null())
        .group_by(member::Column::OrganisationId)
        .into_tuple()
        .all(reads.connection())
        .await?;
    for (organisation, number) in members {
        records.of(organisation).members_total += count(number);
    }
    Ok(())
}

async fn add_objects(reads: &impl Reads, round: &round::Model, records: &mut Records) -> Result<(), StorageError> {
    let reports: BTreeSet<_> = self_report::Entity::find()
        .filter(self_report::Column::RoundId.eq(round.id))
        .filter(self_report::Column::SubmittedAt.is_not_null())
        .all(reads.connection())
        .await?
        .into_iter()
        .map(|report| report.object_id)
        .collect();
    let verdicts = verdicts::load(reads, round).await?;
    let objects = round_object::Entity::find()
        .filter(round_object::Column::RoundId.eq(round.id))
        .order_by_asc(round_object::Column::Subject)
        .order_by_asc(round_object::Column::Id)
        .all(reads.connection())
        .await?;
    let measures = appraisals::queries::measures(reads, round.id).await?;
    let teams: BTreeSet<_> =
        measures.iter().filter(|measure| measure.definition.is_of_team()).map(|measure| measure.id).collect();
    // Organisations and members are counted, each once however many directions it is judged in; the leading team of an
    // organisation is neither, and so is a window of it.
    let mut judged: BTreeMap<(OrganisationId, Option<MemberId>), Vec<round_object::Model>> = BTreeMap::new();
    let counts = |object: &round_object::Model| !teams.contains(&object.measure_id) && object.window_id.is_none();
    for object in objects.into_iter().filter(counts) {
        judged.entry((object.organisation_id, object.member_id)).or_default().push(object);
    }
    for ((organisation, member), objects) in judged {
        records.judged.insert(organisation);
        let facts = records.of(organisation);
        let is_member = member.is_some();
        let graded: &mut Graded = if is_member { &mut facts.members } else { &mut facts.organisations };
        graded.judged += 1;
        graded.classes = match (&verdicts, graded.classes.take()) {
            (None, _) => None,
            (Some(verdicts), classes) => {
                let mut classes = classes.unwrap_or_default();
                match verdicts.of_any(&objects) {
                    Classified::Counted(more) => classes.push(more),
                    Classified::NoSource => graded.is_undeclared = true,
                    Classified::OtherMeasure => graded.by_another_measure += 1,
                    Classified::NotApart => graded.not_apart += 1,
                }
                Some(classes)
            }
        };
        if is_member && objects.iter().any(|object| reports.contains(&object.id)) {
            facts.introductions += 1;
        }
    }
    Ok(())
}

async fn add_meetings(reads: &impl Reads, round: RoundId, records: &mut Records) -> Result<(), StorageError> {
    let meetings =
        round_meeting::Entity::find().filter(round_meeting::Column::RoundId.eq(round)).all(reads.connection()).await?;
    for meeting in meetings {
        let facts = records.of(meeting.organisation_id);
        let more = [1, count(meeting.participants), count(meeting.heads_reporting), count(meeting.sent_by_superior)];
        for (sum, more) in facts.meetings.iter_mut().zip(more) {
            *sum += more;
        }
    }
    Ok(())
}

async fn add_others(reads: &impl Reads, round: RoundId, records: &mut Records) -> Result<(), StorageError> {
    let contacts = round_contact::Entity::find()
        .filter(round_contact::Column::RoundId.eq(round))
        .order_by_asc(round_contact::Column::Id)
        .all(reads.connection())
        .await?;
    for contact in contacts {
        let methods = &mut records.of(contact.organisation_id).contacts;
        let same = methods.iter_mut().find(|method| method.name == contact.method && method.unit == contact.unit);
        match same {
            Some(method) => method.quantity += count(contact.number),
            None => methods.push(Method { name: contact.method, quantity: count(contact.number), unit: contact.unit }),
        }
    }
    let notes =
        round_record::Entity::find().filter(round_record::Column::RoundId.eq(round)).all(reads.connection()).await?;
    for note in notes {
        if let Some(things) = note.practical_things {
            let sum = &mut records.of(note.organisation_id).practical_things;
            *sum = Some(sum.unwrap_or(0) + count(things));
        }
    }
    Ok(())
}
