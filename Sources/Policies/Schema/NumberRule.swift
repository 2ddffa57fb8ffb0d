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
      return "\(number) is not at least \(plain(bound))"
    case .excluding(let bound) where number <= bound:
      return "\(number) is not above \(plain(bound))"
    default: break
    }
    switch upper {
    case .including(let bound) where number > bound:
      return "\(number) is not at most \(plain(bound))"
    case .excluding(let bound) where number >= bound:
      return "\(number) is not below \(plain(bound))"
    default: break
    }
    guard isMillionths, (number * 1e6).rounded() / 1e6 != number else { return nil }
    return "\(number) has more than six decimal places"
  }

  private func plain(_ bound: Double) -> String {
    bound == bound.rounded() && abs(bound) < 1e9 ? "\(Int(bound))" : "\(bound)"
  }
}
