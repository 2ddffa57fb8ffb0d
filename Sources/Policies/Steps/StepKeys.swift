internal import Margin
internal import MarketData
internal import Text

// Keys shared by several steps.

extension PolicyKeys {
  static func share(example: Double) -> KeyRule {
    .number(
      NumberRule(
        .including(0), .including(1), hint: "write a share of the rate, such as \(example)"))
  }

  /// A fraction of notional with at most six decimal places.
  static func rate(example: Double, upTo most: Double = 1) -> KeyRule {
    .number(
      NumberRule(
        .including(0), .including(most), isMillionths: true,
        hint: "write a fraction of notional, such as \(example)"))
  }

  /// Any number of at least zero.
  static func amount(_ noun: String, example: Double) -> KeyRule {
    .number(
      NumberRule(.including(0), .including(1e15), hint: "write \(noun), such as \(example)"))
  }

  /// Any number above zero.
  static func positive(_ noun: String, example: Double) -> KeyRule {
    .number(
      NumberRule(.excluding(0), .including(1e15), hint: "write \(noun), such as \(example)"))
  }

  static func days(_ example: Int, from least: Int = 1) -> KeyRule {
    .integer(least ... 10_000, hint: "write a number of days, such as \(example)")
  }

  static let years = KeyRule.number(
    NumberRule(.excluding(0), .including(1000), hint: "write a number of years, such as 10"))

  static let date = KeyRule.text(hint: "expected an ISO 8601 date, such as 2024-03-31")

  static let instruments = KeyRule.Key(
    "instruments", .text,
    .list(.text(hint: "write a name"), hint: "write names, such as [\"BTC-USD\"]"),
    .optional(example: .array([.string("BTC-USD")])), "instruments it applies to; default: all")

  static let stressedPeriod: [KeyRule.Key] = [
    .init(
      "period", .text,
      .text(hint: "write worst, hypothetical, or a period, such as 2008-09-01/2009-03-31"),
      .fallback(.string("worst")), "worst period so far, a period of dates, or hypothetical"),
    .init(
      "length", .observations,
      .integer(20 ... 100_000, hint: "write a number of returns, such as 250"),
      .fallback(.integer(250)), "number of returns in the worst period"),
    .init(
      "long", .fraction, rate(example: 0.2), .optional(example: .double(0.2)),
      "hypothetical only: stressed measure of a long position"),
    .init(
      "short", .fraction, rate(example: 0.2, upTo: 10), .optional(example: .double(0.2)),
      "hypothetical only: stressed measure of a short position"),
  ]
}

/// The keys of a step that uses a stressed period.
protocol StressedStep: StepParameters {
  var period: String { get }
  var length: Int { get }
  var long: Double? { get }
  var short: Double? { get }
}

extension StressedStep {
  var inertKeys: InertKeys { period == "worst" ? [:] : ["length": "with period = \"worst\""] }

  var keyOfPriceFraction: String? { long.map { _ in "long" } }

  func check(at path: DocumentPath) throws(KeyFault) {
    _ = try stressPeriod(at: path)
  }

  /// The stressed period of validated keys.
  var stressPeriod: StressPeriod {
    guard let period = try? stressPeriod(at: DocumentPath()) else {
      preconditionFailure("validated stressed period is invalid: \(period)")
    }
    return period
  }

  /// Parses the period; rejects an invalid one, and measures without a hypothetical period.
  private func stressPeriod(
    at path: DocumentPath
  ) throws(KeyFault) -> StressPeriod {
    if period == "hypothetical" {
      guard let long, let short else {
        throw KeyFault(
          path: path.appending(long == nil ? "long" : "short"),
          problem: "a hypothetical period requires the measures of both sides",
          remedy: "write long and short, such as long = 0.2, short = 0.25")
      }
      return .hypothetical(long: long, short: short)
    }
    guard long == nil, short == nil else {
      throw KeyFault(
        path: path.appending(long == nil ? "short" : "long"),
        problem: "only a hypothetical period has explicit measures",
        remedy: "write period = \"hypothetical\", or remove the key")
    }
    guard period != "worst" else { return .worst(length: length) }
    let dates = period.split(separator: "/", omittingEmptySubsequences: false).map {
      CalendarDate(String($0))
    }
    guard dates.count == 2, let first = dates[0], let last = dates[1], first < last else {
      throw KeyFault(
        path: path.appending("period"), problem: "unknown period \"\(period)\"",
        remedy: "write worst, hypothetical, or two dates in order, such as 2008-09-01/2009-03-31")
    }
    return .dates(first ... last)
  }
}

extension AddOnScope {
  /// The scope of the instruments listed in a file.
  init(_ names: [String]?) {
    self = names.map { .instruments(Set($0.map { InstrumentID(rawValue: $0) })) } ?? .all
  }
}

extension MarginRate {
  /// The rate of a fraction whose decimal places were validated.
  init(checked fraction: Double) {
    guard let rate = MarginRate(fraction: fraction) else {
      preconditionFailure("validated fraction is not a rate: \(fraction)")
    }
    self = rate
  }
}

extension DocumentPath {
  /// Parses the date of a key.
  func date(_ text: String, at key: String) throws(KeyFault) -> CalendarDate {
    guard let date = CalendarDate(text) else {
      throw KeyFault(
        path: appending(key), problem: "\"\(text)\" is not a date",
        remedy: "expected an ISO 8601 date, such as 2024-03-31")
    }
    return date
  }
}
