//! What a form finds fault with, as `field: key` in the order of the fields.

use domain::{Error, Lang, Result};

pub fn faults<T: std::fmt::Debug>(read: Result<T>) -> Vec<String> {
    match read {
        Ok(_) => Vec::new(),
        Err(Error::Invalid(errors)) => {
            let mut faults: Vec<String> = errors
                .into_iter()
                .map(|error| {
                    assert!(error.message.is_known(), "{} is no message", error.message.key);
                    let said = error.message.say(Lang::Ja);
                    assert!(!said.contains(['{', '}']) && !said.is_empty(), "{said}");
                    format!("{}: {}", error.field, error.message.key)
                })
                .collect();
            faults.sort();
            faults
        }
        Err(other) => vec![format!("{other:?}")],
    }
}

/// A change to a sound form, and the faults it brings.
pub type Case<'a, F> = (fn(&mut F), &'a [&'a str]);

/// Fails with every case that is not answered as it should be.
pub fn assert_faults<F: Clone, T: std::fmt::Debug>(sound: &F, read: impl Fn(&F) -> Result<T>, cases: &[Case<F>]) {
    assert_eq!(faults(read(sound)), [""; 0], "the form the cases start from");
    for (number, (change, expected)) in cases.iter().enumerate() {
        let mut form = sound.clone();
        change(&mut form);
        assert_eq!(faults(read(&form)), *expected, "case {number}");
    }
}
