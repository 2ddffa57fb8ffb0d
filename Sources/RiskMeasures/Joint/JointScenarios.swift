public import MarketData

/// A range of paths of a universe, with one return per instrument and path over the whole horizon.
public struct JointScenarios: Sendable, Equatable {
  /// The indices of the paths within the simulation.
  public let paths: Range<Int>
  /// The number of instruments, in the order of the universe.
  public let instrumentCount: Int
  /// The convention of the returns.
  public let convention: ReturnConvention
  /// The returns, with one instrument's paths contiguous.
  private let values: [Double]

  /// Scenarios whose returns `fill` appends, instrument by instrument.
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

  /// The return of an instrument on a path, in ``convention``; `path` must be in ``paths``.
  public subscript(path path: Int, instrument instrument: Int) -> Double {
    precondition(paths.contains(path), "Path \(path) outside \(paths)")
    precondition(
      (0 ..< instrumentCount).contains(instrument), "Instrument \(instrument) of \(instrumentCount)"
    )
    return values[instrument * paths.count + path - paths.lowerBound]
  }

  /// Passes the returns of one instrument, in the order of ``paths``, to a closure.
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
