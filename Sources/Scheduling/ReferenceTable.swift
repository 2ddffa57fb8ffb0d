package import Instruments
package import Margin
internal import RiskMeasures

/// The measures of the past by need and side, one row a count of returns from `first` on.
package struct ReferenceTable: Sendable {
  package let first: Int
  private var columns: [(need: ReferenceNeed, sides: [[ReferenceMeasure?]])] = []

  init(first: Int) { self.first = first }

  /// Adds the rows of a need, those of longs before those of shorts.
  mutating func append(_ sides: [[ReferenceMeasure?]], for need: ReferenceNeed) {
    columns.append((need, sides))
  }

  /// The measure that meets a need after `first + row` returns; nil where it could not be taken.
  package func measure(_ need: ReferenceNeed, _ row: Int, _ side: Side) -> ReferenceMeasure? {
    columns.first { $0.need == need }?.sides[side == .long ? 0 : 1][row]
  }
}
