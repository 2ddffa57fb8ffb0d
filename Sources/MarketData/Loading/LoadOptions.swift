/// What a price file is read as.
public struct LoadOptions: Hashable, Sendable {
  /// What the values are.
  public var contents: FileContents
  /// Which of close and adjusted close becomes the close, where a file has both.
  public var priceField: PriceField
  /// What happens to missing prices between the first and the last one.
  public var missingPrices: MissingPricePolicy

  /// Makes options; by default prices, the plain close, and missing prices skipped.
  public init(
    contents: FileContents = .prices, priceField: PriceField = .close,
    missingPrices: MissingPricePolicy = .skip
  ) {
    self.contents = contents
    self.priceField = priceField
    self.missingPrices = missingPrices
  }
}

/// What the values of an input are.
public enum FileContents: Hashable, Sendable {
  /// Prices, above zero.
  case prices
  /// Returns as decimal fractions: 0.01 is one percent.
  case returnsDecimal(ReturnConvention)
  /// Returns in percent: 1 is one percent.
  case returnsPercent(ReturnConvention)

  /// Simple returns as decimal fractions.
  public static var returnsDecimal: Self { .returnsDecimal(.simple) }
  /// Simple returns in percent.
  public static var returnsPercent: Self { .returnsPercent(.simple) }

  /// The convention of returns; nil for prices.
  public var convention: ReturnConvention? {
    switch self {
    case .prices: nil
    case .returnsDecimal(let convention), .returnsPercent(let convention): convention
    }
  }
}

/// The price that stands for a bar.
public enum PriceField: String, Hashable, Sendable, Codable, CaseIterable {
  /// The last price of the bar, else the adjusted one where a file has no other.
  case close
  /// The close adjusted for splits and dividends; a file without one is refused. Open, high, low are then left out.
  case adjustedClose
}

/// What happens to a missing price between the first and the last price of an instrument.
///
/// Missing is a field that is blank, `NA`, `N/A`, `#N/A`, `null`, `.` or `-`, letters of either case, and nothing else.
public enum MissingPricePolicy: String, Hashable, Sendable, Codable, CaseIterable {
  /// The bar is left out of the instrument's own axis.
  case skip
  /// The previous close is carried on (a bar without range and volume); where values are returns, a zero return.
  case carry
  /// The instrument fails, its first missing line named.
  case refuse
}

/// How many values of one instrument were missing in its file.
public struct MissingPriceCount: Hashable, Sendable {
  /// Whose values they are.
  public let instrument: InstrumentID
  /// Missing before the first value: not yet listed.
  public let beforeListing: Int
  /// Missing between the first and the last value: skipped or carried, by the policy.
  public let within: Int
  /// Missing after the last value: no longer listed.
  public let afterDelisting: Int

  /// Whether nothing is missing.
  public var isZero: Bool { beforeListing == 0 && within == 0 && afterDelisting == 0 }
}
