/// The predicted returns of a universe over one horizon, path by path.
///
/// A path has bit-identical returns in every range that contains it, so scenarios can be read in
/// chunks or by several tasks with bounded memory.
public protocol JointReturns: Sendable {
  associatedtype Marginal: PredictedReturns

  /// The number of instruments, in the order of the universe.
  var instrumentCount: Int { get }

  /// The number of equally likely paths.
  var pathCount: Int { get }

  /// The returns of all instruments on the paths in `range` over the horizon.
  func scenarios(_ range: Range<Int>) -> JointScenarios

  /// One marginal distribution per instrument, computed from all paths on demand.
  func marginals() -> [Marginal]
}

extension JointReturns {
  /// Calls `body` with all scenarios in path order, at most `size` paths at a time.
  public func forEachChunk<E: Error>(
    of size: Int, _ body: (JointScenarios) throws(E) -> Void
  ) throws(E) {
    precondition(size >= 1, "chunk size must be at least one path, not \(size)")
    var start = 0
    while start < pathCount {
      let end = min(start + size, pathCount)
      try body(scenarios(start ..< end))
      start = end
    }
  }
}
