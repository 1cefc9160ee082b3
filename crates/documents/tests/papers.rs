//! Every paper in every language and flavour of text: it renders, the same view gives the same
//! bytes, and what is read in it is what the view says.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod reading;
mod samples;

use documents::Language;
use reading::{plain, read};
use samples::{Flavour, papers};

/// How a text of a view should read: composed, without spaces, what no font draws as its number.
/// Arabic is set from right to left and read back in the order of the line, so it is reversed.
fn printed(text: &str) -> String {
    let text = text.replace('🙂', "〔U+1F642〕");
    let arabic: String = text.chars().filter(|letter| ('\u{600}'..'\u{700}').contains(letter)).collect();
    let reversed: String = arabic.chars().rev().collect();
    plain(&if arabic.is_empty() { text } else { text.replace(&arabic, &reversed) })
}

fn every_paper(flavour: Flavour) {
    for language in Language::ALL {
        for paper in papers(flavour, language) {
            let pdf = paper.pdf.unwrap();
            let text = read(&pdf);
            for expected in &paper.expected {
                let expected = printed(expected);
                let name = paper.name;
                assert!(text.contains(&expected), "{name} {flavour:?} {language}: {expected:?} not in {text}");
            }
            // PDF/A would not be claimed of a paper with a glyph missing or a font left out.
            assert!(String::from_utf8_lossy(&pdf).contains("<pdfaid:part>2"), "{}", paper.name);
            assert!(!text.contains('⟦'), "{} {language}: a label is missing in {text}", paper.name);
        }
    }
}

#[test]
fn ordinary_papers_say_what_their_views_say() {
    every_paper(Flavour::Sample);
}

#[test]
fn long_texts_are_neither_clipped_nor_lost() {
    every_paper(Flavour::Long);
}

#[test]
fn empty_views_make_papers() {
    every_paper(Flavour::Empty);
}

#[test]
fn rare_characters_markup_and_right_to_left_text_arrive_as_written() {
    every_paper(Flavour::Unusual);
}

#[test]
fn the_same_view_gives_the_same_bytes() {
    for flavour in Flavour::ALL {
        let pairs = papers(flavour, Language::ZhHans).into_iter().zip(papers(flavour, Language::ZhHans));
        for (one, other) in pairs {
            assert!(one.pdf.unwrap() == other.pdf.unwrap(), "{} differs from itself", one.name);
        }
    }
}

#[test]
fn another_view_gives_other_bytes() {
    let (ordinary, unusual) = (Flavour::Sample, Flavour::Unusual);
    let pairs = papers(ordinary, Language::En).into_iter().zip(papers(unusual, Language::En));
    for (one, other) in pairs {
        assert!(one.pdf.unwrap() != other.pdf.unwrap(), "{} ignores its view", one.name);
    }
}
