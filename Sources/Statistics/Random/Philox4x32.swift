/// The counter-based random number generator Philox-4x32 with ten rounds.
///
/// It maps a counter of four words and a key of two words to four random words and keeps no state:
/// random numbers are addressed by counter, not drawn in sequence.
///
/// - SeeAlso: Salmon, Moraes, Dror & Shaw (2011), *Parallel random numbers: as easy as 1, 2, 3*,
///   Proceedings of SC11, doi:10.1145/2063384.2063405.
public enum Philox4x32 {
  /// Returns the four words at `counter` under `key`.
  public static func words(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var (c0, c1, c2, c3) = (counter[0], counter[1], counter[2], counter[3])
    var (k0, k1) = (key[0], key[1])
    for _ in 0 ..< roundCount {
      let first = UInt64(firstMultiplier) * UInt64(c0)
      let second = UInt64(secondMultiplier) * UInt64(c2)
      c0 = UInt32(truncatingIfNeeded: second >> 32) ^ c1 ^ k0
      c1 = UInt32(truncatingIfNeeded: second)
      c2 = UInt32(truncatingIfNeeded: first >> 32) ^ c3 ^ k1
      c3 = UInt32(truncatingIfNeeded: first)
      k0 &+= firstKeyStep
      k1 &+= secondKeyStep
    }
    return SIMD4(c0, c1, c2, c3)
  }

  static let roundCount = 10
  static let firstMultiplier: UInt32 = 0xD251_1F53
  static let secondMultiplier: UInt32 = 0xCD9E_8D57
  static let firstKeyStep: UInt32 = 0x9E37_79B9
  static let secondKeyStep: UInt32 = 0xBB67_AE85
}
