//! The stream of hand-ins: who comes when, and with what.

use std::collections::VecDeque;
use std::sync::Arc;

use credentials::{Code, CookieContent, CookieNonce, Credential, RetryKey, RoundId, RoundSecret, seal_cookie};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::Settings;
use super::crowd::{Attempt, Crowd, HOLDERS, Try};
use super::door::{Cookie, Post};
use super::hall::{Hall, NUMBERS};
use crate::home::bytes;

/// More than any form of the installation may hold.
const TOO_LARGE: usize = (1 << 20) + 1_024;

/// Where the hand-ins come from.
pub struct Stream<'a> {
    hall: &'a Hall,
    chance: StdRng,
    settings: Settings,
    /// Who stands at the door already.
    waiting: VecDeque<Attempt>,
    /// How many judges, and how many slips that are raced for, have come.
    begun: usize,
}

impl<'a> Stream<'a> {
    /// Nobody has come.
    #[must_use]
    pub fn to(hall: &'a Hall, settings: Settings) -> Self {
        let chance = StdRng::seed_from_u64(settings.seed);
        Self { hall, chance, settings, waiting: VecDeque::new(), begun: 0 }
    }

    /// Whoever comes next; `None` when everybody has come.
    pub fn next(&mut self, crowd: &Crowd) -> Option<Attempt> {
        let sent = usize::try_from(crowd.sent()).unwrap_or(usize::MAX);
        if self.waiting.is_empty() && self.begun == self.settings.honest && sent >= self.settings.hand_ins {
            return None;
        }
        let is_due = self.begun * self.settings.hand_ins <= sent * self.settings.honest;
        if self.waiting.is_empty() && self.begun < self.settings.honest && is_due {
            self.let_a_judge_and_racers_come();
        }
        Some(match self.waiting.pop_front() {
            Some(attempt) => attempt,
            None => self.somebody(crowd),
        })
    }

    /// A judge presses twice; every other one's connection was gone the first time. Eight race for a slip.
    fn let_a_judge_and_racers_come(&mut self) {
        let number = self.begun;
        self.begun += 1;
        if number.is_multiple_of(2) {
            let waits = number.is_multiple_of(4);
            self.waiting.push_back(Attempt { what: Try::LostAnswer { waits }, post: self.hall.own(number) });
        }
        for _ in 0..2 {
            self.waiting.push_back(Attempt { what: Try::Honest(number), post: self.hall.own(number) });
        }
        for (racer, cookie) in self.hall.slips[number].iter().enumerate() {
            let post = self.hall.sheet(Cookie::Is(Arc::clone(cookie)), number, 1 + racer % 2);
            self.waiting.push_back(Attempt { what: Try::Race(number), post });
        }
        if number.is_multiple_of(4) {
            self.let_a_holder_and_racers_come(number / 4);
        }
    }

    /// The same with a token.
    fn let_a_holder_and_racers_come(&mut self, number: usize) {
        let (holders, token) = (&self.hall.holders, HOLDERS + number);
        for _ in 0..2 {
            self.waiting.push_back(Attempt { what: Try::Honest(token), post: holders.own(number) });
        }
        for (racer, cookie) in holders.raced[number].iter().enumerate() {
            let post = holders.sheet(Cookie::Is(Arc::clone(cookie)), number, 1 + racer % 2);
            self.waiting.push_back(Attempt { what: Try::Race(token), post });
        }
    }

    /// Somebody with no good intention in the round with tokens, or a judge who asks again.
    fn somebody_with_a_token(&mut self, crowd: &Crowd) -> Attempt {
        let holders = &self.hall.holders;
        let number = self.chance.random_range(0..self.begun.div_ceil(4));
        let judge = &holders.judges[number];
        let is_used = crowd.is_acknowledged(HOLDERS + number);
        let other_grades = self.chance.random_range(0..NUMBERS);
        let sheet = |cookie| holders.sheet(cookie, other_grades, 1);
        let (what, post) = match self.chance.random_range(0..100) {
            0..20 if is_used => (Try::ReplayedToken, sheet(Cookie::Is(Arc::clone(&judge.another)))),
            20..40 if is_used => (Try::UsedToken, Post::entered(&judge.text)),
            40..50 => (Try::Honest(HOLDERS + number), holders.own(number)),
            50..65 => (Try::ForgedToken, Post::entered(&one_of(&holders.forged, &mut self.chance).to_text())),
            65..80 => {
                let token = one_of(&holders.forged, &mut self.chance).to_carried();
                let cookie = Cookie::Forged(holders.round.id, Box::new(Credential::Token(token)));
                (Try::ForgedTokenInCookie, sheet(cookie))
            }
            _ => (Try::SpoiledToken, Post::entered(&holders.spoiled(&mut self.chance))),
        };
        Attempt { what, post }
    }

    /// Somebody with no good intention, or a judge who asks again.
    fn somebody(&mut self, crowd: &Crowd) -> Attempt {
        if self.chance.random_range(0..8) == 0 {
            return self.somebody_with_a_token(crowd);
        }
        let number = self.chance.random_range(0..self.begun);
        let judge = &self.hall.judges[number];
        let is_used = crowd.is_acknowledged(number);
        let other_grades = self.chance.random_range(0..NUMBERS);
        let sheet = |cookie| self.hall.sheet(cookie, other_grades, 1);
        let (what, post) = match self.chance.random_range(0..100) {
            0..12 if is_used => (Try::Replayed, sheet(Cookie::Is(Arc::clone(&judge.another)))),
            12..20 if is_used => (Try::UsedCode, Post::code(&judge.code)),
            20..30 if is_used => (Try::Altered, sheet(Cookie::Is(Arc::clone(&judge.own)))),
            30..35 => (Try::Honest(number), self.hall.own(number)),
            35..48 => (Try::Malformed, self.malformed()),
            48..50 => (Try::OthersForm, self.others_form()),
            50..54 => (Try::CancelledCode, Post::code(&one_of(&self.hall.refused, &mut self.chance))),
            54..58 => {
                let code = one_of(&self.hall.refused, &mut self.chance);
                (Try::Cancelled, sheet(forged(self.hall.round.id, code)))
            }
            58..63 => {
                let code = one_of(&self.hall.others, &mut self.chance);
                (Try::OtherRound, sheet(forged(self.hall.round.id, code)))
            }
            63..70 => (Try::Cookie, sheet(self.cookie())),
            70..85 => (Try::MadeUpCode, Post::code(&Code::from_random(bytes(&mut self.chance)))),
            _ => {
                let code = Code::from_random(bytes(&mut self.chance));
                (Try::Forged, sheet(forged(self.hall.round.id, code)))
            }
        };
        Attempt { what, post }
    }

    /// A form that does not fit its sheet, or is none, with a code that stays unused.
    fn malformed(&mut self) -> Post {
        let field = |name: &str, value: &str| self.hall.filled(&[(name.to_owned(), value.to_owned())]);
        let sheet = |number| format!("{}.{number}", self.hall.round.number);
        let cut = |body: Vec<u8>| body[..body.len() / 3].to_vec();
        let cookie = Cookie::Is(one_of(&self.hall.unused, &mut self.chance));
        let body = match self.chance.random_range(0..210) {
            0..20 => self.hall.without("g0-3"),
            20..40 => field("g0-0", "9"),
            40..50 => field("g0-0", "不满意"),
            50..60 => field("g0-99", "1"),
            60..70 => field("g7-0", "1"),
            70..80 => field("same", "0.9"),
            80..100 => field("sheet", &sheet(9)),
            100..110 => field("sheet", "1"),
            110..120 => self.hall.without("sheet"),
            120..140 => field("o0", &"多".repeat(2_001)),
            140..150 => cut(field("g0-0", "1")),
            150..160 => vec![0xff; 200],
            160..170 => br#"{"g0-0":"1","g0-1":"1"}"#.to_vec(),
            170..180 => Vec::new(),
            180..209 => {
                // A whole sheet, but from a page that is not ours.
                let post = Post::sheet(cookie, field("g0-0", "1"));
                return Post { origin: "https://elsewhere.example", ..post };
            }
            _ => vec![b'g'; TOO_LARGE],
        };
        Post::sheet(cookie, body)
    }

    /// The other round's form.
    fn others_form(&mut self) -> Post {
        let cookie = Cookie::Is(one_of(&self.hall.unused, &mut self.chance));
        Post::sheet(cookie, self.hall.other_form.filled(&[]).into_bytes())
    }

    /// A cookie with one letter changed, one made with a secret of one's own, or one of a round that does not exist.
    fn cookie(&mut self) -> Cookie {
        let good = one_of(&self.hall.unused, &mut self.chance);
        let kind = self.chance.random_range(0..3);
        if kind == 0 {
            // The last letter may hold bits that say nothing.
            let at = self.chance.random_range(0..good.len() - 1);
            let damage = |(place, letter): (usize, char)| match (place == at, letter) {
                (false, _) => letter,
                (true, 'A') => 'B',
                (true, _) => 'A',
            };
            return Cookie::Is(good.chars().enumerate().map(damage).collect::<String>().into());
        }
        let round = if kind == 1 { self.hall.round.id } else { RoundId::from_bytes(bytes(&mut self.chance)) };
        let content = CookieContent {
            credential: Code::from_random(bytes(&mut self.chance)).into(),
            retry_key: RetryKey::from_random(bytes(&mut self.chance)),
        };
        let secret = RoundSecret::from_random(bytes(&mut self.chance));
        let made = seal_cookie(&secret, round, &content, CookieNonce(bytes(&mut self.chance)));
        Cookie::Is(made.unwrap_or_default().into())
    }
}

fn forged(round: RoundId, code: Code) -> Cookie {
    Cookie::Forged(round, Box::new(code.into()))
}

fn one_of<T: Clone>(all: &[T], chance: &mut StdRng) -> T {
    all[chance.random_range(0..all.len())].clone()
}
