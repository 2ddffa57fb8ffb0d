package import Instruments
package import Margin

/// The historical measures of each side, one row per count of returns.
package struct ReferenceTable: Sendable {
  private let needs: [ReferenceNeed]
  /// The measures by row, side and need, contiguous for each date.
  private var measures: [ReferenceMeasure?]

  init(of needs: [ReferenceNeed], rows: Int) {
    self.needs = needs
    measures = Array(repeating: nil, count: rows * Side.allCases.count * needs.count)
  }

  /// Sets the measures of the need at `index`, row by row.
  mutating func set(_ column: [ReferenceMeasure?], of index: Int, _ side: Side) {
    for (row, measure) in column.enumerated() { measures[start(row, side) + index] = measure }
  }

  private func start(_ row: Int, _ side: Side) -> Int {
    (2 * row + (side == .long ? 0 : 1)) * needs.count
  }

  /// The measures of a row and side.
  package subscript(row: Int, side: Side) -> ReferenceMeasures {
    let start = start(row, side)
    return ReferenceMeasures(of: needs, measures[start ..< start + needs.count])
  }
}
