internal import MarketData
import Synchronization

/// Shows progress on standard error for runs of more than one second.
///
/// A terminal shows a progress bar that is redrawn; other outputs get a line every five seconds.
final class Progress: Sendable {
  private let state: Mutex<State>
  private let isInteractive: Bool
  private static let patience = 1.0

  init(isInteractive: Bool = Terminal.isInteractive) {
    self.isInteractive = isInteractive
    state = Mutex(State(start: SystemCall.seconds))
  }

  /// Starts a stage with the given label.
  func begin(_ label: String) {
    state.withLock { state in
      state.label = label
      state.stageStart = SystemCall.seconds
      state.done = 0
      state.total = 0
    }
  }

  /// Starts a stage with the given label and returns a handler for its progress.
  func following(_ label: String) -> ProgressHandler {
    begin(label)
    return { done, total in
      self.state.withLock { state in
        state.done = done
        state.total = total
        state.lastDone = SystemCall.seconds
      }
    }
  }

  /// Updates the display as time passes.
  func tick() {
    let now = SystemCall.seconds
    state.withLock { state in
      guard !state.isOver, now - state.start >= Self.patience else { return }
      if isInteractive {
        Terminal.write("\r" + state.bar(at: now) + "\u{1B}[K")
        state.isDrawn = true
      } else if now - state.lastLine >= 5 {
        Terminal.say(state.line(at: now))
        state.lastLine = now
      }
    }
  }

  /// Prints messages, each on a line of its own.
  func say(_ messages: [String]) {
    guard !messages.isEmpty else { return }
    state.withLock { state in
      if state.isDrawn { Terminal.write("\r\u{1B}[K") }
      state.isDrawn = false
      for message in messages { Terminal.say(message) }
    }
  }

  /// Ends the display and removes the bar.
  func end() {
    state.withLock { state in
      if state.isDrawn { Terminal.write("\r\u{1B}[K") }
      state.isDrawn = false
      state.isOver = true
    }
  }

  private struct State {
    let start: Double
    var label = "reading"
    var stageStart: Double
    var lastDone = 0.0
    var done = 0
    var total = 0
    var lastLine = -Double.infinity
    var isDrawn = false
    var isOver = false

    init(start: Double) {
      self.start = start
      stageStart = start
    }

    private var fraction: Double { total > 0 ? Double(done) / Double(total) : 0 }

    /// Returns the bar, such as `calibrating [#####---------------] 25 %, 12 s left`.
    func bar(at now: Double) -> String {
      let width = 30
      let full = Int(fraction * Double(width))
      let bar = String(repeating: "#", count: full) + String(repeating: "-", count: width - full)
      return "\(label) [\(bar)] \(percentage), \(time(at: now))"
    }

    /// Returns the line, such as `calibrating 25 %, 12 s left`.
    func line(at now: Double) -> String { "\(label) \(percentage), \(time(at: now))" }

    private var percentage: String { "\(Int(fraction * 100)) %" }

    private func time(at now: Double) -> String {
      guard done > 0 else { return "\(Self.duration(now - stageStart)) so far" }
      // Counts down from the last completed part, without extrapolating from parts in progress.
      let end = stageStart + (lastDone - stageStart) / fraction
      return Self.duration(max(1, end - now)) + " left"
    }

    private static func duration(_ seconds: Double) -> String {
      let whole = Int(seconds.rounded(.up))
      return whole < 120 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
    }
  }
}
