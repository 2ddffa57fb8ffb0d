/// A floor at the policy's measure over a long lookback window: max(rate, long-run).
///
/// The long-run measure uses the policy's level, horizon and side, with equal weights and no decay.
/// The scaled kind instead rescales the current measure to the volatility of the lookback window:
///
///     measure · σ_lookback/σ_today
///
/// With less history than requested the floor still applies; its line states the available history
/// (`floor (3.4 of 10 years)`), with the warning `floor-short-history`.
/// - SeeAlso: Regulation (EU) 153/2013, Article 28(1)(c): not below the margins at the volatility
///   of a ten-year lookback, which the scaled kind follows most closely.
public struct LongRunFloor: MarginStep, MarginStepState {
  /// The lookback window, in years.
  public let lookbackYears: Double
  /// How the long-run measure is calculated.
  public let kind: Kind
  /// The name of the step with its lookback window: `floor (10 years)`.
  public let name: String

  /// The kinds of long-run measure.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// Unfiltered historical returns.
    case plain
    /// The current standardized losses at the standard deviation of the lookback window.
    case scaled
  }

  /// Creates a floor over a lookback window.
  public init(lookbackYears: Double = 10, kind: Kind = .plain) {
    precondition(
      lookbackYears > 0 && lookbackYears <= 1000,
      "A floor looks back over more than 0 years, not \(lookbackYears)")
    self.lookbackYears = lookbackYears
    self.kind = kind
    name = "floor (\(Self.tenths(lookbackYears)) years)"
  }

  /// The long-run reference measure.
  public var needs: [ReferenceNeed] { [need] }

  private var need: ReferenceNeed { .longRun(years: lookbackYears) }

  /// The volatility, for the scaled kind.
  public var facts: Set<ForecastFact> { kind == .scaled ? [.volatility] : [] }

  /// The larger of the rate and the long-run measure.
  public mutating func apply(to rate: Double, given inputs: MarginInputs) -> StepOutcome {
    let longRun = inputs.reference(need)
    let floored = max(rate, floor(longRun, inputs))
    if let covered = longRun.coveredYears, covered >= lookbackYears - Self.slackYears {
      return StepOutcome(rate: floored)
    }
    let covered = longRun.coveredYears.map(Self.tenths) ?? "unknown"
    let wanted = Self.tenths(lookbackYears)
    return StepOutcome(
      rate: floored, label: "floor (\(covered) of \(wanted) years)",
      warnings: [
        MarginWarning(
          code: "floor-short-history",
          message: "the floor rests on \(covered) of the \(wanted) years it asks for")
      ])
  }

  private func floor(_ longRun: ReferenceMeasure, _ inputs: MarginInputs) -> Double {
    guard kind == .scaled else { return longRun.value }
    guard let lasting = longRun.volatility, let today = inputs.volatility, today > 0 else {
      return longRun.value
    }
    return inputs.measured * lasting / today
  }

  /// A lookback window that starts on a holiday has its first bar up to a week later.
  private static let slackYears = 0.02

  /// The number of years to one decimal place, rounded down: 3.4, and 10 for a whole number.
  private static func tenths(_ years: Double) -> String {
    let tenths = Int((years * 10 + 1e-9).rounded(.down))
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}
