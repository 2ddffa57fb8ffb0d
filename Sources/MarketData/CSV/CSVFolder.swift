internal import Glibc
internal import SystemPackage
internal import Text

/// The kind of file at a path.
enum FileKind {
  case folder
  /// A file with an identity shared by all paths to it.
  case file(identity: FileIdentity)
}

/// The device number and the inode number of a file.
struct FileIdentity: Hashable {
  let device: UInt64
  let number: UInt64
}

extension FileKind {
  /// Looks up a path.
  ///
  /// - Throws: `file`.
  init(of path: String) throws(MarketDataError) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      throw .file(path, FileFault(Errno(rawValue: errno)))
    }
    let identity = FileIdentity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
    self = status.st_mode & S_IFMT == S_IFDIR ? .folder : .file(identity: identity)
  }
}

/// The CSV files directly in a folder, without subfolders.
enum CSVFolder {
  /// The paths of the visible files whose names end in `.csv`, in any letter case, sorted by name,
  /// without the file of contract facts; links to nothing too.
  ///
  /// - Throws: `file`, or `noCSV` if there are none.
  static func files(in folder: String) throws(MarketDataError) -> [String] {
    guard let stream = unsafe opendir(folder) else {
      throw .file(folder, FileFault(Errno(rawValue: errno)))
    }
    defer { unsafe closedir(stream) }
    var paths: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard !name.hasPrefix("."), name.lowercased().hasSuffix(".csv"),
        name != ContractFacts.fileName
      else { continue }
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      if case .folder? = try? FileKind(of: path) { continue }
      paths.append(path)
    }
    guard !paths.isEmpty else { throw .noCSV(folder: folder) }
    return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
