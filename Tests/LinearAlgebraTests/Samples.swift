import LinearAlgebra

/// Matrices made from a seed, and arithmetic that does not pass through BLAS.
enum Samples {
  /// Elements spread over (−1, 1) by the finalizer of SplitMix64.
  static func matrix(rows: Int, columns: Int, seed: UInt64) -> Matrix {
    var state = seed
    return Matrix(rows: rows, columns: columns) { elements in
      for _ in 0 ..< rows * columns {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        z ^= z >> 31
        elements.append(Double(Int64(bitPattern: z) >> 11) * 0x1p-52)
      }
    }
  }

  /// A symmetric matrix, in general indefinite.
  static func symmetric(order: Int, seed: UInt64) -> Matrix {
    let a = matrix(rows: order, columns: order, seed: seed)
    return a + a.transposed()
  }

  /// B Bᵀ + I: symmetric positive definite, every eigenvalue at least one.
  static func positiveDefinite(order: Int, seed: UInt64) -> Matrix {
    let b = matrix(rows: order, columns: order, seed: seed)
    return product(b, b.transposed()) + .identity(order: order)
  }

  /// A B by three loops.
  static func product(_ a: Matrix, _ b: Matrix) -> Matrix {
    var c = Matrix(rows: a.rowCount, columns: b.columnCount)
    for j in 0 ..< b.columnCount {
      for i in 0 ..< a.rowCount {
        c[i, j] = (0 ..< a.columnCount).reduce(0) { $0 + a[i, $1] * b[$1, j] }
      }
    }
    return c
  }

  /// |A|, element by element.
  static func magnitudes(_ a: Matrix) -> Matrix {
    var result = a
    for j in 0 ..< a.columnCount {
      for i in 0 ..< a.rowCount { result[i, j] = a[i, j].magnitude }
    }
    return result
  }

  static func largest(_ a: Matrix) -> Double {
    var largest = 0.0
    for j in 0 ..< a.columnCount {
      for i in 0 ..< a.rowCount { largest = max(largest, a[i, j].magnitude) }
    }
    return a.isFinite ? largest : .infinity
  }

  /// ‖A‖_F.
  static func frobenius(_ a: Matrix) -> Double {
    var sum = 0.0
    for j in 0 ..< a.columnCount {
      for i in 0 ..< a.rowCount { sum += a[i, j] * a[i, j] }
    }
    return sum.squareRoot()
  }

  /// The columns in `range` as an array.
  static func elements(_ a: Matrix) -> [Double] {
    a.withColumns(0 ..< a.columnCount) { span in span.indices.map { span[$0] } }
  }

  /// diag(d).
  static func diagonal(_ d: [Double]) -> Matrix {
    var matrix = Matrix(rows: d.count, columns: d.count)
    for (i, value) in d.enumerated() { matrix[i, i] = value }
    return matrix
  }
}

/// γₙ = nε / (1 − nε), with ε the spacing at one: twice the unit roundoff that the theorems use, which
/// leaves room for the rounding of the residual itself.
func gamma(_ n: Int) -> Double {
  let product = Double(n) * Double.ulpOfOne
  return product / (1 - product)
}
