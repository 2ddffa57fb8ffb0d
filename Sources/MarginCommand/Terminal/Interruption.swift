import Synchronization

/// Handles termination signals during a run and removes partially written files.
enum Interruption {
  private struct State {
    var pendingFiles: Set<String> = []
    var children: Set<Int32> = []
    var progress: Progress?
  }

  private static let state = Mutex(State())

  /// Starts handling signals.
  static func watch() {
    SystemCall.watch(
      every: 200, tick: { state.withLock { $0.progress }?.tick() }, interrupt: end(by:))
  }

  /// Updates `progress` every fifth of a second.
  static func follow(_ progress: Progress) { state.withLock { $0.progress = progress } }

  /// Registers a file to remove on interruption.
  static func willWrite(_ path: String) {
    state.withLock { _ = $0.pendingFiles.insert(path) }
  }

  /// Registers a started process to end on interruption.
  static func willRun(_ identifier: Int32) {
    state.withLock { _ = $0.children.insert(identifier) }
  }

  /// Unregisters a process that has ended.
  static func didRun(_ identifier: Int32) {
    state.withLock { _ = $0.children.remove(identifier) }
  }

  /// Unregisters the file and runs `step` as one step that an interruption cannot split.
  static func settle<Outcome: Sendable>(_ path: String, _ step: () -> Outcome) -> Outcome {
    state.withLock { state in
      defer { state.pendingFiles.remove(path) }
      return step()
    }
  }

  /// Exits with the shell's code for a signal, 128 plus its number: 130 for an interrupt.
  private static func end(by signal: Int32) {
    state.withLock { state in
      state.progress?.end()
      for child in state.children { SystemCall.terminate(child) }
      for path in state.pendingFiles { SystemCall.remove(path) }
      Terminal.say("interrupted; no result was written")
      SystemCall.exitNow(128 + signal)
    }
  }
}
