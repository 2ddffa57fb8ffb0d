internal import SystemPackage
internal import Text

/// Completed evaluations on disk, one per line, so that an interrupted search can resume.
final class TuneState {
  private struct Header: Codable, Equatable {
    let schema: String
    let identity: String
  }

  private let path: String
  private let file: FileDescriptor?
  private(set) var evaluations: [String: TuneEvaluation] = [:]

  /// Opens or creates a state file; nil keeps no state.
  ///
  /// - Throws: `InputError` for a state of other inputs or settings, or if it cannot be written.
  init(path: String?, identity: String) throws(InputError) {
    self.path = path ?? ""
    guard let path else {
      file = nil
      return
    }
    do {
      file = try FileDescriptor.open(
        FilePath(path), .readWrite, options: [.create, .closeOnExec],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
    } catch {
      throw InputError(
        InputLocation(path), code: "unwritable-state", "cannot be written",
        remedy: "name a file in a writable folder")
    }
    let header = Header(schema: "margin.tune-state/1", identity: identity)
    let lines = try contents()
    if lines.isEmpty {
      try append(header)
    } else {
      try read(lines, header)
    }
  }

  deinit { try? file?.close() }

  /// Saves evaluations.
  ///
  /// - Throws: `InputError` if they cannot be written; earlier ones remain usable.
  func add(_ new: [TuneEvaluation]) throws(InputError) {
    for one in new {
      evaluations[one.key] = one
      try append(one)
    }
  }

  private func append(_ line: some Encodable) throws(InputError) {
    guard let file else { return }
    do {
      let text = try JSON(encoding: line).written(keys: .asWritten) + "\n"
      try file.writeAll(text.utf8)
    } catch {
      let reason = (error as? Errno).map { " (\($0.description))" } ?? ""
      throw InputError(
        InputLocation(path), code: "unwritable-state", "cannot be written" + reason,
        remedy: "check the folder and the disk, or name another file with --state")
    }
  }

  /// The bytes of a regular file; empty for a device.
  private func contents() throws(InputError) -> [UInt8] {
    guard let file else { return [] }
    do {
      let size = try file.seek(offset: 0, from: .end)
      guard size > 0 else { return [] }
      return try TextFile.bytes(of: path)
    } catch {
      throw InputError(
        InputLocation(path), code: "unreadable-state", "cannot be read",
        remedy: "name another file, or remove this one to start over")
    }
  }

  private func read(_ bytes: [UInt8], _ header: Header) throws(InputError) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    guard let first = lines.first,
      let found = try? JSON(reading: Array(first)).decoded(as: Header.self)
    else {
      throw InputError(
        InputLocation(path), code: "no-state", "is not a search state",
        remedy: "name a new file, or remove this one")
    }
    guard found == header else {
      throw InputError(
        InputLocation(path), code: "other-state",
        "belongs to other files, another policy or other settings",
        remedy: "name another file, or remove this one to start over")
    }
    for line in lines.dropFirst() {
      // An interruption may truncate the last line; its evaluation is recomputed.
      guard let one = try? JSON(reading: Array(line)).decoded(as: TuneEvaluation.self) else {
        continue
      }
      evaluations[one.key] = one
    }
    if bytes.last != UInt8(ascii: "\n") {
      let end = (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
      try? file?.resize(to: Int64(end))
      _ = try? file?.seek(offset: Int64(end), from: .start)
    }
  }
}
