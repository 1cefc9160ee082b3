//! Bulletin and summary cover every measure of the round and say that own grades count.

use unicode_normalization::UnicodeNormalization;

use crate::run;
use crate::world::{Judges, World, cast};

const TOWN: &[(&str, Option<usize>)] = &[("柳林镇党委", None), ("东河村党支部", Some(0)), ("西沟村党支部", Some(0))];

const OWN_GRADES: &str = "本人一栏也要填写，并与其他人的票一样计入结果";

/// Whether a PDF says these words; spaces and the width of letters do not matter.
pub fn says(pdf: &[u8], words: &str) -> bool {
    plain(&pdf_extract::extract_text_from_mem(pdf).unwrap()).contains(&plain(words))
}

fn plain(text: &str) -> String {
    text.nfkc().filter(|letter| !letter.is_whitespace()).collect()
}

#[test]
fn bulletin_and_summary_show_every_measure_and_say_that_own_grades_count() {
    run(async |app| {
        let mut world = World::of(
            TOWN,
            vec![
                Judges::members(1, 30, &[(27, 0), (3, 1)]),
                Judges::masses(1, &[(20, 0), (4, 1)]),
                Judges::masses(2, &[(13, 0), (4, 2)]),
            ],
        );
        world.members = vec![(1, "王建国"), (2, "张卫东")];
        let made = cast(app, &world).await;
        made.seal(app).await;
        let mut office = app.office().await;
        for paper in ["/bulletin.pdf", "/summary.pdf"] {
            let pdf = office.get(&made.path(paper)).await;
            // Both judged organisations and both members, each with the rate of the overall item.
            for words in
                ["六方面", "五看", "东河村党支部", "西沟村党支部", "王建国", "张卫东", "47/54 = 87.0%", "13/17 = 76.5%"]
            {
                assert!(says(&pdf.bytes, words), "{paper}: {words}");
            }
            assert!(says(&pdf.bytes, OWN_GRADES), "{paper}");
        }
        // Of the sheet no judge stands on nothing is said.
        let own = office.get(&format!("{}/feedback.pdf", made.object(1))).await;
        assert!(says(&own.bytes, OWN_GRADES));
        let other = office.get(&format!("{}/feedback.pdf", made.object(2))).await;
        assert!(!says(&other.bytes, OWN_GRADES));
    });
}
