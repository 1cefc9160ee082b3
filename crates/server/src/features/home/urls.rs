//! Paths of the front door.

use crate::urls;

urls! {
    /// The front door.
    FrontDoor = "/";
    /// What one sees first after signing in.
    Home = "/w";
}
