/// Scratch memory for one solver at a time.
///
/// It cannot be copied, so two tasks cannot share one by mistake: create one per task and pass it
/// by reference.
@safe
public struct Workspace: ~Copyable {
  private let buffer: UnsafeMutableBufferPointer<Double>

  /// Allocates `capacity` numbers, all zero.
  public init(capacity: Int) {
    precondition(capacity >= 0, "Negative capacity \(capacity)")
    unsafe buffer = .allocate(capacity: capacity)
    unsafe buffer.initialize(repeating: 0)
  }

  deinit { unsafe buffer.deallocate() }

  /// The number of elements.
  public var capacity: Int { unsafe buffer.count }

  /// Passes the first `count` numbers, with whatever values they hold, to a closure.
  public mutating func withScratch<R: ~Copyable, E: Error>(
    count: Int, _ body: (inout MutableSpan<Double>) throws(E) -> R
  ) throws(E) -> R {
    precondition(
      unsafe count >= 0 && count <= buffer.count, "Asked for \(count) of \(capacity) numbers")
    var span = unsafe MutableSpan(_unsafeElements: buffer.extracting(0 ..< count))
    return try body(&span)
  }

  /// Passes a pointer to the memory to a closure that calls C.
  mutating func withUnsafeScratch<R>(_ body: (UnsafeMutablePointer<Double>?) -> R) -> R {
    unsafe body(buffer.baseAddress)
  }
}
