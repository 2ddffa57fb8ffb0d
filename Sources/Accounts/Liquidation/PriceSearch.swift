internal import Glibc
internal import MarketData

/// The direction in which a price moves.
enum PriceDirection: Hashable {
  case down, up

  /// The other direction.
  var opposite: PriceDirection { self == .down ? .up : .down }
}

/// Where an account crosses a line when one underlying moves, found on a grid of prices: for books that no closed form holds.
///
/// The grid has steps of 2 % to a third and three times the price of today, and from there wider ones, each by a tenth, to its
/// ten-billionth and ten-billion-fold. Two crossings within one step are not seen; a crossing is exact to the last bits.
struct PriceSearch {
  /// What the underlying moves.
  private let group: Account
  private let underlying: InstrumentID
  /// Today's sums without the group.
  private let rest: AccountBalance?
  /// The balances at the steps that were looked at, downwards and upwards.
  private var falling: [AccountBalance?] = []
  private var rising: [AccountBalance?] = []

  /// The logarithms of the relative prices above today's, below they have the other sign.
  private static let steps: [Double] = {
    var (steps, step) = ([0.0], 0.02)
    while steps[steps.count - 1] < 23 {
      if steps[steps.count - 1] > 1.1 { step *= 1.1 }
      steps.append(steps[steps.count - 1] + step)
    }
    return steps
  }()

  /// A search of an account, whose sums today are given, as one underlying moves.
  init(_ account: Account, _ balance: AccountBalance, moving underlying: InstrumentID) {
    group = account.group(of: underlying)
    self.underlying = underlying
    rest = group.balance().map { balance - $0 }
  }

  /// The balance after some steps down or up, each computed once.
  private mutating func balance(
    after steps: Int, _ direction: PriceDirection
  ) -> AccountBalance? {
    let balances = direction == .down ? \Self.falling : \Self.rising
    while self[keyPath: balances].count < steps {
      let next = Self.steps[self[keyPath: balances].count + 1]
      self[keyPath: balances].append(balance(at: exp(direction == .down ? -next : next)))
    }
    return self[keyPath: balances][steps - 1]
  }

  private func balance(at factor: Double) -> AccountBalance? {
    group.moved(by: factor).balance(moved: underlying).flatMap { moved in rest.map { $0 + moved } }
  }

  /// The factor of the price at which a surplus is used up by an adverse move; where it is used up today, at which it comes back.
  ///
  /// - Returns: A factor as a price, or why there is none.
  mutating func crossing(
    adverse: PriceDirection, _ surplus: (AccountBalance) -> Double
  ) -> LiquidationPrice {
    guard let now = balance(at: 1) else { return .none(.beyondLastTier) }
    let isSolvent = surplus(now) > 0
    // What has none left is better off in the other direction.
    let direction = isSolvent ? adverse : adverse.opposite
    for steps in 1 ..< Self.steps.count {
      guard let balance = balance(after: steps, direction) else { return .none(.beyondLastTier) }
      if (surplus(balance) > 0) != isSolvent {
        let sign: Double = direction == .down ? -1 : 1
        return .price(
          root(
            from: exp(sign * Self.steps[steps - 1]), to: exp(sign * Self.steps[steps]), isSolvent,
            surplus))
      }
    }
    return .none(isSolvent ? .overCollateralized : .insolvent)
  }

  /// Bisection until two factors are neighbours: `near` on today's side of the crossing, `far` beyond it.
  private func root(
    from near: Double, to far: Double, _ isSolvent: Bool, _ surplus: (AccountBalance) -> Double
  ) -> Double {
    var (near, far) = (near, far)
    while true {
      let middle = near + (far - near) / 2
      guard middle != near, middle != far else { return far }
      guard let balance = balance(at: middle), (surplus(balance) > 0) == isSolvent else {
        far = middle
        continue
      }
      near = middle
    }
  }
}
