/// The definition of one line of the waterfall.
///
/// A step is immutable; its history is in the ``MarginStepState`` it makes, one for each instrument
/// and side.
public protocol MarginStep: Sendable {
  /// The name of the step's waterfall line.
  var name: String { get }

  /// The historical measures that the driver must supply on every date.
  var needs: [ReferenceNeed] { get }

  /// The forecast quantities that the step needs.
  var facts: Set<ForecastFact> { get }

  /// Whether the step may return less than ``MarginInputs/minimum``.
  var canUndoMinimum: Bool { get }

  /// Whether the rate of a date depends on previous dates, so that all dates must be processed.
  var remembers: Bool { get }

  /// Creates the state at the start of history.
  func makeState() -> any MarginStepState
}

extension MarginStep {
  /// No historical measures by default.
  public var needs: [ReferenceNeed] { [] }

  /// No forecast quantities by default.
  public var facts: Set<ForecastFact> { [] }

  /// False by default: steps that lower the rate respect the minimum.
  public var canUndoMinimum: Bool { false }

  /// False by default: most steps depend on one date only.
  public var remembers: Bool { false }
}

extension MarginStep where Self: MarginStepState {
  /// Returns the step itself, which has no history.
  public func makeState() -> any MarginStepState { self }
}

/// The running state of a step, for one instrument and one side.
public protocol MarginStepState: Sendable {
  /// Applies the step to `rate`, unrounded; called once per date, in chronological order.
  ///
  /// Every reference in ``MarginStep/needs`` is present and finite.
  mutating func apply(to rate: Double, given inputs: MarginInputs) -> StepOutcome

  /// Receives the published rate after all steps.
  mutating func publish(_ rate: MarginRate)
}

extension MarginStepState {
  /// Ignores the published rate.
  public mutating func publish(_ rate: MarginRate) {}
}

/// The result of a step on one date.
public struct StepOutcome: Hashable, Sendable {
  /// The rate after the step, unrounded.
  public let rate: Double
  /// Whether the step applies to the instrument and side; otherwise it has no waterfall line.
  public let applies: Bool
  /// The name of the line on this date, or nil for the step's own name.
  public let label: String?
  /// The warnings of the step on this date.
  public let warnings: [MarginWarning]
  /// The state of an exhaustible buffer; nil for other steps.
  public let buffer: BufferStatus?

  /// Creates an outcome; most steps return a rate only.
  public init(
    rate: Double, label: String? = nil, warnings: [MarginWarning] = [],
    buffer: BufferStatus? = nil
  ) {
    applies = true
    self.rate = rate
    self.label = label
    self.warnings = warnings
    self.buffer = buffer
  }

  private init(passing rate: Double) {
    applies = false
    self.rate = rate
    label = nil
    warnings = []
    buffer = nil
  }

  /// The outcome of a step that is of another instrument or side.
  public static func passed(_ rate: Double) -> StepOutcome { StepOutcome(passing: rate) }
}
