//! The county itself: organisations and members, before anybody wrote them into a spreadsheet.

use std::collections::BTreeSet;

use super::chance::Chance;
use super::words::{COUNTY, FIRMS, GIVEN, OFFICES, POSTS, SERVICES, SURNAMES, TOWNS, VILLAGES};

/// A party organisation.
pub struct Organisation {
    /// Its full name.
    pub name: String,
    /// Its type, as offices write it.
    pub kind: &'static str,
    /// Its superior's full name.
    pub superior: Option<String>,
    /// Its sector.
    pub sector: &'static str,
    /// Founded: year, month, day.
    pub founded: (u32, u32, u32),
    /// Its members.
    pub members: usize,
    /// Its secretary's name, where there is one.
    pub secretary: Option<String>,
}

/// A member.
pub struct Member {
    /// The name.
    pub name: String,
    /// 男 or 女.
    pub sex: &'static str,
    /// Born: year, month, day.
    pub born: (u32, u32, u32),
    /// The branch's full name.
    pub branch: String,
    /// 正式党员 or 预备党员.
    pub category: &'static str,
    /// Joined: year, month, day.
    pub joined: (u32, u32, u32),
    /// 在职 …
    pub service: &'static str,
    /// 支部书记 …, empty for most.
    pub party_post: &'static str,
    /// The occupation.
    pub post: &'static str,
}

/// The county.
pub struct County {
    /// Superiors before those below them.
    pub organisations: Vec<Organisation>,
    /// By branch.
    pub members: Vec<Member>,
}

/// Makes the county of a seed.
pub fn make(seed: u64) -> County {
    let mut chance = Chance::new(seed);
    let mut county = County { organisations: Vec::new(), members: Vec::new() };
    let top = format!("中共{COUNTY}委员会");
    let offices = format!("中共{COUNTY}县直机关工作委员会");
    let firms = format!("中共{COUNTY}非公有制经济组织工作委员会");
    county.found(&mut chance, (top.clone(), "地方党委", "机关"), None);
    county.found(&mut chance, (offices.clone(), "党工委", "机关"), Some(&top));
    let sector = "非公和社会组织";
    county.found(&mut chance, (firms.clone(), "党工委", sector), Some(&top));
    for (number, town) in TOWNS.iter().enumerate() {
        let committee = format!("中共{COUNTY}{town}委员会");
        county.found(&mut chance, (committee.clone(), "党委", "农村"), Some(&top));
        let villages = VILLAGES.iter().cycle().skip(number * 7).take(11);
        for (place, village) in villages.enumerate() {
            let name = format!("{town}{village}村党支部");
            county.found_branch(&mut chance, (name, "党支部", "农村"), &committee);
            // Three towns have a general branch with two branches below it.
            if place == 10 && number % 4 == 0 {
                let general = format!("{town}工业园党总支");
                let told = (general.clone(), "党总支", "企业");
                county.found(&mut chance, told, Some(&committee));
                for yard in ["东园", "西园"] {
                    let name = format!("{town}工业园{yard}党支部");
                    county.found_branch(&mut chance, (name, "党支部", "企业"), &general);
                }
            }
        }
    }
    for office in OFFICES {
        let name = format!("{COUNTY}{office}党支部");
        county.found_branch(&mut chance, (name, "党支部", "机关"), &offices);
    }
    for firm in FIRMS {
        let name = format!("{firm}党支部");
        county.found_branch(&mut chance, (name, "党支部", sector), &firms);
    }
    county
}

impl County {
    /// The branches below a committee, those of a general branch included.
    pub fn branches_of(&self, committee: &str) -> Vec<String> {
        let is_below = |organisation: &&Organisation| {
            let superior = organisation.superior.as_deref();
            superior == Some(committee)
                || self.general_branches_of(committee).iter().any(|general| superior == Some(general))
        };
        let branches = self.organisations.iter().filter(|organisation| organisation.kind == "党支部");
        branches.filter(is_below).map(|branch| branch.name.clone()).collect()
    }

    /// The general branches below a committee.
    pub fn general_branches_of(&self, committee: &str) -> Vec<String> {
        let general = self.organisations.iter().filter(|organisation| organisation.kind == "党总支");
        let below = general.filter(|organisation| organisation.superior.as_deref() == Some(committee));
        below.map(|organisation| organisation.name.clone()).collect()
    }

    /// The names of a branch's members, its committee first.
    pub fn members_of<'a>(&'a self, branch: &'a str) -> impl Iterator<Item = &'a str> {
        self.members.iter().filter(move |member| member.branch == branch).map(|member| member.name.as_str())
    }

    /// A branch's secretary.
    pub fn secretary(&self, branch: &str) -> &str {
        let found = self.organisations.iter().find(|organisation| organisation.name == branch);
        found.and_then(|branch| branch.secretary.as_deref()).unwrap_or_default()
    }

    fn found(
        &mut self,
        chance: &mut Chance,
        (name, kind, sector): (String, &'static str, &'static str),
        superior: Option<&str>,
    ) {
        self.organisations.push(Organisation {
            name,
            kind,
            superior: superior.map(str::to_owned),
            sector,
            founded: day(chance, 1952, 2005),
            members: 0,
            secretary: None,
        });
    }

    fn found_branch(&mut self, chance: &mut Chance, told: (String, &'static str, &'static str), superior: &str) {
        let name = told.0.clone();
        self.found(chance, told, Some(superior));
        let number = chance.between(12, 24);
        let mut known = BTreeSet::new();
        let first = self.members.len();
        while known.len() < usize::try_from(number).unwrap_or_default() {
            let member = member(chance, &name, known.len());
            if known.insert(member.name.clone()) {
                self.members.push(member);
            }
        }
        let secretary = self.members.get(first).map(|member| member.name.clone());
        if let Some(branch) = self.organisations.last_mut() {
            branch.members = known.len();
            branch.secretary = secretary;
        }
    }
}

fn member(chance: &mut Chance, branch: &str, place: usize) -> Member {
    let mut name = chance.one(SURNAMES).to_owned();
    name.push_str(chance.one(GIVEN));
    if !chance.once_in(4) {
        name.push_str(chance.one(GIVEN));
    }
    let born = day(chance, 1932, 1988);
    // Nobody joins before eighteen.
    let joined = day(chance, born.0 + 19, (born.0 + 40).min(2010));
    Member {
        name,
        sex: if chance.once_in(3) { "女" } else { "男" },
        born,
        branch: branch.to_owned(),
        category: if joined.0 == 2010 { "预备党员" } else { "正式党员" },
        joined,
        service: if born.0 < 1950 { "离退休" } else { chance.one(SERVICES) },
        party_post: match place {
            0 => "支部书记",
            1 => "组织委员",
            2 => "宣传委员",
            _ => "",
        },
        post: chance.one(POSTS),
    }
}

fn day(chance: &mut Chance, first: u32, last: u32) -> (u32, u32, u32) {
    (chance.between(first, last), chance.between(1, 12), chance.between(1, 28))
}

#[cfg(test)]
mod tests {
    use super::make;

    #[test]
    fn the_county_is_of_the_promised_size_and_the_same_every_time() {
        let (one, two) = (make(1), make(1));
        assert!((140..=165).contains(&one.organisations.len()));
        assert!((2_200..=2_800).contains(&one.members.len()), "{}", one.members.len());
        let names = |county: &super::County| -> Vec<String> {
            county.members.iter().map(|member| member.name.clone()).collect()
        };
        assert_eq!(names(&one), names(&two));
        assert_ne!(names(&one), names(&make(2)));
    }
}
