internal import MarketData
import Synchronization

/// How far the work is, on standard error once it lasts over a second.
///
/// On a terminal one bar that is drawn anew, elsewhere a line every five seconds.
final class Progress: Sendable {
  private let state: Mutex<State>
  private let isInteractive: Bool
  private static let patience = 1.0

  init(isInteractive: Bool = Terminal.isInteractive) {
    self.isInteractive = isInteractive
    state = Mutex(State(start: SystemCall.seconds))
  }

  /// Names what is done from now on.
  func begin(_ label: String) {
    state.withLock { state in
      state.label = label
      state.stageStart = SystemCall.seconds
      state.done = 0
      state.total = 0
    }
  }

  /// Names what is done from now on, and listens to how far it is.
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

  /// Time has passed: shows what there is to show.
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

  /// The work is over: the bar goes, and none is drawn again.
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

    /// The bar, as in `calibrating [#####---------------] 25 %, 12 s left`.
    func bar(at now: Double) -> String {
      let width = 30
      let full = Int(fraction * Double(width))
      let bar = String(repeating: "#", count: full) + String(repeating: "-", count: width - full)
      return "\(label) [\(bar)] \(percentage), \(time(at: now))"
    }

    /// The line, as in `calibrating 25 %, 12 s left`.
    func line(at now: Double) -> String { "\(label) \(percentage), \(time(at: now))" }

    private var percentage: String { "\(Int(fraction * 100)) %" }

    private func time(at now: Double) -> String {
      guard done > 0 else { return "\(Self.duration(now - stageStart)) so far" }
      // Counted down from when a part was last done, not extrapolated from parts still under way.
      let end = stageStart + (lastDone - stageStart) / fraction
      return Self.duration(max(1, end - now)) + " left"
    }

    private static func duration(_ seconds: Double) -> String {
      let whole = Int(seconds.rounded(.up))
      return whole < 120 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
    }
  }
}
