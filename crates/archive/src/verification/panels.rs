//! Whether the groups are those that were declared.

use credentials::Layout;

use crate::declared::{Declaration, Measure, Panel as Declared, Ungraded};
use crate::lines::Panel;
use crate::report::Fault;

/// A judge group with what its sheet asks.
#[derive(Debug)]
pub struct Group {
    pub layout: Layout,
    /// The declared panel's name.
    pub id: String,
    /// Positions of the objects, each with the place of its first answer on the sheet and what it is asked.
    pub objects: Vec<Asked>,
}

/// An object on a sheet.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Its position in the release.
    pub object: usize,
    /// The place of its first answer.
    pub first: usize,
    /// Its items.
    pub items: usize,
}

impl Group {
    /// The place of an object's answer to an item.
    pub fn answer(&self, object: usize, item: usize) -> Option<usize> {
        let asked = self.objects.iter().find(|asked| asked.object == object)?;
        (item < asked.items).then_some(asked.first + item)
    }
}

/// The groups, in the order of the archive.
pub fn groups(panels: &[Panel], declaration: &Declaration) -> Result<Vec<Group>, Fault> {
    let plan = &declaration.plan;
    let open = plan.open_panels();
    let numbers = |declared: &Declared| declared.number;
    if !panels.iter().map(|panel| panel.sheet).eq(open.iter().map(|declared| numbers(declared)))
        || open.windows(2).any(|pair| pair[0].number == pair[1].number)
    {
        return Err(Fault::PanelsDiffer);
    }
    panels.iter().zip(open).map(|(panel, declared)| group(panel, declared, declaration)).collect()
}

fn group(panel: &Panel, declared: &Declared, declaration: &Declaration) -> Result<Group, Fault> {
    let plan = &declaration.plan;
    if panel.roll != plan.due(declared) {
        return Err(Fault::RollDiffers);
    }
    let sheet = plan.sheets.iter().find(|sheet| sheet.id == declared.sheet).ok_or(Fault::ObjectsDiffer)?;
    if sheet.objects.len() != panel.objects.len() {
        return Err(Fault::ObjectsDiffer);
    }
    let measures = plan.measures_by_id();
    let (mut objects, mut first) = (Vec::new(), 0_usize);
    let mut sections: Vec<(&str, u64, String)> = Vec::new();
    for (id, position) in sheet.objects.iter().zip(&panel.objects) {
        let object = plan.objects.get(*position).filter(|object| object.id == *id).ok_or(Fault::ObjectsDiffer)?;
        let measure = measures.get(object.measure.as_str()).ok_or(Fault::LayoutDiffers)?;
        match sections.last_mut() {
            Some((before, objects, _)) if *before == object.measure => *objects += 1,
            _ => sections.push((&object.measure, 1, items_text(measure))),
        }
        let items = measure.definition.items.len();
        objects.push(Asked { object: *position, first, items });
        first += items;
    }
    let mut positions: Vec<usize> = panel.objects.clone();
    positions.sort_unstable();
    positions.dedup();
    if positions.len() != panel.objects.len() {
        return Err(Fault::ObjectsDiffer);
    }
    let sections = sections.iter().map(|(_, objects, items)| format!(";{objects}:{items}"));
    if format!("v1{}", sections.collect::<String>()) != panel.layout {
        return Err(Fault::LayoutDiffers);
    }
    let layout = Layout::parse(&panel.layout).map_err(|_| Fault::LayoutDiffers)?;
    Ok(Group { layout, id: declared.id.clone(), objects })
}

fn items_text(measure: &Measure) -> String {
    let definition = &measure.definition;
    let suffix = match definition.ungraded {
        Ungraded::Refused => "",
        Ungraded::NotKnown => "u",
    };
    let item = format!("{}{suffix}", definition.scale.grades.len());
    vec![item; definition.items.len()].join(",")
}
