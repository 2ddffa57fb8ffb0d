import Synchronization

/// Watches, beside the work, for a signal that ends it, and leaves nothing half-written then.
enum Interruption {
  private static let pendingFile = Mutex<String?>(nil)

  /// Begins to watch; `progress` is told every fifth of a second that time passes.
  static func watch(_ progress: Progress?) {
    SystemCall.watch(
      every: 200, tick: { progress?.tick() },
      interrupt: { signal in
        progress?.end()
        end(by: signal)
      })
  }

  /// Registers a file that an interruption removes.
  static func willWrite(_ path: String) { pendingFile.withLock { $0 = path } }

  /// Forgets the file, by a step that no interruption can split.
  static func settle<Outcome: Sendable>(_ step: () -> Outcome) -> Outcome {
    pendingFile.withLock { path in
      defer { path = nil }
      return step()
    }
  }

  /// The code that shells give for a signal is 128 and its number: 130 for an interrupt.
  private static func end(by signal: Int32) -> Never {
    pendingFile.withLock { path in
      if let path { SystemCall.remove(path) }
      Terminal.say("interrupted; no result was written")
      SystemCall.exitNow(128 + signal)
    }
  }
}
