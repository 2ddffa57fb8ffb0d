/// Something about a price history that its reader should know, because it is probably not a price
/// move.
///
/// There is at most one finding of a kind for a history; ``count`` says at how many places it was
/// seen.
public struct DataFinding: Hashable, Sendable {
  /// The name of a finding, which is its `code` in output and its key in policies.
  public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
    /// The bars are not in time order.
    case unsorted
    /// Two bars have the same time.
    case duplicateDate = "duplicate-date"
    /// Bars are missing that the instrument's own calendar expects.
    case hole
    /// The close does not change for longer than is usual for the instrument.
    case frozenPrices = "frozen-prices"
    /// The last bar is older than the as-of date by more than the calendar explains.
    case stalePrices = "stale-prices"
    /// Weekend bars repeat Friday's close.
    case forwardFilled = "forward-filled"
    /// The level changes for good by a ratio of small integers.
    case splitLikeJump = "split-like-jump"
    /// The level changes for good by a power of ten.
    case unitJump = "unit-jump"
    /// One bar is far from both of its neighbors, which agree.
    case revertingPrint = "reverting-print"
    /// A price is zero or negative.
    case nonPositivePrice = "non-positive-price"
    /// The close is above the high or below the low of its bar.
    case closeOutsideBar = "close-outside-bar"
    /// A bar is dated after the as-of date.
    case futureDate = "future-date"
    /// The ratio of close to adjusted close changes by more than a dividend explains.
    case closeAndAdjustedClosePart = "close-and-adjusted-close-part"
    /// A column of the file was not used. Found by readers.
    case ignoredColumn = "ignored-column"
    /// The currency of the prices changes. Found by readers.
    case mixedCurrency = "mixed-currency"
    /// There are fewer bars than a 99 % quantile needs.
    case shortHistory = "short-history"
    /// The level changes for good by far more than volatility explains.
    case stepChange = "step-change"
    /// The values scatter around zero like returns.
    case looksLikeReturns = "looks-like-returns"
  }

  /// The name of the finding.
  public let kind: Kind
  /// The instrument concerned; nil if the finding is about a whole file.
  public let instrument: InstrumentID?
  /// The indices of the bars concerned in the history, the first place if there are several; nil
  /// if no bar in particular is meant.
  public let rows: Range<Int>?
  /// The times of those bars; for a hole the bars on both sides; nil for an undated history.
  public let times: ClosedRange<Timestamp>?
  /// The bars, at all places, whose return from the bar before is doubtful.
  public let doubtfulReturns: [Int]
  /// The factor by which all closes before a bar must be multiplied to undo each jump of a split
  /// or a unit.
  public let factors: [Int: Double]
  /// The number of places at which this was found, at least one.
  public let count: Int
  /// What was seen, with figures, dates and the likely cause, as a sentence fragment.
  public let message: String
  /// How to settle it, as an imperative.
  public let remedy: String

  /// A finding as it stands.
  public init(
    kind: Kind, instrument: InstrumentID? = nil, rows: Range<Int>? = nil,
    times: ClosedRange<Timestamp>? = nil, doubtfulReturns: [Int] = [],
    factors: [Int: Double] = [:], count: Int = 1, message: String, remedy: String
  ) {
    self.kind = kind
    self.instrument = instrument
    self.rows = rows
    self.times = times
    self.doubtfulReturns = doubtfulReturns
    self.factors = factors
    self.count = count
    self.message = message
    self.remedy = remedy
  }
}

/// A time axis, the same for all instruments of a wide file, with what is inferred from it.
struct ScreenedAxis: Sendable {
  let axis: TimeAxis
  let calendar: TradingCalendar?
  /// Whether times ascend strictly, as they must for every test of neighboring bars.
  let isInOrder: Bool

  init(_ axis: TimeAxis, holidays: HolidayList = HolidayList()) {
    self.axis = axis
    calendar = TradingCalendar(of: axis, holidays: holidays)
    isInOrder =
      axis.times.map { times in
        for row in times.indices.dropFirst() where times[row] <= times[row - 1] { return false }
        return true
      } ?? true
  }
}

/// A history under examination, and what all tests of it share.
struct ScreenedHistory {
  let history: PriceHistory
  let calendar: TradingCalendar?
  /// The history's closes and times, stored because loops over every bar read them.
  let close: [Double]
  let times: [Timestamp]?
  /// Whether times ascend strictly, as they must for every test of neighboring bars.
  let isInOrder: Bool
  /// The bars whose close is zero, negative or not finite.
  let nonPositive: [Int]

  /// `known` is the calendar of a time axis, if it is that of this history.
  init(_ history: PriceHistory, known: ScreenedAxis? = nil, holidays: HolidayList = HolidayList()) {
    self.history = history
    let axis =
      known.flatMap { $0.axis == history.axis ? $0 : nil }
      ?? ScreenedAxis(history.axis, holidays: holidays)
    calendar = axis.calendar
    isInOrder = axis.isInOrder
    let close = history.close
    let times = history.axis.times
    self.close = close
    self.times = times
    nonPositive = close.indices.filter { !(close[$0] > 0 && close[$0] < .infinity) }
  }

  /// The time of a bar, or its index in an undated history, counted from 1.
  func name(of row: Int) -> String { times.map { $0[row].description } ?? "row \(row + 1)" }

  /// `on 2024-06-28`, or `at row 12` in an undated history.
  func place(of row: Int) -> String { (times == nil ? "at " : "on ") + name(of: row) }

  /// A finding about a range of bars of this history.
  func finding(
    _ kind: DataFinding.Kind, rows: Range<Int>? = nil, doubtfulReturns: [Int] = [],
    factors: [Int: Double] = [:], count: Int = 1, message: String, remedy: String
  ) -> DataFinding {
    let span = rows.flatMap { rows in
      times.map {
        min($0[rows.lowerBound], $0[rows.upperBound - 1])
          ... max($0[rows.lowerBound], $0[rows.upperBound - 1])
      }
    }
    return DataFinding(
      kind: kind, instrument: history.instrument, rows: rows, times: span,
      doubtfulReturns: doubtfulReturns, factors: factors, count: count, message: message,
      remedy: remedy)
  }

  /// The addition to a message about the first of several places.
  func others(_ count: Int, lastRow: Int) -> String {
    count > 1 ? "; \(count) in all, the last \(place(of: lastRow))" : ""
  }
}
