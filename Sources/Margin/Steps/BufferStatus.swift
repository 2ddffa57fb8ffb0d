public import MarketData

/// The status of a procyclicality buffer on one date.
public struct BufferStatus: Hashable, Sendable, Codable {
  /// The phase of the buffer.
  public let phase: Phase
  /// The index of the first date of the phase.
  public let sincePosition: Int
  /// The first date of the phase, or nil for undated series.
  public let since: Timestamp?
  /// The release level R, unrounded; nil while the buffer is full.
  public let releaseLevel: Double?
  /// The remaining fraction of the buffer, in [0, 1].
  ///
  ///     (rate after − rate before) ÷ (share × rate before)
  public let remaining: Double

  /// The phases of a buffer.
  public enum Phase: String, Hashable, Sendable, Codable, CaseIterable {
    /// The full share is added.
    case full
    /// The calculated rate rises while the published rate stays constant.
    case releasing
    /// The buffer is used up: the published rate equals the calculated one.
    case exhausted
    /// The release level rises by at most 1/N of the buffer per day.
    case replenishing
  }
}
