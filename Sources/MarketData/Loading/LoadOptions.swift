/// Options for reading a price file.
public struct LoadOptions: Hashable, Sendable {
  /// The kind of values in the file.
  public var contents: FileContents
  /// The price used as the close if a file has both close and adjusted close.
  public var priceField: PriceField
  /// The prices that are read: those above zero, or all.
  public var priceSign = PriceSign.positive
  /// The treatment of missing prices between the first and the last one.
  public var missingPrices: MissingPricePolicy
  /// How the values are written, where it shall not be inferred.
  public var format: CSVFormatOptions
  /// What becomes of data with a finding, where that is not the default.
  public var treatments: [DataFinding.Kind: FindingTreatment]
  /// Formats by path; the first profile that matches a path completes ``format`` and
  /// ``treatments``.
  public var profiles: [ReaderProfile]
  /// The treatments of groups of instruments; the first group that contains an instrument overrides
  /// ``treatments``.
  public var groups: [GroupTreatments] = []
  /// The most days that a last price may be older than the latest of all; older ones fail.
  public var maximumAge: Int?
  /// The date against which prices are stale; nil for the latest date of all files.
  public var asOf: CalendarDate?
  /// The dates that are not business days.
  public var holidays = HolidayList()
  /// The length of bars to which the prices are combined; nil for the bars of the files.
  public var bars: BarPeriod?
  /// The time of the last bar that is combined, so that a period after it is not finished; nil for
  /// all.
  public var lastCombined: Timestamp?

  /// Options that default to prices, the plain close, and returns across missing prices.
  public init(
    contents: FileContents = .prices, priceField: PriceField = .close,
    missingPrices: MissingPricePolicy = .bridge, format: CSVFormatOptions = CSVFormatOptions(),
    treatments: [DataFinding.Kind: FindingTreatment] = [:], profiles: [ReaderProfile] = [],
    maximumAge: Int? = nil, asOf: CalendarDate? = nil
  ) {
    self.contents = contents
    self.priceField = priceField
    self.missingPrices = missingPrices
    self.format = format
    self.treatments = treatments
    self.profiles = profiles
    self.maximumAge = maximumAge
    self.asOf = asOf
  }
}

/// The treatments of findings on some of the instruments.
public struct GroupTreatments: Hashable, Sendable {
  /// The instruments.
  public let instruments: InstrumentSelection
  /// What becomes of their data with a finding.
  public let treatments: [DataFinding.Kind: FindingTreatment]

  /// Treatments of a choice of instruments.
  public init(
    of instruments: InstrumentSelection, _ treatments: [DataFinding.Kind: FindingTreatment]
  ) {
    self.instruments = instruments
    self.treatments = treatments
  }
}

/// What becomes of data with a finding.
public enum FindingTreatment: String, Hashable, Sendable, CaseIterable {
  /// The instrument fails.
  case reject
  /// The data are used as they are, with a warning.
  case warn
  /// The returns concerned are left out; a price that is not positive is left out as a bar.
  case excludeReturn = "exclude-return"
  /// All prices before a jump of a split or a unit are multiplied by its ratio.
  case repair
}

extension DataFinding.Kind {
  /// The treatments that have an effect.
  public var treatments: [FindingTreatment] {
    let hasReturns: Set<Self> = [
      .hole, .frozenPrices, .forwardFilled, .splitLikeJump, .unitJump, .revertingPrint,
      .stepChange, .nonPositivePrice,
    ]
    let isByReader: Set<Self> = [.stalePrices, .ignoredColumn]
    return FindingTreatment.allCases.filter { treatment in
      switch treatment {
      case .reject: !isByReader.contains(self)
      case .warn: self != .nonPositivePrice
      case .excludeReturn: hasReturns.contains(self)
      case .repair: self == .splitLikeJump || self == .unitJump
      }
    }
  }
}

extension LoadOptions {
  /// What becomes of data with a kind of finding: a price that is not positive and a change of
  /// currency fail their instrument, everything else is a warning.
  ///
  /// A finding on several instruments at once, such as rows of a wide file out of order, has none.
  public func treatment(
    of kind: DataFinding.Kind, for instrument: InstrumentID? = nil
  ) -> FindingTreatment {
    let group = instrument.flatMap { name in groups.first { $0.instruments.contains(name) } }
    return group?.treatments[kind] ?? treatments[kind]
      ?? (kind == .nonPositivePrice || kind == .mixedCurrency ? .reject : .warn)
  }

  /// Whether prices that are not positive are left out for any of the instruments.
  var leavesOutPrices: Bool {
    treatment(of: .nonPositivePrice) != .reject
      || groups.contains { $0.treatments[.nonPositivePrice] == .excludeReturn }
  }

  /// Whether prices of zero and below are read as they are; a stated treatment of them comes first.
  var readsAnyPrice: Bool { priceSign == .any && treatments[.nonPositivePrice] == nil }
}

/// The kind of values in an input.
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

/// The prices that a return convention can use.
public enum PriceSign: Hashable, Sendable {
  /// Prices above zero, of which ratios are taken.
  case positive
  /// Prices of any sign, of which differences are taken.
  case any
}

/// The price that represents a bar.
public enum PriceField: String, Hashable, Sendable, Codable, CaseIterable {
  /// The last price of the bar, or the adjusted one if a file has no other.
  case close
  /// The close adjusted for splits and dividends; a file without one is rejected, and open, high
  /// and low are not read.
  case adjustedClose
}

/// The treatment of a missing price between the first and the last price of an instrument.
///
/// A field is missing if it is blank, `NaN`, `NA`, `N/A`, `#N/A`, `null`, `None`, `.`, `-` or `--`,
/// in any letter case. A blank on a holiday is not a missing price.
public enum MissingPricePolicy: String, Hashable, Sendable, Codable, CaseIterable {
  /// The bar is left out of the instrument's own axis; the next return spans the gap.
  case bridge
  /// The bar is left out, and so is the return across the gap; gaps on days on which the
  /// instrument does not trade are bridged, and an input of returns has none across.
  case exclude
  /// The previous close is carried forward as a bar without range and volume; for returns, as a
  /// zero return.
  case carry
  /// The instrument fails, with the first missing line in the error.
  case refuse

  /// The policy of a name; `skip` is an older name of `bridge`.
  public init?(rawValue: String) {
    let name = rawValue == "skip" ? Self.bridge.rawValue : rawValue
    guard let policy = Self.allCases.first(where: { $0.rawValue == name }) else { return nil }
    self = policy
  }
}

/// The number of missing values of one instrument in its file.
public struct MissingPriceCount: Hashable, Sendable {
  /// The instrument.
  public let instrument: InstrumentID
  /// The number missing before the first value, before listing.
  public let beforeListing: Int
  /// The number missing between the first and the last value, which the policy leaves out or carries.
  public let within: Int
  /// The number missing after the last value, after delisting.
  public let afterDelisting: Int

  /// Whether nothing is missing.
  public var isZero: Bool { beforeListing == 0 && within == 0 && afterDelisting == 0 }
}
