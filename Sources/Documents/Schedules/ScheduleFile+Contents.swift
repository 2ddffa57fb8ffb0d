internal import FoundationEssentials
internal import MarketData
internal import Text

extension ScheduleFile {
  /// The bytes of a file, without a byte order mark.
  ///
  /// - Throws: `MarketDataError` where it cannot be read, ``ScheduleFileError`` where it is empty.
  static func contents(of path: String) throws -> [UInt8] {
    let entries = try? FileManager.default.contentsOfDirectory(atPath: path)
    guard entries == nil else { throw MarketDataError.file(path, .isFolder) }
    guard let data = FileManager.default.contents(atPath: path) else {
      guard FileManager.default.fileExists(atPath: path) else {
        throw MarketDataError.file(path, .missing)
      }
      throw MarketDataError.file(path, .unreadable(reason: "permission denied"))
    }
    let bytes = Array(data)
    guard bytes.contains(where: { $0 > 0x20 }) else {
      throw ScheduleFileError(
        path, nil, "the file is empty",
        remedy: "write a schedule into it with margin calibrate --format json")
    }
    return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  }
}
