//! From a request to a token, and what a server can and cannot know.

use crate::{Foreseen, KEYS, OTHER_KEYS, ROUND, SHEET, random, token};
use blind_rsa_signatures::reexports::crypto_bigint::BoxedUint;
use credentials::{RoundId, SheetId};
use tokens::rsabssa::{Blinding, PublicKey};
use tokens::{
    BlindSignature, BlindedMessage, BulkVerifier, FinaliseError, KEY_BITS, KeyError, KeyFingerprint, LengthError,
    RequestError, SIGNATURE_LENGTH, SignError, TokenError, TokenKeys, TokenPublicKey, TokenRequest,
};

#[test]
fn a_token_is_blinded_signed_finalised_and_good() {
    let token = token(&KEYS, ROUND, SHEET, 1);
    assert_eq!((token.round(), token.sheet()), (ROUND, SHEET));
    assert_eq!(token.verify(KEYS.public_key(), ROUND, SHEET), Ok(()));
    assert_eq!(BulkVerifier::new(KEYS.public_key(), ROUND, SHEET).unwrap().verify(&token), Ok(()));
}

#[test]
fn the_same_blinded_message_always_gets_the_same_answer() {
    let request = TokenRequest::begin(KEYS.public_key(), ROUND, SHEET, &mut random(2)).unwrap();
    let first = KEYS.sign(&mut random(3), request.blinded_message()).unwrap();
    // Another server, with other randomness and the key read from its file.
    let again = TokenKeys::from_pkcs8(&KEYS.to_pkcs8().unwrap()).unwrap();
    assert_eq!(again.sign(&mut random(4), request.blinded_message()), Ok(first));
}

#[test]
fn a_request_kept_in_a_file_gives_the_same_token() {
    let request = TokenRequest::begin(KEYS.public_key(), ROUND, SHEET, &mut random(5)).unwrap();
    let answer = KEYS.sign(&mut random(6), request.blinded_message()).unwrap();
    let kept = TokenRequest::from_bytes(&request.to_bytes()).unwrap();
    assert_eq!(kept.blinded_message(), request.blinded_message());
    let tokens = [request, kept].map(|request| request.finalise(KEYS.public_key(), &answer).unwrap().to_text());
    assert_eq!(tokens[0], tokens[1]);
}

#[test]
fn a_damaged_request_is_refused_or_gives_no_token() {
    let request = TokenRequest::begin(KEYS.public_key(), ROUND, SHEET, &mut random(7)).unwrap();
    let answer = KEYS.sign(&mut random(8), request.blinded_message()).unwrap();
    let bytes = request.to_bytes();
    for length in [0, 1, bytes.len() - 1] {
        assert_eq!(TokenRequest::from_bytes(&bytes[..length]).unwrap_err(), RequestError);
    }
    assert_eq!(TokenRequest::from_bytes(&[bytes.as_slice(), &[0]].concat()).unwrap_err(), RequestError);
    // Round, sheet, random bytes, prefix and inverse; the blinded message behind them is not needed any more.
    for byte in (0..bytes.len() - 384).step_by(11) {
        let mut spoiled = bytes.clone();
        spoiled[byte] ^= 0x10;
        match TokenRequest::from_bytes(&spoiled) {
            Err(RequestError) => assert_eq!(byte, 0, "only the version is looked at"),
            Ok(request) => {
                let refused = request.finalise(KEYS.public_key(), &answer).unwrap_err();
                assert_eq!(refused, FinaliseError::Signature, "byte {byte}");
            }
        }
    }
}

#[test]
fn an_answer_to_something_else_or_of_another_key_gives_no_token() {
    let begin = |seed| TokenRequest::begin(KEYS.public_key(), ROUND, SHEET, &mut random(seed)).unwrap();
    let (request, another) = (begin(9), begin(10));
    let to_another = KEYS.sign(&mut random(11), another.blinded_message()).unwrap();
    assert_eq!(request.finalise(KEYS.public_key(), &to_another).unwrap_err(), FinaliseError::Signature);
    // What another key makes of it need not even be below this key's modulus.
    if let Ok(of_another) = OTHER_KEYS.sign(&mut random(12), request.blinded_message()) {
        assert_eq!(request.finalise(KEYS.public_key(), &of_another).unwrap_err(), FinaliseError::Signature);
    }
    let beyond = BlindSignature::from_bytes(&[0xff; 384]).unwrap();
    assert_eq!(request.finalise(KEYS.public_key(), &beyond).unwrap_err(), FinaliseError::Signature);
    // The request is as good as before.
    let answer = KEYS.sign(&mut random(13), request.blinded_message()).unwrap();
    assert!(request.finalise(KEYS.public_key(), &answer).is_ok());
}

#[test]
fn nothing_is_signed_that_was_not_blinded_under_this_key() {
    for length in [0, 383, 385, 512] {
        assert_eq!(BlindedMessage::from_bytes(&vec![1; length]), Err(LengthError { found: length }));
        assert_eq!(BlindSignature::from_bytes(&vec![1; length]), Err(LengthError { found: length }));
    }
    let beyond = BlindedMessage::from_bytes(&[0xff; 384]).unwrap();
    assert_eq!(KEYS.sign(&mut random(14), &beyond), Err(SignError::NotBelowModulus));
}

#[test]
fn the_same_token_blinded_again_looks_different_and_comes_out_the_same() {
    let public = PublicKey::from_spki(KEYS.public_key().to_spki()).unwrap();
    let message = b"zhengyou/token/v1 and so on";
    // The same prefix and salt, another factor.
    let blind = |factor: u8| {
        let factor = [vec![factor; SIGNATURE_LENGTH - 1], vec![0]].concat();
        public.blind(&mut Foreseen(vec![vec![1; 32], vec![2; 48], factor]), message).unwrap()
    };
    let finish = |blinding: &Blinding| {
        let blinded = BlindedMessage::from_bytes(&blinding.blinded_message).unwrap();
        let answer = KEYS.sign(&mut random(18), &blinded).unwrap();
        (blinded, answer, public.finalise(message, blinding, answer.as_bytes()).unwrap())
    };
    let (one, other) = (finish(&blind(3)), finish(&blind(4)));
    assert_ne!(one.0, other.0);
    assert_ne!(one.1, other.1);
    assert_eq!(one.2, other.2);
}

/// For whoever saw a request and its answer, and later a token of somebody else: there is a blinding factor that would have
/// led from the one to the other. So what was seen fits every token alike, and computing for ever tells nothing.
#[test]
fn what_the_server_saw_of_one_member_fits_the_token_of_any_other() {
    let public = PublicKey::from_spki(KEYS.public_key().to_spki()).unwrap();
    let modulus = BoxedUint::from_be_slice(&public.modulus(), 3072).unwrap().to_nz().unwrap();
    let number = |bytes: &[u8]| BoxedUint::from_be_slice(bytes, 3072).unwrap();
    let seen = TokenRequest::begin(KEYS.public_key(), ROUND, SHEET, &mut random(16)).unwrap();
    let answer = KEYS.sign(&mut random(17), seen.blinded_message()).unwrap();

    for seed in 18..21 {
        let token = token(&KEYS, ROUND, SHEET, seed);
        let prepared = token.prepared_message();
        let (prefix, message) = prepared.split_first_chunk::<32>().unwrap();
        let to_answer = number(answer.as_bytes()).invert_mod(&modulus).unwrap();
        let inverse = number(token.signature()).mul_mod(&to_answer, &modulus);
        let blinding = Blinding {
            prefix: *prefix,
            blinded_message: seen.blinded_message().as_bytes().to_vec(),
            inverse: inverse.to_be_bytes().to_vec().into(),
        };
        let explained = public.finalise(message, &blinding, answer.as_bytes());
        assert_eq!(explained.unwrap(), token.signature());
    }
}

#[test]
fn a_pair_is_read_back_from_its_files() {
    let public = KEYS.public_key();
    let read = TokenPublicKey::from_spki(public.to_spki()).unwrap();
    assert_eq!((read.fingerprint(), &read), (public.fingerprint(), public));
    let pair = TokenKeys::from_pkcs8(&KEYS.to_pkcs8().unwrap()).unwrap();
    assert_eq!(pair.public_key(), public);
    assert_ne!(public.fingerprint(), OTHER_KEYS.public_key().fingerprint());
    // What `openssl pkey -inform DER -in key-one.der -pubout -outform DER | sha256sum` prints.
    let printed = "163ea134d0f403a5bf1c23bdf78e3de06950c733d046b808846017840724a6c8";
    assert_eq!(public.fingerprint().to_string(), printed);
    assert_eq!(KeyFingerprint::from_bytes(*public.fingerprint().as_bytes()), public.fingerprint());
}

#[test]
fn a_spoiled_key_is_none() {
    let public = KEYS.public_key().to_spki();
    assert_eq!(TokenPublicKey::from_spki(&public[1..]).unwrap_err(), KeyError::Encoding);
    assert_eq!(TokenPublicKey::from_spki(&[public, &[0]].concat()).unwrap_err(), KeyError::Encoding);
    assert_eq!(TokenPublicKey::from_spki(b"").unwrap_err(), KeyError::Encoding);
    // The exponent 3, two bytes shorter in each of the three frames around it.
    let mut small = [&public[..public.len() - 5], &[2, 1, 3]].concat();
    for place in [3, 22, 27] {
        small[place] -= 2;
    }
    assert!(PublicKey::from_spki(&small).is_ok(), "it is a key, and none for tokens");
    assert_eq!(TokenPublicKey::from_spki(&small).unwrap_err(), KeyError::Unfit);
    // The same key in its other form, PKCS #1, would have another fingerprint.
    assert_eq!(TokenPublicKey::from_spki(&public[24..]).unwrap_err(), KeyError::Encoding);
    // The exponent is the last thing in it: 65539 instead of 65537.
    let mut other = public.to_vec();
    *other.last_mut().unwrap() = 3;
    assert_eq!(TokenPublicKey::from_spki(&other).unwrap_err(), KeyError::Unfit);
    let pair = KEYS.to_pkcs8().unwrap();
    assert_eq!(TokenKeys::from_pkcs8(&pair[..pair.len() - 1]).unwrap_err(), KeyError::Encoding);
    // A bit of a prime, behind modulus and exponents: the numbers do not belong together any more.
    let mut spoiled = pair.to_vec();
    spoiled[900] ^= 1;
    assert_eq!(TokenKeys::from_pkcs8(&spoiled).unwrap_err(), KeyError::Encoding);
    assert_eq!(TokenKeys::from_pkcs8(b"").unwrap_err(), KeyError::Encoding);
}

#[test]
fn a_fresh_pair_signs_tokens_of_its_own() {
    let keys = TokenKeys::generate(&mut random(20)).unwrap();
    assert_eq!(keys.public_key().to_spki().len(), 422);
    assert_eq!(KEY_BITS, 3072);
    let (round, sheet) = (RoundId::from_bytes([1; 16]), SheetId(1));
    let token = token(&keys, round, sheet, 21);
    assert_eq!(token.verify(keys.public_key(), round, sheet), Ok(()));
    assert_eq!(token.verify(KEYS.public_key(), round, sheet), Err(TokenError::OtherKey));
}

#[test]
fn nothing_secret_is_shown_by_debugging() {
    let request = TokenRequest::begin(KEYS.public_key(), ROUND, SHEET, &mut random(22)).unwrap();
    assert_eq!(
        format!("{:?} {request:?} {:?}", &*KEYS, request.blinded_message()),
        "TokenKeys(hidden) TokenRequest(hidden) BlindedMessage(hidden)"
    );
    assert_eq!(format!("{:?}", token(&KEYS, ROUND, SHEET, 23)), "Token(hidden)");
}
