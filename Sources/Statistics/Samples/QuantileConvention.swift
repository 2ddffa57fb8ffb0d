/// The convention that defines the quantile of a sample of losses.
///
/// Conventions apply to losses in ascending order. The level is in whole millionths, and positions
/// are computed in integers: 0.99 of 500 is 495, not 494.99….
///
/// ```swift
/// QuantileConvention.predictive.rank(millionths: 990_000, count: 250)?.index  // 248: 2nd largest
/// QuantileConvention.kthWorst.rank(millionths: 990_000, count: 500)?.index    // 495: 5th largest
/// ```
public enum QuantileConvention: Hashable, Sendable {
  /// The order statistic ⌈(n+1)c⌉, which the next loss exceeds with probability at most 1 − c.
  ///
  /// It does not exist when it lies above n: the sample is too short for the level.
  case predictive

  /// The order statistic ⌈nc⌉: the inverse of the empirical distribution function.
  case inverse

  /// The ⌊n(1−c)⌋-th worst loss, at least the worst.
  case kthWorst

  /// Type 1 to 9 of Hyndman & Fan (1996), *The American Statistician* 50(4), 361–365.
  ///
  /// A rank of any other type is a precondition failure; `init(name:)` accepts only these types.
  case hyndmanFan(type: Int)

  /// Returns the quantile's rank among `count` losses, or nil where the sample has none.
  ///
  /// `millionths` is the level times 10⁶, between 1 and 999 999. An empty sample has no quantile.
  public func rank(millionths: Int, count: Int) -> QuantileRank? {
    precondition(
      millionths > 0 && millionths < Self.one, "Level of \(millionths) millionths outside (0, 1)")
    precondition(count >= 0 && count <= Self.largestCount, "Sample of \(count) losses")
    guard count > 0 else { return nil }
    switch self {
    case .predictive:
      let order = Self.roundedUp((count + 1) * millionths, over: Self.one)
      return order <= count ? QuantileRank(index: order - 1, fraction: 0) : nil
    case .inverse:
      let order = Self.roundedUp(count * millionths, over: Self.one)
      return QuantileRank(index: order - 1, fraction: 0)
    case .kthWorst:
      let worst = max(1, count * (Self.one - millionths) / Self.one)
      return QuantileRank(index: count - worst, fraction: 0)
    case .hyndmanFan(let type):
      return Self.hyndmanFanRank(type: type, millionths: millionths, count: count)
    }
  }

  /// Returns the probability that the next loss exceeds the quantile, or nil without a quantile.
  ///
  /// For independent losses from a continuous distribution, order statistic k of n is exceeded with
  /// probability 1 − k/(n+1), whatever the distribution; between two order statistics the rate is
  /// interpolated linearly.
  public func expectedExceedanceRate(millionths: Int, count: Int) -> Double? {
    guard let rank = rank(millionths: millionths, count: count) else { return nil }
    return (Double(count - rank.index) - rank.fraction) / Double(count + 1)
  }

  private static let one = 1_000_000

  /// The largest sample size whose integer positions do not overflow.
  private static let largestCount = 100_000_000_000

  private static func roundedUp(_ numerator: Int, over denominator: Int) -> Int {
    (numerator + denominator - 1) / denominator
  }
}

// MARK: - Hyndman and Fan

extension QuantileConvention {
  private static func hyndmanFanRank(type: Int, millionths: Int, count: Int) -> QuantileRank {
    let product = count * millionths
    switch type {
    case 1: return clamped(order: roundedUp(product, over: one), count: count)
    case 2:
      let isWhole = product % one == 0
      let order = roundedUp(product, over: one)
      return clamped(order: order, remainder: isWhole ? 1 : 0, over: 2, count: count)
    case 3: return clamped(order: nearestEven(product), count: count)
    default:
      let (numerator, denominator) = position(type: type, millionths: millionths, count: count)
      return clamped(
        order: numerator / denominator, remainder: numerator % denominator, over: denominator,
        count: count)
    }
  }

  /// The position of a continuous type, a + c(n + 1 − a − b), as a ratio of two integers.
  private static func position(type: Int, millionths: Int, count: Int) -> (Int, Int) {
    switch type {
    case 4: (count * millionths, one)
    case 5: (2 * count * millionths + one, 2 * one)
    case 6: ((count + 1) * millionths, one)
    case 7: ((count - 1) * millionths + one, one)
    case 8: ((3 * count + 1) * millionths + one, 3 * one)
    case 9: ((8 * count + 2) * millionths + 3 * one, 8 * one)
    default: preconditionFailure("Hyndman and Fan have types 1 to 9, not \(type)")
    }
  }

  /// nc rounded to the nearest integer, with ties to even.
  private static func nearestEven(_ product: Int) -> Int {
    let below = product / one
    let twice = 2 * (product % one)
    if twice == one { return below % 2 == 0 ? below : below + 1 }
    return twice > one ? below + 1 : below
  }

  private static func clamped(
    order: Int, remainder: Int = 0, over denominator: Int = 1, count: Int
  ) -> QuantileRank {
    if order < 1 { return QuantileRank(index: 0, fraction: 0) }
    if order >= count { return QuantileRank(index: count - 1, fraction: 0) }
    return QuantileRank(index: order - 1, fraction: Double(remainder) / Double(denominator))
  }
}

// MARK: - Names

extension QuantileConvention {
  /// The name: `predictive`, `inverse`, `kth-worst`, or `hyndman-fan-1` to `hyndman-fan-9`.
  public var name: String {
    switch self {
    case .predictive: "predictive"
    case .inverse: "inverse"
    case .kthWorst: "kth-worst"
    case .hyndmanFan(let type): "hyndman-fan-\(type)"
    }
  }

  /// All conventions, in the order in which they are listed.
  public static let all: [QuantileConvention] =
    [.predictive, .inverse, .kthWorst] + (1 ... 9).map { .hyndmanFan(type: $0) }

  /// Creates the convention with that name, or nil for any other text.
  public init?(name: String) {
    guard let match = Self.all.first(where: { $0.name == name }) else { return nil }
    self = match
  }
}

extension QuantileConvention: Codable {
  /// Decodes a convention from its name.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let convention = Self(name: name) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "no convention of quantiles is called \(name)")
    }
    self = convention
  }

  /// Encodes the convention as its name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}
