internal import MarketData

/// The equity and margin totals of an account at given prices.
struct AccountBalance: Hashable {
  /// The equity: collateral and unrealized profits.
  let equity: Double
  /// The initial margin, including open orders.
  let initialMargin: Double
  /// The maintenance margin.
  let maintenanceMargin: Double
  /// The initial margin of open orders.
  let orderMargin: Double
  /// The closing fees of the positions that a price moves.
  let closingFees: Double
}

extension Account {
  /// The totals over positions.
  ///
  /// - Parameter moved: The underlying whose positions pay closing fees; none if nil.
  /// - Returns: Nil if a position is above its last cap.
  func balance(moved: InstrumentID? = nil) -> AccountBalance? {
    let owned = assets.reduce(collateral) { $0 + $1.value }
    let equity = holdings.reduce(owned) { $0 + $1.margin + $1.position.value }
    let fees = holdings.reduce(0) {
      $0 + ($1.underlying == moved ? $1.position.closingFees : 0)
    }
    if let rule = scenarioRule {
      let margins = requirements(rule)
      let initial = margins.reduce(0) { $0 + $1.withOrders.initialMargin }
      return AccountBalance(
        equity: equity, initialMargin: initial,
        maintenanceMargin: margins.reduce(0) { $0 + $1.positions.maintenanceMargin },
        orderMargin: initial - margins.reduce(0) { $0 + $1.positions.initialMargin },
        closingFees: fees)
    }
    var (initial, maintenance) = (0.0, 0.0)
    for holding in holdings {
      guard let open = holding.position.initialMargin,
        let keep = holding.position.maintenanceMargin
      else { return nil }
      initial += open
      maintenance += keep
    }
    guard let orders = orderMargin() else { return nil }
    return AccountBalance(
      equity: equity, initialMargin: initial + orders, maintenanceMargin: maintenance,
      orderMargin: orders, closingFees: fees)
  }

  /// The scenario margin of each underlying, with and without the worst side of open orders.
  func requirements(_ rule: ScenarioMarginRule) -> [UnderlyingRequirement] {
    underlyings.map { underlying in
      let own = holdings.filter { $0.underlying == underlying }
        .compactMap(\.position.scenarioPosition)
      let positions = rule.requirement(of: own)
      var most = positions
      for side in OrderSide.allCases {
        let filled = orders.filter { $0.underlying == underlying && $0.side == side }
        guard !filled.isEmpty else { continue }
        let with = rule.requirement(of: own + filled.compactMap(\.filled.scenarioPosition))
        let loss = filled.reduce(0) { $0 + $1.openLoss }
        if with.initialMargin + loss > most.initialMargin { most = with.adding(loss) }
      }
      return UnderlyingRequirement(
        underlying: underlying, positions: positions, withOrders: most)
    }
  }

  /// The distinct underlyings of the account, in the order of its positions and orders.
  var underlyings: [InstrumentID] {
    var seen: Set<InstrumentID> = []
    return (holdings.map(\.underlying) + orders.map(\.underlying)).filter {
      seen.insert($0).inserted
    }
  }

  /// An account with only the positions and assets of one underlying, without orders.
  func group(of underlying: InstrumentID) -> Account {
    Account(
      mode: mode, collateral: 0, assets: assets.filter { $0.underlying == underlying },
      holdings: holdings.filter { $0.underlying == underlying }, scenarioRule: scenarioRule)
  }

  /// The account after all prices are multiplied by a factor; orders are unchanged.
  func moved(by factor: Double) -> Account {
    Account(
      mode: mode, collateral: collateral, assets: assets.map { $0.moved(by: factor) },
      holdings: holdings.map { $0.moved(by: factor) }, orders: orders, scenarioRule: scenarioRule)
  }
}

/// The scenario margin of one underlying.
struct UnderlyingRequirement {
  let underlying: InstrumentID
  /// The requirement of the positions alone.
  let positions: ScenarioRequirement
  /// The requirement with the orders of the side that makes it larger.
  let withOrders: ScenarioRequirement
}

extension AccountBalance {
  /// Adds two balances.
  static func + (a: Self, b: Self) -> Self { Self(a, b, +) }
  /// Subtracts a balance.
  static func - (a: Self, b: Self) -> Self { Self(a, b, -) }

  private init(_ a: Self, _ b: Self, _ combine: (Double, Double) -> Double) {
    equity = combine(a.equity, b.equity)
    initialMargin = combine(a.initialMargin, b.initialMargin)
    maintenanceMargin = combine(a.maintenanceMargin, b.maintenanceMargin)
    orderMargin = combine(a.orderMargin, b.orderMargin)
    closingFees = combine(a.closingFees, b.closingFees)
  }
}
