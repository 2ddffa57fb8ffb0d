public import MarketData
public import RiskMeasures

/// A measure of the past that a step needs beside the forecast, on every date and for each side.
///
/// Each is of unfiltered, equally weighted returns, found from data up to the date alone.
public enum ReferenceNeed: Hashable, Sendable {
  /// The policy's measure of a stressed period.
  case stressed(StressPeriod)
  /// The policy's measure over the last years by the calendar.
  case longRun(years: Double)
  /// The quantile of the losses of single bars over the last years, at a level of its own.
  case jump(level: ConfidenceLevel, years: Double)
  /// The quantile of the forecast mixed with the returns of a stressed period, which have the weight.
  case mixture(StressPeriod, weight: Double)

  /// The kind of the need, for messages: `stressed`, `long-run`, `jump` or `mixture`.
  public var name: String {
    switch self {
    case .stressed: "stressed"
    case .longRun: "long-run"
    case .jump: "jump"
    case .mixture: "mixture"
    }
  }

  /// Whether the forecasts themselves are mixed, so that it is computed where they are.
  public var isMixture: Bool { if case .mixture = self { true } else { false } }

  /// The days of the stressed period that it is measured on, where it has dates.
  public var stressDates: ClosedRange<CalendarDate>? {
    switch self {
    case .stressed(.dates(let dates)), .mixture(.dates(let dates), _): dates
    default: nil
    }
  }
}

/// One measure of the past, for one side on one date.
public struct ReferenceMeasure: Hashable, Sendable {
  /// The measure per unit of notional; positive is a loss.
  public let value: Double
  /// The years of history behind the value; nil for undated series.
  public let coveredYears: Double?
  /// The positions of the returns behind the value, or nil where they are not a single stretch.
  public let window: ClosedRange<Int>?
  /// The standard deviation of the returns behind the value, where it was asked for.
  public let volatility: Double?

  /// A measure, and what it was measured on.
  public init(
    value: Double, coveredYears: Double? = nil, window: ClosedRange<Int>? = nil,
    volatility: Double? = nil
  ) {
    self.value = value
    self.coveredYears = coveredYears
    self.window = window
    self.volatility = volatility
  }
}

/// The measures of the past on one date, one for each need; nil where it is not known.
public struct ReferenceMeasures: Sendable, ExpressibleByDictionaryLiteral {
  private var needs: [ReferenceNeed]
  private var measures: ArraySlice<ReferenceMeasure?>

  /// The measures of a date, in the order of the needs.
  package init(of needs: [ReferenceNeed], _ measures: ArraySlice<ReferenceMeasure?>) {
    self.needs = needs
    self.measures = measures
  }

  /// The measures of a literal, each need at most once.
  public init(dictionaryLiteral elements: (ReferenceNeed, ReferenceMeasure)...) {
    self.init(of: elements.map(\.0), ArraySlice(elements.map(\.1)))
  }

  /// The measure that meets a need, or nil where it is not known.
  public subscript(need: ReferenceNeed) -> ReferenceMeasure? {
    get { needs.firstIndex(of: need).flatMap { measures[measures.startIndex + $0] } }
    set {
      if let index = needs.firstIndex(of: need) {
        measures[measures.startIndex + index] = newValue
      } else {
        needs.append(need)
        measures.append(newValue)
      }
    }
  }
}
