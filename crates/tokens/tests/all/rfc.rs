//! The figures of RFC 9474, appendix A.
//!
//! All four are of one key of 4096 bits. The first is of our variant and must come out in every step. Signing knows no
//! variant, so that all four blind signatures must come out. The other three signatures are told apart by the verifiers:
//! without salt they are refused, with salt and without a prefix they are plain signatures over a shorter message.

use crate::Foreseen;
use blind_rsa_signatures::reexports::crypto_bigint::BoxedUint;
use blind_rsa_signatures::reexports::rsa::PrivateKey as AnyKey;
use blind_rsa_signatures::reexports::rsa::pkcs8::EncodePrivateKey;
use data_encoding::HEXLOWER;
use serde_json::Value;
use tokens::rsabssa::{Blinding, FastVerifier, FinaliseError, KeyError, PrivateKey, VerifyError};
use tokens::{SignError, TokenKeys, TokenPublicKey};

const OURS: &str = "RSABSSA-SHA384-PSS-Randomized";
const UNPREPARED: &str = "RSABSSA-SHA384-PSS-Deterministic";

struct Vector(Value);

impl Vector {
    fn all() -> Vec<Self> {
        let vectors: Vec<Value> = serde_json::from_str(include_str!("data/rfc9474.json")).unwrap();
        assert_eq!(vectors.len(), 4);
        vectors.into_iter().map(Self).collect()
    }

    fn ours() -> Self {
        Self::all().into_iter().find(|vector| vector.name() == OURS).unwrap()
    }

    fn name(&self) -> &str {
        self.0["name"].as_str().unwrap()
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        let text = self.0[name].as_str().unwrap();
        HEXLOWER.decode(text.trim_start_matches("0x").as_bytes()).unwrap()
    }

    fn number(&self, name: &str) -> BoxedUint {
        let bytes = self.bytes(name);
        let bits = u32::try_from(bytes.len() * 8).unwrap();
        BoxedUint::from_be_slice(&bytes, bits).unwrap()
    }

    fn key(&self) -> PrivateKey {
        let primes = vec![self.number("p"), self.number("q")];
        let key = AnyKey::from_components(self.number("n"), self.number("e"), self.number("d"), primes);
        PrivateKey::from_pkcs8(key.unwrap().to_pkcs8_der().unwrap().as_bytes()).unwrap()
    }

    fn blinding(&self) -> Blinding {
        Blinding {
            prefix: self.bytes("msg_prefix").try_into().unwrap(),
            blinded_message: self.bytes("blinded_msg"),
            inverse: self.bytes("inv").into(),
        }
    }
}

#[test]
fn our_variant_comes_out_in_every_step_as_the_rfc_has_it() {
    let vector = Vector::ours();
    let (private, message) = (vector.key(), vector.bytes("msg"));
    let public = private.public_key().unwrap();

    let modulus = vector.number("n").to_nz().unwrap();
    let factor = vector.number("inv").invert_mod(&modulus).unwrap();
    // The factor is drawn with its least significant byte first.
    let draws = vec![vector.bytes("msg_prefix"), vector.bytes("salt"), factor.to_le_bytes().to_vec()];
    let blinding = public.blind(&mut Foreseen(draws), &message).unwrap();
    assert_eq!(blinding.blinded_message, vector.bytes("blinded_msg"));
    assert_eq!(*blinding.inverse, vector.bytes("inv"));
    assert_eq!([blinding.prefix.as_slice(), &message].concat(), vector.bytes("input_msg"));

    let blind_signature = private.blind_sign(&mut crate::random(1), &blinding.blinded_message).unwrap();
    assert_eq!(blind_signature, vector.bytes("blind_sig"));
    let signature = public.finalise(&message, &blinding, &blind_signature).unwrap();
    assert_eq!(signature, vector.bytes("sig"));
    assert_eq!(public.verify(&blinding.prefix, &message, &signature), Ok(()));
    assert_eq!(FastVerifier::new(&public).unwrap().verify(&vector.bytes("input_msg"), &signature), Ok(()));
}

#[test]
fn every_blinded_message_of_the_rfc_gets_its_signature() {
    for vector in Vector::all() {
        let signed = vector.key().blind_sign(&mut crate::random(2), &vector.bytes("blinded_msg"));
        assert_eq!(signed.unwrap(), vector.bytes("blind_sig"), "{}", vector.name());
    }
}

#[test]
fn both_verifiers_tell_the_variants_of_the_rfc_apart_alike() {
    for vector in Vector::all() {
        let public = vector.key().public_key().unwrap();
        let (signed, signature) = (vector.bytes("input_msg"), vector.bytes("sig"));
        let (prefix, message) = signed.split_first_chunk::<32>().unwrap();
        let has_our_salt = [OURS, UNPREPARED].contains(&vector.name());
        let expected = if has_our_salt { Ok(()) } else { Err(VerifyError) };
        assert_eq!(public.verify(prefix, message, &signature), expected, "{}", vector.name());
        assert_eq!(FastVerifier::new(&public).unwrap().verify(&signed, &signature), expected, "{}", vector.name());
    }
}

#[test]
fn one_flipped_bit_of_the_rfcs_answer_gives_no_signature() {
    let vector = Vector::ours();
    let public = vector.key().public_key().unwrap();
    let (message, answer) = (vector.bytes("msg"), vector.bytes("blind_sig"));
    for byte in (0..answer.len()).step_by(37) {
        let mut spoiled = answer.clone();
        spoiled[byte] ^= 1;
        let refused = public.finalise(&message, &vector.blinding(), &spoiled);
        assert_eq!(refused, Err(FinaliseError::Signature), "byte {byte}");
    }
    let short = public.finalise(&message, &vector.blinding(), &answer[1..]);
    assert_eq!(short, Err(FinaliseError::Length { expected: 512, found: 511 }));
    // As long as the modulus and not below it.
    assert_eq!(public.finalise(&message, &vector.blinding(), &[0xff; 512]), Err(FinaliseError::Signature));
}

#[test]
fn lengths_and_numbers_that_no_blinding_gives_are_not_signed() {
    let vector = Vector::ours();
    let (key, modulus) = (vector.key(), vector.bytes("n"));
    let sign = |blinded: &[u8]| key.blind_sign(&mut crate::random(3), blinded);
    for length in [0, 384, 511, 513] {
        assert_eq!(sign(&vec![1; length]), Err(SignError::Length { expected: 512, found: length }));
    }
    assert_eq!(sign(&modulus), Err(SignError::NotBelowModulus));
    assert_eq!(sign(&[0xff; 512]), Err(SignError::NotBelowModulus));
    let mut last = modulus;
    last[511] -= 1;
    assert!(sign(&last).is_ok());
}

#[test]
fn a_key_of_another_size_is_no_key_of_tokens() {
    let key = Vector::ours().key();
    assert_eq!(TokenKeys::from_pkcs8(&key.to_pkcs8().unwrap()).unwrap_err(), KeyError::Unfit);
    let public = key.public_key().unwrap().to_spki().unwrap();
    assert_eq!(TokenPublicKey::from_spki(&public).unwrap_err(), KeyError::Unfit);
}
