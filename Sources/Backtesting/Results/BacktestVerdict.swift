internal import Glibc
internal import RiskMeasures

/// The one-word verdict of the deciding tests on a series.
///
/// A verdict needs evidence. With *n* forecasts at the level c of which a correct model has none
/// exceeded with probability cⁿ > 5 %, not even a sample without an exceedance shows coverage: below
/// 299 forecasts at 99 %, 598 at 99.5 % and 59 at 95 %, ``tooFew``. A rejection stands on any number.
public enum BacktestVerdict: String, Hashable, Sendable, CaseIterable {
  /// No deciding test rejects.
  case holds
  /// The coverage is rejected, with more exceedances than expected.
  case tooMany = "too many"
  /// The coverage is rejected, with fewer exceedances than expected.
  case overcovers
  /// The exceedances are rejected as dependent.
  case clustered
  /// Another deciding test rejects.
  case rejected
  /// The forecasts are too few to show the stated coverage.
  case tooFew = "too few"
  /// No deciding test has a p-value.
  case untested

  /// The probability of no exceedance above which forecasts are too few.
  public static let greatestChance = 0.05

  /// The verdict on a result.
  public init(_ result: BacktestResult) {
    let deciding = result.tests.filter { result.deciding.contains($0.test) }
    let rejecting = Set(deciding.filter { $0.rejected == true }.map(\.test))
    if !rejecting.isDisjoint(with: [.kupiec, .binomial]) {
      let isMore =
        Double(result.coverage.exceedances) > result.coverage.expectedExceedances
      self = isMore ? .tooMany : .overcovers
    } else if rejecting.contains(.christoffersenIndependence)
      || rejecting == [.conditionalCoverage]
    {
      self = .clustered
    } else if !rejecting.isEmpty {
      self = .rejected
    } else if result.tested.forecasts < result.forecastsNeeded {
      self = result.tested.forecasts == 0 ? .untested : .tooFew
    } else if deciding.contains(where: { $0.rejected != nil }) {
      self = .holds
    } else {
      self = Self.zone(of: deciding)
    }
  }

  /// The verdict of a traffic light alone, which has a zone in place of a p-value.
  private static func zone(of deciding: [TestResult]) -> Self {
    for case .trafficLight(let light)? in deciding.map(\.detail) {
      return light.zone == .red ? .tooMany : .holds
    }
    return .untested
  }

  /// Whether the verdict is a rejection.
  public var isRejection: Bool {
    switch self {
    case .tooMany, .overcovers, .clustered, .rejected: true
    case .holds, .tooFew, .untested: false
    }
  }

  /// Whether the verdict rests on evidence, for or against.
  public var isTested: Bool { self != .tooFew && self != .untested }
}

extension BacktestResult {
  /// The least number of forecasts that can show the coverage, ⌈ln 0.05 / ln c⌉.
  ///
  /// 250, those of the Basel table, where the traffic light alone decides.
  public var forecastsNeeded: Int {
    if deciding == [.trafficLight] { return TrafficLight.forecastsOfTable }
    let chance = BacktestVerdict.greatestChance
    return Int((log(chance) / log(level.probability)).rounded(.up))
  }

  /// The power of Kupiec's test on the tested forecasts if losses exceed them `multiple` times as
  /// often as stated; nil without forecasts.
  public func power(against multiple: Double) -> Double? {
    guard tested.forecasts > 0 else { return nil }
    return KupiecTest(
      exceedances: tested.exceedances, forecasts: tested.forecasts, level: level,
      alternative: rate.alternative
    ).power(against: multiple, significance: significance)
  }
}
