//! Forms that do not fit a sheet, or are none, with a code or a token that stays unused.

use std::sync::Arc;

use rand::RngExt;
use rand::rngs::StdRng;
use test_support::Form;

use super::door::{Cookie, Post};

/// More than any form of the installation may hold.
const TOO_LARGE: usize = (1 << 20) + 1_024;

/// What unfit forms are made of.
pub struct Unfit<'a> {
    /// The good form of the sheet.
    pub form: &'a Form,
    /// The round, as the form names it.
    pub round: String,
    /// The cookie of a code or token that stays unused.
    pub cookie: Arc<str>,
}

impl Unfit<'_> {
    /// A form that does not fit its sheet, or is none.
    #[must_use]
    pub fn post(self, chance: &mut StdRng) -> Post {
        let field = |name: &str, value: &str| self.form.filled(&[(name, value)]).into_bytes();
        let sheet = |number| format!("{}.{number}", self.round);
        let cut = |body: Vec<u8>| body[..body.len() / 3].to_vec();
        let body = match chance.random_range(0..210) {
            0..20 => self.without("g0-3"),
            20..40 => field("g0-0", "9"),
            40..50 => field("g0-0", "不满意"),
            50..60 => field("g0-99", "1"),
            60..70 => field("g7-0", "1"),
            70..80 => field("same", "0.9"),
            80..100 => field("sheet", &sheet(9)),
            100..110 => field("sheet", "1"),
            110..120 => self.without("sheet"),
            120..140 => field("o0", &"多".repeat(2_001)),
            140..150 => cut(field("g0-0", "1")),
            150..160 => vec![0xff; 200],
            160..170 => br#"{"g0-0":"1","g0-1":"1"}"#.to_vec(),
            170..180 => Vec::new(),
            180..209 => {
                // A whole sheet, but from a page that is not ours.
                let post = Post::sheet(Cookie::Is(self.cookie), self.form.filled(&[("g0-0", "1")]).into_bytes());
                return Post { origin: "https://elsewhere.example", ..post };
            }
            _ => vec![b'g'; TOO_LARGE],
        };
        Post::sheet(Cookie::Is(self.cookie), body)
    }

    fn without(&self, field: &str) -> Vec<u8> {
        let mut form = self.form.clone();
        form.fields.retain(|(name, _)| name != field);
        form.filled(&[]).into_bytes()
    }
}
