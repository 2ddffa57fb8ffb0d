/// Scratch memory for one solver at a time.
///
/// It cannot be copied, so two tasks cannot share one by mistake: make one a task and lend it.
@safe
public struct Workspace: ~Copyable {
  private let buffer: UnsafeMutableBufferPointer<Double>

  /// Allocates room for `capacity` numbers, all zero.
  public init(capacity: Int) {
    precondition(capacity >= 0, "Negative capacity \(capacity)")
    unsafe buffer = .allocate(capacity: capacity)
    unsafe buffer.initialize(repeating: 0)
  }

  deinit { unsafe buffer.deallocate() }

  /// How many numbers fit.
  public var capacity: Int { unsafe buffer.count }

  /// Lends the first `count` numbers, which hold whatever the last borrower left.
  public mutating func withScratch<R: ~Copyable, E: Error>(
    count: Int, _ body: (inout MutableSpan<Double>) throws(E) -> R
  ) throws(E) -> R {
    precondition(
      unsafe count >= 0 && count <= buffer.count, "Asked for \(count) of \(capacity) numbers")
    var span = unsafe MutableSpan(_unsafeElements: buffer.extracting(0 ..< count))
    return try body(&span)
  }

  /// Lends the memory to C.
  mutating func withUnsafeScratch<R>(_ body: (UnsafeMutablePointer<Double>?) -> R) -> R {
    unsafe body(buffer.baseAddress)
  }
}
