internal import CCrypto

/// The SHA-256 digest, computed by libcrypto.
public enum SHA256 {
  /// The digest as 64 lowercase hexadecimal digits.
  public static func hexadecimal(of bytes: Span<UInt8>) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    let status = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe EVP_Digest(buffer.baseAddress, buffer.count, &digest, nil, EVP_sha256(), nil)
    }
    precondition(status == 1, "libcrypto has no SHA-256: EVP_Digest answered \(status)")
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The digest of a text in UTF-8.
  public static func hexadecimal(of text: String) -> String {
    hexadecimal(of: Array(text.utf8).span)
  }
}
