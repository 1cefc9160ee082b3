//! A round as it was held: declared, cast with real commitments and codes, counted.

use archive::{Channel, Kind, Standing};
use credentials::{
    Answer, Code, Layout, Nonce, Receipt, RoundId, Scale, Section, SheetId, SigningKeys, WithoutGrade, answers,
    ballot_key, canonical_ballot,
};

use crate::chance::Chance;
use crate::tokens::TokenSheet;

/// A measure: so many grades, so many items, and whether 不了解 may be answered.
#[derive(Clone, Copy)]
pub struct Measure {
    pub grades: u8,
    pub items: usize,
    pub may_be_unknown: bool,
}

/// A panel; where it was merged it has no ballots of its own.
#[derive(Clone)]
pub struct Panel {
    pub number: u32,
    pub sheet: usize,
    pub place: usize,
    pub due: Option<u64>,
    pub merged_into: Option<usize>,
}

/// A ballot; on paper and by token it has no code.
#[derive(Clone)]
pub struct Ballot {
    /// The number of its panel.
    pub number: u32,
    pub nonce: [u8; 32],
    pub packed: Vec<u8>,
    pub answers: Vec<Answer>,
    pub code: Option<[u8; 10]>,
}

/// A batch with what became of it; `lost` is what it does not add up by.
#[derive(Clone)]
pub struct Batch {
    pub number: u32,
    pub sheet: u32,
    pub channel: Channel,
    pub spent: u64,
    pub invalid: u64,
    pub returned: u64,
    pub missing: u64,
    pub left: u64,
    pub lost: u64,
    pub is_counted: bool,
    pub standing: Standing,
}

/// Everything about a round.
#[derive(Clone)]
pub struct World {
    pub kind: Kind,
    pub round: [u8; 16],
    pub signing: [u8; 32],
    pub title: String,
    pub minimum: u64,
    pub measures: Vec<Measure>,
    /// The superior of each place; the first has none.
    pub places: Vec<Option<usize>>,
    /// Place and measure.
    pub objects: Vec<(usize, usize)>,
    pub sheets: Vec<Vec<usize>>,
    pub panels: Vec<Panel>,
    pub ballots: Vec<Ballot>,
    pub batches: Vec<Batch>,
    pub tokens: Vec<TokenSheet>,
    /// Codes of slips that came back unused.
    pub returned: Vec<[u8; 10]>,
    pub countersigners: Vec<[u8; 32]>,
    pub is_published: bool,
}

impl World {
    /// One of every kind, by number.
    pub fn of(number: u64) -> Self {
        let mut chance = Chance(0x5a59 + number * 7919);
        let nth = usize::try_from(number).unwrap();
        let measures: Vec<Measure> = (0..1 + nth % 3)
            .map(|_| Measure {
                grades: u8::try_from(2 + chance.below(5)).unwrap(),
                items: 1 + chance.below(4),
                may_be_unknown: chance.once_in(2),
            })
            .collect();
        let levels = nth % 3;
        let mut places = vec![None];
        for place in 1..=levels * 2 {
            places.push(Some(place.saturating_sub(2)));
        }
        let objects: Vec<(usize, usize)> =
            (0..1 + chance.below(6)).map(|_| (chance.below(places.len()), chance.below(measures.len()))).collect();
        let open = 1 + nth % 4;
        let sheets: Vec<Vec<usize>> = (0..1 + chance.below(open))
            .map(|sheet| {
                let all = (0..objects.len()).filter(|object| sheet == 0 || object % (sheet + 1) == 0);
                let mut objects: Vec<usize> = all.collect();
                if chance.once_in(2) {
                    objects.reverse();
                }
                objects
            })
            .collect();
        let mut world = Self {
            kind: if number.is_multiple_of(2) { Kind::Public } else { Kind::Auditor },
            round: chance.bytes(),
            signing: chance.bytes(),
            title: format!("第{number}轮 “评议”\t\\ \u{1}\u{7f} 😀"),
            minimum: 2 + number % 4,
            measures,
            places,
            objects,
            sheets,
            panels: Vec::new(),
            ballots: Vec::new(),
            batches: Vec::new(),
            tokens: Vec::new(),
            returned: Vec::new(),
            countersigners: (0..nth % 3).map(|_| chance.bytes()).collect(),
            is_published: !number.is_multiple_of(5),
        };
        for panel in 0..open {
            world.add_panel(panel, &mut chance);
        }
        let panels: Vec<u32> = world.open().map(|panel| panel.number).collect();
        for (place, panel) in panels.into_iter().enumerate() {
            let ballots = match number % 19 {
                // To some rounds nobody came, and to some one person.
                4 => 0,
                9 => usize::from(place == 0),
                // Some panels nobody came to.
                _ if chance.once_in(7) => 0,
                _ => 1 + chance.below(24),
            };
            world.hold(panel, place + nth, ballots, &mut chance);
        }
        world
    }

    fn add_panel(&mut self, panel: usize, chance: &mut Chance) {
        let number = u32::try_from(self.panels.len() + 1).unwrap();
        let due = (!chance.once_in(3)).then(|| 30 + chance.next() % 40);
        let sheet = panel % self.sheets.len();
        let place = chance.below(self.places.len());
        let own = self.panels.len();
        self.panels.push(Panel { number, sheet, place, due, merged_into: None });
        if chance.once_in(3) {
            let due = Some(chance.next() % 9);
            self.panels.push(Panel { number: number + 1, sheet, place, due, merged_into: Some(own) });
        }
    }

    /// The panels that were open, in order.
    pub fn open(&self) -> impl Iterator<Item = &Panel> {
        self.panels.iter().filter(|panel| panel.merged_into.is_none())
    }

    /// What a panel's sheet asks.
    pub fn layout(&self, panel: &Panel) -> Layout {
        let mut sections: Vec<(usize, Section)> = Vec::new();
        for object in &self.sheets[panel.sheet] {
            let (_, measure) = self.objects[*object];
            match sections.last_mut() {
                Some((before, section)) if *before == measure => section.objects += 1,
                _ => sections.push((measure, Section { objects: 1, items: self.scales(measure) })),
            }
        }
        Layout::new(sections.into_iter().map(|(_, section)| section).collect()).unwrap()
    }

    fn scales(&self, measure: usize) -> Vec<Scale> {
        let measure = self.measures[measure];
        let without = if measure.may_be_unknown { WithoutGrade::Unknown } else { WithoutGrade::Never };
        vec![Scale::new(measure.grades, without).unwrap(); measure.items]
    }

    /// Ballots come in by a batch of each channel; other batches are void, or were never counted.
    fn hold(&mut self, number: u32, turn: usize, ballots: usize, chance: &mut Chance) {
        let channels = [Channel::Slips, Channel::Paper, Channel::Tablet];
        let mut left = ballots;
        for (place, channel) in channels.iter().cycle().skip(turn).take(1 + turn % 3).enumerate() {
            let mine = if place == turn % 3 { left } else { left / 2 };
            left -= mine;
            let is_paper = *channel == Channel::Paper;
            for _ in 0..mine {
                self.cast(number, (!is_paper).then(|| chance.bytes()), chance);
            }
            let returned = chance.next() % 4;
            if !is_paper {
                self.returned.extend((0..returned).map(|_| chance.bytes::<10>()));
            }
            self.batches.push(Batch {
                number: u32::try_from(self.batches.len() + 1).unwrap(),
                sheet: number,
                channel: *channel,
                spent: u64::try_from(mine).unwrap(),
                invalid: if is_paper { chance.next() % 3 } else { 0 },
                returned,
                missing: chance.next() % 2,
                left: chance.next() % 5,
                lost: u64::from(chance.once_in(9)),
                is_counted: !chance.once_in(8),
                standing: Standing::Valid,
            });
        }
        if chance.once_in(4) {
            let (next, channel) = (u32::try_from(self.batches.len() + 1).unwrap(), Channel::Slips);
            let (spent, invalid, returned, missing, left, lost) = (0, 0, 0, 0, 20, 0);
            let (is_counted, standing, sheet) = (false, Standing::Void, number);
            self.batches.push(Batch {
                number: next,
                sheet,
                channel,
                spent,
                invalid,
                returned,
                missing,
                left,
                lost,
                is_counted,
                standing,
            });
        }
    }

    /// Casts a ballot with answers by chance.
    pub fn cast(&mut self, number: u32, code: Option<[u8; 10]>, chance: &mut Chance) {
        let panel = self.panels.iter().find(|panel| panel.number == number).unwrap();
        let layout = self.layout(panel);
        // Where every item may go without a grade, some ballots have none at all.
        let is_blank = chance.once_in(6);
        let answer = |scale: Scale| match scale.without_grade() {
            WithoutGrade::Unknown if is_blank || chance.once_in(4) => Answer::Unknown,
            _ => Answer::Grade(u8::try_from(chance.below(usize::from(scale.grades()))).unwrap()),
        };
        let answers: Vec<Answer> = layout.scales().map(answer).collect();
        let packed = answers::pack(&layout, &answers).unwrap();
        self.ballots.push(Ballot { number, nonce: chance.bytes(), packed, answers, code });
    }

    /// The commitment of a ballot.
    pub fn key(&self, ballot: &Ballot) -> credentials::BallotKey {
        let canonical = canonical_ballot(SheetId(ballot.number), &ballot.packed);
        ballot_key(RoundId::from_bytes(self.round), &Nonce::from_bytes(ballot.nonce), &canonical)
    }

    /// The round's pair.
    pub fn keys(&self) -> SigningKeys {
        SigningKeys::from_random(&self.signing)
    }

    /// The receipt of a ballot with a code.
    pub fn receipt(&self, ballot: &Ballot) -> Receipt {
        self.keys().receipt(self.key(ballot))
    }

    /// The hash of a used code.
    pub fn hash(&self, code: [u8; 10]) -> [u8; 32] {
        *credentials::credential_hash(RoundId::from_bytes(self.round), &Code::from_random(code)).as_bytes()
    }
}
