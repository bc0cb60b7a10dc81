//! From nanoseconds to the host's civil date and time.
//!
//! Proleptic Gregorian, no time zones, no leap seconds. Values out of range in a [`Start`] are carried over
//! rather than refused (month 13 is January of the next year).

use crate::Start;

const DAY_S: i64 = 86_400;

/// A second of the host's civil time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Days since 1970-01-01.
    pub day_number: i64,
    /// Seconds since midnight.
    pub second_of_day: i64,
}

impl Moment {
    /// The civil time `ns` nanoseconds after `start`.
    #[must_use]
    pub fn after(start: Start, ns: u64) -> Self {
        let months = i64::from(start.month) - 1;
        let year = i64::from(start.year) + months.div_euclid(12);
        let first = days_from_civil(year, months.rem_euclid(12) + 1);
        let seconds = i64::from(start.hour) * 3600 + i64::from(start.minute) * 60 + i64::from(start.second);
        let passed = i64::try_from(ns / 1_000_000_000).unwrap_or(i64::MAX / 2);
        let total = (first + i64::from(start.day) - 1) * DAY_S + seconds + passed;
        Self { day_number: total.div_euclid(DAY_S), second_of_day: total.rem_euclid(DAY_S) }
    }

    /// `hhmmss`, as in F12.
    #[must_use]
    pub fn hhmmss(self) -> String {
        let s = self.second_of_day;
        format!("{:02}{:02}{:02}", s / 3600, s / 60 % 60, s % 60)
    }

    /// `MMDD`, as in F13 and F15.
    #[must_use]
    pub fn mmdd(self) -> String {
        let (_, month, day) = self.civil();
        format!("{month:02}{day:02}")
    }

    /// `YYMM`, to be compared with F14.
    #[must_use]
    pub fn yymm(self) -> String {
        let (year, month, _) = self.civil();
        format!("{:02}{month:02}", year.rem_euclid(100))
    }

    /// Year, month, day.
    #[must_use]
    pub fn civil(self) -> (i64, i64, i64) {
        // Days since 0000-03-01 in eras of 400 years (the well-known civil-from-days reckoning).
        let shifted = self.day_number + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_index = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_index + 2) / 5 + 1;
        let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year, month, day)
    }

    /// The first day of the year as a day number.
    pub(crate) fn day_of_year(self) -> i64 {
        let (year, _, _) = self.civil();
        self.day_number - days_from_civil(year, 1) + 1
    }
}

/// Day number of the first day of a month.
fn days_from_civil(year: i64, month: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_index = (month + 9).rem_euclid(12);
    let day_of_year = (153 * month_index + 2) / 5;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Start = Start { year: 2026, month: 12, day: 31, hour: 23, minute: 59, second: 58 };

    #[test]
    fn the_year_turns_at_midnight() {
        let before = Moment::after(START, 1_999_999_999);
        let after = Moment::after(START, 2_000_000_000);
        assert_eq!(
            (before.hhmmss(), before.mmdd(), before.yymm()),
            ("235959".into(), "1231".into(), "2612".into())
        );
        assert_eq!(
            (after.hhmmss(), after.mmdd(), after.yymm()),
            ("000000".into(), "0101".into(), "2701".into())
        );
        assert_eq!(after.day_number - before.day_number, 1);
        assert_eq!(after.day_of_year(), 1);
    }

    #[test]
    fn a_leap_day_is_a_day() {
        let start = Start { year: 2028, month: 2, day: 28, hour: 0, minute: 0, second: 0 };
        assert_eq!(Moment::after(start, 86_400_000_000_000).mmdd(), "0229");
        assert_eq!(Moment::after(start, 2 * 86_400_000_000_000).mmdd(), "0301");
        let epoch = Start { year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
        assert_eq!(Moment::after(epoch, 0).day_number, 0);
    }

    #[test]
    fn the_end_of_time_does_not_panic() {
        assert_eq!(Moment::after(START, u64::MAX).mmdd().len(), 4);
    }
}
