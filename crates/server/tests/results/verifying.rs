//! Both verifiers on an archive as it was fetched.

use archive::{Bytes, Evidence, verify};
use credentials::Receipt;
use test_support::{Shown, TestApp, verifier};

/// What people hold besides the file.
#[derive(Default)]
pub struct Held<'a> {
    /// The root as a page shows it.
    pub root: Option<&'a str>,
    /// What judges keep.
    pub receipts: &'a [Receipt],
    /// The other archive of the round.
    pub other: Option<&'a Shown>,
}

/// An archive stands, and `verifier/zyverify.py` says the same of it.
pub fn stands(app: &TestApp, file: &Shown, held: &Held<'_>) {
    assert_eq!(file.status, 200, "{}", file.text());
    let mut evidence = held.receipts.iter().fold(Evidence::default(), |held, receipt| held.with_receipt(*receipt));
    let mut words: Vec<String> = Vec::new();
    words.extend(held.receipts.iter().flat_map(|receipt| ["--receipt".to_owned(), receipt.to_text()]));
    if let Some(root) = held.root {
        evidence = evidence.with_root(Bytes::parse(root).unwrap());
        words.extend(["--root".to_owned(), root.to_owned()]);
    }
    if let Some(other) = held.other {
        evidence = evidence.with_other(verify(other.bytes.as_slice(), &Evidence::default()).unwrap());
        words.extend(["--other".to_owned(), written(app, "other", other)]);
    }
    let report = verify(file.bytes.as_slice(), &evidence).unwrap();
    assert!(report.stands(), "{report:?}");
    words.push(written(app, "fetched", file));
    verifier::stands(&words);
}

fn written(app: &TestApp, name: &str, file: &Shown) -> String {
    let path = app.folder.join(format!("{name}.zyarchive"));
    std::fs::write(&path, &file.bytes).unwrap();
    path.to_str().unwrap().to_owned()
}
