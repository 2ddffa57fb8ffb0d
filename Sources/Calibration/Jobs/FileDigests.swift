internal import Documents
internal import Synchronization

/// Digests of files, computed while the files are read.
final class FileDigests: Sendable {
  private let digests = Mutex<[String: String]>([:])

  func record(_ path: String, _ bytes: Span<UInt8>) {
    let digest = SHA256.hexadecimal(of: bytes)
    digests.withLock { $0[path] = digest }
  }

  subscript(path: String) -> String { digests.withLock { $0[path] ?? "" } }
}
