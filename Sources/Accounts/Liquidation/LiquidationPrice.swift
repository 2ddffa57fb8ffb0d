public import Instruments
internal import Margin

/// A price at which equity meets a requirement, or why there is none.
public enum LiquidationPrice: Hashable, Sendable {
  /// The price, finite and above zero.
  case price(Double)
  /// There is none.
  case none(Reason)

  /// Why there is no price.
  public enum Reason: String, Hashable, Sendable, Codable {
    /// The collateral outlasts every price.
    case overCollateralized = "over-collateralised"
    /// The requirement is not met at any price.
    case insolvent
    /// The price lies where the position is above the last cap of the tiers.
    case beyondLastTier = "beyond-last-tier"
  }

  /// The price; nil where there is none.
  public var value: Double? { if case .price(let price) = self { price } else { nil } }

  /// Why there is none; nil where there is one.
  public var reason: Reason? { if case .none(let reason) = self { reason } else { nil } }
}

extension FuturesPosition {
  /// The price at which equity is the maintenance margin.
  ///
  ///     F + k(x − e) = |k| x (r + φ) − c,   x = (k e − F − c)/(k − (r + φ)|k|)
  ///
  /// with F the collateral that is free for the position: the wallet balance, less the maintenance margin of other positions,
  /// plus their unrealized profit (both zero for an isolated position). The tier (r, c) is the one that holds |k|x at the
  /// root; under the marginal rule there is one, because equity less requirement is continuous and monotone in x.
  /// Under the cliff rule it is the first crossing on the adverse way from the mark.
  ///
  /// - Parameters:
  ///   - free: The free collateral F, in the settling currency.
  ///   - rule: The tiers.
  ///   - fee: The fee φ of closing, as a fraction of notional; below 1 − r.
  ///   - mark: The price of today, which the cliff rule starts from; the entry price where nil.
  /// - Returns: The price, or why there is none.
  /// - SeeAlso: Binance, *How to calculate liquidation price of USDⓈ-M futures contracts*.
  public func liquidationPrice(
    free: Double, rule: MaintenanceRule, fee: Double = 0, mark: Double? = nil
  ) -> LiquidationPrice {
    precondition(
      rule.largestRate + fee < 1, "The fee \(fee) and a rate are 1 or more")
    let start = contract.coordinate(of: mark ?? entryPrice)
    let crossing =
      rule.rule == .marginal
      ? line.crossing(free: free, rule: rule, fee: fee)
      : line.firstCrossing(from: start, free: free, rule: rule, fee: fee)
    switch crossing {
    case .none(let reason): return .none(reason)
    case .price(let x):
      let price = contract.price(at: x)
      guard price.isFinite, price > 0 else { return .none(.overCollateralized) }
      return .price(price)
    }
  }

  /// The price at which nothing is left: the root of F + k(x − e) = φ|k|x.
  ///
  /// - Parameters:
  ///   - collateral: What is lost before anybody else pays, in the settling currency.
  ///   - fee: The fee φ of closing, as a fraction of notional.
  /// - Returns: The price, or why there is none.
  public func bankruptcyPrice(collateral: Double, fee: Double = 0) -> LiquidationPrice {
    liquidationPrice(free: collateral, rule: .zero, fee: fee)
  }
}

extension FuturesPosition.Line {
  /// F + k(x − e) − (|k|x (r + φ) − c), what is left above the requirement.
  private func surplus(
    at x: Double, free: Double, _ tier: MaintenanceRule.Tier, fee: Double
  ) -> Double {
    free + slope * (x - entry) - tier.margin(of: width * x) - width * x * fee
  }

  private func root(free: Double, _ tier: MaintenanceRule.Tier, fee: Double) -> Double {
    (slope * entry - free - tier.deduction) / (slope - (tier.rate + fee) * width)
  }

  /// x of the liquidation under the marginal rule.
  fileprivate func crossing(
    free: Double, rule: MaintenanceRule, fee: Double
  ) -> LiquidationPrice {
    for tier in rule.tiers {
      let x = root(free: free, tier, fee: fee)
      if x > 0, tier.holds(width * x) { return .price(x) }
    }
    // No root within the tiers: the surplus has one sign on all of them.
    let isSolvent = surplus(at: 0, free: free, rule.tiers[0], fee: fee) >= 0
    switch (slope > 0, isSolvent) {
    case (true, true): return .none(.overCollateralized)
    case (false, false): return .none(.insolvent)
    case (true, false), (false, true): return .none(.beyondLastTier)
    }
  }

  /// x of the first crossing from a start on the way on which the position loses.
  fileprivate func firstCrossing(
    from start: Double, free: Double, rule: MaintenanceRule, fee: Double
  ) -> LiquidationPrice {
    guard let first = rule.index(of: width * start) else { return .none(.beyondLastTier) }
    let way = slope > 0 ? Array((0 ... first).reversed()) : Array(first ..< rule.tiers.count)
    var x = start
    for index in way {
      let tier = rule.tiers[index]
      if surplus(at: x, free: free, tier, fee: fee) <= 0 { return .price(x) }
      let root = root(free: free, tier, fee: fee)
      let end = (slope > 0 ? tier.floor : tier.cap) / width
      if root > 0, slope > 0 ? root >= end && root <= x : root <= end && root >= x {
        return .price(root)
      }
      x = end
    }
    return .none(slope > 0 ? .overCollateralized : .beyondLastTier)
  }
}
