public import Documents
internal import FoundationEssentials
internal import Text

extension VerifyCase {
  /// The folder of a case file, to which its paths are relative; empty for the current folder.
  public static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  /// The files that a run of the case read, with their digests: those of the provenance, and files
  /// that options name.
  func recordedInputs(_ provenance: JSON?, at path: String) -> [RecordedResult.Input] {
    var inputs = (provenance?["inputs"]?.elements ?? []).compactMap { input in
      input["path"]?.string.flatMap { path in
        input["sha256"]?.string.map { RecordedResult.Input(path: path, sha256: $0) }
      }
    }
    let folder = Self.folder(of: path)
    let written =
      zip(options.compactMap(\.value), optionPaths(relativeTo: folder))
      + (provenance == nil ? Array(zip(self.inputs, inputPaths(relativeTo: folder))) : [])
    for (name, path) in written where Self.isFile(path) {
      guard let bytes = try? TextFile.bytes(of: path) else { continue }
      inputs.append(.init(path: name, sha256: SHA256.hexadecimal(of: bytes.span)))
    }
    return inputs.sorted { $0.path < $1.path }
  }

  /// Whether no input is a pipe or a device.
  func inputsCanBeReadAgain(at path: String) -> Bool {
    inputPaths(relativeTo: Self.folder(of: path)).allSatisfy { path in
      var isFolder = false
      let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      return exists && (isFolder || Self.isFile(path))
    }
  }

  private static func isFile(_ path: String) -> Bool {
    let target = URL(filePath: path).resolvingSymlinksInPath().path
    let type = try? FileManager.default.attributesOfItem(atPath: target)[.type]
    return type as? FileAttributeType == .typeRegular
  }
}
