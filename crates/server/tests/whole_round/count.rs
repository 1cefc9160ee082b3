//! The figures, computed a second time: from what each ballot said, with nothing but additions and one division.

use std::collections::BTreeMap;

/// Grades by object and item.
#[derive(Default)]
pub struct Count {
    /// Object → items by name, each with satisfied, basically satisfied, not satisfied.
    pub objects: BTreeMap<String, Vec<(String, [u64; 3])>>,
    /// Ballots by judge group.
    pub ballots: BTreeMap<String, u64>,
}

impl Count {
    /// Adds one grade.
    pub fn add(&mut self, object: &str, (place, item): (usize, &str), grade: usize) {
        let items = self.objects.entry(object.to_owned()).or_default();
        if items.len() == place {
            items.push((item.to_owned(), [0; 3]));
        }
        assert_eq!(items[place].0, item);
        items[place].1[grade] += 1;
    }

    /// The grades of an object's last item: the overall one of every instrument used here.
    pub fn overall(&self, object: &str) -> [u64; 3] {
        self.objects[object].last().unwrap().1
    }

    /// The sum of several objects' overall items.
    pub fn overall_of(&self, objects: &[&str]) -> [u64; 3] {
        let mut sum = [0; 3];
        for object in objects {
            for (sum, more) in sum.iter_mut().zip(self.overall(object)) {
                *sum += more;
            }
        }
        sum
    }

    /// How many of these objects reach the declared lines: basically satisfied or above, satisfied.
    pub fn reached(&self, objects: &[&str], percent: u64) -> (u64, u64) {
        let mut reached = (0, 0);
        for object in objects {
            let [satisfied, basic, not] = self.overall(object);
            let base = satisfied + basic + not;
            reached.0 += u64::from((satisfied + basic) * 100 >= percent * base);
            reached.1 += u64::from(satisfied * 100 >= percent * base);
        }
        reached
    }
}

/// The cells of a row of figures: the counts, the base, both rates with their two numbers.
pub fn cells([satisfied, basic, not]: [u64; 3]) -> [String; 6] {
    let base = satisfied + basic + not;
    [
        satisfied.to_string(),
        basic.to_string(),
        not.to_string(),
        base.to_string(),
        rate(satisfied, base),
        rate(satisfied + basic, base),
    ]
}

/// `12/17 = 70.6 %`, half up, as pages write it.
pub fn rate(part: u64, base: u64) -> String {
    let tenths = (part * 2_000 + base) / (base * 2);
    format!("{part}/{base} = {}.{} %", tenths / 10, tenths % 10)
}
