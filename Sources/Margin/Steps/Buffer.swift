internal import MarketData

/// A procyclicality buffer: a share on top of the rate, released when the rate rises.
///
/// With *b* the share, *C* the incoming rate and *R* the release level, the outgoing rate is
///
///     max(C, min((1 + b)·C, R))
///
/// so that C ≤ rate ≤ (1 + b)·C on every date. A full buffer has no R. A release begins on a day on
/// which C rises and exceeds its minimum over the previous ``highWindow`` days by more than
/// ``trigger``. R is then (1 + b)·C₀, where C₀ is the previous day's rate: the published rate is
/// constant while C rises from C₀ to (1 + b)·C₀, and equals C beyond that (exhausted). After
/// ``highWindow`` days without a new ``highWindow``-day high of C, R rises from max(R, C) by at
/// most 1/``replenishmentDays`` of b·C a day. The buffer is full again once R reaches (1 + b)·C.
///
/// A buffer that is never released leaves the peak-to-trough ratio of the margin unchanged.
/// - SeeAlso: Regulation (EU) 153/2013, Article 28(1)(a), which asks for a share of at least 25 %
///   that is exhausted temporarily while requirements rise significantly, and leaves trigger and
///   replenishment open.
public struct Buffer: MarginStep {
  /// The share *b* added while the buffer is full; at least zero.
  public let share: Double
  /// The relative rise of C over its recent minimum that begins a release; at least zero.
  public let trigger: Double
  /// The number of days *N* to replenish an empty buffer.
  public let replenishmentDays: Int
  /// The number of days *M* without a new high before replenishment begins.
  public let highWindow: Int

  /// Creates a buffer with its release trigger and replenishment rule.
  public init(
    share: Double, trigger: Double = 0.1, replenishmentDays: Int = 60, highWindow: Int = 20
  ) {
    precondition(share >= 0 && share.isFinite, "A share is at least 0, not \(share)")
    precondition(trigger >= 0 && trigger.isFinite, "A trigger is at least 0, not \(trigger)")
    precondition(replenishmentDays >= 1, "Replenishment takes a day, not \(replenishmentDays)")
    precondition(highWindow >= 1, "A window of highs has a day, not \(highWindow)")
    self.share = share
    self.trigger = trigger
    self.replenishmentDays = replenishmentDays
    self.highWindow = highWindow
  }

  /// The name of the step: `buffer`.
  public var name: String { "buffer" }

  /// True: the state holds the release level and the recent rates.
  public var remembers: Bool { true }

  /// A full buffer without history.
  public func makeState() -> any MarginStepState { BufferState(recipe: self) }
}

/// The state of a buffer: its release level and the recent calculated rates.
struct BufferState: MarginStepState {
  let recipe: Buffer
  /// The calculated rates of the last `highWindow` days, the oldest at `oldest`.
  private var recent: [Double] = []
  private var oldest = 0
  private var previous: Double?
  private var daysSinceHigh = 0
  private var releaseLevel: Double?
  private var phase: BufferStatus.Phase = .full
  private var sincePosition: Int?
  private var since: Timestamp?

  init(recipe: Buffer) { self.recipe = recipe }

  mutating func apply(to rate: Double, given inputs: MarginInputs) -> StepOutcome {
    let whole = (1 + recipe.share) * rate
    countHighs(rate)
    let replenishing = updateReleaseLevel(rate: rate, whole: whole)
    remember(rate)
    let buffered = max(rate, min(whole, releaseLevel ?? whole))
    let next: BufferStatus.Phase =
      if releaseLevel == nil {
        .full
      } else if replenishing {
        .replenishing
      } else {
        buffered > rate ? .releasing : .exhausted
      }
    let status = status(entering: next, rate: rate, whole: whole, buffered, inputs)
    return StepOutcome(rate: buffered, buffer: status)
  }

  private mutating func countHighs(_ rate: Double) {
    daysSinceHigh = recent.allSatisfy { rate > $0 } ? 0 : daysSinceHigh + 1
  }

  /// Begins, replenishes or ends a release; returns true on a day of replenishment.
  private mutating func updateReleaseLevel(rate: Double, whole: Double) -> Bool {
    guard let level = releaseLevel else {
      if let previous, let lowest = recent.min(), rate > previous,
        rate > (1 + recipe.trigger) * lowest
      {
        releaseLevel = (1 + recipe.share) * previous
      }
      return false
    }
    let fills = daysSinceHigh >= recipe.highWindow
    let filled =
      fills ? max(level, rate) + recipe.share * rate / Double(recipe.replenishmentDays) : level
    // Tolerance of 10⁻¹²: N equal shares of the buffer add up to it except for rounding.
    releaseLevel = filled >= whole * (1 - 1e-12) ? nil : filled
    return fills
  }

  private mutating func remember(_ rate: Double) {
    previous = rate
    if recent.count < recipe.highWindow {
      recent.append(rate)
    } else {
      recent[oldest] = rate
      oldest = (oldest + 1) % recipe.highWindow
    }
  }

  private mutating func status(
    entering next: BufferStatus.Phase, rate: Double, whole: Double, _ buffered: Double,
    _ inputs: MarginInputs
  ) -> BufferStatus {
    if sincePosition == nil || next != phase {
      phase = next
      sincePosition = inputs.position
      since = inputs.date
    }
    return BufferStatus(
      phase: phase, sincePosition: sincePosition ?? inputs.position, since: since,
      releaseLevel: releaseLevel,
      remaining: whole > rate ? min(1, (buffered - rate) / (whole - rate)) : 1)
  }
}
