//! Typed links: no string path stands outside a `urls` module.

/// A page or action with its path.
pub trait Url {
    /// The path with its parameters in braces, as routes declare it.
    const PATH: &'static str;
    /// The path of this one.
    fn to_path(&self) -> String;
}

/// Declares urls: `Name = "/path"` or `Name { id: Type } = "/path/{id}"`.
#[macro_export]
macro_rules! urls {
    ($($(#[$about:meta])* $name:ident $({ $($field:ident : $kind:ty),* })? = $path:literal;)*) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, serde::Deserialize)]
        pub struct $name { $($(#[doc = "A part of the path."] pub $field: $kind,)*)? }

        impl $name {
            /// The path of this one.
            #[must_use]
            pub fn to_path(&self) -> String {
                let path = $path.to_owned();
                $($(let path = path.replace(concat!("{", stringify!($field), "}"), &self.$field.to_string());)*)?
                path
            }
        }

        impl $crate::web::Url for $name {
            const PATH: &'static str = $path;
            fn to_path(&self) -> String {
                Self::to_path(self)
            }
        }
    )*};
}
