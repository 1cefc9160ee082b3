//! Values that columns hold: instants and typed identifiers.

use std::fmt;

use chrono::{DateTime, TimeZone, Utc};
use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A moment in UTC, in whole microseconds since 1970 (PostgreSQL keeps no more); stored as an integer, so that both
/// databases order it alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType, Serialize, Deserialize)]
pub struct Instant(pub i64);

impl Instant {
    /// The moment of a clock's reading, cut to microseconds.
    #[must_use]
    pub fn of(moment: DateTime<Utc>) -> Self {
        Self(moment.timestamp_micros())
    }

    /// As a date and time in UTC.
    #[must_use]
    pub fn to_utc(self) -> DateTime<Utc> {
        Utc.timestamp_micros(self.0).single().unwrap_or_default()
    }

    /// The moment `seconds` later.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }
}

macro_rules! typed_id {
    ($($(#[$about:meta])* $name:ident;)*) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.simple().fmt(formatter)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Ok(Self(Uuid::parse_str(text)?))
            }
        }

        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )*};
}

typed_id! {
    /// An account that signs in.
    AccountId;
    /// A role given to an account.
    RoleGrantId;
    /// A line of the audit trail.
    AuditEventId;
    /// A job of the outbox.
    JobId;
    /// A party organisation.
    OrganisationId;
    /// A line of an organisation's history.
    OrganisationEventId;
    /// A party member.
    MemberId;
    /// An exemption from taking part.
    ExemptionId;
    /// An imported spreadsheet.
    ImportId;
    /// An appraisal round on the named side.
    RoundId;
    /// Something judged in a round.
    ObjectId;
    /// A judge group of a round.
    PanelId;
    /// A sheet of a round.
    SheetId;
    /// A batch of slips of a round.
    BatchId;
    /// A self-report before the ballot.
    SelfReportId;
    /// A step of a round, with who took it.
    RoundStepId;
    /// A measure of a round: instrument and direction.
    MeasureId;
    /// The place of an object on a sheet.
    SheetObjectId;
    /// A meeting held in a round.
    RoundMeetingId;
    /// A contact besides meetings.
    RoundContactId;
    /// An opened opinion box.
    BoxOpeningId;
    /// What an organisation notes about a round.
    RoundRecordId;
    /// A judgement somebody gives by name.
    NamedRecordId;
    /// What was done of a step of a procedure.
    ProcedureRecordId;
    /// A project that puts right what released opinions say.
    CorrectionProjectId;
    /// A line of what became of such a project.
    CorrectionEntryId;
    /// A batch of paper forms.
    PaperBatchId;
    /// A correction of what was counted of paper.
    PaperCorrectionId;
    /// A line of an organisation's everyday log.
    EverydayEntryId;
    /// A statistics return.
    ReturnId;
    /// A line of a statistics return's history.
    ReturnEventId;
    /// A remark on a statistics return.
    ReturnRemarkId;
    /// An area of neighbours in a round.
    RoundAreaId;
    /// Somebody on a panel's list.
    CandidateId;
    /// A judge moved to another area because of an object.
    RecusalId;
    /// A member of a round's working group.
    WorkingGroupMemberId;
    /// A template of the library that an office made.
    TemplateId;
    /// The rhythm of a year below an organisation.
    CycleId;
    /// A half-yearly or yearly summary of an organisation.
    CycleSummaryId;
    /// A meeting at which members' four no-slackenings are judged.
    SlackeningMeetingId;
    /// What is said and judged of one member there.
    SlackeningCheckId;
    /// The half-yearly review of a member.
    LettingOffReviewId;
    /// An item of it that is not let off.
    LettingOffItemId;
    /// A service window of an organisation.
    WindowId;
}
