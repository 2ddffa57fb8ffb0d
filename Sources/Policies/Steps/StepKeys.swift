internal import Margin
internal import MarketData
internal import Text

// Keys that several steps have.

extension PolicyKeys {
  static func share(example: Double) -> KeyRule {
    .number(
      NumberRule(
        .including(0), .including(100), hint: "write a share of the rate, for example \(example)"))
  }

  /// A fraction of notional of at most six decimal places.
  static func rate(example: Double) -> KeyRule {
    .number(
      NumberRule(
        .including(0), .including(100), isMillionths: true,
        hint: "write a fraction of notional, for example \(example)"))
  }

  /// Any number from zero on.
  static func amount(_ noun: String, example: Double) -> KeyRule {
    .number(
      NumberRule(.including(0), .including(1e15), hint: "write \(noun), for example \(example)"))
  }

  /// Any number above zero.
  static func positive(_ noun: String, example: Double) -> KeyRule {
    .number(
      NumberRule(.excluding(0), .including(1e15), hint: "write \(noun), for example \(example)"))
  }

  static func days(_ example: Int, from least: Int = 1) -> KeyRule {
    .integer(least ... 10_000, hint: "write a number of days, for example \(example)")
  }

  static let years = KeyRule.number(
    NumberRule(.excluding(0), .including(1000), hint: "write a number of years, for example 10"))

  static let date = KeyRule.text(hint: "write a date, for example 2024-03-31")

  static let instruments = KeyRule.Key(
    "instruments", .text,
    .list(.text(hint: "write a name"), hint: "write names, for example [\"BTC-USD\"]"),
    .optional(example: .array([.string("BTC-USD")])), "the instruments it is on; without it all")

  static let stressedPeriod: [KeyRule.Key] = [
    .init(
      "period", .text,
      .text(hint: "write worst, a period 2008-09-01/2009-03-31, or hypothetical"),
      .fallback(.string("worst")), "worst so far, a named period of dates, or hypothetical"),
    .init(
      "length", .observations,
      .integer(20 ... 100_000, hint: "write a number of returns, for example 250"),
      .fallback(.integer(250)), "returns in the worst period"),
    .init(
      "long", .fraction, rate(example: 0.2), .optional(example: .double(0.2)),
      "hypothetical only: the stressed measure of a long position"),
    .init(
      "short", .fraction, rate(example: 0.2), .optional(example: .double(0.2)),
      "hypothetical only: the stressed measure of a short position"),
  ]
}

/// The keys of a step that looks at a stressed period.
protocol StressedStep: StepParameters {
  var period: String { get }
  var length: Int { get }
  var long: Double? { get }
  var short: Double? { get }
}

extension StressedStep {
  func check(at path: DocumentPath) throws(KeyFault) {
    _ = try stressPeriod(at: path)
  }

  /// The stressed period of keys that were checked.
  var stressPeriod: StressPeriod {
    guard let period = try? stressPeriod(at: DocumentPath()) else {
      preconditionFailure("A stressed period was checked and is none: \(period)")
    }
    return period
  }

  /// The period; refuses a text that is none, and shocks without a hypothesis.
  private func stressPeriod(
    at path: DocumentPath
  ) throws(KeyFault) -> StressPeriod {
    if period == "hypothetical" {
      guard let long, let short else {
        throw KeyFault(
          path: path.appending(long == nil ? "long" : "short"),
          problem: "a hypothetical period needs the measure of both sides",
          remedy: "write long and short, for example long = 0.2, short = 0.25")
      }
      return .hypothetical(long: long, short: short)
    }
    guard long == nil, short == nil else {
      throw KeyFault(
        path: path.appending(long == nil ? "short" : "long"),
        problem: "only a hypothetical period has a measure written down",
        remedy: "write period = \"hypothetical\", or remove the key")
    }
    guard period != "worst" else { return .worst(length: length) }
    let dates = period.split(separator: "/", omittingEmptySubsequences: false).map {
      CalendarDate(String($0))
    }
    guard dates.count == 2, let first = dates[0], let last = dates[1], first < last else {
      throw KeyFault(
        path: path.appending("period"), problem: "unknown period \"\(period)\"",
        remedy: "write worst, hypothetical, or two dates in order, 2008-09-01/2009-03-31")
    }
    return .dates(first ... last)
  }
}

extension AddOnScope {
  /// The scope of the instruments that a file names.
  init(_ names: [String]?) {
    self = names.map { .instruments(Set($0.map { InstrumentID(rawValue: $0) })) } ?? .all
  }
}

extension MarginRate {
  /// The rate of a fraction whose decimal places were checked.
  init(checked fraction: Double) {
    guard let rate = MarginRate(fraction: fraction) else {
      preconditionFailure("\(fraction) passed the check of its key and is no rate")
    }
    self = rate
  }
}

extension DocumentPath {
  /// The day that a key holds, or what is wrong with it.
  func date(_ text: String, at key: String) throws(KeyFault) -> CalendarDate {
    guard let date = CalendarDate(text) else {
      throw KeyFault(
        path: appending(key), problem: "\"\(text)\" is no date",
        remedy: "write a date, for example 2024-03-31")
    }
    return date
  }
}
