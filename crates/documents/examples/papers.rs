//! Writes every paper in every language and flavour into a folder, to be looked at:
//! `cargo run -p documents --example papers -- FOLDER`.
#![expect(clippy::unwrap_used, reason = "an example stops at the first surprise")]

#[path = "../tests/samples/mod.rs"]
mod samples;

use std::path::PathBuf;

use documents::Language;
use samples::{Flavour, papers};

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap());
    std::fs::create_dir_all(&folder).unwrap();
    for language in Language::ALL {
        for flavour in Flavour::ALL {
            for paper in papers(flavour, language) {
                let name = format!("{}-{flavour:?}-{language}.pdf", paper.name);
                let bytes = paper.pdf.unwrap();
                println!("{name}: {} bytes, {} strings", bytes.len(), paper.expected.len());
                std::fs::write(folder.join(name), bytes).unwrap();
            }
        }
    }
}
