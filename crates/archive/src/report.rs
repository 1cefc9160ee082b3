//! What a verification says: steps with results, as data. Whoever shows them translates.

/// A step of verification. They are taken in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepName {
    /// The first line.
    Magic,
    /// Every line in its one form, in its place, within the limits.
    Form,
    /// SHA-256 of all bytes before the last line.
    Digest,
    /// The round's signature and every countersignature.
    Signature,
    /// The declaration under its opening hash.
    Opening,
    /// The key is the declared one.
    Keys,
    /// The groups are the declared ones.
    Panels,
    /// Used codes ascend: none twice, and no order of arrival.
    SpentOrder,
    /// The keys of tokens are the declared ones.
    TokenKeys,
    /// Used tokens ascend.
    TokenOrder,
    /// Every used token was signed with the key of its sheet.
    TokenSignatures,
    /// Tokens given out, used and not used add up.
    TokenCounts,
    /// Ballots likewise.
    BallotOrder,
    /// The tree over the ballots.
    Root,
    /// Batches, used codes, used tokens and ballots add up.
    Counts,
    /// Released figures fit the counts, each other and k.
    Release,
    /// Every commitment opens (auditor's archive).
    Openings,
    /// Counted again, everything comes out as released (auditor's archive).
    Tally,
    /// The root is the printed one.
    PrintedRoot,
    /// The opening hash is the printed one.
    PrintedOpeningHash,
    /// The superior organisation countersigned it.
    Countersignature,
    /// The ballot of a receipt is among those counted.
    Receipt,
    /// The code of a slip that was returned unused was not used.
    ReturnedSlip,
    /// Another archive of the round says the same.
    SecondArchive,
}

impl StepName {
    /// Its name, as the format page and both verifiers write it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Magic => "magic",
            Self::Form => "form",
            Self::Digest => "digest",
            Self::Signature => "signature",
            Self::Opening => "opening",
            Self::Keys => "keys",
            Self::Panels => "panels",
            Self::SpentOrder => "spent-order",
            Self::TokenKeys => "token-keys",
            Self::TokenOrder => "token-order",
            Self::TokenSignatures => "token-signatures",
            Self::TokenCounts => "token-counts",
            Self::BallotOrder => "ballot-order",
            Self::Root => "root",
            Self::Counts => "counts",
            Self::Release => "release",
            Self::Openings => "openings",
            Self::Tally => "tally",
            Self::PrintedRoot => "printed-root",
            Self::PrintedOpeningHash => "printed-opening-hash",
            Self::Countersignature => "countersignature",
            Self::Receipt => "receipt",
            Self::ReturnedSlip => "returned-slip",
            Self::SecondArchive => "second-archive",
        }
    }

    /// The steps of the file itself; those of tokens are taken where there are any, the last two in an auditor's archive.
    pub(crate) const OF_FILE: [Self; 18] = [
        Self::Magic,
        Self::Form,
        Self::Digest,
        Self::Signature,
        Self::Opening,
        Self::Keys,
        Self::Panels,
        Self::SpentOrder,
        Self::TokenKeys,
        Self::TokenOrder,
        Self::TokenSignatures,
        Self::TokenCounts,
        Self::BallotOrder,
        Self::Root,
        Self::Counts,
        Self::Release,
        Self::Openings,
        Self::Tally,
    ];

    /// The steps that must stand before this one can be judged.
    pub(crate) const fn needs(self) -> &'static [Self] {
        match self {
            Self::Magic => &[],
            Self::Form => &[Self::Magic],
            Self::Keys | Self::Panels => &[Self::Magic, Self::Form, Self::Opening],
            Self::TokenKeys | Self::Counts | Self::Release | Self::Openings => {
                &[Self::Magic, Self::Form, Self::Opening, Self::Panels]
            }
            Self::TokenSignatures | Self::TokenCounts => {
                &[Self::Magic, Self::Form, Self::Opening, Self::Panels, Self::TokenKeys]
            }
            Self::Tally => &[Self::Magic, Self::Form, Self::Opening, Self::Panels, Self::Release, Self::Openings],
            _ => &[Self::Magic, Self::Form],
        }
    }
}

/// What is wrong, by step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Magic: the first line is another.
    NoArchive,
    /// Form: no UTF-8.
    NotText,
    /// Form: a line has another form than its one.
    NotCanonical,
    /// Form: no line of this format: an unknown type, a missing or unknown field, a value out of its range.
    NoLine,
    /// Form: a line stands where its type may not.
    OutOfOrder,
    /// Form: a line is too long.
    TooLong,
    /// Form: the file ends before its last line does.
    CutOff,
    /// Form: something follows the last line.
    MoreFollows,
    /// Digest: the bytes are not those that were signed.
    BytesDiffer,
    /// Signature: there is none.
    NoSignature,
    /// Signature: the round's does not fit.
    SignatureWrong,
    /// Signature: a countersignature does not fit.
    CountersignatureWrong,
    /// Opening: the declaration is not the one of the opening hash.
    OpeningHashDiffers,
    /// Opening: the declaration cannot be read.
    DeclarationUnreadable,
    /// Opening: it declares another round.
    OtherRound,
    /// Keys: the key is not the declared one.
    KeyNotDeclared,
    /// Keys: the first signature is under another key.
    SignedByAnother,
    /// Keys: one key signed twice.
    SignedTwice,
    /// Panels: the groups are not the declared ones.
    PanelsDiffer,
    /// Panels: a roll is not the declared one.
    RollDiffers,
    /// Panels: a layout is not what was declared.
    LayoutDiffers,
    /// Panels: objects are not the declared ones.
    ObjectsDiffer,
    /// Spent order, token order, ballot order: hashes do not ascend.
    NotAscending,
    /// Token keys: they are not the declared ones.
    TokenKeysDiffer,
    /// Token keys: one is no key of 3072 bits in its one form.
    TokenKeyMalformed,
    /// Token keys: two sheets have the same.
    TokenKeyTwice,
    /// Token signatures: a token of no sheet with a key.
    TokenOfNoKey,
    /// Token signatures: the hash is not that of the token.
    TokenHashDiffers,
    /// Token signatures: the key of its sheet did not sign it.
    TokenNotSigned,
    /// Token counts: used and not used are not as many as were given out.
    TokensDoNotAddUp,
    /// Token counts: used tokens are not as many as are listed.
    TokensDiffer,
    /// Token counts: a token of a retired key was used.
    RetiredKeyUsed,
    /// Root: the number of ballots differs.
    BallotsMiscounted,
    /// Root: the root is another.
    RootDiffers,
    /// Counts: batches do not ascend.
    BatchesOutOfOrder,
    /// Counts: a batch of no group.
    BatchOfNoPanel,
    /// Counts: codes that are paper, or a void batch that was used.
    BatchImpossible,
    /// Counts: used codes are not as many as the batches say.
    SpentDiffers,
    /// Counts: ballots are not as many as batches and tokens say.
    BallotsDiffer,
    /// Release: it cannot be read.
    ReleaseUnreadable,
    /// Release: it is not of this declaration.
    ReleaseOfAnother,
    /// Release: the ballots of a group are not as many as its batches say.
    PanelFiguresDiffer,
    /// Release: a position or a table is not one the declaration has room for.
    ReleaseMalformed,
    /// Release: a figure rests on fewer than k.
    BelowMinimum,
    /// Release: a figure counts more than there were valid ballots.
    MoreThanValid,
    /// Release: the total of an object is not the sum of its groups.
    TotalDiffers,
    /// Release: a pool and what stands in it do not fit.
    PoolDiffers,
    /// Release: the total of a place is not the sum of what is below it.
    PlaceTotalDiffers,
    /// Release: more opinions stay sealed than came.
    OpinionsDiffer,
    /// Openings: a ballot of no group.
    BallotOfNoPanel,
    /// Openings: answers that the sheet has no room for, or with a second form.
    AnswersMalformed,
    /// Openings: the commitment is to other answers.
    CommitmentDiffers,
    /// Tally: valid or blank ballots of a group come out otherwise.
    ValidDiffers,
    /// Tally: a figure comes out otherwise.
    FigureDiffers,
    /// Printed root: another.
    RootNotPrinted,
    /// Printed opening hash: another.
    OpeningNotPrinted,
    /// Countersignature: this key did not sign.
    NotCountersigned,
    /// Receipt: signed by another key.
    ReceiptOfAnother,
    /// Receipt: its ballot is missing.
    BallotMissing,
    /// Returned slip: its code was used.
    CodeUsed,
    /// Second archive: it does not stand by itself.
    OtherUnsound,
    /// Second archive: it says something else.
    OtherDiffers,
}

/// What refuses nothing and is said all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// A batch does not add up; the breach is on record in the round's reconciliation.
    BatchDoesNotAddUp(u32),
    /// A batch was never counted back.
    BatchNotCounted(u32),
    /// A step stands on an earlier day than the one before it.
    DaysGoBack,
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It stands.
    Passed,
    /// It does not.
    Failed {
        /// Why.
        fault: Fault,
        /// The line, from 1, where it is one.
        line: Option<u64>,
    },
    /// An earlier step failed that it needs.
    NotJudged,
}

/// What the file says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// The round, in hexadecimal.
    pub round: String,
    /// Whether commitments are opened.
    pub is_auditors: bool,
    /// The title and whose round it is.
    pub title: Option<(String, String)>,
    /// The opening hash.
    pub opening_hash: String,
    /// The round's key.
    pub signing: String,
    /// The root as the file states it.
    pub root: String,
    /// Ballots found.
    pub ballots: u64,
    /// Used codes found.
    pub spent: u64,
    /// Used tokens found.
    pub tokens: u64,
    /// Groups.
    pub panels: usize,
    /// Batches.
    pub batches: usize,
    /// Keys of countersignatures, in hexadecimal.
    pub countersigned_by: Vec<String>,
}

/// Everything found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The steps taken, in their order.
    pub steps: Vec<(StepName, Outcome)>,
    /// What refuses nothing.
    pub warnings: Vec<Warning>,
    /// What the file says of itself.
    pub figures: Figures,
    /// What two archives of a round have in common, hashed part by part.
    pub(crate) parts: Vec<[u8; 32]>,
}

impl Report {
    /// Whether every step stands.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.steps.iter().all(|(_, outcome)| *outcome == Outcome::Passed)
    }

    /// The first step that failed.
    #[must_use]
    pub fn failed(&self) -> Option<(StepName, Fault)> {
        self.steps.iter().find_map(|(step, outcome)| match outcome {
            Outcome::Failed { fault, .. } => Some((*step, *fault)),
            _ => None,
        })
    }

    /// How a step ended; nothing where it was not taken.
    #[must_use]
    pub fn outcome(&self, step: StepName) -> Option<Outcome> {
        self.steps.iter().find(|(other, _)| *other == step).map(|(_, outcome)| *outcome)
    }
}
