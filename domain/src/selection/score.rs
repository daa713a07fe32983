//! What the answers come to: a weighted share of the points, with every contribution told, and what stands in the way of passing.

use serde::{Deserialize, Serialize};

use super::{Answer, Criterion, Grade};
use crate::{
    message::{Message, label_param},
    reason::Reason,
};

/// What a candidate's answers come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Score {
    pub points: u32,
    /// Points of all criteria but those that are not applicable; an unanswered one counts as not met.
    pub of: u32,
    /// `points` of `of`, in whole per cent rounded down; 0 where there is nothing to count.
    pub percent: u8,
    /// Criteria that have an answer, of all that are asked.
    pub answered: u32,
    pub asked: u32,
    /// Ids of criteria without an answer.
    pub unanswered: Vec<String>,
    /// Why the candidate cannot pass.
    pub hindrances: Vec<Message>,
    /// Blocking criteria met in part only: the candidate can pass with conditions only.
    pub partly: Vec<String>,
    /// Each answered criterion with its points.
    pub reasons: Vec<Reason>,
}

/// Adds up what the answers are worth: all of a criterion's weight where it is met, half of it, rounded down, where it is met in part.
pub fn score(criteria: &[Criterion], answers: &[Answer]) -> Score {
    let mut score = Score {
        points: 0,
        of: 0,
        percent: 0,
        answered: 0,
        asked: u32::try_from(criteria.len()).unwrap_or(u32::MAX),
        unanswered: Vec::new(),
        hindrances: Vec::new(),
        partly: Vec::new(),
        reasons: Vec::new(),
    };
    for criterion in criteria {
        let grade = answers.iter().find(|answer| answer.criterion == criterion.id).and_then(|answer| answer.grade);
        score.count(criterion, grade);
    }
    let percent = (u64::from(score.points) * 100).checked_div(u64::from(score.of)).unwrap_or(0);
    score.percent = u8::try_from(percent).unwrap_or(100);
    score
}

impl Score {
    fn count(&mut self, criterion: &Criterion, grade: Option<Grade>) {
        let blocks = |key: &'static str| Message::new(key).with("criterion", &criterion.id);
        if grade != Some(Grade::NotApplicable) {
            self.of = self.of.saturating_add(criterion.weight);
        }
        let Some(grade) = grade else {
            self.unanswered.push(criterion.id.clone());
            if criterion.blocking {
                self.hindrances.push(blocks("selection.blocking_unanswered"));
            }
            return;
        };
        self.answered += 1;
        let points = match grade {
            Grade::Met => criterion.weight,
            Grade::Partly => criterion.weight / 2,
            Grade::NotMet | Grade::NotApplicable => 0,
        };
        self.points = self.points.saturating_add(points);
        match grade {
            Grade::NotMet if criterion.blocking => self.hindrances.push(blocks("selection.blocking_not_met")),
            Grade::Partly if criterion.blocking => self.partly.push(criterion.id.clone()),
            _ => {}
        }
        let message = Message::new(if grade == Grade::NotApplicable { "selection.not_counted" } else { "selection.counted" })
            .with("grade", label_param(grade))
            .with("weight", criterion.weight);
        let reason = Reason::new(criterion.id.clone(), message, criterion.basis.clone());
        self.reasons.push(if grade == Grade::NotApplicable { reason } else { reason.points(points) });
    }
}
