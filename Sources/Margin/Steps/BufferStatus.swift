public import MarketData

/// Where an exhaustible buffer stands on one date.
public struct BufferStatus: Hashable, Sendable, Codable {
  /// The phase of the buffer.
  public let phase: Phase
  /// The position of the first date of the phase.
  public let sincePosition: Int
  /// The first date of the phase, or nil for undated series.
  public let since: Timestamp?
  /// The release level R, unrounded; nil while the buffer is full.
  public let releaseLevel: Double?
  /// How much of the buffer is left, in [0, 1]: (rate after − rate before) ÷ (share × rate before).
  public let remaining: Double

  /// The phases of a buffer.
  public enum Phase: String, Hashable, Sendable, Codable, CaseIterable {
    /// The whole share is on top.
    case full
    /// The calculated rate rises into the buffer; the published one stands still.
    case releasing
    /// Nothing is left: the published rate is the calculated one.
    case exhausted
    /// The release level rises again, by at most 1/N of the buffer a day.
    case replenishing
  }
}
