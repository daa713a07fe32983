//! The shape of the tree: who stands above whom.

use std::collections::BTreeMap;

use super::Subcontract;
use crate::id::SubcontractId;

/// The subcontracts above one, the nearest first.
pub fn ancestors<'a>(nodes: &'a [Subcontract], parent: Option<&SubcontractId>) -> Vec<&'a Subcontract> {
    let find = |id: &SubcontractId| nodes.iter().find(|node| node.id == *id);
    std::iter::successors(parent.and_then(find), |node| node.parent.as_ref().and_then(find)).take(nodes.len()).collect()
}

/// The tier below the contractor; 1 for whoever it gives work to itself.
pub fn depth(nodes: &[Subcontract], node: &Subcontract) -> u8 {
    u8::try_from(ancestors(nodes, node.parent.as_ref()).len() + 1).unwrap_or(u8::MAX)
}

/// Each node followed by those below it; siblings by the day they start. One whose parent is not among them is left out.
pub fn depth_first(nodes: &[Subcontract]) -> Vec<&Subcontract> {
    let mut below: BTreeMap<Option<&SubcontractId>, Vec<&Subcontract>> = BTreeMap::new();
    for node in nodes {
        below.entry(node.parent.as_ref()).or_default().push(node);
    }
    for siblings in below.values_mut() {
        // Taken from the end.
        siblings.sort_by(|a, b| (b.start, &b.id).cmp(&(a.start, &a.id)));
    }
    let mut waiting = below.remove(&None).unwrap_or_default();
    let mut ordered = Vec::with_capacity(nodes.len());
    while let Some(node) = waiting.pop() {
        ordered.push(node);
        waiting.extend(below.remove(&Some(&node.id)).unwrap_or_default());
    }
    ordered
}
