//! The table of a kind.

/// Measured values of one program.
#[derive(Clone, Default)]
pub struct Sample(Vec<f64>);

impl Sample {
    pub fn push(&mut self, value: f64) {
        self.0.push(value);
        self.0.sort_by(f64::total_cmp);
    }

    pub fn median(&self) -> f64 {
        let middle = self.0.len() / 2;
        match self.0.len() {
            0 => f64::NAN,
            length if length % 2 == 0 => (self.0[middle - 1] + self.0[middle]) / 2.0,
            _ => self.0[middle],
        }
    }

    /// Returns the values converted by a monotonic function.
    pub fn map(&self, function: impl Fn(f64) -> f64) -> Self {
        self.0.iter().copied().map(function).collect()
    }

    /// Returns the median, and the smallest and largest value if there are several.
    fn cell(&self, digits: usize) -> String {
        let median = self.median();
        match self.0[..] {
            [smallest, .., largest] => format!("{median:.digits$} ({smallest:.digits$} to {largest:.digits$})"),
            _ => format!("{median:.digits$}"),
        }
    }
}

impl FromIterator<f64> for Sample {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut sample = Self::default();
        values.into_iter().for_each(|value| sample.push(value));
        sample
    }
}

/// Rows of Markdown, printed as soon as they are added.
#[derive(Default)]
pub struct Table {
    rows: Vec<String>,
}

impl Table {
    pub const HEADER: &str = "| measurement | generated | other | ratio | goal |\n|---|---|---|---|---|";

    pub fn rows(&self) -> &[String] {
        &self.rows
    }

    /// Adds a finished row.
    pub fn push(&mut self, row: String) {
        println!("{row}");
        self.rows.push(row);
    }

    /// Adds a row that compares two programs. Values have this number of digits after the point.
    pub fn compare(&mut self, what: &str, generated: &Sample, other: &Sample, digits: usize, goal: &str) {
        let ratio = generated.median() / other.median();
        let (left, right) = (generated.cell(digits), other.cell(digits));
        self.push(format!("| {what} | {left} | {right} | {ratio:.2} |{} |", padded(goal)));
    }

    /// Adds a row without a comparison.
    pub fn single(&mut self, what: &str, generated: &Sample, digits: usize, goal: &str) {
        self.push(format!("| {what} | {} | | |{} |", generated.cell(digits), padded(goal)));
    }
}

/// Separates the text of a cell from the start of the cell.
fn padded(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(" {text}") }
}
