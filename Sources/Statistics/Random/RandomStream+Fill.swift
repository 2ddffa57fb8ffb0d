extension RandomStream {
  /// Fills `values` with the normals of consecutive paths at one step.
  ///
  /// Element i equals `normal(path: firstPath + i, step: step)` bit for bit, in two thirds of the
  /// time: eight paths advance together, and the tail values of a block are collected and evaluated
  /// together, so that no branch depends on the data.
  ///
  /// - Complexity: O(n), no allocation.
  public func fillNormals(
    step: UInt32, firstPath: UInt32 = 0, into values: inout MutableSpan<Double>
  ) {
    precondition(
      values.count <= Int(UInt32.max) - Int(firstPath) + 1,
      "\(values.count) paths from \(firstPath) do not fit into 32 bits")
    let start = UInt64(firstPath)
    let whole = values.count - values.count % 8
    var base = 0
    while base < whole {
      let end = min(base + TailQueue.capacity, whole)
      fillBlock(base ..< end, start: start, step: step, into: &values)
      base = end
    }
    for index in whole ..< values.count {
      values[index] = normal(path: UInt32(start + UInt64(index)), step: step)
    }
  }

  /// Fills a block of a multiple of eight values: the central region directly, the tails at the
  /// end.
  private func fillBlock(
    _ block: Range<Int>, start: UInt64, step: UInt32, into values: inout MutableSpan<Double>
  ) {
    var tails = TailQueue()
    for base in stride(from: block.lowerBound, to: block.upperBound, by: 8) {
      let lanes = uniforms(fromPath: start &+ UInt64(base), step: step)
      let centered = lanes - 0.5
      let central = Normal.centralQuantiles(centered)
      for lane in 0 ..< 8 {
        values[base &+ lane] = central[lane]
        tails.append(
          lanes[lane], at: base &+ lane, if: abs(centered[lane]) > Normal.centralHalfWidth)
      }
    }
    tails.answer(into: &values)
  }

  /// The uniforms of eight consecutive paths, with the same bits as `uniform(path:step:)`.
  @inline(__always)
  private func uniforms(fromPath path: UInt64, step: UInt32) -> SIMD8<Double> {
    let paths = SIMD8<UInt64>(repeating: path) &+ SIMD8(0, 1, 2, 3, 4, 5, 6, 7)
    let (high, low) = Philox4x32.firstWords(
      identifierWords[0], identifierWords[1], thirdWords: paths, step, key: key)
    // An integer below 2⁵² stored in the significand of 2⁵² converts without an instruction.
    let exponent = SIMD8<UInt64>(repeating: 0x4330_0000_0000_0000)
    let upper = Self.doubles(high | exponent) - 0x1p52
    let lower = Self.doubles((low &>> 11) | exponent) - 0x1p52
    let uniform = (upper * 0x1p21 + lower + 0.5) * 0x1p-53
    let bound = SIMD8(repeating: 1 - 0x1p-53)
    return uniform.replacing(with: bound, where: uniform .> bound)
  }

  /// Reinterprets lanes as the bits of doubles.
  @inline(__always)
  private static func doubles(_ bits: SIMD8<UInt64>) -> SIMD8<Double> {
    SIMD8(
      Double(bitPattern: bits[0]), Double(bitPattern: bits[1]), Double(bitPattern: bits[2]),
      Double(bitPattern: bits[3]), Double(bitPattern: bits[4]), Double(bitPattern: bits[5]),
      Double(bitPattern: bits[6]), Double(bitPattern: bits[7]))
  }
}

/// The uniforms of a block outside the central region, with their indices.
private struct TailQueue {
  static let capacity = 256

  private var count = 0
  private var uniforms = InlineArray<264, Double>(repeating: 0.5)
  private var indices = InlineArray<264, Int>(repeating: 0)

  /// Writes always and advances only where needed, which is cheaper than an unpredictable branch.
  @inline(__always)
  mutating func append(_ uniform: Double, at index: Int, if isTail: Bool) {
    uniforms[count] = uniform
    indices[count] = index
    count &+= isTail ? 1 : 0
  }

  /// Writes the quantile of each uniform to its index, eight at a time.
  mutating func answer(into values: inout MutableSpan<Double>) {
    for base in stride(from: 0, to: count, by: 8) {
      var lanes = SIMD8<Double>(repeating: 0.01)
      let used = min(8, count - base)
      for lane in 0 ..< used { lanes[lane] = uniforms[base &+ lane] }
      let quantiles = Normal.tailQuantiles(of: lanes)
      for lane in 0 ..< used { values[indices[base &+ lane]] = quantiles[lane] }
    }
  }
}
