//! One pass over the lines: what is judged at once, and what is kept for later. Neither grows with ballots or codes.

use std::collections::{BTreeMap, BTreeSet};

use credentials::{MerkleTree, Nonce, RoundId, SheetId, ballot_key, canonical_ballot};
use sha2::{Digest, Sha256};

use super::evidence::Evidence;
use super::panels::Group;
use super::tally::Counted;
use super::tokens::Tokens;
use super::{Faults, panels};
use crate::bytes::Bytes;
use crate::declared::Declaration;
use crate::json::read_stored;
use crate::lines::{Ballot, Batch, End, Head, Keys, Kind, Line, Panel, Root, Step};
use crate::report::{Fault, Figures, StepName};

/// What one pass leaves.
#[derive(Default)]
pub struct Gathered {
    /// Without its declaration, which is read below.
    pub head: Option<Head>,
    pub declaration: Option<Declaration>,
    pub keys: Option<Keys>,
    pub panels: Vec<Panel>,
    /// The groups behind the panels, where they are the declared ones.
    pub groups: Vec<Group>,
    pub batches: Vec<Batch>,
    pub root: Option<Root>,
    pub release: String,
    pub steps: Vec<Step>,
    pub end: Option<End>,
    pub digest: [u8; 32],
    pub spent: u64,
    pub tokens: Tokens,
    pub tree: MerkleTree,
    /// Per group what its ballots say (auditor's archive).
    pub counted: Vec<Counted>,
    /// Ballots of receipts that went by.
    pub seen: BTreeSet<Bytes<32>>,
    /// Whether the code of a returned slip went by.
    pub is_returned_used: bool,
    returned: BTreeSet<Bytes<32>>,
    position_of: BTreeMap<u32, usize>,
    last_spent: Option<Bytes<32>>,
    last_ballot: Option<Bytes<32>>,
    spent_hash: Sha256,
    are_panels_judged: bool,
    are_token_keys_judged: bool,
}

impl Gathered {
    /// Takes a line in its place.
    pub fn take(&mut self, line: Line, number: u64, evidence: &Evidence, faults: &mut Faults) {
        if !matches!(line, Line::Head(_) | Line::Keys(_) | Line::Panel(_)) {
            self.judge_panels(faults);
        }
        if matches!(line, Line::Spent(_) | Line::Token(_) | Line::Ballot(_) | Line::Root(_)) {
            self.judge_token_keys(faults);
        }
        match line {
            Line::Head(head) => {
                self.returned = evidence.returned_in(RoundId::from_bytes(head.round.0));
                self.take_head(head, faults);
            }
            Line::Keys(keys) => self.keys = Some(keys),
            Line::Panel(panel) => self.panels.push(panel),
            Line::Batch(batch) => self.batches.push(batch),
            Line::TokenKey(key) => self.tokens.keys.push(key),
            Line::Token(token) => self.tokens.take(&token, number, faults),
            Line::Spent(spent) => {
                if self.last_spent.is_some_and(|last| last >= spent.hash) {
                    faults.add(StepName::SpentOrder, Fault::NotAscending, Some(number));
                }
                self.last_spent = Some(spent.hash);
                self.spent += 1;
                self.spent_hash.update(spent.hash.0);
                self.is_returned_used |= self.returned.contains(&spent.hash);
            }
            Line::Ballot(ballot) => {
                if self.last_ballot.is_some_and(|last| last >= ballot.key) {
                    faults.add(StepName::BallotOrder, Fault::NotAscending, Some(number));
                }
                self.last_ballot = Some(ballot.key);
                self.tree.push(&ballot.key.0);
                if evidence.has_receipt(&ballot.key) {
                    self.seen.insert(ballot.key);
                }
                if self.is_auditors()
                    && faults.allow(StepName::Openings)
                    && let Err(fault) = self.open(&ballot)
                {
                    faults.add(StepName::Openings, fault, Some(number));
                }
            }
            Line::Root(root) => self.root = Some(root),
            Line::Release(release) => self.release = release.text,
            Line::Step(step) => self.steps.push(step),
            Line::End(end) => self.end = Some(end),
        }
    }

    fn take_head(&mut self, mut head: Head, faults: &mut Faults) {
        let text = std::mem::take(&mut head.declaration);
        let hash: [u8; 32] = Sha256::digest(text.as_bytes()).into();
        let declaration = read_stored::<Declaration>(&text);
        let fault = match &declaration {
            _ if hash != head.opening_hash.0 => Some(Fault::OpeningHashDiffers),
            Some(declaration) if declaration.format == 1 => {
                (!declaration.is_of(&head.round.to_string())).then_some(Fault::OtherRound)
            }
            _ => Some(Fault::DeclarationUnreadable),
        };
        if let Some(fault) = fault {
            faults.add(StepName::Opening, fault, Some(2));
        }
        self.declaration = declaration;
        self.head = Some(head);
    }

    fn judge_panels(&mut self, faults: &mut Faults) {
        if std::mem::replace(&mut self.are_panels_judged, true) || !faults.allow(StepName::Panels) {
            return;
        }
        let Some(declaration) = &self.declaration else {
            return;
        };
        match panels::groups(&self.panels, declaration) {
            Ok(groups) => {
                self.counted = groups.iter().map(Counted::of).collect();
                let numbered = self.panels.iter().enumerate();
                self.position_of = numbered.map(|(position, panel)| (panel.sheet, position)).collect();
                self.groups = groups;
            }
            Err(fault) => faults.add(StepName::Panels, fault, None),
        }
    }

    fn judge_token_keys(&mut self, faults: &mut Faults) {
        if std::mem::replace(&mut self.are_token_keys_judged, true) || !faults.allow(StepName::TokenKeys) {
            return;
        }
        let (Some(declaration), Some(head)) = (&self.declaration, &self.head) else {
            return;
        };
        let sheets = self.position_of.keys().copied().collect();
        let judged = self.tokens.judge_keys(declaration, &sheets, RoundId::from_bytes(head.round.0));
        faults.take(StepName::TokenKeys, judged);
    }

    /// Opens the commitment of a ballot and counts its answers.
    fn open(&mut self, ballot: &Ballot) -> Result<(), Fault> {
        let (Some(sheet), Some(nonce), Some(packed), Some(head)) =
            (ballot.sheet, ballot.nonce, &ballot.answers, &self.head)
        else {
            return Err(Fault::BallotOfNoPanel);
        };
        let position = self.position_of.get(&sheet).copied().ok_or(Fault::BallotOfNoPanel)?;
        let (Some(group), Some(counted)) = (self.groups.get(position), self.counted.get_mut(position)) else {
            return Err(Fault::BallotOfNoPanel);
        };
        counted.ballots += 1;
        let answers = credentials::answers::unpack(&group.layout, &packed.0).map_err(|_| Fault::AnswersMalformed)?;
        let canonical = canonical_ballot(SheetId(sheet), &packed.0);
        let key = ballot_key(RoundId::from_bytes(head.round.0), &Nonce::from_bytes(nonce.0), &canonical);
        if *key.as_bytes() != ballot.key.0 {
            return Err(Fault::CommitmentDiffers);
        }
        counted.add(&answers);
        Ok(())
    }

    /// The position of the group that answers a sheet.
    pub fn position(&self, sheet: u32) -> Option<usize> {
        self.position_of.get(&sheet).copied()
    }

    pub fn is_auditors(&self) -> bool {
        self.head.as_ref().is_some_and(|head| head.kind == Kind::Auditor)
    }

    pub fn figures(&self) -> Figures {
        let text = |bytes: Option<Bytes<32>>| bytes.map(|bytes| bytes.to_string()).unwrap_or_default();
        let head = self.head.as_ref();
        let signatures = self.end.iter().flat_map(|end| end.signatures.iter().skip(1));
        Figures {
            round: head.map(|head| head.round.to_string()).unwrap_or_default(),
            is_auditors: self.is_auditors(),
            title: self
                .declaration
                .as_ref()
                .map(|declared| (declared.title.clone(), declared.organisation_name.clone())),
            opening_hash: text(head.map(|head| head.opening_hash)),
            signing: text(self.keys.map(|keys| keys.signing)),
            root: text(self.root.map(|root| root.root)),
            ballots: self.tree.leaves(),
            spent: self.spent,
            tokens: self.tokens.used(),
            panels: self.panels.len(),
            batches: self.batches.len(),
            countersigned_by: signatures.map(|signature| signature.key.to_string()).collect(),
        }
    }

    /// What two archives of one round have in common, whoever they are for: all but kind, openings, steps and end.
    pub fn parts(&self) -> Vec<[u8; 32]> {
        let lines = |lines: Vec<Line>| -> [u8; 32] {
            let texts = lines.iter().filter_map(Line::to_text);
            texts.fold(Sha256::new(), |hash, text| hash.chain_update(text).chain_update("\n")).finalize().into()
        };
        vec![
            lines(self.head.iter().map(|head| Line::Head(Head { kind: Kind::Public, ..head.clone() })).collect()),
            lines(self.keys.iter().copied().map(Line::Keys).collect()),
            lines(self.panels.iter().cloned().map(Line::Panel).collect()),
            lines(self.batches.iter().copied().map(Line::Batch).collect()),
            lines(self.tokens.keys.iter().copied().map(Line::TokenKey).collect()),
            self.spent_hash.clone().finalize().into(),
            self.tokens.digest(),
            lines(self.root.iter().copied().map(Line::Root).collect()),
            Sha256::digest(self.release.as_bytes()).into(),
        ]
    }
}
