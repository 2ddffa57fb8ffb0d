import Forecasting
import FoundationEssentials
import Margin
import MarketData
import Policies
import RiskMeasures
import Scheduling
import Statistics
import TestSupport

/// Small histories and plans.
enum RunSamples {
  static func normals(_ count: Int, name: String = "A", volatility: Double = 0.01) -> [Double] {
    let stream = RandomStream(seed: 19, identifier: name)
    return (0 ..< count).map { volatility * stream.normal(path: UInt32($0), step: 0) }
  }

  /// The path of a file of the package.
  static func path(_ name: String) -> String {
    ReferenceFile.package().deletingLastPathComponent().appending(path: name).path
  }

  /// Business days from Monday, 2004-01-05.
  static func businessDays(_ count: Int) -> [Timestamp] {
    (0 ..< count).map { place -> Timestamp in
      let days: Int = 12_422 + place / 5 * 7 + place % 5
      return Timestamp(CalendarDate(days: Int32(days)))
    }
  }

  /// One price more than returns.
  static func history(
    _ returns: [Double], name: String = "A", dated: Bool = true
  ) -> InstrumentHistory {
    var price = 100.0
    let close =
      [price]
      + returns.map { r in
        price *= 1 + r
        return price
      }
    return InstrumentHistory(prices(close, name: name, dated: dated))
  }

  static func prices(_ close: [Double], name: String = "A", dated: Bool = true) -> PriceHistory {
    PriceHistory(
      instrument: InstrumentID(rawValue: name),
      axis: dated ? .times(businessDays(close.count)) : .positions(close.count), close: close)
  }

  static func plan(
    _ model: ForecastModel, level: Double = 0.95, bars: Int = 1, steps: [any MarginStep] = [],
    notice: Int = 0
  ) throws -> CalibrationPlan {
    let policy = try MarginPolicy(
      measure: .valueAtRisk(ConfidenceLevel.known(level)),
      periodOfRisk: MarginPeriodOfRisk(count: bars, unit: .bars), steps: steps, noticeBars: notice)
    return CalibrationPlan(model: model, policy: policy)
  }
}
