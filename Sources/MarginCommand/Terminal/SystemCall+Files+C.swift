import Glibc

extension SystemCall {
  /// Where a file is, however its path is written: links lead to the same place.
  enum FilePlace: Hashable {
    /// A regular file.
    case file(device: UInt64, number: UInt64)
    /// A name in a folder that holds no file of it yet.
    case absent(device: UInt64, number: UInt64, name: String)
  }

  /// Returns the place of a regular file or of one that does not exist yet; nil for devices, pipes
  /// and folders, and in a folder that does not exist.
  static func place(of path: String) -> FilePlace? {
    var status = stat()
    if unsafe stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFREG else { return nil }
      return .file(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
    }
    let (folder, name) = split(path)
    guard unsafe stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
    return .absent(device: UInt64(status.st_dev), number: UInt64(status.st_ino), name: name)
  }

  /// Splits a path into its folder and its last component.
  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let folder = slash == path.startIndex ? "/" : String(path[..<slash])
    return (folder, String(path[path.index(after: slash)...]))
  }

  /// Returns the target of a symbolic link that leads to no file; nil for every other path.
  static func missingTarget(of path: String) -> String? {
    var status = stat()
    guard unsafe stat(path, &status) != 0, unsafe lstat(path, &status) == 0 else { return nil }
    let most = 4096
    var bytes = [CChar](repeating: 0, count: most)
    let count = unsafe readlink(path, &bytes, most)
    guard count >= 0 else { return path }
    return String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Returns the names in a folder, hidden ones too; empty where it cannot be read.
  static func names(in folder: String) -> [String] {
    guard let stream = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      names.append(
        unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        })
    }
    return names
  }

  /// Whether a process of this number exists, whoever owns it.
  static func isAlive(_ process: Int32) -> Bool { kill(process, 0) == 0 || errno == EPERM }

  /// Locks a file as long as its descriptor is open; returns whether no other descriptor has.
  static func lock(_ descriptor: Int32) -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

  /// Removes a regular file, unless a process holds its lock.
  static func removeUnlocked(_ path: String) {
    let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    var status = stat()
    if unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      lock(descriptor)
    {
      remove(path)
    }
    _ = close(descriptor)
  }
}
