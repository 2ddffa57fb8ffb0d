package import Instruments
public import RiskMeasures
public import RiskModels

/// VaR and ES of one instrument, both sides, at some levels, after each count of returns from
/// `first` on.
public struct ForecastTable: Sendable {
  /// The count of returns before the first forecast.
  public let first: Int
  /// The confidence levels, in the order asked for.
  public let levels: [ConfidenceLevel]
  private var values: [Double] = []
  /// How many refits failed and were survived.
  public private(set) var report = WalkReport()
  /// The number of rows.
  public private(set) var count = 0

  package init(first: Int, levels: [ConfidenceLevel]) {
    self.first = first
    self.levels = levels
  }

  private var width: Int { levels.count * 4 }

  private func place(_ row: Int, _ side: Side, _ level: Int) -> Int {
    row * width + level * 4 + (side == .long ? 0 : 2)
  }

  /// The value at risk after `first + row` returns.
  public func valueAtRisk(_ row: Int, _ side: Side, level: Int = 0) -> Double {
    values[place(row, side, level)]
  }

  /// The expected shortfall after `first + row` returns; infinite where it diverges.
  public func expectedShortfall(_ row: Int, _ side: Side, level: Int = 0) -> Double {
    values[place(row, side, level) + 1]
  }

  package mutating func append(_ prediction: some ReturnDistribution, contract: Contract) {
    for level in levels {
      for side in Side.allCases {
        let losses = SidedLosses(prediction, contract: contract, side: side)
        values.append(losses.valueAtRisk(at: level))
        values.append(losses.expectedShortfall(at: level))
      }
    }
    count += 1
  }

  package mutating func finish(_ report: WalkReport) { self.report = report }
}

/// Writes a walk's forecasts into a table.
struct TableRecorder: ForecastVisitor {
  var table: ForecastTable
  let contract: Contract

  mutating func visit(after count: Int, _ prediction: some ReturnDistribution) -> Bool {
    table.append(prediction, contract: contract)
    return true
  }
}

/// Writes a joint walk's forecasts into one table an instrument.
struct JointTableRecorder: JointForecastVisitor {
  var tables: [ForecastTable]
  let contract: Contract
  let days: Int
  let progress: ProgressHandler?

  mutating func visit(after count: Int, _ predictions: [some ReturnDistribution]) -> Bool {
    progress?(count, days)
    for (i, prediction) in predictions.enumerated() {
      tables[i].append(prediction, contract: contract)
    }
    return true
  }
}
