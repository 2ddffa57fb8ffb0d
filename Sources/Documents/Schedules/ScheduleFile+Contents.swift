internal import FoundationEssentials
internal import MarketData
internal import Text

extension ScheduleFile {
  /// The bytes of a file, without a byte order mark.
  static func contents(of path: String) throws(InputError) -> [UInt8] {
    let bytes: [UInt8]
    do throws(FileFault) {
      bytes = try TextFile.bytes(of: path)
    } catch {
      throw error.csvError(path)
    }
    guard bytes.contains(where: { $0 > 0x20 }) else {
      throw InputError(
        InputLocation(path), code: "empty-file", "the file is empty",
        remedy: "write a schedule with margin calibrate --format json", style: .words)
    }
    return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  }
}
