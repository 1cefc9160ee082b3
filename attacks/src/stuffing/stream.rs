//! The stream of hand-ins: who comes when, and with what.

use std::collections::VecDeque;
use std::sync::Arc;

use credentials::{Code, CookieContent, CookieNonce, RetryKey, RoundId, RoundSecret, seal_cookie};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tokens::Token;

use super::Settings;
use super::crowd::{Attempt, Crowd, HOLDERS, Try};
use super::door::{Cookie, Post};
use super::hall::{Hall, NUMBERS};
use crate::home::bytes;

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
        if number.is_multiple_of(2) {
            let waits = number.is_multiple_of(4);
            self.waiting.push_back(Attempt { what: Try::LostAnswerToHolder { waits }, post: holders.own(number) });
        }
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
        let chance = &mut self.chance;
        let (what, post) = match chance.random_range(0..100) {
            0..12 if is_used => (Try::ReplayedToken, sheet(Cookie::Is(Arc::clone(&judge.another)))),
            12..20 if is_used => (Try::UsedToken, Post::entered(&judge.text)),
            20..30 if is_used => (Try::AlteredByToken, sheet(Cookie::Is(Arc::clone(&judge.own)))),
            30..38 => (Try::Honest(HOLDERS + number), holders.own(number)),
            38..48 => (Try::MalformedByToken, holders.unfit(one_of(&holders.unused_cookies, chance)).post(chance)),
            48..52 => (Try::OthersFormByToken, holders.others_form(one_of(&holders.unused_cookies, chance))),
            52..62 => (Try::ForgedToken, Post::entered(&one_of(&holders.forged, chance).to_text())),
            62..70 => (Try::ForgedTokenInCookie, sheet(holders.cookie_with(&one_of(&holders.forged, chance)))),
            70..75 => {
                let token = Token::from_carried(holders.round.id, &one_of(&holders.other.tokens, chance).to_carried());
                (Try::OthersToken, Post::entered(&token.to_text()))
            }
            75..80 => {
                let cookie = holders.cookie_with(&one_of(&holders.other.tokens, chance));
                (Try::OthersTokenInCookie, sheet(cookie))
            }
            80..84 => (Try::RetiredToken, Post::entered(&one_of(&holders.retired.tokens, chance).to_text())),
            84..88 => (Try::RetiredTokenInCookie, holders.by_retired_token(&one_of(&holders.retired.tokens, chance))),
            _ => (Try::SpoiledToken, Post::entered(&holders.spoiled(chance))),
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
        let cookie = one_of(&self.hall.unused, &mut self.chance);
        self.hall.unfit(cookie).post(&mut self.chance)
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
