/// An output file that is checked before the run and replaced atomically after it.
///
/// The result goes to a new file in the same folder, which replaces the old one only once it is
/// complete and on disk. A device or a pipe is written directly.
final class OutputFile: Sendable {
  private let path: String
  private let flag: String
  private let temporary: String?
  private let descriptor: Int32

  /// Whether an existing file may be replaced.
  enum Existing {
    case replaced, refused
  }

  /// Opens the file.
  ///
  /// - Throws: ``ToolFailure`` where it is not writable.
  init(
    _ path: String, flag: String = "--output", existing: Existing = .replaced
  ) throws(ToolFailure) {
    self.path = SystemCall.resolved(path)
    self.flag = flag
    let kind = SystemCall.kind(of: path)
    if kind == .folder {
      throw ToolFailure(flag, "\(path) is a folder", remedy: "name a file in it")
    }
    if case .file = kind, existing == .refused {
      throw ToolFailure(
        flag, "\(path) exists", remedy: "name another file, or add --force")
    }
    let folder = Self.folder(of: self.path)
    guard SystemCall.kind(of: folder) == .folder else {
      throw ToolFailure(
        flag, "\(folder), the folder of \(path), is not a folder",
        remedy: "create it, or name another")
    }
    if kind != nil, !SystemCall.isWritable(self.path) {
      throw Self.refused(path, "Permission denied", flag)
    }
    if kind == .other {
      temporary = nil
      descriptor = try Self.open(self.path, existing: true, named: path, flag)
    } else {
      let new = Self.temporaryPath(beside: self.path)
      temporary = new
      SystemCall.remove(new)
      Interruption.willWrite(new)
      descriptor = try Self.open(new, existing: false, named: path, flag)
      if case .file(let permissions) = kind {
        SystemCall.setPermissions(permissions, of: descriptor)
      }
    }
  }

  deinit {
    _ = SystemCall.close(descriptor)
    if let temporary { Interruption.settle(temporary) { SystemCall.remove(temporary) } }
  }

  /// Writes the complete text and moves the file to its final path.
  ///
  /// - Throws: ``ToolFailure`` where writing fails; an existing file is then unchanged.
  func write(_ text: String) throws(ToolFailure) {
    var error = SystemCall.write(Array(text.utf8), to: descriptor)
    if error == 0 { error = SystemCall.synchronize(descriptor) }
    if error == 0, let temporary {
      error = Interruption.settle(temporary) { SystemCall.rename(temporary, to: path) }
      SystemCall.synchronizeFolder(Self.folder(of: path))
    }
    guard error == 0 else { throw Self.refused(path, SystemCall.text(of: error), flag) }
  }

  private static func open(
    _ path: String, existing: Bool, named name: String, _ flag: String
  ) throws(ToolFailure) -> Int32 {
    switch SystemCall.openForWriting(path, existing: existing) {
    case .success(let descriptor): return descriptor
    case .failure(let error): throw refused(name, error.text, flag)
    }
  }

  private static func refused(
    _ path: String, _ reason: String, _ flag: String
  ) -> ToolFailure {
    ToolFailure(
      flag, "\(path) cannot be written (\(reason))",
      remedy: "check the folder and the disk, or name another file")
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func temporaryPath(beside path: String) -> String {
    let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
    return "\(folder(of: path))/.\(name).\(SystemCall.processIdentifier).part"
  }
}
