package import SystemPackage

/// Reads whole files as bytes or as text.
public enum TextFile {
  /// The bytes of a file or a pipe.
  public static func bytes(of path: String) throws(FileFault) -> [UInt8] {
    do {
      let file = try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
      return try file.closeAfter { try contents(of: file) }
    } catch let error as Errno {
      throw FileFault(error)
    } catch {
      throw .unreadable(reason: "\(error)")
    }
  }

  /// The text of a UTF-8 file, without a byte order mark.
  public static func text(of path: String) throws(FileFault) -> String {
    let bytes = try bytes(of: path)
    let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard let text = String(validating: bytes[mark...], as: UTF8.self) else {
      throw .notText(line: firstLineThatIsNoText(bytes))
    }
    return text
  }

  /// The line of the first byte that is not valid UTF-8.
  static func firstLineThatIsNoText(_ bytes: [UInt8]) -> Int {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return 1 + (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0)
  }

  private static let blockSize = 1 << 18

  private static func contents(of file: FileDescriptor) throws -> [UInt8] {
    var contents: [UInt8] = []
    var block = [UInt8](repeating: 0, count: blockSize)
    while true {
      let count = try unsafe block.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
      if count == 0 { return contents }
      contents.append(contentsOf: block[..<count])
    }
  }
}

extension FileFault {
  /// The fault for an error code of a system call.
  package init(_ error: Errno) {
    self =
      switch error {
      case .noSuchFileOrDirectory, .notDirectory: .missing
      case .isDirectory: .isFolder
      default: .unreadable(reason: error.description)
      }
  }
}
