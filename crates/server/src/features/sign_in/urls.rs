//! Paths of signing in and out.

use crate::urls;

urls! {
    /// The form; posting it creates a session.
    SignIn = "/w/sign-in";
    /// The session; deleting it signs out.
    Session = "/w/session";
    /// The own password.
    Password = "/w/password";
}
