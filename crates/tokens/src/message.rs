//! What a token's signature is over.

use credentials::{RoundId, SheetId};

use crate::rsabssa::PREFIX_LENGTH;

/// Every signed message begins with its own label; nothing else is signed with a key of tokens.
const LABEL: &[u8; 17] = b"zhengyou/token/v1";
/// Random bytes that make a token this one and no other.
pub(crate) const SERIAL_LENGTH: usize = 32;
/// Label, round, sheet and random bytes.
pub(crate) const MESSAGE_LENGTH: usize = LABEL.len() + 16 + 4 + SERIAL_LENGTH;
/// The same behind the RFC's random prefix.
pub(crate) const PREPARED_LENGTH: usize = PREFIX_LENGTH + MESSAGE_LENGTH;

/// label ‖ round ‖ sheet ‖ random bytes; the sheet as four bytes, most significant first.
pub(crate) fn message(round: RoundId, sheet: SheetId, serial: &[u8; SERIAL_LENGTH]) -> [u8; MESSAGE_LENGTH] {
    let mut message = [0; MESSAGE_LENGTH];
    fill(&mut message, &[LABEL, round.as_bytes(), &sheet.0.to_be_bytes(), serial]);
    message
}

/// Writes the parts one after the other; the lengths are constants that add up.
pub(crate) fn fill(place: &mut [u8], parts: &[&[u8]]) {
    let bytes = parts.iter().copied().flatten();
    for (place, byte) in place.iter_mut().zip(bytes) {
        *place = *byte;
    }
}
