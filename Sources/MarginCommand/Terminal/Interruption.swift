import Synchronization

/// Watches, beside the work, for a signal that ends it, and leaves nothing half-written then.
enum Interruption {
  private struct State {
    var pendingFiles: Set<String> = []
    var progress: Progress?
  }

  private static let state = Mutex(State())

  /// Begins to watch.
  static func watch() {
    SystemCall.watch(
      every: 200, tick: { state.withLock { $0.progress }?.tick() }, interrupt: end(by:))
  }

  /// Tells `progress` every fifth of a second that time passes.
  static func follow(_ progress: Progress) { state.withLock { $0.progress = progress } }

  /// Registers a file that an interruption removes.
  static func willWrite(_ path: String) {
    state.withLock { _ = $0.pendingFiles.insert(path) }
  }

  /// Forgets the file, by a step that no interruption can split.
  static func settle<Outcome: Sendable>(_ path: String, _ step: () -> Outcome) -> Outcome {
    state.withLock { state in
      defer { state.pendingFiles.remove(path) }
      return step()
    }
  }

  /// The code that shells give for a signal is 128 and its number: 130 for an interrupt.
  private static func end(by signal: Int32) {
    state.withLock { state in
      state.progress?.end()
      for path in state.pendingFiles { SystemCall.remove(path) }
      Terminal.say("interrupted; no result was written")
      SystemCall.exitNow(128 + signal)
    }
  }
}
