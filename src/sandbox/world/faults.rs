//! Errors that are injected into calls: the next so many, or a share of all.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::sandbox::{Fault, FaultKind};

/// The errors that are still to come.
pub(in crate::sandbox) struct Faults {
    next: Vec<Fault>,
    /// Each kind with its share in thousandths.
    shares: Vec<(FaultKind, u32)>,
    random: StdRng,
}

impl Faults {
    /// None yet. Which calls get a share's errors is drawn from a fixed seed.
    pub fn new() -> Faults {
        Faults { next: Vec::new(), shares: Vec::new(), random: StdRng::seed_from_u64(1) }
    }

    pub fn inject(&mut self, fault: Fault) {
        self.next.push(fault);
    }

    pub fn set_shares(&mut self, shares: Vec<(FaultKind, u32)>) {
        self.shares = shares;
    }

    /// What befalls a call of this method (in lower case).
    pub fn befall(&mut self, method: &str) -> Option<FaultKind> {
        if let Some(at) = self.next.iter().position(|fault| fault.method.as_deref().is_none_or(|m| m == method)) {
            let fault = &mut self.next[at];
            let kind = fault.kind.clone();
            fault.times = fault.times.saturating_sub(1);
            if fault.times == 0 {
                self.next.remove(at);
            }
            return Some(kind);
        }
        let mut drawn = if self.shares.is_empty() { return None } else { self.random.random_range(0..1000_u32) };
        for (kind, share) in &self.shares {
            match drawn.checked_sub(*share) {
                Some(rest) => drawn = rest,
                None => return Some(kind.clone()),
            }
        }
        None
    }
}
