/// The line-by-line derivation of the published rate of one side.
///
/// Each line is held in whole millionths, and its change is the difference from the previous line,
/// so the changes add up to the published rate exactly.
public struct Waterfall: Hashable, Sendable, Codable {
  /// The lines in policy order: `model` first, `rounding` last.
  public let lines: [Line]
  /// The warnings of the steps, and `below-calculated` where it applies.
  public let warnings: [MarginWarning]
  /// The calculated rate of the `model` line, unrounded.
  public let calculated: Double
  /// The rate after the last step, unrounded.
  public let unrounded: Double

  /// One line of a waterfall.
  public struct Line: Hashable, Sendable, Codable {
    /// The name of the step on this date.
    public let step: String
    /// The rate after the step, to the nearest millionth.
    public let rate: MarginRate
    /// The rate less that of the previous line; for the first line, its own rate.
    public let change: MarginRate
    /// The state of an exhaustible buffer; nil for other steps.
    public let buffer: BufferStatus?
  }

  /// The rate of the last line.
  public var published: MarginRate { lines.last?.rate ?? .zero }

  /// Whether the published rate is below the calculated one by more than 10⁻⁹.
  public var isBelowCalculated: Bool {
    calculated <= MarginRate.largestFraction
      && published.millionths * 1000 < Int((calculated * 1e9).rounded())
  }

  /// The waterfall with an added line `larger side` if `other` publishes more.
  func raised(toAtLeast other: Waterfall) -> Waterfall {
    guard other.published > published else { return self }
    var builder = WaterfallBuilder(self)
    builder.replaceRounding(byLargerSide: other)
    return builder.waterfall()
  }
}

/// Collects the lines of a waterfall.
struct WaterfallBuilder {
  private(set) var rate: Double
  private let calculated: Double
  private var lines: [Waterfall.Line] = []
  private var warnings: [MarginWarning] = []

  /// The first line is the rate of the `model`, of which the largest loss is `calculated`.
  init(calculated: Double, model: Double, steps: Int) {
    rate = model
    self.calculated = calculated
    lines.reserveCapacity(steps + 2)
    append(step: "model")
  }

  init(_ waterfall: Waterfall) {
    rate = waterfall.unrounded
    calculated = waterfall.calculated
    lines = waterfall.lines
    warnings = waterfall.warnings.filter { $0.code != "below-calculated" }
  }

  mutating func append(_ outcome: StepOutcome, of step: String) {
    guard outcome.applies else { return }
    rate = outcome.rate
    if !outcome.warnings.isEmpty { warnings += outcome.warnings }
    append(step: outcome.label ?? step, buffer: outcome.buffer)
  }

  /// Lowers the rate to the largest loss of the side, by a line of its own with a warning.
  mutating func limit(to largestLoss: Double) {
    guard rate > largestLoss else { return }
    rate = largestLoss
    append(step: "largest loss")
    warnings.append(.aboveNotional)
  }

  /// The finished waterfall; nil if a rate is too large to publish.
  consuming func rounded(upTo step: MarginRate) -> Waterfall? {
    guard lines.allSatisfy({ $0.rate.millionths < Int.max / 4 }),
      let published = MarginRate(roundingUp: rate, toMultipleOf: step)
    else { return nil }
    append(step: "rounding", rate: published)
    return waterfall()
  }

  mutating func replaceRounding(byLargerSide other: Waterfall) {
    lines.removeLast()
    rate = other.unrounded
    append(step: "larger side")
    append(step: "rounding", rate: other.published)
  }

  func waterfall() -> Waterfall {
    let plain = Waterfall(
      lines: lines, warnings: warnings, calculated: calculated, unrounded: rate)
    guard plain.isBelowCalculated, let model = lines.first else { return plain }
    let flag = MarginWarning.belowCalculated(published: plain.published, calculated: model.rate)
    return Waterfall(
      lines: lines, warnings: warnings + [flag], calculated: calculated, unrounded: rate)
  }

  private mutating func append(step: String, buffer: BufferStatus? = nil) {
    append(step: step, rate: MarginRate(nearest: rate) ?? Self.tooLarge, buffer: buffer)
  }

  private mutating func append(step: String, rate: MarginRate, buffer: BufferStatus? = nil) {
    let before = lines.last?.rate ?? .zero
    let change = MarginRate(millionths: rate.millionths - before.millionths)
    lines.append(Waterfall.Line(step: step, rate: rate, change: change, buffer: buffer))
  }

  private static let tooLarge = MarginRate(millionths: Int.max / 2)
}
