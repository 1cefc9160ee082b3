//! The judges of the small sheet take their tokens, before casting begins.

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use rand::RngExt;
use rand::seq::SliceRandom;
use tokens::{BlindSignature, BlindedMessage};

use super::devices::{Device, Devices, Taken};
use super::life::Casting;
use crate::home::SMALL;

impl Casting<'_> {
    /// Everybody of the small sheet takes a token, in an order that has nothing to do with who comes when, and one or two
    /// people besides, who never use theirs. Some who have one ask again and get the same answer; the box is dropped in
    /// between and opened anew.
    pub(super) async fn take_tokens(&mut self, device: Device) -> Result<()> {
        let keys = self.ballots.token_keys(self.round).await?;
        let key = keys.into_iter().find(|key| key.sheet == SMALL).context("a key of the small sheet")?;
        let devices = Devices::of(device, self.round, key.public_key)?;
        let of_sheet = (0..self.people.len()).filter(|person| self.people[*person].sheet == SMALL);
        let mut asking: Vec<Option<usize>> = of_sheet.map(Some).collect();
        let never_used = self.chance.random_range(1..=2);
        asking.extend((0..never_used).map(|_| None));
        asking.shuffle(&mut self.chance);
        self.happened.never_used += never_used;
        let mut answers: Vec<(BlindedMessage, BlindSignature)> = Vec::new();
        for (asked, person) in asking.into_iter().enumerate() {
            if self.chance.random_ratio(1, 20) {
                self.ballots = Arc::new(self.home.open(self.chance.random()).await?);
            }
            let request = devices.begin(asked, &mut self.chance)?;
            let answer = self.ballots.sign_token(self.round, SMALL, request.sent).await?;
            let token = devices.finish(&request, &answer)?;
            if let Some(person) = person {
                self.people[person].token = Some(Taken { asked, blinded: request.sent, answer, token });
            }
            answers.push((request.sent, answer));
            if self.chance.random_ratio(1, 8) {
                let (blinded, before) = answers[self.chance.random_range(0..answers.len())];
                let again = self.ballots.sign_token(self.round, SMALL, blinded).await?;
                ensure!(again == before, "one blinded message, two signatures");
                self.happened.asked_again += 1;
            }
        }
        Ok(())
    }
}
