/// A stream of random numbers for one identifier and seed, addressed by path and step.
///
/// The key of ``Philox4x32`` is the seed, low word first. The counter is the 64-bit FNV-1a hash of
/// the identifier's UTF-8 bytes (low word, high word), then the path, then the step. A given
/// address gives the same bits in any order, with any number of tasks and alongside any other
/// stream.
///
/// ```swift
/// let stream = RandomStream(seed: 1, identifier: "BTC-USD")
/// stream.normal(path: 17, step: 0)
/// ```
public struct RandomStream: Hashable, Sendable {
  let key: SIMD2<UInt32>
  let identifierWords: SIMD2<UInt32>

  /// Creates the stream of `identifier` under `seed`.
  public init(seed: UInt64, identifier: String) {
    key = Self.words(of: seed)
    identifierWords = Self.words(of: Self.hash(identifier))
  }

  /// Returns a uniform number in (0, 1): (k + ½)·2⁻⁵³ in double precision, at most 1 − 2⁻⁵³.
  ///
  /// k is the top 53 bits of the first two words at the address, with the first word as the high
  /// one.
  public func uniform(path: UInt32, step: UInt32) -> Double {
    let counter = SIMD4(identifierWords[0], identifierWords[1], path, step)
    let words = Philox4x32.words(counter: counter, key: key)
    let top = (UInt64(words[0]) << 32 | UInt64(words[1])) >> 11
    // From k = 2⁵² on, k + ½ rounds to even; without the bound the largest k would give 1.
    return min((Double(top) + 0.5) * 0x1p-53, 1 - 0x1p-53)
  }

  /// Returns a standard normal number: ``Normal/quantile(of:)`` of the uniform at that address.
  public func normal(path: UInt32, step: UInt32) -> Double {
    Normal.quantile(of: uniform(path: path, step: step))
  }

  private static func words(of value: UInt64) -> SIMD2<UInt32> {
    SIMD2(UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32))
  }

  /// FNV-1a over the UTF-8 bytes of `text`.
  package static func hash(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }
}
