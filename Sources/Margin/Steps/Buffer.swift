internal import MarketData

/// A share on top that is used up when the calculated rate rises, and filled again afterwards.
///
/// With *b* the share, *C* the rate that comes in and *R* the release level, the rate that goes out is
///
///     max(C, min((1 + b)·C, R))
///
/// so that C ≤ rate ≤ (1 + b)·C always. While the buffer is full there is no R. A release begins on a
/// day on which C rises and stands more than ``trigger`` above its lowest value of the
/// ``highWindow`` days before; R is then (1 + b)·C₀, where C₀ is the rate the day's rise started
/// from, so the published rate stands still while C climbs from C₀ to (1 + b)·C₀, and equals C beyond
/// (exhausted). Once ``highWindow`` days have passed without C above all of the ``highWindow`` days
/// before it, R rises from max(R, C) by at most 1/``replenishmentDays`` of b·C a day. The buffer is
/// full again as soon as R reaches (1 + b)·C.
///
/// A buffer that is never released leaves the peak-to-trough ratio of the margin unchanged.
/// - SeeAlso: Regulation (EU) 153/2013, Article 28(1)(a), which sets the share and leaves trigger and
///   replenishment open.
public struct Buffer: MarginStep {
  /// The share on top while full, *b*; at least zero.
  public let share: Double
  /// The relative rise of C over its lowest recent value that begins a release; at least zero.
  public let trigger: Double
  /// The days it takes to fill an empty buffer, *N*.
  public let replenishmentDays: Int
  /// The days without a new high before the buffer is filled again, *M*.
  public let highWindow: Int

  /// A buffer with its trigger and replenishment.
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

  /// `buffer`.
  public var name: String { "buffer" }

  /// True: the release level and the recent rates.
  public var remembers: Bool { true }

  /// A full buffer with no past.
  public func makeState() -> any MarginStepState { BufferState(recipe: self) }
}

/// The release level of a buffer and the days that decide about it.
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

  /// Begins, fills or ends a release; true on a day that fills.
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
    // One part in 10¹²: N equal shares of the buffer add up to it but for their rounding.
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
