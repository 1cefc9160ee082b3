//! How passwords are kept.

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use storage::Reads;
use storage::entities::account;
use test_support::TestApp;

use crate::{CHOSEN, begin, make, password_on, run, security};

async fn stored(app: &TestApp, name: &str) -> String {
    let found = account::Entity::find().filter(account::Column::SignInName.eq(name));
    found.one(app.app.database.connection()).await.unwrap().unwrap().password_hash
}

#[test]
fn passwords_are_kept_as_argon2id_hashes_each_with_a_salt_of_its_own() {
    run(async |app| {
        let mut security = security(app).await;
        let mut hashes = BTreeSet::new();
        for name in ["first", "second"] {
            let made = make(&mut security, name, &[("role", "auditor")]).await;
            let one_time = password_on(&made);
            hashes.insert(stored(app, name).await);
            let home = begin(&mut app.anonymous(), name, &one_time).await;
            assert!(home.path.starts_with("/w?"), "{}: {}", home.path, home.text());
            let own = stored(app, name).await;
            assert!(!own.contains(CHOSEN), "{own}");
            hashes.insert(own);
        }
        // Both chose the same password.
        assert_eq!(hashes.len(), 4);
        assert!(hashes.iter().all(|hash| hash.starts_with("$argon2id$")), "{hashes:?}");
    });
}
