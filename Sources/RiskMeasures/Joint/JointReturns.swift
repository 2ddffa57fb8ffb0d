/// The predicted returns of a universe over one horizon, path by path: what a joint model answers.
///
/// A path has the same return of every instrument in all ranges that hold it, to the bit, so that
/// scenarios may be read chunk by chunk, or by several tasks, in a memory that a caller bounds.
public protocol JointReturns: Sendable {
  associatedtype Marginal: PredictedReturns

  /// The number of instruments, in the order of the universe.
  var instrumentCount: Int { get }

  /// The number of equally likely paths.
  var pathCount: Int { get }

  /// The returns of the paths in `range` over the horizon, of all instruments together.
  func scenarios(_ range: Range<Int>) -> JointScenarios

  /// One marginal distribution an instrument, made from all paths when it is asked for.
  func marginals() -> [Marginal]
}

extension JointReturns {
  /// Calls `body` with all scenarios in the order of the paths, at most `size` paths at a time.
  public func forEachChunk<E: Error>(
    of size: Int, _ body: (JointScenarios) throws(E) -> Void
  ) throws(E) {
    precondition(size >= 1, "A chunk has at least one path, not \(size)")
    var start = 0
    while start < pathCount {
      let end = min(start + size, pathCount)
      try body(scenarios(start ..< end))
      start = end
    }
  }
}
