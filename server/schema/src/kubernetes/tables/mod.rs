//! The tables beside the schemas, read when they are first asked for.

pub(super) mod constraint;
pub(super) mod default;
pub(super) mod immutable;
pub(super) mod usage;
pub(super) mod well_known;

use super::store;

/// The tables in the build script's order.
#[derive(Debug, Clone, Copy)]
enum Table {
    Defaults,
    Immutable,
    Declared,
    WellKnown,
}

/// The rows of a table, without its header, each with exactly `N` cells; sorted by the first ones.
fn rows<const N: usize>(table: Table) -> impl Iterator<Item = [&'static str; N]> {
    store::table(table as usize).lines().skip(1).filter_map(|line| {
        let mut cells = line.split('\t');
        let mut row = [""; N];
        for cell in &mut row {
            *cell = cells.next()?;
        }
        Some(row)
    })
}

/// A cell; `None`: it is empty.
fn filled(cell: &'static str) -> Option<&'static str> {
    (!cell.is_empty()).then_some(cell)
}
