extension Philox4x32 {
  /// The first two words of eight counters, each word in the low half of a 64-bit lane.
  ///
  /// The lanes differ only in the third counter word. Words stay in the low halves throughout, so
  /// each round is two 32 × 32 → 64 bit multiplications per lane, which vector units support.
  @inline(__always)
  static func firstWords(
    _ word0: UInt32, _ word1: UInt32, thirdWords: SIMD8<UInt64>, _ word3: UInt32,
    key: SIMD2<UInt32>
  ) -> (SIMD8<UInt64>, SIMD8<UInt64>) {
    let lowHalf = SIMD8<UInt64>(repeating: 0xFFFF_FFFF)
    var c0 = SIMD8<UInt64>(repeating: UInt64(word0))
    var c1 = SIMD8<UInt64>(repeating: UInt64(word1))
    var c2 = thirdWords
    var c3 = SIMD8<UInt64>(repeating: UInt64(word3))
    var (k0, k1) = (key[0], key[1])
    for _ in 0 ..< roundCount {
      let first = (c0 & lowHalf) &* SIMD8(repeating: UInt64(firstMultiplier))
      let second = (c2 & lowHalf) &* SIMD8(repeating: UInt64(secondMultiplier))
      c0 = (second &>> 32) ^ c1 ^ SIMD8(repeating: UInt64(k0))
      c1 = second & lowHalf
      c2 = (first &>> 32) ^ c3 ^ SIMD8(repeating: UInt64(k1))
      c3 = first & lowHalf
      k0 &+= firstKeyStep
      k1 &+= secondKeyStep
    }
    return (c0, c1)
  }
}
