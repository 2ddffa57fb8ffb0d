public import MarketData

/// When a client is called, what for, and until when it has to pay.
public struct MarginCallRule: Hashable, Sendable {
  /// What an account is restored to.
  public enum Target: String, Hashable, Sendable, Codable, CaseIterable {
    /// The initial margin, as exchanges of futures ask.
    case initial
    /// The maintenance margin.
    case maintenance
  }

  /// What settles a profit or a loss of the day.
  public enum Settlement: String, Hashable, Sendable, Codable, CaseIterable {
    /// Cash changes hands daily: a loss is called in full, whatever the collateral.
    case cashDaily = "cash-daily"
    /// Profits and losses change the worth of the collateral: called where it falls short.
    case collateralized
  }

  /// What an account is restored to.
  public let target: Target
  /// How profits and losses are settled.
  public let settlement: Settlement
  /// The solvency ratio κ below which an account is called, never above that of its initial margin.
  public let ratio: Double
  /// What is too little to be called for, in the settling currency.
  public let minimumTransfer: Double
  /// Minutes after midnight, UTC, from which on a call counts as made on the next day.
  public let cutOff: Int
  /// Minutes after midnight at which a call has to be paid.
  public let deadline: Int
  /// Days from the day on which the call counts to that of its payment.
  public let days: Int

  /// A rule.
  ///
  /// - Precondition: Minutes are of a day; days and amounts are from 0 on; a call is not due before its cut-off.
  public init(
    to target: Target = .initial, settlement: Settlement = .collateralized,
    ratio: Double = 1, minimumTransfer: Double = 0, cutOff: Int = 17 * 60, deadline: Int = 9 * 60,
    days: Int = 1
  ) {
    precondition(
      (0 ..< 1440).contains(cutOff) && (0 ..< 1440).contains(deadline) && days >= 0
        && minimumTransfer >= 0 && ratio >= 1,
      "Minutes of a day, days and an amount from 0 on, a ratio from 1 on")
    precondition(days > 0 || deadline >= cutOff, "A call made before the cut-off would be late")
    self.target = target
    self.settlement = settlement
    self.ratio = ratio
    self.minimumTransfer = minimumTransfer
    self.cutOff = cutOff
    self.deadline = deadline
    self.days = days
  }

  /// The call of an account at a moment; nil where it needs none.
  ///
  ///     short = M < MM, or M < min(κ MM, IM) with a ratio above 1
  ///     collateralized   where short,             amount = target − M
  ///     cash-daily       where loss > 0 or short, amount = max(loss, target − M)
  ///
  /// With the maintenance margin as target an account is restored to κ MM, at most to IM.
  ///
  /// - Parameters:
  ///   - equity: The equity M, with the loss of the day taken off.
  ///   - initialMargin: The initial margin IM.
  ///   - maintenanceMargin: The maintenance margin MM, at most IM.
  ///   - dayLoss: What the day has lost, below zero what it has won.
  ///   - time: Now.
  /// - Returns: The call; nil where it would be below the minimum transfer.
  public func call(
    equity: Double, initialMargin: Double, maintenanceMargin: Double, dayLoss: Double = 0,
    at time: Timestamp
  ) -> MarginCall? {
    let least = max(maintenanceMargin, min(ratio * maintenanceMargin, initialMargin))
    let isShort = equity < least
    let missing = (target == .initial ? initialMargin : least) - equity
    let amount: Double
    switch settlement {
    case .collateralized:
      guard isShort else { return nil }
      amount = missing
    case .cashDaily:
      amount = max(dayLoss, isShort ? missing : 0)
    }
    guard amount > 0, amount >= minimumTransfer else { return nil }
    return MarginCall(amount: amount, due: due(of: time))
  }

  /// When a call made at a moment has to be paid.
  public func due(of time: Timestamp) -> Timestamp {
    let day: Int64 = 86_400_000
    let midnight = Timestamp(time.date).milliseconds
    let isLate = time.milliseconds - midnight >= Int64(cutOff) * 60_000
    let later = Int64(days) + (isLate ? 1 : 0)
    return Timestamp(milliseconds: midnight + later * day + Int64(deadline) * 60_000)
  }
}

/// What an account is called for.
public struct MarginCall: Hashable, Sendable {
  /// In the settling currency, above zero.
  public let amount: Double
  /// When it has to be paid.
  public let due: Timestamp
}

/// A call of an account or, where each has its own collateral, of one of its positions.
public struct AccountCall: Hashable, Sendable {
  /// Whose call it is; nil for that of the account.
  public let instrument: InstrumentID?
  /// The call.
  public let call: MarginCall
}

extension AccountState {
  /// The calls at a moment: one of the account, or those of isolated positions in their order.
  ///
  /// - Parameters:
  ///   - rule: When and what for accounts are called.
  ///   - time: Now.
  ///   - dayLoss: What the day has lost; of no use where positions have their own collateral.
  /// - Returns: None where nothing is short.
  public func calls(
    _ rule: MarginCallRule, at time: Timestamp, dayLoss: Double = 0
  ) -> [AccountCall] {
    let isolated = parts.filter { $0.stage != nil }
    guard isolated.isEmpty else {
      return isolated.compactMap { part in
        rule.call(
          equity: part.holding.equity, initialMargin: part.initialMargin ?? 0,
          maintenanceMargin: part.maintenanceMargin ?? 0, at: time
        ).map { AccountCall(instrument: part.holding.instrument, call: $0) }
      }
    }
    return rule.call(
      equity: equity, initialMargin: initialMargin, maintenanceMargin: maintenanceMargin,
      dayLoss: dayLoss, at: time
    ).map { [AccountCall(instrument: nil, call: $0)] } ?? []
  }
}
