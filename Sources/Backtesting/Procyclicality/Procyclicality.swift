/// How much a margin rises in stress, and what it costs to hold it: the measures that are published.
///
/// All of one path: the rate, or the amount of one constant contract. A measure that the path does not
/// define is nil.
public struct Procyclicality: Hashable, Sendable {
  /// Whether the measures are of rates or of amounts.
  public let unit: MarginPath.Unit
  /// The number of margins.
  public let count: Int
  /// What it cost: the mean margin.
  public let meanMargin: Double?
  /// The standard deviation of the margin.
  public let standardDeviation: Double?
  /// The standard deviation of the margin's log changes from bar to bar.
  public let logChangeDeviation: Double?
  /// The highest margin to the lowest.
  public let peakToTrough: Double?
  /// The highest margin to the lowest before it.
  public let peakAfterTrough: Double?
  /// The largest fall from a peak, as a fraction.
  public let largestFall: Double?
  /// The largest rises over 1, 5, 10, 20 and 30 bars.
  public let rises: [MarginRise]
  /// The largest rise within five bars: the large call of a constant position.
  public let largeCall: MarginRise
  /// How many rises from a bar to the next are above each of 10, 20 and 30 %.
  public let jumps: [JumpCount]
  /// The rises within five bars that a buffer of 25 % would not have absorbed.
  public let bigSteps: Int
  /// The mean margin of stressed bars over that of calm ones.
  public let stressedOverCalm: Double?
  /// The correlation with the realized volatility of twenty bars.
  public let volatilityCorrelation: Double?

  /// The number of jumps above a size.
  public struct JumpCount: Hashable, Sendable {
    /// The share by which a margin must exceed the one before.
    public let share: Double
    /// The number of such bars.
    public let count: Int
  }

  /// The numbers of bars over which rises are measured.
  public static let riseBars = [1, 5, 10, 20, 30]
  /// The shares above which jumps are counted.
  public static let jumpShares = [0.1, 0.2, 0.3]
  /// The bars of a large call and of a big step.
  public static let callBars = 5

  /// The measures of a path; `stress` is at each of its margins.
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
