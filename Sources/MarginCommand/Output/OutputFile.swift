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
    try Self.refuseMissingTarget(of: path, flag)
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
    let folder = SystemCall.split(self.path).folder
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
      Self.removeLeftovers(beside: self.path)
      let new = Self.temporaryPath(beside: self.path, of: SystemCall.processIdentifier)
      temporary = new
      Interruption.willWrite(new)
      descriptor = try Self.open(new, existing: false, named: path, flag)
      // A locked file belongs to a live process, also in another container.
      _ = SystemCall.lock(descriptor)
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
      SystemCall.synchronizeFolder(SystemCall.split(path).folder)
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

  /// Rejects a symbolic link to a file that does not exist.
  ///
  /// - Throws: ``ToolFailure`` with the target.
  static func refuseMissingTarget(of path: String, _ flag: String) throws(ToolFailure) {
    guard let target = SystemCall.missingTarget(of: path) else { return }
    throw ToolFailure(
      flag, "\(path) is a link to \(target), which does not exist",
      remedy: "remove the link, or name another file")
  }

  // MARK: - Temporary files

  private static func temporaryPath(beside path: String, of process: Int32) -> String {
    let (folder, name) = SystemCall.split(path)
    return "\(folder)/.\(name).\(process).part"
  }

  /// Removes the temporary files for a path that killed processes left.
  private static func removeLeftovers(beside path: String) {
    let (folder, name) = SystemCall.split(path)
    let (start, end) = (".\(name).", ".part")
    for found in SystemCall.names(in: folder) where found.hasPrefix(start) && found.hasSuffix(end) {
      guard let process = Int32(found.dropFirst(start.count).dropLast(end.count)),
        found == "\(start)\(process)\(end)",
        process == SystemCall.processIdentifier || !SystemCall.isAlive(process)
      else { continue }
      SystemCall.removeUnlocked("\(folder)/\(found)")
    }
  }
}
