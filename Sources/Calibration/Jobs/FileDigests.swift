internal import Documents
internal import Synchronization

/// Digests of files, computed while the files are read.
final class FileDigests: Sendable {
  private let digests = Mutex<[String: SHA256]>([:])

  /// Adds a piece of a file; one at 0 begins it anew.
  ///
  /// The pieces of one file come one at a time, those of several files at once.
  func record(_ path: String, _ offset: Int, _ bytes: Span<UInt8>) {
    let digest = digests.withLock { digests in
      if offset == 0 { digests[path] = SHA256() }
      return digests[path]
    }
    digest?.update(bytes)
  }

  subscript(path: String) -> String { digests.withLock { $0[path]?.hexadecimal ?? "" } }
}
