//! Everything the arithmetic can say has words in every language.

use rules::Step;
use rules::statistics_return::Remark;
use rules::warnings::Warning;
use texts::Language;

use crate::run;

#[test]
fn every_step_warning_and_remark_has_a_text_in_every_language() {
    run(async |app| {
        let steps = Step::CATALOGUE.iter().map(|(key, names)| (format!("results-step-{key}"), *names));
        let others = Warning::CATALOGUE.iter().chain(Remark::CATALOGUE);
        let others = others.map(|(key, names)| (format!("results-{key}"), *names));
        for (key, names) in steps.chain(others) {
            let arguments: Vec<_> = names.iter().map(|name| (*name, "1".into())).collect();
            for language in Language::ALL {
                let text = app.app.texts.with(language, &key, &arguments);
                assert!(!text.contains('⟦'), "{key} in {language}: {text}");
            }
        }
    });
}
