//! A round as it was declared when issuing began.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use storage::{AccountId, Instant, MeasureId, OrganisationId, RoundId};

use super::{Measure, ObjectKind, Plan};

/// When a unit counts as satisfied for the statistics return, in per mille of the valid forms, and which forms those are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictRule {
    /// p1: satisfied ÷ valid at least.
    pub satisfied_permille: u32,
    /// p2: basically satisfied or above ÷ valid at least; never above p1.
    pub basic_permille: u32,
    /// What it is read from, at most one for each kind of objects.
    pub sources: Vec<VerdictSource>,
}

impl VerdictRule {
    /// What the lines of a kind of objects are read from.
    #[must_use]
    pub fn source(&self, kind: ObjectKind) -> Option<&VerdictSource> {
        self.sources.iter().find(|source| source.objects == kind)
    }
}

/// The one measure and the judges that the lines of a kind of objects are read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictSource {
    /// Organisations: lines 1b and 1c; members: 1f and 1g.
    pub objects: ObjectKind,
    /// The instrument, with `@` and a direction where the round asks it in several; the variants of its words are one
    /// measure.
    pub instrument: String,
    /// The categories of judges whose forms count.
    pub categories: Vec<String>,
}

impl VerdictSource {
    /// Whether this is the measure the lines are read from.
    #[must_use]
    pub fn is_read_from(&self, measure: &Measure) -> bool {
        is_called(&self.instrument, measure)
    }
}

/// Whether a measure is meant by an instrument's code, with or without `@` and a direction.
#[must_use]
pub fn is_called(called: &str, measure: &Measure) -> bool {
    match called.split_once('@') {
        None => called == measure.definition.code,
        Some((code, direction)) => code == measure.definition.code && direction == measure.direction,
    }
}

/// The one figure over the four appraisals (R40), as an office declared it: without such a declaration there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Composite {
    /// How often it was declared: the version of the weights.
    pub revision: u32,
    /// What the sources weigh, in tenths of a percent, in the order of [`rules::composite::Source::ALL`].
    pub weights: [u32; 4],
    /// What the grades of a scale are worth, best first, by the scale's code.
    pub points: BTreeMap<String, Vec<u32>>,
}

/// The round below a linked one, as it was sealed (S071).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Followed {
    /// The round.
    pub round: RoundId,
    /// Its title.
    pub title: String,
    /// Its opening hash.
    pub opening_hash: String,
}

/// The blind tokens of a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenTokens {
    /// When taking them ends, as declared; it may be prolonged later.
    pub until: Instant,
    /// By the number of the group: the SHA-256 of its public key, in hexadecimal; empty until the ballot store is open.
    pub keys: BTreeMap<u32, String>,
}

/// Who heads the working group: never a tally keeper of the round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The account.
    pub account: AccountId,
    /// The name.
    pub name: String,
}

/// An organisation of the tree as it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenOrganisation {
    /// The organisation.
    pub id: OrganisationId,
    /// Its superior; nothing for the round's owner.
    pub parent: Option<OrganisationId>,
    /// Its name then.
    pub name: String,
    /// Its type then.
    pub kind: String,
    /// Its sector then.
    pub sector: Option<String>,
    /// Members on its own roll then.
    pub members: u32,
    /// Of those, exempt from taking part.
    pub exempt: u32,
}

/// Everything declared, as it was when issuing began. Its text is canonical: fields in this order, no white space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// The format of this text: 1.
    pub format: u32,
    /// The round.
    pub round: RoundId,
    /// Whose round it is.
    pub organisation: OrganisationId,
    /// Its name.
    pub organisation_name: String,
    /// The title.
    pub title: String,
    /// The superior's notice.
    pub notice_number: Option<String>,
    /// ISO day.
    pub period_from: String,
    /// ISO day.
    pub period_to: String,
    /// k.
    pub minimum: u32,
    /// `k_text`.
    pub opinion_minimum: u32,
    /// Declared, or the lines stay blank.
    pub verdict: Option<VerdictRule>,
    /// The one figure over the four appraisals; rounds declared before there was one have no such field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub composite: Option<Composite>,
    /// The round below this one (S071); only rounds linked to another have such a field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<Followed>,
    /// How many staff there are in all (R07); only rounds that declare it have such a field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<u32>,
    /// The measures held by name too (S069); only rounds that hold a named appraisal have such a field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<MeasureId>,
    /// Blind tokens; only rounds in which a group takes them have such a field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens: Option<FrozenTokens>,
    /// The head of the working group, where that person has an account.
    pub head: Option<Head>,
    /// How long what was recorded is kept.
    pub retention_days: u32,
    /// When the clock ends casting.
    pub casting_until: Option<Instant>,
    /// The public half of the round's signing pair, in hexadecimal; empty until the ballot store is open.
    pub public_key: String,
    /// The owner and everything below it that is open, each with its roll.
    pub tree: Vec<FrozenOrganisation>,
    /// Whom and what it is about.
    pub plan: Plan,
}

impl Frozen {
    /// The canonical text.
    ///
    /// # Errors
    /// Never for values of this type; kept because writing JSON can fail in principle.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Reads the canonical text.
    ///
    /// # Errors
    /// When the text is none.
    pub fn from_text(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// SHA-256 of a canonical text, in hexadecimal: the opening hash.
    #[must_use]
    pub fn hash_of(text: &str) -> String {
        use sha2::{Digest, Sha256};
        data_encoding::HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
    }

    /// An organisation of the frozen tree.
    #[must_use]
    pub fn organisation(&self, id: OrganisationId) -> Option<&FrozenOrganisation> {
        self.tree.iter().find(|organisation| organisation.id == id)
    }
}
