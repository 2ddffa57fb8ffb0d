public import MarketData

/// The margin call rule of a venue: trigger, target and payment deadline.
public struct MarginCallRule: Hashable, Sendable {
  /// The margin that a call restores.
  public enum Target: String, Hashable, Sendable, Codable, CaseIterable {
    /// The initial margin.
    case initial
    /// The maintenance margin.
    case maintenance
  }

  /// How the profit or loss of the day is settled.
  public enum Settlement: String, Hashable, Sendable, Codable, CaseIterable {
    /// In cash, daily: a loss is called in full, whatever the collateral.
    case cashDaily = "cash-daily"
    /// Against collateral: a loss is called only if the collateral falls short.
    case collateralized
  }

  /// The margin that a call restores.
  public let target: Target
  /// The settlement of profits and losses.
  public let settlement: Settlement
  /// The solvency ratio κ below which an account is called, at most that of its initial margin.
  public let ratio: Double
  /// The minimum transfer amount, in the settlement currency.
  public let minimumTransfer: Double
  /// The cut-off time in minutes after midnight UTC; later calls count for the next day.
  public let cutOff: Int
  /// The payment deadline, in minutes after midnight UTC.
  public let deadline: Int
  /// The number of days from the day of the call to the payment deadline.
  public let days: Int

  /// Creates a rule.
  ///
  /// - Precondition: Times are within a day; days and amounts are at least zero; a call is not due
  ///   before its cut-off.
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

  /// The margin call of an account at a given time; nil if there is none.
  ///
  ///     short = M < MM, or M < min(κ MM, IM) with a ratio above 1
  ///     collateralized   where short,             amount = target − M
  ///     cash-daily       where loss > 0 or short, amount = max(loss, target − M)
  ///
  /// With the maintenance margin as target, the account is restored to κ MM, at most to IM.
  ///
  /// - Parameters:
  ///   - equity: The equity M, net of the day's loss.
  ///   - initialMargin: The initial margin IM.
  ///   - maintenanceMargin: The maintenance margin MM, at most IM.
  ///   - dayLoss: The loss of the day; negative for a profit.
  ///   - time: The time of the call.
  /// - Returns: The call; nil if it is below the minimum transfer amount.
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

  /// The payment deadline of a call made at a given time.
  public func due(of time: Timestamp) -> Timestamp {
    let day: Int64 = 86_400_000
    let midnight = Timestamp(time.date).milliseconds
    let isLate = time.milliseconds - midnight >= Int64(cutOff) * 60_000
    let later = Int64(days) + (isLate ? 1 : 0)
    return Timestamp(milliseconds: midnight + later * day + Int64(deadline) * 60_000)
  }
}

/// A margin call: amount and payment deadline.
public struct MarginCall: Hashable, Sendable {
  /// The amount, in the settlement currency, above zero.
  public let amount: Double
  /// The payment deadline.
  public let due: Timestamp
}

/// A margin call of an account or, in isolated mode, of one position.
public struct AccountCall: Hashable, Sendable {
  /// The instrument of the called position; nil for a call of the account.
  public let instrument: InstrumentID?
  /// The amount and deadline of the call.
  public let call: MarginCall
}

extension AccountState {
  /// The margin calls at a given time: one for the account, or one per isolated position, in order.
  ///
  /// - Parameters:
  ///   - rule: The margin call rule.
  ///   - time: The time of the calls.
  ///   - dayLoss: The loss of the day; ignored in isolated mode.
  /// - Returns: The calls; empty if no margin is short.
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
