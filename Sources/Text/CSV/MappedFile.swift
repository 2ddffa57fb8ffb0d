internal import Glibc
internal import SystemPackage

/// The bytes of a file, mapped into memory and followed by at least 16 zero bytes.
///
/// Regular files are mapped; anything else, such as a pipe, is read to its end. The file must not
/// shrink while it is mapped.
@safe package final class MappedFile: Sendable {
  /// The path as given.
  package let path: String
  /// The size of the contents in bytes.
  package let count: Int
  private nonisolated(unsafe) let base: UnsafePointer<UInt8>
  private let mappedLength: Int

  /// The number of zero bytes after the contents, which let a scan omit the end test.
  package static let padding = 16

  /// Opens a file.
  ///
  /// - Throws: Any ``FileFault`` except `notText`.
  package init(path: String) throws(FileFault) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.lastError }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Self.lastError }
    let kind = status.st_mode & S_IFMT
    if kind == S_IFDIR { throw .isFolder }
    self.path = path
    if kind == S_IFREG {
      guard status.st_size > 0 else { throw .empty }
      (unsafe base, mappedLength) = try unsafe Self.map(descriptor, Int(status.st_size))
      count = Int(status.st_size)
    } else {
      (unsafe base, count) = try unsafe Self.readAll(descriptor)
      mappedLength = 0
    }
  }

  deinit {
    let address = unsafe UnsafeMutableRawPointer(mutating: base)
    if mappedLength > 0 { unsafe munmap(address, mappedLength) } else { unsafe free(address) }
  }

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

  /// Maps a file over anonymous pages that extend past its end, so that the rest of them stays
  /// zero.
  private static func map(
    _ descriptor: Int32, _ size: Int
  ) throws(FileFault) -> (UnsafePointer<UInt8>, Int) {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let length = (size + padding + page - 1) / page * page
    let anonymous = unsafe mmap(nil, length, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let address = unsafe anonymous, unsafe address != MAP_FAILED else {
      throw lastError
    }
    let flags = MAP_PRIVATE | MAP_FIXED | Int32(MAP_POPULATE)
    guard unsafe mmap(address, size, PROT_READ, flags, descriptor, 0) == address else {
      let error = lastError
      unsafe munmap(address, length)
      throw error
    }
    return unsafe (UnsafePointer(address.assumingMemoryBound(to: UInt8.self)), length)
  }

  private static func readAll(
    _ descriptor: Int32
  ) throws(FileFault) -> (UnsafePointer<UInt8>, Int) {
    var contents: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe read(descriptor, &block, block.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw lastError }
      if count == 0 { break }
      contents.append(contentsOf: block[..<count])
    }
    guard !contents.isEmpty else { throw .empty }
    guard let copy = unsafe calloc(contents.count + padding, 1) else {
      throw .unreadable(reason: "out of memory")
    }
    unsafe copy.copyMemory(from: contents, byteCount: contents.count)
    return unsafe (UnsafePointer(copy.assumingMemoryBound(to: UInt8.self)), contents.count)
  }
}
