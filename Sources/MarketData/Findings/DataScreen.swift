/// Examines price histories for faults of the data, as opposed to moves of the price.
///
/// ```swift
/// let screen = DataScreen(asOf: CalendarDate("2024-06-28"))
/// for finding in screen.findings(in: history) { print(finding.kind.rawValue, finding.message) }
/// ```
///
/// The screen never changes a price and never reads the clock. Tests of levels and jumps compare
/// ratios only, so the same prices in another unit give the same findings. Where prices may have any
/// sign, a jump must be large as a difference too: a yield may double without a split. Jumps are measured in
/// units of the median absolute log return near them, so that a crash in a market that is moving
/// anyway is not taken for a fault.
///
/// Not decided here, for want of evidence in closes: splits smaller than 3:2, and bad prints below
/// 5 % or of ordinary size. A jump at the last bar is reported although it may still revert.
public struct DataScreen: Hashable, Sendable {
  /// The date on which the prices are used; nil to skip the tests for stale prices and, up to the
  /// year 2200, for future dates.
  public let asOf: CalendarDate?
  /// Fewer bars than this are a short history.
  public let minimumBars: Int
  /// The fewest consecutive zero returns that can be frozen prices.
  public let frozenReturns: Int
  /// The smallest jump for good, in median absolute log returns, that is taken for a fault.
  public let jumpScales: Double
  /// The prices that are used: those above zero, or all.
  public let priceSign: PriceSign
  /// The dates on which no bar is missing.
  public let holidays: HolidayList

  /// A screen with its bounds.
  ///
  /// - Parameters:
  ///   - asOf: The date on which the prices are used, if known.
  ///   - minimumBars: By default 100, since a predicted 99 % quantile needs 99 returns.
  ///   - frozenReturns: By default 5, a week of trading; runs that the habit explains are none.
  ///   - jumpScales: By default 20; see ``ScreenBounds/jumpScales``.
  ///   - priceSign: By default prices of zero or below are a finding.
  ///   - holidays: By default none: closures are known by their length and habit.
  public init(
    asOf: CalendarDate? = nil, minimumBars: Int = 100, frozenReturns: Int = 5,
    jumpScales: Double = ScreenBounds.jumpScales, priceSign: PriceSign = .positive,
    holidays: HolidayList = HolidayList()
  ) {
    precondition(frozenReturns >= 1, "Runs of \(frozenReturns) zero returns")
    precondition(jumpScales > 0, "Jumps of \(jumpScales) median absolute returns")
    self.asOf = asOf
    self.minimumBars = minimumBars
    self.frozenReturns = frozenReturns
    self.jumpScales = jumpScales
    self.priceSign = priceSign
    self.holidays = holidays
  }

  /// What is doubtful about a history.
  ///
  /// Prices may be zero or negative. A close that is not finite is treated like one of these.
  ///
  /// - Parameters:
  ///   - history: The prices.
  ///   - adjustedClose: The close adjusted for splits and dividends, one per bar, if there is one.
  /// - Returns: At most one finding of a kind, in the order of ``DataFinding/Kind``.
  /// - Complexity: O(n) where one step makes up half of all steps, as in daily bars.
  public func findings(
    in history: PriceHistory, adjustedClose: [Double]? = nil
  ) -> [DataFinding] {
    findings(in: ScreenedHistory(history, holidays: holidays), adjustedClose: adjustedClose)
  }

  func findings(in subject: ScreenedHistory, adjustedClose: [Double]?) -> [DataFinding] {
    let isOrdered = subject.isInOrder
    var found = isOrdered ? [] : subject.orderFindings
    if isOrdered { found += [subject.holes, stalePrices(in: subject)].compactMap(\.self) }
    found += [futureDates(in: subject), shortHistory(in: subject)].compactMap(\.self)
    if let returns = subject.looksLikeReturns {
      found.append(returns)
    } else {
      found += [
        subject.frozenPrices(atLeast: frozenReturns), subject.forwardFilledWeekends,
        priceSign == .any ? nil : subject.nonPositivePrices, subject.closesOutsideBars,
      ].compactMap(\.self)
      if let adjustedClose, let parting = subject.parting(from: adjustedClose) {
        found.append(parting)
      }
      if isOrdered {
        found += PriceJumps(in: subject, jumpScales: jumpScales, priceSign: priceSign).findings
      }
    }
    let order = DataFinding.Kind.allCases
    return order.flatMap { kind in found.filter { $0.kind == kind } }
  }

  private func shortHistory(in subject: ScreenedHistory) -> DataFinding? {
    let count = subject.close.count
    guard count < minimumBars else { return nil }
    return subject.finding(
      .shortHistory,
      message: "\(FindingText.count(count, "bar")), fewer than the \(minimumBars) that a 99 % "
        + "quantile needs",
      remedy: "use a longer history, a proxy or a lower confidence level")
  }
}
