public import Instruments
internal import Margin

/// A price at which equity equals a requirement, or the reason why there is none.
public enum LiquidationPrice: Hashable, Sendable {
  /// The price, finite and above zero.
  case price(Double)
  /// No price has this property, for a reason.
  case none(Reason)

  /// Why a price does not exist.
  public enum Reason: String, Hashable, Sendable, Codable {
    /// The collateral covers the requirement at every price.
    case overCollateralized = "over-collateralised"
    /// The requirement is not covered at any price.
    case insolvent
    /// At the price, the position would be above the last cap of the tiers.
    case beyondLastTier = "beyond-last-tier"
  }

  /// The price; nil if there is none.
  public var value: Double? { if case .price(let price) = self { price } else { nil } }

  /// Why the price does not exist; nil if it does.
  public var reason: Reason? { if case .none(let reason) = self { reason } else { nil } }
}

extension FuturesPosition {
  /// The price at which equity equals the maintenance margin.
  ///
  ///     F + k(x − e) = |k| x (r + φ) − c,   x = (k e − F − c)/(k − (r + φ)|k|)
  ///
  /// with F the free collateral of the position: the wallet balance, less the maintenance margin of
  /// other positions, plus their unrealized profit (both zero for an isolated position). The tier
  /// (r, c) is the one that contains |k|x at the root. Under the marginal rule the root exists
  /// because equity less requirement is continuous and monotone in x. Under the cliff rule the
  /// price is the first crossing from the mark in the adverse direction.
  ///
  /// - Parameters:
  ///   - free: The free collateral F, in the settlement currency.
  ///   - rule: The tiers.
  ///   - fee: The closing fee φ, as a fraction of notional; below 1 − r.
  ///   - mark: The current price, from which the cliff rule starts; the entry price if nil.
  /// - Returns: The price, or the reason why there is none.
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

  /// The bankruptcy price, where equity equals the closing fee: the root of F + k(x − e) = φ|k|x.
  ///
  /// - Parameters:
  ///   - collateral: The collateral F that is lost first, in the settlement currency.
  ///   - fee: The closing fee φ, as a fraction of notional.
  /// - Returns: The price, or the reason why there is none.
  public func bankruptcyPrice(collateral: Double, fee: Double = 0) -> LiquidationPrice {
    liquidationPrice(free: collateral, rule: .zero, fee: fee)
  }
}

extension FuturesPosition.Line {
  /// The surplus over the requirement: F + k(x − e) − (|k|x (r + φ) − c).
  private func surplus(
    at x: Double, free: Double, _ tier: MaintenanceRule.Tier, fee: Double
  ) -> Double {
    free + slope * (x - entry) - tier.margin(of: width * x) - width * x * fee
  }

  private func root(free: Double, _ tier: MaintenanceRule.Tier, fee: Double) -> Double {
    (slope * entry - free - tier.deduction) / (slope - (tier.rate + fee) * width)
  }

  /// The liquidation price x under the marginal rule.
  fileprivate func crossing(
    free: Double, rule: MaintenanceRule, fee: Double
  ) -> LiquidationPrice {
    for tier in rule.tiers {
      let x = root(free: free, tier, fee: fee)
      if x > 0, tier.holds(width * x) { return .price(x) }
    }
    // Without a root within the tiers, the surplus has the same sign on all of them.
    let isSolvent = surplus(at: 0, free: free, rule.tiers[0], fee: fee) >= 0
    switch (slope > 0, isSolvent) {
    case (true, true): return .none(.overCollateralized)
    case (false, false): return .none(.insolvent)
    case (true, false), (false, true): return .none(.beyondLastTier)
    }
  }

  /// The first crossing x from a start in the adverse direction.
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
