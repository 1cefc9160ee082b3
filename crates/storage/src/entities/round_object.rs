//! The table `round_object`.

use sea_orm::entity::prelude::*;

use crate::{MeasureId, MemberId, ObjectId, OrganisationId, RoundAreaId, RoundId, WindowId};

/// A row of `round_object`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "round_object")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ObjectId,
    /// Round id.
    pub round_id: RoundId,
    /// The subject number that opinions carry.
    pub subject: i64,
    /// Kind.
    pub kind: String,
    /// The organisation judged, or the one the member judged belongs to.
    pub organisation_id: OrganisationId,
    /// Member id.
    pub member_id: Option<MemberId>,
    /// Name.
    pub name: String,
    /// Measure id.
    pub measure_id: MeasureId,
    /// Why casting may open without its self-report (S060).
    pub no_self_report_reason: Option<String>,
    /// The object whose self-report stands for this one too: the same one, judged in another direction (S054).
    pub reported_as_id: Option<ObjectId>,
    /// The area of neighbours (S074).
    pub area_id: Option<RoundAreaId>,
    /// The service window judged, where it is one (S070).
    pub window_id: Option<WindowId>,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
