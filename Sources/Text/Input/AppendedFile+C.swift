internal import Glibc
internal import SystemPackage

/// A file of lines that one process at a time reads and appends to.
///
/// A regular file is locked until the object is released, also against another open of the same
/// process. Each line is written by one call, so that an interruption leaves whole lines and at
/// most one incomplete line at the end.
package final class AppendedFile: Sendable {
  /// The reasons why a file cannot be appended to.
  package enum Fault: Error, Hashable, Sendable {
    /// Another process, of this number if it is known, has locked the file.
    case inUse(process: Int?)
    /// The system refuses to open, read or write the file, for the given reason.
    case refused(reason: String)
  }

  private let path: String
  private let file: FileDescriptor
  private let isRegular: Bool
  private let isNew: Bool

  /// Opens a file, or creates it, and locks it.
  package init(path: String) throws(Fault) {
    self.path = path
    (file, isNew) = try Self.opened(path)
    var status = stat()
    guard unsafe fstat(file.rawValue, &status) == 0 else {
      let reason = Errno(rawValue: errno).description
      try? file.close()
      throw .refused(reason: reason)
    }
    isRegular = status.st_mode & S_IFMT == S_IFREG
    if isRegular, flock(file.rawValue, LOCK_EX | LOCK_NB) != 0 {
      let isLocked = errno == EWOULDBLOCK
      let reason = Errno(rawValue: errno).description
      try? file.close()
      throw isLocked
        ? .inUse(process: Self.holder(of: UInt64(status.st_ino))) : .refused(reason: reason)
    }
  }

  /// A file that was created here and is still empty is removed.
  deinit {
    if isNew, isRegular, (try? file.seek(offset: 0, from: .end)) == 0 {
      _ = unsafe unlink(path)
    }
    try? file.close()
  }

  private static func opened(_ path: String) throws(Fault) -> (FileDescriptor, isNew: Bool) {
    let isNew = unsafe access(path, F_OK) != 0
    do {
      let file = try FileDescriptor.open(
        FilePath(path), .readWrite, options: [.create, .append, .closeOnExec],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      return (file, isNew)
    } catch {
      throw refused(error)
    }
  }

  /// The process that holds the lock on an inode, as the system lists it.
  private static func holder(of inode: UInt64) -> Int? {
    guard let list = try? TextFile.text(of: "/proc/locks") else { return nil }
    let holders = list.split(separator: "\n").compactMap { line -> Int? in
      let fields = line.split(separator: " ")
      guard fields.count > 5, fields[1] == "FLOCK", fields[5].hasSuffix(":\(inode)") else {
        return nil
      }
      return Int(fields[4]).flatMap { $0 > 0 ? $0 : nil }
    }
    return holders.count == 1 ? holders[0] : nil
  }

  private static func refused(_ error: any Error) -> Fault {
    .refused(reason: (error as? Errno)?.description ?? "\(error)")
  }

  /// The bytes of a regular file; empty for a device.
  package func bytes() throws(Fault) -> [UInt8] {
    guard isRegular else { return [] }
    var bytes: [UInt8] = []
    do {
      var block = [UInt8](repeating: 0, count: 1 << 18)
      while true {
        let count = try unsafe block.withUnsafeMutableBytes {
          try unsafe file.read(fromAbsoluteOffset: Int64(bytes.count), into: $0)
        }
        if count == 0 { return bytes }
        bytes.append(contentsOf: block[..<count])
      }
    } catch {
      throw Self.refused(error)
    }
  }

  /// Appends a line in one piece; a line that does not fit as a whole is taken back.
  package func append(_ line: String) throws(Fault) {
    let bytes = Array((line + "\n").utf8)
    var end: Int64?
    do {
      if isRegular { end = try file.seek(offset: 0, from: .end) }
      // Only a full disk or a limit makes the system write a part; the rest then gives the reason.
      let count = try unsafe bytes.withUnsafeBytes { try unsafe file.write($0) }
      if count < bytes.count { try file.writeAll(bytes[count...]) }
    } catch {
      if let end { try? file.resize(to: end) }
      throw Self.refused(error)
    }
  }

  /// Removes everything after the first `count` bytes.
  package func keep(first count: Int) throws(Fault) {
    do {
      try file.resize(to: Int64(count))
    } catch {
      throw Self.refused(error)
    }
  }

  /// Waits until all lines are on disk.
  package func synchronize() throws(Fault) {
    guard isRegular, fsync(file.rawValue) != 0, errno != EINVAL else { return }
    throw .refused(reason: Errno(rawValue: errno).description)
  }
}
