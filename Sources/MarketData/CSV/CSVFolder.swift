internal import Glibc
internal import SystemPackage
internal import Text

/// What a path names.
enum FileKind {
  case folder
  /// A file, with a number that is the same for all paths of one file.
  case file(identity: FileIdentity)
}

/// The device and the number of a file on it.
struct FileIdentity: Hashable {
  let device: UInt64
  let number: UInt64
}

extension FileKind {
  /// Looks a path up.
  ///
  /// Throws `file`.
  init(of path: String) throws(MarketDataError) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      throw .file(path, FileFault(Errno(rawValue: errno)))
    }
    let identity = FileIdentity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
    self = status.st_mode & S_IFMT == S_IFDIR ? .folder : .file(identity: identity)
  }
}

/// The CSV files of a folder, not of folders in it.
enum CSVFolder {
  /// The paths of the visible files whose names end in `.csv`, letters of either case, sorted by name.
  ///
  /// Throws `file`, or `noCSV` where there is none.
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
      guard !name.hasPrefix("."), name.lowercased().hasSuffix(".csv") else { continue }
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      if case .file = try FileKind(of: path) { paths.append(path) }
    }
    guard !paths.isEmpty else { throw .noCSV(folder: folder) }
    return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
