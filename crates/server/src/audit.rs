//! The audit trail: one catalogue of events, each recorded in the transaction of the change it tells of.

use sea_orm::{ActiveValue::Set, EntityTrait};
use storage::entities::audit_event;
use storage::{AccountId, AuditEventId, OrganisationId, Reads, StorageError, WriteTransaction};

use crate::Clock;
use crate::web::visitor::Visitor;

macro_rules! events {
    ($($(#[doc = $about:literal])* $name:ident = $code:literal;)*) => {
        /// What can be recorded. Never a ballot, a code, a password or the text of an opinion.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Event {
            $($(#[doc = $about])* $name,)*
        }

        impl Event {
            /// Every event with its code and its meaning, for the documents.
            pub const CATALOGUE: &[(&str, &str)] = &[$(($code, concat!($($about),*)),)*];

            /// As it is stored, and the end of its text key `event-…`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }
        }
    };
}

events! {
    /// The first accounts were made with one-time passwords.
    FirstStart = "first-start";
    /// Somebody signed in.
    SignedIn = "signed-in";
    /// Somebody signed out.
    SignedOut = "signed-out";
    /// Sign-in failed for an account that exists.
    SignInFailed = "sign-in-failed";
    /// Too many failures: the account is locked for a while.
    AccountLocked = "account-locked";
    /// A password was changed by its owner; all other sessions of the account ended.
    PasswordChanged = "password-changed";
    /// An account was made.
    AccountCreated = "account-created";
    /// The name shown of an account was changed.
    AccountRenamed = "account-renamed";
    /// An account was ended; its sessions ended with it.
    AccountEnded = "account-ended";
    /// An account got a new one-time password; its sessions ended.
    PasswordReset = "password-reset";
    /// A role was given.
    RoleGranted = "role-granted";
    /// A role was taken back.
    RoleEnded = "role-ended";
    /// An organisation was founded.
    OrganisationCreated = "organisation-created";
    /// An organisation's particulars were changed.
    OrganisationChanged = "organisation-changed";
    /// An organisation was put under another superior.
    OrganisationMoved = "organisation-moved";
    /// An organisation was merged into another.
    OrganisationMerged = "organisation-merged";
    /// An organisation was closed.
    OrganisationClosed = "organisation-closed";
    /// A service window was opened.
    WindowCreated = "window-created";
    /// A service window was renamed.
    WindowChanged = "window-changed";
    /// A service window was closed.
    WindowClosed = "window-closed";
    /// A member was entered.
    MemberCreated = "member-created";
    /// A member's particulars were changed.
    MemberChanged = "member-changed";
    /// A member left.
    MemberEnded = "member-ended";
    /// A member was exempted from taking part.
    ExemptionCreated = "exemption-created";
    /// An exemption ended.
    ExemptionEnded = "exemption-ended";
    /// A spreadsheet was imported.
    ImportApplied = "import-applied";
    /// A spreadsheet was exported.
    Exported = "exported";
    /// A template of the library was entered: copied, imported.
    TemplateCreated = "template-created";
    /// A draft of a template was changed.
    TemplateChanged = "template-changed";
    /// A template may be taken by rounds.
    TemplateReleased = "template-released";
    /// A template that no round took became a draft again.
    TemplateReopened = "template-reopened";
    /// A template is no longer offered.
    TemplateRetired = "template-retired";
    /// A draft of a template was thrown away.
    TemplateDiscarded = "template-discarded";
    /// A round was drawn up.
    RoundCreated = "round-created";
    /// What a round declares was changed before issuing.
    RoundChanged = "round-changed";
    /// A draft round was thrown away.
    RoundDiscarded = "round-discarded";
    /// A round was announced; self-reports may be handed in.
    RoundAnnounced = "round-announced";
    /// Two tally keepers accepted that the round runs over plain http.
    PlainHttpAccepted = "plain-http-accepted";
    /// The time in which blind tokens are taken was prolonged.
    TokensProlonged = "tokens-prolonged";
    /// The key of a group was retired, because too few took a blind token; its people are given slips.
    TokenKeyRetired = "token-key-retired";
    /// Issuing began: everything declared was frozen and hashed.
    IssuingBegun = "issuing-begun";
    /// A batch of slips was printed; how many, never which.
    BatchPrinted = "batch-printed";
    /// A batch whose print failed was voided.
    BatchVoided = "batch-voided";
    /// The slips of a batch were counted back by two people.
    BatchCounted = "batch-counted";
    /// A batch of paper forms was made; how many.
    PaperPrinted = "paper-printed";
    /// The paper of a batch was counted.
    PaperCounted = "paper-counted";
    /// A first tally keeper asks to correct what was counted of a batch of paper.
    PaperCorrectionAsked = "paper-correction-asked";
    /// The one who asked took it back.
    PaperCorrectionWithdrawn = "paper-correction-withdrawn";
    /// Two tally keepers corrected what was counted of a batch of paper: before, after, why.
    PaperCorrected = "paper-corrected";
    /// The sheets of a batch of paper were shuffled into another.
    PaperPooled = "paper-pooled";
    /// Somebody began to key a batch of paper.
    PaperKeyingBegun = "paper-keying-begun";
    /// A keying was given up; what was keyed of it was erased.
    PaperKeyingGivenUp = "paper-keying-given-up";
    /// A paper sheet was keyed; never what stands on it.
    PaperKeyed = "paper-keyed";
    /// A third person decided a paper sheet that two read differently.
    PaperDecided = "paper-decided";
    /// A first tally keeper accepted a batch of paper.
    PaperAcceptanceAsked = "paper-acceptance-asked";
    /// A batch of paper was accepted and moved to the ballots; what was keyed was erased.
    PaperAccepted = "paper-accepted";
    /// A first tally keeper says that a batch of paper is missing.
    PaperMissingAsked = "paper-missing-asked";
    /// The one who said so took it back.
    PaperMissingWithdrawn = "paper-missing-withdrawn";
    /// Two tally keepers recorded a batch of paper as missing.
    PaperMissing = "paper-missing";
    /// A first tally keeper asks to take out a batch of paper that is damaged and cannot move.
    PaperRecoveryAsked = "paper-recovery-asked";
    /// Two tally keepers took it out: it is decided and accepted again.
    PaperBackToKeying = "paper-back-to-keying";
    /// Casting was opened.
    CastingOpened = "casting-opened";
    /// Casting was paused.
    CastingPaused = "casting-paused";
    /// Casting goes on.
    CastingResumed = "casting-resumed";
    /// A first tally keeper asked to end casting.
    EndingAsked = "ending-asked";
    /// The one who asked to end casting took it back.
    EndingWithdrawn = "ending-withdrawn";
    /// Casting was ended by two tally keepers or by the clock.
    CastingEnded = "casting-ended";
    /// The round was sealed and its release plan computed.
    RoundSealed = "round-sealed";
    /// The public archive of a round was fetched.
    ArchiveFetched = "archive-fetched";
    /// A first tally keeper asks to release the auditor's archive; to whom.
    AuditorArchiveAsked = "auditor-archive-asked";
    /// The one who asked took it back.
    AuditorArchiveWithdrawn = "auditor-archive-withdrawn";
    /// Two tally keepers released the auditor's archive; to whom.
    AuditorArchiveReleased = "auditor-archive-released";
    /// The auditor's archive was fetched.
    AuditorArchiveFetched = "auditor-archive-fetched";
    /// Slips and ballots do not add up; recorded with two names.
    BreachRecorded = "breach-recorded";
    /// The results were published.
    ResultsPublished = "results-published";
    /// The round was finished.
    RoundFinished = "round-finished";
    /// The round was declared void as a whole.
    RoundVoided = "round-voided";
    /// A self-report was handed in.
    SelfReportSubmitted = "self-report-submitted";
    /// A meeting, a contact or another fact of a round was recorded.
    RecordChanged = "record-changed";
    /// A first tally keeper read an opinion and proposed what may be shown.
    OpinionProposed = "opinion-proposed";
    /// A second tally keeper released an opinion.
    OpinionReleased = "opinion-released";
    /// Two tally keepers withheld an opinion.
    OpinionWithheld = "opinion-withheld";
    /// A released opinion was answered.
    OpinionAnswered = "opinion-answered";
    /// A correction project was planned, changed, taken a step further, made public or judged again.
    CorrectionChanged = "correction-changed";
    /// The judged acknowledged a feedback sheet.
    FeedbackAcknowledged = "feedback-acknowledged";
    /// The statistics returns of a round were drawn up.
    ReturnsDrawnUp = "returns-drawn-up";
    /// The own figures of a statistics return were changed.
    ReturnChanged = "return-changed";
    /// A statistics return was filed upward.
    ReturnFiled = "return-filed";
    /// A statistics return was sent back with remarks.
    ReturnSentBack = "return-sent-back";
    /// A statistics return was accepted.
    ReturnAccepted = "return-accepted";
    /// A year's rhythm was declared or changed, a round put into it, a summary written.
    RhythmChanged = "rhythm-changed";
    /// What is entered quarterly or half-yearly of a member was changed.
    MemberChecked = "member-checked";
}

/// Who did something, for the trail.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The account, if there is one.
    pub account: Option<AccountId>,
    /// The name shown.
    pub name: String,
}

impl Actor {
    /// The program itself: first start, the clock.
    #[must_use]
    pub fn system() -> Self {
        Self { account: None, name: "zhengyou".to_owned() }
    }
}

impl From<&Visitor> for Actor {
    fn from(visitor: &Visitor) -> Self {
        Self { account: Some(visitor.account), name: visitor.display_name.clone() }
    }
}

/// What an event is about.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The organisation concerned.
    pub organisation: Option<OrganisationId>,
    /// A short particular: a name, a file name, a count. Never personal beyond a name.
    pub details: String,
}

impl About {
    /// An event about an organisation.
    #[must_use]
    pub fn organisation(organisation: OrganisationId, details: impl Into<String>) -> Self {
        Self { organisation: Some(organisation), details: details.into() }
    }

    /// An event about something else.
    #[must_use]
    pub fn details(details: impl Into<String>) -> Self {
        Self { organisation: None, details: details.into() }
    }
}

/// Records an event in the transaction of the change.
///
/// # Errors
/// When the database refuses.
pub async fn record(
    transaction: &WriteTransaction,
    clock: &Clock,
    actor: &Actor,
    event: Event,
    about: About,
) -> Result<(), StorageError> {
    let row = audit_event::ActiveModel {
        id: Set(AuditEventId(clock.next_id())),
        happened_at: Set(clock.now()),
        account_id: Set(actor.account),
        actor_name: Set(actor.name.clone()),
        event: Set(event.code().to_owned()),
        organisation_id: Set(about.organisation),
        details: Set(about.details),
    };
    audit_event::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}
