/// The numbers that a key accepts.
package struct NumberRule: Sendable {
  package let lower: Bound
  package let upper: Bound
  /// Whether at most six decimal places are allowed.
  package let isMillionths: Bool
  package let hint: String

  package enum Bound: Sendable {
    case including(Double), excluding(Double)
  }

  package init(_ lower: Bound, _ upper: Bound, isMillionths: Bool = false, hint: String) {
    self.lower = lower
    self.upper = upper
    self.isMillionths = isMillionths
    self.hint = hint
  }

  /// The problem with a number, or nil if it is accepted.
  package func problem(with number: Double) -> String? {
    guard number.isFinite else { return "\(number) is not a finite number" }
    switch lower {
    case .including(let bound) where number < bound:
      return "\(number) is not at least \(Self.text(bound))"
    case .excluding(let bound) where number <= bound:
      return "\(number) is not above \(Self.text(bound))"
    default: break
    }
    switch upper {
    case .including(let bound) where number > bound:
      return "\(number) is not at most \(Self.text(bound))"
    case .excluding(let bound) where number >= bound:
      return "\(number) is not below \(Self.text(bound))"
    default: break
    }
    guard isMillionths, (number * 1e6).rounded() / 1e6 != number else { return nil }
    return "\(number) has more than six decimal places"
  }

  /// What to write instead of a number: the hint, and the fraction of one that reads as a percentage.
  package func remedy(for number: Double) -> String {
    let fraction = (number * 1e4).rounded() / 1e6
    guard isUpToOne, number >= 2, problem(with: fraction) == nil else { return hint }
    return "\(hint); \(Self.text(number)) % is \(Self.text(fraction))"
  }

  private var isUpToOne: Bool {
    switch upper {
    case .including(let bound), .excluding(let bound): bound == 1
    }
  }

  /// The bounds in words, as in `from 0 to 1` and `above 2 and at most 1000`; empty without any.
  package var range: String {
    switch (lower, upper) {
    case (.including(let low), .including(let high)) where isBound(low) && isBound(high):
      return "from \(Self.text(low)) to \(Self.text(high))"
    default:
      let bounds = [
        lower.words("at least", "above", isBound), upper.words("at most", "below", isBound),
      ]
      return bounds.compactMap(\.self).joined(separator: " and ")
    }
  }

  private func isBound(_ number: Double) -> Bool { abs(number) < 1e15 }

  /// A number without the decimals of a whole one.
  package static func text(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e9 ? "\(Int(number))" : "\(number)"
  }
}

extension NumberRule.Bound {
  fileprivate func words(
    _ including: String, _ excluding: String, _ isBound: (Double) -> Bool
  ) -> String? {
    switch self {
    case .including(let bound): isBound(bound) ? "\(including) \(NumberRule.text(bound))" : nil
    case .excluding(let bound): isBound(bound) ? "\(excluding) \(NumberRule.text(bound))" : nil
    }
  }
}
