public import MarketData
public import RiskMeasures

/// A historical measure that a step needs on every date and for each side, besides the forecast.
///
/// Historical returns are unfiltered and equally weighted, and data after the date is not used.
public enum ReferenceNeed: Hashable, Sendable {
  /// The policy's measure over a stress period.
  case stressed(StressPeriod)
  /// The policy's measure over the last calendar years.
  case longRun(years: Double)
  /// The quantile of one-bar losses over the last years, at its own confidence level.
  case jump(level: ConfidenceLevel, years: Double)
  /// The quantile of the forecast mixed with the returns of a stress period, which have the weight.
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

  /// Whether the need is a mixture, which is calculated together with the forecasts.
  public var isMixture: Bool { if case .mixture = self { true } else { false } }

  /// The dates of the stress period; nil for a period without dates.
  public var stressDates: ClosedRange<CalendarDate>? {
    switch self {
    case .stressed(.dates(let dates)), .mixture(.dates(let dates), _): dates
    default: nil
    }
  }
}

/// One historical measure, for one side on one date.
public struct ReferenceMeasure: Hashable, Sendable {
  /// The measure per unit of notional; positive is a loss.
  public let value: Double
  /// The years of history behind the value; nil for undated series.
  public let coveredYears: Double?
  /// The indices of the returns behind the value; nil if they are not contiguous.
  public let window: ClosedRange<Int>?
  /// The standard deviation of the returns behind the value, if requested.
  public let volatility: Double?

  /// Creates a reference measure with its sample.
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

/// The historical measures of one date, one for each need; nil where unavailable.
public struct ReferenceMeasures: Sendable, ExpressibleByDictionaryLiteral {
  private var needs: [ReferenceNeed]
  private var measures: ArraySlice<ReferenceMeasure?>

  /// Creates the measures of a date, in the order of the needs.
  package init(of needs: [ReferenceNeed], _ measures: ArraySlice<ReferenceMeasure?>) {
    self.needs = needs
    self.measures = measures
  }

  /// Creates the measures from a literal, each need at most once.
  public init(dictionaryLiteral elements: (ReferenceNeed, ReferenceMeasure)...) {
    self.init(of: elements.map(\.0), ArraySlice(elements.map(\.1)))
  }

  /// The measure that meets a need; nil if unavailable.
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
