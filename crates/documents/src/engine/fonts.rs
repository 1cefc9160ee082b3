//! The embedded fonts, in the order in which they are tried.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontBook, FontInstance, FontVariant, FontVariations};
use typst::utils::LazyHash;

/// Text, headings, then what the first two lack: combining marks and other alphabets, rare Han.
const FILES: [&[u8]; 8] = [
    include_bytes!("../../fonts/NotoSerifSC-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansSC-Medium.ttf"),
    include_bytes!("../../fonts/NotoSerif-Regular.ttf"),
    include_bytes!("../../fonts/NotoNaskhArabic-Regular.ttf"),
    include_bytes!("../../fonts/NotoSerifTibetan-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansYi-Regular.ttf"),
    include_bytes!("../../fonts/NotoSerifHK-Extra.ttf"),
    include_bytes!("../../fonts/NotoSerifJP-Extra.ttf"),
];

/// The family of headings and charts.
const HEADINGS: &str = "Noto Sans SC";

/// The fonts, read once.
pub(super) struct Fonts {
    pub(super) all: Vec<Font>,
    pub(super) book: LazyHash<FontBook>,
    /// The same fonts, ready to measure.
    measures: Vec<FontInstance>,
}

pub(super) static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let all: Vec<Font> = FILES.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect();
    let book = LazyHash::new(FontBook::from_fonts(&all));
    let size = Abs::pt(10.0);
    let measure = |font: &Font| font.clone().instantiate(FontVariant::default(), size, &FontVariations::default());
    let measures = all.iter().map(measure).collect();
    Fonts { all, book, measures }
});

/// Whether some font draws the character.
pub(super) fn drawn(character: char) -> bool {
    let code = u32::from(character);
    FONTS.all.iter().any(|font| font.info().coverage.contains(code))
}

/// The family that draws the character where the headings' font does not; `None` where it does, or
/// where no font is needed.
pub(crate) fn fallback_family(character: char) -> Option<&'static str> {
    let code = u32::from(character);
    let covers = |font: &&Font| font.info().coverage.contains(code);
    let headings = FONTS.all.iter().filter(|font| font.info().family == HEADINGS);
    if headings.clone().any(|font| covers(&font)) {
        return None;
    }
    FONTS.all.iter().find(covers).map(|font| font.info().family.as_str())
}

/// How wide the character is in thousandths of the font size, in the headings' font or the one that
/// stands in for it; marks and joiners have no width.
pub(crate) fn advance(character: char) -> u64 {
    let order = FONTS.measures.iter().skip(1).chain(FONTS.measures.first());
    let font = order.map(FontInstance::ttf).find_map(|face| Some((face, face.glyph_index(character)?)));
    let Some((face, glyph)) = font else { return 0 };
    let advance = u64::from(face.glyph_hor_advance(glyph).unwrap_or(0));
    advance * 1_000 / u64::from(face.units_per_em().max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_font_file_reads_and_rare_names_are_drawn() {
        assert_eq!(FONTS.all.len(), FILES.len());
        for character in "𠮷㐂䶮龘喆堃\u{301}\u{308}أبདཀྲ‍ꀀ0OQ".chars().filter(|c| *c != '\u{200d}')
        {
            assert!(drawn(character), "{character} U+{:X}", u32::from(character));
        }
    }
}
