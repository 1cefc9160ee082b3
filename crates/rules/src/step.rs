//! The steps of every result: data, never text.

use crate::rule::Rule;

macro_rules! steps {
    ($($(#[$docs:meta])* $name:ident($rule:ident, $key:literal) { $($(#[$field_docs:meta])* $field:ident: $type:ty),* $(,)? })+) => {
        /// One step of a computation, with its numbers and the rule it applies. Whoever shows it translates
        /// [`Step::key`] and fills in [`Step::arguments`].
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Step {
            $($(#[$docs])* $name { $($(#[$field_docs])* $field: $type),* }),+
        }

        impl Step {
            /// Every key with the names of its arguments, so that translations can be checked to be complete.
            pub const CATALOGUE: &'static [(&'static str, &'static [&'static str])] =
                &[$(($key, &[$(stringify!($field)),*])),+];

            /// The stable name of this kind of step.
            #[must_use]
            pub const fn key(&self) -> &'static str {
                match self { $(Self::$name { .. } => $key),+ }
            }

            /// The rule the step applies.
            #[must_use]
            pub const fn rule(&self) -> Rule {
                match self { $(Self::$name { .. } => Rule::$rule),+ }
            }

            /// The step's numbers by name, in the order of the catalogue.
            #[must_use]
            pub fn arguments(&self) -> Vec<(&'static str, String)> {
                match self { $(Self::$name { $($field),* } => vec![$((stringify!($field), $field.to_string())),*]),+ }
            }
        }
    };
}

steps! {
    /// The base of a rate: the valid forms that grade the item.
    BaseCounted(R01, "base-counted") {
        /// Valid forms.
        valid: u64,
        /// Valid forms that leave this item ungraded.
        ungraded: u64,
        /// What rates divide by.
        base: u64,
    }
}
