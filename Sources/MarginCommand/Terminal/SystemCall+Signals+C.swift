import Glibc

extension SystemCall {
  /// Runs `tick` every `milliseconds` on a separate thread, and `interrupt` there on a termination
  /// signal.
  ///
  /// Threads of a library may receive signals, so a handler forwards them. A signal that the caller
  /// of the process ignored stays ignored.
  static func watch(
    every milliseconds: Int32, tick: @escaping @Sendable () -> Void,
    interrupt: @escaping @Sendable (_ signal: Int32) -> Void
  ) {
    guard let pipe = SignalPipe.shared else { return }
    let watcher = Watcher(
      descriptor: pipe.reading, milliseconds: milliseconds, tick: tick, interrupt: interrupt)
    var thread = pthread_t()
    let context = unsafe Unmanaged.passRetained(watcher).toOpaque()
    let status = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<Watcher>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context)
    // Without the thread, a signal must still terminate the process.
    guard status == 0 else { return }
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      _ = signal(number) { SignalPipe.shared?.send($0) }
    }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(number, nil, &action) == 0 else { return false }
    return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
  }
}

/// A pipe that forwards a signal from its handler, which is async-signal-safe, to the waiting
/// thread.
private struct SignalPipe: Sendable {
  /// Created before any handler is installed, so that a handler only reads it.
  static let shared = SignalPipe()

  let reading: Int32
  private let writing: Int32

  private init?() {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return nil }
    reading = ends[0]
    writing = ends[1]
  }

  func send(_ signal: Int32) {
    let before = errno
    var byte = UInt8(truncatingIfNeeded: signal)
    _ = unsafe Glibc.write(writing, &byte, 1)
    errno = before
  }
}

/// Waits for signals and calls `tick` between two waits.
private final class Watcher: Sendable {
  private let descriptor: Int32
  private let milliseconds: Int32
  private let tick: @Sendable () -> Void
  private let interrupt: @Sendable (Int32) -> Void

  init(
    descriptor: Int32, milliseconds: Int32, tick: @escaping @Sendable () -> Void,
    interrupt: @escaping @Sendable (Int32) -> Void
  ) {
    self.descriptor = descriptor
    self.milliseconds = milliseconds
    self.tick = tick
    self.interrupt = interrupt
  }

  func run() {
    while true {
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      var signal: UInt8 = 0
      if unsafe poll(&entry, 1, milliseconds) == 1, unsafe read(descriptor, &signal, 1) == 1 {
        interrupt(Int32(signal))
      } else {
        tick()
      }
    }
  }
}
