//! What is there already, as the planner wants it.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use spreadsheets::matching::{Branch, ExistingMember, ExistingOrganisation};
use spreadsheets::organisations::{Kind as OrganisationKind, Sector};
use storage::entities::{member, organisation};
use storage::{Reads, StorageError};

use super::Kind;
use crate::features::people::{queries, words};

/// What a file is compared with.
#[derive(Debug, Clone)]
pub enum Existing {
    /// The open organisations.
    Organisations(Vec<ExistingOrganisation>),
    /// The open organisations and the members who have not left.
    Members {
        /// Where members can stand.
        branches: Vec<Branch>,
        /// Who is there.
        members: Vec<ExistingMember>,
    },
}

/// The type of a stored key.
pub(super) fn kind_of(key: &str) -> Option<OrganisationKind> {
    OrganisationKind::ALL.into_iter().find(|kind| kind.key() == key)
}

/// Loads what a file of this kind is compared with.
///
/// # Errors
/// When the database does not answer.
pub async fn load(reads: &impl Reads, kind: Kind) -> Result<Existing, StorageError> {
    let rows = organisation::Entity::find()
        .filter(organisation::Column::ClosedOn.is_null())
        .order_by_asc(organisation::Column::Id)
        .all(reads.connection())
        .await?;
    if kind == Kind::Organisations {
        return Ok(Existing::Organisations(rows.into_iter().map(existing_organisation).collect()));
    }
    let places = queries::places(reads).await?;
    let branches = rows
        .into_iter()
        .filter_map(|row| {
            let place = places.get(&row.id)?;
            Some(Branch {
                code: row.id.to_string(),
                path: place.path.clone(),
                kind: kind_of(&row.kind),
                declared_members: row.declared_members.and_then(|count| u64::try_from(count).ok()),
                name: row.name,
            })
        })
        .collect();
    let members = member::Entity::find()
        .filter(member::Column::EndedOn.is_null())
        .order_by_asc(member::Column::Id)
        .all(reads.connection())
        .await?;
    Ok(Existing::Members { branches, members: members.into_iter().map(existing_member).collect() })
}

fn existing_organisation(row: organisation::Model) -> ExistingOrganisation {
    ExistingOrganisation {
        code: row.id.to_string(),
        name: row.name,
        parent: row.parent_id.map(|id| id.to_string()),
        kind: kind_of(&row.kind),
        sector: row.sector.and_then(|key| Sector::all().find(|sector| sector.key() == key)),
        minority_area: row.ethnic_area == "yes",
        founded: row.founded.and_then(|text| text.parse().ok()),
        secretary: row.secretary_name,
        members: row.declared_members.and_then(|count| u64::try_from(count).ok()),
        remark: row.remark,
    }
}

fn existing_member(row: member::Model) -> ExistingMember {
    ExistingMember {
        code: row.id.to_string(),
        name: row.name,
        branch: row.organisation_id.to_string(),
        sex: row.sex.as_deref().and_then(words::sex),
        birth: row.birth.and_then(|text| text.parse().ok()),
        category: words::category(&row.category),
        joined: row.joined.and_then(|text| text.parse().ok()),
        service: row.service.as_deref().map(words::service),
        party_post: row.party_post,
        post: row.post_title,
    }
}
