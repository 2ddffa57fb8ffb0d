/// The recipe of one line of the waterfall.
///
/// A step is immutable; what it must remember from day to day is in the ``MarginStepState`` it
/// makes, one for each instrument and side.
public protocol MarginStep: Sendable {
  /// The name of its line.
  var name: String { get }

  /// The measures of the past that the driver must give on every date.
  var needs: [ReferenceNeed] { get }

  /// What it asks about the forecast itself.
  var facts: Set<ForecastFact> { get }

  /// Whether the step may return less than ``MarginInputs/minimum``.
  var canUndoMinimum: Bool { get }

  /// True where the rate of a date depends on the dates before, so that all must be walked.
  var remembers: Bool { get }

  /// A state at the start of history.
  func makeState() -> any MarginStepState
}

extension MarginStep {
  /// None.
  public var needs: [ReferenceNeed] { [] }

  /// None.
  public var facts: Set<ForecastFact> { [] }

  /// False: steps that lower heed the minimum.
  public var canUndoMinimum: Bool { false }

  /// False: most steps look at one date alone.
  public var remembers: Bool { false }
}

extension MarginStep where Self: MarginStepState {
  /// The step itself: it remembers nothing.
  public func makeState() -> any MarginStepState { self }
}

/// The running state of a step, for one instrument and one side.
public protocol MarginStepState: Sendable {
  /// Applies the step to `rate`, unrounded; called once a date, in the order of time.
  ///
  /// Every reference in ``MarginStep/needs`` is present and finite.
  mutating func apply(to rate: Double, given inputs: MarginInputs) -> StepOutcome

  /// Told what was published after all steps: the policy's own past.
  mutating func publish(_ rate: MarginRate)
}

extension MarginStepState {
  /// Ignores what was published.
  public mutating func publish(_ rate: MarginRate) {}
}

/// What a step made of one date.
public struct StepOutcome: Hashable, Sendable {
  /// The rate after the step, unrounded.
  public let rate: Double
  /// The name of the line on this date, or nil for the step's own name.
  public let label: String?
  /// What the reader of this rate has to know.
  public let warnings: [MarginWarning]
  /// The state of an exhaustible buffer; nil for other steps.
  public let buffer: BufferStatus?

  /// An outcome; most steps have a rate and nothing to say.
  public init(
    rate: Double, label: String? = nil, warnings: [MarginWarning] = [],
    buffer: BufferStatus? = nil
  ) {
    self.rate = rate
    self.label = label
    self.warnings = warnings
    self.buffer = buffer
  }
}
