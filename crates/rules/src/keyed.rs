//! One way to declare things that are data for a translator: a key, a rule, named arguments.

/// Declares an enum whose variants have a stable key, the rule they apply and named arguments.
macro_rules! keyed {
    (
        $(#[$enum_docs:meta])* $enum_name:ident;
        $($(#[$docs:meta])* $name:ident($rule:ident, $key:literal) { $($(#[$field_docs:meta])* $field:ident: $type:ty),* $(,)? })+
    ) => {
        $(#[$enum_docs])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $enum_name {
            $($(#[$docs])* $name { $($(#[$field_docs])* $field: $type),* }),+
        }

        impl $enum_name {
            /// Every key with the names of its arguments, so that translations can be checked to be complete.
            pub const CATALOGUE: &'static [(&'static str, &'static [&'static str])] =
                &[$(($key, &[$(stringify!($field)),*])),+];

            /// The stable name of this kind; a translation is found by it.
            #[must_use]
            pub const fn key(&self) -> &'static str {
                match self { $(Self::$name { .. } => $key),+ }
            }

            /// The rule it applies.
            #[must_use]
            pub const fn rule(&self) -> $crate::rule::Rule {
                match self { $(Self::$name { .. } => $crate::rule::Rule::$rule),+ }
            }

            /// Its values by name, in the order of the catalogue.
            #[must_use]
            pub fn arguments(&self) -> Vec<(&'static str, String)> {
                match self { $(Self::$name { $($field),* } => vec![$((stringify!($field), $field.to_string())),*]),+ }
            }
        }
    };
}

pub(crate) use keyed;
