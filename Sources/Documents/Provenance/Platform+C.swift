internal import CKernels
internal import Glibc

/// The processor and the libraries that determine the last bits of a number.
public struct Platform: Hashable, Sendable, Codable {
  /// The processor's model name.
  public let processor: String
  /// The OpenBLAS kernel set chosen for the processor, with the OpenBLAS version.
  public let blas: String
  /// The version of the C library, whose exp and log differ in the last bit.
  public let libc: String

  /// An unknown machine.
  static let unknown = Platform(processor: "unknown", blas: "unknown", libc: "unknown")

  /// The current machine.
  public static var current: Platform {
    Platform(
      processor: processorName(), blas: unsafe String(cString: ckernels_blas_configuration()),
      libc: unsafe "glibc " + String(cString: ckernels_libc_version()))
  }

  private static func processorName() -> String {
    guard let file = unsafe fopen("/proc/cpuinfo", "r") else { return "unknown" }
    defer { unsafe fclose(file) }
    var line = [CChar](repeating: 0, count: 512)
    while unsafe fgets(&line, 512, file) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      guard text.hasPrefix("model name"), let colon = text.firstIndex(of: ":") else { continue }
      return String(text[text.index(colon, offsetBy: 2)...].prefix { $0 != "\n" })
    }
    return "unknown"
  }
}
