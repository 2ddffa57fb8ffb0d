internal import Glibc
internal import SystemPackage

/// The bytes of a file, a pipe or standard input, followed by 16 zero bytes.
///
/// A file is read once into a buffer of its own, not mapped: a mapped file that another process
/// shortens ends the program with a signal, and one that is rewritten gives numbers of other bytes
/// than those that were hashed. A file whose size or modification time changes while it is read is
/// refused.
@safe package final class FileBytes: Sendable {
  /// The path as given; `-` is standard input.
  package let path: String
  /// The number of bytes.
  package let count: Int
  nonisolated(unsafe) let base: UnsafeMutablePointer<UInt8>

  /// The number of zero bytes after the contents, which let a scan omit the end test.
  package static let padding = 16
  /// The number of bytes that one system call reads.
  private static let blockSize = 1 << 20

  /// Reads a file.
  ///
  /// - Throws: Any ``FileFault`` except `notText`.
  package convenience init(path: String) throws(FileFault) {
    let isInput = path == "-"
    let descriptor = isInput ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.lastError }
    defer { if !isInput { close(descriptor) } }
    let before = try FileState(of: descriptor)
    if before.isFolder { throw .isFolder }
    var buffer = try unsafe GrowingBuffer(
      capacity: (before.isRegular ? before.size : 0) + Self.blockSize)
    do throws(FileFault) {
      try unsafe Self.readAll(descriptor, into: &buffer)
      let after = try FileState(of: descriptor)
      let isWhole = unsafe after == before && buffer.count == before.size
      if before.isRegular && !isInput && !isWhole { throw .changed }
      if unsafe buffer.count == 0 { throw .empty }
    } catch {
      unsafe buffer.free()
      throw error
    }
    unsafe self.init(path: path, adopting: buffer)
  }

  /// The bytes of an array; `path` names them in errors.
  package convenience init(path: String, bytes: [UInt8]) throws(FileFault) {
    var buffer = try unsafe GrowingBuffer(capacity: bytes.count)
    unsafe buffer.base.update(from: bytes, count: bytes.count)
    unsafe buffer.count = bytes.count
    unsafe self.init(path: path, adopting: buffer)
  }

  /// Takes over a buffer, which the file frees.
  init(path: String, adopting buffer: GrowingBuffer) {
    self.path = path
    count = unsafe buffer.count
    unsafe base = unsafe buffer.base
    unsafe base.advanced(by: count).update(repeating: 0, count: Self.padding)
  }

  deinit { unsafe free(base) }

  /// Passes the contents, followed by zero bytes after `count`, to a closure.
  package func withBytes<R, E: Error>(_ body: (UnsafePointer<UInt8>) throws(E) -> R) throws(E) -> R
  {
    try unsafe body(base)
  }

  /// Passes the contents to a closure that must not keep them.
  package func withSpan<R, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
    let buffer = unsafe UnsafeBufferPointer(start: base, count: count)
    return try unsafe body(buffer.span)
  }

  private static var lastError: FileFault { FileFault(Errno(rawValue: errno)) }

  private static func readAll(
    _ descriptor: Int32, into buffer: inout GrowingBuffer
  ) throws(FileFault) {
    while true {
      try unsafe buffer.reserve(blockSize)
      let count = unsafe read(descriptor, buffer.base + buffer.count, blockSize)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw lastError }
      if count == 0 { return }
      unsafe buffer.count += count
    }
  }
}

/// The size and time of a file's last change.
struct FileState: Equatable {
  let isRegular: Bool
  let isFolder: Bool
  let size: Int
  let seconds: Int
  let nanoseconds: Int

  /// The size of a regular file; nil for any other path.
  static func size(ofRegular path: String) -> Int? {
    var status = Glibc.stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  init(of descriptor: Int32) throws(FileFault) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw FileFault(Errno(rawValue: errno))
    }
    isRegular = status.st_mode & S_IFMT == S_IFREG
    isFolder = status.st_mode & S_IFMT == S_IFDIR
    size = Int(status.st_size)
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
  }
}

/// A buffer of the C library that grows by doubling; its owner frees it.
@unsafe struct GrowingBuffer {
  var base: UnsafeMutablePointer<UInt8>
  var count = 0
  private var capacity: Int

  init(capacity: Int) throws(FileFault) {
    unsafe self.capacity = max(1, capacity)
    let bytes = max(1, capacity) + FileBytes.padding
    unsafe base = unsafe try Self.typed(malloc(bytes))
  }

  /// Takes over bytes of the C library that have room for padding after `count`.
  init(_ base: UnsafeMutablePointer<UInt8>, count: Int) {
    unsafe self.base = unsafe base
    unsafe self.count = count
    unsafe capacity = count
  }

  /// Makes room for more bytes after `count`.
  mutating func reserve(_ more: Int) throws(FileFault) {
    guard unsafe count + more > capacity else { return }
    let grown = unsafe max(count + more, capacity + capacity / 2)
    unsafe base = unsafe try Self.typed(realloc(base, grown + FileBytes.padding))
    unsafe capacity = grown
  }

  mutating func append(_ bytes: [UInt8]) {
    unsafe (base + count).update(from: bytes, count: bytes.count)
    unsafe count += bytes.count
  }

  func free() { unsafe Glibc.free(base) }

  private static func typed(
    _ address: UnsafeMutableRawPointer?
  ) throws(FileFault) -> UnsafeMutablePointer<UInt8> {
    guard let address = unsafe address else { throw .unreadable(reason: "out of memory") }
    return unsafe address.assumingMemoryBound(to: UInt8.self)
  }
}

extension FileBytes {
  /// Whether lines end with carriage returns: there are more of them than line feeds.
  package var endsLinesWithReturns: Bool {
    withSpan { bytes in
      var (feeds, returns) = (0, 0)
      for index in 0 ..< min(bytes.count, 1 << 16) {
        feeds &+= bytes[index] == UInt8(ascii: "\n") ? 1 : 0
        returns &+= bytes[index] == UInt8(ascii: "\r") ? 1 : 0
      }
      return returns > feeds
    }
  }

  /// Replaces each carriage return by a line feed if lines end with them.
  package func endLinesWithFeeds() {
    guard endsLinesWithReturns else { return }
    for index in 0 ..< count where unsafe base[index] == UInt8(ascii: "\r") {
      unsafe base[index] = UInt8(ascii: "\n")
    }
  }
}
