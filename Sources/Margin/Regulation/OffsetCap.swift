/// A limit on the portfolio offset: the margin reduction against the sum of standalone margins.
///
///     margin = max(portfolio, Σ standalone − cap · (Σ standalone − portfolio))
///
/// - SeeAlso: Regulation (EU) 153/2013, Article 27(4): at most 80 % of the difference, or up to
///   100 % if the reduction exposes the clearing house to no risk.
public struct OffsetCap: Hashable, Sendable {
  /// The maximum share of the difference that reduces the margin, in [0, 1].
  public let share: Double

  /// Creates a cap at a share.
  public init(share: Double = 0.8) {
    precondition((0 ... 1).contains(share), "A share is in [0, 1], not \(share)")
    self.share = share
  }

  /// The margin of a portfolio with `standalone` margins of its parts; all amounts in one currency.
  public func margin(portfolio: Double, standalone: [Double]) -> Double {
    let sum = standalone.reduce(0, +)
    return max(portfolio, sum - share * (sum - portfolio))
  }
}
