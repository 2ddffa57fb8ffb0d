/// Something in the data that may change a margin, with its place, its likely cause and a remedy.
public struct DataFinding: Hashable, Sendable {
  /// What was found.
  public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
    case unsorted
    case duplicateDate = "duplicate-date"
    case hole
    case frozenPrices = "frozen-prices"
    case stalePrices = "stale-prices"
    case forwardFilled = "forward-filled"
    case splitLikeJump = "split-like-jump"
    case unitJump = "unit-jump"
    case revertingPrint = "reverting-print"
    case nonPositivePrice = "non-positive-price"
    case closeOutsideBar = "close-outside-bar"
    case futureDate = "future-date"
    case closeAndAdjustedClosePart = "close-and-adjusted-close-part"
    case ignoredColumn = "ignored-column"
    case mixedCurrency = "mixed-currency"
    case shortHistory = "short-history"
    case stepChange = "step-change"
    case looksLikeReturns = "looks-like-returns"
  }

  public let kind: Kind
  public let instrument: InstrumentID?
  public let rows: Range<Int>?
  public let times: ClosedRange<Timestamp>?
  public let count: Int
  public let message: String
  public let remedy: String

  public init(
    kind: Kind, instrument: InstrumentID? = nil, rows: Range<Int>? = nil,
    times: ClosedRange<Timestamp>? = nil, count: Int = 1, message: String, remedy: String
  ) {
    self.kind = kind
    self.instrument = instrument
    self.rows = rows
    self.times = times
    self.count = count
    self.message = message
    self.remedy = remedy
  }
}
