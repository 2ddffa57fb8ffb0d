import MarketData
internal import Policies
import RiskMeasures

extension ValueForm<Int> {
  /// A value form for an integer, optionally within a range.
  static func integer(_ range: ClosedRange<Int>? = nil, like example: Int) -> Self {
    let bounds =
      range.map {
        $0.upperBound == .max
          ? " of at least \($0.lowerBound)" : " from \($0.lowerBound) to \($0.upperBound)"
      } ?? ""
    return ValueForm(expected: "a whole number\(bounds), for example \(example)") { text in
      Int(text).flatMap { range?.contains($0) ?? true ? $0 : nil }
    }
  }
}

extension ValueForm<Int> {
  /// A value form for an amount of memory in bytes, with K, M, G or T for powers of 1024.
  static var size: Self {
    ValueForm(expected: "a size with K, M, G or T, for example 4G") { text in
      let powers: [Character: Int] = ["K": 10, "M": 20, "G": 30, "T": 40]
      let power = text.last.flatMap { powers[$0] }
      guard let number = Double(power == nil ? text : String(text.dropLast())), number > 0,
        number * Double(1 << (power ?? 0)) < 1e18
      else { return nil }
      return Int(number * Double(1 << (power ?? 0)))
    }
  }
}

extension ValueForm<Double> {
  /// A value form for a number in a closed range.
  static func number(_ range: ClosedRange<Double>, like example: Double) -> Self {
    .bounded(.including(range.lowerBound), .including(range.upperBound), like: example)
  }

  /// A value form for a number greater than or equal to a bound.
  static func number(_ range: PartialRangeFrom<Double>, like example: Double) -> Self {
    .bounded(.including(range.lowerBound), like: example)
  }

  /// A value form for a number above a bound, with an optional maximum.
  static func number(
    above least: Double, to most: Double = 1e15, like example: Double
  ) -> Self { .bounded(.excluding(least), .including(most), like: example) }

  /// A value form for a number strictly between 0, or a larger bound, and 1.
  static func probability(above least: Double = 0, like example: Double) -> Self {
    .bounded(.excluding(least), .excluding(1), like: example)
  }

  private static func bounded(
    _ lower: NumberRule.Bound, _ upper: NumberRule.Bound = .including(1e15), like example: Double
  ) -> Self {
    let rule = NumberRule(lower, upper, hint: "")
    let range = rule.range.isEmpty ? "" : " \(rule.range)"
    return ValueForm(
      expected: "a number\(range), for example \(NumberRule.text(example))",
      read: { text throws(ValueFault) in
        guard let number = Double(text), rule.problem(with: number) != nil else {
          return Double(text)
        }
        let remedy = rule.remedy(for: number)
        guard !remedy.isEmpty else { return nil }
        throw ValueFault(
          "invalid value \"\(text)\"",
          "expected a number\(range), for example \(NumberRule.text(example))\(remedy)")
      }, text: NumberRule.text)
  }
}

extension ValueForm<ConfidenceLevel> {
  /// A value form for a confidence level; for 97.5 the message suggests 0.975.
  static var level: Self {
    let expected = "a confidence level above 0.5 and below 1, of at most six decimals"
    return ValueForm(
      expected: expected,
      read: { text throws(ValueFault) in
        let number = Double(text)
        if let level = number.flatMap(ConfidenceLevel.init) { return level }
        let percent = number.flatMap { ConfidenceLevel($0 / 100) }
        throw ValueFault(
          "invalid value \"\(text)\"",
          "expected \(expected), for example \(percent?.probability ?? 0.99)")
      }, text: { "\($0.probability)" })
  }
}

extension ValueForm<Timestamp> {
  /// A value form for a start: the beginning of a date, or an explicit time.
  static var start: Self {
    ValueForm(
      expected: "an ISO 8601 date, for example 2024-06-28 or 2024-06-28T13:00Z",
      read: { text in Timestamp(text) })
  }

  /// A value form for an end: the last millisecond of a date, or an explicit time.
  static var end: Self {
    ValueForm(expected: start.expected) { text in
      guard let start = Timestamp(text), text.utf8.count == 10 else { return Timestamp(text) }
      return Timestamp(milliseconds: start.milliseconds + 86_400_000 - 1)
    }
  }
}
