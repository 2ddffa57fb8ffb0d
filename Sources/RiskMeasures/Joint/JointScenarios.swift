public import MarketData

/// Some paths of a universe: one return an instrument and path, over the whole horizon.
public struct JointScenarios: Sendable, Equatable {
  /// The numbers of the paths, out of all of a simulation.
  public let paths: Range<Int>
  /// The number of instruments, in the order of the universe.
  public let instrumentCount: Int
  /// Whether the returns are simple or log returns.
  public let convention: ReturnConvention
  /// The returns, an instrument's paths beside each other.
  private let values: [Double]

  /// Scenarios of paths whose returns `fill` appends, instrument after instrument.
  public init(
    paths: Range<Int>, instrumentCount: Int, convention: ReturnConvention,
    _ fill: (inout OutputSpan<Double>) -> Void
  ) {
    let count = paths.count * instrumentCount
    values = Array(capacity: count, initializingWith: fill)
    precondition(values.count == count, "\(values.count) of \(count) returns")
    self.paths = paths
    self.instrumentCount = instrumentCount
    self.convention = convention
  }

  /// The return of an instrument on a path, in ``convention``; `path` is one of ``paths``.
  public subscript(path path: Int, instrument instrument: Int) -> Double {
    precondition(paths.contains(path), "Path \(path) outside \(paths)")
    precondition(
      (0 ..< instrumentCount).contains(instrument), "Instrument \(instrument) of \(instrumentCount)"
    )
    return values[instrument * paths.count + path - paths.lowerBound]
  }

  /// Calls `body` with the returns of one instrument in the order of ``paths``.
  public func withReturns<R, E: Error>(
    of instrument: Int, _ body: (Span<Double>) throws(E) -> R
  ) throws(E) -> R {
    precondition(
      (0 ..< instrumentCount).contains(instrument), "Instrument \(instrument) of \(instrumentCount)"
    )
    return try body(
      values.span.extracting(instrument * paths.count ..< (instrument + 1) * paths.count))
  }
}
