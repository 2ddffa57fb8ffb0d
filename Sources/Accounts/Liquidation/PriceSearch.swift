internal import Glibc
internal import MarketData

/// The direction of a price move.
enum PriceDirection: Hashable {
  case down, up

  /// The other direction.
  var opposite: PriceDirection { self == .down ? .up : .down }
}

/// A grid search for the price at which an account crosses a threshold.
///
/// One underlying moves; the search is used for accounts without a closed form.
///
/// The grid has steps of 2 % from one third to three times the current price; beyond that each step
/// is a tenth wider than the previous one, up to 10⁻¹⁰ and 10¹⁰ times the price. Two crossings
/// within one step are missed; a crossing that is found is accurate to the last bits.
struct PriceSearch {
  /// The positions and assets that the underlying moves.
  private let group: Account
  private let underlying: InstrumentID
  /// The current totals without the group.
  private let rest: AccountBalance?
  /// The balances at the evaluated steps, downwards and upwards.
  private var falling: [AccountBalance?] = []
  private var rising: [AccountBalance?] = []

  /// The log relative prices above the current price; below it they have the opposite sign.
  private static let steps: [Double] = {
    var (steps, step) = ([0.0], 0.02)
    while steps[steps.count - 1] < 23 {
      if steps[steps.count - 1] > 1.1 { step *= 1.1 }
      steps.append(steps[steps.count - 1] + step)
    }
    return steps
  }()

  /// Creates a search on an account with known current totals as one underlying moves.
  init(_ account: Account, _ balance: AccountBalance, moving underlying: InstrumentID) {
    group = account.group(of: underlying)
    self.underlying = underlying
    rest = group.balance().map { balance - $0 }
  }

  /// The balance after a number of steps down or up, each calculated once.
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

  /// The price factor at which an adverse move uses up the surplus.
  ///
  /// Without a surplus, it is the factor at which a favorable move restores it.
  ///
  /// - Returns: The factor as a price, or the reason why there is none.
  mutating func crossing(
    adverse: PriceDirection, _ surplus: (AccountBalance) -> Double
  ) -> LiquidationPrice {
    guard let now = balance(at: 1) else { return .none(.beyondLastTier) }
    let isSolvent = surplus(now) > 0
    // Without a surplus, the favorable direction is searched.
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

  /// Bisects between `near`, before the crossing, and `far`, beyond it, to adjacent factors.
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
