//! What the demonstration prints: how far it is, with what to sign in, the headline figures.

use crate::check_claim::Language;

/// Prints in one language.
#[derive(Clone, Copy)]
pub struct Console {
    /// The language.
    pub language: Language,
}

/// An account that can be used at once.
pub struct Login {
    /// What its owner does.
    pub role: &'static str,
    /// The same in English.
    pub role_in_english: &'static str,
    /// What is typed to sign in.
    pub name: String,
    /// Who that is.
    pub person: String,
}

/// A page worth a look.
pub struct Sight {
    /// Its path.
    pub path: String,
    /// What is seen there.
    pub chinese: &'static str,
    /// The same in English.
    pub english: &'static str,
}

impl Console {
    /// A line.
    pub fn say(self, chinese: impl Into<String>, english: impl Into<String>) {
        println!("{}", self.language.pick(chinese.into(), english.into()));
    }

    /// The accounts and their common password.
    pub fn logins(self, logins: &[Login], password: &str) {
        self.say(
            format!("\n可以直接登录的账号（密码都是 {password}）："),
            format!("\nReady logins (the password of all of them is {password}):"),
        );
        for login in logins {
            let role = self.language.pick(login.role.to_owned(), login.role_in_english.to_owned());
            println!("  {:<12} {password}  {role} · {}", login.name, login.person);
        }
    }

    /// Pages to open, signed in as the county's office.
    pub fn sights(self, sights: &[Sight], address: &str) {
        self.say("\n用 office 登录后值得一看的页面：", "\nPages worth a look, signed in as office:");
        for sight in sights {
            let words = self.language.pick(sight.chinese.to_owned(), sight.english.to_owned());
            println!("  {address}{}\n    {words}", sight.path);
        }
    }

    /// The key of a window's tablet, and the digits of its staff.
    pub fn tablet(self, (key, pin): (&str, &str), address: &str) {
        self.say(
            format!("\n窗口平板：打开 {address}/b/tablet#{key} ，口令 {pin}，点“下一位”。"),
            format!("\nA window's tablet: open {address}/b/tablet#{key} , PIN {pin}, press for the next person."),
        );
    }

    /// Slips nobody has used.
    pub fn codes(self, codes: &[String], address: &str) {
        self.say(
            format!("\n五张还没用过的凭证，在手机大小的窗口里打开 {address}/b 试一试："),
            format!("\nFive unused codes; open {address}/b in a window as small as a phone:"),
        );
        for code in codes {
            println!("  {code}");
        }
    }
}
