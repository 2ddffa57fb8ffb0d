internal import CCrypto

/// A SHA-256 digest of bytes that arrive in pieces, computed by libcrypto; one task at a time may
/// use it.
@safe public final class SHA256: Sendable {
  private nonisolated(unsafe) let context: OpaquePointer

  /// The digest of nothing yet.
  public init() {
    guard let context = unsafe EVP_MD_CTX_new(),
      unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
    else { preconditionFailure("libcrypto has no SHA-256") }
    unsafe self.context = unsafe context
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  /// Adds bytes.
  public func update(_ bytes: Span<UInt8>) {
    let status = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
    }
    precondition(status == 1, "EVP_DigestUpdate answered \(status)")
  }

  /// The digest of the bytes so far as 64 lowercase hexadecimal digits.
  public var hexadecimal: String {
    var digest = [UInt8](repeating: 0, count: 32)
    let copy = unsafe EVP_MD_CTX_new()
    defer { unsafe EVP_MD_CTX_free(copy) }
    let status = unsafe EVP_MD_CTX_copy_ex(copy, context) & EVP_DigestFinal_ex(copy, &digest, nil)
    precondition(status == 1, "EVP_DigestFinal_ex answered \(status)")
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The digest as 64 lowercase hexadecimal digits.
  public static func hexadecimal(of bytes: Span<UInt8>) -> String {
    let digest = SHA256()
    digest.update(bytes)
    return digest.hexadecimal
  }

  /// The digest of a text in UTF-8.
  public static func hexadecimal(of text: String) -> String {
    hexadecimal(of: Array(text.utf8).span)
  }
}
