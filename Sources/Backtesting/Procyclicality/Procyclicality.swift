/// The standard measures of margin procyclicality and of the cost of margin.
///
/// All measures are of one path: the rate, or the amount of one constant contract. A measure that
/// is undefined for the path is nil.
public struct Procyclicality: Hashable, Sendable {
  /// Whether the measures are of rates or of amounts.
  public let unit: MarginPath.Unit
  /// The number of margins.
  public let count: Int
  /// The mean margin, a measure of cost.
  public let meanMargin: Double?
  /// The standard deviation of the margin.
  public let standardDeviation: Double?
  /// The standard deviation of the margin's log changes from bar to bar.
  public let logChangeDeviation: Double?
  /// The ratio of the highest to the lowest margin.
  public let peakToTrough: Double?
  /// The largest ratio of a margin to the lowest margin before it.
  public let peakAfterTrough: Double?
  /// The largest fall from a peak, as a fraction.
  public let largestFall: Double?
  /// The largest rises over 1, 5, 10, 20 and 30 bars.
  public let rises: [MarginRise]
  /// The largest rise within five bars: the large call of a constant position.
  public let largeCall: MarginRise
  /// The number of rises from one bar to the next above each of 10, 20 and 30 %.
  public let jumps: [JumpCount]
  /// The number of rises within five bars that a buffer of 25 % would not have absorbed.
  public let bigSteps: Int
  /// The mean margin of stressed bars over that of calm bars.
  public let stressedOverCalm: Double?
  /// The correlation of the margin with twenty-bar realized volatility.
  public let volatilityCorrelation: Double?

  /// The number of jumps above a size.
  public struct JumpCount: Hashable, Sendable {
    /// The fraction by which a margin must exceed the previous one.
    public let share: Double
    /// The number of such bars.
    public let count: Int
  }

  /// The numbers of bars over which rises are measured.
  public static let riseBars = [1, 5, 10, 20, 30]
  /// The fractions above which jumps are counted.
  public static let jumpShares = [0.1, 0.2, 0.3]
  /// The number of bars of a large call and of a big step.
  public static let callBars = 5

  /// Computes the measures of a path; `stress` has one volatility per margin.
  public init(of path: MarginPath, under stress: MarketStress) {
    unit = path.unit
    count = path.margins.count
    meanMargin = path.mean
    standardDeviation = path.standardDeviation
    logChangeDeviation = path.logChangeDeviation
    peakToTrough = path.peakToTrough
    peakAfterTrough = path.peakAfterTrough
    largestFall = path.largestFall
    rises = Self.riseBars.map { MarginRise(over: $0, of: path) }
    largeCall = MarginRise(within: Self.callBars, of: path)
    jumps = Self.jumpShares.map { JumpCount(share: $0, count: path.jumps(above: $0)) }
    bigSteps = path.bigSteps(within: Self.callBars)
    stressedOverCalm = stress.stressedOverCalm(path)
    volatilityCorrelation = stress.correlation(with: path)
  }
}
