//! Plain arithmetic with the numbers that tokens are made of, without what the product's own crate refuses.

use anyhow::{Context, Result};
use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd};
use tokens::{KEY_BITS, SIGNATURE_LENGTH, TokenPublicKey, rsabssa};

/// The exponent of every key of tokens.
const EXPONENT: u32 = 65_537;

/// A number below a key's modulus, most significant byte first.
pub type Number = [u8; SIGNATURE_LENGTH];

/// The numbers below the modulus of a key.
pub struct Numbers(BoxedMontyParams);

impl Numbers {
    /// Those of a key.
    ///
    /// # Errors
    /// Never in practice: a modulus is odd and as long as it should be.
    pub fn of(key: &TokenPublicKey) -> Result<Self> {
        let modulus = rsabssa::PublicKey::from_spki(key.to_spki())?.modulus();
        let modulus = BoxedUint::from_be_slice(&modulus, KEY_BITS as u32)?;
        Ok(Self(BoxedMontyParams::new_vartime(Odd::new(modulus).into_option().context("an odd modulus")?)))
    }

    /// What anybody makes of a signature with the public key: the message as it was encoded.
    ///
    /// # Errors
    /// Never in practice.
    pub fn raised(&self, number: &Number) -> Result<Number> {
        bytes(&self.form(number)?.pow(&BoxedUint::from(EXPONENT)))
    }

    /// The product of two.
    ///
    /// # Errors
    /// Never in practice.
    pub fn product(&self, one: &Number, other: &Number) -> Result<Number> {
        bytes(&self.form(one)?.mul(&self.form(other)?))
    }

    /// What gives one, multiplied by this.
    ///
    /// # Errors
    /// A number that shares a factor with the modulus.
    pub fn inverse(&self, number: &Number) -> Result<Number> {
        bytes(&self.form(number)?.invert_vartime().into_option().context("a number with an inverse")?)
    }

    fn form(&self, number: &Number) -> Result<BoxedMontyForm> {
        Ok(BoxedMontyForm::new(BoxedUint::from_be_slice(number, KEY_BITS as u32)?, &self.0))
    }
}

fn bytes(form: &BoxedMontyForm) -> Result<Number> {
    form.retrieve().to_be_bytes().as_ref().try_into().context("a number as long as the modulus")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;
    use tokens::{SIGNATURE_LENGTH, TokenKeys};

    use super::{Number, Numbers};

    const KEY: &[u8] = include_bytes!("../../../crates/tokens/tests/all/data/key-one.der");

    fn small(number: u8) -> Number {
        let mut bytes = [0; SIGNATURE_LENGTH];
        bytes[SIGNATURE_LENGTH - 1] = number;
        bytes
    }

    #[test]
    fn products_and_inverses_are_those_of_whole_numbers() {
        let keys = TokenKeys::from_pkcs8(KEY).unwrap();
        let numbers = Numbers::of(keys.public_key()).unwrap();
        assert_eq!(numbers.product(&small(6), &small(7)).unwrap(), small(42));
        let inverse = numbers.inverse(&small(7)).unwrap();
        assert_eq!(numbers.product(&inverse, &small(42)).unwrap(), small(6));
        assert_eq!(numbers.raised(&small(1)).unwrap(), small(1));
        assert!(numbers.inverse(&small(0)).is_err());
    }

    #[test]
    fn what_the_private_key_signed_is_what_the_public_key_gives_back() {
        let keys = TokenKeys::from_pkcs8(KEY).unwrap();
        let numbers = Numbers::of(keys.public_key()).unwrap();
        let blinded = tokens::BlindedMessage::from_bytes(&small(5)).unwrap();
        let signature = keys.sign(&mut StdRng::seed_from_u64(1), &blinded).unwrap();
        assert_eq!(numbers.raised(signature.as_bytes()).unwrap(), small(5));
    }
}
