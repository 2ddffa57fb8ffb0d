/// A limit on what a portfolio may save against its parts.
///
///     margin = max(portfolio, Σ standalone − cap · (Σ standalone − portfolio))
///
/// - SeeAlso: Regulation (EU) 153/2013, Article 27(4): at most 80 % of the difference, unless no risk comes from more.
public struct OffsetCap: Hashable, Sendable {
  /// The share of the difference that may be saved, in [0, 1].
  public let share: Double

  /// A cap at a share; 80 % without another word.
  public init(share: Double = 0.8) {
    precondition((0 ... 1).contains(share), "A share is in [0, 1], not \(share)")
    self.share = share
  }

  /// The margin of a portfolio whose parts alone would need `standalone`; all amounts in one currency.
  public func margin(portfolio: Double, standalone: [Double]) -> Double {
    let sum = standalone.reduce(0, +)
    return max(portfolio, sum - share * (sum - portfolio))
  }
}
