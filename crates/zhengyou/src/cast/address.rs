//! Where a server is.

use ureq::http::Uri;
use ureq::http::uri::Scheme;

/// An address that may be spoken with: over TLS, or on this machine itself. A password or a token is sent nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Scheme, host and port, as browsers write an origin.
    pub origin: String,
    /// The path behind it; empty where there is none.
    pub path: String,
}

impl Address {
    /// Reads what was typed, with a path or without.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(typed: &str) -> Result<Self, String> {
        let form = "write it like https://office.example";
        let uri: Uri = typed.trim().trim_end_matches('/').parse().map_err(|_| form.to_owned())?;
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Err(form.to_owned());
        };
        let host = authority.host().to_ascii_lowercase();
        // A port that is no number would be taken for the usual one.
        let has_port = authority.as_str().len() > authority.host().len();
        let is_wrong = authority.as_str().contains('@') || has_port && authority.port_u16().is_none();
        if is_wrong || uri.query().is_some() || host.is_empty() {
            return Err(form.to_owned());
        }
        let usual = if *scheme == Scheme::HTTPS {
            443
        } else if *scheme == Scheme::HTTP && is_this_machine(&host) {
            80
        } else {
            return Err("it must begin with https://: over plain http everybody on the way reads along".to_owned());
        };
        let port = authority.port_u16().filter(|port| *port != usual);
        let port = port.map_or_else(String::new, |port| format!(":{port}"));
        let path = uri.path().trim_end_matches('/').to_owned();
        Ok(Self { origin: format!("{scheme}://{host}{port}"), path })
    }

    /// An address without a path: of a server as a whole.
    ///
    /// # Errors
    /// As [`Self::parse`], and where there is a path.
    pub fn of_server(typed: &str) -> Result<Self, String> {
        let address = Self::parse(typed)?;
        if address.path.is_empty() { Ok(address) } else { Err("write it without a path".to_owned()) }
    }

    /// The path of a link or a form that the server itself wrote; `None` where it leads elsewhere.
    pub fn within<'a>(&self, link: &'a str) -> Option<&'a str> {
        let path = link.strip_prefix(&self.origin).unwrap_or(link);
        (path.starts_with('/') && !path.starts_with("//")).then_some(path)
    }
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn only_an_address_over_tls_or_on_this_machine_is_spoken_with() {
        let origin = |typed: &str| Address::of_server(typed).map(|address| address.origin);
        assert_eq!(origin("https://Office.example/").as_deref(), Ok("https://office.example"));
        assert_eq!(origin("https://office.example:443").as_deref(), Ok("https://office.example"));
        assert_eq!(origin("https://10.0.0.8:8443").as_deref(), Ok("https://10.0.0.8:8443"));
        assert_eq!(origin("http://127.0.0.1:8080").as_deref(), Ok("http://127.0.0.1:8080"));
        assert_eq!(origin("http://[::1]:8080").as_deref(), Ok("http://[::1]:8080"));
        for wrong in [
            "http://office.example",
            "http://127.0.0.1.example",
            "https://someone@office.example",
            "https://office.example:84430",
            "https://office.example:",
            "https://office.example/b",
            "https://office.example?x=1",
            "ftp://office.example",
            "office.example",
            "https://",
            "",
        ] {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
        let list = Address::parse("https://office.example/receipts/0197").map(|address| address.path);
        assert_eq!(list.as_deref(), Ok("/receipts/0197"));
    }

    #[test]
    fn a_server_leads_nowhere_but_to_itself() {
        let address = Address { origin: "https://office.example".to_owned(), path: String::new() };
        assert_eq!(address.within("/b/sheet"), Some("/b/sheet"));
        assert_eq!(address.within("https://office.example/b"), Some("/b"));
        for elsewhere in ["https://other.example/b", "//other.example/b", "https://office.example.other/b", "b", ""] {
            assert_eq!(address.within(elsewhere), None, "{elsewhere}");
        }
    }
}
