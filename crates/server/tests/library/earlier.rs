//! What rounds stored before templates had versions is still read.

use server::features::library::LIBRARY;
use server::features::library::model::Definition;

#[test]
fn a_definition_stored_before_scales_had_versions_and_variants_their_names_is_read() {
    let definition = LIBRARY.definition("five_goods", Some("school")).unwrap();
    let mut stored = serde_json::to_value(&definition).unwrap();
    let fields = stored.as_object_mut().unwrap();
    for added in ["variant_name", "variant_sectors", "verdict"] {
        fields.remove(added);
    }
    fields.get_mut("scale").unwrap().as_object_mut().unwrap().remove("version");
    let read: Definition = serde_json::from_value(stored).unwrap();
    assert_eq!(read, Definition { variant_name: None, variant_sectors: Vec::new(), ..definition });
}
